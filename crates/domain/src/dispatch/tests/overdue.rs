//! Outcomes that nobody can tell for too long.

use super::*;

#[test]
fn an_outcome_that_nobody_can_tell_for_a_day_is_put_before_a_person() {
    let mut asked = unknown(at(1), 0);
    asked.last_deadline = Some(at(100));
    let send_id = send_id(1);
    for class in [CapabilityClass::A, CapabilityClass::B, CapabilityClass::C] {
        let mut state = account(vec![asked.clone()]);
        state.class = class;
        assert_eq!(decide(&state, at(100 + 86_400)), Decision::Ask { send_id });
    }
}

#[test]
fn a_held_account_wakes_when_an_outcome_is_to_be_put_before_a_person() {
    let mut asked = unknown(at(1), 0);
    asked.last_deadline = Some(at(100));
    let mut state = account(vec![asked]);
    state.class = CapabilityClass::A;
    state.held_until = Some(at(500_000));
    let until = Some(at(100 + 86_400));
    assert_eq!(decide(&state, at(200)), Decision::Idle { until });
}
