mod replay;

use super::*;
use crate::entropy::SeededEntropy;
use crate::ledger::Ledger;
use crate::network::CapabilityClass;
use crate::policy::{Policy, Standing};
use crate::send::SendKind;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1_000)
}

fn send_id(number: u64) -> SendId {
    SendId::mint(at(0), &SeededEntropy::new(number))
}

fn head(number: u64) -> Head {
    Head {
        send_id: send_id(number),
        number: i64::try_from(number).unwrap(),
        kind: SendKind::Message,
        recipient: None,
        opens_conversation: false,
        state: SendState::Queued,
        attempt_count: 0,
        last_deadline: None,
        typing: Duration::ZERO,
        upload: Duration::ZERO,
        expires_at: at(30 * 86_400),
        needs_approval: false,
        obstacle: None,
    }
}

fn account(policy: Policy) -> AccountState {
    AccountState {
        class: CapabilityClass::B,
        policy,
        standing: Standing::default(),
        begun_last: None,
        ledger: Ledger::default(),
        people: BTreeMap::new(),
        held_until: None,
        held: Vec::new(),
        heads: Vec::new(),
        epoch: 1,
        open_attempt_epoch: None,
    }
}

fn foresee(policy: Policy, lanes: Vec<Vec<Head>>) -> BTreeMap<SendId, (Fate, Option<Rule>)> {
    let lanes = lanes.into_iter().map(VecDeque::from).collect();
    let told = forecast(
        account(policy),
        lanes,
        &Timing::default(),
        &Model::default(),
        at(0),
    );
    let count = told.len();
    let by_send: BTreeMap<_, _> = told
        .into_iter()
        .map(|told| (told.send_id, (told.fate, told.held_by)))
        .collect();
    assert_eq!(by_send.len(), count, "each send is told of once");
    by_send
}

fn leaves(seconds: i64) -> Fate {
    Fate::Leaves { at: at(seconds) }
}

#[test]
fn a_full_window_lets_the_rest_leave_when_it_opens() {
    let policy = Policy::custom(vec!["message=2/1h".parse().unwrap()]);
    let told = foresee(policy, (1..=4).map(|number| vec![head(number)]).collect());
    assert_eq!(told[&send_id(1)], (leaves(0), None));
    assert_eq!(told[&send_id(2)], (leaves(1), None));
    // The first place frees an hour after the first call must have ended.
    assert_eq!(told[&send_id(3)], (leaves(3_601), Some(Rule::Window)));
    assert_eq!(told[&send_id(4)].1, Some(Rule::Window));
    let Fate::Leaves { at: last } = told[&send_id(4)].0 else {
        panic!("it leaves");
    };
    assert!(last >= at(3_602) && last < at(3_610), "{last}");
}

#[test]
fn pauses_lie_between_acts() {
    let policy = Policy {
        gap_seconds: 60,
        ..Policy::guide()
    };
    let told = foresee(policy, vec![vec![head(1), head(2)], vec![head(3)]]);
    let mut instants: Vec<_> = told.values().map(|(fate, _)| *fate).collect();
    instants.sort_by_key(|fate| match fate {
        Fate::Leaves { at } => *at,
        _ => Timestamp::MAX,
    });
    assert_eq!(instants, [leaves(0), leaves(60), leaves(120)]);
    assert!(
        told.values()
            .filter(|(_, rule)| *rule == Some(Rule::Gap))
            .count()
            >= 2
    );
}

#[test]
fn what_waits_for_a_person_holds_its_own_lane_only() {
    let waiting = Head {
        state: SendState::AwaitingApproval { until: at(1_000) },
        needs_approval: true,
        ..head(1)
    };
    let doubtful = Head {
        state: SendState::NeedsDecision,
        ..head(3)
    };
    let told = foresee(
        Policy::guide(),
        vec![
            vec![waiting, head(2)],
            vec![doubtful, head(4)],
            vec![head(5)],
        ],
    );
    assert_eq!(told[&send_id(1)].0, Fate::AwaitsApproval);
    assert_eq!(told[&send_id(2)].0, Fate::AwaitsApproval);
    assert_eq!(told[&send_id(4)].0, Fate::AwaitsDecision);
    assert_eq!(told[&send_id(5)].0, leaves(0));
}

#[test]
fn what_cannot_leave_in_time_expires() {
    let policy = Policy::custom(vec!["message=0/24h".parse().unwrap()]);
    let short = Head {
        expires_at: at(500),
        ..head(1)
    };
    let told = foresee(policy, vec![vec![short]]);
    assert_eq!(told[&send_id(1)].0, Fate::Expires { at: at(500) });
}

#[test]
fn a_forecast_in_parts_is_the_same() {
    let policy = Policy::custom(vec!["message=2/1h".parse().unwrap()]);
    let lanes = || -> Vec<VecDeque<Head>> {
        (1..=9)
            .map(|number| VecDeque::from([head(number), head(number + 100)]))
            .collect()
    };
    let (timing, model) = (Timing::default(), Model::default());
    let whole = forecast(account(policy.clone()), lanes(), &timing, &model, at(0));
    for part in [1, 3, 64] {
        let mut run = Run::begin(account(policy.clone()), lanes(), &timing, &model, at(0));
        while run.advance(part) {}
        assert!(!run.advance(part), "it stays at its end");
        assert_eq!(run.finish(), whole, "{part}");
    }
}

#[test]
fn a_thousand_are_foreseen_to_the_end() {
    let policy = Policy::custom(vec!["message=50/24h".parse().unwrap()]);
    let told = foresee(
        policy,
        (0..1_000).map(|number| vec![head(number)]).collect(),
    );
    let left = told
        .values()
        .filter(|(fate, _)| matches!(fate, Fate::Leaves { .. }))
        .count();
    assert_eq!(left, 1_000);
}

#[test]
fn what_one_person_may_get_is_foreseen_over_all_their_conversations() {
    let policy = Policy {
        per_person: vec!["message=2/1h".parse().unwrap()],
        ..Policy::guide()
    };
    let to_john = |number| Head {
        recipient: Some("john".to_owned()),
        ..head(number)
    };
    let mut state = account(policy);
    // Another account wrote a moment ago.
    let mut had = Ledger::default();
    had.record(crate::ledger::Action::Message, Interval::at(at(-600)));
    state.people.insert("john".to_owned(), had);
    let lanes = [to_john(1), to_john(2), head(3)].map(|head| VecDeque::from([head]));
    let (timing, model) = (Timing::default(), Model::default());
    let told = forecast(state, lanes.into(), &timing, &model, at(0));
    let told: Vec<_> = told
        .iter()
        .map(|told| (told.send_id, told.fate, told.held_by))
        .collect();
    assert_eq!(
        told,
        [
            (send_id(1), leaves(0), None),
            (send_id(3), leaves(1), None),
            (send_id(2), leaves(3_000), Some(Rule::Person)),
        ]
    );
}
