//! The guide's contract and nothing else: its paths, fields, defaults, headers and errors, camelCase and milliseconds.
//!
//! Where its sources conflict, `docs/guides/compatibility.md` says what was chosen. Ids come in in any spelling
//! (`domain::urn` reads them, behind the use cases) and go out in both families of URNs.

mod accounts;
pub(crate) mod connect;
pub(crate) mod conversations;
pub(crate) mod errors;
mod history;
mod inbox;
mod items;
mod json;
mod members;
mod presence;
pub(crate) mod quota;
mod redirect;
mod schema;
pub(crate) mod sends;
mod shelf;
mod urns;

pub(crate) use shelf::Shelf;

use utoipa_axum::router::OpenApiRouter;

use crate::door::Door;
use crate::openapi::guard::routes;

/// Every route under `/linkedin`.
pub(crate) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(inbox::recent_messages))
        .routes(routes!(history::conversation_details))
        .routes(routes!(sends::send))
        .routes(routes!(sends::send_with_typing))
        .routes(routes!(sends::send_with_ack))
        .routes(routes!(sends::send_group))
        .routes(routes!(sends::send_group_with_typing))
        .routes(routes!(sends::send_group_with_ack))
        .routes(routes!(sends::message))
        .routes(routes!(presence::typing_indicator))
        .routes(routes!(presence::mark_seen))
        .routes(routes!(presence::mark_all_read))
        .routes(routes!(members::check_email_support))
        .routes(routes!(connect::connect))
        .routes(routes!(members::relationship))
        .routes(routes!(members::relationship_of_account))
        .routes(routes!(members::inmail_credits))
        .routes(routes!(accounts::accounts))
        .routes(routes!(accounts::account_status))
        .routes(routes!(accounts::status_of_account))
        .routes(routes!(accounts::quota::quota_of_account))
        .merge(conversations::routes())
}
