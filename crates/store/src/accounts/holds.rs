//! Accounts that are held: nothing leaves until their owner has acted, or for a while.

use domain::event::{EventData, EventKind};
use domain::outcome::HoldRule;
use domain::time::Timestamp;

use super::{Account, LIMIT_EXCEEDED};
use crate::{NewEvent, Tx};

/// Tells that an account is held under a rule, until an instant or until somebody acts.
pub fn announce_hold(
    tx: &mut Tx<'_>,
    account: &Account,
    (rule, until): (&str, Option<Timestamp>),
    now: Timestamp,
) {
    let kind = if rule == HoldRule::Restricted.word() {
        EventKind::AccountRestricted
    } else {
        EventKind::AccountDegraded
    };
    let data = EventData::new()
        .text("rule", rule)
        .opt_instant("until", until);
    emit(tx, account, kind, data, now);
}

/// Tells that what held an account is over.
pub fn announce_release(tx: &mut Tx<'_>, account: &Account, now: Timestamp) {
    let Some(rule) = account.hold_rule.as_deref() else {
        return;
    };
    let data = EventData::new().text("rule", rule);
    emit(tx, account, EventKind::AccountRestored, data, now);
    if rule == LIMIT_EXCEEDED {
        emit(tx, account, EventKind::QuotaReopened, EventData::new(), now);
    }
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
