//! `liaison accounts`.

mod browser;
mod policy;

use std::io::Read as _;
use std::path::Path;

use app::accounts::{AccountStatusView, AccountSummary, LinkAccount};
use domain::ids::{AccountId, WorkspaceId};
use integrations::networks::Lines;
use secrecy::SecretString;
use serde::Serialize;

use super::place::{in_workspace, to_list};
use crate::cli::Accounts;
use crate::config::Variables;
use crate::failure::{Failure, Outcome};
use crate::foundation::Foundation;
use crate::output::{self, Format};

/// An account as it is listed.
#[derive(Serialize)]
struct AccountRow {
    id: String,
    name: String,
    network: String,
    address: String,
    profile_id: String,
    slug: Option<String>,
    status: &'static str,
    is_read_only: bool,
    sync: &'static str,
    conversations: i64,
    messages: i64,
    last_received_at: Option<String>,
    last_sent_at: Option<String>,
    last_error: Option<String>,
}

/// What linking or unlinking did.
#[derive(Serialize)]
struct Changed {
    id: String,
    name: String,
    network: String,
    state: &'static str,
}

/// Runs one of the commands.
pub(super) async fn run(command: Accounts, variables: &Variables) -> Outcome {
    match command {
        Accounts::List {
            place,
            workspace: wanted,
            listing,
        } => {
            let Some((foundation, workspace_id)) = to_list(&place, &wanted, variables).await?
            else {
                return show(&[], listing.output);
            };
            let accounts = foundation.app.list_account_states(workspace_id).await?;
            show(&accounts, listing.output)?;
            foundation.close();
        }
        Accounts::Link {
            place,
            workspace: wanted,
            network,
            address,
            credentials_file: Some(credentials_file),
            browser: _,
            listing,
        } => {
            // Both or neither are given: the command line says so.
            let address = address.unwrap_or_default();
            check_seat(&network, &address)?;
            let credentials = credentials(&credentials_file)?;
            let (foundation, workspace_id) = in_workspace(&place, &wanted, variables).await?;
            let command = LinkAccount {
                network,
                address,
                credentials,
            };
            link(&foundation, workspace_id, command, listing.output).await?;
            foundation.close();
        }
        Accounts::Link {
            place,
            workspace: wanted,
            network,
            address,
            credentials_file: None,
            browser: _,
            listing,
        } => {
            let asked = browser::Asked { network, address };
            browser::link(&place, &wanted, asked, listing.output, variables).await?;
        }
        Accounts::Unlink {
            place,
            workspace: wanted,
            account,
            erase,
            listing,
        } => {
            let account_id = parse_account(&account)?;
            let (foundation, workspace_id) = in_workspace(&place, &wanted, variables).await?;
            let subject = (workspace_id, account_id);
            unlink(&foundation, subject, erase, listing.output).await?;
            foundation.close();
        }
        Accounts::Policy(arguments) => policy::run(arguments, variables).await?,
    }
    Ok(())
}

/// Links a seat whose credentials are at hand.
async fn link(
    foundation: &Foundation,
    workspace_id: WorkspaceId,
    command: LinkAccount,
    format: Format,
) -> Outcome {
    let linked = foundation.app.link_account(workspace_id, command).await?;
    let state = if linked.was_known {
        "linked again"
    } else {
        "linked"
    };
    show_changed(&linked.account, state, format)
}

/// Ends a link, and asks for what it left behind to be deleted where that is wanted.
async fn unlink(
    foundation: &Foundation,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    is_erased: bool,
    format: Format,
) -> Outcome {
    let app = &foundation.app;
    let (account, state) = if is_erased {
        let account = app.erase_account(workspace_id, account_id).await?;
        (account, "unlinked, to be erased")
    } else {
        let account = app.unlink_account(workspace_id, account_id).await?;
        (account, "unlinked")
    };
    show_changed(&account, state, format)
}

fn parse_account(text: &str) -> Outcome<AccountId> {
    text.parse().map_err(|error| {
        Failure::usage(format!("`{text}` is no id of an account: {error}"))
            .hint("`liaison accounts list` shows the ids")
    })
}

/// What can be said of a seat before anything is opened or asked.
fn check_seat(network: &str, address: &str) -> Outcome {
    let known = Lines::new().networks();
    if !known.contains(&network) {
        let message = format!(
            "there is no network `{network}`; known: {}",
            known.join(", ")
        );
        return Err(Failure::usage(message));
    }
    let host = ["http://", "https://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    if host.is_none_or(|host| host.is_empty() || host.starts_with('/')) {
        let message = format!("the address must be http(s)://…, not `{address}`");
        return Err(Failure::usage(message));
    }
    Ok(())
}

/// Credentials come from a file or standard input, never from the command line, where others could see them.
fn credentials(path: &Path) -> Outcome<SecretString> {
    let failed = |error| Failure::usage(format!("cannot read {}: {error}", path.display()));
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).map_err(failed)?;
    } else {
        text = std::fs::read_to_string(path).map_err(failed)?;
    }
    Ok(SecretString::from(text.trim()))
}

fn name(account: &AccountSummary) -> String {
    format!("{} {}", account.first_name, account.last_name)
        .trim()
        .to_owned()
}

fn show(accounts: &[AccountStatusView], format: Format) -> Outcome {
    let rows: Vec<AccountRow> = accounts
        .iter()
        .map(|account| AccountRow {
            id: account.summary.account_id.to_string(),
            name: name(&account.summary),
            network: account.summary.network.clone(),
            address: account.summary.address.clone(),
            profile_id: account.summary.member_key.clone(),
            slug: account.summary.slug.clone(),
            status: account.summary.status,
            is_read_only: account.summary.is_read_only,
            sync: account.sync.state,
            conversations: account.sync.conversations,
            messages: account.sync.messages,
            last_received_at: account.health.last_received_at.map(|at| at.to_string()),
            last_sent_at: account.health.last_sent_at.map(|at| at.to_string()),
            last_error: account.health.last_error.clone(),
        })
        .collect();
    let header = [
        "id",
        "name",
        "network",
        "status",
        "sync",
        "conversations",
        "messages",
        "last error",
    ];
    output::listing(format, &rows, &header, |account| {
        vec![
            account.id.clone(),
            account.name.clone(),
            account.network.clone(),
            account.status.to_owned(),
            account.sync.to_owned(),
            account.conversations.to_string(),
            account.messages.to_string(),
            account.last_error.clone().unwrap_or_else(|| "-".to_owned()),
        ]
    })
}

fn show_changed(account: &AccountSummary, state: &'static str, format: Format) -> Outcome {
    let changed = Changed {
        id: account.account_id.to_string(),
        name: name(account),
        network: account.network.clone(),
        state,
    };
    match format {
        Format::Json => output::json(&changed),
        Format::Table => output::line(&format!(
            "{} ({}) of {} is {state}.",
            changed.name, changed.id, changed.network
        )),
    }
}
