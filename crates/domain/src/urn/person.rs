//! What a caller may write where a person is wanted.

use std::fmt;

use super::address::{decoded, segment};
use super::{InvalidReference, MemberKey, MemberNumber, Slug, after_any, unwrapped};
use crate::ids::PersonId;

/// Every spelling in front of a member key.
pub(super) const KEY_PREFIXES: &[&str] = &[
    "urn:li:fsd_profile:",
    "urn:li:fs_miniProfile:",
    "urn:li:fs_profile:",
    "urn:li:person:",
];

const PARTICIPANT_PREFIX: &str = "urn:li:msg_messagingParticipant:";
const NUMBER_PREFIX: &str = "urn:li:member:";

const INVALID: InvalidReference =
    InvalidReference::expected("a member's slug, key, URN, profile address or id of this gateway");

/// A person, named in one of the ways that callers use.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PersonReference {
    /// `john-doe-123`, or the end of a profile address.
    Slug(Slug),
    /// `ACoAA…`, bare or in a URN.
    MemberKey(MemberKey),
    /// `urn:li:member:883467181`.
    MemberNumber(MemberNumber),
    /// `per_…`, minted by this gateway.
    Own(PersonId),
}

impl PersonReference {
    /// The person that `raw` names: a slug in any case, a member key, any of the URN forms, a profile address with
    /// either of them, or an id of ours. White space around it is ignored.
    pub fn parse(raw: &str) -> Result<Self, InvalidReference> {
        let text = unwrapped(raw).ok_or(INVALID)?;
        let text = text.strip_prefix(PARTICIPANT_PREFIX).unwrap_or(&text);
        if let Some(key) = after_any(text, KEY_PREFIXES) {
            return MemberKey::new(key)
                .map(Self::MemberKey)
                .map_err(|_| INVALID);
        }
        if let Some(digits) = text.strip_prefix(NUMBER_PREFIX) {
            let number = MemberNumber::from_digits(digits).ok_or(INVALID)?;
            return Ok(Self::MemberNumber(number));
        }
        if let Some(name) = segment(text, "/in/") {
            return Self::from_name(name);
        }
        if text.starts_with("per_") {
            return text.parse().map(Self::Own).map_err(|_| INVALID);
        }
        Self::from_name(text)
    }

    /// A slug or a member key, percent-encoded or not.
    fn from_name(name: &str) -> Result<Self, InvalidReference> {
        let name = decoded(name).ok_or(INVALID)?;
        if MemberKey::is_recognised(&name) {
            return MemberKey::new(&name)
                .map(Self::MemberKey)
                .map_err(|_| INVALID);
        }
        Slug::new(&name).map(Self::Slug).map_err(|_| INVALID)
    }
}

/// The shortest form that parses back to the same reference.
impl fmt::Display for PersonReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slug(slug) => slug.fmt(f),
            Self::MemberKey(key) => key.profile_urn().fmt(f),
            Self::MemberNumber(number) => number.urn().fmt(f),
            Self::Own(id) => id.fmt(f),
        }
    }
}
