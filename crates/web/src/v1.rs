//! Our own contract: plain nouns, `snake_case`, RFC 3339 instants in UTC, problems as RFC 9457 has them.

mod accounts;
mod analytics;
mod api_keys;
mod attachments;
mod audit;
pub(crate) mod capabilities;
mod changes;
mod conversations;
mod deliveries;
mod endpoints;
mod erasures;
pub(crate) mod events;
mod exports;
mod forecast;
mod health;
mod invitations;
mod labels;
mod link_sessions;
mod message_acts;
mod messages;
pub(crate) mod mode;
mod people;
mod policy;
pub(crate) mod problem;
mod reconciliations;
mod search;
pub(crate) mod sends;
mod suppression_import;
mod suppressions;
mod tagged;
mod templates;
pub(crate) mod uploads;
mod usage;
mod users;

use utoipa_axum::router::OpenApiRouter;

use crate::door::Door;
use crate::openapi::guard::routes;

/// Every route under `/v1`.
pub(crate) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(accounts::list_accounts))
        .routes(routes!(link_sessions::create_link_session))
        .routes(routes!(link_sessions::get_link_session))
        .routes(routes!(link_sessions::cancel_link_session))
        .routes(routes!(
            accounts::get_account,
            accounts::change::change_account,
            accounts::change::unlink_account
        ))
        .merge(access_routes())
        .routes(routes!(events::read_events))
        .routes(routes!(events::stream::follow_events))
        .merge(webhook_routes())
        .merge(people_routes())
        .routes(routes!(search::search_messages))
        .routes(routes!(policy::get_policy, policy::put_policy))
        .routes(routes!(accounts::get_quota))
        .routes(routes!(capabilities::get_capabilities))
        .routes(routes!(health::get_health))
        .merge(reconciliation_routes())
        .routes(routes!(analytics::get_analytics))
        .routes(routes!(forecast::get_forecast))
        .routes(routes!(messages::create_message))
        .routes(routes!(messages::create_messages))
        .routes(routes!(
            message_acts::edit_message,
            message_acts::delete_message
        ))
        .routes(routes!(
            message_acts::add_reaction,
            message_acts::remove_reaction
        ))
        .routes(routes!(
            suppressions::list_suppressions,
            suppressions::create_suppression
        ))
        .routes(routes!(suppressions::delete_suppression))
        .routes(routes!(suppression_import::import_suppressions))
        .routes(routes!(
            templates::list_templates,
            templates::create_template
        ))
        .routes(routes!(
            templates::get_template,
            templates::change_template,
            templates::delete_template
        ))
        .routes(routes!(templates::versions::get_template_version))
        .routes(routes!(templates::preview::preview_template))
        .routes(routes!(sends::list_sends))
        .routes(routes!(sends::get_send, changes::edit_send))
        .routes(routes!(attachments::get_attachment))
        .routes(routes!(uploads::create_attachment))
        .routes(routes!(uploads::get_attachment))
        .routes(routes!(uploads::get_content))
        .routes(routes!(uploads::get_message_attachment))
        .routes(routes!(messages::forward::forward_message))
        .routes(routes!(changes::approve_send))
        .routes(routes!(changes::reject_send))
        .routes(routes!(changes::cancel_send))
        .routes(routes!(changes::resolve_send))
        .merge(invitation_routes())
        .merge(conversation_routes())
}

fn reconciliation_routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(reconciliations::reconcile))
        .routes(routes!(reconciliations::list_reconciliations))
        .routes(routes!(reconciliations::get_reconciliation))
        .routes(routes!(reconciliations::list_findings))
}

fn webhook_routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(
            endpoints::list_endpoints,
            endpoints::create_endpoint
        ))
        .routes(routes!(
            endpoints::get_endpoint,
            endpoints::change_endpoint,
            endpoints::delete_endpoint
        ))
        .routes(routes!(endpoints::rotate_secret))
        .routes(routes!(endpoints::trial::test_endpoint))
        .routes(routes!(deliveries::list_deliveries))
        .routes(routes!(deliveries::get_delivery))
        .routes(routes!(deliveries::replay_delivery))
        .routes(routes!(deliveries::recover_deliveries))
}

fn people_routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(people::list_people))
        .routes(routes!(people::resolve_person))
        .routes(routes!(people::get_person, erasures::erase_person))
        .routes(routes!(exports::export_person))
        .routes(routes!(erasures::get_erasure))
        .routes(routes!(people::list_conversations))
        .routes(routes!(people::get_relationship))
}

fn invitation_routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(
            invitations::list_invitations,
            invitations::create_invitation
        ))
        .routes(routes!(invitations::get_invitation))
        .routes(routes!(invitations::acts::withdraw_invitation))
        .routes(routes!(invitations::acts::accept_invitation))
        .routes(routes!(invitations::acts::ignore_invitation))
}

fn conversation_routes() -> OpenApiRouter<Door> {
    use conversations::{acts, desk, drafts, notes};
    OpenApiRouter::new()
        .routes(routes!(conversations::list_conversations))
        .routes(routes!(conversations::get_conversation))
        .routes(routes!(conversations::list_messages))
        .routes(routes!(conversations::get_message))
        .routes(routes!(acts::read))
        .routes(routes!(acts::mark_unread))
        .routes(routes!(acts::archive))
        .routes(routes!(acts::unarchive))
        .routes(routes!(acts::star))
        .routes(routes!(acts::unstar))
        .routes(routes!(desk::put_label, desk::remove_label))
        .routes(routes!(desk::snooze))
        .routes(routes!(desk::unsnooze))
        .routes(routes!(desk::assign, desk::unassign))
        .routes(routes!(notes::list_notes, notes::create_note))
        .routes(routes!(
            notes::get_note,
            notes::change_note,
            notes::delete_note
        ))
        .routes(routes!(
            drafts::get_draft,
            drafts::put_draft,
            drafts::delete_draft
        ))
        .routes(routes!(labels::list_labels, labels::create_label))
        .routes(routes!(
            labels::get_label,
            labels::change_label,
            labels::delete_label
        ))
}

/// Who may do what, and who did.
fn access_routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(api_keys::list_api_keys, api_keys::create_api_key))
        .routes(routes!(
            api_keys::get_api_key,
            api_keys::changes::change_api_key
        ))
        .routes(routes!(api_keys::changes::revoke_api_key))
        .routes(routes!(api_keys::changes::rotate_api_key))
        .routes(routes!(usage::list_usage))
        .routes(routes!(audit::read_audit))
        .routes(routes!(users::get_workspace, users::change_workspace))
        .routes(routes!(users::list_users))
        .routes(routes!(
            users::get_user,
            users::change_user,
            users::remove_user
        ))
        .routes(routes!(
            users::invitations::list_invitations,
            users::invitations::create_invitation
        ))
        .routes(routes!(
            users::invitations::get_invitation,
            users::invitations::withdraw_invitation
        ))
        .routes(utoipa_axum::routes!(users::invitations::accept_invitation))
}
