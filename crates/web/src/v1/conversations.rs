//! The conversations of a workspace and their messages.

pub(crate) mod acts;
pub(crate) mod desk;
pub(crate) mod drafts;
pub(crate) mod notes;
pub(crate) mod resource;

use app::conversations::{Choice, ListConversations, ListMessages};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::limits::{
    CONVERSATION_MESSAGES_PAGE_DEFAULT, CONVERSATION_MESSAGES_PAGE_MAX, CONVERSATIONS_PAGE_DEFAULT,
    CONVERSATIONS_PAGE_MAX,
};
use domain::network::ThreadKind;
use serde::Serialize;
use utoipa::ToSchema;

use super::tagged::answered;
use crate::door::Door;
use crate::extract::{
    Authorized, Condition, ConversationsRead, Fields, FromFields, Params, Segments,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    ConversationListFaults, ConversationLookFaults, ConversationMessagesFaults, MessageLookFaults,
};
use resource::{ConversationResource, MessageResource};

/// A page of conversations, the newest activity first.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationPage)]
pub(crate) struct ConversationPageResource {
    /// Can be fewer than `limit` although there are more: what counts is `next_cursor`.
    conversations: Vec<ConversationResource>,
    /// To those with an older activity; `null` where there are none.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// To those with a newer activity; `null` at the top.
    #[schema(required = true)]
    previous_cursor: Option<String>,
}

/// Which conversations to list.
pub(crate) struct ListRequest(ListConversations);

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let choice = |fields: &mut Fields, name: &str| {
            let word = fields.exact_word(name, &Choice::WORDS);
            word.and_then(Choice::from_word).unwrap_or_default()
        };
        let request = Self(ListConversations {
            accounts: fields.text("account").into_iter().collect(),
            is_unread: fields.flag("unread"),
            archived: choice(fields, "archived"),
            snoozed: choice(fields, "snoozed"),
            is_starred: fields.flag("starred"),
            label: fields.text("label"),
            is_only_labelled: false,
            kind: fields
                .exact_word("kind", &ThreadKind::WORDS)
                .and_then(ThreadKind::from_word),
            since: fields.instant("since"),
            until: fields.instant("until"),
            keyword: fields.text("keyword"),
            person: fields.text("person"),
            assignee: fields.text("assignee"),
            limit: limit(fields, CONVERSATIONS_PAGE_MAX, CONVERSATIONS_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        });
        fields.refuse_others();
        request
    }
}

fn limit(fields: &mut Fields, most: u32, usual: u32) -> u32 {
    let limit = fields.integer("limit", 1..=i64::from(most));
    let limit = limit.and_then(|limit| u32::try_from(limit).ok());
    limit.unwrap_or(usual)
}

/// List conversations
///
/// Of all accounts, the newest activity first; in pages that lead on and back. Archived and snoozed ones are left out
/// unless they are asked for. A page looks at 2,000 conversations at most: where few of them match it can be short, or
/// empty, and goes on with `next_cursor`.
#[utoipa::path(
    get,
    path = "/conversations",
    operation_id = "listConversations",
    tag = "Conversations",
    params(
        ("account" = Option<String>, Query, description = "Only those of this account, by our own id."),
        ("unread" = Option<bool>, Query, description = "`true`: only those with something unread, `false`: only others."),
        ("archived" = Option<String>, Query, description = "`true`: only archived ones, `any`: these too; `false` when absent.", pattern = "^(true|false|any)$"),
        ("snoozed" = Option<String>, Query, description = "`true`: only those that are left alone for a while, `any`: these too; `false` when absent.", pattern = "^(true|false|any)$"),
        ("starred" = Option<bool>, Query, description = "`true`: only those with a star, `false`: only others."),
        ("label" = Option<String>, Query, description = "Only those that carry this label, by its id."),
        ("kind" = Option<String>, Query, description = "Only those of this kind.", pattern = "^(direct|group|inmail)$"),
        ("since" = Option<String>, Query, description = "Only those with an activity at this instant or later, RFC 3339."),
        ("until" = Option<String>, Query, description = "Only those whose last activity was before this instant, RFC 3339."),
        ("keyword" = Option<String>, Query, description = "Words that must all occur in participants or messages; the last counts as a prefix from three letters on.", max_length = 256),
        ("person" = Option<String>, Query, description = "Only those in which this person takes part: `per_…`, or with `account` also slug, member key, URN or profile address."),
        ("assignee" = Option<String>, Query, description = "Only those of this user, by id, or `none`: only those of nobody."),
        ("limit" = Option<i64>, Query, description = "How many; 20 when absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` or `previous_cursor` of a page before; goes with the same filters only."),
    ),
    responses((status = 200, description = "A page.", body = ConversationPageResource), ConversationListFaults)
)]
pub(crate) async fn list_conversations(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Params(request): Params<ListRequest>,
) -> Result<Json<ConversationPageResource>, Fault> {
    let page = door.app.list_conversations(&caller, request.0).await?;
    let conversations = page.conversations.into_iter();
    Ok(Json(ConversationPageResource {
        conversations: conversations.map(ConversationResource::of).collect(),
        next_cursor: page.next_cursor,
        previous_cursor: page.previous_cursor,
    }))
}

/// Get a conversation
///
/// With everybody in it, its last message, and where it lies.
#[utoipa::path(
    get,
    path = "/conversations/{id}",
    operation_id = "getConversation",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The conversation.", body = ConversationResource,
            headers(("ETag" = String, description = "Changes whenever this answer does."))),
        (status = 304, description = "The caller's copy is still right."),
        ConversationLookFaults
    )
)]
pub(crate) async fn get_conversation(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let view = door.app.find_conversation(&caller, &id).await?;
    answered(&condition, &ConversationResource::of(view))
}

/// A page of messages, those that were sent last first.
#[derive(Serialize, ToSchema)]
#[schema(as = MessagePage)]
pub(crate) struct MessagePageResource {
    messages: Vec<MessageResource>,
    /// To older ones; `null` where none is kept.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// To newer ones; `null` on the first page.
    #[schema(required = true)]
    previous_cursor: Option<String>,
}

/// Which messages to list.
pub(crate) struct MessagesRequest(ListMessages);

impl FromFields for MessagesRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let most = CONVERSATION_MESSAGES_PAGE_MAX;
        let request = Self(ListMessages {
            limit: limit(fields, most, CONVERSATION_MESSAGES_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        });
        fields.refuse_others();
        request
    }
}

/// List the messages of a conversation
///
/// By the instant at which they were sent, the newest first; in pages that lead on and back.
#[utoipa::path(
    get,
    path = "/conversations/{id}/messages",
    operation_id = "listMessages",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("limit" = Option<i64>, Query, description = "How many; 50 when absent.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next_cursor` or `previous_cursor` of a page before."),
    ),
    responses((status = 200, description = "A page.", body = MessagePageResource), ConversationMessagesFaults)
)]
pub(crate) async fn list_messages(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Params(request): Params<MessagesRequest>,
) -> Result<Json<MessagePageResource>, Fault> {
    let page = door.app.list_messages(&caller, &id, request.0).await?;
    Ok(Json(MessagePageResource {
        messages: page.messages.into_iter().map(MessageResource::of).collect(),
        next_cursor: page.next_cursor,
        previous_cursor: page.previous_cursor,
    }))
}

/// Get a message
///
/// As it stands now, with its reactions and receipts.
#[utoipa::path(
    get,
    path = "/messages/{id}",
    operation_id = "getMessage",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The message's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The message.", body = MessageResource,
            headers(("ETag" = String, description = "Changes whenever this answer does."))),
        (status = 304, description = "The caller's copy is still right."),
        MessageLookFaults
    )
)]
pub(crate) async fn get_message(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let view = door.app.find_message(&caller, &id).await?;
    answered(&condition, &MessageResource::of(view))
}
