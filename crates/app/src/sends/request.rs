//! The request behind a send, as its caller wrote it. It is looked up before anything else is looked at: a repeat is
//! answered with its send, whatever has become of account, network or limits since.

use domain::error_code::ErrorCode;
use domain::send::SendKind;
use domain::time::Timestamp;
use domain::urn::{PersonReference, ThreadReference};
use sha2::{Digest, Sha256};
use store::accounts::Account;
use store::sends;
use store::{StoreResult, Tx};

use super::Accepted;
use crate::targets::Named;
use crate::{App, AppResult, Refusal};

/// What makes two requests the same request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) kind: SendKind,
    /// Of account, recipient or thread, type, group, subject and text.
    pub(crate) digest: Vec<u8>,
    pub(crate) idempotency_key: Option<String>,
}

impl Request {
    pub(crate) fn new(
        kind: SendKind,
        named: &Named,
        group_id: Option<&str>,
        subject: Option<&str>,
        text: &str,
        idempotency_key: Option<String>,
    ) -> Self {
        let person = named.person_reference.as_ref().map(person_word);
        let thread = named.thread_reference.as_ref().map(thread_word);
        // Whoever names the person may add or leave out the thread with that person.
        let target = person.or(thread).unwrap_or_default();
        let mut hash = Sha256::new();
        hash.update(named.account.account_id.as_bytes());
        for field in [
            kind.word(),
            &target,
            group_id.unwrap_or_default(),
            subject.unwrap_or_default(),
            text,
        ] {
            // Length first, so that no two lists of fields read alike.
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        Self {
            kind,
            digest: hash.finalize().to_vec(),
            idempotency_key,
        }
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
    /// The send that this very request made before, if it did.
    pub(crate) async fn find_earlier(
        &self,
        account: &Account,
        request: &Request,
    ) -> AppResult<Option<Accepted>> {
        let (account, request) = (account.clone(), request.clone());
        let since = self.twins_since();
        let found = self
            .parts()
            .store
            .read(move |tx| earlier(tx, &account, &request, since))
            .await?;
        Ok(found.transpose()?)
    }

    /// Identical requests without a key count as one from this instant on; `None`: never.
    pub(super) fn twins_since(&self) -> Option<Timestamp> {
        let window = self.parts().settings.twin_window;
        (!window.is_zero()).then(|| self.now().minus(window))
    }
}

/// The send of the same key, or without a key the send of an identical request.
pub(super) fn earlier(
    tx: &mut Tx<'_>,
    account: &Account,
    request: &Request,
    twins_since: Option<Timestamp>,
) -> StoreResult<Option<Result<Accepted, Refusal>>> {
    let workspace_id = account.workspace_id;
    if let Some(key) = &request.idempotency_key {
        let found = sends::find_by_idempotency_key(tx, workspace_id, key)?;
        return Ok(found.map(|send| {
            if send.fingerprint == request.digest {
                Ok(Accepted {
                    send,
                    is_twin: false,
                    is_replay: true,
                })
            } else {
                Err(Refusal::of(ErrorCode::IdempotencyKeyReused))
            }
        }));
    }
    let Some(since) = twins_since else {
        return Ok(None);
    };
    let found = sends::find_twin(tx, workspace_id, &request.digest, since)?;
    Ok(found.map(|send| {
        Ok(Accepted {
            send,
            is_twin: true,
            is_replay: false,
        })
    }))
}
