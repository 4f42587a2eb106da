//! Comparing an account with its network, at the door.

use app::Scope;
use domain::ids::ReconciliationId;
use domain::reconciliation::FindingKind;
use serde_json::json;
use store::reconciliations::{self, Reconciliation, findings};

use crate::world::{Answer, World};

async fn ask(world: &World, body: &serde_json::Value) -> Answer {
    let address = format!("/v1/accounts/{}/reconcile", world.account.account_id);
    world.post(&address, body).send().await
}

fn id_of(answer: &Answer) -> ReconciliationId {
    answer.json["id"].as_str().unwrap().parse().unwrap()
}

async fn known(world: &World, id: ReconciliationId) -> Reconciliation {
    let workspace_id = world.workspace_id;
    let read = world
        .store
        .read(move |tx| reconciliations::find(tx, workspace_id, id));
    read.await.unwrap().unwrap()
}

/// Ends it as the engine would, with something found of the account's messages.
async fn finish(world: &World, id: ReconciliationId, docs: Vec<i64>) {
    let known = known(world, id).await;
    let now = domain::time::Clock::now(&*world.clock);
    let write = world.store.write(move |tx| {
        let mut over = known.clone();
        over.found.only_here = i64::try_from(docs.len()).unwrap();
        let found: Vec<_> = docs
            .iter()
            .map(|doc| (FindingKind::OnlyHere, *doc))
            .collect();
        findings::insert(tx, &over, &found)?;
        reconciliations::finish(tx, &over, None, now)
    });
    write.await.unwrap();
}

#[tokio::test]
async fn one_comparison_runs_at_a_time_and_asking_again_leads_to_it() {
    let world = World::new().await.with_john().await;
    let begun = ask(&world, &json!({})).await;
    assert_eq!(begun.status, 202, "{}", begun.json);
    let address = format!("/v1/reconciliations/{}", id_of(&begun));
    assert_eq!(begun.header("location"), address);
    assert_eq!(
        (&begun.json["state"], &begun.json["step"]),
        (&json!("running"), &json!("waiting"))
    );
    let again = ask(&world, &json!({"since": "2020-01-01T00:00:00Z"})).await;
    assert_eq!((again.status, &again.bytes), (202, &begun.bytes));
    let shown = world.get(&address).send().await;
    assert_eq!((shown.status, &shown.json), (200, &begun.json));
    let copy = world
        .get(&address)
        .header("if-none-match", shown.header("etag"));
    assert_eq!(copy.send().await.status, 304);

    finish(&world, id_of(&begun), Vec::new()).await;
    let account = world.account.account_id;
    world.clock.move_on(1);
    let next = ask(&world, &json!({"since": "2020-01-01T00:00:00Z"})).await;
    assert_ne!(next.json["id"], begun.json["id"]);
    assert_eq!(next.json["since"], "2020-01-01T00:00:00Z");
    let list = world
        .get(&format!("/v1/accounts/{account}/reconciliations?limit=1"))
        .send()
        .await;
    assert_eq!(list.json["reconciliations"][0]["id"], next.json["id"]);
    assert_eq!(list.json["next_cursor"], next.json["id"]);
}

#[tokio::test]
async fn what_a_comparison_found_is_counted_named_and_told() {
    let world = World::new().await.with_john().await;
    let begun = ask(&world, &json!({})).await;
    let address = format!("/v1/reconciliations/{}", id_of(&begun));
    let read = {
        let workspace_id = world.workspace_id;
        world.store.read(move |tx| {
            use domain::time::Timestamp;
            use store::messages::{Sent, list_places};
            list_places(tx, workspace_id, Sent::NEWEST, Timestamp::MIN, 10)
        })
    };
    let docs: Vec<i64> = read.await.unwrap().iter().map(|sent| sent.doc).collect();
    finish(&world, id_of(&begun), docs.clone()).await;
    let over = world.get(&address).send().await;
    assert_eq!(
        (&over.json["state"], &over.json["only_here"]),
        (&json!("done"), &json!(3))
    );
    let mut named = Vec::new();
    let mut page = world
        .get(&format!("{address}/findings?limit=2"))
        .send()
        .await;
    loop {
        let findings = page.json["findings"].as_array().unwrap();
        named.extend(findings.iter().map(|found| found["kind"].clone()));
        let message = findings[0]["message_id"].as_str().unwrap();
        let message = world.get(&format!("/v1/messages/{message}")).send().await;
        assert_eq!(message.status, 200);
        let Some(cursor) = page.json["next_cursor"].as_str() else {
            break;
        };
        let next = format!("{address}/findings?limit=2&cursor={cursor}");
        page = world.get(&next).send().await;
    }
    assert_eq!(named.len(), docs.len());
    let account = world.account.account_id;
    let health = world
        .get(&format!("/v1/accounts/{account}/health"))
        .send()
        .await;
    assert_eq!(
        health.json["history"]["compared_at"],
        over.json["finished_at"]
    );
    let events = world.get("/v1/events?types=reconciliation.*").send().await;
    let event = &events.json["events"][0];
    assert_eq!(event["type"], "reconciliation.finished");
    assert_eq!(event["data"]["only_here"], 3);
}

#[tokio::test]
async fn what_cannot_be_compared_is_refused_at_once() {
    let world = World::new().await;
    let refused = ask(&world, &json!({"since": "2999-01-01T00:00:00Z"})).await;
    assert_eq!((refused.status, refused.code()), (400, "validation_error"));
    let import = world.link("ACoAAAimport", true).await;
    let address = format!("/v1/accounts/{}/reconcile", import.account_id);
    let refused = world.post(&address, &json!({})).send().await;
    assert_eq!((refused.status, refused.code()), (403, "account_read_only"));
    let begun = ask(&world, &json!({})).await;
    let cursor = format!("/v1/reconciliations/{}/findings?cursor=x", id_of(&begun));
    assert_eq!(world.get(&cursor).send().await.code(), "invalid_cursor");
    let (others, _) = world.other_workspace().await;
    let stranger = world.key_for(others, &[Scope::Admin], None).await;
    let shown = async |id: &str| {
        let call = world.get(&format!("/v1/reconciliations/{id}"));
        let answer = call.key(&stranger).send().await;
        (answer.status, answer.bytes)
    };
    let foreign = shown(&id_of(&begun).to_string()).await;
    assert_eq!(foreign.0, 404);
    assert_eq!(foreign, shown("rcn_nonsense").await);
}
