//! People: how an account stands to them, and what an InMail to them would cost.

use axum::Json;
use axum::extract::State;
use domain::network::Relationship;
use serde::Serialize;
use utoipa::ToSchema;

use super::accounts::OfAccount;
use super::urns;
use crate::door::Door;
use crate::extract::{Authorized, Body, Fields, FromFields, Params, PeopleRead, Segments};
use crate::fault::Fault;
use crate::openapi::responses::{MemberActFaults, MemberReadFaults, NetworkReadFaults};

/// A member.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"profileId": "john-doe-123"}))]
pub(super) struct MemberRequest {
    /// Absent: the account used last.
    account_id: Option<String>,
    /// The member in any spelling: slug, member key, URN, profile address. This or `profileUrn` is needed.
    profile_id: Option<String>,
    /// The member's URN; preferred where both are given.
    profile_urn: Option<String>,
}

impl FromFields for MemberRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            account_id: fields.text("accountId"),
            profile_id: fields.text("profileId"),
            profile_urn: fields.text("profileUrn"),
        };
        if request.profile_id.is_none() && request.profile_urn.is_none() {
            let message = "profileId or profileUrn is required";
            fields.note("profileId", "required", message);
        }
        request
    }
}

impl MemberRequest {
    /// The person, and the field that names them.
    fn person(&self) -> (String, &'static str) {
        named(self.profile_urn.as_ref(), self.profile_id.as_ref())
    }
}

/// What names the person and in which field: the URN where both are given.
pub(super) fn named(urn: Option<&String>, id: Option<&String>) -> (String, &'static str) {
    match (urn, id) {
        (Some(urn), _) => (urn.clone(), "profileUrn"),
        (None, id) => (id.cloned().unwrap_or_default(), "profileId"),
    }
}

/// Whether an InMail to the member is free.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct EmailSupportResponse {
    /// Always `true`.
    success: bool,
    /// The account that was used.
    account_id: String,
    /// As it was asked for.
    #[schema(required = true)]
    profile_id: Option<String>,
    profile_urn: String,
    /// Whether anybody may write to this member without a credit.
    supports_free_email: bool,
    /// A sentence for people.
    message: &'static str,
}

/// Check for an open profile
///
/// Whether anybody may write to this member without an InMail credit.
#[utoipa::path(
    post,
    path = "/messaging/check-email-support",
    operation_id = "checkEmailSupport",
    tag = "Members",
    request_body(content = MemberRequest, content_type = "application/json"),
    responses((status = 200, description = "The answer of the network.", body = EmailSupportResponse), MemberActFaults)
)]
pub(super) async fn check_email_support(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    Body(request): Body<MemberRequest>,
) -> Result<Json<EmailSupportResponse>, Fault> {
    let (person, field) = request.person();
    let support = door
        .app
        .check_email_support(&caller, request.account_id, person, field)
        .await?;
    Ok(Json(EmailSupportResponse {
        success: true,
        account_id: support.account_id.to_string(),
        profile_id: request.profile_id,
        profile_urn: urns::profile(&support.member_key),
        supports_free_email: support.supports_free_email,
        message: if support.supports_free_email {
            "This member can be written to without a credit"
        } else {
            "An InMail to this member needs a credit"
        },
    }))
}

/// How an account stands to a member. Bare, without `success`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RelationshipResponse {
    connected: bool,
    invitation_sent: bool,
    invitation_received: bool,
    /// `CONNECTED`, `PENDING` (we invited), `RECEIVED` (they did) or `NOT_CONNECTED`.
    status: &'static str,
    profile_urn: String,
    /// The account that was used.
    account_id: String,
    /// `DISTANCE_1` to `DISTANCE_3`.
    #[schema(required = true)]
    distance: Option<String>,
}

/// The word for a relationship.
fn status(relationship: Relationship) -> &'static str {
    match relationship {
        Relationship {
            degree: Some(1), ..
        } => "CONNECTED",
        Relationship {
            invitation_sent: true,
            ..
        } => "PENDING",
        Relationship {
            invitation_received: true,
            ..
        } => "RECEIVED",
        _ => "NOT_CONNECTED",
    }
}

async fn related(
    caller: &Authorized<PeopleRead>,
    door: &Door,
    account: Option<String>,
    person: String,
) -> Result<Json<RelationshipResponse>, Fault> {
    let view = door.app.relationship(caller, account, person).await?;
    let relationship = view.relationship;
    Ok(Json(RelationshipResponse {
        connected: relationship.degree == Some(1),
        invitation_sent: relationship.invitation_sent,
        invitation_received: relationship.invitation_received,
        status: status(relationship),
        profile_urn: urns::profile(&view.member_key),
        account_id: view.account_id.to_string(),
        distance: relationship
            .degree
            .map(|degree| format!("DISTANCE_{degree}")),
    }))
}

/// Get the relationship to a member
///
/// How an account stands to a member, asked of the network; for an imported account as its archive says.
#[utoipa::path(
    get,
    path = "/relationship/{profileId}",
    operation_id = "relationship",
    tag = "Members",
    params(
        ("profileId" = String, Path, description = "The member in any spelling."),
        ("accountId" = Option<String>, Query, description = "Absent: the account used last."),
    ),
    responses((status = 200, description = "The relationship.", body = RelationshipResponse), MemberReadFaults)
)]
pub(super) async fn relationship(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    Segments(person): Segments<String>,
    Params(of): Params<OfAccount>,
) -> Result<Json<RelationshipResponse>, Fault> {
    related(&caller, &door, of.account, person).await
}

/// Get the relationship of one account to a member
///
/// As `relationship/{profileId}`, for the account in the address.
#[utoipa::path(
    get,
    path = "/relationship/{accountId}/{profileId}",
    operation_id = "relationshipOfAccount",
    tag = "Members",
    params(
        ("accountId" = String, Path, description = "The account.", pattern = "^acc_[0-7][0-9a-hjkmnp-tv-z]{25}$"),
        ("profileId" = String, Path, description = "The member in any spelling."),
    ),
    responses((status = 200, description = "The relationship.", body = RelationshipResponse), MemberReadFaults)
)]
pub(super) async fn relationship_of_account(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    Segments((account, person)): Segments<(String, String)>,
) -> Result<Json<RelationshipResponse>, Fault> {
    super::accounts::check_account_id(&account)?;
    related(&caller, &door, Some(account), person).await
}

/// The InMail credits of a seat.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct InmailCreditsResponse {
    /// Always `true`.
    success: bool,
    /// Credits that are left.
    #[serde(rename = "inMailCredits")]
    inmail_credits: i64,
    total_credits: i64,
    used_credits: i64,
    /// The URN of the seat's owner.
    entity_urn: String,
    /// The account that was used.
    account_id: String,
    /// `null` on a free seat.
    #[schema(required = true)]
    premium_type: Option<String>,
    /// A sentence for people.
    message: String,
}

/// Get InMail credits
///
/// How many InMails the seat can still send, asked of the network.
#[utoipa::path(
    get,
    path = "/inmail/credits",
    operation_id = "inmailCredits",
    tag = "Members",
    params(("accountId" = Option<String>, Query, description = "Absent: the account used last.")),
    responses((status = 200, description = "The credits.", body = InmailCreditsResponse), NetworkReadFaults)
)]
pub(super) async fn inmail_credits(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    Params(of): Params<OfAccount>,
) -> Result<Json<InmailCreditsResponse>, Fault> {
    let credits = door.app.inmail_credits(&caller, of.account).await?;
    let left = (credits.total - credits.used).max(0);
    Ok(Json(InmailCreditsResponse {
        success: true,
        inmail_credits: left,
        total_credits: credits.total,
        used_credits: credits.used,
        entity_urn: urns::profile(&credits.owner_key),
        account_id: credits.account_id.to_string(),
        premium_type: credits.premium_type,
        message: format!("{left} InMail credits left"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relationship_has_one_word() {
        for (degree, invitation_sent, invitation_received, expected) in [
            (Some(1), false, false, "CONNECTED"),
            (Some(1), true, true, "CONNECTED"),
            (Some(2), true, false, "PENDING"),
            (Some(3), false, true, "RECEIVED"),
            (None, false, false, "NOT_CONNECTED"),
        ] {
            let relationship = Relationship {
                degree,
                invitation_sent,
                invitation_received,
            };
            assert_eq!(status(relationship), expected, "{relationship:?}");
        }
    }
}
