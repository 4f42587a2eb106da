//! Receivers of webhooks are told what happens: signed, in order, again until it succeeds, and none at the cost of
//! another.

mod failing;
mod guide_format;
mod world;

use std::time::Duration;

use domain::endpoint::{EndpointState, Selection};
use secrecy::SecretString;
use store::Store;
use store::deliveries::DeliveryState;
use store::endpoints;
use testkit::receiver::{Receiver, Reply};

use world::{BEGINNING, World, got, until};

/// The numbers of the events that came, but for what tells of the endpoint itself.
fn numbers(got: &[testkit::receiver::Got]) -> Vec<i64> {
    let told = got
        .iter()
        .filter(|got| got.body["type"] == "message.edited");
    told.map(testkit::receiver::Got::number).collect()
}

/// Of each lane, the numbers in the order in which they came.
fn lanes(got: &[testkit::receiver::Got]) -> std::collections::BTreeMap<String, Vec<i64>> {
    let mut lanes = std::collections::BTreeMap::<String, Vec<i64>>::new();
    for got in got
        .iter()
        .filter(|got| got.body["type"] == "message.edited")
    {
        let lane = got.body["data"]["conversation_id"]
            .as_str()
            .expect("a lane");
        lanes.entry(lane.to_owned()).or_default().push(got.number());
    }
    lanes
}

testkit::on_both_engines! {
    async fn what_happens_is_told_signed_and_in_the_order_of_its_lane(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint(&receiver).await;
        receiver.answer_with(|_| Reply { delay: Duration::from_millis(3), ..Reply::status(204) });
        let node = world.start();
        for _ in 0..20 {
            world.happen(&[1, 2, 3, 4, 5, 6, 1, 2]).await;
        }
        // The first tells that the endpoint was added.
        let came = got(&receiver, 161).await;
        node.stop().await;
        assert!(came.iter().any(|got| got.body["type"] == "endpoint.created"));
        assert!(came.iter().all(|got| got.is_signed(&[&told.secret], BEGINNING)));
        let mut all = numbers(&came);
        for lane in lanes(&came).values() {
            assert!(lane.is_sorted(), "{lane:?}");
        }
        all.sort_unstable();
        assert_eq!(all, (2..=161).collect::<Vec<_>>());
        assert!((2..=4).contains(&receiver.most_at_once()), "{}", receiver.most_at_once());
        assert_eq!(came[5].headers["webhook-id"], came[5].body["id"].as_str().expect("a text"));
        let stands = world.find(&told).await;
        assert_eq!((stands.waiting, stands.taken), (0, 161));
        assert_eq!(world.deliveries(&told, Some(DeliveryState::Delivered)).await.len(), 161);
    }

    async fn only_what_is_wanted_is_told(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let wanted = Selection { types: vec!["endpoint.*".to_owned()], ..Selection::default() };
        let selection = wanted.clone();
        let told = world.endpoint_with(&receiver, |settings| settings.selection = selection).await;
        let node = world.start();
        world.happen(&[1; 800]).await;
        got(&receiver, 1).await;
        // What is passed over is written down now and then.
        until("the log is passed over", async || world.find(&told).await.taken >= 500).await;
        world.change(&told, |tx, subject, now| endpoints::update_state(tx, subject, EndpointState::Paused, now)).await;
        node.stop().await;
        assert_eq!(receiver.got().len(), 1);
    }

    async fn a_pause_keeps_everything_for_later(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint(&receiver).await;
        let node = world.start();
        got(&receiver, 1).await;
        world.change(&told, |tx, subject, now| endpoints::update_state(tx, subject, EndpointState::Paused, now)).await;
        world.happen(&[1, 2, 3]).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let during = receiver.got().len();
        world.change(&told, |tx, subject, now| endpoints::update_state(tx, subject, EndpointState::Active, now)).await;
        let came = got(&receiver, 6).await;
        node.stop().await;
        assert!(during <= 2, "what was taken when the pause began may still go: {during}");
        let mut all = numbers(&came);
        all.sort_unstable();
        assert_eq!(all, [3, 4, 5]);
        let types: Vec<_> = came.iter().map(|got| got.body["type"].as_str().expect("a text")).collect();
        assert!(types.contains(&"endpoint.paused") && types.contains(&"endpoint.enabled"), "{types:?}");
    }

    async fn what_a_crash_left_open_is_told_again_with_the_same_id(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint(&receiver).await;
        receiver.answer_with(|_| Reply { delay: Duration::from_mins(1), ..Reply::status(204) });
        let node = world.start();
        let first = got(&receiver, 1).await;
        node.crash().await;
        receiver.answer_with(|_| Reply::status(204));
        let node = world.start();
        let came = got(&receiver, 2).await;
        node.stop().await;
        assert_eq!(came[1].headers["webhook-id"], first[0].headers["webhook-id"]);
        assert_eq!(world.find(&told).await.waiting, 0);
    }

    async fn both_secrets_sign_while_one_takes_over(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint(&receiver).await;
        let node = world.start();
        got(&receiver, 1).await;
        let new = integrations::webhooks::signature::new_secret(&domain::entropy::SeededEntropy::new(77));
        let sealed = world.sealed(told.endpoint_id, &new);
        let hour = Duration::from_hours(1);
        world.change(&told, move |tx, subject, now| {
            endpoints::update_secret(tx, subject, &sealed, Some(now.plus(hour)), now)
        }).await;
        world.happen(&[1]).await;
        let during = got(&receiver, 2).await;
        world.pass(Duration::from_hours(2));
        world.happen(&[1]).await;
        let after = got(&receiver, 3).await;
        node.stop().await;
        let new = secret_text(&new);
        let (early, late) = (BEGINNING, BEGINNING + 7_200);
        assert!(during[1].is_signed(&[&told.secret], early) && during[1].is_signed(&[&new], early));
        assert!(!after[2].is_signed(&[&told.secret], late) && after[2].is_signed(&[&new], late));
    }

    async fn what_was_passed_over_is_told_once_it_is_wanted_and_asked_for(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let wanted = Selection { types: vec!["endpoint.*".to_owned()], ..Selection::default() };
        let told = world.endpoint_with(&receiver, |settings| settings.selection = wanted).await;
        let node = world.start();
        got(&receiver, 1).await;
        world.happen(&[1, 2, 3]).await;
        // Somebody else's event, so that these are known to have been passed over.
        let other = Receiver::start().await;
        world.endpoint(&other).await;
        got(&receiver, 2).await;
        let mut settings = world.find(&told).await.settings;
        settings.selection = Selection::default();
        world.change(&told, move |tx, (workspace_id, endpoint_id), now| {
            endpoints::update_settings(tx, workspace_id, endpoint_id, &settings, now)?;
            endpoints::update_recover(tx, (workspace_id, endpoint_id), 0, now)
        }).await;
        let came = got(&receiver, 5).await;
        until("the stretch is over", async || world.find(&told).await.recover.is_none()).await;
        node.stop().await;
        let mut all = numbers(&came);
        all.sort_unstable();
        assert_eq!(all, [2, 3, 4]);
        assert_eq!(receiver.got().len(), 5);
    }

    async fn what_was_missed_is_told_since_an_instant(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        world.happen(&[1, 2]).await;
        world.pass(Duration::from_mins(1));
        let since = world.now();
        world.happen(&[1, 2, 1]).await;
        let told = world.endpoint(&receiver).await;
        let node = world.start();
        got(&receiver, 1).await;
        let after = {
            let workspace_id = world.workspace_id;
            let read = world.store.read(move |tx| store::events::find_place(tx, workspace_id, since));
            read.await.expect("the store answers")
        };
        assert_eq!(after, 2);
        world.change(&told, move |tx, subject, now| endpoints::update_recover(tx, subject, after, now)).await;
        let came = got(&receiver, 4).await;
        until("the stretch is over", async || world.find(&told).await.recover.is_none()).await;
        node.stop().await;
        let mut all = numbers(&came);
        all.sort_unstable();
        assert_eq!(all, [3, 4, 5]);
        assert_eq!(receiver.got().len(), 4, "what it has got is not repeated");
    }
}

fn secret_text(secret: &SecretString) -> String {
    secrecy::ExposeSecret::expose_secret(secret).to_owned()
}

#[tokio::test]
async fn no_more_begin_in_a_second_than_may() {
    let world = World::standing_still(Store::open_memory().expect("a store")).await;
    let receiver = Receiver::start().await;
    let told = world
        .endpoint_with(&receiver, |settings| settings.per_second = 10)
        .await;
    let node = world.start();
    let lanes: Vec<u8> = (1..=29).collect();
    world.happen(&lanes).await;
    for second in 1..=3 {
        got(&receiver, second * 10).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(receiver.got().len(), second * 10);
        world.pass(Duration::from_secs(1));
    }
    node.stop().await;
    assert_eq!(world.find(&told).await.waiting, 0);
}

#[test]
fn several_nodes_tell_everything_once_and_another_takes_over() {
    testkit::stores::on_postgres(async |store| {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint(&receiver).await;
        let nodes = ["a.", "b.", "c."].map(|machine| world.start_node(machine));
        for _ in 0..10 {
            world.happen(&[1, 2, 3, 4]).await;
        }
        let came = got(&receiver, 41).await;
        let mut all = numbers(&came);
        assert!(lanes(&came).values().all(|lane| lane.is_sorted()));
        all.sort_unstable();
        assert_eq!(all, (2..=41).collect::<Vec<_>>());
        let [first, second, third] = nodes;
        first.crash().await;
        second.crash().await;
        // Whoever had it is gone: its right ends by itself.
        world.pass(Duration::from_mins(2));
        world.happen(&[1]).await;
        until("the one that is left tells it", async || {
            numbers(&receiver.got()).contains(&42)
        })
        .await;
        third.stop().await;
        assert_eq!(world.find(&told).await.waiting, 0);
    });
}
