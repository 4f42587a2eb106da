//! A limit that more was done against than it allows, which was learnt too late to prevent it: what was done by hand, and
//! what was written off and turns up after all.

use domain::event::{EventData, EventKind};
use domain::ledger::Breach;
use domain::time::Timestamp;
use store::accounts::{self, Account, AccountStatus};
use store::{NewEvent, StoreResult, Tx, agenda, ledger};

/// Holds the account until its limits are kept again, and tells of it.
pub(crate) fn hold_if_exceeded(
    tx: &mut Tx<'_>,
    account: &Account,
    now: Timestamp,
) -> StoreResult<()> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    // What the page before brought may have changed it.
    let account = accounts::get(tx, workspace_id, account_id)?;
    let Some(breach) = ledger::find_breach(tx, &account, now)? else {
        return Ok(());
    };
    let is_free = !account.is_held(now);
    if !is_free && (!account.is_over_limit(now) || account.hold_until >= Some(breach.opens_at)) {
        return Ok(());
    }
    let (rule, until) = (Some(accounts::LIMIT_EXCEEDED), Some(breach.opens_at));
    accounts::update_hold(
        tx,
        workspace_id,
        account_id,
        AccountStatus::Available,
        rule,
        until,
    )?;
    agenda::advance(tx, agenda::DISPATCH, workspace_id, account_id, now)?;
    if is_free {
        accounts::announce_hold(tx, &account, (accounts::LIMIT_EXCEEDED, until), now);
    }
    announce(tx, &account, &breach, now);
    Ok(())
}

fn announce(tx: &mut Tx<'_>, account: &Account, breach: &Breach, now: Timestamp) {
    let data = EventData::new()
        .text("action", breach.window.action.as_str())
        .number("seconds", breach.window.span.as_secs())
        .number("limit", breach.window.cap.into())
        .number("used", breach.used.into())
        .instant("opens_at", breach.opens_at);
    tx.emit(NewEvent {
        workspace_id: account.workspace_id,
        kind: EventKind::QuotaReached,
        account_id: Some(account.account_id),
        subject: Some(account.account_id.to_string()),
        at: now,
        body: data.into_json(),
    });
}
