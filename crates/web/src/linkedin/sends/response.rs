//! What the send routes answer.

use app::sends::SendReport;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use domain::ids::SendId;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::linkedin::{quota, urns};

/// The fields that one route has and another has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::linkedin) enum Shape {
    Plain,
    Typing,
    Ack,
    Group,
    GroupTyping,
    GroupAck,
    Older,
    /// Of the newer half of the contract.
    Conversation,
}

impl Shape {
    pub(super) fn has_typing(self) -> bool {
        matches!(self, Self::Typing | Self::GroupTyping)
    }

    fn has_ack(self) -> bool {
        matches!(self, Self::Ack | Self::GroupAck)
    }

    fn sentence(self, report: &SendReport) -> &'static str {
        if !report.is_settled {
            return "Message accepted, not sent yet";
        }
        match self {
            Self::Group | Self::GroupTyping | Self::GroupAck if report.group_id.is_some() => {
                "Group context message sent successfully"
            }
            Self::Group | Self::GroupTyping | Self::GroupAck => "Group message sent successfully",
            Self::Plain | Self::Typing | Self::Ack | Self::Older | Self::Conversation => {
                "Message sent successfully"
            }
        }
    }
}

/// What became of the message so far.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SendResponse {
    /// Always `true`: the message was sent, or is kept and may still leave.
    success: bool,
    /// A sentence for people.
    message: &'static str,
    /// `null` in a conversation of several people.
    #[schema(required = true)]
    recipient_profile_urn: Option<String>,
    /// Whether typing was really shown. On the routes with typing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    typing_indicator_sent: Option<bool>,
    /// Whether there was something to acknowledge and it went through. On the routes with acknowledgment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    acknowledgment_sent: Option<bool>,
    /// The group, where the message went by right of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    group_id: Option<String>,
    /// The sent message's URN in this account's mailbox, once the network has it.
    #[schema(required = true)]
    message_urn: Option<String>,
    /// The conversation's URN in this account's mailbox, where it is known.
    #[schema(required = true)]
    conversation_urn: Option<String>,
    /// The send, for `GET /v1/sends/{sendId}`.
    send_id: String,
    /// The account that was used.
    account_id: String,
    #[schema(value_type = crate::openapi::SendStateWord)]
    state: &'static str,
    /// When it will be tried, RFC 3339 in UTC; while it has not left, `null` where the instant is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    retry_at: Option<Due>,
    /// The rule that holds it, while it has not left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    held_by: Option<&'static str>,
    /// The earlier send that this request repeats; nothing new was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    duplicate_of: Option<String>,
    /// The message as the network has it. On `conversations/send`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    sent_message: Option<SentMessage>,
    /// What is known of the delivery. On the routes with acknowledgment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    delivery: Option<Delivery>,
    /// Why new programs should use another route. On the older route.
    #[serde(rename = "_deprecated", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deprecated: Option<&'static str>,
}

/// An instant, or `null` where nobody knows it.
#[derive(Serialize)]
struct Due(Option<String>);

/// A message that the network has.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SentMessage {
    /// The message's URN in this account's mailbox; `null` where the network did not say.
    #[schema(required = true)]
    message_urn: Option<String>,
    text: String,
    /// Milliseconds since the epoch.
    sent_at: i64,
    /// `ACoAA…`.
    sender_profile_id: String,
    sender_name: String,
    #[schema(required = true)]
    sender_photo: Option<String>,
    /// Always `true`.
    is_sent_by_owner: bool,
}

/// How far the message has come. Instants are milliseconds since the epoch.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Delivery {
    #[schema(value_type = crate::openapi::SendStateWord)]
    state: &'static str,
    /// When the network accepted it.
    #[schema(required = true)]
    accepted_at: Option<i64>,
    /// When the other side's device had it.
    #[schema(required = true)]
    delivered_at: Option<i64>,
    /// When the other side saw it.
    #[schema(required = true)]
    seen_at: Option<i64>,
}

const DEPRECATED: &str = "Use POST /linkedin/messaging/send, or send-group with a groupId.";

/// The report as the answer of a route.
pub(in crate::linkedin) fn answer(report: &SendReport, shape: Shape) -> Response {
    let mut response = told(report.is_settled, report.send_id, body(report, shape));
    if let Some((action, figures)) = &report.quota {
        quota::add_headers(response.headers_mut(), *action, figures);
    }
    response
}

/// 200 where nothing changes any more, else 202 with where to ask what becomes of the send.
pub(in crate::linkedin) fn told(
    is_settled: bool,
    send_id: SendId,
    body: impl Serialize,
) -> Response {
    if is_settled {
        return Json(body).into_response();
    }
    let location = [(LOCATION, format!("/v1/sends/{send_id}"))];
    (StatusCode::ACCEPTED, location, Json(body)).into_response()
}

fn body(report: &SendReport, shape: Shape) -> SendResponse {
    let owner = &report.owner_key;
    SendResponse {
        success: true,
        message: shape.sentence(report),
        recipient_profile_urn: report.recipient_key.as_deref().map(urns::profile),
        typing_indicator_sent: shape.has_typing().then_some(report.typing_sent),
        acknowledgment_sent: shape.has_ack().then_some(report.acknowledgment_sent),
        group_id: report.group_id.clone(),
        message_urn: report
            .message_key
            .as_deref()
            .map(|key| urns::message(owner, key)),
        conversation_urn: report
            .thread_key
            .as_deref()
            .map(|key| urns::conversation(owner, key)),
        send_id: report.send_id.to_string(),
        account_id: report.account_id.to_string(),
        state: report.state,
        retry_at: (!report.is_settled).then(|| Due(report.retry_at.map(|at| at.to_string()))),
        held_by: report.rule,
        duplicate_of: report.duplicate_of.map(|send_id| send_id.to_string()),
        sent_message: (shape == Shape::Conversation && report.is_settled)
            .then(|| SentMessage::of(report)),
        delivery: shape.has_ack().then(|| Delivery {
            state: report.state,
            accepted_at: report.sent_at.map(Timestamp::millis),
            delivered_at: report.delivered_at.map(Timestamp::millis),
            seen_at: report.seen_at.map(Timestamp::millis),
        }),
        deprecated: (shape == Shape::Older).then_some(DEPRECATED),
    }
}

impl SentMessage {
    fn of(report: &SendReport) -> Self {
        let owner = &report.owner_key;
        let sent_at = report.sent_at.unwrap_or(report.accepted_at);
        Self {
            message_urn: report
                .message_key
                .as_deref()
                .map(|key| urns::message(owner, key)),
            text: report.text.clone(),
            sent_at: sent_at.millis(),
            sender_profile_id: owner.clone(),
            sender_name: report.owner_name.clone(),
            sender_photo: report.owner_picture.clone(),
            is_sent_by_owner: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use domain::entropy::SeededEntropy;
    use domain::ids::AccountId;
    use domain::ledger::{Action, Quota};
    use serde_json::{Value, json};

    use super::*;

    fn sent() -> SendReport {
        let entropy = SeededEntropy::new(1);
        let at = Timestamp::from_millis(1_763_378_062_881);
        SendReport {
            send_id: SendId::mint(at, &entropy),
            account_id: AccountId::mint(at, &entropy),
            owner_key: "ACoAAAowner1".to_owned(),
            owner_name: "Olive Owner".to_owned(),
            owner_picture: None,
            text: "Hello!".to_owned(),
            state: "sent",
            is_settled: true,
            retry_at: None,
            rule: None,
            recipient_key: Some("ACoAAAjohndoe".to_owned()),
            thread_key: Some("2-dA==".to_owned()),
            message_key: Some("2-bQ==".to_owned()),
            group_id: None,
            accepted_at: at,
            sent_at: Some(at),
            delivered_at: None,
            seen_at: None,
            typing_sent: true,
            acknowledgment_sent: false,
            duplicate_of: None,
            is_replayed: false,
            quota: Some((
                Action::Message,
                Quota {
                    limit: 150,
                    used: 3,
                    remaining: 147,
                    reset_at: at,
                },
            )),
        }
    }

    async fn read(response: Response) -> (u16, Value) {
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn a_sent_message_is_the_guides_example_and_more() {
        let report = sent();
        let response = answer(&report, Shape::Typing);
        assert_eq!(response.headers()["x-ratelimit-action"], "MESSAGE");
        assert_eq!(response.headers()["x-ratelimit-remaining"], "147");
        assert_eq!(
            response.headers()["x-ratelimit-reset"],
            "2025-11-17T11:14:22.881Z"
        );
        let expected = json!({
            "success": true,
            "message": "Message sent successfully",
            "recipientProfileUrn": "urn:li:fsd_profile:ACoAAAjohndoe",
            "typingIndicatorSent": true,
            "messageUrn": "urn:li:msg_message:(urn:li:fsd_profile:ACoAAAowner1,2-bQ==)",
            "conversationUrn": "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAAowner1,2-dA==)",
            "sendId": report.send_id.to_string(),
            "accountId": report.account_id.to_string(),
            "state": "sent",
        });
        assert_eq!(read(response).await, (200, expected));
    }

    #[tokio::test]
    async fn each_route_has_its_own_fields() {
        let mut report = sent();
        report.group_id = Some("12345678".to_owned());
        let (_, group) = read(answer(&report, Shape::GroupAck)).await;
        assert_eq!(group["message"], "Group context message sent successfully");
        assert_eq!(
            (&group["groupId"], &group["acknowledgmentSent"]),
            (&json!("12345678"), &json!(false))
        );
        let delivery = json!({
            "state": "sent", "acceptedAt": 1_763_378_062_881_i64, "deliveredAt": null, "seenAt": null,
        });
        assert_eq!(group["delivery"], delivery);
        assert_eq!(group.get("typingIndicatorSent"), None);
        let (_, older) = read(answer(&sent(), Shape::Older)).await;
        assert!(older["_deprecated"].is_string());
    }

    #[tokio::test]
    async fn what_is_held_says_by_what_and_until_when() {
        let mut report = sent();
        report.state = "scheduled";
        report.is_settled = false;
        report.rule = Some("window");
        report.retry_at = Some(Timestamp::from_millis(1_763_378_070_000));
        let response = answer(&report, Shape::Plain);
        assert_eq!(
            response.headers()["location"],
            format!("/v1/sends/{}", report.send_id).as_str()
        );
        let (status, body) = read(response).await;
        assert_eq!((status, &body["success"]), (202, &json!(true)));
        assert_eq!(
            (&body["heldBy"], &body["retryAt"]),
            (&json!("window"), &json!("2025-11-17T11:14:30Z"))
        );
    }
}
