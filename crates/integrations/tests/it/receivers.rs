//! Receivers on loopback that do everything wrong, as a guarded client meets them.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use integrations::http::connector::{Later, Resolve, Ways};
use integrations::http::{
    HeaderName, HeaderValue, HttpAnswer, HttpBody, HttpClient, HttpFailure, HttpRequest, Method,
    Reach, Security,
};
use url::Url;

use crate::raw_server::{RawServer, Step, answer};

/// How much of a receiver's answer is read.
const CUT: usize = 16 * 1024;

/// What the buffers of two sockets may take at most, by far.
const BUFFERED_MAX: usize = 64 * 1024 * 1024;

/// Every name is this machine.
struct Home;

impl Resolve for Home {
    fn resolve<'a>(&'a self, _: &'a str) -> Later<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async { Ok(vec![IpAddr::from([127, 0, 0, 1])]) })
    }
}

fn client() -> HttpClient {
    let ways = Ways {
        resolver: Arc::new(Home),
        connect_timeout: Duration::from_millis(300),
        ..Ways::default()
    };
    let reach = Reach::public("127.0.0.0/8").unwrap();
    HttpClient::through(ways, Security::Plain, reach).unwrap()
}

fn request(server: &RawServer) -> HttpRequest {
    let url = Url::parse(&server.address("http")).unwrap();
    HttpRequest::new(Method::POST, url, Duration::from_secs(8))
        .with_body(HttpBody::json(
            &serde_json::json!({"type": "message.received"}),
        ))
        .cut_after(CUT)
}

async fn outcome(server: &RawServer) -> Result<HttpAnswer, HttpFailure> {
    client().act(request(server)).await
}

fn says(text: &str) -> Vec<Step> {
    vec![Step::ReadRequest, Step::Write(text.to_owned())]
}

#[tokio::test]
async fn who_answers_late_is_not_waited_for() {
    for script in [
        vec![Step::Wait],
        vec![Step::ReadRequest, Step::Wait],
        [says("HTTP/1.1 200 OK\r\n\r\n{"), vec![Step::Wait]].concat(),
    ] {
        let server = RawServer::start(script);
        let mut request = request(&server);
        request.deadline = Duration::from_millis(200);
        let begun = Instant::now();
        let outcome = client().act(request).await;
        assert_eq!(
            outcome,
            Err(HttpFailure::Unknown(
                "no complete answer within 200ms".to_owned()
            ))
        );
        assert!(begun.elapsed() < Duration::from_secs(4));
    }
}

#[tokio::test]
async fn who_hangs_in_the_handshake_was_sent_nothing() {
    for script in [vec![Step::Wait], vec![Step::ReadBytes(5), Step::Wait]] {
        let server = RawServer::start(script);
        let mut request = request(&server);
        request.url = Url::parse(&server.address("https")).unwrap();
        let outcome = client().act(request).await;
        assert_eq!(
            outcome,
            Err(HttpFailure::NotSent(
                "no connection within 300ms".to_owned()
            ))
        );
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_flood_is_cut() {
    let chunk = "x".repeat(64 * 1024);
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\n",
    ] {
        let server = RawServer::start([says(head), vec![Step::Flood(chunk.clone())]].concat());
        let answer = outcome(&server).await.unwrap();
        assert_eq!(answer.body, vec![b'x'; CUT], "{head}");
        assert!(answer.is_cut);
        assert!(
            server.bytes_flooded().await < BUFFERED_MAX,
            "the connection is closed"
        );
    }
}

#[tokio::test]
async fn a_flood_of_headers_is_no_answer() {
    for (head, flood) in [
        ("HTTP/1.1 200 OK\r\n", "x-more: and more\r\n"),
        ("HTTP/1.1 200 OK\r\nx-more: ", "xxxxxxxxxxxxxxxx"),
        ("HTTP/1.1 200", " and what else"),
    ] {
        let flood = Step::Flood(flood.repeat(1000));
        let server = RawServer::start([says(head), vec![flood]].concat());
        let outcome = outcome(&server).await;
        assert!(
            matches!(outcome, Err(HttpFailure::Unknown(_))),
            "{outcome:?}"
        );
        assert!(
            server.bytes_flooded().await < BUFFERED_MAX,
            "the connection is closed"
        );
    }
}

#[tokio::test]
async fn an_answer_of_just_the_measure_is_whole() {
    for (length, is_cut) in [
        (0, false),
        (1, false),
        (CUT - 1, false),
        (CUT, false),
        (CUT + 1, true),
    ] {
        let body = "x".repeat(length);
        let server = RawServer::start(vec![Step::ReadRequest, answer("200 OK", "", &body)]);
        let answer = outcome(&server).await.unwrap();
        assert_eq!(
            (answer.body.len(), answer.is_cut),
            (length.min(CUT), is_cut)
        );
    }
    // Nobody waits for the end of an answer that fills the measure.
    let head = "HTTP/1.1 200 OK\r\n\r\n";
    let full = format!("{head}{}", "x".repeat(CUT));
    let server = RawServer::start([says(&full), vec![Step::Wait]].concat());
    let answer = outcome(&server).await.unwrap();
    assert_eq!((answer.body.len(), answer.is_cut), (CUT, true));
}

#[tokio::test]
async fn nobody_is_led_elsewhere() {
    let elsewhere = RawServer::start(vec![Step::ReadRequest, answer("200 OK", "", "{}")]);
    for status in [300, 301, 302, 303, 305, 307, 308] {
        let location = format!("Location: {}/\r\n", elsewhere.address("http"));
        let redirect = answer(&format!("{status} Elsewhere"), &location, "");
        let server = RawServer::start(vec![Step::ReadRequest, redirect]);
        assert_eq!(outcome(&server).await.unwrap().status, status);
        assert_eq!(server.requests(), 1);
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn nonsense_and_early_ends_are_unknown() {
    for text in [
        "",
        "nonsense\r\n\r\n",
        "220 mail.example ESMTP\r\n",
        "SSH-2.0-OpenSSH_9.9\r\n",
        "HTTP/0.9 200 OK\r\n\r\n",
        "HTTP/1.1 999999 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nearly",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n",
        "\u{16}\u{3}\u{1}",
    ] {
        let server = RawServer::start(says(text));
        let outcome = outcome(&server).await;
        assert!(
            matches!(outcome, Err(HttpFailure::Unknown(_))),
            "{text:?}: {outcome:?}"
        );
        assert_eq!(server.connections(), 1, "{text:?}");
    }
}

#[tokio::test]
async fn what_a_caller_adds_arrives_beside_what_is_ours() {
    let server = RawServer::start(vec![Step::ReadRequest, answer("200 OK", "", "{}")]);
    let mut request = request(&server)
        .with_header(
            HeaderName::from_static("webhook-id"),
            HeaderValue::from_static("msg_1"),
        )
        .with_header(
            HeaderName::from_static("x-key"),
            HeaderValue::from_static("secret"),
        );
    request.url = Url::parse(&format!("http://hooks.example:{}/a?b=c#d", server.port())).unwrap();
    client().act(request).await.unwrap();
    let head = server.last_head();
    assert!(head.starts_with("post /a?b=c http/1.1\r\n"), "{head}");
    for line in [
        &*format!("host: hooks.example:{}", server.port()),
        "webhook-id: msg_1",
        "x-key: secret",
        "content-type: application/json",
        "content-length: 27",
        concat!("user-agent: liaison/", env!("CARGO_PKG_VERSION")),
    ] {
        assert_eq!(
            head.matches(&format!("\r\n{line}\r\n")).count(),
            1,
            "{line}: {head}"
        );
    }
    for absent in ["authorization", "cookie", "accept-encoding", "referer"] {
        assert!(!head.contains(absent), "{head}");
    }
}

#[tokio::test]
async fn a_kept_connection_serves_its_own_name_only() {
    let turn = [Step::ReadRequest, answer("200 OK", "", "{}")];
    let server = RawServer::start([turn.clone(), turn.clone(), turn].concat());
    let client = client();
    for (name, connections) in [("a", 1), ("b", 2), ("a", 2), ("b", 2), ("c", 3)] {
        let url = format!("http://{name}.example:{}/", server.port());
        let request = HttpRequest::new(
            Method::GET,
            Url::parse(&url).unwrap(),
            Duration::from_secs(8),
        );
        client.ask(request).await.unwrap();
        assert_eq!(server.connections(), connections, "{name}");
    }
}

#[tokio::test]
async fn the_client_of_the_product_is_guarded() {
    let server = RawServer::start(vec![Step::ReadRequest, answer("200 OK", "", "{}")]);
    let client = match HttpClient::guarded(Reach::public("").unwrap()) {
        Ok(client) => client,
        Err(text) => {
            assert!(text.contains("certificates"), "{text}");
            return;
        }
    };
    for scheme in ["http", "https"] {
        let mut request = request(&server);
        request.url = Url::parse(&server.address(scheme)).unwrap();
        let outcome = client.act(request).await;
        assert!(
            matches!(outcome, Err(HttpFailure::Forbidden(_))),
            "{outcome:?}"
        );
    }
    assert_eq!(server.connections(), 0);
}
