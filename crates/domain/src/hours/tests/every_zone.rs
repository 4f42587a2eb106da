//! Every zone of the database, every change of its clocks from 2020 to 2037, and hours that begin and end around it,
//! against a walk from minute to minute that knows nothing but the rule: an instant is open if its local wall-clock
//! time lies in a stretch of its local day.

use std::collections::BTreeMap;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::super::*;
use super::week_of;

/// How far the walk goes on each side of a change.
const REACH: i64 = 26 * 60;
/// Besides the minutes around every edge, one of so many is looked at.
const STRIDE: usize = 241;
const MINUTES_PER_DAY: i64 = 1_440;
const MINUTES_PER_WEEK: usize = 10_080;

/// A change of a zone's clocks; all in minutes, instants since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    at: i64,
    offset_before: i64,
    offset_after: i64,
}

fn instant(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

fn whole_minutes(seconds: i64) -> i64 {
    assert_eq!(seconds % 60, 0, "not since 1972");
    seconds / 60
}

fn offset_at(zone: &TimeZone, second: i64) -> i64 {
    let offset = zone.to_offset(jiff::Timestamp::from_second(second).unwrap());
    whole_minutes(offset.seconds().into())
}

/// The changes of the offset from 2020 to 2037, none left out: the offsets twice a day are compared with them.
fn changes_of(zone: &TimeZone) -> Vec<Change> {
    let (begin, end) = (
        instant("2019-12-31T23:59:59Z"),
        instant("2038-01-01T00:00:00Z"),
    );
    let changes: Vec<Change> = zone
        .following(begin)
        .map(|change| change.timestamp())
        .take_while(|at| *at < end)
        .map(|at| Change {
            at: whole_minutes(at.as_second()),
            offset_before: offset_at(zone, at.as_second() - 1),
            offset_after: offset_at(zone, at.as_second()),
        })
        .filter(|change| change.offset_before != change.offset_after)
        .collect();
    let mut expected = offset_at(zone, begin.as_second());
    let mut ahead = changes.iter().peekable();
    for second in (begin.as_second()..end.as_second()).step_by(12 * 3_600) {
        while let Some(change) = ahead.next_if(|change| change.at * 60 <= second) {
            expected = change.offset_after;
        }
        assert_eq!(offset_at(zone, second), expected, "{zone:?} at {second}");
    }
    changes
}

/// The minutes around a change, and what the wall clock shows in each: minutes since Monday 00:00.
struct Walk {
    begin: i64,
    in_week: Vec<usize>,
    change: usize,
}

impl Walk {
    fn around(zone: &TimeZone, change: Change) -> Self {
        let begin = change.at - REACH;
        let in_week = (begin..change.at + REACH)
            .map(|minute| {
                let local = zone.to_datetime(jiff::Timestamp::from_second(minute * 60).unwrap());
                let days = i64::from(local.weekday().to_monday_zero_offset());
                let minutes =
                    (days * 24 + i64::from(local.hour())) * 60 + i64::from(local.minute());
                usize::try_from(minutes).unwrap()
            })
            .collect();
        Self {
            begin,
            in_week,
            change: usize::try_from(REACH).unwrap(),
        }
    }

    fn instant(&self, minute: usize) -> i64 {
        (self.begin + i64::try_from(minute).unwrap()) * MINUTE
    }
}

/// Minutes of a walk in which the same stretch is open, or none.
#[derive(Debug, Clone, Copy)]
struct Run {
    begin: usize,
    /// Which stretch of the week, from 1; 0 for none.
    stretch: u8,
}

/// What the walk finds for one week of hours: from run to run, something opens or ends.
struct Found(Vec<Run>);

impl Found {
    fn by(walk: &Walk, week: &Week) -> Self {
        let mut stretches = [0; MINUTES_PER_WEEK];
        let mut number = 0;
        for (day, list) in week.days().into_iter().enumerate() {
            for stretch in list {
                number += 1;
                let minute = |time: TimeOfDay| day * 1_440 + usize::from(time.minutes());
                stretches[minute(stretch.from())..minute(stretch.to())].fill(number);
            }
        }
        let in_week = walk.in_week.as_slice();
        let mut last = stretches[in_week[0]];
        let mut runs = vec![Run {
            begin: 0,
            stretch: last,
        }];
        // Plain indices: this loop is most of what the test does, and tests are not optimised.
        let mut minute = 1;
        while minute < in_week.len() {
            let stretch = stretches[in_week[minute]];
            if stretch != last {
                last = stretch;
                runs.push(Run {
                    begin: minute,
                    stretch,
                });
            }
            minute += 1;
        }
        Self(runs)
    }

    /// Whether the minute is open, and when the walk meets the next run.
    fn at(&self, minute: usize) -> (bool, Option<usize>) {
        let next = self.0.partition_point(|run| run.begin <= minute);
        let is_open = self.0[next - 1].stretch != 0;
        (is_open, self.0.get(next).map(|run| run.begin))
    }

    /// The instants to ask about: on, a microsecond and a minute beside every edge, and some between.
    fn questions(&self, walk: &Walk) -> Vec<i64> {
        let edges = self.0.iter().map(|run| run.begin).chain([walk.change]);
        let beside = edges.flat_map(|edge| {
            let at = walk.instant(edge);
            [at - MINUTE, at - 1, at, at + 1, at + MINUTE]
        });
        let between = (0..walk.in_week.len()).step_by(STRIDE);
        let mut questions: Vec<i64> = beside
            .chain(between.map(|minute| walk.instant(minute)))
            .filter(|at| (walk.instant(0)..walk.instant(walk.in_week.len())).contains(at))
            .collect();
        questions.sort_unstable();
        questions.dedup();
        questions
    }
}

/// Asks `hours` about every question; the number of them.
fn compare(hours: &WorkingHours, walk: &Walk, found: &Found) -> usize {
    let questions = found.questions(walk);
    for micros in &questions {
        let now = Timestamp::from_micros(*micros);
        let minute = usize::try_from(micros.div_euclid(MINUTE) - walk.begin).unwrap();
        let (is_open, next) = found.at(minute);
        // What lies beyond the walk is only known to lie beyond it.
        let is_next = |said: Timestamp| match next {
            Some(minute) => said.micros() == walk.instant(minute),
            None => said.micros() >= walk.instant(walk.in_week.len()),
        };
        let (opens_at, closes_at) = (hours.opens_at(now), hours.closes_at(now));
        let is_right = hours.is_open(now) == is_open
            && if is_open {
                opens_at == now && closes_at.is_some_and(is_next)
            } else {
                closes_at.is_none() && is_next(opens_at)
            };
        assert!(
            is_right,
            "{hours:?} at {now}: opens at {opens_at}, closes at {closes_at:?}; walked: open {is_open}, next {:?}",
            next.map(|minute| Timestamp::from_micros(walk.instant(minute)).to_string()),
        );
    }
    questions.len()
}

/// Runs of local minutes around a change, in minutes of wall clock since 1 January 1970: what is skipped or repeated
/// lies between `low` and `high`.
fn runs_around(change: Change) -> Vec<Vec<(i64, i64)>> {
    let (before, after) = (
        change.at + change.offset_before,
        change.at + change.offset_after,
    );
    let (low, high) = (before.min(after), before.max(after));
    let middle = i64::midpoint(low, high);
    let single = [
        // Exactly what is skipped or repeated, around it, inside it.
        (low, high),
        (low - 60, high + 60),
        (low - 1, high + 1),
        (low + 1, high - 1),
        // Ending at an edge, a minute before and a minute after.
        (low - 90, low),
        (low - 90, low - 1),
        (low - 90, low + 1),
        (low - 90, high),
        (low - 90, high - 1),
        (low - 90, high + 1),
        // Beginning at an edge, a minute before and a minute after.
        (low, high + 90),
        (low - 1, high + 90),
        (low + 1, high + 90),
        (high, high + 90),
        (high - 1, high + 90),
        (high + 1, high + 90),
        // A single minute.
        (low - 1, low),
        (low, low + 1),
        (high - 1, high),
        (high, high + 1),
        // From and to the middle.
        (low - 90, middle),
        (middle, high + 90),
    ];
    let mut runs: Vec<Vec<(i64, i64)>> = single
        .into_iter()
        .filter(|(from, to)| from < to)
        .map(|run| vec![run])
        .collect();
    // Two that touch, two with a pause, a long day.
    runs.push(vec![(low - 60, middle), (middle, high + 60)]);
    runs.push(vec![(low - 60, low + 1), (high + 1, high + 60)]);
    runs.push(vec![(low - 600, high + 600)]);
    runs
}

/// A week with these runs on their own days, or on all days at the same times; cut at midnight.
fn week_with(runs: &[(i64, i64)], is_daily: bool) -> Week {
    let mut days: [Vec<Stretch>; 7] = Default::default();
    for &(mut from, to) in runs {
        while from < to {
            let midnight = from - from.rem_euclid(MINUTES_PER_DAY);
            let until = to.min(midnight + MINUTES_PER_DAY);
            let time = |minute: i64| {
                TimeOfDay::from_minutes(u16::try_from(minute - midnight).unwrap()).unwrap()
            };
            let stretch = Stretch::new(time(from), time(until)).unwrap();
            // Monday is 0, and 1 January 1970 was a Thursday.
            let own = usize::try_from((midnight / MINUTES_PER_DAY + 3).rem_euclid(7)).unwrap();
            for (day, stretches) in days.iter_mut().enumerate() {
                if is_daily || day == own {
                    stretches.push(stretch);
                }
            }
            from = until;
        }
    }
    for stretches in &mut days {
        stretches.sort_by_key(|stretch| stretch.from());
    }
    week_of(days)
}

/// How much was really looked at.
#[derive(Debug, Default)]
struct Covered {
    zones: usize,
    changes: usize,
    rules: usize,
    changes_of_rules: usize,
    weeks: usize,
    questions: usize,
}

impl Covered {
    /// Every week around one change that all of `names` share, for the first of them; for each of the others another
    /// one of these weeks, because their clocks are the same.
    fn change(&mut self, zone: &TimeZone, names: &[String], change: Change, turn: usize) {
        let walk = Walk::around(zone, change);
        let weeks: Vec<Week> = runs_around(change)
            .iter()
            .flat_map(|runs| [week_with(runs, false), week_with(runs, true)])
            .collect();
        let mut askers: Vec<Vec<&str>> = vec![vec![&names[0]]; weeks.len()];
        for (number, name) in names.iter().enumerate().skip(1) {
            askers[(number + turn * 7) % weeks.len()].push(name);
        }
        for (week, names) in weeks.iter().zip(askers) {
            let found = Found::by(&walk, week);
            for name in names {
                let hours = WorkingHours::new(name, week.clone()).unwrap();
                self.questions += compare(&hours, &walk, &found);
                self.weeks += 1;
            }
        }
    }
}

#[test]
fn every_change_of_every_zone_agrees_with_a_walk_by_the_minute() {
    let database = TimeZoneDatabase::bundled();
    let mut names_by_rules: BTreeMap<(i64, Vec<Change>), Vec<String>> = BTreeMap::new();
    for name in database.available() {
        let zone = database.get(name.as_str()).unwrap();
        let rules = (offset_at(&zone, 1_577_836_800), changes_of(&zone));
        names_by_rules
            .entry(rules)
            .or_default()
            .push(name.to_string());
    }
    let mut covered = Covered::default();
    for ((offset, changes), names) in &names_by_rules {
        let zone = database.get(&names[0]).unwrap();
        covered.rules += 1;
        covered.zones += names.len();
        covered.changes += changes.len() * names.len();
        covered.changes_of_rules += changes.len();
        for (turn, change) in changes.iter().enumerate() {
            covered.change(&zone, names, *change, turn);
        }
        if changes.is_empty() {
            // A quiet zone is asked about an ordinary midnight.
            let at = whole_minutes(instant("2026-06-15T00:00:00Z").as_second()) - offset;
            let nothing = Change {
                at,
                offset_before: *offset,
                offset_after: *offset,
            };
            covered.change(&zone, names, nothing, 0);
        }
    }
    println!("{covered:?}");
    assert_eq!(covered.zones, database.available().count());
    assert!(
        covered.zones >= 400 && covered.changes >= 2_000,
        "{covered:?}"
    );
}

#[test]
fn no_zone_changes_so_often_that_a_search_gives_up() {
    let database = TimeZoneDatabase::bundled();
    let end = instant("2100-01-01T00:00:00Z");
    let mut most = 0;
    for name in database.available() {
        let zone = database.get(name.as_str()).unwrap();
        let (mut last, mut close) = (jiff::Timestamp::MIN, 0);
        for change in zone
            .following(last)
            .take_while(|change| change.timestamp() < end)
        {
            let pause = change.timestamp().as_microsecond() - last.as_microsecond();
            close = if pause < WEEK { close + 1 } else { 0 };
            most = most.max(close);
            last = change.timestamp();
        }
    }
    println!("changes within a week of the one before, in a row: {most}");
    // Those, the change before them, and the one that the search starts ahead of.
    assert!(most + 2 < CHANGES_MAX);
}
