//! Tokens for codes, tokens for tokens, and taking tokens back.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::parameters::Parameters;
use crate::input::same;
use crate::network::{Network, read_body};
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::world::grants::{self, Tokens};

/// Why there are no tokens: a word of RFC 6749 and a sentence.
type Refused = (&'static str, &'static str);

/// `POST /oauth/token`
pub(super) async fn give(
    State(network): State<Arc<Network>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let parameters = match form(&headers, body).await {
        Ok(parameters) => parameters,
        Err(response) => return response,
    };
    let entropy = network.entropy;
    // What is refused is kept, too: a code that was shown is used up.
    let given = network
        .store
        .write(move |tx| match parameters.get("grant_type") {
            Some("authorization_code") => for_code(tx, entropy, &parameters),
            Some("refresh_token") => for_token(tx, entropy, &parameters),
            Some(_) => Ok(Err((
                "unsupported_grant_type",
                "only codes and refresh tokens are taken",
            ))),
            None => Ok(Err(("invalid_request", "the grant type is missing"))),
        });
    match given.await {
        Ok(Ok(tokens)) => answer(StatusCode::OK, described(&tokens)),
        Ok(Err(refused)) => no(refused),
        Err(refusal) => refusal.into_response(),
    }
}

/// `POST /oauth/revoke`
pub(super) async fn revoke(
    State(network): State<Arc<Network>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let parameters = match form(&headers, body).await {
        Ok(parameters) => parameters,
        Err(response) => return response,
    };
    let taken_back = network.store.write(move |tx| {
        let client_id = parameters.get("client_id").unwrap_or_default();
        match parameters.get("token") {
            Some(token) => grants::revoke(tx, client_id, token).map(Ok),
            None => Ok(Err(("invalid_request", "the token is missing"))),
        }
    });
    match taken_back.await {
        // A token that there is not is revoked already (RFC 7009).
        Ok(Ok(())) => answer(StatusCode::OK, json!({})),
        Ok(Err(refused)) => no(refused),
        Err(refusal) => refusal.into_response(),
    }
}

fn for_code(
    tx: &Tx<'_>,
    entropy: [u8; 32],
    parameters: &Parameters,
) -> Result<Result<Tokens, Refused>, Refusal> {
    let Some(text) = parameters.get("code") else {
        return Ok(Err(("invalid_request", "the code is missing")));
    };
    let Some(code) = grants::take_code(tx, text)? else {
        return Ok(Err(("invalid_grant", "the code is not good, or no longer")));
    };
    if parameters.get("client_id") != Some(code.client_id.as_str()) {
        return Ok(Err((
            "invalid_grant",
            "the code was given to another program",
        )));
    }
    if parameters.get("redirect_uri") != Some(code.redirect_uri.as_str()) {
        return Ok(Err((
            "invalid_grant",
            "the code was given for another address",
        )));
    }
    let verifier = parameters.get("code_verifier").unwrap_or_default();
    let is_verifier = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    if !(43..=128).contains(&verifier.len())
        || !verifier.bytes().all(is_verifier)
        || !same(&code.challenge, &challenge)
    {
        return Ok(Err((
            "invalid_grant",
            "the verifier does not fit the challenge",
        )));
    }
    grants::give(tx, entropy, text, &code).map(Ok)
}

fn for_token(
    tx: &Tx<'_>,
    entropy: [u8; 32],
    parameters: &Parameters,
) -> Result<Result<Tokens, Refused>, Refusal> {
    let Some(token) = parameters.get("refresh_token") else {
        return Ok(Err(("invalid_request", "the refresh token is missing")));
    };
    let client_id = parameters.get("client_id").unwrap_or_default();
    let tokens = grants::renew(tx, entropy, client_id, token)?;
    Ok(tokens.ok_or((
        "invalid_grant",
        "the refresh token is not good, or no longer",
    )))
}

/// The fields of a form.
async fn form(headers: &HeaderMap, body: Body) -> Result<Parameters, Response> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(no((
            "invalid_request",
            "a form is wanted, as application/x-www-form-urlencoded",
        )));
    }
    let bytes = read_body(body).await.map_err(Refusal::into_response)?;
    Parameters::parse(&bytes).ok_or_else(|| {
        no((
            "invalid_request",
            "a field is given twice, or is far too long",
        ))
    })
}

fn described(tokens: &Tokens) -> Value {
    let mut answer = json!({
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "seat_id": tokens.seat_id,
    });
    if let Some(lifetime) = tokens.lifetime_ms {
        answer["expires_in"] = json!(lifetime / 1_000);
    }
    if let Some(token) = &tokens.refresh_token {
        answer["refresh_token"] = json!(token);
    }
    answer
}

fn no((error, about): Refused) -> Response {
    let body = json!({"error": error, "error_description": about});
    answer(StatusCode::BAD_REQUEST, body)
}

fn answer(status: StatusCode, body: Value) -> Response {
    let mut response = (status, Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
