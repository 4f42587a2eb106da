//! How the account stands to somebody, and what became of an invitation.

use domain::event::EventKind;
use domain::network::{Member, Relationship};
use domain::time::Timestamp;

use super::changes::require_member_key;
use super::spread::spread;
use super::{Place, thread};
use crate::accounts::Account;
use crate::people::{self, Person};
use crate::{StoreResult, Tx, relations};

/// How the account now stands to a member, who is added if not known. True if it was news.
pub fn relationship(
    tx: &mut Tx<'_>,
    account: &Account,
    member: &Member,
    relationship: &Relationship,
    now: Timestamp,
) -> StoreResult<bool> {
    require_member_key(member)?;
    let place = Place::lock(tx, account, now)?;
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
        announce(tx, &place, &seen.person, before, *relationship);
    }
    if is_news || seen.before.is_some() {
        spread(tx, &place, &seen, None)?;
    }
    Ok(is_news)
}

fn announce(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person: &Person,
    before: Option<Relationship>,
    now: Relationship,
) {
    let status = relations::status_word(&now);
    let kind = EventKind::RelationshipChanged;
    place.announce_person(tx, kind, person, |data| data.text("status", status));
    if let Some(kind) = invitation(before, now) {
        place.announce_person(tx, kind, person, |data| data);
    }
}

/// What became of an invitation between the two.
fn invitation(before: Option<Relationship>, now: Relationship) -> Option<EventKind> {
    let (was_sent, was_received) = before.map_or((false, false), |before| {
        (before.invitation_sent, before.invitation_received)
    });
    let was_open = was_sent || was_received;
    if now.degree == Some(1) {
        return was_open.then_some(EventKind::InvitationAccepted);
    }
    match (now.invitation_sent, now.invitation_received) {
        (true, _) if !was_sent => Some(EventKind::InvitationSent),
        (_, true) if !was_received => Some(EventKind::InvitationReceived),
        (false, false) if was_open => Some(EventKind::InvitationDeclined),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_told_of_when_it_opens_and_when_it_is_over() {
        let stands = |degree, invitation_sent, invitation_received| Relationship {
            degree,
            invitation_sent,
            invitation_received,
        };
        let strange = stands(Some(3), false, false);
        let sent = stands(Some(3), true, false);
        let received = stands(Some(2), false, true);
        let connected = stands(Some(1), false, false);
        for (before, now, expected) in [
            (None, strange, None),
            (None, connected, None),
            (None, sent, Some(EventKind::InvitationSent)),
            (Some(strange), sent, Some(EventKind::InvitationSent)),
            (Some(strange), received, Some(EventKind::InvitationReceived)),
            (Some(sent), sent, None),
            (Some(sent), connected, Some(EventKind::InvitationAccepted)),
            (
                Some(received),
                connected,
                Some(EventKind::InvitationAccepted),
            ),
            (Some(sent), strange, Some(EventKind::InvitationDeclined)),
            (Some(received), strange, Some(EventKind::InvitationDeclined)),
            (Some(strange), connected, None),
            (Some(connected), strange, None),
        ] {
            assert_eq!(invitation(before, now), expected, "{before:?} {now:?}");
        }
    }
}
