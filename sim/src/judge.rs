//! The judge: after every step it reads what the product wrote down and what the network wrote down, and compares. It
//! believes nothing that only one of them says. Start reading at [`Judge::observe`].

mod answers;
mod begins;
mod books;
mod deliveries;
mod hours;
mod limits;
mod liveness;
mod network;
mod people;
mod seen;
mod telling;
mod told;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use domain::policy::Policy;
use futures_util::FutureExt as _;
use store::events::{self, Event};
use store::{StoreResult, Tx};

use crate::executor::Group;
use crate::network::{Call, State};
use crate::node::node_of;
use crate::sometimes::Sometimes;
use crate::world::World;

pub use seen::Seen;

/// What must always hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// INV-1: nothing that was accepted vanishes or hangs.
    NoLoss,
    /// INV-2: one wish is at most one act.
    AtMostOnce,
    /// INV-3: states and answers are true.
    HonestState,
    /// INV-4: no limit is exceeded; pauses and the network's own wishes are kept.
    Limits,
    /// INV-5: a conversation keeps its order.
    Order,
    /// INV-6: nothing begins outside of the hours, before its time or after its end.
    Hours,
    /// INV-7: nothing begins to somebody on the list.
    OptOut,
    /// INV-8: nothing begins that was to leave only without a reply.
    ReplyStops,
    /// INV-9: nothing begins without a person's yes to these words where one is needed.
    Approval,
    /// INV-10: webhooks: what a receiver wants reaches it, in order, signed, and not twice without need.
    Webhooks,
    /// INV-11: an account never has two calls under way.
    OneCall,
    /// INV-12: workspaces see nothing of each other.
    Tenant,
    /// INV-13: the books agree.
    Books,
    /// INV-14: what may leave leaves.
    Liveness,
    /// Nothing panics.
    NoPanic,
}

impl Invariant {
    /// Its number and what it says.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoLoss => "INV-1 no loss",
            Self::AtMostOnce => "INV-2 at most once",
            Self::HonestState => "INV-3 honest state",
            Self::Limits => "INV-4 limits",
            Self::Order => "INV-5 order",
            Self::Hours => "INV-6 hours",
            Self::OptOut => "INV-7 opt-out",
            Self::ReplyStops => "INV-8 reply stops",
            Self::Approval => "INV-9 approval",
            Self::Webhooks => "INV-10 webhooks",
            Self::OneCall => "INV-11 one call",
            Self::Tenant => "INV-12 tenant",
            Self::Books => "INV-13 books",
            Self::Liveness => "INV-14 liveness",
            Self::NoPanic => "no panic",
        }
    }
}

/// What was breached, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    pub invariant: Invariant,
    pub what: String,
    /// True time.
    pub at: i64,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.invariant.word(), self.what)
    }
}

/// What the judge has seen so far.
pub struct Judge {
    world: Arc<World>,
    /// Each send, in the order in which the judge met it.
    sends: Vec<Seen>,
    by_id: BTreeMap<String, usize>,
    /// Of each seat, the sends that have begun.
    begun: Vec<Vec<usize>>,
    policies: BTreeMap<(usize, i64), Policy>,
    /// How many events of each workspace were read.
    events: Vec<i64>,
    commits: u64,
    calls: usize,
    acceptances: usize,
    /// Since when a send could leave and has not, in true time.
    ready: BTreeMap<usize, i64>,
    /// Of each seat, until when its network wants nothing, in true time.
    asked_to_wait: Vec<i64>,
    telling: telling::Telling,
    breach: Option<Breach>,
}

impl Judge {
    /// A judge of a world in which everything is linked.
    pub fn new(world: Arc<World>) -> Self {
        let (seats, workspaces) = (world.plan.seats.len(), world.plan.workspaces);
        let telling = telling::Telling::new(workspaces, world.plan.endpoints.len());
        Self {
            world,
            sends: Vec::new(),
            by_id: BTreeMap::new(),
            begun: vec![Vec::new(); seats],
            policies: BTreeMap::new(),
            events: vec![0; workspaces],
            commits: 0,
            calls: 0,
            acceptances: 0,
            ready: BTreeMap::new(),
            asked_to_wait: vec![0; seats],
            telling,
            breach: None,
        }
    }

    /// The first breach, if there was one.
    pub fn breach(&self) -> Option<&Breach> {
        self.breach.as_ref()
    }

    /// Whether something waits to leave.
    pub fn is_anything_open(&self) -> bool {
        let mut states = self.sends.iter().map(|seen| seen.state.as_str());
        states.any(|state| matches!(state, "queued" | "scheduled"))
    }

    /// How many sends were accepted.
    pub fn sends(&self) -> usize {
        self.sends.len()
    }

    /// Looks at what one step has changed.
    pub fn observe(&mut self, group: Group) {
        let commits = self.world.store.counters().commits();
        let has_committed = commits != self.commits;
        if has_committed {
            self.commits = commits;
            for workspace in 0..self.events.len() {
                self.read_events(workspace, node_of(group));
            }
        }
        self.read_log();
        self.read_receivers(has_committed);
    }

    /// Notes a breach; the first one counts.
    pub(crate) fn fail(&mut self, invariant: Invariant, what: impl Into<String>) {
        let what = what.into();
        let at = self.world.handle.now();
        self.breach.get_or_insert(Breach {
            invariant,
            what,
            at,
        });
    }

    /// Reads from the store, which answers at once. A read that fails is a breach: nobody plans faults for reads.
    fn read<T: Send + 'static>(
        &mut self,
        read: impl Fn(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
    ) -> Option<T> {
        let answer = self.world.store.read(read).now_or_never();
        match answer {
            Some(Ok(answer)) => Some(answer),
            Some(Err(error)) => {
                self.fail(Invariant::Books, format!("the judge cannot read: {error}"));
                None
            }
            None => {
                self.fail(Invariant::Books, "the store did not answer at once");
                None
            }
        }
    }

    fn read_events(&mut self, workspace: usize, node: Option<usize>) {
        let workspace_id = self.world.caller(workspace).workspace_id;
        let after = self.events[workspace];
        let read = move |tx: &mut Tx<'_>| events::list(tx, workspace_id, after, 10_000);
        for event in self.read(read).map(|part| part.events).unwrap_or_default() {
            if event.number != self.events[workspace] + 1 {
                let what = format!("event {} follows {}", event.number, self.events[workspace]);
                self.fail(Invariant::Books, what);
            }
            self.events[workspace] = event.number;
            self.hear(workspace, node, &event);
        }
    }

    fn hear(&mut self, workspace: usize, node: Option<usize>, event: &Event) {
        let subject = event.subject.as_deref().unwrap_or_default();
        self.world.note(format_args!(
            "event {workspace}/{} {} {subject}",
            event.number,
            event.kind.word()
        ));
        self.hear_for_receivers(workspace, event);
        let seat = event
            .account_id
            .and_then(|account| self.world.seat_of(account));
        if seat.is_some_and(|seat| self.world.plan.seats[seat].workspace != workspace) {
            let what = format!("workspace {workspace} was told of another's account: {event:?}");
            self.fail(Invariant::Tenant, what);
        }
        match (event.kind.word(), seat) {
            ("account.policy_changed", Some(seat)) => self.note_policy(seat, event),
            ("account.degraded" | "account.restricted", Some(_)) => {
                self.world.reached(Sometimes::AccountHeld);
            }
            ("person.suppressed", _) => {
                self.note_during_call(Sometimes::SuppressedDuringCall, |call, state| {
                    call.person
                        .is_some_and(|person| state.people[person].member_key == subject)
                });
            }
            ("message.received", Some(seat)) => {
                self.note_during_call(Sometimes::ReplyDuringCall, |call, _| {
                    let thread = call.thread_key.as_deref();
                    call.seat == seat
                        && thread
                            .is_some_and(|thread| event.body.contains(&format!("\"{thread}\"")))
                });
            }
            ("send.edited", _) => {}
            (kind, Some(seat)) if kind.starts_with("send.") => {
                self.send_changed((workspace, seat), node, subject, &kind["send.".len()..]);
            }
            _ => {}
        }
    }

    /// Notes what came while a call was under way that it concerns.
    fn note_during_call(&self, what: Sometimes, concerns: impl Fn(&Call, &State) -> bool) {
        let is_during = {
            let state = self.world.network.state();
            let mut open = state
                .log
                .calls
                .iter()
                .rev()
                .take(20)
                .filter(|call| call.ended_at.is_none());
            open.any(|call| concerns(call, &state))
        };
        if is_during {
            self.world.reached(what);
        }
    }
}
