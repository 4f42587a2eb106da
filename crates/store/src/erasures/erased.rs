//! The list of the erased: keyed hashes, by which somebody is recognised who comes again, and nobody is found.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::ids::WorkspaceId;
use domain::network::Member;
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{ColumnType, StoreResult, Tx, Value, params};

/// Somebody on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    pub erased_at: Timestamp,
    /// Nothing leaves to them.
    pub is_suppressed: bool,
    /// They wrote after they had been erased.
    pub has_returned: bool,
}

/// The key of the workspace's list, if anybody was ever erased.
fn find_secret(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<Option<Vec<u8>>> {
    let found = tx.query_opt(
        "SELECT person_secret FROM workspace WHERE workspace_id = ?1",
        params![workspace_id],
        |row| Ok(row.opt_blob(0)?.map(<[u8]>::to_vec)),
    )?;
    Ok(found.flatten())
}

/// The key of the workspace's list, which is `secret` if it had none.
pub(super) fn ensure_secret(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    secret: &[u8; 32],
) -> StoreResult<Vec<u8>> {
    tx.query_one(
        "UPDATE workspace SET person_secret = COALESCE(person_secret, ?2) WHERE workspace_id = ?1
         RETURNING person_secret",
        params![workspace_id, secret.as_slice()],
        |row| Ok(row.blob(0)?.to_vec()),
    )
}

/// What is kept of somebody.
pub(super) fn hash(secret: &[u8], network: &str, member_key: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any length of key will do");
    // Neither a network's name nor a key holds a line break.
    for part in [network, "\n", member_key] {
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().to_vec()
}

/// Puts somebody on the list, or again.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    hash: &[u8],
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO erased_person (workspace_id, person_hash, erased_at, is_suppressed) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (workspace_id, person_hash) DO UPDATE
            SET erased_at = excluded.erased_at, is_suppressed = 1, returned_at = NULL",
        params![workspace_id, hash, now],
    )?;
    Ok(())
}

/// Who of these people, named by network and member key, is on the list.
pub fn find_each(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    people: &[(&str, &str)],
) -> StoreResult<Vec<Option<Erased>>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let Some(secret) = find_secret(tx, workspace_id)? else {
        return Ok(people.iter().map(|_| None).collect());
    };
    let hashes: Vec<Vec<u8>> = people
        .iter()
        .map(|(network, member_key)| hash(&secret, network, member_key))
        .collect();
    let rows: Vec<Vec<Value<'_>>> = hashes
        .iter()
        .map(|hash| vec![workspace_id.into(), hash.into()])
        .collect();
    tx.query_opt_each(
        "SELECT erased_at, is_suppressed, returned_at FROM erased_person
          WHERE workspace_id = ?1 AND person_hash = ?2",
        &[ColumnType::Blob, ColumnType::Blob],
        &rows,
        |row| {
            Ok(Erased {
                erased_at: row.timestamp(0)?,
                is_suppressed: row.bool(1)?,
                has_returned: row.opt_timestamp(2)?.is_some(),
            })
        },
    )
}

/// Whether somebody is on the list.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_key: &str,
) -> StoreResult<Option<Erased>> {
    let found = find_each(tx, workspace_id, &[(network, member_key)])?;
    Ok(found.into_iter().flatten().next())
}

/// Who of these members of one network is on the list.
pub(crate) fn find_members(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_keys: impl Iterator<Item = String>,
) -> StoreResult<BTreeMap<String, Erased>> {
    let keys: Vec<String> = member_keys.collect();
    let named: Vec<(&str, &str)> = keys.iter().map(|key| (network, key.as_str())).collect();
    let found = find_each(tx, workspace_id, &named)?;
    let on_list = keys.iter().cloned().zip(found);
    Ok(on_list
        .filter_map(|(key, erased)| Some((key, erased?)))
        .collect())
}

/// They wrote again, of their own accord: what is said from now on is kept.
pub(crate) fn update_returned(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_key: &str,
    now: Timestamp,
) -> StoreResult<()> {
    change(
        tx,
        "UPDATE erased_person SET returned_at = COALESCE(returned_at, ?3)
          WHERE workspace_id = ?1 AND person_hash = ?2",
        workspace_id,
        (network, member_key),
        now.into(),
    )
}

/// Somebody decided that they may be written to again, or not.
pub(crate) fn update_suppressed(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_key: &str,
    is_suppressed: bool,
) -> StoreResult<()> {
    change(
        tx,
        "UPDATE erased_person SET is_suppressed = ?3 WHERE workspace_id = ?1 AND person_hash = ?2",
        workspace_id,
        (network, member_key),
        is_suppressed.into(),
    )
}

fn change(
    tx: &mut Tx<'_>,
    sql: &'static str,
    workspace_id: WorkspaceId,
    (network, member_key): (&str, &str),
    value: Value<'_>,
) -> StoreResult<()> {
    if let Some(secret) = find_secret(tx, workspace_id)? {
        let hash = hash(&secret, network, member_key);
        tx.execute(sql, &[workspace_id.into(), (&hash).into(), value])?;
    }
    Ok(())
}

/// A member as they may be kept: of somebody who was erased and has not returned, nothing but the key.
pub(crate) fn veiled<'m>(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member: &'m Member,
) -> StoreResult<Cow<'m, Member>> {
    let erased = find(tx, workspace_id, network, &member.member_key)?;
    if erased.is_none_or(|erased| erased.has_returned) {
        return Ok(Cow::Borrowed(member));
    }
    Ok(Cow::Owned(Member {
        member_key: member.member_key.clone(),
        member_number: None,
        slug: None,
        first_name: String::new(),
        last_name: String::new(),
        headline: String::new(),
        picture: None,
        badge: None,
        degree: None,
    }))
}
