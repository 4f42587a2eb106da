//! Walks while conversations are added, become active, are read and get their history: whoever is untouched appears
//! once, nobody twice, and reading again from the top finds the rest.

use std::collections::{BTreeMap, BTreeSet};

use app::inbox::ListInbox;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::{Store, ingest};
use testkit::stores;

use super::{keys, list};
use crate::world::{World, at, message, thread};

/// Something that happens between two pages, to the conversation with this number among those that are there.
#[derive(Debug, Clone)]
enum Event {
    /// A new conversation, active now.
    Open,
    /// An older conversation that the backfill has just reached.
    Backfill(i64),
    Receive(usize),
    /// A message whose instant may lie between the place that the walk has reached and its beginning.
    Overtake(usize, i64),
    /// An older message of it comes late.
    Late(usize),
    Read(usize),
}

impl Event {
    /// Whether it moves the conversation in the list.
    fn is_activity(&self) -> bool {
        !matches!(self, Self::Late(_) | Self::Read(_))
    }
}

#[derive(Debug, Clone)]
struct Story {
    /// When each conversation was active before the walk.
    before: Vec<i64>,
    page: u32,
    is_read: Option<bool>,
    keywords: Option<&'static str>,
    events: Vec<Vec<Event>>,
}

fn story() -> impl Strategy<Value = Story> {
    let event = prop_oneof![
        Just(Event::Open),
        (0i64..40).prop_map(Event::Backfill),
        (0usize..60).prop_map(Event::Receive),
        (0usize..60, 0i64..60).prop_map(|(number, second)| Event::Overtake(number, second)),
        (0usize..60).prop_map(Event::Late),
        (0usize..60).prop_map(Event::Read),
    ];
    let events = prop::collection::vec(prop::collection::vec(event, 0..4), 0..12);
    (
        prop::collection::vec(0i64..40, 1..40),
        1u32..7,
        prop::sample::select(vec![None, Some(false), Some(true)]),
        prop::sample::select(vec![None, Some("john"), Some("hello")]),
        events,
    )
        .prop_map(|(before, page, is_read, keywords, events)| Story {
            before,
            page,
            is_read,
            keywords,
            events,
        })
}

/// What is known of a conversation without asking for it.
struct Model {
    active_at: i64,
    is_unread: bool,
}

struct Walker {
    world: World,
    opened: usize,
    now: i64,
    conversations: BTreeMap<String, Model>,
    /// Whose place in the list may have changed since the walk began.
    touched: BTreeSet<String>,
    is_filtered: bool,
}

impl Walker {
    async fn open(&mut self, second: i64) -> String {
        let key = format!("2-t{}", self.opened);
        let unread_count = i64::from(self.opened.is_multiple_of(2));
        self.opened += 1;
        let page = vec![message(&key, 1, at(second), "hello there")];
        self.world
            .observe(thread(&key, second, unread_count), page)
            .await;
        let model = Model {
            active_at: second,
            is_unread: unread_count > 0,
        };
        self.conversations.insert(key.clone(), model);
        key
    }

    /// A message comes, and whoever reads the account has not seen it.
    async fn receive(&mut self, key: &str, second: i64) {
        let page = vec![message(key, self.now, at(second), "hello again")];
        self.world.observe(thread(key, second, 1), page).await;
        let model = Model {
            active_at: second,
            is_unread: true,
        };
        self.conversations.insert(key.to_owned(), model);
    }

    async fn happen(&mut self, event: &Event) {
        self.now += 1;
        let now = self.now;
        let chosen = |number: &usize| format!("2-t{}", number % self.opened);
        let key = match event {
            Event::Open => self.open(now).await,
            Event::Backfill(second) => self.open(*second).await,
            Event::Receive(number) => {
                let key = chosen(number);
                self.receive(&key, now).await;
                key
            }
            Event::Overtake(number, second) => {
                let key = chosen(number);
                if *second <= self.conversations[&key].active_at {
                    return;
                }
                self.receive(&key, *second).await;
                key
            }
            Event::Late(number) => {
                let key = chosen(number);
                let page = vec![message(&key, now, at(-now), "from before")];
                self.world.observe(thread(&key, -now, 0), page).await;
                key
            }
            Event::Read(number) => {
                let key = chosen(number);
                let thread_key = key.clone();
                self.world
                    .write(move |tx, account| {
                        ingest::seen(tx, account, &thread_key, at(now), at(now)).map(|_| ())
                    })
                    .await;
                let model = self.conversations.get_mut(&key);
                model.expect("it was opened").is_unread = false;
                key
            }
        };
        // Reading moves nothing, but it decides whether a filter matches.
        let is_refiltered = self.is_filtered && matches!(event, Event::Read(_));
        if event.is_activity() || is_refiltered {
            self.touched.insert(key);
        }
    }
}

async fn tell(store: Store, story: Story) {
    let mut walker = Walker {
        world: World::new(store).await,
        opened: 0,
        now: 1_000,
        conversations: BTreeMap::new(),
        touched: BTreeSet::new(),
        is_filtered: story.is_read.is_some(),
    };
    for second in &story.before {
        walker.open(*second).await;
    }
    walker.world.clock.set(at(1_000));
    let asked = ListInbox {
        is_read: story.is_read,
        keywords: story.keywords.map(str::to_owned),
        ..list(story.page)
    };
    let at_first: Vec<String> = walker.world.walk(&asked).await;
    let mut events = story.events.iter();
    let mut seen = Vec::new();
    let mut next = asked.clone();
    loop {
        let page = walker.world.page(next.clone()).await;
        seen.extend(keys(&page));
        for event in events.next().into_iter().flatten() {
            walker.happen(event).await;
        }
        match page.next_cursor {
            Some(cursor) => next.cursor = Some(cursor),
            None => break,
        }
    }
    let distinct: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(distinct.len(), seen.len(), "twice: {seen:?}");
    for key in at_first.iter().filter(|key| !walker.touched.contains(*key)) {
        assert!(distinct.contains(key), "{key} is missing: {seen:?}");
    }
    let again: BTreeSet<String> = walker.world.walk(&asked).await.into_iter().collect();
    let full: BTreeSet<String> = matching(&walker, story.is_read);
    assert_eq!(again, full);
    // Whoever was seen on the way and matches no longer was touched.
    let is_gone = |key: &&String| !full.contains(*key);
    for key in seen.iter().filter(is_gone) {
        assert!(walker.touched.contains(key), "{key} should not match");
    }
    // What matched at first and is not seen again is found by reading again, as far as it still matches.
    let both: BTreeSet<&String> = seen.iter().chain(&again).collect();
    let at_first = at_first.iter().filter(|key| full.contains(*key));
    for key in at_first {
        assert!(both.contains(key), "{key} is lost");
    }
}

/// Every conversation in this read state: all of them are with John and have a hello.
fn matching(walker: &Walker, is_read: Option<bool>) -> BTreeSet<String> {
    let matches = |model: &Model| is_read.is_none_or(|is_read| is_read != model.is_unread);
    let conversations = walker.conversations.iter();
    conversations
        .filter(|(_, model)| matches(model))
        .map(|(key, _)| key.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_walk_shows_the_untouched_once_and_nobody_twice(story in story()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(tell(Store::open_memory().unwrap(), story));
    }
}

fn samples() -> Vec<Story> {
    let mut runner = TestRunner::deterministic();
    (0..3)
        .map(|_| story().new_tree(&mut runner).unwrap().current())
        .collect()
}

#[test]
fn a_walk_shows_the_untouched_once_and_nobody_twice_on_sqlite() {
    for story in samples() {
        stores::on_sqlite(|store| tell(store, story));
    }
}

#[test]
fn a_walk_shows_the_untouched_once_and_nobody_twice_on_postgres() {
    for story in samples() {
        stores::on_postgres(|store| tell(store, story));
    }
}
