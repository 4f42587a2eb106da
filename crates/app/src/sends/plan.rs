//! Looking before accepting: who gets it, by which right, through which thread.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::limits;
use domain::network::ThreadKind;
use domain::send::typing_span;
use domain::time::{Timestamp, within};
use domain::urn::GroupId;
use integrations::networks::network::NetworkError;
use store::accounts::{Account, BackfillState};

use super::request::find_earlier;
use super::wanted::{Destination, Wanted, names, wanted};
use super::{
    Accepted, HandedOver, MessageFields, Planned, PlannedSend, Request, SendMessage, SendRoute,
};
use crate::targets::{KnownPerson, KnownThread, Named, find_live};
use crate::{App, AppResult, Caller, Refusal};

/// A message that was looked at and is not accepted yet.
pub(super) enum LookedAt {
    /// It was accepted before.
    Earlier(Arc<Account>, Box<Accepted>),
    /// With what accepting it needs, or why it cannot be.
    Planned(Box<(Request, AppResult<Planned>)>),
}

/// What one look into the store says of a request.
enum FirstLook {
    /// It was accepted before.
    Earlier(Arc<Account>, Box<Accepted>),
    Named(Result<Box<Named>, Refusal>),
}

impl App {
    /// Finds the send that this request made before, or plans and accepts it.
    pub(super) async fn hand_over(
        &self,
        caller: &Caller,
        command: SendMessage,
    ) -> AppResult<HandedOver> {
        let wanted = wanted(caller, &command)?;
        let short = self.accept_into_thread(caller, &command, &wanted);
        if let Some(handed) = short.await? {
            return Ok(handed);
        }
        let looked = self.look_for(caller, &command, wanted).await?;
        self.accept_looked_at(caller, looked).await
    }

    /// Everything about a message that comes before its acceptance.
    pub(super) async fn look_at(
        &self,
        caller: &Caller,
        command: &SendMessage,
    ) -> AppResult<LookedAt> {
        let wanted = wanted(caller, command)?;
        self.look_for(caller, command, wanted).await
    }

    async fn look_for(
        &self,
        caller: &Caller,
        command: &SendMessage,
        wanted: Wanted,
    ) -> AppResult<LookedAt> {
        let request = wanted.request.clone();
        let named = match self.first_look(caller, &request, command).await? {
            FirstLook::Earlier(account, accepted) => {
                return Ok(LookedAt::Earlier(account, accepted));
            }
            FirstLook::Named(named) => named,
        };
        let planned = match named {
            Ok(named) => self.look(self.plan(caller, *named, command, wanted)).await,
            Err(refusal) => Err(refusal.into()),
        };
        Ok(LookedAt::Planned(Box::new((request, planned))))
    }

    /// Accepts what was looked at.
    pub(super) async fn accept_looked_at(
        &self,
        caller: &Caller,
        looked: LookedAt,
    ) -> AppResult<HandedOver> {
        match looked {
            LookedAt::Earlier(account, accepted) => Ok((account, *accepted)),
            LookedAt::Planned(planned) => {
                let (request, planned) = *planned;
                self.accept_planned(caller, &request, planned).await
            }
        }
    }

    /// The same without keeping anything.
    pub(super) async fn try_out(
        &self,
        caller: &Caller,
        command: SendMessage,
    ) -> AppResult<HandedOver> {
        let mut command = command;
        // In earnest there is a key, so that no request without one is its twin. No caller can name this one.
        command
            .idempotency_key
            .get_or_insert_with(|| "\n".to_owned());
        let wanted = wanted(caller, &command)?;
        let looked = self.first_look(caller, &wanted.request, &command);
        let named = match looked.await? {
            FirstLook::Earlier(account, accepted) => return Ok((account, *accepted)),
            FirstLook::Named(named) => named?,
        };
        let plan = self.plan(caller, *named, &command, wanted);
        let (account, planned) = self.look(plan).await?;
        let accepted = self.try_acceptance(caller, &account, planned).await?;
        Ok((account, accepted))
    }

    /// Accepts what was planned. A plan that failed says nothing of a twin that was accepted meanwhile.
    pub(crate) async fn accept_planned(
        &self,
        caller: &Caller,
        request: &Request,
        planned: AppResult<Planned>,
    ) -> AppResult<HandedOver> {
        let error = match planned {
            Ok((account, planned)) => {
                let accepted = self.accept(caller, &account, planned).await?;
                return Ok((account, accepted));
            }
            Err(error) => error,
        };
        self.find_earlier(caller, request).await?.ok_or(error)
    }

    /// Looking before accepting, for so long and no longer.
    pub(crate) async fn look<T>(&self, plan: impl Future<Output = AppResult<T>>) -> AppResult<T> {
        let looked = within(&*self.parts().timer, limits::LOOK_MAX, plan).await;
        looked.unwrap_or_else(|| {
            let message = "The network takes too long to say who this is; nothing was accepted.";
            Err(Refusal::new(ErrorCode::NetworkUnavailable, message).into())
        })
    }

    /// The send that this very request made before, or what the store knows of those whom it names.
    async fn first_look(
        &self,
        caller: &Caller,
        request: &Request,
        command: &SendMessage,
    ) -> AppResult<FirstLook> {
        let names = names(command);
        let parsed = names.parsed();
        let is_plain = !command.is_inmail && command.group_id.is_none();
        let (caller, request, since) = (caller.clone(), request.clone(), self.twins_since());
        let looked = self.parts().store.read(move |tx| {
            let named = match &parsed {
                Ok((thread, person)) => {
                    find_live(tx, &caller, &names, thread.as_ref(), person.as_ref())?
                }
                Err(refusal) => Err(refusal.clone()),
            };
            // Acceptance looks for the key by itself. Before it only who would ask the network must know.
            let is_known = is_plain && named.as_ref().is_ok_and(Named::has_thread);
            if !(is_known && request.idempotency_key.is_some()) {
                match find_earlier(tx, caller.workspace_id, &request, since)? {
                    Some(Ok((account, accepted))) => {
                        return Ok(Ok(FirstLook::Earlier(account, Box::new(accepted))));
                    }
                    Some(Err(refusal)) => return Ok(Err(refusal)),
                    None => {}
                }
            }
            Ok(Ok(FirstLook::Named(named.map(Box::new))))
        });
        Ok(looked.await??)
    }

    async fn plan(
        &self,
        caller: &Caller,
        named: Named,
        command: &SendMessage,
        wanted: Wanted,
    ) -> AppResult<Planned> {
        let planned = self.plan_message(caller, &named, command, wanted).await?;
        Ok((Arc::new(named.account), planned))
    }

    /// Turns a command into a send that is allowed, or says which rule refuses it and what would help.
    async fn plan_message(
        &self,
        caller: &Caller,
        named: &Named,
        command: &SendMessage,
        wanted: Wanted,
    ) -> AppResult<PlannedSend> {
        let group = wanted.group.as_ref();
        let fields = command.fields;
        if !command.terms.waits_for_limits || !named.account.is_over_limit(self.now()) {
            check_held(&named.account, self.now())?;
        }
        self.check_carries(&named.account, &command.terms).await?;
        let thread = self.thread(named).await?;
        let person = self.person(named).await?;
        if let (Some(thread), Some(person)) = (&thread, &person)
            && thread.member_keys.as_slice() != [person.member_key.clone()]
        {
            let message = "This thread is not the one with that person.";
            return Err(Refusal::field(fields.conversation, "mismatch", message).into());
        }
        let given = thread.as_ref().map(|thread| thread.thread_key.clone());
        let found = || person.as_ref().and_then(|person| person.thread_key.clone());
        let mut thread_key = given.or_else(found);
        match (command.route, group, command.is_inmail, &person) {
            (SendRoute::Group, None, ..) => check_several(fields, thread.as_ref())?,
            (_, Some(group), _, Some(person)) => self.check_group(named, group, person).await?,
            (_, _, true, Some(person)) => self.check_inmail(named, person).await?,
            (_, _, true, None) => return Err(inmail_needs_a_person(fields).into()),
            (_, _, false, Some(person)) if thread_key.is_none() => {
                thread_key = self.check_connection(named, person).await?;
            }
            _ => {}
        }
        let acknowledge = self.acknowledged(&named.account, command).await?;
        let recipient_key = person
            .map(|person| person.member_key)
            .or_else(|| only_party(thread.as_ref()));
        let mut terms = self
            .planned_terms(caller, &named.account, command, thread_key.as_deref())
            .await?;
        let parties = (recipient_key.as_deref(), thread_key.as_deref());
        let whose = (caller, &named.account);
        let filled = self.filled(whose, command, parties, wanted, &mut terms);
        // Few messages are made from something: the others do not carry its room with them.
        let wanted = Box::pin(filled).await?;
        let typing = match thread_key {
            Some(_) => self.typing_before(command, &wanted.text),
            None => Duration::ZERO,
        };
        let target = Destination {
            thread_key,
            recipient_key,
            is_into_group: thread.is_some_and(|thread| thread.kind == ThreadKind::Group),
        };
        Ok(wanted.into_planned(target, typing, acknowledge, terms))
    }

    /// How long typing is shown in the thread before the message.
    pub(super) fn typing_before(&self, command: &SendMessage, text: &str) -> Duration {
        if !command.typing {
            return Duration::ZERO;
        }
        let settings = &self.parts().settings;
        let longest = settings.typing_max.min(limits::TYPING_MAX);
        typing_span(
            text.chars().count(),
            settings.typing_speed,
            settings.typing_min,
            longest,
        )
    }

    /// A normal message without a known thread needs a first-degree connection, or a thread that only the network knows
    /// of yet, which is returned. What the store remembers is enough to allow it, never to refuse it.
    async fn check_connection(
        &self,
        named: &Named,
        person: &KnownPerson,
    ) -> AppResult<Option<String>> {
        let line = self.line(&named.account).await?;
        if person.degree == Some(1) {
            if named.account.backfill_state == BackfillState::Done {
                return Ok(None);
            }
            // The thread may be there and not be read yet. Not to know it costs the typing sign, nothing more.
            let thread = line.thread_with(person.member_key.clone()).await;
            return Ok(thread.ok().flatten().map(|thread| thread.thread_key));
        }
        let relationship = line.relationship(person.member_key.clone()).await?;
        match line.thread_with(person.member_key.clone()).await? {
            Some(thread) => Ok(Some(thread.thread_key)),
            None if relationship.degree == Some(1) => Ok(None),
            None => Err(Refusal::of(ErrorCode::ConnectionRequired).into()),
        }
    }

    async fn check_group(
        &self,
        named: &Named,
        group: &GroupId,
        person: &KnownPerson,
    ) -> AppResult<()> {
        let line = self.line(&named.account).await?;
        match line
            .shares_group(group.to_string(), person.member_key.clone())
            .await
        {
            Ok(true) => Ok(()),
            Ok(false) | Err(NetworkError::Refused { .. }) => {
                Err(Refusal::of(ErrorCode::GroupMembershipRequired).into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// An InMail needs a premium seat and a credit, or a recipient who takes mail from everybody. With the network out
    /// of reach a premium seat is enough: the network itself has the last word.
    async fn check_inmail(&self, named: &Named, person: &KnownPerson) -> AppResult<()> {
        let line = self.line(&named.account).await?;
        let plan = match line.plan().await {
            Ok(plan) => plan,
            Err(NetworkError::Unreachable { .. }) if named.account.is_premium => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if !plan.is_premium {
            return Err(Refusal::of(ErrorCode::PremiumRequired).into());
        }
        if plan.inmail_credits_used < plan.inmail_credits_total
            || line.is_open_profile(person.member_key.clone()).await?
        {
            return Ok(());
        }
        Err(Refusal::of(ErrorCode::InmailCreditRequired).into())
    }

    /// The network's keys of the messages to acknowledge.
    async fn acknowledged(
        &self,
        account: &Account,
        command: &SendMessage,
    ) -> AppResult<Vec<String>> {
        let field = command.fields.acknowledge;
        let urns = command.acknowledge.as_deref().unwrap_or_default();
        if urns.len() > limits::ACKNOWLEDGED_MESSAGES_MAX {
            let message = format!(
                "At most {} messages can be acknowledged at once.",
                limits::ACKNOWLEDGED_MESSAGES_MAX
            );
            return Err(Refusal::field(field, "too_many", message).into());
        }
        let mut keys = Vec::with_capacity(urns.len());
        for urn in urns {
            keys.push(self.message_key(account, field, urn).await?);
        }
        Ok(keys)
    }
}

/// Refuses what a held account could only leave lying.
pub(crate) fn check_held(account: &Account, now: Timestamp) -> AppResult<()> {
    if !account.is_held(now) {
        return Ok(());
    }
    let mut refusal = if account.is_over_limit(now) {
        let message = "More was written by hand in the network's own app than the limits of this account allow; it waits until \
                       they are kept again. A policy with larger limits lets it go at once.";
        Refusal::new(ErrorCode::RateLimitExceeded, message)
    } else {
        Refusal::of(ErrorCode::AccountHeld)
    };
    refusal.retry_at = account.hold_until;
    Err(refusal.into())
}

fn check_several(fields: MessageFields, thread: Option<&KnownThread>) -> AppResult<()> {
    match thread {
        Some(thread) if thread.member_keys.len() > 1 => Ok(()),
        _ => {
            let message = format!(
                "This is not a thread with several people; for a shared group give {}.",
                fields.group_id
            );
            Err(Refusal::field(fields.conversation, "mismatch", message).into())
        }
    }
}

fn only_party(thread: Option<&KnownThread>) -> Option<String> {
    match thread?.member_keys.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn inmail_needs_a_person(fields: MessageFields) -> Refusal {
    let message = format!("An InMail needs {}.", fields.recipient);
    Refusal::field(fields.recipient, "required", message)
}
