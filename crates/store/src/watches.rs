//! What is known of the update streams of accounts: when each last told anything, and whether it is silent.

use domain::event::{EventData, EventKind};
use domain::ids::{AccountId, WorkspaceId};
use domain::silence::Silence;
use domain::time::Timestamp;

use crate::{ColumnType, NewEvent, Row, StoreResult, Tx, Value, params};

/// How an account is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alarm {
    pub silence: Silence,
    /// When it was noticed.
    pub at: Timestamp,
    /// When it was last heard of before.
    pub since: Timestamp,
}

/// What is known of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    pub workspace_id: WorkspaceId,
    pub account_id: AccountId,
    pub linked_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
    pub told_at: Option<Timestamp>,
    pub looked_at: Option<Timestamp>,
    pub alarm: Option<Alarm>,
}

impl Watch {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            workspace_id: row.id(0)?,
            account_id: row.id(1)?,
            linked_at: row.timestamp(2)?,
            answered_at: row.opt_timestamp(3)?,
            sent_at: row.opt_timestamp(4)?,
            told_at: row.opt_timestamp(5)?,
            looked_at: row.opt_timestamp(6)?,
            alarm: alarm(row, 7)?,
        })
    }
}

fn alarm(row: &Row<'_>, first: usize) -> StoreResult<Option<Alarm>> {
    let silence = row.opt_text(first)?.and_then(Silence::from_word);
    let (at, since) = (row.opt_timestamp(first + 1)?, row.opt_timestamp(first + 2)?);
    let found = silence.zip(at).zip(since);
    Ok(found.map(|((silence, at), since)| Alarm { silence, at, since }))
}

/// What is known of each of these accounts, as far as it is linked and nothing keeps it from being followed.
pub fn list_of(tx: &mut Tx<'_>, accounts: &[(WorkspaceId, AccountId)]) -> StoreResult<Vec<Watch>> {
    let rows: Vec<Vec<Value<'_>>> = accounts
        .iter()
        .map(|(workspace_id, account_id)| vec![(*workspace_id).into(), (*account_id).into()])
        .collect();
    let found = tx.query_opt_each(
        "SELECT a.workspace_id, a.account_id, a.linked_at, a.last_received_at, a.last_sent_at, w.told_at, w.looked_at,
                w.silence, w.silent_at, w.silent_since
           FROM account a
           LEFT JOIN account_watch w ON w.workspace_id = a.workspace_id AND w.account_id = a.account_id
          WHERE a.workspace_id = ?1 AND a.account_id = ?2 AND a.unlinked_at IS NULL",
        &[ColumnType::Blob, ColumnType::Blob],
        &rows,
        Watch::from_row,
    )?;
    Ok(found.into_iter().flatten().collect())
}

/// Whether an account is silent.
pub fn find_alarm(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Option<Alarm>> {
    let found = tx.query_opt(
        "SELECT silence, silent_at, silent_since FROM account_watch WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id],
        |row| alarm(row, 0),
    )?;
    Ok(found.flatten())
}

/// The stream has answered, and told something if `is_told`: a silence that this ends is over.
pub fn heard(
    tx: &mut Tx<'_>,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    is_told: bool,
    now: Timestamp,
) -> StoreResult<()> {
    let alarm = find_alarm(tx, workspace_id, account_id)?;
    let over = alarm.filter(|alarm| is_told || alarm.silence == Silence::NoAnswer);
    if is_told {
        tx.execute(
            "INSERT INTO account_watch (workspace_id, account_id, told_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (workspace_id, account_id) DO UPDATE SET told_at = excluded.told_at",
            params![workspace_id, account_id, now],
        )?;
    }
    let Some(over) = over else {
        return Ok(());
    };
    tx.execute(
        "UPDATE account_watch SET silence = NULL, silent_at = NULL, silent_since = NULL
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id],
    )?;
    let data = EventData::new().text("reason", over.silence.word());
    emit(
        tx,
        (workspace_id, account_id),
        EventKind::AccountHeardAgain,
        data,
        now,
    );
    Ok(())
}

/// Takes the right to look whether the network has more. False if somebody else has it, or something was told meanwhile.
pub fn claim_look(tx: &mut Tx<'_>, watch: &Watch, now: Timestamp) -> StoreResult<bool> {
    tx.execute(
        "INSERT INTO account_watch (workspace_id, account_id) VALUES (?1, ?2)
         ON CONFLICT (workspace_id, account_id) DO NOTHING",
        params![watch.workspace_id, watch.account_id],
    )?;
    let claimed = tx.execute(
        "UPDATE account_watch SET looked_at = ?3
          WHERE workspace_id = ?1 AND account_id = ?2
            AND COALESCE(looked_at, 0) = CAST(?4 AS BIGINT) AND COALESCE(told_at, 0) = CAST(?5 AS BIGINT)",
        params![
            watch.workspace_id,
            watch.account_id,
            now,
            watch.looked_at.unwrap_or_default(),
            watch.told_at.unwrap_or_default()
        ],
    )?;
    Ok(claimed > 0)
}

/// Notes that an account is silent and tells of it, unless that is known or something was heard since it was looked at.
/// False then.
pub fn raise(
    tx: &mut Tx<'_>,
    watch: &Watch,
    (silence, since): (Silence, Timestamp),
    now: Timestamp,
) -> StoreResult<bool> {
    let subject = (watch.workspace_id, watch.account_id);
    tx.execute(
        "INSERT INTO account_watch (workspace_id, account_id) VALUES (?1, ?2)
         ON CONFLICT (workspace_id, account_id) DO NOTHING",
        params![subject.0, subject.1],
    )?;
    let raised = tx.execute(
        "UPDATE account_watch SET silence = ?3, silent_at = ?4, silent_since = ?5
          WHERE workspace_id = ?1 AND account_id = ?2 AND silence IS NULL
            AND COALESCE(told_at, 0) = CAST(?6 AS BIGINT)",
        params![
            subject.0,
            subject.1,
            silence.word(),
            now,
            since,
            watch.told_at.unwrap_or_default()
        ],
    )?;
    if raised == 0 {
        return Ok(false);
    }
    let data = EventData::new()
        .text("reason", silence.word())
        .instant("since", since);
    emit(tx, subject, EventKind::AccountSilent, data, now);
    Ok(true)
}

fn emit(
    tx: &mut Tx<'_>,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    kind: EventKind,
    data: EventData,
    now: Timestamp,
) {
    tx.emit(NewEvent {
        workspace_id,
        kind,
        account_id: Some(account_id),
        subject: Some(account_id.to_string()),
        at: now,
        body: data.into_json(),
    });
}
