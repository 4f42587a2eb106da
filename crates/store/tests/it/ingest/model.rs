//! Pages in any order, any number of times, leave what a plain model says.

use std::collections::{BTreeMap, BTreeSet};

use domain::network::{NetworkMessage, Thread};
use domain::search::{self, Query};
use proptest::prelude::*;
use store::{Store, conversations, words};
use testkit::stores;

use super::world::{JOHN, MARIA, OWNER, World, at, message, thread};

const THREADS: usize = 3;
const MESSAGES: usize = 24;

/// What the network has: some threads with messages, each a second apart.
#[derive(Debug, Clone)]
struct Truth {
    threads: Vec<Vec<NetworkMessage>>,
}

/// A view of a thread: the messages from one to another, when so many stood in it.
#[derive(Debug, Clone)]
struct View {
    thread: usize,
    first: usize,
    count: usize,
    known: usize,
}

fn truth() -> impl Strategy<Value = Truth> {
    let text = prop::collection::vec("(alpha|beta|gamma|北京|ünïcode|delta)", 1..4);
    let people = prop::sample::select(vec![OWNER, JOHN, MARIA]);
    let messages = prop::collection::vec((people, text), 0..MESSAGES);
    prop::collection::vec(messages, THREADS).prop_map(|threads| Truth {
        threads: threads
            .into_iter()
            .enumerate()
            .map(|(number, messages)| {
                let thread_key = format!("t{number}");
                messages
                    .into_iter()
                    .zip(1..)
                    .map(|((sender, text), second)| {
                        message(sender, &thread_key, second, &text.join(" "))
                    })
                    .collect()
            })
            .collect(),
    })
}

fn views() -> impl Strategy<Value = Vec<View>> {
    let view = (0..THREADS, 0..MESSAGES, 1..9usize, 0..=MESSAGES).prop_map(
        |(thread, first, count, known)| View {
            thread,
            first,
            count,
            known,
        },
    );
    prop::collection::vec(view, 1..20)
}

impl Truth {
    fn thread(&self, number: usize, known: usize) -> Thread {
        let known = known.min(self.threads[number].len());
        let second = i64::try_from(known).unwrap();
        // All but every third was read, so that the read state differs from view to view.
        let unread_count = second % 3;
        let mut shown = thread(&format!("t{number}"), &[JOHN, MARIA], second, unread_count);
        shown.last_read_at = (second > unread_count).then(|| at(second - unread_count));
        shown
    }

    fn page(&self, view: &View) -> (Thread, Vec<NetworkMessage>) {
        let messages = &self.threads[view.thread];
        let known = view.known.min(messages.len());
        let page = messages[..known]
            .iter()
            .skip(view.first)
            .take(view.count)
            .cloned()
            .collect();
        (self.thread(view.thread, view.known), page)
    }

    /// Every thread in whole pages of eight, with all messages known: what a backfill reads.
    fn backfill(&self) -> Vec<(Thread, Vec<NetworkMessage>)> {
        let mut pages = Vec::new();
        for (number, messages) in self.threads.iter().enumerate() {
            let shown = self.thread(number, MESSAGES);
            pages.push((shown.clone(), Vec::new()));
            for page in messages.chunks(8).rev() {
                pages.push((shown.clone(), page.to_vec()));
            }
        }
        pages
    }
}

async fn observe_all(world: &World, pages: &[(Thread, Vec<NetworkMessage>)]) {
    for (thread, page) in pages {
        world.observe(thread, page).await;
    }
}

fn run<F: Future<Output = ()>>(test: F) {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(test);
}

/// Plain and shuffled, with repetitions: the same rows.
async fn same_rows(plain: Store, shuffled: Store, truth: &Truth, views: &[View]) {
    let (plain, shuffled) = (World::new(plain).await, World::new(shuffled).await);
    let backfill = truth.backfill();
    observe_all(&plain, &backfill).await;
    let live: Vec<_> = views.iter().map(|view| truth.page(view)).collect();
    let half = live.len() / 2;
    observe_all(&shuffled, &live[..half]).await;
    let mut reversed = backfill.clone();
    reversed.reverse();
    observe_all(&shuffled, &reversed).await;
    observe_all(&shuffled, &live[half..]).await;
    assert_eq!(plain.rows().await, shuffled.rows().await);
    let counts = |account: store::accounts::Account| {
        (
            account.conversation_count,
            account.unread_conversation_count,
            account.message_count,
        )
    };
    assert_eq!(
        counts(plain.account().await),
        counts(shuffled.account().await)
    );
    let total: usize = truth.threads.iter().map(Vec::len).sum();
    assert_eq!(
        plain.account().await.message_count,
        i64::try_from(total).unwrap()
    );
    keywords_find_what_the_model_finds(&shuffled, truth).await;
}

async fn keywords_find_what_the_model_finds(world: &World, truth: &Truth) {
    let mut model: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (number, messages) in truth.threads.iter().enumerate() {
        let people = ["John Doe", "Maria Silva", "Engineer"];
        let texts = messages.iter().map(|message| message.text.as_str());
        model.insert(
            format!("t{number}"),
            search::entries_of(people.into_iter().chain(texts)),
        );
    }
    for raw in [
        "alpha",
        "alp gam",
        "alpha gamma",
        "北",
        "京",
        "unico",
        "del",
        "john beta",
        "engineer",
        "nothing",
    ] {
        let query = Query::parse(raw).unwrap();
        let expected: BTreeSet<String> = model
            .iter()
            .filter(|(_, words)| query.matches(words))
            .map(|(key, _)| key.clone())
            .collect();
        let terms = query.terms().to_vec();
        let found = world
            .read(move |tx, account| {
                let mut found: Option<words::Numbers> = None;
                for term in &terms {
                    let numbers = words::list(tx, account.workspace_id, account.number, term)?;
                    match &mut found {
                        None => found = Some(numbers),
                        Some(found) => found.intersect(&numbers),
                    }
                }
                let mut keys = BTreeSet::new();
                for number in found.unwrap_or_default().iter() {
                    let thread = conversations::thread_of(account.number, number)?;
                    let conversation =
                        conversations::get_by_thread(tx, account.workspace_id, thread)?;
                    keys.insert(conversation.thread_key);
                }
                Ok(keys)
            })
            .await;
        assert_eq!(found, expected, "{raw}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_with_repetitions_leaves_the_same_rows(truth in truth(), views in views()) {
        run(async {
            let memory = || Store::open_memory().unwrap();
            same_rows(memory(), memory(), &truth, &views).await;
        });
    }
}

#[test]
fn both_engines_keep_the_same_rows_and_find_the_same() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    for _ in 0..3 {
        let truth = truth().new_tree(&mut runner).unwrap().current();
        let views = views().new_tree(&mut runner).unwrap().current();
        let (files, server) = (stores::sqlite(), stores::postgres());
        stores::run(&files, |file| async {
            same_rows(file, server.store.clone(), &truth, &views).await;
        });
    }
}
