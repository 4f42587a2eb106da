//! What becomes of invitations: told by a network that names each of them, by how an account stands to somebody, or by the
//! answer to our own act, whichever comes first; the others then change nothing.

use std::time::Duration;

use domain::event::EventKind;
use domain::ids::InvitationId;
use domain::invitation::{Direction, Ending, InvitationState};
use domain::limits::INVITATION_NOTE_KEPT_CHARS_MAX;
use domain::network::{NetworkInvitation, Relationship};
use domain::send::SendKind;
use domain::time::Timestamp;

use super::changes::require_member_key;
use super::spread::spread;
use super::{Place, is_key, storable, thread};
use crate::accounts::Account;
use crate::derived::derived_entropy;
use crate::erasures::erased;
use crate::invitations::{self, Invitation};
use crate::keeping;
use crate::people::{self, Person};
use crate::sends::{self, Send};
use crate::{StoreError, StoreResult, Tx};

/// The longest time between a question to a network and the moment at which its answer is taken over.
const ASKED_MAX: Duration = Duration::from_mins(1);

/// An invitation that the account sent and no send of ours is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByHand {
    pub invitation_id: InvitationId,
    /// By the network's clock, where it says when.
    pub sent_at: Option<Timestamp>,
}

/// What is shown of an invitation.
struct Shown<'s> {
    direction: Direction,
    state: InvitationState,
    network_key: Option<&'s str>,
    note: Option<&'s str>,
    /// Whether the workspace keeps what is as old.
    is_kept: bool,
    send: Option<&'s Send>,
    /// By the network's clock, where it says when.
    sent_at: Option<Timestamp>,
}

/// An invitation as a network shows it now. Returns one that is new and was sent by hand.
///
/// [`StoreError::Unstorable`], with nothing done and the transaction still good, if a key is no key.
pub fn invitation(
    tx: &mut Tx<'_>,
    account: &Account,
    shown: &NetworkInvitation,
    now: Timestamp,
) -> StoreResult<Option<ByHand>> {
    require_member_key(&shown.member)?;
    if !is_key(&shown.invitation_key) {
        return Err(StoreError::Unstorable("the key of an invitation is no key"));
    }
    let place = Place::lock(tx, account, now)?;
    place.check_linked(tx)?;
    let member_key = &shown.member.member_key;
    if !is_allowed(tx, &place, member_key, (shown.direction, shown.sent_at))? {
        return Ok(None);
    }
    let member = thread::clean(&shown.member);
    let seen = people::upsert(tx, account.workspace_id, &account.network, &member, now)?;
    if seen.before.is_some() {
        spread(tx, &place, &seen, None)?;
    }
    let is_kept = shown.sent_at >= keeping::oldest_kept(tx, account.workspace_id, now)?;
    let shown = Shown {
        direction: shown.direction,
        state: shown.state,
        network_key: Some(&shown.invitation_key),
        note: shown.note.as_deref().filter(|_| is_kept),
        is_kept,
        send: None,
        sent_at: Some(shown.sent_at),
    };
    record(tx, &place, &seen.person, &shown)
}

/// Follows from how the account stands to somebody which invitations are open between the two, as far as the network does
/// not name them.
pub(super) fn follow(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person: &Person,
    relationship: Relationship,
) -> StoreResult<Option<ByHand>> {
    let mut by_hand = None;
    for (direction, is_open) in [
        (Direction::Outgoing, relationship.invitation_sent),
        (Direction::Incoming, relationship.invitation_received),
    ] {
        let pair = (person.person_id, direction);
        let (workspace_id, account_id) = (place.workspace_id(), place.account.account_id);
        let open = invitations::find_open(tx, workspace_id, account_id, pair)?;
        match (is_open, open) {
            (false, Some(open)) => {
                if relationship.degree == Some(1) {
                    end(tx, place, person, open, InvitationState::Accepted)?;
                } else if !may_be_newer(place, &open) {
                    end(tx, place, person, open, InvitationState::Declined)?;
                }
            }
            (true, None) => {
                let newest = invitations::find_newest(tx, workspace_id, account_id, pair)?;
                // Where the network names its invitations, a new one comes with its name.
                let is_named = newest.is_some_and(|newest| newest.network_key.is_some());
                // When it was sent is not told: it brings nobody back.
                let told = (Direction::Outgoing, place.now);
                if is_named || !is_allowed(tx, place, &person.member_key, told)? {
                    continue;
                }
                let shown = Shown {
                    direction,
                    state: InvitationState::Pending,
                    network_key: None,
                    note: None,
                    is_kept: true,
                    send: None,
                    sent_at: None,
                };
                by_hand = record(tx, place, person, &shown)?.or(by_hand);
            }
            _ => {}
        }
    }
    Ok(by_hand)
}

/// Whether our own invitation may have left after it was asked how the two stand: then the answer says nothing of it.
fn may_be_newer(place: &Place<'_>, open: &Invitation) -> bool {
    open.send_id.is_some() && open.sent_at.plus(ASKED_MAX) > place.now
}

/// The account's own invitation has left, or its own act on one has happened.
pub(super) fn done(
    tx: &mut Tx<'_>,
    account: &Account,
    send: &Send,
    now: Timestamp,
) -> StoreResult<()> {
    let place = Place::lock(tx, account, now)?;
    let workspace_id = account.workspace_id;
    if let Some(ending) = Ending::of_kind(send.kind) {
        let invitation_id = send.target_key.as_deref().and_then(|id| id.parse().ok());
        let Some(invitation_id) = invitation_id else {
            return Ok(());
        };
        let Some(known) = invitations::find(tx, workspace_id, invitation_id)? else {
            return Ok(());
        };
        return match people::find(tx, workspace_id, known.person_id)? {
            Some(person) => end(tx, &place, &person, known, ending.state()),
            None => Ok(()),
        };
    }
    let Some(member_key) = send
        .recipient_key
        .as_deref()
        .filter(|_| send.kind == SendKind::Invitation)
    else {
        return Ok(());
    };
    let person = people::find_by_member_key(tx, workspace_id, &account.network, member_key)?;
    let Some(person) = person else {
        // Nobody knows yet who it is: the network shows it with them.
        return Ok(());
    };
    let shown = Shown {
        direction: Direction::Outgoing,
        state: InvitationState::Pending,
        network_key: None,
        note: Some(&send.text)
            .filter(|note| !note.is_empty())
            .map(String::as_str),
        is_kept: true,
        send: Some(send),
        sent_at: None,
    };
    record(tx, &place, &person, &shown).map(drop)
}

/// Whether somebody may be taken over, who may have been erased: then only an invitation of their own since brings them back.
fn is_allowed(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    member_key: &str,
    (direction, sent_at): (Direction, Timestamp),
) -> StoreResult<bool> {
    let (workspace_id, network) = (place.workspace_id(), place.account.network.as_str());
    let Some(erased) = erased::find(tx, workspace_id, network, member_key)? else {
        return Ok(true);
    };
    if sent_at <= erased.erased_at {
        return Ok(false);
    }
    if direction == Direction::Incoming && !erased.has_returned {
        erased::update_returned(tx, workspace_id, network, member_key, place.now)?;
        return Ok(true);
    }
    Ok(erased.has_returned)
}

/// Takes over what is shown, of an invitation that is known or not.
fn record(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person: &Person,
    shown: &Shown<'_>,
) -> StoreResult<Option<ByHand>> {
    if let Some(known) = find_known(tx, place, person, shown)? {
        renew(tx, place, person, &known, shown)?;
        return Ok(None);
    }
    if !(shown.is_kept || shown.state.is_open()) {
        return Ok(None);
    }
    make_way(tx, place, person, shown, None)?;
    let made = made(tx, place, person, shown)?;
    invitations::insert(tx, &made)?;
    if place.is_news(made.sent_at) || made.send_id.is_some() {
        tell(tx, place, person, &made, InvitationState::Pending);
    }
    if !made.state.is_open() {
        tell(tx, place, person, &made, made.state);
    }
    let is_by_hand = made.direction == Direction::Outgoing && made.send_id.is_none();
    Ok(is_by_hand.then_some(ByHand {
        invitation_id: made.invitation_id,
        sent_at: shown.sent_at,
    }))
}

/// The invitation that is shown, if it is known already.
fn find_known(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person: &Person,
    shown: &Shown<'_>,
) -> StoreResult<Option<Invitation>> {
    let (workspace_id, account_id) = (place.workspace_id(), place.account.account_id);
    if let Some(key) = shown.network_key
        && let Some(known) = invitations::find_by_network_key(tx, workspace_id, account_id, key)?
    {
        return Ok(Some(known));
    }
    let pair = (person.person_id, shown.direction);
    let newest = invitations::find_newest(tx, workspace_id, account_id, pair)?;
    Ok(
        newest.filter(|newest| match (shown.network_key, shown.send) {
            // Its name was not told before; one that was sent after this one ended is another.
            (Some(_), _) => {
                let ended_at = newest.ended_at.unwrap_or(Timestamp::MAX);
                newest.network_key.is_none()
                    && shown.sent_at.is_none_or(|sent_at| sent_at <= ended_at)
            }
            (None, Some(send)) => newest.state.is_open() || newest.send_id == Some(send.send_id),
            (None, None) => newest.state.is_open(),
        }),
    )
}

/// An invitation that is new, with the send that it comes from, if one is under way.
fn made(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person: &Person,
    shown: &Shown<'_>,
) -> StoreResult<Invitation> {
    let (workspace_id, account_id) = (place.workspace_id(), place.account.account_id);
    let pair = (person.person_id, shown.direction);
    let before = invitations::find_newest(tx, workspace_id, account_id, pair)?;
    let send_id = match (shown.send, shown.direction) {
        (Some(send), _) => Some(send.send_id),
        (None, Direction::Incoming) => None,
        (None, Direction::Outgoing) => {
            let newest =
                sends::find_newest_invitation(tx, workspace_id, account_id, &person.member_key)?;
            let known = before.as_ref().and_then(|before| before.send_id);
            newest.filter(|newest| known != Some(*newest))
        }
    };
    let before = before.map(|before| *before.invitation_id.as_bytes());
    let name = shown.network_key.unwrap_or_default();
    let entropy = derived_entropy(&[
        workspace_id.as_bytes(),
        b"invitation",
        account_id.as_bytes(),
        person.person_id.as_bytes(),
        shown.direction.word().as_bytes(),
        name.as_bytes(),
        &before.unwrap_or_default(),
    ]);
    let invitation_id = InvitationId::mint(place.now, &entropy);
    Ok(Invitation {
        workspace_id,
        invitation_id,
        account_id,
        person_id: person.person_id,
        direction: shown.direction,
        state: shown.state,
        network_key: shown.network_key.map(str::to_owned),
        note: note(shown),
        send_id,
        sent_at: shown.sent_at.unwrap_or(place.now),
        tie: invitations::tie_of(invitation_id),
        ended_at: (!shown.state.is_open()).then_some(place.now),
        seen_at: place.now,
        updated_at: place.now,
    })
}

/// Takes over what is new of an invitation that is known.
fn renew(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person: &Person,
    known: &Invitation,
    shown: &Shown<'_>,
) -> StoreResult<()> {
    let is_named_now = known.network_key.is_none() && shown.network_key.is_some();
    let is_other = known.state.can_become(shown.state);
    if is_other {
        make_way(tx, place, person, shown, Some(known.invitation_id))?;
    }
    let state = if is_other { shown.state } else { known.state };
    let next = Invitation {
        state,
        network_key: known
            .network_key
            .clone()
            .or_else(|| shown.network_key.map(str::to_owned)),
        note: known.note.clone().or_else(|| note(shown)),
        send_id: known.send_id.or(shown.send.map(|send| send.send_id)),
        // The network knows best when it was sent.
        sent_at: shown
            .sent_at
            .filter(|_| is_named_now)
            .unwrap_or(known.sent_at),
        ended_at: match (state.is_open(), is_other) {
            (true, _) => None,
            (false, true) => Some(place.now),
            (false, false) => known.ended_at,
        },
        ..known.clone()
    };
    let updated_at = if next == *known {
        known.updated_at
    } else {
        place.now
    };
    let next = Invitation {
        seen_at: place.now,
        updated_at,
        ..next
    };
    invitations::update(tx, &next)?;
    if is_other {
        tell(tx, place, person, &next, state);
    }
    Ok(())
}

/// Ends the one that was open before, where another is shown to be open: both cannot be.
fn make_way(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person: &Person,
    shown: &Shown<'_>,
    but: Option<InvitationId>,
) -> StoreResult<()> {
    if !shown.state.is_open() {
        return Ok(());
    }
    let (workspace_id, account_id) = (place.workspace_id(), place.account.account_id);
    let pair = (person.person_id, shown.direction);
    match invitations::find_open(tx, workspace_id, account_id, pair)? {
        Some(open) if Some(open.invitation_id) != but => {
            end(tx, place, person, open, InvitationState::Declined)
        }
        _ => Ok(()),
    }
}

/// An invitation has come to its end.
fn end(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person: &Person,
    known: Invitation,
    state: InvitationState,
) -> StoreResult<()> {
    if !known.state.can_become(state) {
        return Ok(());
    }
    let ended = Invitation {
        state,
        ended_at: Some(place.now),
        updated_at: place.now,
        ..known
    };
    invitations::update(tx, &ended)?;
    tell(tx, place, person, &ended, state);
    Ok(())
}

/// The network no longer knows of an invitation that was open, or of none with that name.
pub fn invitation_gone(
    tx: &mut Tx<'_>,
    account: &Account,
    invitation_id: InvitationId,
    now: Timestamp,
) -> StoreResult<()> {
    let place = Place::lock(tx, account, now)?;
    let workspace_id = account.workspace_id;
    let known = invitations::find(tx, workspace_id, invitation_id)?;
    let Some(known) = known.filter(|known| known.state.is_open()) else {
        return Ok(());
    };
    match people::find(tx, workspace_id, known.person_id)? {
        Some(person) => end(tx, &place, &person, known, InvitationState::Declined),
        None => Ok(()),
    }
}

fn note(shown: &Shown<'_>) -> Option<String> {
    let note = shown.note?;
    let note: String = note.chars().take(INVITATION_NOTE_KEPT_CHARS_MAX).collect();
    Some(storable(&note).into_owned())
}

fn tell(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person: &Person,
    invitation: &Invitation,
    state: InvitationState,
) {
    let kind = match (state, invitation.direction) {
        (InvitationState::Pending, Direction::Outgoing) => EventKind::InvitationSent,
        (InvitationState::Pending, Direction::Incoming) => EventKind::InvitationReceived,
        (InvitationState::Accepted, _) => EventKind::InvitationAccepted,
        (InvitationState::Declined, _) => EventKind::InvitationDeclined,
        (InvitationState::Withdrawn, _) => EventKind::InvitationWithdrawn,
        (InvitationState::Ignored, _) => EventKind::InvitationIgnored,
        (InvitationState::Expired, _) => EventKind::InvitationExpired,
    };
    place.announce_person(tx, kind, person, |data| {
        data.id("invitation_id", invitation.invitation_id)
            .text("direction", invitation.direction.word())
    });
}
