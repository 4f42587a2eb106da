//! What would become of a message: every check of the real thing, and nothing kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::forecast::{Fate, Foreseen};
use domain::ids::{AccountId, SendId};
use domain::ledger::{Action, Quota};
use domain::send::Rule;
use domain::time::Timestamp;
use store::StoreResult;
use store::accounts::Account;
use store::sends::Send;

use super::view::describe;
use super::{Accepted, HandedOver, SendMessage, quota};
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
        let mut tried = self.try_messages(caller, vec![command]).await;
        tried.pop().expect("one is tried")
    }

    /// Says what would become of messages that are handed over together, in their order: each waits behind those before
    /// it.
    pub async fn try_messages(
        &self,
        caller: &Caller,
        commands: Vec<SendMessage>,
    ) -> Vec<AppResult<Trial>> {
        let mut tried = Vec::with_capacity(commands.len());
        for command in commands {
            tried.push(self.try_out(caller, command).await);
        }
        let foreseen = self.foreseen(&tried).await;
        let mut trials = Vec::with_capacity(tried.len());
        for one in tried {
            trials.push(match (one, &foreseen) {
                (Ok((account, accepted)), Ok(foreseen)) => {
                    self.trial(&account, accepted, foreseen).await
                }
                (Ok(_), Err(error)) => Err(error.clone().into()),
                (Err(error), _) => Err(error),
            });
        }
        trials
    }

    /// What would become of those that are new, by id.
    async fn foreseen(
        &self,
        tried: &[AppResult<HandedOver>],
    ) -> StoreResult<BTreeMap<SendId, Foreseen>> {
        let mut planned: BTreeMap<AccountId, (Arc<Account>, Vec<Send>)> = BTreeMap::new();
        for (account, accepted) in tried.iter().flatten() {
            if accepted.standing.is_some() {
                let (_, sends) = planned
                    .entry(account.account_id)
                    .or_insert_with(|| (Arc::clone(account), Vec::new()));
                sends.push(accepted.send.clone());
            }
        }
        let mut foreseen = BTreeMap::new();
        for (account, sends) in planned.into_values() {
            let forecast = self.forecast_with(&account, sends).await?;
            let sends = forecast.sends.into_iter();
            foreseen.extend(sends.map(|send| (send.send_id, send)));
        }
        Ok(foreseen)
    }

    async fn trial(
        &self,
        account: &Account,
        accepted: Accepted,
        foreseen: &BTreeMap<SendId, Foreseen>,
    ) -> AppResult<Trial> {
        let send = accepted.send;
        let (kind, now, known) = (send.kind, self.now(), account.clone());
        let quota = self
            .parts()
            .store
            .read(move |tx| quota::quota(tx, &known, kind, now))
            .await?;
        let described = describe(account, &send, quota, now);
        let (mut retry_at, mut rule) = (described.retry_at, described.rule);
        if let Some(foreseen) = foreseen.get(&send.send_id) {
            match foreseen.fate {
                Fate::Leaves { at } if at > now => retry_at = Some(at),
                // There is no instant at which it could.
                Fate::Expires { .. } => retry_at = None,
                _ => {}
            }
            rule = foreseen.held_by.map(Rule::word).or(rule);
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
