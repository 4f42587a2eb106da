//! A receiver tried out. Nothing is called here but this machine.

use axum::http::Method;
use serde_json::{Value, json};
use testkit::receiver::{Receiver, Reply};
use tokio::net::TcpListener;

use super::{ask, created, id, listed, patch, post, refusal, shown};
use crate::world::{Answer, World};

async fn world() -> World {
    World::new().await.allowing("127.0.0.0/8")
}

async fn tried(world: &World, id: &str, body: &Value) -> Answer {
    post(world, &format!("/{id}/test"), body).await
}

/// What came of a trial: whether it is delivered, the status, the error and what the receiver said.
async fn outcome(world: &World, url: &str) -> [Value; 4] {
    let made = created(world, &json!({"url": url})).await;
    let answer = tried(world, id(&made), &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    ["delivered", "status", "error", "answer"].map(|field| answer.json[field].clone())
}

#[tokio::test]
async fn a_receiver_that_answers_has_got_a_signed_example() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let body = json!({"url": receiver.url(), "headers": {"x-team": "sales"}});
    let made = created(&world, &body).await;
    let secret = made["secret"].as_str().unwrap();
    let answer = tried(&world, id(&made), &json!({"type": "send.sent"})).await;
    let expected =
        json!({"delivered": true, "status": 204, "error": null, "answer": null, "millis": 0});
    assert_eq!((answer.status, &answer.json), (200, &expected));
    let got = receiver.got();
    let [got] = got.as_slice() else {
        panic!("one request, not {got:?}");
    };
    assert!(got.is_signed(&[secret], world.app.now().seconds()));
    assert_eq!(
        (&got.body["type"], &got.body["test"]),
        (&json!("send.sent"), &json!(true))
    );
    assert!(got.body["data"]["send_id"].is_string());
    assert_eq!(got.headers["x-team"], "sales");
    assert_eq!(got.headers["content-type"], "application/json");
    assert_eq!(json!(got.headers["webhook-id"]), got.body["id"]);
    // It is no delivery.
    let deliveries = format!("/v1/endpoints/{}/deliveries", id(&made));
    let none = world.get(&deliveries).send().await;
    assert_eq!(none.json["deliveries"], json!([]));
    let now = shown(&world, id(&made)).await;
    assert_eq!(
        [&now["waiting"], &now["last_delivered_at"]],
        [&json!(0), &Value::Null]
    );
}

#[tokio::test]
async fn every_type_has_an_example_and_the_first_is_a_message() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let made = created(&world, &json!({"url": receiver.url()})).await;
    let path = format!("/{}/test", id(&made));
    let answer = ask(&world, Method::POST, &path, &Value::Null).await;
    assert_eq!(answer.json["delivered"], true);
    for kind in domain::event::EventKind::ALL {
        let answer = tried(&world, id(&made), &json!({"type": kind.word()})).await;
        assert_eq!(answer.json["delivered"], true, "{}", answer.json);
    }
    let got = receiver.got();
    assert_eq!(got[0].body["type"], "message.received");
    assert_eq!(got.len(), 1 + domain::event::EventKind::ALL.len());
    let long = "x".repeat(5_000);
    for wrong in ["send.*", "moon.risen", &long] {
        let answer = tried(&world, id(&made), &json!({"type": wrong})).await;
        assert!(refusal(&answer, "type").len() < 200);
    }
    for (body, path) in [(json!({"type": 1}), "type"), (json!({"kind": "x"}), "kind")] {
        refusal(&tried(&world, id(&made), &body).await, path);
    }
}

#[tokio::test]
async fn the_guide_s_format_is_tried_in_its_form() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let body = json!({"url": receiver.url(), "format": "guide"});
    let made = created(&world, &body).await;
    let answer = tried(&world, id(&made), &json!({})).await;
    assert_eq!(answer.json["delivered"], true);
    let got = receiver.got();
    assert!(got[0].is_signed(
        &[made["secret"].as_str().unwrap()],
        world.app.now().seconds()
    ));
    assert!(got[0].headers.contains_key("x-webhook-signature"));
    assert!(!got[0].headers.contains_key("webhook-id"));
    assert_eq!(
        (&got[0].body["event"], &got[0].body["object"]),
        (&json!("message.received"), &json!("event"))
    );
    let other = tried(&world, id(&made), &json!({"type": "send.sent"})).await;
    assert!(refusal(&other, "type").contains("message.received only"));
    assert_eq!(receiver.got().len(), 1);
}

#[tokio::test]
async fn while_two_secrets_sign_either_will_do() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let made = created(&world, &json!({"url": receiver.url()})).await;
    let rotate = format!("/{}/rotate-secret", id(&made));
    let rotated = post(&world, &rotate, &json!({"overlap_hours": 1})).await;
    let secrets = [&made, &rotated.json].map(|of| of["secret"].as_str().unwrap());
    tried(&world, id(&made), &json!({})).await;
    world.clock.move_on(3_600_000);
    tried(&world, id(&made), &json!({})).await;
    let (got, now) = (receiver.got(), world.app.now().seconds());
    let is_signed = [(0, now - 3_600), (1, now)]
        .map(|(place, at)| secrets.map(|secret| got[place].is_signed(&[secret], at)));
    assert_eq!(is_signed, [[true, true], [false, true]]);
}

#[tokio::test]
async fn a_receiver_that_refuses_is_quoted() {
    let world = world().await;
    let receiver = Receiver::start().await;
    for (status, body, said) in [
        (
            500,
            "no \u{1f44b} today".to_owned(),
            "no \u{1f44b} today".to_owned(),
        ),
        (404, "x".repeat(50_000), "x".repeat(1_000)),
        (410, "a\0b".to_owned(), "ab".to_owned()),
    ] {
        receiver.answer_with(move |_| Reply {
            body: body.clone(),
            ..Reply::status(status)
        });
        let found = outcome(&world, &receiver.url()).await;
        assert_eq!(
            found,
            [json!(false), json!(status), Value::Null, json!(said)]
        );
    }
    // It counts for nothing, not even a 410.
    let states = listed(&world).await;
    assert!(states.iter().all(|endpoint| endpoint["state"] == "active"
        && endpoint["failing_since"] == Value::Null
        && endpoint["last_failed_at"] == Value::Null));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let world = world().await;
    let (receiver, other) = (Receiver::start().await, Receiver::start().await);
    for (status, to) in [
        (302, "http://169.254.169.254/latest/meta-data".to_owned()),
        (301, other.url()),
        (307, other.url()),
        (308, receiver.url()),
    ] {
        receiver.answer_with(move |_| Reply {
            headers: vec![("location", to.clone())],
            ..Reply::status(status)
        });
        let found = outcome(&world, &receiver.url()).await;
        assert_eq!(
            found,
            [json!(false), json!(status), Value::Null, Value::Null]
        );
    }
    assert_eq!((receiver.got().len(), other.got().len()), (4, 0));
}

#[tokio::test]
async fn why_there_is_no_answer_is_said() {
    let world = world().await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("http://{}/", free.local_addr().unwrap());
    drop(free);
    let [delivered, status, error, answer] = outcome(&world, &nobody).await;
    assert_eq!(
        [&delivered, &status, &answer],
        [&json!(false), &Value::Null, &Value::Null]
    );
    assert!(error.as_str().unwrap().contains("refused"), "{error}");
    // A receiver that knows no TLS.
    let receiver = Receiver::start().await;
    let url = receiver.url().replace("http:", "https:");
    let [delivered, _, error, _] = outcome(&world, &url).await;
    assert_eq!((delivered, error.is_string()), (json!(false), true));
    assert_eq!(receiver.got().len(), 0);
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_called() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let port = receiver.url().split(':').nth(2).unwrap().to_owned();
    let url = format!("http://localhost:{port}");
    let made = created(&world, &json!({"url": url})).await;
    let answer = tried(&world, id(&made), &json!({})).await;
    // On a machine where it is `::1` first, that one address is enough to refuse it.
    let is_called = receiver.got().len() == 1;
    assert_eq!(answer.json["delivered"], is_called);
    let before = receiver.got().len();
    // The operator allows something else now.
    let world = world.allowing("10.0.0.0/8");
    let answer = tried(&world, id(&made), &json!({})).await;
    assert_eq!(answer.json["delivered"], false);
    let error = answer.json["error"].as_str().unwrap();
    assert!(
        error.starts_with("localhost is at ") && error.contains("outgoing.allowed_networks"),
        "{error}"
    );
    assert_eq!(receiver.got().len(), before);
}

#[tokio::test]
async fn a_paused_receiver_can_be_tried() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let made = created(&world, &json!({"url": receiver.url()})).await;
    patch(&world, id(&made), &json!({"paused": true})).await;
    let answer = tried(&world, id(&made), &json!({})).await;
    assert_eq!(answer.json["delivered"], true);
    assert_eq!(shown(&world, id(&made)).await["state"], "paused");
}
