//! `liaison workspaces`.

use app::App;
use app::workspaces::WorkspaceView;
use serde::Serialize;

use super::place::{existing, foundation};
use crate::cli::Workspaces;
use crate::config::Variables;
use crate::failure::{Failure, Outcome};
use crate::output::{self, Format};

/// A tenant as it is listed.
#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    created_at: String,
}

impl From<&WorkspaceView> for Row {
    fn from(workspace: &WorkspaceView) -> Self {
        Self {
            id: workspace.workspace_id.to_string(),
            name: workspace.name.clone(),
            created_at: workspace.created_at.to_string(),
        }
    }
}

/// Runs one of the commands.
pub(super) async fn run(command: Workspaces, variables: &Variables) -> Outcome {
    match command {
        Workspaces::Create {
            place,
            name,
            listing,
        } => {
            let foundation = foundation(&place, variables).await?;
            let made = create(&foundation.app, &name).await?;
            foundation.close();
            match listing.output {
                Format::Json => output::json(&Row::from(&made)),
                Format::Table => output::line(&format!(
                    "{}\n\nIts first key: liaison keys create --workspace {} --name NAME",
                    made.workspace_id, made.workspace_id
                )),
            }
        }
        Workspaces::List { place, listing } => {
            let Some(foundation) = existing(&place, variables).await? else {
                return show(&[], listing.output);
            };
            let workspaces = foundation.app.list_workspaces().await?;
            foundation.close();
            show(&workspaces, listing.output)
        }
    }
}

/// Names tell workspaces apart on the command line, so there is no second one of a name.
async fn create(app: &App, name: &str) -> Outcome<WorkspaceView> {
    let known = app.list_workspaces().await?;
    if let Some(known) = known.iter().find(|known| known.name == name.trim()) {
        let message = format!(
            "there is a workspace {} already: {}",
            known.name, known.workspace_id
        );
        return Err(Failure::usage(message).hint("give the new one another name"));
    }
    Ok(app.create_workspace(name).await?)
}

fn show(workspaces: &[WorkspaceView], format: Format) -> Outcome {
    let rows: Vec<Row> = workspaces.iter().map(Row::from).collect();
    output::listing(format, &rows, &["id", "name", "created at"], |row| {
        vec![row.id.clone(), row.name.clone(), row.created_at.clone()]
    })
}
