//! INV-14: when nothing goes wrong any more, what may leave leaves soon.

use domain::ledger::Action;
use domain::send::SendState;
use domain::time::Timestamp;
use store::accounts::{self, Account};
use store::sends::{self, Send};
use store::{StoreResult, Tx, suppressions};

use super::{Invariant, Judge};
use crate::clock::micros_of;
use crate::network::NAME;

/// How long after it may leave it must have begun, besides the time between two looks of this check.
const SOON: i64 = 60_000_000;

/// An account, its open sends, and which of them go to somebody on the list.
type Open = (Account, Vec<Send>, Vec<bool>);

impl Judge {
    /// Looks which sends could leave now. `since`: how long ago this was looked at before, in microseconds.
    pub fn check_liveness(&mut self, since: i64) {
        for seat in 0..self.world.plan.seats.len() {
            let linked = self.world.linked(seat);
            let read = move |tx: &mut Tx<'_>| -> StoreResult<Option<Open>> {
                let Some(account) = accounts::find(tx, linked.workspace_id, linked.account_id)?
                else {
                    return Ok(None);
                };
                let open = sends::list_open(tx, linked.workspace_id, linked.account_id, 500)?;
                let mut listed = Vec::with_capacity(open.len());
                for send in &open {
                    let key = send.recipient_key.as_deref().unwrap_or_default();
                    listed.push(suppressions::find(tx, linked.workspace_id, NAME, key)?.is_some());
                }
                Ok(Some((account, open, listed)))
            };
            if let Some(Some((account, open, listed))) = self.read(read) {
                self.check_seat(seat, &account, &open, &listed, since);
            }
        }
    }

    fn check_seat(
        &mut self,
        seat: usize,
        account: &Account,
        open: &[Send],
        listed: &[bool],
        since: i64,
    ) {
        let now = Timestamp::from_micros(self.world.network.reading(0));
        let is_free = Self::is_free(account, open, now);
        for (send, is_listed) in open.iter().zip(listed) {
            let Some(number) = self.by_id.get(&send.send_id.to_string()).copied() else {
                continue;
            };
            let may_leave = is_free && !is_listed && self.may_leave(seat, account, send, open, now);
            if !may_leave {
                self.ready.remove(&number);
                continue;
            }
            let at = self.world.handle.now();
            let ready = *self.ready.entry(number).or_insert(at);
            if at - ready > SOON + since + 5_000_000 {
                let what = format!(
                    "{} could leave for {} us and does not",
                    send.send_id,
                    at - ready
                );
                self.fail(Invariant::Liveness, what);
            }
        }
    }

    /// Whether nothing keeps the whole account from acting.
    fn is_free(account: &Account, open: &[Send], now: Timestamp) -> bool {
        let policy = account.policy().unwrap_or_default();
        let is_calling = open
            .iter()
            .any(|send| matches!(send.state, SendState::Sending { .. }));
        account.held_until().is_none_or(|until| until <= now)
            && policy.pause(account.begun_last_at, now).is_none()
            && !is_calling
    }

    /// Whether nothing keeps this send from leaving.
    fn may_leave(
        &self,
        seat: usize,
        account: &Account,
        send: &Send,
        open: &[Send],
        now: Timestamp,
    ) -> bool {
        let is_due = match send.state {
            SendState::Queued => true,
            SendState::Scheduled { rule, until } => until <= now || rule.is_limit(),
            _ => false,
        };
        let policy = account.policy().unwrap_or_default();
        let is_first = open.iter().all(|other| {
            other.lane != send.lane
                || other.send_id == send.send_id
                || (other.state.is_waiting()
                    && (other.ready_at, other.number) > (send.ready_at, send.number))
        });
        let needs_approval = policy.approval && !send.is_approved(now);
        let has_terms = send.no_reply_since.is_some() || send.last_message_key.is_some();
        is_due
            && is_first
            && send.ready_at <= now
            && send.expires_at > now
            && !needs_approval
            && !has_terms
            && self.has_room(seat, account, send, now)
    }

    fn has_room(&self, seat: usize, account: &Account, send: &Send, now: Timestamp) -> bool {
        let Ok(policy) = account.policy() else {
            return false;
        };
        let share = policy.share(&account.standing(), now);
        let number = self
            .by_id
            .get(&send.send_id.to_string())
            .copied()
            .unwrap_or(usize::MAX);
        let actions = send.kind.actions(send.opens_conversation);
        if !self.has_room_for_person(number, &policy.per_person, now.micros()) {
            return false;
        }
        policy.caps.iter().all(|cap| {
            let Some(action) =
                Action::from_name(&cap.action).filter(|action| actions.contains(action))
            else {
                return true;
            };
            let most = u64::from(cap.cap) * u64::from(share.percent) / 100;
            // What nobody knows may count a little longer than it did, and everything as much longer as clocks were set.
            let slack =
                micros_of(std::time::Duration::from_mins(2)) + self.world.desk().clock_shifts;
            let at = now.micros() - slack;
            let by_hand = self.written(seat, action, cap.seconds, at);
            let used = self.kept(seat, number, action, cap.seconds, at) + by_hand;
            cap.cap > 0 && used < most.max(1)
        })
    }

    /// What the owner was seen to write by hand, and what looks as if it were: a message of a try that somebody took upon
    /// themselves not to know of.
    pub(super) fn written(&self, seat: usize, action: Action, seconds: u64, at: i64) -> u64 {
        let span = micros_of(std::time::Duration::from_secs(seconds));
        let is_message = action != Action::Invitation;
        let state = self.world.network.state();
        let rooms = state.seats[seat].threads.values();
        let own = rooms.flat_map(|room| room.messages.iter().filter(|posted| posted.is_own));
        let desk = self.world.desk();
        // The network's clock was not set with those of the nodes.
        let at = at - desk.clock_shifts;
        let written = own.filter(|posted| {
            let looks_so = posted.token.as_ref().is_none_or(|token| {
                let number = self.by_id.get(token);
                let is_doubted = number.is_some_and(|number| self.sends[*number].allowances > 0);
                is_doubted || desk.resolved.contains_key(token)
            });
            is_message && looks_so && posted.sent_at.micros() + span > at
        });
        u64::try_from(written.count()).unwrap_or(u64::MAX)
    }

    /// As [`Self::used`], with what a person dropped without knowing: it keeps its places.
    fn kept(&self, seat: usize, besides: usize, action: Action, seconds: u64, at: i64) -> u64 {
        let span = micros_of(std::time::Duration::from_secs(seconds));
        let others = self.begun[seat].iter().filter(|number| **number != besides);
        let counted = others.filter(|number| {
            let seen = &self.sends[**number];
            !seen.is_freed()
                && seen.deadline + span > at
                && seen
                    .row
                    .kind
                    .actions(seen.row.opens_conversation)
                    .contains(&action)
        });
        u64::try_from(counted.count()).unwrap_or(u64::MAX)
    }
}
