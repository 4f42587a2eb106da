//! The ways down the list of a workspace's conversations, the newest activity first, and back up.
//!
//! Each way is a stretch of one index, so that a page costs what it shows. What no index of its own tells apart is left to
//! the caller, who looks at a bounded number of rows.

use domain::ids::{AccountId, UserId, WorkspaceId};
use domain::time::Timestamp;

use super::{Conversation, select};
use crate::inbox::{Position, json_list};
use crate::{Engine, StoreResult, Tx, params};

/// Which index is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// All of the workspace that are archived, or all that are not.
    All {
        is_archived: bool,
    },
    /// All of one account that are archived, or all that are not.
    Account {
        account_id: AccountId,
        is_archived: bool,
    },
    Unread,
    UnreadOf(AccountId),
    Starred,
    Assigned(UserId),
    Snoozed,
}

/// Which way a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the newest activity on.
    Older,
    /// Back again.
    Newer,
}

/// A part of the list: what lies between two places, neither of them included, from one end on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Older than all of it.
    pub above: Position,
    /// Newer than all of it.
    pub below: Position,
    pub direction: Direction,
}

impl Stretch {
    /// Whether a place lies in it.
    pub fn contains(&self, position: Position) -> bool {
        self.above < position && position < self.below
    }

    /// What is left of it behind a place.
    #[must_use]
    pub fn behind(self, position: Position) -> Self {
        match self.direction {
            Direction::Older => Self {
                below: position,
                ..self
            },
            Direction::Newer => Self {
                above: position,
                ..self
            },
        }
    }

    /// Everything, from the newest on.
    pub const ALL: Self = Self {
        above: Position {
            last_activity_at: Timestamp::MIN,
            thread: i64::MIN,
        },
        below: Position::TOP,
        direction: Direction::Older,
    };
}

macro_rules! both_ways {
    ($condition:literal) => {
        (
            select!(
                "WHERE c.workspace_id = ?1 AND ",
                $condition,
                " AND (c.last_activity_at, c.thread) > (?2, ?3) AND (c.last_activity_at, c.thread) < (?4, ?5)
                  ORDER BY c.last_activity_at DESC, c.thread DESC LIMIT ?6"
            ),
            select!(
                "WHERE c.workspace_id = ?1 AND ",
                $condition,
                " AND (c.last_activity_at, c.thread) > (?2, ?3) AND (c.last_activity_at, c.thread) < (?4, ?5)
                  ORDER BY c.last_activity_at, c.thread LIMIT ?6"
            ),
        )
    };
}

/// The conversations of a stretch that one way passes, in the order in which it passes them, at most `limit`.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    walk: Walk,
    stretch: Stretch,
    limit: u32,
) -> StoreResult<Vec<Conversation>> {
    let Stretch { above, below, .. } = stretch;
    let mut values = params![
        workspace_id,
        above.last_activity_at,
        above.thread,
        below.last_activity_at,
        below.thread,
        limit,
    ]
    .to_vec();
    let (down, up) = match walk {
        Walk::All { is_archived } => {
            values.push(is_archived.into());
            both_ways!("c.is_archived = ?7")
        }
        Walk::Account {
            account_id,
            is_archived,
        } => {
            values.extend([is_archived.into(), account_id.into()]);
            both_ways!("c.is_archived = ?7 AND c.account_id = ?8")
        }
        Walk::Unread => both_ways!("c.unread_count > 0"),
        Walk::UnreadOf(account_id) => {
            values.push(account_id.into());
            both_ways!("c.unread_count > 0 AND c.account_id = ?7")
        }
        Walk::Starred => both_ways!("c.is_starred = 1"),
        Walk::Assigned(user_id) => {
            values.push(user_id.into());
            both_ways!("c.assignee_id = ?7")
        }
        Walk::Snoozed => both_ways!("c.snoozed_until IS NOT NULL"),
    };
    let sql = match stretch.direction {
        Direction::Older => down,
        Direction::Newer => up,
    };
    tx.query(sql, &values, Conversation::from_row)
}

/// The conversations of these threads, in no order.
pub fn list_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    threads: &[i64],
) -> StoreResult<Vec<Conversation>> {
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    let sql = match tx.engine() {
        Engine::Sqlite => select!(
            from "json_each(?2) AS given CROSS JOIN conversation c",
            "WHERE c.workspace_id = ?1 AND c.thread = given.value"
        ),
        Engine::Postgres => select!(
            "WHERE c.workspace_id = ?1
               AND c.thread = ANY (string_to_array(trim(?2, '[]'), ',')::bigint[])"
        ),
    };
    let params = params![workspace_id, json_list(threads)];
    tx.query(sql, params, Conversation::from_row)
}
