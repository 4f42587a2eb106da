//! How long the credentials of an account are good, and their renewal. Whoever renews them takes the job for a while, and
//! writes only what stands in for the credentials that it renewed.

use domain::ids::{AccountId, WorkspaceId};
use domain::renewal::Term;
use domain::time::Timestamp;

use super::{
    Account, AccountStatus, RENEWAL_REFUSED, announce_hold, announce_release, find, lock,
    sealed_credentials, update_error, update_hold,
};
use crate::{StoreResult, Tx, agenda, params};

/// Notes how long the credentials are good that the account was given in this transaction, and puts their renewal on the
/// agenda.
pub fn update_term(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    term: Term,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET credentials_until = ?3, renewal_at = ?4 WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id, term.until, term.renewal_at],
    )?;
    match term.renewal_at {
        Some(due_at) => {
            agenda::RENEWALS.begin(tx, workspace_id, account_id, due_at)?;
            agenda::RENEWALS.postpone(tx, workspace_id, account_id, due_at)
        }
        None => agenda::RENEWALS.end(tx, workspace_id, account_id),
    }
}

/// Takes a renewal that is due, until an instant, so that nobody else does the same: the account, and its credentials as they
/// are sealed. `None`: somebody has, or there is nothing to renew.
pub fn claim_renewal(
    tx: &mut Tx<'_>,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    now: Timestamp,
    until: Timestamp,
) -> StoreResult<Option<(Account, Vec<u8>)>> {
    if !agenda::RENEWALS.claim(tx, (workspace_id, account_id), now, until)? {
        return Ok(None);
    }
    // Both are of one moment.
    lock(tx, workspace_id, account_id)?;
    let found = find(tx, workspace_id, account_id)?;
    let found = found.filter(|account| account.renewal_at.is_some());
    let sealed = sealed_credentials(tx, workspace_id, account_id)?;
    let claimed = found.zip(sealed);
    if claimed.is_none() {
        agenda::RENEWALS.end(tx, workspace_id, account_id)?;
    }
    Ok(claimed)
}

/// What became of renewed credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewed {
    Kept,
    /// The account is not linked any more: nobody needs them.
    Orphaned,
    /// It has others by now. They may come from the same yes of its owner, so that what ends these would end those, too.
    Overtaken,
}

/// Puts renewed credentials in the place of those of `account`, if it has no others by now. With them ends a hold that began
/// because their renewal was refused to somebody else.
pub fn update_renewed(
    tx: &mut Tx<'_>,
    account: &Account,
    sealed: &[u8],
    term: Term,
    now: Timestamp,
) -> StoreResult<Renewed> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    lock(tx, workspace_id, account_id)?;
    let Some(found) = find(tx, workspace_id, account_id)? else {
        return Ok(Renewed::Orphaned);
    };
    let changed = tx.execute(
        "UPDATE account SET credentials = ?4, credentials_version = credentials_version + 1
          WHERE workspace_id = ?1 AND account_id = ?2 AND credentials_version = ?3 AND unlinked_at IS NULL",
        params![workspace_id, account_id, account.credentials_version, sealed],
    )?;
    if changed == 0 {
        return Ok(Renewed::Overtaken);
    }
    update_term(tx, workspace_id, account_id, term)?;
    if found.hold_rule.as_deref() == Some(RENEWAL_REFUSED) {
        announce_release(tx, &found, now);
        update_hold(
            tx,
            workspace_id,
            account_id,
            AccountStatus::Available,
            None,
            None,
        )?;
    }
    Ok(Renewed::Kept)
}

/// The network renews the credentials of `account` no more: nothing leaves from it until its owner has linked it again.
/// False: it has others by now, or none.
pub fn update_renewal_refused(
    tx: &mut Tx<'_>,
    account: &Account,
    detail: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    lock(tx, workspace_id, account_id)?;
    let found = find(tx, workspace_id, account_id)?;
    let is_same = |found: &Account| found.credentials_version == account.credentials_version;
    let Some(account) = found.filter(is_same) else {
        return Ok(false);
    };
    let term = Term {
        until: account.credentials_until,
        renewal_at: None,
    };
    update_term(tx, workspace_id, account_id, term)?;
    update_error(tx, workspace_id, account_id, detail, now)?;
    // Whatever else holds it: linking again is what ends this, and that ends every other hold, too.
    let (status, rule) = (AccountStatus::Error, RENEWAL_REFUSED);
    update_hold(tx, workspace_id, account_id, status, Some(rule), None)?;
    announce_hold(tx, &account, (rule, None), now);
    Ok(true)
}
