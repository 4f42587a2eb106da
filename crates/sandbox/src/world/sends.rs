//! Sending: who may write to whom, and what an acceptance is.

use serde::{Deserialize, Serialize};

use super::acceptances::{self, Acceptance};
use super::members::{self, Member};
use super::messages::{self, Message, MessageView, NewMessage};
use super::seats::{self, Seat};
use super::threads::{self, NewThread, Thread};
use super::{attachments, groups, relations};
use crate::refusal::Refusal;
use crate::store::Tx;

const TOKEN_CHARS_MAX: usize = 128;
const MESSAGE_CHARS_MAX: usize = 8_000;
const INMAIL_CHARS_MAX: usize = 1_900;
const SUBJECT_CHARS_MAX: usize = 200;
const ATTACHMENTS_MAX: usize = 10;

/// What a client asks to send.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct SendRequest {
    #[serde(default)]
    token: String,
    #[serde(default)]
    to: Recipient,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    group_id: Option<String>,
    #[serde(default)]
    subject: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    reply_to: Option<String>,
    #[serde(default)]
    attachments: Vec<String>,
}

/// Where a message goes: exactly one of the two.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Recipient {
    #[serde(default)]
    pub(crate) thread_id: Option<String>,
    #[serde(default)]
    pub(crate) member: Option<String>,
}

/// What the network answers to a send that it accepted.
#[derive(Debug, Serialize)]
pub(crate) struct Sent {
    message: MessageView,
    thread_id: String,
    thread_opened: bool,
    acceptance: i64,
    replayed: bool,
    inmail_credit_used: bool,
}

/// A recipient with the thread that the message goes to, if there is one already.
struct Target {
    thread: Option<Thread>,
    recipient: Option<Member>,
}

impl SendRequest {
    fn kind(&self) -> &str {
        self.kind.as_deref().unwrap_or("message")
    }

    fn is_inmail(&self) -> bool {
        self.kind() == "inmail"
    }

    /// Refuses what no state of the world could make right.
    pub(crate) fn check(&mut self) -> Result<(), Refusal> {
        check_token(&self.token)?;
        if !matches!(self.kind(), "message" | "inmail") {
            return Err(Refusal::invalid("kind", "a kind is message or inmail"));
        }
        if self.to.thread_id.is_some() == self.to.member.is_some() {
            return Err(Refusal::invalid(
                "to",
                "exactly one of thread_id and member is expected",
            ));
        }
        if self.group_id.is_some() && (self.is_inmail() || self.to.member.is_none()) {
            return Err(Refusal::invalid(
                "group_id",
                "a group goes with a message to a member",
            ));
        }
        self.text = check_text(&self.text, self.is_inmail(), !self.attachments.is_empty())?;
        self.subject = self
            .subject
            .take()
            .map(|subject| subject.trim().to_owned())
            .filter(|subject| !subject.is_empty());
        if let Some(subject) = &self.subject {
            if !self.is_inmail() {
                return Err(Refusal::invalid("subject", "only an InMail has a subject"));
            }
            if subject.chars().count() > SUBJECT_CHARS_MAX || subject.contains('\0') {
                return Err(Refusal::invalid(
                    "subject",
                    format!("a subject has at most {SUBJECT_CHARS_MAX} characters"),
                ));
            }
        }
        if self.attachments.len() > ATTACHMENTS_MAX {
            return Err(Refusal::invalid(
                "attachments",
                format!("at most {ATTACHMENTS_MAX} are allowed"),
            ));
        }
        Ok(())
    }
}

/// Checks a client's token: 1..128 visible ASCII characters.
pub(crate) fn check_token(token: &str) -> Result<(), Refusal> {
    if token.is_empty()
        || token.len() > TOKEN_CHARS_MAX
        || !token.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err(Refusal::invalid(
            "token",
            format!("a token of 1 to {TOKEN_CHARS_MAX} visible ASCII characters is expected"),
        ));
    }
    Ok(())
}

/// Trims a text and checks its length in code points.
pub(crate) fn check_text(text: &str, inmail: bool, may_be_empty: bool) -> Result<String, Refusal> {
    let text = text.trim();
    let chars_max = if inmail {
        INMAIL_CHARS_MAX
    } else {
        MESSAGE_CHARS_MAX
    };
    if text.is_empty() && !may_be_empty {
        return Err(Refusal::invalid("text", "the text is empty"));
    }
    if text.chars().count() > chars_max {
        return Err(Refusal::invalid(
            "text",
            format!("the text has more than {chars_max} characters"),
        ));
    }
    if text.contains('\0') {
        return Err(Refusal::invalid("text", "NUL is not text"));
    }
    Ok(text.to_owned())
}

/// Accepts a checked request, or says which rule stands against it.
pub(crate) fn send(tx: &mut Tx<'_>, seat_id: &str, request: &SendRequest) -> Result<Sent, Refusal> {
    let mut seat = seats::get(tx, seat_id)?;
    if seat.class.honours_token()
        && let Some(first) = messages::find_by_token(tx, seat.member, &request.token)?
    {
        return replay(tx, &seat, &first);
    }
    let target = aim(tx, &seat, request)?;
    let uses_credit = request.is_inmail() && permit_inmail(tx, &seat, &target)?;
    let uploads = attachments::resolve_unsent(tx, seat.member, &request.attachments)?;
    let (mut thread, thread_opened) = match (target.thread, &target.recipient) {
        (Some(thread), _) => (thread, false),
        (None, Some(recipient)) => (open_with(tx, &seat, recipient.id, request)?, true),
        (None, None) => return Err(Refusal::invalid("to", "nobody to write to")),
    };
    if let Some(message_id) = &request.reply_to {
        // In a thread that was only just opened there is none.
        messages::get(tx, seat.viewer(), &thread, message_id)?;
    }
    let new = NewMessage {
        sender: seat.member,
        kind: request.kind(),
        subject: request.subject.as_deref(),
        text: &request.text,
        sent_at: tx.now,
        token: Some(&request.token),
        reply_to: request.reply_to.as_deref(),
        attachments: &uploads,
        notify: true,
    };
    let message = messages::append(tx, &mut thread, new)?;
    if uses_credit {
        seat.inmail_used += 1;
        seats::update(tx, &seat)?;
    }
    let acceptance = acceptances::insert(
        tx,
        &Acceptance {
            seq: 0,
            seat_id: seat.seat_id.clone(),
            kind: request.kind().to_owned(),
            token: request.token.clone(),
            thread_id: Some(thread.thread_id.clone()),
            message_id: Some(message.message_id.clone()),
            member_key: target.recipient.map(|recipient| recipient.key),
            text: request.text.clone(),
            accepted_at: message.sent_at,
        },
    )?;
    Ok(Sent {
        message: messages::view(tx, seat.viewer(), &thread.thread_id, &message)?,
        thread_id: thread.thread_id,
        thread_opened,
        acceptance,
        replayed: false,
        inmail_credit_used: uses_credit,
    })
}

fn replay(tx: &Tx<'_>, seat: &Seat, first: &Message) -> Result<Sent, Refusal> {
    let thread = threads::get_by_row(tx, first.thread)?;
    Ok(Sent {
        message: messages::view(tx, seat.viewer(), &thread.thread_id, first)?,
        thread_id: thread.thread_id,
        thread_opened: false,
        acceptance: acceptances::find_by_message(tx, &first.message_id)?.unwrap_or(0),
        replayed: true,
        inmail_credit_used: false,
    })
}

/// Finds whom and which thread the request means, and whether a normal message may go there.
fn aim(tx: &Tx<'_>, seat: &Seat, request: &SendRequest) -> Result<Target, Refusal> {
    if let Some(thread_id) = &request.to.thread_id {
        let thread = threads::get(tx, seat.member, thread_id)?;
        if request.is_inmail() && thread.kind != "inmail" {
            return Err(Refusal::invalid("to", "this is not an InMail thread"));
        }
        let recipient = other_of_two(tx, seat.member, &thread)?;
        return Ok(Target {
            thread: Some(thread),
            recipient,
        });
    }
    let recipient = members::resolve(
        tx,
        Some(seat.member),
        request.to.member.as_deref().unwrap_or_default(),
    )?;
    if recipient.id == seat.member {
        return Err(Refusal::invalid("to", "nobody can write to themselves"));
    }
    let thread = if request.is_inmail() {
        threads::find_of_kind(tx, seat.member, recipient.id, "inmail")?
    } else {
        threads::find_one_to_one(tx, seat.member, recipient.id)?
    };
    if let Some(group_id) = &request.group_id {
        let (name, own, theirs) = groups::membership(tx, group_id, seat.member, recipient.id)?;
        if !(own && theirs) {
            return Err(Refusal::new(
                "not_group_member",
                format!("not both are members of {name:?}"),
            ));
        }
    } else if !request.is_inmail()
        && thread.is_none()
        && relations::connected_at(tx, seat.member, recipient.id)?.is_none()
    {
        return Err(Refusal::new(
            "not_connected",
            "a message needs a first-degree connection, an existing thread or a shared group",
        ));
    }
    Ok(Target {
        thread,
        recipient: Some(recipient),
    })
}

fn other_of_two(tx: &Tx<'_>, member: i64, thread: &Thread) -> Result<Option<Member>, Refusal> {
    if thread.kind == "group" {
        return Ok(None);
    }
    threads::participants(tx, thread.id)?
        .into_iter()
        .find(|(other, _)| *other != member)
        .map(|(other, _)| members::get(tx, other))
        .transpose()
}

/// Whether the InMail uses a credit; refused without a premium seat or when none is left.
fn permit_inmail(tx: &Tx<'_>, seat: &Seat, target: &Target) -> Result<bool, Refusal> {
    if !seat.premium {
        return Err(Refusal::new(
            "premium_required",
            "InMail needs a premium seat",
        ));
    }
    let open_profile = target
        .recipient
        .as_ref()
        .is_some_and(|recipient| recipient.open_profile);
    if open_profile {
        return Ok(false);
    }
    if seat.inmail_used >= seat.inmail_total {
        let resets_at = seats::plan(seat, tx.now).resets_at().unwrap_or(tx.now);
        return Err(Refusal::new("no_credit", "no InMail credit is left")
            .retry_after_ms(resets_at - tx.now));
    }
    Ok(true)
}

fn open_with(
    tx: &mut Tx<'_>,
    seat: &Seat,
    recipient: i64,
    request: &SendRequest,
) -> Result<Thread, Refusal> {
    let new = NewThread {
        kind: if request.is_inmail() {
            "inmail"
        } else {
            "direct"
        },
        title: None,
        subject: request.subject.as_deref(),
        group_id: request.group_id.as_deref(),
        members: &[seat.member, recipient],
        created_at: tx.now,
    };
    threads::open(tx, new)
}

/// Finds or opens the thread that any member means, without asking whether they may.
pub(crate) fn open_freely(
    tx: &mut Tx<'_>,
    sender: i64,
    to: &Recipient,
    kind: &str,
    subject: Option<&str>,
    created_at: i64,
) -> Result<(Thread, bool), Refusal> {
    if let Some(thread_id) = &to.thread_id {
        return Ok((threads::get(tx, sender, thread_id)?, false));
    }
    let recipient = members::resolve(tx, None, to.member.as_deref().unwrap_or_default())?;
    if recipient.id == sender {
        return Err(Refusal::invalid("to", "nobody can write to themselves"));
    }
    let found = if kind == "inmail" {
        threads::find_of_kind(tx, sender, recipient.id, "inmail")?
    } else {
        threads::find_one_to_one(tx, sender, recipient.id)?
    };
    if let Some(thread) = found {
        return Ok((thread, false));
    }
    let new = NewThread {
        kind: if kind == "inmail" { "inmail" } else { "direct" },
        title: None,
        subject,
        group_id: None,
        members: &[sender, recipient.id],
        created_at,
    };
    Ok((threads::open(tx, new)?, true))
}
