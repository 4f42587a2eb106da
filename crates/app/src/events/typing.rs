//! Who types at this moment: told to those who look, never kept, and lost where nobody does.

use std::sync::Arc;

use domain::access::Grant;
use domain::ids::{AccountId, ConversationId};
use store::hints::Typing;
use store::{conversations, people};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::{EventReader, is_seen};
use crate::{App, AppResult};

/// Somebody types in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypingView {
    pub account_id: AccountId,
    pub conversation_id: ConversationId,
    /// The network's id of the conversation.
    pub thread_key: String,
    /// The network's id of who types.
    pub member_key: String,
}

/// Somebody who wants to know who types.
pub struct TypingReader {
    app: App,
    account_id: Option<AccountId>,
    grant: Arc<Grant>,
    shown: broadcast::Receiver<Typing>,
}

impl EventReader {
    /// Who types, of the same account if the reader wants one only.
    pub fn typing(&self) -> TypingReader {
        let hints = self.app.parts().store.hints();
        TypingReader {
            app: self.app.clone(),
            account_id: self.account_id,
            grant: Arc::clone(&self.grant),
            shown: hints.listen_for_typing(self.workspace_id),
        }
    }
}

impl TypingReader {
    /// The next sign of typing. What a slow reader misses is lost.
    pub async fn next(&mut self) -> AppResult<TypingView> {
        loop {
            let typing = match self.shown.recv().await {
                Ok(typing) => typing,
                Err(RecvError::Lagged(_)) => continue,
                // The store keeps the other end for as long as it is open.
                Err(RecvError::Closed) => std::future::pending().await,
            };
            let is_wanted = self
                .account_id
                .is_none_or(|account_id| account_id == typing.account_id);
            let is_wanted = is_wanted && is_seen(&self.grant, Some(typing.account_id));
            if is_wanted && let Some(view) = self.look(typing).await? {
                return Ok(view);
            }
        }
    }

    async fn look(&self, typing: Typing) -> AppResult<Option<TypingView>> {
        let workspace_id = typing.workspace_id;
        let read = self.app.parts().store.read(move |tx| {
            let conversation = conversations::find(tx, workspace_id, typing.conversation_id)?;
            let person = people::find(tx, workspace_id, typing.person_id)?;
            Ok(conversation.zip(person))
        });
        let found = read.await?;
        Ok(found.map(|(conversation, person)| TypingView {
            account_id: typing.account_id,
            conversation_id: typing.conversation_id,
            thread_key: conversation.thread_key,
            member_key: person.member_key,
        }))
    }
}
