//! The event log for callers: read from a place on, waited for, or followed.

mod tail;
mod typing;

use std::sync::Arc;
use std::time::Duration;

use domain::access::Grant;
use domain::error_code::ErrorCode;
use domain::event::EventKind;
use domain::ids::{AccountId, WorkspaceId};
use domain::time::within;
use store::accounts;
use store::events::{self, Bounds};
use tokio::sync::watch;

pub use store::events::Event as EventView;

use crate::{App, AppResult, Caller, Refusal};
use tail::Tail;
pub(crate) use tail::Tails;
pub use typing::{TypingReader, TypingView};

/// The longest time without looking at the table: hints may be lost, and a command beside the server gives none.
const POLL: Duration = Duration::from_millis(500);

/// Which events somebody wants to hear of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Only these kinds; `None`: all.
    pub kinds: Option<Vec<EventKind>>,
    /// Only of this account, by our own id.
    pub account: Option<String>,
}

/// Where somebody begins to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With the oldest event that is kept.
    Oldest,
    /// With what happens from now on.
    Now,
    /// Behind the event with this number.
    Behind(i64),
}

/// A part of the log, as far as the filter lets it through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPage {
    pub events: Vec<Arc<EventView>>,
    /// The number behind which to go on.
    pub reached: i64,
    /// The numbers of the oldest event that is kept and of the newest.
    pub bounds: Bounds,
}

/// Somebody who reads the log, from a place on.
pub struct EventReader {
    app: App,
    workspace_id: WorkspaceId,
    kinds: Option<Vec<EventKind>>,
    account_id: Option<AccountId>,
    /// What the caller may see.
    grant: Arc<Grant>,
    reached: i64,
    bounds: Bounds,
    tail: Arc<Tail>,
    grown: watch::Receiver<u64>,
}

impl App {
    /// Begins to read the log.
    ///
    /// Refused: `account_not_found`; `events_gone` where what comes next was deleted already; `invalid_cursor` for a place
    /// that the log has not reached.
    pub async fn read_events(
        &self,
        caller: &Caller,
        filter: EventFilter,
        from: Start,
    ) -> AppResult<EventReader> {
        let workspace_id = caller.workspace_id;
        let account_id = match filter.account {
            Some(account) => Some(self.known_account(caller, &account).await?),
            None => None,
        };
        // Watched before it is read, so that nothing falls between.
        let grown = self.parts().store.hints().watch_log(workspace_id);
        let bounds = self
            .parts()
            .store
            .read(move |tx| events::bounds(tx, workspace_id))
            .await?;
        let reached = match from {
            Start::Oldest => bounds.oldest - 1,
            Start::Now => bounds.newest,
            Start::Behind(number) => number,
        };
        check_place(bounds, reached)?;
        Ok(EventReader {
            app: self.clone(),
            workspace_id,
            kinds: filter.kinds,
            account_id,
            grant: Arc::clone(&caller.grant),
            reached,
            bounds,
            tail: self.tails().of(workspace_id),
            grown,
        })
    }

    async fn known_account(&self, caller: &Caller, account: &str) -> AppResult<AccountId> {
        let absent = || Refusal::of(ErrorCode::AccountNotFound);
        let account_id: AccountId = account.parse().map_err(|_| absent())?;
        let workspace_id = caller.workspace_id;
        let found = self
            .parts()
            .store
            .read(move |tx| accounts::find_any(tx, workspace_id, account_id))
            .await?;
        let found = found.filter(|account| caller.sees(account.account_id));
        Ok(found.ok_or_else(absent)?.account_id)
    }
}

/// Whether somebody may hear of what concerns this account, or none. Whoever is limited to accounts hears of nothing else.
fn is_seen(grant: &Grant, account_id: Option<AccountId>) -> bool {
    let limits = &grant.limits;
    account_id.map_or(limits.accounts.is_empty(), |id| limits.allows_account(id))
}

fn check_place(bounds: Bounds, reached: i64) -> AppResult<()> {
    if reached < bounds.oldest - 1 {
        let message = format!(
            "What follows event {reached} was deleted; the oldest that is kept is {oldest}. Start again with after={}.",
            bounds.oldest - 1,
            oldest = bounds.oldest,
        );
        return Err(Refusal::new(ErrorCode::EventsGone, message).into());
    }
    if reached > bounds.newest {
        let message = format!(
            "The log has not reached event {reached}: its newest is {}.",
            bounds.newest
        );
        return Err(Refusal::new(ErrorCode::InvalidCursor, message).into());
    }
    Ok(())
}

impl EventReader {
    /// Up to which number it has read.
    pub const fn reached(&self) -> i64 {
        self.reached
    }

    /// The next part: at most `limit` events, as soon as there is one, or none once `wait` is over or the process stops.
    /// Without a wait it reads one stretch of the log, so that there may be more although nothing is given.
    ///
    /// Refused: `events_gone`, where reading was slower than deleting.
    pub async fn next(&mut self, limit: usize, wait: Duration) -> AppResult<EventPage> {
        let mut left = wait;
        loop {
            let began = self.app.now();
            let events = self.advance(limit).await?;
            if !events.is_empty() || left.is_zero() || self.app.is_ending() {
                return Ok(EventPage {
                    events,
                    reached: self.reached,
                    bounds: self.bounds,
                });
            }
            let mut waited = Duration::ZERO;
            if self.reached >= self.bounds.newest {
                let pause = left.min(POLL);
                // Running out is the poll.
                let timer = &*self.app.parts().timer;
                if within(timer, pause, self.grown.changed()).await.is_none() {
                    waited = pause;
                }
            }
            // A clock that is set makes the wait neither endless nor much shorter.
            let passed = self.app.now().since(began).min(POLL);
            left = left.saturating_sub(passed.max(waited));
        }
    }

    /// Reads one stretch, and gives what of it is wanted.
    async fn advance(&mut self, limit: usize) -> AppResult<Vec<Arc<EventView>>> {
        let version = *self.grown.borrow_and_update();
        let now = self.app.now();
        let store = &self.app.parts().store;
        let stretch = self
            .tail
            .read(store, self.workspace_id, self.reached, (version, now))
            .await?;
        self.bounds = stretch.bounds;
        check_place(self.bounds, self.reached)?;
        let mut wanted = Vec::new();
        for event in stretch.events {
            if wanted.len() == limit {
                return Ok(wanted);
            }
            self.reached = event.number;
            if self.wants(&event) {
                wanted.push(event);
            }
        }
        self.reached = stretch.reached.max(self.reached);
        Ok(wanted)
    }

    fn wants(&self, event: &EventView) -> bool {
        let kinds = self.kinds.as_ref();
        let is_kind = kinds.is_none_or(|kinds| kinds.contains(&event.kind));
        let is_account = self.account_id.is_none() || event.account_id == self.account_id;
        is_kind && is_account && is_seen(&self.grant, event.account_id)
    }
}
