//! What the evidence says once everything has settled: the network's log against what the clients were told and what
//! the gateway shows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::clients::{End, HandedOver, Told};
use super::desk::Desk;
use super::evidence::Seen;
use super::{Harm, Plan, Stage};
use crate::http::Http;
use crate::mirror;

/// An unknown outcome is settled a call's deadline and the settle time after its try; many may wait for one another.
const SETTLE_WITHIN: Duration = Duration::from_mins(3);
/// What one account sends in this time at least, when much is left over.
const SEND_WITHIN: Duration = Duration::from_millis(20);
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How the evidence of a try says that it was under way when its gateway ended.
const STOPPED: &str = "the gateway stopped before";

/// What was found, where nothing was wrong.
#[derive(Default)]
pub(super) struct Verdict {
    /// Sends whose row, whose client and whose place in the log were compared.
    judged: usize,
    sent: usize,
    dropped: usize,
    gave_up: usize,
    /// Sends of which, at some time, nobody knew what had become.
    unknown: usize,
    /// Of these, those that were under way when the gateway ended.
    stopped: usize,
    /// Of these, those that a person was asked about.
    asked: usize,
    tries_twice: usize,
    blows: usize,
    settled_after: Duration,
    seen: Seen,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} blows; of {} sends {} left once, {} were dropped, {} clients gave up and none was lost; {} were unknown, {} of \
             them under way at a kill, {} put before a person, {} tried more than once, all settled after {:.0?}; {}",
            self.blows,
            self.judged,
            self.sent,
            self.dropped,
            self.gave_up,
            self.unknown,
            self.stopped,
            self.asked,
            self.tries_twice,
            self.settled_after,
            self.seen
        )
    }
}

impl Verdict {
    /// A run that never came to the places that matter proves nothing about them.
    pub(super) fn assert_everything_was_seen(&self, plan: &Plan) {
        assert_eq!(self.judged, plan.sends, "{self}");
        assert!(self.blows >= plan.blows, "{self}");
        assert!(self.unknown > 0, "no outcome was ever unknown: {self}");
        let seen = &self.seen;
        assert!(seen.repeats > 0, "no key came twice: {self}");
        assert!(seen.at_once > 1, "no key came twice at once: {self}");
        assert!(seen.in_batches > 0, "nothing came in a batch: {self}");
        if plan.classes.contains(&"C") {
            assert!(self.asked > 0, "no person was ever asked: {self}");
        }
        if plan.harm == Harm::Kills {
            assert!(self.stopped > 0, "no call was under way at a kill: {self}");
            assert!(
                seen.not_kept_before_the_cut > 0,
                "no request was cut off: {self}"
            );
        }
        if plan.blows >= 200 && plan.harm != Harm::CommitCuts {
            assert!(
                seen.kept_before_the_cut > 0,
                "no answer was cut off: {self}"
            );
        }
    }
}

/// Nothing lost, nothing twice, nothing out of order, and the history is the network's.
pub(super) fn on(stage: &Stage<'_>, client: &Http, told: &mut Told, desk: &mut Desk) -> Verdict {
    assert_eq!(told.handed_over.len(), stage.plan.sends);
    let began = Instant::now();
    settle(stage, client, desk);
    let settled_after = began.elapsed();
    let log = stage.network.accepted();
    let kept = Kept::read(client);
    let mut verdict = Verdict {
        blows: stage.blows.load(std::sync::atomic::Ordering::SeqCst),
        asked: desk.asked.len(),
        settled_after,
        seen: std::mem::take(&mut told.seen),
        ..Verdict::default()
    };
    let places = places(&log);
    for one in &told.handed_over {
        verdict.judge(one, kept.sends.get(&one.text), &places, desk);
    }
    let texts: BTreeSet<&str> = told
        .handed_over
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    for text in kept
        .sends
        .keys()
        .map(String::as_str)
        .chain(places.keys().copied())
    {
        assert!(texts.contains(text), "nobody handed over `{text}`");
    }
    assert_eq!(
        log.len(),
        verdict.sent,
        "what left is what is shown as sent"
    );
    assert!(verdict.gave_up * 100 <= told.handed_over.len(), "{verdict}");
    check_order(&told.handed_over, &places, &kept);
    for (account, seat) in stage.account_ids.iter().zip(stage.seats) {
        mirror::assert_equal(client, account, stage.network, &seat.id);
    }
    verdict
}

/// Where each text stands in the log, which has none twice.
fn places(log: &[String]) -> BTreeMap<&str, usize> {
    let mut places = BTreeMap::new();
    for (place, text) in log.iter().enumerate() {
        let first = places.insert(text.as_str(), place);
        assert_eq!(first, None, "`{text}` left more than once");
    }
    places
}

/// Every send that the gateway has, by text.
struct Kept {
    sends: BTreeMap<String, Value>,
}

impl Kept {
    fn read(client: &Http) -> Self {
        let (mut sends, mut cursor) = (BTreeMap::new(), Value::Null);
        loop {
            let mut query = vec![("limit", "100")];
            query.extend(cursor.as_str().map(|cursor| ("cursor", cursor)));
            let mut page = client.get_with("/v1/sends", &query).ok();
            for send in page["sends"].as_array_mut().unwrap() {
                let text = send["text"].as_str().unwrap().to_owned();
                let first = sends.insert(text, send.take());
                assert!(first.is_none(), "kept more than once: {first:?}");
            }
            cursor = page["next_cursor"].take();
            if cursor.is_null() {
                return Self { sends };
            }
        }
    }
}

impl Verdict {
    /// One message: what its client was told, what the gateway shows, and what the network has.
    fn judge(
        &mut self,
        one: &HandedOver,
        send: Option<&Value>,
        log: &BTreeMap<&str, usize>,
        desk: &Desk,
    ) {
        self.judged += 1;
        let has_left = log.contains_key(one.text.as_str());
        match &one.end {
            End::Acknowledged { send_id } => {
                let send = send.unwrap_or_else(|| panic!("acknowledged and lost: {}", one.text));
                assert_eq!(send["id"], send_id.as_str(), "another send: {send}");
            }
            // Nothing here may be refused; the people are friends and no limit stands in the way.
            End::Refused(answer) => panic!("{}: {answer}", one.text),
            End::LetGo(last) => {
                assert!(one.was_always_answered, "{last}");
                let is_nowhere = send.is_none() && !has_left;
                assert!(is_nowhere, "{}, of which this was said: {last}", one.text);
            }
            End::GaveUp(last) => {
                let is_a_lie = one.was_always_answered && (has_left || send.is_some());
                assert!(!is_a_lie, "{}: {last}", one.text);
                self.gave_up += 1;
            }
        }
        let Some(send) = send else {
            return assert!(!has_left, "it left, and nobody knows of it: {}", one.text);
        };
        self.note_evidence(send);
        if send["state"] == "cancelled" {
            assert!(
                desk.dropped.contains(send["id"].as_str().unwrap()),
                "{send}"
            );
            assert!(
                !has_left,
                "dropped, since the network did not have it: {send}"
            );
            self.dropped += 1;
        } else {
            // In this weather nothing is refused for good, and there is time enough: nothing may be lost.
            assert_eq!(send["is_sent"], true, "{send}");
            assert!(has_left, "shown as sent and lost: {send}");
            self.sent += 1;
        }
    }

    fn note_evidence(&mut self, send: &Value) {
        let attempts = send["attempts"].as_array().unwrap();
        // What was unknown keeps what was seen then, also when it has been settled.
        let details = attempts.iter().filter_map(|attempt| {
            let is_doubt = attempt["outcome"] != "deferred";
            attempt["detail"].as_str().filter(|_| is_doubt)
        });
        let details: Vec<&str> = details.collect();
        let was_unknown = |attempt: &Value| {
            attempt["outcome"] == "accepted" && attempt["detail"].is_string()
                || attempt["outcome"] == "unknown"
        };
        self.unknown += usize::from(attempts.iter().any(was_unknown));
        self.stopped += usize::from(details.iter().any(|detail| detail.starts_with(STOPPED)));
        self.tries_twice += usize::from(attempts.len() > 1);
    }
}

/// Waits until nothing is open any more; meanwhile the person at the desk decides.
fn settle(stage: &Stage<'_>, client: &Http, desk: &mut Desk) {
    let began = Instant::now();
    let sends = u32::try_from(stage.plan.sends).unwrap();
    let within = SETTLE_WITHIN + SEND_WITHIN * sends;
    loop {
        desk.decide(stage, client, stage.network.control());
        let open = client.get("/v1/sends?open=true&limit=1").ok();
        let Some(send) = open["sends"].as_array().unwrap().first() else {
            return;
        };
        assert!(began.elapsed() < within, "not settled: {send}");
        thread::sleep(LOOK_EVERY);
    }
}

/// What one client said to one person left in the order in which it was acknowledged.
fn check_order(handed_over: &[HandedOver], places: &BTreeMap<&str, usize>, kept: &Kept) {
    let mut lanes: BTreeMap<&(usize, String), Vec<&HandedOver>> = BTreeMap::new();
    for one in handed_over {
        if let (Some(lane), End::Acknowledged { .. }) = (&one.lane, &one.end) {
            lanes.entry(lane).or_default().push(one);
        }
    }
    let mut compared = 0;
    for (lane, sends) in lanes {
        for pair in sends.windows(2) {
            let [first, second] = pair else { continue };
            let is_one_batch = first.began == second.began;
            assert!(
                is_one_batch || first.ended <= second.began,
                "one client is one voice"
            );
            let order = (places.get(&*first.text), places.get(&*second.text));
            if let (Some(first_place), Some(second_place)) = order {
                assert!(
                    first_place < second_place,
                    "to {lane:?}, the first left after the second: {} {}",
                    kept.sends[&first.text],
                    kept.sends[&second.text]
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 0, "no two messages of one lane were compared");
}
