//! What a workspace decides about an account: what it is called, and whether anything leaves from it.

use domain::event::{EventData, EventKind};
use domain::time::Timestamp;

use super::Account;
use crate::{NewEvent, StoreResult, Tx, params};

/// Why nothing leaves from an account that somebody paused.
pub const PAUSED: &str = "account_paused";

/// Calls an account something; `None`: by its owner's name alone. The account is locked.
pub fn update_label(
    tx: &mut Tx<'_>,
    account: &Account,
    label: Option<&str>,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET label = ?3 WHERE workspace_id = ?1 AND account_id = ?2",
        params![account.workspace_id, account.account_id, label],
    )?;
    let data = EventData::new().opt_text("label", label);
    emit(tx, account, EventKind::AccountRenamed, data, now);
    Ok(())
}

/// Lets nothing leave from an account from `now` on, or lets it leave again. The account is locked. What waits stays in
/// its place; what is under way goes on.
pub fn update_paused(
    tx: &mut Tx<'_>,
    account: &Account,
    is_paused: bool,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET paused_at = ?3 WHERE workspace_id = ?1 AND account_id = ?2",
        params![
            account.workspace_id,
            account.account_id,
            is_paused.then_some(now)
        ],
    )?;
    let kind = if is_paused {
        EventKind::AccountPaused
    } else {
        EventKind::AccountResumed
    };
    emit(tx, account, kind, EventData::new(), now);
    Ok(())
}

fn emit(tx: &mut Tx<'_>, account: &Account, kind: EventKind, data: EventData, now: Timestamp) {
    tx.emit(NewEvent {
        workspace_id: account.workspace_id,
        kind,
        account_id: Some(account.account_id),
        subject: Some(account.account_id.to_string()),
        at: now,
        body: data.into_json(),
    });
}
