//! Reading messages, sending them, and asking afterwards whether they were accepted.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Network;
use crate::input;
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::world::attachments::{self, AttachmentView, Content};
use crate::world::messages::{self, Anchor, MessageView};
use crate::world::seats::Seat;
use crate::world::sends::{self, SendRequest, Sent};
use crate::world::{members, threads};

const UPLOAD_BYTES_MAX: usize = 10_000_000;
const NAME_CHARS_MAX: usize = 200;
/// Programs, which the network takes from nobody.
const REFUSED_MEDIA_TYPES: &[&str] = &[
    "application/x-msdownload",
    "application/x-executable",
    "application/vnd.microsoft.portable-executable",
];

#[derive(Deserialize)]
struct PageQuery {
    limit: Option<i64>,
    before: Option<String>,
    after: Option<String>,
}

pub(super) async fn page(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(thread_id): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, Refusal> {
    let query: PageQuery = input::query(&uri)?;
    let limit = input::limit(query.limit, 20, 200)?;
    let anchor = match (&query.before, &query.after) {
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(
                "after",
                "before and after exclude each other",
            ));
        }
        (Some(before), None) => Anchor::Before(input::single_cursor('p', before)?),
        (None, Some(after)) => Anchor::After(input::single_cursor('p', after)?),
        (None, None) => Anchor::Newest,
    };
    let answer = network.store.read(move |tx| {
        let thread = threads::get(tx, seat.member, &thread_id)?;
        let found = messages::page(tx, seat.viewer(), &thread, anchor, limit)?;
        // An empty page lies where it was asked for.
        let (first, last) = match (found.first(), found.last(), anchor) {
            (Some(first), Some(last), _) => (first.position, last.position),
            (.., Anchor::Before(position)) => (position, position - 1),
            (.., Anchor::After(position)) => (position + 1, position),
            (.., Anchor::Newest) => (0, i64::MAX),
        };
        let (has_before, has_after) =
            messages::exist_around(tx, seat.viewer(), &thread, first, last)?;
        let is_empty = found.is_empty();
        Ok(json!({
            "messages": found,
            "before": if is_empty { query.before } else { Some(format!("p{first}")) },
            "after": if is_empty { query.after } else { Some(format!("p{last}")) },
            "has_before": has_before,
            "has_after": has_after,
        }))
    });
    Ok(Json(answer.await?))
}

pub(super) async fn get(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path((thread_id, message_id)): Path<(String, String)>,
) -> Result<Json<MessageView>, Refusal> {
    let answer = network.store.read(move |tx| {
        let thread = threads::get(tx, seat.member, &thread_id)?;
        let message = messages::get(tx, seat.viewer(), &thread, &message_id)?;
        messages::view(tx, seat.viewer(), &thread_id, &message)
    });
    Ok(Json(answer.await?))
}

pub(super) async fn send(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    body: Bytes,
) -> Result<Json<Sent>, Refusal> {
    let mut request: SendRequest = input::body(&body)?;
    request.check()?;
    let answer = network
        .store
        .write(move |tx| sends::send(tx, &seat.seat_id, &request));
    Ok(Json(answer.await?))
}

#[derive(Deserialize)]
struct ReadBackQuery {
    #[serde(default)]
    token: String,
    thread_id: Option<String>,
    member: Option<String>,
}

pub(super) async fn read_back(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    uri: Uri,
) -> Result<Json<Value>, Refusal> {
    if !seat.class.shows_token() {
        return Err(Refusal::new(
            "unsupported",
            "this seat cannot look up tokens",
        ));
    }
    let query: ReadBackQuery = input::query(&uri)?;
    sends::check_token(&query.token)?;
    // Looked at before the messages: what is accepted in between is found or still counted.
    let is_complete = !network.under_way.is_any(&seat.seat_id);
    let answer = network.store.read(move |tx| {
        let threads = places(tx, &seat, &query)?;
        let found = messages::list_by_token(tx, seat.member, &query.token, &threads)?;
        let messages = found
            .iter()
            .map(|message| {
                let thread = threads::get_by_row(tx, message.thread)?;
                messages::view(tx, seat.viewer(), &thread.thread_id, message)
            })
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(json!({
            "found": !messages.is_empty(),
            "complete": is_complete,
            "as_of": tx.now,
            "messages": messages,
        }))
    });
    Ok(Json(answer.await?))
}

fn places(tx: &Tx<'_>, seat: &Seat, query: &ReadBackQuery) -> Result<Vec<i64>, Refusal> {
    match (&query.thread_id, &query.member) {
        (Some(thread_id), None) => Ok(vec![threads::get(tx, seat.member, thread_id)?.id]),
        (None, Some(reference)) => {
            let member = members::resolve(tx, Some(seat.member), reference)?;
            threads::list_one_to_one(tx, seat.member, member.id)
        }
        _ => Err(Refusal::invalid(
            "thread_id",
            "exactly one of thread_id and member is expected",
        )),
    }
}

#[derive(Deserialize)]
struct UploadQuery {
    name: Option<String>,
}

pub(super) async fn upload(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<AttachmentView>, Refusal> {
    let query: UploadQuery = input::query(&uri)?;
    let name = query.name.unwrap_or_else(|| "attachment".to_owned());
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.contains(char::is_control) {
        return Err(Refusal::invalid(
            "name",
            format!("a name of 1 to {NAME_CHARS_MAX} characters is expected"),
        ));
    }
    if body.is_empty() || body.len() > UPLOAD_BYTES_MAX {
        return Err(Refusal::invalid(
            "body",
            format!("1 to {UPLOAD_BYTES_MAX} bytes are expected"),
        ));
    }
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("application/octet-stream")
        .to_owned();
    if REFUSED_MEDIA_TYPES.contains(&media_type.as_str()) {
        return Err(Refusal::new("refused", "programs cannot be attached"));
    }
    let answer = network
        .store
        .write(move |tx| attachments::insert(tx, seat.member, &name, &media_type, &body));
    Ok(Json(answer.await?.1))
}

pub(super) async fn download(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(attachment_id): Path<String>,
) -> Result<Response, Refusal> {
    let answer = network
        .store
        .read(move |tx| attachments::get_content(tx, seat.member, &attachment_id));
    Ok(file(answer.await?))
}

/// Outside the guard: whoever knows the path may have the file.
pub(super) async fn download_by_key(
    State(network): State<Arc<Network>>,
    Path(key): Path<String>,
) -> Result<Response, Refusal> {
    let answer = network
        .store
        .read(move |tx| attachments::get_content_by_key(tx, &key));
    Ok(file(answer.await?))
}

fn file((media_type, content): Content) -> Response {
    let media_type = HeaderValue::from_str(&media_type)
        .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
    ];
    (headers, content).into_response()
}
