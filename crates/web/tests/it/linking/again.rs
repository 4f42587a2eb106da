//! An account says when it must be linked again, and that it was.

use integrations::http::Method as NetworkMethod;
use serde_json::{Value, json};
use store::accounts;
use store::erasures::Stepped;
use store::hints::Hints;

use super::{Browser, Stage, assert_told};

/// Links the free seat with credentials that are good for an hour; the account.
async fn linked_for_an_hour(stage: &Stage) -> Value {
    let lifetime = json!({"access_lifetime_ms": 3_600_000});
    let network = &stage.network;
    network
        .control(NetworkMethod::PUT, "linking", lifetime)
        .await;
    json!(stage.link("free").await)
}

async fn account(stage: &Stage, id: &Value) -> Value {
    let address = format!("/v1/accounts/{}", id.as_str().unwrap());
    stage.world.get(&address).send().await.json
}

/// Kinds of what was told of accounts, and the rule of each.
async fn told(stage: &Stage) -> Vec<(String, Value)> {
    let page = stage.world.get("/v1/events?limit=100").send().await.json;
    let events = page["events"].as_array().unwrap().iter();
    let told = events.map(|event| {
        let kind = event["type"].as_str().unwrap().to_owned();
        (kind, event["data"]["rule"].clone())
    });
    told.filter(|(kind, _)| kind.starts_with("account."))
        .collect()
}

#[tokio::test]
async fn an_account_whose_renewal_is_refused_says_so_until_it_is_linked_again() {
    let stage = Stage::new().await;
    let id = linked_for_an_hour(&stage).await;
    let before = account(&stage, &id).await;
    assert_eq!(before["status"], "active");
    assert_eq!(
        before["link_ends_at"],
        Value::Null,
        "the gateway renews them"
    );
    let (workspace_id, now) = (stage.world.workspace_id, stage.world.app.now());
    let account_id = id.as_str().unwrap().parse().unwrap();
    let refused = stage.world.store.write(move |tx| {
        let account = accounts::get(tx, workspace_id, account_id)?;
        accounts::update_renewal_refused(tx, &account, "over", now)
    });
    assert!(refused.await.unwrap());
    let held = account(&stage, &id).await;
    assert_eq!(
        (
            &held["status"],
            &held["link"]["reason"],
            &held["link_ends_at"]
        ),
        (
            &json!("expired"),
            &json!("renewal_refused"),
            &json!(now.plus(std::time::Duration::from_hours(1)).to_string())
        )
    );
    let (_, path) = stage.begin(json!({"account": id})).await;
    assert_eq!(Browser::of(&stage).link(&path, "free").await.status, 200);
    let again = account(&stage, &id).await;
    assert_eq!(
        (&again["status"], &again["link"], &again["link_ends_at"]),
        (&json!("active"), &Value::Null, &Value::Null)
    );
    let rule = json!("renewal_refused");
    let expected = [
        ("account.linked", Value::Null),
        ("account.degraded", rule.clone()),
        ("account.restored", rule),
        ("account.linked", Value::Null),
    ];
    let expected = expected.map(|(kind, rule)| (kind.to_owned(), rule));
    assert_eq!(told(&stage).await, expected);
}

#[tokio::test]
async fn a_seat_is_linked_again_once_what_it_left_behind_is_gone() {
    let stage = Stage::new().await;
    let account = stage.link("free").await;
    let erased = format!("{account}?history=erase");
    let gone = stage.unlink(&erased, &stage.world.admin).await;
    assert_eq!(gone.status, 204);
    let (id, path) = stage.begin(json!({})).await;
    let mut person = Browser::of(&stage);
    let page = person.link(&path, "free").await;
    assert_told(&page, 502, "try again");
    assert!(stage.linked().await.is_empty());
    let subject = (stage.world.workspace_id, account.parse().unwrap());
    let (hints, now) = (Hints::default(), stage.world.app.now());
    let step = stage
        .world
        .store
        .write(move |tx| store::account_erasures::step(tx, &hints, subject, now));
    assert_eq!(step.await.unwrap(), Stepped::Done);
    assert_eq!(person.link(&path, "free").await.status, 200);
    assert_eq!(stage.session(&id).await["account"], account.as_str());
}
