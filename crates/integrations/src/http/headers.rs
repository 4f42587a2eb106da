//! Which headers a caller may add, and what an answer says about coming back.

use std::time::Duration;

use http::HeaderMap;
use http::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE, EXPECT, HOST, HeaderName, PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION, RETRY_AFTER, TE, TRAILER, TRANSFER_ENCODING, UPGRADE, USER_AGENT,
};

/// What the client says by itself, and what belongs to a connection rather than to a request.
const OWN: [HeaderName; 13] = [
    CONNECTION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    EXPECT,
    HOST,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    USER_AGENT,
    HeaderName::from_static("http2-settings"),
];

/// Of the same kind, without a standard.
const OWN_UNOFFICIAL: [&str; 2] = ["keep-alive", "proxy-connection"];

/// What our own webhooks say of themselves.
const WEBHOOK_PREFIXES: [&str; 2] = ["webhook-", "x-webhook-"];

/// Whether a user may set this header on what is sent to him: not those by which a request is framed, routed or told
/// what it is, and not those of our webhooks.
pub fn is_settable_header(name: &HeaderName) -> bool {
    let is_of_webhooks = WEBHOOK_PREFIXES
        .iter()
        .any(|prefix| name.as_str().starts_with(prefix));
    !is_own(name) && !is_of_webhooks
}

/// Whether only the client itself may set this header.
pub(super) fn is_own(name: &HeaderName) -> bool {
    OWN.contains(name) || OWN_UNOFFICIAL.contains(&name.as_str())
}

/// How long an answer asks to wait: in seconds, or until a date, counted from the answer's own.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let said = text(headers, &RETRY_AFTER)?;
    if let Ok(seconds) = said.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(said).ok()?;
    let now = httpdate::parse_http_date(text(headers, &DATE)?).ok()?;
    Some(until.duration_since(now).unwrap_or_default())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderName};

    use super::{is_settable_header, retry_after};

    #[test]
    fn a_user_sets_his_own_headers_only() {
        for (name, expected) in [
            ("authorization", true),
            ("X-Api-Key", true),
            ("accept", true),
            ("cookie", true),
            ("x-webhooks", true),
            ("Host", false),
            ("content-length", false),
            ("Content-Type", false),
            ("transfer-encoding", false),
            ("user-agent", false),
            ("connection", false),
            ("Keep-Alive", false),
            ("proxy-connection", false),
            ("proxy-authorization", false),
            ("proxy-authenticate", false),
            ("te", false),
            ("trailer", false),
            ("upgrade", false),
            ("expect", false),
            ("http2-settings", false),
            ("webhook-id", false),
            ("Webhook-Signature", false),
            ("x-webhook-anything", false),
        ] {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            assert_eq!(is_settable_header(&name), expected, "{name}");
        }
    }

    #[test]
    fn waits_are_read_in_both_forms() {
        const NOON: &str = "Sun, 06 Nov 1994 12:00:00 GMT";
        for (said, date, expected) in [
            ("0", None, Some(0)),
            (" 12 ", None, Some(12)),
            ("12", Some("nonsense"), Some(12)),
            ("-1", Some(NOON), None),
            ("1.5", Some(NOON), None),
            ("tomorrow", Some(NOON), None),
            ("Sun, 06 Nov 1994 12:01:30 GMT", Some(NOON), Some(90)),
            ("Sunday, 06-Nov-94 12:00:05 GMT", Some(NOON), Some(5)),
            ("Sun Nov  6 12:00:07 1994", Some(NOON), Some(7)),
            ("Sun, 06 Nov 1994 11:59:00 GMT", Some(NOON), Some(0)),
            ("Sun, 06 Nov 1994 12:01:30 GMT", None, None),
            ("Sun, 06 Nov 1994 12:01:30 GMT", Some("nonsense"), None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", said.parse().unwrap());
            if let Some(date) = date {
                headers.insert("date", date.parse().unwrap());
            }
            let expected = expected.map(Duration::from_secs);
            assert_eq!(retry_after(&headers), expected, "{said}, {date:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
