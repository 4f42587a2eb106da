//! The request behind a send, as its caller wrote it. It is looked up before anything else is looked at: a repeat is
//! answered with its send, whatever has become of account, network or limits since.

use std::sync::Arc;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, WorkspaceId};
use domain::send::SendKind;
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use domain::urn::{PersonReference, ThreadReference};
use sha2::{Digest, Sha256};
use store::accounts::{self, Account};
use store::sends::{self, Send};
use store::{StoreError, StoreResult, Tx};

use super::{Accepted, HandedOver, PlannedSend, SendTerms};
use crate::targets::Names;
use crate::{App, AppResult, Caller, Refusal};

/// What makes two requests the same request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) kind: SendKind,
    /// Of account, recipient or thread, type, group, subject and text, each as it was written: which account stands
    /// behind "the default one" may have changed when the same request comes again.
    pub(crate) fingerprint: Vec<u8>,
    pub(crate) idempotency_key: Option<String>,
    /// The only accounts that there are for whoever asks; none: all.
    only_accounts: Vec<AccountId>,
}

/// What a request hands over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Content<'c> {
    pub(crate) kind: SendKind,
    pub(crate) group_id: Option<&'c str>,
    pub(crate) subject: Option<&'c str>,
    pub(crate) text: &'c str,
    pub(crate) terms: Option<&'c SendTerms>,
}

impl Request {
    pub(crate) fn new(
        caller: &Caller,
        names: &Names,
        content: Content<'_>,
        idempotency_key: Option<String>,
    ) -> AppResult<Self> {
        let (thread, person) = names.parsed()?;
        let account = account_word(caller, names, thread.as_ref(), idempotency_key.is_some());
        // Whoever names the person may add or leave out the thread with that person.
        let target = match (&person, &thread) {
            (Some(person), _) => person_word(person),
            (None, Some(thread)) => thread_word(thread),
            (None, None) => String::new(),
        };
        Ok(Self {
            kind: content.kind,
            fingerprint: digest(&account, &target, content),
            idempotency_key: idempotency_key.filter(|_| !twins::is(Twin::ForgetKey)),
            only_accounts: caller.only_accounts().unwrap_or_default().to_vec(),
        })
    }
}

impl Request {
    /// Whether there is this send for whoever asks.
    fn sees(&self, send: &Send) -> bool {
        self.only_accounts.is_empty() || self.only_accounts.contains(&send.account_id)
    }

    /// Of an act on the message that is named, with the account where it is given.
    pub(super) fn about_message(
        caller: &Caller,
        (account, message): (&Option<String>, &str),
        content: Content<'_>,
        idempotency_key: Option<String>,
    ) -> Self {
        let target = format!("message {}", message.trim());
        Self::about(caller, (account, &target), content, idempotency_key)
    }

    /// Of an act on what `target` stands for, with the account where it is given.
    pub(super) fn about(
        caller: &Caller,
        (account, target): (&Option<String>, &str),
        content: Content<'_>,
        idempotency_key: Option<String>,
    ) -> Self {
        let names = Names {
            account: account.clone(),
            ..Names::default()
        };
        let account = account_word(caller, &names, None, idempotency_key.is_some());
        Self {
            kind: content.kind,
            fingerprint: digest(&account, target, content),
            idempotency_key: idempotency_key.filter(|_| !twins::is(Twin::ForgetKey)),
            only_accounts: caller.only_accounts().unwrap_or_default().to_vec(),
        }
    }
}

/// The same for requests in other words: of the account that was used and the member or thread behind the words.
pub(super) fn twin(account: &Account, planned: &PlannedSend) -> Vec<u8> {
    let target = match (&planned.recipient_key, &planned.thread_key) {
        (Some(member_key), _) => format!("key {member_key}"),
        (None, thread_key) => format!("thread {}", thread_key.as_deref().unwrap_or_default()),
    };
    let terms = SendTerms {
        reply_to: planned.terms.reply_to.clone(),
        attachments: planned.terms.attachments.clone(),
        ..SendTerms::default()
    };
    let content = Content {
        kind: planned.request.kind,
        group_id: planned.group_id.as_deref(),
        subject: planned.subject.as_deref(),
        text: &planned.text,
        terms: Some(&terms),
    };
    digest(&account.account_id.to_string(), &target, content)
}

fn digest(account: &str, target: &str, content: Content<'_>) -> Vec<u8> {
    let mut hash = Sha256::new();
    for field in [
        account,
        content.kind.word(),
        target,
        content.group_id.unwrap_or_default(),
        content.subject.unwrap_or_default(),
        content.text,
    ] {
        // Length first, so that no two lists of fields read alike.
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hash.update(content.terms.map(SendTerms::word).unwrap_or_default());
    hash.finalize().to_vec()
}

/// A request with a key of its own is the same whoever repeats it: an API key may have been replaced meanwhile.
fn account_word(
    caller: &Caller,
    names: &Names,
    thread: Option<&ThreadReference>,
    is_keyed: bool,
) -> String {
    let named = names.account.as_deref().map(str::trim);
    match (named.filter(|text| !text.is_empty()), thread) {
        (Some(account), _) => account.to_owned(),
        (
            None,
            Some(ThreadReference::Network {
                owner: Some(owner), ..
            }),
        ) => format!("owner {owner}"),
        (None, _) if is_keyed => "default".to_owned(),
        (None, _) => format!("default of {}", caller.api_key_id),
    }
}

fn person_word(reference: &PersonReference) -> String {
    match reference {
        PersonReference::Slug(slug) => format!("slug {slug}"),
        PersonReference::MemberKey(key) => format!("key {key}"),
        PersonReference::MemberNumber(number) => format!("number {}", number.get()),
        PersonReference::Own(person_id) => person_id.to_string(),
    }
}

fn thread_word(reference: &ThreadReference) -> String {
    match reference {
        ThreadReference::Network { thread, .. } => format!("thread {thread}"),
        ThreadReference::Own(conversation_id) => conversation_id.to_string(),
    }
}

impl App {
    /// The send that this very request made before, if it did, and its account.
    pub(crate) async fn find_earlier(
        &self,
        caller: &Caller,
        request: &Request,
    ) -> AppResult<Option<HandedOver>> {
        let (workspace_id, request) = (caller.workspace_id, request.clone());
        let since = self.twins_since();
        let found = self
            .parts()
            .store
            .read(move |tx| find_earlier(tx, workspace_id, &request, since));
        Ok(found.await?.transpose()?)
    }

    /// Identical requests without a key count as one from this instant on; `None`: never.
    pub(super) fn twins_since(&self) -> Option<Timestamp> {
        let window = self.parts().settings.twin_window;
        (!window.is_zero()).then(|| self.now().minus(window))
    }
}

/// The send that this very request made before, with its account.
pub(super) fn find_earlier(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    request: &Request,
    twins_since: Option<Timestamp>,
) -> StoreResult<Option<Result<HandedOver, Refusal>>> {
    let accepted = match earlier(tx, workspace_id, request, None, twins_since)? {
        None => return Ok(None),
        Some(Err(refusal)) => return Ok(Some(Err(refusal))),
        Some(Ok(accepted)) => accepted,
    };
    let account = accounts::find_any(tx, workspace_id, accepted.send.account_id)?;
    let account = account.ok_or(StoreError::NotFound)?;
    Ok(Some(Ok((Arc::new(account), accepted))))
}

/// The send of the same key, or without a key the send of an identical request; with `twin` also one in other words.
pub(super) fn earlier(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    request: &Request,
    twin: Option<&[u8]>,
    twins_since: Option<Timestamp>,
) -> StoreResult<Option<Result<Accepted, Refusal>>> {
    if let Some(key) = &request.idempotency_key {
        let found = sends::find_by_idempotency_keys(tx, workspace_id, &[key])?;
        let found = found.into_iter().flatten().next();
        return Ok(found.map(|send| replay(request, send)));
    }
    let Some(since) = twins_since else {
        return Ok(None);
    };
    let mut found = sends::find_repeated(tx, workspace_id, &request.fingerprint, since)?;
    if let (None, Some(twin)) = (&found, twin) {
        found = sends::find_twin(tx, workspace_id, twin, since)?;
    }
    let found = found.filter(|send| request.sees(send));
    Ok(found.map(|send| {
        Ok(Accepted {
            is_twin: true,
            ..Accepted::new(send)
        })
    }))
}

/// What the repeat of a request with a key gets, of which `send` carries the key.
pub(super) fn replay(request: &Request, send: Send) -> Result<Accepted, Refusal> {
    if send.fingerprint != request.fingerprint || !request.sees(&send) {
        return Err(Refusal::of(ErrorCode::IdempotencyKeyReused));
    }
    Ok(Accepted {
        is_replay: true,
        ..Accepted::new(send)
    })
}
