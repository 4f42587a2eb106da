//! The newer half of the contract: `conversations` and everything below it. Each route is a use case that others have too;
//! what an address names wrongly is as absent as what never was, because these pages know no other answer to it.

pub(super) mod acts;
pub(super) mod exists;
pub(super) mod list;
pub(super) mod media;
pub(crate) mod message_acts;
pub(super) mod messages;
pub(super) mod people;
pub(super) mod send;
pub(super) mod sync;

use utoipa_axum::router::OpenApiRouter;

use crate::door::Door;
use crate::openapi::guard::routes;

/// Every route under `/linkedin/conversations`.
pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(list::list_conversations))
        .routes(routes!(messages::conversation_messages))
        .routes(routes!(send::send_in_conversation))
        .routes(routes!(media::upload_attachment))
        .routes(routes!(media::download_media))
        .routes(routes!(acts::mark_conversation_unread))
        .routes(routes!(acts::star_conversation))
        .routes(routes!(acts::unstar_conversation))
        .routes(routes!(message_acts::delete_message))
        .routes(routes!(message_acts::react))
        .routes(routes!(exists::conversation_exists))
        .routes(routes!(sync::refresh_conversation))
        .routes(routes!(sync::sync_conversations))
        .routes(routes!(sync::sync_status))
}
