//! Entity tags: a caller that shows the tag of its copy is told whether the copy is still right.
//!
//! A tag is `"<revision>-<question>"`: the revision says of which state the copy is, the question covers every
//! parameter and the version of this program, so that a tag of another question never matches.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};

use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::door::Door;
use crate::fault::Fault;

/// The tags that the caller shows, and whether an answer must be made anew.
pub(crate) struct Condition {
    tags: Vec<String>,
    /// The caller wants nothing that was kept from an earlier request.
    pub(crate) is_anew: bool,
}

impl FromRequestParts<Door> for Condition {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _door: &Door) -> Result<Self, Infallible> {
        Ok(Self::from_headers(&parts.headers))
    }
}

impl Condition {
    /// The tags in `If-Match`: of what the caller means to change.
    pub(crate) fn matched(headers: &HeaderMap) -> Self {
        Self {
            tags: tags(headers, &IF_MATCH),
            is_anew: false,
        }
    }

    fn from_headers(headers: &HeaderMap) -> Self {
        let control = headers.get_all(CACHE_CONTROL).iter();
        let mut control = control
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','));
        let words = ["no-cache", "no-store", "max-age=0"];
        let is_anew = control.any(|word| {
            let word = word.trim();
            words.iter().any(|known| word.eq_ignore_ascii_case(known))
        });
        Self {
            tags: tags(headers, &IF_NONE_MATCH),
            is_anew,
        }
    }

    /// Whether the caller means whatever is there.
    pub(crate) fn is_any(&self) -> bool {
        self.tags.iter().any(|tag| tag == "*")
    }

    /// The revisions of every copy of `question` that the caller shows.
    pub(crate) fn revisions(&self, question: &impl Hash) -> impl Iterator<Item = String> {
        let suffix = question_hash(question);
        self.tags.iter().filter_map(move |tag| {
            let (revision, hash) = tag.rsplit_once('-')?;
            (hash == suffix).then(|| revision.to_owned())
        })
    }

    /// Whether the caller's copy has this tag.
    pub(crate) fn is_met_by(&self, tag: &Tag) -> bool {
        let tag = tag.0.to_str().unwrap_or_default().trim_matches('"');
        self.tags.iter().any(|shown| shown == tag)
    }

    /// The revision of the caller's copy of `question`.
    pub(crate) fn revision(&self, question: &impl Hash) -> Option<String> {
        self.revisions(question).next()
    }
}

fn tags(headers: &HeaderMap, name: &HeaderName) -> Vec<String> {
    let values = headers.get_all(name).iter();
    let tags = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"'));
    tags.map(str::to_owned).collect()
}

/// The copy that a change is meant for.
pub(crate) struct Precondition(Option<Condition>);

impl FromRequestParts<Door> for Precondition {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _door: &Door) -> Result<Self, Infallible> {
        let condition = Condition::matched(&parts.headers);
        let is_meant = parts.headers.contains_key(IF_MATCH) && !condition.is_any();
        let given = is_meant.then_some(condition);
        Ok(Self(given))
    }
}

impl Precondition {
    /// Whether the change is meant for whatever there is.
    pub(crate) const fn is_any(&self) -> bool {
        self.0.is_none()
    }

    /// The revision of `question` that the change is meant for; `None` for none that there ever was.
    pub(crate) fn revision(&self, question: &impl Hash) -> Option<String> {
        self.0.as_ref()?.revision(question)
    }
}

/// The tag of an answer.
#[derive(Clone)]
pub(crate) struct Tag(HeaderValue);

impl Tag {
    /// The tag of the answer to `question` at `revision`.
    pub(crate) fn new(revision: &str, question: &impl Hash) -> Self {
        let text = format!("\"{revision}-{}\"", question_hash(question));
        // A revision is letters and digits; anything else would be no tag, and match none.
        Self(HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("\"\"")))
    }

    /// Adds the tag and what caches need to know: only the caller may keep the answer, and must ask again.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap) {
        headers.insert(ETAG, self.0.clone());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(VARY, HeaderValue::from_static("authorization"));
    }

    /// The news that the caller's copy is still right.
    pub(crate) fn not_modified(&self) -> Response {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        self.add_to(response.headers_mut());
        response
    }
}

/// A resource with a tag that changes whenever what is shown of it does, or the news that the caller's copy is still right.
pub(crate) fn tagged(condition: &Condition, resource: &impl Serialize) -> Result<Response, Fault> {
    let bytes = serde_json::to_vec(resource).map_err(|error| Fault::internal(&error))?;
    let tag = Tag::new("shown", &bytes);
    if condition.is_met_by(&tag) {
        return Ok(tag.not_modified());
    }
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    tag.add_to(headers);
    Ok(response)
}

fn question_hash(question: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    question.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_matches_its_own_question_only() {
        let mut headers = HeaderMap::new();
        Tag::new("acc-7", &("a", 1)).add_to(&mut headers);
        let tag = headers[ETAG].to_str().unwrap().to_owned();
        for shown in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}")] {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, shown.parse().unwrap());
            let condition = Condition::from_headers(&headers);
            assert_eq!(condition.revision(&("a", 1)).as_deref(), Some("acc-7"));
            assert_eq!(condition.revision(&("a", 2)), None);
        }
        assert_eq!(
            Condition::from_headers(&HeaderMap::new()).revision(&1),
            None
        );
    }
}
