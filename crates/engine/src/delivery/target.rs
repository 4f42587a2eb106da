//! Where deliveries to one endpoint go, and what each says.

use std::time::Duration;

use domain::endpoint::PayloadFormat;
use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use integrations::webhooks::payload::{self, ReceivedMessage, Told};
use integrations::webhooks::{Post, Posted};
use secrecy::SecretString;
use serde::Deserialize;
use store::deliveries::{Due, Finished};
use store::endpoints::Endpoint;
use store::events::Event;
use store::vault::{Unopenable, Vault};
use store::{StoreResult, Tx, accounts, messages, people};
use url::Url;

use crate::Parts;

/// Before an event is tried again that could not be read.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// An endpoint, opened.
pub(super) struct Target {
    workspace_id: WorkspaceId,
    url: Url,
    format: PayloadFormat,
    secrets: Vec<SecretString>,
    headers: Vec<(String, SecretString)>,
}

impl Target {
    /// Fails with a sentence for the log of deliveries.
    pub(super) fn open(endpoint: &Endpoint, vault: &Vault, now: Timestamp) -> Result<Self, String> {
        let sealed = |error: Unopenable| format!("its secrets cannot be used: {error}");
        let mut secrets = endpoint.open_secrets(vault, now).map_err(sealed)?;
        if secrets.len() > 1 && twins::is(Twin::OldSecretOnly) {
            secrets.remove(0);
        }
        let headers = endpoint.open_headers(vault).map_err(sealed)?;
        Ok(Self {
            workspace_id: endpoint.workspace_id,
            url: Url::parse(&endpoint.settings.url).map_err(|error| error.to_string())?,
            format: endpoint.settings.format,
            secrets,
            headers,
        })
    }
}

/// Posts one event once. `None`: our own store failed, and the event is to be tried again.
pub(super) async fn deliver(
    parts: &Parts,
    target: Result<&Target, &String>,
    due: Due,
) -> Option<Finished> {
    let began_at = parts.clock.now();
    let body = match target {
        Ok(target) => body(parts, target, &due).await,
        Err(_) => Ok(Some(Vec::new())),
    };
    let (posted, is_void) = match (target, body) {
        (_, Err(error)) => {
            tracing::warn!(%error, "what is to be told cannot be read");
            parts.timer.sleep(STORE_PAUSE).await;
            return None;
        }
        (Ok(target), Ok(Some(body))) => (post(parts, target, &due, body, began_at).await, false),
        (Err(sentence), Ok(Some(_))) => (Posted::unanswered(sentence.clone()), false),
        (_, Ok(None)) => {
            let sentence = "the message is not there any more".to_owned();
            (Posted::unanswered(sentence), true)
        }
    };
    Some(Finished {
        number: due.event.number,
        began_at,
        took: parts.clock.now().since(began_at),
        answer: posted.answer,
        is_void,
        error: posted.error,
        body: posted.body,
    })
}

/// What is posted; `None` where there is nothing to tell any more.
async fn body(parts: &Parts, target: &Target, due: &Due) -> StoreResult<Option<Vec<u8>>> {
    let event = &due.event;
    match target.format {
        PayloadFormat::Standard => Ok(Some(payload::standard(&Told {
            event_id: event.event_id,
            number: event.number,
            kind: event.kind,
            at: event.at,
            account_id: event.account_id,
            subject: event.subject.as_deref(),
            data: &event.body,
            gap: &due.gap,
            is_test: false,
        }))),
        PayloadFormat::Guide => {
            let found = message(parts, target.workspace_id, event.clone()).await?;
            Ok(found.map(|message| payload::guide(&message)))
        }
    }
}

async fn post(parts: &Parts, target: &Target, due: &Due, body: Vec<u8>, now: Timestamp) -> Posted {
    let post = Post {
        url: target.url.clone(),
        id: due.event.event_id.to_string(),
        format: target.format,
        body,
        secrets: target.secrets.clone(),
        headers: target.headers.clone(),
        now,
    };
    parts.webhooks.post(post).await
}

/// What an event of a message that came in says.
#[derive(Deserialize)]
struct Named {
    #[serde(rename = "message_key")]
    message: String,
    #[serde(rename = "thread_key")]
    thread: String,
    #[serde(rename = "sender_key")]
    sender: String,
}

async fn message(
    parts: &Parts,
    workspace_id: WorkspaceId,
    event: Event,
) -> StoreResult<Option<ReceivedMessage>> {
    parts
        .store
        .read(move |tx| find_message(tx, workspace_id, &event))
        .await
}

fn find_message(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    event: &Event,
) -> StoreResult<Option<ReceivedMessage>> {
    let (Some(account_id), Ok(named)) =
        (event.account_id, serde_json::from_str::<Named>(&event.body))
    else {
        return Ok(None);
    };
    let Some(account) = accounts::find_any(tx, workspace_id, account_id)? else {
        return Ok(None);
    };
    let (network, key) = (messages::NETWORK, &named.message);
    let found = messages::find_by_ref(tx, workspace_id, account.number, network, key)?;
    let Some(message) = found.filter(|message| message.deleted_at.is_none()) else {
        return Ok(None);
    };
    let sender = people::find_by_member_key(tx, workspace_id, &account.network, &named.sender)?;
    Ok(Some(ReceivedMessage {
        message_urn: named.message,
        account_id,
        thread_urn: named.thread,
        sender_name: sender
            .as_ref()
            .map_or_else(String::new, |person| person.name.clone()),
        sender_slug: sender.as_ref().and_then(|person| person.slug.clone()),
        sender_picture: sender.and_then(|person| person.picture),
        sender_key: named.sender,
        text: message.text,
        sent_at: message.sent_at,
        attachments: message.attachments,
    }))
}
