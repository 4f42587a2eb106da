//! A person is shown by many conversations: what changes of them is written into each, a few at once and the rest step
//! by step.

use std::collections::BTreeSet;

use domain::event::EventKind;
use domain::ids::{PersonId, WorkspaceId};

use super::{Place, listing};
use crate::accounts::{self, CountChanges};
use crate::people::Seen;
use crate::person_refreshes::{self, PersonRefresh};
use crate::{StoreResult, Tx, agenda, conversations, participants, words};

/// Conversations that show a changed person and are written in the same transaction.
const SPREAD_MAX: u32 = 64;
/// Conversations that one step of the rest writes.
const STEP_MAX: u32 = 32;

/// Announces a changed person and writes the conversations of the account that show them anew, except `written`, which is.
/// Those beyond what one transaction writes, and those of other accounts, are left to [`refresh_person`].
pub(super) fn spread(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    seen: &Seen,
    written: Option<i64>,
) -> StoreResult<()> {
    if seen.before.is_some() {
        place.announce_person(tx, EventKind::PersonChanged, &seen.person, |data| {
            data.text("headline", &seen.person.headline)
        });
    }
    let workspace_id = place.workspace_id();
    let person_id = seen.person.person_id;
    let threads =
        conversations::list_threads_with(tx, workspace_id, person_id, i64::MIN, SPREAD_MAX)?;
    let gone: BTreeSet<String> = seen
        .before
        .iter()
        .flat_map(listing::words_of_person)
        .collect();
    // Those of other accounts are for later: whoever holds one account's row must not wait for another's.
    let own_number = place.account.number;
    let (own, others): (Vec<i64>, Vec<i64>) = threads
        .iter()
        .partition(|thread| conversations::account_number(**thread) == own_number);
    for thread in own.into_iter().filter(|thread| Some(*thread) != written) {
        refresh(tx, workspace_id, thread, gone.clone())?;
    }
    let is_full = u32::try_from(threads.len()) == Ok(SPREAD_MAX);
    match (others.is_empty(), threads.last()) {
        (false, _) => leave(tx, place, person_id, i64::MIN, &gone),
        (true, Some(last)) if is_full => leave(tx, place, person_id, *last, &gone),
        _ => Ok(()),
    }
}

/// Leaves the conversations behind `after_thread` to be written later.
fn leave(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person_id: PersonId,
    after_thread: i64,
    gone: &BTreeSet<String>,
) -> StoreResult<()> {
    let words: Vec<&str> = gone.iter().map(String::as_str).collect();
    let rest = PersonRefresh {
        after_thread,
        words: words.join(" "),
    };
    let workspace_id = place.workspace_id();
    person_refreshes::upsert(tx, workspace_id, person_id, &rest)?;
    agenda::REFRESHES.begin(tx, workspace_id, person_id, place.now)
}

/// Writes the next conversations that still show a person as they were, at most 32, and forgets the words under which
/// they were found there. In the order of their accounts, so that nobody waits for another one in a circle. False if nothing is left: then the person is off the agenda.
pub fn refresh_person(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
) -> StoreResult<bool> {
    let Some(rest) = person_refreshes::find(tx, workspace_id, person_id)? else {
        agenda::REFRESHES.end(tx, workspace_id, person_id)?;
        return Ok(false);
    };
    let after = rest.after_thread;
    let threads = conversations::list_threads_with(tx, workspace_id, person_id, after, STEP_MAX)?;
    let words = rest.words.split(' ').filter(|word| !word.is_empty());
    let gone: BTreeSet<String> = words.map(str::to_owned).collect();
    for thread in &threads {
        refresh(tx, workspace_id, *thread, gone.clone())?;
    }
    match threads.last() {
        Some(last) if u32::try_from(threads.len()) == Ok(STEP_MAX) => {
            person_refreshes::update(tx, workspace_id, person_id, &rest, *last)?;
            Ok(true)
        }
        _ if person_refreshes::delete(tx, workspace_id, person_id, &rest)? => {
            agenda::REFRESHES.end(tx, workspace_id, person_id)?;
            Ok(false)
        }
        // The person changed again in the meantime.
        _ => Ok(true),
    }
}

fn refresh(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    gone: BTreeSet<String>,
) -> StoreResult<()> {
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    // Counts first: that takes the row of the account, which may be another one.
    let account_id = conversation.account_id;
    accounts::update_counts(tx, workspace_id, account_id, CountChanges::default())?;
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    let participants = participants::list(
        tx,
        workspace_id,
        account_id,
        conversation.conversation_id,
        participants::PARTICIPANTS_MAX,
    )?;
    listing::write(tx, workspace_id, &conversation, &participants)?;
    let words_now: BTreeSet<String> = participants
        .iter()
        .flat_map(|participant| listing::words_of_person(&participant.person))
        .collect();
    let words_now: Vec<String> = words_now.into_iter().collect();
    words::insert(tx, workspace_id, thread, &words_now)?;
    listing::forget_words(tx, workspace_id, &conversation, &participants, gone)
}
