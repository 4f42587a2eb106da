//! What is deleted when its time is over.

use std::time::Duration;

use domain::event::EventKind;
use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use engine::retention::Keep;
use store::workspaces::{self, Workspace};
use store::{NewEvent, Store, events, keeping};
use tokio::sync::watch;

const WORKSPACES: [WorkspaceId; 2] = [
    WorkspaceId::from_bytes([1; 16]),
    WorkspaceId::from_bytes([2; 16]),
];

/// Whatever is over is old.
const NOTHING: Keep = Keep {
    events: Duration::ZERO,
    deliveries: Duration::ZERO,
};

async fn append(store: &Store, workspace_id: WorkspaceId, instants: std::ops::Range<i64>) {
    let write = store.write(move |tx| {
        for at in instants.clone() {
            tx.emit(NewEvent {
                workspace_id,
                kind: EventKind::QuotaReopened,
                account_id: None,
                subject: None,
                at: Timestamp::from_micros(at),
                body: "{}".to_owned(),
            });
        }
        Ok(())
    });
    write.await.expect("the store answers");
}

async fn bounds(store: &Store, workspace_id: WorkspaceId) -> (i64, i64) {
    let read = store.read(move |tx| events::bounds(tx, workspace_id));
    let bounds = read.await.expect("the store answers");
    (bounds.oldest, bounds.newest)
}

testkit::on_both_engines! {
    async fn what_is_said_of_messages_does_not_outlive_them(store: Store) {
        let workspace = Workspace {
            workspace_id: WORKSPACES[0],
            name: "a workspace".to_owned(),
            seed: 1,
            key_check: None,
            created_at: Timestamp::default(),
        };
        let write = store.write(move |tx| workspaces::insert(tx, &workspace));
        write.await.expect("the store answers");
        let day = 86_400_000_000;
        append(&store, WORKSPACES[0], 10 * day..10 * day + 5).await;
        append(&store, WORKSPACES[0], 20 * day..20 * day + 5).await;
        let long = Duration::from_hours(24 * 1_000);
        let keep = Keep { events: long, deliveries: long };
        let now = Timestamp::from_micros(25 * day);
        let (_stop, stopped) = watch::channel(false);
        engine::retention::sweep(&store, keep, now, &stopped).await.expect("the store answers");
        assert_eq!(bounds(&store, WORKSPACES[0]).await, (1, 10));
        let write = store.write(|tx| keeping::update_days(tx, WORKSPACES[0], Some(7)));
        write.await.expect("the store answers");
        engine::retention::sweep(&store, keep, now, &stopped).await.expect("the store answers");
        assert_eq!(bounds(&store, WORKSPACES[0]).await, (6, 10));
    }

    async fn events_are_deleted_when_their_time_is_over(store: Store) {
        for workspace_id in WORKSPACES {
            let workspace = Workspace {
                workspace_id,
                name: "a workspace".to_owned(),
                seed: 1,
                key_check: None,
                created_at: Timestamp::default(),
            };
            let write = store.write(move |tx| workspaces::insert(tx, &workspace));
            write.await.expect("the store answers");
        }
        // More than one step deletes.
        append(&store, WORKSPACES[0], 0..1_300).await;
        append(&store, WORKSPACES[1], 1_190..1_220).await;
        let (_stop, stopped) = watch::channel(false);
        engine::retention::sweep(&store, NOTHING, Timestamp::from_micros(1_200), &stopped).await.expect("the store answers");
        assert_eq!(bounds(&store, WORKSPACES[0]).await, (1_201, 1_300));
        assert_eq!(bounds(&store, WORKSPACES[1]).await, (11, 30));
        let (_stop, stopped) = watch::channel(true);
        engine::retention::sweep(&store, NOTHING, Timestamp::from_micros(1_300), &stopped).await.expect("the store answers");
        assert_eq!(bounds(&store, WORKSPACES[0]).await, (1_201, 1_300));
    }
}
