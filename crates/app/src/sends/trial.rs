//! What would become of a message: every check of the real thing, and nothing kept.

use domain::ids::AccountId;
use domain::ledger::{Action, Quota};
use domain::send::{Rule, SendState};
use domain::time::Timestamp;

use super::view::describe;
use super::{SendMessage, quota};
use crate::{App, AppResult, Caller};

/// What would become of a message that is handed over now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    pub account_id: AccountId,
    /// The word of the state in which it would begin, or of the send that it would be a repeat of.
    pub state: &'static str,
    /// When it could leave, where that is not now.
    pub retry_at: Option<Timestamp>,
    /// The rule that would hold it back.
    pub rule: Option<&'static str>,
    pub recipient_key: Option<String>,
    pub thread_key: Option<String>,
    pub opens_conversation: bool,
    pub expires_at: Timestamp,
    pub quota: Option<(Action, Quota)>,
}

impl App {
    /// Says what would become of a message. A refusal is the one that the message would meet.
    pub async fn try_message(&self, caller: &Caller, command: SendMessage) -> AppResult<Trial> {
        let (account, accepted) = self.try_out(caller, command).await?;
        let send = accepted.send;
        let (kind, now) = (send.kind, self.now());
        let (known, wanted) = (account.clone(), send.clone());
        let (quota, person) = self
            .parts()
            .store
            .read(move |tx| {
                let person = quota::held_until(tx, &known, &wanted, now)?;
                Ok((quota::quota(tx, &known, kind, now)?, person))
            })
            .await?;
        let described = describe(&account, &send, quota, now);
        let (mut retry_at, mut rule) = (described.retry_at, described.rule);
        if let (SendState::Queued, None, Some((_, figures))) = (&send.state, rule, &quota)
            && figures.remaining == 0
        {
            (retry_at, rule) = (Some(figures.reset_at), Some(Rule::Window.word()));
        }
        // Of two limits the one that opens last says when it can leave.
        let is_limit = rule.is_none() || rule == Some(Rule::Window.word());
        if let (SendState::Queued, true, Some(until)) = (&send.state, is_limit, person)
            && retry_at.is_none_or(|known| known < until)
        {
            (retry_at, rule) = (Some(until), Some(Rule::Person.word()));
        }
        Ok(Trial {
            account_id: account.account_id,
            state: send.state.word(),
            retry_at,
            rule,
            recipient_key: send.recipient_key,
            thread_key: send.thread_key,
            opens_conversation: send.opens_conversation,
            expires_at: send.expires_at,
            quota,
        })
    }
}
