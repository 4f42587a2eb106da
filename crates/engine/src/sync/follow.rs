//! One account, step by step, until it is unlinked or its owner must act.

use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use integrations::networks::SeatAddress;
use integrations::networks::network::Network;
use store::accounts::{self, Account, BackfillState};
use store::{StoreError, agenda, backfill};

use super::{Subject, Trouble, backfill as history, health, invitations, is_live, live, retire};
use crate::Parts;
use crate::tick::{Ended, Tick};

/// How long the network may hold a question for updates open.
const WAIT: Duration = Duration::from_secs(25);

/// How often the stream is looked at while the history is read.
const GLANCE: Duration = Duration::from_millis(500);

/// What follows a step.
enum Next {
    /// So many changes or pages were kept.
    Again(usize),
    Stop,
}

/// What one task knows besides the tables.
#[derive(Default)]
struct Memory {
    /// Whether the seat was asked who it is since the last trouble.
    is_introduced: bool,
    /// Whether the open invitations were compared with those that we know since the last trouble.
    are_invitations_listed: bool,
    glanced_at: Option<Timestamp>,
    /// Which credentials the latest step entered with.
    credentials_version: Option<i64>,
}

/// Follows an account until there is no reason to go on.
pub(super) async fn follow(parts: Arc<Parts>, subject: Subject) {
    let mut memory = Memory::default();
    let mut failures = 0;
    loop {
        let tick = Tick::begin(&parts, "sync");
        let next = step(&parts, subject, &mut memory).await;
        let ended = match next {
            Ok(Next::Again(count)) => Ended::Done(count),
            Ok(Next::Stop) => Ended::Done(0),
            Err(_) => Ended::Failed,
        };
        tick.end(&parts, &subject.1, ended);
        match next {
            Ok(Next::Again(_)) => failures = 0,
            Ok(Next::Stop) => return,
            Err(trouble) => {
                let used = std::mem::take(&mut memory).credentials_version;
                match health::after(&parts, subject, &trouble, (failures, used)).await {
                    Some(pause) => parts.timer.sleep(pause).await,
                    None => return,
                }
                failures += 1;
            }
        }
    }
}

/// One page of history, or one wait for updates.
async fn step(parts: &Parts, subject: Subject, memory: &mut Memory) -> Result<Next, Trouble> {
    let Some((account, seat)) = load(parts, subject).await? else {
        retire(parts, subject).await?;
        return Ok(Next::Stop);
    };
    memory.credentials_version = Some(account.credentials_version);
    let line = parts.lines.line(&seat)?;
    if !line.capabilities().live_updates {
        rest(parts, subject).await?;
        return Ok(Next::Stop);
    }
    if !memory.is_introduced {
        introduce(parts, &account, line.as_ref()).await?;
        memory.is_introduced = true;
    }
    let Some(cursor) = account.sync_cursor.clone() else {
        start(parts, &account, line.as_ref(), None).await?;
        return Ok(Next::Again(1));
    };
    // Behind the cursor, so that what happens meanwhile is in the stream.
    if !memory.are_invitations_listed {
        invitations::compare(parts, &account, line.as_ref()).await?;
        memory.are_invitations_listed = true;
        return Ok(Next::Again(1));
    }
    let mut wait = WAIT;
    if history::step(parts, &account, line.as_ref()).await? {
        let now = parts.clock.now();
        let is_recent = memory
            .glanced_at
            .is_some_and(|glanced_at| glanced_at <= now && now.since(glanced_at) < GLANCE);
        if is_recent {
            return Ok(Next::Again(1));
        }
        memory.glanced_at = Some(now);
        wait = Duration::ZERO;
    }
    let Some(count) = live::poll(parts, &account, line.as_ref(), &cursor, wait).await? else {
        start(parts, &account, line.as_ref(), Some(&cursor)).await?;
        memory.are_invitations_listed = false;
        return Ok(Next::Again(1));
    };
    Ok(Next::Again(count))
}

/// The account and the way to its network; `None` if it is unlinked or cannot be followed.
pub(super) async fn load(
    parts: &Parts,
    (workspace_id, account_id): Subject,
) -> Result<Option<(Account, SeatAddress)>, StoreError> {
    let vault = Arc::clone(&parts.vault);
    parts
        .store
        .read(move |tx| {
            let Some(account) = accounts::find(tx, workspace_id, account_id)? else {
                return Ok(None);
            };
            if !is_live(&account) {
                return Ok(None);
            }
            let seat = SeatAddress {
                account_id,
                network: account.network.clone(),
                address: account.address.clone(),
                credentials: accounts::credentials(tx, &vault, workspace_id, account_id)?,
            };
            Ok(Some((account, seat)))
        })
        .await
}

/// The network tells nothing by itself, so there is nothing to follow.
async fn rest(parts: &Parts, (workspace_id, account_id): Subject) -> Result<(), StoreError> {
    parts
        .store
        .write(move |tx| agenda::set(tx, agenda::SYNC, workspace_id, account_id, None))
        .await
}

/// Asks whose seat it is and what its plan is: both change without an update, and the credentials may be another's.
async fn introduce(parts: &Parts, account: &Account, line: &dyn Network) -> Result<(), Trouble> {
    let (member, class) = line.own_profile().await?;
    if member.member_key != account.member_key {
        return Err(Trouble::OtherMember);
    }
    let plan = line.plan().await?;
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    parts
        .store
        .write(move |tx| {
            accounts::update_profile(tx, workspace_id, account_id, &member)?;
            accounts::update_capability_class(tx, workspace_id, account_id, class)?;
            accounts::update_plan(tx, workspace_id, account_id, &plan)
        })
        .await?;
    Ok(())
}

/// Begins at the present end of the stream, with the whole history still to be read. Everything that happens from here
/// on is in the stream, whatever is read of the history later.
async fn start(
    parts: &Parts,
    account: &Account,
    line: &dyn Network,
    old: Option<&str>,
) -> Result<(), Trouble> {
    let cursor = line.current_cursor().await?;
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let old = old.map(str::to_owned);
    parts
        .store
        .write(move |tx| {
            let old = old.as_deref();
            if !accounts::update_sync_cursor(tx, workspace_id, account_id, old, &cursor)? {
                return Err(StoreError::Contended);
            }
            backfill::update_all_pending(tx, workspace_id, account_id)?;
            let state = BackfillState::Pending;
            accounts::update_backfill(tx, workspace_id, account_id, state, None, None)
        })
        .await?;
    Ok(())
}
