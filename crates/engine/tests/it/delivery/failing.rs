//! Receivers that fail, are slow, ask for a rest, or are gone.

use std::time::{Duration, Instant};

use domain::delivery::FAILING_MAX;
use domain::endpoint::{DisabledReason, EndpointState};
use domain::ids::ConversationId;
use serde_json::json;
use store::deliveries::{self, DeliveryState};
use store::endpoints;
use testkit::receiver::{Got, Receiver, Reply};

use super::world::{Told, World, got, until};
use super::{lanes, numbers};

/// Moves the clock and wakes whoever waits.
async fn pass(world: &World, told: &Told, span: Duration) {
    world.pass(span);
    world.change(told, |_, _, _| Ok(())).await;
}

async fn attempts(world: &World, told: &Told, number: i64) -> Vec<deliveries::AttemptRow> {
    let subject = (world.workspace_id, told.endpoint_id);
    let read = world
        .store
        .read(move |tx| deliveries::list_attempts(tx, subject, number, 100));
    read.await.expect("the store answers")
}

/// The numbers of a lane, in the order in which they came.
fn in_lane(got: &[Got], lane: u8) -> Vec<i64> {
    let lane = ConversationId::from_bytes([lane; 16]).to_string();
    lanes(got).remove(&lane).unwrap_or_default()
}

/// Waits until so many tries are on record: what is due next counts from there.
async fn tried(world: &World, told: &Told, number: i64, times: usize) {
    until("a try is kept", async || {
        attempts(world, told, number).await.len() >= times
    })
    .await;
}

fn is_bad(got: &Got) -> bool {
    got.number() == 2
}

testkit::on_both_engines! {
    async fn a_failing_event_holds_its_lane_for_a_while_and_nobody_else(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint(&receiver).await;
        receiver.answer_with(|got| Reply { body: "no".to_owned(), ..Reply::status(if is_bad(got) { 500 } else { 204 }) });
        let node = world.start();
        // The second event fails; the fourth and fifth stand behind it.
        world.happen(&[1, 2, 1, 1]).await;
        got(&receiver, 3).await;
        tried(&world, &told, 2, 1).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(in_lane(&receiver.got(), 1), [2], "those behind it wait");
        for (count, pause) in [(4, 7), (5, 370)] {
            pass(&world, &told, Duration::from_secs(pause)).await;
            got(&receiver, count).await;
            tried(&world, &told, 2, count - 2).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(in_lane(&receiver.got(), 1), [2, 2, 2]);
        // The fourth try, half an hour later, is the last that they wait for.
        pass(&world, &told, Duration::from_mins(37)).await;
        let came = got(&receiver, 8).await;
        assert_eq!(in_lane(&came, 1), [2, 2, 2, 2, 4, 5]);
        assert_eq!(came[6].body["gap"], json!([2]));
        assert_eq!(came[7].body["gap"], json!([2]));
        // It goes on by itself, and once it has succeeded nothing is missing any more.
        receiver.answer_with(|_| Reply::status(204));
        pass(&world, &told, Duration::from_hours(3)).await;
        got(&receiver, 9).await;
        until("that is kept", async || world.find(&told).await.waiting == 0).await;
        world.happen(&[1]).await;
        let came = got(&receiver, 10).await;
        node.stop().await;
        assert_eq!(in_lane(&came, 1)[6..], [2, 6]);
        assert_eq!(came[9].body.get("gap"), None);
        let tries = attempts(&world, &told, 2).await;
        let statuses: Vec<_> = tries.iter().map(|attempt| attempt.status).collect();
        assert_eq!(statuses, [Some(500), Some(500), Some(500), Some(500), Some(204)]);
        assert_eq!(tries[0].answer.as_deref(), Some("no"));
        let ids: Vec<_> = came.iter().filter(|got| is_bad(got)).map(|got| &got.headers["webhook-id"]).collect();
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1]));
    }

    async fn ten_tries_and_an_event_is_given_up_until_somebody_asks(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint(&receiver).await;
        receiver.answer_with(|got| Reply::status(if is_bad(got) { 503 } else { 204 }));
        let node = world.start();
        world.happen(&[1]).await;
        for tries in 1..=10 {
            got(&receiver, 1 + tries).await;
            // Something else succeeds, so that the endpoint is not given up.
            world.happen(&[2]).await;
            until("the other one is told", async || {
                world.deliveries(&told, Some(DeliveryState::Delivered)).await.len() == 1 + tries
            }).await;
            pass(&world, &told, Duration::from_hours(29)).await;
            receiver.answer_with(|got| Reply::status(if is_bad(got) { 503 } else { 204 }));
            if tries < 10 {
                until("it is tried again", async || {
                    receiver.got().iter().filter(|got| is_bad(got)).count() > tries
                }).await;
            }
        }
        until("it is given up", async || world.deliveries(&told, Some(DeliveryState::Failed)).await.len() == 1).await;
        receiver.answer_with(|_| Reply::status(200));
        world.change(&told, |tx, subject, now| deliveries::update_again(tx, subject, 2, now).map(drop)).await;
        until("it is told", async || world.deliveries(&told, Some(DeliveryState::Failed)).await.is_empty()).await;
        until("that is kept", async || world.find(&told).await.waiting == 0).await;
        node.stop().await;
        let tries = attempts(&world, &told, 2).await;
        assert_eq!(tries.len(), 11);
        assert_eq!(tries.last().and_then(|attempt| attempt.status), Some(200));
    }

    async fn a_receiver_that_is_gone_is_told_no_more(store: Store) {
        let world = World::new(store).await;
        let (gone, other) = (Receiver::start().await, Receiver::start().await);
        gone.answer_with(|_| Reply::status(410));
        let told = world.endpoint(&gone).await;
        world.endpoint(&other).await;
        let node = world.start();
        until("it is given up", async || {
            world.find(&told).await.state == EndpointState::Disabled(DisabledReason::Gone)
        }).await;
        world.happen(&[1]).await;
        // The other one hears of it, too.
        let came = got(&other, 3).await;
        let disabled = came.iter().find(|got| got.body["type"] == "endpoint.disabled");
        assert_eq!(disabled.expect("it is told").body["data"]["reason"], "gone");
        let before = gone.got().len();
        gone.answer_with(|_| Reply::status(204));
        world.change(&told, |tx, subject, now| endpoints::update_state(tx, subject, EndpointState::Active, now)).await;
        until("it is told what it missed", async || numbers(&gone.got()).contains(&4)).await;
        node.stop().await;
        assert!(before <= 2, "{before}");
    }

    async fn five_days_of_nothing_but_failures_end_it(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let elsewhere = Receiver::start().await;
        let location = elsewhere.url();
        receiver.answer_with(move |_| Reply { headers: vec![("location", location.clone())], ..Reply::status(302) });
        let told = world.endpoint(&receiver).await;
        let node = world.start();
        got(&receiver, 1).await;
        // It is tried again now and then, and something new fails, too.
        for tries in 1..=4 {
            until("a failure is kept", async || world.find(&told).await.record.failures >= tries).await;
            assert_eq!(world.find(&told).await.state, EndpointState::Active);
            pass(&world, &told, Duration::from_hours(29)).await;
        }
        until("a failure is kept", async || world.find(&told).await.record.failures >= 5).await;
        pass(&world, &told, FAILING_MAX.saturating_sub(Duration::from_hours(4 * 29))).await;
        world.happen(&[1]).await;
        until("it is given up", async || {
            world.find(&told).await.state == EndpointState::Disabled(DisabledReason::Failing)
        }).await;
        node.stop().await;
        assert!(elsewhere.got().is_empty(), "redirects are not followed");
    }

    async fn a_rest_that_is_asked_for_is_given(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        receiver.answer_with(|_| Reply { headers: vec![("retry-after", "600".to_owned())], ..Reply::status(429) });
        let told = world.endpoint(&receiver).await;
        let node = world.start();
        until("it rests", async || world.find(&told).await.resting_until.is_some()).await;
        receiver.answer_with(|_| Reply::status(204));
        world.happen(&[1, 2, 3]).await;
        pass(&world, &told, Duration::from_mins(9)).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(receiver.got().len(), 1, "nothing comes while it rests");
        pass(&world, &told, Duration::from_mins(2)).await;
        got(&receiver, 5).await;
        until("it does not rest any more", async || world.find(&told).await.resting_until.is_none()).await;
        node.stop().await;
    }

    async fn a_long_rest_keeps_the_order_of_its_lanes(store: Store) {
        let world = World::new(store).await;
        let receiver = Receiver::start().await;
        let told = world.endpoint(&receiver).await;
        let node = world.start();
        got(&receiver, 1).await;
        receiver.answer_with(|_| Reply { headers: vec![("retry-after", "7200".to_owned())], ..Reply::status(503) });
        world.happen(&[1, 1, 1]).await;
        until("it rests", async || world.find(&told).await.resting_until.is_some()).await;
        receiver.answer_with(|_| Reply::status(204));
        pass(&world, &told, Duration::from_mins(121)).await;
        let came = got(&receiver, 5).await;
        node.stop().await;
        assert_eq!(in_lane(&came, 1), [2, 2, 3, 4]);
    }

    async fn one_that_hangs_costs_the_others_nothing(store: Store) {
        let world = World::new(store).await;
        let (hanging, healthy) = (Receiver::start().await, Receiver::start().await);
        hanging.answer_with(|_| Reply { delay: Duration::from_mins(1), ..Reply::status(204) });
        world.endpoint(&hanging).await;
        world.endpoint(&healthy).await;
        let node = world.start();
        let began = Instant::now();
        for _ in 0..20 {
            world.happen(&[1, 2, 3, 4, 5]).await;
        }
        let came = got(&healthy, 101).await;
        assert!(began.elapsed() < Duration::from_secs(10), "a receiver that hangs takes fifteen seconds");
        node.crash().await;
        assert!(lanes(&came).values().all(|lane| lane.is_sorted()));
        assert_eq!(hanging.most_at_once(), 4);
    }
}
