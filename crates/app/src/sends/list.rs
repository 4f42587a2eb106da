//! The outbox, the newest first.

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::limits::SENDS_PAGE_MAX;
use domain::time::Timestamp;
use store::sends::{self, Filter, Send};
use store::{StoreError, StoreResult, Tx, accounts, attempts};

use super::SendView;
use super::view::view;
use crate::{App, AppResult, Caller, Refusal};

/// Which sends to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListSends {
    /// Our own id.
    pub account: Option<String>,
    /// The word of a state.
    pub state: Option<String>,
    /// A tag, whole.
    pub tag: Option<String>,
    /// Only those that may still leave.
    pub is_open: bool,
    /// 1 to 100.
    pub limit: u32,
    /// From the page before.
    pub cursor: Option<String>,
}

/// A page of sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendPage {
    pub sends: Vec<SendView>,
    pub next_cursor: Option<String>,
}

impl App {
    /// The sends of the workspace, the newest first. What is accepted during a walk comes before its first page.
    pub async fn list_sends(&self, caller: &Caller, list: ListSends) -> AppResult<SendPage> {
        Refusal::check_limit(list.limit, SENDS_PAGE_MAX)?;
        let before = match &list.cursor {
            Some(cursor) => cursor
                .parse::<SendId>()
                .map_err(|_| Refusal::of(ErrorCode::InvalidCursor))?,
            None => SendId::from_bytes([0xff; 16]),
        };
        let account_id = list
            .account
            .map(|account| account.parse::<AccountId>())
            .transpose()
            .map_err(|_| Refusal::of(ErrorCode::AccountNotFound))?;
        let filter = Filter {
            account_id,
            state: list.state,
            tag: list.tag,
            is_open: list.is_open,
        };
        let (workspace_id, limit) = (caller.workspace_id, list.limit);
        let (now, seen) = (self.now(), caller.clone());
        let read = self.parts().store.read(move |tx| {
            let mut found = list_seen(tx, &seen, &filter, before, limit + 1)?;
            let has_more = u32::try_from(found.len()).is_ok_and(|count| count > limit);
            found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            let next_cursor = found.last().filter(|_| has_more);
            let next_cursor = next_cursor.map(|last| last.send_id.to_string());
            Ok(SendPage {
                sends: views(tx, workspace_id, found, now)?,
                next_cursor,
            })
        });
        Ok(read.await?)
    }
}

/// Everything that is known of each of these sends.
pub(crate) fn views(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    found: Vec<Send>,
    now: Timestamp,
) -> StoreResult<Vec<SendView>> {
    let mut views = Vec::with_capacity(found.len());
    for send in found {
        let account =
            accounts::find_any(tx, workspace_id, send.account_id)?.ok_or(StoreError::NotFound)?;
        let attempts = attempts::list(tx, workspace_id, send.send_id)?;
        views.push(view(&account, send, attempts, now));
    }
    Ok(views)
}

/// What a filter lets through of what there is for the caller, the newest first. Of a caller who is limited to accounts the
/// newest of each are laid together.
fn list_seen(
    tx: &mut Tx<'_>,
    caller: &Caller,
    filter: &Filter,
    before: SendId,
    limit: u32,
) -> StoreResult<Vec<Send>> {
    let workspace_id = caller.workspace_id;
    let Some(only) = caller.only_accounts() else {
        return sends::list(tx, workspace_id, filter, before, limit);
    };
    let wanted = only
        .iter()
        .filter(|id| filter.account_id.is_none_or(|wanted| wanted == **id));
    let mut found = Vec::new();
    for account_id in wanted {
        let filter = Filter {
            account_id: Some(*account_id),
            ..filter.clone()
        };
        found.extend(sends::list(tx, workspace_id, &filter, before, limit)?);
    }
    found.sort_unstable_by_key(|send| std::cmp::Reverse(send.send_id));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}
