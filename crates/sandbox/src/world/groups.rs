//! Groups: circles whose members may write to each other without being connected.

use serde::Serialize;

use crate::refusal::Refusal;
use crate::store::Tx;

/// A group as listed to one of its members.
#[derive(Debug, Serialize)]
pub(crate) struct GroupView {
    group_id: String,
    name: String,
    member_count: i64,
}

/// A group named in a relationship.
#[derive(Debug, Serialize)]
pub(crate) struct SharedGroup {
    group_id: String,
    name: String,
}

pub(crate) fn list(tx: &Tx<'_>, member: i64) -> Result<Vec<GroupView>, Refusal> {
    tx.list(
        "SELECT group_id, name, (SELECT count(*) FROM group_member AS each WHERE each.network_group = network_group.id)
           FROM network_group JOIN group_member ON group_member.network_group = network_group.id
          WHERE group_member.member = ?1 ORDER BY network_group.id",
        [member],
        |row| {
            Ok(GroupView {
                group_id: row.get(0)?,
                name: row.get(1)?,
                member_count: row.get(2)?,
            })
        },
    )
}

pub(crate) fn list_shared(tx: &Tx<'_>, one: i64, other: i64) -> Result<Vec<SharedGroup>, Refusal> {
    tx.list(
        "SELECT group_id, name FROM network_group
           JOIN group_member AS one ON one.network_group = network_group.id AND one.member = ?1
           JOIN group_member AS other ON other.network_group = network_group.id AND other.member = ?2
          ORDER BY network_group.id",
        (one, other),
        |row| {
            Ok(SharedGroup {
                group_id: row.get(0)?,
                name: row.get(1)?,
            })
        },
    )
}

/// The group's name, and whether each of the two is a member of it.
pub(crate) fn membership(
    tx: &Tx<'_>,
    group_id: &str,
    one: i64,
    other: i64,
) -> Result<(String, bool, bool), Refusal> {
    tx.find(
        "SELECT name,
                EXISTS (SELECT 1 FROM group_member WHERE group_member.network_group = network_group.id AND member = ?2),
                EXISTS (SELECT 1 FROM group_member WHERE group_member.network_group = network_group.id AND member = ?3)
           FROM network_group WHERE group_id = ?1",
        (group_id, one, other),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?
    .ok_or_else(|| Refusal::new("unknown_group", format!("there is no group {group_id:?}")))
}

pub(crate) fn insert(
    tx: &Tx<'_>,
    group_id: &str,
    name: &str,
    members: &[i64],
) -> Result<(), Refusal> {
    let group = tx.insert(
        "INSERT INTO network_group (group_id, name) VALUES (?1, ?2)",
        (group_id, name),
    )?;
    for member in members {
        tx.execute(
            "INSERT INTO group_member (network_group, member) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            (group, member),
        )?;
    }
    Ok(())
}
