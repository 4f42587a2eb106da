//! What became of what was sent: counted in the transactions that learn it, whichever comes first.

use std::time::Duration;

use domain::analytics::{Grouping, REPLY_WINDOW, Tally};
use domain::send::SendState;
use domain::time::Timestamp;
use store::hints::Hints;
use store::outcomes::{self, Question, Tallies};
use store::sends::{self, Echo, Send};
use store::{Engine, StoreResult, Tx, params};

use crate::ingest::world::{JOHN, World, at, message, outgoing, thread};
use crate::outbox::{send, send_id};

const DAY: i64 = 86_400;
const THREAD: &str = "t1";

async fn write<T: std::marker::Send + 'static>(
    world: &World,
    change: impl Fn(&mut Tx<'_>) -> StoreResult<T> + std::marker::Send + 'static,
) -> T {
    world.store.write(change).await.unwrap()
}

/// Accepts a send that carries these tags.
async fn accept(world: &World, number: u8, tags: &[&str]) {
    let new = Send {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        template_id: Some("welcome".to_owned()),
        idempotency_key: Some(format!("key {number}")),
        token: send_id(number).to_string(),
        ..send(world, number, &format!("lane {number}"))
    };
    let hints = Hints::default();
    write(world, move |tx| sends::insert(tx, &hints, new.clone())).await;
}

/// The network has it since a second.
async fn leave(world: &World, number: u8, thread_key: &'static str, second: i64) {
    let (workspace_id, hints) = (world.account.workspace_id, Hints::default());
    write(world, move |tx| {
        let known = sends::get(tx, workspace_id, send_id(number))?;
        let key = format!("{thread_key}-{second}");
        let echo = Echo {
            token: &known.token,
            message_key: &key,
            thread_key,
            sent_at: at(second),
        };
        sends::record_sent(tx, &hints, &known, &echo, at(second))
    })
    .await;
}

async fn receipt(world: &World, thread_key: &'static str, second: i64, seen_at: Option<Timestamp>) {
    let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
    let hints = Hints::default();
    write(world, move |tx| {
        let key = format!("{thread_key}-{second}");
        let receipt = (Some(at(second + 1)), seen_at);
        sends::record_receipt(
            tx,
            &hints,
            workspace_id,
            account_id,
            &key,
            receipt,
            at(second + 2),
        )
    })
    .await;
}

fn question(grouping: Option<Grouping>) -> Question {
    Question {
        since: at(-1_000),
        until: at(400 * DAY),
        account_id: None,
        template_id: None,
        tag: None,
        grouping,
    }
}

async fn ask(world: &World, question: Question, now: Timestamp) -> Tallies {
    let workspace_id = world.account.workspace_id;
    write(world, move |tx| {
        outcomes::tallies(tx, workspace_id, &question, now)
    })
    .await
}

async fn total(world: &World, now: Timestamp) -> Tally {
    let mut found = ask(world, question(None), now).await;
    found.remove(&None).unwrap_or_default()
}

testkit::on_both_engines! {
    async fn late_receipts_are_counted_once(store: Store) {
        let world = World::new(store).await;
        accept(&world, 1, &[]).await;
        assert_eq!(total(&world, at(10)).await, Tally::default());
        leave(&world, 1, THREAD, 10).await;
        leave(&world, 1, THREAD, 10).await;
        let counts = total(&world, at(10)).await.counts;
        assert_eq!((counts.sent, counts.receipted, counts.delivered, counts.seen), (1, 1, 0, 0));
        for _ in 0..2 {
            receipt(&world, THREAD, 10, None).await;
            receipt(&world, THREAD, 10, Some(at(12))).await;
        }
        let counts = total(&world, at(20)).await.counts;
        assert_eq!((counts.sent, counts.delivered, counts.seen), (1, 1, 1));
    }

    async fn a_reply_is_the_first_one_within_the_window(store: Store) {
        let world = World::new(store).await;
        accept(&world, 1, &[]).await;
        let people = thread(THREAD, &[JOHN], 10, 0);
        // What was said before is no reply.
        world.observe(&people, &[message(JOHN, THREAD, 5, "before")]).await;
        leave(&world, 1, THREAD, 10).await;
        let tally = total(&world, at(11)).await;
        assert_eq!((tally.counts.conversations, tally.counts.replies, tally.figures().censored), (1, 0, 1));
        world.observe(&people, &[message(JOHN, THREAD, 10 + 3_600, "second")]).await;
        // The earlier one is found later, as history is.
        world.observe(&people, &[message(JOHN, THREAD, 10 + 600, "first")]).await;
        let tally = total(&world, at(15 * DAY)).await;
        assert_eq!((tally.counts.replies, tally.counts.concluded_replies), (1, 1));
        assert_eq!(tally.figures().median_reply_minutes, Some(10.0));
    }

    async fn a_late_answer_is_silence_and_an_open_window_is_neither(store: Store) {
        let world = World::new(store).await;
        accept(&world, 1, &[]).await;
        leave(&world, 1, THREAD, 0).await;
        let late = at(0).plus(REPLY_WINDOW).plus(Duration::from_secs(1));
        let second = (late.millis() - at(0).millis()) / 1_000;
        world.observe(&thread(THREAD, &[JOHN], second, 0), &[message(JOHN, THREAD, second, "late")]).await;
        let figures = total(&world, late).await.figures();
        assert_eq!((figures.replies, figures.concluded, figures.censored), (0, 1, 0));
        let figures = total(&world, at(13 * DAY)).await.figures();
        assert_eq!((figures.replies, figures.concluded, figures.censored, figures.reply_rate), (0, 0, 1, None));
    }

    async fn a_conversation_counts_from_its_first_message_whichever_becomes_known_first(store: Store) {
        let world = World::new(store).await;
        accept(&world, 1, &["a"]).await;
        accept(&world, 2, &["b"]).await;
        let people = thread(THREAD, &[JOHN], 10, 0);
        world.observe(&people, &[message(JOHN, THREAD, 150, "between")]).await;
        leave(&world, 2, THREAD, 200).await;
        assert_eq!(total(&world, at(300)).await.counts.replies, 0);
        leave(&world, 1, THREAD, 100).await;
        let tags = ask(&world, question(Some(Grouping::Tag)), at(300)).await;
        let counted = |tag: &str| {
            let counts = tags[&Some(tag.to_owned())].counts;
            (counts.sent, counts.conversations, counts.replies)
        };
        assert_eq!((counted("a"), counted("b")), ((1, 1, 1), (1, 0, 0)));
    }

    async fn what_was_written_by_hand_or_came_with_the_history_is_not_ours(store: Store) {
        let world = World::new(store).await;
        let messages = [outgoing(THREAD, 1, "by hand"), message(JOHN, THREAD, 2, "reply")];
        world.observe(&thread(THREAD, &[JOHN], 2, 0), &messages).await;
        assert_eq!(total(&world, at(10)).await, Tally::default());
    }

    async fn groups_and_filters_find_the_same_messages(store: Store) {
        let world = World::new(store).await;
        for (number, tags) in [(1, vec!["a_b", "c"]), (2, vec!["axb"]), (3, vec![])] {
            accept(&world, number, &tags).await;
            let thread_key = ["t1", "t2", "t3"][usize::from(number) - 1];
            leave(&world, number, thread_key, i64::from(number) * 3_600).await;
        }
        let sent = |tallies: &Tallies| -> Vec<(Option<String>, u64)> {
            tallies.iter().map(|(key, tally)| (key.clone(), tally.counts.sent)).collect()
        };
        let key = |text: &str| Some(text.to_owned());
        let tags = ask(&world, question(Some(Grouping::Tag)), at(0)).await;
        assert_eq!(sent(&tags), [(None, 1), (key("a_b"), 1), (key("axb"), 1), (key("c"), 1)]);
        let tagged = Question { tag: key("a_b"), ..question(None) };
        assert_eq!(sent(&ask(&world, tagged, at(0)).await), [(None, 1)]);
        let templates = ask(&world, question(Some(Grouping::Template)), at(0)).await;
        assert_eq!(sent(&templates), [(key("welcome"), 3)]);
        let accounts = ask(&world, question(Some(Grouping::Account)), at(0)).await;
        assert_eq!(sent(&accounts), [(Some(world.account.account_id.to_string()), 3)]);
        let hours = ask(&world, question(Some(Grouping::Hour)), at(0)).await;
        assert_eq!(hours.len(), 3);
        let weekdays = ask(&world, question(Some(Grouping::Weekday)), at(0)).await;
        assert_eq!(sent(&weekdays), [(key("1"), 3)]);
        let none = Question { until: at(3_600), ..question(None) };
        assert!(ask(&world, none, at(0)).await.values().all(|tally| tally.counts.sent == 0));
    }

    async fn a_question_reads_its_stretch_of_time_and_nothing_else(store: Store) {
        let world = World::new(store).await;
        let plans = write(&world, |tx| {
            if tx.engine() != Engine::Sqlite {
                return Ok(Vec::new());
            }
            let sql = "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM outcome
                        WHERE workspace_id = ?1 AND sent_at >= ?2 AND sent_at < ?3 GROUP BY account_id";
            tx.query(sql, params![[1_u8; 16].as_slice(), 0_i64, 1_i64], |row| Ok(row.text(3)?.to_owned()))
        });
        for plan in plans.await {
            let is_bounded = plan.contains("SEARCH outcome USING PRIMARY KEY (workspace_id=? AND sent_at>? AND sent_at<?)");
            assert!(is_bounded || plan.contains("TEMP B-TREE"), "{plan}");
        }
        let workspace_id = world.account.workspace_id;
        accept(&world, 1, &[]).await;
        leave(&world, 1, THREAD, 10).await;
        let counted = write(&world, move |tx| outcomes::count(tx, workspace_id, &question(None), 5));
        assert_eq!(counted.await, 1);
    }

    async fn a_send_that_somebody_only_said_was_sent_finds_its_conversation_later(store: Store) {
        let world = World::new(store).await;
        accept(&world, 1, &[]).await;
        let (workspace_id, hints) = (world.account.workspace_id, Hints::default());
        write(&world, move |tx| {
            let known = sends::get(tx, workspace_id, send_id(1))?;
            sends::transition(tx, &hints, &known, &SendState::Sent { at: at(10) }, at(10))
        })
        .await;
        let counts = total(&world, at(20)).await.counts;
        assert_eq!((counts.sent, counts.conversations), (1, 0));
        leave(&world, 1, THREAD, 10).await;
        assert_eq!(total(&world, at(20)).await.counts.conversations, 1);
    }
}
