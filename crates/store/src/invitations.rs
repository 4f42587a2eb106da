//! Invitations to connect, of both directions, as kept. They change by what the network shows and by our own acts, in
//! [`crate::ingest`].

mod walk;

use domain::ids::{AccountId, InvitationId, PersonId, SendId, WorkspaceId};
use domain::invitation::{Direction, InvitationState};
use domain::time::Timestamp;

use crate::{Row, StoreError, StoreResult, Tx, params};

pub use walk::{Place, Stretch, Walk, list};

/// One invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub workspace_id: WorkspaceId,
    pub invitation_id: InvitationId,
    pub account_id: AccountId,
    /// The other side.
    pub person_id: PersonId,
    pub direction: Direction,
    pub state: InvitationState,
    /// The network's id of it; absent where it has none, or has not told it yet.
    pub network_key: Option<String>,
    pub note: Option<String>,
    /// The send that made it.
    pub send_id: Option<SendId>,
    pub sent_at: Timestamp,
    /// Tells apart what was sent at the same instant.
    pub tie: i64,
    pub ended_at: Option<Timestamp>,
    /// When the network last showed it, or answered that it has it.
    pub seen_at: Timestamp,
    /// When it was last found to be another.
    pub updated_at: Timestamp,
}

macro_rules! select {
    ($($tail:expr),+) => {
        concat!(
            "SELECT workspace_id, invitation_id, account_id, person_id, direction, state, network_key, note, send_id,
                    sent_at, tie, ended_at, seen_at, updated_at
               FROM invitation WHERE workspace_id = ?1 AND ",
            $($tail),+
        )
    };
}
use select;

impl Invitation {
    /// Where it stands in a list.
    pub fn place(&self) -> Place {
        Place {
            sent_at: self.sent_at,
            tie: self.tie,
        }
    }

    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            workspace_id: row.id(0)?,
            invitation_id: row.id(1)?,
            account_id: row.id(2)?,
            person_id: row.id(3)?,
            direction: known(Direction::from_word(row.text(4)?))?,
            state: known(InvitationState::from_word(row.text(5)?))?,
            network_key: row.opt_text(6)?.map(str::to_owned),
            note: row.opt_text(7)?.map(str::to_owned),
            send_id: row.opt_id(8)?,
            sent_at: row.timestamp(9)?,
            tie: row.int(10)?,
            ended_at: row.opt_timestamp(11)?,
            seen_at: row.timestamp(12)?,
            updated_at: row.timestamp(13)?,
        })
    }
}

fn known<T>(read: Option<T>) -> StoreResult<T> {
    read.ok_or_else(|| StoreError::Inconsistent {
        what: "invitation",
        message: "its direction or state is unknown".to_owned(),
    })
}

/// What tells a new one apart from what was sent at the same instant: the chance in its id, as a number.
pub(crate) fn tie_of(invitation_id: InvitationId) -> i64 {
    let (_, chance) = invitation_id.as_bytes().split_at(8);
    let chance = u64::from_be_bytes(chance.try_into().expect("eight of sixteen bytes"));
    i64::try_from(chance >> 2).unwrap_or(0)
}

/// The invitation with this id.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    invitation_id: InvitationId,
) -> StoreResult<Option<Invitation>> {
    tx.query_opt(
        select!("invitation_id = ?2"),
        params![workspace_id, invitation_id],
        Invitation::from_row,
    )
}

/// The invitation that the network of an account knows by this id.
pub fn find_by_network_key(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    network_key: &str,
) -> StoreResult<Option<Invitation>> {
    tx.query_opt(
        select!("account_id = ?2 AND network_key = ?3"),
        params![workspace_id, account_id, network_key],
        Invitation::from_row,
    )
}

/// The open invitation of an account to a person, or from one.
pub fn find_open(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    (person_id, direction): (PersonId, Direction),
) -> StoreResult<Option<Invitation>> {
    tx.query_opt(
        select!("account_id = ?2 AND person_id = ?3 AND direction = ?4 AND state = 'pending'"),
        params![workspace_id, account_id, person_id, direction.word()],
        Invitation::from_row,
    )
}

/// The one of an account to a person, or from one, that was sent last.
pub(crate) fn find_newest(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    (person_id, direction): (PersonId, Direction),
) -> StoreResult<Option<Invitation>> {
    tx.query_opt(
        select!(
            "person_id = ?3 AND account_id = ?2 AND direction = ?4 ORDER BY sent_at DESC, tie DESC LIMIT 1"
        ),
        params![workspace_id, account_id, person_id, direction.word()],
        Invitation::from_row,
    )
}

/// Open invitations of one direction that the network has not shown since `since`, the oldest first, at most `limit`.
pub fn list_unseen(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    direction: Direction,
    since: Timestamp,
    limit: u32,
) -> StoreResult<Vec<Invitation>> {
    tx.query(
        select!(
            "account_id = ?2 AND direction = ?3 AND state = 'pending' AND seen_at < ?4
             ORDER BY sent_at, tie LIMIT ?5"
        ),
        params![workspace_id, account_id, direction.word(), since, limit],
        Invitation::from_row,
    )
}

pub(crate) fn insert(tx: &mut Tx<'_>, invitation: &Invitation) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO invitation (workspace_id, invitation_id, account_id, person_id, direction, state, network_key, note,
                                 send_id, sent_at, tie, ended_at, seen_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            invitation.workspace_id,
            invitation.invitation_id,
            invitation.account_id,
            invitation.person_id,
            invitation.direction.word(),
            invitation.state.word(),
            invitation.network_key.as_deref(),
            invitation.note.as_deref(),
            invitation.send_id,
            invitation.sent_at,
            invitation.tie,
            invitation.ended_at,
            invitation.seen_at,
            invitation.updated_at
        ],
    )?;
    Ok(())
}

pub(crate) fn update(tx: &mut Tx<'_>, invitation: &Invitation) -> StoreResult<()> {
    tx.execute(
        "UPDATE invitation SET state = ?3, network_key = ?4, note = ?5, send_id = ?6, sent_at = ?7, ended_at = ?8,
                               seen_at = ?9, updated_at = ?10
          WHERE workspace_id = ?1 AND invitation_id = ?2",
        params![
            invitation.workspace_id,
            invitation.invitation_id,
            invitation.state.word(),
            invitation.network_key.as_deref(),
            invitation.note.as_deref(),
            invitation.send_id,
            invitation.sent_at,
            invitation.ended_at,
            invitation.seen_at,
            invitation.updated_at
        ],
    )?;
    Ok(())
}

/// Takes a little away of what is older than `oldest`: those that ended before, and the notes of those that are still open.
/// Returns how many that were.
pub(crate) fn forget_old(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    oldest: Timestamp,
    limit: u32,
) -> StoreResult<u64> {
    let ended = tx.execute(
        "DELETE FROM invitation
          WHERE workspace_id = ?1 AND invitation_id IN (
                SELECT invitation_id FROM invitation WHERE workspace_id = ?1 AND ended_at < ?2 LIMIT ?3)",
        params![workspace_id, oldest, limit],
    )?;
    let noted = tx.execute(
        "UPDATE invitation SET note = NULL
          WHERE workspace_id = ?1 AND invitation_id IN (
                SELECT invitation_id FROM invitation
                 WHERE workspace_id = ?1 AND note IS NOT NULL AND sent_at < ?2 LIMIT ?3)",
        params![workspace_id, oldest, limit],
    )?;
    Ok(ended + noted)
}

/// Deletes all that are with a person.
pub(crate) fn delete_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM invitation WHERE workspace_id = ?1 AND person_id = ?2",
        params![workspace_id, person_id],
    )?;
    Ok(())
}
