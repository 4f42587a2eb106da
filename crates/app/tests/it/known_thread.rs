//! A message with a key into a thread is looked up and accepted in one transaction. A batch looks first; both must come to
//! the same.

use std::time::Duration;

use app::sends::{KeptMessage, SendMessage};
use app::{AppError, AppResult};
use domain::ids::{ConversationId, SendId};
use domain::network::ThreadKind;
use domain::send::SendKind;
use store::accounts::{self, AccountStatus};
use store::{CommitFault, Store, conversations};

use crate::sends::message;
use crate::world::{JOHN, OWNER, World, at, member, thread};

/// A workspace with a thread with John, a group, and one that nobody else is in.
async fn world(store: Store) -> World {
    let world = World::new(store).await;
    world.observe(thread("2-john", 1, 0), Vec::new()).await;
    let mut group = thread("2-group", 2, 0);
    group.participants.push(member("ACoAAmary", "Mary Major"));
    world.observe(group, Vec::new()).await;
    let mut empty = thread("2-empty", 3, 0);
    empty.participants.clear();
    world.observe(empty, Vec::new()).await;
    world
}

fn into(conversation: &str, key: &str) -> SendMessage {
    SendMessage {
        recipient: None,
        conversation: Some(conversation.to_owned()),
        idempotency_key: Some(key.to_owned()),
        typing: true,
        ..message("See you on Tuesday")
    }
}

async fn own_id(world: &World, key: &'static str) -> String {
    let find = move |tx: &mut store::Tx<'_>, account: &accounts::Account| {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        conversations::find_by_thread_key(tx, workspace_id, account_id, key)
    };
    world.write(find).await.unwrap().conversation_id.to_string()
}

/// What both ways must agree on.
fn gist(kept: &AppResult<KeptMessage>) -> Result<String, &'static str> {
    match kept {
        Ok(kept) => {
            let (send, report) = (&kept.send, &kept.send.report);
            let sender = (report.account_id, &report.owner_key, send.capability_class);
            let target = (
                &report.recipient_key,
                &report.thread_key,
                send.kind,
                &send.text,
            );
            let fate = (
                report.state,
                report.rule,
                report.retry_at,
                send.expires_at,
                send.send_at,
            );
            let action = kept.quota.as_ref().map(|(action, _)| action);
            Ok(format!(
                "{sender:?} {target:?} {fate:?} {action:?} {}",
                kept.is_replayed
            ))
        }
        Err(AppError::Refused(refusal)) => Err(refusal.code.word()),
        Err(error) => panic!("{error}"),
    }
}

async fn agree(
    world: &World,
    name: &str,
    command: impl Fn(&str) -> SendMessage,
) -> Option<KeptMessage> {
    let (short, long) = (format!("short {name}"), format!("long {name}"));
    let short = world.app.keep_message(&world.caller, command(&short)).await;
    let mut long = world
        .app
        .keep_messages(&world.caller, vec![command(&long)])
        .await;
    assert_eq!(gist(&short), gist(&long.pop().unwrap()), "{name}");
    short.ok()
}

testkit::on_both_engines! {
    async fn the_short_way_and_the_long_way_come_to_the_same(store: Store) {
        let world = world(store).await;
        let own = own_id(&world, "2-john").await;
        let account = world.account.account_id.to_string();
        let absent = ConversationId::from_bytes([9; 16]).to_string();
        let of_owner = format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},2-john)");
        let of_nobody = "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAnobody,2-john)";
        for conversation in [
            "2-john", "urn:li:messagingThread:2-john", &own, &of_owner, "2-group", "2-empty", of_nobody, &absent,
        ] {
            let kept = agree(&world, conversation, |key| into(conversation, key)).await;
            let recipient = kept.as_ref().and_then(|kept| kept.send.report.recipient_key.as_deref());
            let is_johns = [of_nobody, &absent, "2-group", "2-empty"].iter().all(|other| *other != conversation);
            assert_eq!(recipient, is_johns.then_some(JOHN), "{conversation}");
            for account in [account.as_str(), " ", "acc_other"] {
                let account = Some(account.to_owned());
                let name = format!("{conversation} of {account:?}");
                agree(&world, &name, |key| SendMessage { account: account.clone(), ..into(conversation, key) }).await;
            }
        }
        let past = |key: &str| {
            let mut command = into("2-john", key);
            command.terms.expires_at = Some(at(1));
            command
        };
        assert!(agree(&world, "out of time", past).await.is_none());
    }

    async fn an_account_that_cannot_send_refuses_on_both_ways(store: Store) {
        let world = world(store).await;
        let imported = world.imported("ACoAAimported").await;
        let of_import = Some(imported.account_id.to_string());
        let kept = agree(&world, "import", |key| SendMessage { account: of_import.clone(), ..into("2-john", key) }).await;
        assert!(kept.is_none());
        let first = world.app.keep_message(&world.caller, into("2-john", "before")).await.unwrap();
        let hold = |tx: &mut store::Tx<'_>, account: &accounts::Account| {
            let (workspace_id, account_id) = (account.workspace_id, account.account_id);
            accounts::update_hold(tx, workspace_id, account_id, AccountStatus::Error, Some("challenge"), None)
        };
        world.write(hold).await;
        assert!(agree(&world, "held", |key| into("2-john", key)).await.is_none());
        // A repeat is answered all the same.
        let again = world.app.keep_message(&world.caller, into("2-john", "before")).await.unwrap();
        assert_eq!((again.send.report.send_id, again.is_replayed), (first.send.report.send_id, true));
    }

    async fn a_repeat_shows_the_account_of_its_send(store: Store) {
        let world = world(store).await;
        let first = world.app.keep_message(&world.caller, into("2-john", "k1")).await.unwrap();
        let other = world.second_account().await;
        let account = other.clone();
        let same_thread = move |tx: &mut store::Tx<'_>| {
            store::ingest::observe(tx, &account, &thread("2-john", 1, 0), &[], at(0)).map(drop)
        };
        world.store.write(same_thread).await.unwrap();
        world.app.remember_live_use(&world.caller, other.account_id).await.unwrap();
        let again = world.app.keep_message(&world.caller, into("2-john", "k1")).await.unwrap();
        assert_eq!(again.send.report.send_id, first.send.report.send_id);
        assert_eq!(again.send.report.owner_key, first.send.report.owner_key);
    }

    async fn a_lost_answer_of_the_commit_is_one_send(store: Store) {
        let world = world(store).await;
        for fault in [CommitFault::Lose, CommitFault::Fail] {
            let key = format!("{fault:?}");
            world.store.commit_faults().plan(1, fault);
            let kept = world.app.keep_message(&world.caller, into("2-john", &key)).await;
            let again = world.app.keep_message(&world.caller, into("2-john", &key)).await.unwrap();
            assert_eq!(again.send.kind, SendKind::Message.word());
            match kept {
                Ok(kept) => assert_eq!(id(&kept), id(&again)),
                Err(_) => assert!(!again.is_replayed, "an error means that it never existed"),
            }
        }
    }

    async fn what_had_no_part_in_a_doubtful_commit_goes_the_long_way(store: Store) {
        let world = world(store).await;
        world.store.commit_faults().plan(1, CommitFault::Lose);
        let kept = world.app.keep_message(&world.caller, into("2-nobody-knows", "k1")).await;
        // Its network cannot be asked.
        assert_eq!(gist(&kept), Err("account_held"));
    }

    async fn many_into_many_threads_at_once_are_each_their_own(store: Store) {
        let world = world(store).await;
        for number in 0..8 {
            let mut known = thread(&format!("2-{number}"), number, 0);
            known.participants = vec![member(&format!("ACoAA{number}"), "Some Body")];
            world.observe(known, Vec::new()).await;
        }
        let sent = (0..64).map(|number| {
            let command = SendMessage {
                wait: Some(Duration::ZERO),
                // Every ninth is unknown.
                ..into(&format!("2-{}", number % 9), &format!("key {}", number / 2))
            };
            let (app, caller) = (world.app.clone(), world.caller.clone());
            tokio::spawn(async move { (number, app.keep_message(&caller, command).await) })
        });
        for sent in sent.collect::<Vec<_>>() {
            let (number, kept) = sent.await.unwrap();
            match kept {
                Ok(kept) => assert_eq!(kept.send.report.thread_key, Some(format!("2-{}", number % 9))),
                // Two threads for one key, or a thread that only the network could know.
                Err(AppError::Refused(refusal)) => {
                    assert!(["idempotency_key_reused", "account_held"].contains(&refusal.code.word()), "{refusal:?}");
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
}

fn id(kept: &KeptMessage) -> SendId {
    kept.send.report.send_id
}

async fn lane_of(world: &World, send_id: SendId) -> String {
    let find = move |tx: &mut store::Tx<'_>, account: &accounts::Account| {
        store::sends::get(tx, account.workspace_id, send_id)
    };
    world.write(find).await.lane
}

testkit::on_both_engines! {
    async fn what_goes_to_one_person_is_one_lane_whatever_is_known_of_their_threads(store: Store) {
        let world = World::new(store).await;
        let mut inmail = thread("2-inmail", 1, 0);
        inmail.kind = ThreadKind::Inmail;
        world.observe(inmail, Vec::new()).await;
        let to_john = message("one");
        let first = world.app.keep_message(&world.caller, to_john).await.unwrap();
        assert_eq!(first.send.report.thread_key.as_deref(), Some("2-inmail"));
        world.observe(thread("2-john", 2, 0), Vec::new()).await;
        let second = world.app.keep_message(&world.caller, message("two")).await.unwrap();
        assert_eq!(second.send.report.thread_key.as_deref(), Some("2-john"));
        let third = world.app.keep_message(&world.caller, into("2-john", "three")).await.unwrap();
        let mut group = thread("2-group", 3, 0);
        group.participants.push(member("ACoAAmary", "Mary Major"));
        world.observe(group, Vec::new()).await;
        let to_all = world.app.keep_message(&world.caller, into("2-group", "four")).await.unwrap();
        // All but one have left it.
        let mut left = thread("2-left", 4, 0);
        left.kind = ThreadKind::Group;
        world.observe(left, Vec::new()).await;
        let to_left = world.app.keep_message(&world.caller, into("2-left", "five")).await.unwrap();
        assert_eq!(to_left.send.report.recipient_key.as_deref(), Some(JOHN));
        let lanes = [(&first, JOHN), (&second, JOHN), (&third, JOHN), (&to_all, "2-group"), (&to_left, "2-left")];
        for (kept, lane) in lanes {
            assert_eq!(lane_of(&world, id(kept)).await, lane);
        }
    }
}
