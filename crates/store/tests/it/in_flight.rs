//! What may reach somebody who is put on the do-not-contact list at this very moment.

use std::time::Duration;

use domain::dispatch::{Decision, Timing, step};
use domain::error_code::ErrorCode;
use domain::ids::SendId;
use domain::send::{Rule, SendState};
use domain::suppression::SuppressionState;
use store::hints::Hints;
use store::sends::{self, Send};
use store::suppressions::{self, Raised, Suppression};
use store::{StoreResult, Tx, accounts, events};

use crate::ingest::world::{JOHN, MARIA, World, at, message, thread};
use crate::outbox::{send, send_id};

fn suppression(world: &World, member_key: &str) -> Suppression {
    Suppression {
        workspace_id: world.account.workspace_id,
        network: world.account.network.clone(),
        member_key: member_key.to_owned(),
        state: SuppressionState::Suppressed,
        note: None,
        created_by: None,
        created_at: at(200),
    }
}

/// Puts a send to somebody into the outbox, and in that state.
async fn stands(world: &World, number: u8, recipient: &str, state: SendState) {
    let new = Send {
        recipient_key: Some(recipient.to_owned()),
        ..send(world, number, &format!("lane {number}"))
    };
    let write = world.store.write(move |tx| {
        let hints = Hints::default();
        let new = sends::insert(tx, &hints, new.clone())?;
        if state == SendState::Queued {
            return Ok(());
        }
        sends::transition(tx, &hints, &new, &state, at(100))
    });
    write.await.unwrap();
}

/// What the newest event about somebody on the list names.
async fn logged(world: &World) -> Vec<String> {
    let workspace_id = world.account.workspace_id;
    let read = world
        .store
        .read(move |tx| events::list(tx, workspace_id, 0, 1_000));
    let told = read.await.unwrap().events;
    let newest = told
        .iter()
        .rfind(|event| event.kind.word().starts_with("person."));
    let body: serde_json::Value = serde_json::from_str(&newest.unwrap().body).unwrap();
    let ids = body["in_flight"].as_array().unwrap();
    ids.iter()
        .map(|id| id.as_str().unwrap().to_owned())
        .collect()
}

/// Every state in which a send can be, and the numbers of those sends of which nobody can say that they will not arrive.
async fn in_every_state(world: &World) -> Vec<SendId> {
    let later = at(9_000);
    let (until, rule) = (later, Rule::SendAt);
    let code = ErrorCode::SendFailed;
    let because = || (code, String::new());
    let states = [
        SendState::Queued,
        SendState::AwaitingApproval { until },
        SendState::Scheduled { until, rule },
        SendState::Sending { deadline: later },
        SendState::Unknown {
            check_at: later,
            absent: 0,
        },
        SendState::NeedsDecision,
        SendState::Sent { at: at(100) },
        SendState::Refused {
            code: because().0,
            detail: because().1,
        },
        SendState::Cancelled,
        SendState::Expired,
    ];
    for (number, state) in (1..).zip(states) {
        stands(world, number, JOHN, state).await;
    }
    let unknown = SendState::Unknown {
        check_at: later,
        absent: 0,
    };
    stands(world, 20, MARIA, unknown).await;
    [4, 5, 6].map(send_id).to_vec()
}

/// One round of dispatch: whom a send begins to, whose outcome is never known.
fn round(tx: &mut Tx<'_>, known: &accounts::Account) -> StoreResult<Option<SendId>> {
    let (workspace_id, account_id) = (known.workspace_id, known.account_id);
    accounts::lock(tx, workspace_id, account_id)?;
    let account = accounts::get(tx, workspace_id, account_id)?;
    let heads = sends::list_heads(tx, workspace_id, account_id, 64)?;
    let now = at(100);
    let state = sends::account_state(tx, &account, &heads, (1, None), now)?;
    // Long enough for somebody else to come in between, if anything lets them.
    std::thread::sleep(Duration::from_millis(2));
    let (send_id, state) = match step(&state, &Timing::default(), now) {
        Decision::Begin { send_id, .. } => {
            let check_at = at(80_000);
            (
                send_id,
                SendState::Unknown {
                    check_at,
                    absent: 0,
                },
            )
        }
        Decision::Suppress { send_id, .. } => (send_id, SendState::Cancelled),
        _ => return Ok(None),
    };
    let send = heads.iter().find(|send| send.send_id == send_id).unwrap();
    sends::transition(tx, &Hints::default(), send, &state, now)?;
    Ok(Some(send_id))
}

testkit::on_both_engines! {
    async fn whoever_is_put_on_the_list_by_hand_is_told_what_may_still_arrive(store: Store) {
        let world = World::new(store).await;
        let expected = in_every_state(&world).await;
        let printed: Vec<String> = expected.iter().map(SendId::to_string).collect();
        let john = suppression(&world, JOHN);
        let again = john.clone();
        let raised = world.store.write(move |tx| suppressions::raise(tx, &john)).await.unwrap();
        assert_eq!(raised, Raised { is_changed: true, in_flight: expected.clone() });
        assert_eq!(logged(&world).await, printed);
        // Asked again the answer is that of now, and nothing is announced.
        let raised = world.store.write(move |tx| suppressions::raise(tx, &again)).await.unwrap();
        assert_eq!(raised, Raised { is_changed: false, in_flight: expected });
        let elsewhere = Suppression { network: "matrix".into(), ..suppression(&world, JOHN) };
        let raised = world.store.write(move |tx| suppressions::raise(tx, &elsewhere)).await.unwrap();
        assert_eq!(raised.in_flight, []);
    }

    async fn a_reply_that_ends_everything_names_what_may_still_arrive(store: Store) {
        let world = World::new(store).await;
        let expected = in_every_state(&world).await;
        let asked = message(JOHN, "t1", 150, "Please stop messaging me.");
        world.observe(&thread("t1", &[JOHN], 150, 1), &[asked]).await;
        let printed: Vec<String> = expected.iter().map(SendId::to_string).collect();
        assert_eq!(logged(&world).await, printed);
    }

    async fn what_begins_at_the_same_moment_is_named_or_does_not_begin(store: Store) {
        let world = World::new(store).await;
        let people: Vec<String> = (1..=30).map(|number| format!("ACoAAperson{number}")).collect();
        for (number, person) in (1..).zip(&people) {
            stands(&world, number, person, SendState::Queued).await;
        }
        let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
        let policy = serde_json::to_string(&domain::policy::Policy::guide()).unwrap();
        let change = move |tx: &mut Tx<'_>| accounts::update_policy(tx, workspace_id, account_id, &policy);
        world.store.write(change).await.unwrap();
        let mut begun = 0;
        for (number, person) in (1..).zip(&people) {
            let (account, asked) = (world.account.clone(), suppression(&world, person));
            let begins = world.store.write(move |tx| round(tx, &account));
            let asks = world.store.write(move |tx| suppressions::raise(tx, &asked));
            // Now the one comes first, now the other, and now both are under way.
            let later = Duration::from_millis(u64::from(number) % 10);
            let asks = async { tokio::time::sleep(later).await; asks.await };
            let (begins, named) = tokio::join!(begins, asks);
            begins.unwrap();
            let read = world.store.read(move |tx| sends::get(tx, workspace_id, send_id(number)));
            let has_begun = matches!(read.await.unwrap().state, SendState::Unknown { .. });
            let expected: &[SendId] = if has_begun { &[send_id(number)] } else { &[] };
            assert_eq!(named.unwrap().in_flight, expected, "{person}");
            begun += u32::from(has_begun);
        }
        assert!(begun > 0, "nothing began");
    }
}
