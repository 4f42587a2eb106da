//! Follows the networks of linked accounts: the history once, then what happens.
//!
//! One task per account. It takes the cursor of the update stream first, then reads the history newest first, and
//! looks at the stream between two pages of it, so that nothing falls between and nothing new has to wait. Each page is
//! kept in one transaction together with the cursor that stands behind it: a task can end at any moment and is taken
//! up again where it was.

mod backfill;
mod by_hand;
mod follow;
mod health;
mod ingest;
mod invitations;
mod live;
mod reconcile;
mod refresh;

use std::sync::Arc;

use domain::ids::AccountId;
use store::accounts::{self, Account};
use store::hints::Hint;
use store::{StoreError, StoreResult, agenda};
use tokio::sync::{broadcast, watch};

use crate::Parts;
use crate::crew::Crew;

/// The most accounts that one node follows.
const ACCOUNTS_MAX: u32 = 10_000;

/// One account in one workspace.
type Subject = crate::crew::Subject<AccountId>;

/// What goes wrong while an account is followed.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Network(#[from] integrations::networks::network::NetworkError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the credentials belong to another member")]
    OtherMember,
}

/// Follows every linked account until `stop` turns true. What is under way then is dropped: a page is kept whole or
/// not at all.
pub async fn run(parts: Arc<Parts>, stop: watch::Receiver<bool>) {
    let refreshing = refresh::run(Arc::clone(&parts), stop.clone());
    let reconciling = reconcile::run(Arc::clone(&parts), stop.clone());
    tokio::join!(follow_all(parts, stop), refreshing, reconciling);
}

async fn follow_all(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    let mut hints = parts.store.hints().subscribe();
    let mut followers = Crew::new();
    while !*stop.borrow() {
        match linked(&parts).await {
            Ok(subjects) => {
                followers.abort_others(&subjects);
                followers.start(&subjects, |subject| {
                    follow::follow(Arc::clone(&parts), subject)
                });
            }
            Err(error) => tracing::error!(%error, "the agenda of sync cannot be read"),
        }
        tokio::select! {
            biased;
            changed = stop.changed() => {
                if changed.is_err() {
                    break;
                }
            }
            () = followers.one_ended() => {}
            () = woken(&mut hints) => {}
            () = parts.timer.sleep(parts.polling.sync) => {}
        }
    }
}

async fn woken(hints: &mut broadcast::Receiver<Hint>) {
    while let Ok(hint) = hints.recv().await {
        if hint == Hint::AccountsChanged {
            return;
        }
    }
    // Lagged: something may have changed. Closed: the scan goes on.
    tokio::task::yield_now().await;
}

/// The accounts to follow now. Those that can no longer be followed leave the agenda.
async fn linked(parts: &Parts) -> StoreResult<Vec<Subject>> {
    let now = parts.clock.now();
    let listed = parts
        .store
        .read(move |tx| agenda::list_followed(tx, now, ACCOUNTS_MAX))
        .await?;
    let (mut linked, mut gone) = (Vec::new(), Vec::new());
    for (workspace_id, account_id, is_live) in listed {
        let side = if is_live { &mut linked } else { &mut gone };
        side.push((workspace_id, account_id));
    }
    linked.sort_unstable();
    for subject in gone {
        retire(parts, subject).await?;
    }
    Ok(linked)
}

/// Whether there is a way to the account's network.
fn is_live(account: &Account) -> bool {
    !account.is_read_only && account.has_credentials
}

/// Takes an account from the agenda until it is linked again, unless that has happened already.
async fn retire(parts: &Parts, (workspace_id, account_id): Subject) -> StoreResult<()> {
    parts
        .store
        .write(move |tx| {
            let account = accounts::find(tx, workspace_id, account_id)?;
            if account.is_some_and(|account| is_live(&account)) {
                return Ok(());
            }
            agenda::set(tx, agenda::SYNC, workspace_id, account_id, None)
        })
        .await
}
