//! What stands before every network route: the session, the faults, the seat's conduct.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::sleep;

use super::Network;
use crate::conduct::Verdict;
use crate::connection::Peer;
use crate::faults::{Kind, Phase, Spec};
use crate::refusal::Refusal;
use crate::world::grants;
use crate::world::seats::{self, Seat};

/// The largest body that is read.
pub(crate) const BODY_BYTES_MAX: usize = 12_000_000;

/// What a route does, for faults and for conduct.
#[derive(Clone, Copy)]
struct Action {
    name: &'static str,
    /// Refused while the seat is restricted.
    is_act: bool,
    /// Counts against the seat's allowance.
    is_counted: bool,
}

const fn looks(name: &'static str) -> Action {
    Action {
        name,
        is_act: false,
        is_counted: false,
    }
}

const fn signals(name: &'static str) -> Action {
    Action {
        name,
        is_act: true,
        is_counted: false,
    }
}

const fn acts(name: &'static str) -> Action {
    Action {
        name,
        is_act: true,
        is_counted: true,
    }
}

fn action(method: &Method, path: &str) -> Action {
    let path = path.strip_prefix("/network/").unwrap_or(path);
    match (method.as_str(), path) {
        ("GET", "me") => looks("me"),
        ("GET", "members/{reference}") => looks("member"),
        ("GET", "members/{reference}/relationship") => looks("relationship"),
        ("GET", "connections") => looks("connections"),
        ("GET", "groups" | "groups/{group_id}/members/{reference}") => looks("groups"),
        ("GET", "threads") => looks("threads"),
        ("GET", "threads/{thread_id}") => looks("thread"),
        ("GET", "threads/with/{reference}") => looks("thread_with"),
        ("GET", "threads/{thread_id}/messages") => looks("messages"),
        ("GET", "threads/{thread_id}/messages/{message_id}") => looks("message"),
        ("PATCH", "threads/{thread_id}/messages/{message_id}") => acts("edit"),
        ("DELETE", "threads/{thread_id}/messages/{message_id}") => acts("delete"),
        ("GET", "attachments/{attachment_id}") => looks("attachment"),
        ("GET", "sends") => looks("sends"),
        ("GET", "invitations" | "invitations/{invitation_id}") => looks("invitations"),
        ("GET", "updates/cursor") => looks("cursor"),
        ("GET", "updates") => looks("updates"),
        ("POST", "messages") => acts("send"),
        ("POST", "attachments") => acts("upload"),
        ("POST", "invitations") => acts("connect"),
        ("POST", "invitations/{invitation_id}/{ending}") => acts("invitation"),
        (_, "threads/{thread_id}/messages/{message_id}/reactions") => acts("react"),
        ("POST", "threads/{thread_id}/typing") => signals("typing"),
        ("POST", "messages/delivered") => looks("delivered"),
        ("POST", "threads/{thread_id}/seen") => looks("seen"),
        ("POST", "threads/seen") => looks("seen_all"),
        ("POST", "threads/{thread_id}/unread") => looks("unread"),
        ("POST", "threads/{thread_id}/archive") => looks("archive"),
        ("POST", "threads/{thread_id}/star") => looks("star"),
        _ => looks("all"),
    }
}

/// Lets a request through, or answers for it.
pub(super) async fn guard(
    State(network): State<Arc<Network>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    let action = action(request.method(), path.as_str());
    if request.method() == Method::GET {
        return pass(&network, &peer, action, request, next).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_BYTES_MAX).await else {
        let message = format!("the body has more than {BODY_BYTES_MAX} bytes or broke off");
        return Refusal::new("too_large", message).into_response();
    };
    let request = Request::from_parts(parts, Body::from(bytes));
    // A task of its own: the act goes on even if the client hangs up.
    let task = tokio::spawn(async move { pass(&network, &peer, action, request, next).await });
    task.await.unwrap_or_else(|_| {
        Refusal::new("internal", "the sandbox has a defect here").into_response()
    })
}

async fn pass(
    network: &Network,
    peer: &Peer,
    action: Action,
    mut request: Request,
    next: Next,
) -> Response {
    let seat = match enter(network, request.headers()).await {
        Ok(seat) => seat,
        Err(refusal) => return refusal.into_response(),
    };
    let seat_id = seat.seat_id.clone();
    let _passage = (action.name == "send").then(|| network.under_way.begin(&seat_id));
    let fires = |kind| network.faults.fire(&seat_id, action.name, kind);
    if let Some(slow) = network
        .faults
        .fire_slow(&seat_id, action.name, Phase::Before)
    {
        lose_time(&slow).await;
    }
    if fires(Kind::CutBefore).is_some() {
        peer.cut();
        return ().into_response();
    }
    if let Err(refusal) = permit(network, &seat, action, fires).await {
        return refusal.into_response();
    }
    request.extensions_mut().insert(seat);
    let response = next.run(request).await;
    if let Some(slow) = network
        .faults
        .fire_slow(&seat_id, action.name, Phase::After)
    {
        lose_time(&slow).await;
    }
    if fires(Kind::AnswerLost).is_some() {
        peer.cut();
    }
    response
}

async fn lose_time(slow: &Spec) {
    sleep(Duration::from_millis(slow.delay_ms)).await;
}

/// The token of an `Authorization: Bearer` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

async fn enter(network: &Network, headers: &HeaderMap) -> Result<Seat, Refusal> {
    let unauthorized = || Refusal::new("unauthorized", "the token of a seat is expected");
    let token = bearer(headers).ok_or_else(unauthorized)?.to_owned();
    network
        .store
        .read(move |tx| match seats::find_by_token(tx, &token)? {
            Some(seat) => Ok(Some(seat)),
            None => grants::find_seat(tx, &token),
        })
        .await?
        .ok_or_else(unauthorized)
}

/// Everything that may refuse a request before it is looked at, in the protocol's order.
async fn permit(
    network: &Network,
    seat: &Seat,
    action: Action,
    fires: impl Fn(Kind) -> Option<Spec>,
) -> Result<(), Refusal> {
    if !seat.session_valid || fires(Kind::SessionExpired).is_some() {
        return Err(Refusal::new(
            "session_expired",
            "the session ended; sign in again",
        ));
    }
    if seat.challenge || fires(Kind::Challenge).is_some() {
        return Err(challenge());
    }
    let now = network.clock.now_ms();
    if let Some(until) = seat
        .restricted_until
        .filter(|until| action.is_act && *until > now)
    {
        return Err(restricted(until, now));
    }
    if let Some(fault) = fires(Kind::RateLimited) {
        return Err(rate_limited(fault.retry_after_ms));
    }
    if fires(Kind::Error500NotSent).is_some() {
        return Err(Refusal::new("internal", "a fault; nothing was accepted"));
    }
    if let Some(fault) = fires(Kind::Refused) {
        let code = Refusal::known_code(&fault.code).unwrap_or("refused");
        return Err(Refusal::new(code, "a fault declines this"));
    }
    if action.is_counted {
        judge(network, seat, now).await?;
    }
    Ok(())
}

fn challenge() -> Refusal {
    Refusal::new(
        "challenge_required",
        "the network wants the member to prove themselves",
    )
}

fn restricted(until: i64, now: i64) -> Refusal {
    Refusal::new("restricted", "the seat is restricted for a while").retry_after_ms(until - now)
}

fn rate_limited(delay_ms: i64) -> Refusal {
    Refusal::new("rate_limited", "too many acts in a short time").retry_after_ms(delay_ms)
}

async fn judge(network: &Network, seat: &Seat, now: i64) -> Result<(), Refusal> {
    let (refusal, restricted_until, is_challenged) =
        match network.watch.judge(seat.id, &seat.conduct, now) {
            Verdict::Fine => return Ok(()),
            Verdict::TooFast(delay_ms) => return Err(rate_limited(delay_ms)),
            Verdict::Restrict(until) => (restricted(until, now), Some(until), false),
            Verdict::Challenge => (challenge(), None, true),
        };
    let seat_id = seat.seat_id.clone();
    network
        .store
        .write(move |tx| {
            let mut seat = seats::get(tx, &seat_id)?;
            seat.restricted_until = restricted_until.or(seat.restricted_until);
            seat.challenge |= is_challenged;
            seats::update(tx, &seat)
        })
        .await?;
    Err(refusal)
}

/// Reads the whole body of a request outside the guard.
pub(crate) async fn read_body(body: Body) -> Result<Bytes, Refusal> {
    to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| {
        Refusal::new(
            "too_large",
            format!("the body has more than {BODY_BYTES_MAX} bytes"),
        )
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::action;
    use crate::faults::ACTIONS;

    #[test]
    fn every_route_has_an_action_that_faults_know() {
        let table = [
            ("GET", "/network/me", "me"),
            ("POST", "/network/messages", "send"),
            ("POST", "/network/threads/seen", "seen_all"),
            ("POST", "/network/threads/{thread_id}/unread", "unread"),
            ("POST", "/network/threads/{thread_id}/archive", "archive"),
            ("POST", "/network/threads/{thread_id}/star", "star"),
            (
                "DELETE",
                "/network/threads/{thread_id}/messages/{message_id}/reactions",
                "react",
            ),
            (
                "DELETE",
                "/network/threads/{thread_id}/messages/{message_id}",
                "delete",
            ),
            ("GET", "/network/updates", "updates"),
            ("GET", "/network/updates/cursor", "cursor"),
        ];
        for (method, path, name) in table {
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            assert_eq!(action(&method, path).name, name);
            assert!(ACTIONS.contains(&name));
        }
    }
}
