//! New sends, many at a time: numbers, places in their lanes, rows, events and wake-ups with one statement each.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::likeness::Mark;
use domain::time::Timestamp;

use super::{Send, row, transition, wake};
use crate::hints::Hints;
use crate::{ColumnType, InsertMany, StoreResult, Tx, Value, accounts};

const ROWS: InsertMany = InsertMany {
    table: "send",
    columns: &[
        ("workspace_id", ColumnType::Blob),
        ("send_id", ColumnType::Blob),
        ("account_id", ColumnType::Blob),
        ("number", ColumnType::Int),
        ("lane", ColumnType::Text),
        ("kind", ColumnType::Text),
        ("state", ColumnType::Text),
        ("is_open", ColumnType::Int),
        ("is_head", ColumnType::Int),
        ("due_at", ColumnType::Int),
        ("rule", ColumnType::Text),
        ("opens_conversation", ColumnType::Int),
        ("idempotency_key", ColumnType::Text),
        ("fingerprint", ColumnType::Blob),
        ("twin", ColumnType::Blob),
        ("token", ColumnType::Text),
        ("recipient_key", ColumnType::Text),
        ("thread_key", ColumnType::Text),
        ("group_id", ColumnType::Text),
        ("subject", ColumnType::Text),
        ("text", ColumnType::Text),
        ("typing_millis", ColumnType::Int),
        ("acknowledge", ColumnType::Text),
        ("api_key_id", ColumnType::Blob),
        ("accepted_at", ColumnType::Int),
        ("updated_at", ColumnType::Int),
        ("expires_at", ColumnType::Int),
        ("ready_at", ColumnType::Int),
        ("template_id", ColumnType::Text),
        ("tags", ColumnType::Text),
        ("no_reply_since", ColumnType::Int),
        ("last_message_key", ColumnType::Text),
        ("likeness", ColumnType::Int),
    ],
    conflict: "",
};

/// Puts new sends of one workspace into the outbox, each behind what its account accepted before and is ready by then.
///
/// `number`, and `ready_at` where it is not for later, are set here. The idempotency keys must have been looked up in
/// the same transaction.
pub fn insert_many(
    tx: &mut Tx<'_>,
    hints: &Hints,
    workspace_id: WorkspaceId,
    sends: &mut [Send],
) -> StoreResult<()> {
    number(tx, workspace_id, sends)?;
    let heads = stand_in_line(tx, workspace_id, sends)?;
    let rows: Vec<_> = sends.iter().zip(heads).map(values).collect();
    tx.insert_many(&ROWS, &rows)?;
    let mut due: BTreeMap<AccountId, Timestamp> = BTreeMap::new();
    for send in &*sends {
        transition::announce(tx, send, &send.state, send.accepted_at);
        let at = row::columns(&send.state, send.accepted_at).due_at;
        due.entry(send.account_id)
            .and_modify(|known| *known = at.min(*known))
            .or_insert(at);
    }
    for (account_id, due_at) in due {
        wake(tx, hints, workspace_id, account_id, due_at)?;
    }
    Ok(())
}

/// [`insert_many`] of one.
pub fn insert(tx: &mut Tx<'_>, hints: &Hints, send: Send) -> StoreResult<Send> {
    let mut sends = [send];
    insert_many(tx, hints, sends[0].workspace_id, &mut sends)?;
    let [send] = sends;
    Ok(send)
}

/// Gives each the next number of its account, whose lock it takes, so that acceptance and dispatch never interleave.
fn number(tx: &mut Tx<'_>, workspace_id: WorkspaceId, sends: &mut [Send]) -> StoreResult<()> {
    let account_ids: BTreeSet<AccountId> = sends.iter().map(|send| send.account_id).collect();
    let mut last = accounts::lock_each(tx, workspace_id, &account_ids)?;
    for send in sends {
        if let Some(last) = last.get_mut(&send.account_id) {
            *last += 1;
            send.number = *last;
        }
    }
    accounts::update_send_numbers(tx, workspace_id, &last)
}

/// Who stands first in a lane, and since when its last stands in line.
struct Line {
    head: Option<Head>,
    last_ready: Timestamp,
}

struct Head {
    place: Place,
    has_begun: bool,
    rank: (Timestamp, i64),
}

/// Where a head is.
enum Place {
    Kept(SendId),
    /// Among the new ones.
    New(usize),
}

/// Lines the sends up in their lanes, and says for each whether it stands first. The account's lock is held.
fn stand_in_line(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    sends: &mut [Send],
) -> StoreResult<Vec<bool>> {
    let mut lines = lines(tx, workspace_id, sends)?;
    let mut heads = vec![false; sends.len()];
    let mut overtaken = Vec::new();
    for (place, send) in sends.iter_mut().enumerate() {
        let line = lines
            .get_mut(&(send.account_id, send.lane.clone()))
            .expect("every lane was looked at");
        if send.ready_at <= send.accepted_at {
            // Behind whoever is in the line already, even if the clock was set back since.
            send.ready_at = send.ready_at.max(line.last_ready);
            line.last_ready = send.ready_at;
        }
        let rank = (send.ready_at, send.number);
        let stays = |head: &Head| head.has_begun || head.rank <= rank;
        if line.head.as_ref().is_some_and(stays) {
            continue;
        }
        let head = Head {
            place: Place::New(place),
            has_begun: false,
            rank,
        };
        heads[place] = true;
        match line.head.replace(head).map(|head| head.place) {
            Some(Place::Kept(send_id)) => {
                overtaken.push(vec![workspace_id.into(), send_id.into()]);
            }
            Some(Place::New(place)) => heads[place] = false,
            None => {}
        }
    }
    tx.execute_each(
        "UPDATE send SET is_head = 0 WHERE workspace_id = ?1 AND send_id = ?2",
        &overtaken,
    )?;
    Ok(heads)
}

fn lines(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    sends: &[Send],
) -> StoreResult<BTreeMap<(AccountId, String), Line>> {
    const LANE: &[ColumnType] = &[ColumnType::Blob, ColumnType::Blob, ColumnType::Text];
    let lanes = sends
        .iter()
        .map(|send| (send.account_id, send.lane.as_str()));
    let lanes: Vec<_> = lanes.collect::<BTreeSet<_>>().into_iter().collect();
    let values = |(account_id, lane): &(AccountId, &str)| -> Vec<Value<'static>> {
        let lane = (*lane).to_owned();
        vec![workspace_id.into(), (*account_id).into(), lane.into()]
    };
    let rows: Vec<_> = lanes.iter().map(values).collect();
    let heads = tx.query_opt_each(
        "SELECT send_id, state, ready_at, number FROM send
          WHERE workspace_id = ?1 AND account_id = ?2 AND lane = ?3 AND is_open = 1 AND is_head = 1 LIMIT 1",
        LANE,
        &rows,
        |row| {
            Ok(Head {
                place: Place::Kept(row.id(0)?),
                has_begun: matches!(row.text(1)?, "sending" | "unknown" | "needs_decision"),
                rank: (row.timestamp(2)?, row.int(3)?),
            })
        },
    )?;
    // Where nobody stands, nobody is last.
    let is_used: Vec<bool> = heads.iter().map(Option::is_some).collect();
    let used: Vec<_> = rows
        .into_iter()
        .zip(&is_used)
        .filter_map(|(row, is_used)| is_used.then_some(row))
        .collect();
    let last = tx.query_opt_each(
        "SELECT ready_at FROM send
          WHERE workspace_id = ?1 AND account_id = ?2 AND lane = ?3 AND is_open = 1 AND ready_at <= accepted_at
          ORDER BY ready_at DESC, number DESC LIMIT 1",
        LANE,
        &used,
        |row| row.timestamp(0),
    )?;
    let mut last = last.into_iter();
    let lines = lanes
        .into_iter()
        .zip(heads)
        .map(|((account_id, lane), head)| {
            let last_ready = head.as_ref().and_then(|_| last.next().flatten());
            let line = Line {
                head,
                last_ready: last_ready.unwrap_or(Timestamp::MIN),
            };
            ((account_id, lane.to_owned()), line)
        });
    Ok(lines.collect())
}

fn values((send, is_head): (&Send, bool)) -> Vec<Value<'_>> {
    let columns = row::columns(&send.state, send.accepted_at);
    vec![
        send.workspace_id.into(),
        send.send_id.into(),
        send.account_id.into(),
        send.number.into(),
        (&send.lane).into(),
        send.kind.word().into(),
        send.state.word().into(),
        true.into(),
        is_head.into(),
        columns.due_at.into(),
        columns.rule.into(),
        send.opens_conversation.into(),
        send.idempotency_key.as_deref().into(),
        (&send.fingerprint).into(),
        send.twin.as_deref().into(),
        (&send.token).into(),
        send.recipient_key.as_deref().into(),
        send.thread_key.as_deref().into(),
        send.group_id.as_deref().into(),
        send.subject.as_deref().into(),
        (&send.text).into(),
        i64::try_from(send.typing.as_millis())
            .unwrap_or(i64::MAX)
            .into(),
        row::lines(&send.acknowledge).into(),
        send.api_key_id.into(),
        send.accepted_at.into(),
        send.accepted_at.into(),
        send.expires_at.into(),
        send.ready_at.into(),
        send.template_id.as_deref().into(),
        row::lines(&send.tags).into(),
        send.no_reply_since.into(),
        send.last_message_key.as_deref().into(),
        send.likeness.map(Mark::stored).into(),
    ]
}
