//! `liaison accounts policy`.

use app::accounts::AccountPolicy;
use domain::policy::{Cap, Policy};
use serde::Serialize;

use super::parse_account;
use crate::cli::{PolicyOf, PresetName};
use crate::commands::place::in_workspace;
use crate::config::Variables;
use crate::failure::Outcome;
use crate::output::{self, Format};

/// A policy as it is printed.
#[derive(Serialize)]
struct Printed<'a> {
    id: String,
    /// Counts the changes, from 1.
    version: i64,
    #[serde(flatten)]
    policy: &'a Policy,
}

/// Changes the policy if the arguments ask for another, and prints the one that stands.
pub(super) async fn run(arguments: PolicyOf, variables: &Variables) -> Outcome {
    let account_id = parse_account(&arguments.account)?;
    let (foundation, workspace_id) =
        in_workspace(&arguments.place, &arguments.workspace, variables).await?;
    let app = &foundation.app;
    let mut stands = app.account_policy(workspace_id, account_id).await?;
    if let Some(wanted) = wanted(
        arguments.preset,
        arguments.caps,
        arguments.per_person,
        &stands.policy,
    ) {
        stands = app.change_policy(workspace_id, account_id, wanted).await?;
    }
    show(&stands, arguments.listing.output)?;
    foundation.close();
    Ok(())
}

/// The policy that the arguments ask for, if they ask for one. What they do not speak of stays as it stands.
fn wanted(
    preset: Option<PresetName>,
    caps: Vec<Cap>,
    per_person: Vec<Cap>,
    stands: &Policy,
) -> Option<Policy> {
    let named = |preset: Policy| Policy {
        hours: stands.hours.clone(),
        approval: stands.approval,
        retries_unseen: stands.retries_unseen,
        ..preset
    };
    match preset {
        Some(PresetName::Guide) => Some(named(Policy::guide())),
        Some(PresetName::Cautious) => Some(named(Policy::cautious())),
        Some(PresetName::Standard) => Some(named(Policy::standard())),
        None if caps.is_empty() && per_person.is_empty() => None,
        None => {
            let or = |wanted: Vec<Cap>, stand: &Vec<Cap>| match wanted.as_slice() {
                [] => stand.clone(),
                _ => wanted,
            };
            Some(Policy {
                preset: "custom".to_owned(),
                caps: or(caps, &stands.caps),
                per_person: or(per_person, &stands.per_person),
                ..stands.clone()
            })
        }
    }
}

/// Prints the rules that stand.
fn show(stands: &AccountPolicy, format: Format) -> Outcome {
    let AccountPolicy {
        account,
        policy,
        version,
    } = stands;
    if format == Format::Json {
        return output::json(&Printed {
            id: account.account_id.to_string(),
            version: *version,
            policy,
        });
    }
    output::listing(format, &policy.caps, &["action", "at most", "in"], |cap| {
        vec![cap.action.clone(), cap.cap.to_string(), span(cap.seconds)]
    })?;
    let mut sentence = format!("The policy is `{}`, version {version}.", policy.preset);
    if policy.gap_seconds > 0 {
        let longest = policy.gap_seconds.saturating_add(policy.jitter_seconds);
        let pause = format!(
            " Between two acts lie {} to {longest} seconds.",
            policy.gap_seconds
        );
        sentence.push_str(&pause);
    }
    for cap in &policy.per_person {
        let (count, action, span) = (cap.cap, &cap.action, span(cap.seconds));
        let person = format!(
            " One person gets at most {count} ({action}) in {span} from all accounts together."
        );
        sentence.push_str(&person);
    }
    if let Some(hours) = &policy.hours {
        let zone = hours.time_zone();
        let hours = format!(" Acts begin in the working hours of {zone} only.");
        sentence.push_str(&hours);
    }
    if policy.approval {
        sentence.push_str(" A person must approve each act.");
    }
    output::line(&sentence)
}

/// As people write it, in the largest unit that it is whole in.
fn span(seconds: u64) -> String {
    match seconds {
        seconds if seconds.is_multiple_of(86_400) => format!("{} d", seconds / 86_400),
        seconds if seconds.is_multiple_of(3_600) => format!("{} h", seconds / 3_600),
        seconds => format!("{} min", seconds / 60),
    }
}
