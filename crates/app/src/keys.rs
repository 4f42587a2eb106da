//! API keys: made, listed, rotated, revoked, and proved on each request.

mod cache;

pub(crate) use cache::KeyCache;

use std::time::Duration;

use domain::api_key::ApiKey;
use domain::error_code::ErrorCode;
use domain::event::{EventData, EventKind};
use domain::ids::{ApiKeyId, WorkspaceId};
use domain::time::Timestamp;
use store::api_keys::{self, ApiKeyRow};
use store::{NewEvent, Tx};
use subtle::ConstantTimeEq;

use crate::{App, AppResult, Caller, Refusal, Scope};

/// Keys that one workspace can have.
pub(crate) const KEYS_MAX: u32 = 1_000;
const NAME_CHARS_MAX: usize = 100;

/// A key to make.
#[derive(Debug, Clone)]
pub struct CreateKey {
    /// What it is for, 1 to 100 characters.
    pub name: String,
    /// What it allows; at least one.
    pub scopes: Vec<Scope>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

/// A new key. Its text exists nowhere else and cannot be shown again.
#[derive(Debug)]
pub struct CreatedKey {
    pub key: ApiKey,
    pub view: KeyView,
}

/// What may be shown of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyView {
    pub api_key_id: ApiKeyId,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    /// The key that took over.
    pub replaced_by: Option<ApiKeyId>,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
    /// Whether it opens anything now.
    pub is_valid: bool,
}

impl KeyView {
    fn of(row: &ApiKeyRow, now: Timestamp) -> Self {
        Self {
            api_key_id: row.api_key_id,
            name: row.name.clone(),
            scopes: scopes_of(&row.scopes),
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            replaced_by: row.replaced_by,
            last_used_at: row.last_used_at,
            is_valid: row.is_valid(now),
        }
    }
}

impl App {
    /// Makes a key. It works at once.
    pub async fn create_key(
        &self,
        workspace_id: WorkspaceId,
        command: CreateKey,
    ) -> AppResult<CreatedKey> {
        check_name(&command.name)?;
        if command.scopes.is_empty() {
            return Err(Refusal::field("scopes", "empty", "Name at least one scope.").into());
        }
        let now = self.now();
        let draft = self.draft_key(workspace_id, command, now);
        let (row, event) = (draft.row.clone(), draft.event);
        self.parts()
            .store
            .write(move |tx| {
                api_keys::insert(tx, &row)?;
                tx.emit(event.clone());
                Ok(())
            })
            .await?;
        Ok(CreatedKey {
            key: draft.key,
            view: KeyView::of(&draft.row, now),
        })
    }

    /// Every key of the workspace, the oldest first.
    pub async fn list_keys(&self, workspace_id: WorkspaceId) -> AppResult<Vec<KeyView>> {
        let now = self.now();
        let rows = self
            .parts()
            .store
            .read(move |tx| api_keys::list(tx, workspace_id, KEYS_MAX))
            .await?;
        Ok(rows.iter().map(|row| KeyView::of(row, now)).collect())
    }

    /// Ends a key at once; other processes notice within a second. Revoking it again changes nothing.
    pub async fn revoke_key(
        &self,
        workspace_id: WorkspaceId,
        api_key_id: ApiKeyId,
    ) -> AppResult<KeyView> {
        let now = self.now();
        let event = key_event(workspace_id, api_key_id, EventKind::ApiKeyRevoked, now);
        let row = self
            .parts()
            .store
            .write(move |tx| {
                if api_keys::update_revoked(tx, workspace_id, api_key_id, now)? {
                    tx.emit(event.clone());
                }
                api_keys::find(tx, workspace_id, api_key_id)
            })
            .await?
            .ok_or_else(unknown_key)?;
        self.keys().forget(workspace_id, api_key_id);
        Ok(KeyView::of(&row, now))
    }

    /// Makes a key with the same name and scopes and lets the old one live for `overlap` more, so that its holder can
    /// change over without a gap.
    pub async fn rotate_key(
        &self,
        workspace_id: WorkspaceId,
        api_key_id: ApiKeyId,
        overlap: Duration,
    ) -> AppResult<CreatedKey> {
        let now = self.now();
        let old = self
            .parts()
            .store
            .read(move |tx| api_keys::find(tx, workspace_id, api_key_id))
            .await?
            .ok_or_else(unknown_key)?;
        let command = CreateKey {
            name: old.name.clone(),
            scopes: scopes_of(&old.scopes),
            expires_at: None,
        };
        let draft = self.draft_key(workspace_id, command, now);
        let (row, event, ends_at) = (draft.row.clone(), draft.event, now.plus(overlap));
        let is_rotated = self
            .parts()
            .store
            .write(move |tx| {
                if !is_rotatable(tx, workspace_id, api_key_id, now)? {
                    return Ok(false);
                }
                api_keys::insert(tx, &row)?;
                // What its holder does not say means the same as before.
                let old = api_keys::find(tx, workspace_id, api_key_id)?;
                if let Some(account_id) = old.and_then(|old| old.last_account_id) {
                    let new = row.api_key_id;
                    api_keys::update_last_account(tx, workspace_id, new, account_id)?;
                }
                api_keys::update_replaced(tx, workspace_id, api_key_id, row.api_key_id, ends_at)?;
                tx.emit(event.clone());
                Ok(true)
            })
            .await?;
        self.keys().forget(workspace_id, api_key_id);
        if !is_rotated {
            let message = "Only a valid key that was not rotated before can be rotated.";
            return Err(Refusal::new(ErrorCode::ValidationError, message).into());
        }
        Ok(CreatedKey {
            key: draft.key,
            view: KeyView::of(&draft.row, now),
        })
    }

    /// Proves who asks, from the value of the `Authorization` header. Every failure is the same refusal. What is no key
    /// by its form never reaches the database, and the proof of a known key is kept for a second, so that a busy caller
    /// costs no reads.
    pub async fn authenticate(&self, header: Option<&str>) -> AppResult<Caller> {
        let key = header.and_then(bearer).ok_or_else(unauthorized)?;
        let now = self.now();
        let row = self
            .key_row(key.workspace_id, key.api_key_id, now)
            .await?
            .ok_or_else(unauthorized)?;
        let hash = self.parts().vault.api_key_hash(&key);
        let is_proved = bool::from(hash.as_slice().ct_eq(row.secret_hash.as_slice()));
        if !is_proved || !row.is_valid(now) {
            return Err(unauthorized().into());
        }
        self.keys().note_use(&key, now);
        Ok(Caller {
            workspace_id: row.workspace_id,
            api_key_id: row.api_key_id,
            scopes: scopes_of(&row.scopes),
        })
    }

    /// Writes down which keys were used since the last time; called now and then by the binary, never by a request.
    pub async fn note_key_uses(&self) -> AppResult<()> {
        for (workspace_id, api_key_id, used_at) in self.keys().take_uses() {
            self.parts()
                .store
                .write(move |tx| api_keys::update_last_used(tx, workspace_id, api_key_id, used_at))
                .await?;
        }
        Ok(())
    }

    /// Whether the key of a caller who was proved before still works.
    pub async fn is_still_valid(&self, caller: &Caller) -> AppResult<bool> {
        let Some(api_key_id) = caller.key() else {
            return Ok(true);
        };
        let now = self.now();
        let row = self.key_row(caller.workspace_id, api_key_id, now).await?;
        Ok(row.is_some_and(|row| row.is_valid(now)))
    }

    /// The row of a key, read within the last second.
    async fn key_row(
        &self,
        workspace_id: WorkspaceId,
        api_key_id: ApiKeyId,
        now: Timestamp,
    ) -> AppResult<Option<std::sync::Arc<ApiKeyRow>>> {
        if let Some(row) = self.keys().get((workspace_id, api_key_id), now) {
            return Ok(Some(row));
        }
        let generation = self.keys().generation();
        let found = self
            .parts()
            .store
            .read(move |tx| api_keys::find(tx, workspace_id, api_key_id))
            .await?;
        Ok(found.map(|row| self.keys().keep(row, generation, now)))
    }

    fn draft_key(&self, workspace_id: WorkspaceId, command: CreateKey, now: Timestamp) -> Draft {
        let entropy = self.parts().entropy.as_ref();
        let key = ApiKey::mint(workspace_id, ApiKeyId::mint(now, entropy), entropy);
        let words: Vec<&str> = command.scopes.iter().map(|scope| scope.word()).collect();
        let row = ApiKeyRow {
            workspace_id,
            api_key_id: key.api_key_id,
            name: command.name,
            secret_hash: self.parts().vault.api_key_hash(&key).to_vec(),
            scopes: words.join(" "),
            created_at: now,
            expires_at: command.expires_at,
            revoked_at: None,
            replaced_by: None,
            last_used_at: None,
            last_account_id: None,
        };
        let event = key_event(workspace_id, key.api_key_id, EventKind::ApiKeyCreated, now);
        Draft { key, row, event }
    }
}

pub(crate) fn key_event(
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
    kind: EventKind,
    now: Timestamp,
) -> NewEvent {
    NewEvent {
        workspace_id,
        kind,
        account_id: None,
        subject: Some(api_key_id.to_string()),
        at: now,
        body: EventData::new().id("api_key_id", api_key_id).into_json(),
    }
}

/// A key that is not stored yet.
struct Draft {
    key: ApiKey,
    row: ApiKeyRow,
    event: NewEvent,
}

fn is_rotatable(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
    now: Timestamp,
) -> store::StoreResult<bool> {
    let row = api_keys::find(tx, workspace_id, api_key_id)?;
    Ok(row.is_some_and(|row| row.is_valid(now) && row.replaced_by.is_none()))
}

/// The key in a header of the form `Bearer <key>`; the scheme in any case, as HTTP has it.
fn bearer(header: &str) -> Option<ApiKey> {
    let (scheme, key) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    ApiKey::parse(key.trim_start()).ok()
}

fn scopes_of(words: &str) -> Vec<Scope> {
    let scope_of = |word: &str| Scope::ALL.into_iter().find(|scope| scope.word() == word);
    words.split(' ').filter_map(scope_of).collect()
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let is_printable = !name.chars().any(char::is_control);
    match name.trim().chars().count() {
        1..=NAME_CHARS_MAX if is_printable => Ok(()),
        _ => Err(Refusal::field(
            "name",
            "invalid",
            "A name has 1 to 100 printable characters.",
        )),
    }
}

fn unauthorized() -> Refusal {
    Refusal::new(
        ErrorCode::Unauthorized,
        "The API key is missing or not valid.",
    )
}

fn unknown_key() -> Refusal {
    Refusal::new(ErrorCode::NotFound, "No such key in this workspace.")
}
