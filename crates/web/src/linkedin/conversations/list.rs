//! `GET conversations`: the list of one or several accounts, newest activity first.

use app::conversations::{Choice, ConversationView, ListConversations, MailboxPage, MessageView};
use axum::Json;
use axum::extract::State;
use domain::limits::{
    CONVERSATIONS_ACCOUNTS_MAX, CONVERSATIONS_PAGE_DEFAULT, CONVERSATIONS_PAGE_MAX,
};
use domain::search::Query;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::people::MemberItem;
use crate::door::Door;
use crate::extract::{Authorized, ConversationsRead, Fields, FromFields, Params};
use crate::fault::Fault;
use crate::linkedin::urns;
use crate::openapi::responses::ConversationsFaults;

/// Which conversations to list.
pub(crate) struct ListRequest(ListConversations);

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let count = fields.integer("count", 1..=i64::from(CONVERSATIONS_PAGE_MAX));
        let count = count.and_then(|count| u32::try_from(count).ok());
        Self(ListConversations {
            accounts: accounts(fields),
            cursor: fields.text("nextCursor"),
            limit: count.unwrap_or(CONVERSATIONS_PAGE_DEFAULT),
            label: fields.text("labelId"),
            is_only_labelled: fields.flag("labeledOnly") == Some(true),
            is_unread: is_unread(fields),
            keyword: keywords(fields),
            // The contract knows neither: what it lists is the whole mailbox.
            archived: Choice::Any,
            snoozed: Choice::Any,
            ..ListConversations::default()
        })
    }
}

fn accounts(fields: &mut Fields) -> Vec<String> {
    let one = fields.text("accountId");
    let several = fields.text("linkedinAccountIds").unwrap_or_default();
    let several = several.split(',').map(str::trim);
    let several = several.filter(|account| !account.is_empty());
    let accounts: Vec<String> = one
        .into_iter()
        .chain(several.map(str::to_owned))
        .take(CONVERSATIONS_ACCOUNTS_MAX + 1)
        .collect();
    if accounts.len() > CONVERSATIONS_ACCOUNTS_MAX {
        let message = format!("at most {CONVERSATIONS_ACCOUNTS_MAX} accounts can be read at once");
        fields.note("linkedinAccountIds", "too_many", message);
    }
    accounts
}

/// From the filter of these pages and that of the older list.
fn is_unread(fields: &mut Fields) -> Option<bool> {
    let is_unread_only = fields.flag("unreadOnly") == Some(true);
    match (is_unread_only, fields.flag("read")) {
        (true, Some(true)) => {
            fields.note(
                "read",
                "mismatch",
                "read=true and unreadOnly=true exclude each other",
            );
            None
        }
        (true, _) => Some(true),
        (false, is_read) => is_read.map(|is_read| !is_read),
    }
}

fn keywords(fields: &mut Fields) -> Option<String> {
    let keywords = fields.text("keywords")?;
    if let Err(error) = Query::parse(&keywords) {
        fields.note("keywords", "invalid", error.to_string());
    }
    Some(keywords)
}

/// A page of conversations, newest activity first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Conversations, example = json!(example()))]
pub(crate) struct ListResponse {
    /// Always `true`.
    success: bool,
    /// Can be fewer than `count` although there are more: what counts is `hasMore`.
    conversations: Vec<ListedConversation>,
    /// Whose conversations are listed.
    accounts: Vec<MailboxItem>,
    /// For the next page; `null` on the last.
    #[schema(required = true)]
    next_cursor: Option<String>,
    has_more: bool,
    /// Always `true`: the network is followed all the time, and nothing is asked of it here.
    from_cache: bool,
}

/// A conversation in the list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListedConversation)]
pub(crate) struct ListedConversation {
    /// The thread's URN in its account's mailbox.
    conversation_urn: String,
    /// The bare id, `2-…`.
    conversation_id: String,
    /// RFC 3339 in UTC.
    #[schema(format = DateTime)]
    last_activity_at: String,
    #[schema(minimum = 0)]
    unread_count: i64,
    /// The other members, the owner excluded; of many the first ten.
    participants: Vec<MemberItem>,
    /// `null` in a thread in which nothing was written yet.
    #[schema(required = true)]
    latest_message: Option<ListedMessage>,
    /// Always `null`: threads of Sales Navigator are not read.
    #[schema(required = true)]
    source: Option<&'static str>,
    /// Always `null`.
    #[schema(required = true)]
    sales_nav_thread_id: Option<&'static str>,
    /// The account in whose mailbox it is.
    account_id: String,
    backend_conversation_urn: String,
    is_read: bool,
    is_starred: bool,
    /// What the thread is called, where it has a name.
    #[schema(required = true)]
    title: Option<String>,
    /// By name.
    labels: Vec<LabelItem>,
}

/// The newest message of a conversation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListedMessage)]
pub(crate) struct ListedMessage {
    text: String,
    /// Milliseconds since the epoch.
    sent_at: i64,
    sender_name: String,
    has_attachment: bool,
    message_urn: String,
    is_sent_by_owner: bool,
}

/// A label on a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationLabel)]
pub(crate) struct LabelItem {
    /// For `labelId`.
    id: String,
    name: String,
}

/// An account whose conversations are listed.
#[derive(Serialize, ToSchema)]
#[schema(as = Mailbox)]
pub(crate) struct MailboxItem {
    id: String,
    /// Its owner's first and last name.
    name: String,
}

/// List conversations
///
/// The conversations of an account, or of several at once, newest activity first, archived ones too. A page looks at 2,000
/// conversations at most: where few of them match it can be short, or empty, and goes on with `nextCursor`.
#[utoipa::path(
    get,
    path = "/conversations",
    operation_id = "conversations",
    tag = "Messaging",
    params(
        ("accountId" = Option<String>, Query, description = "The account to read. Absent, and `linkedinAccountIds` too: the account used last."),
        ("linkedinAccountIds" = Option<String>, Query, description = "Accounts to read, separated by commas, with `accountId` at most 20."),
        ("count" = Option<i64>, Query, description = "Conversations on a page; 20 when absent.", minimum = 1, maximum = 100),
        ("nextCursor" = Option<String>, Query, description = "From the page before; goes with the same filters only."),
        ("labelId" = Option<String>, Query, description = "Only those that carry this label, by its id."),
        ("labeledOnly" = Option<bool>, Query, description = "`true`: only those that carry any label."),
        ("unreadOnly" = Option<bool>, Query, description = "`true`: only those with something unread."),
        ("read" = Option<bool>, Query, description = "`true`: only read ones, `false`: only unread ones, as in the older list."),
        ("keywords" = Option<String>, Query, description = "Words that must all occur in participants or messages, as in the older list.", max_length = 256),
    ),
    responses((status = 200, description = "A page of conversations.", body = ListResponse), ConversationsFaults)
)]
pub(crate) async fn list_conversations(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Params(request): Params<ListRequest>,
) -> Result<Json<ListResponse>, Fault> {
    let listed = door.app.list_mailboxes(&caller, request.0).await?;
    Ok(Json(ListResponse::of(listed)))
}

impl ListResponse {
    fn of(listed: MailboxPage) -> Self {
        let MailboxPage { page, mailboxes } = listed;
        let owner_key = |view: &ConversationView| {
            let account_id = view.conversation.account_id;
            let mut mailboxes = mailboxes.iter();
            mailboxes
                .find(|account| account.account_id == account_id)
                .map_or("", |account| account.member_key.as_str())
        };
        let conversations = page.conversations.into_iter();
        let conversations = conversations.map(|view| {
            let owner_key = owner_key(&view);
            ListedConversation::of(view, owner_key)
        });
        Self {
            success: true,
            conversations: conversations.collect(),
            has_more: page.next_cursor.is_some(),
            next_cursor: page.next_cursor,
            from_cache: true,
            accounts: mailboxes
                .iter()
                .map(|account| MailboxItem {
                    id: account.account_id.to_string(),
                    name: account.name(),
                })
                .collect(),
        }
    }
}

impl ListedConversation {
    fn of(view: ConversationView, owner_key: &str) -> Self {
        let conversation = view.conversation;
        let thread_key = conversation.thread_key;
        let latest = view.last_message;
        let labels = view.labels.into_iter();
        Self {
            conversation_urn: urns::conversation(owner_key, &thread_key),
            backend_conversation_urn: urns::thread(&thread_key),
            conversation_id: thread_key,
            last_activity_at: conversation.last_activity_at.to_string(),
            unread_count: conversation.unread_count,
            participants: view.participants.into_iter().map(MemberItem::of).collect(),
            latest_message: latest.map(|latest| ListedMessage::of(latest, owner_key)),
            source: None,
            sales_nav_thread_id: None,
            account_id: conversation.account_id.to_string(),
            is_read: conversation.unread_count == 0,
            is_starred: conversation.desk.is_starred,
            title: conversation.title,
            labels: labels
                .map(|label| LabelItem {
                    id: label.label_id.to_string(),
                    name: label.name,
                })
                .collect(),
        }
    }
}

impl ListedMessage {
    fn of(view: MessageView, owner_key: &str) -> Self {
        let message = view.message;
        Self {
            message_urn: urns::message(owner_key, &message.message_key),
            text: message.text,
            sent_at: message.sent_at.millis(),
            sender_name: view.sender.name,
            has_attachment: !view.attachments.is_empty(),
            is_sent_by_owner: message.is_outgoing,
        }
    }
}

fn example() -> serde_json::Value {
    json!({
        "success": true,
        "conversations": [{
            "conversationUrn": "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAAowner1,2-ODFkYjU4M2I=)",
            "conversationId": "2-ODFkYjU4M2I=",
            "lastActivityAt": "2026-02-03T10:42:18Z",
            "unreadCount": 2,
            "participants": [{
                "profileId": "ACoAAAjohndoe",
                "name": "John Doe",
                "headline": "Software Engineer",
                "profileUrl": "https://www.linkedin.com/in/ACoAAAjohndoe",
                "profilePicture": "https://media.example/john-doe.svg",
                "distance": "DISTANCE_1",
                "profileUrn": "urn:li:fsd_profile:ACoAAAjohndoe",
                "publicId": "john-doe-123"
            }],
            "latestMessage": {
                "text": "Hello, how are you?",
                "sentAt": 1_770_115_338_000_i64,
                "senderName": "John Doe",
                "hasAttachment": false,
                "messageUrn": "urn:li:msg_message:(urn:li:fsd_profile:ACoAAAowner1,2-MTcwNDA2NzI=)",
                "isSentByOwner": false
            },
            "source": null,
            "salesNavThreadId": null,
            "accountId": "acc_01jctm5x8z0e1v9h3r7q2k4n6p",
            "backendConversationUrn": "urn:li:messagingThread:2-ODFkYjU4M2I=",
            "isRead": false,
            "isStarred": false,
            "title": null,
            "labels": []
        }],
        "accounts": [{"id": "acc_01jctm5x8z0e1v9h3r7q2k4n6p", "name": "Olive Owner"}],
        "nextCursor": null,
        "hasMore": false,
        "fromCache": true
    })
}
