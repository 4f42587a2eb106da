//! The shapes of the two answers that are written by hand ([`super::inbox`], [`super::history`]). They exist for
//! the description alone; the tests hold the written bytes against it.
#![expect(
    dead_code,
    reason = "described, never built: the bytes are written by hand"
)]

use serde_json::json;
use utoipa::ToSchema;

use super::items::{AttachmentItem, ReactionItem};

/// A page of conversations, newest activity first.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!(inbox_example()))]
pub(super) struct RecentMessagesResponse {
    /// Always `true`.
    success: bool,
    /// The account that was read.
    account_id: String,
    /// The owner of the account.
    profile_urn: String,
    /// Conversations that match; exact unless `totalIsExact` says otherwise.
    #[schema(minimum = 0)]
    total: i64,
    /// Present and `false` where counting stopped at 1,000 matches of the keywords.
    #[schema(required = false, nullable = false)]
    total_is_exact: Option<bool>,
    /// For the next page; `null` on the last.
    #[schema(required = true)]
    next_cursor: Option<String>,
    conversations: Vec<ConversationItem>,
}

/// One conversation in the list.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct ConversationItem {
    /// The thread's URN without a mailbox.
    conversation_id: String,
    /// The thread's URN in this account's mailbox.
    conversation_urn: String,
    backend_conversation_urn: String,
    conversation_url: String,
    /// The other members, the owner excluded; empty where all of them have left.
    participants: Vec<ParticipantItem>,
    #[schema(minimum = 0)]
    unread_count: i64,
    /// Milliseconds since the epoch.
    last_activity_at: i64,
    /// Milliseconds since the epoch.
    created_at: i64,
    /// Milliseconds since the epoch.
    #[schema(required = true)]
    last_read_at: Option<i64>,
    is_read: bool,
    /// Always `null`: no network tells it.
    #[schema(required = true)]
    state: Option<String>,
    /// What the thread is called, where it has a name.
    #[schema(required = true)]
    title: Option<String>,
    /// `null` in a thread in which nothing was written yet.
    #[schema(required = true)]
    latest_message: Option<LatestMessageItem>,
}

/// Somebody who takes part.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct ParticipantItem {
    /// `ACoAA…`.
    profile_id: String,
    name: String,
    headline: String,
    #[schema(required = true)]
    profile_picture: Option<String>,
    /// With the member key, as in the guide's examples.
    profile_url: String,
    /// The readable name in the profile's address, where it is known.
    #[schema(required = true)]
    public_id: Option<String>,
    /// `DISTANCE_1` to `DISTANCE_3`.
    #[schema(required = true)]
    distance: Option<String>,
    #[schema(required = true)]
    member_badge_type: Option<String>,
    participant_urn: String,
    /// `urn:li:member:…`, where the number is known.
    #[schema(required = true)]
    backend_urn: Option<String>,
    host_identity_urn: String,
}

/// The newest message of a conversation.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct LatestMessageItem {
    text: String,
    /// Milliseconds since the epoch.
    sent_at: i64,
    sender_name: String,
    has_attachment: bool,
    message_urn: String,
    backend_message_urn: String,
    sender_profile_url: String,
    /// `urn:li:fsd_profile:…`, comparable with `profileUrn`.
    sender_urn: String,
}

/// A stretch of a conversation, oldest message first.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!(history_example()))]
pub(super) struct ConversationDetailsResponse {
    /// Always `true`.
    success: bool,
    /// The account that was read.
    account_id: String,
    /// The owner of the account.
    profile_urn: String,
    conversation_urn: String,
    backend_conversation_urn: String,
    /// Messages in the whole conversation.
    #[schema(minimum = 0)]
    total: i64,
    messages: Vec<MessageItem>,
    pagination: Pagination,
}

/// Whether there is more on either side of the answer.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct Pagination {
    /// Whether older messages are kept here.
    has_more_before: bool,
    has_more_after: bool,
    /// `false`: older messages are still being read from the network, so that `hasMoreBefore` may yet become `true`.
    is_history_complete: bool,
}

/// One message.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct MessageItem {
    /// The message's URN in this account's mailbox.
    message_id: String,
    backend_message_urn: String,
    text: String,
    #[schema(required = true)]
    subject: Option<String>,
    /// Milliseconds since the epoch.
    sent_at: i64,
    sender: SenderItem,
    /// `null` where there are none.
    #[schema(required = true)]
    attachments: Option<Vec<AttachmentItem>>,
    /// `null` where there are none.
    #[schema(required = true)]
    reactions: Option<Vec<ReactionItem>>,
    has_attachment: bool,
    /// When the other side's device had it, milliseconds since the epoch; known for own messages only.
    #[schema(required = true)]
    delivered_at: Option<i64>,
    /// When the other side saw it, milliseconds since the epoch; known for own messages only.
    #[schema(required = true)]
    seen_at: Option<i64>,
}

/// Who wrote a message.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct SenderItem {
    /// `ACoAA…`.
    profile_id: String,
    name: String,
    /// With the member key, as in the guide's examples.
    profile_url: String,
    /// The readable name in the profile's address, where it is known.
    #[schema(required = true)]
    public_id: Option<String>,
    #[schema(required = true)]
    profile_picture: Option<String>,
    participant_urn: String,
}

fn inbox_example() -> serde_json::Value {
    json!({
        "success": true,
        "accountId": "acc_01jctm5x8z0e1v9h3r7q2k4n6p",
        "profileUrn": "urn:li:fsd_profile:ACoAAAowner1",
        "total": 1,
        "nextCursor": null,
        "conversations": [{
            "conversationId": "urn:li:messagingThread:2-ODFkYjU4M2I=",
            "conversationUrn": "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAAowner1,2-ODFkYjU4M2I=)",
            "backendConversationUrn": "urn:li:messagingThread:2-ODFkYjU4M2I=",
            "conversationUrl": "https://www.linkedin.com/messaging/thread/2-ODFkYjU4M2I=/",
            "participants": [{
                "profileId": "ACoAAAjohndoe",
                "name": "John Doe",
                "headline": "Software Engineer",
                "profilePicture": "https://media.example/john-doe.svg",
                "profileUrl": "https://www.linkedin.com/in/ACoAAAjohndoe",
                "publicId": "john-doe-123",
                "distance": "DISTANCE_1",
                "memberBadgeType": null,
                "participantUrn": "urn:li:msg_messagingParticipant:urn:li:fsd_profile:ACoAAAjohndoe",
                "backendUrn": "urn:li:member:883467181",
                "hostIdentityUrn": "urn:li:fsd_profile:ACoAAAjohndoe"
            }],
            "unreadCount": 2,
            "lastActivityAt": 1_704_067_200_000_i64,
            "createdAt": 1_703_980_800_000_i64,
            "lastReadAt": null,
            "isRead": false,
            "state": null,
            "title": null,
            "latestMessage": {
                "text": "Hello, how are you?",
                "sentAt": 1_704_067_200_000_i64,
                "senderName": "John Doe",
                "hasAttachment": false,
                "messageUrn": "urn:li:msg_message:(urn:li:fsd_profile:ACoAAAowner1,2-MTcwNDA2NzI=)",
                "backendMessageUrn": "urn:li:messagingMessage:2-MTcwNDA2NzI=",
                "senderProfileUrl": "https://www.linkedin.com/in/ACoAAAjohndoe",
                "senderUrn": "urn:li:fsd_profile:ACoAAAjohndoe"
            }
        }]
    })
}

fn history_example() -> serde_json::Value {
    json!({
        "success": true,
        "accountId": "acc_01jctm5x8z0e1v9h3r7q2k4n6p",
        "profileUrn": "urn:li:fsd_profile:ACoAAAowner1",
        "conversationUrn": "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAAowner1,2-ODFkYjU4M2I=)",
        "backendConversationUrn": "urn:li:messagingThread:2-ODFkYjU4M2I=",
        "total": 11,
        "messages": [{
            "messageId": "urn:li:msg_message:(urn:li:fsd_profile:ACoAAAowner1,2-MTcwNDA2NzI=)",
            "backendMessageUrn": "urn:li:messagingMessage:2-MTcwNDA2NzI=",
            "text": "Message content",
            "subject": null,
            "sentAt": 1_763_378_062_881_i64,
            "sender": {
                "profileId": "ACoAAAjohndoe",
                "name": "John Doe",
                "profileUrl": "https://www.linkedin.com/in/ACoAAAjohndoe",
                "publicId": "john-doe-123",
                "profilePicture": "https://media.example/john-doe.svg",
                "participantUrn": "urn:li:msg_messagingParticipant:urn:li:fsd_profile:ACoAAAjohndoe"
            },
            "attachments": null,
            "reactions": null,
            "hasAttachment": false,
            "deliveredAt": null,
            "seenAt": null
        }],
        "pagination": {"hasMoreBefore": true, "hasMoreAfter": false, "isHistoryComplete": true}
    })
}
