//! Live acts that leave nothing behind in the outbox: typing, seen, and what a member accepts.

use domain::ids::AccountId;

use crate::targets::Names;
use crate::{App, AppResult, Caller};

/// A live act that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    pub account_id: AccountId,
    /// The owner's `ACoAA…`.
    pub owner_key: String,
    /// The thread that it was done in; absent for all threads.
    pub thread_key: Option<String>,
}

/// Whether a member takes mail from everybody without a credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailSupport {
    pub account_id: AccountId,
    pub member_key: String,
    pub supports_free_email: bool,
}

enum InThread {
    Typing,
    Seen,
}

impl App {
    /// Shows typing in a thread, once.
    pub async fn show_typing(
        &self,
        caller: &Caller,
        account: Option<String>,
        conversation: String,
    ) -> AppResult<Acted> {
        self.act_in_thread(caller, account, conversation, InThread::Typing)
            .await
    }

    /// Marks a thread as seen: the other side sees the receipt. Safe to repeat.
    pub async fn mark_seen(
        &self,
        caller: &Caller,
        account: Option<String>,
        conversation: String,
    ) -> AppResult<Acted> {
        self.act_in_thread(caller, account, conversation, InThread::Seen)
            .await
    }

    async fn act_in_thread(
        &self,
        caller: &Caller,
        account: Option<String>,
        conversation: String,
        act: InThread,
    ) -> AppResult<Acted> {
        let names = Names {
            account,
            conversation: Some(conversation),
            ..Names::default()
        };
        let named = self.find_named(caller, names).await?;
        let thread = self.thread(&named).await?;
        let thread_key = thread.map(|thread| thread.thread_key);
        let line = self.line(&named.account).await?;
        let key = thread_key.clone().unwrap_or_default();
        match act {
            InThread::Typing => line.typing(key, true).await?,
            InThread::Seen => line.mark_seen(key).await?,
        }
        self.note_live_use(caller, named.account.account_id).await;
        Ok(Acted {
            account_id: named.account.account_id,
            owner_key: named.account.member_key,
            thread_key,
        })
    }

    /// Marks every thread as read. Safe to repeat.
    pub async fn mark_all_read(
        &self,
        caller: &Caller,
        account: Option<String>,
    ) -> AppResult<Acted> {
        let named = self
            .find_named(
                caller,
                Names {
                    account,
                    ..Names::default()
                },
            )
            .await?;
        self.line(&named.account).await?.mark_all_read().await?;
        self.note_live_use(caller, named.account.account_id).await;
        Ok(Acted {
            account_id: named.account.account_id,
            owner_key: named.account.member_key,
            thread_key: None,
        })
    }

    /// Asks whether a member has an open profile.
    pub async fn check_email_support(
        &self,
        caller: &Caller,
        account: Option<String>,
        person: String,
    ) -> AppResult<EmailSupport> {
        let (named, person) = self.named_person(caller, account, person).await?;
        let line = self.line(&named.account).await?;
        let supports_free_email = line.is_open_profile(person.member_key.clone()).await?;
        self.note_live_use(caller, named.account.account_id).await;
        Ok(EmailSupport {
            account_id: named.account.account_id,
            member_key: person.member_key,
            supports_free_email,
        })
    }
}
