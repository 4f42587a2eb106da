//! A send as its caller sees it.

use domain::attachment::FileFacts;
use domain::error_code::ErrorCode;
use domain::ids::{AccountId, ApiKeyId, MessageId, SendId};
use domain::ledger::{Action, Quota};
use domain::policy::Policy;
use domain::send::{Rule, SendState};
use domain::time::Timestamp;
use store::StoreError;
use store::accounts::{self, Account};
use store::attempts::{self, Attempt};
use store::sends::{self, Send};

use crate::{App, AppResult, Caller, Refusal, RefusedSend};

/// Where a send stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one send"
)]
pub struct SendReport {
    pub send_id: SendId,
    pub account_id: AccountId,
    /// The owner's `ACoAA…`.
    pub owner_key: String,
    /// The owner's first and last name.
    pub owner_name: String,
    pub owner_picture: Option<String>,
    /// As it leaves.
    pub text: String,
    /// The word of [`SendState`].
    pub state: &'static str,
    /// The network has it.
    pub is_settled: bool,
    /// When the next try is due, where that is known.
    pub retry_at: Option<Timestamp>,
    /// The rule that holds it back.
    pub rule: Option<&'static str>,
    pub recipient_key: Option<String>,
    pub thread_key: Option<String>,
    pub message_key: Option<String>,
    pub group_id: Option<String>,
    pub accepted_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    pub seen_at: Option<Timestamp>,
    pub typing_sent: bool,
    pub acknowledgment_sent: bool,
    /// An identical request had been accepted before: this is its send.
    pub duplicate_of: Option<SendId>,
    /// The same idempotency key had been used before.
    pub is_replayed: bool,
    pub quota: Option<(Action, Quota)>,
}

/// A send with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendView {
    pub report: SendReport,
    /// It may still leave, or nobody knows yet.
    pub may_leave: bool,
    /// The word of its kind.
    pub kind: &'static str,
    pub text: String,
    pub subject: Option<String>,
    /// The network's key of the message that it answers.
    pub reply_to: Option<String>,
    /// The network's key of the message that it is done to, or our own id of the invitation.
    pub target_key: Option<String>,
    /// Our own id of the message that it forwards.
    pub forwarded_from: Option<MessageId>,
    pub attachments: Vec<FileFacts>,
    /// Why it will never leave, if it will not.
    pub failure: Option<(ErrorCode, String)>,
    pub expires_at: Timestamp,
    pub updated_at: Timestamp,
    /// When it was asked to leave, if later than at once.
    pub send_at: Option<Timestamp>,
    pub if_no_reply_since: Option<Timestamp>,
    /// The network's key of the message that must be the newest.
    pub if_last_message: Option<String>,
    pub template_id: Option<String>,
    /// Which version of it, where the text was made from it here.
    pub template_version: Option<i64>,
    pub tags: Vec<String>,
    pub edited_at: Option<Timestamp>,
    /// What a person says yes to: other bytes for another text.
    pub content_hash: Vec<u8>,
    pub approval: Option<ApprovalView>,
    /// The letter of the network's capability class: what may follow `unknown`.
    pub capability_class: &'static str,
    pub attempts: Vec<Attempt>,
}

/// A person's yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalView {
    pub approved_at: Timestamp,
    /// It must have left by then.
    pub holds_until: Timestamp,
    /// The key that said it.
    pub approved_by: Option<ApiKeyId>,
    /// Whether it is for what the send says now, and not over.
    pub is_valid: bool,
}

/// The report of a send that may still leave or has left; a refusal for one that never will.
pub(super) fn report(
    account: &Account,
    send: &Send,
    quota: Option<(Action, Quota)>,
    now: Timestamp,
) -> Result<SendReport, Refusal> {
    if let Some((code, detail)) = failure(&send.state) {
        let mut refusal = Refusal::new(code, detail);
        refusal.quota = quota.map(Box::new);
        refusal.send = Some(Box::new(RefusedSend {
            send_id: send.send_id,
            account_id: send.account_id,
            state: send.state.word(),
        }));
        return Err(refusal);
    }
    Ok(describe(account, send, quota, now))
}

/// Held until a person says yes.
const APPROVAL: &str = "approval";
/// Held until somebody has looked at the account.
const ACCOUNT_HELD: &str = "account_held";

pub(super) fn describe(
    account: &Account,
    send: &Send,
    quota: Option<(Action, Quota)>,
    now: Timestamp,
) -> SendReport {
    let (retry_at, rule) = match &send.state {
        SendState::Queued => held_with_all(account, now),
        SendState::Scheduled { until, .. } if *until <= now => held_with_all(account, now),
        SendState::Scheduled { until, rule } => (Some(*until), Some(Rule::word(*rule))),
        SendState::Unknown { check_at, .. } => (Some(*check_at), None),
        SendState::AwaitingApproval { .. } => (None, Some(APPROVAL)),
        _ => (None, None),
    };
    SendReport {
        send_id: send.send_id,
        account_id: send.account_id,
        owner_key: account.member_key.clone(),
        owner_name: account.name(),
        owner_picture: account.picture.clone(),
        text: send.text.clone(),
        state: send.state.word(),
        is_settled: send.state.is_sent(),
        retry_at,
        rule,
        recipient_key: send.recipient_key.clone(),
        thread_key: send.thread_key.clone(),
        message_key: send.message_key.clone(),
        group_id: send.group_id.clone(),
        accepted_at: send.accepted_at,
        sent_at: send.sent_at,
        delivered_at: send.delivered_at,
        seen_at: send.seen_at,
        typing_sent: send.typing_sent,
        acknowledgment_sent: send.acknowledgment_sent,
        duplicate_of: None,
        is_replayed: false,
        quota,
    }
}

/// The rule that keeps everything of the account from leaving now, and until when.
pub(super) fn held_with_all(
    account: &Account,
    now: Timestamp,
) -> (Option<Timestamp>, Option<&'static str>) {
    if account.is_held(now) {
        return (account.hold_until, Some(ACCOUNT_HELD));
    }
    if account.paused_at.is_some() {
        return (None, Some(accounts::PAUSED));
    }
    if let Some(until) = account.deferred_until.filter(|until| *until > now) {
        return (Some(until), Some(Rule::Deferred.word()));
    }
    let policy = account.policy().unwrap_or_else(|error| {
        tracing::warn!(account = %account.account_id, %error, "a policy cannot be read");
        Policy::default()
    });
    match policy.pause(account.begun_last_at, now) {
        Some((until, rule)) => (Some(until), Some(rule.word())),
        None => (None, None),
    }
}

fn failure(state: &SendState) -> Option<(ErrorCode, String)> {
    match state {
        SendState::Refused { code, detail }
        | SendState::Failed { code, detail }
        | SendState::Suppressed { code, detail } => {
            let detail = if detail.is_empty() {
                code.meaning().to_owned()
            } else {
                format!("{} ({detail})", code.meaning())
            };
            Some((*code, detail))
        }
        SendState::Expired => Some((
            ErrorCode::SendExpired,
            ErrorCode::SendExpired.meaning().to_owned(),
        )),
        SendState::Cancelled => Some((
            ErrorCode::SendFailed,
            "The message was withdrawn before it left.".to_owned(),
        )),
        _ => None,
    }
}

impl App {
    pub(super) async fn view_send(&self, caller: &Caller, send_id: &str) -> AppResult<SendView> {
        let absent = || Refusal::of(ErrorCode::SendNotFound);
        let send_id: SendId = send_id.parse().map_err(|_| absent())?;
        let (workspace_id, seen) = (caller.workspace_id, caller.clone());
        let found = self
            .parts()
            .store
            .read(move |tx| {
                let found = sends::find(tx, workspace_id, send_id)?;
                let Some(send) = found.filter(|send| seen.sees(send.account_id)) else {
                    return Ok(None);
                };
                let account = accounts::find_any(tx, workspace_id, send.account_id)?
                    .ok_or(StoreError::NotFound)?;
                let attempts = attempts::list(tx, workspace_id, send_id)?;
                Ok(Some((send, account, attempts)))
            })
            .await?;
        let (send, account, attempts) = found.ok_or_else(absent)?;
        Ok(view(&account, send, attempts, self.now()))
    }
}

/// Everything that is known of a send.
pub(super) fn view(
    account: &Account,
    send: Send,
    attempts: Vec<Attempt>,
    now: Timestamp,
) -> SendView {
    let approval = send.approval.as_ref().map(|approval| ApprovalView {
        approved_at: approval.at,
        holds_until: approval.until,
        approved_by: approval.by,
        is_valid: send.is_approved(now),
    });
    SendView {
        report: describe(account, &send, None, now),
        may_leave: send.state.is_open(),
        kind: send.kind.word(),
        failure: failure(&send.state),
        expires_at: send.expires_at,
        updated_at: send.updated_at,
        capability_class: account.capability_class.letter(),
        attempts,
        approval,
        content_hash: send.content_hash(),
        send_at: (send.ready_at > send.accepted_at).then_some(send.ready_at),
        if_no_reply_since: send.no_reply_since,
        if_last_message: send.last_message_key,
        template_id: send.template_id,
        template_version: send.template_version,
        tags: send.tags,
        edited_at: send.edited_at,
        text: send.text,
        subject: send.subject,
        reply_to: send.reply_to,
        target_key: send.target_key,
        forwarded_from: send.forwarded_from,
        attachments: send.attachments,
    }
}
