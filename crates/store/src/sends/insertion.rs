//! New sends, many at a time: numbers, places in their lanes, rows, events and wake-ups with one statement each.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::likeness::Mark;
use domain::time::Timestamp;
use domain::twins::{self, Twin};

use super::{Send, attachments, row, transition, wake};
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
        ("reply_to", ColumnType::Text),
        ("attachments", ColumnType::Text),
        ("target_key", ColumnType::Text),
        ("forwarded_from", ColumnType::Text),
        ("template_version", ColumnType::Int),
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
    let is_head = head(tx, workspace_id, sends)?;
    let rows: Vec<_> = sends.iter().zip(is_head).map(values).collect();
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

/// Gives each the next number of its account, whose lock it takes, so that acceptance and dispatch never interleave, and
/// puts those that are not for later behind whoever is in line already, even if the clock was set back since.
fn number(tx: &mut Tx<'_>, workspace_id: WorkspaceId, sends: &mut [Send]) -> StoreResult<()> {
    let account_ids: BTreeSet<AccountId> = sends.iter().map(|send| send.account_id).collect();
    let mut ends = accounts::lock_each(tx, workspace_id, &account_ids)?;
    for send in sends {
        let Some(end) = ends.get_mut(&send.account_id) else {
            continue;
        };
        end.send_number += 1;
        send.number = end.send_number;
        if twins::is(Twin::OneLaneEach) {
            send.lane.clone_from(&send.token);
        }
        if send.ready_at <= send.accepted_at {
            end.line_at = end.line_at.max(send.ready_at);
            send.ready_at = end.line_at;
        }
    }
    accounts::update_line_ends(tx, workspace_id, &ends)
}

/// Who stands first in a lane.
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

/// Says for each new send whether it stands first in its lane, and lets those step back that did until now. The
/// account's lock is held.
fn head(tx: &mut Tx<'_>, workspace_id: WorkspaceId, sends: &[Send]) -> StoreResult<Vec<bool>> {
    let mut heads = heads(tx, workspace_id, sends)?;
    let mut is_head = vec![false; sends.len()];
    let mut overtaken = Vec::new();
    for (place, send) in sends.iter().enumerate() {
        let rank = (send.ready_at, send.number);
        let lane = (send.account_id, send.lane.as_str());
        let stays = |head: &Head| head.has_begun || head.rank <= rank;
        if heads.get(&lane).is_some_and(stays) {
            continue;
        }
        is_head[place] = true;
        let head = Head {
            place: Place::New(place),
            has_begun: false,
            rank,
        };
        match heads.insert(lane, head).map(|head| head.place) {
            Some(Place::Kept(send_id)) => {
                overtaken.push(vec![workspace_id.into(), send_id.into()]);
            }
            Some(Place::New(place)) => is_head[place] = false,
            None => {}
        }
    }
    tx.execute_each(
        "UPDATE send SET is_head = 0 WHERE workspace_id = ?1 AND send_id = ?2",
        &overtaken,
    )?;
    Ok(is_head)
}

/// The present heads, by account and lane.
fn heads<'s>(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    sends: &'s [Send],
) -> StoreResult<BTreeMap<(AccountId, &'s str), Head>> {
    let lanes = sends
        .iter()
        .map(|send| (send.account_id, send.lane.as_str()));
    let lanes: Vec<_> = lanes.collect::<BTreeSet<_>>().into_iter().collect();
    let rows: Vec<Vec<Value<'_>>> = lanes
        .iter()
        .map(|(account_id, lane)| vec![workspace_id.into(), account_id.into(), (*lane).into()])
        .collect();
    let heads = tx.query_opt_each(
        "SELECT send_id, state, ready_at, number FROM send
          WHERE workspace_id = ?1 AND account_id = ?2 AND lane = ?3 AND is_open = 1 AND is_head = 1 LIMIT 1",
        &[ColumnType::Blob, ColumnType::Blob, ColumnType::Text],
        &rows,
        |row| {
            Ok(Head {
                place: Place::Kept(row.id(0)?),
                has_begun: row::has_begun(row.text(1)?),
                rank: (row.timestamp(2)?, row.int(3)?),
            })
        },
    )?;
    let known = lanes.into_iter().zip(heads);
    Ok(known
        .filter_map(|(lane, head)| Some((lane, head?)))
        .collect())
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
        send.reply_to.as_deref().into(),
        attachments::stored(&send.attachments).into(),
        send.target_key.as_deref().into(),
        send.forwarded_from.map(|id| id.to_string()).into(),
        send.template_version.into(),
    ]
}
