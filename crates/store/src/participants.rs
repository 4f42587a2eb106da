//! Who takes part in a conversation besides the owner of the account.

use domain::ids::{AccountId, ConversationId, PersonId, WorkspaceId};

use crate::people::{self, Person};
use crate::{StoreResult, Tx, params};

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
        |row| {
            Ok(Participant {
                person: Person::from_row(row, 0)?,
                position: row.int(10)?,
                degree: row
                    .opt_int(11)?
                    .and_then(|degree| u8::try_from(degree).ok()),
            })
        },
    )
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
