//! One run: a seed's world from its beginning, through the days of faults, to a week of quiet, judged all the way.

use std::cell::RefCell;
use std::sync::Arc;

use domain::twins::{self, Twin};
use store::{CommitFault, Store};

use crate::chance::Chance;
use crate::director;
use crate::executor::{Executor, Group, Turn, WORLD};
use crate::faults::Kind;
use crate::judge::{Breach, Invariant, Judge};
use crate::node::{crash, node_of};
use crate::operator;
use crate::owners;
use crate::plan::{DAY, Plan};
use crate::setup;
use crate::sometimes::{Reached, Sometimes};
use crate::world::World;

/// A minute of true time in microseconds.
const MINUTE: i64 = 60_000_000;

/// Between two looks at what could leave.
const LOOK: i64 = 30 * MINUTE;

/// So many polls at one instant are nobody's work.
const SPINS: u32 = 1_000;

/// What to run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub seed: u64,
    pub days: u32,
    /// A deliberate mistake of the product.
    pub twin: Option<Twin>,
    /// Keep every line of the trace.
    pub keeps_trace: bool,
    /// The network does not do what its classes promise.
    pub lies: bool,
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub seed: u64,
    pub breach: Option<Breach>,
    /// Of the trace: another one for another byte; and its lines.
    pub digest: (u64, u64),
    pub trace: String,
    pub tail: Vec<String>,
    pub faults: String,
    /// Acts of the plan, sends that were accepted, calls and acceptances of the network.
    pub acts: usize,
    pub sends: usize,
    pub calls: usize,
    pub acceptances: usize,
    /// Webhooks that receivers took.
    pub told: usize,
    pub reached: Reached,
}

thread_local! {
    /// The first panic of this thread since it was asked for.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics for the judge instead of printing them: the product catches them, and must have none.
pub fn watch_panics() {
    std::panic::set_hook(Box::new(|info| {
        let what = info.to_string();
        PANIC.with_borrow_mut(|panic| {
            panic.get_or_insert(what);
        });
    }));
}

/// Runs a seed.
pub fn run(options: Options) -> Outcome {
    twins::choose(options.twin);
    PANIC.take();
    let plan = Plan::draw(options.seed, options.days);
    let store = Store::open_memory().expect("a database in memory");
    let world = World::new(plan, store, options.keeps_trace);
    world.network.state().lies = options.lies;
    let mut run = Run::new(Arc::clone(&world));
    run.whole();
    let outcome = run.outcome(options.seed);
    world.end();
    drop(run);
    world.handle.clear();
    twins::choose(None);
    outcome
}

struct Run {
    world: Arc<World>,
    executor: Executor,
    judge: Judge,
    /// For what happens to machines.
    chance: Chance,
    audited_at: i64,
    /// Polls since the clock went on, which showed `polled_at` then.
    polls: u32,
    polled_at: i64,
}

impl Run {
    fn new(world: Arc<World>) -> Self {
        Self {
            executor: Executor::new(world.handle.clone()),
            judge: Judge::new(Arc::clone(&world)),
            chance: Chance::new(world.plan.seed, "machines"),
            audited_at: world.plan.begins_at,
            polls: 0,
            polled_at: 0,
            world,
        }
    }

    fn whole(&mut self) {
        let world = Arc::clone(&self.world);
        setup::begin(&world);
        self.drive(world.plan.begins_at + 5 * MINUTE);
        world.set_calm(false);
        world
            .handle
            .spawn(WORLD, director::direct(Arc::clone(&world)));
        world
            .handle
            .spawn(WORLD, director::trouble(Arc::clone(&world)));
        world
            .handle
            .spawn(WORLD, director::keep(Arc::clone(&world)));
        world.handle.spawn(WORLD, owners::tend(Arc::clone(&world)));
        self.drive(world.plan.ends_at);
        self.quiet();
        if self.judge.breach().is_none() {
            self.judge.conclude();
        }
    }

    /// A week without faults, in which what is left comes to its end and something new still leaves.
    fn quiet(&mut self) {
        let world = Arc::clone(&self.world);
        world.set_calm(true);
        world.note(format_args!("all is calm"));
        for node in 0..world.plan.nodes {
            self.executor.thaw(crate::node::group_of(node));
        }
        operator::sign_in_all(&world);
        owners::enable_most(&world);
        let polling = crate::clock::micros_of(world.plan.polling);
        let judged_from = world.plan.ends_at + polling + 60 * MINUTE;
        let ends_at = world.plan.ends_at + 7 * DAY;
        let mut wishes_at = world.plan.ends_at + 2 * 60 * MINUTE;
        let mut swept_at = world.plan.ends_at;
        while world.handle.now() < ends_at && self.judge.breach().is_none() {
            let now = world.handle.now();
            if now >= wishes_at && now < ends_at - 3 * DAY {
                wishes_at = now + 11 * 60 * MINUTE;
                let mut wish = director::wish(&world);
                wish.terms.waits_for_limits = true;
                world.wish(wish);
            }
            if now >= swept_at {
                swept_at = now + DAY / 3;
                for workspace in 0..world.plan.workspaces {
                    operator::sweep_workspace(&world, workspace);
                }
            }
            self.drive(now + LOOK);
            if now >= judged_from && self.judge.is_anything_open() {
                self.judge.check_liveness(LOOK);
            }
        }
    }

    /// Goes on until an instant of true time, or the first breach.
    fn drive(&mut self, until: i64) {
        loop {
            let (world, chance) = (&self.world, &mut self.chance);
            let mut planned = None;
            let turn = self.executor.turn(until, &mut |group| {
                planned = plan_fault(world, chance, group);
            });
            match turn {
                Turn::Over => return,
                // A timer may end at the very instant at which it was set.
                Turn::Later if self.world.handle.now() == self.polled_at => {}
                Turn::Later => {
                    self.polls = 0;
                    self.polled_at = self.world.handle.now();
                }
                Turn::Polled(group) => {
                    self.polls += 1;
                    self.after(group, planned);
                }
            }
            if self.polls > SPINS {
                self.judge.fail(
                    Invariant::Liveness,
                    "somebody is busy with nothing, and time stands still",
                );
            }
            if self.judge.breach().is_some() {
                return;
            }
            if self.world.handle.now() - self.audited_at > DAY {
                self.audited_at = self.world.handle.now();
                self.judge.audit();
            }
        }
    }

    /// What follows a step: whoever was to fall falls, and the judge looks.
    fn after(&mut self, group: Group, planned: Option<Planned>) {
        if let Some(panic) = PANIC.take() {
            self.judge.fail(Invariant::NoPanic, panic);
        }
        let world = Arc::clone(&self.world);
        let mut falls = Vec::new();
        if let Some(planned) = planned {
            let faults = world.store.commit_faults();
            let has_struck = !faults.is_planned();
            faults.clear();
            if has_struck {
                world.note(format_args!("a commit met {:?}", planned.fault));
                world.reached(match planned.fault {
                    CommitFault::Lose => Sometimes::CommitAnswerLost,
                    _ if planned.is_crash => Sometimes::CrashBeforeCommit,
                    _ => Sometimes::CommitFailed,
                });
                falls.extend(planned.is_crash.then_some(group));
            }
        }
        if world.endpoints.get().is_some() {
            self.judge.observe(group);
        }
        let doomed = std::mem::take(&mut world.network.state().doomed);
        falls.extend(doomed);
        if node_of(group).is_some() && !world.is_calm() {
            let share = u64::from(
                world.plan.mix.share(Kind::Crash, 1) + world.plan.mix.share(Kind::Cancel, 1),
            );
            if self.chance.below(6_000) < share {
                world.reached(Sometimes::CrashAnywhere);
                falls.push(group);
            }
        }
        for node in falls.into_iter().filter_map(node_of) {
            crash(&mut self.executor, &world, node);
        }
        let stalled = std::mem::take(&mut world.network.state().stalled);
        for (node, span) in stalled {
            world.freeze(node, span);
        }
        let freezes = std::mem::take(&mut world.desk().freezes);
        for (node, is_frozen) in freezes {
            let group = crate::node::group_of(node);
            if is_frozen && !world.is_calm() {
                self.executor.freeze(group);
            } else {
                self.executor.thaw(group);
            }
        }
    }

    fn outcome(&self, seed: u64) -> Outcome {
        let reached = self.world.all_reached();
        let state = self.world.network.state();
        Outcome {
            seed,
            breach: self.judge.breach().cloned(),
            digest: self.world.trace.digest(),
            trace: self.world.trace.whole(),
            tail: self.world.trace.tail(),
            faults: self.world.plan.mix.words(),
            acts: self.world.plan.acts.len(),
            sends: self.judge.sends(),
            calls: state.log.calls.len(),
            acceptances: state.log.acceptances.len(),
            told: self.world.receivers.taken(),
            reached,
        }
    }
}

/// A commit of this step that will meet a fault.
struct Planned {
    fault: CommitFault,
    /// The process ends with it.
    is_crash: bool,
}

fn plan_fault(world: &World, chance: &mut Chance, group: Group) -> Option<Planned> {
    node_of(group)?;
    if world.is_calm() {
        return None;
    }
    let mix = &world.plan.mix;
    let (store, crashes) = (
        u64::from(mix.share(Kind::Store, 6)),
        u64::from(mix.share(Kind::Crash, 1)),
    );
    let drawn = chance.below(1_500);
    let is_crash = drawn >= store && drawn < store + crashes;
    if drawn >= store + crashes {
        return None;
    }
    let fault = match chance.below(4) {
        _ if is_crash => CommitFault::Fail,
        0 => CommitFault::Fail,
        1 => CommitFault::Refuse,
        _ => CommitFault::Lose,
    };
    world.store.commit_faults().plan(1 + chance.below(3), fault);
    Some(Planned { fault, is_crash })
}
