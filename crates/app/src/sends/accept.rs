//! Acceptance: one transaction that either finds the send that this request already made, or makes it.

use domain::ids::SendId;
use domain::limits;
use domain::send::SendState;
use domain::time::Timestamp;
use store::accounts::{self, Account};
use store::sends::{self, Send};
use store::{StoreError, StoreResult, Tx};

use super::plan::check_held;
use super::quota::check_quota;
use super::request::earlier;
use super::{Accepted, PlannedSend};
use crate::{App, AppError, AppResult, Caller};

impl App {
    /// Puts the planned send into the outbox, durably, unless it is there already.
    pub(crate) async fn accept(
        &self,
        caller: &Caller,
        account: &Account,
        planned: PlannedSend,
    ) -> AppResult<Accepted> {
        let now = self.now();
        let request = planned.request.clone();
        let send_id = SendId::mint(now, &*self.parts().entropy);
        let mut fresh = fresh_send(caller, account, planned, send_id, now);
        let twins_since = self.twins_since();
        if twins_since.is_none() || request.idempotency_key.is_some() {
            fresh.twin = None;
        }
        let hints = self.parts().store.hints().clone();
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let accepted = fresh.clone();
        let written = self
            .parts()
            .store
            .write(move |tx| {
                // First of all, so that two identical requests cannot both find nothing.
                accounts::lock(tx, workspace_id, account_id)?;
                let account = accounts::get(tx, workspace_id, account_id)?;
                if let Some(earlier) = earlier(tx, &account, &request, twins_since)? {
                    return Ok(earlier);
                }
                if let Err(AppError::Refused(refusal)) = check_held(&account, now) {
                    return Ok(Err(*refusal));
                }
                if let Err(refusal) = check_quota(tx, &account, &fresh, now)? {
                    return Ok(Err(refusal));
                }
                let mut send = fresh.clone();
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
            Err(StoreError::CommitUnknown) => Ok(self.after_unknown_commit(accepted).await?),
            Err(error) => Err(error.into()),
            Ok(accepted) => accepted.map_err(AppError::from),
        }
    }

    /// The answer to the commit was lost: the row itself tells, and while it cannot be read the send may well exist.
    async fn after_unknown_commit(&self, fresh: Send) -> AppResult<Accepted> {
        let (workspace_id, send_id) = (fresh.workspace_id, fresh.send_id);
        let found = self
            .parts()
            .store
            .read(move |tx| sends::find(tx, workspace_id, send_id))
            .await;
        let send = match found {
            Ok(Some(send)) => send,
            Ok(None) => return Err(StoreError::Contended.into()),
            Err(_) => fresh,
        };
        Ok(Accepted {
            send,
            is_twin: false,
            is_replay: false,
        })
    }
}

fn fresh_send(
    caller: &Caller,
    account: &Account,
    planned: PlannedSend,
    send_id: SendId,
    now: Timestamp,
) -> Send {
    let request = planned.request;
    Send {
        workspace_id: account.workspace_id,
        send_id,
        account_id: account.account_id,
        number: 0,
        lane: String::new(),
        kind: request.kind,
        state: SendState::Queued,
        opens_conversation: planned.opens_conversation,
        idempotency_key: request.idempotency_key,
        fingerprint: request.digest.clone(),
        twin: Some(request.digest),
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
