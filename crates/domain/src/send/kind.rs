//! The kinds of outward acts, and what follows from each.

use crate::ledger::Action;
use crate::network::CapabilityClass;

/// What kind of act a send is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SendKind {
    /// An ordinary message.
    Message,
    /// A message to somebody outside the network of the account, paid with a credit.
    Inmail,
    /// An invitation to connect; the text is its note.
    Invitation,
    /// A new text for a message that the account wrote.
    Edit,
    /// Taking back a message that the account wrote.
    Delete,
    /// A reaction to a message; the text is the emoji.
    Reaction,
    /// Taking such a reaction back.
    ReactionRemoval,
    /// Taking back an invitation that the account sent.
    InvitationWithdrawal,
    /// Accepting an invitation that the account got.
    InvitationAcceptance,
    /// Putting away an invitation that the account got.
    InvitationDismissal,
}

impl SendKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Message,
        Self::Inmail,
        Self::Invitation,
        Self::Edit,
        Self::Delete,
        Self::Reaction,
        Self::ReactionRemoval,
        Self::InvitationWithdrawal,
        Self::InvitationAcceptance,
        Self::InvitationDismissal,
    ];

    /// Every word that [`Self::word`] gives.
    pub const WORDS: &'static [&'static str] = &[
        "message",
        "inmail",
        "invitation",
        "edit",
        "delete",
        "reaction",
        "reaction_removal",
        "invitation_withdrawal",
        "invitation_acceptance",
        "invitation_dismissal",
    ];

    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Inmail => "inmail",
            Self::Invitation => "invitation",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Reaction => "reaction",
            Self::ReactionRemoval => "reaction_removal",
            Self::InvitationWithdrawal => "invitation_withdrawal",
            Self::InvitationAcceptance => "invitation_acceptance",
            Self::InvitationDismissal => "invitation_dismissal",
        }
    }

    /// What it counts as, the main thing first. The contract counts every message alike; what is done to a message or
    /// an invitation that is there already counts as nothing.
    pub fn actions(self, opens_conversation: bool) -> Vec<Action> {
        match self {
            Self::Message if opens_conversation => vec![Action::Message, Action::NewConversation],
            Self::Message => vec![Action::Message, Action::Reply],
            Self::Inmail => vec![Action::Message, Action::Inmail],
            Self::Invitation => vec![Action::Invitation],
            Self::Edit
            | Self::Delete
            | Self::Reaction
            | Self::ReactionRemoval
            | Self::InvitationWithdrawal
            | Self::InvitationAcceptance
            | Self::InvitationDismissal => Vec::new(),
        }
    }

    /// Whether it puts a message into a conversation.
    pub const fn is_message(self) -> bool {
        matches!(self, Self::Message | Self::Inmail)
    }

    /// Whether it is done to a message that is there already. Such an act sets a state, so that repeating it changes
    /// nothing, and it waits neither for pauses nor for working hours: a correction that comes tomorrow is none.
    pub const fn is_about_message(self) -> bool {
        matches!(
            self,
            Self::Edit | Self::Delete | Self::Reaction | Self::ReactionRemoval
        )
    }

    /// Whether it is done to an invitation that is there already. Such an act sets a state, too; it waits for pauses and
    /// working hours like a message, as nobody answers a hundred invitations in a second.
    pub const fn is_about_invitation(self) -> bool {
        matches!(
            self,
            Self::InvitationWithdrawal | Self::InvitationAcceptance | Self::InvitationDismissal
        )
    }

    /// Whether it sets a state of something that is there already, so that repeating it changes nothing.
    pub const fn sets_state(self) -> bool {
        self.is_about_message() || self.is_about_invitation()
    }

    /// Whether it says nothing to anybody and only takes something back, or puts it away: nobody need approve it, and
    /// nothing stands against it.
    pub const fn takes_back(self) -> bool {
        matches!(
            self,
            Self::Delete
                | Self::ReactionRemoval
                | Self::InvitationWithdrawal
                | Self::InvitationDismissal
        )
    }

    /// What follows a lost answer. What was taken back stays so, so that taking it back can be repeated on any network, as
    /// if it honoured our token. A text or a reaction may have been changed by hand meanwhile, which a repeat would undo:
    /// the message is read first, as if it could be asked for our token; where it cannot be read, a reaction is repeated
    /// and a text is put before a person.
    pub const fn class_on(self, class: CapabilityClass) -> CapabilityClass {
        match (self, class) {
            (kind, _) if kind.is_about_invitation() => CapabilityClass::A,
            (Self::Delete, _) | (Self::Reaction | Self::ReactionRemoval, CapabilityClass::D) => {
                CapabilityClass::A
            }
            (Self::Edit, CapabilityClass::D) => CapabilityClass::D,
            (Self::Edit | Self::Reaction | Self::ReactionRemoval, _) => CapabilityClass::B,
            _ => class,
        }
    }

    /// The kind behind a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_from_its_word() {
        let words = SendKind::ALL.map(SendKind::word);
        assert_eq!(words.as_slice(), SendKind::WORDS);
        for kind in SendKind::ALL {
            assert_eq!(SendKind::from_word(kind.word()), Some(kind));
        }
    }

    #[test]
    fn what_sets_a_state_counts_as_nothing() {
        for kind in SendKind::ALL {
            assert_eq!(kind.sets_state(), kind.actions(false).is_empty());
            assert!(!kind.takes_back() || kind.sets_state());
        }
    }

    #[test]
    fn only_what_stays_taken_back_is_repeated_without_a_look() {
        use CapabilityClass::{A, B, C, D};
        for (kind, classes) in [
            (SendKind::Edit, [B, B, B, D]),
            (SendKind::Delete, [A, A, A, A]),
            (SendKind::Reaction, [B, B, B, A]),
            (SendKind::ReactionRemoval, [B, B, B, A]),
            (SendKind::InvitationWithdrawal, [A, A, A, A]),
            (SendKind::InvitationAcceptance, [A, A, A, A]),
            (SendKind::InvitationDismissal, [A, A, A, A]),
            (SendKind::Message, [A, B, C, D]),
            (SendKind::Invitation, [A, B, C, D]),
        ] {
            assert_eq!(
                [A, B, C, D].map(|class| kind.class_on(class)),
                classes,
                "{kind:?}"
            );
        }
    }
}
