//! A process that is killed while it writes: what it acknowledged is there, and nothing is there by halves.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use store::{SqliteOptions, Store};
use tokio::runtime::Runtime;

use crate::notes;
use crate::transactions::{create_workspaces, event, event_numbers};

const FILE: &str = "LIAISON_TEST_CRASH_FILE";
const KILLS: usize = 12;
const ACKNOWLEDGED_PER_LIFE: usize = 300;
const WRITERS: usize = 16;

/// The test is also the process that it kills.
#[test]
fn what_was_acknowledged_survives_a_kill() {
    match std::env::var_os(FILE) {
        Some(file) => write_until_killed(Path::new(&file)),
        None => kill_again_and_again(),
    }
}

fn kill_again_and_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("liaison.db");
    let runtime = Runtime::new().unwrap();
    let store = Store::open_sqlite(&file, SqliteOptions::default()).unwrap();
    runtime.block_on(async {
        notes::create(&store).await;
        create_workspaces(&store).await;
    });
    store.close();
    let mut acknowledged = BTreeSet::new();
    for _ in 0..KILLS {
        acknowledged.extend(one_life(&file));
        let store = Store::open_sqlite(&file, SqliteOptions::default()).unwrap();
        let stored: BTreeSet<i64> = runtime.block_on(notes::ids(&store)).into_iter().collect();
        assert!(
            acknowledged.is_subset(&stored),
            "an acknowledged write is gone"
        );
        let numbers = runtime.block_on(event_numbers(&store, 1));
        let count = i64::try_from(stored.len()).unwrap();
        assert_eq!(numbers, (1..=count).collect::<Vec<_>>(), "one event each");
        store.close();
    }
    assert!(acknowledged.len() >= KILLS * ACKNOWLEDGED_PER_LIFE);
}

/// Starts the writing process, kills it in the middle, and returns what it acknowledged.
fn one_life(file: &Path) -> Vec<i64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::what_was_acknowledged_survives_a_kill"])
        .env(FILE, file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    while acknowledged.len() < ACKNOWLEDGED_PER_LIFE {
        acknowledged.extend(number(
            &lines.next().expect("it writes until it is killed").unwrap(),
        ));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // Printed before the end, though perhaps not to the end of the line.
    let mut rest: Vec<String> = lines.map_while(Result::ok).collect();
    rest.pop();
    acknowledged.extend(rest.iter().filter_map(|line| number(line)));
    acknowledged
}

/// The test harness prints lines of its own.
fn number(line: &str) -> Option<i64> {
    line.strip_prefix("acknowledged ")?.parse().ok()
}

fn write_until_killed(file: &Path) {
    let store = Store::open_sqlite(file, SqliteOptions::default()).unwrap();
    Runtime::new().unwrap().block_on(async {
        let last = notes::ids(&store).await.last().copied().unwrap_or(0);
        let next = Arc::new(AtomicI64::new(last + 1));
        for _ in 0..WRITERS {
            let (store, next) = (store.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                loop {
                    let id = next.fetch_add(1, Ordering::SeqCst);
                    store
                        .write(move |tx| {
                            tx.emit(event(1));
                            notes::insert(tx, id)
                        })
                        .await
                        .unwrap();
                    // Not `print!`, which the harness keeps to itself.
                    let mut output = std::io::stdout();
                    writeln!(output, "acknowledged {id}").unwrap();
                }
            });
        }
        std::future::pending::<()>().await;
    });
}
