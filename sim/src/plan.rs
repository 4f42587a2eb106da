//! The plan of a world: who and what there is, drawn from the seed before anything happens.

use std::time::Duration;

use domain::hours::{Stretch, TimeOfDay, Week, WorkingHours};
use domain::network::CapabilityClass;
use domain::policy::{Cap, CoolDown, Policy, Ramp};

use crate::chance::Chance;
use crate::clock::micros_of;
use crate::faults::{Kind, Mix};

/// A day of true time in microseconds.
pub const DAY: i64 = 86_400_000_000;

/// Acts of people, callers and operators in 30 days.
const ACTS: i64 = 300;

/// Begins of worlds: before a change of clocks in Europe and America, in Australia, in winter and in summer.
const BEGINNINGS: [i64; 4] = [
    1_772_323_200, // 1 March 2026
    1_774_224_000, // 23 March 2026
    1_759_017_600, // 28 September 2025
    1_782_000_000, // 21 June 2026
];

/// Zones with changes at night, by half an hour, in the other half of the world, and with none.
const ZONES: [&str; 7] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "America/St_Johns",
    "UTC",
];

/// Everything about a world that does not change.
#[derive(Debug, Clone)]
pub struct Plan {
    pub seed: u64,
    /// True time in microseconds.
    pub begins_at: i64,
    pub ends_at: i64,
    pub nodes: usize,
    /// How far each node's clock is off at first, in microseconds.
    pub offsets: Vec<i64>,
    /// How far the network's clock is off.
    pub skew: i64,
    pub mix: Mix,
    pub workspaces: usize,
    pub seats: Vec<SeatPlan>,
    pub endpoints: Vec<EndpointPlan>,
    pub people: usize,
    /// When somebody does something.
    pub acts: Vec<i64>,
    /// The longest that dispatch and sync sleep without a hint.
    pub polling: Duration,
    /// The longest that delivery of webhooks does.
    pub delivery_polling: Duration,
    pub likeness_max: usize,
}

/// A seat that is linked.
#[derive(Debug, Clone)]
pub struct SeatPlan {
    pub workspace: usize,
    pub class: CapabilityClass,
    pub policy: Policy,
}

/// A receiver of webhooks that is added.
#[derive(Debug, Clone)]
pub struct EndpointPlan {
    pub workspace: usize,
    pub types: Vec<String>,
    /// Only what concerns this one's account.
    pub seat: Option<usize>,
    pub per_second: u32,
    pub together: u32,
}

impl Plan {
    /// The plan of a seed for so many days.
    pub fn draw(seed: u64, days: u32) -> Self {
        let mut chance = Chance::new(seed, "plan");
        let mix = Mix::draw(&mut chance);
        let begins_at = chance.pick(&BEGINNINGS) * 1_000_000;
        let ends_at = begins_at + i64::from(days) * DAY;
        let nodes = chance.weighted(&[(6, 1), (3, 2), (1, 3)]);
        let workspaces = chance.weighted(&[(5, 1), (4, 2), (1, 3)]);
        let seats = chance.weighted(&[(3, 1), (4, 2), (2, 3), (1, 4)]);
        let seats: usize = std::cmp::max(seats, workspaces);
        let seat = |number: usize, chance: &mut Chance| SeatPlan {
            workspace: number % workspaces,
            class: *chance.pick(&[
                CapabilityClass::A,
                CapabilityClass::B,
                CapabilityClass::B,
                CapabilityClass::C,
                CapabilityClass::D,
            ]),
            policy: policy(chance),
        };
        let has_clocks = mix.has(Kind::Clocks);
        let off = |chance: &mut Chance, most: i64| {
            if has_clocks {
                i64::try_from(chance.below(2 * most.unsigned_abs())).unwrap_or(0) - most
            } else {
                0
            }
        };
        Self {
            seed,
            begins_at,
            ends_at,
            nodes,
            // Several workers must agree to within a lease; one alone may be anywhere.
            offsets: (0..nodes).map(|_| off(&mut chance, 3_000_000)).collect(),
            skew: off(&mut chance, 60_000_000),
            workspaces,
            seats: (0..seats).map(|number| seat(number, &mut chance)).collect(),
            endpoints: endpoints(seed, workspaces, seats),
            delivery_polling: delivery_polling(seed),
            people: 3 + chance.index(8),
            acts: instants(&mut chance, begins_at, ends_at, days),
            polling: *chance.pick(&[
                Duration::from_mins(10),
                Duration::from_hours(1),
                Duration::from_hours(6),
            ]),
            likeness_max: if chance.per_mille(200) { 10 } else { 0 },
            mix,
        }
    }
}

/// Types that receivers want.
const TYPES: [&[&str]; 8] = [
    &[],
    &["send.*"],
    &["send.sent", "send.unknown", "send.needs_decision"],
    &["send.queued", "send.sent", "message.received"],
    &["message.*"],
    &["message.received", "conversation.*"],
    &["message.received", "message.sent", "message.seen"],
    &["account.*", "person.*", "endpoint.*", "message.received"],
];

/// Some types that a receiver may want.
pub fn types(chance: &mut Chance) -> Vec<String> {
    let words = chance.pick(&TYPES).iter();
    words.map(|word| (*word).to_owned()).collect()
}

/// Longer than the others sleep, or a month would be nothing but polls of each node for each receiver.
fn delivery_polling(seed: u64) -> Duration {
    let mut chance = Chance::new(seed, "delivery polling");
    *chance.pick(&[
        Duration::from_hours(2),
        Duration::from_hours(6),
        Duration::from_hours(12),
    ])
}

/// None to three receivers for each workspace.
fn endpoints(seed: u64, workspaces: usize, seats: usize) -> Vec<EndpointPlan> {
    let mut chance = Chance::new(seed, "endpoints");
    let mut endpoints = Vec::new();
    for workspace in 0..workspaces {
        for _ in 0..chance.weighted(&[(3, 0), (4, 1), (2, 2), (1, 3)]) {
            // Seats go round the workspaces.
            let is_narrow = chance.per_mille(200);
            endpoints.push(EndpointPlan {
                workspace,
                types: types(&mut chance),
                seat: (is_narrow && workspace < seats).then_some(workspace),
                per_second: *chance.pick(&[1, 2, 10, 50, 1_000]),
                together: *chance.pick(&[1, 2, 4, 8, 20]),
            });
        }
    }
    endpoints
}

/// When somebody does something: half of it here and there, half of it in bursts.
fn instants(chance: &mut Chance, begins_at: i64, ends_at: i64, days: u32) -> Vec<i64> {
    let count = ACTS * i64::from(days) / 30;
    let whole = Duration::from_micros(u64::try_from(ends_at - begins_at).unwrap_or(0));
    let mut at = Vec::new();
    while i64::try_from(at.len()).unwrap_or(i64::MAX) < count {
        let first = begins_at + micros_of(chance.span(Duration::from_mins(10), whole));
        let burst = if chance.per_mille(150) {
            2 + chance.below(14)
        } else {
            1
        };
        let spread = *chance.pick(&[0, 1, 60, 3_600]);
        for _ in 0..burst {
            at.push(first + micros_of(chance.span(Duration::ZERO, Duration::from_secs(spread))));
        }
    }
    at.sort_unstable();
    at
}

/// A policy of any kind, most with limits that are soon reached.
pub fn policy(chance: &mut Chance) -> Policy {
    let mut policy = match chance.below(8) {
        0 => Policy::guide(),
        1 => Policy::cautious(),
        2 => Policy::standard(),
        _ => Policy::custom(caps(chance)),
    };
    if policy.preset == "custom" {
        if chance.per_mille(400) {
            policy.gap_seconds = u32::try_from(chance.below(400)).unwrap_or(0);
            policy.jitter_seconds = u32::try_from(chance.below(120)).unwrap_or(0);
        }
        if chance.per_mille(250) {
            let (start_percent, days) = (20 + chance.index(50), 2 + chance.index(20));
            policy.ramp = Some(Ramp {
                start_percent: u8::try_from(start_percent).unwrap_or(50),
                days: u16::try_from(days).unwrap_or(7),
            });
        }
        if chance.per_mille(250) {
            policy.cool_down = Some(CoolDown {
                hours: 24,
                percent: 50,
            });
        }
    }
    if chance.per_mille(450) {
        policy.hours = Some(hours(chance));
    }
    policy.approval = chance.per_mille(200);
    policy.retries_unseen = chance.per_mille(250);
    policy
}

fn caps(chance: &mut Chance) -> Vec<Cap> {
    let forms = [
        ("message", 60, 2),
        ("message", 3_600, 8),
        ("message", 86_400, 30),
        ("message", 604_800, 120),
        ("message", 2_592_000, 300),
        ("reply", 3_600, 5),
        ("reply", 86_400, 15),
        ("new_conversation", 86_400, 4),
        ("inmail", 86_400, 3),
        ("invitation", 86_400, 4),
        ("invitation", 604_800, 10),
        ("invitation", 2_592_000, 30),
    ];
    let mut caps: Vec<Cap> = Vec::new();
    for (action, seconds, most) in forms {
        if !chance.per_mille(450) {
            continue;
        }
        caps.push(Cap {
            action: action.to_owned(),
            seconds,
            cap: 1 + u32::try_from(chance.below(most)).unwrap_or(0),
        });
    }
    caps
}

fn hours(chance: &mut Chance) -> WorkingHours {
    let zone = *chance.pick(&ZONES);
    let time = |minutes: u16| TimeOfDay::from_minutes(minutes).unwrap_or(TimeOfDay::END);
    let stretch = |from, to| Stretch::new(time(from), time(to)).expect("forward");
    // Office hours, nights through which clocks change, and the two halves of a day.
    let day = match chance.below(4) {
        0 => vec![stretch(60, 200)],
        1 => vec![stretch(0, 150), stretch(1_380, 1_440)],
        2 => vec![stretch(480, 720), stretch(780, 1_080)],
        _ => vec![stretch(540, 1_080)],
    };
    let weekend = if chance.per_mille(600) {
        day.clone()
    } else {
        Vec::new()
    };
    let week = Week {
        monday: day.clone(),
        tuesday: day.clone(),
        wednesday: day.clone(),
        thursday: day.clone(),
        friday: day,
        saturday: weekend.clone(),
        sunday: weekend,
    };
    WorkingHours::new(zone, week).expect("hours on some day")
}
