//! Templates and their versions.

use domain::ids::{TemplateId, WorkspaceId};
use domain::limits::TEMPLATE_VERSIONS_MAX;
use domain::time::Timestamp;
use store::templates::{self, Filter, TemplateSettings};
use store::{Store, StoreError};

use crate::transactions::create_workspaces;

const OURS: WorkspaceId = WorkspaceId::from_bytes([1; 16]);
const NOW: Timestamp = Timestamp::from_millis(1_763_378_062_881);

const fn id(number: u8) -> TemplateId {
    TemplateId::from_bytes([number; 16])
}

fn saying(name: &str, text: &str) -> TemplateSettings {
    TemplateSettings {
        name: name.to_owned(),
        text: text.to_owned(),
        language: None,
        tags: vec!["a".to_owned(), "b".to_owned()],
        fallbacks: serde_json::from_str(r#"{"first_name":"there"}"#).unwrap(),
    }
}

async fn insert(store: &Store, number: u8, settings: TemplateSettings) -> bool {
    let written = store.write(move |tx| templates::insert(tx, (OURS, id(number)), &settings, NOW));
    written.await.unwrap()
}

async fn change(store: &Store, number: u8, settings: TemplateSettings) -> Result<(), StoreError> {
    let written = store.write(move |tx| {
        let stands = templates::lock(tx, OURS, id(number))?.unwrap();
        templates::update(tx, &stands, &settings, NOW)
    });
    written.await
}

testkit::on_both_engines! {
    async fn a_name_is_taken_once(store: Store) {
        create_workspaces(&store).await;
        assert!(insert(&store, 1, saying("one", "x")).await);
        assert!(!insert(&store, 2, saying("one", "y")).await);
        assert!(insert(&store, 2, saying("two", "y")).await);
        let taken = change(&store, 2, saying("one", "y")).await;
        assert!(matches!(taken, Err(StoreError::Constraint(_))), "{taken:?}");
    }

    async fn versions_count_what_it_says_and_the_oldest_go(store: Store) {
        create_workspaces(&store).await;
        insert(&store, 1, saying("one", "0")).await;
        change(&store, 1, saying("renamed", "0")).await.unwrap();
        let read = store.read(|tx| templates::find(tx, OURS, id(1)));
        let found = read.await.unwrap().unwrap();
        assert_eq!((found.version, found.revision, found.settings), (1, 2, saying("renamed", "0")));
        for number in 1..=TEMPLATE_VERSIONS_MAX {
            change(&store, 1, saying("renamed", &number.to_string())).await.unwrap();
        }
        let read = store.read(|tx| {
            let first = templates::find_version(tx, OURS, id(1), 1)?;
            let second = templates::find_version(tx, OURS, id(1), 2)?;
            Ok((first, second.map(|version| version.text)))
        });
        assert_eq!(read.await.unwrap(), (None, Some("1".to_owned())));
    }

    async fn what_is_deleted_is_gone_with_its_versions(store: Store) {
        create_workspaces(&store).await;
        insert(&store, 1, saying("one", "x")).await;
        let written = store.write(|tx| {
            let stands = templates::lock(tx, OURS, id(1))?.unwrap();
            templates::delete(tx, &stands, NOW)
        });
        written.await.unwrap();
        assert!(insert(&store, 1, saying("one", "x")).await);
        let filter = Filter { tag: Some("b".to_owned()) };
        let all = TemplateId::from_bytes([0xff; 16]);
        let read = store.read(move |tx| templates::list(tx, OURS, &filter, all, 10));
        assert_eq!(read.await.unwrap().len(), 1);
    }
}
