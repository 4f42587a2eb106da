//! What people of a workspace keep of a conversation: labels, notes, a draft, a snooze.

use app::Scope;
use axum::http::Method;
use domain::ids::{UserId, WorkspaceId};
use domain::role::Role;
use serde_json::{Value, json};
use store::users::{self, User};

use super::{LIST, ask, imported, own_id, put};
use crate::world::{JOHN, THREAD, World, at, direct_thread, john, message};

#[tokio::test]
async fn a_snoozed_conversation_is_out_of_the_list_until_it_wakes() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let until = at(60_000).to_string();
    let snoozed = json!({"until": until, "until_reply": true});
    let answer = world
        .post(&format!("{LIST}/{own}/snooze"), &snoozed)
        .send()
        .await;
    assert_eq!(answer.json["snooze"], snoozed);
    let count = async |query: &str| {
        let answer = world.get(&format!("{LIST}?{query}")).send().await;
        answer.json["conversations"].as_array().unwrap().len()
    };
    assert_eq!(
        (
            count("").await,
            count("snoozed=true").await,
            count("snoozed=any").await
        ),
        (0, 1, 1)
    );
    let said = message(THREAD, "2-NA==", JOHN, 1_000, "And?");
    world
        .observe(direct_thread(THREAD, john(), 1_000, 3), vec![said])
        .await;
    assert_eq!((count("").await, count("snoozed=true").await), (1, 0));
    let answer = world
        .post(&format!("{LIST}/{own}/snooze"), &snoozed)
        .send()
        .await;
    assert_eq!(answer.status, 200);
    for _ in 0..2 {
        let answer = world
            .post_raw(&format!("{LIST}/{own}/unsnooze"), "")
            .send()
            .await;
        assert_eq!((answer.status, &answer.json["snooze"]), (200, &Value::Null));
    }
}

#[tokio::test]
async fn labels_are_made_put_on_renamed_and_taken_away() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let new = json!({"name": "Hot lead", "colour": "#D93025"});
    let made = world.post("/v1/labels", &new).send().await;
    assert_eq!(
        (made.status, &made.json["colour"]),
        (201, &json!("#d93025"))
    );
    let id = made.json["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/v1/labels/{id}"));
    let taken = world
        .post("/v1/labels", &json!({"name": "HOT LEAD"}))
        .send()
        .await;
    assert_eq!((taken.status, taken.code()), (409, "label_taken"));
    for (body, field) in [
        (json!({}), "name"),
        (json!({"name": "x".repeat(51)}), "name"),
        (json!({"name": "x", "colour": "red"}), "colour"),
        (json!({"name": "x", "size": 1}), "size"),
    ] {
        let answer = world.post("/v1/labels", &body).send().await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![field]),
            "{body}"
        );
    }
    let place = format!("{LIST}/{own}/labels/{id}");
    for _ in 0..2 {
        let answer = put(&world, &place, None).await;
        assert_eq!(
            answer.json["labels"][0]["name"], "Hot lead",
            "{}",
            answer.json
        );
    }
    let renamed = world.patch(
        &format!("/v1/labels/{id}"),
        &json!({"name": "Warm", "colour": "none"}),
    );
    let renamed = renamed.send().await;
    assert_eq!(
        (&renamed.json["name"], &renamed.json["colour"]),
        (&json!("Warm"), &Value::Null)
    );
    let listed = world.get(&format!("{LIST}?label={id}")).send().await;
    assert_eq!(listed.json["conversations"][0]["labels"][0]["name"], "Warm");
    let shown = world.get(&format!("/v1/labels/{id}")).send().await;
    let again = world
        .get(&format!("/v1/labels/{id}"))
        .header("if-none-match", shown.header("etag"));
    assert_eq!(again.send().await.status, 304);
    for _ in 0..2 {
        let answer = ask(&world, Method::DELETE, &place, None).await;
        assert_eq!((answer.status, &answer.json["labels"]), (200, &json!([])));
    }
    let gone = ask(&world, Method::DELETE, &format!("/v1/labels/{id}"), None).await;
    assert_eq!(gone.status, 204);
    let listed = world.get("/v1/labels").send().await;
    assert_eq!(listed.json["labels"], json!([]));
}

#[tokio::test]
async fn a_label_of_another_workspace_is_absent() {
    let world = World::new().await;
    let made = world
        .post("/v1/labels", &json!({"name": "Hot"}))
        .send()
        .await;
    let id = made.json["id"].as_str().unwrap().to_owned();
    let (others, _) = world.other_workspace().await;
    let stranger = world.key_for(others, &[Scope::Admin], None).await;
    for method in [Method::GET, Method::PATCH, Method::DELETE] {
        let call = world
            .call(method.clone(), &format!("/v1/labels/{id}"))
            .key(&stranger);
        let call = if method == Method::PATCH {
            call.body("{}")
        } else {
            call
        };
        let answer = call.send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (404, "label_not_found"),
            "{method}"
        );
    }
}

#[tokio::test]
async fn a_conversation_carries_a_bounded_number_of_labels() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    for number in 0..=20 {
        let made = world
            .post("/v1/labels", &json!({"name": format!("Label {number}")}))
            .send()
            .await;
        let id = made.json["id"].as_str().unwrap();
        let answer = put(&world, &format!("{LIST}/{own}/labels/{id}"), None).await;
        let expected = if number < 20 {
            (200, "")
        } else {
            (409, "too_many_conversation_labels")
        };
        assert_eq!((answer.status, answer.code()), expected, "{number}");
    }
}

#[tokio::test]
async fn notes_are_kept_with_who_wrote_them_and_stay_in_their_conversation() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let notes = format!("{LIST}/{own}/notes");
    let mut ids = Vec::new();
    for text in ["first", "second", "third"] {
        world.clock.move_on(1);
        let made = world.post(&notes, &json!({"text": text})).send().await;
        assert_eq!(made.status, 201);
        assert!(made.json["author"].as_str().unwrap().starts_with("key_"));
        let id = made.json["id"].as_str().unwrap().to_owned();
        assert_eq!(made.header("location"), format!("{notes}/{id}"));
        ids.push(id);
    }
    let page = world.get(&format!("{notes}?limit=2")).send().await;
    assert_eq!(page.json["notes"][0]["text"], "third");
    let cursor = page.json["next_cursor"].as_str().unwrap();
    let rest = world
        .get(&format!("{notes}?limit=2&cursor={cursor}"))
        .send()
        .await;
    assert_eq!(
        (&rest.json["notes"][0]["text"], &rest.json["next_cursor"]),
        (&json!("first"), &Value::Null)
    );
    let first = format!("{notes}/{}", ids[0]);
    let before = world.get(&first).send().await;
    world.clock.move_on(5);
    let changed = world.patch(&first, &json!({"text": "better"})).send().await;
    assert_eq!(
        (changed.status, &changed.json["text"]),
        (200, &json!("better"))
    );
    assert_eq!(changed.json["created_at"], before.json["created_at"]);
    assert_ne!(changed.json["updated_at"], before.json["updated_at"]);
    let elsewhere = imported(&world).await;
    let astray = world
        .get(&format!("{LIST}/{elsewhere}/notes/{}", ids[0]))
        .send()
        .await;
    assert_eq!((astray.status, astray.code()), (404, "note_not_found"));
    assert_eq!(ask(&world, Method::DELETE, &first, None).await.status, 204);
    let again = ask(&world, Method::DELETE, &first, None).await;
    assert_eq!((again.status, again.code()), (404, "note_not_found"));
}

#[tokio::test]
async fn two_people_do_not_overwrite_each_others_draft() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let draft = format!("{LIST}/{own}/draft");
    let write = async |text: &str, tag: Option<&str>| {
        let call = world
            .call(Method::PUT, &draft)
            .body(json!({"text": text}).to_string());
        match tag {
            Some(tag) => call.header("if-match", tag).send().await,
            None => call.send().await,
        }
    };
    let none = world.get(&draft).send().await;
    assert_eq!((none.status, none.code()), (404, "draft_not_found"));
    let first = write("Dear John", None).await;
    assert_eq!(first.status, 200, "{}", first.json);
    let tag = first.header("etag").to_owned();
    assert_eq!(
        world
            .get(&draft)
            .header("if-none-match", &tag)
            .send()
            .await
            .status,
        304
    );
    let blind = write("Mine", None).await;
    assert_eq!((blind.status, blind.code()), (428, "precondition_required"));
    let second = write("Dear John,", Some(&tag)).await;
    assert_eq!(second.status, 200);
    for late in [
        write("Hi", Some(&tag)).await,
        write("Hi", Some("\"other\"")).await,
    ] {
        assert_eq!((late.status, late.code()), (412, "draft_changed"));
    }
    assert_eq!(world.get(&draft).send().await.json["text"], "Dear John,");
    assert_eq!(write("Anything", Some("*")).await.status, 200);
    let long = write(&"x".repeat(8_001), Some("*")).await;
    assert_eq!((long.status, long.issues()), (400, vec!["text"]));
    let blind = ask(&world, Method::DELETE, &draft, None).await;
    assert_eq!((blind.status, blind.code()), (428, "precondition_required"));
    let tag = world.get(&draft).send().await.header("etag").to_owned();
    let gone = world
        .call(Method::DELETE, &draft)
        .header("if-match", &tag)
        .send()
        .await;
    assert_eq!(gone.status, 204);
    // What was there is not there any more, whoever remembers it.
    let late = write("Hi", Some(&tag)).await;
    assert_eq!((late.status, late.code()), (412, "draft_changed"));
    let anew = write("Hi", None).await;
    assert_ne!(anew.header("etag"), tag);
}

/// Somebody who works in a workspace.
async fn user(world: &World, workspace_id: WorkspaceId, number: u8) -> String {
    let user = User {
        workspace_id,
        user_id: UserId::from_bytes([number; 16]),
        name: "Uma User".to_owned(),
        email: format!("user{number}@example.com"),
        email_hash: vec![number; 32],
        role: Role::Member,
        created_at: at(0),
        updated_at: at(0),
    };
    let user_id = user.user_id.to_string();
    let write = world.store.write(move |tx| users::insert(tx, &user));
    assert!(write.await.unwrap());
    user_id
}

#[tokio::test]
async fn a_conversation_is_given_to_a_user_of_the_workspace_alone() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let (others, _) = world.other_workspace().await;
    let (ours, theirs) = (
        user(&world, world.workspace_id, 1).await,
        user(&world, others, 2).await,
    );
    let place = format!("{LIST}/{own}/assignee");
    for nobody in [theirs.as_str(), "usr_none", "me"] {
        let answer = put(&world, &place, Some(&json!({"user": nobody}))).await;
        assert_eq!((answer.status, answer.code()), (404, "user_not_found"));
    }
    let empty = put(&world, &place, Some(&json!({}))).await;
    assert_eq!((empty.status, empty.issues()), (400, vec!["user"]));
    let answer = put(&world, &place, Some(&json!({"user": ours}))).await;
    assert_eq!(
        (answer.status, &answer.json["assignee"]),
        (200, &json!(ours))
    );
    let count = async |query: &str| {
        let answer = world.get(&format!("{LIST}?assignee={query}")).send().await;
        answer.json["conversations"].as_array().unwrap().len()
    };
    assert_eq!(
        (
            count(&ours).await,
            count(&theirs).await,
            count("none").await
        ),
        (1, 0, 0)
    );
    for _ in 0..2 {
        let answer = ask(&world, Method::DELETE, &place, None).await;
        assert_eq!(
            (answer.status, &answer.json["assignee"]),
            (200, &Value::Null)
        );
    }
    assert_eq!((count(&ours).await, count("none").await), (0, 1));
}
