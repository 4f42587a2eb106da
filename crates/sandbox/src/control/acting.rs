//! Acting as any member: what a test needs somebody else to do.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::input;
use crate::network::{Network, read_body, typing_audience, typing_is_on};
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::world::invitations::{self, Ending};
use crate::world::messages::{self, MessageView, NewMessage};
use crate::world::receipts::{self, Acknowledgement};
use crate::world::sends::{self, Recipient};
use crate::world::threads::{self, NewThread};
use crate::world::{
    Viewer, attachments, inventions, members, reactions, relations, seats, updates,
};

type Answer<T> = Result<Json<T>, Refusal>;

const BULK_MAX: i64 = 100_000;
/// Messages of a bulk act in one transaction, so that others get their turn.
const BULK_CHUNK: i64 = 500;

#[derive(Deserialize)]
struct SayRequest {
    #[serde(rename = "as")]
    sender: String,
    to: Recipient,
    #[serde(default)]
    text: String,
    kind: Option<String>,
    subject: Option<String>,
    #[serde(default)]
    attachments: Vec<Enclosure>,
    reply_to: Option<String>,
    sent_at: Option<i64>,
}

#[derive(Deserialize)]
struct Enclosure {
    name: String,
    media_type: String,
}

pub(super) async fn say(State(network): State<Arc<Network>>, body: Body) -> Answer<Value> {
    let request: SayRequest = input::body(&read_body(body).await?)?;
    let is_inmail = request.kind.as_deref() == Some("inmail");
    let text = sends::check_text(&request.text, is_inmail, !request.attachments.is_empty())?;
    let answer = network.store.write(move |tx| {
        let sender = members::resolve(tx, None, &request.sender)?.id;
        let kind = if is_inmail { "inmail" } else { "message" };
        let subject = request.subject.as_deref();
        let sent_at = request.sent_at.unwrap_or(tx.now);
        let distance = sent_at.saturating_sub(tx.now).saturating_abs();
        input::span("sent_at", distance)?;
        let (mut thread, thread_opened) =
            sends::open_freely(tx, sender, &request.to, kind, subject, sent_at)?;
        if request
            .sent_at
            .is_some_and(|sent_at| sent_at <= thread.last_sent_at)
        {
            return Err(Refusal::invalid(
                "sent_at",
                "the thread has something newer",
            ));
        }
        if let Some(message_id) = &request.reply_to {
            messages::get(tx, Viewer::whole(sender), &thread, message_id)?;
        }
        let mut uploads = Vec::new();
        for enclosure in &request.attachments {
            let content = inventions::file(&enclosure.name, &enclosure.media_type);
            uploads.push(
                attachments::insert(tx, sender, &enclosure.name, &enclosure.media_type, &content)?
                    .0,
            );
        }
        let new = NewMessage {
            sender,
            kind,
            subject,
            text: &text,
            sent_at,
            token: None,
            reply_to: request.reply_to.as_deref(),
            attachments: &uploads,
            notify: true,
        };
        let message = messages::append(tx, &mut thread, new)?;
        Ok(json!({
            "message": messages::view(tx, Viewer::whole(sender), &thread.thread_id, &message)?,
            "thread_id": thread.thread_id,
            "thread_opened": thread_opened,
        }))
    });
    Ok(Json(answer.await?))
}

#[derive(Clone, Deserialize)]
struct SayMuchRequest {
    #[serde(rename = "as")]
    sender: String,
    to: Recipient,
    count: i64,
    #[serde(default = "load_text")]
    text: String,
    #[serde(default = "a_second")]
    interval_ms: i64,
    #[serde(default)]
    alternate: bool,
    #[serde(default = "yes")]
    notify: bool,
}

fn load_text() -> String {
    "Load {n}".to_owned()
}

fn a_second() -> i64 {
    1_000
}

fn yes() -> bool {
    true
}

pub(super) async fn say_much(State(network): State<Arc<Network>>, body: Body) -> Answer<Value> {
    let request: SayMuchRequest = input::body(&read_body(body).await?)?;
    if !(1..=BULK_MAX).contains(&request.count) {
        return Err(Refusal::invalid(
            "count",
            format!("1 to {BULK_MAX} messages"),
        ));
    }
    let whole = request.count.saturating_mul(request.interval_ms);
    input::span("interval_ms", whole)?;
    let end_at = network.clock.now_ms();
    let mut thread_id = String::new();
    let (mut first_message_id, mut last_message_id) = (None, None);
    let mut begin = 0;
    while begin < request.count {
        let chunk = begin..request.count.min(begin + BULK_CHUNK);
        let part = request.clone();
        let (thread, first, last): (String, Option<String>, Option<String>) = network
            .store
            .write(move |tx| say_chunk(tx, &part, chunk, end_at))
            .await?;
        thread_id = thread;
        first_message_id = first_message_id.or(first);
        last_message_id = last;
        begin += BULK_CHUNK;
    }
    Ok(Json(json!({
        "thread_id": thread_id,
        "created": request.count,
        "first_message_id": first_message_id,
        "last_message_id": last_message_id,
    })))
}

fn say_chunk(
    tx: &mut Tx<'_>,
    request: &SayMuchRequest,
    chunk: std::ops::Range<i64>,
    end_at: i64,
) -> Result<(String, Option<String>, Option<String>), Refusal> {
    let sender = members::resolve(tx, None, &request.sender)?.id;
    let instant = |number: i64| end_at - (request.count - 1 - number) * request.interval_ms;
    let (mut thread, _) = sends::open_freely(tx, sender, &request.to, "message", None, instant(0))?;
    let speakers: Vec<i64> = if request.alternate {
        let everybody = threads::participants(tx, thread.id)?;
        let others = everybody.into_iter().map(|(member, _)| member);
        std::iter::once(sender)
            .chain(others.filter(|member| *member != sender))
            .collect()
    } else {
        vec![sender]
    };
    let (mut first, mut last) = (None, None);
    for (number, speaker) in chunk.clone().zip(
        speakers
            .iter()
            .cycle()
            .skip(usize::try_from(chunk.start).unwrap_or(0) % speakers.len()),
    ) {
        let text = request.text.replace("{n}", &(number + 1).to_string());
        let new = NewMessage {
            sender: *speaker,
            kind: "message",
            subject: None,
            text: &text,
            sent_at: instant(number),
            token: None,
            reply_to: None,
            attachments: &[],
            notify: request.notify,
        };
        let message = messages::append(tx, &mut thread, new)?;
        first.get_or_insert_with(|| message.message_id.clone());
        last = Some(message.message_id);
    }
    Ok((thread.thread_id, first, last))
}

#[derive(Deserialize)]
struct OpenRequest {
    members: Vec<String>,
    kind: String,
    title: Option<String>,
    subject: Option<String>,
}

pub(super) async fn open_thread(State(network): State<Arc<Network>>, body: Body) -> Answer<Value> {
    let request: OpenRequest = input::body(&read_body(body).await?)?;
    let is_fitting = match request.kind.as_str() {
        "direct" | "inmail" => request.members.len() == 2,
        "group" => (3..=50).contains(&request.members.len()),
        _ => false,
    };
    if !is_fitting {
        return Err(Refusal::invalid(
            "members",
            "two members, or three and more for a group",
        ));
    }
    let answer = network.store.write(move |tx| {
        let mut members = Vec::new();
        for reference in &request.members {
            let member = members::resolve(tx, None, reference)?.id;
            if members.contains(&member) {
                return Err(Refusal::invalid("members", "somebody is named twice"));
            }
            members.push(member);
        }
        if request.kind == "direct"
            && threads::find_of_kind(tx, members[0], members[1], "direct")?.is_some()
        {
            return Err(Refusal::new(
                "conflict",
                "the two have a direct thread already",
            ));
        }
        let new = NewThread {
            kind: &request.kind,
            title: request.title.as_deref(),
            subject: request.subject.as_deref(),
            group_id: None,
            members: &members,
            created_at: tx.now,
        };
        Ok(threads::open(tx, new)?.thread_id)
    });
    Ok(Json(json!({"thread_id": answer.await?})))
}

#[derive(Deserialize)]
struct ThreadAct {
    #[serde(rename = "as")]
    actor: String,
    thread_id: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    message_id: String,
    #[serde(default)]
    emoji: String,
}

pub(super) async fn type_in(State(network): State<Arc<Network>>, body: Body) -> Answer<Value> {
    let act: ThreadAct = input::body(&read_body(body).await?)?;
    let on = typing_is_on(&act.state)?;
    let thread_id = act.thread_id.clone();
    let (audience, member_key) = network
        .store
        .read(move |tx| {
            let actor = members::resolve(tx, None, &act.actor)?;
            typing_audience(tx, actor.id, &act.thread_id)
        })
        .await?;
    network.hub.type_in(
        &audience,
        &thread_id,
        &member_key,
        on,
        network.clock.now_ms(),
    );
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct DeliveredRequest {
    #[serde(rename = "as")]
    actor: String,
    message_ids: Vec<String>,
}

pub(super) async fn deliver(
    State(network): State<Arc<Network>>,
    body: Body,
) -> Answer<Acknowledgement> {
    let request: DeliveredRequest = input::body(&read_body(body).await?)?;
    let answer = network.store.write(move |tx| {
        let actor = members::resolve(tx, None, &request.actor)?;
        receipts::deliver(tx, actor.id, &request.message_ids)
    });
    Ok(Json(answer.await?))
}

pub(super) async fn see(State(network): State<Arc<Network>>, body: Body) -> Answer<Value> {
    let act: ThreadAct = input::body(&read_body(body).await?)?;
    let answer = network.store.write(move |tx| {
        let actor = members::resolve(tx, None, &act.actor)?.id;
        let thread = threads::get(tx, actor, &act.thread_id)?;
        receipts::see(tx, actor, &thread, None)
    });
    Ok(Json(json!({"messages_seen": answer.await?.messages_seen})))
}

pub(super) async fn react(State(network): State<Arc<Network>>, body: Body) -> Answer<MessageView> {
    let act: ThreadAct = input::body(&read_body(body).await?)?;
    let added = match act.state.as_str() {
        "" | "added" => true,
        "removed" => false,
        _ => return Err(Refusal::invalid("state", "a state is added or removed")),
    };
    let answer = network.store.write(move |tx| {
        let actor = members::resolve(tx, None, &act.actor)?.id;
        let viewer = Viewer::whole(actor);
        let thread = threads::get(tx, actor, &act.thread_id)?;
        let message = messages::get(tx, viewer, &thread, &act.message_id)?;
        reactions::set(tx, &thread, &message, actor, &act.emoji, added)?;
        messages::view(tx, viewer, &thread.thread_id, &message)
    });
    Ok(Json(answer.await?))
}

#[derive(Deserialize)]
struct InviteRequest {
    #[serde(rename = "as")]
    actor: String,
    to: String,
    action: String,
    note: Option<String>,
}

pub(super) async fn invite(State(network): State<Arc<Network>>, body: Body) -> Answer<Value> {
    let request: InviteRequest = input::body(&read_body(body).await?)?;
    let answer = network.store.write(move |tx| {
        let actor = members::resolve(tx, None, &request.actor)?.id;
        let other = members::resolve(tx, None, &request.to)?;
        if request.action == "send" {
            let invitation = invitations::send(tx, actor, &other, request.note.as_deref(), None)?;
            return Ok(json!({"invitation_id": invitation.invitation_id(), "state": "sent"}));
        }
        let ending = Ending::parse(&request.action).ok_or_else(|| {
            Refusal::invalid("action", "an action is send, accept, ignore or withdraw")
        })?;
        let open = invitations::find_open(tx, actor, other.id)?.ok_or_else(|| {
            Refusal::new(
                "unknown_invitation",
                "there is no open invitation between the two",
            )
        })?;
        let invitation = invitations::find_to_end(tx, actor, &open.invitation_id(), ending)?;
        invitations::end(tx, &invitation, ending)?;
        Ok(json!({"invitation_id": invitation.invitation_id(), "state": ending.state()}))
    });
    Ok(Json(answer.await?))
}

#[derive(Deserialize)]
struct ConnectRequest {
    a: String,
    b: String,
    connected: bool,
}

pub(super) async fn connect(State(network): State<Arc<Network>>, body: Body) -> Answer<Value> {
    let request: ConnectRequest = input::body(&read_body(body).await?)?;
    let answer = network.store.write(move |tx| {
        let one = members::resolve(tx, None, &request.a)?.id;
        let other = members::resolve(tx, None, &request.b)?.id;
        if one == other {
            return Err(Refusal::invalid("b", "nobody is connected with themselves"));
        }
        let was_connected = relations::connected_at(tx, one, other)?.is_some();
        if was_connected == request.connected {
            return Ok(());
        }
        if request.connected {
            relations::connect(tx, one, other, tx.now)?;
        } else {
            relations::disconnect(tx, one, other)?;
        }
        let reason = if request.connected {
            "connected"
        } else {
            "disconnected"
        };
        relations::announce(tx, one, other, [reason; 2], None)
    });
    answer.await?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct MemberChange {
    first_name: Option<String>,
    last_name: Option<String>,
    headline: Option<String>,
    location: Option<String>,
    open_profile: Option<bool>,
}

pub(super) async fn change_member(
    State(network): State<Arc<Network>>,
    Path(reference): Path<String>,
    body: Body,
) -> Answer<Value> {
    let change: MemberChange = input::body(&read_body(body).await?)?;
    let answer = network.store.write(move |tx| {
        let mut member = members::resolve(tx, None, &reference)?;
        member.first_name = change.first_name.unwrap_or(member.first_name);
        member.last_name = change.last_name.unwrap_or(member.last_name);
        member.headline = change.headline.or(member.headline);
        member.location = change.location.or(member.location);
        member.open_profile = change.open_profile.unwrap_or(member.open_profile);
        members::update(tx, &member)?;
        for seat in seats::list(tx)? {
            let is_known = relations::connected_at(tx, seat.member, member.id)?.is_some()
                || !threads::list_common(tx, seat.member, member.id)?.is_empty();
            if is_known || seat.member == member.id {
                let view = members::view(tx, seat.member, &member)?;
                updates::record(
                    tx,
                    seat.id,
                    "member_changed",
                    &json!({"member": view}),
                    None,
                )?;
            }
        }
        members::view(tx, member.id, &member)
    });
    Ok(Json(json!(answer.await?)))
}
