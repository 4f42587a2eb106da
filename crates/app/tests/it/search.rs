//! Search over messages against a plain model, on both engines.

use std::cmp::Reverse;

use app::search::{SearchMessages, SearchPage};
use domain::error_code::ErrorCode;
use domain::ids::{ConversationId, PersonId};
use domain::search::{self, Query};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::{Store, conversations, ingest, people};
use testkit::stores;

use crate::world::{World, at, member, message, refusal, thread};

/// A message: in which thread, when, what it says.
#[derive(Debug, Clone)]
struct Known {
    thread: usize,
    second: i64,
    text: String,
}

fn known() -> impl Strategy<Value = Vec<Known>> {
    let word = "(alpha|alps|beta|Jörg|jorge|東京都|京|Straße|x|y2)";
    let text = prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "));
    let one = (0usize..6, 0i64..40, text).prop_map(|(thread, second, text)| Known {
        thread,
        second,
        text,
    });
    prop::collection::vec(one, 1..60)
}

const QUESTIONS: &[&str] = &[
    "alpha",
    "alp",
    "al",
    "jorg",
    "jörg alp",
    "東京",
    "京",
    "strass",
    "x y2",
    "beta x",
    "john",
    "no",
];

fn key(thread: usize) -> String {
    format!("2-t{thread}")
}

/// Puts the messages into the threads of two accounts, those of even number and the others.
async fn fill(world: &World, known: &[Known]) {
    let second = world.second_account().await;
    for number in 0..6 {
        let key = key(number);
        let page = known
            .iter()
            .enumerate()
            .filter(|(_, known)| known.thread == number);
        let page: Vec<_> = page
            .map(|(place, known)| {
                let place = i64::try_from(place).unwrap();
                message(&key, place + 1, at(known.second), &known.text)
            })
            .collect();
        let active = page.iter().map(|message| message.sent_at).max();
        let mut shown = thread(&key, 0, 0);
        shown.last_activity_at = active.unwrap_or(at(0));
        shown.participants = vec![member(&format!("ACoAA{number}"), "John Doe")];
        let account = if number % 2 == 0 {
            world.account.clone()
        } else {
            second.clone()
        };
        let write = world.store.write(move |tx| {
            for page in page.chunks(32) {
                ingest::observe(tx, &account, &shown, page, at(0))?;
            }
            Ok(())
        });
        write.await.unwrap();
    }
}

/// Keys of the messages in the order in which they are found, a few at a time.
async fn walk(world: &World, asked: SearchMessages) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let asked = SearchMessages {
            cursor,
            limit: 3,
            ..asked.clone()
        };
        let page = world
            .app
            .search_messages(&world.caller, asked)
            .await
            .unwrap();
        assert!(page.hits.len() <= 3);
        found.extend(page.hits.iter().map(|hit| hit.message.message_key.clone()));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return found;
        }
    }
}

async fn messages_are_found_as_the_model_finds_them(store: Store, known: Vec<Known>) {
    let world = World::new(store).await;
    fill(&world, &known).await;
    for raw in QUESTIONS {
        for (is_outgoing, since, until) in [
            (None, None, None),
            (Some(true), None, None),
            (Some(false), Some(10), Some(30)),
        ] {
            let asked = SearchMessages {
                query: (*raw).into(),
                is_outgoing,
                since: since.map(at),
                until: until.map(at),
                ..SearchMessages::default()
            };
            let expected = expected(&known, raw, is_outgoing, (since, until));
            let mut found: Vec<(i64, String)> = Vec::new();
            for key in walk(&world, asked).await {
                let place: usize = key.rsplit_once("-m").unwrap().1.parse().unwrap();
                found.push((known[place - 1].second, key));
            }
            assert!(
                found.is_sorted_by_key(|(second, _)| Reverse(*second)),
                "{raw}: {found:?}"
            );
            let mut keys: Vec<String> = found.into_iter().map(|(_, key)| key).collect();
            keys.sort_unstable();
            assert_eq!(keys, expected, "{raw} {is_outgoing:?}");
        }
    }
}

fn expected(
    known: &[Known],
    raw: &str,
    is_outgoing: Option<bool>,
    (since, until): (Option<i64>, Option<i64>),
) -> Vec<String> {
    let query = Query::parse(raw).unwrap();
    let fitting = known.iter().zip(1..).filter(|(known, place)| {
        let is_own = place % 3 == 0 && known.thread % 2 == 0;
        is_outgoing.is_none_or(|is_outgoing| is_outgoing == is_own)
            && since.is_none_or(|since| known.second >= since)
            && until.is_none_or(|until| known.second < until)
            && query.matches(&search::entries_of([known.text.as_str()]))
    });
    let mut keys: Vec<String> = fitting
        .map(|(known, place)| format!("{}-m{place}", key(known.thread)))
        .collect();
    keys.sort_unstable();
    keys
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn keywords_in_memory(known in known()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let store = Store::open_memory().unwrap();
        runtime.block_on(messages_are_found_as_the_model_finds_them(store, known));
    }
}

#[tokio::test]
async fn keywords_on_postgres() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..2 {
        let known = known().new_tree(&mut runner).unwrap().current();
        let place = stores::postgres();
        messages_are_found_as_the_model_finds_them(place.store.clone(), known).await;
    }
}

/// The id of a thread of the first account, and of the person in it.
async fn ids(world: &World, number: usize) -> (ConversationId, PersonId) {
    world
        .write(move |tx, account| {
            let workspace_id = account.workspace_id;
            let account_id = account.account_id;
            let found =
                conversations::find_by_thread_key(tx, workspace_id, account_id, &key(number))?;
            let person = format!("ACoAA{number}");
            let person = people::find_by_member_key(tx, workspace_id, "sandbox", &person)?;
            Ok((found.unwrap().conversation_id, person.unwrap().person_id))
        })
        .await
}

testkit::on_both_engines! {
    async fn filters_narrow_and_foreign_ids_are_absent(store: Store) {
        let world = World::new(store).await;
        let known: Vec<Known> = (0..6)
            .map(|thread| Known { thread, second: 1, text: "needle in a haystack".into() })
            .collect();
        fill(&world, &known).await;
        let (conversation, person) = ids(&world, 2).await;
        let asked = SearchMessages { query: "needle".into(), ..SearchMessages::default() };
        let of = |asked: SearchMessages| walk(&world, asked);
        assert_eq!(of(asked.clone()).await.len(), 6);
        let account = Some(world.account.account_id.to_string());
        let of_account = of(SearchMessages { account, ..asked.clone() }).await;
        assert_eq!(of_account.len(), 3);
        let conversation = Some(conversation.to_string());
        let of_thread = SearchMessages { conversation: conversation.clone(), ..asked.clone() };
        assert_eq!(of(of_thread).await, ["2-t2-m3"]);
        let person = Some(person.to_string());
        let of_person = SearchMessages { person: person.clone(), ..asked.clone() };
        assert_eq!(of(of_person).await, ["2-t2-m3"]);
        let (stranger, _) = world.stranger().await;
        for (asked, code) in [
            (SearchMessages { conversation, ..asked.clone() }, ErrorCode::ConversationNotFound),
            (SearchMessages { person, ..asked.clone() }, ErrorCode::PersonNotFound),
            (SearchMessages { account: Some("acc_x".into()), ..asked.clone() }, ErrorCode::AccountNotFound),
            (SearchMessages { cursor: Some("x".into()), ..asked.clone() }, ErrorCode::InvalidCursor),
        ] {
            let asked = SearchMessages { limit: 5, ..asked };
            let answer = world.app.search_messages(&stranger, asked).await;
            assert_eq!(refusal(answer).code, code);
        }
        let asked = SearchMessages { limit: 5, ..asked };
        let nothing: SearchPage = world.app.search_messages(&stranger, asked).await.unwrap();
        assert!(nothing.hits.is_empty() && nothing.next_cursor.is_none());
    }

    async fn many_conversations_are_searched_along_the_order_of_all_messages(store: Store) {
        let world = World::new(store).await;
        let count = 230_i64;
        for number in 0..count {
            let key = format!("2-many{number}");
            let mut shown = thread(&key, number, 0);
            shown.participants = vec![member(&format!("ACoAAmany{number}"), "Jane Roe")];
            let page = vec![
                message(&key, 1, at(number), "a common word"),
                message(&key, 2, at(number - 1), "nothing of the kind"),
            ];
            world.observe(shown, page).await;
        }
        let asked = SearchMessages { query: "common wor".into(), limit: 50, ..SearchMessages::default() };
        let page = world.app.search_messages(&world.caller, asked.clone()).await.unwrap();
        let found: Vec<_> = page.hits.iter().map(|hit| hit.message.sent_at).collect();
        let expected: Vec<_> = (count - 50..count).rev().map(at).collect();
        assert_eq!(found, expected);
        assert_eq!(walk(&world, asked).await.len(), usize::try_from(count).unwrap());
    }
}
