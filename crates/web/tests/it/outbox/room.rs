//! Many large bodies at once.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::Request;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;
use serde_json::json;
use tokio::sync::oneshot;
use tower::ServiceExt as _;
use web::WebSettings;

use super::world;
use crate::world::{THREAD, World};

const MIB: usize = 1 << 20;

/// The body of a message with a file of so many bytes.
fn laden(bytes: usize) -> Vec<u8> {
    let mut body = json!({"conversation": THREAD, "text": "Hello!"});
    if bytes > 0 {
        let content = STANDARD.encode(vec![7; bytes]);
        body["attachments"] =
            json!([{"name": "a", "content_type": "text/plain", "content": content}]);
    }
    body.to_string().into_bytes()
}

fn request(world: &World, key: &str, length: Option<usize>, body: Body) -> Request<Body> {
    let mut request = Request::post("/v1/messages")
        .header("authorization", format!("Bearer {}", world.key))
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    if let Some(length) = length {
        request = request.header("content-length", length);
    }
    request.body(body).unwrap()
}

async fn post(router: &Router, world: &World, key: &str, body: Vec<u8>) -> Response {
    let request = request(world, key, Some(body.len()), body.into());
    router.clone().oneshot(request).await.unwrap()
}

/// A body whose second half comes when it is told.
fn halting(body: &[u8]) -> (oneshot::Sender<()>, Body) {
    let (first, second) = body.split_at(body.len() / 2);
    let parts = [
        Bytes::copy_from_slice(first),
        Bytes::copy_from_slice(second),
    ];
    let (go_on, told) = oneshot::channel();
    let halting = stream::unfold((0, Some(told)), move |(place, told)| {
        let part = parts.get(place).cloned();
        async move {
            let told = match (place, told) {
                (1, Some(told)) => {
                    told.await.ok();
                    None
                }
                (_, told) => told,
            };
            Some((Ok::<_, std::io::Error>(part?), (place + 1, told)))
        }
    });
    (go_on, Body::from_stream(halting))
}

#[tokio::test]
async fn large_bodies_beyond_the_room_for_them_come_again_later() {
    let world = world().await;
    let settings = WebSettings {
        large_bodies_bytes_max: 6 * MIB,
        ..WebSettings::default()
    };
    let router = web::router(world.app.clone(), settings);
    let large = laden(4 * MIB);
    // Whether it says how long it is, or is counted as it comes.
    for (key, length) in [("a", Some(large.len())), ("b", None)] {
        let (go_on, body) = halting(&large);
        let slow = request(&world, key, length, body);
        let second = laden(4_500_000);
        let meanwhile = async {
            let mut tries = 0..1_000;
            let refused = loop {
                assert!(tries.next().is_some(), "everything finds room");
                tokio::task::yield_now().await;
                let answer = post(&router, &world, &format!("{key}2"), second.clone()).await;
                if answer.status() == 503 {
                    break answer;
                }
                assert_eq!(answer.status(), 202);
            };
            assert_eq!(refused.headers()["retry-after"], "5");
            let small = post(&router, &world, &format!("{key}3"), laden(0)).await;
            assert_eq!(
                small.status(),
                202,
                "what is no larger than others needs no room"
            );
            go_on.send(()).unwrap();
        };
        let (held, ()) = tokio::join!(router.clone().oneshot(slow), meanwhile);
        assert_eq!(held.unwrap().status(), 202);
        let again = post(&router, &world, &format!("{key}4"), second.clone()).await;
        assert_eq!(again.status(), 202, "its room was given back");
    }
}
