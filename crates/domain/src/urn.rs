//! The names that a professional network gives to people, threads and messages, in every spelling that callers use.
//!
//! One member is `john-doe-123`, `ACoAA…`, `urn:li:fsd_profile:ACoAA…`, `urn:li:member:883467181` or a profile
//! address; one thread is `2-…`, `urn:li:messagingThread:2-…` or `urn:li:msg_conversation:(<owner>,2-…)`. The doors
//! parse any of them with [`PersonReference`], [`ThreadReference`] and [`MessageReference`]; inside there are only the
//! bare keys ([`MemberKey`], [`Slug`], [`ThreadId`] …), which print themselves in both families on the way out.
//!
//! Parsing says nothing about existence. An owner inside a thread or message name is the mailbox that spelled it, not
//! part of the identity: the same thread has one id and as many names as mailboxes.

mod address;
mod keys;
mod message;
mod person;
mod thread;

pub use keys::{GroupId, MemberKey, MemberNumber, MessageKey, Slug, ThreadId};
pub use message::MessageReference;
pub use person::PersonReference;
pub use thread::ThreadReference;

use crate::limits::REFERENCE_BYTES_MAX;

/// The text names nothing of the kind that is wanted here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not {expected}")]
pub struct InvalidReference {
    /// What would have been understood, with its article: `a member's slug, key, URN or profile address`.
    pub expected: &'static str,
}

impl InvalidReference {
    const fn expected(expected: &'static str) -> Self {
        Self { expected }
    }
}

/// The reference without white space around it and, where a caller encoded a whole URN or address, decoded once.
/// `None` if it is empty or too long.
fn unwrapped(raw: &str) -> Option<std::borrow::Cow<'_, str>> {
    let text = raw.trim();
    if text.is_empty() || text.len() > REFERENCE_BYTES_MAX {
        return None;
    }
    let is_encoded = |scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    if is_encoded("urn%3A") || is_encoded("https%3A") || is_encoded("http%3A") {
        return address::decoded(text).map(Into::into);
    }
    Some(text.into())
}

/// What stands behind the first of `prefixes` that `text` starts with.
fn after_any<'t>(text: &'t str, prefixes: &[&str]) -> Option<&'t str> {
    prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))
}

/// The two halves of `(urn:li:fsd_profile:<owner>,<id>)`.
fn owner_and_id(text: &str) -> Option<(MemberKey, &str)> {
    let (owner, id) = text.strip_prefix('(')?.strip_suffix(')')?.split_once(',')?;
    let owner = after_any(owner.trim(), person::KEY_PREFIXES)?;
    Some((MemberKey::new(owner).ok()?, id.trim()))
}

#[cfg(test)]
mod tests;
