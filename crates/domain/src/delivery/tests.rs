use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_800_000_000_000_000 + seconds * 1_000_000)
}

fn tried(attempts: u32) -> Tried {
    Tried {
        endpoint_id: EndpointId::from_bytes([3; 16]),
        number: 42,
        attempts,
        first_at: at(0),
        is_holding: true,
    }
}

#[test]
fn two_hundreds_deliver_and_nothing_else_does() {
    for status in [200, 201, 202, 204, 299] {
        let answer = Answer::Status(status, None);
        assert_eq!(judge(&tried(1), answer, 1, at(0)), Verdict::Delivered);
    }
    for status in [100, 301, 302, 307, 400, 404, 410, 429, 500, 503] {
        let verdict = judge(&tried(1), Answer::Status(status, None), 1, at(0));
        assert!(
            matches!(verdict, Verdict::Again { .. }),
            "{status}: {verdict:?}"
        );
    }
    assert!(matches!(
        judge(&tried(1), Answer::None, 1, at(0)),
        Verdict::Again { .. }
    ));
}

#[test]
fn ten_tries_over_about_three_days() {
    let (mut now, mut released_at) = (at(0), None);
    let mut one = tried(0);
    loop {
        one.attempts += 1;
        match judge(&one, Answer::None, 7, now) {
            Verdict::Again { at, is_holding } => {
                if one.is_holding && !is_holding {
                    released_at = Some(now);
                }
                one.is_holding = is_holding;
                now = at;
            }
            Verdict::GivenUp => break,
            Verdict::Delivered => unreachable!("nobody answered"),
        }
    }
    assert_eq!(one.attempts, ATTEMPTS_MAX);
    let days = now.since(at(0)).as_secs_f64() / 86_400.0;
    assert!((2.5..3.9).contains(&days), "{days}");
    // The try after half an hour is the last that the lane waits for.
    let held = released_at.expect("the lane went on").since(at(0));
    assert!(
        (Duration::from_mins(28)..=Duration::from_mins(43)).contains(&held),
        "{held:?}"
    );
}

#[test]
fn a_receiver_that_asks_for_a_rest_gets_it_up_to_a_day() {
    let rest = |seconds| Answer::Status(429, Some(Duration::from_secs(seconds)));
    let next = |answer| match judge(&tried(1), answer, 1, at(0)) {
        Verdict::Again { at: next, .. } => next.since(at(0)),
        verdict => panic!("{verdict:?}"),
    };
    assert_eq!(next(rest(600)), Duration::from_mins(10));
    assert_eq!(next(rest(10_000_000)), REST_MAX);
    assert!(next(rest(0)) >= Duration::from_secs(4));
    // Only these two statuses may ask.
    let other = Answer::Status(500, Some(Duration::from_mins(10)));
    assert!(next(other) < Duration::from_secs(7));
    // Those behind it wait as well: nothing passes while the receiver rests.
    let long = judge(&tried(1), rest(7_200), 1, at(0));
    assert!(matches!(
        long,
        Verdict::Again {
            is_holding: true,
            ..
        }
    ));
}

#[test]
fn an_endpoint_is_given_up_after_five_days_of_nothing_but_failures() {
    let mut record = Record::default();
    record = record.after(Answer::None, at(0), None);
    assert!(!record.is_hopeless(at(5 * 86_400 - 1)));
    assert!(record.is_hopeless(at(5 * 86_400)));
    record = record.after(Answer::Status(500, None), at(86_400), Some(at(0)));
    assert_eq!(record.failing_since, Some(at(0)));
    assert_eq!(
        record.after(Answer::Status(204, None), at(90_000), None),
        Record::default()
    );
    assert_eq!(record.together(8), 8);
    for second in 0..5 {
        record = record.after(Answer::None, at(second), Some(at(second)));
    }
    assert_eq!(record.together(8), 1);
    // A failure a month after the one before begins anew.
    let month = 30 * 86_400;
    let later = record.after(Answer::None, at(month), Some(at(4)));
    assert_eq!(later.failing_since, Some(at(month)));
}

#[test]
fn a_pace_lets_its_number_begin_in_a_second_and_not_one_more() {
    let (mut pace, mut now) = (Pace::default(), at(0));
    let mut begun = Vec::new();
    for number in 0..50 {
        now = pace.opens_at(10, now.plus(Duration::from_millis(number % 3)));
        pace.begin(now);
        begun.push(now);
    }
    let second = Duration::from_secs(1);
    assert!(
        begun
            .windows(11)
            .all(|some| some[10].since(some[0]) >= second)
    );
    // Ten may begin together, and the next ten right when the first are a second ago.
    assert!(begun[9].since(begun[0]) < Duration::from_millis(20));
    assert_eq!(begun[10], begun[0].plus(second));
    assert_eq!(pace.opens_at(10, at(1_000)), at(1_000));
    // A number that was lowered holds at once, and a clock that was set back holds nothing up.
    assert_eq!(pace.opens_at(1, now), now.plus(second));
    assert_eq!(pace.opens_at(10, at(0)), at(0));
}

#[test]
fn a_lane_is_a_conversation_or_the_thing_itself() {
    let data = r#"{"conversation_id":"cnv_1","thread_key":"x"}"#;
    assert_eq!(lane(EventKind::MessageSeen, Some("msg"), data), "cnv_1");
    assert_eq!(lane(EventKind::SendSent, Some("snd_1"), data), "snd_1");
    assert_eq!(lane(EventKind::SendSent, None, "{}"), "");
}

proptest! {
    #[test]
    fn pauses_differ_by_a_fifth_at_most(seed: u64, attempts in 1u32..10, number: i64) {
        let one = Tried { number, ..tried(attempts) };
        let pause = pause_after(&one, seed).unwrap();
        let set = PAUSES[attempts as usize - 1];
        prop_assert!(pause >= set * 4 / 5 && pause <= set * 6 / 5, "{:?} {:?}", pause, set);
        prop_assert_eq!(pause_after(&one, seed), Some(pause));
    }
}
