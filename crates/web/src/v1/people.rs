//! Members of networks as the workspace knows them.

use app::people::{
    AccountRelation, ConversationRow, ListPeople, PersonConversationPage, PersonDetails,
    PersonItem, PersonPage, PersonRelationship, PersonRow, Resolved,
};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::limits::{PEOPLE_PAGE_DEFAULT, PEOPLE_PAGE_MAX};
use domain::network::RelationshipStatus;
use domain::suppression::SuppressionState;
use serde::Serialize;
use utoipa::ToSchema;

use super::suppressions::SuppressionResource;
use super::tagged::answered;
use crate::door::Door;
use crate::extract::{
    Authorized, Body, Condition, Fields, FromFields, Params, PeopleRead, Segments,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    PersonFaults, PersonListFaults, PersonPageFaults, PersonRelationshipFaults, PersonResolveFaults,
};

/// A member of a network. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Person)]
pub(crate) struct PersonResource {
    id: String,
    network: String,
    /// Their id on the network.
    member_key: String,
    /// What stands behind `/in/` in the address of their profile.
    #[schema(required = true)]
    slug: Option<String>,
    name: String,
    headline: String,
    /// The address of their picture.
    #[schema(required = true)]
    picture: Option<String>,
    /// How they stand on the do-not-contact list; `null`: they do not.
    #[schema(required = true, pattern = "^(paused|suppressed)$")]
    suppression_state: Option<&'static str>,
    /// When their network last showed something new of them.
    #[schema(format = DateTime)]
    updated_at: String,
}

impl PersonResource {
    pub(super) fn of(person: PersonRow, suppression: Option<SuppressionState>) -> Self {
        Self {
            id: person.person_id.to_string(),
            network: person.network,
            member_key: person.member_key,
            slug: person.slug,
            name: person.name,
            headline: person.headline,
            picture: person.picture,
            suppression_state: suppression.map(SuppressionState::word),
            updated_at: person.updated_at.to_string(),
        }
    }
}

/// A page of people.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonPage)]
pub(crate) struct PersonPageResource {
    people: Vec<PersonResource>,
    /// For the next page; `null` on the last. A page can be short, or empty, and still have one behind it.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

impl PersonPageResource {
    fn of(page: PersonPage) -> Self {
        let people = page.people.into_iter();
        Self {
            people: people
                .map(|item: PersonItem| PersonResource::of(item.person, item.suppression))
                .collect(),
            next_cursor: page.next_cursor,
        }
    }
}

/// How an account stands to a person, as it last saw it.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonAccount)]
pub(crate) struct RelationItem {
    account_id: String,
    #[schema(pattern = "^(connected|invitation_sent|invitation_received|not_connected)$")]
    status: &'static str,
    /// 1 to 3.
    #[schema(required = true)]
    degree: Option<u8>,
    /// The date of an imported connection.
    #[schema(required = true)]
    connected_on: Option<String>,
    #[schema(format = DateTime)]
    checked_at: String,
}

impl RelationItem {
    pub(super) fn of(known: AccountRelation) -> Self {
        let relation = known.relation;
        Self {
            account_id: known.account_id.to_string(),
            status: relation.relationship.status().word(),
            degree: relation.relationship.degree,
            connected_on: relation.connected_on,
            checked_at: relation.checked_at.to_string(),
        }
    }
}

/// A conversation, without what was said in it.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationSummary)]
pub(crate) struct ConversationItem {
    id: String,
    account_id: String,
    #[schema(pattern = "^(direct|group|inmail)$")]
    kind: &'static str,
    #[schema(required = true)]
    title: Option<String>,
    message_count: i64,
    unread_count: i64,
    #[schema(format = DateTime)]
    last_activity_at: String,
}

impl ConversationItem {
    pub(super) fn of(conversation: ConversationRow) -> Self {
        Self {
            id: conversation.conversation_id.to_string(),
            account_id: conversation.account_id.to_string(),
            kind: conversation.kind.word(),
            title: conversation.title,
            message_count: conversation.message_count,
            unread_count: conversation.unread_count,
            last_activity_at: conversation.last_activity_at.to_string(),
        }
    }
}

/// A person with all that is known of them, but for what was said.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonDetails)]
pub(crate) struct PersonDetailsResource {
    #[serde(flatten)]
    person: PersonResource,
    /// The number behind `urn:li:member:`.
    #[schema(required = true)]
    member_number: Option<i64>,
    /// For example `PREMIUM`.
    #[schema(required = true)]
    badge: Option<String>,
    /// Their entry on the do-not-contact list; `DELETE /v1/suppressions/{member_key}` takes them off it.
    #[schema(required = true)]
    suppression: Option<SuppressionResource>,
    /// How each account stands to them, as far as it was ever seen.
    relationships: Vec<RelationItem>,
    /// Those with the newest activity, at most 20.
    conversations: Vec<ConversationItem>,
    /// Whether there are more: `GET /v1/people/{id}/conversations` has them all.
    has_more_conversations: bool,
}

impl PersonDetailsResource {
    pub(super) fn of(details: PersonDetails) -> Self {
        let person = details.person;
        let state = details.suppression.as_ref().map(|entry| entry.state);
        let conversations = details.conversations.into_iter();
        Self {
            member_number: person.member_number,
            badge: person.badge.clone(),
            person: PersonResource::of(person, state),
            suppression: details.suppression.map(SuppressionResource::of),
            relationships: details
                .relations
                .into_iter()
                .map(RelationItem::of)
                .collect(),
            conversations: conversations.map(ConversationItem::of).collect(),
            has_more_conversations: details.has_more_conversations,
        }
    }
}

/// Which people.
pub(crate) struct ListRequest(ListPeople);

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(PEOPLE_PAGE_MAX));
        let relationship = fields.exact_word("relationship", &RelationshipStatus::WORDS);
        let list = ListPeople {
            query: fields.text("q"),
            account: fields.text("account"),
            relationship: relationship.and_then(RelationshipStatus::from_word),
            is_suppressed: fields.flag("suppressed"),
            limit: limit
                .and_then(|limit| u32::try_from(limit).ok())
                .unwrap_or(PEOPLE_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        };
        fields.refuse_others();
        Self(list)
    }
}

/// List people
///
/// The members of networks whom the workspace knows, the newest known first; with `suppressed=true` and nothing else, in
/// the order of their keys. With `q` those whose name or headline has all of its words, the last one as a prefix.
#[utoipa::path(
    get,
    path = "/people",
    operation_id = "listPeople",
    tag = "People",
    params(
        ("q" = Option<String>, Query, description = "Words of names and headlines.", max_length = 256),
        ("account" = Option<String>, Query, description = "Only those whom this account stands to in some way, or has a conversation with."),
        ("relationship" = Option<String>, Query, description = "Only those to whom that account, or any, stands so: `connected`, `invitation_sent`, `invitation_received` or `not_connected`.", pattern = "^(connected|invitation_sent|invitation_received|not_connected)$"),
        ("suppressed" = Option<bool>, Query, description = "Only those who stand on the do-not-contact list, or only those who do not."),
        ("limit" = Option<i64>, Query, description = "How many; 50 when absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = PersonPageResource), PersonListFaults)
)]
pub(crate) async fn list_people(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    Params(request): Params<ListRequest>,
) -> Result<Json<PersonPageResource>, Fault> {
    let page = door.app.list_people(&caller, request.0).await?;
    Ok(Json(PersonPageResource::of(page)))
}

/// Get a person
///
/// All that is known of a person, but for what was said.
#[utoipa::path(
    get,
    path = "/people/{id}",
    operation_id = "getPerson",
    tag = "People",
    params(("id" = String, Path, description = "The person's id.")),
    responses(
        (status = 200, description = "The person.", body = PersonDetailsResource),
        (status = 304, description = "The caller's copy, named in `If-None-Match`, is still right."),
        PersonFaults,
    )
)]
pub(crate) async fn get_person(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let details = door.app.find_person(&caller, &id).await?;
    let body = PersonDetailsResource::of(details);
    answered(&condition, &body)
}

/// A name of a person.
#[derive(ToSchema)]
#[schema(as = ResolvePerson, example = json!({"person": "https://www.linkedin.com/in/john-doe-123"}))]
pub(crate) struct ResolveRequest {
    /// The account whose network is asked; the one used last when absent.
    account: Option<String>,
    /// In any spelling: slug, member key, URN, profile address, or an id of this gateway.
    person: String,
}

impl FromFields for ResolveRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            account: fields.text("account"),
            person: fields.required_text("person"),
        };
        fields.refuse_others();
        request
    }
}

/// The one person behind a name.
#[derive(Serialize, ToSchema)]
#[schema(as = ResolvedPerson)]
pub(crate) struct ResolvedResource {
    person: PersonDetailsResource,
    /// `store`: they were known. `network`: the network was asked just now.
    #[schema(pattern = "^(store|network)$")]
    found_by: &'static str,
}

/// Find the person behind a name
///
/// From any spelling to one proved person. Slugs change hands: one that was not seen for a day, or with several people,
/// is asked of the account's network; where there is none to ask, several people are refused as `person_ambiguous`.
#[utoipa::path(
    post,
    path = "/people/resolve",
    operation_id = "resolvePerson",
    tag = "People",
    request_body(content = ResolveRequest, content_type = "application/json"),
    responses((status = 200, description = "The person.", body = ResolvedResource), PersonResolveFaults)
)]
pub(crate) async fn resolve_person(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    Body(request): Body<ResolveRequest>,
) -> Result<Json<ResolvedResource>, Fault> {
    let Resolved { details, found_by } = door
        .app
        .resolve_person(&caller, request.account, request.person)
        .await?;
    Ok(Json(ResolvedResource {
        person: PersonDetailsResource::of(details),
        found_by: found_by.word(),
    }))
}

/// A page of conversations.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonConversationPage)]
pub(crate) struct ConversationPageResource {
    conversations: Vec<ConversationItem>,
    /// For the next page; `null` on the last.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

impl ConversationPageResource {
    fn of(page: PersonConversationPage) -> Self {
        let conversations = page.conversations.into_iter();
        Self {
            conversations: conversations.map(ConversationItem::of).collect(),
            next_cursor: page.next_cursor,
        }
    }
}

/// Which page.
pub(crate) struct PageRequest {
    limit: u32,
    cursor: Option<String>,
}

impl FromFields for PageRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(PEOPLE_PAGE_MAX));
        let request = Self {
            limit: limit
                .and_then(|limit| u32::try_from(limit).ok())
                .unwrap_or(PEOPLE_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        };
        fields.refuse_others();
        request
    }
}

/// List the conversations of a person
///
/// Those in which they take part, of all accounts, those with the newest activity first.
#[utoipa::path(
    get,
    path = "/people/{id}/conversations",
    operation_id = "listPersonConversations",
    tag = "People",
    params(
        ("id" = String, Path, description = "The person's id."),
        ("limit" = Option<i64>, Query, description = "How many; 50 when absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = ConversationPageResource), PersonPageFaults)
)]
pub(crate) async fn list_conversations(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Params(request): Params<PageRequest>,
) -> Result<Json<ConversationPageResource>, Fault> {
    let page = door
        .app
        .list_person_conversations(&caller, &id, request.cursor, request.limit)
        .await?;
    Ok(Json(ConversationPageResource::of(page)))
}

/// How an account stands to a person.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonRelationship)]
pub(crate) struct RelationshipResource {
    person_id: String,
    /// The account that was used.
    account_id: String,
    #[schema(pattern = "^(connected|invitation_sent|invitation_received|not_connected)$")]
    status: &'static str,
    /// 1 to 3.
    #[schema(required = true)]
    degree: Option<u8>,
    invitation_sent: bool,
    invitation_received: bool,
    /// The date of an imported connection.
    #[schema(required = true)]
    connected_on: Option<String>,
}

impl RelationshipResource {
    fn of(view: PersonRelationship) -> Self {
        let relationship = view.relationship;
        Self {
            person_id: view.person_id.to_string(),
            account_id: view.account_id.to_string(),
            status: relationship.status().word(),
            degree: relationship.degree,
            invitation_sent: relationship.invitation_sent,
            invitation_received: relationship.invitation_received,
            connected_on: view.connected_on,
        }
    }
}

/// Through which account.
pub(crate) struct OfAccount {
    account: Option<String>,
}

impl FromFields for OfAccount {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            account: fields.text("account"),
        };
        fields.refuse_others();
        request
    }
}

/// Get the relationship to a person
///
/// How an account stands to a person, asked of its network; for an imported account as its archive says.
#[utoipa::path(
    get,
    path = "/people/{id}/relationship",
    operation_id = "getPersonRelationship",
    tag = "People",
    params(
        ("id" = String, Path, description = "The person's id."),
        ("account" = Option<String>, Query, description = "The account; the one used last when absent."),
    ),
    responses((status = 200, description = "The relationship.", body = RelationshipResource), PersonRelationshipFaults)
)]
pub(crate) async fn get_relationship(
    caller: Authorized<PeopleRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Params(of): Params<OfAccount>,
) -> Result<Json<RelationshipResource>, Fault> {
    let view = door
        .app
        .person_relationship(&caller, &id, of.account)
        .await?;
    Ok(Json(RelationshipResource::of(view)))
}
