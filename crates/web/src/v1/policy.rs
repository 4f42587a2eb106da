//! How an account may behave: read and replaced whole.

use std::collections::BTreeMap;

use app::accounts::AccountPolicy;
use axum::Json;
use axum::extract::State;
use domain::hours::WorkingHours;
use domain::ids::AccountId;
use domain::ledger::Action;
use domain::limits;
use domain::policy::{Cap, CoolDown, Policy, Ramp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{Authorized, Body, Fields, FromFields, PoliciesAdmin, PoliciesRead, Segments};
use crate::fault::Fault;
use crate::openapi::responses::{AccountLookFaults, AccountPolicyFaults};

/// A limit: at most `cap` acts in any stretch of `seconds`.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Cap)]
pub(crate) struct CapItem {
    /// `message` (of any kind), `new_conversation`, `reply`, `inmail` or `invitation`.
    #[schema(pattern = "^(message|new_conversation|reply|inmail|invitation)$")]
    action: String,
    /// From a minute to 31 days.
    #[schema(minimum = 60, maximum = 2_678_400)]
    seconds: u64,
    /// None at all is 0.
    #[schema(maximum = 1_000_000)]
    cap: u32,
}

/// When acts may begin, by the clocks of a time zone. What crosses midnight is two stretches.
#[derive(ToSchema)]
#[schema(as = WorkingHours, example = json!({"time_zone": "Europe/Berlin", "days": {"monday": [["09:00", "18:00"]]}}))]
#[expect(dead_code, reason = "described, never built")]
pub(crate) struct HoursItem {
    /// Of the IANA database.
    time_zone: String,
    /// For `monday` to `sunday` up to four stretches, from the first minute to before the last.
    days: BTreeMap<String, Vec<Vec<String>>>,
}

/// Caps grow from a share of themselves to the whole, in equal steps once in 24 hours from the linking on.
#[derive(ToSchema)]
#[schema(as = Ramp)]
#[expect(dead_code, reason = "described, never built")]
pub(crate) struct RampItem {
    #[schema(minimum = 1, maximum = 100)]
    start_percent: u8,
    #[schema(minimum = 1, maximum = 365)]
    days: u16,
}

/// Caps shrink to a share of themselves for some time after the network said that it was too much.
#[derive(ToSchema)]
#[schema(as = CoolDown)]
#[expect(dead_code, reason = "described, never built")]
pub(crate) struct CoolDownItem {
    #[schema(minimum = 1, maximum = 8_760)]
    hours: u16,
    #[schema(minimum = 1, maximum = 100)]
    percent: u8,
}

/// How much may leave from an account, when, and whether a person must say yes.
#[derive(Serialize, ToSchema)]
#[schema(as = Policy)]
pub(crate) struct PolicyResource {
    account_id: String,
    /// Counts the changes, from 1. Each send notes the version that let it go.
    version: i64,
    /// `guide`, `cautious`, `standard` or `custom`.
    preset: String,
    /// All of them must allow an act.
    #[schema(value_type = Vec<CapItem>)]
    caps: Vec<Cap>,
    /// What one person may get at most from all accounts of the workspace together. All of them must allow an act.
    #[schema(value_type = Vec<CapItem>)]
    per_person: Vec<Cap>,
    /// The shortest pause from the beginning of one act to that of the next.
    gap_seconds: u32,
    /// The pause is longer by up to so much, drawn anew for each act.
    jitter_seconds: u32,
    #[schema(required = true, value_type = Option<HoursItem>)]
    hours: Option<WorkingHours>,
    #[schema(required = true, value_type = Option<RampItem>)]
    ramp: Option<Ramp>,
    #[schema(required = true, value_type = Option<CoolDownItem>)]
    cool_down: Option<CoolDown>,
    /// A person says yes to each act before it leaves.
    approval: bool,
    /// In class C: what two complete reads do not show is sent again, instead of put before a person. It may then arrive
    /// twice.
    retries_unseen: bool,
}

impl PolicyResource {
    fn of(stands: AccountPolicy) -> Self {
        let policy = stands.policy;
        Self {
            account_id: stands.account.account_id.to_string(),
            version: stands.version,
            preset: policy.preset,
            caps: policy.caps,
            per_person: policy.per_person,
            gap_seconds: policy.gap_seconds,
            jitter_seconds: policy.jitter_seconds,
            hours: policy.hours,
            ramp: policy.ramp,
            cool_down: policy.cool_down,
            approval: policy.approval,
            retries_unseen: policy.retries_unseen,
        }
    }
}

/// Get an account's policy
///
/// How much may leave from the account, when, and whether a person must say yes.
#[utoipa::path(
    get,
    path = "/accounts/{id}/policy",
    operation_id = "getPolicy",
    tag = "Accounts",
    params(("id" = String, Path, description = "The account's id.")),
    responses((status = 200, description = "The policy that it stands under.", body = PolicyResource), AccountLookFaults)
)]
pub(crate) async fn get_policy(
    caller: Authorized<PoliciesRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<PolicyResource>, Fault> {
    let account_id = account_id(&id)?;
    let stands = door.app.account_policy(&*caller, account_id).await?;
    Ok(Json(PolicyResource::of(stands)))
}

/// A policy to put in the place of the one before. What a preset says of caps (of the account and of a person), pauses,
/// ramp and cool-down holds unless
/// the preset is `custom`; hours, approval and `retries_unseen` go with any.
#[derive(ToSchema)]
#[schema(as = NewPolicy, example = json!({"preset": "cautious", "approval": true}))]
pub(crate) struct PolicyRequest {
    #[schema(value_type = String, pattern = "^(guide|cautious|standard|custom)$")]
    preset: Option<&'static str>,
    /// For `custom`: at most 16.
    #[schema(max_items = 16, value_type = Option<Vec<CapItem>>)]
    caps: Vec<Cap>,
    /// For `custom`: what one person may get at most from all accounts of the workspace together, at most 16.
    #[schema(max_items = 16, value_type = Option<Vec<CapItem>>)]
    per_person: Vec<Cap>,
    #[schema(maximum = 86_400, value_type = Option<u32>)]
    gap_seconds: u32,
    #[schema(maximum = 86_400, value_type = Option<u32>)]
    jitter_seconds: u32,
    #[schema(value_type = Option<HoursItem>)]
    hours: Option<WorkingHours>,
    #[schema(value_type = Option<RampItem>)]
    ramp: Option<Ramp>,
    #[schema(value_type = Option<CoolDownItem>)]
    cool_down: Option<CoolDown>,
    /// Always said: whoever replaces a policy says whether a person must approve.
    approval: bool,
    #[schema(value_type = Option<bool>)]
    retries_unseen: bool,
}

const PRESETS: [&str; 4] = ["guide", "cautious", "standard", "custom"];
const PAUSE_MAX: i64 = 86_400;
const CAP_MAX: u32 = 1_000_000;

impl FromFields for PolicyRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let preset = fields.word("preset", &PRESETS);
        if preset.is_none() {
            fields.required("preset");
        }
        let custom = [
            "caps",
            "per_person",
            "gap_seconds",
            "jitter_seconds",
            "ramp",
            "cool_down",
        ];
        if preset == Some("custom") && !fields.has("caps") {
            fields.required("caps");
        }
        if preset != Some("custom") {
            for name in custom
                .into_iter()
                .filter(|name| fields.has(name))
                .collect::<Vec<_>>()
            {
                let message = format!("{name} goes with the preset custom only");
                fields.note(name, "not_custom", message);
            }
        }
        let mut seconds = |name| {
            let seconds = fields.integer(name, 0..=PAUSE_MAX).unwrap_or(0);
            u32::try_from(seconds).unwrap_or(0)
        };
        let (gap_seconds, jitter_seconds) = (seconds("gap_seconds"), seconds("jitter_seconds"));
        let request = Self {
            preset,
            caps: caps(fields, "caps"),
            per_person: caps(fields, "per_person"),
            gap_seconds,
            jitter_seconds,
            hours: fields.value("hours"),
            ramp: fields.value("ramp"),
            cool_down: fields.value("cool_down"),
            approval: approval(fields),
            retries_unseen: fields.flag("retries_unseen").unwrap_or(false),
        };
        let is_share = |percent: u8| (1..=100).contains(&percent);
        if request
            .ramp
            .is_some_and(|ramp| !is_share(ramp.start_percent) || !(1..=365).contains(&ramp.days))
        {
            let message = "start_percent must be 1 to 100 and days 1 to 365";
            fields.note("ramp", "out_of_range", message);
        }
        let is_cool = |cool: CoolDown| is_share(cool.percent) && (1..=8_760).contains(&cool.hours);
        if request.cool_down.is_some_and(|cool| !is_cool(cool)) {
            let message = "percent must be 1 to 100 and hours 1 to 8760";
            fields.note("cool_down", "out_of_range", message);
        }
        fields.refuse_others();
        request
    }
}

fn approval(fields: &mut Fields) -> bool {
    if !fields.has("approval") {
        fields.required("approval");
    }
    fields.flag("approval").unwrap_or(false)
}

fn caps(fields: &mut Fields, name: &str) -> Vec<Cap> {
    if !fields.has(name) {
        return Vec::new();
    }
    let items: Vec<CapItem> = fields.value(name).unwrap_or_default();
    if items.len() > limits::CAPS_MAX {
        let message = format!(
            "{name} holds {} items, at most {}",
            items.len(),
            limits::CAPS_MAX
        );
        fields.note(name, "too_many", message);
    }
    for (place, item) in items.iter().enumerate() {
        let is_span = (60..=limits::CAP_SPAN_MAX.as_secs()).contains(&item.seconds);
        if Action::from_name(&item.action).is_none() || !is_span || item.cap > CAP_MAX {
            let message = "action must be a known one, seconds lie between a minute and 31 days, and cap be at most 1000000";
            fields.note(&format!("{name}.{place}"), "out_of_range", message);
        }
    }
    let caps = items.into_iter().map(|item| Cap {
        action: item.action,
        seconds: item.seconds,
        cap: item.cap,
    });
    caps.collect()
}

impl PolicyRequest {
    fn policy(self) -> Policy {
        let base = match self.preset {
            Some("guide") => Policy::guide(),
            Some("cautious") => Policy::cautious(),
            Some("standard") => Policy::standard(),
            _ => Policy {
                gap_seconds: self.gap_seconds,
                jitter_seconds: self.jitter_seconds,
                ramp: self.ramp,
                cool_down: self.cool_down,
                per_person: self.per_person,
                ..Policy::custom(self.caps)
            },
        };
        Policy {
            hours: self.hours,
            approval: self.approval,
            retries_unseen: self.retries_unseen,
            ..base
        }
    }
}

/// Change an account's policy
///
/// Puts a policy in the place of the one before. It holds for everything that has not left yet; what was counted stays
/// counted.
#[utoipa::path(
    put,
    path = "/accounts/{id}/policy",
    operation_id = "putPolicy",
    tag = "Accounts",
    params(("id" = String, Path, description = "The account's id.")),
    request_body(content = PolicyRequest, content_type = "application/json"),
    responses((status = 200, description = "The policy as it stands now.", body = PolicyResource), AccountPolicyFaults)
)]
pub(crate) async fn put_policy(
    caller: Authorized<PoliciesAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<PolicyRequest>,
) -> Result<Json<PolicyResource>, Fault> {
    let account_id = account_id(&id)?;
    let policy = request.policy();
    let stands = door.app.change_policy(&*caller, account_id, policy).await?;
    Ok(Json(PolicyResource::of(stands)))
}

fn account_id(text: &str) -> Result<AccountId, Fault> {
    let absent = || app::Refusal::of(domain::error_code::ErrorCode::AccountNotFound);
    text.parse().map_err(|_| absent().into())
}
