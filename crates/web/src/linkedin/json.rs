//! JSON straight into bytes, for the two answers that are asked for most. Fragments are either escaped already, when
//! they come from an inbox row, or escaped here.

use std::fmt;
use std::io::Write as _;

use domain::inbox::push_escaped;

/// The bytes of an answer while it is written.
pub(super) struct Json(Vec<u8>);

impl Json {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Text that is JSON already: punctuation, names, escaped fragments.
    pub(super) fn raw(&mut self, text: &str) -> &mut Self {
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    /// What prints as text that is JSON already.
    pub(super) fn raw_display(&mut self, text: impl fmt::Display) -> &mut Self {
        write!(self.0, "{text}").expect("writing to memory does not fail");
        self
    }

    /// `text` as the inside of a JSON string.
    pub(super) fn escaped(&mut self, text: &str) -> &mut Self {
        push_escaped(&mut self.0, text);
        self
    }

    /// A JSON string.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.raw("\"").escaped(text).raw("\"")
    }

    /// A JSON string or `null`.
    pub(super) fn optional_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.raw("null"),
        }
    }

    /// A JSON string of escaped text, or `null`.
    pub(super) fn optional_ready(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.raw("\"").raw(text).raw("\""),
            None => self.raw("null"),
        }
    }

    pub(super) fn integer(&mut self, number: i64) -> &mut Self {
        let mut buffer = itoa::Buffer::new();
        self.raw(buffer.format(number))
    }

    pub(super) fn optional_integer(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.integer(number),
            None => self.raw("null"),
        }
    }

    pub(super) fn flag(&mut self, flag: bool) -> &mut Self {
        self.raw(if flag { "true" } else { "false" })
    }

    /// Items between brackets, each written by `write`.
    pub(super) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        self.raw("[");
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.raw(",");
            }
            write(self, item);
        }
        self.raw("]")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Json;

    proptest! {
        #[test]
        fn every_text_reads_back(text in any::<String>(), control in "[\\x00-\\x1f\"\\\\a]{0,20}") {
            for text in [text, control] {
                let mut json = Json::with_capacity(0);
                json.text(&text);
                let read: String = serde_json::from_slice(&json.into_bytes()).unwrap();
                prop_assert_eq!(read, text);
            }
        }
    }

    #[test]
    fn values_and_lists_are_json() {
        let mut json = Json::with_capacity(0);
        json.raw("{\"a\":")
            .list([i64::MIN, 0, i64::MAX], |json, number| {
                json.integer(number);
            });
        json.raw(",\"b\":")
            .optional_text(None)
            .raw(",\"c\":")
            .flag(true);
        json.raw(",\"d\":").optional_integer(None).raw("}");
        let read: serde_json::Value = serde_json::from_slice(&json.into_bytes()).unwrap();
        assert_eq!(
            read,
            serde_json::json!({"a": [i64::MIN, 0, i64::MAX], "b": null, "c": true, "d": null})
        );
    }
}
