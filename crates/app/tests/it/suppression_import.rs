//! Many people put on the do-not-contact list at once.

use app::suppressions::{ImportFormat, ImportSuppressions, RowOutcome, RowVerdict};
use app::{AppError, Caller};
use domain::error_code::ErrorCode;
use domain::suppression::SuppressionState::{Paused, Suppressed};
use store::{Store, events};

use crate::world::{JOHN, World, refusal, thread};

async fn world(store: Store) -> World {
    let world = World::new(store).await;
    world.observe(thread("2-john", 1, 0), Vec::new()).await;
    world
}

fn csv(text: &str) -> ImportSuppressions {
    ImportSuppressions {
        account: None,
        format: ImportFormat::Csv,
        bytes: text.as_bytes().to_vec(),
    }
}

async fn import(world: &World, text: &str) -> Vec<RowVerdict> {
    let verdicts = world.app.import_suppressions(&world.caller, csv(text));
    verdicts.await.unwrap()
}

/// Line, outcome, and the member or the code of the refusal.
fn told(verdicts: &[RowVerdict]) -> Vec<(u64, &'static str, String)> {
    let told = verdicts.iter().map(|verdict| match &verdict.outcome {
        RowOutcome::Listed(standing) => (verdict.line, "listed", standing.member_key.clone()),
        RowOutcome::Unchanged(standing) => (verdict.line, "unchanged", standing.member_key.clone()),
        RowOutcome::Refused(refusal) => (verdict.line, "refused", refusal.code.word().to_owned()),
    });
    told.collect()
}

async fn events(world: &World) -> Vec<(String, Option<String>)> {
    let workspace_id = world.caller.workspace_id;
    let read = world
        .store
        .read(move |tx| events::list(tx, workspace_id, 0, 1_000));
    let events = read.await.unwrap().events.into_iter();
    let people = events.filter(|event| event.kind.word().starts_with("person."));
    people
        .map(|event| (event.kind.word().to_owned(), event.subject))
        .collect()
}

testkit::on_both_engines! {
    async fn each_row_has_its_verdict_and_each_change_its_event(store: Store) {
        let world = world(store).await;
        let file = "person,state,note\n\
            https://www.linkedin.com/in/john-doe,paused,by phone\n\
            ACoAAstranger,,\n\
            no such form!,,\n\
            nobody-knows,,\n\
            somebody-else,,\n\
            urn:li:fsd_profile:ACoAAjohn,suppressed,in writing\n\
            ,,\n";
        let verdicts = import(&world, file).await;
        let expected = |listed: &'static str| {
            [
                (2, listed, JOHN.to_owned()),
                (3, listed, "ACoAAstranger".to_owned()),
                (4, "refused", "validation_error".to_owned()),
                // The network is down, and not asked again for the next.
                (5, "refused", "account_held".to_owned()),
                (6, "refused", "account_held".to_owned()),
                (7, listed, JOHN.to_owned()),
                (8, "refused", "validation_error".to_owned()),
            ]
        };
        assert_eq!(told(&verdicts), expected("listed"));
        assert_eq!(verdicts[0].person, "https://www.linkedin.com/in/john-doe");
        let page = world.app.list_suppressions(&world.caller, None, 10).await.unwrap();
        let listed: Vec<_> = page.suppressions.iter().map(|entry| (entry.member_key.as_str(), entry.state)).collect();
        assert_eq!(listed, [(JOHN, Suppressed), ("ACoAAstranger", Suppressed)]);
        assert_eq!(page.suppressions[0].note.as_deref(), Some("in writing"));
        assert_eq!(page.suppressions[0].created_by, Some(world.caller.api_key_id));
        let expected_events = [
            ("person.paused".to_owned(), Some(JOHN.to_owned())),
            ("person.suppressed".to_owned(), Some("ACoAAstranger".to_owned())),
            ("person.suppressed".to_owned(), Some(JOHN.to_owned())),
        ];
        assert_eq!(events(&world).await, expected_events);
        // Again: nothing changes, and nothing is announced.
        assert_eq!(told(&import(&world, file).await), expected("unchanged"));
        assert_eq!(events(&world).await, expected_events);
    }

    async fn a_long_list_is_kept_part_by_part(store: Store) {
        let world = world(store).await;
        let rows: Vec<String> = (0..500).map(|number| format!("{{\"person\": \"ACoAAperson{number:03}\"}}")).collect();
        let command = ImportSuppressions {
            format: ImportFormat::JsonLines,
            bytes: rows.join("\n").into_bytes(),
            ..csv("")
        };
        let operator = Caller::operator(world.caller.workspace_id);
        let verdicts = world.app.import_suppressions(&operator, command).await.unwrap();
        assert!(verdicts.iter().all(|verdict| matches!(verdict.outcome, RowOutcome::Listed(_))));
        assert_eq!(verdicts.iter().map(|verdict| verdict.line).collect::<Vec<_>>(), (1..=500).collect::<Vec<_>>());
        let page = world.app.list_suppressions(&operator, None, 1_000).await.unwrap();
        assert_eq!(page.suppressions.len(), 500);
        assert!(page.suppressions.iter().all(|entry| entry.created_by.is_none()));
        assert_eq!(events(&world).await.len(), 500);
    }

    async fn what_is_refused_whole_changes_nothing(store: Store) {
        let world = world(store).await;
        let answer = world.app.import_suppressions(&world.caller, csv("who\njohn-doe\n")).await;
        assert_eq!(refusal(answer).code, ErrorCode::ValidationError);
        let command = ImportSuppressions { account: Some("acc_x".into()), ..csv("person\njohn-doe\n") };
        let answer = world.app.import_suppressions(&world.caller, command).await;
        assert!(matches!(&answer, Err(AppError::Refused(refused)) if refused.code == ErrorCode::AccountNotFound));
        assert_eq!(events(&world).await, []);
        assert_eq!(told(&import(&world, "person,state\njohn-doe,paused\n").await), [(2, "listed", JOHN.to_owned())]);
        let page = world.app.list_suppressions(&world.caller, None, 10).await.unwrap();
        assert_eq!(page.suppressions[0].state, Paused);
    }
}
