//! Link sessions as a resource: begun, looked at, cancelled, bounded, and nobody else's.

use app::Scope;
use app::keys::NewKey;
use axum::http::Method;
use domain::access::KeyLimits;
use domain::api_key::ApiKey;
use domain::ids::{AccountId, LinkSessionId};
use domain::limits::{LINK_SESSION_LIFETIME, LINK_SESSIONS_MAX};
use serde_json::{Value, json};
use testkit::browser;

use super::{Browser, SESSIONS, Stage, text};
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

#[tokio::test]
async fn a_cancelled_or_expired_session_opens_nothing() {
    let stage = Stage::new().await;
    let (id, path) = stage.begin(json!({})).await;
    let cancel = format!("{SESSIONS}/{id}/cancel");
    for _ in 0..2 {
        let call = stage
            .world
            .call(Method::POST, &cancel)
            .key(&stage.world.admin);
        let answer = call.send().await;
        assert_eq!(
            (answer.status, &answer.json["status"]),
            (200, &json!("cancelled"))
        );
    }
    let mut person = Browser::of(&stage);
    for method in [Method::GET, Method::POST] {
        let page = person.ask(method, &path).await;
        assert_eq!(page.status, 410);
        assert!(text(&page).contains("cancelled"));
    }
    let (id, path) = stage.begin(json!({})).await;
    let lifetime = i64::try_from(LINK_SESSION_LIFETIME.as_millis()).unwrap();
    stage.world.clock.move_on(lifetime);
    assert_eq!(stage.session(&id).await["status"], "expired");
    for method in [Method::GET, Method::POST] {
        let page = person.ask(method, &path).await;
        assert_eq!(page.status, 410);
        assert!(text(&page).contains("too old"));
    }
    let call = stage
        .world
        .call(Method::POST, &format!("{SESSIONS}/{id}/cancel"));
    let answer = call.key(&stage.world.admin).send().await;
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
    let lifetime = i64::try_from(LINK_SESSION_LIFETIME.as_millis()).unwrap();
    stage.world.clock.move_on(lifetime);
    stage.begin(json!({})).await;
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
    for (method, rest) in [(Method::GET, ""), (Method::POST, "/cancel")] {
        let ask = async |id: &str| {
            let call = stage
                .world
                .call(method.clone(), &format!("{SESSIONS}/{id}{rest}"));
            let mut answer = call.key(&stranger).send().await;
            // How much may still be asked is less each time.
            answer.headers.remove("ratelimit");
            (answer.status, answer.headers, answer.bytes)
        };
        let foreign = ask(&id).await;
        assert_eq!(foreign.0, 404);
        let body: Value = serde_json::from_slice(&foreign.2).unwrap();
        assert_eq!(body["code"], "link_session_not_found");
        for other in [absent.as_str(), "lks_x", "acc_x", "%00"] {
            assert_eq!(ask(other).await, foreign, "{other}");
        }
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
    let (id, path) = stage.begin(json!({})).await;
    Browser::of(&stage).link(&path, "free").await;
    let own = stage.session(&id).await["account"].clone();
    let limited = limited_to(&stage, own.as_str().unwrap().parse().unwrap()).await;
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
    let unlink = world.call(Method::DELETE, &format!("/v1/accounts/{other}"));
    assert_eq!(unlink.key(&limited).send().await.status, 404);
    // A try of others is as absent as one that never was.
    let (others, _) = stage.begin(json!({})).await;
    let absent = LinkSessionId::from_bytes([1; 16]).to_string();
    for (method, rest) in [(Method::GET, ""), (Method::POST, "/cancel")] {
        let ask = async |id: &str| {
            let call = world.call(method.clone(), &format!("{SESSIONS}/{id}{rest}"));
            let answer = call.key(&limited).send().await;
            (answer.status, answer.bytes)
        };
        assert_eq!(ask(&others).await, ask(&absent).await);
    }
    assert_eq!(stage.session(&others).await["status"], "pending");
    // Its own account is linked again, and unlinked.
    let (status, _, made) = begin(json!({"account": own})).await;
    assert_eq!(status, 201, "{made}");
    let shown = world.get(&format!("{SESSIONS}/{}", made["id"].as_str().unwrap()));
    assert_eq!(shown.key(&limited).send().await.json["relinks"], own);
    let unlink = format!("/v1/accounts/{}", own.as_str().unwrap());
    let unlink = world.call(Method::DELETE, &unlink).key(&limited);
    assert_eq!(unlink.send().await.status, 204);
}

#[tokio::test]
async fn a_session_ends_with_the_key_that_asked_for_it() {
    let stage = Stage::new().await;
    let world = &stage.world;
    let key = world
        .key_for(world.workspace_id, &[Scope::Admin], None)
        .await;
    let made = world.post(SESSIONS, &json!({})).key(&key).send().await;
    let id = made.json["id"].as_str().unwrap().to_owned();
    let url = made.json["url"].as_str().unwrap();
    let path = url.strip_prefix(super::PUBLIC).unwrap();
    let mut person = Browser::of(&stage);
    let asked = person.go_on(path).await;
    let back = browser::decide(&asked, "free", "allow").await;
    let key_id = ApiKey::parse(&key).unwrap().api_key_id;
    let revoked = world.app.revoke_key(world.workspace_id, key_id).await;
    revoked.unwrap();
    assert_eq!(stage.session(&id).await["status"], "cancelled");
    assert_eq!(person.open(path).await.status, 410);
    assert_eq!(person.ask(Method::POST, path).await.status, 410);
    assert_eq!(person.come_back(&back).await.status, 410);
    assert!(stage.linked().await.is_empty());
}

#[tokio::test]
async fn the_key_that_asked_answers_for_what_was_linked() {
    let stage = Stage::new().await;
    let (id, path) = stage.begin(json!({})).await;
    Browser::of(&stage).link(&path, "free").await;
    let account = stage.session(&id).await["account"].clone();
    let account = account.as_str().unwrap();
    let unlink = format!("/v1/accounts/{account}");
    let unlink = stage.world.call(Method::DELETE, &unlink);
    let gone = unlink.key(&stage.world.admin).send().await;
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
