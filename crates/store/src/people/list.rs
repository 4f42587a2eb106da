//! People in the order in which they became known, from several ends: all of them, those with a word, those who stand in
//! one way to an account, those on the do-not-contact list. Each is read along one index, from a place on.

use domain::ids::{AccountId, PersonId, WorkspaceId};

use super::{Person, columns};
use crate::{ColumnType, StoreResult, Tx, Value, params};

macro_rules! select_from {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM ", $rest)
    };
}

/// Behind everybody, where a walk from the newest down begins.
pub const NEWEST: PersonId = PersonId::from_bytes([0xff; 16]);

/// People who became known before `before`, the newest first.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    before: PersonId,
    limit: u32,
) -> StoreResult<Vec<Person>> {
    tx.query(
        select_from!(
            "person p WHERE p.workspace_id = ?1 AND p.person_id < ?2 AND p.erased_at IS NULL ORDER BY p.person_id DESC LIMIT ?3"
        ),
        params![workspace_id, before, limit],
        |row| Person::from_row(row, 0),
    )
}

/// As [`list`], those whose name or headline has this entry of the index.
pub fn list_with_word(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    word: &str,
    before: PersonId,
    limit: u32,
) -> StoreResult<Vec<Person>> {
    tx.query(
        select_from!(
            "person_word w CROSS JOIN person p
              WHERE w.workspace_id = ?1 AND w.word = ?2 AND w.person_id < ?3
                AND p.workspace_id = w.workspace_id AND p.person_id = w.person_id
              ORDER BY w.person_id DESC LIMIT ?4"
        ),
        params![workspace_id, word, before, limit],
        |row| Person::from_row(row, 0),
    )
}

/// As [`list`], those to whom some account stands so; the word is that of [`crate::relations::status_word`]. Somebody
/// comes once for each such account, one after the other.
pub fn list_with_status(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    status: &str,
    before: PersonId,
    limit: u32,
) -> StoreResult<Vec<Person>> {
    tx.query(
        select_from!(
            "relation r CROSS JOIN person p
              WHERE r.workspace_id = ?1 AND r.status = ?2 AND r.person_id < ?3
                AND p.workspace_id = r.workspace_id AND p.person_id = r.person_id
              ORDER BY r.person_id DESC LIMIT ?4"
        ),
        params![workspace_id, status, before, limit],
        |row| Person::from_row(row, 0),
    )
}

/// Those on the do-not-contact list who are known, in its order, behind a network and a member key.
pub fn list_suppressed(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    (network, member_key): (&str, &str),
    limit: u32,
) -> StoreResult<Vec<Person>> {
    tx.query(
        select_from!(
            "suppression s CROSS JOIN person p
              WHERE s.workspace_id = ?1 AND (s.network, s.member_key) > (?2, ?3)
                AND p.workspace_id = s.workspace_id AND p.network = s.network AND p.member_key = s.member_key
              ORDER BY s.network, s.member_key LIMIT ?4"
        ),
        params![workspace_id, network, member_key, limit],
        |row| Person::from_row(row, 0),
    )
}

/// Those with this slug, at most `limit`, the one who was seen last first: slugs change hands.
pub fn list_by_slug(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    slug: &str,
    limit: u32,
) -> StoreResult<Vec<Person>> {
    tx.query(
        select_from!(
            "person p WHERE p.workspace_id = ?1 AND p.network = ?2 AND p.slug = ?3
              ORDER BY p.updated_at DESC, p.person_id LIMIT ?4"
        ),
        params![workspace_id, network, slug, limit],
        |row| Person::from_row(row, 0),
    )
}

/// For each person whether an account knows them: it stands to them in some way, or has a conversation with them.
pub fn are_known_to(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    people: &[PersonId],
) -> StoreResult<Vec<bool>> {
    let rows: Vec<Vec<Value<'_>>> = people
        .iter()
        .map(|person_id| vec![workspace_id.into(), account_id.into(), person_id.into()])
        .collect();
    let known = tx.query_opt_each(
        "SELECT 1 FROM person p
          WHERE p.workspace_id = ?1 AND p.person_id = ?3
            AND (EXISTS (SELECT 1 FROM relation r
                          WHERE r.workspace_id = ?1 AND r.account_id = ?2 AND r.person_id = ?3)
                 OR EXISTS (SELECT 1 FROM participant m CROSS JOIN conversation c
                             WHERE m.workspace_id = ?1 AND m.person_id = ?3
                               AND c.workspace_id = m.workspace_id AND c.conversation_id = m.conversation_id
                               AND c.account_id = ?2))",
        &[ColumnType::Blob, ColumnType::Blob, ColumnType::Blob],
        &rows,
        |_| Ok(()),
    )?;
    Ok(known.into_iter().map(|known| known.is_some()).collect())
}

/// For each person whether an account stands so to them, or any account where none is named.
pub fn have_status(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: Option<AccountId>,
    status: &str,
    people: &[PersonId],
) -> StoreResult<Vec<bool>> {
    let found = if let Some(account_id) = account_id {
        let rows: Vec<Vec<Value<'_>>> = people
            .iter()
            .map(|person| {
                vec![
                    workspace_id.into(),
                    person.into(),
                    status.into(),
                    account_id.into(),
                ]
            })
            .collect();
        tx.query_opt_each(
            "SELECT 1 FROM relation
                  WHERE workspace_id = ?1 AND account_id = ?4 AND person_id = ?2 AND status = ?3",
            &[
                ColumnType::Blob,
                ColumnType::Blob,
                ColumnType::Text,
                ColumnType::Blob,
            ],
            &rows,
            |_| Ok(()),
        )?
    } else {
        let rows: Vec<Vec<Value<'_>>> = people
            .iter()
            .map(|person| vec![workspace_id.into(), person.into(), status.into()])
            .collect();
        tx.query_opt_each(
            "SELECT 1 FROM relation WHERE workspace_id = ?1 AND person_id = ?2 AND status = ?3",
            &[ColumnType::Blob, ColumnType::Blob, ColumnType::Text],
            &rows,
            |_| Ok(()),
        )?
    };
    Ok(found.into_iter().map(|found| found.is_some()).collect())
}
