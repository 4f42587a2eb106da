//! One thing as it stands, with a tag by which a caller asks whether it still does.

use std::hash::{DefaultHasher, Hasher as _};

use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use crate::extract::{Condition, Tag};
use crate::fault::Fault;

/// The resource, or the news that the caller's copy is still right.
pub(super) fn answered(
    condition: &Condition,
    resource: &impl Serialize,
) -> Result<Response, Fault> {
    let bytes = serde_json::to_vec(resource).map_err(|error| Fault::internal(&error))?;
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    let tag = Tag::new(&format!("{:016x}", hasher.finish()), &"resource");
    if condition.is_met_by(&tag) {
        return Ok(tag.not_modified());
    }
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    tag.add_to(headers);
    Ok(response)
}
