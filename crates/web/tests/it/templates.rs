//! Templates at the door: kept, changed, tried, and made into messages, with the network down.

use axum::http::Method;
use serde_json::{Value, json};

use crate::world::{Answer, THREAD, World};

const TEMPLATES: &str = "/v1/templates";

async fn create(world: &World, body: &Value) -> Answer {
    world.post(TEMPLATES, body).send().await
}

async fn added(world: &World, text: &str, fallbacks: Value) -> String {
    let body = json!({"name": "Hello", "text": text, "fallbacks": fallbacks});
    let answer = create(world, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    answer.json["id"].as_str().unwrap().to_owned()
}

async fn patched(world: &World, id: &str, body: &Value) -> Answer {
    world.patch(&format!("{TEMPLATES}/{id}"), body).send().await
}

async fn preview(world: &World, id: &str, body: &Value) -> Answer {
    let address = format!("{TEMPLATES}/{id}/preview");
    world.post(&address, body).send().await
}

async fn send(world: &World, key: &str, body: &Value) -> Answer {
    let call = world.post("/v1/messages", body);
    call.header("idempotency-key", key).send().await
}

#[tokio::test]
async fn a_template_is_kept_and_shown_with_its_tag() {
    let world = World::new().await;
    let body = json!({
        "name": " Spring ", "text": "Hi {{ first_name }}", "language": "en-GB", "tags": ["spring"],
        "fallbacks": {"first_name": "there"},
    });
    let made = create(&world, &body).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let id = made.json["id"].as_str().unwrap();
    assert_eq!(made.header("location"), format!("{TEMPLATES}/{id}"));
    assert_eq!(
        (&made.json["name"], &made.json["version"]),
        (&json!("Spring"), &json!(1))
    );
    let shown = world.get(&format!("{TEMPLATES}/{id}")).send().await;
    assert_eq!(shown.json, made.json);
    let tag = shown.header("etag");
    let address = format!("{TEMPLATES}/{id}");
    let again = world.get(&address).header("if-none-match", tag);
    assert_eq!(again.send().await.status, 304);
    let taken = create(&world, &body).await;
    assert_eq!((taken.status, taken.code()), (409, "template_name_taken"));
}

#[tokio::test]
async fn only_another_text_is_another_version_and_each_can_be_read() {
    let world = World::new().await;
    let id = added(&world, "One", json!({})).await;
    let renamed = patched(&world, &id, &json!({"name": "Other", "language": "de"})).await;
    assert_eq!((renamed.status, &renamed.json["version"]), (200, &json!(1)));
    let changed = patched(&world, &id, &json!({"text": "Two", "language": ""})).await;
    assert_eq!(
        (&changed.json["version"], &changed.json["language"]),
        (&json!(2), &Value::Null)
    );
    for (version, text) in [(1, "One"), (2, "Two")] {
        let address = format!("{TEMPLATES}/{id}/versions/{version}");
        assert_eq!(world.get(&address).send().await.json["text"], text);
    }
    let absent = world
        .get(&format!("{TEMPLATES}/{id}/versions/3"))
        .send()
        .await;
    assert_eq!((absent.status, absent.code()), (404, "template_not_found"));
}

#[tokio::test]
async fn a_change_that_is_meant_for_another_state_is_refused() {
    let world = World::new().await;
    let id = added(&world, "One", json!({})).await;
    let address = format!("{TEMPLATES}/{id}");
    let tag = world.get(&address).send().await.header("etag").to_owned();
    assert_eq!(
        patched(&world, &id, &json!({"text": "Two"})).await.status,
        200
    );
    for method in [Method::PATCH, Method::DELETE] {
        let call = world
            .call(method.clone(), &address)
            .header("if-match", &tag);
        let call = if method == Method::PATCH {
            call.body(json!({"text": "Three"}).to_string())
        } else {
            call
        };
        let answer = call.send().await;
        assert_eq!((answer.status, answer.code()), (412, "template_changed"));
    }
    let tag = world.get(&address).send().await.header("etag").to_owned();
    let gone = world
        .call(Method::DELETE, &address)
        .header("if-match", tag)
        .send()
        .await;
    assert_eq!(gone.status, 204);
    assert_eq!(world.get(&address).send().await.status, 404);
}

#[tokio::test]
async fn templates_are_listed_in_pages_and_by_tag() {
    let world = World::new().await;
    for number in 0..3 {
        world.clock.move_on(1);
        let tags = if number == 1 {
            json!(["a_b"])
        } else {
            json!(["axb"])
        };
        let body = json!({"name": format!("t{number}"), "text": "x", "tags": tags});
        assert_eq!(create(&world, &body).await.status, 201);
    }
    let names = |answer: &Answer| -> Vec<String> {
        let templates = answer.json["templates"].as_array().unwrap().iter();
        templates
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = world.get(&format!("{TEMPLATES}?limit=2")).send().await;
    assert_eq!(names(&first), ["t2", "t1"]);
    let cursor = first.json["next_cursor"].as_str().unwrap();
    let second = world
        .get(&format!("{TEMPLATES}?limit=2&cursor={cursor}"))
        .send()
        .await;
    assert_eq!(
        (names(&second), &second.json["next_cursor"]),
        (vec!["t0".to_owned()], &Value::Null)
    );
    let tagged = world.get(&format!("{TEMPLATES}?tag=a_b")).send().await;
    assert_eq!(names(&tagged), ["t1"]);
}

#[tokio::test]
async fn what_is_no_template_is_refused_with_its_line() {
    let world = World::new().await;
    for (text, word) in [
        ("a\n{{ 'x' * 99999999 }}", "(line 2)"),
        ("{% for i in range(99999999) %}x{% endfor %}", "cannot call"),
        ("{% include 'x' %}", "(line 1)"),
        ("{{ first_name", "(line 1)"),
        ("{{ a | nosuch }}", "no such filter"),
    ] {
        let answer = create(&world, &json!({"name": "n", "text": text})).await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec!["text"]),
            "{text}"
        );
        let message = answer.json["issues"][0]["message"].as_str().unwrap();
        assert!(message.contains(word), "{message}");
    }
    for body in [
        json!({"text": "x"}),
        json!({"name": "n"}),
        json!({"name": "n", "text": "x", "language": "English"}),
        json!({"name": "n", "text": "x", "fallbacks": {"person": "x"}}),
        json!({"name": "n", "text": "x", "fallbacks": {"a": {}}}),
        json!({"name": "n", "text": "x", "fallbacks": []}),
        json!({"name": "n", "text": "x", "tags": ["No Tag"]}),
        json!({"name": "n", "text": "x", "other": 1}),
    ] {
        let answer = create(&world, &body).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_preview_says_what_would_leave_and_what_is_missing() {
    let world = World::new().await.with_john().await;
    let text = "Hi {{ first_name }} of {{ company }}, {{ account.first_name }} here.";
    let id = added(&world, text, json!({"first_name": "there"})).await;
    let missing = preview(&world, &id, &json!({})).await;
    assert_eq!((missing.status, &missing.json["text"]), (200, &Value::Null));
    assert_eq!(
        missing.json["missing"],
        json!(["company", "account.first_name"])
    );
    let asked = json!({"person": "john-doe-123", "variables": {"company": "{{ x }}"}});
    let shown = preview(&world, &id, &asked).await.json;
    let expected = "Hi John of {{ x }}, Olive here.";
    assert_eq!(
        (&shown["text"], &shown["is_sendable"]),
        (&json!(expected), &json!(true))
    );
    assert_eq!(
        (&shown["length"], &shown["length_max"]),
        (&json!(expected.len()), &json!(8_000))
    );
    let long = json!({"person": "john-doe-123", "kind": "invitation", "variables": {"company": "x".repeat(300)}});
    let shown = preview(&world, &id, &long).await.json;
    assert_eq!(
        (&shown["is_sendable"], &shown["length_max"]),
        (&json!(false), &json!(300))
    );
    let nobody = preview(&world, &id, &json!({"person": "nobody-here"})).await;
    assert_eq!((nobody.status, nobody.code()), (404, "member_not_found"));
}

#[tokio::test]
async fn a_template_that_takes_too_long_ends() {
    let world = World::new().await;
    let text =
        "{% for a in l %}{% for b in l %}{% for c in l %}{% endfor %}{% endfor %}{% endfor %}x";
    let id = added(&world, text, json!({})).await;
    let list: Vec<u32> = (0..100).collect();
    let answer = preview(&world, &id, &json!({"variables": {"l": list}})).await;
    assert_eq!(
        (answer.status, answer.code()),
        (422, "template_unfilled"),
        "{}",
        answer.json
    );
}

#[tokio::test]
async fn a_send_is_made_from_its_template_and_stays_as_it_was_made() {
    let world = World::new().await.with_john().await;
    let id = added(&world, "Hi {{ first_name }}, {{ topic }}?", json!({})).await;
    let body = json!({"conversation": THREAD, "template_id": id, "variables": {"topic": "tea"}});
    let made = send(&world, "k1", &body).await;
    assert_eq!(made.status, 202, "{}", made.json);
    let send_id = made.json["id"].as_str().unwrap().to_owned();
    let said = |answer: &Value| (answer["text"].clone(), answer["template_version"].clone());
    assert_eq!(said(&made.json), (json!("Hi John, tea?"), json!(1)));
    patched(&world, &id, &json!({"text": "Bye"})).await;
    let shown = world.get(&format!("/v1/sends/{send_id}")).send().await;
    assert_eq!(said(&shown.json), (json!("Hi John, tea?"), json!(1)));
    let next = send(
        &world,
        "k2",
        &json!({"conversation": THREAD, "template_id": id}),
    )
    .await;
    assert_eq!(said(&next.json), (json!("Bye"), json!(2)));
    // The same request is the same send, whatever has become of its template.
    let address = format!("{TEMPLATES}/{id}");
    world.call(Method::DELETE, &address).send().await;
    let again = send(&world, "k1", &body).await;
    assert_eq!((again.status, &again.json["id"]), (202, &json!(send_id)));
    let other =
        json!({"conversation": THREAD, "template_id": id, "variables": {"topic": "coffee"}});
    let other = send(&world, "k1", &other).await;
    assert_eq!(
        (other.status, other.code()),
        (422, "idempotency_key_reused")
    );
    let gone = send(&world, "k3", &body).await;
    assert_eq!((gone.status, gone.code()), (404, "template_not_found"));
}

#[tokio::test]
async fn a_send_that_lacks_something_names_it() {
    let world = World::new().await.with_john().await;
    let id = added(
        &world,
        "{{ topic }} {{ person.headline }} {{ year }}",
        json!({}),
    )
    .await;
    let body = json!({"conversation": THREAD, "template_id": id, "variables": {"year": 2026}});
    let answer = send(&world, "k1", &body).await;
    assert_eq!((answer.status, answer.code()), (422, "template_incomplete"));
    assert_eq!(answer.issues(), ["variables.topic"]);
    let both = json!({"conversation": THREAD, "text": "x", "template_id": id, "variables": {}});
    let answer = send(&world, "k2", &both).await;
    assert_eq!((answer.status, answer.issues()), (400, vec!["variables"]));
    let batch = json!({"messages": [
        {"idempotency_key": "a", "conversation": THREAD, "template_id": id, "variables": {"topic": "Tea", "year": 1}},
        {"idempotency_key": "b", "conversation": THREAD, "template_id": id},
        {"idempotency_key": "c", "conversation": THREAD, "template_id": "tpl_none"},
    ]});
    let answer = world.post("/v1/messages/batch", &batch).send().await.json;
    let verdicts = answer["results"].as_array().unwrap().iter();
    let verdicts: Vec<_> = verdicts.map(|one| one["status"].clone()).collect();
    assert_eq!(verdicts, [202, 422, 404]);
    assert_eq!(
        answer["results"][0]["send"]["text"],
        "Tea Software Engineer 1"
    );
}

#[tokio::test]
async fn templates_of_others_are_as_absent_as_what_never_was() {
    let world = World::new().await;
    let id = added(&world, "One", json!({})).await;
    let (other, _) = world.other_workspace().await;
    let key = world
        .key_for(other, &[app::Scope::Read, app::Scope::Write], None)
        .await;
    for path in ["", "/versions/1"] {
        let of = |id: &str| world.get(&format!("{TEMPLATES}/{id}{path}")).key(&key);
        let foreign = of(&id).send().await;
        let absent = of("tpl_00000000000000000000000000").send().await;
        assert_eq!((foreign.status, &foreign.json), (404, &absent.json));
    }
}
