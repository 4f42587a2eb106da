//! Invitations to connect: those that the accounts sent and those that they got.

pub(crate) mod acts;

use app::Refusal;
use app::invitations::{InvitationView, ListInvitations};
use app::relationships::Connect;
use app::sends::SendTerms;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::error_code::ErrorCode;
use domain::invitation::{Direction, InvitationState};
use domain::limits::{INVITATIONS_PAGE_DEFAULT, INVITATIONS_PAGE_MAX};
use serde::Serialize;
use utoipa::ToSchema;

use super::messages::{self, Tag};
use super::mode::{Mode, SendMode};
use super::sends::printed;
use super::tagged::answered;
use crate::door::Door;
use crate::extract::{
    Authorized, Body, Condition, Fields, FromFields, InvitationsRead, InvitationsWrite, Params,
    Segments, SendOptions,
};
use crate::fault::Fault;
use crate::openapi::answers::{InvitationHeaders, KeptAnswers};
use crate::openapi::responses::{
    ConnectionInvitationListFaults, ConnectionInvitationLookFaults, ConnectionInvitationNewFaults,
};

/// An invitation to connect. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct InvitationResource {
    id: String,
    account_id: String,
    /// `outgoing`: the account invited the person; `incoming`: the person the account.
    #[schema(pattern = "^(outgoing|incoming)$")]
    direction: &'static str,
    /// `pending`: open. `declined`: gone without a connection, and the network does not say more. `withdrawn`: taken back by
    /// who sent it. `ignored`: put away by who got it.
    #[schema(pattern = "^(pending|accepted|declined|withdrawn|ignored|expired)$")]
    state: &'static str,
    person: InvitedItem,
    /// What was written with it.
    #[schema(required = true)]
    note: Option<String>,
    /// The id of the send that made it; `null` where it was sent elsewhere, or came.
    #[schema(required = true)]
    send_id: Option<String>,
    #[schema(format = DateTime)]
    sent_at: String,
    /// When it was found not to be open any more.
    #[schema(required = true, format = DateTime)]
    ended_at: Option<String>,
}

/// The other side of an invitation.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitationPerson)]
pub(crate) struct InvitedItem {
    id: String,
    /// Their id on the network.
    member_key: String,
    name: String,
    headline: String,
    /// What stands behind `/in/` in the address of their profile.
    #[schema(required = true)]
    slug: Option<String>,
    #[schema(required = true)]
    picture: Option<String>,
}

impl InvitationResource {
    fn of(view: InvitationView) -> Self {
        let InvitationView { invitation, person } = view;
        Self {
            id: invitation.invitation_id.to_string(),
            account_id: invitation.account_id.to_string(),
            direction: invitation.direction.word(),
            state: invitation.state.word(),
            person: InvitedItem {
                id: person.person_id.to_string(),
                member_key: person.member_key,
                name: person.name,
                headline: person.headline,
                slug: person.slug,
                picture: person.picture,
            },
            note: invitation.note,
            send_id: invitation.send_id.map(|send_id| send_id.to_string()),
            sent_at: invitation.sent_at.to_string(),
            ended_at: printed(invitation.ended_at),
        }
    }
}

/// A page of invitations, those that were sent last first.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitationPage)]
pub(crate) struct InvitationPageResource {
    invitations: Vec<InvitationResource>,
    /// To those that were sent earlier; `null` where there are none.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// To those that were sent later; `null` at the top.
    #[schema(required = true)]
    previous_cursor: Option<String>,
}

/// Which invitations to list.
pub(crate) struct ListRequest(ListInvitations);

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let direction = fields.exact_word("direction", &Direction::WORDS);
        let state = fields.exact_word("state", &InvitationState::WORDS);
        let limit = fields.integer("limit", 1..=i64::from(INVITATIONS_PAGE_MAX));
        let request = Self(ListInvitations {
            account: fields.text("account"),
            direction: direction.and_then(Direction::from_word),
            state: state.and_then(InvitationState::from_word),
            person: fields.text("person"),
            limit: limit
                .and_then(|limit| u32::try_from(limit).ok())
                .unwrap_or(INVITATIONS_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        });
        fields.refuse_others();
        request
    }
}

/// List invitations
///
/// To connect, of all accounts and both directions, those that were sent last first; in pages that lead on and back. They
/// are what the networks have shown: of a network that cannot list them (`manage_invitations` in the account's
/// capabilities), those that were sent through this gateway.
#[utoipa::path(
    get,
    path = "/invitations",
    operation_id = "listInvitations",
    tag = "Invitations",
    params(
        ("account" = Option<String>, Query, description = "Only those of this account, by our own id."),
        ("direction" = Option<String>, Query, description = "Only those that the account sent, or only those that it got.", pattern = "^(outgoing|incoming)$"),
        ("state" = Option<String>, Query, description = "Only those that stand so.", pattern = "^(pending|accepted|declined|withdrawn|ignored|expired)$"),
        ("person" = Option<String>, Query, description = "Only those with this person: `per_…`, or with `account` also slug, member key, URN or profile address."),
        ("limit" = Option<i64>, Query, description = "How many; 50 when absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` or `previous_cursor` of a page before; goes with the same filters only."),
    ),
    responses((status = 200, description = "A page.", body = InvitationPageResource), ConnectionInvitationListFaults)
)]
pub(crate) async fn list_invitations(
    caller: Authorized<InvitationsRead>,
    State(door): State<Door>,
    Params(request): Params<ListRequest>,
) -> Result<Json<InvitationPageResource>, Fault> {
    let page = door.app.list_invitations(&caller, request.0).await?;
    let invitations = page.invitations.into_iter();
    Ok(Json(InvitationPageResource {
        invitations: invitations.map(InvitationResource::of).collect(),
        next_cursor: page.next_cursor,
        previous_cursor: page.previous_cursor,
    }))
}

/// Get an invitation
///
/// As it stands now, with who is on the other side.
#[utoipa::path(
    get,
    path = "/invitations/{id}",
    operation_id = "getInvitation",
    tag = "Invitations",
    params(
        ("id" = String, Path, description = "The invitation's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The invitation.", body = InvitationResource,
            headers(("ETag" = String, description = "Changes whenever this answer does."))),
        (status = 304, description = "The caller's copy is still right."),
        ConnectionInvitationLookFaults
    )
)]
pub(crate) async fn get_invitation(
    caller: Authorized<InvitationsRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let view = door.app.find_invitation(&caller, &id).await?;
    answered(&condition, &InvitationResource::of(view))
}

/// An invitation to hand over.
#[derive(ToSchema)]
#[schema(as = NewInvitation, example = json!({"recipient": "john-doe-123", "note": "Nice talk yesterday!"}))]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct InvitationRequest {
    /// The account that invites. Absent: the one used last.
    account: Option<String>,
    /// Who is invited, in any spelling: slug, member key, URN, profile address.
    recipient: String,
    /// What goes with it: at most 300 characters after trimming, or as many as `chars_max` of `invitation` in the account's
    /// capabilities says. Absent or blank: none.
    note: Option<String>,
    /// Not before this instant; at once when absent.
    #[schema(format = DateTime)]
    send_at: Option<String>,
    /// If it has not left by then, it never will. Absent: a day after it may leave first.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// Words to find its send by.
    #[schema(max_items = 20, value_type = Option<Vec<Tag>>)]
    tags: Option<Vec<String>>,
    /// `wait` for the network's answer, as long as `Prefer: wait=N` says, or answer at once (`async`, the default).
    #[schema(value_type = Option<SendMode>)]
    mode: Option<String>,
}

/// What a request asks for.
pub(crate) struct NewInvitation {
    account: Option<String>,
    recipient: String,
    note: Option<String>,
    terms: SendTerms,
    mode: Mode,
}

impl FromFields for NewInvitation {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            account: fields.text("account"),
            recipient: fields.required_text("recipient"),
            note: fields.raw_text("note"),
            terms: SendTerms {
                send_at: fields.instant("send_at"),
                expires_at: fields.instant("expires_at"),
                tags: fields.tags("tags"),
                waits_for_limits: true,
                ..SendTerms::default()
            },
            mode: Mode::from_fields(fields),
        }
    }
}

/// Invite somebody
///
/// Keeps an invitation to connect, so that it leaves once and at an allowed moment, under the rules of every send: limits of
/// the account and of the person, pauses, working hours, approval, the do-not-contact list. The same key is the same
/// invitation, however often it is asked for. Once it has left, it stands among the account's `outgoing` invitations.
#[utoipa::path(
    post,
    path = "/invitations",
    operation_id = "createInvitation",
    tag = "Invitations",
    request_body(content = InvitationRequest, content_type = "application/json"),
    params(InvitationHeaders),
    responses(KeptAnswers, ConnectionInvitationNewFaults)
)]
pub(crate) async fn create_invitation(
    caller: Authorized<InvitationsWrite>,
    State(door): State<Door>,
    options: SendOptions,
    Body(request): Body<NewInvitation>,
) -> Result<Response, Fault> {
    if options.idempotency_key.is_none() {
        return Err(Refusal::of(ErrorCode::IdempotencyKeyRequired).into());
    }
    let command = Connect {
        account: request.account,
        person: request.recipient,
        person_field: "recipient",
        note: request.note,
        note_field: "note",
        terms: Some(request.terms),
        wait: request.mode.wait(&options),
        idempotency_key: options.idempotency_key,
    };
    let kept = door.app.keep_invitation(&caller, command).await?;
    Ok(messages::answer(kept))
}
