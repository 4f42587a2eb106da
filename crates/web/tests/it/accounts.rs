//! The account pages, field by field.

use domain::ids::MessageId;
use domain::time::Timestamp;
use serde_json::{Value, json};
use store::accounts::{self, AccountStatus};
use store::messages;

use crate::world::{JOHN, OWNER, THREAD, World, at};

fn profile(key: &str) -> String {
    format!("urn:li:fsd_profile:{key}")
}

/// Holds the account until an instant, or until somebody acts.
async fn hold(world: &World, until: Option<Timestamp>) {
    let account = world.account.clone();
    let hold = move |tx: &mut store::Tx<'_>| {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let status = AccountStatus::Error;
        accounts::update_hold(
            tx,
            workspace_id,
            account_id,
            status,
            Some("restricted"),
            until,
        )?;
        accounts::update_error(tx, workspace_id, account_id, "restricted", at(5))?;
        accounts::update_last_sent(tx, workspace_id, account_id, at(3))?;
        accounts::update_last_used(tx, workspace_id, account_id, at(4))
    };
    world.store.write(hold).await.unwrap();
}

#[tokio::test]
async fn accounts_are_bare_objects() {
    let world = World::new().await.with_john().await;
    let answer = world.get("/linkedin/accounts").send().await;
    let id = world.account.account_id.to_string();
    let expected = json!([{
        "id": id, "firstName": "Olive", "lastName": "Owner", "publicId": null, "picture": null,
        "status": "AVAILABLE", "enabled": true, "apiSeatAllocated": true, "headline": "Somebody",
        "profileUrn": profile(OWNER), "network": "sandbox", "isReadOnly": false,
    }]);
    assert_eq!(answer.json, expected);
    for (query, count) in [("nobody", 0), ("live", 1), ("+", 1), (id.as_str(), 1)] {
        let answer = world
            .get(&format!("/linkedin/accounts?q={query}"))
            .send()
            .await;
        assert_eq!(answer.json.as_array().unwrap().len(), count, "{query}");
    }
}

#[tokio::test]
async fn the_status_of_an_account_says_everything() {
    let world = World::new().await.with_john().await;
    let id = world.account.account_id.to_string();
    let mut expected = json!({
        "id": id, "firstName": "Olive", "lastName": "Owner", "publicId": null, "picture": null,
        "headline": "Somebody", "profileUrn": profile(OWNER), "platform": "linkedin",
        "network": "sandbox", "status": "AVAILABLE", "enabled": true, "isReadOnly": false,
        "lastUsed": null, "hasTokens": true,
        "linkedinPlan": {
            "premiumType": "PREMIUM_BUSINESS", "isPremium": true, "hasSalesNavigator": false,
            "hasRecruiter": false, "hasAwayMessages": false, "hasAdvertiseBadge": false,
            "hasHiringManager": false,
        },
        "capabilityClass": "B",
        "hold": null,
        "sync": {
            "state": "done", "conversationsTotal": null, "conversations": 1,
            "conversationsPending": 1, "unreadConversations": 1, "messages": 3,
        },
        "health": {"lastReceivedAt": null, "lastSentAt": null, "lastError": null, "lastErrorAt": null},
    });
    let named = format!("/linkedin/account/{id}/status");
    for address in ["/linkedin/account/status", &named] {
        assert_eq!(world.get(address).send().await.json, expected, "{address}");
    }
    hold(&world, Some(at(60_000))).await;
    expected["status"] = json!("ERROR");
    expected["enabled"] = json!(false);
    expected["lastUsed"] = json!(at(4).to_string());
    expected["hold"] = json!({"rule": "restricted", "until": at(60_000).to_string()});
    expected["health"] = json!({
        "lastReceivedAt": null, "lastSentAt": at(3).to_string(), "lastError": "restricted",
        "lastErrorAt": at(5).to_string(),
    });
    assert_eq!(world.get(&named).send().await.json, expected);
}

#[tokio::test]
async fn a_held_account_is_not_enabled_on_any_page_as_long_as_it_is_held() {
    let world = World::new().await;
    let imported = world
        .link("ACoAAAowner3", true)
        .await
        .account_id
        .to_string();
    let enabled = async || {
        let listed = world.get("/linkedin/accounts").send().await.json;
        let status = world.get("/linkedin/account/status").send().await.json;
        assert_eq!(status["hold"].is_null(), status["enabled"] == true);
        (listed[0]["enabled"].clone(), status["enabled"].clone())
    };
    assert_eq!(enabled().await, (json!(true), json!(true)));
    hold(&world, Some(at(60_000))).await;
    assert_eq!(enabled().await, (json!(false), json!(false)));
    let send = json!({"recipientProfileId": JOHN, "message": "x"});
    let refused = world.post("/linkedin/messaging/send", &send).send().await;
    assert_eq!((refused.status, refused.code()), (403, "account_held"));
    assert_eq!(refused.json["holdUntil"], at(60_000).to_string());
    world.clock.move_on(60_001);
    assert_eq!(enabled().await, (json!(true), json!(true)));
    hold(&world, None).await;
    assert_eq!(enabled().await, (json!(false), json!(false)));
    let status = world
        .get(&format!("/linkedin/account/{imported}/status"))
        .send()
        .await;
    assert_eq!(
        (&status.json["enabled"], &status.json["hold"]),
        (&json!(false), &Value::Null)
    );
}

#[tokio::test]
async fn every_limit_shows_its_figures_with_what_waits() {
    let world = World::new().await.with_john().await;
    for number in 0..2 {
        let body = json!({"conversationUrn": THREAD, "message": format!("number {number}")});
        let call = world.post("/linkedin/messaging/send", &body);
        let sent = call.header("prefer", "wait=0").send().await;
        assert_eq!(
            (sent.status, sent.header("x-ratelimit-used")),
            (202, (number + 1).to_string().as_str())
        );
    }
    let id = world.account.account_id.to_string();
    let quota = world
        .get(&format!("/linkedin/account/{id}/quota"))
        .send()
        .await;
    let day = at(86_400_000).to_string();
    let reset = quota.json["quotas"][0]["resetAt"].as_str().unwrap();
    assert!(reset >= day.as_str(), "{reset}");
    let expected = json!({"accountId": id, "quotas": [
        {
            "feature": "MESSAGE", "window": "daily", "windowSeconds": 86_400, "used": 2, "limit": 150,
            "linkedinLimit": null, "remaining": 148, "limitReached": false, "limitReachedAt": null,
            "resetAt": reset,
        },
        {
            "feature": "CONNECT", "window": "weekly", "windowSeconds": 604_800, "used": 0, "limit": 90,
            "linkedinLimit": 100, "remaining": 90, "limitReached": false, "limitReachedAt": null,
            "resetAt": at(0).to_string(),
        },
    ]});
    assert_eq!(quota.json, expected);
}

#[tokio::test]
async fn own_ids_name_people_and_messages_and_foreign_ones_nobody() {
    let world = World::new().await.with_john().await;
    let account = world.account.clone();
    let find = move |tx: &mut store::Tx<'_>| {
        let (workspace_id, number) = (account.workspace_id, account.number);
        let found = messages::find_by_ref(tx, workspace_id, number, messages::NETWORK, "2-MQ==")?;
        let person = store::people::find_by_member_key(tx, workspace_id, "sandbox", JOHN)?;
        Ok((found.unwrap().doc, person.unwrap().person_id))
    };
    let (doc, person_id) = world.store.read(find).await.unwrap();
    let message = MessageId::of(doc).to_string();
    let send = async |message: &str, text: &str| {
        let body = json!({"recipientProfileId": person_id.to_string(), "message": text, "messageUrns": [message]});
        let call = world.post("/linkedin/messaging/send-with-ack", &body);
        call.header("prefer", "wait=0").send().await
    };
    let sent = send(&message, "by our ids").await;
    assert_eq!(
        (sent.status, &sent.json["recipientProfileUrn"]),
        (202, &json!(profile(JOHN)))
    );
    // Of another account, and of nobody.
    let foreign = MessageId::of(doc + (1 << 43)).to_string();
    let absent = MessageId::of(doc + 1_000).to_string();
    let answers = [send(&foreign, "one").await, send(&absent, "two").await];
    assert_eq!(answers[0].bytes, answers[1].bytes);
    assert_eq!(
        (answers[0].status, answers[0].issues()),
        (400, vec!["messageUrns"])
    );
}

#[tokio::test]
async fn whether_an_account_works_is_told_in_one_word() {
    let world = World::new().await;
    let path = format!("/v1/accounts/{}/health", world.account.account_id);
    let health = async || world.get(&path).key(&world.key).send().await.json;
    let before = health().await;
    assert_eq!(before["account_id"], world.account.account_id.to_string());
    assert_eq!(
        (&before["held_by"], &before["last_error"]),
        (&Value::Null, &Value::Null)
    );
    world.clock.move_on(6 * 60_000);
    assert_eq!(health().await["condition"], "silent");
    let foreign = world.other_workspace().await.1.account_id;
    let absent = world
        .get(&format!("/v1/accounts/{foreign}/health"))
        .key(&world.key)
        .send()
        .await;
    assert_eq!((absent.status, absent.code()), (404, "account_not_found"));
}
