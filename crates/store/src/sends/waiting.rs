//! Sends that were accepted and have not begun: counted against limits, and listed.

use domain::ids::{AccountId, WorkspaceId};
use domain::ledger::Action;
use domain::send::SendKind;
use domain::time::Timestamp;

use super::{Send, row};
use crate::{StoreResult, Tx, params};

macro_rules! count_waiting {
    ($condition:literal) => {
        concat!(
            "SELECT COUNT(*) FROM (
                 SELECT 1 FROM send
                  WHERE workspace_id = ?1 AND account_id = ?2 AND is_open = 1 AND ready_at <= ?4 AND ",
            row::waiting_states!(),
            " AND ",
            $condition,
            " LIMIT ?3) AS waiting"
        )
    };
}

/// How many accepted sends that count as an action could have begun by `now` and have not, counted up to `limit`.
pub fn count_waiting(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    action: Action,
    now: Timestamp,
    limit: u32,
) -> StoreResult<u32> {
    let sql = match action {
        Action::Message => count_waiting!("kind IN ('message', 'inmail')"),
        Action::NewConversation => count_waiting!("kind = 'message' AND opens_conversation = 1"),
        Action::Reply => count_waiting!("kind = 'message' AND opens_conversation = 0"),
        Action::Inmail => count_waiting!("kind = 'inmail'"),
        Action::Invitation => count_waiting!("kind = 'invitation'"),
    };
    tx.query_one(sql, params![workspace_id, account_id, limit, now], |row| {
        row.number(0)
    })
}

/// Sends of an account that have not begun, the first accepted first, at most `limit`.
pub fn list_waiting(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    limit: u32,
) -> StoreResult<Vec<Send>> {
    tx.query(
        row::select!(
            "WHERE workspace_id = ?1 AND account_id = ?2 AND is_open = 1 AND ",
            row::waiting_states!(),
            " ORDER BY lane, number LIMIT ?3"
        ),
        params![workspace_id, account_id, limit],
        row::read,
    )
}

/// What waits for the recipient of a send in its account and could begin by `now`: kind, and whether it opens a
/// conversation. At most `limit`; the send itself is not in the outbox yet.
pub fn list_waiting_to(
    tx: &mut Tx<'_>,
    send: &Send,
    now: Timestamp,
    limit: u32,
) -> StoreResult<Vec<(SendKind, bool)>> {
    let recipient = send.recipient_key.as_deref().unwrap_or_default();
    tx.query(
        concat!(
            "SELECT kind, opens_conversation FROM send
              WHERE workspace_id = ?1 AND account_id = ?2 AND lane = ?3 AND is_open = 1 AND ready_at <= ?4 AND ",
            row::waiting_states!(),
            " LIMIT ?5"
        ),
        params![
            send.workspace_id,
            send.account_id,
            recipient,
            now,
            limit
        ],
        |row| {
            let kind = SendKind::from_word(row.text(0)?);
            Ok((
                kind.ok_or(row::inconsistent("its kind is unknown"))?,
                row.bool(1)?,
            ))
        },
    )
}
