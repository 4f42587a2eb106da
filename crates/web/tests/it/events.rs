//! The event log at its two doors: pages, and a stream that goes on where it was cut off.

use app::Scope;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use futures_util::StreamExt as _;
use serde_json::Value;
use tower::ServiceExt as _;
use web::{Router, WebSettings};

use store::hints::{Hint, Typing};
use store::{conversations, people};

use crate::world::{JOHN, THREAD, World};

/// Something that is told of in the log.
async fn happen(world: &World) {
    world.app.create_workspace("noise").await.unwrap();
    world
        .key_for(world.workspace_id, &[Scope::Read], None)
        .await;
}

async fn page(world: &World, query: &str) -> Value {
    let answer = world
        .get(&format!("/v1/events{query}"))
        .key(&world.key)
        .send()
        .await;
    assert_eq!(answer.status, 200, "{:?}", answer.json);
    answer.json
}

/// A stream as its reader sees it: frame by frame.
struct Reading {
    body: axum::body::BodyDataStream,
    rest: String,
    /// Where it began.
    place: i64,
}

impl Reading {
    async fn open(router: &Router, key: &str, query: &str, last: Option<&str>) -> Response {
        let mut request = Request::get(format!("/v1/events/stream{query}"))
            .header("authorization", format!("Bearer {key}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let request = request.body(Body::empty()).unwrap();
        router.clone().oneshot(request).await.unwrap()
    }

    async fn begin(router: &Router, key: &str, query: &str, last: Option<&str>) -> Self {
        let response = Self::open(router, key, query, last).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let mut reading = Self {
            body: response.into_body().into_data_stream(),
            rest: String::new(),
            place: 0,
        };
        let hello = reading.frame().await.unwrap();
        let place = hello.strip_prefix("retry: 2000\nid: ").unwrap();
        reading.place = place.parse().unwrap();
        reading
    }

    /// The next frame; `None` at the end.
    async fn frame(&mut self) -> Option<String> {
        loop {
            if let Some((frame, rest)) = self.rest.split_once("\n\n") {
                let (frame, rest) = (frame.to_owned(), rest.to_owned());
                self.rest = rest;
                return Some(frame);
            }
            let bytes = self.body.next().await?.unwrap();
            self.rest.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// The next event: its id, its type, and itself.
    async fn event(&mut self) -> (String, String, Value) {
        let frame = self.frame().await.expect("the stream goes on");
        let mut lines = frame.lines();
        let mut field = |name: &str| {
            let line = lines.next().unwrap();
            line.strip_prefix(name).unwrap().to_owned()
        };
        let (id, kind, data) = (field("id: "), field("event: "), field("data: "));
        (id, kind, serde_json::from_str(&data).unwrap())
    }
}

fn router(world: &World, streams_max: usize) -> Router {
    let settings = WebSettings {
        streams_max,
        ..WebSettings::default()
    };
    web::router(world.app.clone(), settings)
}

#[tokio::test]
async fn the_log_is_read_page_by_page() {
    let world = World::new().await;
    happen(&world).await;
    let all = page(&world, "").await;
    let count = all["events"].as_array().unwrap().len();
    assert!(count > 2);
    assert_eq!(
        (&all["has_more"], &all["oldest"]),
        (&false.into(), &1.into())
    );
    assert_eq!(
        (&all["next_after"], &all["newest"]),
        (&count.into(), &count.into())
    );
    let first = page(&world, "?limit=1").await;
    assert_eq!(
        (&first["events"][0], &first["has_more"]),
        (&all["events"][0], &true.into())
    );
    let next = page(&world, &format!("?limit=1&after={}", first["next_after"])).await;
    assert_eq!(next["events"][0], all["events"][1]);
    let none = page(&world, "?types=message.received,send.*").await;
    assert_eq!(
        (
            none["events"].as_array().unwrap().len(),
            &none["next_after"]
        ),
        (0, &count.into())
    );
    let keys = page(&world, "?types=api_key.*").await;
    assert!(
        keys["events"]
            .as_array()
            .unwrap()
            .iter()
            .all(|event| event["type"] == "api_key.created")
    );
}

#[tokio::test]
async fn a_reader_can_wait_for_what_is_to_come() {
    let world = World::new().await;
    let newest = page(&world, "?limit=1").await["newest"].clone();
    let query = format!("?after={newest}&wait=30");
    let (told, ()) = tokio::join!(page(&world, &query), async {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        happen(&world).await;
    });
    assert_eq!(told["events"][0]["number"], newest.as_i64().unwrap() + 1);
}

#[tokio::test]
async fn a_stream_tells_what_happens_and_goes_on_where_it_was_cut_off() {
    let world = World::new().await;
    let router = router(&world, 10);
    let mut reading = Reading::begin(&router, &world.key, "?types=api_key.*", None).await;
    happen(&world).await;
    let (id, kind, event) = reading.event().await;
    assert_eq!(
        (kind.as_str(), &event["type"]),
        ("api_key.created", &"api_key.created".into())
    );
    assert_eq!(id, event["number"].to_string());
    drop(reading);
    happen(&world).await;
    let mut again =
        Reading::begin(&router, &world.key, "?types=api_key.*&after=0", Some(&id)).await;
    let (next, _, event) = again.event().await;
    assert!(next.parse::<i64>().unwrap() > id.parse().unwrap());
    // The same event, byte for byte, at the other door.
    let before = event["number"].as_i64().unwrap() - 1;
    let read = page(&world, &format!("?after={before}&limit=1")).await;
    assert_eq!(read["events"][0], event);
}

#[tokio::test]
async fn a_stream_that_was_cut_off_before_its_first_event_goes_on_too() {
    let world = World::new().await;
    let router = router(&world, 10);
    let reading = Reading::begin(&router, &world.key, "", None).await;
    let place = reading.place;
    drop(reading);
    happen(&world).await;
    let mut again = Reading::begin(&router, &world.key, "", Some(&place.to_string())).await;
    assert_eq!(again.event().await.2["number"], place + 1);
}

#[tokio::test]
async fn a_key_that_ends_hears_nothing_more() {
    let world = World::new().await;
    let router = router(&world, 10);
    // Nothing of it wakes the stream but what it must not hear any more.
    let mut reading = Reading::begin(&router, &world.key, "?types=api_key.created", None).await;
    let (frame, ()) = tokio::join!(reading.frame(), async {
        tokio::task::yield_now().await;
        for key in world.app.list_keys(world.workspace_id).await.unwrap() {
            let revoked = world.app.revoke_key(world.workspace_id, key.api_key_id);
            revoked.await.unwrap();
        }
        happen(&world).await;
    });
    assert_eq!(frame, None);
}

#[tokio::test]
async fn a_stream_ends_with_its_key_and_with_the_process() {
    let world = World::new().await;
    let router = router(&world, 10);
    let mut reading = Reading::begin(&router, &world.key, "", None).await;
    let keys = world.app.list_keys(world.workspace_id).await.unwrap();
    for key in keys {
        world
            .app
            .revoke_key(world.workspace_id, key.api_key_id)
            .await
            .unwrap();
    }
    while reading.frame().await.is_some() {}
    let key = world
        .key_for(world.workspace_id, &[Scope::Read], None)
        .await;
    let mut reading = Reading::begin(&router, &key, "", None).await;
    world.app.end_waits();
    while reading.frame().await.is_some() {}
}

/// Somebody types in the world's conversation.
async fn somebody_types(world: &World) {
    let (workspace_id, account) = (world.workspace_id, world.account.clone());
    let hints = world.store.hints().clone();
    let told = world.store.write(move |tx| {
        let (account_id, network) = (account.account_id, account.network.as_str());
        let found = conversations::find_by_thread_key(tx, workspace_id, account_id, THREAD)?;
        let person = people::find_by_member_key(tx, workspace_id, network, JOHN)?;
        let typing = Typing {
            workspace_id,
            account_id,
            conversation_id: found.expect("it is there").conversation_id,
            person_id: person.expect("they are known").person_id,
        };
        hints.after_commit(tx, Hint::Typing(typing));
        Ok(())
    });
    told.await.unwrap();
}

#[tokio::test]
async fn who_types_is_shown_to_those_who_look_and_kept_nowhere() {
    let world = World::new().await.with_john().await;
    let router = router(&world, 10);
    let other = world.link("ACoAAAother1", false).await;
    let of_other = format!("?account={}", other.account_id);
    let mut all = Reading::begin(&router, &world.key, "", None).await;
    let mut only = Reading::begin(&router, &world.key, "?types=typing", None).await;
    let mut none = Reading::begin(&router, &world.key, "?types=api_key.*", None).await;
    let mut elsewhere = Reading::begin(&router, &world.key, &of_other, None).await;
    let newest = page(&world, "").await["newest"].clone();
    somebody_types(&world).await;
    for reading in [&mut all, &mut only] {
        let frame = reading.frame().await.unwrap();
        let data = frame.strip_prefix("event: typing\ndata: ").unwrap();
        let data: Value = serde_json::from_str(data).unwrap();
        assert_eq!(data["thread_key"], THREAD);
        assert_eq!(data["member_key"], JOHN);
        assert_eq!(data["account_id"], world.account.account_id.to_string());
    }
    assert_eq!(page(&world, "").await["newest"], newest);
    happen(&world).await;
    assert_eq!(none.event().await.1, "api_key.created");
    world.app.end_waits();
    while let Some(frame) = elsewhere.frame().await {
        assert!(!frame.contains("typing"), "{frame}");
    }
    // What stands in no log cannot be asked for there.
    let refused = world
        .get("/v1/events?types=typing")
        .key(&world.key)
        .send()
        .await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn a_place_is_given_back_when_its_reader_is_gone() {
    let world = World::new().await;
    let router = router(&world, 2);
    let one = Reading::begin(&router, &world.key, "", None).await;
    let _other = Reading::begin(&router, &world.key, "", None).await;
    let full = Reading::open(&router, &world.key, "", None).await;
    assert_eq!(full.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(full.headers().contains_key("retry-after"));
    let body = axum::body::to_bytes(full.into_body(), 10_000)
        .await
        .unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["code"], "too_many_streams");
    drop(one);
    Reading::begin(&router, &world.key, "", None).await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_field_by_field() {
    let world = World::new().await;
    for (query, code) in [
        ("?after=-1", "validation_error"),
        ("?after=x", "validation_error"),
        ("?after=99999999999999999999", "validation_error"),
        ("?after=9999", "invalid_cursor"),
        ("?limit=0", "validation_error"),
        ("?limit=1001", "validation_error"),
        ("?wait=61", "validation_error"),
        ("?types=moon.risen", "validation_error"),
        ("?types=*", "validation_error"),
        ("?types=,", "validation_error"),
        ("?account=acc_x", "account_not_found"),
        ("?colour=red", "validation_error"),
    ] {
        let answer = world
            .get(&format!("/v1/events{query}"))
            .key(&world.key)
            .send()
            .await;
        assert_eq!(answer.json["code"], code, "{query}");
    }
    let router = router(&world, 10);
    for (query, last) in [
        ("?wait=1", None),
        ("?after=9999", None),
        ("", Some("x")),
        ("", Some("-1")),
        ("", Some("9999")),
    ] {
        let refused = Reading::open(&router, &world.key, query, last).await;
        assert_eq!(
            refused.status(),
            StatusCode::BAD_REQUEST,
            "{query} {last:?}"
        );
    }
}
