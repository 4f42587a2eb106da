//! Users, their roles, and how they come.

use app::Scope;
use app::keys::NewKey;
use axum::http::Method;
use domain::access::KeyLimits;
use serde_json::{Value, json};

use crate::world::{Answer, World};

const USERS: &str = "/v1/users";
const INVITATIONS: &str = "/v1/user-invitations";

async fn invited(world: &World, key: &str, email: &str, role: &str) -> Answer {
    let body = json!({"email": email, "role": role});
    world.post(INVITATIONS, &body).key(key).send().await
}

async fn accepted(world: &World, token: &str) -> Answer {
    let body = json!({"token": token, "name": "Ada Example"});
    let call = world.post(&format!("{INVITATIONS}/accept"), &body);
    call.without("authorization").send().await
}

/// Somebody who came with this role: their id and a key of theirs.
async fn user(world: &World, email: &str, role: &str) -> (String, String) {
    let invitation = invited(world, &world.admin, email, role).await;
    assert_eq!(invitation.status, 201, "{}", invitation.json);
    let joined = accepted(world, invitation.json["token"].as_str().unwrap()).await;
    assert_eq!(joined.status, 201, "{}", joined.json);
    let text = |path: &str| {
        joined
            .json
            .pointer(path)
            .and_then(Value::as_str)
            .unwrap()
            .to_owned()
    };
    (text("/user/id"), text("/api_key/api_key"))
}

#[tokio::test]
async fn an_invitation_makes_a_user_once() {
    let world = World::new().await;
    let invitation = invited(&world, &world.admin, "ada@example.com", "member").await;
    let id = invitation.json["id"].as_str().unwrap();
    assert_eq!(invitation.header("location"), format!("{INVITATIONS}/{id}"));
    let token = invitation.json["token"].as_str().unwrap();
    let listed = world.get(INVITATIONS).key(&world.admin).send().await;
    assert!(!String::from_utf8_lossy(&listed.bytes).contains(token));
    assert_eq!(listed.json["user_invitations"][0]["state"], "open");
    let joined = accepted(&world, token).await;
    assert_eq!(
        (joined.status, &joined.json["user"]["role"]),
        (201, &json!("member"))
    );
    assert_eq!(joined.json["api_key"]["user_id"], joined.json["user"]["id"]);
    assert_eq!(joined.json["api_key"]["state"], "valid");
    let key = joined.json["api_key"]["api_key"].as_str().unwrap();
    assert_eq!(
        world.get("/linkedin/accounts").key(key).send().await.status,
        200
    );
    let again = accepted(&world, token).await;
    let unknown = accepted(&world, "liaison_invite_x").await;
    assert_eq!((again.status, again.code()), (410, "invitation_closed"));
    assert_eq!(again.bytes, unknown.bytes);
    let shown = world
        .get(&format!("{INVITATIONS}/{id}"))
        .key(&world.admin)
        .send()
        .await;
    assert_eq!(shown.json["state"], "accepted");
    let twin = invited(&world, &world.admin, "ADA@example.com", "viewer").await;
    assert_eq!((twin.status, twin.code()), (409, "user_exists"));
}

#[tokio::test]
async fn an_invitation_that_is_over_or_withdrawn_makes_nobody_a_user() {
    let world = World::new().await;
    let body = json!({"email": "ada@example.com", "role": "viewer", "expires_in_hours": 1});
    let late = world
        .post(INVITATIONS, &body)
        .key(&world.admin)
        .send()
        .await;
    world.clock.move_on(3_600_000);
    assert_eq!(
        accepted(&world, late.json["token"].as_str().unwrap())
            .await
            .status,
        410
    );
    let other = invited(&world, &world.admin, "bob@example.com", "viewer").await;
    let address = format!("{INVITATIONS}/{}", other.json["id"].as_str().unwrap());
    for _ in 0..2 {
        let gone = world
            .call(Method::DELETE, &address)
            .key(&world.admin)
            .send()
            .await;
        assert_eq!(gone.status, 204);
    }
    assert_eq!(
        accepted(&world, other.json["token"].as_str().unwrap())
            .await
            .status,
        410
    );
    for (body, path) in [
        (json!({"email": "nobody", "role": "viewer"}), "email"),
        (
            json!({"email": "a b@example.com", "role": "viewer"}),
            "email",
        ),
        (json!({"email": "ada@example.com", "role": "king"}), "role"),
        (json!({"email": "ada@example.com"}), "role"),
        (
            json!({"email": "ada@example.com", "role": "viewer", "expires_in_hours": 721}),
            "expires_in_hours",
        ),
    ] {
        let answer = world
            .post(INVITATIONS, &body)
            .key(&world.admin)
            .send()
            .await;
        assert_eq!((answer.status, answer.issues()[0]), (400, path), "{body}");
    }
}

#[tokio::test]
async fn a_role_holds_at_the_instant_of_a_request() {
    let world = World::new().await;
    let (id, key) = user(&world, "ada@example.com", "member").await;
    let marks = async || {
        let call = world
            .post("/linkedin/messaging/mark-all-read", &json!({}))
            .key(&key);
        call.send().await.code() != "insufficient_scope"
    };
    assert!(marks().await);
    let change = async |role: &str| {
        let call = world.patch(&format!("{USERS}/{id}"), &json!({"role": role}));
        call.key(&world.admin).send().await
    };
    let changed = change("viewer").await;
    assert_eq!(
        (changed.status, &changed.json["role"]),
        (200, &json!("viewer"))
    );
    assert!(!marks().await);
    change("admin").await;
    assert!(marks().await);
    let removed = world
        .call(Method::DELETE, &format!("{USERS}/{id}"))
        .key(&world.admin)
        .send()
        .await;
    assert_eq!(removed.status, 204);
    assert_eq!(
        world
            .get("/linkedin/accounts")
            .key(&key)
            .send()
            .await
            .status,
        401
    );
    let shown = world
        .get(&format!("{USERS}/{id}"))
        .key(&world.admin)
        .send()
        .await;
    assert_eq!((shown.status, shown.code()), (404, "user_not_found"));
}

#[tokio::test]
async fn one_owner_stays() {
    let world = World::new().await;
    let (first, _) = user(&world, "ada@example.com", "owner").await;
    let (second, _) = user(&world, "bob@example.com", "owner").await;
    let address = |id: &str| format!("{USERS}/{id}");
    let demote = async |id: &str| {
        let call = world.patch(&address(id), &json!({"role": "admin"}));
        call.key(&world.admin).send().await
    };
    assert_eq!(demote(&second).await.status, 200);
    assert_eq!(demote(&first).await.code(), "last_owner");
    let gone = world
        .call(Method::DELETE, &address(&first))
        .key(&world.admin)
        .send()
        .await;
    assert_eq!((gone.status, gone.code()), (409, "last_owner"));
}

#[tokio::test]
async fn nobody_gives_or_takes_a_role_above_their_own() {
    let world = World::new().await;
    let (owner, _) = user(&world, "ada@example.com", "owner").await;
    let (_, admin) = user(&world, "bob@example.com", "admin").await;
    let (_, member) = user(&world, "eve@example.com", "member").await;
    assert_eq!(
        invited(&world, &admin, "x@example.com", "owner")
            .await
            .code(),
        "exceeds_own_rights"
    );
    assert_eq!(
        invited(&world, &admin, "x@example.com", "admin")
            .await
            .status,
        201
    );
    assert_eq!(
        invited(&world, &member, "y@example.com", "viewer")
            .await
            .code(),
        "insufficient_scope"
    );
    let address = format!("{USERS}/{owner}");
    let demoted = world
        .patch(&address, &json!({"role": "viewer"}))
        .key(&admin)
        .send()
        .await;
    assert_eq!(demoted.code(), "exceeds_own_rights");
    let removed = world
        .call(Method::DELETE, &address)
        .key(&admin)
        .send()
        .await;
    assert_eq!(removed.code(), "exceeds_own_rights");
}

#[tokio::test]
async fn what_somebody_invited_ends_with_their_right_to_invite() {
    let world = World::new().await;
    let (removed, first) = user(&world, "ada@example.com", "admin").await;
    let (demoted, second) = user(&world, "bob@example.com", "admin").await;
    let mut tokens = Vec::new();
    for (key, email) in [
        (&first, "eve@example.com"),
        (&second, "mallory@example.com"),
    ] {
        let invitation = invited(&world, key, email, "admin").await;
        assert_eq!(invitation.status, 201, "{}", invitation.json);
        tokens.push(invitation.json["token"].as_str().unwrap().to_owned());
    }
    let call = world.call(Method::DELETE, &format!("{USERS}/{removed}"));
    assert_eq!(call.key(&world.admin).send().await.status, 204);
    let call = world.patch(&format!("{USERS}/{demoted}"), &json!({"role": "member"}));
    assert_eq!(call.key(&world.admin).send().await.status, 200);
    for token in tokens {
        let answer = accepted(&world, &token).await;
        assert_eq!((answer.status, answer.code()), (410, "invitation_closed"));
    }
}

#[tokio::test]
async fn keys_that_a_user_makes_are_their_own() {
    let world = World::new().await;
    let (id, admin) = user(&world, "bob@example.com", "admin").await;
    let (other, _) = user(&world, "eve@example.com", "viewer").await;
    let make = async |fields: Value| {
        let mut body = json!({"name": "x", "scopes": ["read"]});
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        world.post("/v1/api-keys", &body).key(&admin).send().await
    };
    assert_eq!(make(json!({})).await.json["user_id"], json!(id));
    assert_eq!(make(json!({"user_id": other})).await.issues(), ["user_id"]);
    assert_eq!(
        make(json!({"scopes": ["admin"]})).await.code(),
        "exceeds_own_rights"
    );
    // An operator may make a key for anybody, which allows no more than their role.
    let operator = app::Caller::operator(world.workspace_id);
    let new = NewKey {
        name: "x".to_owned(),
        scopes: vec![Scope::Admin],
        limits: KeyLimits::default(),
        user_id: other.parse().ok(),
        expires_at: None,
    };
    let key = world
        .app
        .create_api_key(&operator, new)
        .await
        .unwrap()
        .key
        .reveal();
    assert_eq!(
        world
            .get("/linkedin/accounts")
            .key(&key)
            .send()
            .await
            .status,
        200
    );
    assert_eq!(
        world.get("/v1/audit").key(&key).send().await.code(),
        "insufficient_scope"
    );
}

#[tokio::test]
async fn the_workspace_is_shown_and_renamed() {
    let world = World::new().await;
    let shown = world.get("/v1/workspace").send().await;
    assert_eq!((shown.status, &shown.json["name"]), (200, &json!("Tests")));
    let rename = async |body: Value| {
        world
            .patch("/v1/workspace", &body)
            .key(&world.admin)
            .send()
            .await
    };
    assert_eq!(rename(json!({"name": "Sales"})).await.json["name"], "Sales");
    assert_eq!(rename(json!({"name": "a\u{7}"})).await.issues(), ["name"]);
    assert_eq!(rename(json!({})).await.json["name"], "Sales");
}

#[tokio::test]
async fn how_long_messages_are_kept_is_asked_for_and_noted() {
    let world = World::new().await;
    let shown = world.get("/v1/workspace").send().await;
    assert_eq!(shown.json["keep_messages_days"], Value::Null);
    let change = async |body: Value| {
        world
            .patch("/v1/workspace", &body)
            .key(&world.admin)
            .send()
            .await
    };
    for days in [json!(6), json!(3_651), json!("x"), json!(7.5)] {
        let refused = change(json!({ "keep_messages_days": days })).await;
        assert_eq!(refused.issues(), ["keep_messages_days"]);
    }
    let days = |answer: Answer| answer.json["keep_messages_days"].clone();
    assert_eq!(days(change(json!({"keep_messages_days": 90})).await), 90);
    assert_eq!(days(change(json!({"name": "Sales"})).await), 90);
    let shown = world.get("/v1/workspace").send().await;
    assert_eq!(days(shown), 90);
    let forever = change(json!({"keep_messages_days": null})).await;
    assert_eq!(days(forever), Value::Null);
    let call = world.get("/v1/audit?action=retention.changed");
    let noted = call.key(&world.admin).send().await;
    let details: Vec<&Value> = noted.json["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["details"])
        .collect();
    assert_eq!(details, [&json!({}), &json!({"keep_messages_days": 90})]);
}
