//! Link sessions as a resource: begun, looked at, cancelled, bounded, and nobody else's.

use app::Scope;
use app::keys::NewKey;
use axum::http::{HeaderMap, Method};
use domain::access::KeyLimits;
use domain::api_key::ApiKey;
use domain::ids::{AccountId, LinkSessionId};
use domain::limits::LINK_SESSIONS_MAX;
use serde_json::{Value, json};

use super::{Browser, SESSIONS, Stage, assert_told};
use crate::world::World;

#[tokio::test]
async fn a_session_is_shown_with_its_address_once() {
    let stage = Stage::new().await;
    let call = stage
        .world
        .post(SESSIONS, &json!({}))
        .key(&stage.world.admin);
    let made = call.send().await;
    let id = made.json["id"].as_str().unwrap();
    assert_eq!(made.header("location"), format!("{SESSIONS}/{id}"));
    assert_eq!(made.json["status"], "pending");
    let shown = stage.world.get(&format!("{SESSIONS}/{id}")).send().await;
    assert!(shown.json.get("url").is_none());
    let tag = shown.header("etag").to_owned();
    let call = stage.world.get(&format!("{SESSIONS}/{id}"));
    let same = call.header("if-none-match", tag).send().await;
    assert_eq!(same.status, 304);
}

#[tokio::test]
async fn what_cannot_be_linked_is_refused_when_it_is_asked_for() {
    let stage = Stage::new().await;
    let own = stage.world.account.account_id.to_string();
    let imported = stage.world.link("ACoAAAimported", true).await.account_id;
    let (_, foreign) = stage.world.other_workspace().await;
    for (body, status, code) in [
        (json!({"network": "linkedin"}), 400, "validation_error"),
        (
            json!({"network": "linkedin", "account": own}),
            400,
            "validation_error",
        ),
        (
            json!({"account": imported.to_string()}),
            403,
            "account_read_only",
        ),
        (
            json!({"account": foreign.account_id.to_string()}),
            404,
            "account_not_found",
        ),
        (json!({"account": "acc_x"}), 404, "account_not_found"),
        (
            json!({"address": "http://evil.example"}),
            400,
            "validation_error",
        ),
        (
            json!({"redirect_uri": "http://evil.example"}),
            400,
            "validation_error",
        ),
    ] {
        let call = stage.world.post(SESSIONS, &body).key(&stage.world.admin);
        let answer = call.send().await;
        assert_eq!((answer.status, answer.code()), (status, code), "{body}");
    }
    let nowhere = World::new().await;
    let answer = nowhere
        .post(SESSIONS, &json!({}))
        .key(&nowhere.admin)
        .send()
        .await;
    assert_eq!((answer.status, answer.code()), (400, "validation_error"));
    assert!(
        answer.json["detail"]
            .as_str()
            .unwrap()
            .contains("[linking]")
    );
}

/// The address of a session opens neither page, and both say why.
async fn assert_over(person: &mut Browser<'_>, path: &str, words: &str) {
    for method in [Method::GET, Method::POST] {
        assert_told(&person.ask(method, path).await, 410, words);
    }
}

#[tokio::test]
async fn a_cancelled_or_expired_session_opens_nothing() {
    let stage = Stage::new().await;
    let (id, path) = stage.begin(json!({})).await;
    for _ in 0..2 {
        let answer = stage.cancel(&id).await;
        assert_eq!(
            (answer.status, &answer.json["status"]),
            (200, &json!("cancelled"))
        );
    }
    let mut person = Browser::of(&stage);
    assert_over(&mut person, &path, "cancelled").await;
    let (id, path) = stage.begin(json!({})).await;
    stage.outlive_sessions();
    assert_eq!(stage.session(&id).await["status"], "expired");
    assert_over(&mut person, &path, "too old").await;
    let answer = stage.cancel(&id).await;
    assert_eq!((answer.status, answer.code()), (409, "link_session_over"));
}

#[tokio::test]
async fn open_sessions_are_bounded_until_some_expire() {
    let stage = Stage::new().await;
    for _ in 0..LINK_SESSIONS_MAX {
        stage.begin(json!({})).await;
    }
    let call = stage
        .world
        .post(SESSIONS, &json!({}))
        .key(&stage.world.admin);
    let answer = call.send().await;
    assert_eq!(
        (answer.status, answer.code()),
        (409, "too_many_link_sessions")
    );
    stage.outlive_sessions();
    stage.begin(json!({})).await;
}

/// What a key is told that looks at a session and cancels it: status, headers and body of each.
async fn told_of(stage: &Stage, key: &str, id: &str) -> Vec<(u16, HeaderMap, Vec<u8>)> {
    let mut told = Vec::new();
    for (method, rest) in [(Method::GET, ""), (Method::POST, "/cancel")] {
        let call = stage.world.call(method, &format!("{SESSIONS}/{id}{rest}"));
        let mut answer = call.key(key).send().await;
        // How much may still be asked is less each time.
        answer.headers.remove("ratelimit");
        told.push((answer.status, answer.headers, answer.bytes));
    }
    told
}

#[tokio::test]
async fn a_session_of_others_is_as_absent_as_one_that_never_was() {
    let stage = Stage::new().await;
    let (id, _) = stage.begin(json!({})).await;
    let (workspace_id, _) = stage.world.other_workspace().await;
    let stranger = stage
        .world
        .key_for(workspace_id, &[Scope::Admin], None)
        .await;
    let absent = LinkSessionId::from_bytes([1; 16]).to_string();
    let foreign = told_of(&stage, &stranger, &id).await;
    for (status, _, body) in &foreign {
        assert_eq!(*status, 404);
        let body: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(body["code"], "link_session_not_found");
    }
    for other in [absent.as_str(), "lks_x", "acc_x", "%00"] {
        assert_eq!(told_of(&stage, &stranger, other).await, foreign, "{other}");
    }
    assert_eq!(stage.session(&id).await["status"], "pending");
    let call = stage.world.post(SESSIONS, &json!({}));
    assert_eq!(call.send().await.code(), "insufficient_scope");
}

/// A key that is limited to one account.
async fn limited_to(stage: &Stage, account_id: AccountId) -> String {
    let new = NewKey {
        name: "limited".to_owned(),
        scopes: vec![Scope::Admin],
        limits: KeyLimits {
            accounts: vec![account_id],
            ..KeyLimits::default()
        },
        user_id: None,
        expires_at: None,
    };
    let operator = app::Caller::operator(stage.world.workspace_id);
    let made = stage.world.app.create_api_key(&operator, new).await;
    made.unwrap().key.reveal()
}

#[tokio::test]
async fn a_key_that_is_limited_to_accounts_links_and_unlinks_no_other() {
    let stage = Stage::new().await;
    let world = &stage.world;
    let own = stage.link("free").await;
    let limited = limited_to(&stage, own.parse().unwrap()).await;
    let other = world.account.account_id.to_string();
    // Nothing new, nothing of another account.
    let begin = async |body: Value| {
        let answer = world.post(SESSIONS, &body).key(&limited).send().await;
        (answer.status, answer.code().to_owned(), answer.json)
    };
    let (status, code, _) = begin(json!({})).await;
    assert_eq!((status, code.as_str()), (403, "exceeds_own_rights"));
    let (status, code, _) = begin(json!({"account": other})).await;
    assert_eq!((status, code.as_str()), (404, "account_not_found"));
    assert_eq!(stage.unlink(&other, &limited).await.status, 404);
    // A try of others is as absent as one that never was.
    let (others, _) = stage.begin(json!({})).await;
    let absent = LinkSessionId::from_bytes([1; 16]).to_string();
    assert_eq!(
        told_of(&stage, &limited, &others).await,
        told_of(&stage, &limited, &absent).await
    );
    assert_eq!(stage.session(&others).await["status"], "pending");
    // Its own account is linked again, and unlinked.
    let (status, _, made) = begin(json!({"account": own})).await;
    assert_eq!(status, 201, "{made}");
    let shown = world.get(&format!("{SESSIONS}/{}", made["id"].as_str().unwrap()));
    assert_eq!(
        shown.key(&limited).send().await.json["relinks"],
        own.as_str()
    );
    assert_eq!(stage.unlink(&own, &limited).await.status, 204);
}

#[tokio::test]
async fn a_session_ends_with_the_key_that_asked_for_it() {
    let stage = Stage::new().await;
    let world = &stage.world;
    let key = world
        .key_for(world.workspace_id, &[Scope::Admin], None)
        .await;
    let (id, path) = stage.begin_by(&key, json!({})).await;
    let mut person = Browser::of(&stage);
    let back = person.decide(&path, "free", "allow").await;
    let key_id = ApiKey::parse(&key).unwrap().api_key_id;
    let revoked = world.app.revoke_key(world.workspace_id, key_id).await;
    revoked.unwrap();
    assert_eq!(stage.session(&id).await["status"], "cancelled");
    assert_eq!(person.open(&path).await.status, 410);
    assert_eq!(person.ask(Method::POST, &path).await.status, 410);
    assert_eq!(person.come_back(&back).await.status, 410);
    assert!(stage.linked().await.is_empty());
}

#[tokio::test]
async fn the_key_that_asked_answers_for_what_was_linked() {
    let stage = Stage::new().await;
    let account = stage.link("free").await;
    let gone = stage.unlink(&account, &stage.world.admin).await;
    assert_eq!(gone.status, 204);
    let address = format!("/v1/audit?subject={account}");
    let page = stage.world.get(&address).key(&stage.world.admin).send();
    let page = page.await.json;
    let entries = page["entries"].as_array().unwrap();
    let told: Vec<_> = entries
        .iter()
        .map(|entry| (entry["action"].clone(), entry["actor"].clone()))
        .collect();
    let own = json!(
        ApiKey::parse(&stage.world.admin)
            .unwrap()
            .api_key_id
            .to_string()
    );
    let acts = ["account.unlinked", "account.linked"];
    assert_eq!(told, acts.map(|act| (json!(act), own.clone())));
}
