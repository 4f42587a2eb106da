//! What a decision about an account needs, read whole: the same for dispatch, and for whoever asks what would leave when.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::dispatch::{AccountState, Head, Obstacle, Turn};
use domain::ids::{AccountId, WorkspaceId};
use domain::ledger::Action;
use domain::limits;
use domain::policy::Policy;
use domain::send::{Rule, SendKind, SendState};
use domain::suppression::SuppressionState;
use domain::time::Timestamp;
use domain::twins::{self, Twin};

use super::preconditions::has_moved;
use super::{Send, row};
use crate::accounts::Account;
use crate::{StoreResult, Tx, ledger, params, person_locks, suppressions};

/// Sends that a limit holds are told apart up to so many; those behind are looked at together.
const HELD_MAX: u32 = 1_000;

impl Send {
    /// A stored send as a decision sees it, without what stands against it.
    pub fn head(&self) -> Head {
        Head {
            send_id: self.send_id,
            number: self.number,
            kind: self.kind,
            recipient: self.recipient_key.clone(),
            opens_conversation: self.opens_conversation,
            state: self.state.clone(),
            attempt_count: self.attempt_count,
            last_deadline: self.call_deadline_at,
            typing: self.typing,
            upload: if self.attachments.is_empty() {
                Duration::ZERO
            } else {
                limits::UPLOAD_MAX
            },
            expires_at: if twins::is(Twin::ForgetExpiry) {
                Timestamp::MAX
            } else {
                self.expires_at
            },
            needs_approval: false,
            obstacle: None,
        }
    }
}

/// The account as a decision sees it. `heads`: the first sends of its lanes; those to whom one could begin now are locked,
/// so that nobody puts them on the do-not-contact list, and no other account counts what they had, meanwhile. `epoch`: of
/// the lease that is held, and of the attempt that is open, if one is.
pub fn account_state(
    tx: &mut Tx<'_>,
    account: &Account,
    heads: &[Send],
    (epoch, open_attempt_epoch): (i64, Option<i64>),
    now: Timestamp,
) -> StoreResult<AccountState> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let policy = account.policy()?;
    let ledger = ledger::get(tx, account, &policy, &Action::ALL, now)?;
    let could_begin = |send: &Send| {
        send.state.due_at().is_some_and(|due_at| due_at <= now)
            || matches!(send.state, SendState::Scheduled { rule, .. } if rule.is_limit())
    };
    let looked_at = heads.iter().filter(|send| could_begin(send));
    let recipients: BTreeSet<&str> = looked_at
        .filter_map(|send| send.recipient_key.as_deref())
        .collect();
    let place = (workspace_id, account.network.as_str());
    person_locks::lock_each(tx, place.0, place.1, &recipients)?;
    let people = ledger::get_people(tx, place, &recipients, &policy, now)?;
    let mut seen = Vec::with_capacity(heads.len());
    for send in heads {
        seen.push(if could_begin(send) {
            head_now(tx, account, &policy, send, now)?
        } else {
            send.head()
        });
    }
    Ok(AccountState {
        class: account.capability_class,
        policy,
        standing: account.standing(),
        begun_last: account.begun_last_at,
        ledger,
        people,
        held_until: account.held_until(),
        held: list_held(tx, workspace_id, account_id, now)?,
        heads: seen,
        epoch,
        open_attempt_epoch,
    })
}

/// The heads that a limit of the account holds until an instant that is still to come, at most [`HELD_MAX`].
fn list_held(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    now: Timestamp,
) -> StoreResult<Vec<Turn>> {
    let [window, ramp, cool_down] = Rule::OF_ACCOUNT;
    tx.query(
        "SELECT number, kind, opens_conversation FROM send
          WHERE workspace_id = ?1 AND account_id = ?2 AND is_head = 1 AND due_at > ?3
            AND rule IN (?5, ?6, ?7)
          ORDER BY due_at, number LIMIT ?4",
        params![
            workspace_id,
            account_id,
            now,
            HELD_MAX,
            window.word(),
            ramp.word(),
            cool_down.word()
        ],
        |row| {
            let kind = SendKind::from_word(row.text(1)?).unwrap_or(SendKind::Message);
            Ok(Turn {
                number: row.int(0)?,
                actions: kind.actions(row.bool(2)?),
            })
        },
    )
}

/// A send with what stands against it now.
pub fn head_now(
    tx: &mut Tx<'_>,
    account: &Account,
    policy: &Policy,
    send: &Send,
    now: Timestamp,
) -> StoreResult<Head> {
    let mut head = send.head();
    if send.state.is_waiting() || matches!(send.state, SendState::Unknown { .. }) {
        let (obstacle, is_paused) = against(tx, &account.network, send)?;
        head.needs_approval = send.needs_approval(policy, is_paused) && !send.is_approved(now);
        head.obstacle = obstacle.filter(|obstacle| match obstacle {
            Obstacle::RecipientSuppressed => !twins::is(Twin::ForgetSuppression),
            Obstacle::ConversationMoved => !twins::is(Twin::ForgetPreconditions),
        });
    }
    Ok(head)
}

/// What stands against a send by now, and whether a person must say yes because of what its recipient said.
pub fn against(
    tx: &mut Tx<'_>,
    network: &str,
    send: &Send,
) -> StoreResult<(Option<Obstacle>, bool)> {
    let stands = against_each(tx, send.workspace_id, &[(network, send)])?;
    Ok(stands.into_iter().next().unwrap_or_default())
}

/// [`against`] for sends of one workspace, each with its network.
pub fn against_each(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    sends: &[(&str, &Send)],
) -> StoreResult<Vec<(Option<Obstacle>, bool)>> {
    let people: Vec<(&str, &str)> = sends
        .iter()
        .filter_map(|(network, send)| Some((*network, send.recipient_key.as_deref()?)))
        .collect();
    let mut found = suppressions::find_states(tx, workspace_id, &people)?.into_iter();
    let mut stands = Vec::with_capacity(sends.len());
    for (network, send) in sends {
        let state = send
            .recipient_key
            .as_ref()
            .and_then(|_| found.next().flatten());
        let obstacle = if send.kind.takes_back() {
            None
        } else if state == Some(SuppressionState::Suppressed) {
            Some(Obstacle::RecipientSuppressed)
        } else {
            has_moved(tx, network, send)?.then_some(Obstacle::ConversationMoved)
        };
        stands.push((obstacle, state == Some(SuppressionState::Paused)));
    }
    Ok(stands)
}

/// The open sends of an account, each lane in its order, at most `limit`.
pub fn list_open(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    limit: u32,
) -> StoreResult<Vec<Send>> {
    tx.query(
        row::select!(
            "WHERE workspace_id = ?1 AND account_id = ?2 AND is_open = 1
             ORDER BY lane, is_head DESC, ready_at, number LIMIT ?3"
        ),
        params![workspace_id, account_id, limit],
        row::read,
    )
}
