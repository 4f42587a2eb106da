//! The bare keys, each bounded and free of characters that could end a URN or an address early.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::address::encoded;
use super::{InvalidReference, after_any, unwrapped};
use crate::limits::{FOREIGN_KEY_BYTES_MAX, GROUP_ID_DIGITS_MAX, SLUG_CHARS_MAX};

/// Foreign keys are opaque: base 64 in both alphabets and what other networks behind a bridge may add.
fn is_opaque(key: &str) -> bool {
    (1..=FOREIGN_KEY_BYTES_MAX).contains(&key.len())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_=+/.~!$&".contains(&byte))
}

macro_rules! opaque_keys {
    ($($(#[$doc:meta])* $name:ident => $expected:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The key `key`: 1 to 255 bytes of ASCII letters, digits and `-_=+/.~!$&`.
            pub fn new(key: &str) -> Result<Self, InvalidReference> {
                if is_opaque(key) {
                    Ok(Self(key.into()))
                } else {
                    Err(InvalidReference::expected($expected))
                }
            }
        }

        impl_text!($name);
    )*};
}

macro_rules! impl_text {
    ($name:ident) => {
        impl $name {
            /// The bare form, as it is stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

opaque_keys! {
    /// The key of a member as the network's messaging knows them: `ACoAA…`. Case matters.
    MemberKey => "a member key",
    /// The id of a thread, the same in every mailbox: `2-` and base 64.
    ThreadId => "a thread id",
    /// The id of a message on the network, the same in every mailbox: `2-` and base 64.
    MessageKey => "a message id",
}

impl MemberKey {
    /// How the keys start that the network itself gives: two of them are two members.
    pub const GIVEN_PREFIXES: [&str; 3] = ["ACoAA", "ACwAA", "AEMAA"];

    /// How the made-up key of a hidden member starts.
    pub const HIDDEN_PREFIX: &str = "hidden_";

    /// How the made-up key of a member starts whose real one is not in the data and whose slug cannot stand for it.
    pub const ARCHIVED_PREFIX: &str = "archived_";

    /// Whether a bare `text` is meant as a member key and not as a slug. No slug contains an underscore.
    pub(super) fn is_recognised(text: &str) -> bool {
        let made_up = [Self::HIDDEN_PREFIX, Self::ARCHIVED_PREFIX];
        let rest = after_any(text, &Self::GIVEN_PREFIXES).or_else(|| after_any(text, &made_up));
        rest.is_some_and(|rest| !rest.is_empty())
    }

    /// Whether the key was made up for a member whose account is hidden, so that no network knows it.
    pub fn is_hidden(&self) -> bool {
        self.0.starts_with(Self::HIDDEN_PREFIX)
    }

    /// `urn:li:fsd_profile:ACoAA…`
    pub fn profile_urn(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| write!(f, "urn:li:fsd_profile:{self}"))
    }

    /// `urn:li:msg_messagingParticipant:urn:li:fsd_profile:ACoAA…`
    pub fn participant_urn(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| {
            write!(
                f,
                "urn:li:msg_messagingParticipant:urn:li:fsd_profile:{self}"
            )
        })
    }

    /// `https://www.linkedin.com/in/ACoAA…`, for a member whose slug is unknown.
    pub fn profile_url(&self) -> impl fmt::Display + '_ {
        profile_url(&self.0)
    }
}

impl ThreadId {
    /// `urn:li:msg_conversation:(urn:li:fsd_profile:<owner>,2-…)`, the name in the mailbox of `owner`.
    pub fn conversation_urn<'k>(&'k self, owner: &'k MemberKey) -> impl fmt::Display + 'k {
        fmt::from_fn(move |f| {
            write!(
                f,
                "urn:li:msg_conversation:(urn:li:fsd_profile:{owner},{self})"
            )
        })
    }

    /// `urn:li:messagingThread:2-…`, the name without a mailbox.
    pub fn thread_urn(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| write!(f, "urn:li:messagingThread:{self}"))
    }

    /// `https://www.linkedin.com/messaging/thread/2-…/`
    pub fn url(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| {
            let segment = encoded(&self.0, "=+!$&");
            write!(f, "https://www.linkedin.com/messaging/thread/{segment}/")
        })
    }
}

impl MessageKey {
    /// `urn:li:msg_message:(urn:li:fsd_profile:<owner>,2-…)`, the name in the mailbox of `owner`.
    pub fn message_urn<'k>(&'k self, owner: &'k MemberKey) -> impl fmt::Display + 'k {
        fmt::from_fn(move |f| write!(f, "urn:li:msg_message:(urn:li:fsd_profile:{owner},{self})"))
    }

    /// `urn:li:messagingMessage:2-…`, the name without a mailbox.
    pub fn backend_urn(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| write!(f, "urn:li:messagingMessage:{self}"))
    }
}

/// The number of a member: `883467181`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberNumber(u64);

impl MemberNumber {
    /// The member numbered `number`.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The bare number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The number written as ASCII digits alone.
    pub(super) fn from_digits(digits: &str) -> Option<Self> {
        // `parse` would take a sign as well.
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().ok().map(Self)).flatten()
    }

    /// `urn:li:member:883467181`
    pub fn urn(self) -> impl fmt::Display {
        fmt::from_fn(move |f| write!(f, "urn:li:member:{}", self.0))
    }
}

impl fmt::Display for MemberNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The readable name in a profile address, `john-doe-123`: lower case, composed (NFC), not percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Box<str>);

impl_text!(Slug);

impl Slug {
    /// The slug that `raw` spells in any case: 1 to 100 code points without white space, control characters and the
    /// characters that mean something in addresses and URNs.
    pub fn new(raw: &str) -> Result<Self, InvalidReference> {
        const INVALID: InvalidReference = InvalidReference::expected("a profile's slug");
        // Before any work on it: a slug of 100 code points has at most 400 bytes.
        if raw.len() > SLUG_CHARS_MAX * 4 {
            return Err(INVALID);
        }
        let slug: String = if raw.is_ascii() {
            // Nearly all of them, and archives hold millions.
            raw.to_ascii_lowercase()
        } else {
            raw.nfc().flat_map(char::to_lowercase).nfc().collect()
        };
        let is_allowed = |letter: char| match letter {
            // No underscore: it tells our own ids and made-up keys from slugs.
            '-' | '.' | '~' | '\'' => true,
            _ if letter.is_ascii() => letter.is_ascii_alphanumeric(),
            _ => !letter.is_control() && !letter.is_whitespace(),
        };
        let is_bounded = (1..=SLUG_CHARS_MAX).contains(&slug.chars().count());
        // `.` and `..` are steps in a path, not names.
        let has_name = slug.chars().any(|letter| letter != '.');
        if is_bounded && has_name && slug.chars().all(is_allowed) {
            Ok(Self(slug.into()))
        } else {
            Err(INVALID)
        }
    }

    /// `https://www.linkedin.com/in/john-doe-123`
    pub fn profile_url(&self) -> impl fmt::Display + '_ {
        profile_url(&self.0)
    }
}

fn profile_url(name: &str) -> impl fmt::Display + '_ {
    fmt::from_fn(move |f| write!(f, "https://www.linkedin.com/in/{}", encoded(name, "'")))
}

/// The number of a group of members, kept as its digits: `12345678`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(Box<str>);

impl_text!(GroupId);

impl GroupId {
    /// The group that `raw` names: bare digits, `urn:li:group:<digits>` or `urn:li:fsd_group:<digits>`.
    pub fn parse(raw: &str) -> Result<Self, InvalidReference> {
        const INVALID: InvalidReference = InvalidReference::expected("a group's number");
        let text = unwrapped(raw).ok_or(INVALID)?;
        let digits = after_any(&text, &["urn:li:group:", "urn:li:fsd_group:"]).unwrap_or(&text);
        let is_bounded = (1..=GROUP_ID_DIGITS_MAX).contains(&digits.len());
        if is_bounded && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits.into()))
        } else {
            Err(INVALID)
        }
    }

    /// `urn:li:group:12345678`
    pub fn urn(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| write!(f, "urn:li:group:{self}"))
    }
}
