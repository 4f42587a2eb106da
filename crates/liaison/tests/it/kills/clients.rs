//! Clients who repeat what brought no answer, word for word, and remember what they were told.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Stage;
use super::evidence::Seen;
use super::requests::{BATCH, GUIDES_ROUTE, MESSAGES, Message, Way};
use crate::http::{Answer, Http};

/// How long a client repeats its request before it gives up.
const GIVES_UP_AFTER: Duration = Duration::from_mins(3);
/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(8);
const PAUSE: Duration = Duration::from_millis(100);
/// The same request so many times at once.
const AT_ONCE: usize = 50;
/// People of each seat who hear from everybody; of the others each client has some to itself.
const SHARED: usize = 3;
/// A client lets one in so many go that was answered with a failure.
const LETS_GO_ONE_IN: usize = 3;

/// What all clients were told, and what they saw.
#[derive(Default)]
pub(super) struct Told {
    pub(super) handed_over: Vec<HandedOver>,
    pub(super) seen: Seen,
}

impl Told {
    pub(super) fn add(&mut self, mut other: Self) {
        self.handed_over.append(&mut other.handed_over);
        self.seen.add(&other.seen);
    }
}

/// One message that a client handed over.
pub(super) struct HandedOver {
    pub(super) text: String,
    /// Account and recipient, where no other client writes and the order is promised.
    pub(super) lane: Option<(usize, String)>,
    pub(super) end: End,
    /// Every try was answered; none was cut off or refused its connection.
    pub(super) was_always_answered: bool,
    pub(super) began: Instant,
    pub(super) ended: Instant,
}

/// What a client was told in the end.
#[derive(Debug)]
pub(super) enum End {
    /// That it is kept.
    Acknowledged { send_id: String },
    /// Any other answer that is no invitation to try again.
    Refused(String),
    /// A failure, which the client believed.
    LetGo(String),
    /// Nothing, after all tries.
    GaveUp(String),
}

/// One client's share of the sends.
pub(super) fn hand_over(stage: &Stage<'_>, client: usize) -> Told {
    let mut line = Line {
        stage,
        number: client,
        client: None,
        told: Told::default(),
    };
    let batch = stage.plan.batch;
    let first = (client * batch..stage.plan.sends).step_by(stage.plan.clients * batch);
    for first in first {
        wait_for_turn(stage, first);
        let numbers = first..(first + batch).min(stage.plan.sends);
        let messages: Vec<Message<'_>> = numbers.map(|number| line.message(number)).collect();
        match way(stage, first) {
            Way::Batch => line.batch(messages),
            way => messages
                .into_iter()
                .enumerate()
                .for_each(|(place, message)| match way {
                    Way::AtOnce if place == 0 => line.at_once(message),
                    Way::Guides => line.guides(message),
                    _ => line.keyed(message),
                }),
        }
    }
    stage.clients_at_work.fetch_sub(1, Ordering::SeqCst);
    line.told
}

fn way(stage: &Stage<'_>, first: usize) -> Way {
    let large = stage.plan.batch > 10;
    match stage.draw(first, "way", 10) {
        0 => Way::AtOnce,
        // What is handed over one by one takes its time.
        1 => Way::Keyed,
        2 => Way::Guides,
        3..=5 if !large => Way::Keyed,
        6 | 7 if !large => Way::Guides,
        _ => Way::Batch,
    }
}

/// Spreads the sends over the blows.
fn wait_for_turn(stage: &Stage<'_>, number: usize) {
    let plan = stage.plan;
    let due = number * plan.blows / plan.sends;
    while stage.blows.load(Ordering::SeqCst) < due {
        thread::sleep(Duration::from_millis(5));
    }
}

/// A client's way to the gateway, wherever that listens now.
struct Line<'a> {
    stage: &'a Stage<'a>,
    number: usize,
    client: Option<(String, Http)>,
    told: Told,
}

/// What a request came to.
struct Ended {
    answer: Result<Answer, End>,
    tries: usize,
    was_always_answered: bool,
    began: Instant,
}

impl<'a> Line<'a> {
    fn message(&self, number: usize) -> Message<'a> {
        let stage = self.stage;
        let place = stage.draw(number, "seat", stage.seats.len());
        let (shared, own) = stage.seats[place].friends.split_at(SHARED);
        let others = own.iter().skip(self.number % own.len());
        let mine: Vec<&Value> = others.step_by(stage.plan.clients).collect();
        // Where there are more clients than people, nobody has anybody to itself.
        let is_alone = self.number < own.len() && stage.draw(number, "shared", 4) != 0;
        let people: Vec<&Value> = if is_alone {
            mine
        } else {
            shared.iter().collect()
        };
        let friend = people[stage.draw(number, "recipient", people.len())];
        let slug = friend["slug"].as_str().unwrap().to_owned();
        Message {
            number,
            account_id: &stage.account_ids[place],
            friend,
            text: format!("Number {number} of client {}", self.number),
            lane: is_alone.then_some((place, slug)),
        }
    }

    fn guides(&mut self, message: Message<'_>) {
        let body = message.for_the_guides_route(self.stage);
        let wait = match self.stage.draw(message.number, "wait", 10) {
            0 => "wait=5",
            1 | 2 => "wait=1",
            _ => "wait=0",
        };
        let headers = [[("prefer", wait)], [("prefer", "wait=0")]];
        let ended = self.ask(
            message.number,
            GUIDES_ROUTE,
            &body,
            [&headers[0], &headers[1]],
        );
        let end = ended.answer.map_or_else(
            |end| end,
            |answer| {
                let body = answer.json();
                assert!(matches!(answer.status, 200 | 202), "{answer:?}");
                assert_eq!(body["success"], true, "{answer:?}");
                self.note_cut(ended.was_always_answered, !body["duplicateOf"].is_null());
                acknowledged(&body["sendId"])
            },
        );
        self.note(message, end, &(ended.was_always_answered, ended.began));
    }

    fn keyed(&mut self, message: Message<'_>) {
        let (body, key) = (message.keyed(self.stage), message.key());
        let headers = [("idempotency-key", key.as_str())];
        let headers: [&[_]; 2] = [&headers, &headers];
        let ended = self.ask(message.number, MESSAGES, &body, headers);
        let end = ended.answer.map_or_else(
            |end| end,
            |answer| {
                self.note_cut(ended.was_always_answered, is_replay(&answer));
                acknowledged(&answer.json()["id"])
            },
        );
        if let (End::Acknowledged { send_id }, 0) =
            (&end, self.stage.draw(message.number, "repeat", 4))
        {
            // Never the last one who asks: a failure is no answer to whether it is kept.
            if let Ok(again) = self.ask(usize::MAX, MESSAGES, &body, headers).answer {
                assert!(is_replay(&again), "{again:?}");
                assert_eq!(again.json()["id"], send_id.as_str(), "{again:?}");
                self.told.seen.repeats += 1;
            }
        }
        self.note(message, end, &(ended.was_always_answered, ended.began));
    }

    /// Fifty times at once, until one of them is answered.
    fn at_once(&mut self, message: Message<'_>) {
        let (body, key) = (message.keyed(self.stage), message.key());
        let headers = [("idempotency-key", key.as_str())];
        let began = Instant::now();
        let mut ids = BTreeSet::new();
        while ids.is_empty() && began.elapsed() < GIVES_UP_AFTER {
            let Some(client) = self.client() else {
                thread::sleep(PAUSE);
                continue;
            };
            let answers = client.try_post_at_once(AT_ONCE, MESSAGES, &body, &headers, PATIENCE);
            let kept = answers
                .iter()
                .flatten()
                .filter(|answer| answer.status < 500);
            for answer in kept {
                assert!(answer.status < 300, "{answer:?}");
                ids.insert(answer.json()["id"].as_str().unwrap().to_owned());
                self.told.seen.at_once += 1;
            }
        }
        assert!(ids.len() <= 1, "one key, several sends: {ids:?}");
        let end = ids.into_iter().next().map_or_else(
            || End::GaveUp("nothing came of fifty at once".to_owned()),
            |send_id| End::Acknowledged { send_id },
        );
        // Some of the fifty may have been cut off.
        self.note(message, end, &(false, began));
    }

    fn batch(&mut self, messages: Vec<Message<'_>>) {
        let items: Vec<Value> = messages.iter().map(Message::of_a_batch).collect();
        let body = json!({"messages": items});
        let ended = self.ask(usize::MAX, BATCH, &body, [&[], &[]]);
        let verdicts = match ended.answer {
            Ok(answer) => answer.json()["results"].as_array().unwrap().clone(),
            Err(end) => {
                // Some of them may have been kept before others failed.
                for message in messages {
                    let end = match &end {
                        End::Refused(answer) => End::Refused(answer.clone()),
                        other => End::GaveUp(format!("{other:?}")),
                    };
                    self.note(message, end, &(false, ended.began));
                }
                return;
            }
        };
        assert_eq!(verdicts.len(), messages.len());
        let mut lanes = BTreeSet::new();
        for (mut message, verdict) in messages.into_iter().zip(verdicts) {
            let status = verdict["status"].as_u64().unwrap();
            let end = if status < 300 {
                self.told.seen.in_batches += 1;
                acknowledged(&verdict["send"]["id"])
            } else {
                End::Refused(verdict.to_string())
            };
            // Of a batch that was handed over in several parts, only each of them keeps its order.
            if ended.tries > 1 && !lanes.insert(message.lane.clone()) {
                message.lane = None;
            }
            self.note(message, end, &(ended.was_always_answered, ended.began));
        }
    }

    /// Asks until there is an answer other than a failure, or no use in asking, with other headers from the second time on.
    fn ask(
        &mut self,
        number: usize,
        path: &str,
        body: &Value,
        [headers, at_once]: [&[(&str, &str)]; 2],
    ) -> Ended {
        let began = Instant::now();
        let (mut tries, mut was_always_answered) = (0, true);
        let mut last = String::new();
        let believes =
            number < usize::MAX && self.stage.draw(number, "let go", LETS_GO_ONE_IN) == 0;
        let ended = |answer, tries, was_always_answered| Ended {
            answer,
            tries,
            was_always_answered,
            began,
        };
        while began.elapsed() < GIVES_UP_AFTER {
            let Some(client) = self.client() else {
                thread::sleep(PAUSE);
                continue;
            };
            tries += 1;
            // Whoever waited in vain for what came of it is content to know that it is kept.
            let headers = if tries == 1 { headers } else { at_once };
            match client.try_post(path, body, headers, PATIENCE) {
                Ok(answer) if is_settled(&answer) => {
                    return ended(Ok(answer), tries, was_always_answered);
                }
                Ok(answer) if answer.status < 500 && answer.status != 200 => {
                    let refused = End::Refused(format!("{answer:?}"));
                    return ended(Err(refused), tries, was_always_answered);
                }
                Ok(answer) if believes && was_always_answered => {
                    self.told.seen.told_of_failure += 1;
                    let let_go = End::LetGo(format!("{answer:?}"));
                    return ended(Err(let_go), tries, was_always_answered);
                }
                Ok(answer) => last = format!("{answer:?}"),
                Err(error) => {
                    was_always_answered = false;
                    last = error.to_string();
                }
            }
            thread::sleep(PAUSE);
        }
        ended(Err(End::GaveUp(last)), tries, was_always_answered)
    }

    fn client(&mut self) -> Option<&Http> {
        let address = self.stage.address.lock().unwrap().clone()?;
        let known = self.client.as_ref().map(|(known, _)| known);
        if known != Some(&address) {
            let client = Http::new(&address, Some(&self.stage.api_key));
            self.client = Some((address, client));
        }
        self.client.as_ref().map(|(_, client)| client)
    }

    fn note_cut(&mut self, was_always_answered: bool, is_repeat: bool) {
        let seen = &mut self.told.seen;
        seen.kept_before_the_cut += usize::from(!was_always_answered && is_repeat);
        seen.not_kept_before_the_cut += usize::from(!was_always_answered && !is_repeat);
    }

    fn note(
        &mut self,
        message: Message<'_>,
        end: End,
        &(was_always_answered, began): &(bool, Instant),
    ) {
        self.told.handed_over.push(HandedOver {
            text: message.text,
            lane: message.lane,
            end,
            was_always_answered,
            began,
            ended: Instant::now(),
        });
    }
}

/// Whether everything that the request asked for has its answer: no verdict of a batch is a failure.
fn is_settled(answer: &Answer) -> bool {
    if answer.status != 200 {
        return answer.status < 300;
    }
    let body = answer.json();
    let verdicts = body["results"].as_array().into_iter().flatten();
    verdicts
        .clone()
        .all(|verdict| verdict["status"].as_u64() < Some(500))
}

fn is_replay(answer: &Answer) -> bool {
    answer
        .headers
        .get("idempotency-replayed")
        .is_some_and(|value| value == "true")
}

fn acknowledged(send_id: &Value) -> End {
    End::Acknowledged {
        send_id: send_id.as_str().unwrap().to_owned(),
    }
}
