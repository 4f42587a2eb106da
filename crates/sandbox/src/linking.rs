//! The doors for programs that ask a member whether they may use their seat: authorization by code with PKCE, as RFC 6749,
//! 7636, 9207 and 9700 have it. Pages are plain HTML without a script.

mod authorize;
mod page;
mod parameters;
mod token;

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::network::Network;

pub(crate) use authorize::check_redirect_uri;

/// The program that everybody has: one on the member's own machine, returned to on its loopback.
pub(crate) const LOCAL_CLIENT: &str = "liaison-local";

/// Who this server says it is, for programs that know several.
#[derive(Clone, Debug)]
pub(crate) struct Issuer(Arc<str>);

impl Issuer {
    pub(crate) fn new(address: &str) -> Self {
        Self(address.into())
    }

    /// As a browser or a program reached it: where it listens on every address, by the name that was used.
    fn seen_by(&self, headers: &HeaderMap) -> String {
        let is_any = self.0.contains("//0.0.0.0:") || self.0.contains("//[::]:");
        let host = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        match host.filter(|_| is_any) {
            Some(host) => format!("http://{host}"),
            None => self.0.to_string(),
        }
    }
}

pub(crate) fn router(issuer: Issuer) -> Router<Arc<Network>> {
    Router::new()
        .route("/.well-known/oauth-authorization-server", get(metadata))
        .route(
            "/oauth/authorize",
            get(authorize::show).post(authorize::decide),
        )
        .route("/oauth/token", post(token::give))
        .route("/oauth/revoke", post(token::revoke))
        .route("/oauth/page.css", get(page::style))
        .layer(Extension(issuer))
}

async fn metadata(
    State(_): State<Arc<Network>>,
    Extension(issuer): Extension<Issuer>,
    headers: HeaderMap,
) -> Json<Value> {
    let issuer = issuer.seen_by(&headers);
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/oauth/authorize"),
        "token_endpoint": format!("{issuer}/oauth/token"),
        "revocation_endpoint": format!("{issuer}/oauth/revoke"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "authorization_response_iss_parameter_supported": true,
    }))
}
