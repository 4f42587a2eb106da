//! Who is erased is found nowhere any more, and does not come back by being shown again.

use std::collections::BTreeSet;

use domain::error_code::ErrorCode;
use domain::ids::{ErasureId, PersonId, SendId};
use domain::network::{Member, NetworkMessage, Reaction, Thread, ThreadKind};
use domain::send::SendState;
use domain::suppression::SuppressionState;
use store::erasures::{self, Erasure, Stepped};
use store::hints::Hints;
use store::sends::{self, Send};
use store::suppressions::{self, Suppression};
use store::{Engine, Store, StoreError, conversations, events, ingest, params, people};

use crate::ingest::world::{MARIA, OWNER, World, at, member, message, thread};

const ERIN: &str = "ACoAAquokkaerin";
/// Everything by which she could be told, each word found nowhere else.
const CANARIES: &[&str] = &[
    "quokkaerin",
    "quokkafirst",
    "quokkalast",
    "quokkahead",
    "quokkaslug",
    "quokkapicture",
    "quokkaold",
    "quokkamessage",
    "quokkaown",
    "quokkagroup",
    "quokkasubject",
    "quokkanote",
    "quokkasend",
    "quokkatag",
    "quokkakey",
    "quokkadetail",
];

fn erin(headline: &str) -> Member {
    Member {
        slug: Some("quokkaslug".into()),
        first_name: "Quokkafirst".into(),
        last_name: "Quokkalast".into(),
        headline: headline.into(),
        picture: Some("https://media.example/quokkapicture".into()),
        ..member(ERIN)
    }
}

fn direct(headline: &str) -> Thread {
    Thread {
        participants: vec![erin(headline)],
        ..thread("2-direct", &[], 90, 3)
    }
}

fn group() -> Thread {
    Thread {
        kind: ThreadKind::Group,
        title: Some("Planning".into()),
        participants: vec![erin("Quokkahead"), member(MARIA)],
        ..thread("2-group", &[], 80, 0)
    }
}

fn in_direct() -> Vec<NetworkMessage> {
    (0..80)
        .map(|second| {
            let (sender, text) = if second % 2 == 0 {
                (ERIN, "quokkamessage and a word")
            } else {
                (OWNER, "quokkaown and a word")
            };
            NetworkMessage {
                subject: (second == 0).then(|| "Quokkasubject".to_owned()),
                ..message(sender, "2-direct", second, text)
            }
        })
        .collect()
}

fn in_group() -> Vec<NetworkMessage> {
    let reaction = Reaction {
        emoji: "👍".into(),
        member_key: ERIN.into(),
        reacted_at: 5,
    };
    vec![
        message(ERIN, "2-group", 10, "quokkagroup and what all say"),
        NetworkMessage {
            reactions: vec![reaction],
            ..message(MARIA, "2-group", 11, "what all say")
        },
    ]
}

fn send(world: &World, number: u8) -> Send {
    let account = &world.account;
    let send_id = SendId::from_bytes([number; 16]);
    Send {
        lane: ERIN.into(),
        recipient_key: Some(ERIN.into()),
        thread_key: Some("2-direct".into()),
        subject: Some("quokkasubject".into()),
        text: "quokkasend".into(),
        tags: vec!["quokkatag".into()],
        idempotency_key: Some(format!("quokkakey-{number}")),
        fingerprint: vec![number],
        ..Send::new((account.workspace_id, account.account_id), send_id, at(60))
    }
}

/// Erin with all that can be kept of her.
async fn fill(world: &World) -> PersonId {
    for (thread, page) in [
        (direct("Quokkaold"), in_direct()),
        (group(), in_group()),
        (direct("Quokkahead"), vec![]),
    ] {
        let account = world.account.clone();
        let write = world.store.write(move |tx| {
            ingest::observe(tx, &account, &thread, &[], at(90))?;
            for page in page.chunks(32) {
                ingest::observe(tx, &account, &thread, page, at(90))?;
            }
            Ok(())
        });
        write.await.unwrap();
    }
    let (account, sends) = (world.account.clone(), [send(world, 1), send(world, 2)]);
    let write = world.store.write(move |tx| {
        let hints = Hints::default();
        let [waiting, refused] = sends.clone();
        sends::insert(tx, &hints, waiting)?;
        let refused = sends::insert(tx, &hints, refused)?;
        let code = ErrorCode::MemberNotFound;
        let state = SendState::Refused {
            code,
            detail: "quokkadetail".to_owned(),
        };
        sends::transition(tx, &hints, &refused, &state, at(61))?;
        suppressions::raise(
            tx,
            &Suppression {
                workspace_id: account.workspace_id,
                network: account.network.clone(),
                member_key: ERIN.into(),
                state: SuppressionState::Paused,
                note: Some("quokkanote".into()),
                created_by: None,
                created_at: at(60),
            },
        )?;
        let found = people::find_by_member_key(tx, account.workspace_id, &account.network, ERIN)?;
        Ok(found.unwrap().person_id)
    });
    write.await.unwrap()
}

async fn begin(world: &World, person_id: PersonId) -> Erasure {
    let account = world.account.clone();
    let write = world.store.write(move |tx| {
        let workspace_id = account.workspace_id;
        let person = people::find(tx, workspace_id, person_id)?.unwrap();
        let erasure_id = ErasureId::from_bytes([9; 16]);
        erasures::begin(tx, workspace_id, (erasure_id, &person), &[7; 32], at(100))
    });
    write.await.unwrap().unwrap().erasure
}

async fn step(world: &World, erasure: &Erasure) -> Stepped {
    let subject = (erasure.workspace_id, erasure.erasure_id);
    let write = world
        .store
        .write(move |tx| erasures::step(tx, &Hints::default(), subject, at(101)));
    write.await.unwrap()
}

async fn finish(world: &World, erasure: &Erasure) -> Erasure {
    for _ in 0..1_000 {
        if step(world, erasure).await == Stepped::Done {
            let (workspace_id, erasure_id) = (erasure.workspace_id, erasure.erasure_id);
            let read = world
                .store
                .read(move |tx| erasures::find(tx, workspace_id, erasure_id));
            return read.await.unwrap().unwrap();
        }
    }
    panic!("it never ends");
}

/// Every row of every table as text.
pub(crate) async fn dump(store: &Store) -> String {
    let read = store.read(|tx| {
        let tables = match tx.engine() {
            Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            Engine::Postgres => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()",
        };
        let tables = tx.query(tables, &[], |row| row.text(0).map(str::to_owned))?;
        let mut all = String::new();
        for table in tables {
            let sql = match tx.engine() {
                Engine::Sqlite => {
                    let columns: &'static str = format!("SELECT name FROM pragma_table_info('{table}')").leak();
                    let columns = tx.query(columns, &[], |row| row.text(0).map(str::to_owned))?;
                    let columns: Vec<String> = columns
                        .iter()
                        .map(|column| format!("COALESCE(hex(CAST({column} AS BLOB)), '')"))
                        .collect();
                    format!("SELECT {} FROM {table}", columns.join(" || '|' || "))
                }
                Engine::Postgres => format!("SELECT t::text FROM {table} t"),
            };
            let sql: &'static str = sql.leak();
            for row in tx.query(sql, &[], |row| row.text(0).map(str::to_owned))? {
                all.push_str(&row.to_lowercase());
                all.push('\n');
            }
        }
        Ok(all)
    });
    read.await.unwrap()
}

pub(crate) fn hex(text: &str) -> String {
    domain::hexadecimal::hexadecimal(text.as_bytes())
}

/// Which canaries stand in a dump, as they are or as bytes, in any case.
fn found(dump: &str) -> BTreeSet<&'static str> {
    let stands = |word: &&&str| {
        let mut chars = word.chars();
        let first = chars.next().unwrap().to_ascii_uppercase();
        let capital = format!("{first}{}", chars.as_str());
        [word.to_lowercase(), hex(word), hex(&capital)]
            .iter()
            .any(|form| dump.contains(form.as_str()))
    };
    CANARIES.iter().filter(stands).copied().collect()
}

/// All bytes of the files of a database, letters in lower case.
pub(crate) fn bytes(folder: &std::path::Path) -> Vec<u8> {
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        all.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    all.make_ascii_lowercase();
    all
}

#[tokio::test]
async fn nothing_of_the_erased_is_left_in_the_bytes_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let options = store::SqliteOptions::default();
    let store = Store::open_sqlite(&folder.path().join("liaison.db"), options).unwrap();
    let world = World::new(store).await;
    let person_id = fill(&world).await;
    let stands = |word: &&&str| {
        let all = bytes(folder.path());
        all.windows(word.len()).any(|part| part == word.as_bytes())
    };
    assert!(CANARIES.iter().filter(stands).count() > 10);
    let erasure = begin(&world, person_id).await;
    finish(&world, &erasure).await;
    assert!(world.store.empty_log().await.unwrap());
    let left: Vec<_> = CANARIES.iter().filter(stands).collect();
    assert!(left.is_empty(), "{left:?}");
}

testkit::on_both_engines! {
    async fn an_erasure_begins_once(store: Store) {
        let world = World::new(store).await;
        let person_id = fill(&world).await;
        let workspace_id = world.account.workspace_id;
        let read = world.store.read(move |tx| people::find(tx, workspace_id, person_id));
        let looked_at = read.await.unwrap().unwrap();
        begin(&world, person_id).await;
        // Somebody who looked at the person before.
        let again = world.store.write(move |tx| {
            let erasure_id = ErasureId::from_bytes([10; 16]);
            erasures::begin(tx, workspace_id, (erasure_id, &looked_at), &[7; 32], at(100))
        });
        assert_eq!(again.await.unwrap(), None);
    }

    async fn nothing_of_the_erased_is_left_in_any_table(store: Store) {
        let world = World::new(store).await;
        let person_id = fill(&world).await;
        let before = found(&dump(&world.store).await);
        assert!(before.len() >= CANARIES.len() - 1, "{before:?}");
        let erasure = begin(&world, person_id).await;
        let done = finish(&world, &erasure).await;
        assert_eq!(found(&dump(&world.store).await), BTreeSet::new());
        assert_eq!((done.conversations, done.messages, done.sends), (1, 81, 2));
        assert!(done.events > 0 && done.finished_at.is_some());
        // What others said stays, and the log has no hole.
        let account = world.account.clone();
        let read = world.store.read(move |tx| {
            let workspace_id = account.workspace_id;
            let bounds = events::bounds(tx, workspace_id)?;
            let log = events::list(tx, workspace_id, 0, 1_000)?.events;
            let said: i64 = tx.query_one(
                "SELECT COUNT(*) FROM message WHERE workspace_id = ?1 AND text = 'what all say'",
                params![workspace_id],
                |row| row.int(0),
            )?;
            Ok((bounds, log, said, people::find(tx, workspace_id, person_id)?))
        });
        let (bounds, log, said, person) = read.await.unwrap();
        let numbers: Vec<i64> = log.iter().map(|event| event.number).collect();
        assert_eq!(numbers, (1..=bounds.newest).collect::<Vec<_>>());
        for event in &log {
            assert_eq!(domain::event::check(event.kind, &event.body), Ok(()));
        }
        assert_eq!((said, person), (1, None));
    }

    async fn who_was_erased_stays_so_when_the_network_shows_them_again(store: Store) {
        let world = World::new(store).await;
        let person_id = fill(&world).await;
        let erasure = begin(&world, person_id).await;
        finish(&world, &erasure).await;
        let account = world.account.clone();
        let write = world.store.write(move |tx| {
            let again = ingest::observe(tx, &account, &direct("Quokkahead"), &in_direct()[..32], at(200));
            assert!(matches!(again, Err(StoreError::Unstorable(_))), "{again:?}");
            ingest::observe(tx, &account, &group(), &in_group(), at(200))?;
            ingest::member_changed(tx, &account, &erin("Quokkahead"), at(200))?;
            let (workspace_id, network) = (account.workspace_id, account.network.as_str());
            let listed = suppressions::find(tx, workspace_id, network, ERIN)?.unwrap();
            let states = suppressions::find_states(tx, workspace_id, &[(network, ERIN), (network, MARIA)])?;
            Ok((listed.state, states))
        });
        let (state, states) = write.await.unwrap();
        assert_eq!(state, SuppressionState::Suppressed);
        assert_eq!(states, [Some(SuppressionState::Suppressed), None]);
        assert_eq!(found(&dump(&world.store).await), BTreeSet::new());
    }

    async fn who_writes_again_is_known_again_from_then_on_and_still_not_written_to(store: Store) {
        let world = World::new(store).await;
        let person_id = fill(&world).await;
        let erasure = begin(&world, person_id).await;
        finish(&world, &erasure).await;
        let account = world.account.clone();
        let write = world.store.write(move |tx| {
            let mut page = in_direct()[70..].to_vec();
            page.push(message(ERIN, "2-direct", 300, "I am back"));
            let mut shown = direct("Returned");
            shown.last_activity_at = at(300);
            let observed = ingest::observe(tx, &account, &shown, &page, at(301))?;
            let (workspace_id, network) = (account.workspace_id, account.network.as_str());
            let conversation = conversations::find(tx, workspace_id, observed.conversation_id)?.unwrap();
            let person = people::find_by_member_key(tx, workspace_id, network, ERIN)?.unwrap();
            let listed = suppressions::find(tx, workspace_id, network, ERIN)?;
            Ok((conversation.message_count, person, listed.map(|listed| listed.state)))
        });
        let (count, person, state) = write.await.unwrap();
        assert_eq!((count, person.headline.as_str()), (1, "Returned"));
        assert_ne!(person.person_id, person_id);
        assert_eq!(state, Some(SuppressionState::Suppressed));
        // Somebody who names them takes them off.
        let account = world.account.clone();
        let write = world.store.write(move |tx| {
            let workspace_id = account.workspace_id;
            for listed in suppressions::list_of(tx, workspace_id, ERIN)? {
                suppressions::lift(tx, &listed, None, at(302))?;
            }
            suppressions::find(tx, workspace_id, &account.network, ERIN)
        });
        assert_eq!(write.await.unwrap(), None);
    }

    async fn a_call_that_is_under_way_is_waited_for(store: Store) {
        let world = World::new(store).await;
        let person_id = fill(&world).await;
        let sending = send(&world, 3);
        let write = world.store.write(move |tx| {
            let hints = Hints::default();
            let send = sends::insert(tx, &hints, sending.clone())?;
            sends::transition(tx, &hints, &send, &SendState::Sending { deadline: at(200) }, at(62))
        });
        write.await.unwrap();
        let erasure = begin(&world, person_id).await;
        assert_eq!(step(&world, &erasure).await, Stepped::More);
        assert_eq!(step(&world, &erasure).await, Stepped::Wait);
        let account = world.account.clone();
        let write = world.store.write(move |tx| {
            let send = sends::get(tx, account.workspace_id, SendId::from_bytes([3; 16]))?;
            sends::transition(tx, &Hints::default(), &send, &SendState::Sent { at: at(63) }, at(63))
        });
        write.await.unwrap();
        finish(&world, &erasure).await;
        assert_eq!(found(&dump(&world.store).await), BTreeSet::new());
    }
}
