//! The ways down the list of a workspace's invitations, those that were sent last first, and back up. Each way is a stretch
//! of one index, so that a page costs what it shows.

use domain::ids::{AccountId, PersonId, WorkspaceId};
use domain::invitation::{Direction, InvitationState};
use domain::time::Timestamp;

use super::{Invitation, select};
use crate::conversations::Direction as Way;
use crate::{StoreResult, Tx, params};

/// A place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub sent_at: Timestamp,
    /// Tells apart what was sent at the same instant.
    pub tie: i64,
}

/// A part of the list: what lies between two places, neither of them included, from one end on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Older than all of it.
    pub above: Place,
    /// Newer than all of it.
    pub below: Place,
    pub way: Way,
}

impl Stretch {
    /// Everything, from the newest on.
    pub const ALL: Self = Self {
        above: Place {
            sent_at: Timestamp::MIN,
            tie: i64::MIN,
        },
        below: Place {
            sent_at: Timestamp::MAX,
            tie: i64::MAX,
        },
        way: Way::Older,
    };
}

/// Which index is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    All,
    /// Those of one direction that stand so.
    Standing(Direction, InvitationState),
    Account(AccountId),
    /// Those of one account and one direction that stand so.
    AccountStanding(AccountId, Direction, InvitationState),
    /// All that are with one person: few, whatever else is asked of them.
    Person(PersonId),
}

macro_rules! both_ways {
    ($condition:literal) => {
        (
            select!(
                $condition,
                "(sent_at, tie) > (?2, ?3) AND (sent_at, tie) < (?4, ?5)
                 ORDER BY sent_at DESC, tie DESC LIMIT ?6"
            ),
            select!(
                $condition,
                "(sent_at, tie) > (?2, ?3) AND (sent_at, tie) < (?4, ?5) ORDER BY sent_at, tie LIMIT ?6"
            ),
        )
    };
}

/// The invitations of a stretch that one way passes, in the order in which it passes them, at most `limit`.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    walk: Walk,
    stretch: Stretch,
    limit: u32,
) -> StoreResult<Vec<Invitation>> {
    let Stretch { above, below, way } = stretch;
    let mut values = params![
        workspace_id,
        above.sent_at,
        above.tie,
        below.sent_at,
        below.tie,
        limit,
    ]
    .to_vec();
    let (down, up) = match walk {
        Walk::All => both_ways!(""),
        Walk::Standing(direction, state) => {
            values.extend([direction.word().into(), state.word().into()]);
            both_ways!("direction = ?7 AND state = ?8 AND ")
        }
        Walk::Account(account_id) => {
            values.push(account_id.into());
            both_ways!("account_id = ?7 AND ")
        }
        Walk::AccountStanding(account_id, direction, state) => {
            values.extend([
                account_id.into(),
                direction.word().into(),
                state.word().into(),
            ]);
            both_ways!("account_id = ?7 AND direction = ?8 AND state = ?9 AND ")
        }
        Walk::Person(person_id) => {
            values.push(person_id.into());
            both_ways!("person_id = ?7 AND ")
        }
    };
    let sql = match way {
        Way::Older => down,
        Way::Newer => up,
    };
    tx.query(sql, &values, Invitation::from_row)
}
