//! What a network shows of itself, as values: members, threads, messages, updates.
//!
//! Adapters produce these, the store keeps them; neither knows the other.

use crate::invitation::{Direction, InvitationState};
use crate::time::Timestamp;

/// What follows an act whose answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapabilityClass {
    /// The network honours our token: repeating is safe.
    A,
    /// The network can be asked for our token.
    B,
    /// Only the content can be looked for.
    C,
    /// Neither.
    D,
}

impl CapabilityClass {
    /// The letter, as it is stored and shown.
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// The class behind a letter; what is unknown counts as the weakest.
    pub fn from_letter(letter: &str) -> Self {
        match letter {
            "A" => Self::A,
            "B" => Self::B,
            "C" => Self::C,
            _ => Self::D,
        }
    }
}

/// A member as the network shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// `ACoAA…`.
    pub member_key: String,
    /// The number behind `urn:li:member:`.
    pub member_number: Option<i64>,
    /// What stands after `/in/`.
    pub slug: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub headline: String,
    /// Absolute address of the picture.
    pub picture: Option<String>,
    /// For example `PREMIUM`.
    pub badge: Option<String>,
    /// 1 to 3, absent where there is no relation or for the owner.
    pub degree: Option<u8>,
}

impl Member {
    /// First and last name as people read them.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}

/// How a caller names a member to the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberQuery {
    Slug(String),
    MemberKey(String),
    MemberNumber(i64),
}

/// The plan of the seat and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub is_premium: bool,
    /// For example `PREMIUM_BUSINESS`, absent on a free seat.
    pub premium_type: Option<String>,
    pub inmail_credits_total: i64,
    pub inmail_credits_used: i64,
}

/// How the seat stands to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relationship {
    pub degree: Option<u8>,
    pub invitation_sent: bool,
    pub invitation_received: bool,
}

impl Relationship {
    /// The word for it.
    pub const fn status(&self) -> RelationshipStatus {
        match self {
            Self {
                degree: Some(1), ..
            } => RelationshipStatus::Connected,
            Self {
                invitation_sent: true,
                ..
            } => RelationshipStatus::InvitationSent,
            Self {
                invitation_received: true,
                ..
            } => RelationshipStatus::InvitationReceived,
            _ => RelationshipStatus::NotConnected,
        }
    }
}

/// How a seat stands to a member, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationshipStatus {
    Connected,
    /// The seat has invited the member.
    InvitationSent,
    /// The member has invited the seat.
    InvitationReceived,
    NotConnected,
}

impl RelationshipStatus {
    /// Every word that [`Self::word`] gives.
    pub const WORDS: [&'static str; 4] = [
        "connected",
        "invitation_sent",
        "invitation_received",
        "not_connected",
    ];

    /// The word that our own contract shows.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::InvitationSent => "invitation_sent",
            Self::InvitationReceived => "invitation_received",
            Self::NotConnected => "not_connected",
        }
    }

    /// The word that is stored and told in events.
    pub const fn stored(self) -> &'static str {
        match self {
            Self::Connected => "CONNECTED",
            Self::InvitationSent => "INVITATION_SENT",
            Self::InvitationReceived => "INVITATION_RECEIVED",
            Self::NotConnected => "NOT_CONNECTED",
        }
    }

    /// The status behind the word of our own contract.
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Connected,
            Self::InvitationSent,
            Self::InvitationReceived,
            Self::NotConnected,
        ]
        .into_iter()
        .find(|status| status.word() == word)
    }
}

/// Kinds of thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThreadKind {
    Direct,
    Group,
    Inmail,
}

impl ThreadKind {
    /// Every word.
    pub const WORDS: [&'static str; 3] = ["direct", "group", "inmail"];

    /// The kind behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "direct" => Some(Self::Direct),
            "group" => Some(Self::Group),
            "inmail" => Some(Self::Inmail),
            _ => None,
        }
    }

    /// The word that is stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
            Self::Inmail => "inmail",
        }
    }
}

/// A thread as the network lists it. Participants do not include the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// `2-…`.
    pub thread_key: String,
    pub kind: ThreadKind,
    pub title: Option<String>,
    pub participants: Vec<Member>,
    pub created_at: Timestamp,
    pub last_activity_at: Timestamp,
    pub last_read_at: Option<Timestamp>,
    pub unread_count: i64,
    /// Absent where the network does not say.
    pub mailbox: Option<Mailbox>,
}

/// Where a thread lies in the mailbox of the seat.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mailbox {
    pub is_archived: bool,
    pub is_starred: bool,
}

/// A file or link that travels with a message.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Attachment {
    pub id: String,
    pub name: String,
    pub media_type: String,
    pub byte_size: i64,
    pub url: String,
}

/// One person's reaction to a message.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reaction {
    pub emoji: String,
    /// Member key of who reacted.
    pub member_key: String,
    /// Milliseconds since the epoch.
    pub reacted_at: i64,
}

/// A message as the network shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkMessage {
    pub message_key: String,
    pub thread_key: String,
    /// Member key; the owner's for what left from this seat.
    pub sender_key: String,
    pub sent_at: Timestamp,
    pub text: String,
    pub subject: Option<String>,
    /// Our own token, where the network echoes it to the sender.
    pub token: Option<String>,
    /// The key of the message in the same thread that it answers.
    pub reply_to: Option<String>,
    pub attachments: Vec<Attachment>,
    pub reactions: Vec<Reaction>,
    /// When the first other participant received it; only for what left from this seat.
    pub delivered_at: Option<Timestamp>,
    /// When the first other participant saw it; only for what left from this seat.
    pub seen_at: Option<Timestamp>,
    /// When its text was changed last, by the network's clock; absent where it was not, or the network does not say. Tells
    /// an older showing from a newer one.
    pub edited_at: Option<Timestamp>,
}

/// An invitation to connect as the network shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkInvitation {
    pub invitation_key: String,
    pub direction: Direction,
    /// The other side.
    pub member: Member,
    pub note: Option<String>,
    pub sent_at: Timestamp,
    pub state: InvitationState,
}

/// One page of a listing that is read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Absent on the last page.
    pub next: Option<String>,
}

/// A change that the network reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Update {
    /// A message from anybody, our own included. The thread comes with it, so that a new one can be opened.
    Message {
        thread: Thread,
        message: NetworkMessage,
    },
    /// What we sent was delivered or seen.
    Receipt {
        thread_key: String,
        message_key: String,
        delivered_at: Option<Timestamp>,
        seen_at: Option<Timestamp>,
    },
    /// All reactions of a message as they now stand.
    Reactions {
        thread_key: String,
        message_key: String,
        reactions: Vec<Reaction>,
    },
    /// A message was taken back by whoever wrote it.
    Deleted {
        thread_key: String,
        message_key: String,
    },
    /// Read state or membership of a thread changed.
    Thread(Thread),
    /// A member changed name, headline or picture, or the degree of the relation.
    Member(Member),
    /// An invitation as it stands now, from a network that names each of them.
    Invitation(NetworkInvitation),
    /// An invitation was sent, received, accepted or declined, or a connection ended.
    Relationship {
        member: Member,
        relationship: Relationship,
    },
    /// Somebody types. Live only.
    Typing {
        thread_key: String,
        member_key: String,
    },
}

/// Updates since a cursor, and the cursor after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Updates {
    pub items: Vec<Update>,
    pub cursor: String,
}

/// What the network says of a message that it accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub message_key: String,
    pub thread_key: String,
    pub accepted_at: Timestamp,
    /// The files as the network shows them from now on.
    pub attachments: Vec<Attachment>,
}
