//! One page, in one read transaction. For each question there are indexes that together hold exactly what is asked for, so
//! that a page costs what it shows; but for those with one person, which are few.

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, PersonId};
use domain::invitation::{Direction, InvitationState};
use domain::urn::PersonReference;
use store::conversations::Direction as Way;
use store::invitations::{self, Invitation, Stretch, Walk};
use store::{StoreResult, Tx, accounts};

use super::{InvitationPage, views};
use crate::conversations::find_person;
use crate::place::{Edges, Place};
use crate::{Caller, Refusal};

/// What is asked, checked as far as it goes without the store.
pub(super) struct Question {
    pub(super) caller: Caller,
    pub(super) account_id: Option<AccountId>,
    pub(super) direction: Option<Direction>,
    pub(super) state: Option<InvitationState>,
    pub(super) person: Option<PersonReference>,
    pub(super) limit: u32,
    pub(super) place: Option<Place>,
    pub(super) cursor_key: [u8; 32],
    pub(super) digest: [u8; 8],
}

/// Invitations with one person that are read at a time.
const STRIDE: u32 = 100;

pub(super) fn answer(
    tx: &mut Tx<'_>,
    question: &Question,
) -> StoreResult<Result<InvitationPage, Refusal>> {
    let workspace_id = question.caller.workspace_id;
    if let Some(account_id) = question.account_id
        && accounts::find_any(tx, workspace_id, account_id)?.is_none()
    {
        return Ok(Err(Refusal::of(ErrorCode::AccountNotFound)));
    }
    let stretch = stretch(question);
    let most = question.limit + 1;
    let mut rows = match &question.person {
        Some(reference) => {
            let person_id = match find_person(tx, &question.caller, question.account_id, reference)?
            {
                Ok(person_id) => person_id,
                Err(refusal) => return Ok(Err(refusal)),
            };
            with_person(tx, question, person_id, stretch)?
        }
        None => merged(tx, question, stretch, most)?,
    };
    let limit = usize::try_from(question.limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    if stretch.way == Way::Newer {
        rows.reverse();
    }
    let plain = |row: &Invitation| (row.place().sent_at, row.place().tie);
    let edges = Edges {
        looked_at: rows
            .first()
            .zip(rows.last())
            .map(|(newest, oldest)| (plain(newest), plain(oldest))),
        came_from: question.place,
        has_more,
    };
    let (next_cursor, previous_cursor) = edges.cursors(&question.cursor_key, question.digest);
    Ok(Ok(InvitationPage {
        invitations: views(tx, workspace_id, rows)?,
        next_cursor,
        previous_cursor,
    }))
}

/// What of the list is asked for.
fn stretch(question: &Question) -> Stretch {
    let mut stretch = Stretch::ALL;
    if let Some(place) = question.place {
        let at = invitations::Place {
            sent_at: place.at,
            tie: place.tie,
        };
        stretch.way = place.direction;
        match place.direction {
            Way::Older => stretch.below = at,
            Way::Newer => stretch.above = at,
        }
    }
    stretch
}

/// The indexes that together hold what is asked for, and nothing else.
fn ways(question: &Question) -> Vec<Walk> {
    if (question.direction, question.state) == (None, None) {
        return vec![question.account_id.map_or(Walk::All, Walk::Account)];
    }
    let directions = match &question.direction {
        Some(direction) => std::slice::from_ref(direction),
        None => &Direction::ALL,
    };
    let states = match &question.state {
        Some(state) => std::slice::from_ref(state),
        None => &InvitationState::ALL[..],
    };
    let pairs = directions
        .iter()
        .flat_map(|direction| states.iter().map(|state| (*direction, *state)));
    let way = |(direction, state)| match question.account_id {
        Some(account_id) => Walk::AccountStanding(account_id, direction, state),
        None => Walk::Standing(direction, state),
    };
    pairs.map(way).collect()
}

/// What several indexes hold, as if they were one.
fn merged(
    tx: &mut Tx<'_>,
    question: &Question,
    stretch: Stretch,
    limit: u32,
) -> StoreResult<Vec<Invitation>> {
    let ways = ways(question);
    let mut rows = Vec::new();
    for way in &ways {
        let workspace_id = question.caller.workspace_id;
        rows.extend(invitations::list(tx, workspace_id, *way, stretch, limit)?);
    }
    if ways.len() > 1 {
        rows.sort_by_key(Invitation::place);
        if stretch.way == Way::Older {
            rows.reverse();
        }
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(rows)
}

/// Of all that are with one person, those that are asked for, one more than a page shows.
fn with_person(
    tx: &mut Tx<'_>,
    question: &Question,
    person_id: PersonId,
    mut stretch: Stretch,
) -> StoreResult<Vec<Invitation>> {
    let is = |found: &Invitation| {
        question
            .account_id
            .is_none_or(|account_id| account_id == found.account_id)
            && question
                .direction
                .is_none_or(|direction| direction == found.direction)
            && question.state.is_none_or(|state| state == found.state)
    };
    let limit = usize::try_from(question.limit).unwrap_or(usize::MAX);
    let way = Walk::Person(person_id);
    let mut rows = Vec::new();
    while rows.len() <= limit {
        let found = invitations::list(tx, question.caller.workspace_id, way, stretch, STRIDE)?;
        let is_last = u32::try_from(found.len()).is_ok_and(|count| count < STRIDE);
        if let Some(last) = found.last() {
            match stretch.way {
                Way::Older => stretch.below = last.place(),
                Way::Newer => stretch.above = last.place(),
            }
        }
        rows.extend(found.into_iter().filter(is));
        if is_last {
            break;
        }
    }
    rows.truncate(limit + 1);
    Ok(rows)
}
