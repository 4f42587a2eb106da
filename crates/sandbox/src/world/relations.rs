//! Relations: who is connected to whom, and what stands between two members.

use serde::Serialize;

use super::groups::{self, SharedGroup};
use super::members::{self, Member};
use super::{invitations, seats, threads, updates};
use crate::refusal::Refusal;
use crate::store::Tx;

/// What stands between a seat and another member.
#[derive(Debug, Serialize)]
pub(crate) struct RelationshipView {
    member_key: String,
    distance: u8,
    connected_at: Option<i64>,
    open_profile: bool,
    invitation: InvitationState,
    shared_groups: Vec<SharedGroup>,
    thread_id: Option<String>,
}

#[derive(Debug, Serialize)]
struct InvitationState {
    state: &'static str,
    invitation_id: Option<String>,
    sent_at: Option<i64>,
    note: Option<String>,
}

pub(crate) fn view(tx: &Tx<'_>, viewer: i64, other: &Member) -> Result<RelationshipView, Refusal> {
    let open = invitations::find_open(tx, viewer, other.id)?;
    let invitation = match open {
        None => InvitationState {
            state: "none",
            invitation_id: None,
            sent_at: None,
            note: None,
        },
        Some(open) => InvitationState {
            state: if open.inviter == viewer {
                "sent"
            } else {
                "received"
            },
            invitation_id: Some(open.invitation_id()),
            sent_at: Some(open.sent_at),
            note: open.note,
        },
    };
    Ok(RelationshipView {
        member_key: other.key.clone(),
        distance: members::distance(tx, viewer, other.id)?,
        connected_at: connected_at(tx, viewer, other.id)?,
        open_profile: other.open_profile,
        invitation,
        shared_groups: groups::list_shared(tx, viewer, other.id)?,
        thread_id: threads::find_one_to_one(tx, viewer, other.id)?.map(|thread| thread.thread_id),
    })
}

pub(crate) fn connected_at(tx: &Tx<'_>, one: i64, other: i64) -> Result<Option<i64>, Refusal> {
    tx.find(
        "SELECT connected_at FROM connection WHERE member = ?1 AND other = ?2",
        (one, other),
        |row| row.get(0),
    )
}

/// Connections of a member, newest first, older than `before` (an instant and a member's row).
pub(crate) fn list(
    tx: &Tx<'_>,
    member: i64,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<(i64, i64)>, Refusal> {
    let (instant, row) = before.unwrap_or((i64::MAX, i64::MAX));
    tx.list(
        "SELECT connected_at, other FROM connection
          WHERE member = ?1 AND (connected_at, other) < (?2, ?3)
          ORDER BY connected_at DESC, other DESC LIMIT ?4",
        (member, instant, row, limit),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn connect(tx: &Tx<'_>, one: i64, other: i64, connected_at: i64) -> Result<(), Refusal> {
    for (member, other) in [(one, other), (other, one)] {
        tx.execute(
            "INSERT INTO connection (member, other, connected_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            (member, other, connected_at),
        )?;
    }
    Ok(())
}

pub(crate) fn disconnect(tx: &Tx<'_>, one: i64, other: i64) -> Result<(), Refusal> {
    tx.execute(
        "DELETE FROM connection WHERE (member = ?1 AND other = ?2) OR (member = ?2 AND other = ?1)",
        (one, other),
    )?;
    Ok(())
}

/// Tells whichever of the two is a seat how they stand to each other now, and which invitation that is about.
pub(crate) fn announce(
    tx: &mut Tx<'_>,
    one: i64,
    other: i64,
    reasons: [&str; 2],
    invitation_id: Option<&str>,
) -> Result<(), Refusal> {
    for (viewer, other, reason) in [(one, other, reasons[0]), (other, one, reasons[1])] {
        if let Some(seat) = seats::find_by_member(tx, viewer)? {
            let relationship = view(tx, viewer, &members::get(tx, other)?)?;
            let data = serde_json::json!({
                "relationship": relationship,
                "reason": reason,
                "invitation_id": invitation_id,
            });
            updates::record(tx, seat.id, "relationship", &data, None)?;
        }
    }
    Ok(())
}
