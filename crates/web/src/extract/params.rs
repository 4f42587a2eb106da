//! What stands in the address: parameters behind `?`, and the variable parts of the path.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::{Fields, FromFields};
use crate::door::Door;
use crate::fault::Fault;

/// The parameters behind `?`, each at most once.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: FromFields> FromRequestParts<Door> for Params<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _door: &Door) -> Result<Self, Fault> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}

impl<T: FromFields> Params<T> {
    /// What stands behind `?`.
    pub(crate) fn parse(query: &str) -> Result<Self, Fault> {
        fields(query).read().map(Self)
    }
}

fn fields(query: &str) -> Fields {
    let mut given = Vec::new();
    let mut broken = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (decoded(name), decoded(value)) {
            (Some(name), Some(value)) => given.push((name, value)),
            (Some(name), None) => broken.push(name),
            (None, _) => broken.push(String::new()),
        }
    }
    let mut fields = Fields::from_text(given);
    for name in broken {
        fields.note(
            &name,
            "wrong_encoding",
            "a parameter is not percent-encoded UTF-8",
        );
    }
    fields
}

/// `text` with `+` as a space and every `%XX` as its byte; `None` if the bytes are not UTF-8.
fn decoded(text: &str) -> Option<String> {
    if !text.contains(['%', '+']) {
        return Some(text.to_owned());
    }
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match (first, rest) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, tail @ ..]) => {
                let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
                    return None;
                };
                bytes.push(high * 16 + low);
                rest = tail;
            }
            (b'%', _) => return None,
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// The variable parts of the path, decoded.
pub(crate) struct Segments<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Door> for Segments<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Self, Fault> {
        let path = Path::<T>::from_request_parts(parts, door).await;
        path.map(|Path(segments)| Self(segments))
            .map_err(|rejection| refused(&rejection))
    }
}

fn refused(rejection: &PathRejection) -> Fault {
    let mut fields = Fields::default();
    fields.note("path", "wrong_encoding", rejection.body_text());
    fields
        .read::<Nothing>()
        .map_or_else(|fault| fault, |_| Fault::internal(rejection))
}

/// A request without parameters.
struct Nothing;

impl FromFields for Nothing {
    fn from_fields(_fields: &mut Fields) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn parameters_are_decoded_strictly() {
        for (text, expected) in [
            ("plain", Some("plain")),
            ("a+b", Some("a b")),
            ("a%2Bb%3d", Some("a+b=")),
            ("%F0%9F%91%8D", Some("👍")),
            ("%", None),
            ("%2", None),
            ("%zz", None),
            ("%ff", None),
        ] {
            assert_eq!(decoded(text).as_deref(), expected, "{text}");
        }
    }
}
