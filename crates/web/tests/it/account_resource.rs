//! Accounts as a resource of our own contract: walked through, renamed, paused, unlinked.

use app::Scope;
use axum::http::Method;
use domain::ids::AccountId;
use serde_json::{Value, json};
use store::accounts::{self, AccountStatus};

use crate::world::{Answer, THREAD, World};

const ACCOUNTS: &str = "/v1/accounts";

fn of(world: &World) -> String {
    format!("{ACCOUNTS}/{}", world.account.account_id)
}

async fn listed(world: &World, query: &str) -> Value {
    let answer = world.get(&format!("{ACCOUNTS}{query}")).send().await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.json);
    answer.json
}

fn ids(page: &Value) -> Vec<String> {
    let accounts = page["accounts"].as_array().unwrap().iter();
    accounts
        .map(|account| account["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn change(world: &World, body: Value) -> Answer {
    let call = world.patch(&of(world), &body);
    call.key(&world.admin).send().await
}

async fn hand_over(world: &World, key: &str) -> Answer {
    let body = json!({"conversation": THREAD, "text": "Hello!", "mode": "async"});
    let call = world.post("/v1/messages", &body);
    call.header("idempotency-key", key).send().await
}

async fn events(world: &World) -> Vec<(String, Value)> {
    let answer = world.get("/v1/events?types=account.*").send().await;
    let events = answer.json["events"].as_array().unwrap().iter();
    events
        .map(|event| {
            let kind = event["type"].as_str().unwrap().to_owned();
            (kind, event["data"].clone())
        })
        .collect()
}

async fn hold(world: &World, rule: &'static str) {
    let account = world.account.clone();
    let held = world.store.write(move |tx| {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let status = AccountStatus::Error;
        accounts::update_hold(tx, workspace_id, account_id, status, Some(rule), None)
    });
    held.await.unwrap();
}

#[tokio::test]
async fn accounts_are_walked_through_in_the_order_of_their_linking() {
    let world = World::new().await;
    let mut expected = vec![world.account.account_id.to_string()];
    for number in 0..6 {
        let account = world
            .link(&format!("ACoAAAmember{number}"), number == 3)
            .await;
        expected.push(account.account_id.to_string());
    }
    let (mut seen, mut query) = (Vec::new(), "?limit=3".to_owned());
    loop {
        let page = listed(&world, &query).await;
        seen.extend(ids(&page));
        assert!(ids(&page).len() <= 3);
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        query = format!("?limit=3&cursor={cursor}");
    }
    assert_eq!(seen, expected);
    for (query, count) in [
        ("?status=read_only", 1),
        ("?status=active", 6),
        ("?status=expired", 0),
        ("?network=sandbox", 7),
        ("?network=linkedin", 0),
        ("?q=owner", 7),
        ("?q=ACoAAAmember4", 1),
        ("?q=nobody", 0),
        ("?q=live&status=active&limit=100", 6),
    ] {
        assert_eq!(ids(&listed(&world, query).await).len(), count, "{query}");
    }
    for (query, code) in [
        ("?cursor=snd_x", "invalid_cursor"),
        ("?status=fine", "validation_error"),
        ("?status=", "validation_error"),
        ("?limit=101", "validation_error"),
        ("?page=2", "validation_error"),
    ] {
        let answer = world.get(&format!("{ACCOUNTS}{query}")).send().await;
        assert_eq!((answer.status, answer.code()), (400, code), "{query}");
    }
}

#[tokio::test]
async fn a_filtered_page_is_full_although_others_stand_between() {
    let world = World::new().await;
    let mut imported = Vec::new();
    for number in 0..9 {
        let account = world
            .link(&format!("ACoAAAmember{number}"), number % 3 == 0)
            .await;
        if number % 3 == 0 {
            imported.push(account.account_id.to_string());
        }
    }
    let first = listed(&world, "?status=read_only&limit=2").await;
    assert_eq!(ids(&first), imported[..2]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = listed(
        &world,
        &format!("?status=read_only&limit=2&cursor={cursor}"),
    )
    .await;
    assert_eq!(ids(&second), imported[2..]);
    assert!(second["next_cursor"].is_null());
}

#[tokio::test]
async fn an_account_has_a_tag_that_changes_with_it() {
    let world = World::new().await;
    let first = world.get(&of(&world)).send().await;
    let tag = first.header("etag").to_owned();
    let call = world.get(&of(&world)).header("if-none-match", &tag);
    let same = call.send().await;
    assert_eq!((same.status, same.bytes.len()), (304, 0));
    assert_eq!(change(&world, json!({"label": "North"})).await.status, 200);
    let call = world.get(&of(&world)).header("if-none-match", &tag);
    let changed = call.send().await;
    assert_eq!(
        (changed.status, &changed.json["label"]),
        (200, &json!("North"))
    );
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn a_label_is_given_found_and_taken_away() {
    let world = World::new().await;
    let changed = change(&world, json!({"label": "  Sales, Nörd  "})).await;
    assert_eq!(changed.json["label"], "Sales, Nörd");
    assert_eq!(ids(&listed(&world, "?q=N%C3%96RD").await).len(), 1);
    // The same again is no change, and tells nobody.
    change(&world, json!({"label": "Sales, Nörd"})).await;
    change(&world, json!({})).await;
    let changed = change(&world, json!({"label": ""})).await;
    assert!(changed.json["label"].is_null());
    let told = events(&world).await;
    let expected = [
        (
            "account.renamed".to_owned(),
            json!({"label": "Sales, Nörd"}),
        ),
        ("account.renamed".to_owned(), json!({"label": null})),
    ];
    assert_eq!(told, expected);
    for body in [
        json!({"label": "x".repeat(101)}),
        json!({"label": 5}),
        json!({"label": "a\u{0}b"}),
        json!({"sending_paused": "perhaps"}),
        json!({"time_zone": "Europe/Berlin"}),
    ] {
        let answer = change(&world, body.clone()).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_paused_account_accepts_and_says_why_nothing_leaves() {
    let world = World::new().await.with_john().await;
    let paused = change(&world, json!({"sending_paused": true})).await;
    assert_eq!(
        (paused.status, &paused.json["status"]),
        (200, &json!("paused"))
    );
    assert!(paused.json["paused_at"].is_string());
    let send = hand_over(&world, "k1").await;
    assert_eq!(send.status, 202, "{}", send.json);
    assert_eq!(send.json["held_by"], "account_paused");
    let resumed = change(&world, json!({"sending_paused": false})).await;
    assert_eq!(resumed.json["status"], "active");
    let send = world.get(send.header("location")).send().await;
    assert_eq!(
        (&send.json["state"], &send.json["held_by"]),
        (&json!("queued"), &Value::Null)
    );
    let kinds: Vec<_> = events(&world)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(kinds, ["account.paused", "account.resumed"]);
}

#[tokio::test]
async fn an_import_has_nothing_to_pause() {
    let world = World::new().await;
    let imported = world.link("ACoAAAimported", true).await;
    let address = format!("{ACCOUNTS}/{}", imported.account_id);
    let call = world.patch(&address, &json!({"sending_paused": true}));
    let answer = call.key(&world.admin).send().await;
    assert_eq!((answer.status, answer.code()), (403, "account_read_only"));
}

#[tokio::test]
async fn an_account_says_when_it_must_be_linked_again() {
    let world = World::new().await;
    hold(&world, "session_expired").await;
    change(&world, json!({"sending_paused": true})).await;
    let account = world.get(&of(&world)).send().await.json;
    assert_eq!(account["status"], "expired");
    let hint = json!({"reason": "session_expired", "path": "/v1/accounts/link-sessions"});
    assert_eq!(account["link"], hint);
    hold(&world, "restricted").await;
    change(&world, json!({"sending_paused": false})).await;
    let account = world.get(&of(&world)).send().await.json;
    assert_eq!(
        (&account["status"], &account["link"]),
        (&json!("held"), &Value::Null)
    );
    assert_eq!(account["held_by"], "restricted");
}

#[tokio::test]
async fn unlinking_withdraws_what_waits_and_keeps_the_history() {
    let world = World::new().await.with_john().await;
    let mut sends = Vec::new();
    for number in 0..3 {
        let send = hand_over(&world, &format!("k{number}")).await;
        sends.push(send.header("location").to_owned());
    }
    let call = world.call(Method::DELETE, &of(&world));
    let gone = call.key(&world.admin).send().await;
    assert_eq!(gone.status, 204, "{}", gone.json);
    for send in sends {
        let send = world.get(&send).send().await;
        assert_eq!(send.json["state"], "cancelled");
    }
    assert_eq!(
        world.get(&of(&world)).send().await.code(),
        "account_not_found"
    );
    assert_eq!(ids(&listed(&world, "").await), Vec::<String>::new());
    let (workspace_id, account_id) = (world.workspace_id, world.account.account_id);
    let kept = world
        .store
        .read(move |tx| accounts::find_any(tx, workspace_id, account_id));
    let kept = kept.await.unwrap().unwrap();
    assert_eq!((kept.has_credentials, kept.message_count), (false, 3));
    let kinds: Vec<_> = events(&world)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(kinds, ["account.unlinked"]);
}

#[tokio::test]
async fn an_account_of_others_is_as_absent_as_one_that_never_was() {
    let world = World::new().await;
    let (_, foreign) = world.other_workspace().await;
    let absent = AccountId::from_bytes([1; 16]).to_string();
    for method in [Method::GET, Method::PATCH, Method::DELETE] {
        let ask = async |id: &str| {
            let call = world.call(method.clone(), &format!("{ACCOUNTS}/{id}"));
            let mut answer = call.key(&world.admin).send().await;
            // How much may still be asked is less each time.
            answer.headers.remove("ratelimit");
            (answer.status, answer.headers, answer.bytes)
        };
        let found = ask(&foreign.account_id.to_string()).await;
        assert_eq!(found.0, 404, "{method}");
        for other in [absent.as_str(), "acc_x", "nonsense", "%00"] {
            assert_eq!(ask(other).await, found, "{method} {other}");
        }
    }
    let reader = world
        .key_for(world.workspace_id, &[Scope::Write], None)
        .await;
    for method in [Method::PATCH, Method::DELETE] {
        let call = world.call(method, &of(&world));
        assert_eq!(call.key(&reader).send().await.code(), "insufficient_scope");
    }
    assert_eq!(world.get(&of(&world)).send().await.status, 200);
}

#[tokio::test]
async fn an_account_is_unlinked_with_its_history_where_that_is_asked_for() {
    let world = World::new().await.with_john().await;
    for wrong in ["?history=burn", "?history=", "?keep=true"] {
        let call = world.call(Method::DELETE, &format!("{}{wrong}", of(&world)));
        let answer = call.key(&world.admin).send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{wrong}"
        );
    }
    let erase = async || {
        let call = world.call(Method::DELETE, &format!("{}?history=erase", of(&world)));
        call.key(&world.admin).send().await.status
    };
    assert_eq!(erase().await, 204);
    assert_eq!(world.get(&of(&world)).send().await.status, 404);
    let due = world.store.read(|tx| {
        let ever = domain::time::Timestamp::MAX;
        store::agenda::ACCOUNT_ERASURES.list_due(tx, ever, 10)
    });
    let asked = vec![(world.workspace_id, world.account.account_id)];
    assert_eq!(due.await.unwrap(), asked);
    // Again, and of one that was unlinked before: the same. Without it, there is nothing more to unlink.
    assert_eq!(erase().await, 204);
    let call = world.call(Method::DELETE, &of(&world));
    assert_eq!(call.key(&world.admin).send().await.status, 404);
    let page = world.get(&format!("/v1/audit?subject={}", world.account.account_id));
    let page = page.key(&world.admin).send().await.json;
    let acts: Vec<_> = page["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        acts,
        ["account.erased", "account.erased", "account.unlinked"]
    );
}
