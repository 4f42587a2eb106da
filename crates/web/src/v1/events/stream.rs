//! The log as it grows: server-sent events, each with its number as its id, so that a reader who was cut off goes on
//! where it was.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use app::events::{
    EventFilter, EventPage, EventReader, EventView, Start, TypingReader, TypingView,
};
use app::{App, AppError, AppResult, Caller, Refusal};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use domain::error_code::ErrorCode;
use domain::metric::Metric;
use domain::time::Timestamp;
use futures_util::stream::unfold;

use super::{EventItem, filter, kinds};
use crate::door::Door;
use crate::extract::{Authorized, EventsRead, Fields, FromFields, Params};
use crate::fault::Fault;
use crate::openapi::responses::StreamFaults;

/// Something is said so often at least, so that both sides notice when the other is gone.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Events that are written at once.
const AT_ONCE: usize = 100;
/// The shortest time between two writes to one reader: many readers of a busy log are woken for a few events each.
const PAUSE: Duration = Duration::from_millis(50);

/// Before a store that failed is asked again.
const STORE_PAUSE: Duration = Duration::from_secs(1);

const LAST_EVENT_ID: &str = "last-event-id";

/// Where a reader begins.
pub(crate) struct FollowRequest {
    filter: EventFilter,
    /// Whether to be shown who types.
    is_typing: bool,
    from: Option<Start>,
}

/// What `types` calls the signs of typing, which stand in no log.
const TYPING: &str = "typing";

impl FromFields for FollowRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let after = fields.integer("after", 0..=i64::MAX);
        let (filter, is_typing) = live_filter(fields);
        let request = Self {
            filter,
            is_typing,
            from: after.map(Start::Behind),
        };
        fields.refuse_others();
        request
    }
}

/// As [`filter`], where the signs of typing are a type, too: shown unless other types are named alone.
fn live_filter(fields: &mut Fields) -> (EventFilter, bool) {
    let words = fields.text("types");
    let mut words: Vec<&str> = match &words {
        Some(words) => words.split(',').map(str::trim).collect(),
        None => return (filter(fields), true),
    };
    let count = words.len();
    words.retain(|word| *word != TYPING);
    let is_typing = words.len() < count;
    let filter = EventFilter {
        kinds: Some(kinds(fields, &words)),
        account: fields.text("account"),
    };
    (filter, is_typing)
}

/// Follow events
///
/// What happens in the workspace, as server-sent events, from now on or behind a place: each has its number as `id`, its
/// type as `event` and the event as `data`. Who types at this moment is shown as the event `typing`, which has no number
/// and is kept nowhere; it is over ten seconds later. Every 15 seconds at least an `id` comes, with or without an event. Whoever is
/// cut off sends the last one in `Last-Event-ID`, as browsers do by themselves, and misses nothing; whoever takes nothing
/// for 30 seconds is cut off.
#[utoipa::path(
    get,
    path = "/events/stream",
    operation_id = "followEvents",
    tag = "Events",
    params(
        ("after" = Option<i64>, Query, description = "The number behind which to begin; from now on when absent. `Last-Event-ID` goes before it.", minimum = 0),
        ("types" = Option<String>, Query, description = "Only these, separated by commas: `message.received,send.*,typing`."),
        ("account" = Option<String>, Query, description = "Only those of this account, by our own id."),
        ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the event that was seen last.", pattern = "^[0-9]{1,19}$"),
    ),
    responses(
        (status = 200, description = "The stream; it ends when the server stops or the key does.", body = String, content_type = "text/event-stream"),
        StreamFaults,
    )
)]
pub(crate) async fn follow_events(
    caller: Authorized<EventsRead>,
    State(door): State<Door>,
    headers: HeaderMap,
    Params(request): Params<FollowRequest>,
) -> Result<Response, Fault> {
    let place = door.streams.take(&door.app)?;
    let from = last_event_id(&headers)?
        .or(request.from)
        .unwrap_or(Start::Now);
    let reader = door.app.read_events(&caller, request.filter, from).await?;
    let typing = request.is_typing.then(|| reader.typing());
    let following = Following {
        caller: (*caller).clone(),
        written_at: Timestamp::MIN,
        placed_at: door.app.now(),
        door,
        reader,
        typing,
        is_begun: false,
        _place: place,
    };
    let mut response = Response::new(Body::from_stream(unfold(following, next)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that collect an answer before they pass it on would never pass this one on.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<Start>, Fault> {
    let Some(value) = headers.get(LAST_EVENT_ID) else {
        return Ok(None);
    };
    let number = value.to_str().ok().and_then(|text| text.parse().ok());
    if let Some(number) = number.filter(|number: &i64| *number >= 0) {
        return Ok(Some(Start::Behind(number)));
    }
    let message = "Last-Event-ID is the `id` of an event of this stream";
    Err(AppError::from(Refusal::field("Last-Event-ID", "wrong_form", message)).into())
}

/// One reader.
struct Following {
    caller: Caller,
    door: Door,
    reader: EventReader,
    typing: Option<TypingReader>,
    is_begun: bool,
    written_at: Timestamp,
    /// When an id was written last.
    placed_at: Timestamp,
    _place: Place,
}

impl Following {
    /// What happened since, or where the reader is if nothing did for a while; `None` once it may hear no more.
    async fn read(&mut self) -> AppResult<Option<Bytes>> {
        let left = HEARTBEAT.saturating_sub(self.door.app.now().since(self.placed_at));
        let came = tokio::select! {
            biased;
            page = self.reader.next(AT_ONCE, left) => Came::Page(page?),
            typing = typing(&mut self.typing) => Came::Typing(typing?),
        };
        let app = &self.door.app;
        // Asked after the wait: a key may have ended in it.
        if app.is_ending() || !app.is_still_valid(&self.caller).await? {
            return Ok(None);
        }
        let page = match came {
            Came::Page(page) => page,
            // Without an id: when the next one is due does not change.
            Came::Typing(typing) => return Ok(Some(write_typing(&typing).into())),
        };
        self.placed_at = app.now();
        if page.events.is_empty() {
            return Ok(Some(place(&self.reader).into()));
        }
        let mut written = Vec::with_capacity(page.events.len() * 512);
        for event in &page.events {
            write(&mut written, event);
        }
        Ok(Some(written.into()))
    }

    /// Waits until this reader may be written to again.
    async fn rest(&self) {
        let app = &self.door.app;
        let left = PAUSE.saturating_sub(app.now().since(self.written_at));
        if self.written_at <= app.now() && !left.is_zero() {
            app.timer().sleep(left).await;
        }
    }
}

/// What a reader waited for.
enum Came {
    Page(EventPage),
    Typing(TypingView),
}

/// The next sign of typing; never, where nobody wants to see it.
async fn typing(reader: &mut Option<TypingReader>) -> AppResult<TypingView> {
    match reader {
        Some(reader) => reader.next().await,
        None => std::future::pending().await,
    }
}

/// A sign of typing in the form of the stream, without an id: a reader that comes again is not to ask for it.
fn write_typing(typing: &TypingView) -> String {
    let data = serde_json::json!({
        "type": TYPING,
        "account_id": typing.account_id,
        "conversation_id": typing.conversation_id,
        "thread_key": typing.thread_key,
        "member_key": typing.member_key,
    });
    format!("event: {TYPING}\ndata: {data}\n\n")
}

/// What is written next; nothing more once the reader has to come again.
async fn next(mut following: Following) -> Option<(Result<Bytes, Infallible>, Following)> {
    if !following.is_begun {
        following.is_begun = true;
        // Something at once, so that the reader knows that it is heard, and where it is; and when to come again.
        let hello = format!("retry: 2000\n{}", place(&following.reader));
        return Some((Ok(hello.into()), following));
    }
    following.rest().await;
    let written = match following.read().await {
        Ok(written) => written?,
        // Whoever cannot be told why comes again and is.
        Err(error)
            if error
                .refusal()
                .is_some_and(|refusal| refusal.code == ErrorCode::EventsGone) =>
        {
            return None;
        }
        Err(error) => {
            tracing::warn!(%error, "an event stream waits for the store");
            following.door.app.timer().sleep(STORE_PAUSE).await;
            place(&following.reader).into()
        }
    };
    following.written_at = following.door.app.now();
    Some((Ok(written), following))
}

/// Where the reader is, without an event: what it sends when it comes again.
fn place(reader: &EventReader) -> String {
    format!("id: {}\n\n", reader.reached())
}

/// One event in the form of the stream. JSON has no line breaks of its own.
fn write(out: &mut Vec<u8>, event: &EventView) {
    out.extend_from_slice(
        format!("id: {}\nevent: {}\ndata: ", event.number, event.kind.word()).as_bytes(),
    );
    serde_json::to_writer(&mut *out, &EventItem::of(event)).expect("texts become JSON");
    out.extend_from_slice(b"\n\n");
}

/// How many readers there are, and may be.
#[derive(Clone)]
pub(crate) struct Streams {
    open: Arc<AtomicUsize>,
    max: usize,
}

/// One reader's place, given back when it is gone.
struct Place {
    open: Arc<AtomicUsize>,
    app: App,
}

impl Streams {
    pub(crate) fn new(max: usize) -> Self {
        Self {
            open: Arc::default(),
            max,
        }
    }

    fn take(&self, app: &App) -> Result<Place, Fault> {
        let place = Place {
            open: Arc::clone(&self.open),
            app: app.clone(),
        };
        app.recorder().shift(Metric::EventStreams, 1);
        if self.open.fetch_add(1, Ordering::SeqCst) < self.max {
            return Ok(place);
        }
        Err(Fault::new(
            ErrorCode::TooManyStreams,
            format!(
                "All {} places for streams are taken: try again later, or read GET /v1/events.",
                self.max
            ),
        ))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
        self.app.recorder().shift(Metric::EventStreams, -1);
    }
}
