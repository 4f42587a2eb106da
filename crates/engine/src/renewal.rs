//! Renewing credentials before they end, without asking anybody. Where a network renews them no more, the account says that
//! its owner must link it again.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::{AccountId, WorkspaceId};
use domain::renewal::{Term, again_at};
use integrations::networks::LinkTarget;
use integrations::networks::linking::{Granted, LinkDoor};
use integrations::networks::network::NetworkError;
use secrecy::SecretString;
use store::accounts::{self, Account, Renewed};
use store::hints::Hint;
use store::vault::Unopenable;
use store::{StoreError, agenda};
use tokio::sync::watch;

use crate::Parts;
use crate::jobs::{self, Round};

/// Renewals that are taken from the agenda at a time.
const AT_ONCE: u32 = 8;
/// How often is looked whether one is due.
const PAUSE: Duration = Duration::from_secs(5);
/// How long one is left alone by others while it is asked for: longer than a question may take. If this process ends in
/// between, it is asked for again then, with the same credentials.
const CLAIMED: Duration = Duration::from_mins(1);

/// Why credentials were not renewed this time.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Network(#[from] NetworkError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Unopenable(#[from] Unopenable),
}

/// Renews what is due until `stop` turns true.
pub async fn run(parts: Arc<Parts>, stop: watch::Receiver<bool>) {
    let round = || work_off(&parts);
    jobs::run(&parts, ("renewal", PAUSE), stop, round).await;
}

/// Renews what is due now.
pub async fn work_off(parts: &Parts) -> Round {
    let now = parts.clock.now();
    let due = parts
        .store
        .read(move |tx| agenda::RENEWALS.list_due(tx, now, AT_ONCE))
        .await;
    let due = match due {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "the agenda of renewals cannot be read");
            return Round::STUCK;
        }
    };
    let mut round = Round::default();
    for subject in due {
        match renew(parts, subject).await {
            Ok(is_done) => round.done += usize::from(is_done),
            Err(trouble) => {
                tracing::warn!(account = %subject.1, error = %trouble, "credentials were not renewed this time");
                round.failed += 1;
                round.is_stuck |= matches!(trouble, Trouble::Store(_));
            }
        }
    }
    round
}

/// Renews the credentials of one account. False: there was nothing to do, or somebody else does it.
async fn renew(parts: &Parts, subject: (WorkspaceId, AccountId)) -> Result<bool, Trouble> {
    // Those before it in the round may have taken longer than a claim lasts.
    let now = parts.clock.now();
    let until = now.plus(CLAIMED);
    let claim = parts
        .store
        .write(move |tx| accounts::claim_renewal(tx, subject, now, until));
    let Some((account, sealed)) = claim.await? else {
        return Ok(false);
    };
    let (workspace_id, account_id) = subject;
    let place = accounts::credentials_place(&workspace_id, &account_id);
    let credentials = parts.vault.open_text(&place, &sealed)?;
    let target = LinkTarget::of_seat(&account.network, &account.address);
    let answer = match parts.lines.door(&target) {
        Ok(door) => {
            let answer = door.renew(credentials).await;
            answer.map(|granted| (door, granted))
        }
        Err(error) => Err(error),
    };
    match answer {
        Ok((door, granted)) => keep(parts, account, door.as_ref(), granted).await,
        Err(error @ NetworkError::SessionExpired) => refused(parts, account, &error).await,
        Err(error) => {
            let later = again_at(parts.clock.now(), account.credentials_until);
            let postponed = parts
                .store
                .write(move |tx| agenda::RENEWALS.postpone(tx, workspace_id, account_id, later));
            postponed.await?;
            Err(error.into())
        }
    }
}

/// Keeps what the network gave. What nobody needs is given back.
async fn keep(
    parts: &Parts,
    account: Account,
    door: &dyn LinkDoor,
    granted: Granted,
) -> Result<bool, Trouble> {
    let now = parts.clock.now();
    let term = Term::of(now, granted.lifetime, granted.is_renewable);
    let place = accounts::credentials_place(&account.workspace_id, &account.account_id);
    let sealed = parts
        .vault
        .seal_text(&place, &granted.credentials, parts.entropy.as_ref());
    let account_id = account.account_id;
    let written = parts
        .store
        .write(move |tx| accounts::update_renewed(tx, &account, &sealed, term, now));
    match written.await? {
        Renewed::Kept => {}
        Renewed::Orphaned => {
            tracing::info!(account = %account_id, "it was unlinked while its credentials were renewed");
            give_back(door, granted.credentials).await;
        }
        Renewed::Overtaken => {
            tracing::info!(account = %account_id, "it was linked anew, or renewed by somebody else, while its credentials were renewed");
        }
    }
    Ok(true)
}

async fn give_back(door: &dyn LinkDoor, credentials: SecretString) {
    if let Err(error) = door.give_back(credentials).await {
        tracing::warn!(%error, "credentials that nobody keeps were not given back");
    }
}

async fn refused(parts: &Parts, account: Account, error: &NetworkError) -> Result<bool, Trouble> {
    let (now, detail) = (
        parts.clock.now(),
        format!("the credentials are not renewed: {error}"),
    );
    let hints = parts.store.hints().clone();
    let account_id = account.account_id;
    let written = parts.store.write(move |tx| {
        let is_held = accounts::update_renewal_refused(tx, &account, &detail, now)?;
        hints.after_commit(tx, Hint::AccountDue(account_id, now));
        Ok(is_held)
    });
    if written.await? {
        tracing::warn!(account = %account_id, "the network renews its credentials no more: it must be linked again");
    }
    Ok(true)
}
