//! SQLite's write-ahead log, and the thread that moves its pages to their places.

use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use store::{SqliteOptions, Store, params};

use crate::groups::poll_once;
use crate::notes;

const PAGE_BYTES: usize = 4_096;
/// Of one note: so many pages.
const NOTE_PAGES: usize = 8;
const NOTES: i64 = 400;
const STEP: u32 = 100;
/// Where the writer helps itself, with room for the commit that is under way.
const LOG_PAGES_MAX: usize = 4 * STEP as usize + 10 * NOTE_PAGES;

#[tokio::test]
async fn the_log_stays_bounded_where_commits_never_pause() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("liaison.db");
    let options = SqliteOptions {
        checkpoint_pages: STEP,
        ..SqliteOptions::default()
    };
    let store = Store::open_sqlite(&file, options).unwrap();
    notes::create(&store).await;
    let body = "x".repeat(NOTE_PAGES * PAGE_BYTES);
    let mut longest = 0;
    for id in 0..NOTES {
        let body = body.clone();
        store
            .write(move |tx| {
                let insert = "INSERT INTO note (id, body) VALUES (?1, ?2)";
                tx.execute(insert, params![id, &body])
            })
            .await
            .unwrap();
        let log = std::fs::metadata(folder.path().join("liaison.db-wal")).unwrap();
        longest = longest.max(usize::try_from(log.len()).unwrap());
    }
    // Each page has a header of its own in the log.
    let bytes_max = LOG_PAGES_MAX * (PAGE_BYTES + 24);
    assert!(longest <= bytes_max, "{longest} bytes");
    let moved = usize::try_from(std::fs::metadata(&file).unwrap().len()).unwrap();
    let written = usize::try_from(NOTES).unwrap() * NOTE_PAGES * PAGE_BYTES;
    assert!(
        moved + bytes_max >= written,
        "{moved} of {written} bytes are in their places"
    );
    assert_eq!(notes::ids(&store).await, (0..NOTES).collect::<Vec<_>>());
}

/// A handle that tells when it has been dropped.
struct Last {
    _store: Store,
    _dropped: mpsc::Sender<()>,
}

#[tokio::test]
async fn a_store_whose_last_handle_goes_away_on_its_own_lane_ends() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("liaison.db");
    let store = Store::open_sqlite(&file, SqliteOptions::default()).unwrap();
    let (release, released) = mpsc::channel();
    let (dropped, ended) = mpsc::channel();
    let released = Mutex::new(released);
    let last = Last {
        _store: store.clone(),
        _dropped: dropped,
    };
    let mut write = Box::pin(store.write(move |_| {
        let _last = &last;
        released.lock().unwrap().recv().unwrap();
        Ok(())
    }));
    assert!(poll_once(&mut write).is_none());
    drop(write);
    drop(store);
    release.send(()).unwrap();
    let waited = ended.recv_timeout(Duration::from_secs(20));
    assert_eq!(
        waited,
        Err(RecvTimeoutError::Disconnected),
        "it still waits for itself"
    );
}
