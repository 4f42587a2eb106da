//! What a command asks for, parsed: its words, the group, and what makes the same request again the same.

use std::time::Duration;

use domain::send::SendKind;
use domain::text::{InmailBody, InvalidText, InvitationNote, MessageText, Subject};
use domain::urn::GroupId;

use super::attachments::check_files;
use super::fields::check_fields;
use super::{Content, MessageFields, PlannedSend, PlannedTerms, Request, SendMessage};
use crate::targets::Names;
use crate::templates::check_values;
use crate::{AppResult, Caller, Refusal};

/// What a command asks for, parsed.
#[derive(Clone)]
pub(super) struct Wanted {
    pub(super) request: Request,
    pub(super) text: String,
    subject: Option<String>,
    pub(super) group: Option<GroupId>,
}

/// Where a message goes.
pub(super) struct Destination {
    pub(super) thread_key: Option<String>,
    pub(super) recipient_key: Option<String>,
    /// The thread is one of several people.
    pub(super) is_into_group: bool,
}

impl Wanted {
    /// The send that goes into a thread or to a member.
    pub(super) fn into_planned(
        self,
        target: Destination,
        typing: Duration,
        acknowledge: Vec<String>,
        terms: PlannedTerms,
    ) -> PlannedSend {
        PlannedSend {
            request: self.request,
            recipient_key: target.recipient_key,
            opens_conversation: target.thread_key.is_none(),
            thread_key: target.thread_key,
            is_into_group: target.is_into_group,
            group_id: self.group.map(|group| group.to_string()),
            subject: self.subject,
            text: self.text,
            typing,
            acknowledge,
            terms,
            target_key: None,
        }
    }
}

/// What the command asks for, parsed.
pub(super) fn wanted(caller: &Caller, command: &SendMessage) -> AppResult<Wanted> {
    if let Some(variables) = &command.terms.variables {
        check_values("variables", variables)?;
    }
    let (text, subject) = texts(command)?;
    let group = command.group_id.as_deref();
    let group = group
        .map(|raw| parse_group(command.fields, raw))
        .transpose()?;
    check_fields(command, group.is_some())?;
    let content = Content {
        kind: kind(command),
        group_id: group.as_ref().map(GroupId::as_str),
        subject: subject.as_deref(),
        text: &text,
        terms: Some(&command.terms),
    };
    let key = command.idempotency_key.clone();
    let request = Request::new(caller, &names(command), content, key)?;
    Ok(Wanted {
        request,
        text,
        subject,
        group,
    })
}

pub(super) fn names(command: &SendMessage) -> Names {
    Names {
        account: command.account.clone(),
        conversation: command.conversation.clone(),
        person: command.recipient.clone(),
        person_field: command.fields.recipient,
        conversation_field: command.fields.conversation,
    }
}

fn texts(command: &SendMessage) -> AppResult<(String, Option<String>)> {
    check_files(&command.terms.attachments)?;
    let text = match &command.terms.variables {
        // It is made from its template once it is known for whom.
        Some(_) => String::new(),
        None => text_of(command, &command.text)?,
    };
    // Only an InMail has a subject line; the contract lets callers give one with any message.
    let subject = command.subject.as_deref().filter(|_| command.is_inmail);
    let subject = Subject::parse_optional(subject)
        .map_err(|error| refused_text(command.fields.subject, &error))?;
    Ok((text, subject.map(String::from)))
}

/// A text as the message that is asked for.
pub(super) fn text_of(command: &SendMessage, text: &str) -> Result<String, Refusal> {
    let terms = &command.terms;
    let has_more =
        !(terms.attachments.is_empty() && terms.uploads.is_empty()) || terms.forwards.is_some();
    let text = parsed_text(kind(command), text, has_more);
    text.map_err(|error| refused_text(command.fields.text, &error))
}

fn kind(command: &SendMessage) -> SendKind {
    if command.is_inmail {
        SendKind::Inmail
    } else {
        SendKind::Message
    }
}

/// The text of an act. Only an invitation and what carries files need none.
pub(crate) fn parsed_text(
    kind: SendKind,
    text: &str,
    has_files: bool,
) -> Result<String, InvalidText> {
    let parsed = match kind {
        SendKind::Message | SendKind::Edit => MessageText::parse(text).map(String::from),
        SendKind::Inmail => InmailBody::parse(text).map(String::from),
        SendKind::Invitation => InvitationNote::parse(text).map(String::from),
        // An emoji, or nothing.
        SendKind::Delete
        | SendKind::Reaction
        | SendKind::ReactionRemoval
        | SendKind::InvitationWithdrawal
        | SendKind::InvitationAcceptance
        | SendKind::InvitationDismissal => {
            return Ok(text.to_owned());
        }
    };
    match parsed {
        Err(InvalidText::Empty { .. }) if has_files || kind == SendKind::Invitation => {
            Ok(String::new())
        }
        parsed => parsed,
    }
}

/// A text that cannot be sent, as an issue of the field that holds it.
pub(crate) fn refused_text(field: &str, error: &InvalidText) -> Refusal {
    let code = match error {
        InvalidText::Empty { .. } => "empty",
        InvalidText::TooLong { .. } => "too_long",
        InvalidText::Control { .. } => "control_character",
    };
    Refusal::field(field, code, error.to_string())
}

fn parse_group(fields: MessageFields, raw: &str) -> Result<GroupId, Refusal> {
    GroupId::parse(raw)
        .map_err(|error| Refusal::field(fields.group_id, "invalid", error.to_string()))
}
