//! Secrets: made or brought along, shown once, changed with an overlap.

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    ENDPOINTS, URL, added, ask, create, created, id, patch, post, refusal, shown, with_threads,
};
use crate::world::{Answer, World};

/// 32 bytes.
const OWN: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

async fn rotate(world: &World, id: &str, body: &Value) -> Answer {
    post(world, &format!("/{id}/rotate-secret"), body).await
}

#[tokio::test]
async fn a_secret_is_shown_once() {
    let world = World::new().await;
    let made = created(&world, &json!({"url": URL})).await;
    let first = made["secret"].as_str().unwrap().to_owned();
    let id = id(&made);
    let rotated = rotate(&world, id, &json!({})).await;
    let second = rotated.json["secret"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    assert!(second.starts_with("whsec_") && second.len() == 50);
    let own = rotate(&world, id, &json!({"secret": OWN, "force": true})).await;
    assert_eq!(own.json["secret"], OWN);
    let path = format!("{ENDPOINTS}/{id}");
    let answers = [
        world.get(&path).send().await,
        world.get(ENDPOINTS).send().await,
        world.get(&path).key(&world.admin).send().await,
        patch(&world, id, &json!({"name": "Other"})).await,
        world.get("/v1/events").send().await,
    ];
    for answer in answers {
        assert_eq!(answer.status, 200);
        let text = String::from_utf8(answer.bytes).unwrap();
        for secret in ["whsec_", &first[6..], &second[6..], &OWN[6..]] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[tokio::test]
async fn a_secret_can_be_brought_along() {
    let world = World::new().await;
    // The shortest and the longest.
    let short = format!("whsec_{}", "A".repeat(32));
    let long = format!("whsec_{}==", "A".repeat(86));
    for secret in [OWN, &short, &long] {
        let made = created(&world, &json!({"url": URL, "secret": secret})).await;
        assert_eq!(made["secret"], secret);
    }
    let known = added(&world, json!({})).await;
    let too_short = format!("whsec_{}=", "A".repeat(31));
    let too_long = format!("whsec_{}=", "A".repeat(87));
    for wrong in [
        "secret",
        "whsec_",
        "whsec_***",
        &OWN[6..],
        &OWN[..OWN.len() - 1],
        "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        &too_short,
        &too_long,
        "whsec_\n",
    ] {
        let answers = [
            create(&world, &json!({"url": URL, "secret": wrong})).await,
            rotate(&world, &known, &json!({"secret": wrong})).await,
        ];
        for answer in answers {
            let sentence = refusal(&answer, "secret");
            assert!(!sentence.contains("MfKQ"), "{sentence}");
        }
    }
    let wrong = create(&world, &json!({"url": URL, "secret": 715_517})).await;
    assert!(!refusal(&wrong, "secret").contains("715517"));
    // Nothing came of any of it.
    assert_eq!(shown(&world, &known).await["old_secret_until"], Value::Null);
    let patched = patch(&world, &known, &json!({"secret": OWN})).await;
    assert!(refusal(&patched, "secret").contains("no field"));
}

#[tokio::test]
async fn an_old_secret_signs_for_as_long_as_is_said() {
    let world = World::new().await;
    for (body, hours) in [
        (json!({}), Some(24)),
        (json!({"overlap_hours": null}), Some(24)),
        (json!({"overlap_hours": 0}), None),
        (json!({"overlap_hours": 1}), Some(1)),
        (json!({"overlap_hours": 168, "force": false}), Some(168)),
    ] {
        let id = added(&world, json!({})).await;
        let until = hours.map(|hours| {
            let overlap = std::time::Duration::from_hours(hours);
            world.app.now().plus(overlap).to_string()
        });
        let answer = rotate(&world, &id, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.json);
        assert_eq!(answer.json["old_secret_until"], json!(until), "{body}");
        assert_eq!(shown(&world, &id).await["old_secret_until"], json!(until));
    }
    // No body is an empty one.
    let id = added(&world, json!({})).await;
    let path = format!("/{id}/rotate-secret");
    let answer = ask(&world, Method::POST, &path, &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    for (body, path) in [
        (json!({"overlap_hours": 169}), "overlap_hours"),
        (json!({"overlap_hours": -1}), "overlap_hours"),
        (json!({"overlap_hours": 1.5}), "overlap_hours"),
        (json!({"overlap_hours": "1"}), "overlap_hours"),
        (json!({"force": 1}), "force"),
        (json!({"overlap": 1}), "overlap"),
    ] {
        refusal(&rotate(&world, &id, &body).await, path);
    }
}

#[tokio::test]
async fn a_second_change_waits_for_the_overlap_unless_it_is_forced() {
    let world = World::new().await;
    let id = added(&world, json!({})).await;
    let first = rotate(&world, &id, &json!({"overlap_hours": 1})).await;
    let second = rotate(&world, &id, &json!({"overlap_hours": 2})).await;
    assert_eq!((second.status, second.code()), (409, "secret_overlap"));
    assert_eq!(
        shown(&world, &id).await["old_secret_until"],
        first.json["old_secret_until"]
    );
    let forced = rotate(&world, &id, &json!({"overlap_hours": 2, "force": true})).await;
    assert_eq!(forced.status, 200);
    // Nothing was asked of the one before that is over.
    world.clock.move_on(2 * 3_600_000);
    let after = rotate(&world, &id, &json!({"overlap_hours": 0})).await;
    assert_eq!(
        (after.status, &after.json["old_secret_until"]),
        (200, &Value::Null)
    );
    assert_eq!(rotate(&world, &id, &json!({})).await.status, 200);
}

#[tokio::test]
async fn of_many_changes_at_the_same_time_one_happens() {
    let (world, _folder) = with_threads().await;
    let id = added(&world, json!({})).await;
    let body = json!({});
    let asked = (0..8).map(|_| rotate(&world, &id, &body));
    let answers = futures_util::future::join_all(asked).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
}
