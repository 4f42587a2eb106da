//! The network API: what a seat's client may ask and do. `guard` stands before every route.

mod acts;
mod changes;
mod guard;
mod invitations;
mod mailbox;
mod messages;
mod people;
mod pictures;
mod threads;
mod updates;

pub(crate) use acts::{typing_audience, typing_is_on};
pub(crate) use guard::{bearer, read_body};

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::conduct::Watch;
use crate::faults::Faults;
use crate::hub::Hub;
use crate::personas::SharedSettings;
use crate::store::Store;
use crate::under_way::UnderWay;

/// Everything that the doors share.
pub(crate) struct Network {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) seed: u64,
    pub(crate) entropy: [u8; 32],
    pub(crate) control_token: Option<String>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) faults: Faults,
    pub(crate) watch: Watch,
    pub(crate) personas: SharedSettings,
    pub(crate) stopping: watch::Receiver<bool>,
    pub(crate) under_way: UnderWay,
}

pub(crate) fn router(network: &Arc<Network>) -> Router<Arc<Network>> {
    Router::new()
        .route("/network/me", get(people::me))
        .route("/network/members/{reference}", get(people::member))
        .route(
            "/network/members/{reference}/relationship",
            get(people::relationship),
        )
        .route("/network/connections", get(people::connections))
        .route("/network/groups", get(people::groups))
        .route(
            "/network/groups/{group_id}/members/{reference}",
            get(people::membership),
        )
        .route("/network/threads", get(threads::list))
        .route("/network/threads/seen", post(acts::see_all))
        .route("/network/threads/{thread_id}", get(threads::get))
        .route("/network/threads/with/{reference}", get(threads::with))
        .route("/network/threads/{thread_id}/messages", get(messages::page))
        .route(
            "/network/threads/{thread_id}/messages/{message_id}",
            get(messages::get)
                .patch(changes::edit)
                .delete(changes::delete),
        )
        .route(
            "/network/threads/{thread_id}/messages/{message_id}/reactions",
            post(acts::react).delete(acts::take_back),
        )
        .route("/network/threads/{thread_id}/typing", post(acts::type_in))
        .route("/network/threads/{thread_id}/seen", post(acts::see))
        .route(
            "/network/threads/{thread_id}/unread",
            post(mailbox::mark_unread),
        )
        .route(
            "/network/threads/{thread_id}/archive",
            post(mailbox::archive),
        )
        .route("/network/threads/{thread_id}/star", post(mailbox::star))
        .route("/network/messages", post(messages::send))
        .route("/network/messages/delivered", post(acts::deliver))
        .route("/network/sends", get(messages::read_back))
        .route("/network/attachments", post(messages::upload))
        .route(
            "/network/attachments/{attachment_id}",
            get(messages::download),
        )
        .route(
            "/network/invitations",
            get(invitations::list).post(invitations::send),
        )
        .route(
            "/network/invitations/{invitation_id}",
            get(invitations::get),
        )
        .route(
            "/network/invitations/{invitation_id}/{ending}",
            post(invitations::end),
        )
        .route("/network/updates/cursor", get(updates::cursor))
        .route("/network/updates", get(updates::updates))
        .route_layer(from_fn_with_state(Arc::clone(network), guard::guard))
        .route("/attachments/{file}", get(messages::download_by_key))
        .route("/pictures/{file}", get(pictures::picture))
}
