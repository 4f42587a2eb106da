//! What is told at once and not kept: that a seat has news, and that somebody types.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::clock::machine_micros;
use crate::world::updates::Update;

/// How long a typing signal lasts.
pub(crate) const TYPING_MS: i64 = 10_000;
const SIGNALS_PER_SEAT: usize = 64;

/// One signal to one seat. Numbers grow over restarts, so that a cursor stays good.
struct Signal {
    number: i64,
    lapses_at_micros: i64,
    update: Update,
}

#[derive(Default)]
struct Mailbox {
    signals: VecDeque<Signal>,
    changes: watch::Sender<u64>,
}

/// The present, per seat.
#[derive(Default)]
pub(crate) struct Hub(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    last_number: i64,
    mailboxes: BTreeMap<i64, Mailbox>,
}

impl Hub {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes whoever waits for this seat's updates.
    pub(crate) fn wake(&self, seat: i64) {
        if let Some(mailbox) = self.lock().mailboxes.get(&seat) {
            mailbox.changes.send_modify(|version| *version += 1);
        }
    }

    /// Notices every later change of the seat.
    pub(crate) fn subscribe(&self, seat: i64) -> watch::Receiver<u64> {
        self.lock()
            .mailboxes
            .entry(seat)
            .or_default()
            .changes
            .subscribe()
    }

    /// The number of the newest signal, for a cursor that begins now.
    pub(crate) fn signal_end(&self) -> i64 {
        let inner = &mut *self.lock();
        inner.last_number = inner.last_number.max(machine_micros());
        inner.last_number
    }

    /// Tells seats that somebody types in a thread, or has stopped.
    pub(crate) fn type_in(
        &self,
        seats: &[i64],
        thread_id: &str,
        member_key: &str,
        on: bool,
        now: i64,
    ) {
        let inner = &mut *self.lock();
        let micros = machine_micros();
        for seat in seats {
            inner.last_number = (inner.last_number + 1).max(micros);
            let signal = Signal {
                number: inner.last_number,
                lapses_at_micros: micros + TYPING_MS * 1_000,
                update: Update {
                    id: None,
                    kind: "typing".to_owned(),
                    at: now,
                    data: typing(thread_id, member_key, on, now),
                },
            };
            let mailbox = inner.mailboxes.entry(*seat).or_default();
            mailbox.signals.push_back(signal);
            if mailbox.signals.len() > SIGNALS_PER_SEAT {
                mailbox.signals.pop_front();
            }
            mailbox.changes.send_modify(|version| *version += 1);
        }
    }

    /// Signals of a seat after a number that have not lapsed, and the number they reach.
    pub(crate) fn signals_after(&self, seat: i64, after: i64) -> (Vec<Update>, i64) {
        let inner = &mut *self.lock();
        let now = machine_micros();
        let Some(mailbox) = inner.mailboxes.get_mut(&seat) else {
            return (Vec::new(), after);
        };
        mailbox
            .signals
            .retain(|signal| signal.lapses_at_micros > now);
        let mut reached = after;
        let mut updates = Vec::new();
        for signal in mailbox
            .signals
            .iter()
            .filter(|signal| signal.number > after)
        {
            reached = signal.number;
            updates.push(signal.update.clone());
        }
        (updates, reached)
    }
}

fn typing(thread_id: &str, member_key: &str, on: bool, now: i64) -> Value {
    json!({
        "thread_id": thread_id,
        "member_key": member_key,
        "state": if on { "on" } else { "off" },
        "expires_at": if on { now + TYPING_MS } else { now },
    })
}

#[cfg(test)]
mod tests {
    use super::Hub;

    #[test]
    fn a_signal_is_read_once_by_a_cursor_that_moves() {
        let hub = Hub::default();
        let begin = hub.signal_end();
        hub.type_in(&[1], "2-x", "ACoAA", true, 5);
        let (first, reached) = hub.signals_after(1, begin);
        assert_eq!(first.len(), 1);
        assert!(reached > begin);
        assert!(hub.signals_after(1, reached).0.is_empty());
        assert!(hub.signals_after(2, begin).0.is_empty());
    }

    #[test]
    fn waking_is_noticed_by_whoever_subscribed_before() {
        let hub = Hub::default();
        let changes = hub.subscribe(1);
        hub.wake(2);
        assert!(!changes.has_changed().expect("the hub stands"));
        hub.wake(1);
        assert!(changes.has_changed().expect("the hub stands"));
    }
}
