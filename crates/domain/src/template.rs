//! Texts with gaps: checked when they are kept, filled in when a message is accepted.
//!
//! The language is Jinja, as far as a message needs it: values, filters, conditions and loops over lists. What could make
//! much out of little (assignments, macros, calls, arithmetic, putting texts together) is refused when a template is
//! kept, so that no value grows while it is filled in; steps, work and length are bounded on top of that. There is nothing
//! to include and no file to read: a template sees the values that it is given, and a value is never read as a template.
//!
//! What is printed must be there: an absent value is a failure, unless a fallback stands in for it. A condition may ask
//! for it.

mod filters;
mod needs;
mod syntax;
mod values;

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};
use serde_json::Map;

use crate::limits;

pub use values::{
    Facts, InvalidVariables, RESERVED, check_variables, first_name, last_name, values,
};

/// A JSON object with everything that a template can name.
pub type Values = Map<String, serde_json::Value>;

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {line})")]
pub struct InvalidTemplate {
    /// From 1.
    pub line: usize,
    /// Without the line.
    pub message: String,
}

/// Why a template could not be filled in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfilled {
    /// It prints what is not there, in the order of the text. Empty where nobody can name it.
    #[error("nothing is known for {}", named(.names))]
    Missing {
        /// As the template names them, for example `first_name` or `person.headline`.
        names: Vec<String>,
    },
    /// It takes more steps than a template may.
    #[error(
        "it takes too many steps: it has loops inside each other, or goes through too long a list"
    )]
    TooCostly,
    /// What came of it is longer than any message.
    #[error("what comes of it is longer than any message")]
    TooLong,
    /// A value is not what it takes it for, or it is no template.
    #[error(transparent)]
    Failed(#[from] InvalidTemplate),
}

fn named(names: &[String]) -> String {
    if names.is_empty() {
        "one of its values".to_owned()
    } else {
        names.join(", ")
    }
}

/// Whether a text is a template that can be kept.
pub fn check(text: &str) -> Result<(), InvalidTemplate> {
    let parsed = syntax::parse(text)?;
    let fault = syntax::fault(&parsed);
    fault.map_or(Ok(()), Err)
}

/// What a template prints that the values do not have, each once, in the order of the text. What stands behind a
/// condition that asks for it, or has a fallback, is not missing.
pub fn missing(text: &str, values: &Values) -> Result<Vec<String>, InvalidTemplate> {
    let parsed = syntax::parse(text)?;
    let needed = needs::of(&parsed).into_iter();
    Ok(needed.filter(|name| !has(values, name)).collect())
}

fn has(values: &Values, name: &str) -> bool {
    let mut parts = name.split('.');
    let first = parts.next().and_then(|part| values.get(part));
    let found = parts.fold(first, |value, part| value.and_then(|value| value.get(part)));
    found.is_some_and(|value| !value.is_null())
}

/// Fills a template in. The text is not trimmed.
pub fn fill(text: &str, values: &Values) -> Result<String, Unfilled> {
    check(text)?;
    let environment = environment();
    let template = environment
        .template_from_str(text)
        .map_err(|error| invalid(&error))?;
    let mut written = Capped::default();
    let context = Value::from(Serde(values));
    match template.render_captured_to(context, &mut written) {
        Ok(_) => Ok(String::from_utf8(written.bytes).expect("texts are made of texts")),
        Err(_) if written.is_full => Err(Unfilled::TooLong),
        Err(error) => Err(unfilled(&error, text, values)),
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_fuel(Some(limits::TEMPLATE_FUEL));
    environment.set_syntax(syntax::config());
    filters::add(&mut environment);
    environment
}

fn invalid(error: &minijinja::Error) -> InvalidTemplate {
    let detail = error.detail().map(str::to_owned);
    InvalidTemplate {
        line: error.line().unwrap_or(1),
        message: detail.unwrap_or_else(|| error.kind().to_string()),
    }
}

fn unfilled(error: &minijinja::Error, text: &str, values: &Values) -> Unfilled {
    match error.kind() {
        ErrorKind::UndefinedError => Unfilled::Missing {
            names: missing(text, values).unwrap_or_default(),
        },
        ErrorKind::OutOfFuel => Unfilled::TooCostly,
        _ if filters::is_overworked(error) => Unfilled::TooCostly,
        _ => Unfilled::Failed(invalid(error)),
    }
}

/// Takes so many bytes and no more.
#[derive(Default)]
struct Capped {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > limits::TEMPLATE_OUTPUT_BYTES_MAX {
            self.is_full = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
