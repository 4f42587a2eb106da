//! What no index of its own tells apart: labels, people, words, and the rest of the filters.

use std::collections::BTreeSet;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, LabelId, PersonId};
use domain::limits::CONVERSATIONS_GATHERED_MAX;
use domain::search::Query;
use domain::urn::PersonReference;
use store::accounts;
use store::conversations::{self, Conversation, account_number, conversation_number};
use store::words::{self, ByAccount, Numbers};
use store::{StoreResult, Tx, labels, participants, people};

use super::Assignee;
use super::page::{Question, few};
use crate::people as known;
use crate::{Caller, Refusal, targets};

/// Threads that have something in common.
pub(super) type Few = BTreeSet<i64>;

/// A label or a person, and the threads that carry it while they are few.
struct Common<I> {
    id: I,
    few: Option<Few>,
}

/// Tells those that are asked for from the others.
pub(super) struct Sieve<'q> {
    question: &'q Question,
    label: Option<Common<LabelId>>,
    /// Those that carry any label, while they are few.
    labelled: Option<Few>,
    person: Option<Common<PersonId>>,
    words: Option<ByAccount>,
    words_few: Option<Few>,
}

impl<'q> Sieve<'q> {
    pub(super) fn of(
        tx: &mut Tx<'_>,
        question: &'q Question,
    ) -> StoreResult<Result<Self, Refusal>> {
        let mut sieve = Self {
            question,
            label: None,
            labelled: None,
            person: None,
            words: None,
            words_few: None,
        };
        if let Some(label_id) = question.label_id {
            if labels::find(tx, question.workspace_id, label_id)?.is_none() {
                return Ok(Err(Refusal::of(ErrorCode::LabelNotFound)));
            }
            let limit = CONVERSATIONS_GATHERED_MAX + 1;
            let threads = labels::list_threads(tx, question.workspace_id, label_id, limit)?;
            sieve.label = Some(Common {
                id: label_id,
                few: few(threads),
            });
        }
        if question.is_only_labelled {
            let limit = CONVERSATIONS_GATHERED_MAX + 1;
            sieve.labelled = few(labels::list_labelled(tx, question.workspace_id, limit)?);
        }
        if let Some(reference) = &question.person {
            // A name of a network means something where one account is asked about.
            let account_id = match question.accounts.as_slice() {
                [account_id] => Some(*account_id),
                _ => None,
            };
            let person_id = match find_person(tx, &question.caller, account_id, reference)? {
                Ok(person_id) => person_id,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let limit = CONVERSATIONS_GATHERED_MAX + 1;
            let workspace_id = question.workspace_id;
            let threads =
                conversations::list_threads_with(tx, workspace_id, person_id, i64::MIN, limit)?;
            sieve.person = Some(Common {
                id: person_id,
                few: few(threads),
            });
        }
        if let Some(query) = &question.query {
            let words = matches(tx, question, query)?;
            sieve.words_few = few_of(&words)?;
            sieve.words = Some(words);
        }
        Ok(Ok(sieve))
    }

    /// A few threads among which are all that are asked for.
    pub(super) fn gathered(&self) -> Option<&Few> {
        let label = self.label.as_ref().and_then(|label| label.few.as_ref());
        let person = self.person.as_ref().and_then(|person| person.few.as_ref());
        let all = [
            label,
            self.labelled.as_ref(),
            person,
            self.words_few.as_ref(),
        ];
        all.into_iter().flatten().min_by_key(|few| few.len())
    }

    /// Those of `rows` that are asked for, in their order.
    pub(super) fn sift(
        &self,
        tx: &mut Tx<'_>,
        mut rows: Vec<Conversation>,
    ) -> StoreResult<Vec<Conversation>> {
        rows.retain(|row| self.is_plainly_wanted(row));
        let workspace_id = self.question.workspace_id;
        if let Some(label) = &self.label {
            retain(&mut rows, label.few.as_ref(), |threads| {
                labels::list_threads_among(tx, workspace_id, label.id, threads)
            })?;
        }
        if self.question.is_only_labelled {
            retain(&mut rows, self.labelled.as_ref(), |threads| {
                let labels = labels::list_of(tx, workspace_id, threads)?;
                Ok(labels.into_keys().collect())
            })?;
        }
        if let Some(person) = &self.person {
            retain(&mut rows, person.few.as_ref(), |threads| {
                participants::list_threads_among(tx, workspace_id, person.id, threads)
            })?;
        }
        Ok(rows)
    }

    /// What the row itself tells.
    fn is_plainly_wanted(&self, row: &Conversation) -> bool {
        let question = self.question;
        let is = |wanted: Option<bool>, is_so: bool| wanted.is_none_or(|wanted| wanted == is_so);
        let is_assigned = match question.assignee {
            None => true,
            Some(Assignee::Nobody) => row.desk.assignee.is_none(),
            Some(Assignee::User(user_id)) => row.desk.assignee == Some(user_id),
        };
        let has_words = self.words.as_ref().is_none_or(|words| {
            words
                .get(&account_number(row.thread))
                .is_some_and(|numbers| numbers.contains(conversation_number(row.thread)))
        });
        question.is_of(row.account_id)
            && is(question.is_unread, row.unread_count > 0)
            && is(question.is_starred, row.desk.is_starred)
            && question.archived.admits(row.desk.is_archived)
            && question.snoozed.admits(row.desk.snooze.is_some())
            && question.kind.is_none_or(|kind| kind == row.kind)
            && is_assigned
            && has_words
    }
}

fn retain(
    rows: &mut Vec<Conversation>,
    few: Option<&Few>,
    ask: impl FnOnce(&[i64]) -> StoreResult<Few>,
) -> StoreResult<()> {
    let asked;
    let wanted = if let Some(few) = few {
        few
    } else {
        let threads: Vec<i64> = rows.iter().map(|row| row.thread).collect();
        asked = ask(&threads)?;
        &asked
    };
    rows.retain(|row| wanted.contains(&row.thread));
    Ok(())
}

/// The person that was named. A name other than our own id means something on a network alone.
pub(crate) fn find_person(
    tx: &mut Tx<'_>,
    caller: &Caller,
    account_id: Option<AccountId>,
    reference: &PersonReference,
) -> StoreResult<Result<PersonId, Refusal>> {
    let workspace_id = caller.workspace_id;
    let found = match (reference, account_id) {
        (PersonReference::Own(person_id), _) => people::find(tx, workspace_id, *person_id)?,
        (_, Some(account_id)) => match accounts::find_any(tx, workspace_id, account_id)? {
            Some(account) => targets::find_person(tx, &account, reference)?,
            None => None,
        },
        _ => {
            let message =
                "without an account a person is named by the own id of this gateway, per_…";
            return Ok(Err(Refusal::field("person", "account_required", message)));
        }
    };
    match found.map(|person| person.person_id) {
        Some(person_id) if known::is_seen(tx, caller, person_id)? => Ok(Ok(person_id)),
        _ => Ok(Err(Refusal::of(ErrorCode::MemberNotFound))),
    }
}

/// Where every term matches, in each account.
fn matches(tx: &mut Tx<'_>, question: &Question, query: &Query) -> StoreResult<ByAccount> {
    let workspace_id = question.workspace_id;
    if question.accounts.is_empty() {
        return words::find_all_terms_everywhere(tx, workspace_id, query);
    }
    let mut matches = ByAccount::new();
    for account_id in &question.accounts {
        if let Some(account) = accounts::find_any(tx, workspace_id, *account_id)? {
            let found = words::find_all_terms(tx, workspace_id, account.number, query)?;
            matches.insert(account.number, found);
        }
    }
    Ok(matches)
}

/// All of them as threads, while they are few.
fn few_of(words: &ByAccount) -> StoreResult<Option<Few>> {
    let count: u64 = words.values().map(Numbers::count).sum();
    if count > u64::from(CONVERSATIONS_GATHERED_MAX) {
        return Ok(None);
    }
    let mut threads = Few::new();
    for (account_number, numbers) in words {
        for number in numbers.iter() {
            threads.insert(conversations::thread_of(*account_number, number)?);
        }
    }
    Ok(Some(threads))
}
