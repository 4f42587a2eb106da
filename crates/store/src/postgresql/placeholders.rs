//! `?1` becomes `$1`. On SQLite `$1` would be a name, not a position, so the shared text uses `?1`.

/// The statement with PostgreSQL's placeholders; quoted text and comments stay as they are.
pub(super) fn to_dollars(sql: &str) -> String {
    with_placeholders(sql, "$")
}

/// The statement with `prefix` and the number in the place of each placeholder.
pub(super) fn with_placeholders(sql: &str, prefix: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(start) = rest.find(['?', '\'', '"', '-', '/']) {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = match rest.as_bytes() {
            [b'?', b'0'..=b'9', ..] => {
                text.push_str(prefix);
                rest = &rest[1..];
                continue;
            }
            [quote @ (b'\'' | b'"'), ..] => quoted_length(rest, char::from(*quote)),
            [b'-', b'-', ..] => rest.find('\n').unwrap_or(rest.len()),
            [b'/', b'*', ..] => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => 1,
        };
        text.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    text.push_str(rest);
    text
}

/// A doubled quote needs no care: it ends one quoted part and starts the next.
fn quoted_length(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::to_dollars;

    #[test]
    fn rewrites_placeholders_and_nothing_else() {
        for (given, wanted) in [
            ("SELECT ?1, ?12", "SELECT $1, $12"),
            ("SELECT '?1', ?1", "SELECT '?1', $1"),
            ("SELECT 'it''s ?1' || ?2", "SELECT 'it''s ?1' || $2"),
            ("SELECT \"a?1\" FROM t", "SELECT \"a?1\" FROM t"),
            ("SELECT 1 -- why ?1\n, ?1", "SELECT 1 -- why ?1\n, $1"),
            ("SELECT /* ?1 */ ?1 - 2 / ?2", "SELECT /* ?1 */ $1 - 2 / $2"),
            ("SELECT 'open ?1", "SELECT 'open ?1"),
            ("SELECT a ? 'b'", "SELECT a ? 'b'"),
            ("SELECT 'é?1', 'ü' || ?1", "SELECT 'é?1', 'ü' || $1"),
            ("", ""),
        ] {
            assert_eq!(to_dollars(given), wanted);
        }
    }
}
