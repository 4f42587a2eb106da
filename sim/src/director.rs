//! Lets things happen at the instants of the plan: callers, operators and people act; machines get into trouble.

use std::sync::Arc;
use std::time::Duration;

use app::sends::SendTerms;
use domain::time::{Clock as _, Timestamp};

use crate::desk::{Wish, WishKind};
use crate::executor::WORLD;
use crate::faults::Kind;
use crate::plan::DAY;
use crate::world::World;
use crate::{operator, people};

#[derive(Clone, Copy)]
enum What {
    Wish,
    Burst,
    Twins,
    Repeat,
    OtherUnderOldKey,
    Sweep,
    Policy,
    Suppress,
    Lift,
    Unlink,
    Foreign,
    Reply,
    ByHand,
    Receipt,
    Delete,
}

/// Works the plan off.
pub(crate) async fn direct(world: Arc<World>) {
    for at in world.plan.acts.clone() {
        let left = u64::try_from(at - world.handle.now()).unwrap_or(0);
        world.handle.sleep(Duration::from_micros(left)).await;
        let what = draw(&world);
        perform(&world, what);
    }
}

fn draw(world: &World) -> What {
    let mix = &world.plan.mix;
    let if_has = |kind: Kind, weight: u32| if mix.has(kind) { weight } else { 0 };
    let (operators, people) = (Kind::Operators, Kind::People);
    world.chance().weighted(&[
        (46, What::Wish),
        (3, What::Burst),
        (5, What::Twins),
        (5, What::Repeat),
        (1, What::OtherUnderOldKey),
        (10, What::Sweep),
        (if_has(operators, 4), What::Policy),
        (if_has(operators, 1), What::Unlink),
        (1, What::Suppress),
        (if_has(people, 3), What::Suppress),
        (6, What::Lift),
        (1, What::Foreign),
        (5, What::Reply),
        (if_has(people, 8), What::Reply),
        (1, What::ByHand),
        (if_has(Kind::Reads, 4), What::ByHand),
        (4, What::Receipt),
        (if_has(Kind::Answers, 1), What::Delete),
    ])
}

fn perform(world: &Arc<World>, what: What) {
    match what {
        What::Wish => {
            let wish = wish(world);
            world.wish(wish);
        }
        What::Burst => burst(world),
        What::Twins => twins(world),
        What::Repeat => repeat(world),
        What::OtherUnderOldKey => other_under_old_key(world),
        What::Sweep => operator::sweep(world),
        What::Policy => operator::change_policy(world),
        What::Suppress => operator::suppress(world),
        What::Lift => operator::lift(world),
        What::Unlink => operator::unlink(world),
        What::Foreign => operator::look_elsewhere(world),
        What::Reply => people::reply(world),
        What::ByHand => people::write_by_hand(world),
        What::Receipt => people::receive(world),
        What::Delete => people::delete(world),
    }
}

/// Something that a caller wants.
pub(crate) fn wish(world: &World) -> Wish {
    let mut chance = world.chance();
    let plan = &world.plan;
    let seat = chance.index(plan.seats.len());
    let kind = chance.weighted(&[
        (88, WishKind::Message),
        (4, WishKind::Inmail),
        (8, WishKind::Invitation),
    ]);
    let connected = plan.people - 2;
    let person = match kind {
        // A few people get most of it, so that lanes fill.
        WishKind::Message if chance.per_mille(500) => chance.index(connected.min(2)),
        WishKind::Message => chance.index(connected),
        WishKind::Inmail => chance.index(plan.people),
        WishKind::Invitation => connected + chance.index(2),
    };
    let topic = chance.pick(&[
        "about the pilot",
        "on the offer of last week",
        "with a question",
        "once more",
    ]);
    let has_key = chance.per_mille(700);
    let (wait, typing, keeps) = (
        Duration::from_secs(*chance.pick(&[0, 0, 0, 5, 40])),
        chance.per_mille(300),
        chance.per_mille(500),
    );
    let by_thread = chance.per_mille(200);
    let number = chance.number();
    drop(chance);
    let (thread_key, latest) = world.network.state().seats[seat].newest(person);
    Wish {
        seat,
        person,
        kind,
        text: format!("A word {topic}."),
        key: has_key.then(|| format!("key-{number:016x}")),
        terms: if kind == WishKind::Invitation {
            SendTerms::default()
        } else {
            terms(world, latest)
        },
        typing,
        wait,
        by_thread: thread_key.filter(|_| by_thread && kind == WishKind::Message),
        keeps: keeps && kind != WishKind::Invitation,
        answers: Vec::new(),
        under_way: 0,
        is_loose: false,
    }
}

fn terms(world: &World, latest: Option<String>) -> SendTerms {
    let now = world.clocks[0].now();
    let mut chance = world.chance();
    let later = |chance: &mut crate::chance::Chance, hours: u64| -> Timestamp {
        now.plus(chance.span(Duration::from_secs(1), Duration::from_hours(hours)))
    };
    let send_at = chance.per_mille(120).then(|| later(&mut chance, 72));
    let expires_at = chance.per_mille(120).then(|| {
        let from = send_at.unwrap_or(now);
        from.plus(chance.span(Duration::from_secs(5), Duration::from_hours(40)))
    });
    let if_no_reply_since = chance.per_mille(220).then_some(now);
    let if_last_message_id = latest.filter(|_| chance.per_mille(120));
    SendTerms {
        send_at,
        expires_at,
        if_no_reply_since,
        if_last_message_id,
        waits_for_limits: chance.per_mille(750),
        ..SendTerms::default()
    }
}

/// Many at once, as a batch is.
fn burst(world: &Arc<World>) {
    let count = 3 + world.chance().index(12);
    for _ in 0..count {
        let mut wish = wish(world);
        wish.terms.waits_for_limits = true;
        wish.wait = Duration::ZERO;
        world.wish(wish);
    }
}

/// The same request twice at the same time.
fn twins(world: &Arc<World>) {
    let mut wish = wish(world);
    if wish.key.is_none() && world.plan.mix.has(Kind::Clocks) {
        // What is the same within minutes is measured by clocks.
        wish.key = Some(format!("twin-{:016x}", world.chance().number()));
    }
    let number = world.wish(wish);
    world.ask(number);
}

/// A request that was made before, with its key.
fn repeat(world: &Arc<World>) {
    let found = {
        let desk = world.desk();
        let count = desk.wishes.len();
        let from = world.chance().index(count);
        (0..count)
            .map(|step| (from + step) % count.max(1))
            .find(|number| desk.wishes[*number].key.is_some())
    };
    if let Some(number) = found {
        world.ask(number);
    }
}

/// Something else under a key that was used before.
fn other_under_old_key(world: &Arc<World>) {
    let known = {
        let desk = world.desk();
        let from = world.chance().index(desk.wishes.len());
        desk.wishes
            .get(from)
            .and_then(|wish| Some((wish.key.clone()?, wish.seat)))
    };
    if let Some((key, seat)) = known {
        let mut wish = wish(world);
        wish.seat = seat;
        wish.by_thread = None;
        wish.key = Some(key);
        wish.terms.if_last_message_id = None;
        world.wish(wish);
    }
}

/// Trouble with machines: clocks are set, nodes stand still or are stopped.
pub(crate) async fn trouble(world: Arc<World>) {
    loop {
        let pause = {
            let mut chance = world.chance();
            chance.span(Duration::from_hours(2), Duration::from_hours(60))
        };
        world.handle.sleep(pause).await;
        if world.is_calm() {
            return;
        }
        let (node, what) = {
            let mut chance = world.chance();
            (chance.index(world.plan.nodes), chance.below(3))
        };
        match what {
            0 if world.may_set_clocks() => {
                let by = {
                    let mut chance = world.chance();
                    let longest = chance.weighted(&[(4, 2), (3, 600), (2, 7_200), (1, 2 * 86_400)]);
                    let by = chance.span(Duration::from_millis(500), Duration::from_secs(longest));
                    let by = crate::clock::micros_of(by);
                    if chance.per_mille(500) { by } else { -by }
                };
                world.set_clock(node, by);
            }
            1 if world.plan.mix.has(Kind::Clocks) => {
                let longest = *world.chance().pick(&[2, 40, 600]);
                let span = world
                    .chance()
                    .span(Duration::from_millis(500), Duration::from_secs(longest));
                world.freeze(node, span);
            }
            2 if world.plan.mix.has(Kind::Crash) => {
                while !world.stop(node) {
                    world.handle.sleep(Duration::from_secs(7)).await;
                }
                let world = Arc::clone(&world);
                world.clone().handle.spawn(WORLD, async move {
                    world.handle.sleep(Duration::from_mins(2)).await;
                    world.doom(node);
                });
            }
            _ => {}
        }
    }
}

/// Looks after the seats: who is signed out signs in again, who was unlinked is linked again.
pub(crate) async fn keep(world: Arc<World>) {
    loop {
        let pause = world
            .chance()
            .span(Duration::from_hours(1), Duration::from_hours(12));
        world.handle.sleep(pause).await;
        operator::sign_in_all(&world);
        if world.handle.now() > world.plan.ends_at + 30 * DAY {
            return;
        }
    }
}
