//! Who asks, proved from what a request carries.

use std::net::IpAddr;
use std::sync::Arc;

use domain::api_key::ApiKey;
use domain::error_code::ErrorCode;
use domain::ids::{ApiKeyId, WorkspaceId};
use domain::time::Timestamp;
use store::api_keys::{self, ApiKeyRow};
use subtle::ConstantTimeEq;

use crate::{App, AppResult, Caller, Refusal};

impl App {
    /// Proves who asks, from the value of the `Authorization` header, where it is not known from where.
    pub async fn authenticate(&self, header: Option<&str>) -> AppResult<Caller> {
        self.authenticate_from(header, None).await
    }

    /// Proves who asks, from the value of the `Authorization` header. Every failure is the same refusal, but for a good
    /// key that may not be used from there. What is no key by its form never reaches the database, and the proof of a
    /// known key is kept for a second, so that a busy caller costs no reads.
    pub async fn authenticate_from(
        &self,
        header: Option<&str>,
        address: Option<IpAddr>,
    ) -> AppResult<Caller> {
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
        let caller = caller_of(&row);
        if !row.limits.allows_address(address) {
            // Whoever has the secret and is somewhere else is to be noticed.
            self.count_request(&caller, address);
            self.count_refusal(caller.workspace_id, caller.api_key_id);
            return Err(Refusal::of(ErrorCode::AddressNotAllowed).into());
        }
        self.keys().note_use(&key, now);
        Ok(caller)
    }

    /// Whether the key of a caller who was proved before still works, and allows what it did.
    pub async fn is_still_valid(&self, caller: &Caller) -> AppResult<bool> {
        let Some(api_key_id) = caller.key() else {
            return Ok(true);
        };
        let now = self.now();
        let row = self.key_row(caller.workspace_id, api_key_id, now).await?;
        Ok(row.is_some_and(|row| row.is_valid(now) && row.grant() == *caller.grant))
    }

    /// The row of a key, read within the last second.
    async fn key_row(
        &self,
        workspace_id: WorkspaceId,
        api_key_id: ApiKeyId,
        now: Timestamp,
    ) -> AppResult<Option<Arc<ApiKeyRow>>> {
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
}

fn caller_of(row: &ApiKeyRow) -> Caller {
    Caller {
        workspace_id: row.workspace_id,
        api_key_id: row.api_key_id,
        user_id: row.user_id,
        grant: Arc::new(row.grant()),
    }
}

/// The key in a header of the form `Bearer <key>`; the scheme in any case, as HTTP has it.
fn bearer(header: &str) -> Option<ApiKey> {
    let (scheme, key) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    ApiKey::parse(key.trim_start()).ok()
}

fn unauthorized() -> Refusal {
    Refusal::new(
        ErrorCode::Unauthorized,
        "The API key is missing or not valid.",
    )
}
