//! Opening a database again, at the same time, or with another version of the program.

use domain::ids::{SendId, WorkspaceId};
use domain::send::SendState;
use store::hints::Hints;
use store::sends::{self, Send};
use store::{PostgresOptions, SqliteOptions, Store, StoreError, StoreResult, params};
use testkit::postgres::Cluster;

use crate::ingest::world::{JOHN, World};
use crate::notes;
use crate::outbox::{send, send_id};

const RECORD_NEWER: &str =
    "INSERT INTO schema_migration (number, name, checksum) VALUES (4000, 'later', 'x')";
const RECORD_OTHER: &str = "UPDATE schema_migration SET checksum = 'x' WHERE number = 1";

fn postgres_options() -> PostgresOptions {
    PostgresOptions {
        write_lanes: 1,
        read_lanes: 1,
        ..PostgresOptions::default()
    }
}

/// Opens a database again and again, with changes in between.
fn check(open: impl Fn() -> StoreResult<Store>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = open().unwrap();
    runtime.block_on(notes::create(&store));
    store.close();
    let store = open().expect("a second start finds its data again");
    assert_eq!(
        runtime.block_on(notes::ids(&store)),
        Vec::<i64>::new(),
        "the table is still there"
    );
    runtime
        .block_on(store.write(|tx| tx.execute(RECORD_NEWER, params![])))
        .unwrap();
    store.close();
    let refused = open().map(drop);
    assert!(
        matches!(refused, Err(StoreError::NewerSchema { found: 4000, known }) if known >= 1),
        "{refused:?}"
    );
}

fn check_changed(open: impl Fn() -> StoreResult<Store>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = open().unwrap();
    runtime
        .block_on(store.write(|tx| tx.execute(RECORD_OTHER, params![])))
        .unwrap();
    store.close();
    assert_eq!(
        open().map(drop),
        Err(StoreError::ChangedMigration { number: 1 })
    );
}

#[test]
fn a_sqlite_file_is_opened_again_but_not_by_an_older_version() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liaison.db");
    check(|| Store::open_sqlite(&path, SqliteOptions::default()));
}

#[test]
fn a_postgres_database_is_opened_again_but_not_by_an_older_version() {
    let database = Cluster::shared().empty_database();
    check(|| Store::open_postgres(database.url(), postgres_options()));
}

#[test]
fn a_changed_migration_is_refused_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liaison.db");
    check_changed(|| Store::open_sqlite(&path, SqliteOptions::default()));
}

#[test]
fn a_changed_migration_is_refused_on_postgres() {
    let database = Cluster::shared().database();
    check_changed(|| Store::open_postgres(database.url(), postgres_options()));
}

/// Opens one empty database from several threads at once.
fn check_race(open: impl Fn() -> StoreResult<Store> + Sync) {
    std::thread::scope(|scope| {
        let opening: Vec<_> = (0..4).map(|_| scope.spawn(|| open().map(drop))).collect();
        for thread in opening {
            assert_eq!(thread.join().unwrap(), Ok(()));
        }
    });
}

#[test]
fn several_may_migrate_one_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liaison.db");
    check_race(|| Store::open_sqlite(&path, SqliteOptions::default()));
}

#[test]
fn several_may_migrate_one_postgres_database_at_once() {
    let database = Cluster::shared().empty_database();
    check_race(|| Store::open_postgres(database.url(), postgres_options()));
}

#[test]
fn what_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liaison.db");
    std::fs::write(
        &path,
        "this is a text of some length and surely no database at all\n".repeat(50),
    )
    .unwrap();
    let refused = Store::open_sqlite(&path, SqliteOptions::default()).map(drop);
    assert!(matches!(refused, Err(StoreError::Io(_))), "{refused:?}");
    let missing = folder.path().join("missing/liaison.db");
    let refused = Store::open_sqlite(&missing, SqliteOptions::default()).map(drop);
    assert!(matches!(refused, Err(StoreError::Io(_))), "{refused:?}");
    let refused = Store::open_postgres("postgres://127.0.0.1:1/none", postgres_options()).map(drop);
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    let refused = Store::open_postgres("nonsense", postgres_options()).map(drop);
    assert!(matches!(refused, Err(StoreError::Setup(_))), "{refused:?}");
}

const WORDS_AS_THEY_WERE: [&str; 3] = [
    "CREATE TABLE word_before AS
     SELECT workspace_id, account_number, block, word, c0, c1, c2, c3, c4, c5, c6, c7 FROM word",
    "DROP TABLE word",
    "ALTER TABLE word_before RENAME TO word",
];
const INSERT_WORD: &str =
    "INSERT INTO word (workspace_id, account_number, block, word, c0, c1, c2, c3, c4, c5, c6, c7)
     VALUES (?1, 7, ?2, ?3, ?4, 0, 0, 0, 0, 0, 0, ?5)";

/// What was indexed before the starts of words were is found by them afterwards.
fn check_words(open: impl Fn() -> StoreResult<Store>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let workspace_id = WorkspaceId::from_bytes([7; 16]);
    let store = open().unwrap();
    let written = store.write(move |tx| {
        for statement in WORDS_AS_THEY_WERE {
            tx.execute(statement, params![])?;
        }
        for (block, word, c0, c7) in [
            (0, "jo", 1, i64::MIN),
            (0, "john", 1, i64::MIN),
            (0, "johnny", 2, 1),
            (1, "john", 4, 0),
            (1, "東京", 1, 0),
            (1, "京", 2, 0),
        ] {
            tx.execute(INSERT_WORD, params![workspace_id, block, word, c0, c7])?;
        }
        tx.execute("DELETE FROM schema_migration WHERE number = 3", params![])
    });
    runtime.block_on(written).unwrap();
    store.close();
    let store = open().unwrap();
    let read =
        store.read(move |tx| {
            tx.query(
            "SELECT word, block, c0, c7 FROM word WHERE workspace_id = ?1 AND account_number = 7
              ORDER BY word, block",
            params![workspace_id],
            |row| Ok((row.text(0)?.to_owned(), row.int(1)?, row.int(2)?, row.int(3)?)),
        )
        });
    let expected = [
        ("jo", 0, 1, i64::MIN),
        ("joh*", 0, 3, i64::MIN + 1),
        ("joh*", 1, 4, 0),
        ("john", 0, 1, i64::MIN),
        ("john", 1, 4, 0),
        ("john*", 0, 3, i64::MIN + 1),
        ("john*", 1, 4, 0),
        ("johnny", 0, 2, 1),
        ("京", 1, 2, 0),
        ("京*", 1, 2, 0),
        ("東*", 1, 1, 0),
        ("東京", 1, 1, 0),
    ];
    let expected = expected.map(|(word, block, c0, c7)| (word.to_owned(), block, c0, c7));
    assert_eq!(runtime.block_on(read).unwrap(), expected);
}

#[test]
fn words_get_their_starts_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liaison.db");
    check_words(|| Store::open_sqlite(&path, SqliteOptions::default()));
}

#[test]
fn words_get_their_starts_on_postgres() {
    let database = Cluster::shared().database();
    check_words(|| Store::open_postgres(database.url(), postgres_options()));
}

const LANES_AS_THEY_WERE: &str =
    "UPDATE send SET state = 'unknown' WHERE workspace_id = ?1 AND send_id = ?2";
const OPEN_SENDS: &str = "SELECT send_id, lane, is_head FROM send
      WHERE workspace_id = ?1 AND is_open = 1 ORDER BY number LIMIT 10";

/// Lanes of a person that were several become one, with whatever has begun at its head.
fn check_lanes(open: impl Fn() -> StoreResult<Store>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = open().unwrap();
    let written = async {
        let world = World::new(store.clone()).await;
        let group = Send {
            recipient_key: None,
            ..send(&world, 4, "2-group")
        };
        let waiting = [
            send(&world, 1, "2-john"),
            send(&world, 2, JOHN),
            send(&world, 3, "2-john"),
            group,
        ];
        world
            .write(move |tx, account, _| {
                let hints = Hints::default();
                for send in &waiting {
                    sends::insert(tx, &hints, send.clone())?;
                }
                for begun in [2, 3] {
                    let params = params![account.workspace_id, send_id(begun)];
                    tx.execute(LANES_AS_THEY_WERE, params)?;
                }
                tx.execute("DELETE FROM schema_migration WHERE number = 13", params![])
            })
            .await;
        world.account.workspace_id
    };
    let workspace_id = runtime.block_on(written);
    store.close();
    let store = open().unwrap();
    let open_sends = || {
        let read = store.read(move |tx| {
            tx.query(OPEN_SENDS, params![workspace_id], |row| {
                let send_id: SendId = row.id(0)?;
                Ok((send_id.as_bytes()[0], row.text(1)?.to_owned(), row.bool(2)?))
            })
        });
        runtime.block_on(read).unwrap()
    };
    let lane = |(number, lane, is_head): (u8, &str, bool)| (number, lane.to_owned(), is_head);
    let merged = [
        (1, JOHN, false),
        (2, JOHN, true),
        (3, JOHN, true),
        (4, "2-group", true),
    ];
    assert_eq!(open_sends(), merged.map(lane));
    // What waits still waits for the other that has begun.
    let ended = store.write(move |tx| {
        let send = sends::get(tx, workspace_id, send_id(2))?;
        sends::transition(
            tx,
            &Hints::default(),
            &send,
            &SendState::Expired,
            send.accepted_at,
        )
    });
    runtime.block_on(ended).unwrap();
    let left = [(1, JOHN, false), (3, JOHN, true), (4, "2-group", true)];
    assert_eq!(open_sends(), left.map(lane));
}

#[test]
fn lanes_of_one_person_become_one_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liaison.db");
    check_lanes(|| Store::open_sqlite(&path, SqliteOptions::default()));
}

#[test]
fn lanes_of_one_person_become_one_on_postgres() {
    let database = Cluster::shared().database();
    check_lanes(|| Store::open_postgres(database.url(), postgres_options()));
}
