//! The control API: whoever holds its token is the director of this world. Loopback peers only.

mod acting;
mod changing;
mod linking;
mod looking;
mod setting;

use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post, put};

use crate::connection::Peer;
use crate::input;
use crate::network::{Network, bearer};
use crate::refusal::Refusal;

pub(crate) fn router(network: &Arc<Network>) -> Router<Arc<Network>> {
    Router::new()
        .route("/control/state", get(looking::state))
        .route("/control/members", get(looking::members))
        .route("/control/members/{reference}", patch(acting::change_member))
        .route(
            "/control/seats",
            get(looking::seats).post(setting::add_seat),
        )
        .route("/control/seats/{seat_id}", patch(setting::change_seat))
        .route("/control/seats/{seat_id}/history", get(looking::history))
        .route(
            "/control/seats/{seat_id}/session/renew",
            post(setting::renew_session),
        )
        .route(
            "/control/seats/{seat_id}/faults",
            get(setting::faults)
                .post(setting::add_fault)
                .delete(setting::clear_faults),
        )
        .route(
            "/control/seats/{seat_id}/faults/{fault_id}",
            delete(setting::clear_fault),
        )
        .route(
            "/control/threads",
            get(looking::threads).post(acting::open_thread),
        )
        .route("/control/acceptances", get(looking::acceptances))
        .route("/control/messages", post(acting::say))
        .route("/control/messages/bulk", post(acting::say_much))
        .route("/control/messages/edit", post(changing::edit))
        .route("/control/messages/delete", post(changing::delete))
        .route("/control/typing", post(acting::type_in))
        .route("/control/delivered", post(acting::deliver))
        .route("/control/seen", post(acting::see))
        .route("/control/reactions", post(acting::react))
        .route("/control/invitations", post(acting::invite))
        .route("/control/connections", put(acting::connect))
        .route(
            "/control/clock",
            get(setting::clock).put(setting::set_clock),
        )
        .route("/control/programs/{client_id}", put(linking::put_program))
        .route(
            "/control/linking",
            get(linking::lifetime).put(linking::set_lifetime),
        )
        .route(
            "/control/personas",
            get(setting::personas).put(setting::set_personas),
        )
        .route_layer(from_fn_with_state(Arc::clone(network), guard))
}

async fn guard(
    State(network): State<Arc<Network>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
    next: Next,
) -> Response {
    let is_director = network.control_token.as_deref().is_some_and(|expected| {
        bearer(request.headers()).is_some_and(|given| input::same(expected, given))
    });
    if !is_director || !peer.address.ip().to_canonical().is_loopback() {
        return Refusal::new(
            "unauthorized",
            "the control token is expected, from this machine",
        )
        .into_response();
    }
    next.run(request).await
}
