//! Tries of people to link a seat, on both engines.

use domain::ids::{AccountId, ApiKeyId, LinkSessionId, WorkspaceId};
use domain::link_session::{LinkFailure, LinkState};
use domain::time::Timestamp;
use store::link_sessions::{self, Ending, LinkSession, Subject};
use store::{Store, api_keys};

use crate::audit::create;
use crate::tenants::key;

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(1_763_378_062_000 + second * 1_000)
}

fn session(workspace_id: WorkspaceId, number: u8) -> LinkSession {
    LinkSession {
        workspace_id,
        link_session_id: LinkSessionId::from_bytes([number; 16]),
        network: "sandbox".into(),
        address: "http://127.0.0.1:8788".into(),
        client_id: "liaison-local".into(),
        account_id: None,
        state: LinkState::Pending,
        failure: None,
        linked_id: None,
        browser: None,
        redirect_uri: None,
        tries: 0,
        settled: 0,
        claimed_until: None,
        created_by: Some(ApiKeyId::from_bytes([number; 16])),
        user_id: None,
        created_at: at(0),
        expires_at: at(900),
        ended_at: None,
    }
}

async fn add(store: &Store, session: LinkSession) -> Subject {
    let subject = (session.workspace_id, session.link_session_id);
    let added = store.write(move |tx| link_sessions::insert(tx, &session));
    added.await.unwrap();
    subject
}

async fn found(store: &Store, subject: Subject) -> LinkSession {
    let read = store.read(move |tx| link_sessions::find(tx, subject));
    read.await.unwrap().unwrap()
}

async fn claim(store: &Store, subject: Subject, attempt: i64, second: i64) -> bool {
    let claimed = store
        .write(move |tx| link_sessions::claim(tx, subject, attempt, at(second), at(second + 60)));
    claimed.await.unwrap()
}

async fn end(store: &Store, subject: Subject, ending: Ending, attempt: Option<i64>) -> bool {
    let ended = store.write(move |tx| link_sessions::end(tx, subject, ending, attempt, at(30)));
    ended.await.unwrap()
}

testkit::on_both_engines! {
    async fn a_session_comes_back_as_it_was_and_expires_by_itself(store: Store) {
        let (one, two) = (create(&store, 1).await, create(&store, 2).await);
        let wanted = LinkSession { account_id: Some(AccountId::from_bytes([5; 16])), ..session(one, 1) };
        let subject = add(&store, wanted.clone()).await;
        assert_eq!(found(&store, subject).await, wanted);
        assert_eq!(wanted.state(at(899)), LinkState::Pending);
        assert_eq!(wanted.state(at(900)), LinkState::Expired);
        let foreign = store.read(move |tx| link_sessions::find(tx, (two, subject.1)));
        assert_eq!(foreign.await.unwrap(), None);
    }

    async fn each_way_is_settled_once_and_one_at_a_time(store: Store) {
        let workspace_id = create(&store, 1).await;
        let subject = add(&store, session(workspace_id, 1)).await;
        assert!(claim(&store, subject, 2, 0).await);
        assert!(!claim(&store, subject, 3, 59).await, "the second way is being settled");
        assert!(!claim(&store, subject, 2, 61).await, "each once");
        assert!(!claim(&store, subject, 1, 61).await, "an older one is over");
        assert!(claim(&store, subject, 3, 61).await);
        store.write(move |tx| link_sessions::release(tx, subject, 2)).await.unwrap();
        assert!(!claim(&store, subject, 4, 62).await, "the third is still being settled");
        store.write(move |tx| link_sessions::release(tx, subject, 3)).await.unwrap();
        assert!(claim(&store, subject, 4, 62).await);
        assert!(!claim(&store, subject, 5, 901).await, "the session is over");
    }

    async fn a_session_ends_once(store: Store) {
        let workspace_id = create(&store, 1).await;
        let account_id = AccountId::from_bytes([9; 16]);
        let subject = add(&store, session(workspace_id, 1)).await;
        let completed = Ending::Completed(account_id);
        assert!(!end(&store, subject, completed, Some(1)).await, "nobody settles it");
        assert!(claim(&store, subject, 1, 0).await);
        assert!(!end(&store, subject, completed, Some(2)).await, "somebody else settles it");
        assert!(end(&store, subject, completed, Some(1)).await);
        for ending in [Ending::Cancelled, Ending::Failed(LinkFailure::Denied), completed] {
            assert!(!end(&store, subject, ending, None).await);
        }
        let ended = found(&store, subject).await;
        assert_eq!((ended.state, ended.linked_id, ended.ended_at), (LinkState::Completed, Some(account_id), Some(at(30))));
        assert!(!claim(&store, subject, 2, 40).await);
        let failed = add(&store, session(workspace_id, 2)).await;
        assert!(end(&store, failed, Ending::Failed(LinkFailure::OtherMember), None).await);
        let failed = found(&store, failed).await;
        assert_eq!((failed.state, failed.failure), (LinkState::Failed, Some(LinkFailure::OtherMember)));
    }

    async fn beginning_counts_and_keeps_the_browser(store: Store) {
        let workspace_id = create(&store, 1).await;
        let subject = add(&store, session(workspace_id, 1)).await;
        for tries in 1..=2 {
            store
                .write(move |tx| link_sessions::update_begun(tx, subject, &[7; 32], "http://localhost/back"))
                .await
                .unwrap();
            let begun = found(&store, subject).await;
            assert_eq!((begun.tries, begun.browser), (tries, Some(vec![7; 32])));
            assert_eq!(begun.redirect_uri.as_deref(), Some("http://localhost/back"));
        }
    }

    async fn open_ones_are_counted_and_old_ones_deleted(store: Store) {
        let workspace_id = create(&store, 1).await;
        for number in 1..=4 {
            let early = LinkSession {
                created_at: at(i64::from(number)), expires_at: at(100 * i64::from(number)),
                ..session(workspace_id, number)
            };
            add(&store, early).await;
        }
        let count = async |second: i64, limit: u32| {
            store.read(move |tx| link_sessions::count_open(tx, workspace_id, at(second), limit)).await.unwrap()
        };
        assert_eq!((count(0, 9).await, count(0, 2).await, count(200, 9).await), (4, 2, 2));
        // What was begun with a key ends with it, and takes no room.
        let revoked = store.write(move |tx| {
            let key = key(workspace_id, 4);
            api_keys::insert(tx, &key)?;
            api_keys::update_revoked(tx, workspace_id, key.api_key_id, at(1))
        });
        assert!(revoked.await.unwrap());
        assert_eq!(count(0, 9).await, 3);
        let delete = async |second: i64| {
            store.write(move |tx| link_sessions::delete_old(tx, workspace_id, at(second), 2)).await.unwrap()
        };
        assert_eq!((delete(4).await, delete(4).await, delete(4).await), (2, 1, 0));
        assert_eq!(count(0, 9).await, 0);
    }
}
