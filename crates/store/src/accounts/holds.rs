//! Accounts that are held: nothing leaves until their owner has acted, or for a while.

use domain::time::Timestamp;

use super::Account;
use crate::{NewEvent, Tx};

/// Tells that an account is held under a rule, or with no rule that it is let go.
pub fn announce_hold(tx: &mut Tx<'_>, account: &Account, rule: Option<&str>, now: Timestamp) {
    let body = serde_json::json!({"account_id": account.account_id, "rule": rule});
    tx.emit(NewEvent {
        workspace_id: account.workspace_id,
        kind: match rule {
            Some(_) => "account.held",
            None => "account.released",
        },
        account_id: Some(account.account_id),
        subject: Some(account.account_id.to_string()),
        at: now,
        body: body.to_string(),
    });
}
