//! Files and the answered message at the doors.

use app::Scope;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::ids::MessageId;
use serde_json::{Value, json};
use store::messages;

use super::{ask, create, created, hello, want_approval, world};
use crate::world::World;

fn file(name: &str, bytes: &[u8]) -> Value {
    json!({"name": name, "content_type": "text/plain", "content": STANDARD.encode(bytes)})
}

fn laden() -> Value {
    let mut body = hello();
    body["attachments"] = json!([file("a.txt", b"abc"), file("b.txt", b"\0\xff")]);
    body["reply_to"] = json!("2-Mw==");
    body
}

#[tokio::test]
async fn files_are_kept_and_shown_without_their_bytes() {
    let world = world().await;
    let mut body = laden();
    body.as_object_mut().unwrap().remove("text");
    let send = created(&world, "k1", &body).await;
    assert_eq!(send["text"], "");
    assert_eq!(send["reply_to"], "2-Mw==");
    let id = send["id"].as_str().unwrap();
    assert_eq!(
        send["attachments"][0],
        json!({
            "name": "a.txt", "content_type": "text/plain", "size": 3,
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "url": format!("/v1/sends/{id}/attachments/0"),
        })
    );
    assert_eq!(send["attachments"][1]["size"], 2);
    let shown = world.get(&format!("/v1/sends/{id}")).send().await;
    assert_eq!(shown.json, send);
    let listed = world.get("/v1/sends").send().await;
    assert_eq!(listed.json["sends"], json!([send]));
    let batch = json!({"messages": [{
        "idempotency_key": "k2", "conversation": crate::world::THREAD, "attachments": [file("c.txt", b"c")],
    }]});
    let answer = world.post("/v1/messages/batch", &batch).send().await;
    let result = &answer.json["results"][0];
    assert_eq!(result["status"], 202, "{result}");
    assert_eq!(result["send"]["attachments"][0]["name"], "c.txt");
}

#[tokio::test]
async fn whoever_approves_can_read_the_files() {
    let world = world().await;
    want_approval(&world).await;
    let mut body = laden();
    let page = json!({"name": "Plan „B“.html", "content_type": "text/html", "content": STANDARD.encode("<script>")});
    body["attachments"].as_array_mut().unwrap().push(page);
    let send = created(&world, "k1", &body).await;
    assert_eq!(send["state"], "awaiting_approval");
    let read = async |address: &str| world.get(address).key(&world.admin).send().await;
    let addresses = [0, 1, 2].map(|place| {
        send["attachments"][place]["url"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    for (place, (media_type, bytes)) in [
        ("text/plain", &b"abc"[..]),
        ("text/plain", b"\0\xff"),
        ("text/html", b"<script>"),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = read(&addresses[place]).await;
        assert_eq!((answer.status, answer.bytes.as_slice()), (200, bytes));
        assert_eq!(answer.header("content-type"), media_type);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; sandbox"
        );
    }
    let stored =
        "attachment; filename=\"Plan _B_.html\"; filename*=UTF-8''Plan%20%E2%80%9EB%E2%80%9C.html";
    assert_eq!(
        read(&addresses[2]).await.header("content-disposition"),
        stored
    );
    let id = send["id"].as_str().unwrap();
    for (address, code) in [
        (
            format!("/v1/sends/{id}/attachments/3"),
            "attachment_not_found",
        ),
        (
            format!("/v1/sends/{id}/attachments/first"),
            "attachment_not_found",
        ),
        (
            format!("/v1/sends/{id}/attachments/-1"),
            "attachment_not_found",
        ),
        ("/v1/sends/snd_x/attachments/0".to_owned(), "send_not_found"),
    ] {
        let answer = read(&address).await;
        assert_eq!((answer.status, answer.code()), (404, code), "{address}");
    }
    let (stranger, _) = world.other_workspace().await;
    let key = world.key_for(stranger, &[Scope::Read], None).await;
    let answer = world.get(&addresses[0]).key(&key).send().await;
    assert_eq!((answer.status, answer.code()), (404, "send_not_found"));
}

#[tokio::test]
async fn a_message_is_answered_by_every_name_of_it() {
    let world = world().await;
    let (workspace_id, number) = (world.workspace_id, world.account.number);
    let found = world.store.read(move |tx| {
        messages::find_by_ref(tx, workspace_id, number, messages::NETWORK, "2-Mw==")
    });
    let own = MessageId::of(found.await.unwrap().unwrap().doc).to_string();
    let urn = "urn:li:messagingMessage:2-Mw==";
    for (number, name) in (1..).zip([own.as_str(), urn, "2-Mw=="]) {
        let mut body = hello();
        body["reply_to"] = json!(name);
        let send = created(&world, &format!("k{number}"), &body).await;
        assert_eq!(send["reply_to"], "2-Mw==", "{name}");
    }
    for (name, code) in [("2-OTk=", "not_found"), ("nothing:", "invalid")] {
        let mut body = hello();
        body["reply_to"] = json!(name);
        let answer = create(&world, "k", &body).await;
        assert_eq!((answer.status, answer.code()), (400, "validation_error"));
        assert_eq!(answer.issues(), ["reply_to"]);
        assert_eq!(answer.json["issues"][0]["code"], code);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_named_with_its_place() {
    let world = world().await;
    let with = |field: &str, value: Value| {
        let mut file = file("a.txt", b"abc");
        file[field] = value;
        file
    };
    let large = STANDARD.encode(vec![7; domain::limits::ATTACHMENT_BYTES_MAX + 1]);
    for (wrong, path, code) in [
        (
            with("name", json!("a/b")),
            "attachments.1.name",
            "wrong_form",
        ),
        (with("name", json!(null)), "attachments.1.name", "required"),
        (
            with("content_type", json!("text")),
            "attachments.1.content_type",
            "wrong_form",
        ),
        (
            with("content", json!("abc")),
            "attachments.1.content",
            "wrong_form",
        ),
        (
            with("content", json!("a-c_")),
            "attachments.1.content",
            "wrong_form",
        ),
        (with("content", json!("")), "attachments.1.content", "empty"),
        (
            with("content", json!(7)),
            "attachments.1.content",
            "wrong_type",
        ),
        (
            with("content", json!(null)),
            "attachments.1.content",
            "required",
        ),
        (
            with("content", json!(large)),
            "attachments.1.content",
            "too_large",
        ),
        (
            with("size", json!(3)),
            "attachments.1.size",
            "unknown_field",
        ),
        (json!("file"), "attachments.1", "wrong_type"),
    ] {
        let mut body = hello();
        body["attachments"] = json!([file("fine.txt", b"fine"), wrong]);
        let answer = create(&world, "k", &body).await;
        assert_eq!((answer.status, answer.code()), (400, "validation_error"));
        let issue = &answer.json["issues"][0];
        assert_eq!(
            (&issue["path"], &issue["code"]),
            (&json!(path), &json!(code))
        );
    }
}

#[tokio::test]
async fn a_message_without_words_needs_a_file_and_takes_ten() {
    let world = world().await;
    let many: Vec<_> = (0..11).map(|_| file("a", b"a")).collect();
    for (attachments, code) in [(json!(many), "too_many"), (json!({}), "wrong_type")] {
        let mut body = hello();
        body["attachments"] = attachments;
        let answer = create(&world, "k", &body).await;
        assert_eq!(answer.json["issues"][0]["code"], code);
    }
    let mut wordless = hello();
    wordless["text"] = json!("");
    wordless["attachments"] = json!([]);
    let answer = create(&world, "k", &wordless).await;
    assert_eq!(answer.json["issues"][0]["code"], "empty");
    let listed = world.get("/v1/sends").send().await;
    assert_eq!(listed.json["sends"], json!([]));
}

#[tokio::test]
async fn the_body_of_a_message_may_be_larger_than_others_and_is_bounded() {
    let world = world().await;
    let mut body = hello();
    let large = vec![7; domain::limits::ATTACHMENTS_BYTES_MAX / 2];
    body["attachments"] = json!([file("one", &large), file("two", &large)]);
    created(&world, "k1", &body).await;
    body["attachments"] = json!([
        file("one", &large),
        file("two", &large),
        file("three", &large)
    ]);
    let answer = create(&world, "k2", &body).await;
    assert_eq!((answer.status, answer.code()), (413, "body_too_large"));
    let guides = json!({"conversationUrn": crate::world::THREAD, "message": "x", "extra": body});
    let answer = world.post("/linkedin/messaging/send", &guides).send().await;
    assert_eq!((answer.status, answer.code()), (413, "body_too_large"));
}

#[tokio::test]
async fn a_key_stands_for_the_files_and_the_answer_too() {
    let world = world().await;
    let first = created(&world, "k1", &laden()).await;
    let again = create(&world, "k1", &laden()).await;
    assert_eq!(again.json["id"], first["id"]);
    let mut other_bytes = laden();
    other_bytes["attachments"][0] = file("a.txt", b"abd");
    let mut other_answer = laden();
    other_answer["reply_to"] = json!("2-MQ==");
    for other in [other_bytes, other_answer, hello()] {
        let answer = create(&world, "k1", &other).await;
        assert_eq!(
            (answer.status, answer.code()),
            (422, "idempotency_key_reused")
        );
    }
}

/// The hash of what is to be approved.
async fn hash(world: &World, key: &str, body: &Value) -> Value {
    created(world, key, body).await["content_hash"].clone()
}

#[tokio::test]
async fn a_yes_is_to_the_files_and_the_answer_too() {
    let world = world().await;
    want_approval(&world).await;
    let mut other = laden();
    other["attachments"][1] = file("b.txt", b"\0\xfe");
    let without = hash(&world, "k1", &hello()).await;
    let others = hash(&world, "k2", &other).await;
    let send = created(&world, "k3", &laden()).await;
    let id = send["id"].as_str().unwrap();
    for wrong in [without, others] {
        let yes = json!({"content_hash": wrong});
        let answer = ask(&world, &format!("{id}/approve"), &yes).await;
        assert_eq!((answer.status, answer.code()), (409, "approval_mismatch"));
    }
    let yes = json!({"content_hash": send["content_hash"]});
    let answer = ask(&world, &format!("{id}/approve"), &yes).await;
    assert_eq!(
        (answer.status, &answer.json["state"]),
        (200, &json!("queued"))
    );
    let edit = world.patch(&format!("/v1/sends/{id}"), &json!({"text": "Other words"}));
    let edited = edit.send().await.json;
    assert_eq!(edited["attachments"], send["attachments"]);
    assert_eq!(edited["reply_to"], send["reply_to"]);
    assert_eq!(edited["state"], "awaiting_approval");
}

#[tokio::test]
async fn a_dry_run_judges_files_and_keeps_none() {
    let world = world().await;
    let mut body = laden();
    body["dry_run"] = json!(true);
    let answer = world.post("/v1/messages", &body).send().await;
    assert_eq!(
        (answer.status, &answer.json["state"]),
        (200, &json!("queued"))
    );
    body["reply_to"] = json!("2-OTk=");
    let answer = world.post("/v1/messages", &body).send().await;
    assert_eq!(answer.status, 400);
    let listed = world.get("/v1/sends").send().await;
    assert_eq!(listed.json["sends"], json!([]));
    let reader = world
        .key_for(world.workspace_id, &[Scope::Read], None)
        .await;
    let call = world.post("/v1/messages", &body).key(&reader);
    assert_eq!(call.send().await.status, 403);
}
