//! Asking a member: the page with the choice, and what follows from it.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use url::{Host, Url};

use super::page::{escaped, page, refusal};
use super::parameters::Parameters;
use super::{Issuer, LOCAL_CLIENT};
use crate::network::{Network, read_body};
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::world::grants::{self, Code, Program};
use crate::world::members;
use crate::world::seats;

/// Seats among which a member chooses.
const SEATS_MAX: usize = 200;
/// What must come back to the program unchanged is no longer than this.
const STATE_BYTES_MAX: usize = 2_048;

/// What a program asks, once it is clear whom it is returned to.
struct Asked {
    program: Program,
    redirect: Url,
    /// As it was sent: the code is bound to every letter of it.
    redirect_uri: String,
    state: Option<String>,
    challenge: String,
}

/// Why a program is not let ask.
enum Refused {
    /// Nobody knows whom to return to: the member is told.
    Here(&'static str),
    /// The program is told, with an error of RFC 6749 and a sentence.
    There(Box<(Url, Option<String>)>, &'static str, &'static str),
    /// Something is wrong with the sandbox itself.
    Failed(Refusal),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal)
    }
}

impl Refused {
    fn answer(self, issuer: &str) -> Response {
        match self {
            Self::Here(sentence) => refusal(StatusCode::BAD_REQUEST, sentence),
            Self::There(back, error, about) => {
                let (redirect, state) = *back;
                let fields = [("error", error), ("error_description", about)];
                returned(redirect, state.as_deref(), &fields, issuer)
            }
            Self::Failed(refusal) => refusal.into_response(),
        }
    }
}

/// `GET /oauth/authorize`
pub(super) async fn show(
    State(network): State<Arc<Network>>,
    Extension(issuer): Extension<Issuer>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let issuer = issuer.seen_by(&headers);
    let Some(parameters) = Parameters::parse(uri.query().unwrap_or_default().as_bytes()) else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "A parameter is given twice, or is far too long.",
        );
    };
    let shown = network.store.read(move |tx| {
        let asked = match asked(tx, &parameters) {
            Ok(asked) => asked,
            Err(refused) => return Ok(Err(refused)),
        };
        let choices = choices(tx)?;
        Ok(Ok((asked, choices)))
    });
    match shown.await {
        Ok(Ok((asked, choices))) => consent(&asked, &choices),
        Ok(Err(refused)) => refused.answer(&issuer),
        Err(refusal) => refusal.into_response(),
    }
}

/// `POST /oauth/authorize`
pub(super) async fn decide(
    State(network): State<Arc<Network>>,
    Extension(issuer): Extension<Issuer>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let issuer = issuer.seen_by(&headers);
    if !is_from_here(&headers) {
        return refusal(
            StatusCode::FORBIDDEN,
            "A decision must come from the page that asks for it.",
        );
    }
    let bytes = match read_body(body).await {
        Ok(bytes) => bytes,
        Err(refusal) => return refusal.into_response(),
    };
    let Some(parameters) = Parameters::parse(&bytes) else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "A field is given twice, or is far too long.",
        );
    };
    let entropy = network.entropy;
    let decided = network.store.write(move |tx| {
        let asked = match asked(tx, &parameters) {
            Ok(asked) => asked,
            Err(refused) => return Ok(Err(refused)),
        };
        match (parameters.get("decision"), parameters.get("seat")) {
            (Some("deny"), _) => {
                let back = Box::new((asked.redirect, asked.state));
                Ok(Err(Refused::There(
                    back,
                    "access_denied",
                    "the member said no",
                )))
            }
            (Some("allow"), Some(seat_id)) => {
                let code = Code {
                    client_id: asked.program.client_id.clone(),
                    redirect_uri: asked.redirect_uri.clone(),
                    challenge: asked.challenge.clone(),
                    seat_id: seat_id.to_owned(),
                };
                let code = grants::allow(tx, entropy, &code)?;
                Ok(Ok((asked.redirect, asked.state, code)))
            }
            _ => Ok(Err(Refused::Here(
                "Choose a seat, and say whether it may be used.",
            ))),
        }
    });
    match decided.await {
        Ok(Ok((redirect, state, code))) => {
            returned(redirect, state.as_deref(), &[("code", &code)], &issuer)
        }
        Ok(Err(refused)) => refused.answer(&issuer),
        Err(error) if error.code == "unknown_seat" => {
            refusal(StatusCode::BAD_REQUEST, "There is no such seat.")
        }
        Err(error) => error.into_response(),
    }
}

/// Whom the request comes from and where it returns to comes first: only then can the program be told what is wrong.
fn asked(tx: &Tx<'_>, parameters: &Parameters) -> Result<Asked, Refused> {
    let client_id = parameters.get("client_id").unwrap_or_default();
    let program = if client_id == LOCAL_CLIENT {
        Program {
            client_id: LOCAL_CLIENT.to_owned(),
            name: "A program on this machine".to_owned(),
            redirect_uris: Vec::new(),
        }
    } else {
        grants::find_program(tx, client_id)?
            .ok_or(Refused::Here("Nobody knows the program that asks."))?
    };
    let redirect_uri = parameters
        .get("redirect_uri")
        .unwrap_or_default()
        .to_owned();
    let redirect = check_redirect_uri(&redirect_uri)
        .filter(|redirect| may_return(&program, redirect, &redirect_uri))
        .ok_or(Refused::Here(
            "The program may not be returned to at the address that it gives.",
        ))?;
    let state = parameters.get("state").map(str::to_owned);
    let back = || Box::new((redirect.clone(), state.clone()));
    if state
        .as_ref()
        .is_some_and(|state| state.len() > STATE_BYTES_MAX)
    {
        let nothing = Box::new((redirect.clone(), None));
        return Err(Refused::There(
            nothing,
            "invalid_request",
            "the state is too long",
        ));
    }
    if parameters.get("response_type") != Some("code") {
        let about = "only the response type code is known";
        return Err(Refused::There(back(), "unsupported_response_type", about));
    }
    let challenge = parameters.get("code_challenge").unwrap_or_default();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if parameters.get("code_challenge_method") != Some("S256")
        || challenge.len() != 43
        || !challenge.bytes().all(is_plain)
    {
        let about = "a challenge of PKCE by S256 is wanted";
        return Err(Refused::There(back(), "invalid_request", about));
    }
    Ok(Asked {
        challenge: challenge.to_owned(),
        program,
        redirect,
        redirect_uri,
        state,
    })
}

/// An address that a program can be returned to: of the web, whole, without a fragment or a name of a user.
pub(crate) fn check_redirect_uri(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    let is_plain =
        url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    // What a browser would read in another way is no address.
    let is_clean = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (is_web && is_plain && is_clean).then_some(url)
}

/// Registered addresses to the letter; the local program on any port of a loopback, as RFC 8252 has it.
fn may_return(program: &Program, redirect: &Url, text: &str) -> bool {
    if program.client_id != LOCAL_CLIENT {
        return program.redirect_uris.iter().any(|known| known == text);
    }
    let is_loopback = match redirect.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    redirect.scheme() == "http" && is_loopback
}

/// Newer browsers say where a form comes from; older ones name an origin, or nothing.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin").filter(|origin| *origin != "null") else {
        return true;
    };
    let host = text("host").unwrap_or_default();
    origin
        .split_once("://")
        .is_some_and(|(_, from)| from == host)
}

/// Each seat with what a member knows it by.
fn choices(tx: &Tx<'_>) -> Result<Vec<(String, String, String)>, Refusal> {
    let seats = seats::list(tx)?.into_iter().take(SEATS_MAX);
    seats
        .map(|seat| {
            let member = members::get(tx, seat.member)?;
            let plan = if seat.premium { "premium" } else { "free" };
            let about = format!("/in/{}, {plan}", member.slug);
            Ok((seat.seat_id, member.name(), about))
        })
        .collect()
}

fn consent(asked: &Asked, choices: &[(String, String, String)]) -> Response {
    let origin = asked.redirect.origin().ascii_serialization();
    let mut form = format!(
        "<p><strong>{}</strong>, which you are returned to at <strong>{}</strong>, wants to read and write messages as a \
         member of this network. Choose as whom.</p>\n<form method=\"post\" action=\"/oauth/authorize\">\n",
        escaped(&asked.program.name),
        escaped(&origin)
    );
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", &asked.program.client_id),
        ("redirect_uri", &asked.redirect_uri),
        ("state", asked.state.as_deref().unwrap_or_default()),
        ("code_challenge", &asked.challenge),
        ("code_challenge_method", "S256"),
    ] {
        // Writing to a text does not fail.
        let _ = writeln!(
            form,
            "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
            escaped(value)
        );
    }
    form.push_str("<fieldset>\n<legend>As whom?</legend>\n");
    for (place, (seat_id, name, about)) in choices.iter().enumerate() {
        let checked = if place == 0 { " checked" } else { "" };
        let _ = writeln!(
            form,
            "<label><input type=\"radio\" name=\"seat\" value=\"{}\" required{checked}> {} <small>{}</small></label>",
            escaped(seat_id),
            escaped(name),
            escaped(about)
        );
    }
    form.push_str(
        "</fieldset>\n<p><button name=\"decision\" value=\"allow\">Allow</button>\n\
         <button name=\"decision\" value=\"deny\" formnovalidate>Deny</button></p>\n</form>",
    );
    page(
        StatusCode::OK,
        "May a program use your seat?",
        &form,
        Some(&origin),
    )
}

/// Back to the program, with the state that it sent and who answers (RFC 9207).
fn returned(
    mut redirect: Url,
    state: Option<&str>,
    fields: &[(&str, &str)],
    issuer: &str,
) -> Response {
    {
        let mut query = redirect.query_pairs_mut();
        query.extend_pairs(fields);
        if let Some(state) = state {
            query.append_pair("state", state);
        }
        query.append_pair("iss", issuer);
    }
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    match HeaderValue::try_from(String::from(redirect)) {
        Ok(location) => headers.insert(header::LOCATION, location),
        Err(_) => {
            return refusal(
                StatusCode::BAD_REQUEST,
                "The program cannot be returned to.",
            );
        }
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}
