//! The order of a batch.

use domain::ids::ConversationId;
use proptest::prelude::*;
use serde_json::{Value, json};
use store::{conversations, sends};

use super::world;
use crate::world::{JOHN, THREAD, World};

/// Every spelling of the conversation with John, as the fields of a message have it.
async fn spellings(world: &World) -> Vec<(&'static str, String)> {
    let (workspace_id, account_id) = (world.workspace_id, world.account.account_id);
    let read = world
        .store
        .read(move |tx| conversations::find_by_thread_key(tx, workspace_id, account_id, THREAD));
    let own: ConversationId = read.await.unwrap().unwrap().conversation_id;
    vec![
        ("conversation", THREAD.to_owned()),
        ("conversation", own.to_string()),
        ("recipient", "john-doe-123".to_owned()),
        ("recipient", JOHN.to_owned()),
        ("recipient", format!("urn:li:fsd_profile:{JOHN}")),
        (
            "recipient",
            "https://www.linkedin.com/in/john-doe-123".to_owned(),
        ),
    ]
}

/// The texts of the outbox in the order in which they leave.
async fn in_line(world: &World) -> Vec<String> {
    let (workspace_id, account_id) = (world.workspace_id, world.account.account_id);
    let read = world
        .store
        .read(move |tx| sends::list_open(tx, workspace_id, account_id, 1_000));
    let mut open = read.await.unwrap();
    open.sort_by_key(|send| (send.ready_at, send.number));
    let lanes: std::collections::BTreeSet<_> = open.iter().map(|send| &send.lane).collect();
    assert_eq!(lanes.len(), 1, "all of it is one conversation");
    open.into_iter().map(|send| send.text).collect()
}

async fn keeps_its_order(places: &[usize]) {
    let world = world().await;
    let spellings = spellings(&world).await;
    let texts: Vec<String> = (0..places.len())
        .map(|number| format!("{number:03}"))
        .collect();
    let messages: Vec<Value> = places
        .iter()
        .zip(&texts)
        .map(|(place, text)| {
            let (field, spelling) = &spellings[place % spellings.len()];
            json!({"idempotency_key": text, *field: spelling, "text": text})
        })
        .collect();
    let body = json!({ "messages": messages });
    let answer = world.post("/v1/messages/batch", &body).send().await;
    let results = answer.json["results"].as_array().unwrap();
    for (result, text) in results.iter().zip(&texts) {
        assert_eq!(
            (&result["status"], &result["send"]["text"]),
            (&json!(202), &json!(text))
        );
    }
    assert_eq!(in_line(&world).await, texts, "{places:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_batch_leaves_in_its_order_however_a_conversation_is_spelled(
        places in prop::collection::vec(0..6_usize, 2..40),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(keeps_its_order(&places));
    }
}
