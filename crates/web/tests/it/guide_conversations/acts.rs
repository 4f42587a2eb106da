//! What is done in conversations, with the network down: what is kept may still leave, and nothing else is done.

use axum::http::Method;
use domain::ids::ConversationId;
use serde_json::{Value, json};
use store::{conversations, ingest};

use super::{LIST, encoded};
use crate::world::{Answer, BEGINNING, JOHN, OWNER, THREAD, World, direct_thread, john};

async fn react(world: &World, place: &str, body: &Value) -> Answer {
    let call = world.post(&format!("{LIST}/{place}/react"), body);
    call.header("prefer", "wait=0").send().await
}

async fn delete(world: &World, place: &str) -> Answer {
    let call = world.call(Method::DELETE, &format!("{LIST}/{place}"));
    call.header("prefer", "wait=0").send().await
}

#[tokio::test]
async fn a_message_into_a_conversation_is_kept_and_says_so() {
    let world = World::new().await.with_john().await;
    let send = format!("{LIST}/send");
    let body = json!({"conversationUrn": THREAD, "message": " Hello! ", "messagingChannel": "auto", "subject": "None"});
    let call = world.post(&send, &body).header("prefer", "wait=0");
    let answer = call.header("idempotency-key", "k1").send().await;
    assert_eq!(answer.status, 202, "{}", answer.json);
    let urn = format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{THREAD})");
    let expected = json!({
        "success": true,
        "message": "Message accepted, not sent yet",
        "recipientProfileUrn": format!("urn:li:fsd_profile:{JOHN}"),
        "messageUrn": null,
        "conversationUrn": urn,
        "sendId": answer.json["sendId"],
        "accountId": world.account.account_id.to_string(),
        "state": "queued",
        "retryAt": null,
    });
    assert_eq!(answer.json, expected);
    assert_eq!(answer.header("x-ratelimit-action"), "MESSAGE");
    assert_eq!(answer.header("x-ratelimit-limit"), "150");
    // It is the same act by whichever route it is asked for.
    let again = json!({"conversationUrn": THREAD, "message": "Hello!"});
    let older = world.post("/linkedin/messaging/send", &again);
    let older = older
        .header("prefer", "wait=0")
        .header("idempotency-key", "k1");
    assert_eq!(older.send().await.json["sendId"], answer.json["sendId"]);
    for (body, path) in [
        (json!({"message": "x"}), "recipientProfileId"),
        (json!({"conversationUrn": THREAD}), "message"),
        (
            json!({"conversationUrn": THREAD, "message": " "}),
            "message",
        ),
        (
            json!({"conversationUrn": "x", "message": "x"}),
            "conversationUrn",
        ),
        (
            json!({"conversationUrn": THREAD, "message": "x", "messagingChannel": "pigeon"}),
            "messagingChannel",
        ),
    ] {
        let answer = world.post(&send, &body).send().await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{body}"
        );
    }
    let body =
        json!({"conversationUrn": THREAD, "message": "x", "messagingChannel": "sales_navigator"});
    let answer = world.post(&send, &body).send().await;
    assert_eq!(
        (answer.status, answer.code()),
        (400, "capability_unsupported")
    );
}

#[tokio::test]
async fn a_reaction_and_a_deletion_are_kept_and_name_their_message() {
    let world = World::new().await.with_john().await;
    let urn = |key: &str| format!("urn:li:msg_message:(urn:li:fsd_profile:{OWNER},{key})");
    let place = format!("{}/messages/{}", encoded(), "2-Mw%3D%3D");
    for (is_added, kind) in [(true, "reaction"), (false, "reaction_removal")] {
        let body = json!({"emoji": "👍", "react": is_added});
        let answer = react(&world, &place, &body).await;
        assert_eq!(answer.status, 202, "{}", answer.json);
        let expected = json!({
            "success": true, "messageUrn": urn("2-Mw=="), "emoji": "👍", "react": is_added,
            "sendId": answer.json["sendId"], "accountId": world.account.account_id.to_string(), "state": "queued",
        });
        assert_eq!(answer.json, expected);
        let send = world.get(answer.header("location")).send().await;
        assert_eq!((send.status, &send.json["kind"]), (200, &json!(kind)));
    }
    let own = format!(
        "{}/messages/{}",
        encoded(),
        urn("2-Mg==").replace(':', "%3A")
    );
    let answer = delete(&world, &own).await;
    assert_eq!(
        (answer.status, &answer.json["messageUrn"]),
        (202, &json!(urn("2-Mg==")))
    );
    for (body, path) in [
        (json!({"react": true}), "emoji"),
        (json!({"emoji": "👍"}), "react"),
        (json!({"emoji": "👍", "react": "yes"}), "react"),
        (json!({"emoji": "thumb", "react": true}), "emoji"),
    ] {
        let answer = react(&world, &place, &body).await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{body}"
        );
    }
    let answer = delete(&world, &place).await;
    assert_eq!((answer.status, answer.code()), (403, "not_own_message"));
}

#[tokio::test]
async fn a_message_is_found_in_its_own_conversation_only() {
    let world = World::new().await.with_john().await;
    let jane = crate::world::member("ACoAAAjane", "Jane", "Roe", Some(1));
    world
        .observe(direct_thread("2-amFuZQ==", jane, -9_000, 0), Vec::new())
        .await;
    let body = json!({"emoji": "👍", "react": true});
    let mut bytes = Vec::new();
    for place in [
        "2-amFuZQ==/messages/2-Mw==",
        "2-amFuZQ==/messages/2-bm9uZQ==",
        "2-bm9uZQ==/messages/2-Mw==",
    ] {
        for answer in [
            react(&world, place, &body).await,
            delete(&world, place).await,
        ] {
            assert_eq!(
                (answer.status, answer.code()),
                (404, "message_not_found"),
                "{place}"
            );
            bytes.push(answer.bytes);
        }
    }
    assert!(bytes.windows(2).all(|pair| pair[0] == pair[1]));
    let nowhere = react(&world, "x/messages/2-Mw==", &body).await;
    assert_eq!(
        (nowhere.status, nowhere.code()),
        (404, "conversation_not_found")
    );
}

#[tokio::test]
async fn what_the_network_cannot_be_told_is_not_done_here_either() {
    let world = World::new().await.with_john().await;
    for verb in ["mark-unread", "star", "unstar"] {
        let call = world.call(Method::PATCH, &format!("{LIST}/{}/{verb}", encoded()));
        let answer = call.send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (503, "network_unavailable"),
            "{verb}"
        );
    }
    // An import has no network at all; to put it in order here is what /v1 is for.
    let imported = world.link("robin-sample", true).await;
    let (account, thread) = (
        imported.clone(),
        direct_thread("2-aW1wb3J0", john(), -5_000, 0),
    );
    let write = world.store.write(move |tx| {
        ingest::observe(tx, &account, &thread, &[], BEGINNING)?;
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        conversations::find_by_thread_key(tx, workspace_id, account_id, "2-aW1wb3J0")
    });
    let id: ConversationId = write.await.unwrap().unwrap().conversation_id;
    for verb in ["mark-unread", "star", "unstar"] {
        let answer = world
            .call(Method::PATCH, &format!("{LIST}/{id}/{verb}"))
            .send()
            .await;
        assert_eq!(
            (answer.status, answer.code()),
            (403, "account_read_only"),
            "{verb}"
        );
    }
    let body = json!({"accountId": imported.account_id});
    let answer = world.post(&format!("{LIST}/sync"), &body).send().await;
    assert_eq!((answer.status, answer.code()), (403, "account_read_only"));
    let status = world.get(&format!("{LIST}/sync/status")).send().await;
    assert_eq!(status.json["accounts"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_known_conversation_exists_and_an_unknown_one_is_asked_of_the_network() {
    let world = World::new().await.with_john().await;
    for name in ["john-doe-123", JOHN] {
        let answer = world.get(&format!("{LIST}/exists/{name}")).send().await;
        let expected = json!({
            "success": true,
            "hasConversation": true,
            "conversationUrn": format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{THREAD})"),
            "profileUrn": format!("urn:li:fsd_profile:{JOHN}"),
            "accountId": world.account.account_id.to_string(),
        });
        assert_eq!((answer.status, answer.json), (200, expected), "{name}");
    }
    let answer = world.get(&format!("{LIST}/exists/jane-roe")).send().await;
    assert_eq!((answer.status, answer.code()), (503, "network_unavailable"));
    let imported = world.link("robin-sample", true).await.account_id;
    let address = format!("{LIST}/exists/jane-roe?accountId={imported}");
    let answer = world.get(&address).send().await;
    assert_eq!((answer.status, answer.code()), (404, "member_not_found"));
}

#[tokio::test]
async fn a_mailbox_that_is_read_in_needs_no_sync_and_one_that_is_not_says_so() {
    let world = World::new().await.with_john().await;
    let account = world.account.account_id.to_string();
    let sync = format!("{LIST}/sync");
    let refresh = json!({"conversationUrn": THREAD});
    let asked = world
        .post(&format!("{LIST}/refresh"), &refresh)
        .send()
        .await;
    assert_eq!(asked.status, 200);
    // Nobody reads it here.
    let answer = world
        .post_raw(&sync, "")
        .header("prefer", "wait=0")
        .send()
        .await;
    assert_eq!(
        (answer.status, &answer.json["isComplete"]),
        (200, &json!(false))
    );
    let state = async || {
        let status = world
            .get(&format!("{LIST}/sync/status?accountId={account}"))
            .send()
            .await;
        status.json["accounts"][0].clone()
    };
    assert_eq!(state().await["syncState"]["syncInProgress"], true);
    let (workspace_id, account_id) = (world.workspace_id, world.account.account_id);
    let read = world
        .store
        .write(move |tx| store::backfill::update(tx, workspace_id, account_id, THREAD, None));
    read.await.unwrap();
    let expected = json!({
        "accountId": account, "accountName": "Olive Owner", "accountPicture": null,
        "syncState": {
            "lastSyncAt": null, "syncInProgress": false, "totalConversations": 1, "totalMessages": 3,
            "consecutiveFailures": 0, "lastError": null, "initialSyncCompleted": true,
        },
    });
    assert_eq!(state().await, expected);
    let expected = json!({
        "success": true, "accountId": account, "conversationsProcessed": 0, "messagesProcessed": 0,
        "durationMs": 0, "durationSeconds": "0.00", "error": null, "isComplete": true,
    });
    let answer = world
        .post(&sync, &json!({"accountId": account, "force": false}))
        .send()
        .await;
    assert_eq!((answer.status, answer.json), (200, expected));
    let forced = world
        .post(&sync, &json!({"force": true}))
        .header("prefer", "wait=0");
    assert_eq!(forced.send().await.json["isComplete"], false);
}

#[tokio::test]
async fn a_refresh_says_what_is_read_anew_and_what_is_asked_wrongly_is_named() {
    let world = World::new().await.with_john().await;
    let (sync, refresh) = (format!("{LIST}/sync"), json!({"conversationUrn": THREAD}));
    let asked = world
        .post(&format!("{LIST}/refresh"), &refresh)
        .send()
        .await;
    let expected = json!({
        "success": true,
        "message": "Conversation refresh started",
        "conversationUrn": format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{THREAD})"),
        "accountId": world.account.account_id.to_string(),
    });
    assert_eq!((asked.status, asked.json), (200, expected));
    for (body, path) in [
        (json!({"force": "x"}), "force"),
        (json!({"accountId": 5}), "accountId"),
    ] {
        let answer = world.post(&sync, &body).send().await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{body}"
        );
    }
    let answer = world
        .post(&format!("{LIST}/refresh"), &json!({}))
        .send()
        .await;
    assert_eq!(
        (answer.status, answer.issues()),
        (400, vec!["conversationUrn"])
    );
}

#[tokio::test]
async fn a_file_is_handed_over_in_the_guides_words_and_goes_with_a_message() {
    let world = World::new().await.with_john().await;
    let upload = async |query: &str, media_type: &'static str, bytes: &'static [u8]| {
        let call = world.post_raw(&format!("{LIST}/upload-attachment{query}"), bytes);
        call.header("content-type", media_type).send().await
    };
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let kept = upload("?filename=Plan%20B.png", "image/png", png).await;
    let file = kept.json["attachment"].clone();
    let expected = json!({
        "success": true,
        "attachment": {"assetUrn": file["assetUrn"], "byteSize": 16, "mediaType": "image/png", "name": "Plan B.png"},
    });
    assert_eq!((kept.status, &kept.json), (200, &expected));
    let nameless = upload("", "text/plain", b"Hello").await;
    assert_eq!(nameless.json["attachment"]["name"], "attachment");
    let send = async |files: Value| {
        let body = json!({"conversationUrn": THREAD, "message": "Look", "attachments": files});
        let call = world.post(&format!("{LIST}/send"), &body);
        call.header("prefer", "wait=0").send().await
    };
    let sent = send(json!([{"file": file}, {"file": nameless.json["attachment"]}])).await;
    assert_eq!(sent.status, 202, "{}", sent.json);
    let shown = world.get(sent.header("location")).send().await;
    let names = [0, 1].map(|place| shown.json["attachments"][place]["name"].clone());
    assert_eq!(names, [json!("Plan B.png"), json!("attachment")]);
    let unknown = "urn:li:digitalmediaAsset:fil_01kaa0m2yhe9qtw7p4n8z1c5xv";
    for (files, path) in [
        (json!([{}]), "attachments.0.file.assetUrn"),
        (
            json!([{"file": {"assetUrn": "x"}}]),
            "attachments.0.file.assetUrn",
        ),
        (
            json!([{"file": file}, {"file": {"assetUrn": unknown}}]),
            "attachments.1.file.assetUrn",
        ),
        (json!("x"), "attachments"),
    ] {
        let answer = send(files.clone()).await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{files}"
        );
    }
    for (query, media_type, bytes, code) in [
        (
            "?filename=a%2Fb",
            "text/plain",
            &b"a"[..],
            "validation_error",
        ),
        ("", "text/plain", b"", "validation_error"),
        ("", "image/png", b"Hello", "attachment_type_mismatch"),
        (
            "?accountId=acc_none",
            "text/plain",
            b"a",
            "account_not_found",
        ),
    ] {
        assert_eq!(
            upload(query, media_type, bytes).await.code(),
            code,
            "{query} {media_type}"
        );
    }
}

#[tokio::test]
async fn media_is_fetched_from_the_accounts_own_network_and_from_nowhere_else() {
    let world = World::new().await;
    let account = world.account.account_id.to_string();
    let ask = async |account: &str, url: &str| {
        let body = json!({"accountId": account, "url": url});
        world
            .post(&format!("{LIST}/download-media"), &body)
            .send()
            .await
    };
    for url in [
        "https://www.linkedin.com/dms/prv/x",
        "https://media.licdn.com/x",
        "http://127.0.0.1:10/attachments/att-1-x",
        "http://127.0.0.1:9/control/att-1-x",
        "file:///etc/passwd",
        "x",
    ] {
        let answer = ask(&account, url).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "network_refused"),
            "{url}"
        );
    }
    let down = ask(&account, "http://127.0.0.1:9/attachments/att-1-x").await;
    assert_eq!((down.status, down.code()), (503, "network_unavailable"));
    let absent = ask("acc_none", "x").await;
    assert_eq!((absent.status, absent.code()), (404, "account_not_found"));
    let empty = world
        .post(&format!("{LIST}/download-media"), &json!({}))
        .send()
        .await;
    assert_eq!(
        (empty.status, empty.issues()),
        (400, vec!["accountId", "url"])
    );
    let imported = world
        .link("robin-sample", true)
        .await
        .account_id
        .to_string();
    assert_eq!(ask(&imported, "x").await.code(), "account_read_only");
}
