//! Our own contract: plain nouns, `snake_case`, RFC 3339 instants in UTC, problems as RFC 9457 has them.

mod messages;
pub(crate) mod problem;
mod sends;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::door::Door;

/// Every route under `/v1`.
pub(crate) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(messages::create_message))
        .routes(routes!(messages::create_messages))
        .routes(routes!(sends::list_sends))
        .routes(routes!(sends::get_send, sends::edit_send))
        .routes(routes!(sends::approve_send))
        .routes(routes!(sends::reject_send))
        .routes(routes!(sends::cancel_send))
        .routes(routes!(sends::resolve_send))
}
