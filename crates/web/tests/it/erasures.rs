//! Handing out and forgetting a person, at the door.

use axum::http::Method;
use serde_json::{Value, json};
use store::erasures::{self, Stepped};
use store::hints::Hints;
use store::people;

use crate::world::{Answer, JOHN, OWNER, THREAD, World, direct_thread, john, message};

async fn id_of(world: &World, member_key: &'static str) -> String {
    let workspace_id = world.workspace_id;
    let read = world
        .store
        .read(move |tx| people::find_by_member_key(tx, workspace_id, "sandbox", member_key));
    read.await.unwrap().unwrap().person_id.to_string()
}

async fn erase(world: &World, id: &str) -> Answer {
    let call = world.call(Method::DELETE, &format!("/v1/people/{id}"));
    call.key(&world.admin).send().await
}

/// Does what the engine would.
async fn work_off(world: &World, erasure: &str) {
    let subject = (world.workspace_id, erasure.parse().unwrap());
    let now = domain::time::Clock::now(&*world.clock);
    loop {
        let step = world
            .store
            .write(move |tx| erasures::step(tx, &Hints::default(), subject, now));
        if step.await.unwrap() == Stepped::Done {
            return;
        }
    }
}

#[tokio::test]
async fn all_that_is_kept_of_a_person_is_one_document() {
    let world = World::new().await.with_john().await;
    let id = id_of(&world, JOHN).await;
    let call = world.get(&format!("/v1/people/{id}/export"));
    let answer = call.key(&world.admin).send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert_eq!(answer.json["person"]["name"], "John Doe");
    let texts: Vec<&str> = answer.json["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["text"].as_str().unwrap())
        .collect();
    assert_eq!(
        texts,
        [
            "Hello, how are you?",
            "Good morning",
            "Hi \"there\"\n\u{1F44B}"
        ]
    );
    assert_eq!(answer.json["conversations"].as_array().unwrap().len(), 1);
    assert_eq!(answer.json["sends"], json!([]));
    assert!(!answer.json["events"].as_array().unwrap().is_empty());
    assert_eq!(answer.json["is_complete"], true);
    let call = world.get(&format!("/v1/people/{id}/export"));
    assert_eq!(call.send().await.code(), "insufficient_scope");
}

#[tokio::test]
async fn an_erased_person_is_in_no_answer_any_more() {
    let world = World::new().await.with_john().await;
    let id = id_of(&world, JOHN).await;
    let begun = erase(&world, &id).await;
    assert_eq!(begun.status, 202, "{}", begun.json);
    let erasure = begun.json["id"].as_str().unwrap().to_owned();
    assert_eq!(begun.header("location"), format!("/v1/erasures/{erasure}"));
    assert_eq!(
        (&begun.json["state"], &begun.json["in_flight"]),
        (&json!("running"), &json!([]))
    );
    // At once, and for whoever holds the id like for whoever never had it.
    let gone = world.get(&format!("/v1/people/{id}")).send().await;
    let absent = world
        .get("/v1/people/per_00000000000000000000000000")
        .send()
        .await;
    assert_eq!((gone.status, gone.bytes), (404, absent.bytes));
    assert_eq!(erase(&world, &id).await.code(), "person_not_found");
    work_off(&world, &erasure).await;
    let done = world.get(&format!("/v1/erasures/{erasure}")).send().await;
    assert_eq!(
        (&done.json["state"], &done.json["messages"]),
        (&json!("done"), &json!(3))
    );
    for address in [
        "/v1/people",
        "/v1/people?q=john",
        "/v1/search?q=hello",
        "/v1/search?q=good",
        "/v1/events?limit=1000",
        "/v1/suppressions",
        "/v1/sends",
        "/linkedin/messaging/recent-messages",
        "/linkedin/messaging/recent-messages?keywords=john",
    ] {
        let answer = world.get(address).send().await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.json);
        let text = String::from_utf8(answer.bytes).unwrap();
        for word in [
            "John",
            "Doe",
            JOHN,
            "Software Engineer",
            "how are you",
            "Good morning",
        ] {
            assert!(!text.contains(word), "{address}: {word} in {text}");
        }
    }
    // They come again, and stay who is not to be written to.
    let page = vec![message(THREAD, "2-MQ==", JOHN, -3_000, "Hi")];
    let (account, now) = (
        world.account.clone(),
        domain::time::Clock::now(&*world.clock),
    );
    let thread = direct_thread(THREAD, john(), -1_000, 1);
    let write = world
        .store
        .write(move |tx| Ok(store::ingest::observe(tx, &account, &thread, &page, now).is_err()));
    assert!(write.await.unwrap());
    let workspace_id = world.workspace_id;
    let read = world
        .store
        .read(move |tx| store::suppressions::find(tx, workspace_id, "sandbox", JOHN));
    assert!(read.await.unwrap().is_some());
}

#[tokio::test]
async fn not_everybody_is_erased_and_not_by_everybody() {
    let world = World::new().await.with_john().await;
    let id = id_of(&world, JOHN).await;
    let call = world.call(Method::DELETE, &format!("/v1/people/{id}"));
    assert_eq!(call.send().await.code(), "insufficient_scope");
    let owner = id_of(&world, OWNER).await;
    let refused = erase(&world, &owner).await;
    assert_eq!(
        (refused.status, refused.code()),
        (409, "person_has_account")
    );
    let (workspace_id, _) = world.other_workspace().await;
    let stranger = world
        .key_for(workspace_id, &[app::Scope::Admin], None)
        .await;
    for (method, route) in [(Method::DELETE, ""), (Method::GET, "/export")] {
        let ask = async |id: &str| {
            let call = world.call(method.clone(), &format!("/v1/people/{id}{route}"));
            let answer = call.key(&stranger).send().await;
            (answer.status, answer.bytes)
        };
        let foreign = ask(&id).await;
        assert_eq!(foreign.0, 404, "{route}");
        assert_eq!(
            foreign,
            ask("per_00000000000000000000000000").await,
            "{route}"
        );
    }
    let erasure = erase(&world, &id).await.json["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let foreign = world
        .get(&format!("/v1/erasures/{erasure}"))
        .key(&stranger)
        .send()
        .await;
    let absent = world
        .get("/v1/erasures/nonsense")
        .key(&stranger)
        .send()
        .await;
    assert_eq!((foreign.status, foreign.bytes), (404, absent.bytes));
    let none: Value = world.get("/v1/people?q=john").send().await.json;
    assert_eq!(none["people"], json!([]));
}
