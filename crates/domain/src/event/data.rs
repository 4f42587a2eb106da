//! What an event says, as it is written down.

use std::fmt::{Display, Write as _};

use crate::inbox::push_escaped;
use crate::time::Timestamp;

/// The data of an event under construction: a JSON object, its fields in the order in which they are given.
#[derive(Debug, Clone)]
pub struct EventData(Vec<u8>);

impl EventData {
    /// Without a field.
    pub fn new() -> Self {
        let mut bytes = Vec::with_capacity(256);
        bytes.push(b'{');
        Self(bytes)
    }

    /// A text.
    #[must_use]
    pub fn text(mut self, name: &str, text: &str) -> Self {
        self.name(name);
        self.quoted(text);
        self
    }

    /// A text, or `null`.
    #[must_use]
    pub fn opt_text(self, name: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(name, text),
            None => self.null(name),
        }
    }

    /// An id.
    #[must_use]
    pub fn id(mut self, name: &str, id: impl Display) -> Self {
        self.name(name);
        self.plain(format_args!("\"{id}\""));
        self
    }

    /// An id, or `null`.
    #[must_use]
    pub fn opt_id(self, name: &str, id: Option<impl Display>) -> Self {
        match id {
            Some(id) => self.id(name, id),
            None => self.null(name),
        }
    }

    /// An instant.
    #[must_use]
    pub fn instant(self, name: &str, at: Timestamp) -> Self {
        self.id(name, at)
    }

    /// An instant, or `null`.
    #[must_use]
    pub fn opt_instant(self, name: &str, at: Option<Timestamp>) -> Self {
        self.opt_id(name, at)
    }

    /// A number.
    #[must_use]
    pub fn number(mut self, name: &str, number: u64) -> Self {
        self.name(name);
        self.plain(format_args!("{number}"));
        self
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(mut self, name: &str, flag: bool) -> Self {
        self.name(name);
        self.plain(format_args!("{flag}"));
        self
    }

    /// Ids, or other words that need no escaping.
    #[must_use]
    pub fn ids(mut self, name: &str, ids: impl IntoIterator<Item = impl Display>) -> Self {
        self.name(name);
        self.0.push(b'[');
        for (index, id) in ids.into_iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            self.plain(format_args!("{comma}\"{id}\""));
        }
        self.0.push(b']');
        self
    }

    /// The object as text.
    pub fn into_json(mut self) -> String {
        self.0.push(b'}');
        String::from_utf8(self.0).expect("texts stay texts when they are escaped")
    }

    fn null(mut self, name: &str) -> Self {
        self.name(name);
        self.0.extend_from_slice(b"null");
        self
    }

    fn name(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(b',');
        }
        self.quoted(name);
        self.0.push(b':');
    }

    fn quoted(&mut self, text: &str) {
        self.0.push(b'"');
        push_escaped(&mut self.0, text);
        self.0.push(b'"');
    }

    /// What needs no escaping.
    fn plain(&mut self, value: std::fmt::Arguments<'_>) {
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _ = text.write_fmt(value);
        self.0.extend_from_slice(text.as_bytes());
    }
}

impl Default for EventData {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_plain_json() {
        let json = EventData::new()
            .text("text", "“a”\n\"b\"")
            .opt_text("none", None)
            .opt_id("id", Some("snd_1"))
            .instant("at", Timestamp::from_millis(0))
            .opt_instant("never", None)
            .number("number", 7)
            .flag("flag", true)
            .ids("ids", ["a", "b"])
            .ids("no_ids", [""; 0])
            .into_json();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let expected = serde_json::json!({
            "text": "“a”\n\"b\"", "none": null, "id": "snd_1", "at": "1970-01-01T00:00:00Z", "never": null,
            "number": 7, "flag": true, "ids": ["a", "b"], "no_ids": [],
        });
        assert_eq!(value, expected);
        assert_eq!(EventData::new().into_json(), "{}");
    }
}
