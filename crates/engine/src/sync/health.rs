//! What the owner of an account is told when its network does not answer, and when to try again.

use std::time::Duration;

use domain::time::Timestamp;
use integrations::networks::network::NetworkError;
use store::accounts::{self, Account, AccountStatus};
use store::{StoreError, StoreResult, Tx, agenda};

use super::{Subject, Trouble};
use crate::Parts;

/// The first pause after a failure; each further one doubles it.
const PAUSE_MIN: Duration = Duration::from_millis(250);

/// The longest pause between two tries.
const PAUSE_MAX: Duration = Duration::from_secs(15);

/// The longest pause when the store is what failed: nobody else is asked too often.
const STORE_PAUSE_MAX: Duration = Duration::from_secs(2);

/// How long an account whose owner must act is left alone before it is tried again.
const HELD_PAUSE: Duration = Duration::from_mins(5);

/// The member must sign in again.
const SESSION_EXPIRED: &str = "session_expired";
/// The network wants the member to prove something.
const CHALLENGE_REQUIRED: &str = "challenge_required";
/// The credentials are those of another member.
const OTHER_MEMBER: &str = "other_member";

/// Notes the trouble and says how long to wait; `None`: the account is left alone until its owner acts. `used`: the version
/// of the credentials that failed; those that the account has by now are tried first.
pub(super) async fn after(
    parts: &Parts,
    subject: Subject,
    trouble: &Trouble,
    (failures, used): (u32, Option<i64>),
) -> Option<Duration> {
    let (workspace_id, account_id) = subject;
    tracing::warn!(account = %account_id, failures, error = %trouble, "an account cannot be followed");
    let rule = match trouble {
        Trouble::Network(NetworkError::SessionExpired) => Some(SESSION_EXPIRED),
        Trouble::Network(NetworkError::Restricted { .. }) => Some(CHALLENGE_REQUIRED),
        Trouble::OtherMember => Some(OTHER_MEMBER),
        Trouble::Network(_) | Trouble::Store(_) => None,
    };
    let now = parts.clock.now();
    let text = trouble.to_string();
    let noted = parts
        .store
        .write(move |tx| {
            let Some(account) = accounts::find(tx, workspace_id, account_id)? else {
                return Ok(false);
            };
            let is_over = rule == Some(SESSION_EXPIRED);
            if is_over && used.is_some_and(|used| account.has_or_awaits_others(used, now)) {
                return Ok(false);
            }
            accounts::update_error(tx, workspace_id, account_id, &text, now)?;
            if let Some(rule) = rule {
                hold(tx, &account, rule, now)?;
            }
            Ok(rule.is_some())
        })
        .await;
    match noted {
        Err(StoreError::Closed) | Ok(true) => None,
        _ => Some(pause(parts, trouble, failures)),
    }
}

/// Whether sync itself holds the account. What it learned by reading ends when reading works again.
pub(super) fn is_held_by_sync(account: &Account) -> bool {
    let rule = account.hold_rule.as_deref();
    matches!(
        rule,
        Some(SESSION_EXPIRED | CHALLENGE_REQUIRED | OTHER_MEMBER)
    )
}

/// Lets the account go if reading was what held it.
pub(super) fn release(tx: &mut Tx<'_>, account: &Account, now: Timestamp) -> StoreResult<()> {
    if !is_held_by_sync(account) {
        return Ok(());
    }
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let status = AccountStatus::Available;
    accounts::update_hold(tx, workspace_id, account_id, status, None, None)?;
    agenda::advance(tx, agenda::DISPATCH, workspace_id, account_id, now)?;
    accounts::announce_release(tx, account, now);
    Ok(())
}

fn hold(tx: &mut Tx<'_>, account: &Account, rule: &str, now: Timestamp) -> StoreResult<()> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let until = now.plus(HELD_PAUSE);
    agenda::set(tx, agenda::SYNC, workspace_id, account_id, Some(until))?;
    // A hold that somebody else placed stays: it may rest on more than reading.
    if account.is_held(now) && !account.is_over_limit(now) {
        return Ok(());
    }
    let status = AccountStatus::Error;
    accounts::update_hold(tx, workspace_id, account_id, status, Some(rule), None)?;
    accounts::announce_hold(tx, account, (rule, None), now);
    Ok(())
}

/// Twice as long after each failure, between half and the whole of it by chance, so that accounts do not come back
/// together. Never less than the network asks for.
fn pause(parts: &Parts, trouble: &Trouble, failures: u32) -> Duration {
    let longest = match trouble {
        Trouble::Store(_) => STORE_PAUSE_MAX,
        Trouble::Network(_) | Trouble::OtherMember => PAUSE_MAX,
    };
    let whole = PAUSE_MIN.saturating_mul(1 << failures.min(16)).min(longest);
    let half = whole / 2;
    let range = u64::try_from(half.as_millis()).unwrap_or(u64::MAX).max(1);
    let drawn = half + Duration::from_millis(parts.entropy.number() % range);
    match trouble {
        Trouble::Network(NetworkError::RateLimited {
            retry_after: Some(asked),
        }) => drawn.max(*asked),
        _ => drawn,
    }
}
