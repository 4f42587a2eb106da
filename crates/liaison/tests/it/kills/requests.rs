//! The ways in which a message can be handed over.

use serde_json::{Value, json};

use super::Stage;

pub(super) const GUIDES_ROUTE: &str = "/linkedin/messaging/send";
pub(super) const MESSAGES: &str = "/v1/messages";
pub(super) const BATCH: &str = "/v1/messages/batch";

/// How a client hands over what it has next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// One after the other at the guide's route, without a key.
    Guides,
    /// One after the other, each with a key of its own; some twice.
    Keyed,
    /// The same request with the same key fifty times at once.
    AtOnce,
    /// All in one request, each with a key.
    Batch,
}

/// One message that is to be handed over.
pub(super) struct Message<'a> {
    pub(super) number: usize,
    pub(super) account_id: &'a str,
    pub(super) friend: &'a Value,
    pub(super) text: String,
    /// Account and recipient, where no other client writes.
    pub(super) lane: Option<(usize, String)>,
}

impl Message<'_> {
    pub(super) fn key(&self) -> String {
        format!("message {}", self.number)
    }

    /// For the guide's route. The same person, in one of the spellings that the routes take.
    pub(super) fn for_the_guides_route(&self, stage: &Stage<'_>) -> Value {
        let (account, text) = (self.account_id, &self.text);
        let (slug, key) = self.names();
        match stage.draw(self.number, "spelling", 3) {
            0 => json!({"accountId": account, "recipientProfileId": slug, "message": text}),
            1 => json!({"accountId": account, "recipientProfileId": key, "message": text}),
            _ => json!({
                "accountId": account,
                "recipientProfileUrn": format!("urn:li:fsd_profile:{key}"),
                "message": text
            }),
        }
    }

    /// For `/v1/messages`.
    pub(super) fn keyed(&self, stage: &Stage<'_>) -> Value {
        let (slug, key) = self.names();
        let is_slug = stage.draw(self.number, "spelling", 2) == 0;
        let recipient = if is_slug { slug } else { key };
        json!({"account": self.account_id, "recipient": recipient, "text": self.text})
    }

    /// As one of a batch, always in the same words: those of the same words keep their order.
    pub(super) fn of_a_batch(&self) -> Value {
        json!({
            "idempotency_key": self.key(),
            "account": self.account_id,
            "recipient": self.names().0,
            "text": self.text
        })
    }

    fn names(&self) -> (&str, &str) {
        let name = |field: &str| self.friend[field].as_str().unwrap();
        (name("slug"), name("member_key"))
    }
}
