//! How much was asked with each key on each day.

use app::usage::{ListUsage, UsageView, day_of};
use axum::Json;
use axum::extract::State;
use domain::limits::{USAGE_PAGE_DEFAULT, USAGE_PAGE_MAX};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{Authorized, Fields, FromFields, Params, UsageRead};
use crate::fault::Fault;
use crate::openapi::responses::UsageFaults;

/// What was asked with one key on one day.
#[derive(Serialize, ToSchema)]
#[schema(as = Usage)]
pub(crate) struct UsageItem {
    /// In UTC.
    #[schema(format = Date)]
    day: String,
    api_key_id: String,
    requests: u64,
    /// Requests that were answered with a 4xx status.
    refusals: u64,
    /// Sends that were accepted.
    sends: u64,
}

impl UsageItem {
    fn of(view: &UsageView) -> Self {
        let day = Timestamp::from_millis(view.day.saturating_mul(86_400_000)).to_string();
        Self {
            day: day.chars().take_while(|sign| *sign != 'T').collect(),
            api_key_id: view.api_key_id.to_string(),
            requests: view.counts.requests,
            refusals: view.counts.refusals,
            sends: view.counts.sends,
        }
    }
}

/// A page of days.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageList)]
pub(crate) struct UsageListResource {
    /// The newest day first.
    usage: Vec<UsageItem>,
    /// To be given as `cursor`; `null` on the last page.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// Which days.
pub(crate) struct UsageRequest(ListUsage);

impl FromFields for UsageRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(USAGE_PAGE_MAX));
        let limit = limit.and_then(|limit| u32::try_from(limit).ok());
        let list = ListUsage {
            api_key: fields.text("api_key"),
            first: day(fields, "from"),
            last: day(fields, "to"),
            cursor: fields.text("cursor"),
            limit: limit.unwrap_or(USAGE_PAGE_DEFAULT),
        };
        fields.refuse_others();
        Self(list)
    }
}

fn day(fields: &mut Fields, name: &str) -> Option<i64> {
    let text = fields.raw_text(name)?;
    let is_day = text.len() == 10 && text.is_ascii();
    let midnight = format!("{text}T00:00:00Z").parse::<Timestamp>();
    match midnight {
        Ok(at) if is_day => Some(day_of(at)),
        _ => {
            fields.note(
                name,
                "wrong_form",
                format!("{name} is a day as in 2026-11-30"),
            );
            None
        }
    }
}

/// List usage
///
/// Requests, refusals and accepted sends by key and day, the newest day first. Counted in memory and written down every
/// 15 seconds: the last of them are missing, and are lost when a process is killed.
#[utoipa::path(
    get,
    path = "/usage",
    operation_id = "listUsage",
    tag = "Access",
    params(
        ("api_key" = Option<String>, Query, description = "Only of the key with this id."),
        ("from" = Option<String>, Query, description = "From this day on.", format = Date),
        ("to" = Option<String>, Query, description = "Up to this day.", format = Date),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
        ("limit" = Option<i64>, Query, description = "How many at most; 100 when absent.", minimum = 1, maximum = 400),
    ),
    responses((status = 200, description = "A page.", body = UsageListResource), UsageFaults)
)]
pub(crate) async fn list_usage(
    caller: Authorized<UsageRead>,
    State(door): State<Door>,
    Params(UsageRequest(list)): Params<UsageRequest>,
) -> Result<Json<UsageListResource>, Fault> {
    let page = door.app.list_usage(&caller, list).await?;
    Ok(Json(UsageListResource {
        usage: page.days.iter().map(UsageItem::of).collect(),
        next_cursor: page.next_cursor,
    }))
}
