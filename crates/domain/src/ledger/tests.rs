mod schedules;

use proptest::prelude::*;

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1_000)
}

fn seconds(count: u8) -> Duration {
    SECOND * u32::from(count)
}

fn window(span: Duration, cap: u32) -> Window {
    Window {
        action: Action::Message,
        span,
        cap,
    }
}

#[test]
fn names_are_stable() {
    let names = Action::ALL.map(|action| (action.as_str(), action.header_name()));
    assert_eq!(
        names,
        [
            ("message", "MESSAGE"),
            ("new_conversation", "NEW_CONVERSATION"),
            ("reply", "REPLY"),
            ("inmail", "INMAIL"),
            ("invitation", "CONNECT"),
        ]
    );
    for action in Action::ALL {
        assert_eq!(Action::from_name(action.as_str()), Some(action));
    }
    assert_eq!(Action::from_name("MESSAGE"), None);
}

#[test]
fn a_place_frees_exactly_at_latest_plus_span_plus_margin() {
    let entries = [Interval::reserved(at(100), 30 * SECOND)];
    let window = window(10 * SECOND, 1);
    let frees = at(100 + 30 + 10 + 5);
    let margin = 5 * SECOND;
    assert!(!window.may_begin(&entries, margin, Timestamp::from_micros(frees.micros() - 1)));
    assert!(window.may_begin(&entries, margin, frees));
    assert_eq!(window.next_free_at(&entries, margin, at(100)), Some(frees));
    assert_eq!(window.resets_at(&entries, margin, at(100)), Some(frees));
    assert_eq!(window.resets_at(&entries, margin, frees), None);
}

#[test]
fn an_answer_tightens_and_never_moves_later() {
    let reserved = Interval::reserved(at(100), 30 * SECOND);
    assert_eq!(reserved.answered(at(103)).latest, at(103));
    assert_eq!(reserved.answered(at(500)).latest, at(130));
    // The clock was set back during the call.
    assert_eq!(reserved.answered(at(90)), Interval::at(at(100)));
}

#[test]
fn figures_of_the_guide() {
    let window = window(crate::limits::DAY, 150);
    let entries: Vec<_> = (0..150).map(|index| Interval::at(at(index))).collect();
    let quota = window.quota(&entries, Duration::ZERO, at(200));
    assert_eq!(
        quota,
        Quota {
            limit: 150,
            used: 150,
            remaining: 0,
            reset_at: at(86_400)
        }
    );
    let idle = window.quota(&[], Duration::ZERO, at(200));
    assert_eq!((idle.remaining, idle.reset_at), (150, at(200)));
    // A cap lowered below the current use counts as full, not as a negative rest.
    let lowered = Window { cap: 100, ..window };
    assert_eq!(
        lowered.quota(&entries, Duration::ZERO, at(200)).remaining,
        0
    );
    assert_eq!(
        lowered.next_free_at(&entries, Duration::ZERO, at(200)),
        Some(at(86_400 + 50))
    );
}

#[test]
fn a_cap_of_zero_never_opens() {
    let window = window(SECOND, 0);
    assert_eq!(window.next_free_at(&[], Duration::ZERO, at(0)), None);
    let verdict = Ledger::default().check(&[window], &[Action::Message], at(0));
    assert!(matches!(verdict, Verdict::Full { opens_at: None, .. }));
}

#[test]
fn the_window_that_opens_last_is_named() {
    let mut ledger = Ledger::new(Duration::ZERO);
    ledger.record(Action::Message, Interval::at(at(0)));
    ledger.record(Action::NewConversation, Interval::at(at(0)));
    let minute = window(60 * SECOND, 1);
    let hour = Window {
        action: Action::NewConversation,
        span: 3_600 * SECOND,
        cap: 1,
    };
    let both = [Action::Message, Action::NewConversation];
    for windows in [[minute, hour], [hour, minute]] {
        let verdict = ledger.check(&windows, &both, at(10));
        assert!(
            matches!(verdict, Verdict::Full { window, opens_at: Some(opens), .. }
                if window == hour && opens == at(3_600)),
            "{verdict:?}"
        );
        assert_eq!(
            ledger.check(&windows, &[Action::Message], at(60)),
            Verdict::Open
        );
    }
    ledger.forget(3_600 * SECOND, at(3_600));
    assert_eq!(ledger, Ledger::new(Duration::ZERO));
}

prop_compose! {
    fn entry()(begin in 0i64..60, length in 0u8..8) -> Interval {
        Interval::reserved(at(begin), seconds(length))
    }
}

proptest! {
    #[test]
    fn equals_counting_second_by_second(
        entries in prop::collection::vec(entry(), 0..12),
        (span, margin, cap) in (0u8..20, 0u8..4, 0u32..6),
        now in 0i64..80,
    ) {
        let window = window(seconds(span), cap);
        let margin = seconds(margin);
        // The model: places held in each second, by looking at each entry in each second.
        let reach = window.span + margin;
        let used_at = |second: i64| {
            let holds = |entry: &&Interval| at(second) < entry.latest.plus(reach);
            u32::try_from(entries.iter().filter(holds).count()).unwrap()
        };
        let horizon = now..now + 200;
        let used = used_at(now);
        let next_free = horizon.clone().find(|second| used_at(*second) < cap).map(at);
        let resets = horizon.clone().find(|second| used_at(*second) < used).map(at);

        prop_assert_eq!(window.used(&entries, margin, at(now)), used);
        prop_assert_eq!(window.may_begin(&entries, margin, at(now)), used < cap);
        prop_assert_eq!(window.next_free_at(&entries, margin, at(now)), next_free);
        prop_assert_eq!(window.resets_at(&entries, margin, at(now)), resets);
        let quota = window.quota(&entries, margin, at(now));
        prop_assert_eq!((quota.limit, quota.used), (cap, used));
        prop_assert_eq!(quota.remaining, cap - used.min(cap));
    }

    /// Whatever the calls do within their intervals, and however far the network's clock is off within the margin,
    /// no window on the network's own clock ever holds more acts than the cap.
    #[test]
    fn no_schedule_exceeds_the_cap_on_the_networks_clock(
        wishes in prop::collection::vec((0i64..6, 0u8..8, 0u8..8, any::<bool>()), 1..60),
        (span, margin, cap) in (1u8..20, 0u8..4, 1u32..5),
        clock_shift in prop::collection::vec(0i64..=1_000, 60),
    ) {
        let window = window(seconds(span), cap);
        let mut ledger = Ledger::new(seconds(margin));
        let mut accepted = Vec::new();
        let mut now = 0i64;
        for ((pause, deadline, happens, is_answered), shift) in wishes.into_iter().zip(clock_shift) {
            now += pause;
            if ledger.check(&[window], &[Action::Message], at(now)) != Verdict::Open {
                continue;
            }
            let reserved = Interval::reserved(at(now), seconds(deadline));
            let happened = at(now).plus(seconds(happens.min(deadline)));
            let entry = if is_answered { reserved.answered(happened) } else { reserved };
            ledger.record(Action::Message, entry);
            // The network stamps each act up to `margin` later than we do, in thousandths.
            accepted.push(happened.micros() + shift * i64::from(margin) * 1_000);
        }
        accepted.sort_unstable();
        let span_micros = i64::from(span) * 1_000_000;
        for (index, end) in accepted.iter().enumerate() {
            // Acts in (end - span, end].
            let inside = accepted[..=index].iter().filter(|act| **act > end - span_micros).count();
            prop_assert!(inside <= usize::try_from(cap).unwrap(), "{inside} at {end}: {accepted:?}");
        }
    }
}

proptest! {
    /// Whoever waits behind others is told the instant at which each would begin if all began as soon as they may.
    #[test]
    fn waiting_behind_others_is_beginning_after_them(
        past in prop::collection::vec(0i64..5_000, 0..30),
        cap in 1u32..8,
        span in 1u64..3_000,
        margin in 0u64..50,
        before in 0u32..40,
    ) {
        let now = at(5_000);
        let mut ledger = Ledger::new(Duration::from_secs(margin));
        for second in past {
            ledger.record(Action::Message, Interval::at(at(second)));
        }
        let windows = [window(Duration::from_secs(span), cap)];
        let told = ledger.begins_at(&windows, &[Action::Message], (before, Duration::ZERO), now);
        let mut begins = now;
        for _ in 0..=before {
            begins = match ledger.check(&windows, &[Action::Message], begins) {
                Verdict::Open => begins,
                Verdict::Full { opens_at, .. } => opens_at.unwrap(),
            };
            ledger.record(Action::Message, Interval::at(begins));
        }
        prop_assert_eq!(told, Some(begins));
    }
}

#[test]
fn a_breach_is_the_exceeded_limit_that_opens_last() {
    let mut ledger = Ledger::default();
    let windows = [
        window(10 * SECOND, 2),
        window(60 * SECOND, 3),
        window(90 * SECOND, 0),
    ];
    for second in [100, 101, 102] {
        assert_eq!(ledger.breach(&windows, at(103)), None);
        ledger.record(Action::Message, Interval::at(at(second)));
    }
    let breach = ledger.breach(&windows, at(103)).unwrap();
    assert_eq!(
        (breach.window, breach.used, breach.opens_at),
        (windows[0], 3, at(111))
    );
    ledger.record(Action::Message, Interval::at(at(103)));
    let breach = ledger.breach(&windows, at(103)).unwrap();
    assert_eq!(
        (breach.window, breach.used, breach.opens_at),
        (windows[1], 4, at(161))
    );
    assert_eq!(ledger.breach(&windows, at(200)), None);
}
