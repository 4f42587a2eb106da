//! Files and reactions of messages, the same in both histories.

use serde::Serialize;
use utoipa::ToSchema;

/// A file or link that came with a message.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Attachment)]
pub(super) struct AttachmentItem {
    pub(super) id: String,
    pub(super) name: String,
    /// For example `image/png`.
    pub(super) media_type: String,
    #[schema(minimum = 0)]
    pub(super) byte_size: i64,
    /// Where the file can be fetched.
    pub(super) url: String,
}

/// One person's reaction to a message.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Reaction)]
pub(super) struct ReactionItem {
    pub(super) emoji: String,
    /// Who reacted, `ACoAA…`.
    pub(super) profile_id: String,
    pub(super) profile_urn: String,
    /// Milliseconds since the epoch.
    pub(super) reacted_at: i64,
}
