//! Acceptance: finds the send that this request already made, or makes it, and is sure of that before it answers.

use std::time::Duration;

use domain::attachment::{File, FileFacts};
use domain::ids::SendId;
use domain::send::SendState;
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use store::accounts::Account;
use store::sends::Send;
use store::{Gathered as _, StoreError};

use super::acceptance::Acceptance;
use super::request::twin;
use super::{Accepted, PlannedSend};
use crate::{App, AppError, AppResult, Caller};

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
        let mut acceptance = self.acceptance(caller, account, planned);
        let mut has_collided = false;
        loop {
            let tried = self.parts().store.write_gathered(acceptance.clone());
            match tried.await {
                Ok(accepted) => return accepted.map_err(AppError::from),
                // Another account took the same key at the same time: by now it can be seen, and this is not there.
                Err(StoreError::Constraint(_)) if !has_collided => {
                    acceptance.is_doubtful = false;
                    has_collided = true;
                }
                Err(StoreError::Constraint(_)) => return Err(StoreError::Contended.into()),
                Err(error) => {
                    let is_unknown =
                        error == StoreError::CommitUnknown && !twins::is(Twin::LostCommitIsFailure);
                    acceptance.is_doubtful |= is_unknown;
                    if !acceptance.is_doubtful {
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
        let files = planned.terms.attachments.clone();
        let send_id = SendId::mint(now, &*self.parts().entropy);
        let twins_since = self.twins_since();
        let is_found_by_content = twins_since.is_some() && request.idempotency_key.is_none();
        let twin = is_found_by_content.then(|| twin(account, &planned));
        let mut fresh = fresh_send(caller, account, planned, send_id, now);
        fresh.twin = twin;
        Acceptance {
            request,
            fresh,
            files,
            twins_since,
            hints: self.parts().store.hints().clone(),
            waits_for_limits,
            likeness_max: self.parts().settings.likeness_max,
            is_doubtful: false,
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
        let read = self.parts().store.read(move |tx| {
            let answers = Acceptance::run(&[&acceptance], tx)?;
            Ok(answers.into_iter().next().expect("one is answered"))
        });
        Ok(read.await??)
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
        reply_to: planned.terms.reply_to,
        attachments: facts(&planned.terms.attachments),
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

fn facts(files: &[File]) -> Vec<FileFacts> {
    files.iter().map(|file| file.facts().clone()).collect()
}
