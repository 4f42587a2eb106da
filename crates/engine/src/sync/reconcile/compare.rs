//! One page of one conversation: what is missing is added as if it had come late, and what is otherwise is counted.

use std::collections::BTreeSet;

use domain::metric::Metric;
use domain::network::{CapabilityClass, NetworkMessage, Thread};
use domain::reconciliation::{FindingKind, Kept, Shown, only_here};
use domain::time::Timestamp;
use integrations::networks::network::{Network, NetworkError};
use store::accounts::Account;
use store::hints::Hints;
use store::messages::{self, Message, NETWORK, Sent};
use store::reconciliations::threads::{self, Pending};
use store::reconciliations::{self, Found, Reconciliation, findings};
use store::{StoreResult, Tx, conversations};

use super::HOLD;
use crate::Parts;
use crate::sync::backfill::is_cursor_lost;
use crate::sync::{Trouble, ingest};

/// Messages in a page, and in the transaction that keeps it.
const MESSAGES: u32 = 32;
/// Our messages that one page is compared with.
const OURS_MAX: u32 = 1_000;

/// What the network shows of a conversation.
enum View {
    /// Nothing: the seat has no such thread.
    Gone,
    /// It has, and will not show its messages.
    Closed,
    Page {
        thread: Box<Thread>,
        messages: Vec<NetworkMessage>,
        next: Option<String>,
    },
}

/// Compares the next page of a conversation and keeps what that came to.
pub(super) async fn page(
    parts: &Parts,
    known: Reconciliation,
    account: &Account,
    line: &dyn Network,
    pending: Pending,
) -> Result<(), Trouble> {
    let view = ask(line, &pending).await?;
    let work = Work {
        hints: parts.store.hints().clone(),
        known,
        account: account.clone(),
        pending,
        view,
        now: parts.clock.now(),
    };
    let before = work.known.found;
    let found = parts.store.write_bulk(move |tx| work.keep(tx)).await?;
    let left_out = (found.missing - found.filled) - (before.missing - before.filled);
    for (word, count) in [
        (FindingKind::Filled.word(), found.filled - before.filled),
        (
            FindingKind::Different.word(),
            found.different - before.different,
        ),
        (
            FindingKind::OnlyHere.word(),
            found.only_here - before.only_here,
        ),
        ("left_out", left_out),
    ] {
        let count = u64::try_from(count).unwrap_or(0);
        if count > 0 {
            let metric = Metric::ReconciledMessages;
            parts.recorder.add(metric, &[word], count);
        }
    }
    Ok(())
}

async fn ask(line: &dyn Network, pending: &Pending) -> Result<View, Trouble> {
    let thread_key = &pending.thread_key;
    let Some(thread) = line.thread(thread_key.clone()).await? else {
        return Ok(View::Gone);
    };
    let mut page = line
        .messages(thread_key.clone(), pending.cursor.clone(), MESSAGES)
        .await;
    if pending.cursor.is_some() && page.as_ref().is_err_and(is_cursor_lost) {
        // From the newest on: what was compared is passed over.
        page = line.messages(thread_key.clone(), None, MESSAGES).await;
    }
    match page {
        Ok(page) => Ok(View::Page {
            thread: Box::new(thread),
            messages: page.items,
            next: page.next,
        }),
        Err(NetworkError::Refused { .. }) => Ok(View::Closed),
        Err(error) => Err(error.into()),
    }
}

/// Everything that the transaction needs, fixed before it.
struct Work {
    hints: Hints,
    known: Reconciliation,
    account: Account,
    pending: Pending,
    view: View,
    now: Timestamp,
}

/// What a page came to besides the counts.
#[derive(Default)]
struct Compared {
    found: Found,
    findings: Vec<(FindingKind, i64)>,
    /// Where the conversation goes on; `None`: it was compared to its end.
    next: Option<Pending>,
}

impl Work {
    fn keep(&self, tx: &mut Tx<'_>) -> StoreResult<Found> {
        let mut next = self.known.clone();
        let compared = match &self.view {
            View::Gone => self.gone(tx)?,
            View::Closed => Compared::default(),
            View::Page {
                thread,
                messages,
                next,
            } => self.shown(tx, thread, messages, next.as_deref())?,
        };
        let found = &mut next.found;
        found.messages_compared += compared.found.messages_compared;
        found.missing += compared.found.missing;
        found.filled += compared.found.filled;
        found.different += compared.found.different;
        found.only_here += compared.found.only_here;
        findings::insert(tx, &next, &compared.findings)?;
        if let Some(pending) = &compared.next {
            threads::update(tx, &next, pending)?;
        } else {
            next.found.conversations_compared += 1;
            threads::delete(tx, &next, &self.pending.thread_key)?;
        }
        next.failures = 0;
        reconciliations::advance(tx, &next, self.now.plus(HOLD), self.now)?;
        Ok(next.found)
    }

    /// The network has no such thread: whatever we have of it is only here.
    fn gone(&self, tx: &mut Tx<'_>) -> StoreResult<Compared> {
        let mut compared = Compared::default();
        let ours = self.ours(tx, Timestamp::MIN)?;
        self.note_only_here(&mut compared, &ours, &BTreeSet::new(), None);
        let moves = |(last, _): &&(Sent, bool)| Some(last.at) != self.pending.upper_at;
        if let Some((last, _)) = ours.last().filter(|_| is_full(&ours)).filter(moves) {
            let at_edge = ours.iter().filter(|(sent, _)| sent.at == last.at);
            compared.next = Some(Pending {
                cursor: None,
                upper_at: Some(last.at),
                edge: at_edge.map(|(sent, _)| sent.doc).collect(),
                thread_key: self.pending.thread_key.clone(),
            });
        }
        Ok(compared)
    }

    fn shown(
        &self,
        tx: &mut Tx<'_>,
        thread: &Thread,
        page: &[NetworkMessage],
        next: Option<&str>,
    ) -> StoreResult<Compared> {
        let since = self.known.since;
        let wanted: Vec<NetworkMessage> = page
            .iter()
            .filter(|message| message.sent_at >= since)
            .cloned()
            .collect();
        let is_last = next.is_none() || wanted.len() < page.len();
        let before = self.known_of(tx, &wanted)?;
        let (account, now) = (&self.account, self.now);
        ingest::observe(tx, &self.hints, account, thread, &wanted, now)?;
        let after = self.known_of(tx, &wanted)?;
        let mut compared = Compared::default();
        note_shown(&mut compared, &before, &after);
        let lowest = wanted.iter().map(|message| message.sent_at).min();
        // Where the page ends; one without messages says nothing of ours, unless it is the last.
        let from = if is_last {
            Some(Timestamp::MIN)
        } else {
            lowest
        };
        let ours = match from {
            Some(from) => self.ours(tx, from)?,
            None => Vec::new(),
        };
        let mut docs: BTreeSet<i64> = after.iter().flatten().map(|known| known.doc).collect();
        docs.extend(&self.pending.edge);
        // At the edge the next page may show what this one does not.
        let inside: Vec<(Sent, bool)> = ours
            .iter()
            .filter(|(sent, _)| is_last || Some(sent.at) > from)
            .copied()
            .collect();
        let newest = wanted.iter().map(|message| message.sent_at).max();
        self.note_only_here(&mut compared, &inside, &docs, newest);
        let next = next.filter(|_| !is_last);
        compared.next = next.map(|cursor| self.behind(cursor, lowest, &after));
        Ok(compared)
    }

    /// Where the conversation goes on behind a page that reaches down to `lowest`.
    fn behind(&self, cursor: &str, lowest: Option<Timestamp>, page: &[Option<Message>]) -> Pending {
        let cursor = Some(cursor.to_owned());
        // A page that was read again lies above what was compared already.
        let upper_at = self.pending.upper_at;
        let reached = lowest.filter(|lowest| upper_at.is_none_or(|upper_at| *lowest < upper_at));
        let Some(reached) = reached else {
            let pending = self.pending.clone();
            return Pending { cursor, ..pending };
        };
        let known = page.iter().flatten();
        let at_edge = known.filter(|known| known.sent_at == reached);
        Pending {
            thread_key: self.pending.thread_key.clone(),
            cursor,
            upper_at: Some(reached),
            edge: at_edge.map(|known| known.doc).collect(),
        }
    }

    /// What we know of the messages of a page.
    fn known_of(
        &self,
        tx: &mut Tx<'_>,
        page: &[NetworkMessage],
    ) -> StoreResult<Vec<Option<Message>>> {
        let keys: Vec<&str> = page
            .iter()
            .map(|message| message.message_key.as_str())
            .collect();
        let (workspace_id, number) = (self.account.workspace_id, self.account.number);
        messages::find_each_by_ref(tx, workspace_id, number, NETWORK, &keys)
    }

    /// Our messages of the conversation from an instant up to where the page before ended.
    fn ours(&self, tx: &mut Tx<'_>, from: Timestamp) -> StoreResult<Vec<(Sent, bool)>> {
        let account = &self.account;
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let thread_key = &self.pending.thread_key;
        let found = conversations::find_by_thread_key(tx, workspace_id, account_id, thread_key)?;
        let Some(conversation) = found else {
            return Ok(Vec::new());
        };
        let stretch = (
            from.max(self.known.since),
            self.pending.upper_at.unwrap_or(Timestamp::MAX),
        );
        messages::list_standing(tx, workspace_id, conversation.thread, stretch, OURS_MAX)
    }

    fn note_only_here(
        &self,
        compared: &mut Compared,
        ours: &[(Sent, bool)],
        docs: &BTreeSet<i64>,
        newest: Option<Timestamp>,
    ) {
        // Such a network does not show what left from here.
        let is_blind = self.account.capability_class == CapabilityClass::D;
        let ours: Vec<Kept> = ours
            .iter()
            .filter(|(sent, is_own)| {
                !(is_blind && *is_own || self.pending.edge.contains(&sent.doc))
            })
            .map(|(sent, _)| Kept {
                doc: sent.doc,
                sent_at: sent.at,
            })
            .collect();
        let shown = Shown {
            docs,
            newest,
            begun_at: self.known.created_at,
        };
        for doc in only_here(&ours, &shown) {
            compared.found.only_here += 1;
            compared.findings.push((FindingKind::OnlyHere, doc));
        }
    }
}

/// Compares what was known of the messages of a page with what is known now that it was taken over.
fn note_shown(compared: &mut Compared, before: &[Option<Message>], after: &[Option<Message>]) {
    let words = |message: &Message| (message.text.clone(), message.subject.clone());
    for (before, after) in before.iter().zip(after) {
        let found = &mut compared.found;
        found.messages_compared += 1;
        match (before, after) {
            (None, Some(after)) => {
                found.missing += 1;
                found.filled += 1;
                compared.findings.push((FindingKind::Filled, after.doc));
            }
            (None, None) => found.missing += 1,
            (Some(before), Some(after)) if words(before) != words(after) => {
                found.different += 1;
                compared.findings.push((FindingKind::Different, after.doc));
            }
            (Some(_), _) => {}
        }
    }
}

fn is_full(ours: &[(Sent, bool)]) -> bool {
    u32::try_from(ours.len()) == Ok(OURS_MAX)
}
