//! What the network does with an act. The work goes on whoever stops to wait for the answer.

use std::sync::Arc;
use std::time::Duration;

use domain::network::{CapabilityClass, Receipt, ThreadKind};
use domain::outcome::{HoldRule, Outcome};
use domain::time::Timestamp;
use integrations::networks::network::{Destination, OutgoingMessage};
use tokio::sync::oneshot;

use super::{Acceptance, Call, Posted, Shown, SimNetwork, State};
use crate::clock::micros_of;
use crate::executor::WORLD;
use crate::faults::{Fate, Kind};
use crate::sometimes::Sometimes;

/// How long the network takes to tell what it promises to tell after an act: the settle time of the product.
pub(super) const SETTLE: Duration = Duration::from_secs(10);

/// An act as it was asked for.
#[derive(Clone)]
pub(super) enum Act {
    Message(OutgoingMessage),
    Invitation {
        token: String,
        member_key: String,
        note: String,
    },
}

impl Act {
    fn token(&self) -> &str {
        match self {
            Self::Message(message) => &message.token,
            Self::Invitation { token, .. } => token,
        }
    }
}

/// What an act came to: a receipt, or nothing where an invitation leaves none.
pub(super) type Came = Outcome<Option<Receipt>>;

/// What the network will do: when it acts, whether it does, and how it answers.
struct Course {
    /// Until the act happens or not.
    acts_after: Duration,
    happens: bool,
    /// From then until the answer; `None`: never.
    answers_after: Option<Duration>,
    /// The answer if it is not the acceptance itself.
    answer: Option<Came>,
}

impl SimNetwork {
    /// Asks for an act. The future may be dropped at any time; what is under way goes on.
    pub(super) async fn act(self: &Arc<Self>, seat: usize, node: usize, act: Act) -> Came {
        let call = self.begin(seat, node, &act);
        let mut ending = Ending {
            network: self,
            call,
            is_answered: false,
        };
        let answer = self.work(seat, call, act);
        let came = answer.await.unwrap_or_else(|_| Outcome::Unknown {
            detail: "the connection broke".to_owned(),
        });
        ending.is_answered = true;
        came
    }

    fn begin(&self, seat: usize, node: usize, act: &Act) -> usize {
        let mut state = self.state();
        let (thread_key, member_key, text) = match act {
            Act::Message(message) => match &message.destination {
                Destination::Thread(key) => (Some(key.clone()), None, message.text.clone()),
                Destination::Member(key)
                | Destination::GroupMember {
                    member_key: key, ..
                } => (None, Some(key.clone()), message.text.clone()),
            },
            Act::Invitation {
                member_key, note, ..
            } => (None, Some(member_key.clone()), note.clone()),
        };
        let person = match (&thread_key, &member_key) {
            (Some(key), _) => state.seats[seat].threads.get(key).map(|room| room.person),
            (None, Some(key)) => state.person(key),
            (None, None) => None,
        };
        state.typing.remove(&(node, seat));
        let call = Call {
            seat,
            node,
            token: act.token().to_owned(),
            person,
            thread_key,
            text,
            is_invitation: matches!(act, Act::Invitation { .. }),
            began_at: self.handle.now(),
            began_reading: self.reading(node),
            ended_at: None,
            was_dropped: false,
        };
        self.trace.note(
            self.handle.now(),
            format_args!(
                "call node {node} seat {seat} {} {:?}",
                call.token, call.text
            ),
        );
        state.log.calls.push(call);
        state.log.calls.len() - 1
    }

    /// Starts the work and returns where its answer comes.
    fn work(self: &Arc<Self>, seat: usize, call: usize, act: Act) -> oneshot::Receiver<Came> {
        let (sender, receiver) = oneshot::channel();
        let course = self.course(seat, act.token());
        let network = Arc::clone(self);
        *self.state().seats[seat]
            .in_process
            .entry(act.token().to_owned())
            .or_default() += 1;
        self.handle.spawn(WORLD, async move {
            network.handle.sleep(course.acts_after).await;
            let came = network.perform(seat, call, &act, &course);
            let answer = course.answer.unwrap_or(came);
            // A connection that is never answered stays open and silent.
            let after = course.answers_after.unwrap_or(Duration::from_hours(3));
            network.handle.sleep(after).await;
            if course.answers_after.is_some() {
                // Whoever asked may have gone.
                drop(sender.send(answer));
            }
        });
        receiver
    }

    fn course(&self, seat: usize, token: &str) -> Course {
        let mut state = self.state();
        let standing = &state.seats[seat];
        let answer = if standing.is_out {
            Some(held(HoldRule::SessionExpired))
        } else if standing.is_restricted {
            Some(held(HoldRule::Restricted))
        } else {
            None
        };
        let quick = Duration::from_millis(30 + state.chance.below(800));
        if let Some(answer) = answer {
            return Course {
                acts_after: quick,
                happens: false,
                answers_after: Some(Duration::ZERO),
                answer: Some(answer),
            };
        }
        let fate = if state.is_calm {
            Fate::Accepted
        } else {
            self.mix.fate(&mut state.chance)
        };
        let slow = Duration::from_millis(state.chance.below(20_000));
        let late = state
            .chance
            .span(Duration::from_secs(1), Duration::from_hours(2));
        let acts_after = match fate {
            Fate::AcceptedLate => late,
            Fate::AcceptedSilently | Fate::Swallowed if state.chance.per_mille(300) => {
                slow.min(Duration::from_secs(14))
            }
            _ => quick,
        };
        let happens = matches!(
            fate,
            Fate::Accepted
                | Fate::AcceptedSilently
                | Fate::AcceptedCut
                | Fate::AnsweredLate
                | Fate::AcceptedLate
                | Fate::BrokenSent
        );
        let answer = self.answer(&mut state, (seat, token), fate, quick);
        let answers_after = match fate {
            Fate::AcceptedSilently | Fate::Swallowed | Fate::RefusedSilently => None,
            Fate::AnsweredLate | Fate::AcceptedLate => Some(late),
            _ => Some(Duration::from_millis(state.chance.below(300))),
        };
        Course {
            acts_after,
            happens,
            answers_after,
            answer,
        }
    }

    /// What a fate answers if not the acceptance itself, and what it does to the seat.
    fn answer(
        &self,
        state: &mut State,
        (seat, token): (usize, &str),
        fate: Fate,
        quick: Duration,
    ) -> Option<Came> {
        let unknown = |detail: &str| {
            Some(Outcome::Unknown {
                detail: detail.to_owned(),
            })
        };
        match fate {
            Fate::AcceptedCut => unknown("cut in the middle of the answer"),
            Fate::BrokenSent | Fate::BrokenNotSent => unknown("the server failed"),
            Fate::AskedToWait => {
                let wait = Duration::from_secs(1 + state.chance.below(3_600));
                let until = self.handle.now() + micros_of(quick) + micros_of(wait);
                state.seats[seat].asked_to_wait = Some((token.to_owned(), until));
                Some(Outcome::Deferred {
                    code: "too_fast".to_owned(),
                    retry_after: Some(wait),
                })
            }
            Fate::AskedToWaitSome => Some(Outcome::Deferred {
                code: "too_fast".to_owned(),
                retry_after: None,
            }),
            Fate::Refused => Some(Outcome::Refused {
                code: "not_connected".to_owned(),
                detail: "only connections can be written to".to_owned(),
            }),
            Fate::NotSent => Some(Outcome::NotSent {
                detail: "the connection was refused".to_owned(),
            }),
            Fate::SessionOver => {
                state.seats[seat].is_out = true;
                Some(held(HoldRule::SessionExpired))
            }
            Fate::Restricted => {
                state.seats[seat].is_restricted = true;
                Some(held(HoldRule::Restricted))
            }
            _ => None,
        }
    }

    /// The act itself.
    fn perform(self: &Arc<Self>, seat: usize, call: usize, act: &Act, course: &Course) -> Came {
        let token = act.token().to_owned();
        let now = self.now();
        let (came, shown, crashes, lag) = {
            let mut state = self.state();
            if let Some(count) = state.seats[seat].in_process.get_mut(&token) {
                *count -= 1;
                if *count == 0 {
                    state.seats[seat].in_process.remove(&token);
                }
            }
            if !course.happens {
                let detail = "nothing happened".to_owned();
                return Outcome::Unknown { detail };
            }
            let honours = state.seats[seat].class == CapabilityClass::A && !state.lies;
            if let Some(earlier) = state.seats[seat]
                .tokens
                .get(&token)
                .copied()
                .filter(|_| honours)
            {
                state.reached.note(Sometimes::RepeatHonoured);
                let earlier = &state.log.acceptances[earlier];
                let receipt = (!earlier.message_key.is_empty()).then(|| Receipt {
                    message_key: earlier.message_key.clone(),
                    thread_key: earlier.thread_key.clone(),
                    accepted_at: now,
                    attachments: Vec::new(),
                });
                return Outcome::Accepted(receipt);
            }
            let came = self.accept(&mut state, seat, call, act, now);
            let crashes = self.strikes(&mut state, Kind::Crash, 12);
            let shown = match &came {
                Outcome::Accepted(Some(receipt)) => Some(Shown::Message(
                    receipt.thread_key.clone(),
                    receipt.message_key.clone(),
                )),
                _ => None,
            };
            let lag = match &shown {
                Some(Shown::Message(thread_key, _)) => state.seats[seat].threads[thread_key]
                    .messages
                    .last()
                    .map_or(0, |posted| posted.shown_from - self.handle.now()),
                _ => 0,
            };
            (came, shown, crashes, lag)
        };
        if let Some(shown) = shown {
            // What reads do not show yet is not told of either.
            let network = Arc::clone(self);
            let lag = Duration::from_micros(u64::try_from(lag).unwrap_or(0));
            self.handle.spawn(WORLD, async move {
                network.handle.sleep(lag).await;
                network.show(seat, &shown);
            });
        }
        if crashes {
            let node = self.state().log.calls[call].node;
            self.doom(node, Sometimes::CrashAfterEffect);
        }
        came
    }

    fn accept(
        &self,
        state: &mut State,
        seat: usize,
        call: usize,
        act: &Act,
        now: Timestamp,
    ) -> Came {
        let asked = state.log.calls[call].clone();
        let Some(person) = asked.person else {
            return refused("unknown_member");
        };
        let (thread_key, message_key) = match act {
            Act::Invitation { .. } => {
                if !state.seats[seat].invited.insert(person) {
                    return refused("already_invited");
                }
                (String::new(), String::new())
            }
            Act::Message(message) => {
                let thread_key = match (&asked.thread_key, message.is_inmail) {
                    (Some(key), _) => key.clone(),
                    (None, true) => state.open(seat, person, ThreadKind::Inmail, now),
                    (None, false) => state.direct(seat, person, now),
                };
                let key = state.key("m");
                let lag = self.lag(state, seat, asked.began_at);
                let posted = Posted {
                    key: key.clone(),
                    is_own: true,
                    sent_at: now,
                    text: message.text.clone(),
                    subject: message.subject.clone(),
                    token: Some(message.token.clone()),
                    shown_from: self.handle.now() + micros_of(lag),
                    delivered_at: None,
                    seen_at: None,
                    is_deleted: false,
                };
                state.put(seat, &thread_key, posted);
                (thread_key, key)
            }
        };
        self.trace.note(
            self.handle.now(),
            format_args!("accepted seat {seat} {} {message_key}", asked.token),
        );
        state.log.acceptances.push(Acceptance {
            call,
            seat,
            token: asked.token.clone(),
            person,
            thread_key: thread_key.clone(),
            message_key: message_key.clone(),
            text: asked.text,
            at: self.handle.now(),
            reading: self.reading(asked.node),
        });
        let number = state.log.acceptances.len() - 1;
        state.seats[seat].tokens.insert(asked.token, number);
        Outcome::Accepted((!message_key.is_empty()).then_some(Receipt {
            message_key,
            thread_key,
            accepted_at: now,
            attachments: Vec::new(),
        }))
    }

    /// How long after its acceptance reads show a message. Where reads can be asked for our token, no longer than the
    /// product waits before it believes them; that wait is measured by wall clocks, so where those are set it is none.
    fn lag(&self, state: &mut State, seat: usize, began_at: i64) -> Duration {
        let is_late = self.handle.now() - began_at > micros_of(Duration::from_secs(14));
        let most = match state.seats[seat].class {
            CapabilityClass::C | CapabilityClass::D => SETTLE * 60,
            _ if is_late || self.mix.has(Kind::Clocks) => Duration::ZERO,
            _ => SETTLE,
        };
        if state.is_calm {
            return Duration::ZERO;
        }
        self.mix.lag(&mut state.chance, most)
    }

    /// A node ends as soon as the present poll is over.
    pub(crate) fn doom(&self, node: usize, place: Sometimes) {
        self.trace.note(
            self.handle.now(),
            format_args!("node {node} meets {place:?}"),
        );
        let mut state = self.state();
        state.reached.note(place);
        state.doomed.push(crate::node::group_of(node));
    }

    /// Whether a node ends now, with its request still in its hands.
    pub(super) fn crashes_before_effect(&self) -> bool {
        let mut state = self.state();
        self.strikes(&mut state, Kind::Crash, 8)
    }

    /// Sometimes a node stands still with its request under way, often for longer than it may hold the account.
    pub(crate) fn may_stall(&self, node: usize) {
        let mut state = self.state();
        if self.strikes(&mut state, Kind::Clocks, 4) {
            let longest = *state.chance.pick(&[20, 600]);
            let span = state
                .chance
                .span(Duration::from_secs(1), Duration::from_secs(longest));
            state.stalled.push((node, span));
        }
    }
}

/// Notes how a call ended, also when it was dropped.
struct Ending<'n> {
    network: &'n SimNetwork,
    call: usize,
    is_answered: bool,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let now = self.network.handle.now();
        let mut state = self.network.state();
        let call = &mut state.log.calls[self.call];
        call.ended_at = Some(now);
        call.was_dropped = !self.is_answered;
    }
}

fn held(rule: HoldRule) -> Came {
    Outcome::Held {
        rule,
        detail: rule.word().to_owned(),
    }
}

fn refused(code: &str) -> Came {
    Outcome::Refused {
        code: code.to_owned(),
        detail: "the network says no".to_owned(),
    }
}
