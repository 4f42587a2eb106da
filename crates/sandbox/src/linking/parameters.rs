//! Parameters of a query or a form: each at most once.

use std::collections::BTreeMap;

/// The longest value that is looked at.
const VALUE_BYTES_MAX: usize = 4_096;

/// What was sent, by name; a blank value counts as absent.
pub(super) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// `None` where a name stands twice or a value is far too long: nobody could say what is meant.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let mut found = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(text) {
            if value.len() > VALUE_BYTES_MAX {
                return None;
            }
            if found
                .insert(name.into_owned(), value.into_owned())
                .is_some()
            {
                return None;
            }
        }
        Some(Self(found))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::Parameters;

    #[test]
    fn a_name_that_stands_twice_is_refused() {
        let read = Parameters::parse(b"a=1&b=x%20y&c=").expect("each once");
        assert_eq!(
            (read.get("a"), read.get("b"), read.get("c")),
            (Some("1"), Some("x y"), None)
        );
        assert!(Parameters::parse(b"a=1&a=1").is_none());
        assert!(Parameters::parse(format!("a={}", "x".repeat(5_000)).as_bytes()).is_none());
    }
}
