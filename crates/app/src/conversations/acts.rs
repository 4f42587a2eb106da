//! Acts on the mailbox: on the network where it can, else here alone, and the answer says which.

use std::sync::Arc;

use domain::conversation::{Applied, Desk};
use domain::error_code::ErrorCode;
use domain::ids::{ConversationId, WorkspaceId};
use integrations::networks::network::{Capabilities, Network, NetworkError};
use store::accounts::{self, Account};
use store::conversations::{self, Conversation};
use store::{StoreError, StoreResult, Tx, desks, ingest};

use super::messages::absent;
use super::view::{ConversationView, view};
use crate::{App, AppError, AppResult, Caller, Refusal};

/// What to do with a conversation. Each is safe to repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailboxAct {
    /// The other side sees the receipt.
    Read,
    Unread,
    Archive,
    Unarchive,
    Star,
    Unstar,
}

/// A conversation after an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    pub conversation: ConversationView,
    pub applied: Applied,
    /// The owner's `ACoAA…`.
    pub owner_key: String,
}

impl MailboxAct {
    fn is_able(self, able: Capabilities) -> bool {
        match self {
            Self::Read => able.mark_seen,
            Self::Unread => able.mark_unread,
            Self::Archive | Self::Unarchive => able.archive,
            Self::Star | Self::Unstar => able.star,
        }
    }

    /// What a network lacks that cannot do it.
    const fn capability(self) -> &'static str {
        match self {
            Self::Read => "marking as seen",
            Self::Unread => "marking as unread",
            Self::Archive | Self::Unarchive => "archiving",
            Self::Star | Self::Unstar => "starring",
        }
    }

    async fn perform(self, line: &dyn Network, thread_key: String) -> Result<(), NetworkError> {
        match self {
            Self::Read => line.mark_seen(thread_key).await,
            Self::Unread => line.mark_unread(thread_key).await,
            Self::Archive => line.archive(thread_key, true).await,
            Self::Unarchive => line.archive(thread_key, false).await,
            Self::Star => line.star(thread_key, true).await,
            Self::Unstar => line.star(thread_key, false).await,
        }
    }

    fn laid(self, desk: Desk) -> Desk {
        match self {
            Self::Read | Self::Unread => desk,
            Self::Archive | Self::Unarchive => Desk {
                is_archived: self == Self::Archive,
                ..desk
            },
            Self::Star | Self::Unstar => Desk {
                is_starred: self == Self::Star,
                ..desk
            },
        }
    }
}

impl App {
    /// Reads, archives or stars a conversation, or undoes it: on the network first where it can, and if that fails
    /// nothing is changed here.
    pub async fn act_on_mailbox(
        &self,
        caller: &Caller,
        id: &str,
        act: MailboxAct,
    ) -> AppResult<Acted> {
        self.act(caller, id, act, false).await
    }

    /// As [`Self::act_on_mailbox`], but refused where the network cannot do it.
    pub async fn act_on_network_mailbox(
        &self,
        caller: &Caller,
        id: &str,
        act: MailboxAct,
    ) -> AppResult<Acted> {
        self.act(caller, id, act, true).await
    }

    async fn act(
        &self,
        caller: &Caller,
        id: &str,
        act: MailboxAct,
        needs_network: bool,
    ) -> AppResult<Acted> {
        let (workspace_id, conversation_id) = (
            caller.workspace_id,
            self.seen_conversation(caller, id).await?,
        );
        let found = self.parts().store.read(move |tx| {
            let Some(conversation) = conversations::find(tx, workspace_id, conversation_id)? else {
                return Ok(None);
            };
            let account = accounts::find_any(tx, workspace_id, conversation.account_id)?;
            let is_linked = accounts::find(tx, workspace_id, conversation.account_id)?.is_some();
            let account = account.ok_or(StoreError::NotFound)?;
            Ok(Some((account, conversation, is_linked)))
        });
        let (account, conversation, is_linked) = found.await?.ok_or_else(absent)?;
        let line = if account.is_read_only || !is_linked {
            None
        } else {
            Some(self.line(&account).await?)
        };
        let line = line.filter(|line| act.is_able(line.capabilities()));
        if needs_network && line.is_none() {
            return Err(unable(&account, is_linked, act));
        }
        let applied = self.apply(line, act, &conversation).await?;
        let owner_key = account.member_key.clone();
        if applied == Applied::Network {
            self.note_live_use(caller, account.account_id).await;
        }
        let now = self.now();
        let written = self.parts().store.write(move |tx| {
            match act {
                // What came in between is for the network to say.
                MailboxAct::Read if applied == Applied::Network => {
                    ingest::all_seen(tx, &account, &[conversation.position()], now, now)?;
                }
                MailboxAct::Read => {
                    ingest::seen(tx, &account, &conversation.thread_key, now, now)?;
                }
                MailboxAct::Unread => {
                    ingest::unread(tx, &account, &conversation.thread_key, now)?;
                }
                _ => {
                    let subject = (workspace_id, conversation_id);
                    desks::change(tx, subject, |desk| act.laid(desk), now)?;
                }
            }
            shown(tx, workspace_id, conversation_id)
        });
        let conversation = written.await?.ok_or_else(absent)?;
        Ok(Acted {
            conversation,
            applied,
            owner_key,
        })
    }

    async fn apply(
        &self,
        line: Option<Arc<dyn Network>>,
        act: MailboxAct,
        conversation: &Conversation,
    ) -> AppResult<Applied> {
        let Some(line) = line else {
            return Ok(Applied::Local);
        };
        let thread_key = conversation.thread_key.clone();
        act.perform(&*line, thread_key).await?;
        Ok(Applied::Network)
    }

    /// Lays a conversation elsewhere on the desk of the workspace, of which no network knows.
    pub(super) async fn lay(
        &self,
        caller: &Caller,
        id: &str,
        next: impl Fn(&mut Tx<'_>, Desk) -> StoreResult<Result<Desk, Refusal>> + Send + 'static,
    ) -> AppResult<ConversationView> {
        let (workspace_id, conversation_id) = (
            caller.workspace_id,
            self.seen_conversation(caller, id).await?,
        );
        let now = self.now();
        let written = self.parts().store.write(move |tx| {
            let Some(conversation) = desks::lock(tx, workspace_id, conversation_id)? else {
                return Ok(Err(absent()));
            };
            let desk = match next(tx, conversation.desk)? {
                Ok(desk) => desk,
                Err(refusal) => return Ok(Err(refusal)),
            };
            desks::change(tx, (workspace_id, conversation_id), |_| desk, now)?;
            Ok(shown(tx, workspace_id, conversation_id)?.ok_or_else(absent))
        });
        Ok(written.await??)
    }
}

/// Why an act cannot be done on the network.
fn unable(account: &Account, is_linked: bool, act: MailboxAct) -> AppError {
    if account.is_read_only {
        return Refusal::of(ErrorCode::AccountReadOnly).into();
    }
    if !is_linked {
        return absent().into();
    }
    let capability = act.capability();
    NetworkError::Unsupported { capability }.into()
}

/// The conversation as it is shown now.
pub(crate) fn shown(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
) -> StoreResult<Option<ConversationView>> {
    match conversations::find(tx, workspace_id, conversation_id)? {
        Some(conversation) => view(tx, workspace_id, conversation).map(Some),
        None => Ok(None),
    }
}
