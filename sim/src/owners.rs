//! Owners of receivers: they add them, pause and enable them, ask for what was missed, and change what they want and
//! their secrets. All of it through the use cases, at any node that is up.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::endpoints::{ChangeEndpoint, CreateEndpoint, RotateSecret};
use domain::endpoint::PayloadFormat;
use domain::ids::{AccountId, EndpointId};
use domain::time::Clock as _;
use secrecy::SecretString;
use store::{Tx, events};

use crate::chance::Chance;
use crate::executor::WORLD;
use crate::faults::Kind;
use crate::operator::at_some_node;
use crate::plan;
use crate::receivers;
use crate::world::World;

/// An endpoint as its owner knows it. What is asked for is noted first: if the answer is lost, it may have counted.
#[derive(Debug, Clone, Default)]
pub struct Hook {
    /// Every secret that it may have.
    pub secrets: Vec<SecretString>,
    /// What it wants, in the order in which that was asked for.
    pub wants: Vec<Wants>,
    /// By number, how often an event was asked for again.
    pub replays: BTreeMap<i64, u32>,
    /// Up to which number missed events were asked for.
    pub recovered: i64,
}

/// What an owner wants to hear of.
#[derive(Debug, Clone)]
pub struct Wants {
    pub types: Vec<String>,
    pub account_id: Option<AccountId>,
    /// Since when that is certain, in true time.
    pub since: Option<i64>,
}

impl Wants {
    /// Whether an event with this word about this account is wanted.
    pub fn has(&self, word: &str, account_id: Option<AccountId>) -> bool {
        let is_meant = |kind: &String| match kind.strip_suffix('*') {
            Some(resource) => word.starts_with(resource),
            None => word == kind,
        };
        let is_type = self.types.is_empty() || self.types.iter().any(is_meant);
        is_type && (self.account_id.is_none() || self.account_id == account_id)
    }
}

impl Hook {
    /// What may have been wanted of what happened at an instant of true time, at any time since.
    pub fn wants_since(&self, at: i64) -> &[Wants] {
        let is_certain = |wants: &Wants| wants.since.is_some_and(|since| since <= at);
        let first = self.wants.iter().rposition(is_certain).unwrap_or(0);
        &self.wants[first..]
    }

    /// Whether it may be told of an event out of the order of its lane.
    pub fn is_out_of_order(&self, number: i64) -> bool {
        number <= self.recovered || self.replays.contains_key(&number)
    }
}

/// A secret that nobody else has.
fn secret(chance: &mut Chance) -> SecretString {
    // Digits in base 16 are letters in base 64, too.
    let (first, second) = (chance.number(), chance.number());
    SecretString::from(format!("whsec_{first:016x}{second:016x}"))
}

/// Adds every endpoint of the plan.
pub(crate) async fn add_all(world: &World, app: &App) -> Vec<EndpointId> {
    let mut chance = Chance::new(world.plan.seed, "secrets");
    let mut endpoints = Vec::new();
    for (number, planned) in world.plan.endpoints.iter().enumerate() {
        let secret = secret(&mut chance);
        let account_id = planned.seat.map(|seat| world.linked(seat).account_id);
        let command = CreateEndpoint {
            name: format!("Receiver {number}"),
            url: receivers::url(number),
            format: PayloadFormat::Standard,
            types: planned.types.clone(),
            accounts: account_id.iter().map(ToString::to_string).collect(),
            per_second: planned.per_second,
            together: planned.together,
            headers: Vec::new(),
            secret: Some(secret.clone()),
        };
        let caller = world.caller(planned.workspace);
        let added = app.create_endpoint(&caller, command).await;
        let added = added.expect("nothing fails yet");
        endpoints.push(added.view.endpoint.endpoint_id);
        world.desk().hooks.push(Hook {
            secrets: vec![secret],
            wants: vec![Wants {
                types: planned.types.clone(),
                account_id,
                since: Some(world.handle.now()),
            }],
            ..Hook::default()
        });
    }
    endpoints
}

#[derive(Clone, Copy)]
enum What {
    Enable,
    Pause,
    Replay,
    Recover,
    Change,
    Rotate,
}

/// Lets owners act here and there until all is calm.
pub(crate) async fn tend(world: Arc<World>) {
    let mut chance = Chance::new(world.plan.seed, "owners");
    let count = world.plan.endpoints.len();
    let share = u32::from(world.plan.mix.has(Kind::Operators));
    if count == 0 {
        return;
    }
    loop {
        let pause = chance.span(Duration::from_hours(1), Duration::from_hours(20));
        world.handle.sleep(pause).await;
        if world.is_calm() {
            return;
        }
        let hook = chance.index(count);
        let what = chance.weighted(&[
            (4, What::Enable),
            (2 * share, What::Pause),
            (3 * share, What::Replay),
            (2 * share, What::Recover),
            (share, What::Change),
            (2 * share, What::Rotate),
        ]);
        match what {
            What::Enable => pause_or_not(&world, hook, false),
            What::Pause => {
                pause_or_not(&world, hook, true);
                let span = chance.span(Duration::from_secs(1), Duration::from_hours(60));
                let world = Arc::clone(&world);
                world.clone().handle.spawn(WORLD, async move {
                    world.handle.sleep(span).await;
                    pause_or_not(&world, hook, false);
                });
            }
            What::Replay => replay(&world, hook, chance.number()),
            What::Recover => recover(&world, hook, chance.below(8 * 24)),
            What::Change => change(&world, hook, plan::types(&mut chance)),
            What::Rotate => {
                let hours = *chance.pick(&[0, 1, 48]);
                rotate(&world, hook, secret(&mut chance), hours);
            }
        }
    }
}

/// Most of those that are told nothing are told again.
pub(crate) fn enable_most(world: &Arc<World>) {
    let mut chance = Chance::new(world.plan.seed, "enable");
    for hook in 0..world.plan.endpoints.len() {
        if chance.per_mille(700) {
            pause_or_not(world, hook, false);
        }
    }
}

fn change_at_some_node(
    world: &Arc<World>,
    hook: usize,
    command: ChangeEndpoint,
    then: impl FnOnce(&World) + Send + 'static,
) {
    at_some_node(world, move |app, world| async move {
        let (caller, id) = world.hook(hook);
        if app.change_endpoint(&caller, &id, command).await.is_ok() {
            then(&world);
        }
    });
}

fn pause_or_not(world: &Arc<World>, hook: usize, is_paused: bool) {
    let command = ChangeEndpoint {
        is_paused: Some(is_paused),
        ..ChangeEndpoint::default()
    };
    change_at_some_node(world, hook, command, |_| {});
}

fn change(world: &Arc<World>, hook: usize, types: Vec<String>) {
    let place = {
        let mut desk = world.desk();
        let hook = &mut desk.hooks[hook];
        let account_id = hook.wants[0].account_id;
        hook.wants.push(Wants {
            types: types.clone(),
            account_id,
            since: None,
        });
        hook.wants.len() - 1
    };
    let command = ChangeEndpoint {
        types: Some(types),
        ..ChangeEndpoint::default()
    };
    change_at_some_node(world, hook, command, move |world| {
        let now = world.handle.now();
        world.desk().hooks[hook].wants[place].since = Some(now);
    });
}

fn rotate(world: &Arc<World>, hook: usize, secret: SecretString, hours: u64) {
    world.desk().hooks[hook].secrets.push(secret.clone());
    at_some_node(world, move |app, world| async move {
        let (caller, id) = world.hook(hook);
        let command = RotateSecret {
            overlap: Duration::from_hours(hours),
            secret: Some(secret),
            force: false,
        };
        drop(app.rotate_endpoint_secret(&caller, &id, command).await);
    });
}

/// Asks for one of the newest deliveries again, whatever became of it.
fn replay(world: &Arc<World>, hook: usize, drawn: u64) {
    at_some_node(world, move |app, world| async move {
        let (caller, id) = world.hook(hook);
        let listed = app.list_deliveries(&caller, &id, None, None, 40).await;
        let Ok(page) = listed else { return };
        let count = u64::try_from(page.deliveries.len()).unwrap_or(1).max(1);
        let place = usize::try_from(drawn % count).unwrap_or(0);
        let Some(row) = page.deliveries.get(place) else {
            return;
        };
        let number = row.number;
        *world.desk().hooks[hook].replays.entry(number).or_default() += 1;
        drop(app.replay_delivery(&caller, &id, number).await);
    });
}

/// Asks for what was missed in so many hours.
fn recover(world: &Arc<World>, hook: usize, hours: u64) {
    at_some_node(world, move |app, world| async move {
        let (caller, id) = world.hook(hook);
        let before = world.desk().hooks[hook].recovered;
        let since = world.clocks[0].now().minus(Duration::from_hours(hours));
        // How far that goes is known from the answer.
        world.desk().hooks[hook].recovered = i64::MAX;
        if app.recover_deliveries(&caller, &id, since).await.is_ok() {
            let read = move |tx: &mut Tx<'_>| events::bounds(tx, caller.workspace_id);
            if let Ok(bounds) = world.store.read(read).await {
                world.desk().hooks[hook].recovered = before.max(bounds.newest);
            }
        }
    });
}

impl World {
    /// Who asks for an endpoint, and its printed id.
    fn hook(&self, hook: usize) -> (app::Caller, String) {
        let caller = self.caller(self.plan.endpoints[hook].workspace);
        let endpoints = self.endpoints.get().expect("set up");
        (caller, endpoints[hook].to_string())
    }
}
