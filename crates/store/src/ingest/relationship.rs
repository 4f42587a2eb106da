//! How the account stands to somebody, and what became of an invitation.

use domain::event::EventKind;
use domain::network::{Member, Relationship};
use domain::time::Timestamp;

use super::changes::require_member_key;
use super::invitations::{self, ByHand};
use super::spread::spread;
use super::{Place, thread};
use crate::accounts::Account;
use crate::{StoreResult, Tx, people, relations};

/// What became of how an account stands to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Related {
    pub is_news: bool,
    /// An invitation that the account sent and no send of ours is.
    pub by_hand: Option<ByHand>,
}

/// How the account now stands to a member, who is added if not known.
pub fn relationship(
    tx: &mut Tx<'_>,
    account: &Account,
    member: &Member,
    relationship: &Relationship,
    now: Timestamp,
) -> StoreResult<Related> {
    require_member_key(member)?;
    let place = Place::lock(tx, account, now)?;
    place.check_linked(tx)?;
    let workspace_id = account.workspace_id;
    let member = thread::clean(member);
    let seen = people::upsert(tx, workspace_id, &account.network, &member, now)?;
    let person_id = seen.person.person_id;
    let before = relations::find(tx, workspace_id, account.account_id, person_id)?;
    relations::upsert(
        tx,
        workspace_id,
        account.account_id,
        person_id,
        relationship,
        now,
    )?;
    let before = before.map(|before| before.relationship);
    let is_news = before != Some(*relationship);
    if is_news {
        let status = relations::status_word(relationship);
        let kind = EventKind::RelationshipChanged;
        place.announce_person(tx, kind, &seen.person, |data| data.text("status", status));
    }
    let by_hand = invitations::follow(tx, &place, &seen.person, *relationship)?;
    if is_news || seen.before.is_some() {
        spread(tx, &place, &seen, None)?;
    }
    Ok(Related { is_news, by_hand })
}
