//! Clients who repeat what brought no answer, word for word, and remember what they were told.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::weather::friends;
use super::{SEATS, Stage};
use crate::http::{Answer, Http};

/// How long a client repeats its request before it gives up.
const GIVES_UP_AFTER: Duration = Duration::from_mins(1);
/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(8);
const PAUSE: Duration = Duration::from_millis(100);

/// One message that a client handed over.
pub(super) struct HandedOver {
    pub(super) text: String,
    /// Account and recipient, where no other client writes.
    pub(super) lane: Option<(usize, String)>,
    pub(super) end: End,
    /// Every try was answered; none was cut off or refused its connection.
    pub(super) was_always_answered: bool,
    pub(super) began: Instant,
    pub(super) ended: Instant,
}

/// What a client was told in the end.
pub(super) enum End {
    /// 200 or 202.
    Acknowledged { send_id: String },
    /// Any other answer that is no invitation to try again.
    Refused(String),
    /// Nothing, after all tries.
    GaveUp(String),
}

/// One client's share of the sends.
pub(super) fn hand_over(stage: &Stage<'_>, client: usize) -> Vec<HandedOver> {
    let friends = SEATS.map(|seat_id| friends(stage.network, seat_id));
    let mut line = Line {
        stage,
        client: None,
    };
    let mut handed_over = Vec::new();
    for number in (client..stage.plan.sends).step_by(stage.plan.clients) {
        wait_for_turn(stage, number);
        let seat = usize::try_from(stage.draw(number, "seat", 2)).unwrap();
        let is_shared = stage.draw(number, "shared", 4) == 0;
        // A few people hear from everybody; each client has some to itself.
        let (shared, own) = friends[seat].split_at(3);
        let mut mine: Vec<&Value> = own.iter().collect();
        mine.retain(|friend| place(own, friend) % stage.plan.clients == client);
        let people: Vec<&Value> = if is_shared || mine.is_empty() {
            shared.iter().collect()
        } else {
            mine
        };
        let choice = stage.draw(number, "recipient", people.len() as u64);
        let friend = people[usize::try_from(choice).unwrap()];
        let is_alone = !shared.contains(friend);
        let slug = friend["slug"].as_str().unwrap().to_owned();
        let text = format!("Number {number} of client {client}");
        let began = Instant::now();
        let (end, was_always_answered) = line.send(number, seat, friend, &text);
        handed_over.push(HandedOver {
            text,
            lane: is_alone.then_some((seat, slug)),
            end,
            was_always_answered,
            began,
            ended: Instant::now(),
        });
    }
    stage.clients_at_work.fetch_sub(1, Ordering::SeqCst);
    handed_over
}

fn place(people: &[Value], one: &Value) -> usize {
    people.iter().position(|other| other == one).unwrap()
}

/// Spreads the sends over the kills.
fn wait_for_turn(stage: &Stage<'_>, number: usize) {
    let plan = stage.plan;
    let due = number * plan.kills / plan.sends;
    while stage.kills.load(Ordering::SeqCst) < due {
        thread::sleep(Duration::from_millis(5));
    }
}

/// A client's way to the gateway, wherever that listens now.
struct Line<'a> {
    stage: &'a Stage<'a>,
    client: Option<(String, Http)>,
}

impl Line<'_> {
    fn send(&mut self, number: usize, seat: usize, friend: &Value, text: &str) -> (End, bool) {
        let request = self.request(number, seat, friend, text);
        let wait = ["wait=0", "wait=1", "wait=5"]
            [usize::try_from(self.stage.draw(number, "wait", 3)).unwrap()];
        let mut was_always_answered = true;
        let mut last = String::new();
        let began = Instant::now();
        while began.elapsed() < GIVES_UP_AFTER {
            let Some(client) = self.client() else {
                thread::sleep(PAUSE);
                continue;
            };
            let path = "/linkedin/messaging/send";
            match client.try_post(path, &request, &[("prefer", wait)], PATIENCE) {
                Ok(answer) if answer.status < 300 => {
                    return (acknowledged(&answer), was_always_answered);
                }
                Ok(answer) if answer.status < 500 => {
                    return (End::Refused(format!("{answer:?}")), was_always_answered);
                }
                Ok(answer) => last = format!("{answer:?}"),
                Err(error) => {
                    was_always_answered = false;
                    last = error.to_string();
                }
            }
            thread::sleep(PAUSE);
        }
        (End::GaveUp(last), was_always_answered)
    }

    /// The same person, in one of the spellings that the routes take.
    fn request(&self, number: usize, seat: usize, friend: &Value, text: &str) -> Value {
        let account = &self.stage.account_ids[seat];
        let key = friend["member_key"].as_str().unwrap();
        match self.stage.draw(number, "spelling", 3) {
            0 => {
                json!({"accountId": account, "recipientProfileId": friend["slug"], "message": text})
            }
            1 => json!({"accountId": account, "recipientProfileId": key, "message": text}),
            _ => json!({
                "accountId": account,
                "recipientProfileUrn": format!("urn:li:fsd_profile:{key}"),
                "message": text
            }),
        }
    }

    fn client(&mut self) -> Option<&Http> {
        let address = self.stage.address.lock().unwrap().clone()?;
        if self
            .client
            .as_ref()
            .is_none_or(|(known, _)| *known != address)
        {
            let client = Http::new(&address, Some(&self.stage.api_key));
            self.client = Some((address, client));
        }
        self.client.as_ref().map(|(_, client)| client)
    }
}

fn acknowledged(answer: &Answer) -> End {
    let body = answer.json();
    assert!(matches!(answer.status, 200 | 202), "{answer:?}");
    assert_eq!(body["success"], true, "{answer:?}");
    End::Acknowledged {
        send_id: body["sendId"].as_str().unwrap().to_owned(),
    }
}
