//! A person's yes.

use domain::ids::ApiKeyId;
use domain::time::Timestamp;

/// A person's yes to what a send said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Of what was shown.
    pub hash: Vec<u8>,
    /// It must have left by then.
    pub until: Timestamp,
    pub at: Timestamp,
    pub by: Option<ApiKeyId>,
}
