//! The do-not-contact list of a workspace: it holds for all of its accounts.

use std::collections::BTreeSet;

use domain::event::{EventData, EventKind};
use domain::ids::{ApiKeyId, SendId, WorkspaceId};
use domain::suppression::SuppressionState;
use domain::time::Timestamp;

use crate::erasures::erased;
use crate::{
    ColumnType, NewEvent, Row, StoreError, StoreResult, Tx, Value, params, person_locks, sends,
};

/// What stands beside somebody who was erased.
const ERASED_NOTE: &str = "Their data was erased.";

/// Somebody who is not to be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    pub workspace_id: WorkspaceId,
    pub network: String,
    pub member_key: String,
    pub state: SuppressionState,
    /// What somebody noted.
    pub note: Option<String>,
    /// The key by which somebody put them on the list.
    pub created_by: Option<ApiKeyId>,
    pub created_at: Timestamp,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT workspace_id, network, member_key, state, note, created_by, created_at
               FROM suppression WHERE workspace_id = ?1 AND ",
            $tail
        )
    };
}

fn read(row: &Row<'_>) -> StoreResult<Suppression> {
    Ok(Suppression {
        workspace_id: row.id(0)?,
        network: row.text(1)?.to_owned(),
        member_key: row.text(2)?.to_owned(),
        state: read_state(row.text(3)?)?,
        note: row.opt_text(4)?.map(str::to_owned),
        created_by: row.opt_id(5)?,
        created_at: row.timestamp(6)?,
    })
}

fn read_state(word: &str) -> StoreResult<SuppressionState> {
    SuppressionState::from_word(word).ok_or_else(|| StoreError::Inconsistent {
        what: "suppression",
        message: "its state is unknown".to_owned(),
    })
}

/// How a member stands on the list; absent: they are not on it. Who was erased stands there without a row.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_key: &str,
) -> StoreResult<Option<Suppression>> {
    let found = tx.query_opt(
        select!("network = ?2 AND member_key = ?3"),
        params![workspace_id, network, member_key],
        read,
    )?;
    let is_sure = found
        .as_ref()
        .is_some_and(|found| found.state == SuppressionState::Suppressed);
    if is_sure {
        return Ok(found);
    }
    let erased = erased::find(tx, workspace_id, network, member_key)?;
    let erased = erased.filter(|erased| erased.is_suppressed);
    Ok(erased
        .map(|erased| Suppression {
            workspace_id,
            network: network.to_owned(),
            member_key: member_key.to_owned(),
            state: SuppressionState::Suppressed,
            note: Some(ERASED_NOTE.to_owned()),
            created_by: None,
            created_at: erased.erased_at,
        })
        .or(found))
}

/// How each member stands on the list, named by network and member key.
pub fn find_states(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    people: &[(&str, &str)],
) -> StoreResult<Vec<Option<SuppressionState>>> {
    let rows: Vec<Vec<Value<'_>>> = people
        .iter()
        .map(|(network, key)| vec![workspace_id.into(), (*network).into(), (*key).into()])
        .collect();
    let mut states = tx.query_opt_each(
        "SELECT state FROM suppression WHERE workspace_id = ?1 AND network = ?2 AND member_key = ?3",
        &[ColumnType::Blob, ColumnType::Text, ColumnType::Text],
        &rows,
        |row| read_state(row.text(0)?),
    )?;
    let erased = erased::find_each(tx, workspace_id, people)?;
    for (state, erased) in states.iter_mut().zip(erased) {
        if erased.is_some_and(|erased| erased.is_suppressed) {
            *state = Some(SuppressionState::Suppressed);
        }
    }
    Ok(states)
}

/// What putting somebody on the list came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// False: they stood there already, as firmly.
    pub is_changed: bool,
    /// What may reach them all the same: its call is under way, or nobody knows what became of it.
    pub in_flight: Vec<SendId>,
}

/// Puts somebody on the list, or raises them from paused to suppressed, and announces it, with what may reach them all the
/// same. Nothing to them begins between this and the commit: their lock is taken. Who puts several there takes the locks
/// of all before.
pub fn raise(tx: &mut Tx<'_>, suppression: &Suppression) -> StoreResult<Raised> {
    let (workspace_id, network) = (suppression.workspace_id, suppression.network.as_str());
    let member_key = suppression.member_key.as_str();
    person_locks::lock_each(tx, workspace_id, network, &BTreeSet::from([member_key]))?;
    let in_flight = sends::list_in_flight_to(tx, workspace_id, network, member_key)?;
    let changed = tx.execute(
        "INSERT INTO suppression (workspace_id, network, member_key, state, note, created_by, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (workspace_id, network, member_key) DO UPDATE
            SET state = excluded.state, note = excluded.note, created_by = excluded.created_by,
                created_at = excluded.created_at
          WHERE suppression.state = 'paused' AND excluded.state = 'suppressed'",
        params![
            suppression.workspace_id,
            &suppression.network,
            &suppression.member_key,
            suppression.state.word(),
            suppression.note.as_deref(),
            suppression.created_by,
            suppression.created_at,
        ],
    )?;
    let is_changed = changed > 0;
    if !is_changed {
        return Ok(Raised {
            is_changed,
            in_flight,
        });
    }
    let kind = match suppression.state {
        SuppressionState::Suppressed => EventKind::PersonSuppressed,
        SuppressionState::Paused => EventKind::PersonPaused,
    };
    let (by, at) = (suppression.created_by, suppression.created_at);
    announce(tx, kind, suppression, by, at, |data| {
        data.ids("in_flight", &in_flight)
    });
    Ok(Raised {
        is_changed,
        in_flight,
    })
}

/// Takes somebody off the list, which is kept in the event log.
pub fn lift(
    tx: &mut Tx<'_>,
    suppression: &Suppression,
    by: Option<ApiKeyId>,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM suppression WHERE workspace_id = ?1 AND network = ?2 AND member_key = ?3",
        params![
            suppression.workspace_id,
            &suppression.network,
            &suppression.member_key
        ],
    )?;
    let (network, member_key) = (&suppression.network, &suppression.member_key);
    erased::update_suppressed(tx, suppression.workspace_id, network, member_key, false)?;
    announce(
        tx,
        EventKind::PersonUnsuppressed,
        suppression,
        by,
        now,
        |data| data,
    );
    Ok(())
}

/// How a member stands on the list, on whichever network: a key is one member's on each.
pub fn list_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    member_key: &str,
) -> StoreResult<Vec<Suppression>> {
    let mut networks = tx.query(
        "SELECT DISTINCT network FROM account WHERE workspace_id = ?1 ORDER BY network",
        params![workspace_id],
        |row| row.text(0).map(str::to_owned),
    )?;
    let mut found = tx.query(
        select!("member_key = ?2"),
        params![workspace_id, member_key],
        read,
    )?;
    networks.retain(|network| found.iter().all(|listed| listed.network != *network));
    for network in networks {
        found.extend(find(tx, workspace_id, &network, member_key)?);
    }
    Ok(found)
}

fn announce(
    tx: &mut Tx<'_>,
    kind: EventKind,
    suppression: &Suppression,
    by: Option<ApiKeyId>,
    at: Timestamp,
    fields: impl FnOnce(EventData) -> EventData,
) {
    let data = EventData::new()
        .text("network", &suppression.network)
        .text("member_key", &suppression.member_key)
        .opt_id("by", by);
    tx.emit(NewEvent {
        workspace_id: suppression.workspace_id,
        kind,
        account_id: None,
        subject: Some(suppression.member_key.clone()),
        at,
        body: fields(data).into_json(),
    });
}

/// Those on the list behind `after`, in the order of network and member key.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    (network, member_key): (&str, &str),
    limit: u32,
) -> StoreResult<Vec<Suppression>> {
    tx.query(
        select!("(network, member_key) > (?2, ?3) ORDER BY network, member_key LIMIT ?4"),
        params![workspace_id, network, member_key, limit],
        read,
    )
}
