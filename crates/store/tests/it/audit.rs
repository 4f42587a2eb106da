//! The chain of what was done, on both engines.

use domain::audit::{Actor, AuditAction, Broken, Chain, Details, Fault};
use domain::ids::{ApiKeyId, UserId, WorkspaceId};
use domain::time::Timestamp;
use store::audit::{self, Filter, NewEntry};
use store::workspaces::{self, Workspace};
use store::{Store, StoreError, params};

pub(crate) fn workspace_id(number: u8) -> WorkspaceId {
    WorkspaceId::from_bytes([number; 16])
}

pub(crate) async fn create(store: &Store, number: u8) -> WorkspaceId {
    let workspace = Workspace {
        workspace_id: workspace_id(number),
        name: "Test".into(),
        seed: 1,
        key_check: None,
        created_at: Timestamp::default(),
    };
    let made = store.write(move |tx| workspaces::insert(tx, &workspace));
    made.await.unwrap();
    workspace_id(number)
}

fn entry(workspace_id: WorkspaceId, action: AuditAction, number: u8) -> NewEntry {
    NewEntry {
        workspace_id,
        action,
        actor: Actor::Key(
            ApiKeyId::from_bytes([number; 16]),
            Some(UserId::from_bytes([number; 16])),
        ),
        subject: format!("subject {number}"),
        at: Timestamp::from_millis(number.into()),
        details: Details::new().number("number", number.into()),
    }
}

async fn filled(store: &Store) -> WorkspaceId {
    let one = create(store, 1).await;
    let other = create(store, 2).await;
    for number in 1..=6 {
        let action = if number % 2 == 0 {
            AuditAction::ApiKeyCreated
        } else {
            AuditAction::ApiKeyRevoked
        };
        let written = store.write(move |tx| {
            audit::append(tx, entry(other, action, number));
            audit::append(tx, entry(one, action, number));
            Ok(())
        });
        written.await.unwrap();
    }
    one
}

/// What somebody with access to the database could do.
async fn run(store: &Store, workspace_id: WorkspaceId, sql: &'static str) -> u64 {
    let done = store.write(move |tx| tx.execute(sql, params![workspace_id]));
    done.await.unwrap()
}

/// The first thing that is wrong with a chain.
async fn broken(store: &Store, workspace_id: WorkspaceId) -> Option<Broken> {
    let read = store.read(move |tx| {
        let links = audit::list_after(tx, workspace_id, 0, 100)?;
        Ok((links, audit::end(tx, workspace_id)?))
    });
    let (links, end) = read.await.unwrap();
    let mut chain = Chain::default();
    let mut found = links
        .into_iter()
        .filter_map(|link| chain.add(&link.entry, link.hash));
    let first = found.next();
    drop(found);
    first.or_else(|| chain.ends(end.number, &end.hash))
}

testkit::on_both_engines! {
    async fn each_workspace_has_a_chain_of_its_own_without_gaps(store: Store) {
        let one = filled(&store).await;
        let other = workspace_id(2);
        let (links, end, others) = store
            .read(move |tx| {
                Ok((audit::list_after(tx, one, 0, 100)?, audit::end(tx, one)?, audit::list_after(tx, other, 0, 100)?))
            })
            .await
            .unwrap();
        let mut before = Vec::new();
        for (link, number) in links.iter().zip(1..) {
            assert_eq!(link.entry.number, number);
            assert_eq!(link.hash, link.entry.hash(&before));
            before.clone_from(&link.hash);
        }
        assert_eq!((end.number, end.hash), (6, before));
        assert_eq!(others.len(), 6);
        assert_ne!(others[0].hash, links[0].hash);
    }

    async fn an_act_is_written_down_if_and_only_if_it_was_done(store: Store) {
        let one = create(&store, 1).await;
        let refused = store.write(move |tx| {
            audit::append(tx, entry(one, AuditAction::ApiKeyCreated, 1));
            Err::<(), _>(StoreError::NotFound)
        });
        assert_eq!(refused.await, Err(StoreError::NotFound));
        let end = store.read(move |tx| audit::end(tx, one)).await.unwrap();
        assert_eq!(end, audit::End::default());
    }

    async fn entries_are_found_by_what_is_named_the_newest_first(store: Store) {
        let one = filled(&store).await;
        let samples = [
            (Filter::default(), vec![6, 5, 4, 3, 2, 1]),
            (Filter { subject: Some("subject 3".into()), ..Filter::default() }, vec![3]),
            (Filter { actor: Some(ApiKeyId::from_bytes([4; 16]).to_string()), ..Filter::default() }, vec![4]),
            (Filter { user_id: Some(UserId::from_bytes([5; 16])), ..Filter::default() }, vec![5]),
            (Filter { action: Some(AuditAction::ApiKeyCreated), ..Filter::default() }, vec![6, 4, 2]),
            (
                Filter {
                    action: Some(AuditAction::ApiKeyCreated),
                    since: Some(Timestamp::from_millis(4)),
                    until: Some(Timestamp::from_millis(6)),
                    ..Filter::default()
                },
                vec![4],
            ),
            (
                Filter {
                    action: Some(AuditAction::ApiKeyCreated),
                    subject: Some("subject 3".into()),
                    ..Filter::default()
                },
                vec![],
            ),
        ];
        for (filter, expected) in samples {
            let wanted = filter.clone();
            let part = store.read(move |tx| audit::list(tx, one, &wanted, i64::MAX, 100)).await.unwrap();
            let numbers: Vec<i64> = part.entries.iter().map(|entry| entry.number).collect();
            assert_eq!((numbers, part.next_before), (expected, None), "{filter:?}");
        }
    }

    async fn a_walk_in_parts_sees_each_entry_once(store: Store) {
        let one = filled(&store).await;
        let (mut numbers, mut before) = (Vec::new(), Some(i64::MAX));
        while let Some(place) = before {
            let part = store.read(move |tx| audit::list(tx, one, &Filter::default(), place, 4)).await.unwrap();
            numbers.extend(part.entries.iter().map(|entry| entry.number));
            before = part.next_before;
        }
        assert_eq!(numbers, [6, 5, 4, 3, 2, 1]);
    }

    async fn an_entry_that_was_changed_taken_away_or_moved_is_named(store: Store) {
        let one = filled(&store).await;
        assert_eq!(broken(&store, one).await, None);
        for (undo, change, number, fault) in [
            (
                "UPDATE audit SET subject = 'subject 4' WHERE workspace_id = ?1 AND number = 4",
                "UPDATE audit SET subject = 'subject 5' WHERE workspace_id = ?1 AND number = 4",
                4,
                Fault::Changed,
            ),
            (
                "UPDATE audit SET at = at - 1 WHERE workspace_id = ?1 AND number = 1",
                "UPDATE audit SET at = at + 1 WHERE workspace_id = ?1 AND number = 1",
                1,
                Fault::Changed,
            ),
            (
                "UPDATE audit SET number = 3 WHERE workspace_id = ?1 AND number = 300",
                "UPDATE audit SET number = 300 WHERE workspace_id = ?1 AND number = 3",
                4,
                Fault::Missing,
            ),
        ] {
            run(&store, one, change).await;
            assert_eq!(broken(&store, one).await, Some(Broken { number, fault }), "{change}");
            run(&store, one, undo).await;
        }
    }

    async fn entries_that_changed_places_or_are_missing_at_the_end_are_named(store: Store) {
        let one = filled(&store).await;
        run(&store, one, "DELETE FROM audit WHERE workspace_id = ?1 AND number = 6").await;
        let missing = Broken { number: 6, fault: Fault::Missing };
        assert_eq!(broken(&store, one).await, Some(missing));
        for (from, to) in [
            (2, "UPDATE audit SET number = 200 WHERE workspace_id = ?1 AND number = 2"),
            (5, "UPDATE audit SET number = 2 WHERE workspace_id = ?1 AND number = 5"),
            (200, "UPDATE audit SET number = 5 WHERE workspace_id = ?1 AND number = 200"),
        ] {
            assert_eq!(run(&store, one, to).await, 1, "{from}");
        }
        let moved = Broken { number: 2, fault: Fault::Changed };
        assert_eq!(broken(&store, one).await, Some(moved));
    }
}
