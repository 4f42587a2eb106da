//! The words that a workspace puts on conversations, as people write them.

use crate::limits::LABEL_NAME_CHARS_MAX;

/// What is wrong with the name of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    #[error("name is empty")]
    Empty,
    #[error("name has more than {LABEL_NAME_CHARS_MAX} characters")]
    TooLong,
    #[error("name holds a control character")]
    ControlCharacter,
}

impl InvalidName {
    /// A stable word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::ControlCharacter => "control_character",
        }
    }
}

/// A name without blanks around it, and as it is compared with others: large and small letters are the same.
pub fn name(given: &str) -> Result<(String, String), InvalidName> {
    let name = given.trim();
    if name.is_empty() {
        return Err(InvalidName::Empty);
    }
    if name.chars().any(char::is_control) {
        return Err(InvalidName::ControlCharacter);
    }
    if name.chars().count() > LABEL_NAME_CHARS_MAX {
        return Err(InvalidName::TooLong);
    }
    Ok((name.to_owned(), name.to_lowercase()))
}

/// A colour in the form `#rrggbb`, in small letters.
pub fn colour(given: &str) -> Option<String> {
    let digits = given.strip_prefix('#')?;
    let is_colour = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_colour.then(|| given.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_bounded_and_compared_without_case() {
        assert_eq!(
            name("  Heißer Lead "),
            Ok(("Heißer Lead".to_owned(), "heißer lead".to_owned()))
        );
        assert_eq!(name(" "), Err(InvalidName::Empty));
        assert_eq!(name("a\nb"), Err(InvalidName::ControlCharacter));
        assert!(name(&"é".repeat(LABEL_NAME_CHARS_MAX)).is_ok());
        assert_eq!(
            name(&"é".repeat(LABEL_NAME_CHARS_MAX + 1)),
            Err(InvalidName::TooLong)
        );
    }

    #[test]
    fn a_colour_is_six_digits() {
        assert_eq!(colour("#00FFaa").as_deref(), Some("#00ffaa"));
        for wrong in ["", "#", "00ffaa", "#00ffa", "#00ffaaa", "#00ffag", "red"] {
            assert_eq!(colour(wrong), None, "{wrong}");
        }
    }
}
