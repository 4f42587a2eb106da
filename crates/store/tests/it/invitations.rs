//! Invitations as they are shown, sent and ended, whichever is told first.

use domain::ids::{AccountId, InvitationId, SendId, WorkspaceId};
use domain::invitation::{Direction, InvitationState};
use domain::network::{NetworkInvitation, Relationship};
use domain::send::{SendKind, SendState};
use serde_json::Value;
use store::invitations::{self, Invitation, Stretch, Walk};
use store::sends::{self, Send};
use store::{Store, ingest, people};

use crate::ingest::world::{JOHN, MARIA, World, at, member};

const OPEN: InvitationState = InvitationState::Pending;

/// An invitation with this name, sent at a second.
fn shown(key: &str, who: &str, direction: Direction, second: i64) -> NetworkInvitation {
    NetworkInvitation {
        invitation_key: key.into(),
        direction,
        member: member(who),
        note: Some("Let us talk".into()),
        sent_at: at(second),
        state: OPEN,
    }
}

fn standing(invitation: &NetworkInvitation, state: InvitationState) -> NetworkInvitation {
    NetworkInvitation {
        state,
        ..invitation.clone()
    }
}

async fn show(world: &World, invitation: &NetworkInvitation) -> Option<ingest::ByHand> {
    let invitation = invitation.clone();
    let show = move |tx: &mut store::Tx<'_>, account: &store::accounts::Account, now| {
        ingest::invitation(tx, account, &invitation, now)
    };
    world.write(show).await
}

async fn relate(
    world: &World,
    who: &'static str,
    degree: u8,
    (sent, received): (bool, bool),
) -> Option<ingest::ByHand> {
    let relationship = Relationship {
        degree: Some(degree),
        invitation_sent: sent,
        invitation_received: received,
    };
    let relate = move |tx: &mut store::Tx<'_>, account: &store::accounts::Account, now| {
        ingest::relationship(tx, account, &member(who), &relationship, now)
    };
    world.write(relate).await.by_hand
}

/// Everything that is kept, those that were sent last first.
async fn kept(world: &World) -> Vec<Invitation> {
    let listed = world.read(|tx, account| {
        invitations::list(tx, account.workspace_id, Walk::All, Stretch::ALL, 100)
    });
    listed.await
}

async fn states(world: &World) -> Vec<InvitationState> {
    let kept = kept(world).await.into_iter();
    kept.map(|invitation| invitation.state).collect()
}

/// The words of what was told of invitations.
async fn told(world: &World) -> Vec<String> {
    let events = world.events().await.into_iter();
    let told = events.filter_map(|(kind, _)| kind.strip_prefix("invitation.").map(str::to_owned));
    told.collect()
}

/// An invitation to John that is kept in the outbox, or an act on one.
async fn accept(world: &World, kind: SendKind, target: Option<InvitationId>) -> Send {
    let account = world.account.clone();
    let hints = world.store.hints().clone();
    let accepted = world.store.write(move |tx| {
        let place = (account.workspace_id, account.account_id);
        let number = u8::from(target.is_some()) + 1;
        let send = Send {
            kind,
            lane: JOHN.into(),
            recipient_key: Some(JOHN.into()),
            text: "Hello".into(),
            target_key: target.map(|target| target.to_string()),
            ..Send::new(place, SendId::from_bytes([number; 16]), at(10))
        };
        let send = sends::insert(tx, &hints, send)?;
        let calling = SendState::Sending { deadline: at(100) };
        sends::transition(tx, &hints, &send, &calling, at(10))?;
        sends::get(tx, place.0, send.send_id)
    });
    accepted.await.unwrap()
}

/// The network has it.
async fn answered(world: &World, send: &Send) {
    let (send, hints) = (send.clone(), world.store.hints().clone());
    let done = world.store.write(move |tx| {
        let send = sends::get(tx, send.workspace_id, send.send_id)?;
        sends::record_done(tx, &hints, (&send, None), at(20))
    });
    done.await.unwrap();
}

testkit::on_both_engines! {
    async fn an_invitation_is_one_row_however_often_and_in_whichever_order_it_is_told(store: Store) {
        let world = World::new(store).await;
        let sent = shown("71", JOHN, Direction::Outgoing, 1);
        let by_hand = show(&world, &sent).await.expect("nobody sent it through us");
        assert_eq!(by_hand.sent_at, Some(at(1)));
        assert_eq!(show(&world, &sent).await, None);
        assert_eq!(relate(&world, JOHN, 2, (true, false)).await, None);
        let all = kept(&world).await;
        assert_eq!((all.len(), all[0].state, all[0].note.as_deref()), (1, OPEN, Some("Let us talk")));
        show(&world, &standing(&sent, InvitationState::Withdrawn)).await;
        relate(&world, JOHN, 2, (false, false)).await;
        show(&world, &sent).await;
        assert_eq!(states(&world).await, [InvitationState::Withdrawn], "an end is final");
        assert_eq!(told(&world).await, ["sent", "withdrawn"]);
    }

    async fn without_names_the_relationship_tells_what_opens_and_ends(store: Store) {
        let world = World::new(store).await;
        assert!(relate(&world, JOHN, 2, (true, false)).await.is_some());
        relate(&world, JOHN, 2, (false, false)).await;
        assert!(relate(&world, JOHN, 2, (true, false)).await.is_some(), "once more is another");
        relate(&world, JOHN, 1, (false, false)).await;
        relate(&world, MARIA, 2, (false, true)).await;
        relate(&world, MARIA, 1, (false, false)).await;
        let told = told(&world).await;
        assert_eq!(told, ["sent", "declined", "sent", "accepted", "received", "accepted"]);
        assert_eq!(kept(&world).await.len(), 3);
        // Its name may come later.
        relate(&world, JOHN, 2, (true, false)).await;
        assert_eq!(show(&world, &shown("71", JOHN, Direction::Outgoing, 500)).await, None);
        assert_eq!(kept(&world).await.len(), 4);
    }

    async fn what_was_only_known_to_be_gone_can_turn_out_to_be_something_else(store: Store) {
        let world = World::new(store).await;
        let got = shown("71", MARIA, Direction::Incoming, 1);
        show(&world, &got).await;
        relate(&world, MARIA, 2, (false, false)).await;
        assert_eq!(states(&world).await, [InvitationState::Declined]);
        show(&world, &standing(&got, InvitationState::Withdrawn)).await;
        assert_eq!(states(&world).await, [InvitationState::Withdrawn]);
        // A new one of the same person takes the place of one that was thought to be open.
        for key in ["72", "73"] {
            show(&world, &shown(key, MARIA, Direction::Incoming, 2)).await;
        }
        let all = kept(&world).await;
        let open: Vec<_> = all.iter().filter(|one| one.state.is_open()).collect();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].network_key.as_deref(), Some("73"));
    }

    async fn our_own_invitation_is_one_row_where_the_network_shows_it_first(store: Store) {
        ours(store, true).await;
    }

    async fn our_own_invitation_is_one_row_where_the_answer_comes_first(store: Store) {
        ours(store, false).await;
    }

    async fn what_was_open_before_the_account_was_linked_is_kept_and_not_told(store: Store) {
        let world = World::new(store).await;
        show(&world, &shown("71", JOHN, Direction::Incoming, -90_000)).await;
        assert_eq!(states(&world).await, [OPEN]);
        assert_eq!(told(&world).await, [""; 0]);
    }

    async fn lists_follow_one_index_each_and_lead_back(store: Store) {
        let world = World::new(store).await;
        for (key, who, direction, second) in [
            ("71", JOHN, Direction::Outgoing, 1),
            ("72", MARIA, Direction::Incoming, 2),
            ("73", "ACoAAthird", Direction::Incoming, 2),
        ] {
            show(&world, &shown(key, who, direction, second)).await;
        }
        let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
        let count = async |walk: Walk| list(&world, workspace_id, walk, Stretch::ALL).await.len();
        assert_eq!(count(Walk::All).await, 3);
        assert_eq!(count(Walk::Account(account_id)).await, 3);
        assert_eq!(count(Walk::Account(AccountId::from_bytes([9; 16]))).await, 0);
        assert_eq!(count(Walk::Standing(Direction::Incoming, OPEN)).await, 2);
        let declined = Walk::AccountStanding(account_id, Direction::Incoming, InvitationState::Declined);
        assert_eq!(count(declined).await, 0);
        let all = list(&world, workspace_id, Walk::All, Stretch::ALL).await;
        assert_eq!(all[2].network_key.as_deref(), Some("71"));
        let below = Stretch { below: all[0].place(), ..Stretch::ALL };
        assert_eq!(list(&world, workspace_id, Walk::All, below).await, all[1..]);
        let way = store::conversations::Direction::Newer;
        let above = Stretch { above: all[2].place(), way, ..Stretch::ALL };
        let back = list(&world, workspace_id, Walk::All, above).await;
        assert_eq!(back, [all[1].clone(), all[0].clone()]);
        let other = WorkspaceId::from_bytes([9; 16]);
        assert!(list(&world, other, Walk::All, Stretch::ALL).await.is_empty());
    }

    async fn who_was_erased_has_no_invitations_and_comes_back_with_one_of_their_own(store: Store) {
        let world = World::new(store).await;
        show(&world, &shown("71", JOHN, Direction::Incoming, 1)).await;
        let erase = |tx: &mut store::Tx<'_>, account: &store::accounts::Account, _| {
            let person = people::find_by_member_key(tx, account.workspace_id, "sandbox", JOHN)?.unwrap();
            let erasure_id = domain::ids::ErasureId::from_bytes([7; 16]);
            store::erasures::begin(tx, account.workspace_id, (erasure_id, &person), &[1; 32], at(100)).map(drop)
        };
        world.write(erase).await;
        assert!(kept(&world).await.is_empty());
        // It is still open on the network, and so is one that the owner sends.
        show(&world, &shown("71", JOHN, Direction::Incoming, 1)).await;
        show(&world, &shown("72", JOHN, Direction::Outgoing, 200)).await;
        assert!(kept(&world).await.is_empty());
        let account = world.account.clone();
        let back = shown("73", JOHN, Direction::Incoming, 200);
        let came = world.store.write(move |tx| ingest::invitation(tx, &account, &back, at(2_000)));
        came.await.unwrap();
        assert_eq!(states(&world).await, [OPEN]);
    }

    async fn our_own_to_somebody_who_was_unknown_is_not_taken_for_one_by_hand(store: Store) {
        let world = World::new(store).await;
        let send = accept(&world, SendKind::Invitation, None).await;
        answered(&world, &send).await;
        assert_eq!(kept(&world).await, [], "nobody knows yet who it is");
        let sent = shown("71", JOHN, Direction::Outgoing, 15);
        assert_eq!(show(&world, &sent).await, None);
        assert_eq!(kept(&world).await[0].send_id, Some(send.send_id));
        // What is sent after that one ended is another.
        show(&world, &standing(&sent, InvitationState::Declined)).await;
        let again = shown("72", JOHN, Direction::Outgoing, 500);
        assert!(show(&world, &again).await.is_some());
    }

    async fn an_answer_to_what_was_asked_before_does_not_end_our_own(store: Store) {
        let world = World::new(store).await;
        relate(&world, JOHN, 2, (false, false)).await;
        let send = accept(&world, SendKind::Invitation, None).await;
        answered(&world, &send).await;
        let asked = async |second: i64| {
            let account = world.account.clone();
            let before = Relationship { degree: Some(2), invitation_sent: false, invitation_received: false };
            let told = world.store.write(move |tx| {
                ingest::relationship(tx, &account, &member(JOHN), &before, at(second)).map(drop)
            });
            told.await.unwrap();
        };
        asked(21).await;
        assert_eq!(states(&world).await, [OPEN]);
        asked(200).await;
        assert_eq!(states(&world).await, [InvitationState::Declined]);
    }

    async fn a_list_goes_on_behind_whatever_tells_two_of_an_instant_apart(store: Store) {
        let world = World::new(store).await;
        for (key, who) in [("71", JOHN), ("72", MARIA)] {
            show(&world, &shown(key, who, Direction::Outgoing, 1)).await;
        }
        // As a migration writes it, which knows no id beforehand.
        let count = |tx: &mut store::Tx<'_>, account: &store::accounts::Account, _| {
            tx.execute(
                "UPDATE invitation SET tie = CASE network_key WHEN '71' THEN 1 ELSE 2 END WHERE workspace_id = ?1",
                store::params![account.workspace_id],
            )
        };
        assert_eq!(world.write(count).await, 2);
        let workspace_id = world.account.workspace_id;
        let all = kept(&world).await;
        for (place, invitation) in all.iter().enumerate() {
            let stretch = Stretch { below: invitation.place(), ..Stretch::ALL };
            let behind = list(&world, workspace_id, Walk::All, stretch).await;
            assert_eq!(behind, all[place + 1..]);
        }
    }

    async fn what_the_network_forgot_is_gone(store: Store) {
        let world = World::new(store).await;
        show(&world, &shown("71", JOHN, Direction::Outgoing, 1)).await;
        let unseen = world.read(|tx, account| {
            let (workspace_id, account_id) = (account.workspace_id, account.account_id);
            invitations::list_unseen(tx, workspace_id, account_id, Direction::Outgoing, at(90_000), 10)
        }).await;
        let invitation_id = unseen[0].invitation_id;
        world.write(move |tx, account, now| ingest::invitation_gone(tx, account, invitation_id, now)).await;
        assert_eq!(states(&world).await, [InvitationState::Declined]);
        assert_eq!(told(&world).await, ["sent", "declined"]);
    }
}

async fn list(
    world: &World,
    workspace_id: WorkspaceId,
    walk: Walk,
    stretch: Stretch,
) -> Vec<Invitation> {
    let listed = world.read(move |tx, _| invitations::list(tx, workspace_id, walk, stretch, 100));
    listed.await
}

async fn ours(store: Store, is_shown_first: bool) {
    let world = World::new(store).await;
    let seen = |tx: &mut store::Tx<'_>, account: &store::accounts::Account, now| {
        ingest::member_seen(tx, account, &member(JOHN), now).map(drop)
    };
    world.write(seen).await;
    let send = accept(&world, SendKind::Invitation, None).await;
    let sent = shown("71", JOHN, Direction::Outgoing, 15);
    if is_shown_first {
        assert_eq!(show(&world, &sent).await, None, "a send is under way");
    }
    answered(&world, &send).await;
    assert_eq!(show(&world, &sent).await, None);
    let all = kept(&world).await;
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].send_id, all[0].state), (Some(send.send_id), OPEN));
    assert_eq!(all[0].network_key.as_deref(), Some("71"));
    assert_eq!(told(&world).await, ["sent"]);
    let target = Some(all[0].invitation_id);
    let act = accept(&world, SendKind::InvitationWithdrawal, target).await;
    answered(&world, &act).await;
    answered(&world, &act).await;
    assert_eq!(states(&world).await, [InvitationState::Withdrawn]);
    assert_eq!(told(&world).await, ["sent", "withdrawn"]);
    let events = world.events().await.into_iter();
    let withdrawn = events
        .rev()
        .find(|(kind, _)| kind == "invitation.withdrawn");
    let body: Value = serde_json::from_str(&withdrawn.unwrap().1).unwrap();
    assert_eq!(body["invitation_id"], all[0].invitation_id.to_string());
    assert_eq!(body["direction"], "outgoing");
}
