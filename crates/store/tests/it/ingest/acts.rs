//! Messages that are changed and taken back.

use domain::inbox::Facts;
use domain::network::{Attachment, NetworkMessage, Reaction};
use domain::send::SendKind;
use store::inbox::{self, Position};
use store::ingest::{
    self,
    Receipted::{Unchanged, UnknownMessage, Updated},
};
use store::messages;
use store::sends::{self, Send};

use super::world::{JOHN, OWNER, World, at, message, outgoing, thread};

/// What the list shows of the only conversation.
async fn preview(world: &World) -> Option<String> {
    world
        .read(|tx, account| {
            let (workspace_id, number) = (account.workspace_id, account.number);
            let rows = inbox::list(tx, workspace_id, number, None, Position::TOP, 10)?;
            let facts = Facts::decode(&rows[0].facts).unwrap();
            Ok(facts
                .latest
                .and_then(|latest| latest.text.map(str::to_owned)))
        })
        .await
}

async fn is_found(world: &World, word: &str) -> bool {
    world.rows().await["t1"].words.contains(word)
}

async fn kinds(world: &World) -> Vec<String> {
    let events = world.events().await.into_iter();
    events
        .map(|(kind, _)| kind)
        .filter(|kind| kind.starts_with("message.") || kind.starts_with("send."))
        .collect()
}

async fn find(world: &World, key: &'static str) -> messages::Message {
    world
        .read(move |tx, account| {
            let (workspace_id, number) = (account.workspace_id, account.number);
            messages::find_by_ref(tx, workspace_id, number, messages::NETWORK, key)
        })
        .await
        .unwrap()
}

fn page() -> Vec<domain::network::NetworkMessage> {
    let mut laden = outgoing("t1", 2, "Zebra crossing");
    laden.attachments = vec![Attachment {
        id: "att-1".into(),
        name: "Offer.pdf".into(),
        media_type: "application/pdf".into(),
        byte_size: 3,
        url: "http://127.0.0.1:1/att-1".into(),
    }];
    vec![message(JOHN, "t1", 1, "Hello"), laden]
}

testkit::on_both_engines! {
    async fn what_is_taken_back_is_gone_everywhere_and_no_page_brings_it_back(store: Store) {
        let world = World::new(store).await;
        let shown = thread("t1", &[JOHN], 2, 0);
        world.observe(&shown, &page()).await;
        assert!(is_found(&world, "zebra").await);
        let mut outcomes = Vec::new();
        for key in ["t1-2", "t1-2", "nobody"] {
            outcomes.push(world.write(move |tx, account, now| ingest::deleted(tx, account, key, now)).await);
        }
        assert_eq!(outcomes, [Updated, Unchanged, UnknownMessage]);
        world.observe(&shown, &page()).await;
        let late = vec![Reaction { emoji: "👍".into(), member_key: JOHN.into(), reacted_at: 1 }];
        let reacted = world.write(move |tx, account, now| ingest::reactions(tx, account, "t1-2", &late, now)).await;
        let edited = world.write(|tx, account, now| ingest::edited(tx, account, "t1-2", ("Zebra", None), now)).await;
        assert_eq!((reacted, edited), (Unchanged, Unchanged));
        let kept = find(&world, "t1-2").await;
        assert_eq!((kept.text.as_str(), &kept.attachments, &kept.reactions), ("", &None, &None));
        assert_eq!(kept.deleted_at, Some(at(1_000)));
        assert_eq!(preview(&world).await.as_deref(), Some("Hello"));
        assert!(!is_found(&world, "zebra").await && is_found(&world, "hello").await);
        assert_eq!(kinds(&world).await, ["message.received", "message.sent", "message.deleted"]);
        // What comes after it is the newest again.
        world.observe(&thread("t1", &[JOHN], 3, 1), &[message(JOHN, "t1", 3, "Still there?")]).await;
        assert_eq!(preview(&world).await.as_deref(), Some("Still there?"));
    }

    async fn a_word_that_was_taken_back_is_gone_from_a_long_conversation(store: Store) {
        let world = World::new(store).await;
        let said: Vec<_> = (3..1_100).map(|second| message(JOHN, "t1", second, "Hello")).collect();
        for page in [&[outgoing("t1", 2, "Zebra crossing")][..], &said[..]] {
            for page in page.chunks(32) {
                world.observe(&thread("t1", &[JOHN], 1_100, 0), page).await;
            }
        }
        assert!(is_found(&world, "zebra").await);
        world.write(|tx, account, now| ingest::deleted(tx, account, "t1-2", now)).await;
        assert!(!is_found(&world, "zebra").await && is_found(&world, "hello").await);
    }

    async fn the_last_message_of_a_conversation_can_be_taken_back(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("t1", &[JOHN], 2, 0), &[outgoing("t1", 2, "Only")]).await;
        world.write(|tx, account, now| ingest::deleted(tx, account, "t1-2", now)).await;
        assert_eq!(preview(&world).await, None);
    }

    async fn a_page_that_was_read_before_an_edit_does_not_bring_the_old_text_back(store: Store) {
        let world = World::new(store).await;
        let shown = thread("t1", &[JOHN], 2, 0);
        let page = |text: &str, edited_at: Option<i64>| NetworkMessage {
            edited_at: edited_at.map(at),
            ..message(JOHN, "t1", 1, text)
        };
        let mut texts = Vec::new();
        for (text, edited_at) in [
            ("Helo", None),
            ("Hello", Some(10)),
            ("Helo", None),
            ("Hello there", Some(20)),
            ("Hello", Some(10)),
        ] {
            world.observe(&shown, &[page(text, edited_at)]).await;
            texts.push(find(&world, "t1-1").await.text);
        }
        assert_eq!(texts, ["Helo", "Hello", "Hello", "Hello there", "Hello there"]);
        assert!(is_found(&world, "there").await);
        let edited = kinds(&world).await.into_iter().filter(|kind| kind == "message.edited").count();
        assert_eq!(edited, 2);
        // The answer to our own change is no different: what was known to come after it stays.
        for (text, edited_at, outcome) in [
            ("Bye", Some(30), Updated),
            ("Hello", Some(10), Unchanged),
            ("Bye", Some(31), Unchanged),
        ] {
            let edit = world.write(move |tx, account, now| {
                ingest::edited(tx, account, "t1-1", (text, edited_at.map(at)), now)
            });
            assert_eq!(edit.await, outcome, "{text}");
        }
        world.observe(&shown, &[page("Hello there", Some(20))]).await;
        let kept = find(&world, "t1-1").await;
        assert_eq!((kept.text.as_str(), kept.network_edited_at), ("Bye", Some(at(31))));
    }

    async fn an_act_that_the_network_took_changes_our_copy_once_whoever_tells_first(store: Store) {
        let world = World::new(store).await;
        let shown = thread("t1", &[JOHN], 2, 0);
        world.observe(&shown, &page()).await;
        for (number, kind, text) in [
            (1, SendKind::Edit, "Giraffe crossing"),
            (2, SendKind::Reaction, "👍"),
            (3, SendKind::Reaction, "👍"),
            (4, SendKind::ReactionRemoval, "👍"),
            (5, SendKind::ReactionRemoval, "👍"),
        ] {
            done(&world, number, kind, text).await;
            if kind == SendKind::Edit {
                // The network's own showing comes behind.
                let mut edited = page();
                edited[1].text = "Giraffe crossing".into();
                world.observe(&shown, &edited).await;
            }
        }
        assert_eq!(preview(&world).await.as_deref(), Some("Giraffe crossing"));
        assert!(!is_found(&world, "zebra").await && is_found(&world, "giraffe").await);
        done(&world, 6, SendKind::Delete, "").await;
        assert_eq!(preview(&world).await.as_deref(), Some("Hello"));
        let mut told = kinds(&world).await;
        told.retain(|kind| !kind.starts_with("send."));
        let expected = ["received", "sent", "edited", "reaction_added", "reaction_removed", "deleted"];
        assert_eq!(told, expected.map(|word| format!("message.{word}")));
        let account = world.account().await;
        assert_eq!((account.begun_last_at, account.member_key.as_str()), (None, OWNER));
    }
}

/// Accepts an act on the owner's message, and records that the network took it.
async fn done(world: &World, number: u8, kind: SendKind, text: &'static str) {
    let hints = world.store.hints().clone();
    world
        .write(move |tx, account, now| {
            let place = (account.workspace_id, account.account_id);
            let send_id = domain::ids::SendId::from_bytes([number; 16]);
            let send = Send {
                kind,
                lane: "message t1-2".into(),
                thread_key: Some("t1".into()),
                target_key: Some("t1-2".into()),
                text: text.into(),
                ..Send::new(place, send_id, now)
            };
            let send = sends::insert(tx, &hints, send)?;
            let kept = sends::get(tx, account.workspace_id, send_id)?;
            assert_eq!(kept.target_key, send.target_key);
            sends::record_done(tx, &hints, (&kept, None), now)
        })
        .await;
}
