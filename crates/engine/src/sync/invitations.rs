//! The open invitations of an account: compared with those that are known whenever it begins to be followed, as any of them
//! may have opened or ended meanwhile.

use domain::invitation::Direction;
use domain::network::{MemberQuery, NetworkInvitation};
use domain::time::Timestamp;
use integrations::networks::network::{Network, NetworkError};
use store::accounts::Account;
use store::invitations::{self, Invitation};
use store::{StoreError, StoreResult, Tx, people};

use super::{Trouble, ingest};
use crate::Parts;

/// Invitations in a page of the listing, and in the transaction that keeps it.
const PAGE: u32 = 32;
/// Pages of one direction that are read.
const PAGES_MAX: usize = 250;
/// Invitations that the listing does not show any more which are asked about at a time.
const ASKED_MAX: u32 = 100;

/// Keeps what is open by now, and finds out what became of what is not any more.
pub(super) async fn compare(
    parts: &Parts,
    account: &Account,
    line: &dyn Network,
) -> Result<(), Trouble> {
    if !line.capabilities().invitation_lists {
        return Ok(());
    }
    for direction in Direction::ALL {
        let began = parts.clock.now();
        match list(parts, account, line, direction).await {
            Ok(true) => ask(parts, account, line, direction, began).await?,
            Ok(false) => {}
            // Nothing else depends on it: what is new of them is in the stream.
            Err(Trouble::Network(NetworkError::Refused { code, .. })) => {
                let direction = direction.word();
                tracing::warn!(account = %account.account_id, direction, code, "invitations are not listed");
            }
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(())
}

/// Keeps what is open. False if there is more than is read.
async fn list(
    parts: &Parts,
    account: &Account,
    line: &dyn Network,
    direction: Direction,
) -> Result<bool, Trouble> {
    let mut cursor = None;
    for _ in 0..PAGES_MAX {
        let page = line.invitations(direction, cursor, PAGE).await?;
        keep(parts, account, page.items).await?;
        cursor = page.next;
        if cursor.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn keep(
    parts: &Parts,
    account: &Account,
    shown: Vec<NetworkInvitation>,
) -> Result<(), StoreError> {
    let now = parts.clock.now();
    let account = account.clone();
    let kept = parts.store.write_bulk(move |tx| {
        for invitation in &shown {
            ingest::invitation(tx, &account, invitation, now)?;
        }
        Ok(())
    });
    kept.await
}

/// Asks what became of those that were open and were not shown since `began`.
async fn ask(
    parts: &Parts,
    account: &Account,
    line: &dyn Network,
    direction: Direction,
    began: Timestamp,
) -> Result<(), Trouble> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let unseen = parts.store.read(move |tx| {
        let unseen =
            invitations::list_unseen(tx, workspace_id, account_id, direction, began, ASKED_MAX)?;
        let person_ids: Vec<_> = unseen.iter().map(|unseen| unseen.person_id).collect();
        let people = people::list_of(tx, workspace_id, &person_ids)?.into_iter();
        let member_keys = people.map(|person| person.map(|person| person.member_key));
        Ok(unseen.into_iter().zip(member_keys).collect::<Vec<_>>())
    });
    for (unseen, member_key) in unseen.await? {
        match (unseen.network_key.clone(), member_key) {
            (Some(invitation_key), _) => match line.invitation(invitation_key).await? {
                Some(shown) => keep(parts, account, vec![shown]).await?,
                None => gone(parts, account, unseen).await?,
            },
            (None, Some(member_key)) => relate(parts, account, line, member_key).await?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// What the network has no name for is told by how the two stand.
async fn relate(
    parts: &Parts,
    account: &Account,
    line: &dyn Network,
    member_key: String,
) -> Result<(), Trouble> {
    let query = MemberQuery::MemberKey(member_key.clone());
    let Some(member) = line.member(query).await? else {
        return Ok(());
    };
    let relationship = line.relationship(member_key).await?;
    let now = parts.clock.now();
    let account = account.clone();
    let related = move |tx: &mut Tx<'_>| {
        store::ingest::relationship(tx, &account, &member, &relationship, now).map(drop)
    };
    parts.store.write_bulk(related).await?;
    Ok(())
}

async fn gone(parts: &Parts, account: &Account, known: Invitation) -> StoreResult<()> {
    let now = parts.clock.now();
    let account = account.clone();
    let invitation_id = known.invitation_id;
    let gone =
        move |tx: &mut Tx<'_>| store::ingest::invitation_gone(tx, &account, invitation_id, now);
    parts.store.write_bulk(gone).await
}
