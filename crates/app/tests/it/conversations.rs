//! The history of a conversation, from every anchor and in every name.

use app::conversations::{ConversationHistory, ReadConversation};
use domain::error_code::ErrorCode;
use domain::network::{Attachment, Reaction};
use domain::time::Timestamp;
use proptest::prelude::*;
use store::Store;

use crate::world::{JOHN, OWNER, World, at, message, refusal, thread};

fn read(conversation: &str) -> ReadConversation {
    ReadConversation {
        conversation: conversation.into(),
        ..ReadConversation::default()
    }
}

fn around(anchor: Timestamp, before: u32, after: u32) -> ReadConversation {
    ReadConversation {
        anchor: Some(anchor),
        count_before: Some(before),
        count_after: Some(after),
        ..read("2-t1")
    }
}

fn texts(history: &ConversationHistory) -> Vec<&str> {
    let texts = history.messages.iter();
    texts.map(|message| message.text.as_str()).collect()
}

/// A thread with so many messages, a second apart, numbered from 0.
async fn with_messages(store: Store, count: i64) -> World {
    let world = World::new(store).await;
    let messages: Vec<_> = (0..count)
        .map(|number| message("2-t1", number, at(number), &number.to_string()))
        .collect();
    for page in messages.chunks(32) {
        world.observe(thread("2-t1", count, 0), page.to_vec()).await;
    }
    world
}

testkit::on_both_engines! {
    async fn without_an_anchor_the_newest_fifty_are_read(store: Store) {
        let world = with_messages(store, 60).await;
        let history = world.app.read_conversation(&world.caller, read("2-t1")).await.unwrap();
        assert_eq!((history.messages.len(), history.total), (50, 60));
        assert_eq!((history.messages[0].text.as_str(), history.messages[49].text.as_str()), ("10", "59"));
        assert_eq!((history.has_more_before, history.has_more_after), (true, false));
        let mut keys: Vec<_> = history.senders.iter().map(|sender| sender.member_key.as_str()).collect();
        keys.sort_unstable();
        assert_eq!(keys, [JOHN, OWNER]);
        for message in &history.messages {
            let is_own = message.text.parse::<i64>().unwrap() % 3 == 0;
            let key = &history.senders[message.sender].member_key;
            assert_eq!(key == OWNER, is_own, "{}", message.text);
        }
    }

    async fn an_anchor_divides_what_came_before_from_what_came_since(store: Store) {
        let world = with_messages(store, 10).await;
        for (anchor, before, after, expected, more_before, more_after) in [
            (at(5), 2, 2, vec!["3", "4", "5", "6"], true, true),
            (at(5), 5, 5, vec!["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], false, false),
            (at(0), 3, 1, vec!["0"], false, true),
            (at(99), 2, 3, vec!["8", "9"], true, false),
            (at(5), 0, 0, vec![], true, true),
            (at(10), 0, 0, vec![], true, false),
        ] {
            let read = around(anchor, before, after);
            let history = world.app.read_conversation(&world.caller, read).await.unwrap();
            assert_eq!(texts(&history), expected, "{anchor} {before} {after}");
            assert_eq!((history.has_more_before, history.has_more_after), (more_before, more_after), "{anchor}");
        }
        let after_only = ReadConversation { count_after: Some(1), count_before: None, ..around(at(5), 0, 0) };
        let history = world.app.read_conversation(&world.caller, after_only).await.unwrap();
        assert_eq!(texts(&history), ["5"]);
    }

    async fn messages_of_one_millisecond_stay_together(store: Store) {
        let world = World::new(store).await;
        let instants = [0, 1_000, 1_001, 1_999, 2_000];
        let page = instants.into_iter().zip(0..).map(|(micros, number)| {
            let sent_at = Timestamp::from_micros(at(0).micros() + micros);
            message("2-t1", number, sent_at, &number.to_string())
        });
        world.observe(thread("2-t1", 9, 0), page.collect()).await;
        let history = world.app.read_conversation(&world.caller, around(at(9), 2, 0)).await.unwrap();
        assert_eq!(texts(&history), ["1", "2", "3", "4"]);
        assert!(history.has_more_before);
        let anchor = Timestamp::from_micros(at(0).micros() + 1_000);
        let history = world.app.read_conversation(&world.caller, around(anchor, 0, 1)).await.unwrap();
        assert_eq!(texts(&history), ["1", "2", "3"]);
        assert!(history.has_more_after);
    }

    async fn a_conversation_answers_to_each_of_its_names(store: Store) {
        let world = with_messages(store, 1).await;
        let own_id = world.app.read_conversation(&world.caller, read("2-t1")).await.unwrap().conversation_id;
        let other = world.second_account().await;
        for name in [
            "2-t1".to_owned(),
            "urn:li:messagingThread:2-t1".to_owned(),
            format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},2-t1)"),
            own_id.to_string(),
        ] {
            let history = world.app.read_conversation(&world.caller, read(&name)).await.unwrap();
            assert_eq!((history.conversation_id, history.account_id), (own_id, world.account.account_id), "{name}");
        }
        let elsewhere = |name: &str| ReadConversation { account: Some(other.account_id.to_string()), ..read(name) };
        for (read, code) in [
            (read("not a thread"), ErrorCode::ValidationError),
            (read("2-absent"), ErrorCode::ConversationNotFound),
            (elsewhere("2-t1"), ErrorCode::ConversationNotFound),
            (elsewhere(&own_id.to_string()), ErrorCode::ConversationNotFound),
            (elsewhere(&format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},2-t1)")), ErrorCode::AccountOwnerMismatch),
        ] {
            let refused = refusal(world.app.read_conversation(&world.caller, read.clone()).await);
            assert_eq!(refused.code, code, "{read:?}");
        }
        let (stranger, _) = world.stranger().await;
        let foreign = refusal(world.app.read_conversation(&stranger, read(&own_id.to_string())).await);
        let absent = refusal(world.app.read_conversation(&stranger, read("cnv_00000000000000000000000000")).await);
        assert_eq!(foreign, absent);
    }

    async fn a_named_participant_must_take_part(store: Store) {
        let world = with_messages(store, 1).await;
        let with = |person: &str| ReadConversation { participant: Some(person.into()), ..read("2-t1") };
        for person in [JOHN, "john-doe", OWNER, "ana-owner", &format!("urn:li:fsd_profile:{JOHN}")] {
            world.app.read_conversation(&world.caller, with(person)).await.unwrap();
        }
        for person in ["somebody-else", "ACoAAnobody", "no such\u{1} name"] {
            let refused = refusal(world.app.read_conversation(&world.caller, with(person)).await);
            assert_eq!(refused.issues[0].path, "profileId", "{person}");
        }
    }

    async fn attachments_reactions_and_receipts_come_with_their_message(store: Store) {
        let world = World::new(store).await;
        let mut shown = message("2-t1", 0, at(1), "with");
        shown.attachments.push(Attachment {
            id: "att-1".into(), name: "a \"b\".pdf".into(), media_type: "application/pdf".into(), byte_size: 7, url: "http://127.0.0.1:1/a".into(),
        });
        shown.reactions.push(Reaction { emoji: "👍".into(), member_key: JOHN.into(), reacted_at: 5 });
        shown.seen_at = Some(at(3));
        shown.subject = Some("Offer".into());
        world.observe(thread("2-t1", 1, 0), vec![shown.clone()]).await;
        let history = world.app.read_conversation(&world.caller, read("2-t1")).await.unwrap();
        let kept = &history.messages[0];
        assert_eq!((&kept.attachments, &kept.reactions, &kept.subject), (&shown.attachments, &shown.reactions, &shown.subject));
        assert_eq!((kept.delivered_at, kept.seen_at), (Some(at(3)), Some(at(3))));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Paging back by the oldest instant, as a client does, gives every message once and in order.
    #[test]
    fn paging_back_gives_every_message_once(gaps in prop::collection::vec(0i64..3, 1..60), size in 1u32..9) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::new(Store::open_memory().unwrap()).await;
            let mut sent_at = at(0);
            let mut messages = Vec::new();
            for (gap, number) in gaps.iter().zip(0..) {
                // Gaps of 0, 0.6 and 1.2 ms: some share their millisecond.
                sent_at = Timestamp::from_micros(sent_at.micros() + gap * 600);
                messages.push(message("2-t1", number, sent_at, &number.to_string()));
            }
            for page in messages.chunks(32) {
                world.observe(thread("2-t1", 99, 0), page.to_vec()).await;
            }
            let mut anchor = at(99);
            let mut read_back = Vec::new();
            loop {
                let history = world.app.read_conversation(&world.caller, around(anchor, size, 0)).await.unwrap();
                let mut page: Vec<String> = texts(&history).into_iter().map(str::to_owned).collect();
                page.append(&mut read_back);
                read_back = page;
                if !history.has_more_before {
                    break;
                }
                anchor = Timestamp::from_millis(history.messages[0].sent_at.millis());
            }
            let expected: Vec<String> = (0..gaps.len()).map(|number| number.to_string()).collect();
            assert_eq!(read_back, expected);
        });
    }
}
