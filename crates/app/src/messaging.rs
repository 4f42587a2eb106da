//! Live acts that leave nothing behind in the outbox: typing, seen, and what a member accepts.

use std::sync::Arc;

use domain::ids::AccountId;
use integrations::networks::network::{Capabilities, Network};
use store::accounts::Account;
use store::inbox::Position;
use store::{inbox, ingest};

use crate::targets::Names;
use crate::{App, AppResult, Caller};

/// Threads that are marked as read in one transaction.
const READ_AT_ONCE: usize = 32;

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
            conversation_field: "conversationUrn",
            ..Names::default()
        };
        let named = self.find_named(caller, names).await?;
        let line = match act {
            InThread::Typing => {
                let is_able = |able: &Capabilities| able.typing;
                self.able_line(&named.account, "typing", is_able).await?
            }
            InThread::Seen => self.seen_line(&named.account).await?,
        };
        let thread = self.thread(&named).await?;
        let position = thread.as_ref().and_then(|thread| thread.position);
        let thread_key = thread.map(|thread| thread.thread_key);
        let key = thread_key.clone().unwrap_or_default();
        match act {
            InThread::Typing => line.typing(key, true).await?,
            InThread::Seen => {
                line.mark_seen(key).await?;
                self.show_read(&named.account, position.as_slice()).await;
            }
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
        let line = self.seen_line(&named.account).await?;
        let (workspace_id, number) = (named.account.workspace_id, named.account.number);
        let unread = self
            .parts()
            .store
            .read(move |tx| inbox::list_unread_positions(tx, workspace_id, number))
            .await?;
        line.mark_all_read().await?;
        self.show_read(&named.account, &unread).await;
        self.note_live_use(caller, named.account.account_id).await;
        Ok(Acted {
            account_id: named.account.account_id,
            owner_key: named.account.member_key,
            thread_key: None,
        })
    }

    async fn seen_line(&self, account: &Account) -> AppResult<Arc<dyn Network>> {
        let is_able = |able: &Capabilities| able.mark_seen;
        self.able_line(account, "marking as seen", is_able).await
    }

    /// Shows threads as read as soon as the network has them so, each given as it was known before the call. The
    /// network's own report follows and says the same, so that a failure is only logged.
    async fn show_read(&self, account: &Account, threads: &[Position]) {
        let now = self.now();
        for threads in threads.chunks(READ_AT_ONCE) {
            let (account, threads) = (account.clone(), threads.to_vec());
            let written = self
                .parts()
                .store
                .write_bulk(move |tx| ingest::all_seen(tx, &account, &threads, now, now))
                .await;
            if let Err(error) = written {
                tracing::warn!(%error, "what was read is shown as unread until the network reports it");
                return;
            }
        }
    }

    /// Asks whether a member has an open profile. `person_field` is what the caller calls the field that names them.
    pub async fn check_email_support(
        &self,
        caller: &Caller,
        account: Option<String>,
        person: String,
        person_field: &'static str,
    ) -> AppResult<EmailSupport> {
        let (named, person) = self
            .named_person(caller, account, person, person_field)
            .await?;
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
