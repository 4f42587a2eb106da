//! How much is asked with each key: limited, counted in memory, and written down now and then.

use std::net::IpAddr;
use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::event::{EventData, EventKind};
use domain::ids::{ApiKeyId, WorkspaceId};
use domain::key_watch::{Sample, Unusual, Watch};
use domain::limits::USAGE_PAGE_MAX;
use domain::request_limit::Allowance;
use domain::time::Timestamp;
use store::usage::{self, Usage};
pub use store::usage::{Counts, Usage as UsageView};
use store::{NewEvent, StoreResult, Tx, api_keys};

use crate::{App, AppResult, Caller, Refusal};

/// What a key was used for since that was last written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) workspace_id: WorkspaceId,
    pub(crate) api_key_id: ApiKeyId,
    /// A use that is worth noting in its row.
    pub(crate) last_at: Option<Timestamp>,
    /// The day that the counts are of.
    pub(crate) day: i64,
    pub(crate) counts: Counts,
    pub(crate) networks: Vec<ipnet::IpNet>,
    /// Since when it is counted.
    pub(crate) since: Timestamp,
}

/// Which part of what was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListUsage {
    /// Of one key only.
    pub api_key: Option<String>,
    /// From this day on, as days since the epoch.
    pub first: Option<i64>,
    /// Up to this day.
    pub last: Option<i64>,
    /// From the page before.
    pub cursor: Option<String>,
    /// 1 to 400.
    pub limit: u32,
}

/// A page, the newest day first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsagePage {
    pub days: Vec<UsageView>,
    pub next_cursor: Option<String>,
}

/// The day of an instant, in UTC, from the epoch.
pub fn day_of(at: Timestamp) -> i64 {
    at.seconds().div_euclid(86_400)
}

impl App {
    /// Counts a request of a proved caller against its limit; `None` where there is none.
    pub fn count_request(&self, caller: &Caller, address: Option<IpAddr>) -> Option<Allowance> {
        let api_key_id = caller.key()?;
        let default = self.parts().settings.requests_per_minute;
        let limit = caller.grant.limits.requests_per_minute;
        let limit = limit.or(Some(default).filter(|limit| *limit > 0));
        let name = (caller.workspace_id, api_key_id);
        self.keys().count_request(name, limit, address, self.now())
    }

    /// Counts that a request of a proved caller was refused.
    pub fn count_refusal(&self, workspace_id: WorkspaceId, api_key_id: ApiKeyId) {
        self.keys()
            .count((workspace_id, api_key_id), |counts| counts.refusals += 1);
    }

    /// Counts a send that was accepted.
    pub(crate) fn count_send(&self, workspace_id: WorkspaceId, api_key_id: Option<ApiKeyId>) {
        if let Some(api_key_id) = api_key_id {
            self.keys()
                .count((workspace_id, api_key_id), |counts| counts.sends += 1);
        }
    }

    /// Writes down how keys were used since the last time, and announces what is unusual; called now and then by the binary,
    /// never by a request. What is lost when the process is killed is what was counted since.
    pub async fn note_key_uses(&self) -> AppResult<()> {
        let now = self.now();
        let used = self.keys().take_uses(now);
        for group in used.chunk_by(|left, right| left.workspace_id == right.workspace_id) {
            let group = group.to_vec();
            let written = self.parts().store.write_bulk(move |tx| {
                for used in &group {
                    write(tx, used, now)?;
                }
                Ok(())
            });
            written.await?;
        }
        Ok(())
    }

    /// What was asked with keys that the caller may see, by day; of this process as far as it is written down.
    ///
    /// Refused: `api_key_not_found`, `invalid_cursor`.
    pub async fn list_usage(&self, caller: &Caller, list: ListUsage) -> AppResult<UsagePage> {
        Refusal::check_limit(list.limit, USAGE_PAGE_MAX)?;
        let api_key_id = match &list.api_key {
            Some(id) => Some(self.find_api_key(caller, id).await?.api_key_id),
            None => None,
        };
        let behind = match &list.cursor {
            Some(cursor) => place(cursor).ok_or_else(|| Refusal::of(ErrorCode::InvalidCursor))?,
            None => (i64::MAX, ApiKeyId::from_bytes([0; 16])),
        };
        if api_key_id.is_none() && caller.only_accounts().is_some() {
            let message = "your key is limited to accounts: name a key that it sees";
            return Err(Refusal::field("api_key", "required", message).into());
        }
        let days = (
            list.first.unwrap_or(i64::MIN),
            list.last.unwrap_or(i64::MAX),
        );
        let (workspace_id, limit) = (caller.workspace_id, list.limit);
        let read = self.parts().store.read(move |tx| match api_key_id {
            Some(key) => usage::list_of_key(tx, workspace_id, key, days, behind.0, limit + 1),
            None => usage::list(tx, workspace_id, days, behind, limit + 1),
        });
        let mut days = read.await?;
        let has_more = u32::try_from(days.len()).is_ok_and(|count| count > limit);
        days.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let last = days.last().filter(|_| has_more);
        Ok(UsagePage {
            next_cursor: last.map(|last| format!("{}/{}", last.day, last.api_key_id)),
            days,
        })
    }
}

fn place(cursor: &str) -> Option<usage::Place> {
    let (day, key) = cursor.split_once('/')?;
    Some((day.parse().ok()?, key.parse().ok()?))
}

fn write(tx: &mut Tx<'_>, used: &Used, now: Timestamp) -> StoreResult<()> {
    let (workspace_id, api_key_id) = (used.workspace_id, used.api_key_id);
    if let Some(last_at) = used.last_at {
        api_keys::update_last_used(tx, workspace_id, api_key_id, last_at)?;
    }
    if used.counts == Counts::default() {
        return Ok(());
    }
    let Some(known) = usage::find_watch(tx, workspace_id, api_key_id)? else {
        return Ok(());
    };
    let Used { day, counts, .. } = *used;
    let usage = Usage {
        day,
        api_key_id,
        counts,
    };
    usage::add(tx, workspace_id, &usage)?;
    let mut watch = Watch::read(&known);
    let sample = Sample {
        networks: used.networks.clone(),
        requests: counts.requests,
        refusals: counts.refusals,
        span: now.since(used.since).max(Duration::from_secs(1)),
    };
    for reason in watch.look(&sample, now) {
        announce(tx, used, reason, now);
    }
    let learned = watch.written();
    if learned != known {
        usage::update_watch(tx, workspace_id, api_key_id, &learned)?;
    }
    Ok(())
}

fn announce(tx: &mut Tx<'_>, used: &Used, reason: Unusual, now: Timestamp) {
    let newest = used.networks.last().map(ToString::to_string);
    let data = EventData::new()
        .id("api_key_id", used.api_key_id)
        .text("reason", reason.word())
        .opt_text("address", newest.as_deref())
        .number("requests", used.counts.requests)
        .number("refusals", used.counts.refusals);
    tx.emit(NewEvent {
        workspace_id: used.workspace_id,
        kind: EventKind::ApiKeyUnusualUse,
        account_id: None,
        subject: Some(used.api_key_id.to_string()),
        at: now,
        body: data.into_json(),
    });
}
