//! What is true in the simulated network: members, threads, messages and what may happen to them.
//!
//! Every function works inside one transaction and tells the seats concerned through their update log.

pub(crate) mod acceptances;
pub(crate) mod attachments;
pub(crate) mod changes;
pub(crate) mod generate;
pub(crate) mod grants;
pub(crate) mod groups;
pub(crate) mod inventions;
pub(crate) mod invitations;
pub(crate) mod mailboxes;
pub(crate) mod members;
pub(crate) mod messages;
pub(crate) mod reactions;
pub(crate) mod receipts;
pub(crate) mod relations;
pub(crate) mod seats;
pub(crate) mod sends;
pub(crate) mod threads;
pub(crate) mod updates;

/// Who looks: a seat's member, with what the seat's class lets it see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Viewer {
    pub(crate) member: i64,
    pub(crate) class: seats::Class,
}

impl Viewer {
    /// Somebody without a client: sees everything, no tokens hidden.
    pub(crate) fn whole(member: i64) -> Self {
        Self {
            member,
            class: seats::Class::A,
        }
    }
}
