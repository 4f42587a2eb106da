//! What a caller may write where a thread is wanted.

use std::fmt;

use super::address::{decoded, segment};
use super::{InvalidReference, MemberKey, ThreadId, after_any, owner_and_id, unwrapped};
use crate::ids::ConversationId;

const OWNED_PREFIX: &str = "urn:li:msg_conversation:";

const BARE_PREFIXES: &[&str] = &[
    "urn:li:messagingThread:",
    "urn:li:fs_conversation:",
    "urn:li:fsd_conversation:",
    "urn:li:fsd_messengerConversation:",
];

const INVALID: InvalidReference =
    InvalidReference::expected("a thread's id, URN, address or id of this gateway");

/// A thread, named in one of the ways that callers use.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ThreadReference {
    /// By the network's id.
    Network {
        /// The member whose mailbox spelled the name, if it says.
        owner: Option<MemberKey>,
        /// The id, the same in every mailbox.
        thread: ThreadId,
    },
    /// `cnv_…`, minted by this gateway.
    Own(ConversationId),
}

impl ThreadReference {
    /// The thread that `raw` names: any of the URN forms, a bare id (it starts with a digit), the address of the
    /// thread, or an id of ours. White space around it is ignored.
    pub fn parse(raw: &str) -> Result<Self, InvalidReference> {
        let text = unwrapped(raw).ok_or(INVALID)?;
        if let Some(pair) = text.strip_prefix(OWNED_PREFIX) {
            // Some clients drop the owner and keep the prefix.
            return match owner_and_id(pair) {
                Some((owner, id)) => Self::network(Some(owner), id),
                None => Self::network(None, pair),
            };
        }
        if let Some(id) = after_any(&text, BARE_PREFIXES) {
            return Self::network(None, id);
        }
        if let Some(id) = segment(&text, "/messaging/thread/") {
            return Self::network(None, &decoded(id).ok_or(INVALID)?);
        }
        if text.starts_with("cnv_") {
            return text.parse().map(Self::Own).map_err(|_| INVALID);
        }
        if text.starts_with(|letter: char| letter.is_ascii_digit()) {
            return Self::network(None, &decoded(&text).ok_or(INVALID)?);
        }
        Err(INVALID)
    }

    fn network(owner: Option<MemberKey>, id: &str) -> Result<Self, InvalidReference> {
        let thread = ThreadId::new(id).map_err(|_| INVALID)?;
        Ok(Self::Network { owner, thread })
    }
}

/// The form that parses back to the same reference.
impl fmt::Display for ThreadReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network {
                owner: Some(owner),
                thread,
            } => thread.conversation_urn(owner).fmt(f),
            Self::Network {
                owner: None,
                thread,
            } => thread.thread_urn().fmt(f),
            Self::Own(id) => id.fmt(f),
        }
    }
}
