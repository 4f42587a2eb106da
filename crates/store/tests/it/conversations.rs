//! The list of a workspace's conversations, and where each lies.

use domain::conversation::{Desk, Snooze};
use domain::ids::{ConversationId, LabelId, UserId};
use domain::network::{Mailbox, Thread, ThreadKind};
use domain::time::Timestamp;
use store::conversations::{self, Conversation, Direction, Stretch, Walk};
use store::inbox::Position;
use store::labels::{self, Label};
use store::{agenda, backfill, desks, ingest, participants, people};

use crate::ingest::world::{JOHN, MARIA, World, at, message, outgoing, thread};

/// All that are not archived.
const OPEN: Walk = Walk::All { is_archived: false };

impl World {
    async fn walk(&self, walk: Walk, stretch: Stretch, limit: u32) -> Vec<String> {
        let found = self.read(move |tx, account| {
            conversations::list(tx, account.workspace_id, walk, stretch, limit)
        });
        let found = found.await.into_iter();
        found.map(|conversation| conversation.thread_key).collect()
    }

    async fn all(&self, walk: Walk) -> Vec<String> {
        self.walk(walk, Stretch::ALL, 100).await
    }

    async fn conversation(&self, key: &'static str) -> Conversation {
        self.read(move |tx, account| {
            let account_id = account.account_id;
            let found =
                conversations::find_by_thread_key(tx, account.workspace_id, account_id, key)?;
            Ok(found.unwrap())
        })
        .await
    }

    async fn lay(
        &self,
        key: &'static str,
        next: impl Fn(Desk) -> Desk + Copy + Send + 'static,
    ) -> Conversation {
        let conversation_id = self.conversation(key).await.conversation_id;
        self.write(move |tx, account, now| {
            let subject = (account.workspace_id, conversation_id);
            Ok(desks::change(tx, subject, next, now)?.unwrap())
        })
        .await
    }

    /// The kinds of all events that tell where a conversation lies.
    async fn told(&self) -> Vec<String> {
        let events = self.events().await.into_iter();
        let told = events.filter(|(kind, _)| {
            let of_desk = ["archived", "assigned", "snoozed", "updated", "woken"];
            kind.starts_with("conversation.") && of_desk.iter().any(|word| kind.ends_with(word))
        });
        told.map(|(kind, _)| kind).collect()
    }
}

fn archived(desk: Desk) -> Desk {
    Desk {
        is_archived: true,
        ..desk
    }
}

fn snoozed_until(until: Option<Timestamp>, until_reply: bool) -> impl Fn(Desk) -> Desk + Copy {
    move |desk| Desk {
        snooze: Some(Snooze { until, until_reply }),
        ..desk
    }
}

fn label(number: u8, name: &str) -> Label {
    Label {
        label_id: LabelId::from_bytes([number; 16]),
        name: name.to_owned(),
        folded: name.to_lowercase(),
        colour: None,
        created_at: at(0),
        updated_at: at(0),
    }
}

testkit::on_both_engines! {
    async fn every_way_down_the_list_holds_what_it_says_and_leads_back(store: Store) {
        let world = World::new(store).await;
        let second = world.second().await;
        world.observe(&thread("2-a", &[JOHN], 10, 0), &[]).await;
        world.observe(&thread("2-b", &[JOHN], 30, 2), &[]).await;
        world.observe(&thread("2-c", &[MARIA], 20, 0), &[]).await;
        second.observe(&thread("2-d", &[MARIA], 25, 1), &[]).await;
        assert_eq!(world.all(OPEN).await, ["2-b", "2-d", "2-c", "2-a"]);
        assert_eq!(world.all(Walk::Unread).await, ["2-b", "2-d"]);
        assert_eq!(world.all(Walk::UnreadOf(second.account.account_id)).await, ["2-d"]);
        let of_second = Walk::Account { account_id: second.account.account_id, is_archived: false };
        assert_eq!(world.all(of_second).await, ["2-d"]);
        let user_id = UserId::from_bytes([8; 16]);
        world.lay("2-a", archived).await;
        world.lay("2-b", |desk| Desk { is_starred: true, ..desk }).await;
        world.lay("2-c", move |desk| Desk { assignee: Some(user_id), ..desk }).await;
        world.lay("2-b", snoozed_until(None, true)).await;
        assert_eq!(world.all(OPEN).await, ["2-b", "2-d", "2-c"]);
        assert_eq!(world.all(Walk::All { is_archived: true }).await, ["2-a"]);
        assert_eq!(world.all(Walk::Starred).await, ["2-b"]);
        assert_eq!(world.all(Walk::Assigned(user_id)).await, ["2-c"]);
        assert_eq!(world.all(Walk::Snoozed).await, ["2-b"]);
        let from = |direction, second, thread| {
            let position = Position { last_activity_at: at(second), thread };
            Stretch { direction, ..Stretch::ALL }.behind(position)
        };
        assert_eq!(world.walk(OPEN, from(Direction::Older, 25, i64::MIN), 9).await, ["2-c"]);
        assert_eq!(world.walk(OPEN, from(Direction::Newer, 20, i64::MAX), 1).await, ["2-d"]);
        assert_eq!(world.walk(OPEN, from(Direction::Newer, 20, i64::MAX), 9).await, ["2-d", "2-b"]);
        let threads: Vec<i64> = vec![world.conversation("2-a").await.thread, 7];
        let found = world.read(move |tx, account| conversations::list_of(tx, account.workspace_id, &threads)).await;
        assert_eq!(found.len(), 1);
    }

    async fn a_change_is_told_once_and_what_is_no_change_is_not_told(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("2-a", &[JOHN], 10, 0), &[]).await;
        for _ in 0..2 {
            assert!(world.lay("2-a", archived).await.desk.is_archived);
        }
        for _ in 0..2 {
            world.lay("2-a", |desk| Desk { is_archived: false, is_starred: true, ..desk }).await;
        }
        let user_id = UserId::from_bytes([8; 16]);
        world.lay("2-a", move |desk| Desk { assignee: Some(user_id), ..desk }).await;
        world.lay("2-a", snoozed_until(Some(at(2_000)), false)).await;
        world.lay("2-a", |desk| Desk { snooze: None, ..desk }).await;
        assert_eq!(world.told().await, [
            "conversation.archived", "conversation.unarchived", "conversation.updated", "conversation.assigned",
            "conversation.snoozed", "conversation.woken",
        ]);
        let stands = world.conversation("2-a").await.desk;
        assert_eq!(stands, Desk { is_starred: true, assignee: Some(user_id), ..Desk::default() });
        let absent = ConversationId::from_bytes([9; 16]);
        let found = world.write(move |tx, account, now| {
            desks::change(tx, (account.workspace_id, absent), archived, now)
        });
        assert_eq!(found.await, None);
    }

    async fn a_message_from_somebody_takes_a_conversation_out_of_the_archive(store: Store) {
        let world = World::new(store).await;
        let shown = thread("2-a", &[JOHN], 10, 0);
        world.observe(&shown, &[]).await;
        world.lay("2-a", archived).await;
        world.lay("2-a", snoozed_until(None, true)).await;
        // What one writes oneself changes nothing, and neither does what is older than the link.
        let old = message(JOHN, "2-a", -100_000, "long ago");
        world.observe(&thread("2-a", &[JOHN], 20, 0), &[outgoing("2-a", 20, "hello?"), old]).await;
        let desk = world.conversation("2-a").await.desk;
        assert!(desk.is_archived && desk.snooze.is_some());
        world.observe(&thread("2-a", &[JOHN], 30, 1), &[message(JOHN, "2-a", 30, "here I am")]).await;
        assert_eq!(world.conversation("2-a").await.desk, Desk::default());
        let told = world.told().await;
        assert_eq!(told[2..], ["conversation.unarchived", "conversation.woken"], "{told:?}");
        let woken = world.events().await.into_iter().find(|(kind, _)| kind == "conversation.woken");
        assert!(woken.unwrap().1.contains(r#""by":"reply""#));
    }

    async fn a_network_that_tells_of_its_archive_is_believed(store: Store) {
        let world = World::new(store).await;
        let lies = |second, is_archived, is_starred| Thread {
            mailbox: Some(Mailbox { is_archived, is_starred }),
            ..thread("2-a", &[JOHN], second, 0)
        };
        // As it is found, nothing has changed.
        world.observe(&lies(10, true, false), &[]).await;
        assert!(world.conversation("2-a").await.desk.is_archived);
        assert!(world.told().await.is_empty());
        world.observe(&lies(10, false, true), &[]).await;
        assert_eq!(world.told().await, ["conversation.unarchived", "conversation.updated"]);
        // It was archived again after the message had come.
        world.observe(&lies(20, true, true), &[message(JOHN, "2-a", 20, "hello")]).await;
        assert!(world.conversation("2-a").await.desk.is_archived);
    }

    async fn a_snooze_ends_at_its_instant_once_and_the_next_is_on_the_agenda(store: Store) {
        let world = World::new(store).await;
        for (key, until) in [("2-a", 1_500), ("2-b", 1_600), ("2-c", 1_400)] {
            world.observe(&thread(key, &[JOHN], 10, 0), &[]).await;
            world.lay(key, snoozed_until(Some(at(until)), false)).await;
        }
        world.observe(&thread("2-d", &[JOHN], 10, 0), &[]).await;
        world.lay("2-d", snoozed_until(None, true)).await;
        let due = |second| world.read(move |tx, _| agenda::list_due(tx, agenda::SNOOZE, at(second), 9));
        assert!(due(1_399).await.is_empty());
        assert_eq!(due(1_400).await.len(), 1);
        let wake = |second, limit| world.write(move |tx, account, _| {
            desks::wake(tx, (account.workspace_id, account.account_id), at(second), limit)
        });
        assert_eq!((wake(1_500, 1).await, wake(1_500, 9).await, wake(1_500, 9).await), (1, 1, 0));
        assert!(due(1_599).await.is_empty());
        assert_eq!(due(1_600).await.len(), 1);
        assert_eq!(wake(1_600, 9).await, 1);
        assert!(due(1_000_000).await.is_empty());
        assert!(world.conversation("2-d").await.desk.snooze.is_some());
        let woken = world.told().await.into_iter().filter(|kind| kind == "conversation.woken");
        assert_eq!(woken.count(), 3);
    }

    async fn a_conversation_that_is_marked_as_unread_counts_as_one(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("2-a", &[JOHN], 10, 0), &[]).await;
        for _ in 0..2 {
            let known = world.write(|tx, account, now| ingest::unread(tx, account, "2-a", now)).await;
            assert!(known);
        }
        assert_eq!(world.conversation("2-a").await.unread_count, 1);
        assert_eq!(world.account().await.unread_conversation_count, 1);
        assert_eq!(world.told().await, ["conversation.updated"]);
        assert!(!world.write(|tx, account, now| ingest::unread(tx, account, "2-none", now)).await);
    }

    async fn labels_are_put_on_conversations_and_go_from_all_of_them(store: Store) {
        let world = World::new(store).await;
        for key in ["2-a", "2-b", "2-c"] {
            world.observe(&thread(key, &[JOHN], 10, 0), &[]).await;
        }
        let (hot, cold) = (label(1, "Hot"), label(2, "Cold"));
        let (insert, again) = (hot.clone(), label(3, "hOT"));
        let added = world.write(move |tx, account, _| {
            let first = labels::insert(tx, account.workspace_id, &insert)?;
            let second = labels::insert(tx, account.workspace_id, &cold)?;
            Ok((first, second, labels::insert(tx, account.workspace_id, &again)?))
        });
        assert_eq!(added.await, (true, true, false));
        let conversations = [world.conversation("2-a").await, world.conversation("2-b").await];
        let threads: Vec<i64> = conversations.iter().map(|conversation| conversation.thread).collect();
        let label_id = hot.label_id;
        for conversation in conversations {
            let put = move |tx: &mut store::Tx<'_>, account: &store::accounts::Account, now| {
                let subject = (account.workspace_id, &conversation);
                let first = labels::put(tx, subject, label_id, now)?;
                let absent = labels::put(tx, subject, LabelId::from_bytes([9; 16]), now)?;
                Ok((first, labels::put(tx, subject, label_id, now)?, absent))
            };
            assert_eq!(world.write(put).await, (true, false, false));
        }
        let asked = threads.clone();
        let carried = world.read(move |tx, account| labels::list_of(tx, account.workspace_id, &asked)).await;
        assert_eq!(carried.len(), 2);
        assert_eq!(carried[&threads[0]], std::slice::from_ref(&hot));
        let listed = world.read(move |tx, account| labels::list_threads(tx, account.workspace_id, label_id, 9)).await;
        assert_eq!(listed, threads);
        let labelled = world.read(|tx, account| {
            Ok((labels::list_labelled(tx, account.workspace_id, 9)?, labels::list_labelled(tx, account.workspace_id, 1)?))
        });
        assert_eq!(labelled.await, (threads.clone(), threads[..1].to_vec()));
        let asked = vec![threads[1], 7];
        let among = world.read(move |tx, account| {
            labels::list_threads_among(tx, account.workspace_id, label_id, &asked)
        });
        assert_eq!(among.await.into_iter().collect::<Vec<_>>(), [threads[1]]);
        let renamed = Label { name: "COLD".into(), folded: "cold".into(), ..hot.clone() };
        assert!(!world.write(move |tx, account, _| labels::update(tx, account.workspace_id, &renamed)).await);
        let delete = move |tx: &mut store::Tx<'_>, account: &store::accounts::Account, now| {
            labels::delete(tx, account.workspace_id, &hot, 1, now)
        };
        let mut steps = 1;
        while !world.write(delete.clone()).await {
            steps += 1;
        }
        assert_eq!(steps, 3);
        let left = world.read(|tx, account| labels::list(tx, account.workspace_id, 9)).await;
        assert_eq!(left.len(), 1);
        let kinds = world.events().await.into_iter().map(|(kind, _)| kind);
        let kinds: Vec<String> = kinds.filter(|kind| kind.starts_with("label.")).collect();
        assert_eq!(kinds, ["label.created", "label.created", "label.deleted"]);
    }

    async fn a_conversation_that_is_read_in_is_started_over_and_no_other(store: Store) {
        let world = World::new(store).await;
        for key in ["2-done", "2-begun", "2-other"] {
            world.observe(&thread(key, &[JOHN], 10, 0), &[]).await;
        }
        let states = async || {
            let pending = world.read(|tx, account| {
                let (workspace_id, account_id) = (account.workspace_id, account.account_id);
                backfill::find_next(tx, workspace_id, account_id)
            });
            pending.await.map(|next| (next.thread_key, next.cursor))
        };
        world.write(|tx, account, _| {
            let (workspace_id, account_id) = (account.workspace_id, account.account_id);
            for (key, next) in [("2-done", None), ("2-begun", Some("half")), ("2-other", None)] {
                backfill::update(tx, workspace_id, account_id, key, next)?;
            }
            backfill::update_pending(tx, workspace_id, account_id, "2-begun")
        }).await;
        assert_eq!(states().await, Some(("2-begun".to_owned(), Some("half".to_owned()))));
        world.write(|tx, account, _| {
            let (workspace_id, account_id) = (account.workspace_id, account.account_id);
            backfill::update(tx, workspace_id, account_id, "2-begun", None)?;
            backfill::update_pending(tx, workspace_id, account_id, "2-done")
        }).await;
        assert_eq!(states().await, Some(("2-done".to_owned(), None)));
        let count = world.read(|tx, account| {
            backfill::count_pending(tx, account.workspace_id, account.account_id)
        });
        assert_eq!(count.await, 1);
    }

    async fn a_list_shows_the_first_participants_and_counts_all(store: Store) {
        let world = World::new(store).await;
        let group = Thread { kind: ThreadKind::Group, ..thread("2-g", &[JOHN, MARIA, "ACoAAx", "ACoAAy"], 10, 0) };
        world.observe(&group, &[]).await;
        world.observe(&thread("2-a", &[MARIA], 10, 0), &[]).await;
        let (group, direct) = (world.conversation("2-g").await.thread, world.conversation("2-a").await.thread);
        let shown = world.read(move |tx, account| {
            participants::list_shown(tx, account.workspace_id, &[group, direct, 7], 2)
        });
        let shown = shown.await;
        let keys = |thread: &i64| {
            let (people, total) = &shown[thread];
            let keys = people.iter().map(|one| one.person.member_key.clone());
            (keys.collect::<Vec<_>>(), *total)
        };
        assert_eq!(keys(&group), (vec![JOHN.to_owned(), MARIA.to_owned()], 4));
        assert_eq!(keys(&direct), (vec![MARIA.to_owned()], 1));
        assert_eq!(shown.len(), 2);
        let among = world.read(move |tx, account| {
            let workspace_id = account.workspace_id;
            let john = people::find_by_member_key(tx, workspace_id, "sandbox", JOHN)?.unwrap();
            participants::list_threads_among(tx, workspace_id, john.person_id, &[group, direct])
        });
        assert_eq!(among.await.into_iter().collect::<Vec<_>>(), [group]);
    }
}
