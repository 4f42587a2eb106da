//! What was read of keys within the last second, and which keys were used since that was last written down.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::api_key::ApiKey;
use domain::ids::{AccountId, ApiKeyId, WorkspaceId};
use domain::key_watch::network_of;
use domain::request_limit::{Allowance, Bucket};
use domain::time::Timestamp;
use ipnet::IpNet;
use store::api_keys::ApiKeyRow;
use store::usage::Counts;

use crate::usage::{Used, day_of};

/// How long a revoked key may still work in another process.
const KEPT_FOR: Duration = Duration::from_secs(1);
const ENTRIES_MAX: usize = 4_096;
/// Networks of one key that are remembered until they are written down.
const NETWORKS_MAX: usize = 16;
/// How exact `last_used_at` is.
const USE_NOTED_EVERY: Duration = Duration::from_mins(1);

type KeyName = (WorkspaceId, ApiKeyId);

/// Bounded: when it is full, what is stale goes first and then everything, which costs each caller one read.
#[derive(Default)]
pub(crate) struct KeyCache {
    entries: Mutex<BTreeMap<KeyName, Entry>>,
    /// Grows with everything that is forgotten: what was read before is not to be kept after.
    generation: AtomicU64,
}

struct Entry {
    row: Arc<ApiKeyRow>,
    read_at: Timestamp,
    /// A use that is not written down yet.
    used_at: Option<Timestamp>,
    /// The use that was written down last, by this process or as read.
    noted_at: Option<Timestamp>,
    /// What is not written down yet.
    counts: Counts,
    /// The day that it is of, and since when it is counted.
    day: i64,
    since: Timestamp,
    /// Whence it was asked since.
    networks: Vec<IpNet>,
    last_address: Option<IpAddr>,
    bucket: Bucket,
    live_account: Option<AccountId>,
    /// When this process last wrote down a live call through that account.
    live_noted_at: Option<Timestamp>,
}

impl Entry {
    /// The clock of a demo can be moved, so an entry from the future is as stale as an old one.
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.read_at <= now && now < self.read_at.plus(KEPT_FOR)
    }

    fn is_unwritten(&self) -> bool {
        self.used_at.is_some() || self.counts != Counts::default()
    }
}

impl KeyCache {
    /// The row of this key, if it was read within the last second. Says nothing about the secret.
    pub(crate) fn get(&self, name: KeyName, now: Timestamp) -> Option<Arc<ApiKeyRow>> {
        let entries = self.entries();
        let entry = entries.get(&name)?;
        entry.is_fresh(now).then(|| Arc::clone(&entry.row))
    }

    /// To be asked for before a row is read, and given to [`Self::keep`] with it.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// Keeps a row that was just read, unless a key was forgotten since: then the row may be from before its change.
    pub(crate) fn keep(&self, row: ApiKeyRow, generation: u64, now: Timestamp) -> Arc<ApiKeyRow> {
        let name = (row.workspace_id, row.api_key_id);
        let row = Arc::new(row);
        let mut entries = self.entries();
        if self.generation() != generation {
            return row;
        }
        if entries.len() >= ENTRIES_MAX && !entries.contains_key(&name) {
            entries.retain(|_, entry| entry.is_fresh(now) || entry.is_unwritten());
            if entries.len() >= ENTRIES_MAX {
                entries.clear();
            }
        }
        let entry = entries.entry(name).or_insert_with(|| Entry {
            row: Arc::clone(&row),
            read_at: now,
            used_at: None,
            noted_at: row.last_used_at,
            counts: Counts::default(),
            day: day_of(now),
            since: now,
            networks: Vec::new(),
            last_address: None,
            bucket: Bucket::default(),
            live_account: row.last_account_id,
            live_noted_at: None,
        });
        entry.row = Arc::clone(&row);
        entry.read_at = now;
        entry.noted_at = entry.noted_at.max(row.last_used_at);
        entry.live_account = row.last_account_id;
        row
    }

    /// Forgets what was read, so that a change is seen at once in this process.
    pub(crate) fn forget(&self, workspace_id: WorkspaceId, api_key_id: ApiKeyId) {
        let mut entries = self.entries();
        self.generation.fetch_add(1, Ordering::SeqCst);
        // What was counted stays.
        if let Some(entry) = entries.get_mut(&(workspace_id, api_key_id)) {
            entry.read_at = Timestamp::MIN;
        }
    }

    /// Forgets what was read of every key of a workspace: a user has another role.
    pub(crate) fn forget_all_of(&self, workspace_id: WorkspaceId) {
        let mut entries = self.entries();
        self.generation.fetch_add(1, Ordering::SeqCst);
        let first = (workspace_id, ApiKeyId::from_bytes([0; 16]));
        let last = (workspace_id, ApiKeyId::from_bytes([0xff; 16]));
        for (_, entry) in entries.range_mut(first..=last) {
            entry.read_at = Timestamp::MIN;
        }
    }

    /// Remembers a use that is worth writing down.
    pub(crate) fn note_use(&self, key: &ApiKey, now: Timestamp) {
        if let Some(entry) = self
            .entries()
            .get_mut(&(key.workspace_id, key.api_key_id))
            .filter(|entry| {
                entry
                    .noted_at
                    .is_none_or(|noted_at| now >= noted_at.plus(USE_NOTED_EVERY))
            })
        {
            entry.used_at = Some(now);
        }
    }

    /// Counts a request, against its limit if it has one.
    pub(crate) fn count_request(
        &self,
        name: KeyName,
        limit: Option<u32>,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Option<Allowance> {
        let mut entries = self.entries();
        let entry = entries.get_mut(&name)?;
        if entry.counts == Counts::default() {
            entry.day = day_of(now);
        }
        entry.counts.requests += 1;
        if address.is_some() && address != entry.last_address {
            entry.last_address = address;
            let network = address.map(network_of);
            let network = network.filter(|network| !entry.networks.contains(network));
            if entry.networks.len() < NETWORKS_MAX {
                entry.networks.extend(network);
            }
        }
        limit.map(|limit| entry.bucket.take(limit, now))
    }

    /// Counts something else.
    pub(crate) fn count(&self, name: KeyName, count: impl Fn(&mut Counts)) {
        if let Some(entry) = self.entries().get_mut(&name) {
            count(&mut entry.counts);
        }
    }

    /// What is to be written down now, in the order of workspaces.
    pub(crate) fn take_uses(&self, now: Timestamp) -> Vec<Used> {
        let mut uses = Vec::new();
        for ((workspace_id, api_key_id), entry) in self.entries().iter_mut() {
            let last_at = entry.used_at.take();
            entry.noted_at = last_at.or(entry.noted_at);
            let used = Used {
                workspace_id: *workspace_id,
                api_key_id: *api_key_id,
                last_at,
                day: entry.day,
                counts: std::mem::take(&mut entry.counts),
                networks: std::mem::take(&mut entry.networks),
                since: entry.since,
            };
            (entry.day, entry.since, entry.last_address) = (day_of(now), now, None);
            if used.last_at.is_some() || used.counts != Counts::default() {
                uses.push(used);
            }
        }
        uses
    }

    /// Whether a live call of the key through this account is worth writing down: it is another account than last time,
    /// or the last time is a minute ago.
    pub(crate) fn note_live_use(
        &self,
        workspace_id: WorkspaceId,
        api_key_id: ApiKeyId,
        account_id: AccountId,
        now: Timestamp,
    ) -> bool {
        let mut entries = self.entries();
        let Some(entry) = entries.get_mut(&(workspace_id, api_key_id)) else {
            return true;
        };
        let is_same = entry.live_account.replace(account_id) == Some(account_id);
        let is_noted = entry
            .live_noted_at
            .is_some_and(|noted_at| noted_at <= now && now < noted_at.plus(USE_NOTED_EVERY));
        if is_same && is_noted {
            return false;
        }
        entry.live_noted_at = Some(now);
        true
    }

    fn entries(&self) -> MutexGuard<'_, BTreeMap<KeyName, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use domain::entropy::SeededEntropy;

    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_763_378_062_881);

    fn row(key: &ApiKey) -> ApiKeyRow {
        ApiKeyRow {
            workspace_id: key.workspace_id,
            api_key_id: key.api_key_id,
            name: "test".into(),
            secret_hash: Vec::new(),
            scopes: "read".into(),
            limits: domain::access::KeyLimits::default(),
            user_id: None,
            role: None,
            created_at: START,
            expires_at: None,
            revoked_at: None,
            replaced_by: None,
            last_used_at: None,
            last_account_id: None,
        }
    }

    fn key(number: u64) -> ApiKey {
        let entropy = SeededEntropy::new(number);
        let workspace_id = WorkspaceId::from_bytes([1; 16]);
        ApiKey::mint(workspace_id, ApiKeyId::mint(START, &entropy), &entropy)
    }

    fn name(key: &ApiKey) -> KeyName {
        (key.workspace_id, key.api_key_id)
    }

    #[test]
    fn a_row_is_kept_for_one_second_in_both_directions_of_time() {
        let (cache, key) = (KeyCache::default(), key(1));
        assert_eq!(cache.get(name(&key), START), None);
        cache.keep(row(&key), 0, START);
        assert!(
            cache
                .get(name(&key), START.plus(Duration::from_millis(999)))
                .is_some()
        );
        assert_eq!(cache.get(name(&key), START.plus(KEPT_FOR)), None);
        assert_eq!(cache.get(name(&key), START.minus(KEPT_FOR)), None);
        cache.forget(key.workspace_id, key.api_key_id);
        assert_eq!(cache.get(name(&key), START), None);
    }

    #[test]
    fn uses_are_noted_once_a_minute() {
        let (cache, key) = (KeyCache::default(), key(1));
        cache.keep(row(&key), 0, START);
        cache.note_use(&key, START);
        assert_eq!(cache.take_uses(START).len(), 1);
        cache.note_use(&key, START.plus(Duration::from_secs(59)));
        assert!(cache.take_uses(START).is_empty());
        cache.note_use(&key, START.plus(USE_NOTED_EVERY));
        assert_eq!(cache.take_uses(START).len(), 1);
    }

    #[test]
    fn what_was_counted_is_taken_once_and_outlives_a_change_of_the_key() {
        let (cache, key) = (KeyCache::default(), key(1));
        cache.keep(row(&key), 0, START);
        let address = "192.0.2.7".parse().ok();
        for left in [1, 0] {
            let allowance = cache.count_request(name(&key), Some(2), address, START);
            assert_eq!(allowance.map(|allowance| allowance.remaining), Some(left));
        }
        cache.forget(key.workspace_id, key.api_key_id);
        cache.keep(row(&key), cache.generation(), START);
        let refused = cache.count_request(name(&key), Some(2), address, START);
        assert!(refused.is_some_and(|allowance| allowance.retry_after.is_some()));
        cache.count(name(&key), |counts| counts.refusals += 1);
        let used = cache.take_uses(START);
        assert_eq!((used[0].counts.requests, used[0].counts.refusals), (3, 1));
        assert_eq!(used[0].networks.len(), 1);
        assert!(cache.take_uses(START).is_empty());
        cache.forget_all_of(key.workspace_id);
        assert_eq!(cache.get(name(&key), START), None);
    }

    #[test]
    fn it_stays_bounded() {
        let cache = KeyCache::default();
        let count = u64::try_from(ENTRIES_MAX).expect("small") + 10;
        for number in 0..count {
            cache.keep(row(&key(number)), 0, START);
        }
        assert!(cache.entries().len() <= ENTRIES_MAX);
    }

    #[test]
    fn a_row_from_before_a_change_is_not_kept_after_it() {
        let (cache, key) = (KeyCache::default(), key(1));
        let generation = cache.generation();
        cache.forget(key.workspace_id, key.api_key_id);
        cache.keep(row(&key), generation, START);
        assert_eq!(cache.get(name(&key), START), None);
        cache.keep(row(&key), cache.generation(), START);
        assert!(cache.get(name(&key), START).is_some());
    }

    #[test]
    fn a_live_call_is_written_when_the_account_changes_and_once_a_minute() {
        let (cache, key) = (KeyCache::default(), key(1));
        let (one, two) = (
            AccountId::from_bytes([1; 16]),
            AccountId::from_bytes([2; 16]),
        );
        cache.keep(row(&key), 0, START);
        let is_worth = |account, seconds| {
            let now = START.plus(Duration::from_secs(seconds));
            cache.note_live_use(key.workspace_id, key.api_key_id, account, now)
        };
        assert!(is_worth(one, 0) && !is_worth(one, 59) && is_worth(two, 59));
        assert!(is_worth(one, 59) && !is_worth(one, 60) && is_worth(one, 119));
        let mut read = row(&key);
        read.last_account_id = Some(one);
        cache.keep(read, 0, START.plus(Duration::from_mins(2)));
        assert!(!is_worth(one, 120) && is_worth(one, 86_400));
        // The clock of a demo can be moved back.
        assert!(is_worth(one, 0));
    }
}
