//! The do-not-contact list of the workspace.

use app::suppressions::{NOTE_CHARS_MAX, Suppress, Suppressed, SuppressionPage, SuppressionView};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::limits::{SUPPRESSIONS_PAGE_DEFAULT, SUPPRESSIONS_PAGE_MAX};
use domain::suppression::SuppressionState;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{
    Authorized, Body, Fields, FromFields, Params, Segments, SuppressionsAdmin, SuppressionsRead,
    SuppressionsWrite,
};
use crate::fault::Fault;
use crate::openapi::responses::{SuppressionFaults, SuppressionLiftFaults, SuppressionListFaults};

/// Somebody who is not to be written to, from no account of the workspace.
#[derive(Serialize, ToSchema)]
#[schema(as = Suppression)]
pub(crate) struct SuppressionResource {
    /// Their member key.
    person: String,
    network: String,
    /// `suppressed`: nothing leaves to them. `paused`: each message to them needs a person's yes.
    #[schema(pattern = "^(suppressed|paused)$")]
    state: &'static str,
    /// What somebody noted.
    #[schema(required = true)]
    note: Option<String>,
    /// The id of the key by which somebody put them on the list.
    #[schema(required = true)]
    created_by: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
}

impl SuppressionResource {
    pub(super) fn of(view: SuppressionView) -> Self {
        Self {
            person: view.member_key,
            network: view.network,
            state: view.state.word(),
            note: view.note,
            created_by: view.created_by.map(|key| key.to_string()),
            created_at: view.created_at.to_string(),
        }
    }
}

/// Somebody who was put on the list, and what may reach them all the same.
#[derive(Serialize, ToSchema)]
#[schema(as = PutSuppression)]
pub(crate) struct SuppressedResource {
    #[serde(flatten)]
    listed: SuppressionResource,
    /// The ids of the sends to them whose call was under way at that instant, or of which nobody knows what had become.
    in_flight: Vec<String>,
}

impl SuppressedResource {
    fn of(suppressed: Suppressed) -> Self {
        let in_flight = suppressed.in_flight.iter();
        Self {
            in_flight: in_flight.map(ToString::to_string).collect(),
            listed: SuppressionResource::of(suppressed.suppression),
        }
    }
}

/// A page of the list.
#[derive(Serialize, ToSchema)]
#[schema(as = SuppressionPage)]
pub(crate) struct SuppressionPageResource {
    suppressions: Vec<SuppressionResource>,
    /// For the next page; `null` on the last.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

impl SuppressionPageResource {
    fn of(page: SuppressionPage) -> Self {
        let found = page.suppressions.into_iter();
        Self {
            suppressions: found.map(SuppressionResource::of).collect(),
            next_cursor: page.next_cursor,
        }
    }
}

/// Which page.
pub(crate) struct ListRequest {
    limit: u32,
    cursor: Option<String>,
}

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(SUPPRESSIONS_PAGE_MAX));
        let request = Self {
            limit: limit
                .and_then(|limit| u32::try_from(limit).ok())
                .unwrap_or(SUPPRESSIONS_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        };
        fields.refuse_others();
        request
    }
}

/// List who is not to be written to
///
/// The do-not-contact list, which holds for every account of the workspace.
#[utoipa::path(
    get,
    path = "/suppressions",
    operation_id = "listSuppressions",
    tag = "Suppressions",
    params(
        ("limit" = Option<i64>, Query, description = "How many; 100 when absent.", minimum = 1, maximum = 1000),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = SuppressionPageResource), SuppressionListFaults)
)]
pub(crate) async fn list_suppressions(
    caller: Authorized<SuppressionsRead>,
    State(door): State<Door>,
    Params(request): Params<ListRequest>,
) -> Result<Json<SuppressionPageResource>, Fault> {
    let page = door
        .app
        .list_suppressions(&caller, request.cursor, request.limit)
        .await?;
    Ok(Json(SuppressionPageResource::of(page)))
}

/// Somebody to put on the list.
#[derive(ToSchema)]
#[schema(as = NewSuppression, example = json!({"person": "john-doe-123", "note": "asked on the phone"}))]
pub(crate) struct SuppressRequest {
    /// The account through which the person is looked up; the one used last when absent.
    account: Option<String>,
    /// In any spelling: slug, member key, URN, profile address.
    person: String,
    /// `suppressed` (the default): nothing leaves to them. `paused`: nothing without a person's yes.
    #[schema(value_type = Option<String>, pattern = "^(paused|suppressed)$")]
    state: SuppressionState,
    /// For people.
    #[schema(max_length = 500)]
    note: Option<String>,
}

impl FromFields for SuppressRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            account: fields.text("account"),
            person: fields.required_text("person"),
            state: fields
                .exact_word("state", &SuppressionState::WORDS)
                .and_then(SuppressionState::from_word)
                .unwrap_or(SuppressionState::Suppressed),
            note: fields.text("note"),
        };
        if request
            .note
            .as_ref()
            .is_some_and(|note| note.chars().count() > NOTE_CHARS_MAX)
        {
            let message = format!("note has at most {NOTE_CHARS_MAX} characters");
            fields.note("note", "too_long", message);
        }
        fields.refuse_others();
        request
    }
}

/// Put somebody on the list
///
/// From now on nothing is sent to that person, from no account of the workspace (what is said in a conversation of several
/// people is not held back); what waits for them is suppressed when its
/// turn comes. What is on its way already cannot be called back: the answer and the event in the log name it. Putting them
/// there again changes nothing.
#[utoipa::path(
    post,
    path = "/suppressions",
    operation_id = "createSuppression",
    tag = "Suppressions",
    request_body(content = SuppressRequest, content_type = "application/json"),
    responses((status = 200, description = "As they stand on the list.", body = SuppressedResource), SuppressionFaults)
)]
pub(crate) async fn create_suppression(
    caller: Authorized<SuppressionsWrite>,
    State(door): State<Door>,
    Body(request): Body<SuppressRequest>,
) -> Result<Json<SuppressedResource>, Fault> {
    let command = Suppress {
        account: request.account,
        person: request.person,
        state: request.state,
        note: request.note,
    };
    let suppressed = door.app.suppress(&caller, command).await?;
    Ok(Json(SuppressedResource::of(suppressed)))
}

/// Take somebody off the list
///
/// That person can be written to again. Who took them off is kept in the event log.
#[utoipa::path(
    delete,
    path = "/suppressions/{person}",
    operation_id = "deleteSuppression",
    tag = "Suppressions",
    params(("person" = String, Path, description = "The member key, as the list has it.")),
    responses((status = 204, description = "They are off the list."), SuppressionLiftFaults)
)]
pub(crate) async fn delete_suppression(
    caller: Authorized<SuppressionsAdmin>,
    State(door): State<Door>,
    Segments(person): Segments<String>,
) -> Result<StatusCode, Fault> {
    door.app.lift_suppression(&caller, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}
