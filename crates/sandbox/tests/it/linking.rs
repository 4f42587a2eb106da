//! A program asks a member for their seat: pages, codes and tokens, and everything that must not work.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;
use url::form_urlencoded::Serializer;

use crate::stage::{Stage, text};

const BACK: &str = "http://127.0.0.1:8787/linking/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mBMnFXcNsh0tVH1mYkHx6DrbHJ9rHk";
const STATE: &str = "st.ate-1";

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

fn form(fields: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn asked(challenge: &str) -> Vec<(&str, &str)> {
    vec![
        ("response_type", "code"),
        ("client_id", "liaison-local"),
        ("redirect_uri", BACK),
        ("state", STATE),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ]
}

/// The same fields with one of another value; empty: left out.
fn with<'f>(
    fields: &[(&'f str, &'f str)],
    name: &'f str,
    value: &'f str,
) -> Vec<(&'f str, &'f str)> {
    let others = fields.iter().copied().filter(|(known, _)| *known != name);
    others
        .chain((!value.is_empty()).then_some((name, value)))
        .collect()
}

/// A browser, and a program that talks to the token door, against one sandbox.
struct Browser<'s> {
    stage: &'s Stage,
    client: Client,
}

impl<'s> Browser<'s> {
    fn of(stage: &'s Stage) -> Self {
        let client = Client::builder().redirect(Policy::none());
        Self {
            stage,
            client: client.build().expect("a client"),
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.stage.running().base_url())
    }

    async fn open(&self, fields: &[(&str, &str)]) -> Response {
        let url = format!("{}?{}", self.url("/oauth/authorize"), form(fields));
        self.client.get(url).send().await.expect("an answer")
    }

    async fn decide(&self, fields: &[(&str, &str)], decision: &[(&str, &str)]) -> Response {
        let all: Vec<_> = fields.iter().chain(decision).copied().collect();
        self.post("/oauth/authorize", &all).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let request = self.client.post(self.url(path)).body(form(fields));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.send().await.expect("an answer")
    }

    async fn allow(&self, seat: &str) -> String {
        let challenge = challenge(VERIFIER);
        let decision = [("seat", seat), ("decision", "allow")];
        let back = returned(&self.decide(&asked(&challenge), &decision).await);
        assert_eq!(parameter(&back, "state").as_deref(), Some(STATE));
        parameter(&back, "code").expect("a code")
    }

    async fn exchange(&self, code: &str, change: Option<(&str, &str)>) -> (u16, Value) {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", BACK),
            ("client_id", "liaison-local"),
            ("code_verifier", VERIFIER),
        ];
        let fields = match change {
            Some((name, value)) => with(&fields, name, value),
            None => fields.to_vec(),
        };
        answered(self.post("/oauth/token", &fields).await).await
    }

    async fn is_let_in(&self, token: &str) -> bool {
        let answer = self
            .stage
            .call(Method::GET, "/network/me", token, None)
            .await;
        answer.expect("an answer").status == 200
    }
}

async fn answered(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    assert_eq!(response.headers()["cache-control"], "no-store");
    let body = response.bytes().await.expect("a body");
    (status, serde_json::from_slice(&body).expect("JSON"))
}

/// Where a browser is sent.
#[track_caller]
fn returned(response: &Response) -> Url {
    assert_eq!(response.status().as_u16(), 303);
    let location = response.headers()["location"].to_str().expect("text");
    location.parse().expect("an address")
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    let mut found = url.query_pairs().filter(|(known, _)| known == name);
    found.next().map(|(_, value)| value.into_owned())
}

async fn shown(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .expect("text");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(
        !policy.contains("script-src") && !policy.contains("unsafe"),
        "{policy}"
    );
    (status, response.text().await.expect("a page"))
}

#[tokio::test]
async fn a_member_allows_a_program_and_it_acts_as_that_seat() {
    let stage = Stage::quiet().await;
    let browser = Browser::of(&stage);
    let challenge = challenge(VERIFIER);
    let (status, page) = shown(browser.open(&asked(&challenge)).await).await;
    assert_eq!(status, 200);
    for seat in &stage.seats {
        assert!(
            page.contains(&format!("value=\"{}\"", seat.seat_id)),
            "{page}"
        );
    }
    assert!(!page.contains("<script") && page.contains("<legend>"));
    let code = browser.allow("free").await;
    let (status, tokens) = browser.exchange(&code, None).await;
    assert_eq!((status, &tokens["token_type"]), (200, &json!("Bearer")));
    assert!(tokens.get("refresh_token").is_none() && tokens.get("expires_in").is_none());
    let token = text(&tokens["access_token"]);
    let me = stage
        .call(Method::GET, "/network/me", &token, None)
        .await
        .expect("an answer")
        .ok();
    assert_eq!(me["seat_id"], "free");
    // The seat's own token is good, too, and revoking one is not revoking the other.
    browser
        .post(
            "/oauth/revoke",
            &[("client_id", "liaison-local"), ("token", &token)],
        )
        .await;
    assert!(!browser.is_let_in(&token).await);
    assert!(browser.is_let_in(stage.token("free")).await);
}

#[tokio::test]
async fn a_member_who_says_no_gives_no_code() {
    let stage = Stage::quiet().await;
    let browser = Browser::of(&stage);
    let challenge = challenge(VERIFIER);
    let back = returned(
        &browser
            .decide(&asked(&challenge), &[("decision", "deny")])
            .await,
    );
    assert_eq!(parameter(&back, "error").as_deref(), Some("access_denied"));
    assert_eq!(parameter(&back, "state").as_deref(), Some(STATE));
    assert_eq!(parameter(&back, "iss"), Some(stage.running().base_url()));
    assert_eq!(parameter(&back, "code"), None);
}

#[tokio::test]
async fn a_code_is_good_once_and_what_it_gave_ends_when_it_comes_again() {
    let stage = Stage::quiet().await;
    let browser = Browser::of(&stage);
    let code = browser.allow("premium").await;
    let (_, tokens) = browser.exchange(&code, None).await;
    let token = text(&tokens["access_token"]);
    assert!(browser.is_let_in(&token).await);
    let (status, refused) = browser.exchange(&code, None).await;
    assert_eq!((status, &refused["error"]), (400, &json!("invalid_grant")));
    assert!(!browser.is_let_in(&token).await);
}

#[tokio::test]
async fn a_code_is_bound_to_program_address_and_verifier_and_lasts_a_minute() {
    let stage = Stage::quiet().await;
    stage
        .directed(
            Method::PUT,
            "/control/programs/other",
            json!({"name": "Other", "redirect_uris": [BACK]}),
        )
        .await;
    let browser = Browser::of(&stage);
    let long = "v".repeat(129);
    for change in [
        ("client_id", "other"),
        ("client_id", ""),
        ("redirect_uri", "http://127.0.0.1:8787/linking/callback/"),
        ("redirect_uri", ""),
        (
            "code_verifier",
            "e9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        ),
        ("code_verifier", ""),
        ("code_verifier", &long),
        ("code", "nonsense"),
    ] {
        let code = browser.allow("free").await;
        let (status, refused) = browser.exchange(&code, Some(change)).await;
        assert_eq!(
            (status, &refused["error"]),
            (400, &json!("invalid_grant")),
            "{change:?}"
        );
        // Whoever shows a code has used it up.
        if change.0 != "code" {
            assert_eq!(browser.exchange(&code, None).await.0, 400, "{change:?}");
        }
    }
    let code = browser.allow("free").await;
    stage
        .directed(Method::PUT, "/control/clock", json!({"advance_ms": 60_001}))
        .await;
    assert_eq!(browser.exchange(&code, None).await.0, 400);
}

#[tokio::test]
async fn nobody_is_returned_to_an_address_that_is_not_the_programs() {
    let stage = Stage::quiet().await;
    let registered = "https://gateway.example/linking/callback";
    let program = json!({"name": "Gateway", "redirect_uris": [registered]});
    stage
        .directed(Method::PUT, "/control/programs/gateway", program)
        .await;
    let browser = Browser::of(&stage);
    let challenge = challenge(VERIFIER);
    let asked = asked(&challenge);
    for redirect in [
        "http://evil.example/linking/callback",
        "http://127.0.0.1.evil.example/",
        "http://127.0.0.1@evil.example/",
        "http://evil.example#http://127.0.0.1/",
        "http://localhost\\@evil.example/",
        "https://127.0.0.1/linking/callback",
        "//127.0.0.1/linking/callback",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://127.0.0.1:8787/x\r\nSet-Cookie: a=b",
        "",
    ] {
        for decision in [&[][..], &[("decision", "deny")][..]] {
            let fields = with(&asked, "redirect_uri", redirect);
            let response = match decision {
                [] => browser.open(&fields).await,
                decision => browser.decide(&fields, decision).await,
            };
            assert!(!response.headers().contains_key("location"), "{redirect}");
            assert_eq!(shown(response).await.0, 400, "{redirect}");
        }
    }
    let asked = with(&asked, "client_id", "gateway");
    for (redirect, status) in [
        (registered, 200),
        ("https://gateway.example/linking/callback/", 400),
        ("https://gateway.example/linking/callback?a=b", 400),
        ("https://GATEWAY.example/linking/callback", 400),
        (BACK, 400),
    ] {
        let response = browser.open(&with(&asked, "redirect_uri", redirect)).await;
        assert_eq!(response.status().as_u16(), status, "{redirect}");
    }
    let response = browser.open(&with(&asked, "client_id", "nobody")).await;
    assert_eq!(shown(response).await.0, 400);
}

#[tokio::test]
async fn a_program_is_told_what_is_wrong_with_what_it_asks() {
    let stage = Stage::quiet().await;
    let browser = Browser::of(&stage);
    let challenge = challenge(VERIFIER);
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "", "unsupported_response_type"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
    ] {
        let back = returned(&browser.open(&with(&asked(&challenge), name, value)).await);
        assert_eq!(
            parameter(&back, "error").as_deref(),
            Some(error),
            "{name} {value}"
        );
        assert_eq!(parameter(&back, "state").as_deref(), Some(STATE));
    }
    let mut twice = asked(&challenge);
    twice.push(("state", "other"));
    assert_eq!(shown(browser.open(&twice).await).await.0, 400);
    let decision = [("decision", "allow"), ("seat", "nobody")];
    let response = browser.decide(&asked(&challenge), &decision).await;
    assert_eq!(shown(response).await.0, 400);
}

#[tokio::test]
async fn names_and_states_are_only_text_on_the_page() {
    let stage = Stage::quiet().await;
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let slug = &stage.seats[0].slug;
    stage
        .directed(
            Method::PATCH,
            &format!("/control/members/{slug}"),
            json!({"first_name": evil}),
        )
        .await;
    stage
        .directed(
            Method::PUT,
            "/control/programs/evil",
            json!({"name": evil, "redirect_uris": [BACK]}),
        )
        .await;
    let browser = Browser::of(&stage);
    let challenge = challenge(VERIFIER);
    let fields = with(&asked(&challenge), "state", evil);
    let fields = with(&fields, "client_id", "evil");
    let (status, page) = shown(browser.open(&fields).await).await;
    assert_eq!(status, 200);
    assert!(page.contains("&lt;script&gt;"), "{page}");
    for raw in ["<script", "<img", "\"'>"] {
        assert!(!page.contains(raw), "{raw}");
    }
    let decision = [("seat", "free"), ("decision", "allow")];
    let back = returned(&browser.decide(&fields, &decision).await);
    assert_eq!(parameter(&back, "state").as_deref(), Some(evil));
}

#[tokio::test]
async fn a_form_of_another_site_decides_nothing() {
    let stage = Stage::quiet().await;
    let browser = Browser::of(&stage);
    let challenge = challenge(VERIFIER);
    let mut fields = asked(&challenge);
    fields.extend([("seat", "free"), ("decision", "allow")]);
    let own = stage.running().base_url();
    for (name, value, status) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("origin", "http://evil.example", 403),
        ("sec-fetch-site", "same-origin", 303),
        ("origin", own.as_str(), 303),
    ] {
        let request = browser.client.post(browser.url("/oauth/authorize"));
        let request = request.header(name, value).body(form(&fields));
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status().as_u16(), status, "{name}: {value}");
    }
}

#[tokio::test]
async fn tokens_that_end_are_renewed_once_each() {
    let stage = Stage::quiet().await;
    stage
        .directed(
            Method::PUT,
            "/control/linking",
            json!({"access_lifetime_ms": 60_000}),
        )
        .await;
    let browser = Browser::of(&stage);
    let code = browser.allow("free").await;
    let (_, tokens) = browser.exchange(&code, None).await;
    assert_eq!(tokens["expires_in"], 60);
    let (access, refresh) = (
        text(&tokens["access_token"]),
        text(&tokens["refresh_token"]),
    );
    stage
        .directed(Method::PUT, "/control/clock", json!({"advance_ms": 60_001}))
        .await;
    let ended = stage
        .call(Method::GET, "/network/me", &access, None)
        .await
        .expect("an answer");
    ended.refused(401, "session_expired");
    let renew = async |client: &str, token: &str| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", client),
            ("refresh_token", token),
        ];
        answered(browser.post("/oauth/token", &fields).await).await
    };
    assert_eq!(renew("other", &refresh).await.0, 400);
    let (status, renewed) = renew("liaison-local", &refresh).await;
    assert_eq!(status, 200);
    assert!(browser.is_let_in(&text(&renewed["access_token"])).await);
    assert!(!browser.is_let_in(&access).await);
    // Had that answer been lost, the same could be asked again, for a while.
    let (status, again) = renew("liaison-local", &refresh).await;
    assert_eq!(status, 200);
    assert!(browser.is_let_in(&text(&again["access_token"])).await);
    assert!(!browser.is_let_in(&text(&renewed["access_token"])).await);
    stage
        .directed(
            Method::PUT,
            "/control/clock",
            json!({"advance_ms": 600_001}),
        )
        .await;
    assert_eq!(renew("liaison-local", &refresh).await.0, 400);
    let newest = text(&again["refresh_token"]);
    assert_eq!(renew("liaison-local", &newest).await.0, 200);
    // Taking back what was given takes all of it, whichever token is shown.
    browser
        .post(
            "/oauth/revoke",
            &[("client_id", "liaison-local"), ("token", &newest)],
        )
        .await;
    assert_eq!(renew("liaison-local", &newest).await.0, 400);
}

#[tokio::test]
async fn a_seat_whose_session_has_ended_is_signed_in_again_by_allowing() {
    let stage = Stage::quiet().await;
    let browser = Browser::of(&stage);
    let code = browser.allow("free").await;
    let before = text(&browser.exchange(&code, None).await.1["access_token"]);
    stage
        .directed(
            Method::PATCH,
            "/control/seats/free",
            json!({"session": "expired"}),
        )
        .await;
    assert!(!browser.is_let_in(&before).await);
    let code = browser.allow("free").await;
    let after = text(&browser.exchange(&code, None).await.1["access_token"]);
    assert!(browser.is_let_in(&after).await);
    assert!(!browser.is_let_in(&before).await && !browser.is_let_in(stage.token("free")).await);
}

#[tokio::test]
async fn what_was_allowed_outlives_a_restart() {
    let mut stage = Stage::quiet().await;
    let token = {
        let browser = Browser::of(&stage);
        let code = browser.allow("free").await;
        text(&browser.exchange(&code, None).await.1["access_token"])
    };
    stage.restart().await;
    assert!(Browser::of(&stage).is_let_in(&token).await);
}

#[tokio::test]
async fn the_metadata_names_every_door() {
    let stage = Stage::quiet().await;
    let base = stage.running().base_url();
    let url = format!("{base}/.well-known/oauth-authorization-server");
    let told = Client::new().get(url).send().await.expect("an answer");
    let told: Value = told.json().await.expect("JSON");
    assert_eq!(told["issuer"], base);
    assert_eq!(told["token_endpoint"], format!("{base}/oauth/token"));
    assert_eq!(told["code_challenge_methods_supported"], json!(["S256"]));
}
