//! What is believed of an outcome that nobody told.

use super::*;

#[test]
fn a_repeat_that_is_refused_is_no_look_at_what_came_of_the_first_try() {
    let timing = Timing::default();
    let mut sending = head(1, SendState::Sending { deadline: at(10) });
    sending.last_deadline = Some(at(10));
    sending.attempt_count = 2;
    let refused = Outcome::<()>::Refused {
        code: "no".to_owned(),
        detail: String::new(),
    };
    let answered = after_answer(&sending, &refused, true, &timing, Duration::ZERO, at(5));
    let mut asked = head(1, answered.unwrap().state);
    asked.last_deadline = Some(at(10));
    // From here on it takes two complete reads, as ever.
    let mut reads = 0;
    while matches!(asked.state, SendState::Unknown { .. }) {
        reads += 1;
        let now = at(1_000 + 10 * reads);
        asked.state = after_absent(CapabilityClass::A, false, &asked, &timing, now);
    }
    assert_eq!(reads, 2);
    assert!(asked.state.is_waiting());
}
