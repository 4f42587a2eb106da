//! Finding messages by their words.

use app::search::{Hit, SearchMessages, SearchPage};
use axum::Json;
use axum::extract::State;
use domain::ids::MessageId;
use domain::limits::{SEARCH_PAGE_DEFAULT, SEARCH_PAGE_MAX};
use domain::search::{Piece, Span};
use serde::Serialize;
use utoipa::ToSchema;

use super::people::ConversationItem;
use crate::door::Door;
use crate::extract::{Authorized, ConversationsRead, Fields, FromFields, Params};
use crate::fault::Fault;
use crate::openapi::responses::SearchFaults;

/// Who wrote a message.
#[derive(Serialize, ToSchema)]
#[schema(as = FoundSender)]
pub(crate) struct SenderItem {
    id: String,
    member_key: String,
    name: String,
}

/// A message that was found.
#[derive(Serialize, ToSchema)]
#[schema(as = FoundMessage)]
pub(crate) struct FoundMessageItem {
    id: String,
    /// The network's id of it.
    message_key: String,
    #[schema(pattern = "^(incoming|outgoing)$")]
    direction: &'static str,
    #[schema(required = true)]
    sender: Option<SenderItem>,
    #[schema(format = DateTime)]
    sent_at: String,
    text: String,
    #[schema(required = true)]
    subject: Option<String>,
}

/// A stretch of a text, counted in Unicode code points from its beginning.
#[derive(Serialize, ToSchema)]
#[schema(as = TextSpan)]
pub(crate) struct SpanItem {
    start: usize,
    /// Behind the last one.
    end: usize,
}

impl SpanItem {
    fn of(span: &Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

/// The words that were looked for, in the order of the text.
#[derive(Serialize, ToSchema)]
#[schema(as = FoundWords)]
pub(crate) struct HighlightsItem {
    text: Vec<SpanItem>,
    subject: Vec<SpanItem>,
}

/// A part of an excerpt.
#[derive(Serialize, ToSchema)]
#[schema(as = SnippetPiece)]
pub(crate) struct PieceItem {
    /// Plain text, as it was written: to be escaped like any other.
    text: String,
    /// Whether it is one of the words that were looked for.
    is_match: bool,
}

impl PieceItem {
    fn of(piece: Piece) -> Self {
        Self {
            text: piece.text,
            is_match: piece.is_match,
        }
    }
}

/// A message that has all words, and where it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = SearchHit)]
pub(crate) struct HitItem {
    message: FoundMessageItem,
    conversation: ConversationItem,
    highlights: HighlightsItem,
    /// The text from a little before the first of the words on, at most 200 characters, in parts.
    snippet: Vec<PieceItem>,
}

impl HitItem {
    fn of(hit: Hit) -> Self {
        let message = hit.message;
        let direction = if message.is_outgoing {
            "outgoing"
        } else {
            "incoming"
        };
        let sender = hit.sender.map(|person| SenderItem {
            id: person.person_id.to_string(),
            member_key: person.member_key,
            name: person.name,
        });
        Self {
            message: FoundMessageItem {
                id: MessageId::of(message.doc).to_string(),
                message_key: message.message_key,
                direction,
                sender,
                sent_at: message.sent_at.to_string(),
                text: message.text,
                subject: message.subject,
            },
            conversation: ConversationItem::of(hit.conversation),
            highlights: HighlightsItem {
                text: hit.text_spans.iter().map(SpanItem::of).collect(),
                subject: hit.subject_spans.iter().map(SpanItem::of).collect(),
            },
            snippet: hit.snippet.into_iter().map(PieceItem::of).collect(),
        }
    }
}

/// A page of what was found.
#[derive(Serialize, ToSchema)]
#[schema(as = SearchPage)]
pub(crate) struct SearchPageResource {
    /// The newest first.
    hits: Vec<HitItem>,
    /// For the next page; `null` on the last. A page can be short, or empty, and still have one behind it: then as much
    /// was looked through as one request may.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

impl SearchPageResource {
    fn of(page: SearchPage) -> Self {
        Self {
            hits: page.hits.into_iter().map(HitItem::of).collect(),
            next_cursor: page.next_cursor,
        }
    }
}

/// What to look for.
pub(crate) struct SearchRequest(SearchMessages);

impl FromFields for SearchRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(SEARCH_PAGE_MAX));
        let direction = fields.exact_word("direction", &["incoming", "outgoing"]);
        let search = SearchMessages {
            query: fields.required_text("q"),
            account: fields.text("account"),
            conversation: fields.text("conversation"),
            person: fields.text("person"),
            since: fields.instant("since"),
            until: fields.instant("until"),
            is_outgoing: direction.map(|direction| direction == "outgoing"),
            limit: limit
                .and_then(|limit| u32::try_from(limit).ok())
                .unwrap_or(SEARCH_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        };
        fields.refuse_others();
        Self(search)
    }
}

/// Search messages
///
/// The messages whose text and subject have all words of `q`, the last one as a prefix from three letters on, the newest
/// first. Case and accents do not matter.
#[utoipa::path(
    get,
    path = "/search",
    operation_id = "searchMessages",
    tag = "Search",
    params(
        ("q" = String, Query, description = "Words; a message must have all of them.", max_length = 256),
        ("account" = Option<String>, Query, description = "Only in the conversations of this account."),
        ("conversation" = Option<String>, Query, description = "Only in this conversation, by the id of this gateway."),
        ("person" = Option<String>, Query, description = "Only in conversations in which this person takes part, by the id of this gateway."),
        ("since" = Option<String>, Query, description = "Sent then or later.", format = DateTime),
        ("until" = Option<String>, Query, description = "Sent before then.", format = DateTime),
        ("direction" = Option<String>, Query, description = "`incoming` or `outgoing`; both when absent.", pattern = "^(incoming|outgoing)$"),
        ("limit" = Option<i64>, Query, description = "How many; 20 when absent.", minimum = 1, maximum = 50),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = SearchPageResource), SearchFaults)
)]
pub(crate) async fn search_messages(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Params(request): Params<SearchRequest>,
) -> Result<Json<SearchPageResource>, Fault> {
    let page = door.app.search_messages(&caller, request.0).await?;
    Ok(Json(SearchPageResource::of(page)))
}
