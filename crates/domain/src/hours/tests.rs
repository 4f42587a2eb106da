use proptest::prelude::*;
use serde_json::json;

use super::*;

mod every_zone;
mod tables;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

fn hours(time_zone: &str, days: serde_json::Value) -> WorkingHours {
    WorkingHours::new(time_zone, serde_json::from_value(days).unwrap()).unwrap()
}

fn week_of(
    [
        monday,
        tuesday,
        wednesday,
        thursday,
        friday,
        saturday,
        sunday,
    ]: [Vec<Stretch>; 7],
) -> Week {
    Week {
        monday,
        tuesday,
        wednesday,
        thursday,
        friday,
        saturday,
        sunday,
    }
}

#[test]
fn the_stored_form_is_small_and_reads_back() {
    let text = r#"{"time_zone":"Europe/Berlin","days":{"monday":[["09:00","12:30"],["13:15","24:00"]],"sunday":[["00:00","00:01"]]}}"#;
    let hours: WorkingHours = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&hours).unwrap(), text);
    assert_eq!(hours.week().monday[1].to(), TimeOfDay::END);
    let shouted = text.replace("Europe/Berlin", "EUROPE/berlin");
    let same: WorkingHours = serde_json::from_str(&shouted).unwrap();
    assert_eq!(same, hours);
    assert_eq!(same.time_zone(), "Europe/Berlin");
}

#[test]
fn every_other_form_is_refused_with_its_reason() {
    let day = || json!({"monday": [["09:00", "18:00"]]});
    let five = json!({"friday": [["01:00", "02:00"], ["03:00", "04:00"], ["05:00", "06:00"], ["07:00", "08:00"], ["09:00", "10:00"]]});
    let rows = [
        ("UTC", json!({}), "there are no hours on any day"),
        (
            "UTC",
            json!({"monday": []}),
            "there are no hours on any day",
        ),
        ("Mars/Olympus", day(), "`Mars/Olympus` is no time zone"),
        ("", day(), "`` is no time zone"),
        ("Etc/Unknown", day(), "`Etc/Unknown` is no time zone"),
        ("+02:00", day(), "`+02:00` is no time zone"),
        (
            "UTC",
            json!({"monday": [["09:00", "09:00"]]}),
            "hours from 09:00 to 09:00 do not end after they begin",
        ),
        (
            "UTC",
            json!({"monday": [["22:00", "02:00"]]}),
            "hours across midnight are two stretches",
        ),
        (
            "UTC",
            json!({"monday": [["24:00", "24:00"]]}),
            "hours from 24:00 to 24:00",
        ),
        (
            "UTC",
            json!({"sunday": [["09:00", "12:00"], ["11:59", "18:00"]]}),
            "the hours of sunday from 11:59",
        ),
        (
            "UTC",
            json!({"monday": [["13:00", "18:00"], ["09:00", "12:00"]]}),
            "the hours of monday from 09:00",
        ),
        ("UTC", five, "friday has more than 4 stretches"),
        ("UTC", json!({"monday": [["09:00"]]}), "invalid length 1"),
        (
            "UTC",
            json!({"monday": [["09:00", "10:00", "11:00"]]}),
            "expected fewer elements",
        ),
        (
            "UTC",
            json!({"Monday": [["09:00", "18:00"]]}),
            "unknown field `Monday`",
        ),
        ("UTC", json!({"monday": null}), "invalid type: null"),
    ];
    for (time_zone, days, reason) in rows {
        let form = json!({"time_zone": time_zone, "days": days});
        let error =
            serde_json::from_value::<WorkingHours>(form.clone()).expect_err(&form.to_string());
        assert!(error.to_string().contains(reason), "{form}: {error}");
    }
}

#[test]
fn a_form_has_its_two_fields_and_no_others() {
    for form in [
        json!({"time_zone": "UTC"}),
        json!({"days": {"monday": [["09:00", "18:00"]]}}),
        json!({"time_zone": "UTC", "days": {"monday": [["09:00", "18:00"]]}, "holidays": []}),
    ] {
        assert!(
            serde_json::from_value::<WorkingHours>(form.clone()).is_err(),
            "{form}"
        );
    }
}

#[test]
fn times_of_day_have_one_spelling() {
    for text in [
        "",
        "9:00",
        "09:0",
        "09:60",
        "24:01",
        "25:00",
        "99:99",
        "09.00",
        "09:00 ",
        "+9:00",
        "09:00:00",
        "٠٩:٠٠",
    ] {
        assert_eq!(
            text.parse::<TimeOfDay>(),
            Err(InvalidHours::NoTimeOfDay(text.to_owned()))
        );
    }
    for minutes in 0..=1_440 {
        let time_of_day = TimeOfDay::from_minutes(minutes).unwrap();
        assert_eq!(time_of_day.to_string().parse(), Ok(time_of_day));
        assert_eq!(time_of_day.minutes(), minutes);
    }
    assert_eq!(TimeOfDay::from_minutes(1_441), None);
}

/// The rule itself, read off the calendar.
fn is_open_by_the_rule(hours: &WorkingHours, now: Timestamp) -> bool {
    let Ok(second) = jiff::Timestamp::from_second(now.seconds()) else {
        return false;
    };
    let local = hours.time_zone.to_datetime(second);
    let minute = u16::try_from(i16::from(local.hour()) * 60 + i16::from(local.minute())).unwrap();
    let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap();
    hours.week().days()[day]
        .iter()
        .any(|stretch| (stretch.from().minutes()..stretch.to().minutes()).contains(&minute))
}

fn a_day() -> impl Strategy<Value = Vec<Stretch>> {
    let times = prop::collection::btree_set(0..=1_440u16, 0..=8);
    (times, any::<bool>()).prop_map(|(times, do_touch)| {
        let times: Vec<_> = times
            .into_iter()
            .filter_map(TimeOfDay::from_minutes)
            .collect();
        let step = if do_touch { 1 } else { 2 };
        let pairs = times.windows(2).step_by(step).take(STRETCHES_PER_DAY_MAX);
        pairs
            .map(|pair| Stretch::new(pair[0], pair[1]).unwrap())
            .collect()
    })
}

fn some_hours() -> impl Strategy<Value = WorkingHours> {
    let database = TimeZoneDatabase::bundled();
    let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
    let days = prop::array::uniform7(prop_oneof![Just(Vec::new()), a_day()]);
    (prop::sample::select(names), days).prop_filter_map("never open", |(name, days)| {
        WorkingHours::new(&name, week_of(days)).ok()
    })
}

fn an_instant() -> impl Strategy<Value = Timestamp> {
    // From 2020 to 2037, from 1843 to 2286, and any.
    prop_oneof![
        1_577_836_800_000_000..2_145_916_800_000_000i64,
        -4_000_000_000_000_000..10_000_000_000_000_000i64,
        any::<i64>(),
    ]
    .prop_map(Timestamp::from_micros)
}

const ONE_MINUTE: std::time::Duration = std::time::Duration::from_mins(1);
const ONE_MICROSECOND: std::time::Duration = std::time::Duration::from_micros(1);

proptest! {
    #[test]
    fn opening_is_the_first_open_instant(hours in some_hours(), now in an_instant()) {
        let opens_at = hours.opens_at(now);
        prop_assert!(opens_at >= now);
        prop_assert_eq!(opens_at == now, hours.is_open(now) || now == Timestamp::MAX);
        prop_assert_eq!(hours.is_open(now), is_open_by_the_rule(&hours, now));
        if opens_at == Timestamp::MAX {
            prop_assert!(now > at("9999-12-15T00:00Z"));
            return Ok(());
        }
        prop_assert!(is_open_by_the_rule(&hours, opens_at));
        if opens_at > now {
            prop_assert!(!is_open_by_the_rule(&hours, opens_at.minus(ONE_MICROSECOND)));
        }
        // No zone closes a week for longer than two: the one before a gap and the one after.
        let mut between = now.max(opens_at.minus(20_160 * ONE_MINUTE)).plus(ONE_MICROSECOND);
        while between < opens_at {
            prop_assert!(!is_open_by_the_rule(&hours, between), "open at {between}, before {opens_at}");
            between = between.plus(ONE_MINUTE);
        }
    }

    #[test]
    fn closing_is_the_first_instant_outside_the_stretch(hours in some_hours(), now in an_instant()) {
        // Most instants of most weeks are closed.
        let now = hours.opens_at(now);
        let Some(closes_at) = hours.closes_at(now) else {
            prop_assert_eq!(now, Timestamp::MAX);
            return Ok(());
        };
        let stretch = hours.span_at(now);
        prop_assert!(stretch.is_some() && closes_at > now);
        // Closed, or another stretch begins there.
        prop_assert_ne!(hours.span_at(closes_at), stretch.clone());
        prop_assert_eq!(hours.span_at(closes_at.minus(ONE_MICROSECOND)), stretch.clone());
        let mut between = now;
        while between < closes_at {
            prop_assert_eq!(hours.span_at(between), stretch.clone());
            between = between.plus(ONE_MINUTE);
        }
    }

    #[test]
    fn valid_hours_read_back(hours in some_hours()) {
        let text = serde_json::to_string(&hours).unwrap();
        prop_assert_eq!(serde_json::from_str::<WorkingHours>(&text).unwrap(), hours);
    }

    #[test]
    fn exactly_the_sorted_lists_of_stretches_are_hours(
        pairs in prop::collection::vec((0..=1_500u16, 0..=1_500u16), 0..=6),
        is_sorted in any::<bool>(),
    ) {
        let mut times: Vec<u16> = pairs.iter().flat_map(|(from, to)| [*from, *to]).collect();
        if is_sorted {
            times.sort_unstable();
        }
        let is_valid = matches!(times.len(), 2..=8)
            && times.iter().all(|minutes| *minutes <= 1_440)
            && times.chunks(2).all(|pair| pair[0] < pair[1])
            && times.is_sorted();
        let text = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let day: Vec<_> = times.chunks(2).map(|pair| [text(pair[0]), text(pair[1])]).collect();
        let form = json!({"time_zone": "UTC", "days": {"thursday": day}});
        prop_assert_eq!(serde_json::from_value::<WorkingHours>(form).is_ok(), is_valid);
    }
}
