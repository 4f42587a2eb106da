use super::*;
use crate::entropy::SeededEntropy;
use crate::outcome::{HoldRule, Outcome};

mod doubt;
mod message_acts;
mod overdue;
mod person;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1_000)
}

fn send_id(number: u64) -> SendId {
    SendId::mint(at(0), &SeededEntropy::new(number))
}

fn head(number: u64, state: SendState) -> Head {
    Head {
        send_id: send_id(number),
        number: i64::try_from(number).unwrap(),
        kind: SendKind::Message,
        recipient: None,
        opens_conversation: false,
        state,
        attempt_count: 0,
        last_deadline: None,
        typing: Duration::ZERO,
        upload: Duration::ZERO,
        expires_at: at(86_400),
        needs_approval: false,
        obstacle: None,
    }
}

fn account(heads: Vec<Head>) -> AccountState {
    AccountState {
        class: CapabilityClass::B,
        policy: Policy::guide(),
        standing: Standing::default(),
        begun_last: None,
        ledger: Ledger::default(),
        people: BTreeMap::new(),
        held_until: None,
        held: Vec::new(),
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
    let laden = Head {
        typing: Duration::from_secs(3),
        upload: Duration::from_mins(1),
        ..head(1, SendState::Queued)
    };
    let decision = decide(&account(vec![laden]), at(100));
    assert!(matches!(decision, Decision::Begin { deadline, .. } if deadline == at(178)));
    assert_eq!(
        reserve,
        [Action::Message, Action::Reply].map(|action| (
            action,
            Interval {
                earliest: at(100),
                latest: at(115)
            }
        ))
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
fn a_hold_stops_what_begins_and_not_what_is_looked_for() {
    let unknown = SendState::Unknown {
        check_at: at(1),
        absent: 0,
    };
    let mut state = account(vec![head(1, SendState::Queued), head(2, unknown)]);
    state.held_until = Some(at(500));
    let send_id = send_id(2);
    assert_eq!(decide(&state, at(100)), Decision::ReadBack { send_id });
    state.class = CapabilityClass::A;
    let until = Some(at(500));
    assert_eq!(decide(&state, at(100)), Decision::Idle { until });
}

#[test]
fn a_limit_of_nothing_holds_until_somebody_changes_it() {
    let mut state = account(vec![head(1, SendState::Queued)]);
    state.policy.caps[0].cap = 0;
    let held = Decision::Hold {
        send_id: send_id(1),
        until: at(86_400),
        rule: Rule::Window,
    };
    assert_eq!(decide(&state, at(100)), held);
}

fn unknown(check_at: Timestamp, absent: u32) -> Head {
    head(1, SendState::Unknown { check_at, absent })
}

#[test]
fn absent_is_believed_only_after_the_settle_time_and_twice() {
    let timing = Timing::default();
    let mut asked = unknown(at(0), 0);
    asked.last_deadline = Some(at(100));
    let early = after_absent(CapabilityClass::B, false, &asked, &timing, at(101));
    assert_eq!(early, unknown(at(103), 0).state);
    let first = after_absent(CapabilityClass::B, false, &asked, &timing, at(110));
    assert_eq!(first, unknown(at(112), 1).state);
    asked.state = first;
    let again =
        |class, retries_unseen| after_absent(class, retries_unseen, &asked, &timing, at(112));
    let repeated = SendState::Scheduled {
        until: at(112),
        rule: Rule::BackOff,
    };
    let (b, c, d) = (CapabilityClass::B, CapabilityClass::C, CapabilityClass::D);
    assert_eq!(
        (again(b, false), again(b, true)),
        (repeated.clone(), repeated.clone())
    );
    assert_eq!(
        (again(c, false), again(c, true)),
        (SendState::NeedsDecision, repeated)
    );
    assert_eq!(
        (again(d, false), again(d, true)),
        (SendState::NeedsDecision, SendState::NeedsDecision)
    );
}

#[test]
fn looks_without_an_answer_grow_rare() {
    let timing = Timing::default();
    let mut asked = unknown(at(0), 1);
    asked.last_deadline = Some(at(100));
    for (now, next) in [(90, 92), (104, 106), (180, 200), (10_100, 10_400)] {
        let later = after_unanswered_read(&asked, &timing, at(now));
        assert_eq!(later, unknown(at(next), 1).state, "at {now}");
    }
}

/// What an answer makes of the second try of a send, by state, kept places and what it means for the account.
fn answered(outcome: &Outcome<()>, is_in_doubt: bool) -> Answered {
    let mut tried = head(1, SendState::Sending { deadline: at(115) });
    tried.attempt_count = 2;
    let timing = Timing::default();
    let jitter = Duration::from_millis(500);
    after_answer(&tried, outcome, is_in_doubt, &timing, jitter, at(100)).unwrap()
}

fn outcomes() -> [Outcome<()>; 4] {
    let detail = String::new();
    [
        Outcome::Deferred {
            code: "rate_limited".to_owned(),
            retry_after: Some(Duration::from_secs(30)),
        },
        Outcome::Refused {
            code: "not_connected".to_owned(),
            detail: detail.clone(),
        },
        Outcome::Held {
            rule: HoldRule::Restricted,
            detail: detail.clone(),
        },
        Outcome::NotSent { detail },
    ]
}

#[test]
fn an_answer_is_believed_and_frees_what_did_not_happen() {
    let states = outcomes().map(|outcome| {
        let answered = answered(&outcome, false);
        assert!(answered.frees_places, "{outcome:?}");
        answered.state.word()
    });
    assert_eq!(states, ["scheduled", "refused", "refused", "scheduled"]);
    let detail = String::new();
    let lost = answered(&Outcome::Unknown { detail }, false);
    assert_eq!((lost.state.word(), lost.frees_places), ("unknown", false));
}

#[test]
fn an_answer_says_nothing_of_an_earlier_try_without_one() {
    for outcome in outcomes() {
        let answered = answered(&outcome, true);
        assert!(!answered.frees_places, "{outcome:?}");
        let SendState::Unknown { check_at, absent } = answered.state else {
            panic!("{outcome:?}: {:?}", answered.state);
        };
        // Looked for, not repeated; and not before the network wants to be asked again.
        let asked_to_wait = matches!(outcome, Outcome::Deferred { .. });
        assert_eq!(check_at, at(if asked_to_wait { 130 } else { 102 }));
        assert_eq!(absent, 1);
    }
}

#[test]
fn a_wish_to_wait_is_one_of_the_whole_account() {
    let [deferred, _, held, _] = outcomes();
    assert_eq!(answered(&deferred, false).deferred_until, Some(at(130)));
    assert_eq!(answered(&held, false).hold, Some(HoldRule::Restricted));
}

#[test]
fn repeats_with_the_same_token_grow_rare() {
    let timing = Timing::default();
    for (attempt_count, pause) in [(1, 500), (2, 1_500), (3, 2_500), (30, 300_500)] {
        let mut tried = head(1, SendState::Sending { deadline: at(115) });
        tried.attempt_count = attempt_count;
        let outcome: Outcome<()> = Outcome::Unknown {
            detail: String::new(),
        };
        let answered = after_answer(&tried, &outcome, true, &timing, Duration::ZERO, at(100));
        let check_at = at(100).plus(Duration::from_millis(pause));
        assert_eq!(answered.unwrap().state, unknown(check_at, 0).state);
    }
}

#[test]
fn a_try_that_did_not_leave_waits_longer_each_time() {
    let mut tried = head(1, SendState::Queued);
    tried.attempt_count = 3;
    let outcome: Outcome<()> = Outcome::NotSent {
        detail: String::new(),
    };
    let jitter = Duration::from_millis(500);
    let timing = Timing::default();
    let after = after_answer(&tried, &outcome, false, &timing, jitter, at(100));
    let after = after.unwrap().state;
    let until = Timestamp::from_millis(104_500);
    assert_eq!(
        after,
        SendState::Scheduled {
            until,
            rule: Rule::BackOff
        }
    );
}

#[test]
fn an_obstacle_ends_what_has_not_begun_and_nothing_else() {
    let tied = |state| Head {
        obstacle: Some(Obstacle::ConversationMoved),
        ..head(1, state)
    };
    for state in [
        SendState::Queued,
        SendState::Scheduled {
            until: at(50),
            rule: Rule::SendAt,
        },
        SendState::AwaitingApproval { until: at(50) },
    ] {
        let decision = decide(&account(vec![tied(state)]), at(100));
        let expected = Decision::Suppress {
            send_id: send_id(1),
            obstacle: Obstacle::ConversationMoved,
        };
        assert_eq!(decision, expected);
    }
    // What may have left is looked for, and not repeated: the repeat could be the first that arrives.
    let mut state = account(vec![tied(SendState::Unknown {
        check_at: at(50),
        absent: 0,
    })]);
    state.class = CapabilityClass::A;
    let looked_for = Decision::ReadBack {
        send_id: send_id(1),
    };
    assert_eq!(decide(&state, at(100)), looked_for);
}

#[test]
fn without_a_yes_a_send_waits_until_its_end() {
    let unsaid = |state| Head {
        needs_approval: true,
        ..head(1, state)
    };
    let decision = decide(&account(vec![unsaid(SendState::Queued)]), at(100));
    let expected = Decision::AwaitApproval {
        send_id: send_id(1),
        until: at(86_400),
    };
    assert_eq!(decision, expected);
    let waiting = SendState::AwaitingApproval { until: at(86_400) };
    let state = account(vec![unsaid(waiting)]);
    let idle = Decision::Idle {
        until: Some(at(86_400)),
    };
    assert_eq!(decide(&state, at(100)), idle);
    let over = Decision::Expire {
        send_id: send_id(1),
    };
    assert_eq!(decide(&state, at(86_400)), over);
}

#[test]
fn a_held_send_waits_behind_those_accepted_before_it_and_no_others() {
    let held = |number: u64, kind, until| Head {
        kind,
        state: SendState::Scheduled {
            until,
            rule: Rule::Window,
        },
        ..head(number, SendState::Queued)
    };
    let mut state = account(vec![held(2, SendKind::Message, at(100))]);
    state.policy = Policy::custom(vec!["message=1/1h".parse().unwrap()]);
    state.ledger.record(Action::Message, Interval::at(at(90)));
    let turn = |number, kind: SendKind| Turn {
        number,
        actions: kind.actions(false),
    };
    // Behind its turn others are held, but none of them before it; an invitation does not count.
    state.held = vec![
        turn(3, SendKind::Message),
        turn(4, SendKind::Message),
        turn(1, SendKind::Invitation),
    ];
    let until = |state: &AccountState| match decide(state, at(100)) {
        Decision::Hold { until, .. } => until,
        other => panic!("{other:?}"),
    };
    assert_eq!(until(&state), at(90 + 3_600));
    state.held.push(turn(1, SendKind::Message));
    assert!(until(&state) >= at(90 + 2 * 3_600));
    // Where there is room already, it need not wait for its turn.
    let mut early = account(vec![held(2, SendKind::Message, at(50_000))]);
    early.policy = state.policy.clone();
    assert!(matches!(decide(&early, at(100)), Decision::Begin { .. }));
}

#[test]
fn a_held_send_moves_up_when_those_before_it_are_gone() {
    let rule = Rule::Window;
    let told = SendState::Scheduled {
        until: at(50_000),
        rule,
    };
    let mut state = account(vec![head(2, told)]);
    state.policy = Policy::custom(vec!["message=1/1h".parse().unwrap()]);
    state.ledger.record(Action::Message, Interval::at(at(90)));
    let until = Some(at(90 + 3_600));
    assert_eq!(decide(&state, at(100)), Decision::Idle { until });
}
