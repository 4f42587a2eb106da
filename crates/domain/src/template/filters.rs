//! What can be done to a value. Each filter pays for what it reads and writes, so that many of them cannot do together what
//! one of them may not.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use minijinja::{Environment, Error, ErrorKind, Value};

use crate::limits;

pub(super) const FILTERS: &[&str] = &[
    "capitalize",
    "default",
    "first",
    "join",
    "last",
    "length",
    "lower",
    "replace",
    "title",
    "trim",
    "truncate",
    "upper",
];
pub(super) const TESTS: &[&str] = &["defined", "undefined"];

const OVERWORKED: &str = "the filters have too much to do";

/// What all filters of one filling in may still read and write.
#[derive(Clone)]
struct Work(Arc<AtomicUsize>);

impl Work {
    fn pay(&self, bytes: usize) -> Result<(), Error> {
        let done = self.0.fetch_add(bytes, Ordering::Relaxed);
        if done.saturating_add(bytes) > limits::TEMPLATE_WORK_BYTES_MAX {
            return Err(Error::new(ErrorKind::InvalidOperation, OVERWORKED));
        }
        Ok(())
    }

    /// The value as a text, read once.
    fn text<'v>(&self, value: &'v Value) -> Result<Cow<'v, str>, Error> {
        if value.is_undefined() {
            return Err(ErrorKind::UndefinedError.into());
        }
        let text = match value.as_str() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(value.to_string()),
        };
        self.pay(text.len() + 16)?;
        Ok(text)
    }

    /// A text that was written.
    fn written(&self, text: String) -> Result<String, Error> {
        self.pay(text.len())?;
        Ok(text)
    }
}

/// Whether a filling in ended because its filters had too much to do.
pub(super) fn is_overworked(error: &Error) -> bool {
    error.detail() == Some(OVERWORKED)
}

/// Adds all filters and tests, with what they may do together.
pub(super) fn add(environment: &mut Environment<'_>) {
    let work = Work(Arc::new(AtomicUsize::new(0)));
    add_of_letters(environment, &work);
    add_of_lists(environment, &work);
    environment.add_filter("default", |value: Value, other: Option<Value>| {
        if is_absent(&value) {
            other.unwrap_or_else(|| Value::from(""))
        } else {
            value
        }
    });
    environment.add_test("defined", |value: Value| !is_absent(&value));
    environment.add_test("undefined", |value: Value| is_absent(&value));
}

/// A blank says nothing either.
fn is_absent(value: &Value) -> bool {
    value.is_undefined()
        || value.is_none()
        || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn add_of_letters(environment: &mut Environment<'_>, work: &Work) {
    let mut add = |name: &'static str, change: fn(&str) -> String| {
        let work = work.clone();
        environment.add_filter(name, move |value: Value| {
            let text = work.text(&value)?;
            work.written(change(&text))
        });
    };
    add("upper", str::to_uppercase);
    add("lower", str::to_lowercase);
    add("trim", |text| text.trim().to_owned());
    add("capitalize", capitalized);
    add("title", |text| {
        let words =
            text.split_inclusive(|letter: char| !letter.is_alphanumeric() && letter != '\'');
        words.map(capitalized).collect()
    });
    let paid = work.clone();
    environment.add_filter("replace", move |value: Value, from: Value, to: Value| {
        let (text, from, to) = (paid.text(&value)?, paid.text(&from)?, paid.text(&to)?);
        let count = if from.is_empty() {
            text.chars().count() + 1
        } else {
            text.matches(from.as_ref()).count()
        };
        // Before it is done: it can make much out of little.
        paid.pay(count.saturating_mul(to.len()))?;
        paid.written(text.replace(from.as_ref(), &to))
    });
    let paid = work.clone();
    environment.add_filter("truncate", move |value: Value, length: usize| {
        let text = paid.text(&value)?;
        paid.written(truncated(&text, length))
    });
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first
        .into_iter()
        .flatten()
        .chain(letters.as_str().to_lowercase().chars())
        .collect()
}

/// At most `length` characters, the last of them an ellipsis where something was left out.
fn truncated(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let kept: String = text.chars().take(length.saturating_sub(1)).collect();
    let end = if length == 0 { "" } else { "…" };
    format!("{}{end}", kept.trim_end())
}

fn add_of_lists(environment: &mut Environment<'_>, work: &Work) {
    let paid = work.clone();
    environment.add_filter("length", move |value: Value| {
        let length = match value.as_str() {
            Some(text) => Some(text.chars().count()),
            None => value.len(),
        };
        paid.pay(length.unwrap_or_default())?;
        length.ok_or_else(|| not_a_list("length"))
    });
    environment.add_filter("first", |value: Value| {
        let first = items(&value, "first")?.next();
        Ok::<_, Error>(first.unwrap_or(Value::UNDEFINED))
    });
    environment.add_filter("last", |value: Value| {
        let last = items(&value, "last")?.last();
        Ok::<_, Error>(last.unwrap_or(Value::UNDEFINED))
    });
    let paid = work.clone();
    environment.add_filter("join", move |value: Value, between: Option<Value>| {
        let between = between
            .as_ref()
            .map(|between| paid.text(between))
            .transpose()?;
        let mut joined = String::new();
        for (place, item) in items(&value, "join")?.enumerate() {
            if place > 0 {
                joined.push_str(between.as_deref().unwrap_or_default());
                paid.pay(between.as_deref().unwrap_or_default().len())?;
            }
            joined.push_str(&paid.text(&item)?);
        }
        Ok::<_, Error>(joined)
    });
}

fn not_a_list(filter: &str) -> Error {
    Error::new(
        ErrorKind::InvalidOperation,
        format!("{filter} wants a list"),
    )
}

fn items(value: &Value, filter: &str) -> Result<impl Iterator<Item = Value>, Error> {
    if value.is_undefined() {
        return Err(ErrorKind::UndefinedError.into());
    }
    value.try_iter().map_err(|_| not_a_list(filter))
}
