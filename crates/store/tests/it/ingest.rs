//! What a network shows becomes rows: once, whatever is shown again, late or in another order.

mod acts;
mod changes;
mod imported;
mod model;
mod rows;
pub(crate) mod world;

use std::time::Duration;

use domain::inbox::Facts;
use domain::network::{Attachment, ThreadKind};
use store::inbox::{self, Position};
use store::ingest::{self, OwnMessage};
use store::{StoreError, conversations, messages, relations};

use world::{JOHN, MARIA, World, at, member, message, outgoing, thread};

fn attachment() -> Attachment {
    Attachment {
        id: "att-1".into(),
        name: "Offer.pdf".into(),
        media_type: "application/pdf".into(),
        byte_size: 3,
        url: "http://127.0.0.1:1/att-1".into(),
    }
}

testkit::on_both_engines! {
    async fn a_page_becomes_people_messages_and_a_row_of_the_list(store: Store) {
        let world = World::new(store).await;
        let page = vec![message(JOHN, "t1", 1, "Hello"), outgoing("t1", 2, "Hi John"), message(JOHN, "t1", 3, "Fine?")];
        let shown = thread("t1", &[JOHN, MARIA], 3, 1);
        let seen = world.observe(&shown, &page).await;
        assert!(seen.is_new_conversation);
        assert_eq!(seen.inserted.len(), 3);
        assert_eq!(seen.skipped, 0);

        let account = world.account().await;
        assert_eq!((account.conversation_count, account.unread_conversation_count, account.message_count), (1, 1, 3));
        let (row, history) = world
            .read(move |tx, account| {
                let rows = inbox::list(tx, account.workspace_id, account.number, None, Position::TOP, 10)?;
                let history = messages::list_before(tx, account.workspace_id, seen.thread, at(99), 10)?;
                Ok((rows[0].clone(), history))
            })
            .await;
        assert_eq!((row.unread_count, row.last_activity_at), (1, at(3)));
        let facts = Facts::decode(&row.facts).unwrap();
        let names: Vec<_> = facts.participants().iter().map(|shown| shown.name).collect();
        assert_eq!(names, ["John Doe", "Maria Silva"]);
        assert_eq!(facts.participants()[0].degree, Some(1));
        assert_eq!(facts.latest.unwrap().text, Some("Fine?"));
        assert_eq!(facts.sender().unwrap().slug, Some("john-doe"));
        let texts: Vec<_> = history.iter().map(|message| (message.text.as_str(), message.is_outgoing)).collect();
        assert_eq!(texts, [("Fine?", false), ("Hi John", true), ("Hello", false)]);
    }

    async fn a_page_that_is_shown_again_changes_nothing_and_announces_nothing(store: Store) {
        let world = World::new(store).await;
        let page = vec![message(JOHN, "t1", 1, "Hello"), outgoing("t1", 2, "Hi")];
        let shown = thread("t1", &[JOHN], 2, 1);
        world.observe(&shown, &page).await;
        let before = (world.rows().await, world.events().await, world.account().await);
        let again = world.observe(&shown, &page).await;
        assert!(again.inserted.is_empty() && !again.is_new_conversation);
        // Twice within one page, too.
        let twice = [page.clone(), page].concat();
        assert!(world.observe(&shown, &twice).await.inserted.is_empty());
        assert_eq!((world.rows().await, world.events().await, world.account().await), before);
        let kinds: Vec<_> = before.1.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["conversation.created", "message.received", "message.sent"]);
    }

    async fn history_from_before_the_linking_is_one_event_a_page(store: Store) {
        let world = World::new(store).await;
        let mut page = vec![message(JOHN, "t1", 1, "long ago"), message(JOHN, "t1", 2, "too")];
        for message in &mut page {
            message.sent_at = message.sent_at.minus(Duration::from_hours(1));
        }
        let mut shown = thread("t1", &[JOHN], 2, 0);
        shown.created_at = page[0].sent_at;
        world.observe(&shown, &page).await;
        let kinds: Vec<_> = world.events().await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["conversation.history_added"]);
    }

    async fn the_echo_of_our_own_message_and_our_own_word_of_it_are_one_message(store: Store) {
        let world = World::new(store).await;
        let recipient = member(JOHN);
        let own = |key: &'static str, second| OwnMessage {
            thread_key: "t1",
            message_key: key,
            kind: ThreadKind::Direct,
            recipient: None,
            text: "Hi",
            subject: None,
            token: Some("token-1"),
            reply_to: Some("m-0"),
            attachments: &[],
            sent_at: at(second),
        };
        let refused = world.write(move |tx, account, now| Ok(ingest::observe_own(tx, account, &own("m-1", 5), now))).await;
        assert_eq!(refused, Err(StoreError::NotFound));
        let first = world
            .write(move |tx, account, now| {
                let own = OwnMessage { recipient: Some(&recipient), ..own("m-1", 5) };
                ingest::observe_own(tx, account, &own, now)
            })
            .await;
        assert!(first.is_new_conversation);
        let mut echo = outgoing("t1", 5, "Hi");
        echo.message_key = "m-1".into();
        echo.token = Some("token-1".into());
        let mut shown = thread("t1", &[JOHN], 5, 2);
        shown.last_read_at = Some(at(1));
        let second = world.observe(&shown, &[echo]).await;
        assert!(second.inserted.is_empty());
        let echoes: Vec<_> = second.echoes.iter().map(|echo| (echo.token.as_str(), echo.message_key.as_str())).collect();
        assert_eq!(echoes, [("token-1", "m-1")]);
        // The other way round, in a thread that is known.
        let mut echo = outgoing("t1", 6, "Again");
        echo.message_key = "m-2".into();
        world.observe(&thread("t1", &[JOHN], 6, 2), &[echo]).await;
        let again = world
            .write(move |tx, account, now| {
                let attachments = &[attachment()];
                let own = OwnMessage { text: "Again", attachments, ..own("m-2", 6) };
                ingest::observe_own(tx, account, &own, now)
            })
            .await;
        assert!(again.inserted.is_empty());
        let account = world.account().await;
        assert_eq!((account.message_count, account.unread_conversation_count), (2, 1));
        for key in ["m-1", "m-2"] {
            let kept = world
                .read(move |tx, account| {
                    messages::find_by_ref(tx, account.workspace_id, account.number, messages::NETWORK, key)
                })
                .await
                .unwrap();
            assert_eq!((kept.token.as_deref(), kept.reply_to.as_deref()), (Some("token-1"), Some("m-0")));
            let shown = kept.attachments.map(|json| serde_json::from_str(&json).unwrap());
            assert_eq!(shown, (key == "m-2").then(|| vec![attachment()]));
        }
    }

    async fn a_message_that_comes_late_moves_nothing_up(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("t1", &[JOHN], 10, 0), &[message(JOHN, "t1", 10, "new")]).await;
        world.observe(&thread("t1", &[JOHN], 10, 0), &[message(JOHN, "t1", 2, "old")]).await;
        let conversation = world
            .read(|tx, account| conversations::find_by_thread_key(tx, account.workspace_id, account.account_id, "t1"))
            .await
            .unwrap();
        assert_eq!((conversation.last_activity_at, conversation.latest_sent_at), (at(10), Some(at(10))));
        assert_eq!(conversation.message_count, 2);
    }

    async fn who_wrote_and_has_left_since_keeps_a_name(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("t1", &[JOHN], 9, 0), &[message(JOHN, "t1", 9, "alone now")]).await;
        let early = [message(MARIA, "t1", 1, "hello"), message("ACoAAnobody", "t1", 2, "hello")];
        world.observe(&thread("t1", &[JOHN, MARIA], 2, 0), &early).await;
        let rows = world.rows().await;
        assert_eq!(rows["t1"].participants.len(), 1);
        let names = world
            .read(|tx, account| {
                let mut names = Vec::new();
                for key in [MARIA, "ACoAAnobody"] {
                    let person = store::people::find_by_member_key(tx, account.workspace_id, "sandbox", key)?;
                    names.push(person.unwrap().name);
                }
                Ok(names)
            })
            .await;
        assert_eq!(names, ["Maria Silva", "LinkedIn Member"]);
    }

    async fn what_no_engine_can_hold_is_replaced_and_what_has_no_key_is_left_out(store: Store) {
        let world = World::new(store).await;
        let mut odd = message(JOHN, "t1", 1, "nul\0here");
        odd.subject = Some("\0".into());
        let mut keyless = message(JOHN, "t1", 2, "keyless");
        keyless.message_key = "has space".into();
        let elsewhere = message(JOHN, "t2", 3, "elsewhere");
        let seen = world.observe(&thread("t1", &[JOHN], 3, 0), &[odd, keyless, elsewhere]).await;
        assert_eq!((seen.inserted.len(), seen.skipped), (1, 2));
        let refused = world
            .write(|tx, account, now| Ok(ingest::observe(tx, account, &thread("not a key", &[JOHN], 1, 0), &[], now)))
            .await;
        assert!(matches!(refused, Err(StoreError::Unstorable(_))), "{refused:?}");
    }

    async fn a_direct_thread_is_found_by_its_person(store: Store) {
        let world = World::new(store).await;
        let mut group = thread("t1", &[JOHN, MARIA], 9, 0);
        group.kind = ThreadKind::Group;
        let mut inmail = thread("t2", &[JOHN], 8, 0);
        inmail.kind = ThreadKind::Inmail;
        for shown in [&group, &inmail] {
            world.observe(shown, &[]).await;
        }
        assert_eq!(world.direct_with(JOHN).await.as_deref(), Some("t2"));
        world.observe(&thread("t3", &[JOHN], 1, 0), &[]).await;
        assert_eq!(world.direct_with(JOHN).await.as_deref(), Some("t3"));
        assert_eq!(world.direct_with(MARIA).await, None);
    }

    async fn a_degree_is_kept_per_account_and_an_accepted_invitation_ends(store: Store) {
        let world = World::new(store).await;
        let mut john = member(JOHN);
        john.degree = Some(2);
        let invited = domain::network::Relationship { degree: Some(2), invitation_sent: true, invitation_received: false };
        let related = world
            .write(move |tx, account, now| ingest::relationship(tx, account, &john, &invited, now))
            .await;
        assert!(related.is_news);
        world.observe(&thread("t1", &[JOHN], 1, 0), &[]).await;
        let relation = world
            .read(|tx, account| {
                let person = store::people::find_by_member_key(tx, account.workspace_id, "sandbox", JOHN)?.unwrap();
                relations::find(tx, account.workspace_id, account.account_id, person.person_id)
            })
            .await
            .unwrap();
        assert_eq!(relation.relationship.degree, Some(1));
        assert!(!relation.relationship.invitation_sent);
    }
}
