//! People who changed and whose conversations are not all written anew yet, with how far that has come.

use domain::ids::{PersonId, WorkspaceId};

use crate::{StoreResult, Tx, params};

/// What is left to do for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonRefresh {
    /// The conversations behind this thread are still to be written.
    pub(crate) after_thread: i64,
    /// Words under which the person was found before, separated by spaces; some may be there more than once.
    pub(crate) words: String,
}

pub(crate) fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
) -> StoreResult<Option<PersonRefresh>> {
    tx.query_opt(
        "SELECT after_thread, words FROM person_refresh WHERE workspace_id = ?1 AND person_id = ?2",
        params![workspace_id, person_id],
        |row| {
            Ok(PersonRefresh {
                after_thread: row.int(0)?,
                words: row.text(1)?.to_owned(),
            })
        },
    )
}

/// Adds to what is left to do: what was to be written before this change is still to be.
pub(crate) fn upsert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    refresh: &PersonRefresh,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO person_refresh (workspace_id, person_id, after_thread, words) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (workspace_id, person_id) DO UPDATE
            SET after_thread = CASE WHEN excluded.after_thread < person_refresh.after_thread
                                    THEN excluded.after_thread ELSE person_refresh.after_thread END,
                words = person_refresh.words || ' ' || excluded.words",
        params![workspace_id, person_id, refresh.after_thread, &refresh.words],
    )?;
    Ok(())
}

/// Notes how far it has come. Does nothing if the person changed again meanwhile: then it begins anew.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    before: &PersonRefresh,
    after_thread: i64,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE person_refresh SET after_thread = ?5
          WHERE workspace_id = ?1 AND person_id = ?2 AND after_thread = ?3 AND words = ?4",
        params![
            workspace_id,
            person_id,
            before.after_thread,
            &before.words,
            after_thread
        ],
    )?;
    Ok(())
}

/// Nothing is left to do. False if the person changed again meanwhile.
pub(crate) fn delete(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    before: &PersonRefresh,
) -> StoreResult<bool> {
    let deleted = tx.execute(
        "DELETE FROM person_refresh
          WHERE workspace_id = ?1 AND person_id = ?2 AND after_thread = ?3 AND words = ?4",
        params![workspace_id, person_id, before.after_thread, &before.words],
    )?;
    Ok(deleted > 0)
}
