//! What a template can name: facts of the person, the account and the conversation, and what its caller gives.

use serde_json::{Map, Value};

use super::Values;
use crate::limits;

/// Names that nobody else may give.
pub const RESERVED: &[&str] = &["account", "conversation", "loop", "person"];

/// Facts under one name, such as `person`. What is blank is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<(&'static str, String)>);

impl Facts {
    /// Adds a fact, unless it is absent.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Option<&str>) -> Self {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            self.0.push((name, value.to_owned()));
        }
        self
    }

    fn into_map(self) -> Map<String, Value> {
        let facts = self.0.into_iter();
        facts
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect()
    }
}

/// Everything that a template can name. The facts of the person can be named alone, too; what the caller gives goes before
/// them, and `fallbacks` stand in for what is absent.
pub fn values(
    person: Facts,
    account: Facts,
    conversation: Facts,
    given: &Values,
    fallbacks: &Values,
) -> Values {
    let person = person.into_map();
    let mut values = fallbacks.clone();
    let known = person
        .iter()
        .chain(given)
        .filter(|(_, value)| !is_blank(value));
    values.extend(known.map(|(name, value)| (name.clone(), value.clone())));
    values.insert("account".to_owned(), account.into_map().into());
    values.insert("conversation".to_owned(), conversation.into_map().into());
    values.insert("person".to_owned(), person.into());
    values
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// Why values cannot be given to a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidVariables {
    #[error("there are {count} values, at most {most} are allowed", most = limits::TEMPLATE_VARIABLES_MAX)]
    TooMany { count: usize },
    #[error("together they have {bytes} bytes, at most {most} are allowed", most = limits::TEMPLATE_VARIABLES_BYTES_MAX)]
    TooLong { bytes: usize },
    #[error("a name is 1 to 64 lower-case letters, digits and _ and begins with a letter")]
    Name,
    #[error("that name belongs to what is known of the person, the account or the conversation")]
    Reserved { name: String },
    #[error("a value is a text, a number, true or false, or a list of such")]
    Form { name: String },
}

/// Whether values can be given to a template.
pub fn check_variables(variables: &Values) -> Result<(), InvalidVariables> {
    let count = variables.len();
    if count > limits::TEMPLATE_VARIABLES_MAX {
        return Err(InvalidVariables::TooMany { count });
    }
    for (name, value) in variables {
        if !is_name(name) {
            return Err(InvalidVariables::Name);
        }
        let name = || name.clone();
        if RESERVED.contains(&name().as_str()) {
            return Err(InvalidVariables::Reserved { name: name() });
        }
        let is_plain = |value: &Value| !value.is_array() && !value.is_object();
        let is_list = value
            .as_array()
            .is_some_and(|items| items.iter().all(is_plain));
        if !is_plain(value) && !is_list {
            return Err(InvalidVariables::Form { name: name() });
        }
    }
    let bytes = serde_json::to_vec(variables).map_or(usize::MAX, |json| json.len());
    if bytes > limits::TEMPLATE_VARIABLES_BYTES_MAX {
        return Err(InvalidVariables::TooLong { bytes });
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    name.len() <= limits::TEMPLATE_VARIABLE_NAME_BYTES_MAX
        && bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Written before a name; none of them is what somebody is called by.
const TITLES: &[&str] = &[
    "dipl", "dr", "frau", "herr", "ing", "ir", "mag", "med", "miss", "mr", "mrs", "ms", "phd",
    "prof", "sir",
];

/// What somebody is called by: the first word of a name that is no title. People write signs and titles in front of their
/// names, and nobody wants to be greeted with them.
pub fn first_name(name: &str) -> Option<String> {
    words(name).next().map(str::to_owned)
}

/// What follows the first name.
pub fn last_name(name: &str) -> Option<String> {
    let rest: Vec<&str> = words(name).skip(1).collect();
    (!rest.is_empty()).then(|| rest.join(" "))
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic);
    let is_title = |word: &&str| {
        let plain = word.trim_matches('.').to_lowercase();
        TITLES.contains(&plain.as_str()) || plain.split('.').all(|part| TITLES.contains(&part))
    };
    let trim = |word| {
        str::trim_matches(word, |letter: char| {
            !letter.is_alphanumeric() && letter != '.'
        })
    };
    let before_comma = name.split(',').next().unwrap_or_default();
    before_comma
        .split_whitespace()
        .map(trim)
        .filter(is_word)
        .skip_while(is_title)
}
