//! What became of a send whose answer was lost, by the means that the seat's class offers.

use domain::attachment::File;
use domain::network::{CapabilityClass, NetworkMessage, Receipt};
use domain::time::Timestamp;

use super::adapter::Sandbox;
use super::wire::{WireSends, WireThread};
use crate::networks::network::{Destination, Network, NetworkError, OutgoingMessage, ReadBack};

/// Messages per page of a search by content.
const PAGE: u32 = 100;

impl Sandbox {
    pub(super) async fn look_for(
        &self,
        message: OutgoingMessage,
        since: Timestamp,
    ) -> Result<ReadBack, NetworkError> {
        let session = self.session().await?;
        match session.class() {
            CapabilityClass::A | CapabilityClass::B => self.look_for_token(&message).await,
            CapabilityClass::C => {
                let own_key = &session.member.member_key;
                self.look_for_content(&message, since, own_key).await
            }
            CapabilityClass::D => Err(NetworkError::Unsupported {
                capability: "an account whose own messages can be read back",
            }),
        }
    }

    async fn look_for_token(&self, message: &OutgoingMessage) -> Result<ReadBack, NetworkError> {
        let place = match &message.destination {
            Destination::Thread(thread_key) => ("thread_id", thread_key.as_str()),
            Destination::Member(member_key) | Destination::GroupMember { member_key, .. } => {
                ("member", member_key.as_str())
            }
        };
        let query = [("token", message.token.as_str()), place];
        let sends: WireSends = self.calls.get((&["sends"], &query)).await?;
        match sends.messages.into_iter().next() {
            Some(found) if sends.found => {
                Ok(ReadBack::Found(vec![found.into_receipt(self.calls.base())]))
            }
            _ if sends.complete => Ok(ReadBack::Absent),
            _ => Err(NetworkError::Unreachable {
                detail: "the search for a sent message was not complete".to_owned(),
            }),
        }
    }

    async fn look_for_content(
        &self,
        message: &OutgoingMessage,
        since: Timestamp,
        own_key: &str,
    ) -> Result<ReadBack, NetworkError> {
        let thread_key = match &message.destination {
            Destination::Thread(thread_key) => thread_key.clone(),
            Destination::Member(member_key) | Destination::GroupMember { member_key, .. } => {
                match self.find_thread_with(member_key).await? {
                    Some(thread) => thread.into_thread(self.calls.base()).thread_key,
                    None => return Ok(ReadBack::Absent),
                }
            }
        };
        let (mut cursor, mut alike) = (None, Vec::new());
        loop {
            let page = self.messages(thread_key.clone(), cursor, PAGE).await?;
            for found in page.items {
                // The server counts milliseconds: what it says may lie before our own microseconds.
                if found.sent_at.millis() < since.millis() {
                    return Ok(found_or_absent(alike));
                }
                if found.sender_key == own_key && is_alike(&found, message) {
                    alike.push(Receipt {
                        message_key: found.message_key,
                        thread_key: found.thread_key,
                        accepted_at: found.sent_at,
                        attachments: found.attachments,
                    });
                }
            }
            match page.next {
                Some(next) => cursor = Some(next),
                None => return Ok(found_or_absent(alike)),
            }
        }
    }

    pub(super) async fn find_thread_with(
        &self,
        member_key: &str,
    ) -> Result<Option<WireThread>, NetworkError> {
        self.calls
            .find((&["threads", "with", member_key], &[]), "unknown_thread")
            .await
    }
}

/// Whether a message says what was sent. Files are compared by name and size: their bytes are not read again.
fn is_alike(found: &NetworkMessage, message: &OutgoingMessage) -> bool {
    let shown = found.attachments.iter();
    let shown = shown.map(|shown| (shown.name.as_str(), shown.byte_size));
    let sent = message.attachments.iter().map(File::facts);
    let sent = sent.map(|facts| (facts.name.as_str(), facts.byte_size));
    found.text == message.text.trim()
        && found.subject.as_deref().unwrap_or_default()
            == message.subject.as_deref().unwrap_or_default()
        && found.reply_to == message.reply_to
        && shown.eq(sent)
}

fn found_or_absent(alike: Vec<Receipt>) -> ReadBack {
    if alike.is_empty() {
        ReadBack::Absent
    } else {
        ReadBack::Found(alike)
    }
}
