//! The outbox: one row per outward act, from acceptance to its end.

mod approval;
mod attachments;
mod changes;
mod decision;
mod doubt;
pub mod erasure;
mod history;
mod insertion;
mod lane;
mod likeness;
mod preconditions;
mod row;
mod snapshot;
mod transition;
mod waiting;

use std::time::Duration;

use domain::attachment::FileFacts;
use domain::ids::{AccountId, ApiKeyId, MessageId, SendId, WorkspaceId};
use domain::likeness::Mark;
use domain::limits;
use domain::policy::Policy;
use domain::send::{SendKind, SendState};
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use sha2::{Digest, Sha256};

use crate::hints::{Hint, Hints};
use crate::{ColumnType, StoreError, StoreResult, Tx, Value, accounts, agenda, params};

pub use approval::Approval;
pub use attachments::{find_file, insert_files, list_files};
pub use changes::{Edit, Filter, approve, edit, list, release_held, release_recipient, renew};
pub use decision::{account_state, against, against_each, head_now, list_open};
pub(crate) use doubt::find_newest_invitation;
pub use doubt::{list_in_doubt, list_in_flight_to, list_unsettled};
pub use history::list_alike;
pub use insertion::{insert, insert_many};
pub use likeness::{Alike, count_alike};
pub use snapshot::{
    Snapshot, delete_snapshot, find_snapshot, forget_snapshot, insert_snapshot,
    update_snapshot_lasting,
};
pub use transition::{Echo, record_done, record_receipt, record_sent, settle_by_echo, transition};
pub use waiting::{count_waiting, list_waiting, list_waiting_to};

/// An outward act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    pub workspace_id: WorkspaceId,
    pub send_id: SendId,
    pub account_id: AccountId,
    /// Order of acceptance within the account.
    pub number: i64,
    /// What it must not overtake or be overtaken in: a member, or a thread of several.
    pub lane: String,
    pub kind: SendKind,
    pub state: SendState,
    pub opens_conversation: bool,
    pub idempotency_key: Option<String>,
    /// Of the original request.
    pub fingerprint: Vec<u8>,
    /// The same for identical requests without a key.
    pub twin: Option<Vec<u8>>,
    /// What the network is told, the same in every try.
    pub token: String,
    pub recipient_key: Option<String>,
    pub thread_key: Option<String>,
    pub group_id: Option<String>,
    pub subject: Option<String>,
    /// Empty only where there are attachments, or in an invitation without a note.
    pub text: String,
    /// The network's key of the message that it answers.
    pub reply_to: Option<String>,
    /// Their bytes are kept apart: [`list_files`].
    pub attachments: Vec<FileFacts>,
    /// The network's key of the message that it is done to, where it is such an act.
    pub target_key: Option<String>,
    /// The message that it was made from, where it forwards one.
    pub forwarded_from: Option<MessageId>,
    /// How long typing is shown before it; zero for none.
    pub typing: Duration,
    /// Message keys whose delivery is acknowledged with it.
    pub acknowledge: Vec<String>,
    pub typing_sent: bool,
    pub acknowledgment_sent: bool,
    pub attempt_count: u32,
    pub message_key: Option<String>,
    pub sent_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    pub seen_at: Option<Timestamp>,
    pub policy_version: Option<i64>,
    pub call_deadline_at: Option<Timestamp>,
    pub api_key_id: Option<ApiKeyId>,
    pub accepted_at: Timestamp,
    pub updated_at: Timestamp,
    pub expires_at: Timestamp,
    /// From when on it stands in its lane's line.
    pub ready_at: Timestamp,
    /// What its caller says of it, for whoever counts later.
    pub template_id: Option<String>,
    /// Which version of it, where the text was made from it here.
    pub template_version: Option<i64>,
    pub tags: Vec<String>,
    /// It leaves only if the other side has not written since.
    pub no_reply_since: Option<Timestamp>,
    /// It leaves only if this is still the conversation's newest message.
    pub last_message_key: Option<String>,
    pub approval: Option<Approval>,
    pub edited_at: Option<Timestamp>,
    /// What it is compared by with other first messages, if it is one.
    pub likeness: Option<Mark>,
}

impl Send {
    /// A message of an account as it is accepted at `now`: without words, to nobody, ready at once.
    pub fn new(
        (workspace_id, account_id): (WorkspaceId, AccountId),
        send_id: SendId,
        now: Timestamp,
    ) -> Self {
        Self {
            workspace_id,
            send_id,
            account_id,
            number: 0,
            lane: String::new(),
            kind: SendKind::Message,
            state: SendState::Queued,
            opens_conversation: false,
            idempotency_key: None,
            fingerprint: Vec::new(),
            twin: None,
            token: send_id.to_string(),
            recipient_key: None,
            thread_key: None,
            group_id: None,
            subject: None,
            text: String::new(),
            reply_to: None,
            attachments: Vec::new(),
            target_key: None,
            forwarded_from: None,
            typing: Duration::ZERO,
            acknowledge: Vec::new(),
            typing_sent: false,
            acknowledgment_sent: false,
            attempt_count: 0,
            message_key: None,
            sent_at: None,
            delivered_at: None,
            seen_at: None,
            policy_version: None,
            call_deadline_at: None,
            api_key_id: None,
            accepted_at: now,
            updated_at: now,
            expires_at: now.plus(limits::SEND_LIFETIME),
            ready_at: now,
            template_id: None,
            template_version: None,
            tags: Vec::new(),
            no_reply_since: None,
            last_message_key: None,
            approval: None,
            edited_at: None,
            likeness: None,
        }
    }

    /// Names exactly what leaves and to whom: 32 bytes, other ones for another text, reply or file.
    pub fn content_hash(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        let fields = [
            Some(self.kind.word()),
            self.recipient_key.as_deref(),
            self.group_id.as_deref(),
            // A thread with one person may be found later; one of several is the recipient.
            self.thread_key
                .as_deref()
                .filter(|_| self.recipient_key.is_none()),
            self.subject.as_deref(),
            Some(self.text.as_str()),
        ];
        // What there is not leaves no trace: whoever said yes before there were such things said yes to this.
        let reply_to = self.reply_to.iter().flat_map(|key| ["reply_to", key]);
        let target = self.target_key.iter().flat_map(|key| ["target", key]);
        let attachments = self
            .attachments
            .iter()
            .flat_map(|facts| ["attachment", &facts.name, &facts.media_type, &facts.sha256]);
        let fields = fields.into_iter().map(Option::unwrap_or_default);
        for field in fields.chain(reply_to).chain(target).chain(attachments) {
            hash.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(field);
        }
        hash.finalize().to_vec()
    }

    /// Whether a person must say yes to it first. `is_paused`: because of what its recipient said.
    pub fn needs_approval(&self, policy: &Policy, is_paused: bool) -> bool {
        !self.kind.takes_back() && policy.needs_approval(is_paused)
    }

    /// Whether a person has said yes to what it says now, and that still holds.
    pub fn is_approved(&self, now: Timestamp) -> bool {
        self.approval
            .as_ref()
            .filter(|approval| approval.until > now || twins::is(Twin::ApproveForEver))
            .is_some_and(|approval| {
                approval.hash == self.content_hash() || twins::is(Twin::ApproveAnyWords)
            })
    }
}

/// Makes sure that dispatch looks at the account by `due_at`, and tells it so.
fn wake(
    tx: &mut Tx<'_>,
    hints: &Hints,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    due_at: Timestamp,
) -> StoreResult<()> {
    agenda::advance(tx, agenda::DISPATCH, workspace_id, account_id, due_at)?;
    hints.after_commit(tx, Hint::AccountDue(account_id, due_at));
    Ok(())
}

/// The send, if this workspace has it.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<Option<Send>> {
    tx.query_opt(
        row::select!("WHERE workspace_id = ?1 AND send_id = ?2"),
        params![workspace_id, send_id],
        row::read,
    )
}

/// The send, which must exist.
pub fn get(tx: &mut Tx<'_>, workspace_id: WorkspaceId, send_id: SendId) -> StoreResult<Send> {
    find(tx, workspace_id, send_id)?.ok_or(StoreError::NotFound)
}

/// For each key the send that was accepted with it.
pub fn find_by_idempotency_keys(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    keys: &[&str],
) -> StoreResult<Vec<Option<Send>>> {
    let rows: Vec<Vec<Value<'_>>> = keys
        .iter()
        .map(|key| vec![workspace_id.into(), (*key).into()])
        .collect();
    tx.query_opt_each(
        row::select!("WHERE workspace_id = ?1 AND idempotency_key = ?2"),
        &[ColumnType::Blob, ColumnType::Text],
        &rows,
        row::read,
    )
}

/// The newest send of a request without a key that was written alike, which may still leave, or of which it became
/// known after `since` that it has left. By our own clock, whatever the network's says, and whatever became of it later.
pub fn find_repeated(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    fingerprint: &[u8],
    since: Timestamp,
) -> StoreResult<Option<Send>> {
    tx.query_opt(
        row::select!(
            "WHERE workspace_id = ?1 AND fingerprint = ?2 AND idempotency_key IS NULL
               AND (is_open = 1 OR EXISTS (
                    SELECT 1 FROM attempt a
                     WHERE a.workspace_id = ?1 AND a.send_id = send.send_id AND a.outcome = 'accepted'
                       AND a.ended_at > ?3))
             ORDER BY accepted_at DESC, number DESC LIMIT 1"
        ),
        params![workspace_id, fingerprint, since],
        row::read,
    )
}

/// As [`find_repeated`], by what the request meant.
pub fn find_twin(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    twin: &[u8],
    since: Timestamp,
) -> StoreResult<Option<Send>> {
    tx.query_opt(
        row::select!(
            "WHERE workspace_id = ?1 AND twin = ?2
               AND (is_open = 1 OR EXISTS (
                    SELECT 1 FROM attempt a
                     WHERE a.workspace_id = ?1 AND a.send_id = send.send_id AND a.outcome = 'accepted'
                       AND a.ended_at > ?3))
             ORDER BY accepted_at DESC, number DESC LIMIT 1"
        ),
        params![workspace_id, twin, since],
        row::read,
    )
}

/// The send that carried this token to the network.
pub fn find_by_token(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    token: &str,
) -> StoreResult<Option<Send>> {
    // The token is the printed id; whatever else carries one is not ours.
    let Ok(send_id) = token.parse::<SendId>() else {
        return Ok(None);
    };
    let found = find(tx, workspace_id, send_id)?;
    Ok(found.filter(|send| send.account_id == account_id && send.token == token))
}

/// The send whose message the network knows by this key.
pub fn find_by_message_key(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    message_key: &str,
) -> StoreResult<Option<Send>> {
    tx.query_opt(
        row::select!("WHERE workspace_id = ?1 AND account_id = ?2 AND message_key = ?3"),
        params![workspace_id, account_id, message_key],
        row::read,
    )
}

/// The first open send of each lane, those due longest first, at most `limit`.
pub fn list_heads(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    limit: u32,
) -> StoreResult<Vec<Send>> {
    tx.query(
        row::select!("WHERE workspace_id = ?1 AND account_id = ?2 AND is_head = 1 ORDER BY due_at, number LIMIT ?3"),
        params![workspace_id, account_id, limit],
        row::read,
    )
}

/// Notes what happened around the call. What was true once stays true.
pub fn update_evidence(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
    typing_sent: bool,
    acknowledgment_sent: bool,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE send
            SET typing_sent = CASE WHEN CAST(?3 AS BIGINT) = 1 THEN 1 ELSE COALESCE(typing_sent, 0) END,
                acknowledgment_sent =
                    CASE WHEN CAST(?4 AS BIGINT) = 1 THEN 1 ELSE COALESCE(acknowledgment_sent, 0) END
          WHERE workspace_id = ?1 AND send_id = ?2",
        params![workspace_id, send_id, typing_sent, acknowledgment_sent],
    )?;
    Ok(())
}

/// Counts a try that begins now, and notes until when its call may last.
pub fn update_begun(
    tx: &mut Tx<'_>,
    send: &Send,
    deadline: Timestamp,
    policy_version: i64,
    now: Timestamp,
) -> StoreResult<()> {
    // What waits for no pause makes none.
    if !send.kind.is_about_message() {
        accounts::update_begun_last(tx, send.workspace_id, send.account_id, now)?;
    }
    tx.execute(
        "UPDATE send SET attempt_count = attempt_count + 1, call_deadline_at = ?3, policy_version = ?4
          WHERE workspace_id = ?1 AND send_id = ?2",
        params![send.workspace_id, send.send_id, deadline, policy_version],
    )?;
    Ok(())
}

/// Leaves a send alone until an instant, whatever its state.
pub fn update_due(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
    due_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE send SET due_at = ?3 WHERE workspace_id = ?1 AND send_id = ?2 AND due_at < ?3",
        params![workspace_id, send_id, due_at],
    )?;
    Ok(())
}

/// Notes when an unknown outcome is read back next.
pub fn update_check(
    tx: &mut Tx<'_>,
    send: &Send,
    check_at: Timestamp,
    absent: u32,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE send SET due_at = ?3, check_count = ?4, updated_at = ?5 WHERE workspace_id = ?1 AND send_id = ?2",
        params![send.workspace_id, send.send_id, check_at, absent, now],
    )?;
    agenda::advance(
        tx,
        agenda::DISPATCH,
        send.workspace_id,
        send.account_id,
        check_at,
    )
}
