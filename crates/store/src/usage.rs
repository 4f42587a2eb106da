//! What was asked with each key on each day, and what is known of its usual use.

use domain::ids::{ApiKeyId, WorkspaceId};

use crate::{Row, StoreResult, Tx, params};

/// What was asked with a key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub requests: u64,
    /// Those that were answered with a 4xx status.
    pub refusals: u64,
    /// Sends that were accepted.
    pub sends: u64,
}

/// What was asked with one key on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Days since the epoch, in UTC.
    pub day: i64,
    pub api_key_id: ApiKeyId,
    pub counts: Counts,
}

fn read(row: &Row<'_>) -> StoreResult<Usage> {
    Ok(Usage {
        day: row.int(0)?,
        api_key_id: row.id(1)?,
        counts: Counts {
            requests: row.number(2)?,
            refusals: row.number(3)?,
            sends: row.number(4)?,
        },
    })
}

fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Adds to what was asked on that day.
pub fn add(tx: &mut Tx<'_>, workspace_id: WorkspaceId, usage: &Usage) -> StoreResult<()> {
    let counts = usage.counts;
    tx.execute(
        "INSERT INTO api_key_usage (workspace_id, day, api_key_id, requests, refusals, sends)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (workspace_id, day, api_key_id) DO UPDATE
            SET requests = api_key_usage.requests + excluded.requests,
                refusals = api_key_usage.refusals + excluded.refusals,
                sends = api_key_usage.sends + excluded.sends",
        params![
            workspace_id,
            usage.day,
            usage.api_key_id,
            stored(counts.requests),
            stored(counts.refusals),
            stored(counts.sends),
        ],
    )?;
    Ok(())
}

/// A place in a list: what comes behind this day and key.
pub type Place = (i64, ApiKeyId);

/// What was asked from one day to another, the newest day first, and on one day in the order of the keys; at most `limit`
/// behind a place.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    (first, last): (i64, i64),
    behind: Place,
    limit: u32,
) -> StoreResult<Vec<Usage>> {
    tx.query(
        "SELECT day, api_key_id, requests, refusals, sends FROM api_key_usage
          WHERE workspace_id = ?1 AND day >= ?2 AND day <= ?3 AND (day < ?4 OR (day = ?4 AND api_key_id > ?5))
          ORDER BY day DESC, api_key_id LIMIT ?6",
        params![workspace_id, first, last, behind.0, behind.1, limit],
        read,
    )
}

/// The same of one key.
pub fn list_of_key(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
    (first, last): (i64, i64),
    before: i64,
    limit: u32,
) -> StoreResult<Vec<Usage>> {
    tx.query(
        "SELECT day, api_key_id, requests, refusals, sends FROM api_key_usage
          WHERE workspace_id = ?1 AND api_key_id = ?2 AND day >= ?3 AND day <= ?4 AND day < ?5
          ORDER BY day DESC LIMIT ?6",
        params![workspace_id, api_key_id, first, last, before, limit],
        read,
    )
}

/// Deletes the days before one; says how many rows. There is one for each key and day, so that few are old at once.
pub fn delete_old(tx: &mut Tx<'_>, workspace_id: WorkspaceId, before: i64) -> StoreResult<u64> {
    tx.execute(
        "DELETE FROM api_key_usage WHERE workspace_id = ?1 AND day < ?2",
        params![workspace_id, before],
    )
}

/// What is known of the usual use of a key; `None` where there is no such key.
pub fn find_watch(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
) -> StoreResult<Option<String>> {
    tx.query_opt(
        "SELECT watch FROM api_key WHERE workspace_id = ?1 AND api_key_id = ?2",
        params![workspace_id, api_key_id],
        |row| Ok(row.text(0)?.to_owned()),
    )
}

/// Keeps what was learned of it.
pub fn update_watch(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
    watch: &str,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE api_key SET watch = ?3 WHERE workspace_id = ?1 AND api_key_id = ?2",
        params![workspace_id, api_key_id, watch],
    )?;
    Ok(())
}
