//! The two reads of the guide, field by field, and what belongs to them.

use domain::network::{Attachment, Reaction, ThreadKind};
use serde_json::{Value, json};

use crate::world::{BEGINNING, JOHN, OWNER, THREAD, World, direct_thread, john, member, message};

const INBOX: &str = "/linkedin/messaging/recent-messages";
const DETAILS: &str = "/linkedin/messaging/conversation-details";

fn profile(key: &str) -> String {
    format!("urn:li:fsd_profile:{key}")
}

fn conversation() -> String {
    format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{THREAD})")
}

#[tokio::test]
async fn the_inbox_is_the_guides_and_more() {
    let world = World::new().await.with_john().await;
    let answer = world.get(INBOX).send().await;
    assert_eq!(answer.status, 200);
    let millis = |offset: i64| BEGINNING.millis() + offset;
    let expected = json!({
        "success": true,
        "accountId": world.account.account_id.to_string(),
        "profileUrn": profile(OWNER),
        "total": 1,
        "nextCursor": null,
        "conversations": [{
            "conversationId": format!("urn:li:messagingThread:{THREAD}"),
            "conversationUrn": conversation(),
            "backendConversationUrn": format!("urn:li:messagingThread:{THREAD}"),
            "conversationUrl": format!("https://www.linkedin.com/messaging/thread/{THREAD}/"),
            "participants": [{
                "profileId": JOHN,
                "name": "John Doe",
                "headline": "Software Engineer",
                "profilePicture": "https://media.example/john.svg",
                "profileUrl": format!("https://www.linkedin.com/in/{JOHN}"),
                "publicId": "john-doe-123",
                "distance": "DISTANCE_1",
                "memberBadgeType": null,
                "participantUrn": format!("urn:li:msg_messagingParticipant:urn:li:fsd_profile:{JOHN}"),
                "backendUrn": "urn:li:member:883467181",
                "hostIdentityUrn": profile(JOHN),
            }],
            "unreadCount": 2,
            "lastActivityAt": millis(-1_000),
            "createdAt": millis(-100_000),
            "lastReadAt": null,
            "isRead": false,
            "state": null,
            "title": null,
            "latestMessage": {
                "text": "Hello, how are you?",
                "sentAt": millis(-1_000),
                "senderName": "John Doe",
                "hasAttachment": false,
                "messageUrn": format!("urn:li:msg_message:(urn:li:fsd_profile:{OWNER},2-Mw==)"),
                "backendMessageUrn": "urn:li:messagingMessage:2-Mw==",
                "senderProfileUrl": format!("https://www.linkedin.com/in/{JOHN}"),
                "senderUrn": profile(JOHN),
            },
        }],
    });
    assert_eq!(answer.json, expected);
}

#[tokio::test]
async fn the_history_is_the_guides_and_more() {
    let world = World::new().await.with_john().await;
    let answer = world
        .get(&format!("{DETAILS}?conversationUrn={THREAD}"))
        .send()
        .await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let sender = |key: &str, name: &str, slug: Value, picture: Value| {
        json!({
            "profileId": key,
            "name": name,
            "profileUrl": format!("https://www.linkedin.com/in/{key}"),
            "publicId": slug,
            "profilePicture": picture,
            "participantUrn": format!("urn:li:msg_messagingParticipant:urn:li:fsd_profile:{key}"),
        })
    };
    let john = sender(
        JOHN,
        "John Doe",
        json!("john-doe-123"),
        json!("https://media.example/john.svg"),
    );
    let message = |key: &str, text: &str, offset: i64, sender: &Value| {
        json!({
            "messageId": format!("urn:li:msg_message:(urn:li:fsd_profile:{OWNER},{key})"),
            "backendMessageUrn": format!("urn:li:messagingMessage:{key}"),
            "text": text,
            "subject": null,
            "sentAt": BEGINNING.millis() + offset,
            "sender": sender,
            "attachments": null,
            "reactions": null,
            "hasAttachment": false,
            "deliveredAt": null,
            "seenAt": null,
        })
    };
    let expected = json!({
        "success": true,
        "accountId": world.account.account_id.to_string(),
        "profileUrn": profile(OWNER),
        "conversationUrn": conversation(),
        "backendConversationUrn": format!("urn:li:messagingThread:{THREAD}"),
        "total": 3,
        "messages": [
            message("2-MQ==", "Hi \"there\"\n\u{1F44B}", -3_000, &john),
            message("2-Mg==", "Good morning", -2_000, &sender(OWNER, "Olive Owner", Value::Null, Value::Null)),
            message("2-Mw==", "Hello, how are you?", -1_000, &john),
        ],
        "pagination": {"hasMoreBefore": false, "hasMoreAfter": false, "isHistoryComplete": false},
    });
    assert_eq!(answer.json, expected);
}

#[tokio::test]
async fn a_conversation_is_found_under_every_name() {
    let world = World::new().await.with_john().await;
    let first = world
        .get(&format!("{DETAILS}?conversationUrn={THREAD}"))
        .send()
        .await;
    for name in [
        format!("urn:li:messagingThread:{THREAD}"),
        conversation(),
        conversation().replace(':', "%3A").replace('=', "%3D"),
        format!("urn:li:fsd_conversation:{THREAD}"),
        format!("https://www.linkedin.com/messaging/thread/{THREAD}/"),
    ] {
        let answer = world
            .get(&format!("{DETAILS}?conversationUrn={name}"))
            .send()
            .await;
        assert_eq!(answer.bytes, first.bytes, "{name}");
    }
}

#[tokio::test]
async fn history_goes_both_ways_from_an_anchor() {
    let world = World::new().await.with_john().await;
    let texts = |json: &Value| -> Vec<String> {
        let messages = json["messages"].as_array().unwrap().iter();
        messages
            .map(|message| message["text"].as_str().unwrap().to_owned())
            .collect()
    };
    let anchor = BEGINNING.millis() - 2_000;
    for (query, count, before, after) in [
        ("countAfter=2".to_owned(), 3, false, false),
        ("countAfter=200".to_owned(), 3, false, false),
        ("countBefore=2".to_owned(), 2, true, false),
        (
            format!("deliveredAt={anchor}&countBefore=1&countAfter=1"),
            2,
            false,
            true,
        ),
        (
            format!("deliveredAt={anchor}&countBefore=0&countAfter=5"),
            2,
            true,
            false,
        ),
    ] {
        let answer = world
            .get(&format!("{DETAILS}?conversationUrn={THREAD}&{query}"))
            .send()
            .await;
        assert_eq!(texts(&answer.json).len(), count, "{query}: {}", answer.json);
        let expected =
            json!({"hasMoreBefore": before, "hasMoreAfter": after, "isHistoryComplete": false});
        assert_eq!(answer.json["pagination"], expected, "{query}");
    }
}

#[tokio::test]
async fn attachments_and_reactions_have_shapes() {
    let world = World::new().await;
    let mut shown = message(THREAD, "2-MQ==", JOHN, -1_000, "see");
    shown.attachments.push(Attachment {
        id: "a\"1".to_owned(),
        name: "plan.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        byte_size: 7,
        url: "https://media.example/plan.pdf".to_owned(),
    });
    shown.reactions.push(Reaction {
        emoji: "\u{1F44D}".to_owned(),
        member_key: OWNER.to_owned(),
        reacted_at: 5,
    });
    shown.subject = Some("About \"it\"".to_owned());
    world
        .observe(direct_thread(THREAD, john(), -1_000, 0), vec![shown])
        .await;
    let answer = world
        .get(&format!("{DETAILS}?conversationUrn={THREAD}"))
        .send()
        .await;
    let message = &answer.json["messages"][0];
    assert_eq!(message["subject"], "About \"it\"");
    assert_eq!(message["hasAttachment"], true);
    let attachment = json!([{
        "id": "a\"1", "name": "plan.pdf", "mediaType": "application/pdf", "byteSize": 7,
        "url": "https://media.example/plan.pdf",
    }]);
    assert_eq!(message["attachments"], attachment);
    let reaction = json!([{
        "emoji": "\u{1F44D}", "profileId": OWNER, "profileUrn": profile(OWNER), "reactedAt": 5,
    }]);
    assert_eq!(message["reactions"], reaction);
    let inbox = world.get(INBOX).send().await;
    assert_eq!(
        inbox.json["conversations"][0]["latestMessage"]["hasAttachment"],
        true
    );
}

#[tokio::test]
async fn what_does_not_fit_into_a_row_is_shown_whole() {
    let world = World::new().await;
    let text = "long \"text\" ".repeat(500);
    let mut thread = direct_thread(THREAD, john(), -1_000, 0);
    thread.kind = ThreadKind::Group;
    thread.title = Some("A title of some length ".repeat(20).trim().to_owned());
    let people = (0..7).map(|number| {
        member(
            &format!("ACoAAAp{number}"),
            "Pat",
            &format!("No{number}"),
            Some(2),
        )
    });
    thread.participants.extend(people);
    let messages = vec![message(THREAD, "2-MQ==", "ACoAAAp6", -1_000, text.trim())];
    world.observe(thread.clone(), messages).await;
    let answer = world.get(INBOX).send().await;
    let conversation = &answer.json["conversations"][0];
    assert_eq!(conversation["participants"].as_array().unwrap().len(), 8);
    assert_eq!(conversation["latestMessage"]["text"], text.trim());
    assert_eq!(conversation["latestMessage"]["senderName"], "Pat No6");
    assert_eq!(
        conversation["latestMessage"]["senderUrn"],
        profile("ACoAAAp6")
    );
    assert_eq!(conversation["title"], thread.title.unwrap());
}

#[tokio::test]
async fn an_address_holds_its_thread_as_one_segment() {
    let world = World::new().await;
    let thread = "2-a/b+c=";
    let messages = vec![message(thread, "2-MQ==", JOHN, -1_000, "hi")];
    world
        .observe(direct_thread(thread, john(), -1_000, 0), messages)
        .await;
    let answer = world.get(INBOX).send().await;
    let address = &answer.json["conversations"][0]["conversationUrl"];
    assert_eq!(
        address,
        "https://www.linkedin.com/messaging/thread/2-a%2Fb+c=/"
    );
    let encoded = address
        .as_str()
        .unwrap()
        .replace('%', "%25")
        .replace('+', "%2B");
    let details = world
        .get(&format!("{DETAILS}?conversationUrn={encoded}"))
        .send()
        .await;
    assert_eq!((details.status, &details.json["total"]), (200, &json!(1)));
}

#[tokio::test]
async fn more_matches_than_are_counted_are_not_called_exact() {
    let world = World::new().await;
    for number in 0..1_001 {
        let thread = format!("2-t{number}");
        let messages = vec![message(
            &thread,
            &format!("2-m{number}"),
            JOHN,
            -1_000,
            "hello",
        )];
        let shown = direct_thread(&thread, john(), -1_000 - number, 0);
        world.observe(shown, messages).await;
    }
    let answer = world
        .get(&format!("{INBOX}?keywords=hello&count=1"))
        .send()
        .await;
    assert_eq!(
        (&answer.json["total"], &answer.json["totalIsExact"]),
        (&json!(1_000), &json!(false))
    );
    let answer = world.get(&format!("{INBOX}?count=1")).send().await;
    assert_eq!(answer.json["total"], 1_001);
    assert_eq!(answer.json.get("totalIsExact"), None);
}

#[tokio::test]
async fn the_owners_own_message_carries_the_owners_name() {
    let world = World::new().await;
    let messages = vec![message(THREAD, "2-MQ==", OWNER, -1_000, "me")];
    world
        .observe(direct_thread(THREAD, john(), -1_000, 0), messages)
        .await;
    let answer = world.get(INBOX).send().await;
    let latest = &answer.json["conversations"][0]["latestMessage"];
    assert_eq!(
        (&latest["senderName"], &latest["senderUrn"]),
        (&json!("Olive Owner"), &json!(profile(OWNER)))
    );
}

#[tokio::test]
async fn a_copy_that_is_still_right_is_not_sent_again() {
    let world = World::new().await.with_john().await;
    let first = world.get(INBOX).send().await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let again = |address: String| world.get(&address).header("if-none-match", tag.clone());
    let answer = again(INBOX.to_owned()).send().await;
    assert_eq!((answer.status, answer.header("etag")), (304, tag.as_str()));
    for other in ["?count=19", "?read=false", "?keywords=hello"] {
        let answer = again(format!("{INBOX}{other}")).send().await;
        assert_eq!(answer.status, 200, "{other}");
    }
    let messages = vec![message(THREAD, "2-NA==", JOHN, -10, "More")];
    world
        .observe(direct_thread(THREAD, john(), -10, 3), messages)
        .await;
    let answer = again(INBOX.to_owned()).send().await;
    assert_eq!(answer.status, 200);
    assert_ne!(answer.header("etag"), tag);
}

#[tokio::test]
async fn the_account_is_chosen_by_rule() {
    let world = World::new().await.with_john().await;
    let second = world.link("ACoAAAowner2", false).await;
    let imported = world.link("ACoAAAowner3", true).await;
    let used = |json: &Value| json["accountId"].as_str().unwrap_or_default().to_owned();
    let first_id = world.account.account_id.to_string();
    let second_id = second.account_id.to_string();
    assert_eq!(used(&world.get(INBOX).send().await.json), first_id);
    let answer = world
        .get(&format!("{INBOX}?accountId={second_id}"))
        .send()
        .await;
    assert_eq!(used(&answer.json), second_id);
    let imported_id = imported.account_id.to_string();
    let answer = world
        .get(&format!("{INBOX}?accountId={imported_id}"))
        .send()
        .await;
    assert_eq!(used(&answer.json), imported_id);
    let address = format!(
        "{DETAILS}?conversationUrn={}&accountId={second_id}",
        conversation()
    );
    let answer = world.get(&address).send().await;
    assert_eq!(
        (answer.status, answer.code()),
        (400, "account_owner_mismatch")
    );
}

#[tokio::test]
async fn reads_go_on_while_the_network_is_down() {
    let world = World::new().await.with_john().await;
    assert_eq!(world.get(INBOX).send().await.status, 200);
    for address in [
        "/linkedin/inmail/credits",
        "/linkedin/relationship/john-doe-123",
    ] {
        let answer = world.get(address).send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (503, "network_unavailable"),
            "{address}"
        );
        assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
    }
}
