use super::*;

#[test]
fn presets_survive_their_stored_form() {
    for policy in [Policy::guide(), Policy::cautious(), Policy::standard()] {
        let stored = serde_json::to_string(&policy).expect("plain data");
        assert_eq!(
            serde_json::from_str::<Policy>(&stored).expect("same shape"),
            policy
        );
    }
}

#[test]
fn caps_are_read_as_people_write_them() {
    let cap = |text: &str| text.parse::<Cap>();
    let of = |action: &str, seconds, cap| Cap {
        action: action.to_owned(),
        seconds,
        cap,
    };
    assert_eq!(cap("message=300/24h"), Ok(of("message", 86_400, 300)));
    assert_eq!(cap("invitation=0/7d"), Ok(of("invitation", 604_800, 0)));
    for text in [
        "",
        "message",
        "message=3",
        "message=3/24",
        "message=-1/24h",
        "message=3/h",
        "message=3/1.5h",
    ] {
        assert_eq!(cap(text), Err(InvalidCap::Form), "{text}");
    }
    assert_eq!(
        cap("letter=1/1h"),
        Err(InvalidCap::Action("letter".to_owned()))
    );
    for text in [
        "message=1/0h",
        "message=1/32d",
        "message=1/18446744073709551615d",
    ] {
        assert_eq!(cap(text), Err(InvalidCap::Span), "{text}");
    }
}

#[test]
fn the_guide_allows_150_messages_a_day() {
    let windows = Policy::guide().windows(Action::Message);
    assert_eq!(windows.len(), 1);
    assert_eq!(
        (windows[0].span, windows[0].cap),
        (Duration::from_hours(24), 150)
    );
    assert!(Policy::guide().windows(Action::Inmail).is_empty());
}

fn at(hours: i64) -> Timestamp {
    Timestamp::from_millis(hours * 3_600_000)
}

fn ramped() -> Policy {
    Policy {
        ramp: Some(Ramp {
            start_percent: 20,
            days: 4,
        }),
        cool_down: Some(CoolDown {
            hours: 10,
            percent: 30,
        }),
        ..Policy::custom(vec!["message=10/24h".parse().expect("a cap")])
    }
}

#[test]
fn a_new_account_grows_day_by_day_to_the_whole() {
    let policy = ramped();
    let standing = Standing::default();
    let percent = |hours| policy.share(&standing, at(hours)).percent;
    assert_eq!(
        [0, 23, 24, 48, 72, 95, 96, 9_000].map(percent),
        [20, 20, 40, 60, 80, 80, 100, 100]
    );
    let share = policy.share(&standing, at(30));
    assert_eq!(
        (share.rule, share.grows_at),
        (Some(Rule::Ramp), Some(at(48)))
    );
    let cap =
        |hours| policy.windows_with(Action::Message, policy.share(&standing, at(hours)))[0].cap;
    assert_eq!([0, 24, 96].map(cap), [2, 4, 10]);
}

#[test]
fn a_warning_shrinks_the_caps_for_a_while() {
    let policy = ramped();
    let standing = Standing {
        linked_at: at(0),
        warned_at: Some(at(1_000)),
    };
    let share = policy.share(&standing, at(1_009));
    assert_eq!(
        (share.percent, share.rule, share.grows_at),
        (30, Some(Rule::CoolDown), Some(at(1_010)))
    );
    assert_eq!(policy.share(&standing, at(1_010)), Share::WHOLE);
    // Of both the smaller share holds.
    let new = Standing {
        linked_at: at(999),
        ..standing
    };
    assert_eq!(policy.share(&new, at(1_005)).rule, Some(Rule::Ramp));
}

#[test]
fn a_share_leaves_one_act_and_none_of_none() {
    let windows = |cap: &str| {
        let policy = Policy::custom(vec![cap.parse().expect("a cap")]);
        let share = Share {
            percent: 1,
            ..Share::WHOLE
        };
        policy.windows_with(Action::Message, share)[0].cap
    };
    assert_eq!(
        (windows("message=10/24h"), windows("message=0/24h")),
        (1, 0)
    );
}

#[test]
fn a_pause_follows_each_act_with_its_own_chance_part() {
    let policy = Policy {
        gap_seconds: 60,
        jitter_seconds: 30,
        ..Policy::guide()
    };
    let seconds = |micros: i64| {
        let begun = Timestamp::from_micros(micros);
        let (until, rule) = policy.pause(Some(begun), begun).expect("a pause");
        assert_eq!(rule, Rule::Gap);
        until.since(begun).as_secs()
    };
    let drawn: Vec<u64> = (0..50).map(seconds).collect();
    assert!(
        drawn.iter().all(|seconds| (60..=90).contains(seconds)),
        "{drawn:?}"
    );
    assert!(drawn.iter().max() > drawn.iter().min());
    assert_eq!(policy.pause(None, at(1)), None);
    assert_eq!(policy.pause(Some(at(1)), at(2)), None);
    assert_eq!(Policy::guide().pause(Some(at(1)), at(1)), None);
}

#[test]
fn a_pause_ends_within_the_hours() {
    let time = |text: &str| text.parse().expect("a time");
    let hours = WorkingHours::weekdays("UTC", time("09:00"), time("17:00")).expect("hours");
    let policy = Policy {
        gap_seconds: 3_600,
        hours: Some(hours),
        ..Policy::guide()
    };
    // 1 January 1970 was a Thursday.
    assert_eq!(policy.pause(None, at(3)), Some((at(9), Rule::WorkingHours)));
    assert_eq!(policy.pause(None, at(10)), None);
    let half_past_four = Timestamp::from_millis(16 * 3_600_000 + 1_800_000);
    assert_eq!(
        policy.pause(Some(half_past_four), half_past_four),
        Some((at(24 + 9), Rule::Gap))
    );
}
