//! Who and what a live call is about: the account and its line, the thread and the person that the caller named.
//! Looked up before anything is accepted: first in the store, then at the network, never inside a transaction.

use std::sync::Arc;

use domain::error_code::ErrorCode;
use domain::limits;
use domain::network::{Member, MemberQuery, ThreadKind};
use domain::time::Timestamp;
use domain::urn::{MemberKey, PersonReference, ThreadReference};
use integrations::networks::SeatAddress;
use integrations::networks::network::{Capabilities, Network, NetworkError};
use store::accounts::Account;
use store::inbox::Position;
use store::people::Person;
use store::{
    StoreError, StoreResult, Tx, accounts, conversations, ingest, participants, people, relations,
};

use crate::{App, AppError, AppResult, Caller, Refusal};

/// One more than decides whether a thread is with one person or with several.
const PARTIES: u32 = 2;

/// A thread as live calls need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownThread {
    pub(crate) thread_key: String,
    pub(crate) kind: ThreadKind,
    /// The other parties, or the first two of them.
    pub(crate) member_keys: Vec<String>,
    /// Its place in the list as it is kept; absent where only the network knows the thread.
    pub(crate) position: Option<Position>,
}

/// A person as live calls need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownPerson {
    pub(crate) member_key: String,
    /// As last seen; absent where nobody ever looked.
    pub(crate) degree: Option<u8>,
    /// The one-to-one thread, if there is one.
    pub(crate) thread_key: Option<String>,
    /// When the network showed what is known of them.
    pub(crate) seen_at: Timestamp,
}

/// What a caller named, as far as the store knows it.
pub(crate) struct Named {
    pub(crate) account: Account,
    pub(crate) thread: Option<KnownThread>,
    pub(crate) person: Option<KnownPerson>,
    /// The reference behind `person`, for the network to resolve what the store does not know.
    pub(crate) person_reference: Option<PersonReference>,
    pub(crate) thread_reference: Option<ThreadReference>,
}

/// What a caller wrote.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) account: Option<String>,
    pub(crate) conversation: Option<String>,
    pub(crate) person: Option<String>,
    /// What the caller calls the field that names the person.
    pub(crate) person_field: &'static str,
    /// What the caller calls the field that names the thread.
    pub(crate) conversation_field: &'static str,
}

impl Named {
    /// Whether the store knows everybody who was named, and the thread with them.
    pub(crate) fn has_thread(&self) -> bool {
        let person = self.person.as_ref();
        let has_thread =
            self.thread.is_some() || person.is_some_and(|person| person.thread_key.is_some());
        has_thread
            && self.thread.is_some() == self.thread_reference.is_some()
            && self.person.is_some() == self.person_reference.is_some()
    }
}

impl Names {
    /// What names a person alone.
    pub(crate) fn of_person(
        account: Option<String>,
        person: String,
        person_field: &'static str,
    ) -> Self {
        Self {
            account,
            person: Some(person),
            person_field,
            ..Self::default()
        }
    }

    /// The thread and the person as they are addressed.
    pub(crate) fn parsed(
        &self,
    ) -> Result<(Option<ThreadReference>, Option<PersonReference>), Refusal> {
        let thread = self.conversation.as_deref();
        let thread = thread.map(|raw| parse_thread(self.conversation_field, raw));
        let person = self.person.as_deref();
        let person = person.map(|raw| parse_person(self.person_field, raw));
        Ok((thread.transpose()?, person.transpose()?))
    }
}

impl App {
    /// Finds account, thread and person for a call that reaches the network.
    pub(crate) async fn find_named(&self, caller: &Caller, names: Names) -> AppResult<Named> {
        let named = self.find_kept(caller, names).await?;
        check_live(&named)?;
        Ok(named)
    }

    /// Finds account, thread and person, also of an account that can only be read.
    pub(crate) async fn find_kept(&self, caller: &Caller, names: Names) -> AppResult<Named> {
        let (thread, person) = names.parsed()?;
        let caller = caller.clone();
        let named = self
            .parts()
            .store
            .read(move |tx| find_in_store(tx, &caller, &names, thread.as_ref(), person.as_ref()))
            .await??;
        Ok(named)
    }

    /// The account's line to its network.
    pub(crate) async fn line(&self, account: &Account) -> AppResult<Arc<dyn Network>> {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let vault = Arc::clone(&self.parts().vault);
        let credentials = self
            .parts()
            .store
            .read(move |tx| accounts::credentials(tx, &vault, workspace_id, account_id))
            .await
            .map_err(|error| match error {
                StoreError::NotFound => AppError::from(Refusal::of(ErrorCode::AccountHeld)),
                other => other.into(),
            })?;
        let seat = SeatAddress {
            account_id,
            network: account.network.clone(),
            address: account.address.clone(),
            credentials,
        };
        Ok(self.parts().lines.line(&seat)?)
    }

    /// The account's line, for something that not every network can do; refused where this one cannot.
    pub(crate) async fn able_line(
        &self,
        account: &Account,
        capability: &'static str,
        is_able: fn(&Capabilities) -> bool,
    ) -> AppResult<Arc<dyn Network>> {
        let line = self.line(account).await?;
        if is_able(&line.capabilities()) {
            Ok(line)
        } else {
            Err(NetworkError::Unsupported { capability }.into())
        }
    }

    /// The thread that was named: from the store, else from the network, which may have opened it a moment ago.
    pub(crate) async fn thread(&self, named: &Named) -> AppResult<Option<KnownThread>> {
        if named.thread.is_some() {
            return Ok(named.thread.clone());
        }
        let thread_key = match &named.thread_reference {
            None => return Ok(None),
            Some(ThreadReference::Network { thread, .. }) => thread.to_string(),
            Some(ThreadReference::Own(_)) => {
                return Err(Refusal::of(ErrorCode::ConversationNotFound).into());
            }
        };
        let line = self.line(&named.account).await?;
        let thread = line
            .thread(thread_key)
            .await?
            .ok_or_else(|| Refusal::of(ErrorCode::ConversationNotFound))?;
        Ok(Some(KnownThread {
            thread_key: thread.thread_key,
            kind: thread.kind,
            member_keys: thread
                .participants
                .into_iter()
                .map(|member| member.member_key)
                .collect(),
            position: None,
        }))
    }

    /// The person that was named: from the store, else from the network, which is then remembered.
    pub(crate) async fn person(&self, named: &Named) -> AppResult<Option<KnownPerson>> {
        if named.person.is_some() {
            return Ok(named.person.clone());
        }
        self.look_up(named).await
    }

    /// As [`Self::person`]; but whoever was named by a slug and not seen for a day is looked up again: slugs change
    /// hands, and what is about a person must not go to whoever had it before.
    pub(crate) async fn person_of_today(&self, named: &Named) -> AppResult<Option<KnownPerson>> {
        let is_by_slug = matches!(named.person_reference, Some(PersonReference::Slug(_)));
        let now = self.now();
        match &named.person {
            Some(person) if is_by_slug && person.seen_at.plus(limits::SLUG_TRUSTED_FOR) < now => {
                self.look_up(named).await
            }
            _ => self.person(named).await,
        }
    }

    /// The person that was named, as the network shows them now, which is then remembered.
    pub(crate) async fn look_up(&self, named: &Named) -> AppResult<Option<KnownPerson>> {
        let Some(reference) = &named.person_reference else {
            return Ok(None);
        };
        let query = match reference {
            PersonReference::Slug(slug) => MemberQuery::Slug(slug.to_string()),
            PersonReference::MemberKey(key) => MemberQuery::MemberKey(key.to_string()),
            PersonReference::MemberNumber(number) => {
                MemberQuery::MemberNumber(number.get().try_into().unwrap_or(i64::MAX))
            }
            PersonReference::Own(_) => return Err(Refusal::of(ErrorCode::MemberNotFound).into()),
        };
        let line = self.line(&named.account).await?;
        let member = line
            .member(query)
            .await?
            .ok_or_else(|| Refusal::of(ErrorCode::MemberNotFound))?;
        self.remember_member(&named.account, member).await.map(Some)
    }

    /// The account and the person of a call about a person alone. `person_field` is what the caller calls the field
    /// that names the person.
    pub(crate) async fn named_person(
        &self,
        caller: &Caller,
        account: Option<String>,
        person: String,
        person_field: &'static str,
    ) -> AppResult<(Named, KnownPerson)> {
        let names = Names::of_person(account, person, person_field);
        let named = self.find_named(caller, names).await?;
        let person = self
            .person_of_today(&named)
            .await?
            .ok_or_else(|| Refusal::of(ErrorCode::MemberNotFound))?;
        Ok((named, person))
    }

    async fn remember_member(&self, account: &Account, member: Member) -> AppResult<KnownPerson> {
        let now = self.now();
        let account = account.clone();
        let known = self
            .parts()
            .store
            .write(move |tx| {
                let person = ingest::member_seen(tx, &account, &member, now)?;
                known_person(tx, &account, &person)
            })
            .await?;
        Ok(known)
    }
}

/// Finds account, thread and person in the store, for a call that reaches the network.
pub(crate) fn find_live(
    tx: &mut Tx<'_>,
    caller: &Caller,
    names: &Names,
    thread: Option<&ThreadReference>,
    person: Option<&PersonReference>,
) -> StoreResult<Result<Named, Refusal>> {
    let found = find_in_store(tx, caller, names, thread, person)?;
    Ok(found.and_then(|named| check_live(&named).map(|()| named)))
}

fn check_live(named: &Named) -> Result<(), Refusal> {
    if named.account.is_read_only {
        return Err(Refusal::of(ErrorCode::AccountReadOnly));
    }
    Ok(())
}

fn find_in_store(
    tx: &mut Tx<'_>,
    caller: &Caller,
    names: &Names,
    thread: Option<&ThreadReference>,
    person: Option<&PersonReference>,
) -> StoreResult<Result<Named, Refusal>> {
    let owner = match thread {
        Some(ThreadReference::Network { owner, .. }) => owner.as_ref(),
        _ => None,
    };
    let account = match choose_for(tx, caller, names, owner, thread)? {
        Ok(account) => account,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let known_thread = match thread {
        None => None,
        Some(reference) => find_thread(tx, &account, reference)?,
    };
    let known_person = match person {
        None => None,
        Some(reference) => match find_person(tx, &account, reference)? {
            Some(person) => Some(known_person(tx, &account, &person)?),
            None => None,
        },
    };
    Ok(Ok(Named {
        account,
        thread: known_thread,
        person: known_person,
        person_reference: person.cloned(),
        thread_reference: thread.cloned(),
    }))
}

/// The usual choice; but a conversation id of our own names its account as well as an owner in a URN does.
fn choose_for(
    tx: &mut Tx<'_>,
    caller: &Caller,
    names: &Names,
    owner: Option<&MemberKey>,
    thread: Option<&ThreadReference>,
) -> StoreResult<Result<Account, Refusal>> {
    if let (None, Some(ThreadReference::Own(conversation_id))) = (&names.account, thread)
        && let Some(conversation) = conversations::find(tx, caller.workspace_id, *conversation_id)?
        && caller.sees(conversation.account_id)
    {
        let account = accounts::find(tx, caller.workspace_id, conversation.account_id)?;
        return Ok(account.ok_or_else(|| Refusal::of(ErrorCode::ConversationNotFound)));
    }
    crate::accounts::choose(tx, caller, names.account.as_deref(), owner)
}

fn find_thread(
    tx: &mut Tx<'_>,
    account: &Account,
    reference: &ThreadReference,
) -> StoreResult<Option<KnownThread>> {
    let conversation = match reference {
        ThreadReference::Network { thread, .. } => conversations::find_by_thread_key(
            tx,
            account.workspace_id,
            account.account_id,
            thread.as_str(),
        )?,
        ThreadReference::Own(conversation_id) => {
            conversations::find(tx, account.workspace_id, *conversation_id)?
                .filter(|conversation| conversation.account_id == account.account_id)
        }
    };
    let Some(conversation) = conversation else {
        return Ok(None);
    };
    let conversation_id = conversation.conversation_id;
    let member_keys = participants::list_keys(tx, account.workspace_id, conversation_id, PARTIES)?;
    Ok(Some(KnownThread {
        position: Some(Position {
            last_activity_at: conversation.last_activity_at,
            thread: conversation.thread,
        }),
        thread_key: conversation.thread_key,
        kind: conversation.kind,
        member_keys,
    }))
}

pub(crate) fn find_person(
    tx: &mut Tx<'_>,
    account: &Account,
    reference: &PersonReference,
) -> StoreResult<Option<Person>> {
    let (workspace_id, network) = (account.workspace_id, account.network.as_str());
    match reference {
        PersonReference::Slug(slug) => {
            let found = people::find_by_slug(tx, workspace_id, network, slug.as_str())?;
            match found {
                // In an import a slug stands for the key, and stays one when the address changes.
                None if account.is_read_only => {
                    people::find_by_member_key(tx, workspace_id, network, slug.as_str())
                }
                found => Ok(found),
            }
        }
        PersonReference::MemberKey(key) => {
            people::find_by_member_key(tx, workspace_id, network, key.as_str())
        }
        PersonReference::MemberNumber(number) => match i64::try_from(number.get()) {
            Ok(number) => people::find_by_member_number(tx, workspace_id, network, number),
            Err(_) => Ok(None),
        },
        PersonReference::Own(person_id) => Ok(people::find(tx, workspace_id, *person_id)?
            .filter(|person| person.network == account.network)),
    }
}

fn known_person(tx: &mut Tx<'_>, account: &Account, person: &Person) -> StoreResult<KnownPerson> {
    let relation = relations::find(
        tx,
        account.workspace_id,
        account.account_id,
        person.person_id,
    )?;
    let thread = conversations::find_direct_with(
        tx,
        account.workspace_id,
        account.account_id,
        person.person_id,
    )?;
    Ok(KnownPerson {
        member_key: person.member_key.clone(),
        degree: relation.and_then(|relation| relation.relationship.degree),
        thread_key: thread.map(|conversation| conversation.thread_key),
        seen_at: person.updated_at,
    })
}

fn parse_thread(field: &str, raw: &str) -> Result<ThreadReference, Refusal> {
    ThreadReference::parse(raw).map_err(|error| Refusal::field(field, "invalid", error.to_string()))
}

pub(crate) fn parse_person(field: &str, raw: &str) -> Result<PersonReference, Refusal> {
    PersonReference::parse(raw).map_err(|error| Refusal::field(field, "invalid", error.to_string()))
}
