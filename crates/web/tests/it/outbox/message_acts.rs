//! Changing messages, taking them back, reacting: with the network down, so that what is kept waits.

use axum::http::Method;
use domain::ids::MessageId;
use serde_json::{Value, json};
use store::messages;

use super::want_approval;
use crate::world::{Answer, JOHN, THREAD, World, at, direct_thread, john, message};

const OWN: &str = "2-Mg==";
const THEIRS: &str = "2-Mw==";

async fn world() -> World {
    World::new().await.with_john().await
}

/// Our own id of a message.
async fn id_of(world: &World, key: &'static str) -> String {
    let account = world.account.clone();
    let found = world.store.read(move |tx| {
        let (workspace_id, number) = (account.workspace_id, account.number);
        messages::find_by_ref(tx, workspace_id, number, messages::NETWORK, key)
    });
    MessageId::of(found.await.unwrap().unwrap().doc).to_string()
}

async fn edit(world: &World, id: &str, text: &str) -> Answer {
    let body = json!({ "text": text });
    world
        .patch(&format!("/v1/messages/{id}"), &body)
        .send()
        .await
}

async fn delete(world: &World, id: &str) -> Answer {
    let call = world.call(Method::DELETE, &format!("/v1/messages/{id}"));
    call.send().await
}

async fn react(world: &World, method: Method, id: &str, emoji: &str) -> Answer {
    let address = format!("/v1/messages/{id}/reactions/{emoji}");
    world.call(method, &address).send().await
}

const THUMB: &str = "%F0%9F%91%8D";

#[tokio::test]
async fn an_act_on_a_message_is_a_send_that_names_it() {
    let world = world().await;
    let (own, theirs) = (id_of(&world, OWN).await, id_of(&world, THEIRS).await);
    let answers = [
        (
            edit(&world, &own, " Good evening ").await,
            "edit",
            "Good evening",
            OWN,
        ),
        (
            react(&world, Method::PUT, &theirs, THUMB).await,
            "reaction",
            "👍",
            THEIRS,
        ),
        (
            react(&world, Method::DELETE, THEIRS, THUMB).await,
            "reaction_removal",
            "👍",
            THEIRS,
        ),
        (delete(&world, OWN).await, "delete", "", OWN),
    ];
    for (answer, kind, text, target) in answers {
        assert_eq!(answer.status, 202, "{}", answer.json);
        let shown = [
            &answer.json["kind"],
            &answer.json["text"],
            &answer.json["target"],
        ];
        assert_eq!(shown, [&json!(kind), &json!(text), &json!(target)]);
        let place = (
            &answer.json["thread"],
            &answer.json["recipient"],
            &answer.json["state"],
        );
        assert_eq!(place, (&json!(THREAD), &json!(JOHN), &json!("queued")));
        assert_eq!(answer.json["message"], Value::Null);
        assert!(answer.header("location").starts_with("/v1/sends/snd_"));
        // They count as nothing, so there are no figures to show.
        assert!(!answer.has_header("x-ratelimit-action"));
    }
}

#[tokio::test]
async fn a_key_is_one_act_and_without_one_each_request_is_an_act() {
    let world = world().await;
    let id = id_of(&world, OWN).await;
    let keyed = async |text: &str| {
        let body = json!({ "text": text });
        let call = world.patch(&format!("/v1/messages/{id}"), &body);
        call.header("idempotency-key", "k1").send().await
    };
    let (first, again) = (keyed("One").await, keyed("One").await);
    assert_eq!(first.json["id"], again.json["id"]);
    assert_eq!(again.header("idempotency-replayed"), "true");
    let other = keyed("Two").await;
    assert_eq!(
        (other.status, other.code()),
        (422, "idempotency_key_reused")
    );
    let mut ids = Vec::new();
    for method in [Method::PUT, Method::DELETE, Method::PUT] {
        let answer = react(&world, method, &id, THUMB).await;
        ids.push(answer.json["id"].as_str().unwrap().to_owned());
    }
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn what_cannot_be_done_to_a_message_is_refused_before_anything_is_kept() {
    let world = world().await;
    let (_, foreign) = world.other_workspace().await;
    let foreign = foreign.account_id.to_string();
    let absent = MessageId::of(1 << 50).to_string();
    for answer in [
        edit(&world, THEIRS, "Mine").await,
        delete(&world, THEIRS).await,
    ] {
        assert_eq!((answer.status, answer.code()), (403, "not_own_message"));
    }
    let mut gone = Vec::new();
    for id in [absent.as_str(), "msg_nonsense", "2-nothing", "no%20id"] {
        for answer in [
            edit(&world, id, "Hello").await,
            delete(&world, id).await,
            react(&world, Method::PUT, id, THUMB).await,
        ] {
            assert_eq!(
                (answer.status, answer.code()),
                (404, "message_not_found"),
                "{id}"
            );
            gone.push(answer.bytes);
        }
    }
    gone.dedup();
    assert_eq!(gone.len(), 1, "one answer for all that is not there");
    for (emoji, path) in [
        ("a", "emoji"),
        ("%00", "emoji"),
        (&"%F0%9F%91%8D".repeat(11), "emoji"),
    ] {
        let answer = react(&world, Method::PUT, OWN, emoji).await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{emoji}"
        );
    }
    for (text, path) in [(" ", "text"), (&"x".repeat(8_001), "text")] {
        let answer = edit(&world, OWN, text).await;
        assert_eq!((answer.status, answer.issues()), (400, vec![path]));
    }
    for (query, path) in [("mode=later", "mode"), ("other=1", "other")] {
        let call = world.call(Method::DELETE, &format!("/v1/messages/{OWN}?{query}"));
        let answer = call.send().await;
        assert_eq!((answer.status, answer.issues()), (400, vec![path]));
    }
    let call = world.call(
        Method::DELETE,
        &format!("/v1/messages/{OWN}?account={foreign}"),
    );
    let answer = call.send().await;
    assert_eq!((answer.status, answer.code()), (404, "account_not_found"));
    let listed = world.get("/v1/sends").send().await;
    assert_eq!(listed.json["sends"], json!([]));
}

#[tokio::test]
async fn an_imported_message_stays_as_it_is() {
    let mut world = World::new().await;
    world.account = world.link("ACoAAimport", true).await;
    let page = vec![message(
        THREAD,
        "2-Mg==",
        "ACoAAimport",
        -2_000,
        "Good morning",
    )];
    world
        .observe(direct_thread(THREAD, john(), -1_000, 0), page)
        .await;
    let id = id_of(&world, OWN).await;
    let answer = edit(&world, &id, "Good evening").await;
    assert_eq!((answer.status, answer.code()), (403, "account_read_only"));
}

#[tokio::test]
async fn what_says_something_needs_a_yes_and_what_takes_back_needs_none() {
    let world = world().await;
    want_approval(&world).await;
    for (answer, state) in [
        (edit(&world, OWN, "Good evening").await, "awaiting_approval"),
        (
            react(&world, Method::PUT, THEIRS, THUMB).await,
            "awaiting_approval",
        ),
        (react(&world, Method::DELETE, THEIRS, THUMB).await, "queued"),
        (delete(&world, OWN).await, "queued"),
    ] {
        assert_eq!(answer.json["state"], state, "{}", answer.json["kind"]);
    }
    let waits = react(&world, Method::PUT, THEIRS, THUMB).await;
    let path = format!("/v1/sends/{}", waits.json["id"].as_str().unwrap());
    let changed = world.patch(&path, &json!({"text": "🎉"})).send().await;
    assert_eq!(
        (changed.status, changed.code()),
        (409, "send_not_changeable")
    );
    let later = json!({"send_at": at(3_600_000).to_string()});
    assert_eq!(world.patch(&path, &later).send().await.status, 200);
}

#[tokio::test]
async fn what_an_account_can_do_is_told_with_what_is_lacking() {
    let world = World::new().await;
    let capabilities = async |id: String| {
        let path = format!("/v1/accounts/{id}/capabilities");
        world.get(&path).send().await
    };
    let answer = capabilities(world.account.account_id.to_string()).await;
    let able = |name: &str| {
        let mut all = answer.json["abilities"].as_array().unwrap().iter();
        all.find(|ability| ability["name"] == name).unwrap().clone()
    };
    assert_eq!(answer.json["network"], "sandbox");
    let edit = able("edit_message");
    assert_eq!(
        (&edit["is_able"], &edit["within_seconds"]),
        (&json!(true), &json!(3_600))
    );
    assert_eq!(
        (&edit["reason"], &edit["needs"]),
        (&Value::Null, &Value::Null)
    );
    let imported = world.link("ACoAAimport", true).await.account_id.to_string();
    let answer = capabilities(imported).await;
    for ability in answer.json["abilities"].as_array().unwrap() {
        assert_eq!(ability["is_able"], false, "{ability}");
        assert_eq!(ability["reason"], "account_read_only");
        assert!(ability["needs"].as_str().unwrap().contains("linked seat"));
    }
    let (_, foreign) = world.other_workspace().await;
    let foreign = capabilities(foreign.account_id.to_string()).await;
    let absent = capabilities("acc_nobody".to_owned()).await;
    assert_eq!((foreign.status, foreign.code()), (404, "account_not_found"));
    assert_eq!(foreign.bytes, absent.bytes);
}
