//! What a seat is told of what happens: late, twice, in another order, or with a hole that only the history fills.

use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use domain::network::{Update, Updates};
use integrations::networks::network::{INVALID_CURSOR, NetworkError};

use super::{SimNetwork, State};
use crate::executor::WORLD;
use crate::faults::Kind;
use crate::sometimes::Sometimes;

/// Updates in one answer.
const PAGE: usize = 50;

/// Something that a seat is told of.
#[derive(Debug, Clone)]
pub enum Shown {
    /// A message, by thread and key.
    Message(String, String),
    /// What became of our own message.
    Receipt(String, String),
}

/// The updates of a seat, as they came out.
#[derive(Default)]
pub(super) struct Stream {
    items: Vec<Shown>,
    /// Cursors before this are known no more.
    forgotten: usize,
    pub(super) waiters: Vec<Waker>,
}

impl SimNetwork {
    /// Lets a seat know, when it is time and as often as it happens to be.
    pub fn show(self: &Arc<Self>, seat: usize, what: &Shown) {
        for delay in self.delays() {
            if delay.is_zero() {
                self.append(seat, what.clone());
                continue;
            }
            let (network, what) = (Arc::clone(self), what.clone());
            self.handle.spawn(WORLD, async move {
                network.handle.sleep(delay).await;
                network.append(seat, what);
            });
        }
    }

    fn delays(&self) -> Vec<Duration> {
        let mut state = self.state();
        if state.is_calm || !self.mix.has(Kind::Updates) {
            return vec![Duration::from_millis(100 + state.chance.below(900))];
        }
        let chance = &mut state.chance;
        let copies = if chance.per_mille(self.mix.share(Kind::Updates, 60)) {
            1 + chance.below(4)
        } else {
            1
        };
        let share = self.mix.share(Kind::Updates, 80);
        let delay = |chance: &mut crate::chance::Chance| {
            if chance.per_mille(share) {
                let most = *chance.pick(&[1, 10, 600, 72 * 60]);
                chance.span(Duration::ZERO, Duration::from_mins(most))
            } else {
                Duration::from_millis(100 + chance.below(3_000))
            }
        };
        (0..copies).map(|_| delay(chance)).collect()
    }

    fn append(&self, seat: usize, what: Shown) {
        let waiters = {
            let mut state = self.state();
            let has_hole = self.strikes(&mut state, Kind::Updates, 4);
            let stream = &mut state.seats[seat].stream;
            stream.items.push(what);
            if has_hole {
                // Whoever asks next has lost the thread and must read the history.
                stream.forgotten = stream.items.len();
            }
            state.seats[seat].waiters()
        };
        waiters.into_iter().for_each(Waker::wake);
    }
}

impl State {
    /// The cursor behind everything.
    pub(super) fn cursor(&self, seat: usize) -> String {
        format!("u{}", self.seats[seat].stream.items.len())
    }

    /// What came after a cursor; `None` while there is nothing.
    pub(super) fn updates(
        &mut self,
        seat: usize,
        cursor: &str,
    ) -> Result<Option<Updates>, NetworkError> {
        let stream = &self.seats[seat].stream;
        let from = cursor.strip_prefix('u').and_then(|from| from.parse().ok());
        let from: usize = match from {
            Some(from) if from >= stream.forgotten => from,
            _ => {
                self.reached.note(Sometimes::CursorLost);
                return Err(NetworkError::Refused {
                    code: INVALID_CURSOR.to_owned(),
                    detail: "this cursor is too old".to_owned(),
                });
            }
        };
        let until = stream.items.len().min(from + PAGE);
        if until <= from {
            return Ok(None);
        }
        let shown = stream.items[from..until].to_vec();
        let items = shown.iter().filter_map(|what| self.update(seat, what));
        Ok(Some(Updates {
            items: items.collect(),
            cursor: format!("u{until}"),
        }))
    }

    fn update(&self, seat: usize, what: &Shown) -> Option<Update> {
        let (Shown::Message(thread_key, key) | Shown::Receipt(thread_key, key)) = what;
        let room = self.seats[seat].threads.get(thread_key)?;
        let posted = room.messages.iter().find(|posted| posted.key == *key)?;
        if posted.is_deleted {
            return None;
        }
        Some(match what {
            Shown::Message(..) => Update::Message {
                thread: self.thread(seat, thread_key)?,
                message: self.message(seat, thread_key, posted),
            },
            Shown::Receipt(..) => Update::Receipt {
                thread_key: thread_key.clone(),
                message_key: key.clone(),
                delivered_at: posted.delivered_at,
                seen_at: posted.seen_at,
            },
        })
    }
}
