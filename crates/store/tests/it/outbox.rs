//! The outbox and what dispatch keeps beside it: lanes and their heads, tries, ledger, leases, agenda, on both engines.

use domain::attachment::{File, FileFacts};
use domain::ids::{AttemptId, SendId};
use domain::ledger::{Action, Interval};
use domain::policy::Policy;
use domain::send::{Rule, SendState};
use domain::time::Timestamp;
use store::hints::{Hint, Hints};
use store::leases::{self, Claimant};
use store::sends::{self, Echo, Send};
use store::{StoreError, StoreResult, Tx, agenda, attempts, ledger};

use crate::ingest::world::{JOHN, World, at, outgoing, thread};

pub(crate) fn send_id(number: u8) -> SendId {
    SendId::from_bytes([number; 16])
}

fn files() -> [File; 2] {
    let every_byte = (0..=u8::MAX).collect();
    [
        File::new("Angebot „neu“.pdf", "application/pdf", every_byte).unwrap(),
        File::new("a.txt", "text/plain", b"a".to_vec()).unwrap(),
    ]
}

pub(crate) fn send(world: &World, number: u8, lane: &str) -> Send {
    let place = (world.account.workspace_id, world.account.account_id);
    Send {
        lane: lane.to_owned(),
        fingerprint: vec![number],
        twin: Some(vec![number, 1]),
        recipient_key: Some(JOHN.to_owned()),
        text: format!("text {number}"),
        reply_to: Some("t1-1".to_owned()),
        attachments: files().iter().map(|file| file.facts().clone()).collect(),
        acknowledge: vec!["2-a".to_owned(), "2-b".to_owned()],
        expires_at: at(86_400),
        ..Send::new(place, send_id(number), at(i64::from(number)))
    }
}

fn send_like(known: &Send, number: u8, attachments: &[&FileFacts]) -> Send {
    Send {
        send_id: send_id(number),
        token: format!("token {number}"),
        attachments: attachments.iter().map(|facts| (*facts).clone()).collect(),
        ..known.clone()
    }
}

async fn insert(world: &World, number: u8, lane: &str) -> Send {
    let (send, hints) = (send(world, number, lane), Hints::default());
    write(world, move |tx| sends::insert(tx, &hints, send.clone())).await
}

async fn write<T: std::marker::Send + 'static>(
    world: &World,
    change: impl Fn(&mut Tx<'_>) -> StoreResult<T> + std::marker::Send + 'static,
) -> T {
    world.store.write(change).await.unwrap()
}

async fn get(world: &World, number: u8) -> Send {
    let workspace_id = world.account.workspace_id;
    write(world, move |tx| {
        sends::get(tx, workspace_id, send_id(number))
    })
    .await
}

async fn becomes(world: &World, number: u8, state: SendState) {
    let (known, hints) = (get(world, number).await, Hints::default());
    write(world, move |tx| {
        sends::transition(tx, &hints, &known, &state, at(500))
    })
    .await;
}

async fn heads(world: &World) -> Vec<u8> {
    let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
    let heads = write(world, move |tx| {
        sends::list_heads(tx, workspace_id, account_id, 64)
    })
    .await;
    heads.iter().map(|send| send.fingerprint[0]).collect()
}

async fn counted(world: &World, now: Timestamp) -> Vec<Interval> {
    let account = world.account.clone();
    let ledger = write(world, move |tx| {
        let policy = Policy::guide();
        ledger::get(tx, &account, &policy, &[Action::Message], now)
    });
    ledger.await.entries(Action::Message).to_vec()
}

testkit::on_both_engines! {
    async fn a_send_comes_back_as_it_was_written(store: Store) {
        let world = World::new(store).await;
        let mut expected = send(&world, 1, "lane");
        expected.number = 1;
        assert_eq!(insert(&world, 1, "lane").await, expected);
        assert_eq!(get(&world, 1).await, expected);
    }

    async fn the_files_of_a_send_are_those_that_were_accepted_byte_for_byte(store: Store) {
        let world = World::new(store).await;
        let sent = insert(&world, 1, "lane").await;
        let (workspace_id, kept) = (sent.workspace_id, sent.clone());
        let list = || {
            let listed = world.store.read(move |tx| sends::list_files(tx, workspace_id, send_id(1)));
            async { listed.await.map_err(|error| matches!(error, StoreError::Inconsistent { .. })) }
        };
        assert_eq!(list().await, Err(true), "none were kept");
        write(&world, move |tx| sends::insert_files(tx, &kept, &files())).await;
        assert_eq!(list().await, Ok(files().to_vec()));
        let (number, stranger) = (send_id(1), domain::ids::WorkspaceId::from_bytes([9; 16]));
        write(&world, move |tx| {
            let [first, second] = files();
            assert_eq!(sends::find_file(tx, workspace_id, number, 0)?, Some(first));
            assert_eq!(sends::find_file(tx, workspace_id, number, 1)?, Some(second));
            assert_eq!(sends::find_file(tx, workspace_id, number, 2)?, None);
            assert_eq!(sends::find_file(tx, workspace_id, send_id(7), 0)?, None);
            assert_eq!(sends::find_file(tx, stranger, number, 0)?, None);
            Ok(())
        })
        .await;
        let other = File::new("b.txt", "text/plain", b"b".to_vec()).unwrap();
        let none = Send { attachments: Vec::new(), ..send(&world, 2, "lane") };
        let hints = Hints::default();
        write(&world, move |tx| {
            let none = sends::insert(tx, &hints, none.clone())?;
            assert_eq!(sends::list_files(tx, workspace_id, none.send_id)?, []);
            let less = sends::insert(tx, &hints, send_like(&none, 3, &[other.facts(), other.facts()]))?;
            sends::insert_files(tx, &less, &files()[1..])?;
            let listed = sends::list_files(tx, workspace_id, less.send_id);
            assert!(matches!(listed, Err(StoreError::Inconsistent { .. })), "{listed:?}");
            Ok(())
        })
        .await;
    }

    async fn another_reply_or_file_is_another_content(store: Store) {
        let world = World::new(store).await;
        let plain = Send { reply_to: None, attachments: Vec::new(), ..send(&world, 1, "lane") };
        let [first, second] = files().map(|file| file.facts().clone());
        let with = |reply_to: Option<&str>, attachments: &[&FileFacts]| {
            let attachments = attachments.iter().map(|facts| (*facts).clone()).collect();
            Send { reply_to: reply_to.map(str::to_owned), attachments, ..plain.clone() }.content_hash()
        };
        let renamed = FileFacts { name: "other.pdf".into(), ..first.clone() };
        let hashes = [
            with(None, &[]),
            with(Some("t1-1"), &[]),
            with(Some("t1-2"), &[]),
            with(None, &[&first]),
            with(None, &[&second]),
            with(None, &[&renamed]),
            with(None, &[&first, &second]),
            with(None, &[&second, &first]),
            with(Some("t1-1"), &[&first]),
        ];
        let different: std::collections::BTreeSet<_> = hashes.iter().collect();
        assert_eq!(different.len(), hashes.len());
        assert_eq!(plain.content_hash(), hashes[0]);
    }

    async fn every_lane_with_open_sends_has_one_head(store: Store) {
        let world = World::new(store).await;
        for (number, lane) in [(1, "a"), (2, "a"), (3, "b"), (4, "a")] {
            insert(&world, number, lane).await;
        }
        assert_eq!(heads(&world).await, [1, 3]);
        becomes(&world, 1, SendState::Cancelled).await;
        assert_eq!(heads(&world).await, [2, 3]);
        let code = domain::error_code::ErrorCode::NetworkRefused;
        becomes(&world, 3, SendState::Refused { code, detail: "no".into() }).await;
        becomes(&world, 2, SendState::NeedsDecision).await;
        assert_eq!(heads(&world).await, [2], "what waits for a person keeps its lane");
        insert(&world, 5, "b").await;
        assert_eq!(heads(&world).await, [5, 2]);
        assert_eq!(get(&world, 3).await.state.word(), "refused");
    }

    async fn ends_and_acceptances_that_race_leave_one_head(store: Store) {
        let world = World::new(store).await;
        insert(&world, 1, "a").await;
        for number in 2..40 {
            let ending = {
                let (world, hints) = (world.clone(), Hints::default());
                tokio::task::spawn(async move {
                    let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
                    write(&world, move |tx| {
                        store::accounts::lock(tx, workspace_id, account_id)?;
                        let known = sends::get(tx, workspace_id, send_id(number - 1))?;
                        sends::transition(tx, &hints, &known, &SendState::Cancelled, at(500))
                    })
                    .await;
                })
            };
            let accepting = {
                let world = world.clone();
                tokio::task::spawn(async move { insert(&world, number, "a").await })
            };
            ending.await.unwrap();
            accepting.await.unwrap();
            assert_eq!(heads(&world).await, [number]);
        }
    }

    async fn what_may_leave_again_at_once_wakes_dispatch(store: Store) {
        let world = World::new(store).await;
        let send = insert(&world, 1, "a").await;
        becomes(&world, 1, SendState::AwaitingApproval { until: at(9_000) }).await;
        let (known, hints) = (get(&world, 1).await, Hints::default());
        let mut heard = hints.subscribe();
        write(&world, move |tx| sends::transition(tx, &hints, &known, &SendState::Queued, at(500))).await;
        assert_eq!(heard.try_recv().ok(), Some(Hint::AccountDue(send.account_id, at(1))));
    }

    async fn a_state_moves_from_where_it_was_read(store: Store) {
        let world = World::new(store).await;
        let stale = insert(&world, 1, "a").await;
        becomes(&world, 1, SendState::Scheduled { until: at(9), rule: Rule::BackOff }).await;
        let hints = Hints::default();
        let late = world.store.write(move |tx| sends::transition(tx, &hints, &stale, &SendState::Cancelled, at(2)));
        assert_eq!(late.await, Err(StoreError::Contended));
        assert_eq!(get(&world, 1).await.state, SendState::Scheduled { until: at(9), rule: Rule::BackOff });
    }

    async fn repeats_are_found_while_open_and_for_a_while_after_they_left(store: Store) {
        let world = World::new(store).await;
        insert(&world, 1, "a").await;
        let (workspace_id, world_account) = (world.account.workspace_id, world.account.account_id);
        let find = async |since: i64| {
            write(&world, move |tx| {
                let repeated = sends::find_repeated(tx, workspace_id, &[1], at(since))?;
                let twin = sends::find_twin(tx, workspace_id, &[1, 1], at(since))?;
                assert_eq!(repeated, twin);
                Ok(repeated.is_some())
            })
            .await
        };
        assert!(find(9_999).await, "open");
        let known = get(&world, 1).await;
        write(&world, move |tx| {
            attempts::insert(tx, &known, AttemptId::from_bytes([1; 16]), 1, at(490), at(505))?;
            let echo = Echo { token: &known.token, message_key: "t1-1", thread_key: "t1", sent_at: at(1) };
            sends::record_sent(tx, &Hints::default(), &known, &echo, at(500))
        })
        .await;
        // By our own clock, whatever the network's says.
        assert!(find(499).await);
        assert!(!find(500).await);
        write(&world, move |tx| {
            let seen = (Some(at(600)), Some(at(600)));
            sends::record_receipt(tx, &Hints::default(), workspace_id, world_account, "t1-1", seen, at(600))
        })
        .await;
        assert!(!find(500).await, "that it was read makes it no younger");
        insert(&world, 2, "a").await;
        becomes(&world, 2, SendState::Cancelled).await;
        let gone = write(&world, move |tx| sends::find_repeated(tx, workspace_id, &[2], at(0))).await;
        assert_eq!(gone, None, "what never left is no repeat");
    }

    async fn what_the_network_has_is_a_fact_and_counts(store: Store) {
        let world = World::new(store).await;
        world.observe(&thread("t1", &[JOHN], 1, 0), &[outgoing("t1", 1, "text 1")]).await;
        let known = insert(&world, 1, "a").await;
        becomes(&world, 1, SendState::Expired).await;
        let (workspace_id, account_id) = (known.workspace_id, known.account_id);
        write(&world, move |tx| {
            let known = sends::get(tx, workspace_id, send_id(1))?;
            let hints = Hints::default();
            let echo = Echo { token: &known.token, message_key: "t1-1", thread_key: "t1", sent_at: at(3) };
            for _ in 0..2 {
                sends::settle_by_echo(tx, &hints, workspace_id, account_id, &echo, at(7))?;
            }
            Ok(())
        })
        .await;
        assert_eq!(get(&world, 1).await.state, SendState::Sent { at: at(3) });
        assert_eq!(counted(&world, at(8)).await, [Interval { earliest: at(1), latest: at(7) }]);
        write(&world, move |tx| {
            let receipt = (Some(at(10)), Some(at(11)));
            sends::record_receipt(tx, &Hints::default(), workspace_id, account_id, "t1-1", receipt, at(12))
        })
        .await;
        let seen = get(&world, 1).await;
        assert_eq!((seen.state, seen.delivered_at), (SendState::Seen { at: at(11) }, Some(at(10))));
    }

    async fn receipts_that_came_before_anybody_knew_whose_message_it_was_count(store: Store) {
        let world = World::new(store).await;
        let mut shown = outgoing("t1", 1, "text 1");
        shown.delivered_at = Some(at(5));
        world.observe(&thread("t1", &[JOHN], 1, 0), &[shown]).await;
        let known = insert(&world, 1, "a").await;
        write(&world, move |tx| {
            let echo = Echo { token: &known.token, message_key: "t1-1", thread_key: "t1", sent_at: at(3) };
            sends::record_sent(tx, &Hints::default(), &known, &echo, at(7))
        })
        .await;
        assert_eq!(get(&world, 1).await.state, SendState::Delivered { at: at(5) });
    }

    async fn places_are_taken_narrowed_and_given_back(store: Store) {
        let world = World::new(store).await;
        let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
        let place = Interval { earliest: at(10), latest: at(25) };
        let take = move |tx: &mut Tx<'_>, interval| {
            ledger::upsert(tx, workspace_id, account_id, send_id(1), Action::Message, interval)
        };
        write(&world, move |tx| take(tx, place)).await;
        assert_eq!(counted(&world, at(11)).await, [place]);
        // A repeat widens the place and is not a second one.
        write(&world, move |tx| take(tx, Interval { earliest: at(30), latest: at(45) })).await;
        assert_eq!(counted(&world, at(31)).await, [Interval { earliest: at(10), latest: at(45) }]);
        write(&world, move |tx| {
            let happened = Interval { earliest: at(1), latest: at(33) };
            ledger::confirm(tx, workspace_id, account_id, send_id(1), &[Action::Message], happened)
        })
        .await;
        assert_eq!(counted(&world, at(34)).await, [Interval { earliest: at(10), latest: at(33) }]);
        assert_eq!(counted(&world, at(33 + 86_400)).await, []);
        write(&world, move |tx| ledger::release(tx, workspace_id, account_id, send_id(1))).await;
        assert_eq!(counted(&world, at(34)).await, []);
    }

    async fn an_account_has_one_open_try_and_doubts_stay_until_they_are_settled(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (insert(&world, 1, "a").await, insert(&world, 2, "b").await);
        let (workspace_id, account_id) = (first.workspace_id, first.account_id);
        let attempt = |number: u8| AttemptId::from_bytes([number; 16]);
        let begun = first.clone();
        write(&world, move |tx| attempts::insert(tx, &begun, attempt(1), 4, at(1), at(16))).await;
        let twice = world.store.write(move |tx| attempts::insert(tx, &second, attempt(2), 4, at(1), at(16)));
        assert!(matches!(twice.await, Err(StoreError::Constraint(_))));
        let open = write(&world, move |tx| attempts::find_open(tx, workspace_id, account_id)).await;
        assert_eq!(open, Some((send_id(1), 4)));
        let ended = first.clone();
        write(&world, move |tx| attempts::update_ended(tx, &ended, "unknown", None, Some("no answer"), at(3))).await;
        let doubts = async || {
            write(&world, move |tx| {
                let doubt = attempts::has_unknown(tx, workspace_id, send_id(1))?;
                Ok((doubt, attempts::find_first_unknown(tx, workspace_id, send_id(1))?))
            })
            .await
        };
        assert_eq!(doubts().await, (true, Some(at(1))));
        let settled = first.clone();
        write(&world, move |tx| attempts::update_settled(tx, &settled, "accepted", None, at(9))).await;
        assert_eq!(doubts().await, (false, None));
        let listed = write(&world, move |tx| attempts::list(tx, workspace_id, send_id(1))).await;
        assert_eq!((listed.len(), listed[0].outcome.as_deref()), (1, Some("accepted")));
        assert_eq!(listed[0].detail.as_deref(), Some("no answer"));
    }

    async fn a_lease_is_one_nodes_until_it_ends_or_is_given_back(store: Store) {
        let world = World::new(store).await;
        let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
        let claim = async |node: &'static str, machine: &'static str, until: i64, now: i64| {
            write(&world, move |tx| {
                let claimant = Claimant { node, machine, is_exclusive: false };
                leases::claim(tx, workspace_id, account_id, &claimant, at(until), at(now))
            })
            .await
        };
        assert_eq!(claim("a.1", "a.", 30, 0).await, Some(1));
        assert_eq!(claim("a.1", "a.", 31, 1).await, Some(1), "its own");
        assert_eq!(claim("b.1", "b.", 40, 10).await, None, "somebody else's");
        assert_eq!(claim("a.2", "a.", 40, 10).await, Some(2), "of a process that is gone");
        write(&world, move |tx| leases::extend(tx, workspace_id, account_id, "a.2", at(60))).await;
        assert_eq!(claim("b.1", "b.", 90, 59).await, None);
        assert_eq!(claim("b.1", "b.", 90, 60).await, Some(3), "over");
        write(&world, move |tx| leases::release(tx, workspace_id, account_id, "a.2")).await;
        assert_eq!(claim("a.2", "a.", 95, 61).await, None, "only its holder gives it back");
        write(&world, move |tx| leases::release(tx, workspace_id, account_id, "b.1")).await;
        assert_eq!(claim("a.2", "a.", 95, 61).await, Some(4));
        let exclusive = Claimant { node: "c.1", machine: "c.", is_exclusive: true };
        let taken = write(&world, move |tx| {
            leases::claim(tx, workspace_id, account_id, &exclusive, at(99), at(62))
        });
        assert_eq!(taken.await, Some(5));
    }

    async fn the_agenda_keeps_the_earliest_and_lists_the_longest_due_first(store: Store) {
        let first = World::new(store).await;
        let second = first.second().await;
        let due = async |world: &World, at: Option<Timestamp>, advance: bool| {
            let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
            write(world, move |tx| match (advance, at) {
                (true, Some(at)) => agenda::advance(tx, agenda::DISPATCH, workspace_id, account_id, at),
                _ => agenda::set(tx, agenda::DISPATCH, workspace_id, account_id, at),
            })
            .await;
        };
        let list = async |until: i64, limit: u32| {
            let listed = write(&first, move |tx| agenda::list_due(tx, agenda::DISPATCH, at(until), limit)).await;
            listed.into_iter().map(|(_, account_id, _)| account_id).collect::<Vec<_>>()
        };
        due(&first, Some(at(20)), true).await;
        due(&first, Some(at(30)), true).await;
        due(&second, Some(at(10)), true).await;
        let (one, two) = (first.account.account_id, second.account.account_id);
        assert_eq!(list(9, 10).await, []);
        assert_eq!(list(20, 10).await, [two, one]);
        assert_eq!(list(20, 1).await, [two]);
        due(&second, Some(at(25)), false).await;
        due(&first, None, false).await;
        assert_eq!(list(30, 10).await, [two]);
        let other = write(&first, move |tx| agenda::list_due(tx, "something else", at(99), 10)).await;
        assert_eq!(other, []);
    }

    async fn what_a_limit_holds_is_looked_at_again_when_the_limit_changes(store: Store) {
        let world = World::new(store).await;
        for (number, rule) in [(1, Rule::Window), (2, Rule::Deferred)] {
            insert(&world, number, &format!("lane {number}")).await;
            becomes(&world, number, SendState::Scheduled { until: at(9_000), rule }).await;
        }
        let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
        write(&world, move |tx| sends::release_held(tx, workspace_id, account_id, at(600))).await;
        let until = async |number| match get(&world, number).await.state {
            SendState::Scheduled { until, .. } => until,
            other => panic!("{other:?}"),
        };
        assert_eq!((until(1).await, until(2).await), (at(600), at(9_000)));
        write(&world, move |tx| sends::update_due(tx, workspace_id, send_id(1), at(700))).await;
        assert_eq!(until(1).await, at(700));
        let waiting = write(&world, move |tx| {
            sends::count_waiting(tx, workspace_id, account_id, Action::Message, at(1_000), 10)
        });
        assert_eq!(waiting.await, 2);
        let listed = write(&world, move |tx| sends::list_waiting(tx, workspace_id, account_id, 1)).await;
        assert_eq!(listed.iter().map(|send| send.send_id).collect::<Vec<_>>(), [send_id(1)]);
    }
}
