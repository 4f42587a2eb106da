//! `liaison keys`.

mod reset;

use std::time::Duration;

use app::Caller;
use app::keys::{CreatedKey, KeyView, NewKey};
use domain::ids::ApiKeyId;
use serde::Serialize;

use super::place::{foundation, in_workspace, to_list, workspace_or_first};
use crate::cli::{Keys, NewKeyOf};
use crate::config::Variables;
use crate::failure::{Failure, Outcome};
use crate::output::{self, Format};

/// A key as it is listed.
#[derive(Serialize)]
struct KeyRow {
    id: String,
    name: String,
    scopes: Vec<&'static str>,
    accounts: Vec<String>,
    addresses: Vec<String>,
    requests_per_minute: Option<u32>,
    user_id: Option<String>,
    state: &'static str,
    created_at: String,
    expires_at: Option<String>,
    revoked_at: Option<String>,
    replaced_by: Option<String>,
    last_used_at: Option<String>,
}

/// A key at the only moment at which it is whole.
#[derive(Serialize)]
struct NewKeyRow {
    api_key: String,
    #[serde(flatten)]
    row: KeyRow,
}

/// Runs one of the commands.
pub(super) async fn run(command: Keys, variables: &Variables) -> Outcome {
    match command {
        Keys::Create(arguments) => create(arguments, variables).await?,
        Keys::List {
            place,
            workspace: wanted,
            listing,
        } => {
            let Some((foundation, workspace_id)) = to_list(&place, &wanted, variables).await?
            else {
                return show(&[], listing.output);
            };
            show(
                &foundation.app.list_keys(workspace_id).await?,
                listing.output,
            )?;
            foundation.close();
        }
        Keys::Revoke {
            place,
            workspace: wanted,
            key,
            listing,
        } => {
            let key = key_id(&key)?;
            let (foundation, workspace_id) = in_workspace(&place, &wanted, variables).await?;
            let revoked = foundation.app.revoke_key(workspace_id, key);
            show(&[revoked.await?], listing.output)?;
            foundation.close();
        }
        Keys::Rotate {
            place,
            workspace: wanted,
            key,
            overlap_hours,
            listing,
        } => {
            let key = key_id(&key)?;
            let (foundation, workspace_id) = in_workspace(&place, &wanted, variables).await?;
            let overlap = Duration::from_hours(overlap_hours.into());
            let rotated = foundation.app.rotate_key(workspace_id, key, overlap);
            show_new(&rotated.await?, listing.output)?;
            foundation.close();
        }
        Keys::Scopes => output::line(domain::scope::page().trim_end())?,
        Keys::ResetMasterKey(arguments) => reset::run(arguments, variables).await?,
    }
    Ok(())
}

async fn create(arguments: NewKeyOf, variables: &Variables) -> Outcome {
    let foundation = foundation(&arguments.place, variables).await?;
    let workspace_id = workspace_or_first(&foundation.app, &arguments.workspace).await?;
    let lifetime = |days: u32| Duration::from_hours(24 * u64::from(days));
    let ends = |days| foundation.app.now().plus(lifetime(days));
    let command = NewKey {
        name: arguments.name,
        scopes: arguments.scopes,
        limits: arguments.limits.into(),
        user_id: arguments.user,
        expires_at: arguments.expires_in_days.map(ends),
    };
    let operator = Caller::operator(workspace_id);
    let made = foundation.app.create_api_key(&operator, command).await?;
    show_new(&made, arguments.listing.output)?;
    foundation.close();
    Ok(())
}

fn key_id(text: &str) -> Outcome<ApiKeyId> {
    text.parse().map_err(|error| {
        Failure::usage(format!("`{text}` is no id of a key: {error}"))
            .hint("`liaison keys list` shows the ids; never pass the key itself on a command line")
    })
}

fn row(key: &KeyView) -> KeyRow {
    KeyRow {
        id: key.api_key_id.to_string(),
        name: key.name.clone(),
        scopes: key.scopes.iter().map(|scope| scope.word()).collect(),
        accounts: key
            .limits
            .accounts
            .iter()
            .map(ToString::to_string)
            .collect(),
        addresses: key
            .limits
            .addresses
            .iter()
            .map(ToString::to_string)
            .collect(),
        requests_per_minute: key.limits.requests_per_minute,
        user_id: key.user_id.map(|id| id.to_string()),
        state: key.state(),
        created_at: key.created_at.to_string(),
        expires_at: key.expires_at.map(|at| at.to_string()),
        revoked_at: key.revoked_at.map(|at| at.to_string()),
        replaced_by: key.replaced_by.map(|id| id.to_string()),
        last_used_at: key.last_used_at.map(|at| at.to_string()),
    }
}

fn show(keys: &[KeyView], format: Format) -> Outcome {
    let rows: Vec<KeyRow> = keys.iter().map(row).collect();
    let header = [
        "id",
        "name",
        "scopes",
        "state",
        "expires at",
        "last used at",
    ];
    output::listing(format, &rows, &header, |key| {
        let instant = |at: &Option<String>| at.clone().unwrap_or_else(|| "-".to_owned());
        vec![
            key.id.clone(),
            key.name.clone(),
            key.scopes.join(" "),
            key.state.to_owned(),
            instant(&key.expires_at),
            instant(&key.last_used_at),
        ]
    })
}

fn show_new(made: &CreatedKey, format: Format) -> Outcome {
    let new = NewKeyRow {
        api_key: made.key.reveal(),
        row: row(&made.view),
    };
    match format {
        Format::Json => output::json(&new),
        Format::Table => output::line(&format!(
            "{}\n\nThis is key {}. Keep it now: it is not stored and cannot be shown again.",
            new.api_key, new.row.id
        )),
    }
}
