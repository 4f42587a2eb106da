//! Pieces of archives: filled in, never edited, and one participant for one member.

use domain::network::{Member, NetworkMessage, Thread, ThreadKind};
use store::ingest::{self, Kept, Observed, Piece};
use store::{conversations, messages, participants, people};

use super::world::{World, at, message};

const HIDDEN: &str = "hidden_00000000000000000000000000000001";
const OTHER_HIDDEN: &str = "hidden_00000000000000000000000000000002";

fn named(key: &str, name: &str) -> Member {
    Member {
        slug: None,
        first_name: name.into(),
        last_name: String::new(),
        headline: String::new(),
        degree: None,
        ..super::world::member(key)
    }
}

fn thread(people: &[Member], second: i64) -> Thread {
    Thread {
        participants: people.to_vec(),
        ..super::world::thread("2-a", &[], second, 0)
    }
}

impl World {
    async fn import(&self, thread: Thread, page: Vec<NetworkMessage>, is_newest: bool) -> Observed {
        self.write(move |tx, account, now| {
            let piece = Piece {
                thread: &thread,
                messages: &page,
                kept: Kept::Unknown,
                is_newest,
            };
            ingest::observe_imported(tx, account, piece, now)
        })
        .await
    }

    /// Keys of those who take part, and the key of the sender of each message, oldest first.
    async fn people_of(&self, thread_key: &'static str) -> (Vec<String>, Vec<String>) {
        self.read(move |tx, account| {
            let (workspace_id, account_id) = (account.workspace_id, account.account_id);
            let found =
                conversations::find_by_thread_key(tx, workspace_id, account_id, thread_key)?;
            let found = found.unwrap();
            let id = found.conversation_id;
            let parties = participants::list(tx, workspace_id, account_id, id, 10)?;
            let mut senders = Vec::new();
            for row in messages::list_from(tx, workspace_id, found.thread, at(-1), 10)? {
                let sender = people::find(tx, workspace_id, row.sender_id)?;
                senders.push(sender.unwrap().member_key);
            }
            let keys = parties.into_iter().map(|party| party.person.member_key);
            Ok((keys.collect(), senders))
        })
        .await
    }
}

testkit::on_both_engines! {
    async fn a_message_of_an_import_is_filled_in_and_never_edited(store: Store) {
        let world = World::imported(store).await;
        let jane = named("jane-roe", "Jane Roe");
        let first = message("jane-roe", "2-a", 1, "Hello   you");
        world.import(thread(std::slice::from_ref(&jane), 1), vec![first.clone()], true).await;
        let before = world.events().await;
        let second = NetworkMessage { text: "Hello you".into(), subject: Some("A subject".into()), ..first.clone() };
        let third = NetworkMessage { subject: Some("Another".into()), ..second.clone() };
        for again in [second, third] {
            assert!(world.import(thread(std::slice::from_ref(&jane), 1), vec![again], true).await.inserted.is_empty());
            let row = world
                .read(|tx, account| {
                    let number = account.number;
                    messages::find_by_ref(tx, account.workspace_id, number, messages::NETWORK, "2-a-1")
                })
                .await
                .unwrap();
            assert_eq!((row.text.as_str(), row.subject.as_deref()), ("Hello   you", Some("A subject")));
            assert_eq!(row.edited_at, None);
        }
        assert_eq!(world.events().await, before);
    }

    async fn a_key_takes_the_place_of_a_name_and_its_messages(store: Store) {
        let world = World::imported(store).await;
        let hidden = named(HIDDEN, "Jane Roe");
        world.import(thread(std::slice::from_ref(&hidden), 1), vec![message(HIDDEN, "2-a", 1, "Hello")], true).await;
        let jane = named("jane-roe", "Jane Roe");
        world.import(thread(&[jane], 2), vec![message("jane-roe", "2-a", 2, "You")], true).await;
        let expected = (vec!["jane-roe".to_owned()], vec!["jane-roe".to_owned(); 2]);
        assert_eq!(world.people_of("2-a").await, expected);
        // The name comes again, and says a message that was not there.
        world.import(thread(&[hidden], 3), vec![message(HIDDEN, "2-a", 3, "Again")], true).await;
        assert_eq!(world.people_of("2-a").await, (expected.0, vec!["jane-roe".to_owned(); 3]));
    }

    async fn two_members_of_one_name_stay_two(store: Store) {
        let world = World::imported(store).await;
        let group = |people: &[Member]| Thread { kind: ThreadKind::Group, ..thread(people, 1) };
        let both = [named("ACoAAone", "Jane Roe"), named("ACoAAtwo", "Jane Roe")];
        world.import(group(&both), Vec::new(), true).await;
        // A bare name could be either, and a third key is a third person.
        let more = [named(HIDDEN, "Jane Roe"), named("ACoAAthree", "Jane Roe")];
        world.import(group(&more), Vec::new(), true).await;
        assert_eq!(world.people_of("2-a").await.0.len(), 4);
    }

    async fn the_last_one_left_in_a_group_is_who_closed_the_account(store: Store) {
        let world = World::imported(store).await;
        let group = |people: &[Member]| Thread { kind: ThreadKind::Group, ..thread(people, 1) };
        let (ana, ben) = (named("ana-1", "Ana"), named("ben-2", "Ben"));
        world.import(group(&[ana.clone(), ben.clone()]), Vec::new(), true).await;
        world.import(group(&[ana.clone(), named(HIDDEN, people::NAMELESS)]), Vec::new(), true).await;
        assert_eq!(world.people_of("2-a").await.0, ["ana-1", "ben-2"]);
        // Two who closed theirs are nobody in particular.
        let hidden = [named(HIDDEN, people::NAMELESS), named(OTHER_HIDDEN, "Somebody")];
        world.import(group(&hidden), Vec::new(), true).await;
        assert_eq!(world.people_of("2-a").await.0.len(), 4);
    }

    async fn an_older_archive_brings_no_old_address_back(store: Store) {
        let world = World::imported(store).await;
        let (old, new) = (named("jane-roe", "Jane Roe"), named("jane-poe", "Jane Poe"));
        world.import(thread(std::slice::from_ref(&new), 5), vec![message("jane-poe", "2-a", 5, "New")], true).await;
        world.import(thread(std::slice::from_ref(&old), 1), vec![message("jane-roe", "2-a", 1, "Old")], false).await;
        let (keys, senders) = world.people_of("2-a").await;
        assert_eq!((keys, senders), (vec!["jane-poe".to_owned()], vec!["jane-poe".to_owned(); 2]));
    }
}
