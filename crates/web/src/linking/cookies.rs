//! The secret that a browser holds for a link session, in a cookie of its own for each, so that sessions in several tabs do
//! not get in each other's way. Nothing but this gateway can read it, and another site cannot set it where there is TLS.

use app::linking::Begun;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use domain::ids::LinkSessionId;
use domain::time::Timestamp;

/// Longer than any secret of ours.
const SECRET_BYTES_MAX: usize = 64;

/// The secret that the browser shows for a session.
pub(super) fn held(headers: &HeaderMap, base: &str, session: &LinkSessionId) -> Option<String> {
    let wanted = name(base, session);
    let values = headers.get_all(COOKIE).iter();
    let pairs = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    let mut found = pairs.filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == wanted).then_some(value)
    });
    let secret = found.next()?;
    // Two of one name: nobody can tell which of them is ours.
    let is_single = found.next().is_none();
    (is_single && secret.len() <= SECRET_BYTES_MAX).then(|| secret.to_owned())
}

/// The header that makes the browser hold the secret until the session expires.
pub(super) fn kept(base: &str, begun: &Begun, now: Timestamp) -> String {
    let seconds = begun.expires_at.since(now).as_secs();
    cookie(base, &begun.link_session_id, &begun.browser_secret, seconds)
}

/// The header that makes the browser forget it.
pub(super) fn over(base: &str, session: &LinkSessionId) -> String {
    cookie(base, session, "", 0)
}

fn cookie(base: &str, session: &LinkSessionId, secret: &str, seconds: u64) -> String {
    let name = name(base, session);
    let place = if is_secure(base) {
        "/; Secure"
    } else {
        "/linking"
    };
    format!("{name}={secret}; Max-Age={seconds}; Path={place}; HttpOnly; SameSite=Lax")
}

fn name(base: &str, session: &LinkSessionId) -> String {
    let prefix = if is_secure(base) { "__Host-" } else { "" };
    format!("{prefix}liaison-{session}")
}

fn is_secure(base: &str) -> bool {
    base.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(COOKIE, cookie.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_secret_is_read_by_the_name_of_its_session_and_only_if_there_is_one() {
        let session = LinkSessionId::from_bytes([1; 16]);
        let (plain, other) = (
            format!("liaison-{session}"),
            LinkSessionId::from_bytes([2; 16]),
        );
        let base = "http://localhost:8787";
        let shown = headers(&["a=b; c=d", &format!("x=y;  {plain}=secret")]);
        assert_eq!(held(&shown, base, &session).as_deref(), Some("secret"));
        assert_eq!(held(&shown, base, &other), None);
        assert_eq!(held(&shown, "https://gateway.example", &session), None);
        let twice = headers(&[&format!("{plain}=one; {plain}=two")]);
        assert_eq!(held(&twice, base, &session), None);
        let long = headers(&[&format!("{plain}={}", "x".repeat(65))]);
        assert_eq!(held(&long, base, &session), None);
        assert_eq!(held(&HeaderMap::new(), base, &session), None);
    }

    #[test]
    fn with_tls_the_cookie_is_this_hosts_alone() {
        let session = LinkSessionId::from_bytes([1; 16]);
        let secure = over("https://gateway.example", &session);
        assert!(secure.starts_with("__Host-liaison-lks_"), "{secure}");
        assert!(
            secure.contains("; Path=/; Secure; HttpOnly; SameSite=Lax"),
            "{secure}"
        );
        let plain = over("http://localhost:8787", &session);
        assert!(plain.contains("; Path=/linking; HttpOnly") && !plain.contains("Secure"));
    }
}
