//! `GET messaging/recent-messages`: the list of conversations, the answer that is asked for most. Its bytes are pasted
//! together from the facts that each inbox row keeps ready, an unchanged list is answered without reading it, and a page
//! that was just written stays on the shelf for whoever asks the same again.

use app::inbox::{InboxAnswer, InboxEntry, InboxPage, ListInbox};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use domain::inbox::{Facts, Participant};
use domain::limits::{INBOX_PAGE_DEFAULT, INBOX_PAGE_MAX};
use domain::time::Timestamp;
use domain::urn::ThreadId;

use super::json::Json;
use super::redirect;
use super::schema::RecentMessagesResponse;
use super::shelf::{Page, Reading};
use crate::door::Door;
use crate::extract::{Authorized, Condition, ConversationsRead, Fields, FromFields, Params, Tag};
use crate::fault::Fault;
use crate::openapi::responses::InboxFaults;

/// Bytes that a conversation usually takes in the answer.
const CONVERSATION_BYTES: usize = 1_600;

impl FromFields for ListInbox {
    fn from_fields(fields: &mut Fields) -> Self {
        let count = fields.integer("count", 1..=i64::from(INBOX_PAGE_MAX));
        let count = count.and_then(|count| u32::try_from(count).ok());
        Self {
            account: fields.text("accountId"),
            cursor: fields.text("nextCursor"),
            count: count.unwrap_or(INBOX_PAGE_DEFAULT),
            keywords: fields.text("keywords"),
            is_read: fields.flag("read"),
            known_revision: None,
        }
    }
}

/// Get recent messages
///
/// Conversations with their participants, unread counts and newest messages, newest activity first. Conversations that
/// nobody touched since a walk through the pages began appear exactly once in it; those that became active meanwhile
/// are found by reading again from the top.
#[utoipa::path(
    get,
    path = "/messaging/recent-messages",
    operation_id = "recentMessages",
    tag = "Messaging",
    params(
        ("accountId" = Option<String>, Query, description = "The account to read. Absent: the account used last."),
        ("nextCursor" = Option<String>, Query, description = "From the page before; goes with the same filters only."),
        ("count" = Option<i64>, Query, description = "Conversations on a page; 20 when absent.", minimum = 1, maximum = 100),
        ("keywords" = Option<String>, Query, description = "Words that must all occur in participants or messages; the last counts as a prefix from three letters on. At most 64 different terms, where in scripts without spaces each pair of letters is one; without any letter or digit (an emoji alone) it is 400. Blank: as if absent.", max_length = 256),
        ("read" = Option<bool>, Query, description = "`true`: only read conversations, `false`: only unread ones. Anything else is 400, a blank too."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer to the same question."),
        ("Cache-Control" = Option<String>, Header, description = "`no-cache`: read anew, whatever was answered a moment ago."),
    ),
    responses(
        (status = 200, description = "A page of conversations.", body = RecentMessagesResponse,
            headers(("ETag" = String, description = "Changes whenever this answer could."))),
        (status = 304, description = "The caller's copy is still right."),
        (status = 307, description = "Where `linkedin.redirect_older_reads` is set: the newer route answers the same question.",
            headers(("Location" = String, description = "The newer route, with what was asked."))),
        InboxFaults
    )
)]
pub(super) async fn recent_messages(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    condition: Condition,
    uri: Uri,
) -> Result<Response, Fault> {
    let asked = uri.query().unwrap_or_default();
    if door.settings.redirect_older_reads {
        let Params(list) = Params::<ListInbox>::parse(asked)?;
        return Ok(redirect::answer(&redirect::of_inbox(&list)));
    }
    // Before anything is read: what is committed meanwhile makes the answer old, and not the other way round.
    let reading = reading(&door).filter(|_| !condition.is_anew);
    let kept = reading.and_then(|_| door.shelf.get(caller.api_key_id, asked));
    if let (Some(page), Some(now)) = (&kept, reading)
        && page.read.is_good(now)
    {
        return Ok(answered(page, &condition));
    }
    let Params(list) = Params::<ListInbox>::parse(asked)?;
    let question = (
        list.account.clone(),
        list.cursor.clone(),
        list.count,
        list.keywords.clone(),
        list.is_read,
    );
    let is_kept = list.keywords.is_none();
    let of_shelf = kept.as_ref().map(|page| page.revision.clone());
    let list = ListInbox {
        known_revision: condition.revision(&question).or(of_shelf),
        ..list
    };
    let (revision, body) = match door.app.list_inbox(&caller, list).await? {
        InboxAnswer::Page(page) => {
            let body = written(&page)?.into_boxed_slice().into();
            (page.revision.clone(), body)
        }
        InboxAnswer::Unchanged { revision } => {
            match kept.filter(|page| page.revision == revision) {
                Some(page) => (revision, page.body),
                // It is the revision that whoever asked has.
                None => return Ok(Tag::new(&revision, &question).not_modified()),
            }
        }
    };
    let page = Page {
        tag: Tag::new(&revision, &question),
        body,
        revision,
        read: reading.unwrap_or_default(),
    };
    let response = answered(&page, &condition);
    if reading.is_some() && is_kept {
        door.shelf.put(caller.api_key_id, asked, page);
    }
    Ok(response)
}

/// What stands now; `None` where other processes write to the same store all the time.
fn reading(door: &Door) -> Option<Reading> {
    let commits = door.app.commit_count()?;
    let at = door.app.now();
    Some(Reading { commits, at })
}

/// The page, or that the caller's copy is right.
fn answered(page: &Page, condition: &Condition) -> Response {
    if condition.is_met_by(&page.tag) {
        return page.tag.not_modified();
    }
    let mut response = page.body.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    page.tag.add_to(headers);
    response
}

fn written(page: &InboxPage) -> Result<Vec<u8>, Fault> {
    let mut json = Json::with_capacity(512 + page.entries.len() * CONVERSATION_BYTES);
    json.raw(r#"{"success":true,"accountId":""#)
        .raw(&page.account_id.to_string())
        .raw(r#"","profileUrn":"urn:li:fsd_profile:"#)
        .escaped(&page.owner_key)
        .raw(r#"","total":"#)
        .integer(page.total);
    if !page.total_is_exact {
        json.raw(r#","totalIsExact":false"#);
    }
    json.raw(r#","nextCursor":"#)
        .optional_text(page.next_cursor.as_deref())
        .raw(r#","conversations":"#);
    let mut outcome = Ok(());
    json.list(&page.entries, |json, entry| {
        if let Err(fault) = write_conversation(json, page, entry) {
            outcome = Err(fault);
        }
    });
    json.raw("}");
    outcome.map(|()| json.into_bytes())
}

fn write_conversation(json: &mut Json, page: &InboxPage, entry: &InboxEntry) -> Result<(), Fault> {
    let facts = Facts::decode(&entry.facts).map_err(|error| Fault::internal(&error))?;
    let thread = facts.thread_key;
    json.raw(r#"{"conversationId":"urn:li:messagingThread:"#)
        .raw(thread)
        .raw(r#"","conversationUrn":"urn:li:msg_conversation:(urn:li:fsd_profile:"#)
        .escaped(&page.owner_key)
        .raw(",")
        .raw(thread)
        .raw(r#")","backendConversationUrn":"urn:li:messagingThread:"#)
        .raw(thread)
        .raw(r#"","conversationUrl":""#);
    match ThreadId::new(thread) {
        Ok(thread) => json.raw_display(thread.url()),
        // No key that the network gave: what is kept is still shown.
        Err(_) => json.raw(thread),
    };
    json.raw(r#"","participants":"#)
        .list(facts.participants(), write_participant)
        .raw(r#","unreadCount":"#)
        .integer(entry.unread_count)
        .raw(r#","lastActivityAt":"#)
        .integer(entry.last_activity_at.millis())
        .raw(r#","createdAt":"#)
        .integer(facts.created_at.millis())
        .raw(r#","lastReadAt":"#)
        .optional_integer(facts.last_read_at.map(Timestamp::millis))
        .raw(r#","isRead":"#)
        .flag(entry.unread_count == 0)
        .raw(r#","state":"#)
        .optional_ready(facts.state)
        .raw(r#","title":"#)
        .optional_ready(facts.title)
        .raw(r#","latestMessage":"#);
    write_latest(json, page, &facts);
    json.raw("}");
    Ok(())
}

fn write_participant(json: &mut Json, participant: &Participant<'_>) {
    let key = participant.member_key;
    json.raw(r#"{"profileId":""#)
        .raw(key)
        .raw(r#"","name":""#)
        .raw(participant.name)
        .raw(r#"","headline":""#)
        .raw(participant.headline)
        .raw(r#"","profilePicture":"#)
        .optional_ready(participant.picture)
        .raw(r#","profileUrl":"https://www.linkedin.com/in/"#)
        .raw(key)
        .raw(r#"","publicId":"#)
        .optional_ready(participant.slug)
        .raw(r#","distance":"#);
    match participant.degree {
        Some(degree) => json.raw(r#""DISTANCE_"#).integer(degree.into()).raw(r#"""#),
        None => json.raw("null"),
    };
    json.raw(r#","memberBadgeType":"#)
        .optional_ready(participant.badge)
        .raw(r#","participantUrn":"urn:li:msg_messagingParticipant:urn:li:fsd_profile:"#)
        .raw(key)
        .raw(r#"","backendUrn":"#);
    match participant.member_number {
        Some(number) => json.raw(r#""urn:li:member:"#).integer(number).raw(r#"""#),
        None => json.raw("null"),
    };
    json.raw(r#","hostIdentityUrn":"urn:li:fsd_profile:"#)
        .raw(key)
        .raw(r#""}"#);
}

fn write_latest(json: &mut Json, page: &InboxPage, facts: &Facts<'_>) {
    let Some(latest) = facts.latest else {
        json.raw("null");
        return;
    };
    let sender = facts.sender();
    let key = sender.map_or(page.owner_key.as_str(), |sender| sender.member_key);
    json.raw(r#"{"text":""#)
        .raw(latest.text.unwrap_or_default())
        .raw(r#"","sentAt":"#)
        .integer(latest.sent_at.millis())
        .raw(r#","senderName":""#);
    match sender {
        Some(sender) => json.raw(sender.name),
        None => json.escaped(&page.owner_name),
    };
    json.raw(r#"","hasAttachment":"#)
        .flag(latest.has_attachment)
        .raw(r#","messageUrn":"urn:li:msg_message:(urn:li:fsd_profile:"#)
        .escaped(&page.owner_key)
        .raw(",")
        .raw(latest.message_key)
        .raw(r#")","backendMessageUrn":"urn:li:messagingMessage:"#)
        .raw(latest.message_key)
        .raw(r#"","senderProfileUrl":"https://www.linkedin.com/in/"#)
        .raw(key)
        .raw(r#"","senderUrn":"urn:li:fsd_profile:"#)
        .raw(key)
        .raw(r#""}"#);
}
