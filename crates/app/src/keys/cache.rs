//! What was read of keys within the last second, and which keys were used since that was last written down.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::api_key::ApiKey;
use domain::ids::{AccountId, ApiKeyId, WorkspaceId};
use domain::time::Timestamp;
use store::api_keys::ApiKeyRow;

/// How long a revoked key may still work in another process.
const KEPT_FOR: Duration = Duration::from_secs(1);
const ENTRIES_MAX: usize = 4_096;
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
        self.used_at.is_some()
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
        entries.remove(&(workspace_id, api_key_id));
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

    /// The uses that are to be written down now.
    pub(crate) fn take_uses(&self) -> Vec<(WorkspaceId, ApiKeyId, Timestamp)> {
        let mut uses = Vec::new();
        for (name, entry) in self.entries().iter_mut() {
            if let Some(used_at) = entry.used_at.take() {
                entry.noted_at = Some(used_at);
                uses.push((name.0, name.1, used_at));
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
        assert_eq!(cache.take_uses().len(), 1);
        cache.note_use(&key, START.plus(Duration::from_secs(59)));
        assert!(cache.take_uses().is_empty());
        cache.note_use(&key, START.plus(USE_NOTED_EVERY));
        assert_eq!(cache.take_uses().len(), 1);
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
