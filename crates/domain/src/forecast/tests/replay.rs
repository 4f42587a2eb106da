//! What was decided in earnest is decided again: from the frozen beginning, with the recorded length of each call.

use proptest::prelude::*;

use super::*;
use crate::entropy::draw;
use crate::ledger::Action;

/// An account that acts in earnest: it knows of a call only when its answer comes.
struct Live {
    state: AccountState,
    lanes: Vec<VecDeque<Head>>,
    places: Vec<(Action, Interval)>,
    now: Timestamp,
    calls: BTreeMap<SendId, Duration>,
    decided: Vec<(SendId, Fate)>,
}

impl Live {
    fn new(policy: Policy, lanes: Vec<VecDeque<Head>>) -> Self {
        Self {
            state: account(policy),
            lanes,
            places: Vec::new(),
            now: at(0),
            calls: BTreeMap::new(),
            decided: Vec::new(),
        }
    }

    /// One round of dispatch; false where nothing more will happen.
    fn round(&mut self) -> bool {
        self.load();
        match step(&self.state, &Timing::default(), self.now) {
            Decision::Begin {
                send_id, reserve, ..
            } => self.call(send_id, &reserve),
            Decision::Hold {
                send_id,
                until,
                rule,
            } => self.head_of(send_id).state = SendState::Scheduled { until, rule },
            Decision::Expire { send_id } => {
                let at = self.now;
                self.decided.push((send_id, Fate::Expires { at }));
                self.end(send_id);
            }
            Decision::Idle { until: Some(until) } => self.now = until,
            Decision::Idle { until: None } => return false,
            other => panic!("nothing of the kind is in this test: {other:?}"),
        }
        true
    }

    /// Reads all that a decision needs, as it is kept.
    fn load(&mut self) {
        let mut ledger = Ledger::default();
        for (action, interval) in &self.places {
            ledger.record(*action, *interval);
        }
        self.state.ledger = ledger;
        let mut heads: Vec<Head> = self
            .lanes
            .iter()
            .filter_map(|lane| lane.front().cloned())
            .collect();
        heads.sort_by_key(|head| (head.state.due_at(), head.number));
        let held = heads.iter().filter(|head| {
            matches!(head.state, SendState::Scheduled { until, rule } if rule.is_limit() && until > self.now)
        });
        let turns = held.map(|head| Turn {
            number: head.number,
            actions: head.kind.actions(head.opens_conversation),
        });
        self.state.held = turns.collect();
        self.state.heads = heads;
    }

    fn call(&mut self, send_id: SendId, reserve: &[(Action, Interval)]) {
        let millis = 1 + draw(0, send_id.as_bytes(), "call", 9_000);
        let call = Duration::from_millis(millis);
        self.calls.insert(send_id, call);
        self.decided.push((send_id, Fate::Leaves { at: self.now }));
        self.state.begun_last = Some(self.now);
        self.now = self.now.plus(call);
        let answered = reserve
            .iter()
            .map(|(action, reserved)| (*action, reserved.answered(self.now)));
        self.places.extend(answered);
        self.end(send_id);
    }

    fn head_of(&mut self, send_id: SendId) -> &mut Head {
        let fronts = self.lanes.iter_mut().filter_map(VecDeque::front_mut);
        let mut fronts = fronts.filter(|head| head.send_id == send_id);
        fronts.next().expect("a decision is about a head")
    }

    fn end(&mut self, send_id: SendId) {
        for lane in &mut self.lanes {
            lane.pop_front_if(|head| head.send_id == send_id);
        }
    }
}

/// Sends in lanes, some for later, some with a short life.
fn lanes(plan: &[(u8, u16, u16)]) -> Vec<VecDeque<Head>> {
    let mut lanes: BTreeMap<u8, VecDeque<Head>> = BTreeMap::new();
    for (number, (lane, later, life)) in (1..).zip(plan) {
        let mut head = head(number);
        let ready_at = at(i64::from(*later) * 60);
        if *later > 0 {
            let rule = Rule::SendAt;
            head.state = SendState::Scheduled {
                until: ready_at,
                rule,
            };
        }
        head.expires_at = ready_at.plus(Duration::from_mins(u64::from(*life) + 1));
        lanes.entry(*lane).or_default().push_back(head);
    }
    lanes.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn recorded_calls_yield_the_recorded_decisions_one_by_one(
        plan in prop::collection::vec((0_u8..6, prop_oneof![3 => Just(0_u16), 1 => 0_u16..600], 1_u16..3_000), 1..40),
        caps in prop::collection::vec((1_u32..6, 1_u64..300), 1..3),
        gap in 0_u32..120,
    ) {
        let caps = caps.iter().map(|(cap, minutes)| format!("message={cap}/{minutes}m").parse().unwrap());
        let policy = Policy {
            gap_seconds: gap,
            jitter_seconds: gap / 2,
            ..Policy::custom(caps.collect())
        };
        let lanes = lanes(&plan);
        let mut live = Live::new(policy.clone(), lanes.clone());
        while live.round() {}
        prop_assert_eq!(live.decided.len(), plan.len());
        let model = Model {
            calls: live.calls.clone(),
            ..Model::default()
        };
        let replayed = forecast(account(policy), lanes, &Timing::default(), &model, at(0));
        let replayed: Vec<_> = replayed.iter().map(|one| (one.send_id, one.fate)).collect();
        prop_assert_eq!(replayed, live.decided);
    }
}
