//! `liaison suppressions`.

use std::io::Read as _;
use std::path::Path;

use app::suppressions::{ImportFormat, ImportSuppressions, RowVerdict, Suppress, SuppressionView};
use app::{App, Caller};
use domain::limits::{SUPPRESSIONS_BODY_BYTES_MAX, SUPPRESSIONS_PAGE_MAX};
use domain::suppression::SuppressionState;
use serde::Serialize;

use super::place::{in_workspace, to_list};
use crate::cli::{PeopleOf, Suppressions};
use crate::config::Variables;
use crate::failure::{Failure, Outcome};
use crate::output::{self, Format};

/// Somebody on the list.
#[derive(Serialize)]
struct Listed {
    person: String,
    network: String,
    state: &'static str,
    note: Option<String>,
    created_by: Option<String>,
    created_at: String,
}

/// Somebody who was put on the list.
#[derive(Serialize)]
struct Put {
    #[serde(flatten)]
    listed: Listed,
    in_flight: Vec<String>,
}

/// What became of a row of a file.
#[derive(Serialize)]
struct RowResult {
    line: u64,
    written: String,
    outcome: &'static str,
    person: Option<String>,
    in_flight: Vec<String>,
    problem: Option<String>,
}

/// Runs one of the commands.
pub(super) async fn run(command: Suppressions, variables: &Variables) -> Outcome {
    match command {
        Suppressions::List {
            place,
            workspace,
            listing,
        } => {
            let Some((foundation, workspace_id)) = to_list(&place, &workspace, variables).await?
            else {
                return show(&[], listing.output);
            };
            let listed = everybody(&foundation.app, &Caller::operator(workspace_id)).await?;
            show(&listed, listing.output)?;
            foundation.close();
        }
        Suppressions::Add {
            place,
            workspace,
            person,
            paused,
            note,
            account,
            listing,
        } => {
            let (foundation, workspace_id) = in_workspace(&place, &workspace, variables).await?;
            let state = if paused {
                SuppressionState::Paused
            } else {
                SuppressionState::Suppressed
            };
            let command = Suppress {
                account,
                person,
                state,
                note,
            };
            let caller = Caller::operator(workspace_id);
            let put = foundation.app.suppress(&caller, command).await?;
            let in_flight = put.in_flight.iter().map(ToString::to_string).collect();
            let listed = listed(put.suppression);
            show_put(Put { listed, in_flight }, listing.output)?;
            foundation.close();
        }
        Suppressions::Remove {
            place,
            workspace,
            person,
        } => {
            let (foundation, workspace_id) = in_workspace(&place, &workspace, variables).await?;
            let caller = Caller::operator(workspace_id);
            foundation.app.lift_suppression(&caller, &person).await?;
            output::line(&format!("{person} can be written to again."))?;
            foundation.close();
        }
        Suppressions::Import(arguments) => import(arguments, variables).await?,
    }
    Ok(())
}

async fn import(arguments: PeopleOf, variables: &Variables) -> Outcome {
    let command = ImportSuppressions {
        account: arguments.account,
        format: format(&arguments.file),
        bytes: bytes(&arguments.file)?,
    };
    let (foundation, workspace_id) =
        in_workspace(&arguments.place, &arguments.workspace, variables).await?;
    let caller = Caller::operator(workspace_id);
    let verdicts = foundation.app.import_suppressions(&caller, command).await?;
    show_verdicts(verdicts, arguments.listing.output)?;
    foundation.close();
    Ok(())
}

fn format(file: &Path) -> ImportFormat {
    let ending = file.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("jsonl" | "ndjson") => ImportFormat::JsonLines,
        _ => ImportFormat::Csv,
    }
}

fn bytes(file: &Path) -> Outcome<Vec<u8>> {
    let most = u64::try_from(SUPPRESSIONS_BODY_BYTES_MAX).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(most + 1).read_to_end(&mut bytes)
    } else {
        let opened = std::fs::File::open(file);
        opened.and_then(|opened| opened.take(most + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::usage(format!("cannot read {}: {error}", file.display())))?;
    if bytes.len() > SUPPRESSIONS_BODY_BYTES_MAX {
        let message = format!("{} is larger than {most} bytes", file.display());
        return Err(Failure::usage(message).hint("divide it: to read a part again changes nothing"));
    }
    Ok(bytes)
}

async fn everybody(app: &App, caller: &Caller) -> Outcome<Vec<SuppressionView>> {
    let (mut listed, mut cursor) = (Vec::new(), None);
    loop {
        let page = app.list_suppressions(caller, cursor, SUPPRESSIONS_PAGE_MAX);
        let page = page.await?;
        listed.extend(page.suppressions);
        match page.next_cursor {
            None => return Ok(listed),
            next => cursor = next,
        }
    }
}

fn listed(view: SuppressionView) -> Listed {
    Listed {
        person: view.member_key,
        network: view.network,
        state: view.state.word(),
        note: view.note,
        created_by: view.created_by.map(|key| key.to_string()),
        created_at: view.created_at.to_string(),
    }
}

fn show(views: &[SuppressionView], format: Format) -> Outcome {
    let rows: Vec<Listed> = views.iter().cloned().map(listed).collect();
    let header = ["person", "network", "state", "since", "note"];
    output::listing(format, &rows, &header, |row| {
        vec![
            row.person.clone(),
            row.network.clone(),
            row.state.to_owned(),
            row.created_at.clone(),
            row.note.clone().unwrap_or_default(),
        ]
    })
}

fn show_put(put: Put, format: Format) -> Outcome {
    if format == Format::Json {
        return output::json(&put);
    }
    let Put { listed, in_flight } = put;
    output::line(&format!("{} is {}.", listed.person, listed.state))?;
    if in_flight.is_empty() {
        return Ok(());
    }
    let ids = in_flight.join(", ");
    output::line(&format!("On their way already, or nobody knows: {ids}"))
}

fn show_verdicts(verdicts: Vec<RowVerdict>, format: Format) -> Outcome {
    let rows: Vec<RowResult> = verdicts.into_iter().map(row).collect();
    if format == Format::Json {
        return output::json(&rows);
    }
    let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
    for refused in rows.iter().filter(|row| row.outcome == "refused") {
        let why = refused.problem.as_deref().unwrap_or_default();
        output::line(&format!(
            "line {} ({}): {why}",
            refused.line, refused.written
        ))?;
    }
    let arriving: Vec<&str> = rows
        .iter()
        .flat_map(|row| row.in_flight.iter().map(String::as_str))
        .collect();
    if !arriving.is_empty() {
        let ids = arriving.join(", ");
        output::line(&format!("On their way already, or nobody knows: {ids}"))?;
    }
    output::line(&format!(
        "{} put on the list, {} stood there already, {} refused.",
        count("listed"),
        count("unchanged"),
        count("refused")
    ))
}

fn row(verdict: RowVerdict) -> RowResult {
    let (outcome, standing, refusal) = verdict.outcome.into_parts();
    let in_flight = standing.iter().flat_map(|standing| &standing.in_flight);
    RowResult {
        line: verdict.line,
        written: verdict.person,
        outcome,
        in_flight: in_flight.map(ToString::to_string).collect(),
        person: standing.map(|standing| standing.member_key),
        problem: refusal.map(|refusal| refusal.message),
    }
}
