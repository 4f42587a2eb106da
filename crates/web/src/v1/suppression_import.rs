//! Many people put on the do-not-contact list at once, from a file.

use app::suppressions::{ImportFormat, ImportSuppressions, RowVerdict};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use domain::error_code::ErrorCode;
use domain::limits::SUPPRESSIONS_BODY_BYTES_MAX;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::door::Door;
use crate::extract::{Authorized, Fields, FromFields, Params, SuppressionsWrite, collect};
use crate::fault::Fault;
use crate::openapi::responses::SuppressionImportFaults;

/// The account through which people are looked up.
pub(crate) struct ImportRequest {
    account: Option<String>,
}

impl FromFields for ImportRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            account: fields.text("account"),
        };
        fields.refuse_others();
        request
    }
}

/// A file, as its type says.
pub(crate) struct Rows {
    format: ImportFormat,
    bytes: Vec<u8>,
}

impl FromRequest<Door> for Rows {
    type Rejection = Fault;

    async fn from_request(request: Request, door: &Door) -> Result<Self, Fault> {
        let (parts, stream) = request.into_parts();
        let place = door.room.place(&parts);
        let bytes = collect(stream, &parts.headers, SUPPRESSIONS_BODY_BYTES_MAX, place).await?;
        let format = format(&parts.headers).ok_or_else(|| {
            let message = "Send the rows as text/csv or application/x-ndjson.";
            Fault::new(ErrorCode::UnsupportedMediaType, message)
        })?;
        Ok(Self {
            format,
            bytes: bytes.into(),
        })
    }
}

fn format(headers: &HeaderMap) -> Option<ImportFormat> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "text/csv" => Some(ImportFormat::Csv),
        "application/x-ndjson" | "application/jsonl" => Some(ImportFormat::JsonLines),
        _ => None,
    }
}

/// What became of each row, in the order of the file.
#[derive(Serialize, ToSchema)]
#[schema(as = SuppressionImport)]
pub(crate) struct ImportResponse {
    /// Rows because of which somebody stands on the list, or stands there more firmly.
    listed: usize,
    /// Rows whose person stood there already, as firmly.
    unchanged: usize,
    /// Rows of which nothing became.
    refused: usize,
    results: Vec<RowResult>,
}

/// What became of a row.
#[derive(Serialize, ToSchema)]
#[schema(as = SuppressionImportRow)]
pub(crate) struct RowResult {
    /// The line that it begins in, from 1.
    line: u64,
    /// As it was written; empty where the row cannot be read.
    written: String,
    #[schema(pattern = "^(listed|unchanged|refused)$")]
    outcome: &'static str,
    /// The member key.
    #[schema(required = true)]
    person: Option<String>,
    /// The ids of the sends to them whose call was under way at that instant, or of which nobody knew what had become.
    in_flight: Vec<String>,
    /// Why nothing became of it.
    #[schema(required = true)]
    problem: Option<Problem>,
}

impl RowResult {
    fn of(verdict: RowVerdict, now: Timestamp) -> Self {
        let (outcome, standing, refusal) = verdict.outcome.into_parts();
        let in_flight = standing.iter().flat_map(|standing| &standing.in_flight);
        Self {
            line: verdict.line,
            written: verdict.person,
            outcome,
            in_flight: in_flight.map(ToString::to_string).collect(),
            person: standing.map(|standing| standing.member_key),
            problem: refusal.map(|refusal| Problem::of(&Fault::from(refusal).at(now))),
        }
    }
}

/// Put many people on the list
///
/// Takes a file of at most 10,000 rows: CSV whose first line names the columns `person`, `state` and `note`, of which only
/// `person` must be there, or one JSON object a line with the same members. `person` is in any spelling, and a member key
/// is taken as it stands; `state` is `suppressed` (the default) or `paused`. Each row is kept for itself: one that is
/// refused keeps no other from being kept. To send the same file again changes nothing.
#[utoipa::path(
    post,
    path = "/suppressions/import",
    operation_id = "importSuppressions",
    tag = "Suppressions",
    request_body(content((String = "text/csv"), (String = "application/x-ndjson"))),
    params(("account" = Option<String>, Query, description = "The account through which people are looked up; the one used last when absent.")),
    responses((status = 200, description = "A verdict for each row.", body = ImportResponse), SuppressionImportFaults)
)]
pub(crate) async fn import_suppressions(
    caller: Authorized<SuppressionsWrite>,
    State(door): State<Door>,
    Params(request): Params<ImportRequest>,
    rows: Rows,
) -> Result<Json<ImportResponse>, Fault> {
    let now = door.app.now();
    let command = ImportSuppressions {
        account: request.account,
        format: rows.format,
        bytes: rows.bytes,
    };
    let verdicts = door.app.import_suppressions(&caller, command).await?;
    let verdicts = verdicts.into_iter();
    let results: Vec<RowResult> = verdicts
        .map(|verdict| RowResult::of(verdict, now))
        .collect();
    let count = |outcome| results.iter().filter(|row| row.outcome == outcome).count();
    Ok(Json(ImportResponse {
        listed: count("listed"),
        unchanged: count("unchanged"),
        refused: count("refused"),
        results,
    }))
}
