//! The accounts of a workspace as a list to go through, and what a workspace decides about one: its label, whether
//! anything leaves from it.

use domain::error_code::ErrorCode;
use domain::ids::AccountId;
use domain::limits::{ACCOUNT_LABEL_CHARS_MAX, ACCOUNTS_PAGE_MAX};
use domain::time::Timestamp;
use store::accounts::{self, Account};
use store::hints::Hint;
use store::{StoreResult, Tx, agenda, sends};

use super::state::{AccountState, relink_reason};
use super::{ACCOUNTS_MAX, AccountHealth, AccountSummary, absent, view};
use crate::{App, AppResult, Caller, Refusal};

/// Accounts that are read at once where a filter may pass over most of them.
const READ_AT_ONCE: u32 = 500;

/// One account, complete but for how much of its history is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDetails {
    pub summary: AccountSummary,
    pub state: AccountState,
    /// Why it must be linked again, as a stable word.
    pub relink_reason: Option<String>,
    /// When it will have to be, where that is known and only its owner can change it.
    pub link_ends_at: Option<Timestamp>,
    pub is_premium: bool,
    /// The network's word, for example `PREMIUM_BUSINESS`.
    pub plan: Option<String>,
    /// `A` to `D`: what happens when an answer is lost.
    pub capability_class: &'static str,
    pub health: AccountHealth,
    pub last_used_at: Option<Timestamp>,
}

impl AccountDetails {
    pub(crate) fn of(account: &Account, now: Timestamp) -> Self {
        Self {
            summary: AccountSummary::of(account),
            state: AccountState::of(account, now),
            relink_reason: relink_reason(account),
            link_ends_at: account
                .credentials_until
                .filter(|_| account.renewal_at.is_none()),
            is_premium: account.is_premium,
            plan: account.plan.clone(),
            capability_class: account.capability_class.letter(),
            health: AccountHealth::of(account),
            last_used_at: account.last_used_at,
        }
    }
}

/// Which accounts to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListAccounts {
    pub state: Option<AccountState>,
    pub network: Option<String>,
    /// Part of a name or label; or a slug, an address, a member key or an id.
    pub query: Option<String>,
    /// 1 to 100.
    pub limit: u32,
    /// From the page before.
    pub cursor: Option<String>,
}

/// A page of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPage {
    pub accounts: Vec<AccountDetails>,
    pub next_cursor: Option<String>,
}

/// What to change of an account. Absent: it stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeAccount {
    /// Empty: it has none any more.
    pub label: Option<String>,
    pub is_paused: Option<bool>,
}

impl App {
    /// The linked accounts of the workspace in the order of their first linking.
    pub async fn page_accounts(
        &self,
        caller: &Caller,
        list: ListAccounts,
    ) -> AppResult<AccountPage> {
        Refusal::check_limit(list.limit, ACCOUNTS_PAGE_MAX)?;
        let after = match &list.cursor {
            Some(cursor) => cursor
                .parse::<AccountId>()
                .map_err(|_| Refusal::of(ErrorCode::InvalidCursor))?,
            None => AccountId::from_bytes([0; 16]),
        };
        let (seen, limit, now) = (caller.clone(), list.limit, self.now());
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let read = self.parts().store.read(move |tx| {
            let mut found = matching(tx, &seen, &list, after, now)?;
            let has_more = found.len() > wanted;
            found.truncate(wanted);
            let last = found.last().filter(|_| has_more);
            Ok(AccountPage {
                next_cursor: last.map(|last| last.account_id.to_string()),
                accounts: found
                    .iter()
                    .map(|account| AccountDetails::of(account, now))
                    .collect(),
            })
        });
        Ok(read.await?)
    }

    /// One account.
    pub async fn find_account(&self, caller: &Caller, id: &str) -> AppResult<AccountDetails> {
        let (workspace_id, now) = (caller.workspace_id, self.now());
        let account_id: AccountId = id.parse().map_err(|_| absent())?;
        let read = self
            .parts()
            .store
            .read(move |tx| accounts::find(tx, workspace_id, account_id));
        let account = read.await?.filter(|_| caller.sees(account_id));
        Ok(AccountDetails::of(&account.ok_or_else(absent)?, now))
    }

    /// Changes what is named; the rest stays. While an account is paused what is asked for is accepted and waits, and
    /// what is under way goes on; what comes in is kept as ever.
    ///
    /// Refused: `account_read_only` for pausing what never sends.
    pub async fn change_account(
        &self,
        caller: &Caller,
        id: &str,
        command: ChangeAccount,
    ) -> AppResult<AccountDetails> {
        let label = match command.label.as_deref().map(checked_label) {
            Some(Ok(label)) => Some(label),
            Some(Err(refusal)) => return Err(refusal.into()),
            None => None,
        };
        let (workspace_id, now) = (caller.workspace_id, self.now());
        let account_id: AccountId = id.parse().map_err(|_| absent())?;
        if !caller.sees(account_id) {
            return Err(absent().into());
        }
        let hints = self.parts().store.hints().clone();
        let written = self.parts().store.write(move |tx| {
            if accounts::find(tx, workspace_id, account_id)?.is_none() {
                return Ok(Err(absent()));
            }
            accounts::lock(tx, workspace_id, account_id)?;
            let Some(account) = accounts::find(tx, workspace_id, account_id)? else {
                return Ok(Err(absent()));
            };
            if let Some(is_paused) = command.is_paused
                && is_paused != account.paused_at.is_some()
            {
                if account.is_read_only {
                    return Ok(Err(Refusal::of(ErrorCode::AccountReadOnly)));
                }
                accounts::update_paused(tx, &account, is_paused, now)?;
                if !is_paused {
                    sends::release_held(tx, workspace_id, account_id, now)?;
                }
                agenda::advance(tx, agenda::DISPATCH, workspace_id, account_id, now)?;
                hints.after_commit(tx, Hint::AccountDue(account_id, now));
            }
            if let Some(label) = &label
                && *label != account.label
            {
                accounts::update_label(tx, &account, label.as_deref(), now)?;
            }
            Ok(Ok(accounts::get(tx, workspace_id, account_id)?))
        });
        let account = written.await??;
        Ok(AccountDetails::of(&account, now))
    }
}

/// What a list asks for, up to one more than its limit.
fn matching(
    tx: &mut Tx<'_>,
    caller: &Caller,
    list: &ListAccounts,
    mut after: AccountId,
    now: Timestamp,
) -> StoreResult<Vec<Account>> {
    let query = list.query.as_deref().map(str::trim);
    let query = query.filter(|query| !query.is_empty());
    let is_limited = caller.only_accounts().is_some();
    let is_filtered = is_limited || query.is_some() || list.state.is_some();
    let at_once = if is_filtered {
        READ_AT_ONCE
    } else {
        list.limit + 1
    };
    let wanted = usize::try_from(list.limit)
        .unwrap_or(usize::MAX)
        .saturating_add(1);
    let (mut found, mut seen) = (Vec::new(), 0);
    loop {
        let rows = accounts::list_after(
            tx,
            caller.workspace_id,
            list.network.as_deref(),
            after,
            at_once,
        )?;
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = last.account_id;
        found.extend(rows.into_iter().filter(|row| {
            let is_wanted = list
                .state
                .is_none_or(|state| AccountState::of(row, now) == state);
            is_wanted
                && caller.sees(row.account_id)
                && query.is_none_or(|query| view::matches(row, query))
        }));
        seen += count;
        if found.len() >= wanted || count < at_once || seen >= ACCOUNTS_MAX {
            return Ok(found);
        }
    }
}

fn checked_label(label: &str) -> Result<Option<String>, Refusal> {
    let label = label.trim();
    if label.chars().count() > ACCOUNT_LABEL_CHARS_MAX {
        let message = format!("label has at most {ACCOUNT_LABEL_CHARS_MAX} characters");
        return Err(Refusal::field("label", "too_long", message));
    }
    Ok((!label.is_empty()).then(|| label.to_owned()))
}
