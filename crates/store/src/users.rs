//! Who works in a workspace, and who was invited to.

use domain::ids::{UserId, UserInvitationId, WorkspaceId};
use domain::role::Role;
use domain::time::Timestamp;

use crate::{Engine, Row, StoreError, StoreResult, Tx, logins, params};

/// Somebody who works in a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub workspace_id: WorkspaceId,
    pub user_id: UserId,
    pub name: String,
    /// As they write it.
    pub email: String,
    /// [`crate::vault::Vault::email_hash`].
    pub email_hash: Vec<u8>,
    pub role: Role,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT workspace_id, user_id, name, email, email_hash, role, created_at, updated_at
               FROM workspace_user WHERE workspace_id = ?1",
            $tail
        )
    };
}

/// The role behind a stored word.
pub(crate) fn read_role(word: &str) -> StoreResult<Role> {
    Role::from_word(word).ok_or_else(|| StoreError::Inconsistent {
        what: "user",
        message: "the role is unknown".to_owned(),
    })
}

fn read(row: &Row<'_>) -> StoreResult<User> {
    Ok(User {
        workspace_id: row.id(0)?,
        user_id: row.id(1)?,
        name: row.text(2)?.to_owned(),
        email: row.text(3)?.to_owned(),
        email_hash: row.blob(4)?.to_vec(),
        role: read_role(row.text(5)?)?,
        created_at: row.timestamp(6)?,
        updated_at: row.timestamp(7)?,
    })
}

/// Adds a user, and where they can be found by their address. False if somebody with this address is there already.
pub fn insert(tx: &mut Tx<'_>, user: &User) -> StoreResult<bool> {
    let added = tx.execute(
        "INSERT INTO workspace_user
             (workspace_id, user_id, name, email, email_hash, role, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT DO NOTHING",
        params![
            user.workspace_id,
            user.user_id,
            &user.name,
            &user.email,
            &user.email_hash,
            user.role.word(),
            user.created_at,
            user.updated_at,
        ],
    )?;
    if added > 0 {
        logins::insert(tx, &user.email_hash, user.workspace_id, user.user_id)?;
    }
    Ok(added > 0)
}

/// The user with this id.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    user_id: UserId,
) -> StoreResult<Option<User>> {
    tx.query_opt(
        select!(" AND user_id = ?2"),
        params![workspace_id, user_id],
        read,
    )
}

/// The user with this address.
pub fn find_by_email(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    email_hash: &[u8],
) -> StoreResult<Option<User>> {
    tx.query_opt(
        select!(" AND email_hash = ?2"),
        params![workspace_id, email_hash],
        read,
    )
}

/// Users behind an id, in the order of their ids, which is that of their coming; at most `limit`.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    after: UserId,
    limit: u32,
) -> StoreResult<Vec<User>> {
    tx.query(
        select!(" AND user_id > ?2 ORDER BY user_id LIMIT ?3"),
        params![workspace_id, after, limit],
        read,
    )
}

/// Locks the users of a workspace against each other's changes until the transaction ends: that one owner is left can
/// only be known by whoever is alone. On SQLite a write transaction has the whole database already.
pub fn lock(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<()> {
    if tx.engine() == Engine::Postgres {
        tx.query(
            "SELECT user_id FROM workspace_user
              WHERE workspace_id = ?1 AND role = 'owner' ORDER BY user_id FOR UPDATE",
            params![workspace_id],
            |_| Ok(()),
        )?;
    }
    Ok(())
}

/// How many owners there are.
pub fn count_owners(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<u32> {
    tx.query_one(
        "SELECT COUNT(*) FROM workspace_user WHERE workspace_id = ?1 AND role = 'owner'",
        params![workspace_id],
        |row| row.number(0),
    )
}

/// How many users there are.
pub fn count(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<u32> {
    tx.query_one(
        "SELECT COUNT(*) FROM workspace_user WHERE workspace_id = ?1",
        params![workspace_id],
        |row| row.number(0),
    )
}

/// Gives a user another name and role.
pub fn update(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    user_id: UserId,
    (name, role): (&str, Role),
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE workspace_user SET name = ?3, role = ?4, updated_at = ?5 WHERE workspace_id = ?1 AND user_id = ?2",
        params![workspace_id, user_id, name, role.word(), now],
    )?;
    Ok(())
}

/// Takes a user away. Their keys are to be ended with them.
pub fn delete(tx: &mut Tx<'_>, user: &User) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM workspace_user WHERE workspace_id = ?1 AND user_id = ?2",
        params![user.workspace_id, user.user_id],
    )?;
    logins::delete(tx, &user.email_hash, user.workspace_id)
}

/// Somebody who may become a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub workspace_id: WorkspaceId,
    pub user_invitation_id: UserInvitationId,
    pub email: String,
    pub email_hash: Vec<u8>,
    pub role: Role,
    /// Of the token, which is not kept.
    pub token_hash: Vec<u8>,
    /// Who invited, where a user did.
    pub created_by: Option<UserId>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub accepted_at: Option<Timestamp>,
    /// Who they became.
    pub user_id: Option<UserId>,
    pub withdrawn_at: Option<Timestamp>,
}

impl Invitation {
    /// Whether it can be accepted at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.accepted_at.is_none() && self.withdrawn_at.is_none() && now < self.expires_at
    }

    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            workspace_id: row.id(0)?,
            user_invitation_id: row.id(1)?,
            email: row.text(2)?.to_owned(),
            email_hash: row.blob(3)?.to_vec(),
            role: read_role(row.text(4)?)?,
            token_hash: row.blob(5)?.to_vec(),
            created_by: row.opt_id(6)?,
            created_at: row.timestamp(7)?,
            expires_at: row.timestamp(8)?,
            accepted_at: row.opt_timestamp(9)?,
            user_id: row.opt_id(10)?,
            withdrawn_at: row.opt_timestamp(11)?,
        })
    }
}

macro_rules! select_invitation {
    ($tail:literal) => {
        concat!(
            "SELECT workspace_id, user_invitation_id, email, email_hash, role, token_hash, created_by, created_at,
                    expires_at, accepted_at, user_id, withdrawn_at
               FROM user_invitation WHERE workspace_id = ?1 AND ",
            $tail
        )
    };
}

/// Adds an invitation.
pub fn insert_invitation(tx: &mut Tx<'_>, invitation: &Invitation) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO user_invitation
             (workspace_id, user_invitation_id, email, email_hash, role, token_hash, created_by, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            invitation.workspace_id,
            invitation.user_invitation_id,
            &invitation.email,
            &invitation.email_hash,
            invitation.role.word(),
            &invitation.token_hash,
            invitation.created_by,
            invitation.created_at,
            invitation.expires_at,
        ],
    )?;
    Ok(())
}

/// The invitation with this id, whatever became of it.
pub fn find_invitation(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    user_invitation_id: UserInvitationId,
) -> StoreResult<Option<Invitation>> {
    tx.query_opt(
        select_invitation!("user_invitation_id = ?2"),
        params![workspace_id, user_invitation_id],
        Invitation::from_row,
    )
}

/// Invitations before an id, the newest first; at most `limit`.
pub fn list_invitations(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    before: UserInvitationId,
    limit: u32,
) -> StoreResult<Vec<Invitation>> {
    tx.query(
        select_invitation!("user_invitation_id < ?2 ORDER BY user_invitation_id DESC LIMIT ?3"),
        params![workspace_id, before, limit],
        Invitation::from_row,
    )
}

/// Notes that somebody accepted it. False if it was accepted or withdrawn before: of two who come together one is first.
pub fn update_accepted(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    user_invitation_id: UserInvitationId,
    user_id: UserId,
    now: Timestamp,
) -> StoreResult<bool> {
    let changed = tx.execute(
        "UPDATE user_invitation SET accepted_at = ?4, user_id = ?3
          WHERE workspace_id = ?1 AND user_invitation_id = ?2 AND accepted_at IS NULL AND withdrawn_at IS NULL",
        params![workspace_id, user_invitation_id, user_id, now],
    )?;
    Ok(changed > 0)
}

/// Withdraws it. False if it was accepted or withdrawn before.
pub fn update_withdrawn(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    user_invitation_id: UserInvitationId,
    now: Timestamp,
) -> StoreResult<bool> {
    let changed = tx.execute(
        "UPDATE user_invitation SET withdrawn_at = ?3
          WHERE workspace_id = ?1 AND user_invitation_id = ?2 AND accepted_at IS NULL AND withdrawn_at IS NULL",
        params![workspace_id, user_invitation_id, now],
    )?;
    Ok(changed > 0)
}

/// Withdraws whatever a user has invited and nobody has accepted yet.
pub fn withdraw_all_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    created_by: UserId,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE user_invitation SET withdrawn_at = ?3
          WHERE workspace_id = ?1 AND created_by = ?2 AND accepted_at IS NULL AND withdrawn_at IS NULL",
        params![workspace_id, created_by, now],
    )?;
    Ok(())
}
