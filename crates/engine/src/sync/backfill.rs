//! The history of an account: first each thread with its newest messages, then the older messages, newest thread first.

use domain::network::{NetworkMessage, Page, Thread};
use integrations::networks::network::{INVALID_CURSOR, Network, NetworkError};
use store::accounts::{self, Account, BackfillState};
use store::{StoreError, backfill, keeping};

use super::{Trouble, ingest};
use crate::Parts;

/// Threads in a page of the listing.
const THREADS: u32 = 10;

/// Messages in a page of a thread, and in the transaction that keeps it.
const MESSAGES: u32 = 32;

/// Reads one page. False if there is nothing left to read.
pub(super) async fn step(
    parts: &Parts,
    account: &Account,
    line: &dyn Network,
) -> Result<bool, Trouble> {
    let is_listed = match account.backfill_state {
        BackfillState::Pending => false,
        BackfillState::Running => account.backfill_cursor.is_none(),
        BackfillState::Done => true,
    };
    if !is_listed {
        list(parts, account, line).await?;
        return Ok(true);
    }
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let next = parts
        .store
        .read(move |tx| backfill::find_next(tx, workspace_id, account_id))
        .await?;
    if let Some(conversation) = next {
        deepen(parts, account, line, conversation).await?;
        return Ok(true);
    }
    if account.backfill_state != BackfillState::Done {
        note(parts, account, BackfillState::Done, None).await?;
    }
    Ok(false)
}

/// Reads a page of threads, each with its newest messages.
async fn list(parts: &Parts, account: &Account, line: &dyn Network) -> Result<(), Trouble> {
    let cursor = account.backfill_cursor.clone();
    let page = match line.threads(cursor, THREADS).await {
        Err(error) if is_cursor_lost(&error) => {
            note(parts, account, BackfillState::Pending, None).await?;
            return Ok(());
        }
        page => page?,
    };
    for thread in unread(parts, account, page.items).await? {
        let messages = line.messages(thread.thread_key.clone(), None, MESSAGES);
        match messages.await {
            Ok(messages) => keep(parts, account, thread, messages).await?,
            // The seat has left the thread in the meantime.
            Err(NetworkError::Refused { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    note(parts, account, BackfillState::Running, page.next).await?;
    Ok(())
}

/// The threads of a page that an earlier try, ended in the middle of the page, has not come to, but for those in which
/// nothing was said for longer than the workspace keeps messages.
async fn unread(
    parts: &Parts,
    account: &Account,
    threads: Vec<Thread>,
) -> Result<Vec<Thread>, StoreError> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let now = parts.clock.now();
    parts
        .store
        .read(move |tx| {
            let oldest = keeping::oldest_kept(tx, workspace_id, now)?;
            let mut unread = Vec::new();
            for thread in &threads {
                let is_kept = thread.last_activity_at >= oldest;
                if is_kept && !backfill::is_begun(tx, workspace_id, account_id, &thread.thread_key)?
                {
                    unread.push(thread.clone());
                }
            }
            Ok(unread)
        })
        .await
}

/// Reads a page of older messages of one thread.
async fn deepen(
    parts: &Parts,
    account: &Account,
    line: &dyn Network,
    conversation: backfill::PendingConversation,
) -> Result<(), Trouble> {
    let thread_key = conversation.thread_key;
    let Some(thread) = line.thread(thread_key.clone()).await? else {
        return done(parts, account, thread_key).await;
    };
    let messages = line.messages(thread_key.clone(), conversation.cursor.clone(), MESSAGES);
    match messages.await {
        Ok(messages) => keep(parts, account, thread, messages).await,
        Err(error) if is_cursor_lost(&error) && conversation.cursor.is_some() => {
            let messages = line.messages(thread_key, None, MESSAGES).await?;
            keep(parts, account, thread, messages).await
        }
        Err(NetworkError::Refused { .. }) => done(parts, account, thread_key).await,
        Err(error) => Err(error.into()),
    }
}

/// Keeps a page of messages and how far it reaches, in one transaction.
async fn keep(
    parts: &Parts,
    account: &Account,
    thread: Thread,
    page: Page<NetworkMessage>,
) -> Result<(), Trouble> {
    let now = parts.clock.now();
    let hints = parts.store.hints().clone();
    let account = account.clone();
    let Page { items, next } = page;
    parts
        .store
        .write_bulk(move |tx| {
            ingest::observe(tx, &hints, &account, &thread, &items, now)?;
            let (workspace_id, account_id) = (account.workspace_id, account.account_id);
            let thread_key = &thread.thread_key;
            // Nothing that is older than the workspace keeps is read.
            let oldest = keeping::oldest_kept(tx, workspace_id, now)?;
            let is_over = items.iter().any(|message| message.sent_at < oldest);
            let next = next.as_deref().filter(|_| !is_over);
            backfill::update(tx, workspace_id, account_id, thread_key, next)
        })
        .await?;
    Ok(())
}

/// Notes that there is nothing more to read of a thread.
async fn done(parts: &Parts, account: &Account, thread_key: String) -> Result<(), Trouble> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    parts
        .store
        .write_bulk(move |tx| backfill::update(tx, workspace_id, account_id, &thread_key, None))
        .await?;
    Ok(())
}

/// Notes how far the listing has come. The total is what is known so far, and exact once the listing is over.
async fn note(
    parts: &Parts,
    account: &Account,
    state: BackfillState,
    cursor: Option<String>,
) -> Result<(), StoreError> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    parts
        .store
        .write_bulk(move |tx| {
            let account = accounts::get(tx, workspace_id, account_id)?;
            let total = Some(account.conversation_count);
            accounts::update_backfill(
                tx,
                workspace_id,
                account_id,
                state,
                cursor.as_deref(),
                total,
            )
        })
        .await
}

pub(super) fn is_cursor_lost(error: &NetworkError) -> bool {
    matches!(error, NetworkError::Refused { code, .. } if code == INVALID_CURSOR)
}
