//! The two older reads where an operator has them lead to the newer ones.

use serde_json::{Value, json};

use super::{LIST, encoded};
use crate::world::{Answer, BEGINNING, THREAD, World};

const INBOX: &str = "/linkedin/messaging/recent-messages";
const DETAILS: &str = "/linkedin/messaging/conversation-details";

async fn led(world: &World, address: &str) -> (String, Answer) {
    let answer = world.get(address).send().await;
    assert_eq!(answer.status, 307, "{address}: {}", answer.json);
    let location = answer.header("location").to_owned();
    let there = world.get(&location).send().await;
    assert_eq!(there.status, 200, "{location}: {}", there.json);
    (location, there)
}

/// The instants of the messages of either answer.
fn instants(body: &Value) -> Vec<i64> {
    let messages = body["messages"].as_array().unwrap().iter();
    messages
        .map(|message| message["sentAt"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn the_older_reads_lead_to_the_newer_ones_where_they_shall() {
    let plain = World::new().await.with_john().await;
    assert_eq!(plain.get(INBOX).send().await.status, 200);
    let world = World::new().await.with_john().await.redirecting();
    let account = world.account.account_id;
    let (location, there) = led(
        &world,
        &format!("{INBOX}?accountId={account}&keywords=hello"),
    )
    .await;
    assert!(
        location.starts_with(&format!("{LIST}?accountId=acc%5F")),
        "{location}"
    );
    assert_eq!(there.json["conversations"][0]["conversationId"], THREAD);
    assert_eq!(led(&world, INBOX).await.0, format!("{LIST}?count=20"));
    let (location, there) = led(&world, &format!("{INBOX}?read=true&count=5")).await;
    assert_eq!(location, format!("{LIST}?count=5&read=true"));
    assert_eq!(there.json["conversations"], json!([]));
    // What is asked wrongly, or by nobody, is refused where it is asked.
    let wrong = world.get(&format!("{INBOX}?count=0")).send().await;
    assert_eq!((wrong.status, wrong.issues()), (400, vec!["count"]));
    let missing = world.get(DETAILS).send().await;
    assert_eq!(
        (missing.status, missing.issues()),
        (400, vec!["conversationUrn"])
    );
    assert_eq!(
        world
            .get(INBOX)
            .without("authorization")
            .send()
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn the_newer_history_answers_the_question_of_the_older_one() {
    let plain = World::new().await.with_john().await;
    let world = World::new().await.with_john().await.redirecting();
    let anchor = BEGINNING.millis() - 2_000;
    for (query, expected) in [
        (String::new(), String::new()),
        ("&countBefore=2".to_owned(), "?count=2".to_owned()),
        (
            format!("&deliveredAt={anchor}"),
            format!("?cursor={anchor}"),
        ),
        (
            format!("&deliveredAt={anchor}&countAfter=1"),
            format!("?since={}&count=1", anchor - 1),
        ),
        (
            format!("&deliveredAt={anchor}&countBefore=1&countAfter=2"),
            format!("?deliveredAt={anchor}&countBefore=1&countAfter=2"),
        ),
        (
            "&profileId=john-doe-123".to_owned(),
            "?profileId=john%2Ddoe%2D123".to_owned(),
        ),
    ] {
        let address = format!("{DETAILS}?conversationUrn={}{query}", encoded());
        let (location, there) = led(&world, &address).await;
        assert!(
            location.starts_with(&format!("{LIST}/urn%3Ali%3Amsg")),
            "{location}"
        );
        assert!(
            location.ends_with(&format!("/messages{expected}")),
            "{location}"
        );
        let here = plain.get(&address).send().await;
        assert_eq!(instants(&there.json), instants(&here.json), "{query}");
    }
}
