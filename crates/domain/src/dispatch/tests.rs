use super::*;
use crate::entropy::SeededEntropy;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1_000)
}

fn send_id(number: u64) -> SendId {
    SendId::mint(at(0), &SeededEntropy::new(number))
}

fn head(number: u64, state: SendState) -> Head {
    Head {
        send_id: send_id(number),
        kind: SendKind::Message,
        opens_conversation: false,
        state,
        attempt_count: 0,
        last_deadline: None,
        typing: Duration::ZERO,
        expires_at: at(86_400),
    }
}

fn account(heads: Vec<Head>) -> AccountState {
    AccountState {
        class: CapabilityClass::B,
        policy: Policy::guide(),
        ledger: Ledger::default(),
        held_until: None,
        heads,
        epoch: 3,
        open_attempt_epoch: None,
    }
}

fn decide(state: &AccountState, now: Timestamp) -> Decision {
    step(state, &Timing::default(), now)
}

#[test]
fn a_queued_send_begins_with_its_place_reserved_until_the_deadline() {
    let Decision::Begin {
        send_id: begun,
        deadline,
        reserve,
    } = decide(&account(vec![head(1, SendState::Queued)]), at(100))
    else {
        panic!("it should begin")
    };
    assert_eq!((begun, deadline), (send_id(1), at(115)));
    assert_eq!(
        reserve,
        [(
            Action::Message,
            Interval {
                earliest: at(100),
                latest: at(115)
            }
        )]
    );
}

#[test]
fn one_account_never_has_two_attempts_open() {
    let sending = head(1, SendState::Sending { deadline: at(110) });
    let mut state = account(vec![head(2, SendState::Queued), sending]);
    state.open_attempt_epoch = Some(3);
    assert_eq!(
        decide(&state, at(100)),
        Decision::Idle {
            until: Some(at(110))
        }
    );
}

#[test]
fn an_attempt_of_an_older_lease_or_past_its_deadline_is_abandoned() {
    let sending = || head(1, SendState::Sending { deadline: at(110) });
    let mut older = account(vec![sending()]);
    older.open_attempt_epoch = Some(2);
    assert_eq!(
        decide(&older, at(100)),
        Decision::Abandon {
            send_id: send_id(1),
            check_at: at(100)
        }
    );
    let mut late = account(vec![sending()]);
    late.open_attempt_epoch = Some(3);
    assert_eq!(
        decide(&late, at(110)),
        Decision::Abandon {
            send_id: send_id(1),
            check_at: at(110)
        }
    );
}

#[test]
fn an_unknown_outcome_blocks_only_its_own_lane() {
    let unknown = head(
        1,
        SendState::Unknown {
            check_at: at(200),
            absent: 0,
        },
    );
    let state = account(vec![unknown, head(2, SendState::Queued)]);
    assert!(
        matches!(decide(&state, at(100)), Decision::Begin { send_id: begun, .. } if begun == send_id(2))
    );
}

#[test]
fn the_class_decides_what_follows_unknown() {
    let decision = |class| {
        let mut state = account(vec![head(
            1,
            SendState::Unknown {
                check_at: at(1),
                absent: 0,
            },
        )]);
        state.class = class;
        decide(&state, at(100))
    };
    assert!(matches!(
        decision(CapabilityClass::A),
        Decision::Begin { .. }
    ));
    assert_eq!(
        decision(CapabilityClass::B),
        Decision::ReadBack {
            send_id: send_id(1)
        }
    );
    assert_eq!(
        decision(CapabilityClass::C),
        Decision::ReadBack {
            send_id: send_id(1)
        }
    );
    assert_eq!(
        decision(CapabilityClass::D),
        Decision::Ask {
            send_id: send_id(1)
        }
    );
}

#[test]
fn a_full_window_holds_until_its_place_frees() {
    let mut state = account(vec![head(1, SendState::Queued)]);
    for second in 0..150 {
        state
            .ledger
            .record(Action::Message, Interval::at(at(second)));
    }
    let opens_at = at(86_400);
    assert_eq!(
        decide(&state, at(1_000)),
        Decision::Hold {
            send_id: send_id(1),
            until: opens_at,
            rule: Rule::Window
        }
    );
    state.heads[0].expires_at = at(999_999);
    assert!(matches!(decide(&state, opens_at), Decision::Begin { .. }));
}

#[test]
fn a_held_account_sends_nothing_but_still_lets_sends_expire() {
    let mut state = account(vec![head(1, SendState::Queued)]);
    state.held_until = Some(Timestamp::MAX);
    assert_eq!(
        decide(&state, at(100)),
        Decision::Idle {
            until: Some(at(86_400))
        }
    );
    assert_eq!(
        decide(&state, at(86_400)),
        Decision::Expire {
            send_id: send_id(1)
        }
    );
}

#[test]
fn absent_is_believed_only_after_the_settle_time_and_twice() {
    let timing = Timing::default();
    let mut asked = head(
        1,
        SendState::Unknown {
            check_at: at(0),
            absent: 0,
        },
    );
    asked.last_deadline = Some(at(100));
    let early = after_absent(CapabilityClass::B, &asked, &timing, at(101));
    assert_eq!(
        early,
        SendState::Unknown {
            check_at: at(103),
            absent: 0
        }
    );
    let first = after_absent(CapabilityClass::B, &asked, &timing, at(105));
    assert_eq!(
        first,
        SendState::Unknown {
            check_at: at(107),
            absent: 1
        }
    );
    asked.state = first;
    let again = |class| after_absent(class, &asked, &timing, at(107));
    assert_eq!(
        again(CapabilityClass::B),
        SendState::Scheduled {
            until: at(107),
            rule: Rule::BackOff
        }
    );
    assert_eq!(again(CapabilityClass::C), SendState::NeedsDecision);
}

#[test]
fn a_try_that_did_not_leave_waits_longer_each_time() {
    let mut tried = head(1, SendState::Queued);
    tried.attempt_count = 3;
    let after = after_not_sent(&tried, Duration::from_millis(500), at(100));
    let until = Timestamp::from_millis(104_500);
    assert_eq!(
        after,
        SendState::Scheduled {
            until,
            rule: Rule::BackOff
        }
    );
}
