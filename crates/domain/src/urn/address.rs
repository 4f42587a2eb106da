//! Web addresses of the network: percent-encoding, and the path behind a host that is really the network's.

use std::fmt;

/// `text` with every `%XX` replaced by its byte; `None` for a broken escape or bytes that are not UTF-8.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, tail) = rest.split_at_checked(2)?;
        let high = char::from(digits[0]).to_digit(16)?;
        let low = char::from(digits[1]).to_digit(16)?;
        bytes.push(u8::try_from(high * 16 + low).ok()?);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

/// Prints `text` as one segment of a path: everything but letters, digits and `-._~` and `kept` as `%XX`.
pub(super) fn encoded<'t>(text: &'t str, kept: &'static str) -> impl fmt::Display + 't {
    let is_encoded = move |letter: char| {
        !(letter.is_ascii_alphanumeric() || "-._~".contains(letter) || kept.contains(letter))
    };
    fmt::from_fn(move |f| {
        let mut rest = text;
        while let Some(at) = rest.find(is_encoded) {
            let (plain, behind) = rest.split_at(at);
            f.write_str(plain)?;
            let mut letters = behind.chars();
            for byte in letters.next().into_iter().collect::<String>().bytes() {
                write!(f, "%{byte:02X}")?;
            }
            rest = letters.as_str();
        }
        f.write_str(rest)
    })
}

/// The first segment behind `folder` in an address of the network, still encoded:
/// `https://de.linkedin.com/in/<segment>/details/?query` for the folder `/in/`. The scheme may be missing.
pub(super) fn segment<'t>(text: &'t str, folder: &str) -> Option<&'t str> {
    let rest = strip_ignoring_case(text, "https://")
        .or_else(|| strip_ignoring_case(text, "http://"))
        .unwrap_or(text);
    let (host, path) = rest.split_at(rest.find('/')?);
    if !is_network(host) {
        return None;
    }
    let behind = strip_ignoring_case(path, folder)?;
    let segment = behind.split(['/', '?', '#']).next()?;
    (!segment.is_empty()).then_some(segment)
}

fn is_network(host: &str) -> bool {
    const DOMAIN: &str = "linkedin.com";
    let host = host.to_ascii_lowercase();
    host == DOMAIN
        || host
            .strip_suffix(DOMAIN)
            .and_then(|front| front.strip_suffix('.'))
            .is_some_and(|label| {
                !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_lowercase())
            })
}

fn strip_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let start = text.get(..prefix.len())?;
    start
        .eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}
