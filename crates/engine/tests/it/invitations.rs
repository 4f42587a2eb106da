//! Invitations from the outbox to the network, and from the network into what is kept.

use std::time::Duration;

use domain::ids::InvitationId;
use domain::invitation::{Direction, Ending, InvitationState};
use domain::ledger::Action;
use domain::network::{CapabilityClass, Member, NetworkInvitation};
use domain::send::SendKind;
use domain::time::Clock as _;
use integrations::http::Method;
use serde_json::{Value, json};
use store::evidence;
use store::invitations::{self, Invitation, Stretch, Walk};
use store::sends::Send;
use testkit::machine::SystemClock;
use testkit::simulated::SimulatedNetwork;
use testkit::stores;

use crate::mailbox::{Mailbox, SEAT};
use crate::outbox::Outbox;

/// So many people whom nobody has invited and who are not connected to the seat.
async fn strangers(network: &SimulatedNetwork, count: usize) -> Vec<String> {
    let members = network
        .control(Method::GET, "members?limit=200", Value::Null)
        .await;
    let mut found = Vec::new();
    for member in members["members"].as_array().expect("a list") {
        if found.len() == count || !member["seat_id"].is_null() {
            continue;
        }
        let slug = member["slug"].as_str().expect("a text");
        let path = format!("members/{slug}/relationship");
        let stands = network.ask_as(SEAT, &path).await;
        if stands["distance"] == 2 && stands["invitation"]["state"] == "none" {
            found.push(slug.to_owned());
        }
    }
    assert_eq!(found.len(), count);
    found
}

async fn invite(network: &SimulatedNetwork, from: &str, to: &str, action: &str) -> String {
    let body = json!({"as": from, "to": to, "action": action, "note": "Hello"});
    let answer = network.control(Method::POST, "invitations", body).await;
    answer["invitation_id"].as_str().expect("an id").to_owned()
}

async fn kept(mailbox: &Mailbox) -> Vec<Invitation> {
    let workspace_id = mailbox.workspace_id;
    let listed =
        mailbox.read(move |tx| invitations::list(tx, workspace_id, Walk::All, Stretch::ALL, 100));
    listed.await
}

/// Waits until an invitation stands so.
async fn until(mailbox: &Mailbox, key: &str, state: InvitationState) -> Invitation {
    for _ in 0..1_200 {
        let all = kept(mailbox).await.into_iter();
        let mut found = all.filter(|one| one.network_key.as_deref() == Some(key));
        if let Some(found) = found.next().filter(|found| found.state == state) {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{key} never was {state:?}: {:?}", kept(mailbox).await);
}

/// Places in the ledger that invitations by hand have.
async fn places(mailbox: &Mailbox) -> usize {
    let (workspace_id, account_id) = (mailbox.workspace_id, mailbox.account_id);
    let listed = mailbox
        .read(move |tx| evidence::list_places(tx, workspace_id, account_id, 1_000))
        .await;
    let invited = listed.iter();
    invited
        .filter(|place| place.action == Action::Invitation.as_str())
        .count()
}

#[tokio::test]
async fn open_invitations_of_both_directions_are_read_in_and_followed() {
    let mailbox = Mailbox::link(stores::sqlite()).await;
    let (network, own) = (&mailbox.network, mailbox.own_slug.clone());
    let people = strangers(network, 4).await;
    let before = invite(network, &people[0], &own, "send").await;
    let sync = mailbox.follow();
    let got = until(&mailbox, &before, InvitationState::Pending).await;
    assert_eq!(got.direction, Direction::Incoming);
    assert_eq!(got.note.as_deref(), Some("Hello"));

    let live = invite(network, &people[1], &own, "send").await;
    until(&mailbox, &live, InvitationState::Pending).await;
    invite(network, &people[1], &own, "withdraw").await;
    until(&mailbox, &live, InvitationState::Withdrawn).await;
    invite(network, &own, &people[0], "ignore").await;
    until(&mailbox, &before, InvitationState::Ignored).await;

    let places_before = places(&mailbox).await;
    let sent = invite(network, &own, &people[2], "send").await;
    let sent_row = until(&mailbox, &sent, InvitationState::Pending).await;
    assert_eq!(
        (sent_row.direction, sent_row.send_id),
        (Direction::Outgoing, None)
    );
    invite(network, &people[2], &own, "ignore").await;
    until(&mailbox, &sent, InvitationState::Declined).await;
    let again = invite(network, &own, &people[2], "send").await;
    until(&mailbox, &again, InvitationState::Pending).await;
    assert_eq!(
        places(&mailbox).await,
        places_before + 2,
        "each one counts, to one person too"
    );
    sync.stop().await;

    // What happens while nobody follows is found out.
    let unseen = invite(network, &own, &people[3], "send").await;
    invite(network, &people[2], &own, "accept").await;
    let sync = mailbox.follow();
    until(&mailbox, &unseen, InvitationState::Pending).await;
    until(&mailbox, &again, InvitationState::Accepted).await;
    sync.stop().await;
}

/// An invitation from a stranger, or to one, as kept before the network is asked.
async fn open(outbox: &Outbox, slug: &str, direction: Direction) -> InvitationId {
    let owner = outbox.network.seat(SEAT).await;
    let owner = owner["slug"].as_str().expect("a text").to_owned();
    let (from, to) = match direction {
        Direction::Incoming => (slug, owner.as_str()),
        Direction::Outgoing => (owner.as_str(), slug),
    };
    let shown = NetworkInvitation {
        invitation_key: invite(&outbox.network, from, to, "send").await,
        direction,
        member: Member {
            member_key: outbox.member_key(slug),
            member_number: None,
            slug: Some(slug.to_owned()),
            first_name: slug.to_owned(),
            last_name: String::new(),
            headline: String::new(),
            picture: None,
            badge: None,
            degree: Some(2),
        },
        note: None,
        sent_at: SystemClock.now(),
        state: InvitationState::Pending,
    };
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    outbox
        .write(move |tx| {
            let account = store::accounts::get(tx, workspace_id, account_id)?;
            store::ingest::invitation(tx, &account, &shown, shown.sent_at)?;
            let found = invitations::find_by_network_key(
                tx,
                workspace_id,
                account_id,
                &shown.invitation_key,
            )?;
            Ok(found.expect("it is kept").invitation_id)
        })
        .await
}

async fn standing(outbox: &Outbox, invitation_id: InvitationId) -> InvitationState {
    let workspace_id = outbox.workspace_id;
    let found = outbox
        .write(move |tx| invitations::find(tx, workspace_id, invitation_id))
        .await;
    found.expect("it is there").state
}

#[tokio::test]
async fn a_lost_answer_of_an_act_on_an_invitation_is_repeated_and_nothing_is_done_twice() {
    for class in [CapabilityClass::A, CapabilityClass::D] {
        let mut outbox = Outbox::new(stores::sqlite(), class).await;
        let people = strangers(&outbox.network, 3).await;
        let engine = outbox.start_engine();
        for (slug, ending) in people.iter().zip(Ending::ALL) {
            let invitation_id = open(&outbox, slug, ending.direction()).await;
            let fault = json!({"fault": "answer_lost", "action": "invitation", "count": 1});
            outbox.network.fault(SEAT, fault).await;
            let change = |send: &mut Send| {
                send.kind = ending.kind();
                send.thread_key = None;
                send.target_key = Some(invitation_id.to_string());
            };
            let send_id = outbox.accept_changed(slug, "", change).await;
            let sent = outbox.until(send_id, "sent").await;
            assert_eq!(sent.attempt_count, 2, "{class:?} {ending:?}");
            assert_eq!(standing(&outbox, invitation_id).await, ending.state());
            let path = format!("members/{slug}/relationship");
            let stands = outbox.network.ask_as(SEAT, &path).await;
            assert_eq!(stands["invitation"]["state"], "none");
            assert_eq!(stands["distance"] == 1, ending == Ending::Accept);
        }
        engine.stop().await;
    }
}

#[tokio::test]
async fn an_invitation_that_left_is_kept_and_one_that_is_over_is_not_ended_again() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::B).await;
    let slug = strangers(&outbox.network, 1).await.remove(0);
    let invitation_id = open(&outbox, &slug, Direction::Incoming).await;
    let owner = outbox.network.seat(SEAT).await;
    let owner = owner["slug"].as_str().expect("a text").to_owned();
    // Nobody has told us yet.
    invite(&outbox.network, &slug, &owner, "withdraw").await;
    let engine = outbox.start_engine();
    let change = |send: &mut Send| {
        send.kind = SendKind::InvitationAcceptance;
        send.target_key = Some(invitation_id.to_string());
    };
    let send_id = outbox.accept_changed(&slug, "", change).await;
    let refused = outbox.until(send_id, "refused").await;
    let told = format!("{:?}", refused.state);
    assert!(told.contains("InvitationNotFound"), "{told}");

    let change = |send: &mut Send| send.kind = SendKind::Invitation;
    let send_id = outbox.accept_changed(&slug, "Let us talk", change).await;
    outbox.until(send_id, "sent").await;
    let workspace_id = outbox.workspace_id;
    let all = outbox
        .write(move |tx| invitations::list(tx, workspace_id, Walk::All, Stretch::ALL, 10))
        .await;
    let made = all.iter().find(|one| one.send_id == Some(send_id));
    let made = made.expect("it is kept");
    assert_eq!(
        (made.state, made.direction),
        (InvitationState::Pending, Direction::Outgoing)
    );
    assert_eq!(made.note.as_deref(), Some("Let us talk"));
    engine.stop().await;
}
