//! API keys: made, listed, changed, rotated, revoked, and proved on each request.

mod cache;
mod change;
mod proof;

pub(crate) use cache::KeyCache;
pub use change::ChangeKey;
pub(crate) use change::end as end_key;

use domain::access::{Grant, KeyLimits};
use domain::api_key::ApiKey;
use domain::audit::{AuditAction, Details};
use domain::error_code::ErrorCode;
use domain::event::{EventData, EventKind};
use domain::ids::{ApiKeyId, UserId, WorkspaceId};
use domain::limits::{API_KEY_ADDRESSES_MAX, API_KEYS_MAX, API_KEYS_PAGE_MAX};
use domain::role::Role;
use domain::scope::{Rights, Scope};
use domain::time::Timestamp;
use store::api_keys::{self, ApiKeyRow};
use store::{NewEvent, users};

use crate::{App, AppResult, Caller, Refusal};

/// Keys that one workspace can have.
pub(crate) const KEYS_MAX: u32 = API_KEYS_MAX;
const NAME_CHARS_MAX: usize = 100;

/// A key to make, as an operator does.
#[derive(Debug, Clone)]
pub struct CreateKey {
    /// What it is for, 1 to 100 characters.
    pub name: String,
    /// What it allows; at least one.
    pub scopes: Vec<Scope>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

/// A key to make.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What it is for, 1 to 100 characters.
    pub name: String,
    /// What it allows; at least one.
    pub scopes: Vec<Scope>,
    pub limits: KeyLimits,
    /// Whose key it is to be; absent: that of whoever makes it, if they are a user.
    pub user_id: Option<UserId>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

impl From<CreateKey> for NewKey {
    fn from(command: CreateKey) -> Self {
        Self {
            name: command.name,
            scopes: command.scopes,
            limits: KeyLimits::default(),
            user_id: None,
            expires_at: command.expires_at,
        }
    }
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
    pub limits: KeyLimits,
    /// Whose key it is, where it is a user's.
    pub user_id: Option<UserId>,
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
            scopes: row.scopes(),
            limits: row.limits.clone(),
            user_id: row.user_id,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            replaced_by: row.replaced_by,
            last_used_at: row.last_used_at,
            is_valid: row.is_valid(now),
        }
    }

    /// The word for how it stands: `valid`, `replaced` while its successor works beside it, `expired` or `revoked`.
    pub const fn state(&self) -> &'static str {
        match (self.is_valid, self.revoked_at, self.replaced_by) {
            (_, Some(_), _) => "revoked",
            (true, _, Some(_)) => "replaced",
            (true, ..) => "valid",
            (false, ..) => "expired",
        }
    }
}

/// A page of keys, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPage {
    pub keys: Vec<KeyView>,
    pub next_cursor: Option<String>,
}

impl App {
    /// Makes a key for an operator. It works at once.
    pub async fn create_key(
        &self,
        workspace_id: WorkspaceId,
        command: CreateKey,
    ) -> AppResult<CreatedKey> {
        let operator = Caller::operator(workspace_id);
        self.create_api_key(&operator, command.into()).await
    }

    /// Makes a key. It works at once, and allows nothing that the caller may not do. That of a user is the user's own.
    ///
    /// Refused: `exceeds_own_rights`, `too_many_api_keys`, `validation_error`.
    pub async fn create_api_key(&self, caller: &Caller, command: NewKey) -> AppResult<CreatedKey> {
        check_name(&command.name)?;
        let user_id = holder(caller, command.user_id)?;
        let command = NewKey { user_id, ..command };
        check_limits(&command.scopes, &command.limits)?;
        self.check_accounts(caller, &command.limits.accounts)
            .await?;
        let (now, caller) = (self.now(), caller.clone());
        check_within(&caller, &grant_of(&command))?;
        if command.expires_at.is_some_and(|at| at <= now) && caller.key().is_some() {
            let message = "a key ends in the future";
            return Err(Refusal::field("expires_at", "in_the_past", message).into());
        }
        let draft = self.draft_key(caller.workspace_id, command, now);
        let (row, event) = (draft.row.clone(), draft.event);
        let written = self.parts().store.write(move |tx| {
            if api_keys::count(tx, row.workspace_id)? >= API_KEYS_MAX {
                return Ok(Err(Refusal::of(ErrorCode::TooManyApiKeys)));
            }
            let user = match row.user_id {
                Some(user_id) => users::find(tx, row.workspace_id, user_id)?,
                None => None,
            };
            if row.user_id.is_some() && user.is_none() {
                let message = "there is no such user in this workspace";
                return Ok(Err(Refusal::field("user_id", "unknown", message)));
            }
            api_keys::insert(tx, &row)?;
            tx.emit(event.clone());
            let details = told(&row);
            tx.audit(caller.act(AuditAction::ApiKeyCreated, row.api_key_id, now, details));
            Ok(Ok(user.map(|user| user.role)))
        });
        let role = written.await??;
        let row = ApiKeyRow { role, ..draft.row };
        Ok(CreatedKey {
            view: KeyView::of(&row, now),
            key: draft.key,
        })
    }

    /// Every key of the workspace, the oldest first; for its operator.
    pub async fn list_keys(&self, workspace_id: WorkspaceId) -> AppResult<Vec<KeyView>> {
        let now = self.now();
        let rows = self
            .parts()
            .store
            .read(move |tx| api_keys::list(tx, workspace_id, KEYS_MAX))
            .await?;
        Ok(rows.iter().map(|row| KeyView::of(row, now)).collect())
    }

    /// The keys that the caller may see, in the order of their ids. A caller who is limited to accounts sees those that
    /// are limited to some of the same.
    pub async fn list_api_keys(
        &self,
        caller: &Caller,
        cursor: Option<&str>,
        limit: u32,
    ) -> AppResult<KeyPage> {
        Refusal::check_limit(limit, API_KEYS_PAGE_MAX)?;
        let after = match cursor {
            Some(cursor) => cursor
                .parse()
                .map_err(|_| Refusal::of(ErrorCode::InvalidCursor))?,
            None => ApiKeyId::from_bytes([0; 16]),
        };
        let (workspace_id, now) = (caller.workspace_id, self.now());
        // There are few enough to look at all of them.
        let read = self
            .parts()
            .store
            .read(move |tx| api_keys::list_after(tx, workspace_id, after, KEYS_MAX));
        let rows = read.await?;
        let seen = rows.iter().filter(|row| may_see(caller, row));
        let mut keys: Vec<KeyView> = seen.map(|row| KeyView::of(row, now)).collect();
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = keys.len() > limit;
        keys.truncate(limit);
        let last = keys.last().filter(|_| has_more);
        Ok(KeyPage {
            next_cursor: last.map(|last| last.api_key_id.to_string()),
            keys,
        })
    }

    /// One key.
    pub async fn find_api_key(&self, caller: &Caller, id: &str) -> AppResult<KeyView> {
        let row = self.seen_key(caller, id).await?;
        Ok(KeyView::of(&row, self.now()))
    }

    /// A key as it stands, for a caller who may see it.
    async fn seen_key(&self, caller: &Caller, id: &str) -> AppResult<ApiKeyRow> {
        let workspace_id = caller.workspace_id;
        let api_key_id: ApiKeyId = id.parse().map_err(|_| absent())?;
        let store = &self.parts().store;
        let read = store.read(move |tx| api_keys::find(tx, workspace_id, api_key_id));
        let row = read.await?.filter(|row| may_see(caller, row));
        Ok(row.ok_or_else(absent)?)
    }

    /// A key that is to be inserted, and announced, by the transaction of whoever makes it.
    pub(crate) fn draft_key(
        &self,
        workspace_id: WorkspaceId,
        command: NewKey,
        now: Timestamp,
    ) -> Draft {
        let entropy = self.parts().entropy.as_ref();
        let key = ApiKey::mint(workspace_id, ApiKeyId::mint(now, entropy), entropy);
        let row = ApiKeyRow {
            workspace_id,
            api_key_id: key.api_key_id,
            name: command.name,
            secret_hash: self.parts().vault.api_key_hash(&key).to_vec(),
            scopes: written(&command.scopes),
            limits: command.limits,
            user_id: command.user_id,
            role: None,
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

/// What is told of a key's rights in the audit log.
fn told(row: &ApiKeyRow) -> Details {
    let scopes = row.scopes();
    let details = Details::new()
        .words("scopes", scopes.iter().map(|scope| scope.word()))
        .ids("accounts", &row.limits.accounts)
        .number(
            "addresses",
            row.limits.addresses.len().try_into().unwrap_or(0),
        )
        .instant("expires_at", row.expires_at);
    match row.user_id {
        Some(user_id) => details.id("user_id", user_id),
        None => details,
    }
}

/// The words as they are stored, each once.
fn written(scopes: &[Scope]) -> String {
    let mut scopes = scopes.to_vec();
    scopes.sort_unstable();
    scopes.dedup();
    let words: Vec<&str> = scopes.iter().map(|scope| scope.word()).collect();
    words.join(" ")
}

fn grant_of(command: &NewKey) -> Grant {
    Grant {
        rights: Rights::of(&command.scopes),
        limits: command.limits.clone(),
        expires_at: command.expires_at,
    }
}

/// Whose key it becomes: that of a user is the user's own, whoever else may choose.
fn holder(caller: &Caller, wanted: Option<UserId>) -> Result<Option<UserId>, Refusal> {
    match (caller.user_id, wanted) {
        (None, wanted) => Ok(wanted),
        (Some(own), None) => Ok(Some(own)),
        (Some(own), Some(wanted)) if own == wanted => Ok(Some(own)),
        (Some(_), Some(_)) => {
            let message = "a user makes keys for nobody else";
            Err(Refusal::field("user_id", "not_own", message))
        }
    }
}

/// Refuses what goes beyond what the caller may do. Words that the caller's role takes from a key are no more than it has:
/// they are compared after it.
fn check_within(caller: &Caller, wanted: &Grant) -> Result<(), Refusal> {
    let Some(beyond) = wanted.beyond(&caller.grant) else {
        return Ok(());
    };
    let message = format!(
        "`{}` goes beyond what your own key allows: nobody hands out more than they have.",
        beyond.field()
    );
    Err(Refusal::new(ErrorCode::ExceedsOwnRights, message))
}

fn check_limits(scopes: &[Scope], limits: &KeyLimits) -> Result<(), Refusal> {
    if scopes.is_empty() {
        return Err(Refusal::field(
            "scopes",
            "empty",
            "Name at least one scope.",
        ));
    }
    if limits.addresses.len() > API_KEY_ADDRESSES_MAX {
        let message = format!("a key has at most {API_KEY_ADDRESSES_MAX} addresses");
        return Err(Refusal::field("addresses", "too_many", message));
    }
    if limits.requests_per_minute == Some(0) {
        let message = "a key that may ask nothing is better revoked";
        return Err(Refusal::field(
            "requests_per_minute",
            "out_of_range",
            message,
        ));
    }
    Ok(())
}

fn may_see(caller: &Caller, row: &ApiKeyRow) -> bool {
    caller.sees_all_of(&row.limits.accounts)
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
pub(crate) struct Draft {
    key: ApiKey,
    pub(crate) row: ApiKeyRow,
    pub(crate) event: NewEvent,
}

impl Draft {
    /// The key once it is stored, that of a user with this role.
    pub(crate) fn of_role(self, role: Role, now: Timestamp) -> CreatedKey {
        let row = ApiKeyRow {
            role: Some(role),
            ..self.row
        };
        CreatedKey {
            view: KeyView::of(&row, now),
            key: self.key,
        }
    }
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

fn absent() -> Refusal {
    Refusal::of(ErrorCode::ApiKeyNotFound)
}
