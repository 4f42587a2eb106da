//! Sending and inviting: the acts that must happen at most once.

use domain::network::Receipt;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::adapter::Sandbox;
use super::wire::WireAcceptance;
use crate::networks::network::{Destination, OutgoingMessage};
use domain::outcome::Outcome;

impl Sandbox {
    pub(super) async fn send_message(&self, message: OutgoingMessage) -> Outcome<Receipt> {
        let body = send_body(&message);
        let outcome: Outcome<WireAcceptance> = self.calls.act((&["messages"], &[]), &body).await;
        outcome.map(|accepted| accepted.message.into_receipt())
    }

    pub(super) async fn invite(
        &self,
        token: String,
        member_key: String,
        note: Option<String>,
    ) -> Outcome<()> {
        let body = json!({"token": token, "member": member_key, "note": note});
        let outcome: Outcome<IgnoredAny> = self.calls.act((&["invitations"], &[]), &body).await;
        outcome.map(|IgnoredAny| ())
    }
}

fn send_body(message: &OutgoingMessage) -> Value {
    let (to, group_id) = match &message.destination {
        Destination::Thread(thread_key) => (json!({"thread_id": thread_key}), None),
        Destination::Member(member_key) => (json!({"member": member_key}), None),
        Destination::GroupMember {
            group_id,
            member_key,
        } => (json!({"member": member_key}), Some(group_id)),
    };
    json!({
        "token": message.token,
        "to": to,
        "kind": if message.is_inmail { "inmail" } else { "message" },
        "group_id": group_id,
        "subject": message.subject,
        "text": message.text,
        "attachments": [],
    })
}
