//! Forgetting a person.

use app::people::{BegunErasure, ErasureRow};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::sends::printed;
use crate::door::Door;
use crate::extract::{Authorized, PeopleAdmin, PeopleRead, Segments};
use crate::fault::Fault;
use crate::openapi::responses::{ErasureFaults, PersonEraseFaults};

/// The deletion of what is kept of a person. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Erasure)]
pub(crate) struct ErasureResource {
    id: String,
    /// The id that they had; it leads nowhere any more.
    person_id: String,
    #[schema(pattern = "^(running|done)$")]
    state: &'static str,
    /// What is being done: `sends`, `conversations`, `messages`, `groups`, `events`, `done`.
    step: &'static str,
    /// Conversations that are gone.
    conversations: i64,
    /// Messages that are gone, or without their text.
    messages: i64,
    /// Sends that say no more what was sent to whom.
    sends: i64,
    /// Events that name them no more.
    events: i64,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    #[schema(required = true, format = DateTime)]
    finished_at: Option<String>,
}

impl ErasureResource {
    fn of(row: &ErasureRow) -> Self {
        let state = if row.finished_at.is_some() {
            "done"
        } else {
            "running"
        };
        Self {
            id: row.erasure_id.to_string(),
            person_id: row.person_id.to_string(),
            state,
            step: row.step.word(),
            conversations: row.conversations,
            messages: row.messages,
            sends: row.sends,
            events: row.events,
            created_at: row.created_at.to_string(),
            updated_at: row.updated_at.to_string(),
            finished_at: printed(row.finished_at),
        }
    }
}

/// An erasure that has begun, and what may reach the person all the same.
#[derive(Serialize, ToSchema)]
#[schema(as = BegunErasure)]
pub(crate) struct BegunResource {
    #[serde(flatten)]
    erasure: ErasureResource,
    /// The ids of the sends to them whose call was under way at that instant, or of which nobody knows what had become.
    in_flight: Vec<String>,
}

/// Erase a person
///
/// Everything that is kept of a person is deleted, for good: name and profile, conversations with them alone, what they said
/// elsewhere, what was sent to them, and what the event log says of them. They are absent at once and stand on the
/// do-not-contact list, of which only a keyed hash remains; the rest is done in steps, and `GET /v1/erasures/{id}` tells how
/// far it has come. Needs the scope `admin`.
#[utoipa::path(
    delete,
    path = "/people/{id}",
    operation_id = "erasePerson",
    tag = "People",
    params(("id" = String, Path, description = "The person's id.")),
    responses(
        (status = 202, description = "It is begun.", body = BegunResource,
         headers(("Location" = String, description = "Where to look how far it has come."))),
        PersonEraseFaults,
    )
)]
pub(crate) async fn erase_person(
    caller: Authorized<PeopleAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let BegunErasure { erasure, in_flight } = door.app.erase_person(&caller, &id).await?;
    let location = format!("/v1/erasures/{}", erasure.erasure_id);
    let body = BegunResource {
        erasure: ErasureResource::of(&erasure),
        in_flight: in_flight.iter().map(ToString::to_string).collect(),
    };
    Ok((StatusCode::ACCEPTED, [(LOCATION, location)], Json(body)).into_response())
}

/// Get an erasure
///
/// How far it has come.
#[utoipa::path(
    get,
    path = "/erasures/{id}",
    operation_id = "getErasure",
    tag = "People",
    params(("id" = String, Path, description = "The erasure's id.")),
    responses((status = 200, description = "The erasure.", body = ErasureResource), ErasureFaults)
)]
pub(crate) async fn get_erasure(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<ErasureResource>, Fault> {
    let erasure = door.app.find_erasure(&caller, &id).await?;
    Ok(Json(ErasureResource::of(&erasure)))
}
