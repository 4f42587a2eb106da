//! Our own contract: plain nouns, `snake_case`, RFC 3339 instants in UTC, problems as RFC 9457 has them.

pub(crate) mod problem;
mod sends;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::door::Door;

/// Every route under `/v1`.
pub(crate) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(sends::get_send))
        .routes(routes!(sends::resolve_send))
}
