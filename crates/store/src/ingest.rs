//! The one way in: what a network shows becomes rows, whether it is an echo of our own send, a live update, a page of
//! the history or an import.
//!
//! Whatever is shown again, late or in another order leaves the same rows:
//! - A message is known by its references; a second showing only adds what the first did not know.
//! - Activity never moves back. The read state of a thread follows its newest view, told by the activity and the
//!   reading that the view knows of.
//! - Receipts keep their earliest instant.
//!
//! All functions take the account's row first, then persons, so that transactions wait for each other in one order.
//! Each call is small: callers hand in at most 32 messages at a time.

mod acts;
mod age;
mod announce;
mod changes;
mod guard;
mod imported;
mod invitations;
mod listing;
mod messages;
mod opt_outs;
mod relationship;
mod spread;
mod thread;

pub(crate) use acts::done;
pub use acts::{deleted, edited};
pub use changes::{
    Receipted, all_seen, member_changed, member_seen, reactions, receipt, seen, thread_changed,
    unread,
};
pub(crate) use listing::{forget, rewrite};

pub use imported::{Kept, Piece, observe_imported};
pub use invitations::{ByHand, invitation, invitation_gone};
pub use relationship::{Related, relationship};
pub use spread::refresh_person;
pub use thread::OwnMessage;

use std::borrow::Cow;
use std::collections::BTreeSet;

use domain::conversation::Woken;
use domain::ids::{ConversationId, WorkspaceId};
use domain::network::{NetworkMessage, Thread};
use domain::time::Timestamp;

use crate::accounts::{self, Account, CountChanges};
use crate::conversations::Conversation;
use crate::participants::Participant;
use crate::{StoreError, StoreResult, Tx, conversations, desks, outcomes, params};

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    pub conversation_id: ConversationId,
    /// Account number and conversation number in one.
    pub thread: i64,
    pub is_new_conversation: bool,
    /// The messages that were not known before.
    pub inserted: Vec<InsertedMessage>,
    /// Every message of the page, known or new, that carries a token of ours: each settles its send.
    pub echoes: Vec<EchoedToken>,
    /// Messages that name no valid key, or another thread, and were left out.
    pub skipped: usize,
}

impl Observed {
    /// Nothing became of a page, of which so many messages were left out.
    fn nothing(skipped: usize) -> Self {
        Self {
            conversation_id: ConversationId::from_bytes([0; 16]),
            thread: 0,
            is_new_conversation: false,
            inserted: Vec::new(),
            echoes: Vec::new(),
            skipped,
        }
    }
}

/// A message that was not known before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertedMessage {
    pub message_key: String,
    pub doc: i64,
    pub is_outgoing: bool,
    pub sent_at: Timestamp,
}

/// A message of our own that the network shows with the token that we gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EchoedToken {
    pub token: String,
    pub message_key: String,
    pub thread_key: String,
    pub sent_at: Timestamp,
    pub delivered_at: Option<Timestamp>,
    pub seen_at: Option<Timestamp>,
}

/// Takes over a thread and some of its messages, at most 32; what is older than the workspace keeps is passed over.
///
/// [`StoreError::Unstorable`], with nothing done and the transaction still good, if the thread's key is no key, if it is with
/// somebody alone who was erased and has not written since, or if the account is not linked any more.
pub fn observe(
    tx: &mut Tx<'_>,
    account: &Account,
    thread: &Thread,
    messages: &[NetworkMessage],
    now: Timestamp,
) -> StoreResult<Observed> {
    require_key(&thread.thread_key)?;
    let place = Place::lock(tx, account, now)?;
    place.check_linked(tx)?;
    let Some(recent) = age::recent(tx, &place, thread, messages)? else {
        return Ok(Observed::nothing(0));
    };
    let Some(allowed) = guard::allowed(tx, &place, thread, &recent)? else {
        return Err(StoreError::Unstorable("its only other party was erased"));
    };
    let (thread, messages) = (&*allowed.thread, &*allowed.messages);
    let known = thread::find(tx, &place, &thread.thread_key)?;
    let mut scene = thread::observe(tx, &place, known, thread)?;
    let page = messages::observe(tx, &place, &mut scene, messages, &thread.participants)?;
    scene.finish(tx, &place)?;
    let observed = page.into_observed(&scene);
    let thread_key = &scene.conversation.thread_key;
    outcomes::note_received(tx, account, thread_key, &observed.inserted)?;
    Ok(observed)
}

/// Takes over a message that this gateway sent, before or after the network shows it. The thread may be new: then it is
/// opened with the recipient. Its read state stays as it is, as the answer to a send does not tell it.
///
/// [`StoreError::Unstorable`] as for [`observe`]; [`StoreError::NotFound`] if the thread is unknown and there is no
/// recipient to open it with.
pub fn observe_own(
    tx: &mut Tx<'_>,
    account: &Account,
    own: &OwnMessage<'_>,
    now: Timestamp,
) -> StoreResult<Observed> {
    require_key(own.thread_key)?;
    let place = Place::lock(tx, account, now)?;
    let mut scene = thread::open(tx, &place, own)?;
    let message = own.as_shown(account);
    let page = messages::observe(tx, &place, &mut scene, &[message], &[])?;
    scene.finish(tx, &place)?;
    Ok(page.into_observed(&scene))
}

/// Whose rows are written, and when.
struct Place<'a> {
    account: &'a Account,
    now: Timestamp,
}

impl<'a> Place<'a> {
    /// Takes the account's row, so that nobody else writes to this account meanwhile.
    fn lock(tx: &mut Tx<'_>, account: &'a Account, now: Timestamp) -> StoreResult<Self> {
        accounts::lock(tx, account.workspace_id, account.account_id)?;
        Ok(Self { account, now })
    }

    fn workspace_id(&self) -> WorkspaceId {
        self.account.workspace_id
    }

    /// What a network still tells of an account that was unlinked meanwhile is for nobody: what it left behind may be
    /// deleted already. [`StoreError::Unstorable`] then.
    fn check_linked(&self, tx: &mut Tx<'_>) -> StoreResult<()> {
        let found = tx.query_opt(
            "SELECT number FROM account WHERE workspace_id = ?1 AND account_id = ?2 AND unlinked_at IS NULL",
            params![self.workspace_id(), self.account.account_id],
            |row| row.int(0),
        )?;
        let unlinked = StoreError::Unstorable("its account is not linked any more");
        found.map(drop).ok_or(unlinked)
    }
}

/// A conversation while it changes: its row, who takes part, and what must be written at the end.
struct Scene {
    conversation: Conversation,
    /// The row as it was before, for a conversation that was known.
    before: Option<Conversation>,
    participants: Vec<Participant>,
    /// Whether the network says where the thread lies in the mailbox.
    is_mailbox_told: bool,
    /// The list shows something else than before.
    is_listing_stale: bool,
    /// Words that now stand in the conversation.
    new_words: BTreeSet<String>,
    /// Words that may no longer stand in it.
    gone_words: BTreeSet<String>,
    /// People of whom something else is shown now, in other conversations too.
    changed_people: Vec<crate::people::Seen>,
}

impl Scene {
    /// Writes the conversation, its row in the list, its words and the counters, as far as they changed.
    fn finish(&mut self, tx: &mut Tx<'_>, place: &Place<'_>) -> StoreResult<()> {
        let workspace_id = place.workspace_id();
        if self.before.as_ref() != Some(&self.conversation) {
            self.is_listing_stale = true;
            conversations::update(tx, workspace_id, &self.conversation)?;
        }
        self.finish_desk(tx, place)?;
        let new_words: Vec<String> = std::mem::take(&mut self.new_words).into_iter().collect();
        crate::words::insert(tx, workspace_id, self.conversation.thread, &new_words)?;
        let gone_words = std::mem::take(&mut self.gone_words);
        listing::forget_words(
            tx,
            workspace_id,
            &self.conversation,
            &self.participants,
            gone_words,
        )?;
        if self.is_listing_stale {
            listing::write(tx, workspace_id, &self.conversation, &self.participants)?;
            accounts::update_counts(
                tx,
                workspace_id,
                place.account.account_id,
                self.count_changes(),
            )?;
        }
        let thread = self.conversation.thread;
        for seen in std::mem::take(&mut self.changed_people) {
            spread::spread(tx, place, &seen, Some(thread))?;
        }
        Ok(())
    }

    /// Writes where the conversation lies now, and tells of it unless it lay there when it was first seen.
    fn finish_desk(&self, tx: &mut Tx<'_>, place: &Place<'_>) -> StoreResult<()> {
        let before = self.before.as_ref();
        let desk = before.map(|before| before.desk).unwrap_or_default();
        if desk == self.conversation.desk {
            return Ok(());
        }
        conversations::update_desk(tx, place.workspace_id(), &self.conversation)?;
        if before.is_some() {
            let conversation = (place.workspace_id(), &self.conversation);
            desks::tell(tx, conversation, desk, Woken::Reply, place.now);
        }
        Ok(())
    }

    fn count_changes(&self) -> CountChanges {
        let is_unread = |conversation: &Conversation| i64::from(conversation.unread_count > 0);
        let before = self.before.as_ref();
        CountChanges {
            conversations: i64::from(before.is_none()),
            unread_conversations: is_unread(&self.conversation) - before.map_or(0, is_unread),
            messages: self.conversation.message_count
                - before.map_or(0, |before| before.message_count),
        }
    }
}

/// Network ids are opaque, but bounded and free of characters that end a URN early.
fn is_key(key: &str) -> bool {
    domain::urn::ThreadId::new(key).is_ok()
}

fn require_key(thread_key: &str) -> StoreResult<()> {
    if is_key(thread_key) {
        Ok(())
    } else {
        Err(StoreError::Unstorable("the key of a thread is no key"))
    }
}

/// The text without what no engine can hold.
fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        text.replace('\0', "\u{FFFD}").into()
    } else {
        text.into()
    }
}
