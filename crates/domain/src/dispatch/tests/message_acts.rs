//! What is done to a message, or to an invitation, that is there already.

use super::*;

fn edit(state: SendState) -> Head {
    Head {
        kind: SendKind::Edit,
        ..head(1, state)
    }
}

#[test]
fn an_act_on_a_message_takes_no_place_and_waits_for_no_pause() {
    let mut state = account(vec![edit(SendState::Queued)]);
    state.policy = Policy::cautious();
    state.begun_last = Some(at(100));
    let Decision::Begin { reserve, .. } = decide(&state, at(100)) else {
        panic!("it should begin")
    };
    assert_eq!(reserve, []);
    state.heads[0].kind = SendKind::Message;
    assert!(matches!(decide(&state, at(100)), Decision::Idle { .. }));
    // What holds the whole account holds it too.
    state.heads[0].kind = SendKind::Edit;
    state.held_until = Some(at(200));
    let decision = decide(&state, at(100));
    assert_eq!(
        decision,
        Decision::Idle {
            until: Some(at(200))
        }
    );
}

#[test]
fn a_lost_answer_of_a_change_is_looked_for_and_what_was_taken_back_is_taken_back_again() {
    let unknown = |absent| SendState::Unknown {
        check_at: at(90),
        absent,
    };
    for class in [CapabilityClass::B, CapabilityClass::C, CapabilityClass::D] {
        let mut state = account(vec![edit(unknown(0))]);
        state.class = class;
        let decided = decide(&state, at(100));
        if class == CapabilityClass::D {
            assert!(matches!(decided, Decision::Ask { .. }), "{class:?}");
        } else {
            assert!(matches!(decided, Decision::ReadBack { .. }), "{class:?}");
        }
        state.heads[0].kind = SendKind::Delete;
        let decided = decide(&state, at(100));
        assert!(matches!(decided, Decision::Begin { .. }), "{class:?}");
        // A repeat that was refused says nothing of the first try: that is looked for.
        state.heads[0].state = unknown(1);
        let looked = decide(&state, at(100));
        assert!(matches!(looked, Decision::ReadBack { .. }), "{class:?}");
    }
}

#[test]
fn acts_on_invitations_wait_for_pauses() {
    for kind in SendKind::ALL
        .into_iter()
        .filter(|kind| kind.is_about_invitation())
    {
        let mut state = account(vec![Head {
            kind,
            ..head(1, SendState::Queued)
        }]);
        state.policy = Policy::cautious();
        state.begun_last = Some(at(100));
        let decision = decide(&state, at(100));
        assert!(
            matches!(decision, Decision::Idle { until: Some(_) }),
            "{kind:?}"
        );
        state.begun_last = None;
        state.policy = Policy::guide();
        let Decision::Begin { reserve, .. } = decide(&state, at(100)) else {
            panic!("{kind:?} should begin")
        };
        assert_eq!(reserve, [], "{kind:?}");
    }
}
