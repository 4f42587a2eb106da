//! What a caller may write where a message is wanted.

use std::fmt;

use super::address::decoded;
use super::{InvalidReference, MemberKey, MessageKey, after_any, owner_and_id, unwrapped};
use crate::ids::MessageId;

const OWNED_PREFIX: &str = "urn:li:msg_message:";

const BARE_PREFIXES: &[&str] = &[
    "urn:li:messagingMessage:",
    "urn:li:fsd_message:",
    "urn:li:fsd_messengerMessage:",
];

const INVALID: InvalidReference =
    InvalidReference::expected("a message's id, URN or id of this gateway");

/// A message, named in one of the ways that callers use.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MessageReference {
    /// By the network's id.
    Network {
        /// The member whose mailbox spelled the name, if it says.
        owner: Option<MemberKey>,
        /// The id, the same in every mailbox.
        message: MessageKey,
    },
    /// `msg_…`, minted by this gateway.
    Own(MessageId),
}

impl MessageReference {
    /// The message that `raw` names: any of the URN forms, a bare id (it starts with a digit), or an id of ours.
    /// White space around it is ignored.
    pub fn parse(raw: &str) -> Result<Self, InvalidReference> {
        let text = unwrapped(raw).ok_or(INVALID)?;
        if let Some(pair) = text.strip_prefix(OWNED_PREFIX) {
            return match owner_and_id(pair) {
                Some((owner, id)) => Self::network(Some(owner), id),
                None => Self::network(None, pair),
            };
        }
        if let Some(id) = after_any(&text, BARE_PREFIXES) {
            return Self::network(None, id);
        }
        if text.starts_with("msg_") {
            return text.parse().map(Self::Own).map_err(|_| INVALID);
        }
        if text.starts_with(|letter: char| letter.is_ascii_digit()) {
            return Self::network(None, &decoded(&text).ok_or(INVALID)?);
        }
        Err(INVALID)
    }

    fn network(owner: Option<MemberKey>, id: &str) -> Result<Self, InvalidReference> {
        let message = MessageKey::new(id).map_err(|_| INVALID)?;
        Ok(Self::Network { owner, message })
    }
}

/// The form that parses back to the same reference.
impl fmt::Display for MessageReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network {
                owner: Some(owner),
                message,
            } => message.message_urn(owner).fmt(f),
            Self::Network {
                owner: None,
                message,
            } => message.backend_urn().fmt(f),
            Self::Own(id) => id.fmt(f),
        }
    }
}
