//! One page, in one read transaction.

use std::fmt::Write as _;

use domain::error_code::ErrorCode;
use domain::limits::KEYWORD_TOTAL_MAX;
use domain::search::Query;
use store::accounts::Account;
use store::inbox::{self, InboxRow, Position};
use store::{StoreResult, Tx};

use super::{InboxAnswer, InboxEntry, InboxPage, search};
use crate::cursor::{Cursor, digest};
use crate::{Caller, Refusal, accounts};

/// What is asked, checked as far as it goes without the store.
pub(super) struct Question {
    pub(super) caller: Caller,
    pub(super) account: Option<String>,
    pub(super) cursor: Option<Cursor>,
    pub(super) count: u32,
    pub(super) query: Option<Query>,
    pub(super) is_read: Option<bool>,
    pub(super) known_revision: Option<String>,
    pub(super) filters: [u8; 8],
    pub(super) cursor_key: [u8; 32],
}

pub(super) fn answer(
    tx: &mut Tx<'_>,
    question: &Question,
) -> StoreResult<Result<InboxAnswer, Refusal>> {
    let account = match choose_account(tx, question)? {
        Ok(account) => account,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let revision = revision(question, &account);
    if question.known_revision.as_ref() == Some(&revision) {
        return Ok(Ok(InboxAnswer::Unchanged { revision }));
    }
    let (total, mut rows) = match &question.query {
        None => walk(tx, question, &account)?,
        Some(query) => search::page(tx, question, &account, query)?,
    };
    let total_max = match question.query {
        None => i64::MAX,
        Some(_) => i64::from(KEYWORD_TOTAL_MAX),
    };
    let count = usize::try_from(question.count).unwrap_or(usize::MAX);
    let has_more = rows.len() > count;
    rows.truncate(count);
    let next_cursor = rows
        .last()
        .filter(|_| has_more)
        .map(|last| next_cursor(question, &account, last.position()));
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let row = inbox::complete(tx, account.workspace_id, account.account_id, row)?;
        entries.push(InboxEntry {
            conversation_id: row.conversation_id,
            last_activity_at: row.last_activity_at,
            unread_count: row.unread_count,
            facts: row.facts,
        });
    }
    Ok(Ok(InboxAnswer::Page(InboxPage {
        account_id: account.account_id,
        owner_name: account.name(),
        owner_key: account.member_key,
        owner_slug: account.slug,
        total: total.min(total_max),
        total_is_exact: total <= total_max,
        entries,
        next_cursor,
        revision,
    })))
}

/// A walk stays with its account, even if the caller's usual account changes on the way.
fn choose_account(tx: &mut Tx<'_>, question: &Question) -> StoreResult<Result<Account, Refusal>> {
    let of_cursor = question.cursor.map(|cursor| cursor.account_id.to_string());
    let given = question
        .account
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    let requested = given.or(of_cursor.as_deref());
    let chosen = accounts::choose(tx, &question.caller, requested, None)?;
    let is_other = |account: &Account| {
        question
            .cursor
            .is_some_and(|cursor| cursor.account_id != account.account_id)
    };
    Ok(chosen.and_then(|account| {
        if is_other(&account) {
            Err(Refusal::of(ErrorCode::InvalidCursor))
        } else {
            Ok(account)
        }
    }))
}

/// Changes with the question, with everything that the account's list shows, and with what is shown of its owner.
fn revision(question: &Question, account: &Account) -> String {
    let reached = question.cursor.map(|cursor| cursor.reached);
    let place = reached.map_or([0; 2], |reached| {
        [reached.last_activity_at.micros(), reached.thread]
    });
    let name = account.name();
    let digest = digest(&[
        account.account_id.as_bytes(),
        &question.count.to_be_bytes(),
        &question.filters,
        &place[0].to_be_bytes(),
        &place[1].to_be_bytes(),
        account.member_key.as_bytes(),
        name.as_bytes(),
        account.slug.as_deref().unwrap_or_default().as_bytes(),
    ]);
    let mut revision = String::with_capacity(32);
    write!(
        revision,
        "{:016x}-{:x}",
        u64::from_be_bytes(digest),
        account.inbox_revision
    )
    .expect("writing to a text does not fail");
    revision
}

pub(super) fn below(question: &Question) -> Position {
    question
        .cursor
        .map_or(Position::TOP, |cursor| cursor.reached)
}

fn next_cursor(question: &Question, account: &Account, reached: Position) -> String {
    let cursor = Cursor {
        workspace_id: account.workspace_id,
        account_id: account.account_id,
        filters: question.filters,
        reached,
    };
    cursor.seal(&question.cursor_key)
}

/// The page without keywords: one stretch of an index, and counters.
fn walk(
    tx: &mut Tx<'_>,
    question: &Question,
    account: &Account,
) -> StoreResult<(i64, Vec<InboxRow>)> {
    let rows = inbox::list(
        tx,
        account.workspace_id,
        account.number,
        question.is_read.map(|is_read| !is_read),
        below(question),
        question.count + 1,
    )?;
    let total = match question.is_read {
        None => account.conversation_count,
        Some(false) => account.unread_conversation_count,
        Some(true) => account.conversation_count - account.unread_conversation_count,
    };
    Ok((total, rows))
}
