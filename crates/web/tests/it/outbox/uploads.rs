//! Files that are handed over before a message names them.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use super::create;
use crate::world::{Answer, THREAD, World};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

async fn upload(world: &World, query: &str, media_type: &str, bytes: &[u8]) -> Answer {
    let call = world.call(Method::POST, &format!("/v1/attachments{query}"));
    let call = call.body(Body::from(bytes.to_vec()));
    call.header("content-type", media_type).send().await
}

#[tokio::test]
async fn a_file_is_handed_over_read_back_and_named_by_messages() {
    let world = World::new().await.with_john().await;
    let kept = upload(&world, "?name=Plan%20B.png", "image/png", PNG).await;
    assert_eq!(kept.status, 201, "{}", kept.json);
    let id = kept.json["id"].as_str().unwrap().to_owned();
    assert_eq!(kept.header("location"), format!("/v1/attachments/{id}"));
    let shown = world.get(&format!("/v1/attachments/{id}")).send().await;
    assert_eq!(shown.json, kept.json);
    let content = world.get(kept.json["url"].as_str().unwrap()).send().await;
    assert_eq!((content.status, content.bytes.as_slice()), (200, PNG));
    assert_eq!(content.header("content-length"), PNG.len().to_string());
    assert_eq!(content.header("x-content-type-options"), "nosniff");
    assert_eq!(
        content.header("content-security-policy"),
        "default-src 'none'; sandbox"
    );
    let disposition = content.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"Plan B.png\""));
    let inline = json!({"name": "a.txt", "content_type": "text/plain", "content": "QQ=="});
    let body = json!({"conversation": THREAD, "attachments": [inline, {"id": id}]});
    let sent = create(&world, "k1", &body).await;
    assert_eq!(sent.status, 202, "{}", sent.json);
    let names = [0, 1].map(|place| sent.json["attachments"][place]["name"].clone());
    assert_eq!(names, [json!("a.txt"), json!("Plan B.png")]);
    // A repeat is answered with its send also when the file is gone; a new message finds it gone.
    world.clock.move_on(86_400_001);
    let again = create(&world, "k1", &body).await;
    assert_eq!(again.json["id"], sent.json["id"], "{}", again.json);
    let gone = create(&world, "k2", &body).await;
    assert_eq!(
        (gone.status, gone.issues()),
        (400, vec!["attachments.1.id"])
    );
    let carried = world.get(sent.json["attachments"][1]["url"].as_str().unwrap());
    assert_eq!(carried.send().await.bytes, PNG);
    let shown = world.get(&format!("/v1/attachments/{id}")).send().await;
    assert_eq!((shown.status, shown.code()), (404, "attachment_not_found"));
}

#[tokio::test]
async fn a_file_that_lies_about_its_type_or_size_is_not_kept() {
    let world = World::new().await;
    for (media_type, bytes) in [
        ("application/pdf", PNG),
        ("image/png", &b"Hello"[..]),
        ("text/plain", PNG),
    ] {
        let answer = upload(&world, "?name=a", media_type, bytes).await;
        let told = (answer.status, answer.code());
        assert_eq!(told, (422, "attachment_type_mismatch"), "{media_type}");
    }
    assert_eq!(used(&world).await, (0, 0));
    let corrected = upload(&world, "?name=a", "application/octet-stream", PNG).await;
    assert_eq!(corrected.json["content_type"], "image/png");
    let large = vec![b'a'; 5_000_001];
    let answer = upload(&world, "?name=a", "text/plain", &large).await;
    assert_eq!((answer.status, answer.code()), (413, "body_too_large"));
    for (query, media_type, bytes, path) in [
        ("", "text/plain", &b"a"[..], "name"),
        ("?name=a%2Fb", "text/plain", b"a", "name"),
        ("?name=a&other=1", "text/plain", b"a", "other"),
        ("?name=a", "text/plain", b"", "body"),
        ("?name=a", "text", b"a", "Content-Type"),
    ] {
        let answer = upload(&world, query, media_type, bytes).await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{query}"
        );
    }
    let call = world.call(Method::POST, "/v1/attachments?name=a");
    let untyped = call.body("a").without("content-type").send().await;
    assert_eq!(
        (untyped.status, untyped.issues()),
        (400, vec!["Content-Type"])
    );
    // Those that travel in the request are looked at, too.
    let inline = json!({"name": "a.pdf", "content_type": "application/pdf", "content": "aGVsbG8="});
    let refused = create(
        &world,
        "k1",
        &json!({"conversation": THREAD, "attachments": [inline]}),
    )
    .await;
    assert_eq!(
        (refused.status, refused.issues()),
        (400, vec!["attachments.0.content_type"])
    );
    assert_eq!(used(&world).await, (1, 16));
}

/// Files that take room, and their bytes.
async fn used(world: &World) -> (u32, i64) {
    let workspace_id = world.workspace_id;
    let now = world.app.now();
    let usage = world
        .store
        .read(move |tx| store::attachments::usage(tx, workspace_id, now));
    let usage = usage.await.unwrap();
    (usage.files, usage.bytes)
}

/// A body that comes in chunks, without saying how long it is, and may break off.
fn in_chunks(chunks: Vec<Result<Vec<u8>, &'static str>>) -> Body {
    Body::from_stream(futures_util::stream::iter(chunks))
}

#[tokio::test]
async fn a_file_comes_in_pieces_and_goes_out_in_pieces() {
    let world = World::new().await.with_john().await;
    let bytes: Vec<u8> = (0_u32..600_000)
        .map(|number| (number % 251) as u8)
        .collect();
    let chunks = bytes
        .chunks(7_000)
        .map(|chunk| Ok(chunk.to_vec()))
        .collect();
    let call = world
        .call(Method::POST, "/v1/attachments?name=a.bin")
        .body(in_chunks(chunks));
    let kept = call
        .header("content-type", "application/octet-stream")
        .send()
        .await;
    assert_eq!(
        (kept.status, kept.json["size"].as_u64()),
        (201, Some(600_000))
    );
    let content = world.get(kept.json["url"].as_str().unwrap()).send().await;
    assert_eq!(content.header("content-length"), "600000");
    assert!(content.bytes == bytes);
    let body = json!({"conversation": THREAD, "attachments": [{"id": kept.json["id"]}]});
    let sent = create(&world, "k1", &body).await;
    assert_eq!(sent.json["attachments"][0]["sha256"], kept.json["sha256"]);
}

#[tokio::test]
async fn nothing_stays_of_a_file_that_breaks_off_or_grows_too_large() {
    let world = World::new().await;
    let chunk = || Ok(vec![b'a'; 300_000]);
    for (chunks, told) in [
        (vec![chunk(), chunk(), Err("broken")], (400, "invalid_json")),
        (vec![chunk(); 17], (413, "body_too_large")),
    ] {
        let call = world
            .call(Method::POST, "/v1/attachments?name=a")
            .body(in_chunks(chunks));
        let answer = call.header("content-type", "text/plain").send().await;
        assert_eq!((answer.status, answer.code()), told);
        assert_eq!(used(&world).await, (0, 0));
    }
}

#[tokio::test]
async fn a_file_that_takes_too_long_is_not_kept() {
    let world = World::new().await;
    let clock = std::sync::Arc::clone(&world.clock);
    let slow = futures_util::stream::iter((0..3).map(move |_| {
        clock.move_on(600_000);
        Ok::<_, &'static str>(vec![b'a'; 300_000])
    }));
    let call = world
        .call(Method::POST, "/v1/attachments?name=a")
        .body(Body::from_stream(slow));
    let answer = call.header("content-type", "text/plain").send().await;
    assert_eq!((answer.status, answer.code()), (408, "upload_too_slow"));
    assert_eq!(used(&world).await, (0, 0));
}

#[tokio::test]
async fn a_file_is_there_for_those_only_who_see_its_account() {
    let world = World::new().await.with_john().await;
    let other = world.link("ACoAAAsecond", false).await;
    let scopes = [app::Scope::Read, app::Scope::Write];
    let limited = async |account_id| world.limited_key(&scopes, &[account_id]).await;
    let (mine, theirs) = (
        limited(world.account.account_id).await,
        limited(other.account_id).await,
    );
    let call = world.call(Method::POST, "/v1/attachments?name=a").body("a");
    let kept = call
        .header("content-type", "text/plain")
        .key(&theirs)
        .send()
        .await;
    assert_eq!(
        kept.json["account_id"],
        other.account_id.to_string(),
        "{}",
        kept.json
    );
    let address = format!("/v1/attachments/{}", kept.json["id"].as_str().unwrap());
    assert_eq!(world.get(&address).key(&theirs).send().await.status, 200);
    for address in [address.clone(), format!("{address}/content")] {
        let answer = world.get(&address).key(&mine).send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (404, "attachment_not_found")
        );
    }
    let body = json!({"conversation": THREAD, "attachments": [{"id": kept.json["id"]}]});
    let call = world
        .post("/v1/messages", &body)
        .key(&mine)
        .header("prefer", "wait=0");
    let refused = call.header("idempotency-key", "k1").send().await;
    assert_eq!(
        (refused.status, refused.issues()),
        (400, vec!["attachments.0.id"])
    );
    let address = format!("/v1/attachments?name=a&account={}", other.account_id);
    let call = world.call(Method::POST, &address).body("a");
    let refused = call
        .header("content-type", "text/plain")
        .key(&mine)
        .send()
        .await;
    assert_eq!((refused.status, refused.code()), (404, "account_not_found"));
}

#[tokio::test]
async fn a_file_of_another_workspace_is_as_absent_as_one_that_never_was() {
    let world = World::new().await;
    let kept = upload(&world, "?name=a", "text/plain", b"a").await;
    let id = kept.json["id"].as_str().unwrap();
    let (other, _) = world.other_workspace().await;
    let stranger = world.key_for(other, &[app::Scope::Read], None).await;
    let mut answers = Vec::new();
    for path in [id, "fil_nobody"] {
        for suffix in ["", "/content"] {
            let call = world.get(&format!("/v1/attachments/{path}{suffix}"));
            answers.push(call.key(&stranger).send().await.bytes);
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}
