//! Acceptance: one transaction that either finds the send that this request already made, or makes it.

use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::ids::SendId;
use domain::ledger::{Action, Quota, Verdict, Window};
use domain::limits;
use domain::policy::Policy;
use domain::send::{SendKind, SendState};
use domain::time::Timestamp;
use sha2::{Digest, Sha256};
use store::accounts::{self, Account};
use store::sends::{self, Send};
use store::{StoreError, StoreResult, Tx, ledger};

use super::plan::check_held;
use super::{Accepted, PlannedSend};
use crate::{App, AppError, AppResult, Caller, Refusal};

impl App {
    /// Puts the planned send into the outbox, durably, unless it is there already.
    pub(crate) async fn accept(
        &self,
        caller: &Caller,
        account: &Account,
        planned: PlannedSend,
    ) -> AppResult<Accepted> {
        let now = self.now();
        let fresh = fresh_send(
            caller,
            account,
            planned,
            SendId::mint(now, &*self.parts().entropy),
            now,
        );
        let twin_window = self.parts().settings.twin_window;
        let hints = self.parts().store.hints().clone();
        let (workspace_id, account_id, send_id) =
            (fresh.workspace_id, account.account_id, fresh.send_id);
        let written = self
            .parts()
            .store
            .write(move |tx| {
                // First of all, so that two identical requests cannot both find nothing.
                accounts::lock(tx, fresh.workspace_id, account_id)?;
                if let Some(earlier) = earlier(tx, &fresh, twin_window, now)? {
                    return Ok(earlier);
                }
                let account = accounts::get(tx, fresh.workspace_id, account_id)?;
                if let Err(AppError::Refused(refusal)) = check_held(&account, now) {
                    return Ok(Err(*refusal));
                }
                if let Err(refusal) =
                    check_quota(tx, &account, fresh.kind, fresh.opens_conversation, now)?
                {
                    return Ok(Err(refusal));
                }
                let mut send = fresh.clone();
                if twin_window.is_zero() || send.idempotency_key.is_some() {
                    send.twin = None;
                }
                send.lane = lane(tx, &send)?;
                let send = sends::insert(tx, &hints, send)?;
                Ok(Ok(Accepted {
                    send,
                    is_twin: false,
                    is_replay: false,
                }))
            })
            .await;
        match written {
            // The lost answer to a commit: the row itself tells.
            Err(StoreError::CommitUnknown) => {
                let send = self
                    .parts()
                    .store
                    .read(move |tx| sends::get(tx, workspace_id, send_id))
                    .await?;
                Ok(Accepted {
                    send,
                    is_twin: false,
                    is_replay: false,
                })
            }
            Err(error) => Err(error.into()),
            Ok(accepted) => accepted.map_err(AppError::from),
        }
    }
}

impl App {
    /// The send that this very request made before, if it did.
    pub(crate) async fn find_earlier(
        &self,
        caller: &Caller,
        account: &Account,
        planned: PlannedSend,
    ) -> AppResult<Option<Accepted>> {
        let now = self.now();
        let fresh = fresh_send(
            caller,
            account,
            planned,
            SendId::mint(now, &*self.parts().entropy),
            now,
        );
        let twin_window = self.parts().settings.twin_window;
        let found = self
            .parts()
            .store
            .read(move |tx| earlier(tx, &fresh, twin_window, now))
            .await?;
        Ok(found.transpose()?)
    }
}

fn fresh_send(
    caller: &Caller,
    account: &Account,
    planned: PlannedSend,
    send_id: SendId,
    now: Timestamp,
) -> Send {
    let digest = fingerprint(account, &planned);
    Send {
        workspace_id: account.workspace_id,
        send_id,
        account_id: account.account_id,
        number: 0,
        lane: String::new(),
        kind: planned.kind,
        state: SendState::Queued,
        opens_conversation: planned.opens_conversation,
        idempotency_key: planned.idempotency_key,
        fingerprint: digest.clone(),
        twin: Some(digest),
        token: send_id.to_string(),
        recipient_key: planned.recipient_key,
        thread_key: planned.thread_key,
        group_id: planned.group_id,
        subject: planned.subject,
        text: planned.text,
        typing: planned.typing,
        acknowledge: planned.acknowledge,
        typing_sent: false,
        acknowledgment_sent: false,
        attempt_count: 0,
        message_key: None,
        sent_at: None,
        delivered_at: None,
        seen_at: None,
        policy_version: None,
        call_deadline_at: None,
        api_key_id: Some(caller.api_key_id),
        accepted_at: now,
        updated_at: now,
        expires_at: now.plus(limits::SEND_LIFETIME),
    }
}

/// Account, recipient or thread, type and text: two requests that agree in these are the same request.
fn fingerprint(account: &Account, planned: &PlannedSend) -> Vec<u8> {
    let mut hash = Sha256::new();
    let target = planned
        .recipient_key
        .as_deref()
        .or(planned.thread_key.as_deref());
    let fields = [
        Some(planned.kind.word()),
        target,
        planned.group_id.as_deref(),
        planned.subject.as_deref(),
        Some(planned.text.as_str()),
    ];
    hash.update(account.account_id.as_bytes());
    for field in fields {
        // Length first, so that no two lists of fields read alike.
        let field = field.unwrap_or_default();
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hash.finalize().to_vec()
}

fn earlier(
    tx: &mut Tx<'_>,
    fresh: &Send,
    twin_window: Duration,
    now: Timestamp,
) -> StoreResult<Option<Result<Accepted, Refusal>>> {
    if let Some(key) = &fresh.idempotency_key {
        return Ok(
            sends::find_by_idempotency_key(tx, fresh.workspace_id, key)?.map(|send| {
                if send.fingerprint == fresh.fingerprint {
                    Ok(Accepted {
                        send,
                        is_twin: false,
                        is_replay: true,
                    })
                } else {
                    Err(Refusal::of(ErrorCode::IdempotencyKeyReused))
                }
            }),
        );
    }
    let Some(twin) = fresh.twin.as_ref().filter(|_| !twin_window.is_zero()) else {
        return Ok(None);
    };
    let found = sends::find_twin(tx, fresh.workspace_id, twin, now.minus(twin_window))?;
    Ok(found.map(|send| {
        Ok(Accepted {
            send,
            is_twin: true,
            is_replay: false,
        })
    }))
}

/// The thread; but as long as sends to the same member wait from before there was one, behind those.
fn lane(tx: &mut Tx<'_>, send: &Send) -> StoreResult<String> {
    let member = send.recipient_key.clone().unwrap_or_default();
    let Some(thread) = &send.thread_key else {
        return Ok(member);
    };
    let waits = !member.is_empty()
        && sends::has_open_in_lane(tx, send.workspace_id, send.account_id, &member)?;
    Ok(if waits { member } else { thread.clone() })
}

/// The action that the contract counts a kind as.
fn counted_as(kind: SendKind) -> Action {
    match kind {
        SendKind::Message => Action::Message,
        SendKind::Inmail => Action::Inmail,
        SendKind::Invitation => Action::Invitation,
    }
}

fn policy_of(account: &Account) -> StoreResult<Policy> {
    serde_json::from_str(&account.policy).map_err(|error| StoreError::Inconsistent {
        what: "account policy",
        message: error.to_string(),
    })
}

/// Refuses what no window has room for, counting what waits as used: a refusal means that it never existed.
fn check_quota(
    tx: &mut Tx<'_>,
    account: &Account,
    kind: SendKind,
    opens_conversation: bool,
    now: Timestamp,
) -> StoreResult<Result<(), Refusal>> {
    let policy = policy_of(account)?;
    let mut actions = vec![counted_as(kind)];
    if opens_conversation && kind == SendKind::Message {
        actions.push(Action::NewConversation);
    }
    let windows: Vec<Window> = actions
        .iter()
        .flat_map(|action| policy.windows(*action))
        .collect();
    let mut ledger = ledger::get(
        tx,
        account.workspace_id,
        account.account_id,
        &policy,
        &actions,
        now,
    )?;
    count_waiting(tx, account, kind, &windows, &mut ledger, now)?;
    let Verdict::Full {
        window,
        quota,
        opens_at,
    } = ledger.check(&windows, &actions, now)
    else {
        return Ok(Ok(()));
    };
    let resets = opens_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    let message = format!(
        "Rate limit exceeded for {}: {}/{} used. Resets at {resets}",
        window.action.header_name(),
        quota.used,
        quota.limit
    );
    let mut refusal = Refusal::new(ErrorCode::RateLimitExceeded, message);
    refusal.retry_at = opens_at;
    refusal.quota = Some((window.action, quota));
    Ok(Err(refusal))
}

fn count_waiting(
    tx: &mut Tx<'_>,
    account: &Account,
    kind: SendKind,
    windows: &[Window],
    ledger: &mut domain::ledger::Ledger,
    now: Timestamp,
) -> StoreResult<()> {
    let cap = windows.iter().map(|window| window.cap).max().unwrap_or(0);
    if cap == 0 {
        return Ok(());
    }
    let waiting = sends::count_waiting(tx, account.workspace_id, account.account_id, kind, cap)?;
    for _ in 0..waiting {
        ledger.record(counted_as(kind), domain::ledger::Interval::at(now));
    }
    Ok(())
}

/// The figures that the contract's headers show for a kind: its shortest window, what waits counted as used.
pub(super) fn quota(
    tx: &mut Tx<'_>,
    account: &Account,
    kind: SendKind,
    now: Timestamp,
) -> StoreResult<Option<(Action, Quota)>> {
    let policy = policy_of(account)?;
    let action = counted_as(kind);
    let windows = policy.windows(action);
    let Some(window) = windows.first() else {
        return Ok(None);
    };
    let mut ledger = ledger::get(
        tx,
        account.workspace_id,
        account.account_id,
        &policy,
        &[action],
        now,
    )?;
    count_waiting(tx, account, kind, &windows, &mut ledger, now)?;
    Ok(Some((action, ledger.quota(window, now))))
}
