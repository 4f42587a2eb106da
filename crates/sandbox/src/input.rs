//! Reading what a caller sent; whatever cannot be read is `invalid`, in the protocol's own form.

use axum::body::Bytes;
use axum::extract::Query;
use axum::http::Uri;
use serde::de::DeserializeOwned;

use crate::clock::CENTURY_MS;
use crate::refusal::Refusal;

/// The query's fields.
pub(crate) fn query<T: DeserializeOwned>(uri: &Uri) -> Result<T, Refusal> {
    Query::try_from_uri(uri)
        .map(|Query(fields)| fields)
        .map_err(|rejection| Refusal::invalid("query", rejection.body_text()))
}

/// The JSON body; an empty one counts as `{}`.
pub(crate) fn body<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Refusal> {
    let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    serde_json::from_slice(bytes).map_err(|error| Refusal::invalid("body", error.to_string()))
}

/// Compares a secret without telling by its time where the difference lies.
pub(crate) fn same(expected: &str, given: &str) -> bool {
    expected.len() == given.len()
        && expected
            .bytes()
            .zip(given.bytes())
            .fold(0, |difference, (one, other)| difference | (one ^ other))
            == 0
}

/// A span of time in milliseconds, from 0 to a century, so that an instant with it added is still one.
pub(crate) fn span(field: &'static str, span_ms: i64) -> Result<i64, Refusal> {
    number_within(field, span_ms, CENTURY_MS)
}

/// A number from 0 to `max`.
pub(crate) fn number_within(field: &'static str, number: i64, max: i64) -> Result<i64, Refusal> {
    if (0..=max).contains(&number) {
        Ok(number)
    } else {
        let message = format!("a number from 0 to {max} is expected");
        Err(Refusal::invalid(field, message))
    }
}

/// A page size within `1..=max`.
pub(crate) fn limit(asked: Option<i64>, default: i64, max: i64) -> Result<i64, Refusal> {
    match asked {
        None => Ok(default),
        Some(limit) if (1..=max).contains(&limit) => Ok(limit),
        Some(_) => Err(Refusal::invalid(
            "limit",
            format!("a limit lies between 1 and {max}"),
        )),
    }
}

/// A cursor made of a letter and two numbers, `<letter><instant>.<row>`.
pub(crate) fn pair_cursor(letter: char, text: Option<&str>) -> Result<Option<(i64, i64)>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let parse = || {
        let (first, second) = text.strip_prefix(letter)?.split_once('.')?;
        Some((number(first)?, number(second)?))
    };
    parse().map(Some).ok_or_else(|| {
        Refusal::new(
            "invalid_cursor",
            format!("{text:?} is no cursor of this list"),
        )
    })
}

/// A cursor made of a letter and a number, `<letter><position>`.
pub(crate) fn single_cursor(letter: char, text: &str) -> Result<i64, Refusal> {
    text.strip_prefix(letter).and_then(number).ok_or_else(|| {
        Refusal::new(
            "invalid_cursor",
            format!("{text:?} is no cursor of this list"),
        )
    })
}

fn number(text: &str) -> Option<i64> {
    // `parse` alone would take a sign as well.
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{pair_cursor, single_cursor};

    #[test]
    fn only_cursors_of_the_right_list_are_read() {
        assert_eq!(pair_cursor('t', None), Ok(None));
        assert_eq!(pair_cursor('t', Some("t12.3")), Ok(Some((12, 3))));
        assert_eq!(single_cursor('p', "p7"), Ok(7));
        for forged in [
            "",
            "t",
            "t1",
            "t1.",
            "u1.2",
            "t-1.2",
            "t1.2.3",
            "t+1.2",
            "t1.99999999999999999999",
        ] {
            assert!(pair_cursor('t', Some(forged)).is_err(), "{forged:?}");
        }
        for forged in ["", "p", "q7", "p-7", "p7 ", "7"] {
            assert!(single_cursor('p', forged).is_err(), "{forged:?}");
        }
    }
}
