//! The do-not-contact list and what the event log keeps of it.

use domain::ids::{ApiKeyId, WorkspaceId};
use domain::suppression::SuppressionState::{self, Paused, Suppressed};
use domain::time::Timestamp;
use store::suppressions::{self, Suppression};
use store::workspaces::{self, Workspace};
use store::{Store, params};

const NETWORK: &str = "sandbox";
const KEY: &str = "ACoAAjohn";

fn workspace_id() -> WorkspaceId {
    WorkspaceId::from_bytes([1; 16])
}

fn suppression(state: SuppressionState, member_key: &str) -> Suppression {
    Suppression {
        workspace_id: workspace_id(),
        network: NETWORK.into(),
        member_key: member_key.into(),
        state,
        note: Some("by phone".into()),
        created_by: None,
        created_at: Timestamp::from_millis(5),
    }
}

async fn create(store: &Store) {
    let workspace = Workspace {
        workspace_id: workspace_id(),
        name: "Test".into(),
        seed: 1,
        key_check: None,
        created_at: Timestamp::default(),
    };
    store
        .write(move |tx| workspaces::insert(tx, &workspace))
        .await
        .unwrap();
}

async fn raise(store: &Store, state: SuppressionState) -> bool {
    let suppression = suppression(state, KEY);
    store
        .write(move |tx| suppressions::raise(tx, &suppression))
        .await
        .unwrap()
        .is_changed
}

async fn kinds(store: &Store) -> Vec<String> {
    let read = store.read(|tx| {
        tx.query(
            "SELECT kind FROM event WHERE workspace_id = ?1 ORDER BY number",
            params![workspace_id()],
            |row| Ok(row.text(0)?.to_owned()),
        )
    });
    read.await.unwrap()
}

testkit::on_both_engines! {
    async fn a_no_is_raised_and_never_lowered_by_what_comes_later(store: Store) {
        create(&store).await;
        assert!(raise(&store, Paused).await);
        assert!(!raise(&store, Paused).await);
        assert!(raise(&store, Suppressed).await);
        assert!(!raise(&store, Paused).await);
        assert!(!raise(&store, Suppressed).await);
        let found = store.read(|tx| suppressions::find(tx, workspace_id(), NETWORK, KEY)).await.unwrap();
        assert_eq!(found, Some(suppression(Suppressed, KEY)));
        assert_eq!(kinds(&store).await, ["person.paused", "person.suppressed"]);
    }

    async fn taking_somebody_off_is_kept_with_who_did_it(store: Store) {
        create(&store).await;
        raise(&store, Suppressed).await;
        let by = ApiKeyId::from_bytes([9; 16]);
        let lifted = store.write(move |tx| {
            let known = suppressions::list_of(tx, workspace_id(), KEY)?;
            for suppression in &known {
                suppressions::lift(tx, suppression, Some(by), Timestamp::from_millis(9))?;
            }
            Ok(known.len() + suppressions::list_of(tx, workspace_id(), KEY)?.len())
        });
        assert_eq!(lifted.await.unwrap(), 1);
        assert_eq!(kinds(&store).await, ["person.suppressed", "person.unsuppressed"]);
        let body = store.read(|tx| {
            tx.query_one(
                "SELECT body FROM event WHERE workspace_id = ?1 AND number = 2",
                params![workspace_id()],
                |row| Ok(row.text(0)?.to_owned()),
            )
        });
        assert!(body.await.unwrap().contains(&by.to_string()));
    }

    async fn the_list_is_walked_in_the_order_of_its_keys(store: Store) {
        create(&store).await;
        let keys = ["b", "a", "C", "ß"];
        store
            .write(move |tx| {
                for key in keys {
                    suppressions::raise(tx, &suppression(Suppressed, key))?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let mut after = (String::new(), String::new());
        let mut walked = Vec::new();
        loop {
            let place = after.clone();
            let page = store.read(move |tx| {
                suppressions::list(tx, workspace_id(), (&place.0, &place.1), 1)
            });
            let Some(next) = page.await.unwrap().pop() else {
                break;
            };
            walked.push(next.member_key.clone());
            after = (next.network, next.member_key);
        }
        assert_eq!(walked, ["C", "a", "b", "ß"]);
    }
}
