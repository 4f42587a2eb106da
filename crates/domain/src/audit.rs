//! Who did what: entries that are chained, so that one that is changed, taken away or moved is noticed.
//!
//! Nothing personal and nothing secret is in an entry: its details are ids, words of ours, numbers and instants, which is
//! all that [`Details`] takes.

mod chain;

pub use chain::{Broken, Chain, Fault};

use std::fmt;

use crate::event::EventData;
use crate::ids::{ApiKeyId, UserId, WorkspaceId};
use crate::time::Timestamp;

macro_rules! audit_actions {
    ($($name:ident => $word:literal, $meaning:literal;)*) => {
        /// What was done, as `resource.done`. Words are only ever added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum AuditAction {
            $(#[doc = $meaning] $name,)*
        }

        impl AuditAction {
            /// Every action, in the order of its word.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The words, in the same order.
            pub const WORDS: &[&str] = &[$($word,)*];

            /// The stable word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// What it means, for the reference.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }

            /// The action behind a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)* _ => None }
            }
        }
    };
}

audit_actions! {
    AccountErased => "account.erased", "What an account left behind was asked to be deleted.";
    AccountLinked => "account.linked", "An account was linked, or linked again.";
    AccountUnlinked => "account.unlinked", "An account was unlinked.";
    ApiKeyChanged => "api_key.changed", "A key's name or limits were changed.";
    ApiKeyCreated => "api_key.created", "A key was made.";
    ApiKeyRevoked => "api_key.revoked", "A key was ended.";
    ApiKeyRotated => "api_key.rotated", "A key was given a successor.";
    EndpointChanged => "endpoint.changed", "A receiver of webhooks was changed, paused or enabled.";
    EndpointCreated => "endpoint.created", "A receiver of webhooks was added.";
    EndpointDeleted => "endpoint.deleted", "A receiver of webhooks was taken away.";
    EndpointSecretRotated => "endpoint.secret_rotated", "A receiver of webhooks was given another secret.";
    MasterKeyReset => "master_key.reset", "A new beginning after the master key was lost: every key was revoked.";
    PersonErased => "person.erased", "What was kept of a person was deleted.";
    PersonExported => "person.exported", "What is kept of a person was handed out.";
    PolicyChanged => "policy.changed", "How an account may behave was changed.";
    RetentionChanged => "retention.changed", "How long things are kept was changed.";
    SendApproved => "send.approved", "Somebody said yes to a send.";
    SendRejected => "send.rejected", "Somebody said no to a send.";
    SendResolved => "send.resolved", "Somebody said what became of a send.";
    SuppressionLifted => "suppression.lifted", "Somebody was taken off the do-not-contact list.";
    UserInvitationCreated => "user_invitation.created", "Somebody was invited to the workspace.";
    UserInvitationWithdrawn => "user_invitation.withdrawn", "An invitation to the workspace was withdrawn.";
    UserJoined => "user.joined", "Somebody accepted an invitation and is a user.";
    UserRemoved => "user.removed", "A user was removed, and every key of theirs ended.";
    UserRoleChanged => "user.role_changed", "A user was given another role.";
    WorkspaceChanged => "workspace.changed", "The workspace was given another name.";
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody beside the server, with a shell.
    Operator,
    /// The gateway itself.
    Gateway,
    /// The holder of a key, and the user whose key it is.
    Key(ApiKeyId, Option<UserId>),
    /// Somebody with the token of an invitation, who became this user.
    Invited(UserId),
}

impl Actor {
    /// The user behind it, where there is one.
    pub const fn user_id(self) -> Option<UserId> {
        match self {
            Self::Key(_, user_id) => user_id,
            Self::Invited(user_id) => Some(user_id),
            Self::Operator | Self::Gateway => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operator => f.write_str("operator"),
            Self::Gateway => f.write_str("gateway"),
            Self::Key(api_key_id, _) => fmt::Display::fmt(api_key_id, f),
            Self::Invited(user_id) => fmt::Display::fmt(user_id, f),
        }
    }
}

/// What more is said of an act: a JSON object whose fields stay in the order in which they are given.
#[derive(Debug, Clone, Default)]
pub struct Details(EventData);

impl Details {
    /// Without a field.
    pub fn new() -> Self {
        Self::default()
    }

    /// One of our own ids.
    #[must_use]
    pub fn id(self, name: &'static str, id: impl fmt::Display) -> Self {
        Self(self.0.id(name, id))
    }

    /// Several of our own ids.
    #[must_use]
    pub fn ids(self, name: &'static str, ids: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self(self.0.ids(name, ids))
    }

    /// A word of ours.
    #[must_use]
    pub fn word(self, name: &'static str, word: &'static str) -> Self {
        Self(self.0.text(name, word))
    }

    /// Words of ours.
    #[must_use]
    pub fn words(self, name: &'static str, words: impl IntoIterator<Item = &'static str>) -> Self {
        Self(self.0.ids(name, words))
    }

    /// A number.
    #[must_use]
    pub fn number(self, name: &'static str, number: u64) -> Self {
        Self(self.0.number(name, number))
    }

    /// An instant, or `null`.
    #[must_use]
    pub fn instant(self, name: &'static str, at: Option<Timestamp>) -> Self {
        Self(self.0.opt_instant(name, at))
    }

    /// The object as text.
    pub fn into_json(self) -> String {
        self.0.into_json()
    }
}

/// An entry as it stands in its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub workspace_id: WorkspaceId,
    /// From 1, without gaps.
    pub number: i64,
    pub at: Timestamp,
    /// The word of an [`AuditAction`], perhaps of a later version.
    pub action: String,
    /// `operator`, `gateway`, or the id of a key or of a user.
    pub actor: String,
    /// Whose key it was.
    pub user_id: Option<UserId>,
    /// The id of what it was done to.
    pub subject: String,
    /// A JSON object.
    pub details: String,
}

impl Entry {
    /// What is hashed: every field in this order, each after its length in bytes as eight bytes, the most significant
    /// first; numbers as eight such bytes. The hash before it comes first; before the first entry it is empty.
    pub fn canonical(&self, before: &[u8]) -> Vec<u8> {
        let user_id = self.user_id.as_ref().map(|id| id.as_bytes().as_slice());
        let mut bytes = Vec::with_capacity(256 + self.details.len());
        for field in [
            b"liaison/audit/1".as_slice(),
            before,
            self.workspace_id.as_bytes(),
            &self.number.to_be_bytes(),
            &self.at.micros().to_be_bytes(),
            self.action.as_bytes(),
            self.actor.as_bytes(),
            user_id.unwrap_or_default(),
            self.subject.as_bytes(),
            self.details.as_bytes(),
        ] {
            let length = u64::try_from(field.len()).unwrap_or(u64::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(field);
        }
        bytes
    }

    /// The SHA-256 of [`Self::canonical`]: the entry's link in the chain.
    pub fn hash(&self, before: &[u8]) -> [u8; 32] {
        use sha2::Digest as _;
        sha2::Sha256::digest(self.canonical(before)).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hexadecimal::hexadecimal;

    fn entry() -> Entry {
        Entry {
            workspace_id: WorkspaceId::from_bytes([1; 16]),
            number: 7,
            at: Timestamp::from_millis(1_763_378_062_881),
            action: AuditAction::ApiKeyRevoked.word().to_owned(),
            actor: Actor::Key(ApiKeyId::from_bytes([2; 16]), None).to_string(),
            user_id: Some(UserId::from_bytes([3; 16])),
            subject: "key_x".to_owned(),
            details: "{}".to_owned(),
        }
    }

    #[test]
    fn actions_are_known_by_their_words() {
        for (action, word) in AuditAction::ALL.iter().zip(AuditAction::WORDS) {
            assert_eq!(action.word(), *word);
            assert_eq!(AuditAction::from_word(word), Some(*action));
        }
    }

    /// Whoever keeps a hash elsewhere relies on it: it never changes.
    #[test]
    fn the_hash_of_an_entry_is_what_it_always_was() {
        let hash = hexadecimal(&entry().hash(&[9; 32]));
        assert_eq!(
            hash,
            "8d7c4d796f1bf20182fd96a2a07b1b15e00c2a8e4dd6940288031aa8effe1790"
        );
    }

    #[test]
    fn every_field_and_what_came_before_is_in_the_hash() {
        let changes: [fn(&mut Entry); 8] = [
            |entry| entry.workspace_id = WorkspaceId::from_bytes([9; 16]),
            |entry| entry.number += 1,
            |entry| entry.at = Timestamp::from_millis(1),
            |entry| entry.action.push('x'),
            |entry| entry.actor.push('x'),
            |entry| entry.user_id = None,
            |entry| entry.subject.push('x'),
            |entry| entry.details.push(' '),
        ];
        let hash = entry().hash(b"before");
        assert_ne!(entry().hash(b"other"), hash);
        for change in changes {
            let mut changed = entry();
            change(&mut changed);
            assert_ne!(changed.hash(b"before"), hash, "{changed:?}");
        }
        // What moves from one field to the next is seen.
        let mut moved = entry();
        moved.subject = "ke".to_owned();
        moved.details = "y_x{}".to_owned();
        assert_ne!(moved.hash(b"before"), hash);
    }

    #[test]
    fn details_are_plain_json_in_the_order_given() {
        let details = Details::new()
            .words("scopes", ["read", "write"])
            .word("role", "owner")
            .number("hours", 3)
            .instant("until", None)
            .id("key", "key_1");
        let expected =
            r#"{"scopes":["read","write"],"role":"owner","hours":3,"until":null,"key":"key_1"}"#;
        assert_eq!(details.into_json(), expected);
    }
}
