//! What every network adapter offers. One value of the trait speaks for one linked account.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use domain::attachment::File;
use domain::invitation::{Direction, Ending};
use domain::network::{
    Attachment, CapabilityClass, Member, MemberQuery, NetworkInvitation, NetworkMessage, Page,
    Plan, Receipt, Relationship, Thread, Updates,
};
use domain::outcome::{HoldRule, Outcome};
use domain::time::Timestamp;

/// The code of [`NetworkError::Refused`] by which every adapter says that a cursor is no longer known.
pub const INVALID_CURSOR: &str = "invalid_cursor";

/// A boxed answer: the trait is used as an object, one per linked account.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a question to the network has no answer. Reads may be asked again; for acts see [`Outcome`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// No connection, no answer in time, or an answer that makes no sense.
    #[error("the network cannot be reached: {detail}")]
    Unreachable {
        /// For the log and the account's health page.
        detail: String,
    },
    /// Asked too often.
    #[error("the network asks to wait")]
    RateLimited {
        /// How long, where the network says.
        retry_after: Option<Duration>,
    },
    /// The credentials no longer work: the account must be linked again.
    #[error("the session has expired")]
    SessionExpired,
    /// The network has restricted the seat or asks for a challenge, which only its owner may solve.
    #[error("the network restricts this account: {code}")]
    Restricted {
        /// The network's own word.
        code: String,
    },
    /// The network answered that it will not, with its own code.
    #[error("the network refused: {code}")]
    Refused {
        /// The network's own word.
        code: String,
        /// The network's own sentence.
        detail: String,
    },
    /// This network has no such thing.
    #[error("this network cannot do that: {capability}")]
    Unsupported {
        /// What would be needed.
        capability: &'static str,
    },
}

/// What a network can do, asked before anything happens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a list of independent abilities"
)]
pub struct Capabilities {
    pub send: bool,
    pub inmail: bool,
    pub typing: bool,
    pub acknowledge: bool,
    pub mark_seen: bool,
    pub groups: bool,
    /// Files in a message.
    pub attachments: bool,
    /// A message that answers a certain one of its thread.
    pub reply_to: bool,
    pub invitations: bool,
    /// A thread that was read can be marked as unread again.
    pub mark_unread: bool,
    /// Threads can be put away without being deleted.
    pub archive: bool,
    /// Threads can be marked as important.
    pub star: bool,
    pub live_updates: bool,
    /// A new text for a message of the seat's own.
    pub edit: bool,
    /// Taking a message of the seat's own back.
    pub unsend: bool,
    /// How long after it was sent a message can be changed or taken back; absent where there is no end.
    pub change_window: Option<Duration>,
    /// Reactions to messages.
    pub react: bool,
    /// Reading the files of messages.
    pub download: bool,
    /// Listing invitations of both directions, and withdrawing, accepting or ignoring them.
    pub invitation_lists: bool,
    /// Code points of the note of an invitation, where the network takes fewer than we do.
    pub invitation_note_chars_max: Option<usize>,
}

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// An existing thread.
    Thread(String),
    /// A member, by member key; the network finds or opens the thread.
    Member(String),
    /// A member of a group that both belong to.
    GroupMember {
        group_id: String,
        member_key: String,
    },
}

/// Where a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagePlace {
    pub thread_key: String,
    pub message_key: String,
}

/// Where an invitation is: by its key, where that is known; else it is the only one of its direction that can be open
/// between the seat and a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationPlace {
    pub invitation_key: Option<String>,
    pub direction: Direction,
    pub member_key: String,
}

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMessage {
    /// Ours, unique for this act and the same in each attempt.
    pub token: String,
    pub destination: Destination,
    pub is_inmail: bool,
    pub subject: Option<String>,
    pub text: String,
    /// The key of the message in the same thread that it answers.
    pub reply_to: Option<String>,
    pub attachments: Vec<File>,
}

impl NetworkError {
    /// As the answer to an act that such an answer says did not happen; `None` where it says nothing of that.
    pub fn as_hold<T>(&self) -> Option<Outcome<T>> {
        let rule = match self {
            Self::SessionExpired => HoldRule::SessionExpired,
            Self::Restricted { code } if code == HoldRule::ChallengeRequired.word() => {
                HoldRule::ChallengeRequired
            }
            Self::Restricted { .. } => HoldRule::Restricted,
            _ => return None,
        };
        let detail = self.to_string();
        Some(Outcome::Held { rule, detail })
    }
}

/// What a search for our token or content found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadBack {
    /// The message with our token; by content each one that it may be, the newest first.
    Found(Vec<Receipt>),
    /// A complete read shows that it is not there.
    Absent,
}

/// The answer of a network that has no such thing; most have no mailbox that can be put in order.
fn unsupported<'a, T: Send + 'a>(capability: &'static str) -> Answer<'a, Result<T, NetworkError>> {
    Box::pin(std::future::ready(Err(NetworkError::Unsupported {
        capability,
    })))
}

/// One linked account's line to its network. What not every network offers has an answer for those that do not; whether
/// one does stands in its [`Capabilities`].
pub trait Network: Send + Sync {
    /// What this network can do.
    fn capabilities(&self) -> Capabilities;

    /// The member whose seat this is, and the class the network declares for it.
    fn own_profile(&self) -> Answer<'_, Result<(Member, CapabilityClass), NetworkError>>;

    /// Plan and credits of the seat.
    fn plan(&self) -> Answer<'_, Result<Plan, NetworkError>>;

    /// Looks a member up; `None` where the network knows no such member.
    fn member(&self, query: MemberQuery) -> Answer<'_, Result<Option<Member>, NetworkError>>;

    /// How the seat stands to a member.
    fn relationship(&self, member_key: String) -> Answer<'_, Result<Relationship, NetworkError>>;

    /// Whether anybody may write to this member without a credit.
    fn is_open_profile(&self, member_key: String) -> Answer<'_, Result<bool, NetworkError>>;

    /// Whether seat and member both belong to a group.
    fn shares_group(
        &self,
        group_id: String,
        member_key: String,
    ) -> Answer<'_, Result<bool, NetworkError>>;

    /// A thread as it stands now; `None` where the seat has no such thread.
    fn thread(&self, thread_key: String) -> Answer<'_, Result<Option<Thread>, NetworkError>>;

    /// The direct thread with a member, if there is one.
    fn thread_with(&self, member_key: String) -> Answer<'_, Result<Option<Thread>, NetworkError>>;

    /// Threads, newest activity first.
    fn threads(
        &self,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'_, Result<Page<Thread>, NetworkError>>;

    /// Messages of a thread, newest first.
    fn messages(
        &self,
        thread_key: String,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'_, Result<Page<NetworkMessage>, NetworkError>>;

    /// The cursor that stands after everything that has happened so far.
    fn current_cursor(&self) -> Answer<'_, Result<String, NetworkError>>;

    /// Changes after `cursor`, each shown as things stand now and not as they stood then, so that a change which comes
    /// twice or late takes nothing back; waits up to `wait` for the first.
    ///
    /// A cursor that the network no longer knows is refused with the code [`INVALID_CURSOR`], here and in every listing.
    fn updates(&self, cursor: String, wait: Duration) -> Answer<'_, Result<Updates, NetworkError>>;

    /// Sends a message once. Where files are handed over first, that takes at most [`UPLOAD_MAX`] together, and while it
    /// fails nothing was sent.
    ///
    /// [`UPLOAD_MAX`]: domain::limits::UPLOAD_MAX
    fn send(&self, message: OutgoingMessage) -> Answer<'_, Outcome<Receipt>>;

    /// Looks for what [`Network::send`] may have left behind. `since` bounds a search by content.
    fn read_back(
        &self,
        message: OutgoingMessage,
        since: Timestamp,
    ) -> Answer<'_, Result<ReadBack, NetworkError>>;

    /// Shows or ends the typing sign in a thread.
    fn typing(&self, thread_key: String, is_typing: bool) -> Answer<'_, Result<(), NetworkError>>;

    /// Acknowledges the delivery of received messages.
    fn acknowledge(
        &self,
        thread_key: Option<String>,
        message_keys: Vec<String>,
    ) -> Answer<'_, Result<(), NetworkError>>;

    /// Marks a thread as seen up to now. Safe to repeat.
    fn mark_seen(&self, thread_key: String) -> Answer<'_, Result<(), NetworkError>>;

    /// Marks every thread as read. Safe to repeat.
    fn mark_all_read(&self) -> Answer<'_, Result<(), NetworkError>>;

    /// Marks a thread as unread. Safe to repeat.
    fn mark_unread(&self, _thread_key: String) -> Answer<'_, Result<(), NetworkError>> {
        unsupported("marking as unread")
    }

    /// Puts a thread into the archive of the mailbox, or takes it out. Safe to repeat.
    fn archive(
        &self,
        _thread_key: String,
        _is_archived: bool,
    ) -> Answer<'_, Result<(), NetworkError>> {
        unsupported("archiving")
    }

    /// Gives a thread a star, or takes it. Safe to repeat.
    fn star(&self, _thread_key: String, _is_starred: bool) -> Answer<'_, Result<(), NetworkError>> {
        unsupported("starring")
    }

    /// Invites a member to connect, once.
    fn connect(
        &self,
        token: String,
        member_key: String,
        note: Option<String>,
    ) -> Answer<'_, Outcome<()>>;

    /// Open invitations of one direction, newest first.
    fn invitations(
        &self,
        _direction: Direction,
        _cursor: Option<String>,
        _limit: u32,
    ) -> Answer<'_, Result<Page<NetworkInvitation>, NetworkError>> {
        unable("listing invitations")
    }

    /// An invitation as it stands now; `None` where the seat has no such invitation, or no longer.
    fn invitation(
        &self,
        _invitation_key: String,
    ) -> Answer<'_, Result<Option<NetworkInvitation>, NetworkError>> {
        unable("reading one invitation")
    }

    /// Takes an invitation of the seat's own back, or accepts or ignores one that it got. Sets a state: repeating it changes
    /// nothing, and is no refusal.
    fn end_invitation(&self, _place: InvitationPlace, _ending: Ending) -> Answer<'_, Outcome<()>> {
        refused("managing invitations")
    }

    /// A message as it stands now; `None` where the seat has no such message, or no longer. What follows a lost answer
    /// of the three acts below is read from it.
    fn message(
        &self,
        _place: MessagePlace,
    ) -> Answer<'_, Result<Option<NetworkMessage>, NetworkError>> {
        unable("reading one message")
    }

    /// The bytes of a file of a message, at most 16 MiB; `None` where it is there no longer.
    fn download(
        &self,
        _attachment: Attachment,
    ) -> Answer<'_, Result<Option<Vec<u8>>, NetworkError>> {
        unable("reading files of messages")
    }

    /// The bytes of a file by the address under which this network shows it, at most 16 MiB; `None` where it is there no
    /// longer. An address of somewhere else is refused, and nothing is asked there.
    fn media(&self, _url: String) -> Answer<'_, Result<Option<Vec<u8>>, NetworkError>> {
        unable("reading files by their address")
    }

    /// Gives a message of the seat's own another text, and says when, where the network tells that of its messages. Sets a
    /// state: repeating it changes nothing.
    fn edit(&self, _place: MessagePlace, _text: String) -> Answer<'_, Outcome<Option<Timestamp>>> {
        refused("editing messages")
    }

    /// Takes a message of the seat's own back. Sets a state: repeating it changes nothing.
    fn unsend(&self, _place: MessagePlace) -> Answer<'_, Outcome<()>> {
        refused("taking messages back")
    }

    /// Adds the seat's reaction to a message, or takes it back. Sets a state: repeating it changes nothing.
    fn react(
        &self,
        _place: MessagePlace,
        _emoji: String,
        _is_added: bool,
    ) -> Answer<'_, Outcome<()>> {
        refused("reactions")
    }
}

/// What a network answers that has no such thing: nothing happened.
fn refused<'a, T: Send + 'a>(capability: &'static str) -> Answer<'a, Outcome<T>> {
    let detail = NetworkError::Unsupported { capability }.to_string();
    Box::pin(async {
        Outcome::Refused {
            code: "unsupported".to_owned(),
            detail,
        }
    })
}

fn unable<'a, T: Send + 'a>(capability: &'static str) -> Answer<'a, Result<T, NetworkError>> {
    Box::pin(async move { Err(NetworkError::Unsupported { capability }) })
}
