//! People and search at the door.

use serde_json::{Value, json};
use store::people;

use crate::world::{JOHN, World, at, direct_thread, john, member, message};

async fn john_id(world: &World) -> String {
    let workspace_id = world.workspace_id;
    let read = world
        .store
        .read(move |tx| people::find_by_member_key(tx, workspace_id, "sandbox", JOHN));
    read.await.unwrap().unwrap().person_id.to_string()
}

#[tokio::test]
async fn a_person_is_shown_with_all_that_is_known_of_them() {
    let world = World::new().await.with_john().await;
    let id = john_id(&world).await;
    let answer = world.get(&format!("/v1/people/{id}")).send().await;
    let account = world.account.account_id.to_string();
    let conversation = answer.json["conversations"][0]["id"].clone();
    let expected = json!({
        "id": id, "network": "sandbox", "member_key": JOHN, "slug": "john-doe-123", "name": "John Doe",
        "headline": "Software Engineer", "picture": "https://media.example/john.svg", "suppression_state": null,
        "updated_at": at(0).to_string(), "member_number": 883_467_181, "badge": null, "suppression": null,
        "relationships": [{
            "account_id": account, "status": "connected", "degree": 1, "connected_on": null,
            "checked_at": at(0).to_string(),
        }],
        "conversations": [{
            "id": conversation, "account_id": account, "kind": "direct", "title": null, "message_count": 3,
            "unread_count": 2, "last_activity_at": at(-1_000).to_string(),
        }],
        "has_more_conversations": false,
    });
    assert_eq!((answer.status, &answer.json), (200, &expected));
    let tag = answer.header("etag").to_owned();
    let again = world
        .get(&format!("/v1/people/{id}"))
        .header("if-none-match", tag.clone());
    assert_eq!(again.send().await.status, 304);
    world
        .post(
            "/v1/suppressions",
            &json!({"person": JOHN, "note": "asked"}),
        )
        .send()
        .await;
    let changed = world
        .get(&format!("/v1/people/{id}"))
        .header("if-none-match", tag);
    let changed = changed.send().await;
    assert_eq!(changed.status, 200);
    assert_eq!(changed.json["suppression_state"], "suppressed");
    assert_eq!(changed.json["suppression"]["note"], "asked");
    assert_eq!(changed.json["suppression"]["person"], JOHN);
}

#[tokio::test]
async fn people_are_listed_and_found() {
    let world = World::new().await.with_john().await;
    let names = async |query: &str| {
        let answer = world.get(&format!("/v1/people{query}")).send().await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.json);
        let people = answer.json["people"].as_array().unwrap().clone();
        let names = people
            .iter()
            .map(|person| person["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<String>>()
    };
    assert_eq!(names("?q=softw").await, ["John Doe"]);
    assert_eq!(
        names("?relationship=connected&suppressed=false").await,
        ["John Doe"]
    );
    assert_eq!(names("?suppressed=true").await, [""; 0]);
    for (query, path) in [
        ("?q=%21", "q"),
        ("?limit=0", "limit"),
        ("?relationship=friend", "relationship"),
        ("?suppressed=maybe", "suppressed"),
        ("?name=john", "name"),
    ] {
        let answer = world.get(&format!("/v1/people{query}")).send().await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{query}"
        );
    }
    let answer = world.get("/v1/people?cursor=x").send().await;
    assert_eq!((answer.status, answer.code()), (400, "invalid_cursor"));
}

#[tokio::test]
async fn conversations_of_a_person_come_in_pages() {
    let world = World::new().await;
    for number in 0..3 {
        let key = format!("2-t{number}");
        let page = vec![message(&key, &format!("{key}-1"), JOHN, -number, "hello")];
        world
            .observe(direct_thread(&key, john(), -number, 0), page)
            .await;
    }
    let id = john_id(&world).await;
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let address = format!("/v1/people/{id}/conversations?limit=2{cursor}");
        let page = world.get(&address).send().await;
        assert_eq!(page.status, 200, "{}", page.json);
        let shown = page.json["conversations"].as_array().unwrap().clone();
        found.extend(
            shown
                .iter()
                .map(|shown| shown["last_activity_at"].as_str().unwrap().to_owned()),
        );
        match page.json["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(found, [0, -1, -2].map(|millis| at(millis).to_string()));
    let answer = world
        .get(&format!("/v1/people/{id}/conversations?cursor=x"))
        .send()
        .await;
    assert_eq!((answer.status, answer.code()), (400, "invalid_cursor"));
}

#[tokio::test]
async fn names_are_resolved_and_relationships_asked() {
    let world = World::new().await.with_john().await;
    let id = john_id(&world).await;
    let answer = world
        .post("/v1/people/resolve", &json!({"person": "john-doe-123"}))
        .send()
        .await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert_eq!(
        (&answer.json["found_by"], &answer.json["person"]["id"]),
        (&json!("store"), &json!(id))
    );
    // The network is down.
    let unknown = world
        .post("/v1/people/resolve", &json!({"person": "somebody-else"}))
        .send()
        .await;
    assert_eq!(unknown.status, 503, "{}", unknown.json);
    let live = world
        .get(&format!("/v1/people/{id}/relationship"))
        .send()
        .await;
    assert_eq!(live.status, 503, "{}", live.json);
    let empty = world
        .post("/v1/people/resolve", &json!({"persons": "x"}))
        .send()
        .await;
    assert_eq!(
        (empty.status, empty.issues()),
        (400, vec!["person", "persons"])
    );
}

#[tokio::test]
async fn a_foreign_person_is_absent() {
    let world = World::new().await.with_john().await;
    let id = john_id(&world).await;
    let (workspace_id, _) = world.other_workspace().await;
    let stranger = world
        .key_for(workspace_id, &[app::Scope::Admin], None)
        .await;
    for route in ["", "/conversations", "/relationship"] {
        let ask = async |id: &str| {
            let answer = world
                .get(&format!("/v1/people/{id}{route}"))
                .key(&stranger)
                .send()
                .await;
            (answer.status, answer.bytes)
        };
        let foreign = ask(&id).await;
        assert_eq!(foreign.0, 404, "{route}");
        assert_eq!(
            foreign,
            ask("per_00000000000000000000000000").await,
            "{route}"
        );
        assert_eq!(foreign, ask("nonsense").await, "{route}");
    }
}

#[tokio::test]
async fn a_found_message_shows_its_words_as_plain_text() {
    let world = World::new().await.with_john().await;
    let page = vec![message(
        "2-b",
        "2-b1",
        "ACoAAjane",
        -10,
        "<b>Grüße</b> aus München, Grußwort",
    )];
    let jane = member("ACoAAjane", "Jane", "Roe", Some(1));
    world
        .observe(direct_thread("2-b", jane, -10, 1), page)
        .await;
    let answer = world.get("/v1/search?q=gru%C3%9Fe").send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let hit = &answer.json["hits"][0];
    assert_eq!(hit["message"]["text"], "<b>Grüße</b> aus München, Grußwort");
    assert_eq!(hit["message"]["direction"], "incoming");
    assert_eq!(hit["message"]["sender"]["name"], "Jane Roe");
    assert_eq!(
        hit["highlights"],
        json!({"text": [{"start": 3, "end": 8}], "subject": []})
    );
    let expected: Value = json!([
        {"text": "<b>", "is_match": false},
        {"text": "Grüße", "is_match": true},
        {"text": "</b> aus München, Grußwort", "is_match": false},
    ]);
    assert_eq!(hit["snippet"], expected);
    assert_eq!(answer.json["next_cursor"], Value::Null);
    let outgoing = world
        .get("/v1/search?q=good&direction=outgoing&limit=1")
        .send()
        .await;
    assert_eq!(outgoing.json["hits"][0]["message"]["text"], "Good morning");
    for (query, path) in [
        ("", "q"),
        ("?q=%3F", "q"),
        ("?q=a&since=x", "since"),
        ("?q=a&limit=51", "limit"),
    ] {
        let answer = world.get(&format!("/v1/search{query}")).send().await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{query}"
        );
    }
}
