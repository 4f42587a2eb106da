//! What somebody is in a workspace, and so what they may do at most.

use crate::scope::{Rights, Scope};

/// A user's part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything. A workspace with users has at least one.
    Owner,
    /// Everything but the workspace itself and its owners.
    Admin,
    /// Works: reads, writes, sends.
    Member,
    /// Reads.
    Viewer,
}

impl Role {
    /// Every role, the mightiest first.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::Member, Self::Viewer];
    /// Their words, in the same order.
    pub const WORDS: [&str; 4] = ["owner", "admin", "member", "viewer"];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Viewer => "viewer",
        }
    }

    /// The role behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// What it allows.
    pub fn rights(self) -> Rights {
        match self {
            Self::Owner => Rights::all(),
            Self::Admin => Rights::all().without(Scope::WorkspaceAdmin),
            Self::Member => Rights::of(&[Scope::Read, Scope::Write]),
            Self::Viewer => Rights::of(&[Scope::Read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_less_than_the_one_before() {
        for pair in Role::ALL.windows(2) {
            let (more, less) = (pair[0].rights(), pair[1].rights());
            assert!(
                less.is_within(more) && !more.is_within(less),
                "{:?}",
                pair[1]
            );
        }
        for (role, word) in Role::ALL.into_iter().zip(Role::WORDS) {
            assert_eq!((role.word(), Role::from_word(word)), (word, Some(role)));
        }
    }
}
