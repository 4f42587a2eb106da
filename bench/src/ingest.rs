//! What it costs to take in messages, against a loop that only inserts the same rows: one account, on the disk, in as many
//! transactions.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use domain::entropy::SeededEntropy;
use domain::time::{Clock as _, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use store::accounts::Account;
use store::vault::Vault;
use store::{SqliteOptions, Store, ingest};

use crate::dataset::Shape;
use crate::generate;
use crate::invent::{Shown, World};
use crate::measure::median;
use crate::quick_network::SystemClock;

const MESSAGES: u32 = 20_000;
/// Pages of a conversation that share a transaction, as where a history is read in.
const PAGES_TOGETHER: usize = 8;

/// What was found.
pub(crate) struct Ingested {
    pub(crate) messages: u32,
    /// Rows of all tables that came of them.
    pub(crate) rows: usize,
    pub(crate) rate: f64,
    pub(crate) bare_rate: f64,
}

/// Takes in and inserts in turns; the medians count.
pub(crate) fn measure(root: &Path, rounds: u32) -> Result<Ingested> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let folder = root.join("target/bench/ingest");
    let (mut taken, mut inserted, mut rows) = (Vec::new(), Vec::new(), 0);
    for _ in 0..rounds {
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let (full, empty) = (folder.join("full.db"), folder.join("empty.db"));
        let (span, transactions) = runtime.block_on(take_in(&full))?;
        taken.push(f64::from(MESSAGES) / span.as_secs_f64());
        Store::open_sqlite(&empty, SqliteOptions::default())?.close();
        let tables = read(&full)?;
        rows = tables.iter().map(|table| table.rows.len()).sum();
        let span = insert(&empty, &tables, transactions)?;
        inserted.push(f64::from(MESSAGES) / span.as_secs_f64());
    }
    Ok(Ingested {
        messages: MESSAGES,
        rows,
        rate: median(taken),
        bare_rate: median(inserted),
    })
}

/// The gateway's own way: how long it takes, and in how many transactions.
async fn take_in(file: &Path) -> Result<(Duration, usize)> {
    let store = Store::open_sqlite(file, SqliteOptions::default())?;
    let entropy = SeededEntropy::new(5);
    let now = SystemClock.now();
    let world = Arc::new(World::new(now));
    let (workspace_id, _) = generate::found(&store, &Vault::new(&[7; 32]), &entropy, now).await?;
    let account = generate::link(&store, workspace_id, &world, 0, &entropy, now).await?;
    let pages: Vec<Shown> = generate::showings(Shape::single(MESSAGES), world)
        .iter()
        .flatten()
        .collect();
    let mut groups: Vec<Vec<Shown>> = Vec::new();
    for page in pages {
        match groups.last_mut() {
            Some(group) if group.len() < PAGES_TOGETHER => group.push(page),
            _ => groups.push(vec![page]),
        }
    }
    let transactions = groups.len();
    let began = Instant::now();
    let mut count = 0;
    for group in groups {
        count += observed(&store, account.clone(), group, now).await?;
    }
    let span = began.elapsed();
    ensure!(count == MESSAGES as usize, "{count} of {MESSAGES} messages");
    store.close();
    Ok((span, transactions))
}

async fn observed(
    store: &Store,
    account: Account,
    pages: Vec<Shown>,
    now: Timestamp,
) -> Result<usize> {
    let written = store.write(move |tx| {
        let mut inserted = 0;
        for page in &pages {
            let observed = ingest::observe(tx, &account, &page.thread, &page.messages, now)?;
            inserted += observed.inserted.len();
        }
        Ok(inserted)
    });
    Ok(written.await?)
}

/// A table as it stands in the full database.
struct Table {
    statement: String,
    rows: Vec<Vec<Value>>,
}

fn read(file: &Path) -> Result<Vec<Table>> {
    let connection = Connection::open(file)?;
    let mut names = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )?;
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut tables = Vec::new();
    for name in names {
        let mut query = connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let columns = query.column_count();
        let rows = query.query_map([], |row| (0..columns).map(|place| row.get(place)).collect())?;
        let marks = vec!["?"; columns].join(", ");
        tables.push(Table {
            // What a migration has put in is there already.
            statement: format!("INSERT OR IGNORE INTO \"{name}\" VALUES ({marks})"),
            rows: rows.collect::<Result<_, _>>()?,
        });
    }
    Ok(tables)
}

/// The same rows into an empty database with the same indexes, a part of each table in each transaction.
fn insert(file: &Path, tables: &[Table], transactions: usize) -> Result<Duration> {
    let mut connection = Connection::open(file)?;
    // As the store has it, but that no row is held against others.
    connection.execute_batch(
        "PRAGMA journal_mode = wal; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 0;",
    )?;
    connection.set_prepared_statement_cache_capacity(tables.len());
    let began = Instant::now();
    for number in 0..transactions {
        let tx = connection.transaction()?;
        for table in tables {
            let place = |number| table.rows.len() * number / transactions;
            let part = &table.rows[place(number)..place(number + 1)];
            if part.is_empty() {
                continue;
            }
            let mut statement = tx.prepare_cached(&table.statement)?;
            for row in part {
                statement
                    .execute(params_from_iter(row))
                    .context("a row that is there already")?;
            }
        }
        tx.commit()?;
    }
    Ok(began.elapsed())
}
