//! Looking for what an act may have left behind, as each class of network allows it.

use std::time::Duration;

use domain::network::{CapabilityClass, Receipt};
use domain::time::Timestamp;
use integrations::networks::network::{NetworkError, OutgoingMessage, ReadBack};

use super::{Posted, SimNetwork, State};
use crate::faults::Kind;

/// How far a clock may be off before what is looked for by content counts as older than the try.
const CONTENT_MARGIN: Duration = Duration::from_mins(2);

impl SimNetwork {
    /// A read that fails, or is complete.
    pub(super) fn read_fault(&self) -> Option<NetworkError> {
        let mut state = self.state();
        if state.is_calm || !state.chance.per_mille(self.mix.share(Kind::Reads, 25)) {
            return None;
        }
        Some(match state.chance.below(4) {
            0 => NetworkError::RateLimited { retry_after: None },
            1 => NetworkError::RateLimited {
                retry_after: Some(Duration::from_secs(state.chance.below(120))),
            },
            _ => NetworkError::Unreachable {
                detail: "no answer".to_owned(),
            },
        })
    }

    pub(super) fn find(
        &self,
        seat: usize,
        message: &OutgoingMessage,
        since: Timestamp,
    ) -> Result<ReadBack, NetworkError> {
        let now = self.handle.now();
        let mut state = self.state();
        // A network that still works on an act cannot say that it is not there.
        if state.seats[seat].in_process.contains_key(&message.token)
            && state.seats[seat].class != CapabilityClass::C
        {
            let detail = "the act is under way".to_owned();
            return Err(NetworkError::Unreachable { detail });
        }
        let found = match state.seats[seat].class {
            CapabilityClass::A | CapabilityClass::B => {
                let is_ours = |posted: &Posted| posted.token.as_ref() == Some(&message.token);
                state.matching(seat, now, is_ours)
            }
            CapabilityClass::C => {
                let since = since.minus(CONTENT_MARGIN);
                let is_alike =
                    |posted: &Posted| posted.text == message.text && posted.sent_at >= since;
                state.matching(seat, now, is_alike)
            }
            CapabilityClass::D => {
                return Err(NetworkError::Unsupported {
                    capability: "reading back",
                });
            }
        };
        if found.is_empty() || state.lies || self.is_stale(&mut state, seat, &message.token) {
            return Ok(ReadBack::Absent);
        }
        Ok(ReadBack::Found(found))
    }

    /// Whether a copy of the data answers that does not know this yet; once and not again.
    fn is_stale(&self, state: &mut State, seat: usize, token: &str) -> bool {
        self.strikes(state, Kind::Reads, 300)
            && state.seats[seat].stale_reads.insert(token.to_owned())
    }
}

impl State {
    /// The owner's messages that reads show and that are as wanted, the newest first.
    fn matching(&self, seat: usize, now: i64, is_wanted: impl Fn(&Posted) -> bool) -> Vec<Receipt> {
        let mut found: Vec<Receipt> = Vec::new();
        for (thread_key, room) in &self.seats[seat].threads {
            let shown = room
                .messages
                .iter()
                .filter(|posted| posted.is_own && !posted.is_deleted && posted.shown_from <= now);
            found.extend(
                shown
                    .filter(|posted| is_wanted(posted))
                    .map(|posted| Receipt {
                        message_key: posted.key.clone(),
                        thread_key: thread_key.clone(),
                        accepted_at: posted.sent_at,
                        attachments: Vec::new(),
                    }),
            );
        }
        found.sort_by_key(|receipt| std::cmp::Reverse(receipt.accepted_at));
        found
    }
}
