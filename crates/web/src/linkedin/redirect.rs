//! Where the two older reads send their callers, if an operator wants it so: to the newer route that answers the same
//! question, asked in its words.

use std::fmt::Write as _;

use app::conversations::ReadConversation;
use app::inbox::ListInbox;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

const CONVERSATIONS: &str = "/linkedin/conversations";

/// 307 to this address.
pub(super) fn answer(address: &str) -> Response {
    let mut response = StatusCode::TEMPORARY_REDIRECT.into_response();
    if let Ok(location) = HeaderValue::from_str(address) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// Where the newer list answers.
pub(super) fn of_inbox(list: &ListInbox) -> String {
    let mut address = Address::new(CONVERSATIONS);
    address.text("accountId", list.account.as_deref());
    address.number("count", Some(list.count.into()));
    address.text("nextCursor", list.cursor.as_deref());
    address.text("keywords", list.keywords.as_deref());
    match list.is_read {
        Some(true) => address.text("read", Some("true")),
        Some(false) => address.text("unreadOnly", Some("true")),
        None => {}
    }
    address.0
}

/// Where the newer history answers. What lies on both sides of an anchor has no word of its own there, so that the older
/// ones are kept.
pub(super) fn of_history(read: &ReadConversation) -> String {
    let conversation = encoded(&read.conversation);
    let mut address = Address::new(&format!("{CONVERSATIONS}/{conversation}/messages"));
    address.text("accountId", read.account.as_deref());
    address.text("profileId", read.participant.as_deref());
    let (before, after) = (read.count_before, read.count_after);
    let millis = read.anchor.map(domain::time::Timestamp::millis);
    match (millis, before, after) {
        (None, before, _) if before != Some(0) => address.number("count", before.map(i64::from)),
        (Some(millis), before, None | Some(0)) if before != Some(0) => {
            address.number("cursor", Some(millis));
            address.number("count", before.map(i64::from));
        }
        // Those of the anchor's own millisecond belong to what comes after it.
        (Some(millis @ 1..), None | Some(0), Some(after @ 1..)) => {
            address.number("since", Some(millis - 1));
            address.number("count", Some(after.into()));
        }
        (millis, before, after) => {
            address.number("deliveredAt", millis);
            address.number("countBefore", before.map(i64::from));
            address.number("countAfter", after.map(i64::from));
        }
    }
    address.0
}

fn encoded(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, NON_ALPHANUMERIC)
}

/// An address while it is written.
struct Address(String);

impl Address {
    fn new(path: &str) -> Self {
        Self(path.to_owned())
    }

    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            let joint = if self.0.contains('?') { '&' } else { '?' };
            self.0.push(joint);
            write!(self.0, "{name}={}", encoded(value)).expect("writing to a text does not fail");
        }
    }

    fn number(&mut self, name: &str, value: Option<i64>) {
        self.text(name, value.map(|value| value.to_string()).as_deref());
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::*;

    #[test]
    fn the_list_is_asked_in_the_newer_words() {
        let list = |account: Option<&str>, keywords: Option<&str>, is_read| ListInbox {
            account: account.map(str::to_owned),
            keywords: keywords.map(str::to_owned),
            cursor: keywords.map(|_| "a+b=".to_owned()),
            count: 20,
            is_read,
            known_revision: None,
        };
        for (list, expected) in [
            (list(None, None, None), "?count=20"),
            (
                list(Some("acc_1"), None, Some(false)),
                "?accountId=acc%5F1&count=20&unreadOnly=true",
            ),
            (
                list(None, Some("straße & co"), Some(true)),
                "?count=20&nextCursor=a%2Bb%3D&keywords=stra%C3%9Fe%20%26%20co&read=true",
            ),
        ] {
            assert_eq!(
                of_inbox(&list),
                format!("/linkedin/conversations{expected}")
            );
        }
    }

    #[test]
    fn the_history_is_asked_in_the_newer_words_where_there_are_some() {
        let read = |anchor: Option<i64>, before, after| ReadConversation {
            conversation: "urn:li:x:(y,2-a/b==)".to_owned(),
            anchor: anchor.map(Timestamp::from_millis),
            count_before: before,
            count_after: after,
            ..ReadConversation::default()
        };
        for (read, expected) in [
            (read(None, None, None), ""),
            (read(None, Some(5), Some(3)), "?count=5"),
            (read(None, Some(0), None), "?countBefore=0"),
            (read(Some(9), None, None), "?cursor=9"),
            (read(Some(9), Some(5), Some(0)), "?cursor=9&count=5"),
            (read(Some(9), None, Some(5)), "?since=8&count=5"),
            (read(Some(0), None, Some(5)), "?deliveredAt=0&countAfter=5"),
            (
                read(Some(9), Some(1), Some(2)),
                "?deliveredAt=9&countBefore=1&countAfter=2",
            ),
            (
                read(Some(9), Some(0), Some(0)),
                "?deliveredAt=9&countBefore=0&countAfter=0",
            ),
        ] {
            let path = "/linkedin/conversations/urn%3Ali%3Ax%3A%28y%2C2%2Da%2Fb%3D%3D%29/messages";
            assert_eq!(of_history(&read), format!("{path}{expected}"));
        }
    }
}
