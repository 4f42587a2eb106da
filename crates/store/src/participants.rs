//! Who takes part in a conversation besides the owner of the account.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use domain::ids::{AccountId, ConversationId, PersonId, WorkspaceId};

use crate::inbox::json_list;
use crate::people::{self, Person};
use crate::{ColumnType, Engine, Row, StoreResult, Tx, Value, params};

/// Participants of one conversation that are kept and shown.
pub const PARTICIPANTS_MAX: u32 = 1_000;

/// A person in a conversation, and how the account stands to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub person: Person,
    pub position: i64,
    pub degree: Option<u8>,
}

/// The participants from `position` on, in their order, at most `limit`.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    conversation_id: ConversationId,
    limit: u32,
) -> StoreResult<Vec<Participant>> {
    tx.query(
        concat!(
            "SELECT ",
            people::columns!(),
            ", m.position, r.degree
               FROM participant m
               JOIN person p ON p.workspace_id = m.workspace_id AND p.person_id = m.person_id
               LEFT JOIN relation r ON r.workspace_id = m.workspace_id AND r.account_id = ?2
                                   AND r.person_id = m.person_id
              WHERE m.workspace_id = ?1 AND m.conversation_id = ?3
              ORDER BY m.position, m.person_id LIMIT ?4"
        ),
        params![workspace_id, account_id, conversation_id, limit],
        participant,
    )
}

fn participant(row: &Row<'_>) -> StoreResult<Participant> {
    Ok(Participant {
        person: Person::from_row(row, 0)?,
        position: row.int(10)?,
        degree: row
            .opt_int(11)?
            .and_then(|degree| u8::try_from(degree).ok()),
    })
}

/// The first participants of the conversations `c` of a list, with the thread and how many it has.
macro_rules! shown_of {
    ($conversations:literal) => {
        concat!(
            "SELECT ",
            people::columns!(),
            ", q.position, r.degree, q.thread, q.total
               FROM (SELECT c.account_id, c.thread, m.person_id, m.position,
                            ROW_NUMBER() OVER (PARTITION BY c.thread ORDER BY m.position, m.person_id) AS place,
                            COUNT(*) OVER (PARTITION BY c.thread) AS total
                       FROM ",
            $conversations,
            " JOIN participant m ON m.workspace_id = ?1 AND m.conversation_id = c.conversation_id) q
               JOIN person p ON p.workspace_id = ?1 AND p.person_id = q.person_id
               LEFT JOIN relation r ON r.workspace_id = ?1 AND r.account_id = q.account_id
                                   AND r.person_id = q.person_id
              WHERE q.place <= ?3
              ORDER BY q.thread, q.position, q.person_id"
        )
    };
}

/// For each of these threads that has any its first participants, at most `each_max` of each, and how many it has.
pub fn list_shown(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    threads: &[i64],
    each_max: u32,
) -> StoreResult<BTreeMap<i64, (Vec<Participant>, i64)>> {
    let mut shown: BTreeMap<i64, (Vec<Participant>, i64)> = BTreeMap::new();
    if threads.is_empty() {
        return Ok(shown);
    }
    let sql = match tx.engine() {
        Engine::Sqlite => shown_of!(
            "json_each(?2) AS given CROSS JOIN conversation c ON c.workspace_id = ?1 AND c.thread = given.value"
        ),
        Engine::Postgres => shown_of!(
            "(SELECT unnest(string_to_array(trim(?2, '[]'), ',')::bigint[]) AS value) AS given
               JOIN conversation c ON c.workspace_id = ?1 AND c.thread = given.value"
        ),
    };
    let params = params![workspace_id, json_list(threads), each_max];
    tx.query_each(sql, params, |row| {
        let (participants, total) = shown.entry(row.int(12)?).or_default();
        *total = row.int(13)?;
        participants.push(participant(row)?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(shown)
}

/// Those of these threads in which the person takes part.
pub fn list_threads_among(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    threads: &[i64],
) -> StoreResult<BTreeSet<i64>> {
    let rows: Vec<Vec<Value<'_>>> = threads
        .iter()
        .map(|thread| vec![workspace_id.into(), (*thread).into(), person_id.into()])
        .collect();
    let found = tx.query_opt_each(
        "SELECT c.thread FROM conversation c
           JOIN participant m ON m.workspace_id = c.workspace_id AND m.conversation_id = c.conversation_id
          WHERE c.workspace_id = ?1 AND c.thread = ?2 AND m.person_id = ?3",
        &[ColumnType::Blob, ColumnType::Int, ColumnType::Blob],
        &rows,
        |row| row.int(0),
    )?;
    Ok(found.into_iter().flatten().collect())
}

/// The member keys of the participants, in their order, at most `limit`.
pub fn list_keys(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    limit: u32,
) -> StoreResult<Vec<String>> {
    tx.query(
        "SELECT p.member_key
           FROM participant m
           JOIN person p ON p.workspace_id = m.workspace_id AND p.person_id = m.person_id
          WHERE m.workspace_id = ?1 AND m.conversation_id = ?2
          ORDER BY m.position, m.person_id LIMIT ?3",
        params![workspace_id, conversation_id, limit],
        |row| row.text(0).map(str::to_owned),
    )
}

/// Whether the person takes part.
pub fn is_participant(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    person_id: PersonId,
) -> StoreResult<bool> {
    let found = tx.query_opt(
        "SELECT position FROM participant WHERE workspace_id = ?1 AND conversation_id = ?2 AND person_id = ?3",
        params![workspace_id, conversation_id, person_id],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    person_id: PersonId,
    position: i64,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO participant (workspace_id, conversation_id, person_id, position) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (workspace_id, conversation_id, person_id) DO NOTHING",
        params![workspace_id, conversation_id, person_id, position],
    )?;
    Ok(())
}

pub(crate) fn delete(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    person_id: PersonId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM participant WHERE workspace_id = ?1 AND conversation_id = ?2 AND person_id = ?3",
        params![workspace_id, conversation_id, person_id],
    )?;
    Ok(())
}
