//! Keywords against a plain model, on both engines.

use std::cmp::Reverse;

use app::inbox::ListInbox;
use domain::search::{self, Query};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::Store;
use testkit::stores;

use super::list;
use crate::world::{World, at, member, message, thread};

/// A conversation: its person, when it was active, whether it is unread, its texts.
#[derive(Debug, Clone)]
struct Known {
    name: String,
    second: i64,
    is_unread: bool,
    texts: Vec<String>,
}

fn known() -> impl Strategy<Value = Vec<Known>> {
    let word = "(alpha|alps|beta|Jörg|jorge|東京都|京|Straße|x|y2)";
    let text = prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "));
    let one = (
        "(John Doe|Jörg Alpha|北京 Wei)",
        0i64..50,
        any::<bool>(),
        prop::collection::vec(text, 0..4),
    );
    let one = one.prop_map(|(name, second, is_unread, texts)| Known {
        name,
        second,
        is_unread,
        texts,
    });
    prop::collection::vec(one, 1..40)
}

const QUESTIONS: &[&str] = &[
    "alpha",
    "alp",
    "al",
    "jorg",
    "jörg alp",
    "東京",
    "京",
    "北",
    "strass",
    "x y2",
    "beta x",
    "doe john",
    "engineer",
    "no",
];

async fn keywords_find_what_the_model_finds(store: Store, known: Vec<Known>) {
    let world = World::new(store).await;
    for (number, known) in known.iter().enumerate() {
        let key = format!("2-t{number}");
        let mut shown = thread(&key, known.second, i64::from(known.is_unread));
        shown.participants = vec![member(&format!("ACoAA{number}"), &known.name)];
        let page = known.texts.iter().zip(1..);
        let page = page
            .map(|(text, number)| message(&key, number, at(0), text))
            .collect();
        world.observe(shown, page).await;
    }
    for raw in QUESTIONS {
        for is_read in [None, Some(true), Some(false)] {
            let expected = expected(&known, raw, is_read);
            let asked = ListInbox {
                keywords: Some((*raw).into()),
                is_read,
                ..list(3)
            };
            assert_eq!(world.walk(&asked).await, expected, "{raw} {is_read:?}");
            let page = world.page(asked).await;
            let total = i64::try_from(expected.len()).unwrap();
            assert_eq!((page.total, page.total_is_exact), (total, true), "{raw}");
        }
    }
}

/// The keys in the order of the list. Threads are numbered in the order of their first showing.
fn expected(known: &[Known], raw: &str, is_read: Option<bool>) -> Vec<String> {
    let query = Query::parse(raw).unwrap();
    let mut found: Vec<(i64, usize)> = known
        .iter()
        .enumerate()
        .filter(|(_, known)| is_read.is_none_or(|is_read| is_read != known.is_unread))
        .filter(|(_, known)| {
            let shown = [known.name.as_str(), "Engineer"];
            let texts = known.texts.iter().map(String::as_str);
            query.matches(&search::entries_of(shown.into_iter().chain(texts)))
        })
        .map(|(number, known)| (known.second, number))
        .collect();
    found.sort_by_key(|place| Reverse(*place));
    found
        .into_iter()
        .map(|(_, number)| format!("2-t{number}"))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn keywords_filter_as_the_model_says(known in known()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(keywords_find_what_the_model_finds(Store::open_memory().unwrap(), known));
    }
}

fn samples() -> Vec<Vec<Known>> {
    let mut runner = TestRunner::deterministic();
    (0..2)
        .map(|_| known().new_tree(&mut runner).unwrap().current())
        .collect()
}

#[test]
fn keywords_filter_as_the_model_says_on_sqlite() {
    for known in samples() {
        stores::on_sqlite(|store| keywords_find_what_the_model_finds(store, known));
    }
}

#[test]
fn keywords_filter_as_the_model_says_on_postgres() {
    for known in samples() {
        stores::on_postgres(|store| keywords_find_what_the_model_finds(store, known));
    }
}

/// More than are sorted.
const COUNT: i64 = 1_100;

testkit::on_both_engines! {
    /// Beyond the bound up to which matches are sorted, the list is walked instead.
    async fn many_matches_come_in_the_same_order(store: Store) {
        let world = World::new(store).await;
        world
            .write(|tx, account| {
                for number in 0..COUNT {
                    let key = format!("2-t{number}");
                    let mut shown = thread(&key, number * 7 % COUNT, 0);
                    if number == 3 {
                        shown.participants = vec![member("ACoAAother", "Nobody Else")];
                    }
                    store::ingest::observe(tx, account, &shown, &[], at(0))?;
                }
                Ok(())
            })
            .await;
        let asked = ListInbox { keywords: Some("john".into()), ..list(100) };
        let mut expected: Vec<i64> = (0..COUNT).filter(|number| *number != 3).collect();
        expected.sort_by_key(|number| Reverse(number * 7 % COUNT));
        let expected: Vec<String> = expected.into_iter().map(|number| format!("2-t{number}")).collect();
        assert_eq!(world.walk(&asked).await, expected);
        let page = world.page(asked).await;
        assert_eq!((page.total, page.total_is_exact), (1_000, false));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    /// With more blocks than are looked at together, whatever is common or rare, and wherever it stands.
    #[test]
    fn keywords_are_found_in_any_of_many_blocks(
        seed in any::<u64>(),
        every in prop::sample::select(vec![2usize, 60, 900]),
    ) {
        let known: Vec<Known> = (0..2_600)
            .map(|number: usize| {
                let drawn = domain::entropy::draw(seed, &number.to_be_bytes(), "activity", 1 << 40);
                Known {
                    name: if number.is_multiple_of(every) { "Mika Frequent" } else { "Jo Other" }.into(),
                    second: i64::try_from(drawn).unwrap(),
                    is_unread: drawn.is_multiple_of(3),
                    texts: Vec::new(),
                }
            })
            .collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::new(Store::open_memory().unwrap()).await;
            let told = known.clone();
            world
                .write(move |tx, account| {
                    for (number, known) in told.iter().enumerate() {
                        let key = format!("2-t{number}");
                        let mut shown = thread(&key, known.second, i64::from(known.is_unread));
                        shown.participants = vec![member(&format!("ACoAA{number}"), &known.name)];
                        store::ingest::observe(tx, account, &shown, &[], at(0))?;
                    }
                    Ok(())
                })
                .await;
            for (raw, is_read) in [("mik", None), ("mika freq", None), ("frequ", Some(true)), ("frequent mika", Some(false))] {
                let expected = expected(&known, raw, is_read);
                let asked = ListInbox { keywords: Some(raw.into()), is_read, ..list(100) };
                assert_eq!(world.walk(&asked).await, expected, "{raw}");
                let page = world.page(asked).await;
                let bounded = expected.len().min(1_000);
                assert_eq!(page.total, i64::try_from(bounded).unwrap(), "{raw}");
                assert_eq!(page.total_is_exact, expected.len() <= 1_000, "{raw}");
            }
        });
    }
}
