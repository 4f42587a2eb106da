//! The event log: read in pages, or followed as it grows.

pub(crate) mod stream;

use std::time::Duration;

use app::events::{EventFilter, EventView, Start};
use axum::Json;
use axum::extract::State;
use domain::event::EventKind;
use domain::limits::{EVENTS_PAGE_DEFAULT, EVENTS_PAGE_MAX};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{Authorized, EventsRead, Fields, FromFields, Params};
use crate::fault::Fault;
use crate::openapi::responses::EventFaults;

/// Something that happened.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
pub(crate) struct EventItem<'e> {
    id: String,
    /// From 1, without gaps in its workspace: where to go on reading.
    number: i64,
    /// What happened, as `resource.happened`; more words may come.
    #[serde(rename = "type")]
    kind: &'static str,
    #[schema(format = DateTime)]
    /// When it happened.
    timestamp: String,
    #[schema(required = true)]
    account_id: Option<String>,
    /// The id of what it happened to; a member on the do-not-contact list has its key.
    #[schema(required = true)]
    subject: Option<&'e str>,
    /// What is told of it: `webhooks` in this description has the fields of each type.
    #[schema(value_type = Object)]
    data: &'e RawValue,
}

impl<'e> EventItem<'e> {
    pub(super) fn of(event: &'e EventView) -> Self {
        Self {
            id: event.event_id.to_string(),
            number: event.number,
            kind: event.kind.word(),
            timestamp: event.at.to_string(),
            account_id: event.account_id.map(|id| id.to_string()),
            subject: event.subject.as_deref(),
            data: serde_json::from_str(&event.body).expect("what an event says is JSON"),
        }
    }
}

/// A part of the log.
#[derive(Serialize, ToSchema)]
#[schema(as = EventPage)]
pub(crate) struct EventPageItem<'e> {
    /// In the order in which they happened.
    events: Vec<EventItem<'e>>,
    /// To be asked for next. It grows although nothing is given where a filter lets nothing through.
    next_after: i64,
    /// Whether more is there already.
    has_more: bool,
    /// The number of the oldest event that is kept; of the one to come where none is.
    oldest: i64,
    /// The number of the newest event; 0 before the first.
    newest: i64,
}

/// Which part of the log.
pub(crate) struct ReadRequest {
    filter: EventFilter,
    from: Start,
    limit: usize,
    wait: Duration,
}

/// The longest wait for an event in one request, seconds.
const WAIT_MAX: i64 = 60;

impl FromFields for ReadRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let after = fields.integer("after", 0..=i64::MAX);
        let limit = fields.integer("limit", 1..=i64::from(EVENTS_PAGE_MAX));
        let wait = fields.integer("wait", 0..=WAIT_MAX).unwrap_or(0);
        let request = Self {
            filter: filter(fields),
            from: after.map_or(Start::Oldest, Start::Behind),
            limit: usize::try_from(limit.unwrap_or(i64::from(EVENTS_PAGE_DEFAULT))).unwrap_or(1),
            wait: Duration::from_secs(wait.unsigned_abs()),
        };
        fields.refuse_others();
        request
    }
}

/// `types` and `account`.
fn filter(fields: &mut Fields) -> EventFilter {
    let words = fields.text("types");
    let words = words.iter().flat_map(|all| all.split(',')).map(str::trim);
    let words: Vec<&str> = words.collect();
    let kinds = (!words.is_empty()).then(|| kinds(fields, &words));
    EventFilter {
        kinds,
        account: fields.text("account"),
    }
}

/// The kinds that are meant by any of these words.
fn kinds(fields: &mut Fields, words: &[&str]) -> Vec<EventKind> {
    let mut kinds = Vec::new();
    for word in words {
        let fitting = EventKind::matching(word);
        if fitting.is_empty() {
            fields.note(
                "types",
                "unknown_word",
                format!("`{word}` is no type of event"),
            );
        }
        kinds.extend(fitting);
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Read events
///
/// What happened in the workspace behind a place, in order. With `wait` the answer comes as soon as there is an event.
/// Asked again and again with `next_after`, it tells everything, once: nothing appears behind a place that was reached.
#[utoipa::path(
    get,
    path = "/events",
    operation_id = "readEvents",
    tag = "Events",
    params(
        ("after" = Option<i64>, Query, description = "The number behind which to read; from the oldest when absent.", minimum = 0),
        ("types" = Option<String>, Query, description = "Only these, separated by commas: `message.received,send.*`."),
        ("account" = Option<String>, Query, description = "Only those of this account, by our own id."),
        ("limit" = Option<i64>, Query, description = "How many at most; 100 when absent.", minimum = 1, maximum = 1000),
        ("wait" = Option<i64>, Query, description = "Seconds to wait where there is nothing yet.", minimum = 0, maximum = 60),
    ),
    responses((status = 200, description = "A part of the log.", body = EventPageItem<'static>), EventFaults)
)]
pub(crate) async fn read_events(
    caller: Authorized<EventsRead>,
    State(door): State<Door>,
    Params(request): Params<ReadRequest>,
) -> Result<axum::response::Response, Fault> {
    let reading = door.app.read_events(&caller, request.filter, request.from);
    let page = reading.await?.next(request.limit, request.wait).await?;
    // A key may have ended while it waited.
    if !door.app.is_still_valid(&caller).await? {
        return Err(Fault::unauthorized());
    }
    let answer = Json(EventPageItem {
        events: page
            .events
            .iter()
            .map(|event| EventItem::of(event))
            .collect(),
        next_after: page.reached,
        has_more: page.reached < page.bounds.newest,
        oldest: page.bounds.oldest,
        newest: page.bounds.newest,
    });
    Ok(axum::response::IntoResponse::into_response(answer))
}
