//! Sends that may have left, or may be leaving, without anybody knowing yet.

use domain::ids::{AccountId, SendId, WorkspaceId};

use super::{Send, row};
use crate::{StoreResult, Tx, params};

/// So many sends that may still reach one person are named.
const IN_FLIGHT_MAX: u32 = 1_000;

const UNSETTLED: &str = concat!(
    row::select!("WHERE workspace_id = ?1 AND account_id = ?2 AND "),
    row::begun_states!(),
    " AND state <> 'needs_decision' ORDER BY send_id LIMIT ?3"
);

const IN_DOUBT: &str = concat!(
    row::select!("WHERE workspace_id = ?1 AND account_id = ?2 AND "),
    row::begun_states!(),
    " ORDER BY send_id LIMIT 100"
);

// Not in an order: for that alone all sends of the workspace could be gone through.
const IN_FLIGHT: &str = concat!(
    "SELECT send_id FROM send
      WHERE workspace_id = ?1 AND is_open = 1 AND recipient_key = ?3
        AND EXISTS (SELECT 1 FROM account a
                     WHERE a.workspace_id = ?1 AND a.account_id = send.account_id AND a.network = ?2)
        AND ",
    row::begun_states!(),
    " LIMIT ?4"
);

const NEWEST_INVITATION: &str = concat!(
    "SELECT send_id FROM send
      WHERE workspace_id = ?1 AND recipient_key = ?3 AND account_id = ?2 AND kind = 'invitation'
        AND (state = 'sent' OR (is_open = 1 AND ",
    row::begun_states!(),
    ")) ORDER BY send_id DESC LIMIT 1"
);

/// The invitation to a member that an account sent last, may be sending just now, or may have sent without anybody knowing.
pub(crate) fn find_newest_invitation(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    member_key: &str,
) -> StoreResult<Option<SendId>> {
    tx.query_opt(
        NEWEST_INVITATION,
        params![workspace_id, account_id, member_key],
        |row| row.id(0),
    )
}

/// Sends of an account whose outcome is to be told or looked for, at most `limit`.
pub fn list_unsettled(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    limit: u32,
) -> StoreResult<Vec<Send>> {
    tx.query(
        UNSETTLED,
        params![workspace_id, account_id, limit],
        row::read,
    )
}

/// Sends of an account that may have left without anybody knowing, at most 100.
pub fn list_in_doubt(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Vec<Send>> {
    tx.query(IN_DOUBT, params![workspace_id, account_id], row::read)
}

/// What may reach a person whatever happens from now on: sends to them whose call is under way, or of which nobody knows
/// what became, in the order of their ids, at most 1,000.
pub fn list_in_flight_to(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_key: &str,
) -> StoreResult<Vec<SendId>> {
    let mut found = tx.query(
        IN_FLIGHT,
        params![workspace_id, network, member_key, IN_FLIGHT_MAX],
        |row| row.id(0),
    )?;
    found.sort_unstable();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Store, Value};

    /// How SQLite would find what a statement asks for.
    async fn plan(sql: &'static str, values: usize) -> String {
        let store = Store::open_memory().unwrap();
        let sql: &'static str = format!("EXPLAIN QUERY PLAN {sql}").leak();
        let read = store.read(move |tx| {
            let values: Vec<Value<'_>> = (0..values).map(|_| 1_u32.into()).collect();
            tx.query(sql, &values, |row| row.text(3).map(str::to_owned))
        });
        read.await.unwrap().join("; ")
    }

    #[tokio::test]
    async fn what_has_begun_is_found_without_a_look_at_what_waits() {
        let begun = "USING INDEX send_begun (workspace_id=? AND account_id=?)";
        assert!(plan(UNSETTLED, 3).await.contains(begun));
        assert!(plan(IN_DOUBT, 2).await.contains(begun));
        let in_flight = plan(IN_FLIGHT, 4).await;
        assert!(
            in_flight.contains("USING INDEX send_recipient (workspace_id=? AND recipient_key=?)"),
            "{in_flight}"
        );
    }
}
