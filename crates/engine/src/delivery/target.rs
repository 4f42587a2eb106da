//! Where deliveries to one endpoint go, and what each says.

use domain::endpoint::PayloadFormat;
use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use integrations::webhooks::payload::{self, ReceivedMessage, Told};
use integrations::webhooks::{Post, Posted};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use store::deliveries::{Due, Finished};
use store::endpoints::{Endpoint, headers_place, secret_place};
use store::events::Event;
use store::vault::{Unopenable, Vault};
use store::{StoreResult, Tx, accounts, messages, people};
use url::Url;

use crate::Parts;

/// An endpoint, opened.
pub(super) struct Target {
    workspace_id: WorkspaceId,
    url: Url,
    format: PayloadFormat,
    secrets: Vec<SecretString>,
    headers: Vec<(String, String)>,
}

impl Target {
    /// Fails with a sentence for the log of deliveries.
    pub(super) fn open(endpoint: &Endpoint, vault: &Vault, now: Timestamp) -> Result<Self, String> {
        let (workspace_id, endpoint_id) = (&endpoint.workspace_id, &endpoint.endpoint_id);
        let sealed = |error: Unopenable| format!("its secret cannot be used: {error}");
        let place = secret_place(workspace_id, endpoint_id);
        let mut secrets = vec![vault.open_text(&place, &endpoint.secret).map_err(sealed)?];
        if let Some((old, until)) = &endpoint.old_secret
            && *until > now
        {
            secrets.push(vault.open_text(&place, old).map_err(sealed)?);
        }
        let headers = match &endpoint.settings.headers {
            Some(headers) => {
                let place = headers_place(workspace_id, endpoint_id);
                let opened = vault.open_text(&place, headers).map_err(sealed)?;
                serde_json::from_str(opened.expose_secret()).map_err(|error| error.to_string())?
            }
            None => Vec::new(),
        };
        Ok(Self {
            workspace_id: endpoint.workspace_id,
            url: Url::parse(&endpoint.settings.url).map_err(|error| error.to_string())?,
            format: endpoint.settings.format,
            secrets,
            headers,
        })
    }
}

/// Posts one event once.
pub(super) async fn deliver(parts: &Parts, target: Result<&Target, &String>, due: Due) -> Finished {
    let began_at = parts.clock.now();
    let posted = match target {
        Ok(target) => post(parts, target, &due, began_at).await,
        Err(sentence) => Posted::unanswered(sentence.clone()),
    };
    Finished {
        number: due.event.number,
        began_at,
        took: parts.clock.now().since(began_at),
        answer: posted.answer,
        error: posted.error,
        body: posted.body,
    }
}

async fn post(parts: &Parts, target: &Target, due: &Due, now: Timestamp) -> Posted {
    let event = &due.event;
    let body = match target.format {
        PayloadFormat::Standard => payload::standard(&Told {
            event_id: event.event_id,
            number: event.number,
            kind: event.kind,
            at: event.at,
            account_id: event.account_id,
            subject: event.subject.as_deref(),
            data: &event.body,
            gap: &due.gap,
            is_test: false,
        }),
        PayloadFormat::Guide => match message(parts, target.workspace_id, event.clone()).await {
            Ok(Some(message)) => payload::guide(&message),
            Ok(None) => return Posted::unanswered("the message is not there any more".to_owned()),
            Err(error) => return Posted::unanswered(error.to_string()),
        },
    };
    let post = Post {
        url: target.url.clone(),
        id: event.event_id.to_string(),
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
