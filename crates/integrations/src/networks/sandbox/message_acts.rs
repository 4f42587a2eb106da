//! What is done to a message that is there. Each sets a state, so a repeat changes nothing.

use domain::network::{CapabilityClass, NetworkMessage};
use domain::outcome::Outcome;
use domain::time::Timestamp;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::adapter::Sandbox;
use super::calls::Path;
use super::wire::WireEdited;
use crate::http::Method;
use crate::networks::network::{MessagePlace, NetworkError};

impl Sandbox {
    pub(super) async fn message_now(
        &self,
        place: MessagePlace,
    ) -> Result<Option<NetworkMessage>, NetworkError> {
        if self.session().await?.class() == CapabilityClass::D {
            // What the seat itself sent is not shown to it: not to see a message says nothing.
            return Err(NetworkError::Unsupported {
                capability: "an account whose own messages can be read back",
            });
        }
        self.find_message(&place.thread_key, &place.message_key)
            .await
    }

    pub(super) async fn edit_message(
        &self,
        place: MessagePlace,
        text: String,
    ) -> Outcome<Option<Timestamp>> {
        let body = json!({ "text": text });
        let path = (&segments(&place)[..], &[][..]);
        let outcome: Outcome<WireEdited> = self.calls.set(Method::PATCH, path, Some(&body)).await;
        outcome.map(|edited| edited.edited_at.map(Timestamp::from_millis))
    }

    pub(super) async fn unsend_message(&self, place: MessagePlace) -> Outcome<()> {
        let path = (&segments(&place)[..], &[][..]);
        self.set_state(Method::DELETE, path, None).await
    }

    pub(super) async fn react_to_message(
        &self,
        place: MessagePlace,
        emoji: String,
        is_added: bool,
    ) -> Outcome<()> {
        let [threads, thread, messages, message] = segments(&place);
        let segments = [threads, thread, messages, message, "reactions"];
        if is_added {
            let body = json!({ "emoji": emoji });
            return self
                .set_state(Method::POST, (&segments, &[]), Some(&body))
                .await;
        }
        let query = [("emoji", emoji.as_str())];
        self.set_state(Method::DELETE, (&segments, &query), None)
            .await
    }

    async fn set_state(&self, method: Method, path: Path<'_>, body: Option<&Value>) -> Outcome<()> {
        let outcome: Outcome<IgnoredAny> = self.calls.set(method, path, body).await;
        outcome.map(|IgnoredAny| ())
    }
}

fn segments(place: &MessagePlace) -> [&str; 4] {
    ["threads", &place.thread_key, "messages", &place.message_key]
}
