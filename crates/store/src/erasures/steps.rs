//! The steps of an erasure, each a transaction of its own.

use domain::event::{EventData, EventKind};
use domain::ids::{ErasureId, SendId, WorkspaceId};
use domain::send::SendState;
use domain::time::Timestamp;

use super::{Erasure, Step, find, log, threads, update};
use crate::hints::Hints;
use crate::{NewEvent, StoreResult, Tx, accounts, agenda, params, sends};

/// Sends that one step looks at.
const SENDS_MAX: u32 = 16;

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stepped {
    /// There is more to do.
    More,
    /// There is more to do, once a call that is under way has ended.
    Wait,
    Done,
}

/// What the work of one step leaves to do.
pub(super) enum Left {
    Same,
    Next,
    Wait,
}

/// Does a little of what is left of an erasure, and says whether there is more.
pub fn step(
    tx: &mut Tx<'_>,
    hints: &Hints,
    (workspace_id, erasure_id): (WorkspaceId, ErasureId),
    now: Timestamp,
) -> StoreResult<Stepped> {
    let Some(mut erasure) = find(tx, workspace_id, erasure_id)? else {
        agenda::ERASURES.end(tx, workspace_id, erasure_id)?;
        return Ok(Stepped::Done);
    };
    let Some(member_key) = erasure.member_key.clone() else {
        agenda::ERASURES.end(tx, workspace_id, erasure_id)?;
        return Ok(Stepped::Done);
    };
    let (left, next) = match erasure.step {
        Step::Sends => (
            clear_sends(tx, hints, &mut erasure, &member_key, now)?,
            Step::Conversations,
        ),
        Step::Conversations => (threads::delete_next(tx, &mut erasure)?, Step::Messages),
        Step::Messages => (
            threads::clear_messages(tx, &mut erasure, &member_key, now)?,
            Step::Groups,
        ),
        Step::Groups => (threads::leave_groups(tx, &mut erasure)?, Step::Events),
        Step::Events => (log::clear(tx, &mut erasure, &member_key)?, Step::Done),
        Step::Done => (Left::Next, Step::Done),
    };
    erasure.updated_at = now;
    match left {
        Left::Same => {}
        Left::Wait => {
            update(tx, &erasure)?;
            return Ok(Stepped::Wait);
        }
        Left::Next if next == Step::Done => {
            finish(tx, &mut erasure, now)?;
            return Ok(Stepped::Done);
        }
        Left::Next => {
            erasure.step = next;
            erasure.place = 0;
        }
    }
    update(tx, &erasure)?;
    Ok(Stepped::More)
}

fn finish(tx: &mut Tx<'_>, erasure: &mut Erasure, now: Timestamp) -> StoreResult<()> {
    erasure.step = Step::Done;
    erasure.member_key = None;
    erasure.words.clear();
    erasure.finished_at = Some(now);
    update(tx, erasure)?;
    agenda::ERASURES.end(tx, erasure.workspace_id, erasure.erasure_id)?;
    tx.emit(NewEvent {
        workspace_id: erasure.workspace_id,
        kind: EventKind::PersonErased,
        account_id: None,
        subject: Some(erasure.person_id.to_string()),
        at: now,
        body: EventData::new()
            .id("person_id", erasure.person_id)
            .into_json(),
    });
    Ok(())
}

/// Withdraws what waits for them, and takes from every send what was sent to whom. What is under way is waited for: a
/// call cannot be called back, and its outcome is still to be written.
fn clear_sends(
    tx: &mut Tx<'_>,
    hints: &Hints,
    erasure: &mut Erasure,
    member_key: &str,
    now: Timestamp,
) -> StoreResult<Left> {
    let workspace_id = erasure.workspace_id;
    let found = tx.query(
        "SELECT s.send_id, s.account_id
           FROM send s JOIN account a ON a.workspace_id = s.workspace_id AND a.account_id = s.account_id
          WHERE s.workspace_id = ?1 AND s.recipient_key = ?2 AND a.network = ?3 AND s.state <> 'sending'
          ORDER BY s.account_id, s.send_id LIMIT ?4",
        params![workspace_id, member_key, &erasure.network, SENDS_MAX],
        |row| Ok((row.id::<SendId>(0)?, row.id(1)?)),
    )?;
    for (send_id, account_id) in &found {
        accounts::lock(tx, workspace_id, *account_id)?;
        let send = sends::get(tx, workspace_id, *send_id)?;
        if matches!(send.state, SendState::Sending { .. }) {
            return Ok(Left::Wait);
        }
        if send.state.is_open() {
            // Also what nobody knows the fate of: without its words it cannot be looked for.
            let nameless = sends::Send {
                message_key: None,
                thread_key: None,
                ..send
            };
            sends::transition(tx, hints, &nameless, &SendState::Cancelled, now)?;
        }
        sends::erasure::erase(tx, workspace_id, *send_id)?;
        erasure.sends += 1;
    }
    if !found.is_empty() {
        return Ok(Left::Same);
    }
    let under_way = tx.query_opt(
        "SELECT s.send_id
           FROM send s JOIN account a ON a.workspace_id = s.workspace_id AND a.account_id = s.account_id
          WHERE s.workspace_id = ?1 AND s.recipient_key = ?2 AND a.network = ?3 LIMIT 1",
        params![workspace_id, member_key, &erasure.network],
        |row| row.id::<SendId>(0),
    )?;
    Ok(if under_way.is_some() {
        Left::Wait
    } else {
        Left::Next
    })
}
