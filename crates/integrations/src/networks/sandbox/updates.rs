//! The update stream of a seat.
//!
//! Updates may come twice or in another order, and what they carry is of the past. So what they name is asked for
//! again, once per page and after the page was read: what is then handed on includes every update of the page, and
//! an old update that comes once more takes nothing back.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::network::{Member, NetworkMessage, Thread, Update, Updates};
use domain::time::Timestamp;

use super::adapter::Sandbox;
use super::changes::{Change, Receipts};
use super::wire::{WireMessage, WireUpdates};
use crate::networks::network::{Network, NetworkError};

/// Updates per page: few, as a page and its cursor are kept in one small transaction.
const PAGE: &str = "32";

/// The longest wait that the server grants.
const WAIT_MAX: Duration = Duration::from_mins(1);

/// Messages that are asked for together when several of a thread have changed.
const MESSAGES: u32 = 100;

/// What was asked for while one page is read. `None` is what is no longer the seat's.
#[derive(Default)]
struct Asked {
    threads: BTreeMap<String, Option<Thread>>,
    members: BTreeMap<String, Option<Member>>,
    messages: BTreeMap<String, Option<NetworkMessage>>,
}

impl Sandbox {
    pub(super) async fn updates_after(
        &self,
        cursor: &str,
        wait: Duration,
    ) -> Result<Updates, NetworkError> {
        let own_key = self.own_key().await?;
        let wait = wait.min(WAIT_MAX);
        let seconds = wait.as_secs().to_string();
        let query = [("after", cursor), ("wait", &seconds), ("limit", PAGE)];
        let page: WireUpdates = self.calls.wait_for((&["updates"], &query), wait).await?;
        let mut changes = Vec::with_capacity(page.updates.len());
        let mut seen = BTreeSet::new();
        for update in &page.updates {
            let is_new = update.id.as_ref().is_none_or(|id| seen.insert(id));
            if is_new {
                changes.extend(Change::read(update, self.calls.base(), own_key)?);
            }
        }
        let mut asked = Asked::default();
        self.ask_for_messages(&changes, &mut asked).await?;
        let mut items = Vec::with_capacity(changes.len());
        for change in changes {
            self.bring_up_to_date(change, &mut asked, &mut items)
                .await?;
        }
        Ok(Updates {
            items,
            cursor: page.cursor,
        })
    }

    /// Reads each message that the changes name as it is now, several of one thread together.
    async fn ask_for_messages(
        &self,
        changes: &[Change],
        asked: &mut Asked,
    ) -> Result<(), NetworkError> {
        let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (thread_key, message_key) in changes.iter().flat_map(Change::messages) {
            wanted.entry(thread_key).or_default().insert(message_key);
        }
        for (thread_key, message_keys) in wanted {
            if message_keys.len() > 1 {
                let page = match self.messages(thread_key.to_owned(), None, MESSAGES).await {
                    Ok(page) => page.items,
                    Err(NetworkError::Refused { .. }) => Vec::new(),
                    Err(error) => return Err(error),
                };
                let page = page.into_iter();
                asked
                    .messages
                    .extend(page.map(|message| (message.message_key.clone(), Some(message))));
            }
            for message_key in message_keys {
                if !asked.messages.contains_key(message_key) {
                    let message = self.find_message(thread_key, message_key).await?;
                    asked.messages.insert(message_key.to_owned(), message);
                }
            }
        }
        Ok(())
    }

    async fn bring_up_to_date(
        &self,
        change: Change,
        asked: &mut Asked,
        items: &mut Vec<Update>,
    ) -> Result<(), NetworkError> {
        match change {
            Change::Message(message) => {
                // What is no longer there was taken back since, and the stream says so, maybe before this.
                let shown = asked.message(&message.message_key);
                let thread = self.thread_now(&message.thread_key, asked).await?;
                items.extend(match (thread, shown) {
                    (Some(thread), Some(message)) => Some(Update::Message { thread, message }),
                    (thread, _) => thread.map(Update::Thread),
                });
            }
            Change::Deleted {
                thread_key,
                message_key,
            } => items.push(Update::Deleted {
                thread_key,
                message_key,
            }),
            Change::Thread(thread_key) => {
                let thread = self.thread_now(&thread_key, asked).await?;
                items.extend(thread.map(Update::Thread));
            }
            Change::Receipts(receipts) => {
                items.extend(asked.receipts(receipts, self.own_key().await?));
            }
            Change::Reactions {
                thread_key,
                message_key,
            } => {
                let message = asked.message(&message_key);
                items.extend(message.map(|message| Update::Reactions {
                    thread_key,
                    message_key,
                    reactions: message.reactions,
                }));
            }
            Change::Typing {
                thread_key,
                member_key,
            } => items.push(Update::Typing {
                thread_key,
                member_key,
            }),
            Change::Member(member_key) => {
                let member = self.member_now(&member_key, asked).await?;
                items.extend(member.map(Update::Member));
            }
            Change::Relationship {
                member_key,
                invitation_key,
            } => {
                self.bring_relationship(&member_key, invitation_key, asked, items)
                    .await?;
            }
        }
        Ok(())
    }

    async fn bring_relationship(
        &self,
        member_key: &str,
        invitation_key: Option<String>,
        asked: &mut Asked,
        items: &mut Vec<Update>,
    ) -> Result<(), NetworkError> {
        // Before how the two stand, so that an end is known for what it was.
        if let Some(invitation_key) = invitation_key {
            let invitation = self.find_invitation(&invitation_key).await?;
            items.extend(invitation.map(Update::Invitation));
        }
        if let Some(member) = self.member_now(member_key, asked).await? {
            let relationship = self.relationship_now(member_key).await?;
            items.push(Update::Relationship {
                member,
                relationship,
            });
        }
        Ok(())
    }

    pub(super) async fn find_message(
        &self,
        thread_key: &str,
        message_key: &str,
    ) -> Result<Option<NetworkMessage>, NetworkError> {
        let path = (
            &["threads", thread_key, "messages", message_key][..],
            &[][..],
        );
        let message: Result<WireMessage, NetworkError> = self.calls.get(path).await;
        match message {
            Ok(message) => {
                let own_key = self.own_key().await?;
                Ok(Some(message.into_message(self.calls.base(), own_key)))
            }
            Err(NetworkError::Refused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn thread_now(
        &self,
        thread_key: &str,
        asked: &mut Asked,
    ) -> Result<Option<Thread>, NetworkError> {
        if let Some(thread) = asked.threads.get(thread_key) {
            return Ok(thread.clone());
        }
        let thread = self.find_thread(thread_key).await?;
        asked.threads.insert(thread_key.to_owned(), thread.clone());
        Ok(thread)
    }

    async fn member_now(
        &self,
        member_key: &str,
        asked: &mut Asked,
    ) -> Result<Option<Member>, NetworkError> {
        if let Some(member) = asked.members.get(member_key) {
            return Ok(member.clone());
        }
        let member = self.find_member(member_key).await?;
        asked.members.insert(member_key.to_owned(), member.clone());
        Ok(member)
    }
}

impl Asked {
    fn message(&self, message_key: &str) -> Option<NetworkMessage> {
        self.messages.get(message_key).cloned().flatten()
    }

    /// A message knows the earliest receipt of all; the update is the fallback for own messages that the seat is not
    /// shown.
    fn receipts(&self, receipts: Receipts, own_key: &str) -> Vec<Update> {
        let at = Some(Timestamp::from_millis(receipts.receipt_at));
        let told_seen_at = if receipts.is_seen { at } else { None };
        let thread_key = receipts.thread_key;
        let receipt = |message_key: String| {
            let (delivered_at, seen_at) = match self.messages.get(&message_key) {
                Some(Some(message)) if message.sender_key != own_key => return None,
                Some(Some(message)) => (message.delivered_at, message.seen_at),
                _ => (at, told_seen_at),
            };
            Some(Update::Receipt {
                thread_key: thread_key.clone(),
                message_key,
                delivered_at,
                seen_at,
            })
        };
        let message_keys = receipts.message_keys.into_iter();
        message_keys.filter_map(receipt).collect()
    }
}
