//! What one person gets from all accounts together.

use super::*;

/// A send to John under a cap of two messages in an hour to one person, of which he has had those that began then.
fn to_john(began: &[i64]) -> AccountState {
    let to_john = Head {
        recipient: Some("john".to_owned()),
        ..head(1, SendState::Queued)
    };
    let mut state = account(vec![to_john]);
    state.policy.per_person = vec!["message=2/1h".parse().unwrap()];
    let mut had = Ledger::default();
    for second in began {
        had.record(Action::Message, Interval::at(at(*second)));
    }
    state.people.insert("john".to_owned(), had);
    state
}

#[test]
fn one_person_gets_so_much_from_all_accounts_together() {
    let held = |until| Decision::Hold {
        send_id: send_id(1),
        until: at(until),
        rule: Rule::Person,
    };
    assert_eq!(decide(&to_john(&[10, 20]), at(100)), held(3_610));
    // To the microsecond: a moment before the place frees it is held, at that instant it begins.
    let moment = Duration::from_micros(1);
    assert_eq!(
        decide(&to_john(&[10, 20]), at(3_610).minus(moment)),
        held(3_610)
    );
    for (began, now) in [(&[][..], 100), (&[10], 100), (&[10, 20], 3_610)] {
        let decision = decide(&to_john(began), at(now));
        assert!(matches!(decision, Decision::Begin { .. }), "{decision:?}");
    }
    // Others may be written to, and a conversation of several is nobody's.
    for recipient in [None, Some("maria".to_owned())] {
        let mut state = to_john(&[10, 20]);
        state.heads[0].recipient = recipient;
        assert!(matches!(decide(&state, at(100)), Decision::Begin { .. }));
    }
    let mut none = to_john(&[]);
    none.policy.per_person[0].cap = 0;
    assert_eq!(decide(&none, at(100)), held(86_400));
}

#[test]
fn of_the_limits_of_account_and_person_the_one_that_opens_last_holds() {
    for (cap, until, rule) in [
        ("message=1/1m", 3_610, Rule::Person),
        ("message=1/2h", 7_215, Rule::Window),
    ] {
        let mut state = to_john(&[10, 20]);
        state.policy.caps = vec![cap.parse().unwrap()];
        state.ledger.record(Action::Message, Interval::at(at(15)));
        let held = Decision::Hold {
            send_id: send_id(1),
            until: at(until),
            rule,
        };
        assert_eq!(decide(&state, at(50)), held, "{cap}");
    }
}

#[test]
fn what_a_person_may_get_again_early_need_not_wait() {
    let mut state = to_john(&[10]);
    let (until, rule) = (at(3_610), Rule::Person);
    state.heads[0].state = SendState::Scheduled { until, rule };
    assert!(matches!(decide(&state, at(100)), Decision::Begin { .. }));
    let mut full = to_john(&[10, 20]);
    full.heads[0].state = state.heads[0].state.clone();
    let until = Some(until);
    assert_eq!(decide(&full, at(100)), Decision::Idle { until });
    // What may have left already has its place.
    full.class = CapabilityClass::A;
    full.heads[0].state = unknown(at(50), 0).state;
    assert!(matches!(decide(&full, at(100)), Decision::Begin { .. }));
}
