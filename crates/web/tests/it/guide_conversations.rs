//! The newer half of the guide's contract, field by field: reads, with the network down. What succeeds on a network is asked
//! of the program itself.

mod acts;
mod older;

use app::Scope;
use axum::http::Method;
use domain::conversation::Desk;
use domain::ids::ConversationId;
use domain::network::Attachment;
use serde_json::{Value, json};
use store::desks;

use crate::world::{
    BEGINNING, JOHN, OWNER, THREAD, World, at, direct_thread, john, member, message,
};

pub(crate) const LIST: &str = "/linkedin/conversations";

/// The thread with John, as it may stand in an address.
pub(crate) fn encoded() -> String {
    let urn = format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{THREAD})");
    urn.replace(':', "%3A").replace('=', "%3D")
}

fn john_shown() -> Value {
    json!({
        "profileId": JOHN,
        "name": "John Doe",
        "headline": "Software Engineer",
        "profileUrl": format!("https://www.linkedin.com/in/{JOHN}"),
        "profilePicture": "https://media.example/john.svg",
        "distance": "DISTANCE_1",
        "profileUrn": format!("urn:li:fsd_profile:{JOHN}"),
        "publicId": "john-doe-123",
    })
}

/// The threads of a page, by their bare ids.
async fn threads(world: &World, query: &str) -> Vec<String> {
    let page = world.get(&format!("{LIST}?{query}")).send().await;
    assert_eq!(page.status, 200, "{query}: {}", page.json);
    let found = page.json["conversations"].as_array().unwrap().iter();
    let ids = found.map(|one| one["conversationId"].as_str().unwrap().to_owned());
    ids.collect()
}

#[tokio::test]
async fn the_newer_list_is_the_documented_one_and_more() {
    let world = World::new().await.with_john().await;
    let answer = world.get(LIST).send().await;
    let account = world.account.account_id.to_string();
    let expected = json!({
        "success": true,
        "conversations": [{
            "conversationUrn": format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{THREAD})"),
            "conversationId": THREAD,
            "lastActivityAt": at(-1_000).to_string(),
            "unreadCount": 2,
            "participants": [john_shown()],
            "latestMessage": {
                "text": "Hello, how are you?",
                "sentAt": BEGINNING.millis() - 1_000,
                "senderName": "John Doe",
                "hasAttachment": false,
                "messageUrn": format!("urn:li:msg_message:(urn:li:fsd_profile:{OWNER},2-Mw==)"),
                "isSentByOwner": false,
            },
            "source": null,
            "salesNavThreadId": null,
            "accountId": account,
            "backendConversationUrn": format!("urn:li:messagingThread:{THREAD}"),
            "isRead": false,
            "isStarred": false,
            "title": null,
            "labels": [],
        }],
        "accounts": [{"id": account, "name": "Olive Owner"}],
        "nextCursor": null,
        "hasMore": false,
        "fromCache": true,
    });
    assert_eq!((answer.status, answer.json), (200, expected));
}

#[tokio::test]
async fn the_newer_list_has_the_filters_of_both_generations() {
    let world = World::new().await.with_john().await;
    let other = member("ACoAAAjane", "Jane", "Roe", Some(2));
    let said = message("2-cmVhZA==", "2-cg==", OWNER, -9_000, "All is done");
    let thread = direct_thread("2-cmVhZA==", other, -9_000, 0);
    world.observe(thread, vec![said]).await;
    let both = [THREAD, "2-cmVhZA=="];
    for (query, expected) in [
        ("", &both[..]),
        ("unreadOnly=true", &both[..1]),
        ("unreadOnly=false", &both),
        ("read=false", &both[..1]),
        ("read=true", &both[1..]),
        ("keywords=jane+done", &both[1..]),
        ("keywords=%20", &both),
        ("labeledOnly=true", &[]),
        ("labeledOnly=false", &both),
        ("unknown=1", &both),
    ] {
        assert_eq!(threads(&world, query).await, expected, "{query}");
    }
    let label = world
        .post("/v1/labels", &json!({"name": "Lead"}))
        .send()
        .await;
    let label = label.json["id"].as_str().unwrap();
    let ours = world.get("/v1/conversations?unread=false").send().await;
    let id = ours.json["conversations"][0]["id"].as_str().unwrap();
    let put = world.call(
        Method::PUT,
        &format!("/v1/conversations/{id}/labels/{label}"),
    );
    assert_eq!(put.send().await.status, 200);
    for query in ["labeledOnly=true", &format!("labelId={label}")] {
        assert_eq!(threads(&world, query).await, both[1..], "{query}");
    }
    let shown = world.get(&format!("{LIST}?labeledOnly=true")).send().await;
    let labels = &shown.json["conversations"][0]["labels"];
    assert_eq!(*labels, json!([{"id": label, "name": "Lead"}]));
    // What was put away is in the mailbox still.
    let workspace_id = world.workspace_id;
    let id: ConversationId = id.parse().unwrap();
    let archive = world.store.write(move |tx| {
        let put_away = |desk| Desk {
            is_archived: true,
            ..desk
        };
        desks::change(tx, (workspace_id, id), put_away, BEGINNING).map(drop)
    });
    archive.await.unwrap();
    assert_eq!(threads(&world, "").await, both);
}

#[tokio::test]
async fn what_is_asked_wrongly_of_the_newer_list_is_named() {
    let world = World::new().await;
    for (query, path) in [
        ("count=0", "count"),
        ("count=101", "count"),
        ("count=", "count"),
        ("unreadOnly=1", "unreadOnly"),
        ("read=true&unreadOnly=true", "read"),
        ("keywords=%F0%9F%91%8D", "keywords"),
        (
            &format!("linkedinAccountIds={}", "a,".repeat(21)),
            "linkedinAccountIds",
        ),
    ] {
        let answer = world.get(&format!("{LIST}?{query}")).send().await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{query}"
        );
    }
    for (query, status, code) in [
        ("labelId=lbl_none", 404, "label_not_found"),
        ("accountId=acc_none", 404, "account_not_found"),
        ("linkedinAccountIds=acc_none", 404, "account_not_found"),
        ("nextCursor=x", 400, "invalid_cursor"),
        ("nextCursor=acc_none.x", 400, "invalid_cursor"),
    ] {
        let answer = world.get(&format!("{LIST}?{query}")).send().await;
        assert_eq!((answer.status, answer.code()), (status, code), "{query}");
    }
}

#[tokio::test]
async fn several_mailboxes_are_one_list_and_a_walk_stays_with_the_usual_one() {
    let world = World::new().await;
    let second = world.link("ACoAAAsecond", false).await;
    for number in 0..4 {
        let account = if number % 2 == 0 {
            &world.account
        } else {
            &second
        };
        let (account, key) = (account.clone(), format!("2-{number}"));
        let with = member("ACoAAAjane", "Jane", "Roe", Some(1));
        let thread = direct_thread(&key, with, -i64::from(number), 0);
        let write = world.store.write(move |tx| {
            store::ingest::observe(tx, &account, &thread, &[], BEGINNING).map(drop)
        });
        write.await.unwrap();
    }
    let ids = [&world.account, &second].map(|account| account.account_id.to_string());
    assert_eq!(threads(&world, "").await, ["2-0", "2-2"]);
    assert_eq!(
        threads(&world, &format!("accountId={}", ids[1])).await,
        ["2-1", "2-3"]
    );
    let several = format!("linkedinAccountIds={},%20{}", ids[1], ids[0]);
    assert_eq!(
        threads(&world, &several).await,
        ["2-0", "2-1", "2-2", "2-3"]
    );
    let page = world.get(&format!("{LIST}?{several}&count=3")).send().await;
    assert_eq!(page.json["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(page.json["hasMore"], true);
    let owner = page.json["conversations"][1]["conversationUrn"]
        .as_str()
        .unwrap();
    assert!(owner.contains("ACoAAAsecond"), "{owner}");
    let cursor = page.json["nextCursor"].as_str().unwrap().to_owned();
    assert_eq!(
        threads(&world, &format!("{several}&nextCursor={cursor}")).await,
        ["2-3"]
    );
    // The other account becomes the usual one in the middle of a walk.
    let page = world.get(&format!("{LIST}?count=1")).send().await;
    let cursor = page.json["nextCursor"].as_str().unwrap().to_owned();
    let parsed = domain::api_key::ApiKey::parse(&world.key).unwrap();
    let caller = app::Caller::new(world.workspace_id, parsed.api_key_id, &[Scope::Read]);
    world
        .app
        .remember_live_use(&caller, second.account_id)
        .await
        .unwrap();
    assert_eq!(threads(&world, "").await, ["2-1", "2-3"]);
    assert_eq!(
        threads(&world, &format!("nextCursor={cursor}")).await,
        ["2-2"]
    );
    let named = format!("accountId={}&nextCursor={cursor}", ids[1]);
    let answer = world.get(&format!("{LIST}?{named}")).send().await;
    assert_eq!((answer.status, answer.code()), (400, "invalid_cursor"));
    // A key for one of them sees nothing of the other.
    let limited = json!({"scopes": ["read"], "accounts": [ids[1]]});
    let (_, key) = crate::api_keys::made(&world, limited).await;
    let mut bytes = Vec::new();
    for account in [ids[0].as_str(), "acc_00000000000000000000000001"] {
        let address = format!("{LIST}?linkedinAccountIds={account},{}", ids[1]);
        let answer = world.get(&address).key(&key).send().await;
        assert_eq!(answer.status, 404);
        bytes.push(answer.bytes);
    }
    assert_eq!(bytes[0], bytes[1]);
}

#[tokio::test]
async fn the_newer_history_is_the_documented_one_and_more() {
    let world = World::new().await.with_john().await;
    let answer = world
        .get(&format!("{LIST}/{}/messages", encoded()))
        .send()
        .await;
    let said = |key: &str, text: &str, offset: i64, is_own: bool| {
        let (id, name) = if is_own {
            (OWNER, "Olive Owner")
        } else {
            (JOHN, "John Doe")
        };
        let photo = if is_own {
            Value::Null
        } else {
            json!("https://media.example/john.svg")
        };
        json!({
            "messageUrn": format!("urn:li:msg_message:(urn:li:fsd_profile:{OWNER},{key})"),
            "text": text,
            "sentAt": BEGINNING.millis() + offset,
            "senderProfileId": id,
            "senderName": name,
            "senderPhoto": photo,
            "isSentByOwner": is_own,
            "hasAttachment": false,
            "attachments": [],
            "backendMessageUrn": format!("urn:li:messagingMessage:{key}"),
            "subject": null,
            "reactions": [],
            "deliveredAt": null,
            "seenAt": null,
        })
    };
    let expected = json!({
        "success": true,
        "messages": [
            said("2-MQ==", "Hi \"there\"\n\u{1F44B}", -3_000, false),
            said("2-Mg==", "Good morning", -2_000, true),
            said("2-Mw==", "Hello, how are you?", -1_000, false),
        ],
        "participants": [john_shown()],
        "hasMore": false,
        "cursor": null,
        "note": "Older messages are still being read from the network: ask for them again later.",
        "accountId": world.account.account_id.to_string(),
        "conversationUrn": format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{THREAD})"),
    });
    assert_eq!((answer.status, answer.json), (200, expected));
}

#[tokio::test]
async fn the_newer_history_goes_on_to_either_side_of_an_instant() {
    let world = World::new().await.with_john().await;
    let read = async |query: &str| {
        let address = format!("{LIST}/{THREAD}/messages?{query}");
        let answer = world.get(&address).send().await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.json);
        let said = answer.json["messages"].as_array().unwrap().iter();
        let said = said.map(|message| message["sentAt"].as_i64().unwrap() - BEGINNING.millis());
        let more = answer.json["hasMore"].as_bool().unwrap();
        (
            said.collect::<Vec<_>>(),
            more,
            answer.json["cursor"].as_i64(),
        )
    };
    let (newest, more, cursor) = read("count=2&sync=false").await;
    assert_eq!((newest, more), (vec![-2_000, -1_000], true));
    let cursor = cursor.unwrap();
    let older = (vec![-3_000], false, None);
    assert_eq!(read(&format!("count=2&cursor={cursor}")).await, older);
    let printed = at(-2_000).to_string();
    assert_eq!(read(&format!("cursor={printed}")).await, older);
    let since = BEGINNING.millis() - 3_000;
    assert_eq!(
        read(&format!("since={since}")).await,
        (vec![-2_000, -1_000], false, None)
    );
    assert_eq!(
        read(&format!("since={since}&count=1")).await,
        (vec![-2_000], true, None)
    );
    assert_eq!(
        read(&format!("since={}", BEGINNING.millis())).await,
        (vec![], false, None)
    );
    let anchor = BEGINNING.millis() - 2_000;
    let around = format!("deliveredAt={anchor}&countBefore=1&countAfter=1");
    assert_eq!(read(&around).await.0, [-3_000, -2_000]);
    for (query, path) in [
        ("count=0", "count"),
        ("count=201", "count"),
        ("cursor=yesterday", "cursor"),
        ("since=-1", "since"),
        ("sync=maybe", "sync"),
        ("since=1&cursor=1", "cursor"),
        ("since=1&deliveredAt=1", "cursor"),
        ("profileId=ACoAAAnobody", "profileId"),
    ] {
        let answer = world
            .get(&format!("{LIST}/{THREAD}/messages?{query}"))
            .send()
            .await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{query}"
        );
    }
}

#[tokio::test]
async fn attachments_of_the_newer_history_are_a_list() {
    let world = World::new().await;
    let file = Attachment {
        id: "file-1".to_owned(),
        name: "Plan B.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        byte_size: 7,
        url: "https://media.example/plan-b".to_owned(),
    };
    let mut said = message(THREAD, "2-MQ==", JOHN, -1_000, "Look");
    said.attachments = vec![file];
    world
        .observe(direct_thread(THREAD, john(), -1_000, 1), vec![said])
        .await;
    let answer = world.get(&format!("{LIST}/{THREAD}/messages")).send().await;
    let shown = &answer.json["messages"][0];
    assert_eq!(shown["hasAttachment"], true);
    let expected = json!([{
        "id": "file-1", "name": "Plan B.pdf", "mediaType": "application/pdf", "byteSize": 7,
        "url": "https://media.example/plan-b",
    }]);
    assert_eq!(shown["attachments"], expected);
    let listed = world.get(LIST).send().await;
    let latest = &listed.json["conversations"][0]["latestMessage"];
    assert_eq!(latest["hasAttachment"], true);
}

/// Whatever an address names wrongly is as absent as what never was, and as what is another's.
#[tokio::test]
async fn what_an_address_names_wrongly_is_absent_to_the_byte() {
    let world = World::new().await.with_john().await;
    let (others, _) = world.other_workspace().await;
    let stranger = world.key_for(others, &[Scope::Admin], None).await;
    let own = world.get("/v1/conversations").send().await;
    let own = own.json["conversations"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let names = [
        own.as_str(),
        "cnv_none",
        "x",
        "2-bm93aGVyZQ==",
        "urn%3Ali%3AsalesNav_thread%3A1",
    ];
    for (method, rest) in [
        (Method::GET, "/messages"),
        (Method::PATCH, "/mark-unread"),
        (Method::PATCH, "/star"),
        (Method::PATCH, "/unstar"),
    ] {
        let mut answers = Vec::new();
        for name in names {
            let call = world.call(method.clone(), &format!("{LIST}/{name}{rest}"));
            let answer = call.key(&stranger).send().await;
            let told = (answer.status, answer.code());
            assert_eq!(
                told,
                (404, "conversation_not_found"),
                "{method} {rest} {name}"
            );
            answers.push(answer.bytes);
        }
        assert!(
            answers.windows(2).all(|pair| pair[0] == pair[1]),
            "{method} {rest}"
        );
    }
}
