//! A JSON body: bounded, of the right type, every field once.

use std::fmt;
use std::pin::Pin;

use axum::body::{Body as Stream, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use domain::error_code::ErrorCode;
use futures_util::Stream as _;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;

use super::room::Place;
use super::{Fields, FromFields};
use crate::door::Door;
use crate::fault::Fault;

/// How much of a body that is too large is still read away: a client that is cut off while it writes would see a broken
/// connection instead of the answer.
pub(super) const DRAINED_BYTES_MAX: usize = 64 << 20;

/// A request that came as JSON. A missing body counts as `{}`, so that its required fields are named.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: FromFields> FromRequest<Door> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, door: &Door) -> Result<Self, Fault> {
        let (parts, stream) = request.into_parts();
        let place = door.room.place(&parts);
        let bytes_max = T::body_bytes_max(&door.settings);
        let bytes = collect(stream, &parts.headers, bytes_max, place).await?;
        let has_type = parts.headers.contains_key(CONTENT_TYPE);
        if (has_type || !bytes.is_empty()) && !is_json(&parts.headers) {
            let message = "Send the body with the header Content-Type: application/json.";
            return Err(Fault::new(ErrorCode::UnsupportedMediaType, message));
        }
        let fields = if bytes.is_empty() {
            Fields::default()
        } else {
            parse(&bytes)?
        };
        fields.read().map(Self)
    }
}

/// Whether the header says JSON in UTF-8: `application/json`, `application/<anything>+json`.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let mut parts = value
        .split(';')
        .map(|part| part.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    let is_json = essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"));
    let is_utf8 = parts.all(|part| {
        part.strip_prefix("charset=")
            .is_none_or(|charset| matches!(charset.trim_matches('"'), "utf-8" | "utf8"))
    });
    is_json && is_utf8
}

/// The whole body, if it is not larger than `bytes_max` and there is room for it.
pub(crate) async fn collect(
    stream: Stream,
    headers: &HeaderMap,
    bytes_max: usize,
    mut place: Place,
) -> Result<Bytes, Fault> {
    let length = headers.get(CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse().ok());
    let mut is_too_large = length.is_some_and(|length: usize| length > bytes_max);
    let expected = length.unwrap_or(0).min(bytes_max);
    // Taken before anything is read, where it is known how much there is.
    let mut has_room = is_too_large || place.has_room_for(expected);
    let mut collected = Vec::with_capacity(if has_room { expected } else { 0 });
    let mut seen = 0_usize;
    let mut stream = stream.into_data_stream();
    loop {
        let next = std::future::poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await;
        let chunk = match next {
            None => break,
            Some(Ok(chunk)) => chunk,
            Some(Err(_)) => {
                let message = "The body ended before it was complete.";
                return Err(Fault::new(ErrorCode::InvalidJson, message));
            }
        };
        seen = seen.saturating_add(chunk.len());
        is_too_large |= seen > bytes_max;
        has_room = has_room && (is_too_large || place.has_room_for(seen));
        if has_room && !is_too_large {
            collected.extend_from_slice(&chunk);
        } else if seen > DRAINED_BYTES_MAX {
            break;
        } else {
            collected = Vec::new();
        }
    }
    if !has_room && !is_too_large {
        let message =
            "Too many large bodies are held already; nothing was accepted. Try again shortly.";
        return Err(Fault::new(ErrorCode::ServiceBusy, message));
    }
    if is_too_large {
        let message = format!("The body is larger than {bytes_max} bytes.");
        return Err(Fault::new(ErrorCode::BodyTooLarge, message));
    }
    Ok(collected.into())
}

fn parse(bytes: &[u8]) -> Result<Fields, Fault> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let given = deserializer
        .deserialize_any(Members)
        .and_then(|given| deserializer.end().map(|()| given));
    match given {
        Ok(given) => Ok(Fields::from_json(given)),
        Err(error) if error.classify() == Category::Data => {
            let mut fields = Fields::default();
            fields.note("", "wrong_type", "The body must be a JSON object");
            fields.read::<Nothing>().map(|_| Fields::default())
        }
        Err(error) => {
            let message = format!("The body is not valid JSON: {error}");
            Err(Fault::new(ErrorCode::InvalidJson, message))
        }
    }
}

/// A request without fields.
struct Nothing;

impl FromFields for Nothing {
    fn from_fields(_fields: &mut Fields) -> Self {
        Self
    }
}

/// The members of an object in their order, with repeated names kept.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}
