use super::*;

fn answer(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        retry_after: None,
        body: body.as_bytes().to_vec(),
        is_cut: false,
    }
}

fn refusal_of(status: u16, code: &str) -> HttpAnswer {
    answer(
        status,
        &format!(r#"{{"error":{{"code":"{code}","message":"a sentence"}}}}"#),
    )
}

#[test]
fn every_documented_code_settles_an_act() {
    let refused = [
        (400, "invalid"),
        (400, "invalid_cursor"),
        (403, "not_connected"),
        (403, "not_group_member"),
        (403, "premium_required"),
        (403, "no_credit"),
        (404, "unknown_member"),
        (404, "unknown_thread"),
        (404, "unknown_group"),
        (409, "already_connected"),
        (409, "invitation_pending"),
        (413, "too_large"),
        (422, "refused"),
        (501, "unsupported"),
    ];
    for (status, code) in refused {
        let expected = Outcome::<Value>::Refused {
            code: code.to_owned(),
            detail: "a sentence".to_owned(),
        };
        assert_eq!(outcome(&refusal_of(status, code)), expected);
    }
    for (status, code) in [
        (401, "unauthorized"),
        (401, "session_expired"),
        (403, "challenge_required"),
        (403, "restricted"),
    ] {
        let settled = outcome::<Value>(&refusal_of(status, code));
        assert!(matches!(settled, Outcome::Held { .. }), "{settled:?}");
    }
    let settled = outcome::<Value>(&refusal_of(429, "rate_limited"));
    assert!(matches!(settled, Outcome::Deferred { .. }), "{settled:?}");
    for (status, code) in [(500, "internal"), (503, "unavailable")] {
        let settled = outcome::<Value>(&refusal_of(status, code));
        assert!(matches!(settled, Outcome::NotSent { .. }), "{settled:?}");
        let mut later = refusal_of(status, code);
        later.retry_after = Some(Duration::from_secs(2));
        let settled = outcome::<Value>(&later);
        assert!(matches!(settled, Outcome::Deferred { .. }), "{settled:?}");
    }
}

#[test]
fn what_is_not_documented_leaves_an_act_open() {
    for (status, body) in [
        (200, ""),
        (200, "{\"a\""),
        (302, "{}"),
        (408, "timed out"),
        (422, "{\"error\":\"text\"}"),
        (500, "<html>"),
        (502, ""),
        (504, "{}"),
    ] {
        let open = outcome::<Value>(&answer(status, body));
        assert!(matches!(open, Outcome::Unknown { .. }), "{status} {body}");
    }
}

#[test]
fn the_wait_is_taken_from_the_body_and_else_from_the_header() {
    let body = r#"{"error":{"code":"rate_limited","message":"slow","retry_after_ms":1500}}"#;
    for (body, header, expected) in [
        (body, Some(2), Some(1_500)),
        (
            r#"{"error":{"code":"rate_limited","message":"slow"}}"#,
            Some(2),
            Some(2_000),
        ),
        (
            r#"{"error":{"code":"rate_limited","message":"slow"}}"#,
            None,
            None,
        ),
    ] {
        let mut answer = answer(429, body);
        answer.retry_after = header.map(Duration::from_secs);
        let expected = Outcome::<Value>::Deferred {
            code: "rate_limited".to_owned(),
            retry_after: expected.map(Duration::from_millis),
        };
        assert_eq!(outcome(&answer), expected);
    }
}

#[test]
fn a_question_meets_the_same_answers_as_errors() {
    let error = |status, code| refusal(&refusal_of(status, code)).unwrap().into_error();
    assert_eq!(error(401, "unauthorized"), NetworkError::SessionExpired);
    assert!(matches!(
        error(403, "restricted"),
        NetworkError::Restricted { .. }
    ));
    assert!(matches!(
        error(429, "rate_limited"),
        NetworkError::RateLimited { .. }
    ));
    assert!(matches!(
        error(501, "unsupported"),
        NetworkError::Unsupported { .. }
    ));
    assert!(matches!(
        error(503, "unavailable"),
        NetworkError::Unreachable { .. }
    ));
    assert!(matches!(
        error(404, "unknown_member"),
        NetworkError::Refused { .. }
    ));
}

#[test]
fn paths_and_queries_are_escaped() {
    let client = HttpClient::new(crate::http::Security::Plain).unwrap();
    let base = Url::parse("http://127.0.0.1:8790").unwrap();
    let calls = Calls::new(client, base, SecretString::from("token"));
    let path = (
        &["threads", "../a b?c#d", "messages"][..],
        &[("before", "p&7=")][..],
    );
    let request = calls
        .request(Method::GET, path, None, ASK_DEADLINE)
        .unwrap();
    assert_eq!(
        request.url.as_str(),
        "http://127.0.0.1:8790/network/threads/..%2Fa%20b%3Fc%23d/messages?before=p%267%3D"
    );
}
