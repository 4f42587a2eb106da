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

    async fn without_an_anchor_the_newest_are_read_whatever_is_asked_for_behind_them(store: Store) {
        let world = with_messages(store, 60).await;
        for (before, after, expected) in [(None, Some(7), 50), (None, Some(200), 50), (Some(3), Some(7), 3), (Some(0), Some(7), 0)] {
            let read = ReadConversation { count_before: before, count_after: after, ..read("2-t1") };
            let history = world.app.read_conversation(&world.caller, read).await.unwrap();
            let newest: Vec<_> = (60 - expected..60).map(|number| number.to_string()).collect();
            assert_eq!(texts(&history), newest, "{before:?} {after:?}");
            assert!(history.has_more_before && !history.has_more_after);
        }
    }

    async fn an_instant_of_very_many_messages_is_never_torn_apart(store: Store) {
        let world = World::new(store).await;
        // An import tells seconds only; one message is older and one newer.
        let instants = std::iter::once(0).chain(std::iter::repeat_n(1, 450)).chain([2]);
        let page: Vec<_> = instants
            .zip(0..)
            .map(|(second, number)| message("2-t1", number, at(second), &number.to_string()))
            .collect();
        for page in page.chunks(32) {
            world.observe(thread("2-t1", 2, 0), page.to_vec()).await;
        }
        for (anchor, before, after, expected) in [(at(9), 2, 0, 451), (at(2), 1, 0, 450), (at(1), 0, 1, 450), (at(1), 1, 0, 1)] {
            let history = world.app.read_conversation(&world.caller, around(anchor, before, after)).await.unwrap();
            assert_eq!(history.messages.len(), expected, "{anchor} {before} {after}");
        }
        let history = world.app.read_conversation(&world.caller, around(at(9), 2, 0)).await.unwrap();
        assert_eq!((history.has_more_before, history.has_more_after), (true, false));
    }

    async fn a_history_is_complete_once_it_was_read_down_to_its_first_message(store: Store) {
        let world = with_messages(store, 3).await;
        let is_complete = async || {
            let history = world.app.read_conversation(&world.caller, read("2-t1")).await.unwrap();
            assert!(!history.has_more_before);
            history.is_history_complete
        };
        let pending = async || {
            world.app.account_status(&world.caller, None).await.unwrap().sync.conversations_pending
        };
        assert_eq!((is_complete().await, pending().await), (false, 1));
        world
            .write(|tx, account| store::backfill::update(tx, account.workspace_id, account.account_id, "2-t1", None))
            .await;
        assert_eq!((is_complete().await, pending().await), (true, 0));
    }

    async fn an_owner_in_a_urn_stands_for_the_account_that_holds_the_thread(store: Store) {
        let world = with_messages(store, 1).await;
        let imported = world.imported(OWNER).await;
        let (account, kept) = (imported.clone(), [message("2-old", 1, at(1), "from the archive")]);
        world
            .write(move |tx, _| store::ingest::observe(tx, &account, &thread("2-old", 1, 0), &kept, at(1)).map(drop))
            .await;
        for (key, account_id) in [("2-t1", world.account.account_id), ("2-old", imported.account_id)] {
            let urn = format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{key})");
            let history = world.app.read_conversation(&world.caller, read(&urn)).await.unwrap();
            assert_eq!((history.account_id, history.is_history_complete), (account_id, key == "2-old"), "{key}");
        }
        let urn = format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},2-old)");
        let named = ReadConversation { account: Some(world.account.account_id.to_string()), ..read(&urn) };
        let refused = refusal(world.app.read_conversation(&world.caller, named).await);
        assert_eq!(refused.code, ErrorCode::ConversationNotFound);
        let absent = read(&format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},2-none)"));
        assert_eq!(refusal(world.app.read_conversation(&world.caller, absent).await).code, ErrorCode::ConversationNotFound);
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
