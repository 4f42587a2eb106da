//! What the evidence says once everything has settled.

use std::collections::BTreeMap;
use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::clients::{End, HandedOver};
use super::{SEATS, Stage};
use crate::http::Http;
use crate::mirror;

/// An unknown outcome is settled a call's deadline and the settle time after its try; many may wait for one another.
const SETTLE_WITHIN: Duration = Duration::from_mins(3);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What was found, where nothing was wrong.
pub(super) struct Verdict {
    sent: usize,
    gave_up: usize,
    slowest: Duration,
    tries_twice: usize,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} sends left once, none was lost, {} clients gave up; {} needed more than one try, settled after {:.0?}",
            self.sent, self.gave_up, self.tries_twice, self.slowest
        )
    }
}

/// Nothing lost, nothing twice, nothing out of order, and the history is the network's.
pub(super) fn on(stage: &Stage<'_>, client: &Http, handed_over: &[HandedOver]) -> Verdict {
    assert_eq!(handed_over.len(), stage.plan.sends);
    let began = Instant::now();
    let settled: BTreeMap<&str, Value> = handed_over
        .iter()
        .filter_map(|one| match &one.end {
            End::Acknowledged { send_id } => {
                Some((one.text.as_str(), settled(client, send_id, began)))
            }
            _ => None,
        })
        .collect();
    let slowest = began.elapsed();
    let log = stage.network.accepted();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in &log {
        *counts.entry(text).or_default() += 1;
    }
    let twice: Vec<_> = counts.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "left more than once: {twice:?}");

    let mut verdict = Verdict {
        sent: 0,
        gave_up: 0,
        slowest,
        tries_twice: 0,
    };
    for one in handed_over {
        let has_left = counts.contains_key(one.text.as_str());
        match (&one.end, settled.get(one.text.as_str())) {
            (End::Acknowledged { .. }, Some(send)) => {
                // In this weather nothing is refused for good, and there is time enough: nothing may be lost.
                assert!(has_left, "acknowledged and lost: {send}");
                assert_eq!(send["is_sent"], true, "{send}");
                verdict.sent += 1;
                let tries = send["attempts"].as_array().unwrap().len();
                verdict.tries_twice += usize::from(tries > 1);
            }
            (End::Refused(answer), _) => {
                // Nothing here may be refused; the people are friends and no limit stands in the way.
                panic!("{}: {answer}", one.text);
            }
            (End::GaveUp(last), _) => {
                assert!(
                    !(one.was_always_answered && has_left),
                    "{}: {last}",
                    one.text
                );
                verdict.gave_up += 1;
            }
            (End::Acknowledged { .. }, None) => unreachable!("every one of them was looked up"),
        }
    }
    assert!(verdict.gave_up * 100 <= handed_over.len(), "{verdict}");
    check_order(handed_over, &log);
    for (account, seat_id) in stage.account_ids.iter().zip(SEATS) {
        mirror::assert_equal(client, account, stage.network, seat_id);
    }
    verdict
}

/// The send once it can change no more.
fn settled(client: &Http, send_id: &str, began: Instant) -> Value {
    loop {
        let send = client.get(&format!("/v1/sends/{send_id}")).ok();
        let state = send["state"].as_str().unwrap();
        if [
            "sent",
            "delivered",
            "seen",
            "refused",
            "failed",
            "expired",
            "cancelled",
        ]
        .contains(&state)
        {
            return send;
        }
        assert!(began.elapsed() < SETTLE_WITHIN, "not settled: {send}");
        thread::sleep(LOOK_EVERY);
    }
}

/// What one client said to one person left in the order in which it was acknowledged.
fn check_order(handed_over: &[HandedOver], log: &[String]) {
    let places: BTreeMap<&str, usize> = log
        .iter()
        .enumerate()
        .map(|(place, text)| (text.as_str(), place))
        .collect();
    let mut lanes: BTreeMap<&(usize, String), Vec<&HandedOver>> = BTreeMap::new();
    for one in handed_over {
        if let (Some(lane), End::Acknowledged { .. }) = (&one.lane, &one.end) {
            lanes.entry(lane).or_default().push(one);
        }
    }
    for (lane, sends) in lanes {
        for pair in sends.windows(2) {
            let [first, second] = pair else { continue };
            assert!(first.ended <= second.began, "one client is one voice");
            let order = (places.get(&*first.text), places.get(&*second.text));
            if let (Some(first_place), Some(second_place)) = order {
                assert!(
                    first_place < second_place,
                    "to {lane:?}, `{}` left after `{}`",
                    first.text,
                    second.text
                );
            }
        }
    }
}
