//! Conversations and messages as they are written.

use app::conversations::{ConversationView, MessageView, ParticipantView, PersonView, QuotedView};
use domain::conversation::Snooze;
use domain::network::{Attachment, Reaction};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::v1::labels::LabelResource;
use crate::v1::sends::printed;

/// A conversation. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Conversation)]
pub(crate) struct ConversationResource {
    id: String,
    account_id: String,
    /// The network's id of it.
    thread: String,
    /// `direct`, `group` or `inmail`.
    #[schema(pattern = "^(direct|group|inmail)$")]
    kind: &'static str,
    #[schema(required = true)]
    title: Option<String>,
    /// Everybody but the account's owner; in a list the first ten.
    participants: Vec<ParticipantItem>,
    /// How many they are altogether.
    participant_count: i64,
    #[schema(required = true)]
    last_message: Option<MessageResource>,
    message_count: i64,
    /// Messages that the owner has not read.
    unread_count: i64,
    is_read: bool,
    is_archived: bool,
    is_starred: bool,
    labels: Vec<LabelResource>,
    /// How long it is left alone, if it is.
    #[schema(required = true)]
    snooze: Option<SnoozeItem>,
    /// The id of the user who looks after it.
    #[schema(required = true)]
    assignee: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    last_activity_at: String,
    #[schema(required = true, format = DateTime)]
    last_read_at: Option<String>,
}

/// How long a conversation is left alone. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationSnooze)]
pub(crate) struct SnoozeItem {
    /// `null`: only the next reply wakes it.
    #[schema(required = true, format = DateTime)]
    until: Option<String>,
    /// Whether the next message from somebody else wakes it.
    until_reply: bool,
}

/// Somebody in a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationParticipant)]
pub(crate) struct ParticipantItem {
    person_id: String,
    /// Their member key.
    member: String,
    name: String,
    headline: String,
    /// The readable name in their profile address.
    #[schema(required = true)]
    slug: Option<String>,
    #[schema(required = true)]
    picture: Option<String>,
    /// 1 to 3: how far they are from the owner, where it is known.
    #[schema(required = true)]
    degree: Option<u8>,
}

/// A message. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Message)]
pub(crate) struct MessageResource {
    id: String,
    account_id: String,
    conversation_id: String,
    /// The network's id of it.
    message: String,
    /// The network's id of the conversation.
    thread: String,
    sender: SenderItem,
    /// Whether the account's owner wrote it.
    is_outgoing: bool,
    text: String,
    #[schema(required = true)]
    subject: Option<String>,
    /// The network's id of the message that it answers.
    #[schema(required = true)]
    reply_to: Option<String>,
    /// The same message in short; `null` also where it is not kept here.
    #[schema(required = true)]
    quoted: Option<QuotedItem>,
    attachments: Vec<FileItem>,
    reactions: Vec<ReactionItem>,
    #[schema(format = DateTime)]
    sent_at: String,
    /// When the first other participant got it; known for the owner's messages alone.
    #[schema(required = true, format = DateTime)]
    delivered_at: Option<String>,
    /// When the first other participant saw it.
    #[schema(required = true, format = DateTime)]
    seen_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    edited_at: Option<String>,
    /// When it was taken back.
    #[schema(required = true, format = DateTime)]
    deleted_at: Option<String>,
}

/// A message that another one answers, in short. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = QuotedMessage)]
pub(crate) struct QuotedItem {
    id: String,
    /// The network's id of it.
    message: String,
    sender: SenderItem,
    /// Whether the account's owner wrote it.
    is_outgoing: bool,
    /// Its first 300 characters; empty where it was taken back.
    text: String,
    #[schema(format = DateTime)]
    sent_at: String,
    /// When it was taken back.
    #[schema(required = true, format = DateTime)]
    deleted_at: Option<String>,
}

/// Who wrote a message.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageSender)]
pub(crate) struct SenderItem {
    person_id: String,
    /// Their member key.
    member: String,
    name: String,
}

/// A file of a message.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageAttachment)]
pub(crate) struct FileItem {
    /// The network's id of it.
    id: String,
    name: String,
    content_type: String,
    bytes: i64,
    /// Where the network has it.
    url: String,
}

/// One person's reaction. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageReaction)]
pub(crate) struct ReactionItem {
    emoji: String,
    /// The member key of who reacted.
    member: String,
    #[schema(format = DateTime)]
    reacted_at: String,
}

impl ConversationResource {
    pub(crate) fn of(view: ConversationView) -> Self {
        let conversation = view.conversation;
        let desk = conversation.desk;
        let participants = view.participants.into_iter();
        Self {
            id: conversation.conversation_id.to_string(),
            account_id: conversation.account_id.to_string(),
            thread: conversation.thread_key,
            kind: conversation.kind.word(),
            title: conversation.title,
            participants: participants.map(ParticipantItem::of).collect(),
            participant_count: view.participant_count,
            last_message: view.last_message.map(MessageResource::of),
            message_count: conversation.message_count,
            unread_count: conversation.unread_count,
            is_read: conversation.unread_count == 0,
            is_archived: desk.is_archived,
            is_starred: desk.is_starred,
            labels: view.labels.into_iter().map(LabelResource::of).collect(),
            snooze: desk.snooze.map(SnoozeItem::of),
            assignee: desk.assignee.map(|user_id| user_id.to_string()),
            created_at: conversation.created_at.to_string(),
            last_activity_at: conversation.last_activity_at.to_string(),
            last_read_at: printed(conversation.last_read_at),
        }
    }
}

impl SnoozeItem {
    fn of(snooze: Snooze) -> Self {
        Self {
            until: printed(snooze.until),
            until_reply: snooze.until_reply,
        }
    }
}

impl ParticipantItem {
    fn of(participant: ParticipantView) -> Self {
        let person = participant.person;
        Self {
            person_id: person.person_id.to_string(),
            member: person.member_key,
            name: person.name,
            headline: person.headline,
            slug: person.slug,
            picture: person.picture,
            degree: participant.degree,
        }
    }
}

impl MessageResource {
    pub(crate) fn of(view: MessageView) -> Self {
        let message = view.message;
        Self {
            id: view.message_id.to_string(),
            account_id: view.account_id.to_string(),
            conversation_id: view.conversation_id.to_string(),
            message: message.message_key,
            thread: view.thread_key,
            sender: SenderItem::of(view.sender),
            is_outgoing: message.is_outgoing,
            text: message.text,
            subject: message.subject,
            reply_to: message.reply_to,
            quoted: view.quoted.map(QuotedItem::of),
            attachments: view.attachments.into_iter().map(FileItem::of).collect(),
            reactions: view.reactions.into_iter().map(ReactionItem::of).collect(),
            sent_at: message.sent_at.to_string(),
            delivered_at: printed(message.delivered_at),
            seen_at: printed(message.seen_at),
            edited_at: printed(message.edited_at),
            deleted_at: printed(message.deleted_at),
        }
    }
}

impl QuotedItem {
    fn of(quoted: QuotedView) -> Self {
        Self {
            id: quoted.message_id.to_string(),
            message: quoted.message_key,
            sender: SenderItem::of(quoted.sender),
            is_outgoing: quoted.is_outgoing,
            text: quoted.text,
            sent_at: quoted.sent_at.to_string(),
            deleted_at: printed(quoted.deleted_at),
        }
    }
}

impl SenderItem {
    fn of(person: PersonView) -> Self {
        Self {
            person_id: person.person_id.to_string(),
            member: person.member_key,
            name: person.name,
        }
    }
}

impl FileItem {
    fn of(attachment: Attachment) -> Self {
        Self {
            id: attachment.id,
            name: attachment.name,
            content_type: attachment.media_type,
            bytes: attachment.byte_size,
            url: attachment.url,
        }
    }
}

impl ReactionItem {
    fn of(reaction: Reaction) -> Self {
        Self {
            emoji: reaction.emoji,
            member: reaction.member_key,
            reacted_at: Timestamp::from_millis(reaction.reacted_at).to_string(),
        }
    }
}
