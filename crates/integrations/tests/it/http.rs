//! What the client says when a server goes away at each stage.

use std::time::Duration;

use integrations::http::{
    HttpAnswer, HttpBody, HttpClient, HttpFailure, HttpRequest, Method, Security,
};
use secrecy::SecretString;
use url::Url;

use crate::raw_server::{RawServer, Step, answer, closed_address};

const BODY: &str = r#"{"text":"hello"}"#;

fn client() -> HttpClient {
    HttpClient::new(Security::Plain).unwrap()
}

fn request(address: &str, deadline: Duration) -> HttpRequest {
    let base = Url::parse(address).unwrap();
    let url = base.join("/network/messages").unwrap();
    HttpRequest::new(Method::POST, url, deadline)
        .with_bearer(SecretString::from("token"))
        .with_body(HttpBody {
            media_type: "application/json".to_owned(),
            bytes: BODY.as_bytes().to_vec(),
        })
}

async fn act(address: &str) -> Result<HttpAnswer, HttpFailure> {
    client().act(request(address, Duration::from_secs(8))).await
}

#[tokio::test]
async fn nobody_listens_is_not_sent() {
    let address = closed_address();
    assert!(matches!(act(&address).await, Err(HttpFailure::NotSent(_))));
    let asked = client()
        .ask(request(&address, Duration::from_secs(8)))
        .await;
    assert!(matches!(asked, Err(HttpFailure::NotSent(_))));
}

#[tokio::test]
async fn a_failed_handshake_is_not_sent() {
    let server = RawServer::start(vec![Step::ReadBytes(5)]);
    let outcome = act(&server.address("https")).await;
    assert!(
        matches!(outcome, Err(HttpFailure::NotSent(_))),
        "{outcome:?}"
    );
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn an_answer_that_breaks_off_anywhere_is_unknown() {
    let scripts = [
        vec![],
        vec![Step::ReadBytes(1)],
        vec![Step::ReadBytes(60)],
        vec![Step::ReadRequest],
        vec![Step::ReadRequest, Step::Write("HTTP/1.1 2".to_owned())],
        vec![
            Step::ReadRequest,
            Step::Write("HTTP/1.1 200 OK\r\nContent-Le".to_owned()),
        ],
        vec![
            Step::ReadRequest,
            Step::Write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".to_owned()),
        ],
        vec![
            Step::ReadRequest,
            Step::Write("HTTP/1.1 422 Unprocessable\r\nContent-Length: 9\r\n\r\n{\"err".to_owned()),
        ],
        vec![
            Step::ReadRequest,
            Step::Write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\"".to_owned(),
            ),
        ],
        vec![
            Step::ReadRequest,
            Step::Write("nonsense\r\n\r\n".to_owned()),
        ],
    ];
    for script in scripts {
        let server = RawServer::start(script.clone());
        let outcome = act(&server.address("http")).await;
        assert!(
            matches!(outcome, Err(HttpFailure::Unknown(_))),
            "{script:?} gave {outcome:?}"
        );
        assert_eq!(
            server.connections(),
            1,
            "nothing repeats an act: {script:?}"
        );
        assert!(server.requests() <= 1, "{script:?}");
    }
}

#[tokio::test]
async fn silence_until_the_deadline_is_unknown() {
    for script in [
        vec![Step::ReadRequest, Step::Wait],
        vec![
            Step::ReadRequest,
            Step::Write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_owned()),
            Step::Wait,
        ],
    ] {
        let server = RawServer::start(script);
        let outcome = client()
            .act(request(&server.address("http"), Duration::from_millis(300)))
            .await;
        assert!(
            matches!(outcome, Err(HttpFailure::Unknown(_))),
            "{outcome:?}"
        );
        assert_eq!(server.requests(), 1);
    }
}

#[tokio::test]
async fn an_answer_larger_than_the_cap_is_unknown() {
    let body = "x".repeat(17 * 1024 * 1024);
    let server = RawServer::start(vec![Step::ReadRequest, answer("200 OK", "", &body)]);
    let outcome = act(&server.address("http")).await;
    assert_eq!(
        outcome,
        Err(HttpFailure::Unknown("the answer is too large".to_owned()))
    );
}

#[tokio::test]
async fn complete_answers_of_any_status_are_answers() {
    for (status, headers, retry_after) in [
        ("200 OK", "", None),
        ("404 Not Found", "", None),
        ("429 Too Many Requests", "Retry-After: 12\r\n", Some(12)),
        ("429 Too Many Requests", "Retry-After: tomorrow\r\n", None),
        (
            "503 Service Unavailable",
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:50:07 GMT\r\n",
            Some(30),
        ),
        ("500 Internal Server Error", "", None),
        ("302 Found", "Location: /elsewhere\r\n", None),
    ] {
        let server = RawServer::start(vec![Step::ReadRequest, answer(status, headers, "{}")]);
        let outcome = act(&server.address("http")).await.unwrap();
        assert_eq!(outcome.status.to_string(), status[..3]);
        assert_eq!(outcome.retry_after, retry_after.map(Duration::from_secs));
        assert_eq!(outcome.body, b"{}");
        assert!(!outcome.is_cut);
        assert_eq!(server.requests(), 1, "nothing is followed or repeated");
    }
}

#[tokio::test]
async fn acts_have_a_connection_each_and_questions_share_one() {
    let turn = [Step::ReadRequest, answer("200 OK", "", "{}")];
    let script = [turn.clone(), turn.clone(), turn].concat();
    let server = RawServer::start(script.clone());
    let client = client();
    for _ in 0..3 {
        let request = request(&server.address("http"), Duration::from_secs(8));
        client.act(request).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests()), (3, 3));

    let server = RawServer::start(script);
    for _ in 0..3 {
        let request = request(&server.address("http"), Duration::from_secs(8));
        client.ask(request).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests()), (1, 3));
}

#[tokio::test]
async fn a_question_survives_a_kept_connection_that_the_server_closed() {
    let server = RawServer::start(vec![Step::ReadRequest, answer("200 OK", "", "{}")]);
    let client = client();
    for asked in 1..=5 {
        let request = request(&server.address("http"), Duration::from_secs(8));
        // A race between the closing and the next question may cost one answer, never a wrong claim.
        match client.ask(request).await {
            Ok(answer) => assert_eq!(answer.status, 200),
            Err(failure) => assert!(matches!(failure, HttpFailure::Unknown(_)), "{failure:?}"),
        }
        assert!(server.requests() <= asked);
    }
}
