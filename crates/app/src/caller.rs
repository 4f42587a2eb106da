//! Who asks: the holder of an API key.

use domain::ids::{ApiKeyId, WorkspaceId};

/// What a key allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Read conversations, accounts and sends.
    Read,
    /// Send, mark, invite.
    Write,
    /// Link accounts, manage keys.
    Admin,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Admin];

    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }
}

/// No key has this id.
const NO_KEY: ApiKeyId = ApiKeyId::from_bytes([0; 16]);

/// A proved caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub workspace_id: WorkspaceId,
    pub api_key_id: ApiKeyId,
    pub scopes: Vec<Scope>,
}

impl Caller {
    /// Whoever works beside the server, with a shell instead of a key: they may do everything.
    pub fn operator(workspace_id: WorkspaceId) -> Self {
        Self {
            workspace_id,
            api_key_id: NO_KEY,
            scopes: vec![Scope::Admin],
        }
    }

    /// The key to note beside what was done; absent for an operator.
    pub fn key(&self) -> Option<ApiKeyId> {
        Some(self.api_key_id).filter(|key| *key != NO_KEY)
    }

    /// Whether the key carries `scope`; `Admin` carries all.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope) || self.scopes.contains(&Scope::Admin)
    }
}
