//! Turns of an endpoint: whatever tries bring, and however they are interrupted, nothing is forgotten, counted wrong, or out
//! of the order of its lane.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::delivery::Answer;
use domain::endpoint::{PayloadFormat, Selection};
use domain::entropy::{Entropy as _, SeededEntropy};
use domain::event::EventKind;
use domain::ids::{ConversationId, EndpointId, WorkspaceId};
use domain::time::Timestamp;
use store::deliveries::{self, DeliveryState, Due, Finished, Outcome, Turn, TurnInput};
use store::endpoints::{self, EndpointSettings, NewEndpoint};
use store::leases::Claimant;
use store::{NewEvent, Store, params};

use crate::transactions::create_workspaces;

const OURS: WorkspaceId = WorkspaceId::from_bytes([1; 16]);
const ENDPOINT: EndpointId = EndpointId::from_bytes([9; 16]);
const LANES: u64 = 4;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_micros(1_800_000_000_000_000).plus(Duration::from_secs(seconds))
}

async fn create(store: &Store) {
    create_workspaces(store).await;
    let new = NewEndpoint {
        workspace_id: OURS,
        endpoint_id: ENDPOINT,
        settings: EndpointSettings {
            name: "test".to_owned(),
            url: "https://example.com".to_owned(),
            format: PayloadFormat::Standard,
            selection: Selection {
                types: vec!["message.*".to_owned()],
                accounts: Vec::new(),
            },
            per_second: 10,
            together: 4,
            headers: None,
        },
        secret: vec![1],
        created_at: at(0),
    };
    let written = store.write(move |tx| endpoints::insert(tx, &new));
    written.await.unwrap();
}

async fn happen(store: &Store, lane: u64) {
    let lane = u8::try_from(lane).unwrap();
    let conversation_id = ConversationId::from_bytes([lane; 16]);
    let body =
        format!(r#"{{"conversation_id":"{conversation_id}","thread_key":"t","message_key":"m"}}"#);
    let event = NewEvent {
        workspace_id: OURS,
        kind: EventKind::MessageEdited,
        account_id: None,
        subject: None,
        at: at(0),
        body,
    };
    let written = store.write(move |tx| {
        tx.emit(event.clone());
        Ok(())
    });
    written.await.unwrap();
}

async fn turn(
    store: &Store,
    finished: Vec<Finished>,
    under_way: &BTreeSet<i64>,
    now: Timestamp,
) -> Turn {
    let input = TurnInput {
        workspace_id: OURS,
        endpoint_id: ENDPOINT,
        finished,
        seen: 0,
        hands_out: true,
        under_way: under_way.clone(),
        now,
    };
    let written = store.write(move |tx| {
        let claimant = Claimant {
            node: "a.1",
            machine: "a.",
            is_exclusive: false,
        };
        deliveries::turn(
            tx,
            &input,
            &claimant,
            input.now.plus(Duration::from_mins(1)),
        )
    });
    match written.await.unwrap() {
        Outcome::Done(turn) => *turn,
        other => panic!("nobody else delivers: {other:?}"),
    }
}

fn finished(due: &Due, status: u16, now: Timestamp) -> Finished {
    Finished {
        number: due.event.number,
        began_at: now,
        took: Duration::from_millis(3),
        answer: Answer::Status(status, None),
        is_void: false,
        error: None,
        body: None,
    }
}

/// Of each lane: whether each waiting row keeps its place, and whether it is due at all.
async fn check(store: &Store) {
    let read = store.read(|tx| {
        let rows = tx.query(
            "SELECT lane, is_holding, due_at, state FROM delivery WHERE workspace_id = ?1 ORDER BY number",
            params![OURS],
            |row| {
                let is_behind = row.timestamp(2)? == Timestamp::MAX;
                Ok((row.text(0)?.to_owned(), row.bool(1)?, is_behind, row.text(3)?.to_owned()))
            },
        )?;
        Ok((rows, endpoints::find(tx, OURS, ENDPOINT)?.expect("it is there")))
    });
    let (rows, endpoint) = read.await.unwrap();
    let waiting = rows.iter().filter(|row| row.3 == "waiting").count();
    assert_eq!(i64::try_from(waiting).unwrap(), endpoint.waiting);
    let mut lanes = BTreeMap::<&str, Vec<bool>>::new();
    for (lane, is_holding, is_behind, state) in &rows {
        assert!(
            state == "waiting" || !is_holding,
            "what is over holds nothing"
        );
        if *is_holding {
            lanes.entry(lane).or_default().push(*is_behind);
        }
    }
    for (lane, is_behind) in lanes {
        assert!(!is_behind[0], "the first of {lane} is due");
        assert!(
            is_behind[1..].iter().all(|behind| *behind),
            "one of {lane} is due at a time"
        );
    }
}

testkit::on_both_engines! {
    async fn whatever_tries_bring_nothing_is_forgotten_or_out_of_order(store: Store) {
        create(&store).await;
        let chance = SeededEntropy::new(11);
        let (mut now, mut open): (u64, Vec<Due>) = (0, Vec::new());
        let mut arrived = BTreeMap::<String, Vec<i64>>::new();
        let mut happened = 0;
        let mut over = Vec::new();
        for step in 0..600 {
            let is_calm = step >= 400;
            if !is_calm && chance.number().is_multiple_of(2) {
                happen(&store, 1 + chance.number() % LANES).await;
                happened += 1;
            }
            let under_way: BTreeSet<i64> = open.iter().map(|due| due.event.number).collect();
            let turn = turn(&store, std::mem::take(&mut over), &under_way, at(now)).await;
            check(&store).await;
            open.extend(turn.due);
            if !is_calm && chance.number().is_multiple_of(40) {
                // A crash: what is under way is not known any more.
                open.clear();
            }
            while !open.is_empty() && !chance.number().is_multiple_of(3) {
                let place = usize::try_from(chance.number() % open.len() as u64).unwrap();
                let due = open.swap_remove(place);
                let status = if is_calm || !chance.number().is_multiple_of(3) { 204 } else { 500 };
                if status == 204 && due.gap.is_empty() {
                    arrived.entry(due.event.lane()).or_default().push(due.event.number);
                }
                over.push(finished(&due, status, at(now)));
            }
            now += if is_calm { 7_200 } else { chance.number() % 120 };
        }
        let subject = (OURS, ENDPOINT);
        let read = store.read(move |tx| deliveries::list(tx, subject, None, i64::MAX, 10_000));
        let all = read.await.unwrap();
        assert_eq!(all.len(), happened);
        let undelivered = all.iter().filter(|row| row.state != DeliveryState::Delivered);
        assert_eq!(undelivered.count(), 0);
        assert!(happened > 150, "{happened}");
        for (lane, numbers) in arrived {
            assert!(numbers.is_sorted(), "{lane}: {numbers:?}");
        }
    }

    async fn what_arrived_once_stays_delivered_whatever_becomes_of_telling_it_again(store: Store) {
        create(&store).await;
        happen(&store, 1).await;
        let first = turn(&store, Vec::new(), &BTreeSet::new(), at(0)).await;
        let over = vec![finished(&first.due[0], 204, at(0))];
        turn(&store, over, &BTreeSet::new(), at(1)).await;
        let (subject, number) = ((OURS, ENDPOINT), first.due[0].event.number);
        let again = store.write(move |tx| deliveries::update_again(tx, subject, number, at(2)));
        assert!(again.await.unwrap());
        // The log forgets it before its turn comes.
        let gone = store.write(|tx| store::events::delete_oldest(tx, OURS, at(9), 100));
        assert_eq!(gone.await.unwrap(), 2);
        turn(&store, Vec::new(), &BTreeSet::new(), at(3)).await;
        let read = store.read(move |tx| deliveries::find(tx, subject, number));
        assert_eq!(read.await.unwrap().unwrap().state, DeliveryState::Delivered);
        check(&store).await;
    }

    async fn a_record_is_deleted_by_age_and_with_its_endpoint(store: Store) {
        create(&store).await;
        for _ in 0..5 {
            happen(&store, 1).await;
        }
        let mut over = Vec::new();
        for second in 0..4 {
            let turn = turn(&store, std::mem::take(&mut over), &BTreeSet::new(), at(second)).await;
            over.push(finished(&turn.due[0], 204, at(second)));
        }
        // Three are over, at 1, 2 and 3 seconds.
        let written = store.write(|tx| deliveries::delete_old(tx, OURS, at(3), 10));
        assert_eq!(written.await.unwrap(), 2);
        let subject = (OURS, ENDPOINT);
        let numbers = || store.read(move |tx| {
            let all = deliveries::list(tx, subject, None, i64::MAX, 10)?;
            Ok(all.iter().map(|row| row.number).collect::<Vec<_>>())
        });
        let left = numbers().await.unwrap();
        assert_eq!(left.len(), 3);
        let written = store.write(move |tx| deliveries::delete_of(tx, subject, 2));
        assert_eq!(written.await.unwrap(), 2);
        assert_eq!(numbers().await.unwrap(), left[..1]);
    }
}
