//! A receiver tried out: one delivery of something that did not happen, answered for at once.

use std::time::Duration;

use domain::delivery::Answer;
use domain::endpoint::PayloadFormat;
use domain::error_code::ErrorCode;
use domain::event::EventKind;
use domain::ids::{AccountId, EventId};
use domain::time::Timestamp;
use integrations::webhooks::payload::{self, ReceivedMessage, Told};
use integrations::webhooks::{Post, Posted};
use store::vault::Unopenable;
use url::Url;

use crate::{App, AppResult, Caller, Refusal};

/// What came of trying a receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    pub is_delivered: bool,
    pub status: Option<u16>,
    /// Why there is no answer.
    pub error: Option<String>,
    /// The beginning of what the receiver said.
    pub answer: Option<String>,
    pub took: Duration,
}

impl App {
    /// Posts an example of an event to a receiver, whatever its state, and says what it answered. It counts for nothing.
    ///
    /// Refused: `validation_error` for a type that the receiver's format does not have.
    pub async fn try_endpoint(
        &self,
        caller: &Caller,
        id: &str,
        kind: EventKind,
    ) -> AppResult<Trial> {
        let endpoint = self.endpoint(caller, id).await?;
        let settings = &endpoint.settings;
        if !settings.format.can_tell(kind) {
            let message = "the format guide has message.received only";
            return Err(Refusal::field("type", "unknown_word", message).into());
        }
        let began_at = self.now();
        let event_id = EventId::mint(began_at, self.parts().entropy.as_ref());
        let body = match settings.format {
            PayloadFormat::Standard => example(kind, event_id, began_at),
            PayloadFormat::Guide => payload::guide(&example_message(began_at)),
        };
        let url = Url::parse(&settings.url).map_err(|_| Refusal::of(ErrorCode::InternalError))?;
        let vault = &self.parts().vault;
        let sealed = |error: Unopenable| Refusal::new(ErrorCode::InternalError, error.to_string());
        let post = Post {
            url,
            id: event_id.to_string(),
            format: settings.format,
            body,
            secrets: endpoint.open_secrets(vault, began_at).map_err(sealed)?,
            headers: endpoint.open_headers(vault).map_err(sealed)?,
            now: began_at,
        };
        let posted = self.parts().webhooks.post(post).await;
        Ok(trial(posted, self.now().since(began_at)))
    }
}

fn trial(posted: Posted, took: Duration) -> Trial {
    Trial {
        is_delivered: posted.answer.is_success(),
        status: match posted.answer {
            Answer::Status(status, _) => Some(status),
            Answer::None => None,
        },
        error: posted.error,
        answer: posted.body,
        took,
    }
}

fn example(kind: EventKind, event_id: EventId, now: Timestamp) -> Vec<u8> {
    let data = serde_json::Value::Object(kind.example()).to_string();
    payload::standard(&Told {
        event_id,
        number: 1,
        kind,
        at: now,
        account_id: None,
        subject: None,
        data: &data,
        gap: &[],
        is_test: true,
    })
}

fn example_message(now: Timestamp) -> ReceivedMessage {
    ReceivedMessage {
        message_urn: "urn:li:messagingMessage:2-test".to_owned(),
        account_id: AccountId::from_bytes([0; 16]),
        thread_urn: "urn:li:messagingThread:2-test".to_owned(),
        sender_key: "ACoAAtest".to_owned(),
        sender_name: "Test".to_owned(),
        sender_slug: None,
        sender_picture: None,
        text: "A test of this receiver.".to_owned(),
        sent_at: now,
        attachments: None,
    }
}
