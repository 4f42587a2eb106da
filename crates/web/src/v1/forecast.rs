//! What would leave when.

use app::sends::Forecast;
use axum::Json;
use axum::extract::State;
use domain::forecast::Fate;
use serde::Serialize;
use utoipa::ToSchema;

use super::sends::printed;
use crate::door::Door;
use crate::extract::{AccountsRead, Authorized, Fields, FromFields, Params};
use crate::fault::Fault;
use crate::openapi::responses::AccountLookFaults;

/// Whose forecast.
pub(crate) struct ForecastRequest {
    account: Option<String>,
}

impl FromFields for ForecastRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            account: fields.text("account"),
        };
        fields.refuse_others();
        request
    }
}

/// What would leave when.
#[derive(Serialize, ToSchema)]
#[schema(as = Forecast)]
pub(crate) struct ForecastResource {
    account_id: String,
    /// What this rests on, for people.
    assumes: &'static str,
    /// In the order in which they leave, those that do not last.
    sends: Vec<ForeseenItem>,
    /// Whether there are more open sends than the 1,000 that were looked at.
    is_partial: bool,
}

/// What is foreseen for one send.
#[derive(Serialize, ToSchema)]
#[schema(as = ForeseenSend)]
pub(crate) struct ForeseenItem {
    send_id: String,
    /// `leaves`, `expires`, `suppressed`, `awaits_approval`, `awaits_decision`, `under_way`, or `waits` for longer than
    /// 31 days.
    #[schema(
        pattern = "^(leaves|expires|suppressed|awaits_approval|awaits_decision|under_way|waits)$"
    )]
    fate: &'static str,
    /// When it leaves or expires.
    #[schema(required = true, format = DateTime)]
    at: Option<String>,
    /// The rule that holds it back until then, if one does.
    #[schema(required = true)]
    held_by: Option<&'static str>,
}

const ASSUMES: &str = "Each call takes a second besides its typing and is accepted; nobody writes, approves, changes or \
    hands over anything meanwhile; no other account writes to the same people; what is in doubt turns out to have been sent.";

impl ForecastResource {
    fn of(forecast: &Forecast) -> Self {
        let sends = forecast.sends.iter().map(|foreseen| {
            let (fate, at) = match foreseen.fate {
                Fate::Leaves { at } => ("leaves", Some(at)),
                Fate::Expires { at } => ("expires", Some(at)),
                Fate::Suppressed { .. } => ("suppressed", None),
                Fate::AwaitsApproval => ("awaits_approval", None),
                Fate::AwaitsDecision => ("awaits_decision", None),
                Fate::UnderWay => ("under_way", None),
                Fate::Waits => ("waits", None),
            };
            ForeseenItem {
                send_id: foreseen.send_id.to_string(),
                fate,
                at: printed(at),
                held_by: foreseen.held_by.map(domain::send::Rule::word),
            }
        });
        Self {
            account_id: forecast.account_id.to_string(),
            assumes: ASSUMES,
            sends: sends.collect(),
            is_partial: forecast.is_partial,
        }
    }
}

/// Get a forecast
///
/// Runs dispatch's own decisions ahead on a copy of the outbox: what would leave when, and what holds each back.
#[utoipa::path(
    get,
    path = "/forecast",
    operation_id = "getForecast",
    tag = "Sends",
    params(("account" = Option<String>, Query, description = "The account; the one used last when absent.")),
    responses((status = 200, description = "Every open send with what becomes of it.", body = ForecastResource), AccountLookFaults)
)]
pub(crate) async fn get_forecast(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Params(request): Params<ForecastRequest>,
) -> Result<Json<ForecastResource>, Fault> {
    let forecast = door
        .app
        .forecast(&caller, request.account.as_deref())
        .await?;
    Ok(Json(ForecastResource::of(&forecast)))
}
