//! Whether there is a conversation with somebody, and reading one anew from its network.

use domain::error_code::ErrorCode;
use domain::ids::AccountId;
use integrations::networks::network::Capabilities;
use store::backfill;

use super::messages::absent;
use crate::messaging;
use crate::targets::Names;
use crate::{App, AppResult, Caller, Refusal};

/// The one-to-one conversation of an account with somebody, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationWith {
    pub account_id: AccountId,
    /// The owner's `ACoAA…`.
    pub owner_key: String,
    pub member_key: String,
    /// The network's id of it.
    pub thread_key: Option<String>,
}

impl App {
    /// Whether an account has a conversation with somebody: one that is kept; else its network is asked, where there is one
    /// to ask. `person_field` is what the caller calls the field that names them.
    pub async fn conversation_with(
        &self,
        caller: &Caller,
        account: Option<String>,
        person: String,
        person_field: &'static str,
    ) -> AppResult<ConversationWith> {
        let names = Names::of_person(account, person, person_field);
        let named = self.find_kept(caller, names).await?;
        let nobody = || Refusal::of(ErrorCode::MemberNotFound);
        let person = if named.account.is_read_only {
            named.person.clone().ok_or_else(nobody)?
        } else {
            self.person_of_today(&named).await?.ok_or_else(nobody)?
        };
        let mut thread_key = person.thread_key;
        if thread_key.is_none() && !named.account.is_read_only {
            let line = self.line(&named.account).await?;
            let thread = line.thread_with(person.member_key.clone()).await?;
            thread_key = thread.map(|thread| thread.thread_key);
            self.note_live_use(caller, named.account.account_id).await;
        }
        Ok(ConversationWith {
            account_id: named.account.account_id,
            owner_key: named.account.member_key,
            member_key: person.member_key,
            thread_key,
        })
    }

    /// Has the messages of a conversation read once more from its network, down to the first. It begins within half a
    /// minute, and one that is being read already goes on.
    pub async fn refresh_conversation(
        &self,
        caller: &Caller,
        account: Option<String>,
        conversation: String,
    ) -> AppResult<messaging::Acted> {
        let names = Names {
            account,
            conversation: Some(conversation),
            conversation_field: "conversationUrn",
            ..Names::default()
        };
        let named = self.find_named(caller, names).await?;
        let is_able = |able: &Capabilities| able.live_updates;
        self.able_line(&named.account, "being followed", is_able)
            .await?;
        let (workspace_id, account_id) = (named.account.workspace_id, named.account.account_id);
        let thread = self.thread(&named).await?.ok_or_else(absent)?;
        let thread_key = thread.thread_key.clone();
        let written = self
            .parts()
            .store
            .write(move |tx| backfill::update_pending(tx, workspace_id, account_id, &thread_key));
        written.await?;
        Ok(messaging::Acted {
            account_id,
            owner_key: named.account.member_key,
            thread_key: Some(thread.thread_key),
        })
    }
}
