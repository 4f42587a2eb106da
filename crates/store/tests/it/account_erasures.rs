//! An account that is erased takes everything with it that was its own, and nothing else.

use std::collections::BTreeSet;

use domain::event::EventKind;
use domain::ids::{AccountId, AttachmentId, InvitationId};
use domain::send::SendState;
use store::accounts::{self, Account};
use store::attachments::{self, Coming};
use store::erasures::Stepped;
use store::hints::Hints;
use store::{
    Engine, StoreError, StoreResult, Tx, account_erasures, agenda, ingest, params, people, sends,
};

use crate::ingest::world::{JOHN, MARIA, World, at, message, outgoing, thread};
use crate::outbox::send;

/// Tables with rows of an account, and how they name it.
const BY_NUMBER: [(&str, &str); 4] = [
    (
        "message",
        "SELECT COUNT(*) FROM message WHERE workspace_id = ?1 AND thread >= ?2 * 4194304 AND thread < (?2 + 1) * 4194304",
    ),
    (
        "message_ref",
        "SELECT COUNT(*) FROM message_ref WHERE workspace_id = ?1 AND account_number = ?2",
    ),
    (
        "inbox",
        "SELECT COUNT(*) FROM inbox WHERE workspace_id = ?1 AND account_number = ?2",
    ),
    (
        "word",
        "SELECT COUNT(*) FROM word WHERE workspace_id = ?1 AND account_number = ?2",
    ),
];
const BY_ID: [(&str, &str); 6] = [
    (
        "invitation",
        "SELECT COUNT(*) FROM invitation WHERE workspace_id = ?1 AND account_id = ?2",
    ),
    (
        "attachment",
        "SELECT COUNT(*) FROM attachment WHERE workspace_id = ?1 AND account_id = ?2",
    ),
    (
        "conversation",
        "SELECT COUNT(*) FROM conversation WHERE workspace_id = ?1 AND account_id = ?2",
    ),
    (
        "send",
        "SELECT COUNT(*) FROM send WHERE workspace_id = ?1 AND account_id = ?2",
    ),
    (
        "participant",
        "SELECT COUNT(*) FROM participant
          WHERE workspace_id = ?1 AND conversation_id IN (
                SELECT conversation_id FROM conversation WHERE workspace_id = ?1 AND account_id = ?2)",
    ),
    (
        "account",
        "SELECT COUNT(*) FROM account WHERE workspace_id = ?1 AND account_id = ?2 AND first_name <> ''",
    ),
];

/// How many rows each has of this account.
fn counted(tx: &mut Tx<'_>, account: &Account) -> StoreResult<Vec<i64>> {
    let mut counts = Vec::new();
    for (_, sql) in BY_NUMBER {
        let place = params![account.workspace_id, account.number];
        counts.push(tx.query_one(sql, place, |row| row.int(0))?);
    }
    for (_, sql) in BY_ID {
        let place = params![account.workspace_id, account.account_id];
        counts.push(tx.query_one(sql, place, |row| row.int(0))?);
    }
    Ok(counts)
}

async fn fill(world: &World, number: u8) {
    for (key, person) in [("t1", JOHN), ("t2", MARIA)] {
        let mut page = vec![outgoing(key, 1, "Hello from here")];
        page.extend(
            (2..30).map(|second| message(person, key, second, &format!("word{second} again"))),
        );
        world.observe(&thread(key, &[person], 30, 1), &page).await;
    }
    let (hints, new) = (Hints::default(), send(world, number, "lane"));
    let file = Coming {
        attachment_id: AttachmentId::from_bytes([number; 16]),
        account_id: world.account.account_id,
        name: "a.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        byte_size: 1,
        sha256: None,
        created_at: at(0),
        expires_at: at(86_400),
    };
    world
        .write(move |tx, account, _| {
            assert!(attachments::insert_piece(tx, account.workspace_id, &file, (0, b"a"))?);
            let invited = InvitationId::from_bytes([number; 16]);
            tx.execute(
                "INSERT INTO invitation (workspace_id, invitation_id, account_id, person_id, direction, state, sent_at, tie,
                                         seen_at, updated_at)
                 VALUES (?1, ?2, ?3, ?2, 'incoming', 'declined', 1, 1, 1, 1)",
                params![account.workspace_id, invited, account.account_id],
            )?;
            sends::insert(tx, &hints, new.clone())
        })
        .await;
}

/// Ends the link and asks for the rest to be deleted.
async fn unlink(world: &World) {
    world
        .write(|tx, account, now| {
            accounts::update_unlinked(tx, account.workspace_id, account.account_id, now)?;
            account_erasures::begin(tx, account, now)
        })
        .await;
}

/// Steps until there is no more to do now.
async fn erase(world: &World) -> Stepped {
    for _ in 0..100 {
        let hints = Hints::default();
        let stepped = world.write(move |tx, account, now| {
            let subject = (account.workspace_id, account.account_id);
            account_erasures::step(tx, &hints, subject, now)
        });
        match stepped.await {
            Stepped::More => {}
            end => return end,
        }
    }
    panic!("it comes to no end");
}

async fn is_begun(world: &World) -> bool {
    world
        .read(|tx, account| {
            account_erasures::is_begun(tx, account.workspace_id, account.account_id)
        })
        .await
}

testkit::on_both_engines! {
    async fn what_an_erased_account_left_behind_is_gone_and_nothing_else_is(store: Store) {
        let world = World::new(store).await;
        let other = world.second().await;
        fill(&world, 1).await;
        fill(&other, 2).await;
        let kept = other.read(counted).await;
        let before = world.read(counted).await;
        assert!(before.iter().all(|count| *count > 0), "{before:?}");
        unlink(&world).await;
        assert!(is_begun(&world).await);
        assert_eq!(erase(&world).await, Stepped::Done);
        assert!(!is_begun(&world).await);
        assert!(world.read(counted).await.iter().all(|count| *count == 0));
        assert_eq!(other.read(counted).await, kept);
        let person = world.read(|tx, account| {
            people::find_by_member_key(tx, account.workspace_id, "sandbox", JOHN)
        });
        assert!(person.await.is_some(), "people are the workspace's");
        let due = other.read(|tx, _| agenda::list_due(tx, agenda::DISPATCH, at(100_000), 10)).await;
        let of_others = |account_id: &AccountId| *account_id == other.account.account_id;
        assert!(due.iter().all(|(_, account_id, _)| of_others(account_id)), "{due:?}");
        let told: Vec<String> = world.events().await.into_iter().map(|(kind, _)| kind).collect();
        assert!(told.iter().any(|kind| kind == "send.cancelled"), "what waited is told");
        assert_eq!(told.last().map(String::as_str), Some(EventKind::AccountErased.word()));
        // The seat is known by its key, so that what it did goes on to count.
        let member_key = world.account.member_key.clone();
        let again = world.read(move |tx, account| {
            accounts::find_any_by_member(tx, account.workspace_id, &account.network, &member_key)
        });
        assert_eq!(again.await.map(|account| account.account_id), Some(world.account.account_id));
    }

    async fn what_the_network_tells_late_comes_to_nobody(store: Store) {
        let world = World::new(store).await;
        fill(&world, 1).await;
        unlink(&world).await;
        assert_eq!(erase(&world).await, Stepped::Done);
        let late = world.account.clone();
        let told = world.store.write(move |tx| {
            let page = [message(JOHN, "t1", 40, "late")];
            ingest::observe(tx, &late, &thread("t1", &[JOHN], 40, 1), &page, at(50)).map(drop)
        });
        assert!(matches!(told.await, Err(StoreError::Unstorable(_))));
        assert_eq!(world.read(counted).await, vec![0; BY_NUMBER.len() + BY_ID.len()]);
    }

    async fn a_call_that_is_under_way_finds_its_send(store: Store) {
        let world = World::new(store).await;
        fill(&world, 1).await;
        let hints = Hints::default();
        world
            .write(move |tx, account, now| {
                let waiting = sends::list_waiting(tx, account.workspace_id, account.account_id, 1)?;
                let sending = SendState::Sending { deadline: at(2_000) };
                sends::transition(tx, &hints, &waiting[0], &sending, now)
            })
            .await;
        unlink(&world).await;
        assert_eq!(erase(&world).await, Stepped::Wait);
        assert!(is_begun(&world).await && world.read(counted).await[0] > 0);
    }

    async fn an_account_that_was_linked_again_keeps_what_it_has(store: Store) {
        let world = World::new(store).await;
        fill(&world, 1).await;
        let before = world.read(counted).await;
        world.write(account_erasures::begin).await;
        assert_eq!(erase(&world).await, Stepped::Done);
        assert!(!is_begun(&world).await);
        assert_eq!(world.read(counted).await, before);
    }

    async fn every_table_that_names_accounts_is_thought_of(store: Store) {
        let names = if store.engine() == Engine::Sqlite {
            "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c
              WHERE m.type = 'table' AND c.name IN ('account_id', 'account_number') AND ?1 IS NOT NULL"
        } else {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.columns
              WHERE table_schema = current_schema() AND column_name IN ('account_id', 'account_number')
                AND CAST(?1 AS BYTEA) IS NOT NULL"
        };
        let world = World::new(store).await;
        let found = world.read(move |tx, account| {
            tx.query(names, params![account.workspace_id], |row| Ok(row.text(0)?.to_owned()))
        });
        let found: BTreeSet<String> = found.await.into_iter().collect();
        // Gone with it, or kept on purpose: what is told, what counts, what a person tried.
        let known = [
            "account", "attachment", "attempt", "conversation", "event", "inbox", "invitation", "ledger", "link_session",
            "message_ref", "outcome", "reconciliation", "relation", "send", "word",
        ];
        let known: BTreeSet<String> = known.map(str::to_owned).into();
        assert_eq!(found, known, "what becomes of a new table's rows when an account is erased?");
    }
}
