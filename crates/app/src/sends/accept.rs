//! Acceptance: one transaction that either finds the send that this request already made, or makes it.

use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::ids::SendId;
use domain::likeness::Mark;
use domain::limits;
use domain::send::{Rule, SendKind, SendState};
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use store::accounts::{self, Account};
use store::hints::Hints;
use store::sends::{self, Alike, Send};
use store::{StoreError, StoreResult, Tx};

use super::plan::check_held;
use super::quota::check_quota;
use super::request::{earlier, twin};
use super::{Accepted, PlannedSend, Request};
use crate::{App, AppError, AppResult, Caller, Refusal};

/// Between two tries to find out whether a commit was one.
const DOUBT_PAUSE: Duration = Duration::from_millis(250);

impl App {
    /// Puts the planned send into the outbox, durably, unless it is there already.
    ///
    /// While nobody can tell whether a commit happened, nobody is answered: either answer could be a lie. Where that
    /// cannot be found out any more, the answer is the one after which nothing is sent twice.
    pub(crate) async fn accept(
        &self,
        caller: &Caller,
        account: &Account,
        planned: PlannedSend,
    ) -> AppResult<Accepted> {
        let acceptance = self.acceptance(caller, account, planned);
        let (mut is_doubtful, mut has_collided) = (false, false);
        loop {
            match self.try_accept(acceptance.clone()).await {
                Ok(accepted) => return accepted.map_err(AppError::from),
                // Another account took the same key at the same time: by now it can be seen, and this is not there.
                Err(StoreError::Constraint(_)) if !has_collided => {
                    (is_doubtful, has_collided) = (false, true);
                }
                Err(StoreError::Constraint(_)) => return Err(StoreError::Contended.into()),
                Err(error) => {
                    let is_unknown =
                        error == StoreError::CommitUnknown && !twins::is(Twin::LostCommitIsFailure);
                    is_doubtful |= is_unknown;
                    if !is_doubtful {
                        return Err(error.into());
                    }
                    let can_be_told = is_unknown || error.is_transient();
                    if self.is_ending() || !can_be_told {
                        // It may leave, so it is no error; whether it exists, its id will tell.
                        return Ok(Accepted::new(acceptance.fresh));
                    }
                }
            }
            self.parts().timer.sleep(DOUBT_PAUSE).await;
        }
    }

    fn acceptance(&self, caller: &Caller, account: &Account, planned: PlannedSend) -> Acceptance {
        let now = self.now();
        let request = planned.request.clone();
        let waits_for_limits = planned.terms.waits_for_limits;
        let send_id = SendId::mint(now, &*self.parts().entropy);
        let twins_since = self.twins_since();
        let is_found_by_content = twins_since.is_some() && request.idempotency_key.is_none();
        let twin = is_found_by_content.then(|| twin(account, &planned));
        let mut fresh = fresh_send(caller, account, planned, send_id, now);
        fresh.twin = twin;
        Acceptance {
            request,
            fresh,
            twins_since,
            hints: self.parts().store.hints().clone(),
            waits_for_limits,
            likeness_max: self.parts().settings.likeness_max,
            is_trial: false,
            now,
        }
    }

    /// What accepting would come to. Nothing is kept.
    pub(super) async fn try_acceptance(
        &self,
        caller: &Caller,
        account: &Account,
        planned: PlannedSend,
    ) -> AppResult<Accepted> {
        let mut acceptance = self.acceptance(caller, account, planned);
        acceptance.is_trial = true;
        let read = self.parts().store.read(move |tx| acceptance.run(tx));
        Ok(read.await??)
    }

    async fn try_accept(&self, acceptance: Acceptance) -> StoreResult<Result<Accepted, Refusal>> {
        let written = self.parts().store.write(move |tx| acceptance.run(tx));
        written.await
    }
}

/// What is fixed before the transaction, so that it can run again.
#[derive(Clone)]
struct Acceptance {
    request: Request,
    fresh: Send,
    twins_since: Option<Timestamp>,
    hints: Hints,
    waits_for_limits: bool,
    likeness_max: usize,
    /// Says what would become of it, and keeps nothing.
    is_trial: bool,
    now: Timestamp,
}

impl Acceptance {
    fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Result<Accepted, Refusal>> {
        let (fresh, now) = (&self.fresh, self.now);
        let (workspace_id, account_id) = (fresh.workspace_id, fresh.account_id);
        // First of all, so that two identical requests cannot both find nothing, and so that a transaction whose
        // commit is in doubt has ended.
        if !self.is_trial {
            accounts::lock(tx, workspace_id, account_id)?;
        }
        if let Some(send) = sends::find(tx, workspace_id, fresh.send_id)? {
            return Ok(Ok(Accepted::new(send)));
        }
        let twin = fresh.twin.as_deref();
        if let Some(earlier) = earlier(tx, workspace_id, &self.request, twin, self.twins_since)?
            .filter(|_| !twins::is(Twin::CheckThenAct))
        {
            return Ok(earlier);
        }
        let Some(account) = accounts::find(tx, workspace_id, account_id)? else {
            return Ok(Err(Refusal::of(ErrorCode::AccountNotFound)));
        };
        let mut send = fresh.clone();
        let limits = (self.waits_for_limits, self.likeness_max);
        if let Err(refusal) = check_rules(tx, &account, &mut send, limits, now)? {
            return Ok(Err(refusal));
        }
        if !self.is_trial {
            send.lane = lane(tx, &send)?;
            send = sends::insert(tx, &self.hints, send)?;
        }
        Ok(Ok(Accepted::new(send)))
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
        fingerprint: request.fingerprint,
        twin: None,
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
        expires_at: planned.terms.expires_at,
        ready_at: planned.terms.ready_at,
        template_id: planned.terms.template_id,
        tags: planned.terms.tags,
        no_reply_since: planned.terms.no_reply_since,
        last_message_key: planned.terms.last_message_key,
        approval: None,
        edited_at: None,
        likeness: None,
    }
}

/// Checks what stands against a new send by now, and says in which state it begins.
fn check_rules(
    tx: &mut Tx<'_>,
    account: &Account,
    send: &mut Send,
    (waits_for_limits, likeness_max): (bool, usize),
    now: Timestamp,
) -> StoreResult<Result<(), Refusal>> {
    if let Err(AppError::Refused(refusal)) = check_held(account, now) {
        return Ok(Err(*refusal));
    }
    let (obstacle, is_paused) = sends::against(tx, &account.network, send)?;
    if let Some(obstacle) = obstacle {
        return Ok(Err(Refusal::of(obstacle.code())));
    }
    if let Err(refusal) = check_quota(tx, account, send, waits_for_limits, now)? {
        return Ok(Err(refusal));
    }
    send.likeness = likeness(send);
    if let Err(refusal) = check_likeness(tx, send, likeness_max, now)? {
        return Ok(Err(refusal));
    }
    let needs_approval = is_paused || account.policy()?.approval;
    send.state = first_state(needs_approval, send, now);
    Ok(Ok(()))
}

/// What a first message is compared by: one that opens a conversation, an InMail, the note of an invitation.
pub(super) fn likeness(send: &Send) -> Option<Mark> {
    let is_first = match send.kind {
        SendKind::Message => send.opens_conversation,
        SendKind::Inmail => true,
        SendKind::Invitation => !send.text.is_empty(),
    };
    is_first.then(|| Mark::of(&send.text))
}

/// Refuses a first message that reads like those to many others.
pub(super) fn check_likeness(
    tx: &mut Tx<'_>,
    send: &Send,
    likeness_max: usize,
    now: Timestamp,
) -> StoreResult<Result<(), Refusal>> {
    let (Some(mark), Some(recipient)) = (send.likeness, &send.recipient_key) else {
        return Ok(Ok(()));
    };
    if likeness_max == 0 {
        return Ok(Ok(()));
    }
    let since = now.minus(limits::LIKENESS_WINDOW);
    let Alike { alike, all } = sends::count_alike(tx, send.workspace_id, mark, recipient, since)?;
    if alike < likeness_max {
        return Ok(Ok(()));
    }
    let percent = alike * 100 / all.max(1);
    let message = format!(
        "{alike} of the {all} people to whom a first message went in the last 7 days got one that reads like this \
         ({percent} %); at most {likeness_max} may. Write to this person in words of their own."
    );
    Ok(Err(Refusal::new(ErrorCode::AlikeMessages, message)))
}

/// Where a send stands that nobody has worked on yet.
pub(super) fn first_state(needs_approval: bool, send: &Send, now: Timestamp) -> SendState {
    if needs_approval && !send.is_approved(now) {
        SendState::AwaitingApproval {
            until: send.expires_at,
        }
    } else if send.ready_at > now {
        SendState::Scheduled {
            until: send.ready_at,
            rule: Rule::SendAt,
        }
    } else {
        SendState::Queued
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
