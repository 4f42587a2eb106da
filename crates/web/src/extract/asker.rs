//! Who asked, as far as a request got: what its answer says of its limit, and that it was refused.

use std::sync::{Arc, OnceLock};

use app::Caller;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use domain::ids::{ApiKeyId, WorkspaceId};
use domain::request_limit::{Allowance, SPAN};

use crate::door::Door;

/// Filled in by whoever proves the caller, and read when the answer is there.
#[derive(Clone, Default)]
pub(crate) struct Asker(Arc<OnceLock<Asked>>);

struct Asked {
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
    allowance: Option<Allowance>,
}

impl Asker {
    /// An empty one, which goes with the request.
    pub(crate) fn of(request: &mut Request) -> Self {
        let asker = Self::default();
        request.extensions_mut().insert(asker.clone());
        asker
    }

    /// Says who it is; the first word counts.
    pub(super) fn tell(&self, caller: &Caller, allowance: Option<Allowance>) {
        self.0.get_or_init(|| Asked {
            workspace_id: caller.workspace_id,
            api_key_id: caller.api_key_id,
            allowance,
        });
    }

    /// The workspace and the key; nobody where no key was proved.
    pub(crate) fn get(&self) -> Option<(WorkspaceId, ApiKeyId)> {
        let asked = self.0.get()?;
        Some((asked.workspace_id, asked.api_key_id))
    }

    /// Counts a refusal, and tells of the limit where the answer is one of ours: the guide's routes have headers of their own.
    pub(crate) fn finish(&self, door: &Door, response: &mut Response, is_ours: bool) {
        let Some(asked) = self.0.get() else {
            return;
        };
        if response.status().is_client_error() {
            door.app.count_refusal(asked.workspace_id, asked.api_key_id);
        }
        if let Some(allowance) = asked.allowance.filter(|_| is_ours) {
            add_headers(response.headers_mut(), allowance);
        }
    }
}

/// As the draft for rate limit headers has them, version 10 and later.
fn add_headers(headers: &mut HeaderMap, allowance: Allowance) {
    let policy = format!("\"requests\";q={};w={}", allowance.limit, SPAN.as_secs());
    let full_in = allowance.full_in.as_micros().div_ceil(1_000_000);
    let left = format!("\"requests\";r={};t={full_in}", allowance.remaining);
    for (name, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}
