//! What a caller sent, field by field. A request takes each field it knows once; everything wrong is noted, so that one
//! answer names all of it, and what nobody took is named in the log.

use std::ops::RangeInclusive;

use app::Issue;
use app::error::shown;
use domain::limits;
use domain::time::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::door::WebSettings;
use crate::fault::Fault;

/// A request that can be read from fields.
pub(crate) trait FromFields: Sized {
    /// Takes what the request knows; wrong or missing fields are noted in `fields` and stand in as empty.
    fn from_fields(fields: &mut Fields) -> Self;

    /// The largest body in which it may come.
    fn body_bytes_max(settings: &WebSettings) -> usize {
        settings.body_bytes_max
    }
}

/// A value as it was sent: typed in a body, text in an address.
enum Given {
    Json(Value),
    Text(String),
}

/// The fields of one request.
#[derive(Default)]
pub(crate) struct Fields {
    given: Vec<(String, Given)>,
    issues: Vec<Issue>,
}

impl Fields {
    /// Fields of a body. `null` counts as absent, as clients send it for what they do not set.
    pub(crate) fn from_json(given: Vec<(String, Value)>) -> Self {
        let given = given.into_iter();
        Self::new(given.map(|(name, value)| (name, Given::Json(value))))
    }

    /// Parameters of an address.
    pub(crate) fn from_text(given: Vec<(String, String)>) -> Self {
        let given = given.into_iter();
        Self::new(given.map(|(name, value)| (name, Given::Text(value))))
    }

    fn new(given: impl Iterator<Item = (String, Given)>) -> Self {
        let mut fields = Self::default();
        for (name, value) in given {
            if fields.given.iter().any(|(known, _)| *known == name) {
                let message = format!("{} is given more than once", shown(&name));
                fields.note(&name, "duplicate", message);
            } else {
                fields.given.push((name, value));
            }
        }
        fields
    }

    /// Notes what is wrong with a field.
    pub(crate) fn note(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.issues.push(Issue {
            path: shown(path),
            code,
            message: message.into(),
        });
    }

    /// Refuses every field that was not read, as our own contract does; to be called last.
    pub(crate) fn refuse_others(&mut self) {
        for (name, _) in std::mem::take(&mut self.given) {
            let message = format!("there is no field {}", shown(&name));
            self.note(&name, "unknown_field", message);
        }
    }

    /// Reads `T` and refuses if anything was noted.
    pub(crate) fn read<T: FromFields>(mut self) -> Result<T, Fault> {
        let read = T::from_fields(&mut self);
        if !self.given.is_empty() && tracing::enabled!(tracing::Level::DEBUG) {
            let names: Vec<_> = self.given.iter().map(|(name, _)| shown(name)).collect();
            tracing::debug!(fields = ?names, "unknown fields are ignored");
        }
        if self.issues.is_empty() {
            Ok(read)
        } else {
            Err(Fault::invalid(self.issues))
        }
    }

    fn take(&mut self, name: &str) -> Option<Given> {
        let place = self.given.iter().position(|(known, _)| known == name)?;
        match self.given.swap_remove(place).1 {
            Given::Json(Value::Null) => None,
            given => Some(given),
        }
    }

    fn wrong_type(&mut self, name: &str, wanted: &str) {
        self.note(name, "wrong_type", format!("{name} must be {wanted}"));
    }

    /// A text exactly as it was sent.
    pub(crate) fn raw_text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Given::Text(text) | Given::Json(Value::String(text)) => Some(text),
            Given::Json(_) => {
                self.wrong_type(name, "a string");
                None
            }
        }
    }

    /// A text of one line that names something; blank counts as absent.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let text = self.raw_text(name)?;
        if text.chars().any(char::is_control) {
            let message = format!("{name} must not hold control characters");
            self.note(name, "control_character", message);
            return None;
        }
        (!text.trim().is_empty()).then_some(text)
    }

    /// A text of one line, which may be blank.
    pub(crate) fn line(&mut self, name: &str) -> Option<String> {
        if !self.has(name) {
            self.take(name);
            return None;
        }
        let issues = self.issues.len();
        let text = self.text(name);
        (self.issues.len() == issues).then(|| text.unwrap_or_default())
    }

    /// As [`Self::text`], and must be there.
    pub(crate) fn required_text(&mut self, name: &str) -> String {
        let issues = self.issues.len();
        let text = self.text(name);
        if text.is_none() && self.issues.len() == issues {
            self.required(name);
        }
        text.unwrap_or_default()
    }

    /// Notes that a field is missing.
    pub(crate) fn required(&mut self, name: &str) {
        self.note(name, "required", format!("{name} is required"));
    }

    /// Whether something is wrong with this very field.
    pub(crate) fn has_issue(&self, name: &str) -> bool {
        self.issues.iter().any(|issue| issue.path == name)
    }

    /// The body of a message: required; what it may hold is the use case's to say, but here it must be storable.
    pub(crate) fn message(&mut self, name: &str) -> String {
        let issues = self.issues.len();
        match self.raw_text(name) {
            Some(text) if text.trim().is_empty() => {
                self.note(name, "empty", format!("{name} is empty"));
                String::new()
            }
            Some(text) => text,
            None => {
                if self.issues.len() == issues {
                    self.required(name);
                }
                String::new()
            }
        }
    }

    /// `true` or `false`, also as text.
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        let flag = match self.take(name)? {
            Given::Json(Value::Bool(flag)) => Some(flag),
            Given::Text(text) | Given::Json(Value::String(text)) => match text.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            Given::Json(_) => None,
        };
        if flag.is_none() {
            self.wrong_type(name, "true or false");
        }
        flag
    }

    /// A whole number within bounds.
    pub(crate) fn integer(&mut self, name: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let number = match self.take(name)? {
            Given::Text(text) => text.parse().ok(),
            Given::Json(value) => value.as_i64(),
        };
        let Some(number) = number else {
            self.wrong_type(name, "a whole number");
            return None;
        };
        if bounds.contains(&number) {
            return Some(number);
        }
        let (least, most) = bounds.into_inner();
        let message = format!("{name} must be between {least} and {most}");
        self.note(name, "out_of_range", message);
        None
    }

    /// A list of names of something, each as [`Self::text`] and not blank.
    pub(crate) fn texts(&mut self, name: &str, count_max: usize) -> Option<Vec<String>> {
        let Given::Json(Value::Array(values)) = self.take(name)? else {
            self.wrong_type(name, "a list of strings");
            return None;
        };
        if values.len() > count_max {
            let message = format!("{name} holds {} items, at most {count_max}", values.len());
            self.note(name, "too_many", message);
            return None;
        }
        let mut texts = Vec::with_capacity(values.len());
        for (place, value) in values.into_iter().enumerate() {
            match value {
                Value::String(text)
                    if !text.trim().is_empty() && !text.chars().any(char::is_control) =>
                {
                    texts.push(text);
                }
                _ => self.wrong_type(&format!("{name}.{place}"), "a string that is not blank"),
            }
        }
        Some(texts)
    }

    /// An instant, RFC 3339.
    pub(crate) fn instant(&mut self, name: &str) -> Option<Timestamp> {
        let text = self.raw_text(name)?;
        let instant = text.parse();
        if instant.is_err() {
            let message =
                format!("{name} must be an RFC 3339 instant such as 2026-11-22T10:42:18Z");
            self.note(name, "wrong_type", message);
        }
        instant.ok()
    }

    /// Tags: lower-case letters, digits and `_.:-`, each once.
    pub(crate) fn tags(&mut self, name: &str) -> Vec<String> {
        let mut tags = self.texts(name, limits::SEND_TAGS_MAX).unwrap_or_default();
        for (place, tag) in tags.iter().enumerate() {
            if !is_tag(tag) {
                let message = format!(
                    "a tag is 1 to {} lower-case letters, digits and _ . : - and begins with a letter or digit",
                    limits::SEND_TAG_CHARS_MAX
                );
                self.note(&format!("{name}.{place}"), "wrong_form", message);
            }
        }
        tags.sort_unstable();
        tags.dedup();
        tags
    }

    /// Whether a field is there to be read.
    pub(crate) fn has(&self, name: &str) -> bool {
        let mut given = self.given.iter();
        given.any(|(known, value)| known == name && !matches!(value, Given::Json(Value::Null)))
    }

    /// Whether a field is there as `null`, where that means something else than not to name it.
    pub(crate) fn is_null(&self, name: &str) -> bool {
        let mut given = self.given.iter();
        given.any(|(known, value)| known == name && matches!(value, Given::Json(Value::Null)))
    }

    /// A structure of its own, as its type reads it.
    pub(crate) fn value<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let Given::Json(value) = self.take(name)? else {
            self.wrong_type(name, "JSON");
            return None;
        };
        match serde_json::from_value(value) {
            Ok(value) => Some(value),
            Err(error) => {
                self.note(name, "wrong_form", format!("{name}: {error}"));
                None
            }
        }
    }

    /// A list of objects, each to be read for itself.
    pub(crate) fn objects(&mut self, name: &str, count_max: usize) -> Option<Vec<Self>> {
        let given = match self.take(name) {
            Some(Given::Json(Value::Array(values))) => values,
            Some(_) => {
                self.wrong_type(name, "a list of objects");
                return None;
            }
            None => {
                self.required(name);
                return None;
            }
        };
        if given.len() > count_max {
            let message = format!("{name} holds {} items, at most {count_max}", given.len());
            self.note(name, "too_many", message);
            return None;
        }
        let items = given.into_iter().map(|value| {
            if let Value::Object(members) = value {
                return Self::from_json(members.into_iter().collect());
            }
            let mut item = Self::default();
            item.note("", "wrong_type", "an item must be a JSON object");
            item
        });
        Some(items.collect())
    }

    /// A list of objects that belong to this one; absent is empty. What is wrong with one is noted under its place.
    pub(crate) fn list<T: FromFields>(&mut self, name: &str, count_max: usize) -> Vec<T> {
        if !self.has(name) {
            self.take(name);
            return Vec::new();
        }
        let items = self.objects(name, count_max).unwrap_or_default();
        let mut read = Vec::with_capacity(items.len());
        for (place, mut item) in items.into_iter().enumerate() {
            read.push(T::from_fields(&mut item));
            for issue in item.issues {
                let path = format!("{name}.{place}.{}", issue.path);
                self.note(path.trim_end_matches('.'), issue.code, issue.message);
            }
        }
        read
    }

    /// One of a few words; a blank is none of them.
    pub(crate) fn exact_word(
        &mut self,
        name: &str,
        words: &[&'static str],
    ) -> Option<&'static str> {
        let text = self.raw_text(name)?;
        let word = words.iter().find(|word| **word == text).copied();
        if word.is_none() {
            let message = format!("{name} must be one of: {}", words.join(", "));
            self.note(name, "unknown_word", message);
        }
        word
    }

    /// One of a few words; a blank counts as absent.
    pub(crate) fn word(&mut self, name: &str, words: &[&'static str]) -> Option<&'static str> {
        let text = self.text(name)?;
        self.given.push((name.to_owned(), Given::Text(text)));
        self.exact_word(name, words)
    }
}

/// Whether the text is a tag.
pub(crate) fn is_tag(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=limits::SEND_TAG_CHARS_MAX).contains(&text.len())
        && text.bytes().next().is_some_and(is_plain)
        && text
            .bytes()
            .all(|byte| is_plain(byte) || b"_.:-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    struct Named;

    impl FromFields for Named {
        fn from_fields(fields: &mut Fields) -> Self {
            fields.text("known");
            Self
        }
    }

    #[test]
    fn what_nobody_knows_is_named_in_the_log_and_nothing_more() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_writer(move || writer.clone())
            .finish();
        let long = "n".repeat(100_000);
        let given = vec![
            ("known".to_owned(), Value::from("a")),
            ("utm_source".to_owned(), Value::from("a secret")),
            (long.clone(), Value::Null),
        ];
        tracing::subscriber::with_default(subscriber, || {
            assert!(Fields::from_json(given).read::<Named>().is_ok());
        });
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("unknown fields are ignored") && text.contains("utm_source"));
        assert!(
            !text.contains("known\",") && !text.contains("secret"),
            "{text}"
        );
        assert!(text.len() < 1_000, "a long name is cut");
    }

    #[test]
    fn a_field_is_given_once() {
        let given = vec![
            ("known".to_owned(), "a".to_owned()),
            ("known".to_owned(), "a".to_owned()),
        ];
        assert!(Fields::from_text(given).read::<Named>().is_err());
    }
}
