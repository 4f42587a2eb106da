//! Under which words people are found: those of their names and headlines, with their starts, as `domain::search` cuts
//! them.

use std::collections::BTreeSet;

use domain::ids::{PersonId, WorkspaceId};
use domain::search;

use super::Person;
use crate::{ColumnType, InsertMany, StoreResult, Tx, Value, params};

const WORDS: InsertMany = InsertMany {
    table: "person_word",
    columns: &[
        ("workspace_id", ColumnType::Blob),
        ("word", ColumnType::Text),
        ("person_id", ColumnType::Blob),
    ],
    conflict: "ON CONFLICT (workspace_id, word, person_id) DO NOTHING",
};

/// What is indexed of a person.
pub fn entries_of(name: &str, headline: &str) -> Vec<String> {
    search::entries_of([name, headline])
}

/// Adds the words of a person who is new.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person: &Person,
) -> StoreResult<()> {
    let entries = entries_of(&person.name, &person.headline);
    add(tx, workspace_id, person.person_id, &entries)
}

/// Takes over the words of a person after a change.
pub(super) fn update(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    before: &Person,
    after: &Person,
) -> StoreResult<()> {
    if (&before.name, &before.headline) == (&after.name, &after.headline) {
        return Ok(());
    }
    let gone: BTreeSet<String> = entries_of(&before.name, &before.headline)
        .into_iter()
        .collect();
    let now: BTreeSet<String> = entries_of(&after.name, &after.headline)
        .into_iter()
        .collect();
    let person_id = after.person_id;
    remove(tx, workspace_id, person_id, gone.difference(&now))?;
    let new: Vec<String> = now.difference(&gone).cloned().collect();
    add(tx, workspace_id, person_id, &new)
}

/// Removes all words of a person.
pub(crate) fn delete(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person: &Person,
) -> StoreResult<()> {
    let entries = entries_of(&person.name, &person.headline);
    remove(tx, workspace_id, person.person_id, &entries)
}

/// Adds the words of people who were known before there was this index, at most `limit` of them. Says how many.
pub fn insert_missing(tx: &mut Tx<'_>, workspace_id: WorkspaceId, limit: u32) -> StoreResult<u64> {
    let people = tx.query(
        "SELECT person_id, name, headline FROM person
          WHERE workspace_id = ?1 AND has_words = 0 ORDER BY person_id LIMIT ?2",
        params![workspace_id, limit],
        |row| {
            let entries = entries_of(row.text(1)?, row.text(2)?);
            Ok((row.id::<PersonId>(0)?, entries))
        },
    )?;
    for (person_id, entries) in &people {
        add(tx, workspace_id, *person_id, entries)?;
        tx.execute(
            "UPDATE person SET has_words = 1 WHERE workspace_id = ?1 AND person_id = ?2",
            params![workspace_id, *person_id],
        )?;
    }
    Ok(u64::try_from(people.len()).unwrap_or(u64::MAX))
}

fn add(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    entries: &[String],
) -> StoreResult<()> {
    let rows: Vec<Vec<Value<'_>>> = entries
        .iter()
        .map(|word| vec![workspace_id.into(), word.into(), person_id.into()])
        .collect();
    tx.insert_many(&WORDS, &rows)?;
    Ok(())
}

fn remove<'w>(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    entries: impl IntoIterator<Item = &'w String>,
) -> StoreResult<()> {
    let rows: Vec<Vec<Value<'_>>> = entries
        .into_iter()
        .map(|word| vec![workspace_id.into(), word.into(), person_id.into()])
        .collect();
    tx.execute_each(
        "DELETE FROM person_word WHERE workspace_id = ?1 AND word = ?2 AND person_id = ?3",
        &rows,
    )
}
