//! Changing a message, taking it back, reacting to it: acts that go through the outbox like every other.

use std::sync::Arc;
use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::limits;
use domain::network::{Attachment, ThreadKind};
use domain::send::SendKind;
use domain::urn::{MemberKey, MessageReference, ThreadReference};
use integrations::networks::network::Capabilities;
use store::accounts::{self, Account};
use store::conversations::{self, Conversation};
use store::messages::{self, Message};
use store::{StoreResult, Tx, participants};

use super::request::find_earlier;
use super::wanted::parsed_text;
use super::{
    Content, HandedOver, KeptMessage, Planned, PlannedSend, PlannedTerms, Request, SendReport,
    check_held, refused_text,
};
use crate::{App, AppResult, Caller, Refusal};

/// Other parties of a thread that tell one person from several.
const PARTIES: u32 = 2;

/// What is done to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageAct {
    /// Another text, as the caller wrote it.
    Edit(String),
    Delete,
    /// A reaction with this emoji.
    React(String),
    /// The end of such a reaction.
    TakeBack(String),
}

/// An act on a message to hand over.
#[derive(Debug, Clone)]
pub struct ActOnMessage {
    /// Needed only where a network's own name of the message leaves it open.
    pub account: Option<String>,
    /// Any form of a message reference.
    pub message: String,
    /// Any form of a reference to the thread in which it must be.
    pub conversation: Option<String>,
    pub act: MessageAct,
    /// How long to wait for the outcome.
    pub wait: Option<Duration>,
    pub idempotency_key: Option<String>,
}

/// The message that is meant, with its place.
pub(crate) struct Target {
    pub(crate) account: Account,
    pub(crate) message: Message,
    pub(crate) thread_key: String,
    kind: ThreadKind,
    /// The only other party.
    recipient_key: Option<String>,
}

impl Target {
    /// The files of the message, as its network last showed them.
    pub(crate) fn attachments(&self) -> Vec<Attachment> {
        let listed = self.message.attachments.as_deref();
        let listed = listed.map(serde_json::from_str).transpose();
        listed.ok().flatten().unwrap_or_default()
    }
}

impl MessageAct {
    const fn kind(&self) -> SendKind {
        match self {
            Self::Edit(_) => SendKind::Edit,
            Self::Delete => SendKind::Delete,
            Self::React(_) => SendKind::Reaction,
            Self::TakeBack(_) => SendKind::ReactionRemoval,
        }
    }

    /// The text of its send.
    fn text(&self) -> Result<String, Refusal> {
        match self {
            Self::Edit(text) => {
                let parsed = parsed_text(SendKind::Edit, text, false);
                parsed.map_err(|error| refused_text("text", &error))
            }
            Self::Delete => Ok(String::new()),
            Self::React(emoji) | Self::TakeBack(emoji) => checked_emoji(emoji),
        }
    }

    /// What the network must offer.
    fn capability(&self) -> (&'static str, fn(&Capabilities) -> bool) {
        match self {
            Self::Edit(_) => ("editing messages", |able| able.edit),
            Self::Delete => ("taking messages back", |able| able.unsend),
            Self::React(_) | Self::TakeBack(_) => ("reactions", |able| able.react),
        }
    }
}

fn checked_emoji(emoji: &str) -> Result<String, Refusal> {
    let emoji = emoji.trim();
    let is_plain = |letter: char| letter.is_control() || letter.is_ascii_alphanumeric();
    if emoji.is_empty() || emoji.len() > limits::EMOJI_BYTES_MAX || emoji.contains(is_plain) {
        let message = format!(
            "an emoji is expected, of at most {} bytes",
            limits::EMOJI_BYTES_MAX
        );
        return Err(Refusal::field("emoji", "wrong_form", message));
    }
    Ok(emoji.to_owned())
}

impl App {
    /// Accepts an act on a message and waits for its outcome; a repeat with the same key is shown its send.
    pub async fn act_on_message(
        &self,
        caller: &Caller,
        command: ActOnMessage,
    ) -> AppResult<KeptMessage> {
        let deadline = self.wait_until(command.wait);
        let handed = self.hand_over_act(caller, &command).await?;
        self.keep(caller, handed, deadline).await
    }

    /// The same as [`Self::send_message`] tells of a message: an error means that it never happened or never will. With the
    /// network's key of the message that it is done to.
    pub async fn do_to_message(
        &self,
        caller: &Caller,
        command: ActOnMessage,
    ) -> AppResult<(SendReport, String)> {
        let deadline = self.wait_until(command.wait);
        let (account, accepted) = self.hand_over_act(caller, &command).await?;
        let target_key = accepted.send.target_key.clone().unwrap_or_default();
        let report = self
            .watch(caller, account, accepted, deadline, false)
            .await?;
        Ok((report, target_key))
    }

    async fn hand_over_act(
        &self,
        caller: &Caller,
        command: &ActOnMessage,
    ) -> AppResult<HandedOver> {
        let text = command.act.text()?;
        let request = Request::about_message(
            caller,
            (&command.account, &command.message),
            Content {
                kind: command.act.kind(),
                group_id: None,
                subject: None,
                text: &text,
                terms: None,
            },
            command.idempotency_key.clone(),
        );
        if let Some(earlier) = self.find_keyed(caller, &request).await? {
            return Ok(earlier);
        }
        let planned = self.plan_act(caller, command, request, text).await?;
        let (account, planned) = planned;
        let accepted = self.accept(caller, &account, planned).await?;
        Ok((account, accepted))
    }

    /// The send that the same key made before.
    pub(super) async fn find_keyed(
        &self,
        caller: &Caller,
        request: &Request,
    ) -> AppResult<Option<HandedOver>> {
        if request.idempotency_key.is_none() {
            return Ok(None);
        }
        let (workspace_id, request) = (caller.workspace_id, request.clone());
        let found = self
            .parts()
            .store
            .read(move |tx| find_earlier(tx, workspace_id, &request, None));
        Ok(found.await?.transpose()?)
    }

    async fn plan_act(
        &self,
        caller: &Caller,
        command: &ActOnMessage,
        request: Request,
        text: String,
    ) -> AppResult<Planned> {
        let account = command.account.as_deref();
        let thread = command.conversation.as_deref().map(ThreadReference::parse);
        let thread = thread
            .transpose()
            .map_err(|_| Refusal::of(ErrorCode::ConversationNotFound))?;
        let place = (command.message.as_str(), thread);
        let target = self.target_in(caller, account, place).await?;
        if target.account.is_read_only {
            return Err(Refusal::of(ErrorCode::AccountReadOnly).into());
        }
        check_held(&target.account, self.now())?;
        let (capability, is_able) = command.act.capability();
        self.able_line(&target.account, capability, is_able).await?;
        let is_own_needed = matches!(command.act, MessageAct::Edit(_) | MessageAct::Delete);
        if is_own_needed && !target.message.is_outgoing {
            return Err(Refusal::of(ErrorCode::NotOwnMessage).into());
        }
        let planned = PlannedSend {
            request,
            recipient_key: target.recipient_key,
            thread_key: Some(target.thread_key),
            is_into_group: target.kind == ThreadKind::Group,
            group_id: None,
            opens_conversation: false,
            subject: None,
            text,
            typing: Duration::ZERO,
            acknowledge: Vec::new(),
            terms: PlannedTerms::plain(self.now()),
            target_key: Some(target.message.message_key),
        };
        Ok((Arc::new(target.account), planned))
    }

    /// The message that is named, if it is there and was not taken back.
    pub(crate) async fn target(
        &self,
        caller: &Caller,
        account: Option<&str>,
        message: &str,
    ) -> AppResult<Target> {
        self.target_in(caller, account, (message, None)).await
    }

    /// The same; one that is not in the thread that is named with it is absent.
    async fn target_in(
        &self,
        caller: &Caller,
        account: Option<&str>,
        (message, thread): (&str, Option<ThreadReference>),
    ) -> AppResult<Target> {
        let absent = || Refusal::of(ErrorCode::MessageNotFound);
        let reference = MessageReference::parse(message).map_err(|_| absent())?;
        let (caller, account) = (caller.clone(), account.map(str::to_owned));
        let found = self.parts().store.read(move |tx| {
            find(
                tx,
                &caller,
                account.as_deref(),
                (&reference, thread.as_ref()),
            )
        });
        Ok(found.await??.ok_or_else(absent)?)
    }
}

fn find(
    tx: &mut Tx<'_>,
    caller: &Caller,
    requested: Option<&str>,
    (reference, within): (&MessageReference, Option<&ThreadReference>),
) -> StoreResult<Result<Option<Target>, Refusal>> {
    let workspace_id = caller.workspace_id;
    let message = match reference {
        MessageReference::Own(message_id) => messages::find_any(tx, workspace_id, *message_id)?,
        MessageReference::Network { owner, message } => {
            let owner = owner.as_ref().or(owner_of(within));
            let account = crate::accounts::choose(tx, caller, requested, owner)?;
            let account = match account {
                Ok(account) => account,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let (number, scheme) = (account.number, messages::NETWORK);
            messages::find_by_ref(tx, workspace_id, number, scheme, message.as_str())?
        }
    };
    let Some(message) = message.filter(|message| message.deleted_at.is_none()) else {
        return Ok(Ok(None));
    };
    let thread = conversations::thread_of_doc(message.doc);
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    let account = accounts::find(tx, workspace_id, conversation.account_id)?;
    let Some(account) = account.filter(|account| caller.sees(account.account_id)) else {
        return Ok(Ok(None));
    };
    let is_other = |text: &str| !text.trim().is_empty() && text.parse() != Ok(account.account_id);
    if requested.is_some_and(is_other) {
        return Ok(Ok(None));
    }
    if within.is_some_and(|thread| !is_named(thread, &conversation)) {
        return Ok(Ok(None));
    }
    let conversation_id = conversation.conversation_id;
    let parties = participants::list_keys(tx, workspace_id, conversation_id, PARTIES)?;
    let recipient_key = match parties.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    Ok(Ok(Some(Target {
        account,
        message,
        thread_key: conversation.thread_key,
        kind: conversation.kind,
        recipient_key,
    })))
}

/// The mailbox that spelled the thread's name, if it says.
fn owner_of(thread: Option<&ThreadReference>) -> Option<&MemberKey> {
    match thread {
        Some(ThreadReference::Network { owner, .. }) => owner.as_ref(),
        _ => None,
    }
}

fn is_named(thread: &ThreadReference, conversation: &Conversation) -> bool {
    match thread {
        ThreadReference::Network { thread, .. } => thread.as_str() == conversation.thread_key,
        ThreadReference::Own(conversation_id) => *conversation_id == conversation.conversation_id,
    }
}
