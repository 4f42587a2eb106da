//! Numbered changes of the schema, embedded in the program. Each is applied once, in its own transaction, and may
//! never be edited afterwards: its checksum is kept.

use std::ops::ControlFlow;

use domain::hexadecimal::hexadecimal;
use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest, Sha256};

use crate::postgresql::Session;
use crate::sqlite::failure;
use crate::{StoreError, StoreResult, params};

/// One step of the schema, for both engines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    pub(crate) number: u32,
    pub(crate) name: &'static str,
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

macro_rules! migrations {
    ($($number:literal => $name:literal),* $(,)?) => {
        &[$(Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

/// Every migration, in order.
pub(crate) const MIGRATIONS: &[Migration] = migrations![
    1 => "0001_first",
    2 => "0002_person_refresh",
    3 => "0003_words_first",
    4 => "0004_sends",
    5 => "0005_pacing",
    6 => "0006_suppression",
    7 => "0007_likeness",
    8 => "0008_line",
    9 => "0009_attachments",
    10 => "0010_person_limit",
    11 => "0011_evidence",
    12 => "0012_begun",
    13 => "0013_lane_of_member",
    14 => "0014_event_words",
    15 => "0015_webhooks",
    16 => "0016_access",
    17 => "0017_conversations",
    18 => "0018_message_acts",
    19 => "0019_people",
    20 => "0020_erasure",
    21 => "0021_templates",
    22 => "0022_outcome",
    23 => "0023_attachments",
    24 => "0024_account_label",
    25 => "0025_link_session",
    26 => "0026_credentials_term",
    27 => "0027_reconciliation",
    28 => "0028_keeping",
    29 => "0029_message_versions",
    30 => "0030_invitation",
];

const CREATE_TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
)";
const SELECT_APPLIED: &str = "SELECT number, checksum FROM schema_migration ORDER BY number";
const INSERT_APPLIED: &str =
    "INSERT INTO schema_migration (number, name, checksum) VALUES (?1, ?2, ?3)";

/// Names the schema that this program works with: two programs with the same one can share a database.
pub fn schema_fingerprint() -> String {
    let texts: Vec<&str> = MIGRATIONS
        .iter()
        .flat_map(|migration| [migration.sqlite, migration.postgres])
        .collect();
    checksum(&texts.concat())
}

/// Any number will do, as long as every version of this program takes the same.
const ADVISORY_LOCK: i64 = 0x4c69_6169_736f_6e01;

/// A migration that the database already has.
struct Applied {
    number: i64,
    checksum: String,
}

/// The migrations that are still to be applied, or why this program must not touch the database.
fn pending<'m>(
    applied: &[Applied],
    known: &'m [Migration],
    text: impl Fn(&Migration) -> &'static str,
) -> StoreResult<Vec<&'m Migration>> {
    for done in applied {
        let number = u32::try_from(done.number).unwrap_or(u32::MAX);
        let Some(migration) = known.iter().find(|known| known.number == number) else {
            return Err(StoreError::NewerSchema {
                found: number.max(
                    applied
                        .last()
                        .and_then(|last| u32::try_from(last.number).ok())
                        .unwrap_or(number),
                ),
                known: known.last().map_or(0, |last| last.number),
            });
        };
        if checksum(text(migration)) != done.checksum {
            return Err(StoreError::ChangedMigration { number });
        }
    }
    Ok(known
        .iter()
        .filter(|known| {
            !applied
                .iter()
                .any(|done| done.number == i64::from(known.number))
        })
        .collect())
}

fn checksum(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

pub(crate) fn migrate_sqlite(connection: &mut Connection, known: &[Migration]) -> StoreResult<()> {
    let failed = |error| failure(&error, "migration");
    // Taken before looking, so that two processes cannot both find a migration missing.
    let tx = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)?;
    tx.execute_batch(CREATE_TABLE).map_err(failed)?;
    let applied: Vec<Applied> = tx
        .prepare(SELECT_APPLIED)
        .and_then(|mut statement| {
            statement
                .query_map([], |row| {
                    Ok(Applied {
                        number: row.get(0)?,
                        checksum: row.get(1)?,
                    })
                })?
                .collect()
        })
        .map_err(failed)?;
    for migration in pending(&applied, known, |migration| migration.sqlite)? {
        tx.execute_batch(migration.sqlite)
            .map_err(|error| failure(&error, migration.name))?;
        tx.execute(
            INSERT_APPLIED,
            (migration.number, migration.name, checksum(migration.sqlite)),
        )
        .map_err(failed)?;
    }
    tx.commit().map_err(failed)
}

pub(crate) fn migrate_postgres(session: &mut Session, known: &[Migration]) -> StoreResult<()> {
    // Changing a large table, or waiting for another process that does, may take its time.
    session.control("SET statement_timeout = 0; SET lock_timeout = 0")?;
    // Held by the session, so it also goes away if this process dies.
    let lock = params![ADVISORY_LOCK];
    session.execute("SELECT pg_advisory_lock(?1)", lock)?;
    let outcome = apply_postgres(session, known);
    let unlocked = session.execute("SELECT pg_advisory_unlock(?1)", lock);
    outcome.and(unlocked.map(drop))
}

fn apply_postgres(session: &mut Session, known: &[Migration]) -> StoreResult<()> {
    session.control(CREATE_TABLE)?;
    let mut applied = Vec::new();
    session.each(SELECT_APPLIED, &[], &mut |row| {
        applied.push(Applied {
            number: row.int(0)?,
            checksum: row.text(1)?.to_owned(),
        });
        Ok(ControlFlow::Continue(()))
    })?;
    for migration in pending(&applied, known, |migration| migration.postgres)? {
        session.control("BEGIN")?;
        // An error leaves the transaction to the end of the connection, which rolls it back.
        session.control(migration.postgres)?;
        session.execute(
            INSERT_APPLIED,
            params![
                migration.number,
                migration.name,
                checksum(migration.postgres)
            ],
        )?;
        session.control("COMMIT")?;
    }
    Ok(())
}
