//! How one account stands to one person.

use domain::ids::{AccountId, PersonId, WorkspaceId};
use domain::network::{Relationship, RelationshipStatus};
use domain::time::Timestamp;

use crate::{Row, StoreResult, Tx, params};

/// How an account stands to a person, as last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    pub relationship: Relationship,
    /// The date of an imported connection, `2024-05-31`.
    pub connected_on: Option<String>,
    pub checked_at: Timestamp,
}

/// The word that is stored and told in events; the guide's routes have words of their own.
pub fn status_word(relationship: &Relationship) -> &'static str {
    relationship.status().stored()
}

/// How the account stands to the person, if that was ever seen.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    person_id: PersonId,
) -> StoreResult<Option<Relation>> {
    tx.query_opt(
        "SELECT degree, status, connected_on, checked_at FROM relation
          WHERE workspace_id = ?1 AND account_id = ?2 AND person_id = ?3",
        params![workspace_id, account_id, person_id],
        read,
    )
}

fn read(row: &Row<'_>) -> StoreResult<Relation> {
    let status = row.text(1)?;
    Ok(Relation {
        relationship: Relationship {
            degree: row.opt_int(0)?.and_then(|degree| u8::try_from(degree).ok()),
            invitation_sent: status == RelationshipStatus::InvitationSent.stored(),
            invitation_received: status == RelationshipStatus::InvitationReceived.stored(),
        },
        connected_on: row.opt_text(2)?.map(str::to_owned),
        checked_at: row.timestamp(3)?,
    })
}

/// How each account stands to the person, as far as it was ever seen, at most `limit`.
pub fn list_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    limit: u32,
) -> StoreResult<Vec<(AccountId, Relation)>> {
    tx.query(
        "SELECT degree, status, connected_on, checked_at, account_id FROM relation
          WHERE workspace_id = ?1 AND person_id = ?2 ORDER BY account_id LIMIT ?3",
        params![workspace_id, person_id, limit],
        |row| Ok((row.id(4)?, read(row)?)),
    )
}

/// Notes the whole relationship as seen at `now`. True if the degree is news.
pub fn upsert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    person_id: PersonId,
    relationship: &Relationship,
    now: Timestamp,
) -> StoreResult<bool> {
    let before = find(tx, workspace_id, account_id, person_id)?;
    write(
        tx,
        workspace_id,
        account_id,
        person_id,
        *relationship,
        None,
        now,
    )?;
    Ok(before.and_then(|relation| relation.relationship.degree) != relationship.degree)
}

/// Notes a degree that came with a look at the person; what is known of invitations stays, unless it says that they
/// were accepted. True if it is news.
pub fn upsert_degree(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    person_id: PersonId,
    degree: u8,
    now: Timestamp,
) -> StoreResult<bool> {
    let before = find(tx, workspace_id, account_id, person_id)?;
    let known = before.as_ref().map(|relation| relation.relationship);
    if known.and_then(|known| known.degree) == Some(degree) {
        return Ok(false);
    }
    let is_open = degree > 1;
    let relationship = Relationship {
        degree: Some(degree),
        invitation_sent: is_open && known.is_some_and(|known| known.invitation_sent),
        invitation_received: is_open && known.is_some_and(|known| known.invitation_received),
    };
    write(
        tx,
        workspace_id,
        account_id,
        person_id,
        relationship,
        None,
        now,
    )?;
    Ok(true)
}

/// Notes an imported connection of the first degree with the date on which it began.
pub fn upsert_connection(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    person_id: PersonId,
    connected_on: Option<&str>,
    now: Timestamp,
) -> StoreResult<()> {
    let relationship = Relationship {
        degree: Some(1),
        invitation_sent: false,
        invitation_received: false,
    };
    write(
        tx,
        workspace_id,
        account_id,
        person_id,
        relationship,
        connected_on,
        now,
    )
}

fn write(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    person_id: PersonId,
    relationship: Relationship,
    connected_on: Option<&str>,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO relation (workspace_id, account_id, person_id, degree, status, connected_on, checked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (workspace_id, account_id, person_id) DO UPDATE
            SET degree = excluded.degree, status = excluded.status, checked_at = excluded.checked_at,
                connected_on = COALESCE(excluded.connected_on, relation.connected_on)",
        params![
            workspace_id,
            account_id,
            person_id,
            relationship.degree,
            status_word(&relationship),
            connected_on,
            now
        ],
    )?;
    Ok(())
}
