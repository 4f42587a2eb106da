//! Handing an act over: looked at, accepted in one transaction, and watched for as long as the caller wants to wait.

mod accept;
mod acceptance;
mod attachments;
mod batch;
mod change;
mod fields;
mod filled;
mod forecast;
mod forward;
mod invitation_acts;
mod known_thread;
mod list;
mod message_acts;
mod plan;
mod quota;
mod request;
mod rules;
mod terms;
mod trial;
mod view;
mod wait;
mod wanted;

use std::sync::Arc;
use std::time::Duration;

use domain::ledger::{Action, Quota};
use store::accounts::Account;
use store::sends::Send;

use crate::{App, AppResult, Caller};

pub use change::EditSend;
pub use fields::MessageFields;
pub use forecast::Forecast;
pub use invitation_acts::EndInvitation;
pub(crate) use list::views;
pub use list::{ListSends, SendPage};
pub use message_acts::{ActOnMessage, MessageAct};
pub(crate) use plan::check_held;
pub(crate) use quota::used;
pub(crate) use request::{Content, Request};
pub(crate) use terms::PlannedTerms;
pub use terms::SendTerms;
pub use trial::Trial;
pub use view::{ApprovalView, SendReport, SendView};
pub use wait::KeptMessage;
pub(crate) use wanted::{parsed_text, refused_text};

/// Which family of routes a message comes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendRoute {
    /// To one person, or into any thread.
    Direct,
    /// In the context of a shared group, or into a thread of several people.
    Group,
}

/// A message to hand over. Texts are as the caller wrote them.
#[derive(Debug, Clone)]
pub struct SendMessage {
    pub account: Option<String>,
    /// Any form of a person reference.
    pub recipient: Option<String>,
    /// Any form of a thread reference.
    pub conversation: Option<String>,
    pub group_id: Option<String>,
    pub text: String,
    pub subject: Option<String>,
    pub is_inmail: bool,
    /// Show typing before it.
    pub typing: bool,
    /// Acknowledge these earlier messages, and wait for the delivery of this one.
    pub acknowledge: Option<Vec<String>>,
    pub route: SendRoute,
    /// How long to wait for the outcome, from the request on; the setting's time when absent.
    pub wait: Option<Duration>,
    pub idempotency_key: Option<String>,
    pub terms: SendTerms,
    /// What its caller calls all this.
    pub fields: MessageFields,
}

/// A send as it was planned, before it is accepted.
#[derive(Debug, Clone)]
pub(crate) struct PlannedSend {
    pub(crate) request: Request,
    pub(crate) recipient_key: Option<String>,
    pub(crate) thread_key: Option<String>,
    /// The thread is one of several people, however many are left in it.
    pub(crate) is_into_group: bool,
    pub(crate) group_id: Option<String>,
    pub(crate) opens_conversation: bool,
    pub(crate) subject: Option<String>,
    pub(crate) text: String,
    pub(crate) typing: Duration,
    pub(crate) acknowledge: Vec<String>,
    pub(crate) terms: PlannedTerms,
    /// The network's key of the message that it is done to, or our own id of the invitation, where it is such an act.
    pub(crate) target_key: Option<String>,
}

impl PlannedSend {
    /// What it must not overtake or be overtaken in. What goes to one person keeps its order, whatever is known of their
    /// threads; what is done to one message has a line of its own, so that a correction waits for no message.
    pub(crate) fn lane(&self) -> Option<String> {
        let message_key = self.target_key.as_ref();
        if let Some(message_key) = message_key.filter(|_| self.request.kind.is_about_message()) {
            return Some(format!("message {message_key}"));
        }
        let recipient_key = self.recipient_key.as_ref().filter(|_| !self.is_into_group);
        let lane = recipient_key.or(self.thread_key.as_ref());
        lane.cloned()
    }
}

/// What was planned, and the account that it leaves from.
pub(crate) type Planned = (Arc<Account>, PlannedSend);

/// What was accepted, and the account behind the request.
pub(crate) type HandedOver = (Arc<Account>, Accepted);

/// What became of handing over.
pub(crate) struct Accepted {
    pub(crate) send: Send,
    /// An identical request had been accepted before; this is its send.
    pub(crate) is_twin: bool,
    /// The same key and request had been accepted before.
    pub(crate) is_replay: bool,
    /// How its account stood in the moment of acceptance; absent for one that was accepted before.
    pub(crate) standing: Option<Standing>,
}

/// An account, and what is left of its limits for a kind of send.
pub(crate) struct Standing {
    pub(crate) account: Arc<Account>,
    pub(crate) quota: Option<(Action, Quota)>,
}

impl Accepted {
    /// A send that this request made.
    fn new(send: Send) -> Self {
        Self {
            send,
            is_twin: false,
            is_replay: false,
            standing: None,
        }
    }
}

impl App {
    /// Accepts a message and waits for its outcome. An error means that this message never existed or never leaves.
    pub async fn send_message(
        &self,
        caller: &Caller,
        command: SendMessage,
    ) -> AppResult<SendReport> {
        let deadline = self.wait_until(command.wait);
        let wants_delivery = command.acknowledge.is_some();
        let (account, accepted) = self.hand_over(caller, command).await?;
        self.watch(caller, account, accepted, deadline, wants_delivery)
            .await
    }

    /// One send with its tries.
    pub async fn find_send(&self, caller: &Caller, send_id: &str) -> AppResult<SendView> {
        self.view_send(caller, send_id).await
    }
}
