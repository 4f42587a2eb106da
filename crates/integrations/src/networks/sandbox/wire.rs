//! The sandbox's JSON objects, and what they mean in our own words.

use domain::invitation::{Direction, InvitationState};
use domain::network::{
    Attachment, CapabilityClass, Mailbox, Member, NetworkInvitation, NetworkMessage, Plan,
    Reaction, Receipt, Relationship, Thread, ThreadKind,
};
use domain::time::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

#[derive(Debug, Deserialize)]
pub(super) struct WireMember {
    pub(super) member_key: String,
    member_number: String,
    slug: String,
    first_name: String,
    last_name: String,
    headline: Option<String>,
    picture: Option<String>,
    distance: u8,
    pub(super) is_self: bool,
    pub(super) open_profile: bool,
    premium: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireThread {
    thread_id: String,
    kind: String,
    title: Option<String>,
    participants: Vec<WireMember>,
    unread_count: i64,
    created_at: i64,
    last_activity_at: i64,
    last_read_at: Option<i64>,
    /// Absent where the server is of a time before it knew of archives.
    archived: Option<bool>,
    starred: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireMessage {
    message_id: String,
    thread_id: String,
    sender_key: String,
    subject: Option<String>,
    text: String,
    sent_at: i64,
    token: Option<String>,
    /// Absent in updates from before the server knew of it.
    #[serde(default)]
    reply_to: Option<String>,
    attachments: Vec<WireAttachment>,
    reactions: Vec<Reaction>,
    delivered_at: Option<i64>,
    seen_at: Option<i64>,
    /// Absent in updates from before the server knew of it.
    #[serde(default)]
    edited_at: Option<i64>,
}

/// What a changed message says of the change.
#[derive(Debug, Deserialize)]
pub(super) struct WireEdited {
    pub(super) edited_at: Option<i64>,
}

/// The path is good without the seat's session: the gateway's own clients, who have none, are handed its address.
#[derive(Debug, Deserialize)]
struct WireAttachment {
    attachment_id: String,
    name: String,
    media_type: String,
    bytes: i64,
    path: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireUpload {
    pub(super) attachment_id: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireRelationship {
    distance: u8,
    invitation: WireOpenInvitation,
}

#[derive(Debug, Deserialize)]
struct WireOpenInvitation {
    state: String,
    invitation_id: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireInvitation {
    invitation_id: String,
    direction: String,
    member: WireMember,
    note: Option<String>,
    sent_at: i64,
    state: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireInvitations {
    pub(super) invitations: Vec<WireInvitation>,
    pub(super) next_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireSession {
    pub(super) member: WireMember,
    capability_class: String,
    plan: WirePlan,
}

#[derive(Debug, Deserialize)]
struct WirePlan {
    premium: bool,
    premium_type: Option<String>,
    inmail: WireInmail,
}

#[derive(Debug, Deserialize)]
struct WireInmail {
    total: i64,
    used: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireGroupMembership {
    pub(super) both_are_members: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireThreads {
    pub(super) threads: Vec<WireThread>,
    pub(super) next_cursor: Option<String>,
}

/// A page of messages, the oldest first.
#[derive(Debug, Deserialize)]
pub(super) struct WireMessages {
    pub(super) messages: Vec<WireMessage>,
    pub(super) before: Option<String>,
    pub(super) has_before: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireCursor {
    pub(super) cursor: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireUpdates {
    pub(super) updates: Vec<WireUpdate>,
    pub(super) cursor: String,
}

/// One update; `data` is read by its kind, as unknown kinds are skipped.
#[derive(Debug, Deserialize)]
pub(super) struct WireUpdate {
    pub(super) id: Option<String>,
    pub(super) kind: String,
    pub(super) data: Box<RawValue>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireSends {
    pub(super) found: bool,
    pub(super) complete: bool,
    pub(super) messages: Vec<WireMessage>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireAcceptance {
    pub(super) message: WireMessage,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireAcknowledgement {
    pub(super) acknowledged: Vec<String>,
    pub(super) already: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireRefusal {
    pub(super) error: WireRefusalBody,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireRefusalBody {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) retry_after_ms: Option<u64>,
}

impl WireMember {
    /// Pictures are named by a path on the server at `base`.
    pub(super) fn into_member(self, base: &Url) -> Member {
        Member {
            member_number: self.member_number.parse().ok(),
            member_key: self.member_key,
            slug: Some(self.slug),
            first_name: self.first_name,
            last_name: self.last_name,
            headline: self.headline.unwrap_or_default(),
            picture: self.picture.and_then(|path| absolute(base, &path)),
            badge: self.premium.then(|| "PREMIUM".to_owned()),
            degree: degree(self.distance),
        }
    }
}

impl WireThread {
    pub(super) fn into_thread(self, base: &Url) -> Thread {
        Thread {
            thread_key: self.thread_id,
            kind: match self.kind.as_str() {
                "group" => ThreadKind::Group,
                "inmail" => ThreadKind::Inmail,
                _ => ThreadKind::Direct,
            },
            title: self.title,
            participants: self
                .participants
                .into_iter()
                .filter(|member| !member.is_self)
                .map(|member| member.into_member(base))
                .collect(),
            created_at: Timestamp::from_millis(self.created_at),
            last_activity_at: Timestamp::from_millis(self.last_activity_at),
            last_read_at: self.last_read_at.map(Timestamp::from_millis),
            unread_count: self.unread_count,
            mailbox: self
                .archived
                .zip(self.starred)
                .map(|(is_archived, is_starred)| Mailbox {
                    is_archived,
                    is_starred,
                }),
        }
    }
}

impl WireMessage {
    /// Receipts are told of the seat's own messages only: those of others would be the seat's own reading, of which
    /// the stream reports nothing.
    pub(super) fn into_message(self, base: &Url, own_key: &str) -> NetworkMessage {
        let is_own = self.sender_key == own_key;
        let receipt = |at: Option<i64>| at.filter(|_| is_own).map(Timestamp::from_millis);
        NetworkMessage {
            delivered_at: receipt(self.delivered_at),
            seen_at: receipt(self.seen_at),
            edited_at: self.edited_at.map(Timestamp::from_millis),
            message_key: self.message_id,
            thread_key: self.thread_id,
            sender_key: self.sender_key,
            sent_at: Timestamp::from_millis(self.sent_at),
            text: self.text,
            subject: self.subject,
            token: self.token,
            reply_to: self.reply_to,
            attachments: shown(self.attachments, base),
            reactions: self.reactions,
        }
    }

    pub(super) fn into_receipt(self, base: &Url) -> Receipt {
        Receipt {
            attachments: shown(self.attachments, base),
            message_key: self.message_id,
            thread_key: self.thread_id,
            accepted_at: Timestamp::from_millis(self.sent_at),
        }
    }
}

fn shown(attachments: Vec<WireAttachment>, base: &Url) -> Vec<Attachment> {
    let attachments = attachments.into_iter();
    attachments
        .map(|attachment| attachment.into_attachment(base))
        .collect()
}

impl WireAttachment {
    fn into_attachment(self, base: &Url) -> Attachment {
        Attachment {
            id: self.attachment_id,
            name: self.name,
            media_type: self.media_type,
            byte_size: self.bytes,
            url: absolute(base, &self.path).unwrap_or(self.path),
        }
    }
}

impl WireInvitation {
    pub(super) fn into_invitation(self, base: &Url) -> NetworkInvitation {
        NetworkInvitation {
            invitation_key: self.invitation_id,
            direction: match self.direction.as_str() {
                "sent" => Direction::Outgoing,
                _ => Direction::Incoming,
            },
            member: self.member.into_member(base),
            note: self.note,
            sent_at: Timestamp::from_millis(self.sent_at),
            state: match self.state.as_str() {
                "open" => InvitationState::Pending,
                word => InvitationState::from_word(word).unwrap_or(InvitationState::Declined),
            },
        }
    }
}

impl WireRelationship {
    /// The key of the invitation of a direction that is open between the two.
    pub(super) fn open_invitation(&self, direction: Direction) -> Option<String> {
        let state = match direction {
            Direction::Outgoing => "sent",
            Direction::Incoming => "received",
        };
        let open = self.invitation.invitation_id.clone();
        open.filter(|_| self.invitation.state == state)
    }

    pub(super) fn into_relationship(self) -> Relationship {
        Relationship {
            degree: degree(self.distance),
            invitation_sent: self.invitation.state == "sent",
            invitation_received: self.invitation.state == "received",
        }
    }
}

impl WireSession {
    pub(super) fn class(&self) -> CapabilityClass {
        CapabilityClass::from_letter(&self.capability_class)
    }

    pub(super) fn into_plan(self) -> Plan {
        Plan {
            is_premium: self.plan.premium,
            premium_type: self.plan.premium_type,
            inmail_credits_total: self.plan.inmail.total,
            inmail_credits_used: self.plan.inmail.used,
        }
    }
}

/// The server says 0 for the seat's own member.
fn degree(distance: u8) -> Option<u8> {
    (distance > 0).then_some(distance)
}

fn absolute(base: &Url, path: &str) -> Option<String> {
    base.join(path).ok().map(String::from)
}
