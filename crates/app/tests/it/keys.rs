//! Making, proving, rotating and revoking keys.

use std::time::Duration;

use app::keys::{CreateKey, CreatedKey};
use app::{App, AppError, Caller, Refusal, Scope};
use domain::error_code::ErrorCode;
use store::api_keys;

use crate::world::{World, at, refusal};

async fn create(world: &World, name: &str, scopes: &[Scope]) -> CreatedKey {
    let command = CreateKey {
        name: name.into(),
        scopes: scopes.to_vec(),
        expires_at: None,
    };
    let workspace_id = world.caller.workspace_id;
    world.app.create_key(workspace_id, command).await.unwrap()
}

async fn prove(app: &App, key: &str) -> Result<Caller, AppError> {
    app.authenticate(Some(&format!("Bearer {key}"))).await
}

async fn is_refused(app: &App, key: &str) -> bool {
    prove(app, key).await.is_err()
}

testkit::on_both_engines! {
    async fn a_new_key_proves_its_holder(store: Store) {
        let world = World::new(store).await;
        let made = create(&world, "crm", &[Scope::Read, Scope::Write]).await;
        let caller = prove(&world.app, &made.key.reveal()).await.unwrap();
        assert_eq!(caller.workspace_id, world.caller.workspace_id);
        assert_eq!(caller.api_key_id, made.view.api_key_id);
        assert!(caller.may(Scope::Write) && !caller.may(Scope::Admin));
        // HTTP does not care how the scheme is written.
        let header = format!("bEARER   {}", made.key.reveal());
        assert!(world.app.authenticate(Some(&header)).await.is_ok());
    }

    async fn whatever_is_wrong_is_refused_in_the_same_words(store: Store) {
        let world = World::new(store).await;
        let valid = create(&world, "crm", &[Scope::Read]).await.key.reveal();
        let revoked = create(&world, "old", &[Scope::Read]).await;
        world.app.revoke_key(world.caller.workspace_id, revoked.view.api_key_id).await.unwrap();
        let expired = CreateKey { name: "brief".into(), scopes: vec![Scope::Read], expires_at: Some(world.app.now()) };
        let expired = world.app.create_key(world.caller.workspace_id, expired).await.unwrap();
        // Another store with the same ids, but other secrets.
        let (stranger, _) = world.stranger().await;
        let foreign = CreateKey { name: "foreign".into(), scopes: vec![Scope::Read], expires_at: None };
        let foreign = world.app.create_key(stranger.workspace_id, foreign).await.unwrap();
        let own = domain::api_key::ApiKey::parse(&valid).unwrap();
        let guessed = domain::api_key::ApiKey::mint(
            own.workspace_id,
            own.api_key_id,
            &domain::entropy::SeededEntropy::new(99),
        );
        let moved = domain::api_key::ApiKey::mint(
            own.workspace_id,
            foreign.view.api_key_id,
            &domain::entropy::SeededEntropy::new(99),
        );
        let bearer = |key: &str| Some(format!("Bearer {key}"));
        let headers = [
            None,
            Some(String::new()),
            Some(valid.clone()),
            Some(format!("Basic {valid}")),
            bearer("liaison_nonsense"),
            bearer(&format!("{valid}{valid}")),
            bearer(&revoked.key.reveal()),
            bearer(&expired.key.reveal()),
            bearer(&guessed.reveal()),
            bearer(&moved.reveal()),
        ];
        let mut seen: Vec<Refusal> = Vec::new();
        for header in &headers {
            seen.push(refusal(world.app.authenticate(header.as_deref()).await));
        }
        assert_eq!(seen[0].code, ErrorCode::Unauthorized);
        assert!(seen.iter().all(|refusal| *refusal == seen[0]), "{seen:?}");
        assert!(prove(&world.app, &valid).await.is_ok());
    }

    async fn rotation_overlaps_and_then_ends_the_old_key(store: Store) {
        let world = World::new(store).await;
        let workspace_id = world.caller.workspace_id;
        let old = create(&world, "crm", &[Scope::Read]).await;
        let new = world.app.rotate_key(workspace_id, old.view.api_key_id, Duration::from_hours(1)).await.unwrap();
        assert_eq!((new.view.name.as_str(), &new.view.scopes), ("crm", &vec![Scope::Read]));
        let (old_text, new_text) = (old.key.reveal(), new.key.reveal());
        assert!(prove(&world.app, &old_text).await.is_ok());
        assert!(prove(&world.app, &new_text).await.is_ok());
        let again = world.app.rotate_key(workspace_id, old.view.api_key_id, Duration::ZERO).await;
        assert_eq!(refusal(again).code, ErrorCode::ApiKeyEnded);
        world.clock.set(world.app.now().plus(Duration::from_hours(1)));
        assert!(is_refused(&world.app, &old_text).await);
        assert!(prove(&world.app, &new_text).await.is_ok());
    }

    async fn a_revocation_elsewhere_is_noticed_within_a_second(store: Store) {
        let world = World::new(store.clone()).await;
        let made = create(&world, "crm", &[Scope::Read]).await;
        let text = made.key.reveal();
        assert!(prove(&world.app, &text).await.is_ok());
        let (workspace_id, id, now) = (world.caller.workspace_id, made.view.api_key_id, world.app.now());
        store.write(move |tx| api_keys::update_revoked(tx, workspace_id, id, now)).await.unwrap();
        world.clock.set(now.plus(Duration::from_secs(1)));
        assert!(is_refused(&world.app, &text).await);
    }

    async fn a_busy_caller_costs_no_reads(store: Store) {
        let world = World::new(store.clone()).await;
        let text = create(&world, "crm", &[Scope::Read]).await.key.reveal();
        prove(&world.app, &text).await.unwrap();
        let before = store.counters().reads();
        for _ in 0..50 {
            prove(&world.app, &text).await.unwrap();
        }
        // What is no key by its form never gets there either.
        for wrong in ["liaison_", &text[1..], &text.to_uppercase()] {
            assert!(is_refused(&world.app, wrong).await);
        }
        assert_eq!(store.counters().reads(), before);
    }

    async fn uses_are_written_down_off_the_path_once_a_minute(store: Store) {
        let world = World::new(store).await;
        let workspace_id = world.caller.workspace_id;
        let text = create(&world, "crm", &[Scope::Read]).await.key.reveal();
        let last_used = || async { world.app.list_keys(workspace_id).await.unwrap()[0].last_used_at };
        let first = world.app.now();
        prove(&world.app, &text).await.unwrap();
        assert_eq!(last_used().await, None);
        world.app.note_key_uses().await.unwrap();
        assert_eq!(last_used().await, Some(first));
        for (seconds, expected) in [(30, first), (60, first.plus(Duration::from_mins(1)))] {
            world.clock.set(first.plus(Duration::from_secs(seconds)));
            prove(&world.app, &text).await.unwrap();
            world.app.note_key_uses().await.unwrap();
            assert_eq!(last_used().await, Some(expected), "{seconds}");
        }
    }

    async fn keys_are_listed_without_secrets_and_revoked_twice(store: Store) {
        let world = World::new(store).await;
        let workspace_id = world.caller.workspace_id;
        let made = create(&world, "crm", &[Scope::Admin]).await;
        let id = made.view.api_key_id;
        let once = world.app.revoke_key(workspace_id, id).await.unwrap();
        world.clock.set(at(200_000));
        let twice = world.app.revoke_key(workspace_id, id).await.unwrap();
        assert_eq!(once.revoked_at, twice.revoked_at);
        assert!(!twice.is_valid);
        let (stranger, _) = world.stranger().await;
        let foreign = world.app.revoke_key(stranger.workspace_id, id).await;
        assert_eq!(refusal(foreign).code, ErrorCode::ApiKeyNotFound);
        assert_eq!(world.app.list_keys(stranger.workspace_id).await.unwrap(), []);
    }

    async fn a_key_needs_a_name_and_a_scope(store: Store) {
        let world = World::new(store).await;
        let long = "x".repeat(101);
        let samples = [("", vec![Scope::Read]), ("  ", vec![Scope::Read]), ("a\n", vec![Scope::Read]), (long.as_str(), vec![Scope::Read]), ("crm", vec![])];
        for (name, scopes) in samples {
            let command = CreateKey { name: name.into(), scopes, expires_at: None };
            let refused = world.app.create_key(world.caller.workspace_id, command).await;
            assert_eq!(refusal(refused).code, ErrorCode::ValidationError, "{name:?}");
        }
    }
}
