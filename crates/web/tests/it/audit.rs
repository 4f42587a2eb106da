//! The log of who did what.

use app::audit::Fault;
use serde_json::{Value, json};

use crate::world::World;

/// Acts of which each leaves an entry.
async fn acts(world: &World) -> (String, String) {
    let made = json!({"name": "Secret name", "scopes": ["read"]});
    let made = world
        .post("/v1/api-keys", &made)
        .key(&world.admin)
        .send()
        .await;
    let key = made.json["id"].as_str().unwrap().to_owned();
    world
        .post(&format!("/v1/api-keys/{key}/rotate"), &json!({}))
        .key(&world.admin)
        .send()
        .await;
    let invited = json!({"email": "ada@example.com", "role": "owner"});
    world
        .post("/v1/user-invitations", &invited)
        .key(&world.admin)
        .send()
        .await;
    let account = world.account.account_id.to_string();
    let policy = json!({"preset": "custom", "approval": false, "caps": [{"action": "message", "seconds": 86_400, "cap": 2}]});
    let put = world.call(
        axum::http::Method::PUT,
        &format!("/v1/accounts/{account}/policy"),
    );
    let put = put.body(policy.to_string()).key(&world.admin).send().await;
    assert_eq!(put.status, 200, "{}", put.json);
    (key, account)
}

async fn listed(world: &World, query: &str) -> Vec<Value> {
    let page = world
        .get(&format!("/v1/audit{query}"))
        .key(&world.admin)
        .send()
        .await;
    assert_eq!(page.status, 200, "{}", page.json);
    page.json["entries"].as_array().unwrap().clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    let words = entries
        .iter()
        .map(|entry| entry["action"].as_str().unwrap());
    words.collect()
}

#[tokio::test]
async fn privileged_acts_are_written_down_without_names_or_secrets() {
    let world = World::new().await;
    let (key, account) = acts(&world).await;
    let entries = listed(&world, "").await;
    let expected = [
        "policy.changed",
        "user_invitation.created",
        "api_key.rotated",
        "api_key.created",
        // The keys of the world itself.
        "api_key.created",
        "api_key.created",
    ];
    assert_eq!(actions(&entries), expected);
    let own = domain::api_key::ApiKey::parse(&world.admin)
        .unwrap()
        .api_key_id;
    assert_eq!(entries[0]["actor"], json!(own));
    assert_eq!(entries[5]["actor"], "operator");
    assert_eq!(
        actions(&listed(&world, &format!("?subject={key}")).await),
        ["api_key.rotated", "api_key.created"]
    );
    assert_eq!(
        actions(&listed(&world, &format!("?subject={account}")).await),
        ["policy.changed"]
    );
    assert_eq!(
        listed(&world, "?action=api_key.created&actor=operator")
            .await
            .len(),
        2
    );
    assert_eq!(
        listed(&world, &format!("?actor={own}&limit=2")).await.len(),
        2
    );
    let text = serde_json::to_string(&entries).unwrap();
    for secret in ["ada@example.com", "Secret name", "liaison_"] {
        assert!(!text.contains(secret), "{secret}");
    }
    for (query, path) in [
        ("?action=moon.risen", "action"),
        ("?actor=me", "actor"),
        ("?user=usr_x", "user"),
        ("?colour=1", "colour"),
    ] {
        let answer = world
            .get(&format!("/v1/audit{query}"))
            .key(&world.admin)
            .send()
            .await;
        assert_eq!((answer.status, answer.issues()), (400, vec![path]));
    }
}

#[tokio::test]
async fn pages_of_the_log_are_walked_to_its_beginning() {
    let world = World::new().await;
    acts(&world).await;
    let (mut numbers, mut address) = (Vec::new(), "/v1/audit?limit=4".to_owned());
    loop {
        let page = world.get(&address).key(&world.admin).send().await;
        let entries = page.json["entries"].as_array().unwrap();
        numbers.extend(
            entries
                .iter()
                .map(|entry| entry["number"].as_i64().unwrap()),
        );
        let Some(before) = page.json["next_before"].as_i64() else {
            break;
        };
        address = format!("/v1/audit?limit=4&before={before}");
    }
    assert_eq!(numbers, [6, 5, 4, 3, 2, 1]);
}

#[tokio::test]
async fn an_end_that_was_noted_elsewhere_proves_what_came_before_it() {
    let world = World::new().await;
    acts(&world).await;
    let workspace_id = world.workspace_id;
    let noted = world.app.verify_audit(workspace_id, None).await.unwrap();
    let noted = (noted.entries, noted.end);
    world.key_for(workspace_id, &[app::Scope::Read], None).await;
    let grown = world
        .app
        .verify_audit(workspace_id, Some(noted.clone()))
        .await
        .unwrap();
    assert_eq!((grown.entries, grown.broken), (7, None));
    let other = world
        .app
        .verify_audit(workspace_id, Some((noted.0, "00".to_owned())))
        .await
        .unwrap();
    assert_eq!(other.broken.unwrap().fault, Fault::OtherEnd);
    let later = world
        .app
        .verify_audit(workspace_id, Some((9, noted.1)))
        .await
        .unwrap();
    assert_eq!(later.broken.unwrap().fault, Fault::Missing);
}
