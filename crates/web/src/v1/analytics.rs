//! What became of what was sent, in figures.

use app::analytics::{Analysis, Analyze};
use axum::Json;
use axum::extract::State;
use domain::analytics::{Figures, Grouping, Rate, WEEKDAYS};
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::fields::is_tag;
use crate::extract::{AnalyticsRead, Authorized, Fields, FromFields, Params};
use crate::fault::Fault;
use crate::openapi::responses::AnalyticsFaults;

/// A share, with the interval that holds the true one in 95 of 100 cases (Wilson).
#[derive(Serialize, ToSchema)]
#[schema(as = Rate)]
pub(crate) struct RateItem {
    /// From 0 to 1.
    value: f64,
    low: f64,
    high: f64,
    /// Of so many.
    of: u64,
}

impl RateItem {
    fn of(rate: Option<Rate>) -> Option<Self> {
        rate.map(|rate| Self {
            value: rate.value,
            low: rate.low,
            high: rate.high,
            of: rate.of,
        })
    }
}

/// What became of some messages. `null` is what nobody can know.
#[derive(Serialize, ToSchema)]
#[schema(as = AnalyticsFigures)]
pub(crate) struct FiguresItem {
    /// Messages and InMails that left from here. What was written by hand, or came with the history, is none of them.
    sent: u64,
    /// `null` where no network of theirs tells of receipts.
    #[schema(required = true)]
    delivered: Option<u64>,
    #[schema(required = true)]
    seen: Option<u64>,
    /// Of those on networks that tell of receipts.
    #[schema(required = true)]
    delivered_rate: Option<RateItem>,
    #[schema(required = true)]
    seen_rate: Option<RateItem>,
    /// Conversations for which one of them was the first to leave from here.
    conversations: u64,
    /// Of these, those in which the other side wrote within 14 days.
    replies: u64,
    /// Conversations whose 14 days are over.
    concluded: u64,
    /// Conversations without a reply whose 14 days are not over: nobody can say yet.
    censored: u64,
    /// Of the concluded ones. Of the others the quick replies are known and the silence is not.
    #[schema(required = true)]
    reply_rate: Option<RateItem>,
    /// Of all replies, to the minute; the censored ones may still move it.
    #[schema(required = true)]
    median_reply_seconds: Option<f64>,
}

impl FiguresItem {
    fn of(figures: Figures) -> Self {
        Self {
            sent: figures.sent,
            delivered: figures.delivered,
            seen: figures.seen,
            delivered_rate: RateItem::of(figures.delivered_rate),
            seen_rate: RateItem::of(figures.seen_rate),
            conversations: figures.conversations,
            replies: figures.replies,
            concluded: figures.concluded,
            censored: figures.censored,
            reply_rate: RateItem::of(figures.reply_rate),
            median_reply_seconds: figures.median_reply_minutes.map(|minutes| minutes * 60.0),
        }
    }
}

/// What messages have in common, and what became of them.
#[derive(Serialize, ToSchema)]
#[schema(as = AnalyticsGroup)]
pub(crate) struct GroupItem {
    /// An account's id, a `template_id`, a tag, an hour from `0` to `23`, or a day such as `monday`; `null`: those without.
    #[schema(required = true)]
    key: Option<String>,
    #[serde(flatten)]
    figures: FiguresItem,
}

/// What became of what was sent. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Analytics)]
pub(crate) struct AnalyticsResource {
    #[schema(format = DateTime)]
    since: String,
    #[schema(format = DateTime)]
    until: String,
    /// Of all of them, each once, although one with several tags is in several groups.
    total: FiguresItem,
    /// Those with the most messages first; hours and days in their order. Empty without `group_by`.
    groups: Vec<GroupItem>,
    /// There are more groups than the 1,000 that are told.
    has_more: bool,
}

impl AnalyticsResource {
    fn of(analysis: Analysis) -> Self {
        let grouping = analysis.grouping;
        let groups = analysis.groups.into_iter();
        Self {
            since: analysis.since.to_string(),
            until: analysis.until.to_string(),
            total: FiguresItem::of(analysis.total),
            groups: groups
                .map(|(key, figures)| GroupItem {
                    key: named(grouping, key),
                    figures: FiguresItem::of(figures),
                })
                .collect(),
            has_more: analysis.has_more,
        }
    }
}

/// A day by its name; everything else as it is.
fn named(grouping: Option<Grouping>, key: Option<String>) -> Option<String> {
    if grouping != Some(Grouping::Weekday) {
        return key;
    }
    let place = key?.parse::<usize>().ok()?.checked_sub(1)?;
    WEEKDAYS.get(place).map(|day| (*day).to_owned())
}

/// What to count.
pub(crate) struct AnalyticsRequest(Analyze);

impl FromFields for AnalyticsRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let tag = fields.text("tag");
        if tag.as_ref().is_some_and(|tag| !is_tag(tag)) {
            fields.note("tag", "wrong_form", "tag is no tag");
        }
        let grouping = fields.exact_word("group_by", &Grouping::WORDS);
        let request = Self(Analyze {
            since: fields.instant("since"),
            until: fields.instant("until"),
            account: fields.text("account"),
            template: fields.text("template"),
            tag,
            grouping: grouping.and_then(Grouping::from_word),
        });
        fields.refuse_others();
        request
    }
}

/// What became of what was sent
///
/// Sent, delivered, seen and answered, with how sure each share is. A reply is the first message of the other side within
/// 14 days after the first message that left for a conversation from here; a conversation whose 14 days are not over is
/// censored, not silent.
#[utoipa::path(
    get,
    path = "/analytics",
    operation_id = "getAnalytics",
    tag = "Analytics",
    params(
        ("since" = Option<String>, Query, description = "What left at or after this instant; 30 days before `until` when absent, 366 at most."),
        ("until" = Option<String>, Query, description = "And before this one; now when absent."),
        ("account" = Option<String>, Query, description = "Only from this account, by our own id."),
        ("template" = Option<String>, Query, description = "Only what was made from this template: a `template_id` as a send has it."),
        ("tag" = Option<String>, Query, description = "Only what carries this tag."),
        ("group_by" = Option<String>, Query, description = "`account`, `template`, `tag`, `hour` or `weekday`, by the clocks of the account's working hours, else UTC."),
    ),
    responses((status = 200, description = "The figures.", body = AnalyticsResource), AnalyticsFaults)
)]
pub(crate) async fn get_analytics(
    caller: Authorized<AnalyticsRead>,
    State(door): State<Door>,
    Params(request): Params<AnalyticsRequest>,
) -> Result<Json<AnalyticsResource>, Fault> {
    let analysis = door.app.analyze(&caller, request.0).await?;
    Ok(Json(AnalyticsResource::of(analysis)))
}
