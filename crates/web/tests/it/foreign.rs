//! What belongs to another workspace is as absent as what never was: the same status, the same bytes.

use app::Scope;
use axum::http::Method;
use domain::ids::{ConversationId, PersonId};
use serde_json::{Value, json};
use store::{conversations, people};

use crate::world::{JOHN, THREAD, World};

const INBOX: &str = "/linkedin/messaging/recent-messages";
const DETAILS: &str = "/linkedin/messaging/conversation-details";
const SEND: &str = "/linkedin/messaging/send";

/// Status and bytes of a request.
async fn answer(world: &World, key: &str, address: &str, body: Option<&Value>) -> (u16, Vec<u8>) {
    let call = match body {
        Some(body) => world.post(address, body).header("prefer", "wait=0"),
        None => world.call(Method::GET, address),
    };
    let answer = call.key(key).send().await;
    (answer.status, answer.bytes)
}

/// Every route that names an account, with `ACCOUNT` in its place in the address; a body gets it as `accountId`.
fn requests() -> Vec<(String, Option<Value>)> {
    let reads = [
        format!("{INBOX}?accountId=ACCOUNT"),
        format!("{DETAILS}?conversationUrn={THREAD}&accountId=ACCOUNT"),
        "/linkedin/account/status?accountId=ACCOUNT".to_owned(),
        "/linkedin/account/ACCOUNT/status".to_owned(),
        "/linkedin/account/ACCOUNT/quota".to_owned(),
        "/linkedin/inmail/credits?accountId=ACCOUNT".to_owned(),
        "/linkedin/relationship/john-doe-123?accountId=ACCOUNT".to_owned(),
        "/linkedin/relationship/ACCOUNT/john-doe-123".to_owned(),
    ];
    let acts = [
        (
            "messaging/send",
            json!({"recipientProfileId": JOHN, "message": "x"}),
        ),
        (
            "messaging/send-with-typing",
            json!({"conversationUrn": THREAD, "message": "x"}),
        ),
        (
            "messaging/send-with-ack",
            json!({"conversationUrn": THREAD, "message": "x", "messageUrns": []}),
        ),
        (
            "messaging/send-group",
            json!({"conversationUrn": THREAD, "message": "x"}),
        ),
        (
            "messaging/send-group-with-typing",
            json!({"conversationUrn": THREAD, "message": "x"}),
        ),
        (
            "messaging/send-group-with-ack",
            json!({"conversationUrn": THREAD, "message": "x", "messageUrns": []}),
        ),
        (
            "message",
            json!({"recipientProfileId": JOHN, "message": "x"}),
        ),
        (
            "messaging/typing-indicator",
            json!({"conversationUrn": THREAD}),
        ),
        ("messaging/mark-seen", json!({"conversationUrn": THREAD})),
        ("messaging/mark-all-read", json!({})),
        ("messaging/check-email-support", json!({"profileId": JOHN})),
        ("connect", json!({"profileId": JOHN})),
    ];
    let mut requests: Vec<(String, Option<Value>)> =
        reads.into_iter().map(|address| (address, None)).collect();
    for (route, body) in acts {
        requests.push((format!("/linkedin/{route}"), Some(body)));
    }
    requests
}

#[tokio::test]
async fn a_foreign_account_is_absent_on_every_route() {
    let world = World::new().await.with_john().await;
    let (_, foreign) = world.other_workspace().await;
    let absent = domain::ids::AccountId::from_bytes([1; 16]).to_string();
    let foreign = foreign.account_id.to_string();
    for (address, body) in requests() {
        let ask = async |account: &str| {
            let body = body.clone().map(|mut body| {
                body["accountId"] = json!(account);
                body
            });
            let address = address.replace("ACCOUNT", account);
            answer(&world, &world.key, &address, body.as_ref()).await
        };
        let (of_foreign, of_absent) = (ask(&foreign).await, ask(&absent).await);
        assert_eq!(of_foreign.0, 404, "{address}");
        assert_eq!(of_foreign, of_absent, "{address}");
        let body: Value = serde_json::from_slice(&of_foreign.1).unwrap();
        assert_eq!(body["code"], "account_not_found", "{address}");
    }
    let malformed = world
        .get("/linkedin/account/507f1f77bcf86cd799439011/status")
        .send()
        .await;
    assert_eq!(
        (malformed.status, &malformed.json["error"]),
        (400, &json!("Invalid account ID format"))
    );
}

/// The ids that this gateway gave the thread with John, and John.
async fn own_ids(world: &World) -> (ConversationId, PersonId) {
    let account = world.account.clone();
    let find = move |tx: &mut store::Tx<'_>| {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let found = conversations::find_by_thread_key(tx, workspace_id, account_id, THREAD)?;
        let person = people::find_by_member_key(tx, workspace_id, "sandbox", JOHN)?;
        Ok((found.unwrap().conversation_id, person.unwrap().person_id))
    };
    world.store.read(find).await.unwrap()
}

#[tokio::test]
async fn own_ids_of_another_workspace_are_absent_on_live_routes() {
    let world = World::new().await.with_john().await;
    let (workspace_id, _) = world.other_workspace().await;
    let scopes = [Scope::Read, Scope::Write];
    let stranger = world.key_for(workspace_id, &scopes, None).await;
    let (conversation, person) = own_ids(&world).await;
    let (conversation, person) = (conversation.to_string(), person.to_string());
    let absent_conversation = ConversationId::from_bytes([1; 16]).to_string();
    let absent_person = PersonId::from_bytes([1; 16]).to_string();
    let of_thread = |id: &str| json!({"conversationUrn": id, "message": "x"});
    for route in ["send", "send-with-typing", "typing-indicator", "mark-seen"] {
        let address = format!("/linkedin/messaging/{route}");
        let foreign = answer(&world, &stranger, &address, Some(&of_thread(&conversation))).await;
        let body = of_thread(&absent_conversation);
        let absent = answer(&world, &stranger, &address, Some(&body)).await;
        assert_eq!((foreign.0, &foreign), (404, &absent), "{route}");
    }
    let of_person = |id: &str| json!({"profileId": id, "recipientProfileId": id, "message": "x"});
    for route in ["connect", "messaging/check-email-support", "messaging/send"] {
        let address = format!("/linkedin/{route}");
        let foreign = answer(&world, &stranger, &address, Some(&of_person(&person))).await;
        let absent = answer(
            &world,
            &stranger,
            &address,
            Some(&of_person(&absent_person)),
        )
        .await;
        assert_eq!((foreign.0, &foreign), (404, &absent), "{route}");
    }
    let relationship = |id: &str| format!("/linkedin/relationship/{id}");
    let foreign = answer(&world, &stranger, &relationship(&person), None).await;
    let absent = answer(&world, &stranger, &relationship(&absent_person), None).await;
    assert_eq!((foreign.0, &foreign), (404, &absent));
    // Their owner reaches the network with them, which is down.
    for (route, body) in [
        ("connect", of_person(&person)),
        ("messaging/mark-seen", of_thread(&conversation)),
    ] {
        let own = answer(
            &world,
            &world.key,
            &format!("/linkedin/{route}"),
            Some(&body),
        )
        .await;
        assert_eq!(own.0, 503, "{route}");
    }
}

#[tokio::test]
async fn another_workspace_sees_nothing_of_this_one() {
    let world = World::new().await.with_john().await;
    let (workspace_id, _) = world.other_workspace().await;
    let key = world
        .key_for(workspace_id, &[Scope::Read, Scope::Write], None)
        .await;
    let answer = world.get(INBOX).key(&key).send().await;
    assert_eq!((answer.status, &answer.json["total"]), (200, &json!(0)));
    let answer = world
        .get(&format!("{DETAILS}?conversationUrn={THREAD}"))
        .key(&key)
        .send()
        .await;
    assert_eq!(
        (answer.status, answer.code()),
        (404, "conversation_not_found")
    );
    // A thread that the store does not know is asked of the network, which is down: for both alike.
    let mut answers = Vec::new();
    for thread in [THREAD, "2-YWJzZW50"] {
        let body = json!({"conversationUrn": thread, "message": "x"});
        let call = world.post(SEND, &body).header("prefer", "wait=0");
        let answer = call.key(&key).send().await;
        answers.push((answer.status, answer.bytes));
    }
    assert_ne!(answers[0].0, 202);
    assert_eq!(answers[0], answers[1]);
}
