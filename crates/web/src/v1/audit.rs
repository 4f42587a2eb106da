//! Who did what.

use app::audit::{AuditEntry, AuditFilter};
use axum::Json;
use axum::extract::State;
use domain::audit::AuditAction;
use domain::ids::{ApiKeyId, UserId};
use domain::limits::{AUDIT_PAGE_DEFAULT, AUDIT_PAGE_MAX};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{AuditRead, Authorized, Fields, FromFields, Params};
use crate::fault::Fault;
use crate::openapi::responses::PageFaults;

/// Something that somebody did.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub(crate) struct EntryItem {
    /// From 1, without gaps in its workspace.
    number: i64,
    #[schema(format = DateTime)]
    at: String,
    /// What was done, as `resource.done`; more words may come.
    action: String,
    /// The id of the key that did it, `operator` for a command beside the server, `gateway` for the gateway itself, or the id
    /// of whoever became a user.
    actor: String,
    /// Whose key it was.
    #[schema(required = true)]
    user_id: Option<String>,
    /// The id of what it was done to.
    subject: String,
    #[schema(value_type = Object)]
    details: Box<RawValue>,
}

impl EntryItem {
    fn of(entry: AuditEntry) -> Self {
        Self {
            number: entry.number,
            at: entry.at.to_string(),
            action: entry.action,
            actor: entry.actor,
            user_id: entry.user_id.map(|id| id.to_string()),
            subject: entry.subject,
            // Whoever changed it in the database may have left anything.
            details: RawValue::from_string(entry.details)
                .unwrap_or_else(|_| RawValue::NULL.to_owned()),
        }
    }
}

/// A part of what was done.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditPage)]
pub(crate) struct PageItem {
    /// The newest first.
    entries: Vec<EntryItem>,
    /// To be given as `before`; `null` on the last page. A page may be short all the same: it looks at 2,000 entries at most.
    #[schema(required = true)]
    next_before: Option<i64>,
}

/// Which part.
pub(crate) struct AuditRequest {
    filter: AuditFilter,
    before: Option<i64>,
    limit: u32,
}

impl FromFields for AuditRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(AUDIT_PAGE_MAX));
        let limit = limit.and_then(|limit| u32::try_from(limit).ok());
        let action = fields.exact_word("action", AuditAction::WORDS);
        let request = Self {
            filter: AuditFilter {
                subject: fields.text("subject"),
                actor: actor(fields),
                user_id: id::<UserId>(fields, "user"),
                action: action.and_then(AuditAction::from_word),
                since: fields.instant("since"),
                until: fields.instant("until"),
            },
            before: fields.integer("before", 1..=i64::MAX),
            limit: limit.unwrap_or(AUDIT_PAGE_DEFAULT),
        };
        fields.refuse_others();
        request
    }
}

fn actor(fields: &mut Fields) -> Option<String> {
    let actor = fields.text("actor")?;
    let is_known = matches!(actor.as_str(), "operator" | "gateway")
        || actor.parse::<ApiKeyId>().is_ok()
        || actor.parse::<UserId>().is_ok();
    if !is_known {
        let message = "actor is the id of a key or of a user, `operator` or `gateway`";
        fields.note("actor", "wrong_form", message);
    }
    Some(actor)
}

fn id<T: std::str::FromStr>(fields: &mut Fields, name: &str) -> Option<T> {
    let text = fields.text(name)?;
    let id = text.parse().ok();
    if id.is_none() {
        fields.note(name, "wrong_form", format!("{name} is an id"));
    }
    id
}

/// Read the audit log
///
/// Who did what that only some may do: keys, roles, receivers of webhooks and their secrets, accounts and their policies,
/// approvals, the do-not-contact list. Nothing personal and no secret is in it, and nobody can change it unnoticed:
/// `liaison audit verify` finds that. What is named must all fit.
#[utoipa::path(
    get,
    path = "/audit",
    operation_id = "readAudit",
    tag = "Access",
    params(
        ("action" = Option<String>, Query, description = "Only this, such as `api_key.created`."),
        ("actor" = Option<String>, Query, description = "Only what was done with the key of this id, by `operator`, or by `gateway`."),
        ("user" = Option<String>, Query, description = "Only what was done with a key of this user."),
        ("subject" = Option<String>, Query, description = "Only what was done to the thing with this id."),
        ("since" = Option<String>, Query, description = "From this instant on.", format = DateTime),
        ("until" = Option<String>, Query, description = "Before this instant.", format = DateTime),
        ("before" = Option<i64>, Query, description = "`next_before` of the page before.", minimum = 1),
        ("limit" = Option<i64>, Query, description = "How many at most; 50 when absent.", minimum = 1, maximum = 200),
    ),
    responses((status = 200, description = "A page.", body = PageItem), PageFaults)
)]
pub(crate) async fn read_audit(
    caller: Authorized<AuditRead>,
    State(door): State<Door>,
    Params(request): Params<AuditRequest>,
) -> Result<Json<PageItem>, Fault> {
    let AuditRequest {
        filter,
        before,
        limit,
    } = request;
    let page = door.app.list_audit(&caller, filter, before, limit).await?;
    Ok(Json(PageItem {
        entries: page.entries.into_iter().map(EntryItem::of).collect(),
        next_before: page.next_before,
    }))
}
