//! What is asked of the gateway: lists of requests, drawn from the data and checked before they count.

use std::fmt::Write as _;
use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use domain::time::Timestamp;

use crate::client::{self, Answer};
use crate::dataset::{Card, Dataset};
use crate::invent::{VOCABULARY, World, thread_key};
use crate::options::Topic;
use crate::random::Draws;

/// Paths, each with the tag to show if there is one.
pub(crate) type Requests = Vec<(String, Option<String>)>;

/// In the place of a tag: the answer must not come from what was kept.
pub(crate) const ANEW: &str = "no-cache";
const LIST_MAX: usize = 20_000;
const SEARCHES: usize = 2_000;
const CONNECTIONS: u32 = 32;

/// One thing to measure.
pub(crate) struct Case {
    pub(crate) topic: Topic,
    /// As people read it, and as a file name once blanks are gone.
    pub(crate) title: &'static str,
    pub(crate) connections: u32,
    /// Whether a server that answers the same from memory is measured beside it.
    pub(crate) has_ceiling: bool,
    pub(crate) requests: Requests,
}

/// Asks the gateway for what the lists need.
pub(crate) struct Scout<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) authorization: String,
    pub(crate) dataset: &'a Dataset,
    pub(crate) card: &'a Card,
}

impl Scout<'_> {
    /// The cases of these topics on this data.
    pub(crate) fn cases(&self, wants: impl Fn(Topic) -> bool) -> Result<Vec<Case>> {
        let mut cases = Vec::new();
        let loaded = |topic, title, requests| Case {
            topic,
            title,
            connections: CONNECTIONS,
            has_ceiling: topic != Topic::Search,
            requests,
        };
        if wants(Topic::Inbox) {
            cases.push(loaded(Topic::Inbox, "inbox, page of 20", self.inbox()?));
        }
        if wants(Topic::Anew) {
            let requests = self.inbox()?.into_iter();
            let requests = requests.map(|(path, _)| (path, Some(ANEW.to_owned())));
            cases.push(loaded(Topic::Anew, "inbox, read anew", requests.collect()));
        }
        if wants(Topic::Details) {
            cases.push(loaded(
                Topic::Details,
                "details, page of 50",
                self.details()?,
            ));
        }
        if wants(Topic::Etag) {
            cases.push(loaded(Topic::Etag, "inbox, unchanged", self.unchanged()?));
        }
        if wants(Topic::Search) {
            let mut all = Vec::new();
            for (title, kind) in Words::ALL {
                let requests = self.searches(kind)?;
                all.extend(requests.iter().take(SEARCHES / 4).cloned());
                let mut case = loaded(Topic::Search, title, requests);
                case.connections = 1;
                cases.push(case);
            }
            cases.push(loaded(Topic::Search, "search, all kinds", all));
        }
        Ok(cases)
    }

    /// Pages at random places: the first of each account and some behind it.
    fn inbox(&self) -> Result<Requests> {
        let pages = if self.card.account_ids.len() == 1 {
            100
        } else {
            3
        };
        let mut requests = Vec::new();
        for account_id in self.card.account_ids.iter().take(200) {
            let first = inbox_path(account_id);
            let mut path = first.clone();
            for _ in 0..pages {
                let answer = self.get(&path, &[])?.json()?;
                let count = answer["conversations"].as_array().map_or(0, Vec::len);
                ensure!(count == 20, "{path}: {count} conversations instead of 20");
                requests.push((path, None));
                let Some(cursor) = answer["nextCursor"].as_str() else {
                    break;
                };
                path = format!("{first}&nextCursor={}", encoded(cursor));
            }
            // The last page of an account may be short.
            if requests.len() >= LIST_MAX {
                break;
            }
        }
        Ok(requests)
    }

    /// The newest 50 messages of conversations drawn at random.
    fn details(&self) -> Result<Requests> {
        let shape = self.dataset.shape;
        let mut draws = Draws::new(11);
        let wanted = LIST_MAX.min(shape.accounts as usize * shape.conversations as usize);
        let requests: Requests = (0..wanted)
            .map(|_| {
                let account = draws.below(shape.accounts as usize);
                let conversation = draws.below(shape.conversations as usize);
                let key = thread_key(number(account), number(conversation));
                let urn = encoded(&format!("urn:li:messagingThread:{key}"));
                let account_id = &self.card.account_ids[account];
                let path = format!(
                    "/linkedin/messaging/conversation-details?accountId={account_id}&conversationUrn={urn}"
                );
                (path, None)
            })
            .collect();
        for (path, _) in requests.iter().take(20) {
            let answer = self.get(path, &[])?.json()?;
            let count = answer["messages"].as_array().map_or(0, Vec::len);
            ensure!(count == 50, "{path}: {count} messages instead of 50");
        }
        Ok(requests)
    }

    /// The first page of each account, with the tag of its answer.
    fn unchanged(&self) -> Result<Requests> {
        let accounts = self.card.account_ids.iter().take(200);
        accounts
            .map(|account_id| {
                let path = inbox_path(account_id);
                let answer = self.get(&path, &[])?;
                let tag = answer
                    .header("etag")
                    .context("an inbox page has no tag")?
                    .to_owned();
                Ok((path, Some(tag)))
            })
            .collect()
    }

    fn searches(&self, kind: Words) -> Result<Requests> {
        let world = World::new(Timestamp::default());
        let mut draws = Draws::new(13);
        let requests: Requests = (0..SEARCHES)
            .map(|_| {
                let account_id = draws.one(&self.card.account_ids);
                let keywords = encoded(&kind.draw(&world, &mut draws));
                (
                    format!("{}&keywords={keywords}", inbox_path(account_id)),
                    None,
                )
            })
            .collect();
        let mut found = 0;
        for (path, _) in requests.iter().take(50) {
            found += self.get(path, &[])?.json()?["total"].as_i64().unwrap_or(0);
        }
        ensure!(found > 0, "50 searches found nothing");
        Ok(requests)
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        let mut all = vec![("Authorization", self.authorization.as_str())];
        all.extend_from_slice(headers);
        let answer = client::get(self.address, path, &all)?;
        let body = String::from_utf8_lossy(&answer.body);
        ensure!(
            answer.status == 200,
            "{path} was answered with {}: {body}",
            answer.status
        );
        Ok(answer)
    }
}

/// What is searched for.
#[derive(Clone, Copy)]
enum Words {
    /// In nearly every conversation.
    Common,
    /// In some of a hundred conversations.
    Middle,
    /// In some of a thousand conversations.
    Rare,
    /// Three letters that many words start with.
    Start,
    /// A common word and a middle one.
    Two,
}

impl Words {
    const ALL: [(&'static str, Self); 5] = [
        ("search, common word", Self::Common),
        ("search, middle word", Self::Middle),
        ("search, rare word", Self::Rare),
        ("search, three letters", Self::Start),
        ("search, two words", Self::Two),
    ];

    fn draw(self, world: &World, draws: &mut Draws) -> String {
        let common = draws.below(20);
        let middle = 1_000 + draws.below(2_000);
        match self {
            Self::Common => world.word(common).to_owned(),
            Self::Middle => world.word(middle).to_owned(),
            Self::Rare => world
                .word(VOCABULARY / 2 + draws.below(VOCABULARY / 2))
                .to_owned(),
            Self::Start => world.word(draws.below(3_000)).chars().take(3).collect(),
            Self::Two => format!("{} {}", world.word(common), world.word(middle)),
        }
    }
}

/// The first page of an account.
pub(crate) fn inbox_path(account_id: &str) -> String {
    format!("/linkedin/messaging/recent-messages?accountId={account_id}")
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
