use proptest::prelude::*;

use super::*;

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-4
}

#[test]
fn intervals_are_those_of_the_tables() {
    for (hits, of, low, high) in [
        (0, 10, 0.0, 0.277_53),
        (1, 10, 0.017_88, 0.404_15),
        (5, 10, 0.236_59, 0.763_41),
        (10, 10, 0.722_47, 1.0),
        (50, 1_000, 0.038_13, 0.065_31),
    ] {
        let rate = Rate::of(hits, of).unwrap();
        assert!(close(rate.low, low) && close(rate.high, high), "{rate:?}");
    }
    assert_eq!(Rate::of(0, 0), None);
}

#[test]
fn what_a_network_does_not_tell_is_absent_and_not_zero() {
    let counts = Counts {
        sent: 5,
        ..Counts::default()
    };
    let tally = Tally {
        counts,
        pace: Pace::new(),
    };
    let figures = tally.figures();
    assert_eq!(
        (figures.delivered, figures.seen, figures.delivered_rate),
        (None, None, None)
    );
    let counts = Counts {
        receipted: 5,
        ..counts
    };
    let tally = Tally {
        counts,
        pace: Pace::new(),
    };
    assert_eq!(tally.figures().delivered, Some(0));
    assert!(tells_receipts("sandbox") && !tells_receipts("linkedin"));
}

#[test]
fn clocks_are_those_of_the_account() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(local(at("2026-11-30T23:30:00Z"), None), (23, 1));
    assert_eq!(
        local(at("2026-11-30T23:30:00Z"), Some("Europe/Berlin")),
        (0, 2)
    );
    assert_eq!(
        local(at("2026-07-01T23:30:00Z"), Some("Asia/Kathmandu")),
        (5, 4)
    );
    assert_eq!(local(at("2026-11-30T23:30:00Z"), Some("No/Where")), (23, 1));
}

/// A conversation as somebody would write it down: when it began, and when somebody answered.
#[derive(Debug, Clone)]
struct Told {
    began: u64,
    answered: Option<u64>,
}

const WINDOW_MINUTES: u64 = 14 * 24 * 60;

fn told() -> impl Strategy<Value = Vec<Told>> {
    let answered = prop::option::of(1..WINDOW_MINUTES);
    let one =
        (0..3 * WINDOW_MINUTES, answered).prop_map(|(began, answered)| Told { began, answered });
    prop::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn intervals_hold_their_share_and_shrink(hits in 0u64..500, more in 0u64..500) {
        let of = hits + more;
        prop_assume!(of > 0);
        let rate = Rate::of(hits, of).unwrap();
        prop_assert!(0.0 <= rate.low && rate.low <= rate.value && rate.value <= rate.high && rate.high <= 1.0);
        let larger = Rate::of(hits * 10, of * 10).unwrap();
        prop_assert!(larger.high - larger.low < rate.high - rate.low);
        // The other way round it is the same, mirrored.
        let mirrored = Rate::of(more, of).unwrap();
        prop_assert!(close(rate.low, 1.0 - mirrored.high) && close(rate.high, 1.0 - mirrored.low));
    }

    #[test]
    fn the_median_is_that_of_the_sorted_list(mut list in prop::collection::vec(0u64..1_000, 0..50)) {
        let mut pace = Pace::new();
        for minutes in &list {
            *pace.entry(*minutes).or_default() += 1;
        }
        list.sort_unstable();
        let expected = (!list.is_empty()).then(|| {
            let (low, high) = (list[(list.len() - 1) / 2], list[list.len() / 2]);
            f64::midpoint(real(low), real(high))
        });
        prop_assert_eq!(median(&pace), expected);
    }

    #[test]
    fn every_conversation_is_answered_silent_or_censored(told in told(), now in 0..4 * WINDOW_MINUTES) {
        let told: Vec<Told> = told.into_iter().filter(|one| one.began <= now).collect();
        let answer = |one: &Told| one.answered.filter(|minutes| one.began + minutes <= now);
        let is_over = |one: &&Told| one.began + WINDOW_MINUTES <= now;
        let count = |found: usize| u64::try_from(found).unwrap();
        let mut pace = Pace::new();
        for minutes in told.iter().filter_map(answer) {
            *pace.entry(minutes).or_default() += 1;
        }
        let counts = Counts {
            sent: count(told.len()),
            conversations: count(told.len()),
            replies: count(told.iter().filter_map(answer).count()),
            concluded: count(told.iter().filter(is_over).count()),
            concluded_replies: count(told.iter().filter(is_over).filter_map(answer).count()),
            ..Counts::default()
        };
        let figures = Tally { counts, pace }.figures();
        let silent = count(told.iter().filter(is_over).filter(|one| answer(one).is_none()).count());
        prop_assert_eq!(figures.replies + silent + figures.censored, figures.conversations);
        let waiting = told.iter().filter(|one| !is_over(one) && answer(one).is_none()).count();
        prop_assert_eq!(figures.censored, count(waiting));
    }

    #[test]
    fn parts_add_up_to_the_whole(lists in prop::collection::vec(prop::collection::vec(0u64..100, 0..10), 0..8)) {
        let tally = |minutes: &[u64]| {
            let mut tally = Tally::default();
            for minutes in minutes {
                tally.counts.sent += 1;
                *tally.pace.entry(*minutes).or_default() += 1;
            }
            tally
        };
        let mut whole = Tally::default();
        for list in &lists {
            whole.add(&tally(list));
        }
        prop_assert_eq!(whole, tally(&lists.concat()));
    }
}
