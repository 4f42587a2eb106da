//! What somebody says of a template, checked.

use domain::limits;
use domain::template::{self, InvalidVariables, Values};
use store::templates::TemplateSettings;

use crate::Refusal;

/// A template to add.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateTemplate {
    pub name: String,
    pub text: String,
    pub language: Option<String>,
    /// Lower-case words.
    pub tags: Vec<String>,
    /// What stands in for values that are absent.
    pub fallbacks: Values,
}

/// What to change of a template; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeTemplate {
    pub name: Option<String>,
    pub text: Option<String>,
    /// Blank: none any more.
    pub language: Option<String>,
    pub tags: Option<Vec<String>>,
    pub fallbacks: Option<Values>,
}

impl CreateTemplate {
    pub(super) fn settings(self) -> Result<TemplateSettings, Refusal> {
        check_name(&self.name)?;
        check_text(&self.text)?;
        self.language.as_deref().map_or(Ok(()), check_language)?;
        check_values("fallbacks", &self.fallbacks)?;
        Ok(TemplateSettings {
            name: self.name.trim().to_owned(),
            text: self.text,
            language: self.language,
            tags: self.tags,
            fallbacks: self.fallbacks,
        })
    }
}

impl ChangeTemplate {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        self.name.as_deref().map_or(Ok(()), check_name)?;
        self.text.as_deref().map_or(Ok(()), check_text)?;
        let language = self.language.as_deref().filter(|text| !text.is_empty());
        language.map_or(Ok(()), check_language)?;
        let fallbacks = self.fallbacks.as_ref();
        fallbacks.map_or(Ok(()), |values| check_values("fallbacks", values))
    }

    /// The template's settings with the changes.
    pub(super) fn of(&self, stands: &TemplateSettings) -> TemplateSettings {
        let name = self.name.as_deref().map(str::trim);
        let language = match self.language.as_deref() {
            Some("") => None,
            Some(language) => Some(language.to_owned()),
            None => stands.language.clone(),
        };
        TemplateSettings {
            name: name.unwrap_or(&stands.name).to_owned(),
            text: self.text.as_ref().unwrap_or(&stands.text).clone(),
            language,
            tags: self.tags.as_ref().unwrap_or(&stands.tags).clone(),
            fallbacks: self.fallbacks.as_ref().unwrap_or(&stands.fallbacks).clone(),
        }
    }
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let count = name.trim().chars().count();
    let most = limits::TEMPLATE_NAME_CHARS_MAX;
    match count {
        0 => Err(Refusal::field("name", "empty", "name is empty")),
        _ if count > most => {
            let message = format!("name has {count} characters, at most {most} are allowed");
            Err(Refusal::field("name", "too_long", message))
        }
        _ => Ok(()),
    }
}

fn check_text(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::field("text", "empty", "text is empty"));
    }
    if text.contains('\0') {
        let message = "text must not hold the character U+0000";
        return Err(Refusal::field("text", "control_character", message));
    }
    let refused = |error: template::InvalidTemplate| {
        Refusal::field(
            "text",
            "no_template",
            format!("text is no template: {error}"),
        )
    };
    template::check(text).map_err(refused)
}

/// A language tag as BCP 47 has them, as far as its form goes.
fn check_language(language: &str) -> Result<(), Refusal> {
    let mut parts = language.split('-');
    let is_first = |part: &str| {
        (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let is_fine = parts.next().is_some_and(is_first) && parts.all(is_part) && language.len() <= 35;
    if is_fine {
        return Ok(());
    }
    let message = "language must be a language tag such as de or pt-BR";
    Err(Refusal::field("language", "wrong_form", message))
}

/// Values that somebody gives.
pub(crate) fn check_values(field: &str, values: &Values) -> Result<(), Refusal> {
    let Err(error) = template::check_variables(values) else {
        return Ok(());
    };
    let (path, code) = match &error {
        InvalidVariables::TooMany { .. } => (field.to_owned(), "too_many"),
        InvalidVariables::TooLong { .. } => (field.to_owned(), "too_long"),
        InvalidVariables::Name => (field.to_owned(), "wrong_form"),
        InvalidVariables::Reserved { name } => (format!("{field}.{name}"), "reserved"),
        InvalidVariables::Form { name } => (format!("{field}.{name}"), "wrong_type"),
    };
    Err(Refusal::field(&path, code, error.to_string()))
}
