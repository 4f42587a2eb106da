//! What one person gets from all accounts of a workspace together.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::dispatch::{Decision, Timing, step};
use domain::ids::AccountId;
use domain::ledger::{Action, Interval};
use domain::likeness::Mark;
use domain::policy::Policy;
use domain::send::SendState;
use domain::time::Timestamp;
use store::hints::Hints;
use store::sends::{self, Send};
use store::{StoreResult, Tx, accounts, ledger};

use crate::ingest::world::{JOHN, MARIA, World, at};
use crate::outbox::{send, send_id};

fn policy(per_person: &str) -> Policy {
    Policy {
        per_person: vec![per_person.parse().unwrap()],
        ..Policy::guide()
    }
}

/// Puts a send of an account into the outbox, and its place into the ledger.
async fn began(world: &World, number: u8, recipient: Option<&str>, second: i64) {
    let new = Send {
        recipient_key: recipient.map(str::to_owned),
        ..send(world, number, &format!("lane {number}"))
    };
    let write = world.store.write(move |tx| {
        let new = sends::insert(tx, &Hints::default(), new.clone())?;
        let (workspace_id, account_id) = (new.workspace_id, new.account_id);
        for action in [Action::Message, Action::Reply] {
            let at = Interval::at(at(second));
            ledger::upsert(tx, workspace_id, account_id, new.send_id, action, at)?;
        }
        Ok(())
    });
    write.await.unwrap();
}

/// Seconds at which John has had messages that count at a second.
async fn had(world: &World, network: &'static str, now: i64) -> Vec<i64> {
    let workspace_id = world.account.workspace_id;
    let read = world.store.read(move |tx| {
        let (place, policy) = ((workspace_id, network), policy("message=2/1h"));
        ledger::get_people(tx, place, &BTreeSet::from([JOHN]), &policy, at(now))
    });
    let people = read.await.unwrap();
    let entries = people[JOHN].entries(Action::Message).iter();
    entries
        .map(|entry| entry.latest.since(at(0)).as_secs().cast_signed())
        .collect()
}

/// One round of dispatch of an account: which send it lets begin.
fn round(
    tx: &mut Tx<'_>,
    known: &accounts::Account,
    now: Timestamp,
) -> StoreResult<Option<String>> {
    let (workspace_id, account_id) = (known.workspace_id, known.account_id);
    accounts::lock(tx, workspace_id, account_id)?;
    let account = accounts::get(tx, workspace_id, account_id)?;
    let heads = sends::list_heads(tx, workspace_id, account_id, 64)?;
    let state = sends::account_state(tx, &account, &heads, (1, None), now)?;
    let hints = Hints::default();
    // Long enough for the other account to come in between, if anything lets it.
    std::thread::sleep(Duration::from_millis(2));
    let chosen = |id| heads.iter().find(|send| send.send_id == id).unwrap();
    match step(&state, &Timing::default(), now) {
        Decision::Begin {
            send_id, reserve, ..
        } => {
            let send = chosen(send_id);
            for (action, interval) in reserve {
                ledger::upsert(tx, workspace_id, account_id, send_id, action, interval)?;
            }
            sends::transition(tx, &hints, send, &SendState::Sent { at: now }, now)?;
            Ok(send.recipient_key.clone())
        }
        Decision::Hold {
            send_id,
            until,
            rule,
        } => {
            assert_eq!((rule.word(), until), ("person_limit", at(3_600 + 75 + 100)));
            let state = SendState::Scheduled { until, rule };
            sends::transition(tx, &hints, chosen(send_id), &state, now)?;
            Ok(Some(String::new()))
        }
        _ => Ok(None),
    }
}

testkit::on_both_engines! {
    async fn what_a_person_gets_is_counted_over_all_accounts(store: Store) {
        let world = World::new(store).await;
        let second = world.second().await;
        began(&world, 1, Some(JOHN), 10).await;
        began(&second, 2, Some(JOHN), 20).await;
        began(&second, 3, Some(MARIA), 30).await;
        began(&second, 4, None, 40).await;
        let network = "sandbox";
        assert_eq!(had(&world, network, 100).await, [10, 20]);
        assert_eq!(had(&world, network, 3_615).await, [20]);
        assert_eq!(had(&world, "matrix", 100).await, [0; 0], "another network, another person");
        // What provably did not leave frees its place; what left after all takes it anew, with whom it went to.
        let (workspace_id, account_id) = (second.account.workspace_id, second.account.account_id);
        let id = send_id(2);
        world.store.write(move |tx| ledger::release(tx, workspace_id, account_id, id)).await.unwrap();
        assert_eq!(had(&world, network, 100).await, [10]);
        let write = world.store.write(move |tx| {
            ledger::confirm(tx, workspace_id, account_id, id, &[Action::Message], Interval::at(at(25)))
        });
        write.await.unwrap();
        assert_eq!(had(&world, network, 100).await, [10, 25]);
    }

    async fn two_accounts_at_once_never_write_alike_to_too_many(store: Store) {
        let first = World::new(store).await;
        let second = first.second().await;
        let mark = Mark::of("Shall we talk about the very same thing?");
        let mut writing = Vec::new();
        for number in 0..20_u8 {
            let world = if number % 2 == 0 { &first } else { &second };
            let recipient = format!("ACoAAperson{number}");
            let new = Send {
                recipient_key: Some(recipient.clone()),
                likeness: Some(mark),
                ..send(world, number, &recipient)
            };
            let write = world.store.write(move |tx| {
                let count = sends::count_alike(tx, new.workspace_id, mark, &recipient, at(-1_000))?;
                // Long enough for the other account to come in between, if anything lets it.
                std::thread::sleep(Duration::from_millis(2));
                if count.alike < 5 {
                    sends::insert(tx, &Hints::default(), new.clone())?;
                }
                Ok(count.alike < 5)
            });
            writing.push(write);
        }
        let written = futures_util::future::join_all(writing).await.into_iter();
        assert_eq!(written.filter(|written| *written.as_ref().unwrap()).count(), 5);
    }

    async fn whoever_only_looks_waits_for_nobody(store: Store) {
        let world = World::new(store).await;
        let workspace_id = world.account.workspace_id;
        let mark = Mark::of("Shall we talk about the very same thing?");
        let count = move |tx: &mut Tx<'_>| sends::count_alike(tx, workspace_id, mark, JOHN, at(-1_000));
        let (began, mut begins) = tokio::sync::mpsc::unbounded_channel();
        let (looked, has_looked) = std::sync::mpsc::channel();
        let has_looked = std::sync::Mutex::new(has_looked);
        let write = world.store.write(move |tx| {
            count(tx)?;
            began.send(()).unwrap();
            Ok(has_looked.lock().unwrap().recv_timeout(Duration::from_secs(10)).is_ok())
        });
        let look = async {
            begins.recv().await.unwrap();
            world.store.read(count).await.unwrap();
            looked.send(()).unwrap();
        };
        let (has_seen, ()) = futures_util::future::join(write, look).await;
        assert!(has_seen.unwrap(), "the reader waited for the writer");
    }

    async fn two_accounts_at_once_never_exceed_what_one_person_gets(store: Store) {
        let first = World::new(store).await;
        let second = first.second().await;
        let people: Vec<String> = (0..20).map(|number| format!("ACoAAperson{number}")).collect();
        for (world, base) in [(&first, 0), (&second, 100)] {
            let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
            let policy = serde_json::to_string(&policy("message=1/1h")).unwrap();
            let new: Vec<Send> = people
                .iter()
                .zip(1..)
                .map(|(person, number)| Send {
                    recipient_key: Some(person.clone()),
                    accepted_at: at(0),
                    ready_at: at(0),
                    ..send(world, base + number, person)
                })
                .collect();
            let write = world.store.write(move |tx| {
                accounts::update_policy(tx, workspace_id, account_id, &policy)?;
                sends::insert_many(tx, &Hints::default(), workspace_id, &mut new.clone())
            });
            write.await.unwrap();
        }
        let serve = |world: World| async move {
            let mut begun: Vec<(AccountId, String)> = Vec::new();
            loop {
                let account = world.account.clone();
                let account_id = account.account_id;
                let round = world.store.write(move |tx| round(tx, &account, at(100)));
                match round.await.unwrap() {
                    None => return begun,
                    Some(person) if person.is_empty() => {}
                    Some(person) => begun.push((account_id, person)),
                }
            }
        };
        let both = [tokio::spawn(serve(first)), tokio::spawn(serve(second))];
        let mut got: BTreeMap<String, Vec<AccountId>> = BTreeMap::new();
        for one in both {
            for (account_id, person) in one.await.unwrap() {
                got.entry(person).or_default().push(account_id);
            }
        }
        assert_eq!(got.len(), people.len(), "everybody gets one");
        assert!(got.values().all(|accounts| accounts.len() == 1), "{got:?}");
    }
}
