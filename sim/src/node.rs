//! Nodes: processes with an engine and the use cases, which crash, stop, stand still and start again. A node's database
//! is what was committed; its memory is gone with it.

use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use app::{App, Settings};
use domain::dispatch::Timing;
use domain::entropy::SeededEntropy;
use domain::metric::Unrecorded;
use engine::Polling;
use tokio::sync::watch;

use crate::chance::Chance;
use crate::clock::VirtualTimer;
use crate::executor::{Executor, Group, WORLD};
use crate::faults::Kind;
use crate::network;
use crate::sometimes::Sometimes;
use crate::world::World;

/// The tasks of a node.
pub fn group_of(node: usize) -> Group {
    u32::try_from(node).unwrap_or(u32::MAX - 1) + 1
}

/// The node behind a group, if it is one's.
pub fn node_of(group: Group) -> Option<usize> {
    usize::try_from(group).ok()?.checked_sub(1)
}

/// All nodes of a world.
pub(crate) struct Nodes {
    slots: Vec<Slot>,
}

#[derive(Default)]
struct Slot {
    starts: u64,
    running: Option<Running>,
}

struct Running {
    app: App,
    stop: watch::Sender<bool>,
}

impl Nodes {
    pub(crate) fn new(count: usize) -> Self {
        Self {
            slots: (0..count).map(|_| Slot::default()).collect(),
        }
    }

    /// Takes note that no process runs.
    pub(crate) fn clear(&mut self) {
        for slot in &mut self.slots {
            slot.running = None;
        }
    }
}

impl World {
    fn nodes(&self) -> MutexGuard<'_, Nodes> {
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The use cases of a node that is up: the one after `from` that is.
    pub fn app(&self, from: usize) -> Option<(usize, App)> {
        let nodes = self.nodes();
        let count = nodes.slots.len();
        (0..count)
            .map(|step| (from + step) % count)
            .find_map(|node| {
                let running = nodes.slots[node].running.as_ref()?;
                Some((node, running.app.clone()))
            })
    }

    /// Whether a process still runs: the how-manieth of which node.
    pub fn is_running(&self, (node, start): (usize, u64)) -> bool {
        let nodes = self.nodes();
        let slot = nodes.slots.get(node);
        slot.is_some_and(|slot| slot.starts == start && slot.running.is_some())
    }

    /// Whether every node is up.
    pub fn is_complete(&self) -> bool {
        self.nodes().slots.iter().all(|slot| slot.running.is_some())
    }

    /// Starts a node, with or without the engine.
    pub fn start(self: &Arc<Self>, node: usize, has_engine: bool) {
        let mut nodes = self.nodes();
        let slot = &mut nodes.slots[node];
        if slot.running.is_some() || self.is_over() {
            return;
        }
        slot.starts += 1;
        self.note(format_args!("node {node} starts"));
        let store = self.store.beside().expect("a database in memory");
        let seed = Chance::new(self.plan.seed, "node").number()
            ^ (slot.starts << 8)
            ^ u64::from(group_of(node));
        let entropy = Arc::new(SeededEntropy::new(seed));
        let timer = Arc::new(VirtualTimer(self.handle.clone()));
        let lines = Arc::new(network::adapter(&self.network, node));
        let clock = Arc::clone(&self.clocks[node]);
        let app = App::new(app::Parts {
            store: store.clone(),
            vault: Arc::clone(&self.vault),
            lines: Arc::clone(&lines),
            webhooks: self.receivers.way((node, slot.starts)),
            clock: clock.clone(),
            entropy: entropy.clone(),
            timer: timer.clone(),
            recorder: Arc::new(Unrecorded),
            settings: Settings {
                likeness_max: self.plan.likeness_max,
                ..Settings::default()
            },
        });
        let (stop, stopped) = watch::channel(false);
        if has_engine {
            let machine = format!("machine-{node}.");
            let parts = Arc::new(engine::Parts {
                store,
                vault: Arc::clone(&self.vault),
                lines,
                webhooks: self.receivers.way((node, slot.starts)),
                clock,
                entropy,
                timer,
                recorder: Arc::new(Unrecorded),
                node: format!("{machine}{}", slot.starts),
                machine,
                is_exclusive: self.plan.nodes == 1,
                timing: Timing::default(),
                polling: Polling {
                    dispatch: self.plan.polling,
                    sync: self.plan.polling,
                    delivery: self.plan.delivery_polling,
                },
            });
            let group = group_of(node);
            self.handle.spawn(
                group,
                engine::dispatch::run(Arc::clone(&parts), stopped.clone()),
            );
            self.handle.spawn(
                group,
                engine::sync::run(Arc::clone(&parts), stopped.clone()),
            );
            self.handle
                .spawn(group, engine::delivery::run(parts, stopped));
        }
        slot.running = Some(Running { app, stop });
    }

    /// Takes note that the tasks of a node are gone, and starts it again after a while.
    pub fn fell(self: &Arc<Self>, node: usize) {
        if self.nodes().slots[node].running.take().is_none() || self.is_over() {
            return;
        }
        self.network.state().typing.retain(|(of, _)| *of != node);
        let (pause, back) = {
            let mut chance = self.chance();
            let longest = chance.weighted(&[(5, 5), (4, 300), (1, 6 * 3_600)]);
            let pause = chance.span(Duration::from_millis(100), Duration::from_secs(longest));
            let is_set_back = self.may_set_clocks() && chance.per_mille(150);
            let back =
                is_set_back.then(|| chance.span(Duration::from_secs(1), Duration::from_hours(1)));
            (pause, back)
        };
        if let Some(back) = back {
            self.set_clock(node, -crate::clock::micros_of(back));
        }
        let world = Arc::clone(self);
        self.handle.spawn(WORLD, async move {
            world.handle.sleep(pause).await;
            world.start(node, true);
        });
    }

    /// Clocks may jump where one process is alone: several must agree.
    pub fn may_set_clocks(&self) -> bool {
        self.plan.nodes == 1 && self.plan.mix.has(Kind::Clocks) && !self.is_calm()
    }

    /// Sets a node's clock.
    pub fn set_clock(&self, node: usize, by: i64) {
        self.note(format_args!("clock of node {node} set by {by}"));
        self.clocks[node].shift(by);
        self.desk().clock_shifts += by.abs();
        self.unsettle(node, Duration::ZERO);
        self.reached(if by < 0 {
            Sometimes::ClockSetBack
        } else {
            Sometimes::ClockSetOn
        });
    }

    /// Lets a node end as an operator does: it finishes what it has begun. False if this is no good moment.
    pub fn stop(self: &Arc<Self>, node: usize) -> bool {
        // In which order those who show typing hear of it is nobody's to say.
        let typing = self
            .network
            .state()
            .typing
            .iter()
            .filter(|(of, _)| *of == node)
            .count();
        let nodes = self.nodes();
        let Some(running) = &nodes.slots[node].running else {
            return true;
        };
        if typing > 1 {
            return false;
        }
        self.note(format_args!("node {node} is asked to stop"));
        self.reached(Sometimes::NodeStopped);
        running.app.end_waits();
        self.handle.in_order(|| {
            running.stop.send_replace(true);
        });
        true
    }
}

/// Ends a node between two polls.
pub fn crash(executor: &mut Executor, world: &Arc<World>, node: usize) {
    executor.kill(group_of(node));
    world.note(format_args!("node {node} is gone"));
    world.fell(node);
}
