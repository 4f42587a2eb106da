//! Receipts, reactions, read states, people who change, texts that are edited.

use domain::network::{Reaction, Relationship};
use store::ingest::{
    self,
    Receipted::{Unchanged, UnknownMessage, Updated},
};
use store::{accounts, messages};

use super::rows::Rows;
use super::world::{JOHN, MARIA, World, at, member, message, outgoing, thread};

fn word(text: &str) -> String {
    text.to_owned()
}

testkit::on_both_engines! {
    async fn receipts_keep_their_earliest_instant(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("t1", &[JOHN], 1, 0), &[outgoing("t1", 1, "Hi")]).await;
        let mut outcomes = Vec::new();
        for (key, delivered, seen) in [
            ("t1-1", None, Some(at(9))),
            ("t1-1", Some(at(5)), None),
            ("t1-1", Some(at(7)), Some(at(9))),
            ("nobody", Some(at(5)), None),
        ] {
            let outcome = world
                .write(move |tx, account, now| ingest::receipt(tx, account, key, delivered, seen, now))
                .await;
            outcomes.push(outcome);
        }
        assert_eq!(outcomes, [Updated, Updated, Unchanged, UnknownMessage]);
        let kept = world
            .read(|tx, account| messages::find_by_ref(tx, account.workspace_id, account.number, messages::NETWORK, "t1-1"))
            .await
            .unwrap();
        assert_eq!((kept.delivered_at, kept.seen_at), (Some(at(5)), Some(at(9))));
        let kinds: Vec<_> = world.events().await.into_iter().map(|(kind, _)| kind).skip(2).collect();
        assert_eq!(kinds, ["message.delivered", "message.seen"]);
    }

    async fn reactions_are_replaced_as_a_whole_and_no_page_takes_them_away(store: Store) {
        let world = World::new(store).await;
        let page = [message(JOHN, "t1", 1, "Hi")];
        world.observe(&thread("t1", &[JOHN], 1, 0), &page).await;
        let reaction = Reaction { emoji: "👍".into(), member_key: JOHN.into(), reacted_at: 1 };
        let given = vec![reaction];
        let set = world
            .write(move |tx, account, now| ingest::reactions(tx, account, "t1-1", &given, now))
            .await;
        assert_eq!(set, Updated);
        world.observe(&thread("t1", &[JOHN], 1, 0), &page).await;
        assert!(world.rows().await["t1"].messages[0].contains("👍"));
        let emptied = world.write(|tx, account, now| ingest::reactions(tx, account, "t1-1", &[], now)).await;
        assert_eq!(emptied, Updated);
        assert!(!world.rows().await["t1"].messages[0].contains("👍"));
    }

    async fn the_newest_view_of_the_read_state_stands(store: Store) {
        let world = World::new(store).await;
        let older = thread("t1", &[JOHN], 5, 1);
        let mut read = thread("t1", &[JOHN], 9, 0);
        read.last_read_at = Some(at(10));
        let newest = { let mut newest = thread("t1", &[JOHN], 12, 1); newest.last_read_at = Some(at(10)); newest };
        for shown in [&newest, &read, &older] {
            world.observe(shown, &[]).await;
        }
        let account = world.account().await;
        assert_eq!((account.conversation_count, account.unread_conversation_count), (1, 1));
        let is_known = world.write(|tx, account, now| ingest::seen(tx, account, "t1", at(13), now)).await;
        let is_absent = world.write(|tx, account, now| ingest::seen(tx, account, "t9", at(13), now)).await;
        assert_eq!((is_known, is_absent), (true, false));
        assert_eq!(world.account().await.unread_conversation_count, 0);
        // The network's view from before our reading comes late.
        world.observe(&newest, &[]).await;
        assert_eq!(world.account().await.unread_conversation_count, 0);
    }

    async fn an_edited_text_is_found_by_its_new_words_only(store: Store) {
        let world = World::new(store).await;
        let shown = thread("t1", &[JOHN], 2, 0);
        world.observe(&shown, &[message(JOHN, "t1", 1, "alpha beta"), message(JOHN, "t1", 2, "beta")]).await;
        world.observe(&shown, &[message(JOHN, "t1", 1, "gamma")]).await;
        let rows = world.rows().await;
        let words = &rows["t1"].words;
        assert!(words.contains("gamma") && words.contains("beta") && !words.contains("alpha"), "{words:?}");
        assert!(world.events().await.iter().any(|(kind, _)| kind == "message.edited"));
    }

    async fn a_changed_person_changes_in_every_list_and_index(store: Store) {
        let world = World::new(store).await;
        let second = world.second().await;
        world.observe(&thread("t1", &[JOHN], 1, 0), &[message(JOHN, "t1", 1, "doe")]).await;
        world.observe(&thread("t2", &[JOHN, MARIA], 2, 0), &[]).await;
        second.observe(&thread("t3", &[JOHN], 3, 0), &[]).await;
        let mut changed = member(JOHN);
        changed.last_name = "Smith".into();
        changed.headline = "Pilot".into();
        let is_news = world.write(move |tx, account, now| ingest::member_changed(tx, account, &changed, now)).await;
        assert!(is_news);
        // Those of other accounts come a moment later.
        while refresh_all(&world).await > 0 {}
        for (world, key) in [(&world, "t1"), (&world, "t2"), (&second, "t3")] {
            let kept = &world.rows().await[key];
            assert!(kept.listed.contains("John Smith"), "{key}: {kept:?}");
            assert!(kept.words.contains("smith") && kept.words.contains("pilot"), "{key}: {kept:?}");
            // It still stands in a message of the first, and Maria is an engineer.
            assert_eq!(kept.words.contains("doe"), key == "t1");
            assert_eq!(kept.words.contains("engineer"), key == "t2");
        }
        let revision = second.account().await.inbox_revision;
        let mut again = member(JOHN);
        again.last_name = "Smith".into();
        again.headline = "Pilot".into();
        let is_news = world.write(move |tx, account, now| ingest::member_changed(tx, account, &again, now)).await;
        assert!(!is_news);
        assert_eq!(second.account().await.inbox_revision, revision);
    }

    async fn a_view_of_a_thread_tells_of_changed_people_and_of_those_who_left(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("t1", &[JOHN, MARIA], 1, 0), &[message(MARIA, "t1", 1, "bye")]).await;
        let mut shown = thread("t1", &[JOHN], 2, 0);
        shown.participants[0].first_name = "Johnny".into();
        shown.title = Some("Rollout".into());
        world.observe(&shown, &[]).await;
        // What comes late brings nobody back.
        world.observe(&thread("t1", &[JOHN, MARIA], 1, 0), &[]).await;
        let kept = &world.rows().await["t1"];
        assert_eq!(kept.participants.len(), 1, "{kept:?}");
        for (text, is_kept) in [("rollout", true), ("bye", true), ("maria", false)] {
            assert_eq!(kept.words.contains(&word(text)), is_kept, "{text}: {:?}", kept.words);
        }
        let whole = world
            .read(|tx, account| {
                let rows = store::inbox::list(
                    tx, account.workspace_id, account.number, None, store::inbox::Position::TOP, 1)?;
                store::inbox::complete(tx, account.workspace_id, account.account_id, rows[0].clone())
            })
            .await;
        let facts = domain::inbox::Facts::decode(&whole.facts).unwrap();
        assert_eq!(facts.sender().map(|sender| sender.name), Some("Maria Silva"));
    }

    async fn an_ended_connection_is_shown_in_the_list(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("t1", &[JOHN], 1, 0), &[]).await;
        let ended = Relationship { degree: Some(2), invitation_sent: false, invitation_received: false };
        let mut john = member(JOHN);
        john.degree = Some(2);
        let related = world.write(move |tx, account, now| ingest::relationship(tx, account, &john, &ended, now)).await;
        assert!(related.is_news);
        assert!(world.rows().await["t1"].listed.contains("degree: Some(2)"));
    }

    async fn conversations_beyond_one_transaction_are_written_in_steps(store: Store) {
        let world = World::new(store).await;
        for number in 0..200 {
            world.observe(&thread(&format!("t{number}"), &[JOHN], number, 0), &[]).await;
        }
        rename(&world, "Smith").await;
        let shown = |rows: &Rows, name: &str| rows.values().filter(|kept| kept.listed.contains(name)).count();
        let found = |rows: &Rows, text: &str| rows.values().filter(|kept| kept.words.contains(text)).count();
        let rows = world.rows().await;
        assert_eq!((shown(&rows, "Smith"), found(&rows, "doe")), (64, 136));
        assert!(step(&world).await);
        let rows = world.rows().await;
        assert_eq!((shown(&rows, "Smith"), found(&rows, "doe")), (96, 104));
        // The name changes again while the rest of the first change is still to be written.
        rename(&world, "Jones").await;
        assert_eq!(due(&world).await, 1);
        while step(&world).await {}
        let rows = world.rows().await;
        assert_eq!((shown(&rows, "Jones"), found(&rows, "jones")), (200, 200));
        assert_eq!((found(&rows, "smith"), found(&rows, "doe")), (0, 0));
        assert_eq!(due(&world).await, 0);
        assert!(!step(&world).await);
    }

    async fn a_member_who_is_looked_up_changes_wherever_they_are_shown(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("t1", &[JOHN], 1, 0), &[]).await;
        let mut renamed = member(JOHN);
        renamed.last_name = "Smith".into();
        renamed.slug = Some("john-smith".into());
        renamed.degree = Some(2);
        let shown = renamed.clone();
        let person = world.write(move |tx, account, now| ingest::member_seen(tx, account, &shown, now)).await;
        assert_eq!((person.slug.as_deref(), person.updated_at), (Some("john-smith"), at(1_000)));
        let kept = &world.rows().await["t1"];
        assert!(kept.listed.contains("John Smith") && kept.listed.contains("degree: Some(2)"), "{kept:?}");
        assert!(kept.words.contains("smith") && !kept.words.contains("doe"), "{kept:?}");
        assert_eq!(changes_told(&world).await, 1);
        world.write(move |tx, account, now| ingest::member_seen(tx, account, &renamed, now)).await;
        assert_eq!(changes_told(&world).await, 1);
    }

    async fn who_writes_without_taking_part_changes_wherever_they_are_shown(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("t1", &[MARIA], 1, 0), &[]).await;
        world.observe(&thread("t2", &[JOHN, MARIA], 9, 0), &[]).await;
        world.observe(&thread("t2", &[JOHN], 10, 0), &[]).await;
        // An older view brings back nobody, but it tells of whom its messages are.
        let mut older = thread("t2", &[JOHN, MARIA], 5, 0);
        older.participants[1].last_name = "Souza".into();
        world.observe(&older, &[message(MARIA, "t2", 5, "bye")]).await;
        let kept = &world.rows().await["t1"];
        assert!(kept.listed.contains("Maria Souza") && kept.words.contains("souza"), "{kept:?}");
        assert_eq!(changes_told(&world).await, 1);
    }

    async fn accounts_that_know_the_same_people_do_not_wait_for_each_other_in_a_circle(store: Store) {
        let one = World::new(store.clone()).await;
        let other = one.second().await;
        for world in [&one, &other] {
            world.observe(&thread("t1", &[JOHN], 1, 0), &[]).await;
            world.observe(&thread("t2", &[MARIA], 2, 0), &[]).await;
        }
        for round in 0..40 {
            // Both begin with their own account, as whoever keeps a page of updates does.
            let change = |world: World, who: &'static str| async move {
                world.write(move |tx, account, now| {
                    accounts::update_received(tx, account.workspace_id, account.account_id, now)?;
                    let mut changed = member(who);
                    changed.last_name = format!("Number {round}");
                    ingest::member_changed(tx, account, &changed, now)
                }).await
            };
            let changed = tokio::join!(change(one.clone(), JOHN), change(other.clone(), MARIA));
            assert_eq!(changed, (true, true));
        }
        assert_eq!(store.counters().reruns(), 0, "a circle is broken by running one of them again");
        while refresh_all(&one).await > 0 {}
        for world in [&one, &other] {
            let rows = world.rows().await;
            assert!(rows["t1"].listed.contains("John Number 39"), "{rows:?}");
            assert!(rows["t2"].listed.contains("Maria Number 39"), "{rows:?}");
        }
    }

    async fn reading_everything_leaves_what_has_happened_since(store: Store) {
        let world = World::new(store).await;
        for (key, second) in [("t1", 1), ("t2", 2)] {
            world.observe(&thread(key, &[JOHN], second, 1), &[]).await;
        }
        let known = world
            .read(|tx, account| store::inbox::list_unread_positions(tx, account.workspace_id, account.number))
            .await;
        assert_eq!(known.len(), 2);
        world.observe(&thread("t2", &[JOHN], 3, 2), &[]).await;
        world.write(move |tx, account, now| ingest::all_seen(tx, account, &known, at(9), now)).await;
        let rows = world.rows().await;
        assert_eq!(world.account().await.unread_conversation_count, 1);
        assert!(rows["t1"].listed.starts_with("0 ") && rows["t2"].listed.starts_with("2 "), "{rows:?}");
    }
}

/// John's last name is now another.
async fn rename(world: &World, last_name: &str) {
    let mut changed = member(JOHN);
    changed.last_name = last_name.into();
    let act = move |tx: &mut store::Tx<'_>, account: &store::accounts::Account, now| {
        ingest::member_changed(tx, account, &changed, now)
    };
    assert!(world.write(act).await);
}

/// One step of what is left of John's changes.
async fn step(world: &World) -> bool {
    world
        .write(|tx, account, _| {
            let person =
                store::people::find_by_member_key(tx, account.workspace_id, "sandbox", JOHN)?
                    .unwrap();
            ingest::refresh_person(tx, account.workspace_id, person.person_id)
        })
        .await
}

/// One step for everybody whose changes are still to be written. Says how many they are.
async fn refresh_all(world: &World) -> usize {
    world
        .write(|tx, _, _| {
            let due = store::agenda::REFRESHES.list_due(tx, at(2_000), 10)?;
            for (workspace_id, person_id) in &due {
                ingest::refresh_person(tx, *workspace_id, *person_id)?;
            }
            Ok(due.len())
        })
        .await
}

async fn due(world: &World) -> usize {
    let due = world.read(|tx, _| store::agenda::REFRESHES.list_due(tx, at(2_000), 10));
    due.await.len()
}

async fn changes_told(world: &World) -> usize {
    let events = world.events().await;
    let told = events.iter().filter(|(kind, _)| kind == "person.changed");
    told.count()
}
