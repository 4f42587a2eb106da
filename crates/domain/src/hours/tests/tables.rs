//! Hours by the clocks of zones whose peculiarities are known.

use serde_json::json;

use super::super::*;
use super::{at, hours, time};

/// Asks about instants, one a line: `NOW open until THEN` or `NOW closed until THEN`, as the wall clock shows them,
/// with its offset from UTC.
#[track_caller]
fn check(hours: &WorkingHours, lines: &[&str]) {
    for line in lines {
        let (now, rest) = line.split_once(' ').unwrap();
        let (opens_at, closes_at) = match rest.split_once(" until ").unwrap() {
            ("open", then) => (at(now), Some(at(then))),
            (_, then) => (at(then), None),
        };
        let now = at(now);
        let said = (
            hours.is_open(now),
            hours.opens_at(now).to_string(),
            hours.closes_at(now),
        );
        assert_eq!(
            said,
            (closes_at.is_some(), opens_at.to_string(), closes_at),
            "{line}"
        );
    }
}

#[test]
fn a_plain_week_opens_and_closes_to_the_microsecond() {
    let hours = WorkingHours::weekdays("Europe/Berlin", time("09:00"), time("18:00")).unwrap();
    check(
        &hours,
        &[
            "2026-03-02T08:59:59.999999+01:00 closed until 2026-03-02T09:00+01:00",
            "2026-03-02T09:00:00+01:00 open until 2026-03-02T18:00+01:00",
            "2026-03-02T17:59:59.999999+01:00 open until 2026-03-02T18:00+01:00",
            "2026-03-02T18:00:00+01:00 closed until 2026-03-03T09:00+01:00",
            // From Friday over the weekend.
            "2026-03-06T18:00+01:00 closed until 2026-03-09T09:00+01:00",
            "2026-03-08T12:00+01:00 closed until 2026-03-09T09:00+01:00",
            // Over the weekend on which summer time begins.
            "2026-03-27T18:00+01:00 closed until 2026-03-30T09:00+02:00",
        ],
    );
}

#[test]
fn pauses_and_midnight_separate_stretches() {
    let hours = hours(
        "UTC",
        json!({
            "tuesday": [["00:00", "02:00"], ["09:00", "12:00"], ["12:00", "13:00"], ["22:00", "24:00"]],
            "wednesday": [["00:00", "01:00"]],
        }),
    );
    check(
        &hours,
        &[
            "2026-06-01T23:59:59.999999Z closed until 2026-06-02T00:00Z",
            "2026-06-02T00:00Z open until 2026-06-02T02:00Z",
            "2026-06-02T02:00Z closed until 2026-06-02T09:00Z",
            "2026-06-02T11:59Z open until 2026-06-02T12:00Z",
            "2026-06-02T12:00Z open until 2026-06-02T13:00Z",
            "2026-06-02T13:00Z closed until 2026-06-02T22:00Z",
            "2026-06-02T23:59:59.999999Z open until 2026-06-03T00:00Z",
            "2026-06-03T00:00Z open until 2026-06-03T01:00Z",
            "2026-06-03T01:00Z closed until 2026-06-09T00:00Z",
        ],
    );
}

#[test]
fn sunday_ends_where_monday_begins() {
    let hours = hours(
        "Asia/Kathmandu",
        json!({"sunday": [["23:00", "24:00"]], "monday": [["00:00", "00:01"]]}),
    );
    check(
        &hours,
        &[
            "2026-06-07T22:59:59.999999+05:45 closed until 2026-06-07T23:00+05:45",
            "2026-06-07T23:30+05:45 open until 2026-06-08T00:00+05:45",
            "2026-06-08T00:00+05:45 open until 2026-06-08T00:01+05:45",
            "2026-06-08T00:01+05:45 closed until 2026-06-14T23:00+05:45",
        ],
    );
}

#[test]
fn in_spring_the_missing_hour_does_not_happen() {
    // On 29 March 2026, 02:00+01:00 is 03:00+02:00.
    let sunday = |from, to| hours("Europe/Berlin", json!({"sunday": [[from, to]]}));
    check(
        &sunday("02:00", "03:00"),
        &["2026-03-29T01:59:59.999999+01:00 closed until 2026-04-05T02:00+02:00"],
    );
    check(
        &sunday("02:15", "02:45"),
        &["2026-03-29T01:59:59.999999+01:00 closed until 2026-04-05T02:15+02:00"],
    );
    check(
        &sunday("02:30", "04:00"),
        &[
            "2026-03-29T01:59:59.999999+01:00 closed until 2026-03-29T03:00+02:00",
            "2026-03-29T03:00+02:00 open until 2026-03-29T04:00+02:00",
        ],
    );
    check(
        &sunday("01:00", "02:30"),
        &[
            "2026-03-29T01:59:59.999999+01:00 open until 2026-03-29T02:00+01:00",
            "2026-03-29T03:00+02:00 closed until 2026-04-05T01:00+02:00",
        ],
    );
    check(
        &sunday("01:00", "04:00"),
        &["2026-03-29T01:59:59.999999+01:00 open until 2026-03-29T04:00+02:00"],
    );
    let around = hours(
        "Europe/Berlin",
        json!({"sunday": [["01:00", "02:30"], ["02:45", "04:00"]]}),
    );
    check(
        &around,
        &[
            "2026-03-29T01:59:59.999999+01:00 open until 2026-03-29T03:00+02:00",
            "2026-03-29T03:00+02:00 open until 2026-03-29T04:00+02:00",
        ],
    );
}

#[test]
fn in_autumn_the_repeated_hour_happens_twice() {
    // On 25 October 2026, 03:00+02:00 is 02:00+01:00.
    let sunday = |from, to| hours("Europe/Berlin", json!({"sunday": [[from, to]]}));
    check(
        &sunday("02:15", "02:45"),
        &[
            "2026-10-25T02:00+02:00 closed until 2026-10-25T02:15+02:00",
            "2026-10-25T02:15+02:00 open until 2026-10-25T02:45+02:00",
            "2026-10-25T02:45+02:00 closed until 2026-10-25T02:15+01:00",
            "2026-10-25T02:15+01:00 open until 2026-10-25T02:45+01:00",
            "2026-10-25T02:45+01:00 closed until 2026-11-01T02:15+01:00",
        ],
    );
    check(
        &sunday("02:00", "03:00"),
        &["2026-10-25T02:59+02:00 open until 2026-10-25T03:00+01:00"],
    );
    check(
        &sunday("01:00", "02:00"),
        &[
            "2026-10-25T01:30+02:00 open until 2026-10-25T02:00+02:00",
            "2026-10-25T02:00+01:00 closed until 2026-11-01T01:00+01:00",
        ],
    );
    check(
        &sunday("03:00", "04:00"),
        &["2026-10-25T02:59+02:00 closed until 2026-10-25T03:00+01:00"],
    );
}

#[test]
fn new_york_goes_back_into_closed_hours() {
    let hours = hours("America/New_York", json!({"sunday": [["01:30", "02:30"]]}));
    check(
        &hours,
        &[
            // 02:00-05:00 is 03:00-04:00.
            "2026-03-08T01:45-05:00 open until 2026-03-08T03:00-04:00",
            "2026-03-08T03:00-04:00 closed until 2026-03-15T01:30-04:00",
            // 02:00-04:00 is 01:00-05:00.
            "2026-11-01T01:30-04:00 open until 2026-11-01T01:00-05:00",
            "2026-11-01T01:00-05:00 closed until 2026-11-01T01:30-05:00",
            "2026-11-01T01:30-05:00 open until 2026-11-01T02:30-05:00",
        ],
    );
}

#[test]
fn clocks_move_by_half_an_hour_or_two_as_well() {
    let lord_howe = hours(
        "Australia/Lord_Howe",
        json!({"sunday": [["01:30", "02:15"]]}),
    );
    check(
        &lord_howe,
        &[
            // 02:00+11:00 is 01:30+10:30.
            "2026-04-05T01:29+11:00 closed until 2026-04-05T01:30+11:00",
            "2026-04-05T01:30+11:00 open until 2026-04-05T02:15+10:30",
            // 02:00+10:30 is 02:30+11:00.
            "2026-10-04T01:30+10:30 open until 2026-10-04T02:30+11:00",
            "2026-10-04T02:30+11:00 closed until 2026-10-11T01:30+11:00",
        ],
    );
    let troll = hours("Antarctica/Troll", json!({"sunday": [["02:00", "03:30"]]}));
    check(
        &troll,
        &[
            // 01:00+00:00 is 03:00+02:00.
            "2026-03-29T00:59+00:00 closed until 2026-03-29T03:00+02:00",
            "2026-03-29T03:00+02:00 open until 2026-03-29T03:30+02:00",
            // 03:00+02:00 is 01:00+00:00.
            "2026-10-25T02:00+02:00 open until 2026-10-25T01:00+00:00",
            "2026-10-25T01:00+00:00 closed until 2026-10-25T02:00+00:00",
            "2026-10-25T02:00+00:00 open until 2026-10-25T03:30+00:00",
        ],
    );
}

#[test]
fn casablanca_changes_its_clocks_around_ramadan() {
    let hours = hours(
        "Africa/Casablanca",
        json!({"sunday": [["02:00", "03:00"], ["09:00", "12:00"]]}),
    );
    check(
        &hours,
        &[
            // 03:00+01:00 is 02:00+00:00.
            "2026-02-15T02:30+01:00 open until 2026-02-15T03:00+00:00",
            "2026-02-15T03:00+00:00 closed until 2026-02-15T09:00+00:00",
            // 02:00+00:00 is 03:00+01:00.
            "2026-03-22T01:59+00:00 closed until 2026-03-22T09:00+01:00",
        ],
    );
}

#[test]
fn a_skipped_day_has_no_hours() {
    // Samoa went from Thursday, 29 December 2011, to Saturday.
    let fridays = hours("Pacific/Apia", json!({"friday": [["09:00", "18:00"]]}));
    check(
        &fridays,
        &["2011-12-29T12:00-10:00 closed until 2012-01-06T09:00+14:00"],
    );
    let around = hours(
        "Pacific/Apia",
        json!({"thursday": [["20:00", "24:00"]], "friday": [["00:00", "24:00"]], "saturday": [["01:00", "02:00"]]}),
    );
    check(
        &around,
        &[
            "2011-12-29T23:59:59.999999-10:00 open until 2011-12-31T00:00+14:00",
            "2011-12-31T00:00+14:00 closed until 2011-12-31T01:00+14:00",
        ],
    );
    // Kwajalein left out Saturday, 21 August 1993.
    let saturdays = hours(
        "Pacific/Kwajalein",
        json!({"saturday": [["09:00", "18:00"]]}),
    );
    check(
        &saturdays,
        &["1993-08-20T23:59-12:00 closed until 1993-08-28T09:00+12:00"],
    );
    // And Manila had a Monday, 30 December 1844, but no Tuesday.
    let tuesdays = hours("Asia/Manila", json!({"tuesday": [["09:00", "18:00"]]}));
    let opens_at = tuesdays.opens_at(at("1844-12-31T00:00Z"));
    assert!(opens_at > at("1845-01-06T12:00Z"), "{opens_at}");
}

#[test]
fn beyond_the_calendar_nothing_opens() {
    let hours = hours("Europe/Berlin", json!({"monday": [["00:00", "24:00"]]}));
    assert_eq!(hours.opens_at(Timestamp::MAX), Timestamp::MAX);
    assert_eq!(hours.opens_at(at("9999-12-30T12:00Z")), Timestamp::MAX);
    let to_the_end = self::hours("UTC", json!({"thursday": [["00:00", "24:00"]]}));
    let last = at("9999-12-30T22:00:00.999999Z");
    assert_eq!(to_the_end.opens_at(last), last);
    assert_eq!(
        to_the_end.closes_at(last),
        Some(Timestamp::from_micros(last.micros() + 1))
    );
    assert!(!hours.is_open(Timestamp::MAX));
    assert_eq!(hours.closes_at(Timestamp::MAX), None);
    assert!(!hours.is_open(Timestamp::MIN));
    let first = hours.opens_at(Timestamp::MIN);
    assert!(
        hours.is_open(first) && first < at("-009998-01-12T00:00Z"),
        "{first}"
    );
}
