//! What an update of the stream names.

use domain::network::NetworkMessage;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::wire::{WireMessage, WireUpdate};
use crate::networks::network::NetworkError;

/// One update, reduced to what it is about.
pub(super) enum Change {
    /// As it was when the update was written.
    Message(Box<NetworkMessage>),
    /// It was taken back.
    Deleted {
        thread_key: String,
        message_key: String,
    },
    Thread(String),
    Receipts(Receipts),
    Reactions {
        thread_key: String,
        message_key: String,
    },
    Typing {
        thread_key: String,
        member_key: String,
    },
    Member(String),
    /// And the invitation that it is about, if it is about one.
    Relationship {
        member_key: String,
        invitation_key: Option<String>,
    },
}

/// Somebody received or saw some messages of a thread.
pub(super) struct Receipts {
    pub(super) thread_key: String,
    pub(super) is_seen: bool,
    /// Milliseconds since the epoch.
    pub(super) receipt_at: i64,
    pub(super) message_keys: Vec<String>,
}

#[derive(Deserialize)]
struct MessageData {
    message: WireMessage,
}

#[derive(Deserialize)]
struct MemberData {
    member: MemberKey,
}

#[derive(Deserialize)]
struct RelationshipData {
    relationship: MemberKey,
    /// Absent in updates from before the server told it.
    #[serde(default)]
    invitation_id: Option<String>,
}

#[derive(Deserialize)]
struct MemberKey {
    member_key: String,
}

#[derive(Deserialize)]
struct ThreadData {
    thread_id: String,
}

#[derive(Deserialize)]
struct OpenedData {
    thread: ThreadData,
}

#[derive(Deserialize)]
struct ReceiptData {
    thread_id: String,
    state: String,
    receipt_at: i64,
    message_ids: Vec<String>,
}

#[derive(Deserialize)]
struct ReactionData {
    thread_id: String,
    message_id: String,
}

#[derive(Deserialize)]
struct DeletedData {
    thread_id: String,
    message_id: String,
}

#[derive(Deserialize)]
struct TypingData {
    thread_id: String,
    member_key: String,
    state: String,
}

impl Change {
    /// `None` for kinds that are unknown or mean nothing to us.
    pub(super) fn read(
        update: &WireUpdate,
        base: &Url,
        own_key: &str,
    ) -> Result<Option<Self>, NetworkError> {
        Ok(Some(match update.kind.as_str() {
            "message" | "message_changed" => {
                let data: MessageData = read(update)?;
                Self::Message(Box::new(data.message.into_message(base, own_key)))
            }
            "message_deleted" => {
                let data: DeletedData = read(update)?;
                Self::Deleted {
                    thread_key: data.thread_id,
                    message_key: data.message_id,
                }
            }
            "thread_opened" => Self::Thread(read::<OpenedData>(update)?.thread.thread_id),
            "thread_changed" => Self::Thread(read::<ThreadData>(update)?.thread_id),
            "receipt" => Self::Receipts(read::<ReceiptData>(update)?.into()),
            "reaction" => {
                let data: ReactionData = read(update)?;
                Self::Reactions {
                    thread_key: data.thread_id,
                    message_key: data.message_id,
                }
            }
            "typing" => {
                let data: TypingData = read(update)?;
                if data.state != "on" {
                    return Ok(None);
                }
                Self::Typing {
                    thread_key: data.thread_id,
                    member_key: data.member_key,
                }
            }
            "member_changed" => Self::Member(read::<MemberData>(update)?.member.member_key),
            "relationship" => {
                let data: RelationshipData = read(update)?;
                Self::Relationship {
                    member_key: data.relationship.member_key,
                    invitation_key: data.invitation_id,
                }
            }
            kind => {
                tracing::debug!(kind, "an update of an unknown kind is skipped");
                return Ok(None);
            }
        }))
    }

    /// The messages that it is about, each with its thread.
    pub(super) fn messages(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Message(message) => vec![(&message.thread_key, &message.message_key)],
            Self::Receipts(receipts) => receipts
                .message_keys
                .iter()
                .map(|message_key| (receipts.thread_key.as_str(), message_key.as_str()))
                .collect(),
            Self::Reactions {
                thread_key,
                message_key,
            } => vec![(thread_key, message_key)],
            Self::Deleted { .. }
            | Self::Thread(_)
            | Self::Typing { .. }
            | Self::Member(_)
            | Self::Relationship { .. } => Vec::new(),
        }
    }
}

impl From<ReceiptData> for Receipts {
    fn from(data: ReceiptData) -> Self {
        Self {
            thread_key: data.thread_id,
            is_seen: data.state == "seen",
            receipt_at: data.receipt_at,
            message_keys: data.message_ids,
        }
    }
}

fn read<T: DeserializeOwned>(update: &WireUpdate) -> Result<T, NetworkError> {
    serde_json::from_str(update.data.get()).map_err(|error| NetworkError::Unreachable {
        detail: format!("an update of kind {} cannot be read: {error}", update.kind),
    })
}
