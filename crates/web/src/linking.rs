//! Pages for a person who links a seat: the address that they were given, the way to their network, and the way back. They
//! need no key: what opens them is in the address, and in a cookie that the first browser gets which goes on.

mod cookies;
mod pages;

use app::linking::{LinkTrouble, Returned};
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use secrecy::SecretString;

use crate::door::Door;
use crate::extract::{Fields, FromFields, Params};
use crate::fault::Fault;

/// Where the network returns browsers to, behind the address of this gateway.
const CALLBACK: &str = "/linking/callback";

/// The address that a person opens. `base`: where their browser reaches this gateway.
pub fn start_address(base: &str, token: &str) -> String {
    format!("{}/linking/{token}", base.trim_end_matches('/'))
}

/// The pages. None of them is part of the description: they are for people.
pub(crate) fn routes() -> Router<Door> {
    Router::new()
        .route(CALLBACK, get(come_back))
        .route("/linking/page.css", get(pages::style))
        .route("/linking/{token}", get(show).post(go_on))
}

/// What the address leads to, and a button to go on.
async fn show(State(door): State<Door>, Path(token): Path<String>) -> Response {
    match door.app.look_at_link(&token).await {
        Ok(invitation) => pages::invitation(&invitation, &token),
        Err(trouble) => refused(&trouble),
    }
}

/// To the network. A form of another site does not get there.
async fn go_on(
    State(door): State<Door>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let site = headers.get("sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin" && site != "none") {
        return refused(&LinkTrouble::Unknown);
    }
    let base = door.settings.public_url.trim_end_matches('/');
    let redirect_uri = format!("{base}{CALLBACK}");
    let held = |session: &_| cookies::held(&headers, base, session);
    let begun = match door.app.begin_link(&token, held, &redirect_uri).await {
        Ok(begun) => begun,
        Err(trouble) => return refused(&trouble),
    };
    let cookie = cookies::kept(base, &begun, door.app.now());
    match (
        HeaderValue::try_from(&begun.url),
        HeaderValue::try_from(cookie),
    ) {
        (Ok(location), Ok(cookie)) => {
            let mut response = StatusCode::SEE_OTHER.into_response();
            let headers = response.headers_mut();
            pages::guard(headers);
            headers.insert(LOCATION, location);
            headers.insert(SET_COOKIE, cookie);
            response
        }
        _ => refused(&LinkTrouble::Unknown),
    }
}

/// What the network sends back in the address.
struct Answer(Returned);

impl FromFields for Answer {
    fn from_fields(fields: &mut Fields) -> Self {
        // What else a network adds is none of our business.
        Self(Returned {
            state: fields.required_text("state"),
            code: fields.text("code").map(SecretString::from),
            error: fields.text("error"),
            issuer: fields.text("iss"),
        })
    }
}

/// Back from the network.
async fn come_back(
    State(door): State<Door>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Ok(Params(Answer(returned))) =
        Params::<Answer>::parse(query.as_deref().unwrap_or_default())
    else {
        return refused(&LinkTrouble::Unknown);
    };
    let base = door.settings.public_url.trim_end_matches('/');
    let held = |session: &_| cookies::held(&headers, base, session);
    match door.app.settle_link(returned, held).await {
        Ok(settled) => {
            let mut response = pages::linked(&settled.linked);
            let cookie = cookies::over(base, &settled.link_session_id);
            if let Ok(cookie) = HeaderValue::try_from(cookie) {
                response.headers_mut().insert(SET_COOKIE, cookie);
            }
            response
        }
        Err(trouble) => refused(&trouble),
    }
}

/// A page for whoever gets no further. What failed on our side is logged as everywhere.
fn refused(trouble: &LinkTrouble) -> Response {
    if let LinkTrouble::App(error) = trouble
        && error.refusal().is_none()
    {
        drop(Fault::internal(error));
    }
    pages::trouble(trouble)
}
