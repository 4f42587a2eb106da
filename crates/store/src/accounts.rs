//! Linked accounts: one row per seat of a network that a workspace may use, or that was imported.
//!
//! An unlinked account keeps its row and its history, so that linking the same seat again finds both; until then every
//! function here but [`find_any_by_member`] treats it as absent.

mod changes;
mod holds;
mod insertion;
mod owner;
mod policy;
mod term;

pub(crate) use changes::update_line_ends;
pub use changes::{
    CountChanges, Link, claim_conversation_number, lock, lock_each, update_backfill,
    update_capability_class, update_counts, update_credentials_lost, update_deferred, update_error,
    update_hold, update_last_sent, update_last_used, update_linked, update_plan, update_profile,
    update_received, update_sync_cursor, update_unlinked,
};
pub use holds::{announce_hold, announce_release};
pub use insertion::{NewAccount, insert};
pub use owner::{PAUSED, update_label, update_paused};
pub(crate) use policy::update_begun_last;
pub use policy::{update_clock_gap, update_policy, update_warned};
pub use term::{Renewed, claim_renewal, update_renewal_refused, update_renewed, update_term};

use std::collections::{BTreeMap, BTreeSet};

use domain::clock_gap::ClockGap;
use domain::ids::{AccountId, WorkspaceId};
use domain::network::CapabilityClass;
use domain::policy::{Policy, Standing};
use domain::time::Timestamp;
use secrecy::SecretString;

use crate::vault::{Place, Vault};
use crate::{ColumnType, Row, StoreError, StoreResult, Tx, Value, params};

/// The rule that holds an account until its limits are kept again.
pub const LIMIT_EXCEEDED: &str = "limit_exceeded";

/// The rule that holds an account whose network renews its credentials no more, until it is linked again.
pub const RENEWAL_REFUSED: &str = "renewal_refused";

/// How an account stands, in the word that is stored and that the guide's routes print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountStatus {
    /// Ready.
    Available,
    /// Its owner must look at it: session ended, or restricted by the network.
    Error,
    /// Nothing is known, as with an import.
    Unknown,
}

impl AccountStatus {
    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Available => "AVAILABLE",
            Self::Error => "ERROR",
            Self::Unknown => "UNKNOWN",
        }
    }

    fn from_word(word: &str) -> Self {
        match word {
            "AVAILABLE" => Self::Available,
            "ERROR" => Self::Error,
            _ => Self::Unknown,
        }
    }
}

/// How far the history of an account, or of a conversation, has been read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BackfillState {
    Pending,
    Running,
    Done,
}

impl BackfillState {
    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Done => "done",
        }
    }

    /// The state behind a stored word.
    pub fn from_word(word: &str) -> Self {
        match word {
            "running" => Self::Running,
            "done" => Self::Done,
            _ => Self::Pending,
        }
    }
}

/// A linked seat, without its credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub workspace_id: WorkspaceId,
    pub account_id: AccountId,
    /// Small and unique; leads `message.doc` and `inbox.thread`.
    pub number: i64,
    /// `sandbox`, `linkedin` …
    pub network: String,
    /// Where the network's server is; empty for an import.
    pub address: String,
    pub member_key: String,
    pub member_number: Option<i64>,
    pub slug: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub headline: String,
    pub picture: Option<String>,
    pub status: AccountStatus,
    pub is_read_only: bool,
    pub is_premium: bool,
    /// The network's word for the plan, for example `PREMIUM_BUSINESS`.
    pub plan: Option<String>,
    pub has_credentials: bool,
    pub capability_class: CapabilityClass,
    /// `domain::policy::Policy` as JSON.
    pub policy: String,
    pub policy_version: i64,
    /// Why nothing may leave, if something holds the account.
    pub hold_rule: Option<String>,
    /// Until when it is held; absent while `hold_rule` stands means until somebody acts.
    pub hold_until: Option<Timestamp>,
    pub conversation_number: i64,
    pub conversation_count: i64,
    pub unread_conversation_count: i64,
    pub message_count: i64,
    /// Grows by one with every change of the inbox.
    pub inbox_revision: i64,
    pub sync_cursor: Option<String>,
    pub backfill_state: BackfillState,
    pub backfill_cursor: Option<String>,
    pub backfill_threads_total: Option<i64>,
    pub last_received_at: Option<Timestamp>,
    pub last_sent_at: Option<Timestamp>,
    pub last_error: Option<String>,
    pub last_error_at: Option<Timestamp>,
    pub linked_at: Timestamp,
    pub unlinked_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
    /// The network wants no acts before this instant.
    pub deferred_until: Option<Timestamp>,
    /// When its newest act began.
    pub begun_last_at: Option<Timestamp>,
    /// When its network last said that it was too much.
    pub warned_at: Option<Timestamp>,
    /// How far its network's clock is from ours, as far as its answers show.
    pub clock_gap: ClockGap,
    /// What the workspace calls it; absent: its owner's name says enough.
    pub label: Option<String>,
    /// Since when somebody wants nothing to leave from it.
    pub paused_at: Option<Timestamp>,
    /// Grows with all credentials that it is given.
    pub credentials_version: i64,
    /// Until when they are good, where they end by themselves.
    pub credentials_until: Option<Timestamp>,
    /// When they are renewed, where they can be.
    pub renewal_at: Option<Timestamp>,
}

impl Account {
    /// Whether something keeps everything from leaving at `now`.
    pub fn is_held(&self, now: Timestamp) -> bool {
        self.hold_rule.is_some() && self.hold_until.is_none_or(|until| until > now)
    }

    /// Whether what holds it at `now` is nothing but a limit that was exceeded by hand. Every other hold outweighs this.
    pub fn is_over_limit(&self, now: Timestamp) -> bool {
        self.is_held(now) && self.hold_rule.as_deref() == Some(LIMIT_EXCEEDED)
    }

    /// How it may behave.
    pub fn policy(&self) -> StoreResult<Policy> {
        serde_json::from_str(&self.policy).map_err(|error| StoreError::Inconsistent {
            what: "account policy",
            message: error.to_string(),
        })
    }

    /// Until when nothing may begin: until somebody acts, or as long as the network asked to wait.
    pub fn held_until(&self) -> Option<Timestamp> {
        let hold = self.hold_rule.as_ref();
        let held = hold.map(|_| self.hold_until.unwrap_or(Timestamp::MAX));
        let paused = self.paused_at.map(|_| Timestamp::MAX);
        held.max(paused).max(self.deferred_until)
    }

    /// Whether a call with credentials of the version `used` that its network does not take says nothing of it: it has others
    /// by now, or is about to be given some.
    pub fn has_or_awaits_others(&self, used: i64, now: Timestamp) -> bool {
        let is_awaiting = self.renewal_at.is_some_and(|due_at| due_at <= now);
        self.credentials_version != used || is_awaiting
    }

    /// What its policy must know of it.
    pub const fn standing(&self) -> Standing {
        Standing {
            linked_at: self.linked_at,
            warned_at: self.warned_at,
        }
    }

    /// First and last name as people read them.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }

    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        let text = |index| row.text(index).map(str::to_owned);
        let opt_text = |index| Ok(row.opt_text(index)?.map(str::to_owned));
        Ok(Self {
            workspace_id: row.id(0)?,
            account_id: row.id(1)?,
            number: row.int(2)?,
            network: text(3)?,
            address: text(4)?,
            member_key: text(5)?,
            member_number: row.opt_int(6)?,
            slug: opt_text(7)?,
            first_name: text(8)?,
            last_name: text(9)?,
            headline: text(10)?,
            picture: opt_text(11)?,
            status: AccountStatus::from_word(row.text(12)?),
            is_read_only: row.bool(13)?,
            is_premium: row.bool(14)?,
            plan: opt_text(15)?,
            has_credentials: row.bool(16)?,
            capability_class: CapabilityClass::from_letter(row.text(17)?),
            policy: text(18)?,
            policy_version: row.int(19)?,
            hold_rule: opt_text(20)?,
            hold_until: row.opt_timestamp(21)?,
            conversation_number: row.int(22)?,
            conversation_count: row.int(23)?,
            unread_conversation_count: row.int(24)?,
            message_count: row.int(25)?,
            inbox_revision: row.int(26)?,
            sync_cursor: opt_text(27)?,
            backfill_state: BackfillState::from_word(row.text(28)?),
            backfill_cursor: opt_text(29)?,
            backfill_threads_total: row.opt_int(30)?,
            last_received_at: row.opt_timestamp(31)?,
            last_sent_at: row.opt_timestamp(32)?,
            last_error: opt_text(33)?,
            last_error_at: row.opt_timestamp(34)?,
            linked_at: row.timestamp(35)?,
            unlinked_at: row.opt_timestamp(36)?,
            last_used_at: row.opt_timestamp(37)?,
            deferred_until: row.opt_timestamp(38)?,
            begun_last_at: row.opt_timestamp(39)?,
            warned_at: row.opt_timestamp(40)?,
            clock_gap: clock_gap(row.opt_text(41)?)?,
            label: opt_text(42)?,
            paused_at: row.opt_timestamp(43)?,
            credentials_version: row.int(44)?,
            credentials_until: row.opt_timestamp(45)?,
            renewal_at: row.opt_timestamp(46)?,
        })
    }
}

fn clock_gap(stored: Option<&str>) -> StoreResult<ClockGap> {
    let Some(stored) = stored else {
        return Ok(ClockGap::default());
    };
    serde_json::from_str(stored).map_err(|error| StoreError::Inconsistent {
        what: "clock gap",
        message: error.to_string(),
    })
}

/// A select of every column in the order of [`Account::from_row`].
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT workspace_id, account_id, number, network, address, member_key, member_number, slug,
                    first_name, last_name, headline, picture, status, is_read_only, is_premium, plan,
                    CASE WHEN credentials IS NULL THEN 0 ELSE 1 END, capability_class, policy, policy_version,
                    hold_rule, hold_until, conversation_number, conversation_count, unread_conversation_count,
                    message_count, inbox_revision, sync_cursor, backfill_state, backfill_cursor,
                    backfill_threads_total, last_received_at, last_sent_at, last_error, last_error_at,
                    linked_at, unlinked_at, last_used_at, deferred_until, begun_last_at, warned_at,
                    clock_gap, label, paused_at, credentials_version, credentials_until, renewal_at
               FROM account
              WHERE workspace_id = ?1 AND ",
            $condition
        )
    };
}

/// The linked account with this id.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Option<Account>> {
    tx.query_opt(
        select!("account_id = ?2 AND unlinked_at IS NULL"),
        params![workspace_id, account_id],
        Account::from_row,
    )
}

/// The linked accounts among these.
pub fn find_each(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_ids: &BTreeSet<AccountId>,
) -> StoreResult<BTreeMap<AccountId, Account>> {
    let rows: Vec<Vec<Value<'_>>> = account_ids
        .iter()
        .map(|account_id| vec![workspace_id.into(), account_id.into()])
        .collect();
    let found = tx.query_opt_each(
        select!("account_id = ?2 AND unlinked_at IS NULL"),
        &[ColumnType::Blob, ColumnType::Blob],
        &rows,
        Account::from_row,
    )?;
    let found = found.into_iter().flatten();
    Ok(found.map(|account| (account.account_id, account)).collect())
}

/// The account with this id, linked or no longer.
pub fn find_any(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Option<Account>> {
    tx.query_opt(
        select!("account_id = ?2"),
        params![workspace_id, account_id],
        Account::from_row,
    )
}

/// The linked account with this id, which must exist.
pub fn get(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Account> {
    find(tx, workspace_id, account_id)?.ok_or(StoreError::NotFound)
}

/// The linked accounts of the workspace, the first linked first, at most `limit`.
pub fn list(tx: &mut Tx<'_>, workspace_id: WorkspaceId, limit: u32) -> StoreResult<Vec<Account>> {
    tx.query(
        select!("unlinked_at IS NULL ORDER BY linked_at, account_id LIMIT ?2"),
        params![workspace_id, limit],
        Account::from_row,
    )
}

/// The linked accounts with ids behind `after`, in the order of their ids, which is that of their first linking; of one
/// network or of all, at most `limit`.
pub fn list_after(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: Option<&str>,
    after: AccountId,
    limit: u32,
) -> StoreResult<Vec<Account>> {
    tx.query(
        select!(
            "account_id > ?2 AND network = COALESCE(?3, network) AND unlinked_at IS NULL
             ORDER BY account_id LIMIT ?4"
        ),
        params![workspace_id, after, network, limit],
        Account::from_row,
    )
}

/// The first linked account that can do more than be read.
pub fn find_first_live(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<Option<Account>> {
    tx.query_opt(
        select!("unlinked_at IS NULL AND is_read_only = 0 ORDER BY linked_at, account_id LIMIT 1"),
        params![workspace_id],
        Account::from_row,
    )
}

/// The linked account whose owner is this member. Where a seat is linked live and was imported too, the live one.
pub fn find_by_member(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: Option<&str>,
    member_key: &str,
) -> StoreResult<Option<Account>> {
    tx.query_opt(
        select!(
            "member_key = ?2 AND network = COALESCE(?3, network) AND unlinked_at IS NULL
             ORDER BY is_read_only, linked_at, account_id LIMIT 1"
        ),
        params![workspace_id, member_key, network],
        Account::from_row,
    )
}

/// The linked accounts whose owner is this member, live ones first, at most `limit`.
pub fn list_by_member(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    member_key: &str,
    limit: u32,
) -> StoreResult<Vec<Account>> {
    tx.query(
        select!(
            "member_key = ?2 AND unlinked_at IS NULL ORDER BY is_read_only, linked_at, account_id LIMIT ?3"
        ),
        params![workspace_id, member_key, limit],
        Account::from_row,
    )
}

/// The account of this member on this network, linked or not.
pub fn find_any_by_member(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_key: &str,
) -> StoreResult<Option<Account>> {
    tx.query_opt(
        select!(
            "network = ?2 AND member_key = ?3
             ORDER BY CASE WHEN unlinked_at IS NULL THEN 0 ELSE 1 END, linked_at DESC LIMIT 1"
        ),
        params![workspace_id, network, member_key],
        Account::from_row,
    )
}

/// Where the credentials of an account are sealed.
pub fn credentials_place<'p>(
    workspace_id: &'p WorkspaceId,
    account_id: &'p AccountId,
) -> Place<'p> {
    Place {
        column: "account.credentials",
        row: [workspace_id.as_bytes(), account_id.as_bytes()],
    }
}

/// The opened credentials of a linked account. [`StoreError::Inconsistent`] if the master key does not fit,
/// [`StoreError::NotFound`] if there is no such account or it has none.
pub fn credentials(
    tx: &mut Tx<'_>,
    vault: &Vault,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<SecretString> {
    let sealed = sealed_credentials(tx, workspace_id, account_id)?.ok_or(StoreError::NotFound)?;
    vault
        .open_text(&credentials_place(&workspace_id, &account_id), &sealed)
        .map_err(|error| StoreError::Inconsistent {
            what: "account",
            message: error.to_string(),
        })
}

/// The credentials of a linked account as they are kept, if it has some.
fn sealed_credentials(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Option<Vec<u8>>> {
    let found = tx.query_opt(
        "SELECT credentials FROM account
          WHERE workspace_id = ?1 AND account_id = ?2 AND unlinked_at IS NULL",
        params![workspace_id, account_id],
        |row| Ok(row.opt_blob(0)?.map(<[u8]>::to_vec)),
    )?;
    Ok(found.flatten())
}
