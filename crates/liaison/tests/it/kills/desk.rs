//! A person who settles what nobody can know, after a look at the network itself.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::Stage;
use crate::http::Http;
use crate::network::acceptances_after;

const LOOK_EVERY: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_secs(5);
/// A person lets one in so many go.
const DROPS_ONE_IN: usize = 5;

/// What was put before the person, and what became of it.
#[derive(Default)]
pub(super) struct Desk {
    /// The sends that were listed for a decision.
    pub(super) asked: BTreeSet<String>,
    /// The sends that the person wanted gone. Whether the gateway heard of each is another question.
    pub(super) dropped: BTreeSet<String>,
    /// The texts that the network has.
    accepted: BTreeSet<String>,
    last: i64,
}

/// Decides until the storm is over.
pub(super) fn sit(stage: &Stage<'_>) -> Desk {
    let control = stage.control();
    let mut desk = Desk::default();
    while !stage.is_over() {
        let address = stage.address.lock().unwrap().clone();
        if let Some(address) = address {
            let client = Http::new(&address, Some(&stage.api_key));
            desk.decide(stage, &client, &control);
        }
        thread::sleep(LOOK_EVERY);
    }
    desk
}

impl Desk {
    /// Decides what is listed now, as far as the gateway lives.
    pub(super) fn decide(&mut self, stage: &Stage<'_>, client: &Http, control: &Http) {
        let Some(listed) = listed(client) else { return };
        self.look(control);
        for send in listed {
            let id = send["id"].as_str().unwrap();
            let is_new = self.asked.insert(id.to_owned());
            // In this weather the network's reads are complete: what it has is found.
            let has_left = self.accepted.contains(send["text"].as_str().unwrap());
            if has_left {
                // An earlier decision may have been heard since the list was read.
                let again = client.try_get(&format!("/v1/sends/{id}"));
                let still = again.is_ok_and(|now| now.json()["state"] == "needs_decision");
                assert!(!still, "it is asked what the network knows: {send}");
                continue;
            }
            let number = id.bytes().fold(0, |sum, byte| sum + usize::from(byte));
            let drops = is_new && stage.draw(number, "drop", DROPS_ONE_IN) == 0;
            let resolution = if drops { "drop" } else { "send_again" };
            if drops {
                self.dropped.insert(id.to_owned());
            }
            let path = format!("/v1/sends/{id}/resolve");
            let decision = json!({"resolution": resolution});
            // Without an answer it is listed again, or it is not.
            if let Ok(answer) = client.try_post(&path, &decision, &[], PATIENCE) {
                let is_fine = answer.status == 200 || answer.status >= 500;
                assert!(
                    is_fine || answer.json()["code"] == "no_decision_needed",
                    "{answer:?}"
                );
            }
        }
    }

    /// Reads on in the network's log.
    fn look(&mut self, control: &Http) {
        loop {
            let page = acceptances_after(control, self.last);
            let Some(newest) = page.last() else { return };
            self.last = newest["seq"].as_i64().unwrap();
            let texts = page
                .iter()
                .map(|one| one["text"].as_str().unwrap().to_owned());
            self.accepted.extend(texts);
        }
    }
}

/// The first page of what waits for a decision.
fn listed(client: &Http) -> Option<Vec<Value>> {
    let path = "/v1/sends?state=needs_decision&limit=100";
    let answer = client.try_get(path).ok()?;
    (answer.status == 200).then(|| answer.json()["sends"].as_array().unwrap().clone())
}
