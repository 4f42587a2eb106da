//! The conversations of certain mailboxes, for callers who always mean some and name none when they mean the usual one; and
//! conversations by whatever name they have.

use domain::error_code::ErrorCode;
use domain::ids::ConversationId;
use domain::urn::ThreadReference;
use store::StoreResult;
use store::Tx;
use store::accounts::Account;
use store::conversations;

use super::messages::absent;
use super::{ConversationPage, ListConversations};
use crate::accounts::{AccountSummary, choose};
use crate::{App, AppResult, Caller, Refusal};

/// Stands between the account and the place in the cursor of a walk that named no account.
const BEHIND_ACCOUNT: char = '.';

/// Some conversations of certain mailboxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxPage {
    pub page: ConversationPage,
    /// Whose conversations are listed, in the order of their ids.
    pub mailboxes: Vec<AccountSummary>,
}

impl App {
    /// As [`Self::list_conversations`], where no account means the usual one. A walk stays with its account, even if the
    /// usual one changes on the way.
    pub async fn list_mailboxes(
        &self,
        caller: &Caller,
        mut list: ListConversations,
    ) -> AppResult<MailboxPage> {
        let is_usual = list.accounts.is_empty();
        let cursor = list.cursor.take();
        let (of_cursor, place) = parted(cursor.as_deref());
        if is_usual && cursor.is_some() && of_cursor.is_none() {
            return Err(Refusal::of(ErrorCode::InvalidCursor).into());
        }
        let wanted: Vec<Option<String>> = if is_usual {
            vec![of_cursor.map(str::to_owned)]
        } else {
            list.accounts.drain(..).map(Some).collect()
        };
        let (seen, of_walk) = (caller.clone(), is_usual && of_cursor.is_some());
        let read = self
            .parts()
            .store
            .read(move |tx| choose_each(tx, &seen, &wanted));
        let mut mailboxes = read.await?.map_err(|refusal| {
            if of_walk {
                Refusal::of(ErrorCode::InvalidCursor)
            } else {
                refusal
            }
        })?;
        mailboxes.sort_by_key(|account| account.account_id);
        mailboxes.dedup_by_key(|account| account.account_id);
        let ids = mailboxes.iter().map(|account| account.account_id);
        let list = ListConversations {
            accounts: ids.map(|account_id| account_id.to_string()).collect(),
            cursor: place.map(str::to_owned),
            ..list
        };
        let usual = list.accounts.first().filter(|_| is_usual).cloned();
        let mut page = self.list_conversations(caller, list).await?;
        if let Some(account) = usual {
            let named = |place: String| format!("{account}{BEHIND_ACCOUNT}{place}");
            page.next_cursor = page.next_cursor.map(named);
            page.previous_cursor = page.previous_cursor.map(named);
        }
        Ok(MailboxPage {
            page,
            mailboxes: mailboxes.iter().map(AccountSummary::of).collect(),
        })
    }

    /// Our own id of a conversation that is named in any way: one that is kept, of the account that was named, of the owner
    /// in its name, or else of the usual account.
    pub async fn named_conversation(
        &self,
        caller: &Caller,
        account: Option<String>,
        conversation: &str,
    ) -> AppResult<ConversationId> {
        let reference = ThreadReference::parse(conversation).map_err(|_| absent())?;
        let caller = caller.clone();
        let read = self.parts().store.read(move |tx| {
            let owner = match &reference {
                ThreadReference::Own(conversation_id) => {
                    return Ok(Ok(Some(*conversation_id)));
                }
                ThreadReference::Network { owner, .. } => owner.as_ref(),
            };
            let account = match choose(tx, &caller, account.as_deref(), owner)? {
                Ok(account) => account,
                Err(refusal) => return Ok(Err(refusal)),
            };
            find(tx, &account, &reference).map(Ok)
        });
        Ok(read.await??.ok_or_else(absent)?)
    }
}

fn find(
    tx: &mut Tx<'_>,
    account: &Account,
    reference: &ThreadReference,
) -> StoreResult<Option<ConversationId>> {
    let ThreadReference::Network { thread, .. } = reference else {
        return Ok(None);
    };
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let found = conversations::find_by_thread_key(tx, workspace_id, account_id, thread.as_str())?;
    Ok(found.map(|conversation| conversation.conversation_id))
}

fn choose_each(
    tx: &mut Tx<'_>,
    caller: &Caller,
    wanted: &[Option<String>],
) -> StoreResult<Result<Vec<Account>, Refusal>> {
    let mut chosen = Vec::with_capacity(wanted.len());
    for account in wanted {
        match choose(tx, caller, account.as_deref(), None)? {
            Ok(account) => chosen.push(account),
            Err(refusal) => return Ok(Err(refusal)),
        }
    }
    Ok(Ok(chosen))
}

/// The account in a cursor, if it has one, and the place in the list.
fn parted(cursor: Option<&str>) -> (Option<&str>, Option<&str>) {
    let Some(cursor) = cursor else {
        return (None, None);
    };
    match cursor.split_once(BEHIND_ACCOUNT) {
        Some((account, place)) => (Some(account), Some(place)),
        None => (None, Some(cursor)),
    }
}
