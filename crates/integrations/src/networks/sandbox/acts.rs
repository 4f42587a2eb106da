//! Sending and inviting: the acts that must happen at most once.

use domain::attachment::File;
use domain::limits;
use domain::network::Receipt;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::adapter::Sandbox;
use super::wire::{WireAcceptance, WireUpload};
use crate::networks::network::{Destination, OutgoingMessage};
use domain::outcome::Outcome;

impl Sandbox {
    pub(super) async fn send_message(&self, message: OutgoingMessage) -> Outcome<Receipt> {
        let attachment_ids = match self.upload(&message.attachments).await {
            Ok(attachment_ids) => attachment_ids,
            Err(outcome) => return outcome,
        };
        let body = send_body(&message, &attachment_ids);
        let outcome: Outcome<WireAcceptance> = self.calls.act((&["messages"], &[]), &body).await;
        outcome.map(|accepted| accepted.message.into_receipt(self.calls.base()))
    }

    /// Hands files over one after the other, in a time that no number of them makes longer.
    async fn upload(&self, files: &[File]) -> Result<Vec<String>, Outcome<Receipt>> {
        let mut attachment_ids = Vec::with_capacity(files.len());
        for file in files {
            let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
            let query = [("name", file.facts().name.as_str())];
            let path = (&["attachments"][..], &query[..]);
            let outcome = self.calls.upload(path, file, limits::UPLOAD_MAX / count);
            let uploaded: WireUpload = outcome.await.into_result()?;
            attachment_ids.push(uploaded.attachment_id);
        }
        Ok(attachment_ids)
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

fn send_body(message: &OutgoingMessage, attachment_ids: &[String]) -> Value {
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
        "reply_to": message.reply_to,
        "attachments": attachment_ids,
    })
}
