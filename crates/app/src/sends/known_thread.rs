//! The short way of a message with a key into a thread: where it goes is looked up in the transaction that accepts it,
//! together with others. Whatever is not simply known there goes the long way, which also has the words for why not.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::ids::{AccountId, ApiKeyId, WorkspaceId};
use domain::network::ThreadKind;
use domain::urn::{MemberKey, ThreadReference};
use store::accounts::{self, Account};
use store::conversations::{self, Target};
use store::{Gathered, StoreError, StoreResult, Tx};

use super::acceptance::{Acceptance, Answer, Frame};
use super::wanted::{Destination, Wanted};
use super::{HandedOver, PlannedTerms, SendMessage, SendRoute};
use crate::accounts::choose;
use crate::{App, AppResult, Caller};

/// A message into a thread that was not looked up yet.
struct IntoThread {
    caller: Caller,
    account: Option<String>,
    thread: ThreadReference,
    wanted: Wanted,
    typing: Duration,
    terms: PlannedTerms,
    frame: Frame,
    /// What the last run found.
    known: Mutex<Option<Known>>,
}

/// From which account such a message leaves, and all that accepting it needs.
#[derive(Clone)]
struct Known {
    account: Arc<Account>,
    acceptance: Arc<Acceptance>,
}

impl App {
    /// Accepts a message that needs nothing but a thread that the store knows; `None` where it needs more.
    pub(super) async fn accept_into_thread(
        &self,
        caller: &Caller,
        command: &SendMessage,
        wanted: &Wanted,
    ) -> AppResult<Option<HandedOver>> {
        let Some(item) = self.ask_into_thread(caller, command, wanted) else {
            return Ok(None);
        };
        let item = Arc::new(item);
        let tried = self.parts().store.write_gathered(Arc::clone(&item)).await;
        let error = match tried {
            Ok(None) => return Ok(None),
            Ok(Some((account, answer))) => {
                let accepted = answer?;
                self.count_accepted(&accepted);
                return Ok(Some((account, accepted)));
            }
            Err(error) => error,
        };
        match item.known() {
            // Whatever is in doubt about it is not this: nothing of it was in that transaction.
            None if error == StoreError::CommitUnknown => Ok(None),
            None => Err(error.into()),
            Some(Known {
                account,
                acceptance,
            }) => {
                let accepted = self.make_sure(acceptance, Err(error)).await?;
                Ok(Some((account, accepted)))
            }
        }
    }

    fn ask_into_thread(
        &self,
        caller: &Caller,
        command: &SendMessage,
        wanted: &Wanted,
    ) -> Option<IntoThread> {
        if !is_plain(command) || wanted.request.idempotency_key.is_none() {
            return None;
        }
        let frame = self.frame();
        Some(IntoThread {
            caller: caller.clone(),
            account: command.account.clone(),
            thread: ThreadReference::parse(command.conversation.as_deref()?).ok()?,
            wanted: wanted.clone(),
            typing: self.typing_before(command, &wanted.text),
            terms: PlannedTerms::naming_none(&command.terms, frame.now).ok()?,
            frame,
            known: Mutex::new(None),
        })
    }
}

/// Whether it names a thread, and nothing else that would have to be looked up.
fn is_plain(command: &SendMessage) -> bool {
    let terms = &command.terms;
    command.recipient.is_none()
        && command.group_id.is_none()
        && command.route == SendRoute::Direct
        && !command.is_inmail
        && command.acknowledge.as_ref().is_none_or(Vec::is_empty)
        && terms.attachments.is_empty()
        && terms.variables.is_none()
        && terms.uploads.is_empty()
        && terms.reply_to.is_none()
        && terms.forwards.is_none()
        && terms.if_last_message_id.is_none()
}

impl Gathered for IntoThread {
    type Answer = Option<(Arc<Account>, Answer)>;

    fn workspace_id(&self) -> WorkspaceId {
        self.caller.workspace_id
    }

    fn run(items: &[&Self], tx: &mut Tx<'_>) -> StoreResult<Vec<Self::Answer>> {
        let known: Vec<Option<Known>> = targets(tx, items)?
            .into_iter()
            .zip(items)
            .map(|(found, item)| found.map(|(account, target)| item.to(account, target)))
            .collect();
        for (item, known) in items.iter().zip(&known) {
            item.remember(known.clone());
        }
        let acceptances: Vec<&Acceptance> = known
            .iter()
            .flatten()
            .map(|known| &*known.acceptance)
            .collect();
        let mut answers = Acceptance::run(&acceptances, tx)?.into_iter();
        Ok(known
            .into_iter()
            .map(|known| Some((known?.account, answers.next()?)))
            .collect())
    }
}

impl IntoThread {
    fn to(&self, account: Arc<Account>, target: Target) -> Known {
        let wanted = self.wanted.clone();
        let target = Destination {
            thread_key: Some(target.thread_key),
            recipient_key: target.recipient_key,
            is_into_group: target.kind == ThreadKind::Group,
        };
        let planned = wanted.into_planned(target, self.typing, Vec::new(), self.terms.clone());
        let frame = self.frame.clone();
        let acceptance = Acceptance::new(frame, &self.caller, &account, planned);
        Known {
            account,
            acceptance: Arc::new(acceptance),
        }
    }

    fn known(&self) -> Option<Known> {
        let known = self.known.lock();
        known.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, known: Option<Known>) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }
}

/// From which account an item leaves, and where it goes.
type Place = (Arc<Account>, Target);

/// What decides which account that is: the key, and what its caller wrote.
type Choice<'i> = (ApiKeyId, Option<&'i str>, Option<&'i MemberKey>);

/// For each item its place, where that is known.
fn targets(tx: &mut Tx<'_>, items: &[&IntoThread]) -> StoreResult<Vec<Option<Place>>> {
    let Some(workspace_id) = items.first().map(|item| item.workspace_id()) else {
        return Ok(Vec::new());
    };
    let mut senders = Senders::default();
    let (mut keys, mut of_keys) = (Vec::new(), Vec::new());
    let (mut ids, mut of_ids) = (Vec::new(), Vec::new());
    for (place, item) in items.iter().enumerate() {
        match &item.thread {
            ThreadReference::Own(conversation_id) => {
                ids.push(*conversation_id);
                of_ids.push(place);
            }
            ThreadReference::Network { owner, thread } => {
                if let Some(account) = senders.choose(tx, item, owner.as_ref())? {
                    keys.push((account.account_id, thread.as_str()));
                    of_keys.push((place, account));
                }
            }
        }
    }
    let mut targets = vec![None; items.len()];
    let found = conversations::find_targets_by_thread_key(tx, workspace_id, &keys)?;
    for ((place, account), target) in of_keys.into_iter().zip(found) {
        targets[place] = target.map(|target| (account, target));
    }
    let found = conversations::find_targets(tx, workspace_id, &ids)?;
    for (place, target) in of_ids.into_iter().zip(found) {
        if let Some(target) = target {
            let account = senders.of(tx, items[place], target.account_id)?;
            targets[place] = account.map(|account| (account, target));
        }
    }
    Ok(targets)
}

/// The accounts that the items of a transaction leave from, each looked up once.
#[derive(Default)]
struct Senders<'i> {
    chosen: BTreeMap<Choice<'i>, Option<Arc<Account>>>,
    found: BTreeMap<AccountId, Option<Arc<Account>>>,
}

impl<'i> Senders<'i> {
    /// The account behind what the caller wrote, if it can send.
    fn choose(
        &mut self,
        tx: &mut Tx<'_>,
        item: &'i IntoThread,
        owner: Option<&'i MemberKey>,
    ) -> StoreResult<Option<Arc<Account>>> {
        let requested = item.account.as_deref();
        let choice = (item.caller.api_key_id, requested, owner);
        if let Some(known) = self.chosen.get(&choice) {
            return Ok(known.clone());
        }
        let found = choose(tx, &item.caller, requested, owner)?;
        let found = found.ok().filter(|account| !account.is_read_only);
        let found = found.map(Arc::new);
        self.chosen.insert(choice, found.clone());
        Ok(found)
    }

    /// The account of a conversation, if it can send and the caller names no other.
    fn of(
        &mut self,
        tx: &mut Tx<'_>,
        item: &IntoThread,
        account_id: AccountId,
    ) -> StoreResult<Option<Arc<Account>>> {
        let requested = item.account.as_deref().map(str::trim);
        let requested = requested.filter(|text| !text.is_empty());
        if requested.is_some_and(|text| text.parse() != Ok(account_id)) {
            return Ok(None);
        }
        if !item.caller.sees(account_id) {
            return Ok(None);
        }
        if let Some(known) = self.found.get(&account_id) {
            return Ok(known.clone());
        }
        let found = accounts::find(tx, item.caller.workspace_id, account_id)?;
        let found = found.filter(|account| !account.is_read_only).map(Arc::new);
        self.found.insert(account_id, found.clone());
        Ok(found)
    }
}
