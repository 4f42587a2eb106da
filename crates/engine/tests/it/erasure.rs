//! An erasure that was begun is worked off to its end.

use domain::ids::{AccountId, ErasureId, WorkspaceId};
use domain::network::{CapabilityClass, Member, NetworkMessage, Thread, ThreadKind};
use domain::policy::Policy;
use domain::time::Timestamp;
use store::accounts::{self, AccountStatus, BackfillState, Link, NewAccount};
use store::workspaces::{self, Workspace};
use store::{Store, account_erasures, erasures, events, ingest, messages, people};

const WORKSPACE: WorkspaceId = WorkspaceId::from_bytes([1; 16]);
const ERASURE: ErasureId = ErasureId::from_bytes([9; 16]);
const ERIN: &str = "ACoAAerin";

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(second * 1_000)
}

fn member(key: &str) -> Member {
    Member {
        member_key: key.to_owned(),
        member_number: None,
        slug: None,
        first_name: "Erin".to_owned(),
        last_name: "Example".to_owned(),
        headline: "Engineer".to_owned(),
        picture: None,
        badge: None,
        degree: Some(1),
    }
}

fn account() -> NewAccount {
    NewAccount {
        workspace_id: WORKSPACE,
        account_id: AccountId::from_bytes([1; 16]),
        network: "sandbox".to_owned(),
        is_read_only: false,
        link: Link {
            address: "http://127.0.0.1:1".to_owned(),
            member: member("ACoAAowner"),
            status: AccountStatus::Available,
            is_premium: false,
            plan: None,
            credentials: None,
            capability_class: CapabilityClass::B,
        },
        policy: serde_json::to_string(&Policy::guide()).expect("a policy is JSON"),
        backfill_state: BackfillState::Done,
        linked_at: at(0),
    }
}

fn message(second: i64) -> NetworkMessage {
    NetworkMessage {
        message_key: format!("2-m{second}"),
        thread_key: "2-erin".to_owned(),
        sender_key: ERIN.to_owned(),
        sent_at: at(second),
        text: "hello".to_owned(),
        subject: None,
        token: None,
        reply_to: None,
        attachments: Vec::new(),
        reactions: Vec::new(),
        delivered_at: None,
        seen_at: None,
        edited_at: None,
    }
}

/// A workspace that knows Erin, and has begun to forget her.
async fn begun(store: &Store) {
    let write = store.write(|tx| {
        let workspace = Workspace {
            workspace_id: WORKSPACE,
            name: "a workspace".to_owned(),
            seed: 1,
            key_check: None,
            created_at: at(0),
        };
        workspaces::insert(tx, &workspace)?;
        let account = accounts::insert(tx, &account())?;
        let thread = Thread {
            thread_key: "2-erin".to_owned(),
            kind: ThreadKind::Direct,
            title: None,
            participants: vec![member(ERIN)],
            created_at: at(0),
            last_activity_at: at(99),
            last_read_at: None,
            unread_count: 1,
            mailbox: None,
        };
        let page: Vec<NetworkMessage> = (0..100).map(message).collect();
        for page in page.chunks(32) {
            ingest::observe(tx, &account, &thread, page, at(100))?;
        }
        let erin = people::find_by_member_key(tx, WORKSPACE, "sandbox", ERIN)?;
        let erin = erin.ok_or(store::StoreError::NotFound)?;
        let begun = erasures::begin(tx, WORKSPACE, (ERASURE, &erin), &[7; 32], at(101))?;
        assert!(begun.is_some());
        Ok(())
    });
    write.await.expect("the store answers");
}

testkit::on_both_engines! {
    async fn an_erasure_is_worked_off_and_told(store: Store) {
        begun(&store).await;
        assert!(!engine::erasure::work_off(&store, at(50)).await.goes_on(), "it is not due yet");
        while engine::erasure::work_off(&store, at(102)).await.goes_on() {}
        let read = store.read(|tx| {
            let done = erasures::find(tx, WORKSPACE, ERASURE)?;
            let newest = messages::Sent::NEWEST;
            let left = messages::list_places(tx, WORKSPACE, newest, Timestamp::MIN, 10)?.len();
            let told = events::list(tx, WORKSPACE, 0, 1_000)?.events;
            Ok((done, left, told))
        });
        let (done, left, told) = read.await.expect("the store answers");
        let done = done.expect("it is kept");
        assert_eq!((done.messages, done.conversations, left), (100, 1, 0));
        assert!(done.finished_at.is_some());
        let last = told.last().expect("something happened");
        assert_eq!(last.kind, domain::event::EventKind::PersonErased);
        assert_eq!(last.subject, Some(done.person_id.to_string()));
    }

    async fn what_an_account_left_behind_is_worked_off_and_told(store: Store) {
        begun(&store).await;
        let account_id = AccountId::from_bytes([1; 16]);
        let asked = store.write(move |tx| {
            let account = accounts::get(tx, WORKSPACE, account_id)?;
            accounts::update_unlinked(tx, WORKSPACE, account_id, at(101))?;
            account_erasures::begin(tx, &account, at(101))
        });
        asked.await.expect("the store answers");
        let work_off = async |second| engine::erasure::work_off_accounts(&store, at(second)).await;
        assert!(!work_off(100).await.goes_on(), "it is not due yet");
        while work_off(102).await.goes_on() {}
        let read = store.read(|tx| {
            let newest = messages::Sent::NEWEST;
            let left = messages::list_places(tx, WORKSPACE, newest, Timestamp::MIN, 10)?.len();
            let told = events::list(tx, WORKSPACE, 0, 1_000)?.events;
            Ok((left, told))
        });
        let (left, told) = read.await.expect("the store answers");
        assert_eq!(left, 0);
        let last = told.last().expect("something happened");
        assert_eq!(last.kind, domain::event::EventKind::AccountErased);
        assert_eq!(last.account_id, Some(account_id));
    }
}
