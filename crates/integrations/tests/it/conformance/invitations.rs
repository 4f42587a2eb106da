//! Invitations of both directions: listed, told, and ended.

use std::time::Duration;

use domain::invitation::{Direction, Ending, InvitationState};
use domain::network::{NetworkInvitation, Update};
use domain::outcome::Outcome;
use integrations::networks::network::InvitationPlace;

use super::{Mishap, Rig};

/// Every open invitation of a direction, in pages of one.
async fn listed(rig: &impl Rig, direction: Direction) -> Vec<NetworkInvitation> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = rig.line().invitations(direction, cursor, 1).await.unwrap();
        all.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return all;
        }
    }
}

/// The invitations that the stream tells of behind a cursor.
async fn told(rig: &impl Rig, cursor: String) -> Vec<NetworkInvitation> {
    let page = rig.line().updates(cursor, Duration::ZERO).await.unwrap();
    let items = page.items.into_iter();
    items
        .filter_map(|update| match update {
            Update::Invitation(invitation) => Some(invitation),
            _ => None,
        })
        .collect()
}

fn place(invitation: &NetworkInvitation) -> InvitationPlace {
    InvitationPlace {
        invitation_key: Some(invitation.invitation_key.clone()),
        direction: invitation.direction,
        member_key: invitation.member.member_key.clone(),
    }
}

pub(crate) async fn an_invitation_is_listed_told_and_taken_back(rig: &mut impl Rig) {
    let line = rig.line();
    let stranger = rig.stranger_key().await;
    let before = listed(rig, Direction::Outgoing).await;
    let cursor = line.current_cursor().await.unwrap();
    let note = Some("Let us talk".to_owned());
    let sent = line.connect("token-1".to_owned(), stranger.clone(), note);
    assert_eq!(sent.await, Outcome::Accepted(()));

    let now = listed(rig, Direction::Outgoing).await;
    assert_eq!(now.len(), before.len() + 1);
    let invitation = &now[0];
    assert_eq!(invitation.member.member_key, stranger);
    assert_eq!(invitation.note.as_deref(), Some("Let us talk"));
    assert_eq!(invitation.state, InvitationState::Pending);
    assert!(now.is_sorted_by(|newer, older| newer.sent_at >= older.sent_at));
    assert_eq!(told(rig, cursor).await, std::slice::from_ref(invitation));

    let cursor = line.current_cursor().await.unwrap();
    // Once more is the same, and neither needs the key.
    for is_named in [true, true, false] {
        let place = InvitationPlace {
            invitation_key: Some(invitation.invitation_key.clone()).filter(|_| is_named),
            ..place(invitation)
        };
        let ended = line.end_invitation(place, Ending::Withdraw).await;
        assert_eq!(ended, Outcome::Accepted(()));
    }
    let ended = line.invitation(invitation.invitation_key.clone()).await;
    let ended = ended.unwrap().unwrap();
    assert_eq!(ended.state, InvitationState::Withdrawn);
    assert_eq!(told(rig, cursor).await, [ended]);
    assert_eq!(listed(rig, Direction::Outgoing).await, before);
    assert_eq!(line.invitation("71".to_owned()).await, Ok(None));
}

pub(crate) async fn an_invitation_is_answered_by_who_got_it(rig: &mut impl Rig) {
    let line = rig.line();
    for (ending, state, is_connected) in [
        (Ending::Ignore, InvitationState::Ignored, false),
        (Ending::Accept, InvitationState::Accepted, true),
    ] {
        let stranger = rig.stranger_key().await;
        let cursor = line.current_cursor().await.unwrap();
        rig.member_invites(&stranger, "Hello").await;
        let told = told(rig, cursor).await;
        let invitation = told.first().expect("the stream tells it");
        assert_eq!(invitation.direction, Direction::Incoming);
        assert_eq!(invitation.note.as_deref(), Some("Hello"));
        assert!(listed(rig, Direction::Incoming).await.contains(invitation));

        let wrong = line.end_invitation(place(invitation), Ending::Withdraw);
        assert!(matches!(wrong.await, Outcome::Refused { .. }));
        rig.arrange_ending(Mishap::AnswerLost).await;
        let lost = line.end_invitation(place(invitation), ending).await;
        assert!(matches!(lost, Outcome::Unknown { .. }), "{lost:?}");
        let again = line.end_invitation(place(invitation), ending).await;
        assert_eq!(again, Outcome::Accepted(()), "it has happened");
        let ended = line.invitation(invitation.invitation_key.clone()).await;
        assert_eq!(ended.unwrap().unwrap().state, state);
        let relationship = line.relationship(stranger).await.unwrap();
        assert_eq!(relationship.degree == Some(1), is_connected);
    }
}
