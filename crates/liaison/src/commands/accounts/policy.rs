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
    preset: &'a str,
    /// Counts the changes, from 1.
    version: i64,
    caps: &'a [Cap],
}

/// Changes the policy if the arguments ask for another, and prints the one that stands.
pub(super) async fn run(arguments: PolicyOf, variables: &Variables) -> Outcome {
    let account_id = parse_account(&arguments.account)?;
    let (foundation, workspace_id) =
        in_workspace(&arguments.place, &arguments.workspace, variables).await?;
    let app = &foundation.app;
    let stands = match wanted(arguments.preset, arguments.caps) {
        Some(wanted) => app.change_policy(workspace_id, account_id, wanted).await?,
        None => app.account_policy(workspace_id, account_id).await?,
    };
    show(&stands, arguments.listing.output)?;
    foundation.close();
    Ok(())
}

/// The policy that the arguments ask for, if they ask for one.
fn wanted(preset: Option<PresetName>, caps: Vec<Cap>) -> Option<Policy> {
    match preset {
        Some(PresetName::Guide) => Some(Policy::guide()),
        Some(PresetName::Cautious) => Some(Policy::cautious()),
        None if caps.is_empty() => None,
        None => Some(Policy::custom(caps)),
    }
}

/// Prints the caps that stand.
fn show(stands: &AccountPolicy, format: Format) -> Outcome {
    let AccountPolicy {
        account,
        policy,
        version,
    } = stands;
    if format == Format::Json {
        return output::json(&Printed {
            id: account.account_id.to_string(),
            preset: &policy.preset,
            version: *version,
            caps: &policy.caps,
        });
    }
    output::listing(
        format,
        &policy.caps,
        &["action", "at most", "in hours"],
        |cap| {
            vec![
                cap.action.clone(),
                cap.cap.to_string(),
                (cap.seconds / 3_600).to_string(),
            ]
        },
    )?;
    output::line(&format!(
        "The policy is `{}`, version {version}.",
        policy.preset
    ))
}
