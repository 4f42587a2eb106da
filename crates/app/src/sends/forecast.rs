//! What would leave when, and what holds the rest.

use std::collections::VecDeque;

use domain::dispatch::{AccountState, Head, Timing};
use domain::forecast::{Foreseen, Model, Run};
use domain::ids::AccountId;
use domain::limits::FORECAST_SENDS_MAX;
use domain::time::Timestamp;
use store::accounts::Account;
use store::sends::Send;
use store::{StoreResult, Tx, ledger, sends};

use crate::{App, AppResult, Caller, accounts};

/// Decisions that are made in one go before others have their turn.
const DECISIONS_AT_ONCE: usize = 64;

/// What is foreseen for the open sends of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    pub account_id: AccountId,
    /// In the order in which they leave, those that do not last.
    pub sends: Vec<Foreseen>,
    /// There are more open sends than were looked at.
    pub is_partial: bool,
}

/// What a forecast begins from.
struct Outset {
    account_id: AccountId,
    state: AccountState,
    lanes: Vec<VecDeque<Head>>,
    is_partial: bool,
}

impl App {
    /// Runs dispatch's own decisions ahead, on a copy. Assumes that nothing else happens, as
    /// [`domain::forecast`] says.
    pub async fn forecast(&self, caller: &Caller, requested: Option<&str>) -> AppResult<Forecast> {
        let now = self.now();
        let (caller, requested) = (caller.clone(), requested.map(str::to_owned));
        let read = self.parts().store.read(move |tx| {
            match accounts::choose(tx, &caller, requested.as_deref(), None)? {
                Ok(account) => load(tx, &account, &[], now).map(Ok),
                Err(refusal) => Ok(Err(refusal)),
            }
        });
        Ok(foresee(read.await??, now).await)
    }

    /// The same with sends behind all others that are not accepted yet, in their order.
    pub(super) async fn forecast_with(
        &self,
        account: &Account,
        planned: Vec<Send>,
    ) -> StoreResult<Forecast> {
        let (now, account) = (self.now(), account.clone());
        let read = self
            .parts()
            .store
            .read(move |tx| load(tx, &account, &planned, now));
        Ok(foresee(read.await?, now).await)
    }
}

/// Behind the read: whoever reads next need not wait for this, and neither does anybody else for long.
async fn foresee(outset: Outset, now: Timestamp) -> Forecast {
    let (timing, model) = (Timing::default(), Model::default());
    let mut run = Run::begin(outset.state, outset.lanes, &timing, &model, now);
    while run.advance(DECISIONS_AT_ONCE) {
        tokio::task::yield_now().await;
    }
    Forecast {
        account_id: outset.account_id,
        sends: run.finish(),
        is_partial: outset.is_partial,
    }
}

/// The open sends of an account, and behind them `planned`.
fn load(
    tx: &mut Tx<'_>,
    account: &Account,
    planned: &[Send],
    now: Timestamp,
) -> StoreResult<Outset> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let policy = account.policy()?;
    let limit = FORECAST_SENDS_MAX + 1;
    let mut open = sends::list_open(tx, workspace_id, account_id, limit)?;
    let is_partial = u32::try_from(open.len()) == Ok(limit);
    open.truncate(usize::try_from(FORECAST_SENDS_MAX).unwrap_or(usize::MAX));
    line_up_planned(&mut open, planned);
    let mut state = sends::account_state(tx, account, &[], (0, None), now)?;
    let place = (workspace_id, account.network.as_str());
    let recipients = open.iter().filter_map(|send| send.recipient_key.as_deref());
    state.people = ledger::get_people(tx, place, &recipients.collect(), &policy, now)?;
    let mut lanes: Vec<(String, VecDeque<Head>)> = Vec::new();
    for send in open {
        let head = sends::head_now(tx, account, &policy, &send, now)?;
        match lanes.last_mut() {
            Some((lane, heads)) if *lane == send.lane => heads.push_back(head),
            _ => lanes.push((send.lane, VecDeque::from([head]))),
        }
    }
    let mut lanes: Vec<_> = lanes.into_iter().map(|(_, heads)| heads).collect();
    lanes.sort_by_key(|heads| heads.front().map(|head| head.number));
    Ok(Outset {
        account_id,
        state,
        lanes,
        is_partial,
    })
}

/// Puts planned sends into the lanes that acceptance would put them into, each behind those that are there.
fn line_up_planned(open: &mut Vec<Send>, planned: &[Send]) {
    let last = open.iter().map(|send| send.number).max().unwrap_or(0);
    for (number, send) in (last + 1..).zip(planned) {
        let behind = open.iter().rposition(|other| other.lane == send.lane);
        let place = behind.map_or(open.len(), |place| place + 1);
        let planned = Send {
            number,
            ..send.clone()
        };
        open.insert(place, planned);
    }
}
