//! What must hold at the instant at which a try begins: nothing stands against it.

use domain::dispatch::Timing;
use domain::policy::Policy;
use domain::suppression::SuppressionState;
use domain::time::Timestamp;
use store::accounts::{self, Account};
use store::attempts::{self, Attempt};
use store::conversations::Conversation;
use store::events::Event;
use store::sends::Send;
use store::{StoreResult, Tx, conversations, messages, people, suppressions};

use super::{Invariant, Judge, hours};
use crate::network::NAME;
use crate::sometimes::Sometimes;

/// Everything about the instant of a beginning.
pub(super) struct Beginning {
    pub(super) number: usize,
    pub(super) attempt: Attempt,
    pub(super) account: Account,
    pub(super) policy: Policy,
    pub(super) suppression: Option<SuppressionState>,
    /// What may have left already is made sure of with the same token: it is no new act, and what holds new acts back
    /// does not hold it back. Somebody on the list, and whoever has answered, is not asked about a second time.
    pub(super) is_repeat: bool,
}

impl Judge {
    /// A try of a send has begun, decided by a node in this very step.
    pub(super) fn begins(&mut self, number: usize, node: Option<usize>, is_repeat: bool) {
        self.refresh(number);
        let Some(beginning) = self.beginning(number, is_repeat) else {
            return;
        };
        let began = beginning.attempt.began_at;
        if let Some(node) = node
            && began.micros() != self.world.network.reading(node)
        {
            let what = format!("{} notes {began} as its beginning", self.sends[number].id);
            self.fail(Invariant::Books, what);
        }
        self.check_times(&beginning);
        self.check_account(&beginning);
        self.check_person(&beginning);
        self.check_preconditions(&beginning);
        self.check_approval(&beginning);
        self.check_lane(&beginning);
        self.check_limits(&beginning);
        let seen = &mut self.sends[number];
        seen.deadline = beginning.attempt.deadline_at.micros();
        if !std::mem::replace(&mut seen.has_begun, true) {
            let seat = seen.seat;
            self.begun[seat].push(number);
        }
    }

    fn beginning(&mut self, number: usize, is_repeat: bool) -> Option<Beginning> {
        let row = self.sends[number].row.clone();
        let seat = self.sends[number].seat;
        let read = move |tx: &mut Tx<'_>| -> StoreResult<_> {
            let account = accounts::get(tx, row.workspace_id, row.account_id)?;
            let attempts = attempts::list(tx, row.workspace_id, row.send_id)?;
            let suppression = match &row.recipient_key {
                Some(key) => suppressions::find(tx, row.workspace_id, NAME, key)?,
                None => None,
            };
            Ok((
                account,
                attempts,
                suppression.map(|suppression| suppression.state),
            ))
        };
        let (account, mut attempts, suppression) = self.read(read)?;
        let version = self.sends[number].row.policy_version.unwrap_or(0);
        let policy = self.policy(seat, version, &account)?;
        let Some(attempt) = attempts.pop() else {
            let what = format!("{} is sending without a try", self.sends[number].id);
            self.fail(Invariant::Books, what);
            return None;
        };
        Some(Beginning {
            number,
            attempt,
            account,
            policy,
            suppression,
            is_repeat,
        })
    }

    /// The policy of a seat in a version, as the event log tells it.
    fn policy(&mut self, seat: usize, version: i64, account: &Account) -> Option<Policy> {
        if version != account.policy_version {
            let what = format!(
                "a send left under version {version}, not {}",
                account.policy_version
            );
            self.fail(Invariant::Books, what);
        }
        let known = self.policies.get(&(seat, version)).cloned();
        known.or_else(|| account.policy().ok())
    }

    pub(super) fn note_policy(&mut self, seat: usize, event: &Event) {
        let (Some(account_id), workspace) =
            (event.account_id, self.world.plan.seats[seat].workspace)
        else {
            return;
        };
        let workspace_id = self.world.caller(workspace).workspace_id;
        let Some(account) = self.read(move |tx| accounts::get(tx, workspace_id, account_id)) else {
            return;
        };
        // Looked at after every step, so that no version is missed.
        if event.body != format!(r#"{{"version":{}}}"#, account.policy_version) {
            let what = format!("version {} and {}", account.policy_version, event.body);
            self.fail(Invariant::Books, what);
        }
        if let Ok(policy) = serde_json::from_str::<Policy>(&account.policy) {
            self.note_lowered_caps(seat, &policy);
            self.policies.insert((seat, account.policy_version), policy);
        }
    }

    /// INV-6: within the hours, not before its time, not after its end.
    fn check_times(&mut self, beginning: &Beginning) {
        let row = &self.sends[beginning.number].row;
        let (id, began) = (row.token.clone(), beginning.attempt.began_at);
        let (expires_at, accepted_at) = (row.expires_at, row.accepted_at);
        if began >= expires_at && !beginning.is_repeat {
            self.fail(
                Invariant::Hours,
                format!("{id} begins at {began}, after its end {expires_at}"),
            );
        }
        // What had come stays due when a clock is set back.
        let had_come = |at: Timestamp| self.world.handle.now() >= at.micros();
        if let Some(planned_at) = self.planned_at(beginning.number)
            && began < planned_at
            && !had_come(planned_at)
        {
            self.fail(
                Invariant::Hours,
                format!("{id} begins at {began}, before its time {planned_at}"),
            );
        }
        if let Some(hours) = &beginning.policy.hours {
            if !hours::is_open(hours, began) && !beginning.is_repeat {
                let zone = hours.time_zone();
                self.fail(
                    Invariant::Hours,
                    format!("{id} begins at {began}, outside of the hours in {zone}"),
                );
            }
            if !hours::is_open(hours, accepted_at) {
                self.world.reached(Sometimes::HeldByHours);
            }
            if hours::has_changed(hours, began) {
                self.world.reached(Sometimes::GapOfClocksInHours);
            }
        }
    }

    /// The instant that its caller, or whoever moved it since, asked for.
    fn planned_at(&self, number: usize) -> Option<Timestamp> {
        let seen = &self.sends[number];
        let desk = self.world.desk();
        if desk.rescheduled.contains_key(&seen.id) {
            return Some(seen.row.ready_at);
        }
        desk.wishes[seen.wish?].terms.send_at
    }

    /// The account may act at all.
    fn check_account(&mut self, beginning: &Beginning) {
        let (account, began) = (&beginning.account, beginning.attempt.began_at);
        if account.is_held(began) {
            let what = format!(
                "{} begins while its account is held",
                self.sends[beginning.number].id
            );
            self.fail(Invariant::Limits, what);
        }
        if account.unlinked_at.is_some() {
            let what = format!(
                "{} begins while its account is unlinked",
                self.sends[beginning.number].id
            );
            self.fail(Invariant::Limits, what);
        }
    }

    /// INV-7: the person may be written to.
    fn check_person(&mut self, beginning: &Beginning) {
        if beginning.suppression == Some(SuppressionState::Suppressed) {
            let what = format!(
                "{} begins to somebody on the list",
                self.sends[beginning.number].id
            );
            self.fail(Invariant::OptOut, what);
        }
    }

    /// INV-8: nothing was said meanwhile, where it depends on that.
    fn check_preconditions(&mut self, beginning: &Beginning) {
        let row = self.sends[beginning.number].row.clone();
        if row.no_reply_since.is_none() && row.last_message_key.is_none() {
            return;
        }
        let id = row.token.clone();
        let read = move |tx: &mut Tx<'_>| -> StoreResult<(bool, Option<String>)> {
            let conversation = match &row.thread_key {
                Some(key) => {
                    conversations::find_by_thread_key(tx, row.workspace_id, row.account_id, key)?
                }
                None => conversation_with(tx, &row)?,
            };
            let Some(conversation) = conversation else {
                return Ok((false, None));
            };
            let newest = messages::list_before(
                tx,
                row.workspace_id,
                conversation.thread,
                Timestamp::MAX,
                200,
            )?;
            let is_answered = row.no_reply_since.is_some_and(|since| {
                newest
                    .iter()
                    .any(|message| !message.is_outgoing && message.sent_at > since)
            });
            Ok((
                is_answered,
                newest.first().map(|message| message.message_key.clone()),
            ))
        };
        let Some((is_answered, newest)) = self.read(read) else {
            return;
        };
        if is_answered {
            self.fail(
                Invariant::ReplyStops,
                format!("{id} begins after a reply that was to stop it"),
            );
        }
        let expected = self.sends[beginning.number].row.last_message_key.clone();
        if expected.is_some() && newest != expected {
            let what =
                format!("{id} begins though {newest:?} is the newest message, not {expected:?}");
            self.fail(Invariant::ReplyStops, what);
        }
    }

    /// INV-9: a person said yes to exactly this, and that still holds.
    fn check_approval(&mut self, beginning: &Beginning) {
        let is_paused = beginning.suppression == Some(SuppressionState::Paused);
        if (!beginning.policy.approval && !is_paused) || beginning.is_repeat {
            return;
        }
        let row = &self.sends[beginning.number].row;
        let began = beginning.attempt.began_at;
        let approved = self
            .world
            .desk()
            .approved
            .get(&row.token)
            .cloned()
            .unwrap_or_default();
        let holds = row
            .approval
            .as_ref()
            .is_some_and(|approval| approval.until > began);
        let (id, text) = (row.token.clone(), row.text.clone());
        if !approved.contains(&text) {
            self.fail(
                Invariant::Approval,
                format!("{id} begins with words that nobody approved: {text}"),
            );
        } else if !holds {
            self.fail(
                Invariant::Approval,
                format!("{id} begins after its approval was over"),
            );
        }
    }

    /// INV-5: nobody before it to the same person waits or is in doubt.
    fn check_lane(&mut self, beginning: &Beginning) {
        self.note_moved();
        let own = &self.sends[beginning.number];
        if own.is_planned {
            return;
        }
        let others = self.sends.iter().filter(|other| {
            other.seat == own.seat
                && other.id != own.id
                && other.row.recipient_key == own.row.recipient_key
                && !other.is_planned
        });
        let overtaken = others.filter(|other| match other.state.as_str() {
            "sending" | "unknown" | "needs_decision" => true,
            "queued" | "scheduled" | "awaiting_approval" => other.row.number < own.row.number,
            _ => false,
        });
        let overtaken: Vec<String> = overtaken
            .map(|other| format!("{} ({}, lane {})", other.id, other.state, other.row.lane))
            .collect();
        if let Some(first) = overtaken.first() {
            let what = format!("{} in lane {} overtakes {first}", own.id, own.row.lane);
            self.fail(Invariant::Order, what);
        }
    }
}

/// How long a call may begin after the beginning of its try: whatever is shown before it is over by its deadline.
pub(super) fn call_time() -> i64 {
    crate::clock::micros_of(Timing::default().call)
}

/// The conversation of a send that names its recipient alone.
fn conversation_with(tx: &mut Tx<'_>, row: &Send) -> StoreResult<Option<Conversation>> {
    let key = row.recipient_key.as_deref().unwrap_or_default();
    let Some(person) = people::find_by_member_key(tx, row.workspace_id, NAME, key)? else {
        return Ok(None);
    };
    let (workspace_id, account_id) = (row.workspace_id, row.account_id);
    conversations::find_direct_with(tx, workspace_id, account_id, person.person_id)
}
