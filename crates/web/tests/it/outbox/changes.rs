//! What people do with a send that has not left: withdraw, change, approve, reject it.

use app::Scope;
use domain::policy::Policy;
use serde_json::{Value, json};

use super::{ask, create, created, hello, want_approval, world};
use crate::world::at;

#[tokio::test]
async fn a_send_is_withdrawn_once_and_for_good() {
    let world = world().await;
    let send = created(&world, "k", &hello()).await;
    let id = send["id"].as_str().unwrap();
    for _ in 0..2 {
        let answer = ask(&world, &format!("{id}/cancel"), &json!({})).await;
        assert_eq!(
            (answer.status, &answer.json["state"]),
            (200, &json!("cancelled"))
        );
    }
    let edit = world.patch(&format!("/v1/sends/{id}"), &json!({"text": "Hi!"}));
    let answer = edit.send().await;
    assert_eq!((answer.status, answer.code()), (409, "send_not_changeable"));
    let answer = ask(&world, &format!("{id}/reject"), &json!({})).await;
    assert_eq!((answer.status, answer.code()), (409, "no_approval_needed"));
}

#[tokio::test]
async fn a_send_is_changed_until_it_leaves() {
    let world = world().await;
    let send = created(&world, "k", &hello()).await;
    let id = send["id"].as_str().unwrap();
    let patch = async |body: Value| {
        let call = world.patch(&format!("/v1/sends/{id}"), &body);
        call.send().await
    };
    let later = at(7_200_000).to_string();
    let answer = patch(json!({"send_at": later})).await;
    let fields =
        ["state", "held_by", "retry_at", "send_at"].map(|field| answer.json[field].clone());
    assert_eq!(
        fields,
        [
            json!("scheduled"),
            json!("send_at"),
            json!(later),
            json!(later)
        ]
    );
    let answer = patch(json!({"text": "Hi!"})).await;
    assert_eq!(
        (&answer.json["text"], &answer.json["send_at"]),
        (&json!("Hi!"), &json!(later))
    );
    assert!(answer.json["edited_at"].is_string());
    let answer = patch(json!({"send_at": at(-1).to_string()})).await;
    assert_eq!(answer.json["state"], "queued");
    for (body, code) in [
        (json!({}), "required"),
        (json!({"text": "x".repeat(8_001)}), "too_long"),
        (json!({"text": "\u{0}"}), "control_character"),
        (json!({"expires_at": at(-1).to_string()}), "out_of_range"),
        (json!({"state": "sent"}), "required"),
    ] {
        let answer = patch(body.clone()).await;
        assert_eq!(answer.json["issues"][0]["code"], code, "{body}");
    }
}

#[tokio::test]
async fn a_yes_is_for_exactly_these_words() {
    let world = world().await;
    want_approval(&world).await;
    let send = created(&world, "k", &hello()).await;
    assert_eq!(
        (&send["state"], &send["held_by"]),
        (&json!("awaiting_approval"), &json!("approval"))
    );
    let id = send["id"].as_str().unwrap();
    let approve = async |hash: &Value| {
        ask(
            &world,
            &format!("{id}/approve"),
            &json!({"content_hash": hash}),
        )
        .await
    };
    let old = send["content_hash"].clone();
    let edit = world.patch(&format!("/v1/sends/{id}"), &json!({"text": "Hi!"}));
    let edited = edit.send().await.json;
    assert_ne!(edited["content_hash"], old);
    let answer = approve(&old).await;
    assert_eq!((answer.status, answer.code()), (409, "approval_mismatch"));
    assert_eq!(approve(&json!("abc")).await.code(), "validation_error");
    let answer = approve(&edited["content_hash"]).await;
    assert_eq!(
        (answer.status, &answer.json["state"]),
        (200, &json!("queued"))
    );
    assert_eq!(answer.json["approval"]["is_valid"], true);
    let again = approve(&edited["content_hash"]).await;
    assert_eq!((again.status, again.code()), (409, "no_approval_needed"));
    // Changed behind the yes: it is void.
    let edit = world.patch(
        &format!("/v1/sends/{id}"),
        &json!({"text": "Something else"}),
    );
    let answer = edit.send().await;
    let fields = (&answer.json["state"], &answer.json["approval"]);
    assert_eq!(fields, (&json!("awaiting_approval"), &Value::Null));
    let answer = ask(&world, &format!("{id}/reject"), &json!({})).await;
    assert_eq!(answer.json["state"], "cancelled");
}

#[tokio::test]
async fn a_yes_to_a_message_for_later_waits_with_it() {
    let world = world().await;
    want_approval(&world).await;
    let mut body = hello();
    body["send_at"] = json!(at(3_600_000).to_string());
    let send = created(&world, "k", &body).await;
    let id = send["id"].as_str().unwrap();
    let yes = json!({"content_hash": send["content_hash"]});
    let answer = ask(&world, &format!("{id}/approve"), &yes).await;
    let fields = (&answer.json["state"], &answer.json["held_by"]);
    assert_eq!(fields, (&json!("scheduled"), &json!("send_at")));
}

#[tokio::test]
async fn sends_of_others_are_absent() {
    let world = world().await;
    let send = created(&world, "k", &hello()).await;
    let id = send["id"].as_str().unwrap();
    let (other, _) = world.other_workspace().await;
    let key = world.key_for(other, &[Scope::Admin], None).await;
    let edit = json!({"text": "x"});
    let hash = json!({"content_hash": "0".repeat(64)});
    let answers = [
        world.get(&format!("/v1/sends/{id}")).key(&key).send().await,
        world
            .patch(&format!("/v1/sends/{id}"), &edit)
            .key(&key)
            .send()
            .await,
        world
            .post(&format!("/v1/sends/{id}/cancel"), &json!({}))
            .key(&key)
            .send()
            .await,
        world
            .post(&format!("/v1/sends/{id}/approve"), &hash)
            .key(&key)
            .send()
            .await,
        world
            .post(&format!("/v1/sends/{id}/reject"), &json!({}))
            .key(&key)
            .send()
            .await,
    ];
    for answer in answers {
        assert_eq!((answer.status, answer.code()), (404, "send_not_found"));
    }
    let listed = world.get("/v1/sends").key(&key).send().await;
    assert_eq!(listed.json["sends"], json!([]));
}

#[tokio::test]
async fn whoever_hands_over_cannot_say_yes() {
    let world = world().await;
    want_approval(&world).await;
    let send = created(&world, "k", &hello()).await;
    let id = send["id"].as_str().unwrap();
    let yes = json!({"content_hash": send["content_hash"]});
    let answer = world
        .post(&format!("/v1/sends/{id}/approve"), &yes)
        .send()
        .await;
    assert_eq!((answer.status, answer.code()), (403, "insufficient_scope"));
}

#[tokio::test]
async fn a_repeat_is_shown_what_has_become_of_its_send() {
    let world = world().await;
    let send = created(&world, "k", &hello()).await;
    let id = send["id"].as_str().unwrap();
    ask(&world, &format!("{id}/cancel"), &json!({})).await;
    let again = create(&world, "k", &hello()).await;
    assert_eq!(
        (again.status, &again.json["state"]),
        (201, &json!("cancelled"))
    );
    assert_eq!(again.header("idempotency-replayed"), "true");
}

#[tokio::test]
async fn without_approval_a_message_for_later_leaves_at_its_time() {
    let world = world().await;
    want_approval(&world).await;
    let mut body = hello();
    body["send_at"] = json!(at(3_600_000).to_string());
    created(&world, "k", &body).await;
    let account_id = world.account.account_id;
    let changed = world
        .app
        .change_policy(world.workspace_id, account_id, Policy::guide());
    changed.await.unwrap();
    let forecast = world.get("/v1/forecast").send().await;
    let foreseen = &forecast.json["sends"][0];
    assert_eq!(
        (&foreseen["fate"], &foreseen["at"]),
        (&json!("leaves"), &json!(at(3_600_000).to_string()))
    );
}
