//! Receivers that are told in the shape of the guide's vendor.

use domain::endpoint::PayloadFormat;
use domain::event::EventKind;
use domain::ids::AccountId;
use domain::network::{CapabilityClass, Member, NetworkMessage, Thread, ThreadKind};
use domain::policy::Policy;
use serde_json::json;
use store::accounts::{self, Account, AccountStatus, BackfillState, Link, NewAccount};
use store::deliveries::DeliveryState;
use store::{NewEvent, ingest};
use testkit::receiver::Receiver;

use super::world::{BEGINNING, World, got, until};

const THREAD: &str = "2-thread";
const JANE: &str = "ACoAAjane";

fn member(key: &str, first_name: &str) -> Member {
    Member {
        member_key: key.to_owned(),
        member_number: None,
        slug: Some(format!("{}-doe", first_name.to_lowercase())),
        first_name: first_name.to_owned(),
        last_name: "Doe".to_owned(),
        headline: String::new(),
        picture: None,
        badge: None,
        degree: Some(1),
    }
}

async fn link(world: &World) -> Account {
    let new = NewAccount {
        workspace_id: world.workspace_id,
        account_id: AccountId::from_bytes([7; 16]),
        network: "sandbox".to_owned(),
        is_read_only: false,
        link: Link {
            address: String::new(),
            member: member("ACoAAowner", "Owner"),
            status: AccountStatus::Available,
            is_premium: false,
            plan: None,
            credentials: None,
            capability_class: CapabilityClass::B,
        },
        policy: serde_json::to_string(&Policy::guide()).expect("plain data"),
        backfill_state: BackfillState::Done,
        linked_at: world.now(),
    };
    let linked = world.store.write(move |tx| accounts::insert(tx, &new));
    linked.await.expect("the store answers")
}

/// Jane writes to the account, and it answers.
async fn talk(world: &World, account: &Account) {
    let (account, now) = (account.clone(), world.now());
    let thread = Thread {
        thread_key: THREAD.to_owned(),
        kind: ThreadKind::Direct,
        title: None,
        participants: vec![member(JANE, "Jane")],
        created_at: now,
        last_activity_at: now,
        last_read_at: None,
        unread_count: 1,
        mailbox: None,
    };
    let said = |sender: &str, key: &str, text: &str| NetworkMessage {
        message_key: key.to_owned(),
        thread_key: THREAD.to_owned(),
        sender_key: sender.to_owned(),
        sent_at: now,
        text: text.to_owned(),
        subject: None,
        token: None,
        reply_to: None,
        attachments: Vec::new(),
        reactions: Vec::new(),
        delivered_at: None,
        seen_at: None,
        edited_at: None,
    };
    let messages = [
        said(JANE, "2-first", "Hello \u{1f44b}"),
        said("ACoAAowner", "2-second", "Good morning"),
    ];
    let kept = world
        .store
        .write(move |tx| ingest::observe(tx, &account, &thread, &messages, now).map(drop));
    kept.await.expect("the store answers");
}

testkit::on_both_engines! {
    async fn a_receiver_of_the_guide_s_format_gets_what_came_in_and_nothing_else(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint_with(&receiver, |settings| settings.format = PayloadFormat::Guide).await;
        let account = link(&world).await;
        let node = world.start();
        world.happen(&[1, 2, 3]).await;
        talk(&world, &account).await;
        let came = got(&receiver, 1).await;
        until("it is kept", async || world.find(&told).await.waiting == 0).await;
        node.stop().await;
        assert_eq!(receiver.got().len(), 1);
        let data = &came[0].body["data"];
        assert_eq!((&came[0].body["event"], &came[0].body["object"]), (&json!("message.received"), &json!("event")));
        assert_eq!(data["body"], "Hello \u{1f44b}");
        assert_eq!((&data["id"], &data["message_urn"]), (&json!("2-first"), &json!("2-first")));
        assert_eq!(data["conversation_id"], THREAD);
        assert_eq!(data["account_id"], account.account_id.to_string());
        assert_eq!(data["sender"]["name"], "Jane Doe");
        assert_eq!(data["sender"]["profile_url"], "https://www.linkedin.com/in/jane-doe");
        assert!(came[0].is_signed(&[&told.secret], BEGINNING));
        assert!(!came[0].is_signed(&["whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCBrZXk="], BEGINNING));
    }

    async fn a_message_that_is_gone_says_nothing_of_the_receiver(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint_with(&receiver, |settings| settings.format = PayloadFormat::Guide).await;
        let account = link(&world).await;
        let event = NewEvent {
            workspace_id: world.workspace_id,
            kind: EventKind::MessageReceived,
            account_id: Some(account.account_id),
            subject: None,
            at: world.now(),
            body: format!(
                r#"{{"conversation_id":"cnv_01k9zr4c2e6q8n3v5t7w9y1b4d","thread_key":"{THREAD}","message_key":"2-gone","sender_key":"{JANE}","sent_at":"2026-11-22T10:42:18Z"}}"#
            ),
        };
        let written = world.store.write(move |tx| {
            tx.emit(event.clone());
            Ok(())
        });
        written.await.expect("the store answers");
        let node = world.start();
        until("it is over", async || world.deliveries(&told, Some(DeliveryState::Failed)).await.len() == 1).await;
        node.stop().await;
        let stands = world.find(&told).await;
        assert_eq!((stands.record.failures, stands.last_failed_at, stands.waiting), (0, None, 0));
        assert!(receiver.got().is_empty());
    }
}
