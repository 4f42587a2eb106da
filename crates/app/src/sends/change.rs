//! What people do with a send that has not left: approve, reject, change, withdraw it; and settle one of which nobody
//! could tell what became of it.

use domain::audit::{AuditAction, Details};
use domain::error_code::ErrorCode;
use domain::ids::SendId;
use domain::limits;
use domain::send::{Resolution, Rule, SendKind, SendState};
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use store::accounts::Account;
use store::hints::Hints;
use store::sends::{self, Approval, Edit, Send};
use store::{StoreError, StoreResult, Tx, accounts, attempts, ledger};

use super::rules::{check_likeness, first_state, likeness};
use super::terms::span;
use super::wanted::parsed_text;
use super::{SendView, refused_text};
use crate::{App, AppResult, Caller, Refusal};

/// What to change. Absent: it stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditSend {
    pub text: Option<String>,
    pub send_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
}

/// A send under its account's lock.
struct Held<'c> {
    account: Account,
    send: Send,
    hints: &'c Hints,
    likeness_max: usize,
    now: Timestamp,
}

type Changed = StoreResult<Result<(), Refusal>>;

impl App {
    /// Says yes to a send that waits for it, if its content still has this hash.
    pub async fn approve_send(
        &self,
        caller: &Caller,
        send_id: &str,
        content_hash: Vec<u8>,
    ) -> AppResult<SendView> {
        let by = Some(caller.api_key_id);
        let author = caller.clone();
        self.change_send(caller, send_id, move |tx, held| {
            let approved = held.approve(tx, &content_hash, by)?;
            Ok(held.write_down(tx, approved, &author, AuditAction::SendApproved))
        })
        .await
    }

    /// Says no to a send that waits for a yes: it never leaves.
    pub async fn reject_send(&self, caller: &Caller, send_id: &str) -> AppResult<SendView> {
        let author = caller.clone();
        self.change_send(caller, send_id, move |tx, held| {
            if !matches!(held.send.state, SendState::AwaitingApproval { .. }) {
                return Ok(Err(Refusal::of(ErrorCode::NoApprovalNeeded)));
            }
            let rejected = held.transition(tx, &SendState::Cancelled)?;
            Ok(held.write_down(tx, rejected, &author, AuditAction::SendRejected))
        })
        .await
    }

    /// Withdraws a send that has not begun to leave. Again: nothing changes.
    pub async fn cancel_send(&self, caller: &Caller, send_id: &str) -> AppResult<SendView> {
        self.change_send(caller, send_id, |tx, held| match &held.send.state {
            SendState::Cancelled => Ok(Ok(())),
            state if state.is_waiting() => held.transition(tx, &SendState::Cancelled),
            _ => Ok(Err(Refusal::of(ErrorCode::SendNotChangeable))),
        })
        .await
    }

    /// Changes the words or the time of a send that has not begun to leave.
    pub async fn edit_send(
        &self,
        caller: &Caller,
        send_id: &str,
        edit: EditSend,
    ) -> AppResult<SendView> {
        self.change_send(caller, send_id, move |tx, held| held.edit(tx, &edit))
            .await
    }

    /// Settles a send that waits for a person's decision, and lets the next of its conversation go on.
    pub async fn resolve_send(
        &self,
        caller: &Caller,
        send_id: &str,
        resolution: Resolution,
    ) -> AppResult<SendView> {
        let author = caller.clone();
        self.change_send(caller, send_id, move |tx, held| {
            let resolved = held.resolve(tx, resolution)?;
            Ok(held.write_down(tx, resolved, &author, AuditAction::SendResolved))
        })
        .await
    }

    /// Changes a send under its account's lock, and shows it as it stands then.
    async fn change_send(
        &self,
        caller: &Caller,
        send_id: &str,
        change: impl Fn(&mut Tx<'_>, &Held<'_>) -> Changed + std::marker::Send + Sync + 'static,
    ) -> AppResult<SendView> {
        let absent = || Refusal::of(ErrorCode::SendNotFound);
        let id: SendId = send_id.parse().map_err(|_| absent())?;
        let (workspace_id, now) = (caller.workspace_id, self.now());
        let seen = caller.clone();
        let hints = self.parts().store.hints().clone();
        let likeness_max = self.parts().settings.likeness_max;
        let changed = self.parts().store.write(move |tx| {
            let known = sends::find(tx, workspace_id, id)?;
            let Some(known) = known.filter(|send| seen.sees(send.account_id)) else {
                return Ok(Err(absent()));
            };
            accounts::lock(tx, workspace_id, known.account_id)?;
            let account = accounts::find_any(tx, workspace_id, known.account_id)?;
            let held = Held {
                account: account.ok_or(StoreError::NotFound)?,
                send: sends::get(tx, workspace_id, id)?,
                hints: &hints,
                likeness_max,
                now,
            };
            change(tx, &held)
        });
        changed.await??;
        self.view_send(caller, send_id).await
    }
}

impl Held<'_> {
    /// Notes who decided, if it was not refused.
    fn write_down(
        &self,
        tx: &mut Tx<'_>,
        decided: Result<(), Refusal>,
        by: &Caller,
        action: AuditAction,
    ) -> Result<(), Refusal> {
        if decided.is_ok() {
            let details = Details::new().id("account_id", self.account.account_id);
            tx.audit(by.act(action, self.send.send_id, self.now, details));
        }
        decided
    }

    fn transition(&self, tx: &mut Tx<'_>, state: &SendState) -> Changed {
        sends::transition(tx, self.hints, &self.send, state, self.now).map(Ok)
    }

    fn approve(
        &self,
        tx: &mut Tx<'_>,
        content_hash: &[u8],
        by: Option<domain::ids::ApiKeyId>,
    ) -> Changed {
        let (send, now) = (&self.send, self.now);
        if !matches!(send.state, SendState::AwaitingApproval { .. }) {
            return Ok(Err(Refusal::of(ErrorCode::NoApprovalNeeded)));
        }
        if send.content_hash() != content_hash && !twins::is(Twin::ApproveAnyWords) {
            return Ok(Err(Refusal::of(ErrorCode::ApprovalMismatch)));
        }
        let (obstacle, _) = sends::against(tx, &self.account.network, send)?;
        if let Some(obstacle) = obstacle {
            return Ok(Err(Refusal::of(obstacle.code())));
        }
        let approval = Approval {
            hash: content_hash.to_vec(),
            // A send for later is approved until then, and as long behind it.
            until: send.ready_at.max(now).plus(limits::APPROVAL_LIFETIME),
            at: now,
            by,
        };
        sends::approve(tx, send, &approval)?;
        let approved = Send {
            approval: Some(approval),
            ..send.clone()
        };
        self.transition(tx, &first_state(true, &approved, now))
    }

    fn edit(&self, tx: &mut Tx<'_>, edit: &EditSend) -> Changed {
        let (send, now) = (&self.send, self.now);
        let has_doubt = attempts::has_unknown(tx, send.workspace_id, send.send_id)?;
        if !send.state.is_waiting() || has_doubt {
            return Ok(Err(Refusal::of(ErrorCode::SendNotChangeable)));
        }
        let has_files = !send.attachments.is_empty();
        let text = edit.text.as_deref();
        if text.is_some() && send.kind.sets_state() && send.kind != SendKind::Edit {
            // Another emoji, or another message or invitation, is another act.
            return Ok(Err(Refusal::of(ErrorCode::SendNotChangeable)));
        }
        let text = match text.map(|text| parsed_text(send.kind, text, has_files)) {
            Some(Ok(text)) => text,
            Some(Err(error)) => return Ok(Err(refused_text("text", &error))),
            None => send.text.clone(),
        };
        let (ready_at, expires_at) = match (edit.send_at, edit.expires_at) {
            (None, None) => (send.ready_at, send.expires_at),
            // A new beginning has a new end, and a new end keeps the beginning and the place in the line.
            (send_at, expires_at) => match span(send_at.or(Some(send.ready_at)), expires_at, now) {
                Ok((ready_at, expires_at)) if send_at.is_some() => (ready_at, expires_at),
                Ok((_, expires_at)) => (send.ready_at, expires_at),
                Err(refusal) => return Ok(Err(refusal)),
            },
        };
        let mut edited = Send {
            approval: None,
            text: text.clone(),
            ready_at,
            expires_at,
            ..send.clone()
        };
        edited.likeness = likeness(&edited);
        if let Err(refusal) = check_likeness(tx, &edited, self.likeness_max, now)? {
            return Ok(Err(refusal));
        }
        let (_, is_paused) = sends::against(tx, &self.account.network, send)?;
        let needs_approval = send.needs_approval(&self.account.policy()?, is_paused);
        let state = first_state(needs_approval, &edited, now);
        let edit = Edit {
            text,
            subject: send.subject.clone(),
            likeness: edited.likeness,
            ready_at,
            expires_at,
            state,
        };
        sends::edit(tx, self.hints, send, &edit, now).map(Ok)
    }

    fn resolve(&self, tx: &mut Tx<'_>, resolution: Resolution) -> Changed {
        let (send, now) = (&self.send, self.now);
        if send.state != SendState::NeedsDecision {
            return Ok(Err(Refusal::of(ErrorCode::NoDecisionNeeded)));
        }
        match resolution {
            Resolution::Sent => sends::record_done(tx, self.hints, (send, None), now).map(Ok),
            Resolution::SendAgain => {
                let detail = Some("a person says that it was not sent");
                attempts::update_settled(tx, send, "not_sent", detail, now)?;
                ledger::release(tx, send.workspace_id, send.account_id, send.send_id)?;
                let expires_at = now.plus(limits::SEND_LIFETIME);
                // A yes is to one sending, and what was there before is the person's to know.
                sends::renew(tx, send, expires_at)?;
                let (until, rule) = (now, Rule::BackOff);
                self.transition(tx, &SendState::Scheduled { until, rule })
            }
            // It may have been sent, so it keeps its place in the ledger.
            Resolution::Drop => self.transition(tx, &SendState::Cancelled),
        }
    }
}
