//! The texts that a caller may send: trimmed, bounded, storable on every engine. Inside, the type is the proof.
//!
//! All of them share four rules. Line ends are one `\n`, however they were written. White space and invisible
//! characters at both ends are dropped, and a text of nothing else is empty. Control characters are refused (NUL
//! above all: one of the engines cannot store it), except for line ends and tabs where several lines make sense.
//! Lengths are code points of what remains.

use std::fmt;

use crate::limits;

/// Why a text cannot be sent. Offsets are code points of the text as it was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// Nothing is left after trimming.
    #[error("{field} is empty")]
    Empty {
        /// Which text.
        field: &'static str,
    },
    /// More code points than allowed.
    #[error("{field} has {count} characters, at most {limit} are allowed")]
    TooLong {
        /// Which text.
        field: &'static str,
        /// Code points allowed.
        limit: usize,
        /// Code points given, after trimming.
        count: usize,
    },
    /// A control character that this text may not hold.
    #[error("{field} holds the control character U+{code:04X} at position {position}")]
    Control {
        /// Which text.
        field: &'static str,
        /// The character's code point.
        code: u32,
        /// Code points before it.
        position: usize,
    },
}

struct Rule {
    field: &'static str,
    chars_max: usize,
    has_lines: bool,
}

/// Stands at the ends of pasted texts and shows nothing.
fn is_invisible(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

fn clean(raw: &str, rule: &Rule) -> Result<Box<str>, InvalidText> {
    let field = rule.field;
    let kept = raw.trim_start_matches(is_invisible);
    let skipped = raw[..raw.len() - kept.len()].chars().count();
    let kept = kept.trim_end_matches(is_invisible);
    let is_allowed = |letter| rule.has_lines && matches!(letter, '\n' | '\r' | '\t');
    if let Some((position, letter)) = kept
        .chars()
        .enumerate()
        .find(|(_, letter)| letter.is_control() && !is_allowed(*letter))
    {
        return Err(InvalidText::Control {
            field,
            code: u32::from(letter),
            position: skipped + position,
        });
    }
    let text = with_plain_line_ends(kept);
    let (limit, count) = (rule.chars_max, text.chars().count());
    match count {
        0 => Err(InvalidText::Empty { field }),
        _ if count > limit => Err(InvalidText::TooLong {
            field,
            limit,
            count,
        }),
        _ => Ok(text),
    }
}

fn with_plain_line_ends(text: &str) -> Box<str> {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident { field: $field:literal, chars_max: $max:expr, has_lines: $lines:literal },)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text that `raw` holds after trimming.
            pub fn parse(raw: &str) -> Result<Self, InvalidText> {
                let rule = Rule { field: $field, chars_max: $max, has_lines: $lines };
                clean(raw, &rule).map(Self)
            }

            /// As [`Self::parse`], where an absent or an empty text means none.
            pub fn parse_optional(raw: Option<&str>) -> Result<Option<Self>, InvalidText> {
                match raw.map(Self::parse) {
                    None | Some(Err(InvalidText::Empty { .. })) => Ok(None),
                    Some(parsed) => parsed.map(Some),
                }
            }

            /// The text, trimmed, with `\n` as line end.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Its length in code points.
            pub fn chars_count(&self) -> usize {
                self.0.chars().count()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0.into()
            }
        }

        /// Shows the length alone: bodies do not belong in logs.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} characters)", stringify!($name), self.chars_count())
            }
        }
    )*};
}

texts! {
    /// The body of a message: 1 to 8,000 code points.
    MessageText { field: "message", chars_max: limits::MESSAGE_CHARS_MAX, has_lines: true },
    /// The body of an InMail: 1 to 1,900 code points.
    InmailBody { field: "message", chars_max: limits::INMAIL_CHARS_MAX, has_lines: true },
    /// The subject of an InMail: 1 to 200 code points on one line.
    Subject { field: "subject", chars_max: limits::SUBJECT_CHARS_MAX, has_lines: false },
    /// The note of an invitation: 1 to 300 code points.
    InvitationNote { field: "customMessage", chars_max: limits::INVITATION_NOTE_CHARS_MAX, has_lines: true },
}

impl From<InmailBody> for MessageText {
    /// Every InMail body is within the bounds of a message.
    fn from(body: InmailBody) -> Self {
        Self(body.0)
    }
}

#[cfg(test)]
mod tests;
