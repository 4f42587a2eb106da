//! Deliveries that are due.

use domain::time::Timestamp;
use domain::twins::{self, Twin};

use super::turn::{Due, TurnInput, release};
use crate::endpoints::Endpoint;
use crate::{Row, StoreResult, Tx, events, params};

/// Numbers of undelivered events that one payload names.
const GAP_MAX: u32 = 100;

/// What is due and not under way, the longest due first, and when the next one is.
pub(super) fn due(
    tx: &mut Tx<'_>,
    endpoint: &Endpoint,
    input: &TurnInput,
) -> StoreResult<(Vec<Due>, Option<Timestamp>)> {
    let now = input.now;
    let resting_until = endpoint
        .resting_until
        .filter(|_| !twins::is(Twin::RestIgnored));
    if let Some(until) = resting_until.filter(|until| *until > now) {
        return Ok((Vec::new(), Some(until)));
    }
    let under_way = u32::try_from(input.under_way.len()).unwrap_or(u32::MAX);
    // One that only fails is asked carefully.
    let together = endpoint.record.together(endpoint.settings.together);
    let limit = together.saturating_sub(under_way);
    let listed = tx.query(
        "SELECT number, due_at, lane FROM delivery
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND state = 'waiting' AND due_at < ?3
          ORDER BY due_at, number LIMIT ?4",
        params![
            endpoint.workspace_id,
            endpoint.endpoint_id,
            Timestamp::MAX,
            limit.saturating_add(under_way).saturating_add(1),
        ],
        Candidate::from_row,
    )?;
    let (mut found, mut forgotten_at) = (Vec::new(), None);
    let free = listed
        .into_iter()
        .filter(|candidate| !input.under_way.contains(&candidate.number));
    for candidate in free {
        let is_full = u32::try_from(found.len()).is_ok_and(|count| count >= limit);
        if is_full || candidate.due_at > now {
            return Ok((found, forgotten_at.or(Some(candidate.due_at))));
        }
        if let Some(due) = load(tx, endpoint, &candidate)? {
            found.push(due);
        } else {
            forget(tx, endpoint, &candidate, now)?;
            // Those behind it may be due now.
            forgotten_at = Some(now);
        }
    }
    Ok((found, forgotten_at))
}

struct Candidate {
    number: i64,
    due_at: Timestamp,
    lane: String,
}

impl Candidate {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            number: row.int(0)?,
            due_at: row.timestamp(1)?,
            lane: row.text(2)?.to_owned(),
        })
    }
}

/// `None`: the log does not have the event any more.
fn load(tx: &mut Tx<'_>, endpoint: &Endpoint, candidate: &Candidate) -> StoreResult<Option<Due>> {
    let part = events::list(tx, endpoint.workspace_id, candidate.number - 1, 1)?;
    let event = part.events.into_iter().next();
    let Some(event) = event.filter(|event| event.number == candidate.number) else {
        return Ok(None);
    };
    let gap = tx.query(
        "SELECT number FROM delivery
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND lane = ?3 AND is_holding = 0 AND state <> 'delivered'
            AND delivered_at IS NULL AND number < ?4
          ORDER BY number DESC LIMIT ?5",
        params![
            endpoint.workspace_id,
            endpoint.endpoint_id,
            candidate.lane.as_str(),
            candidate.number,
            GAP_MAX
        ],
        |row| row.int(0),
    )?;
    Ok(Some(Due {
        event,
        gap: gap
            .into_iter()
            .rev()
            .filter(|_| !twins::is(Twin::GapNotTold))
            .collect(),
    }))
}

/// Ends a delivery that nobody can tell what it is about any more.
fn forget(
    tx: &mut Tx<'_>,
    endpoint: &Endpoint,
    candidate: &Candidate,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE delivery
            SET state = CASE WHEN delivered_at IS NULL THEN 'failed' ELSE 'delivered' END, is_holding = 0, due_at = ?4,
                ended_at = ?5
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3",
        params![
            endpoint.workspace_id,
            endpoint.endpoint_id,
            candidate.number,
            Timestamp::MAX,
            now
        ],
    )?;
    tx.execute(
        "UPDATE endpoint SET waiting = waiting - 1 WHERE workspace_id = ?1 AND endpoint_id = ?2",
        params![endpoint.workspace_id, endpoint.endpoint_id],
    )?;
    release(tx, endpoint, &candidate.lane, now)
}
