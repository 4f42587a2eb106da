//! Finding what a command is about: settings, data directory, workspace.

use std::path::Path;

use app::App;
use app::workspaces::WorkspaceView;
use domain::ids::WorkspaceId;

use crate::cli::{InWorkspace, Place};
use crate::config::{self, Config, Variables};
use crate::data_dir::DataDir;
use crate::failure::{Failure, Outcome};
use crate::foundation::{Foundation, check_database_url};
use crate::{listener, logging};

/// What the workspace is called that comes with the first key or import.
const FIRST_WORKSPACE: &str = "Main";

/// The settings with the command line over them; starts logging.
pub(super) fn settings(place: &Place, variables: &Variables) -> Outcome<Config> {
    settings_listening(place, None, variables)
}

/// As [`settings`], with the address that the command line gives to listen on.
pub(super) fn settings_listening(
    place: &Place,
    listen: Option<&str>,
    variables: &Variables,
) -> Outcome<Config> {
    // Before anything is read: a slip on the command line is not the configuration's.
    if let Some(listen) = listen {
        listener::parse(listen).map_err(|failure| failure.in_option("--listen"))?;
    }
    if let Some(database_url) = &place.database_url {
        check_database_url(database_url).map_err(|failure| failure.in_option("--database-url"))?;
    }
    let mut config = config::load(place.config.as_deref(), variables)?;
    if let Some(listen) = listen {
        listen.clone_into(&mut config.server.listen);
    }
    if let Some(data_dir) = &place.data_dir {
        let text = data_dir
            .to_str()
            .ok_or_else(|| Failure::usage("--data-dir must be valid text"))?;
        text.clone_into(&mut config.store.data_dir);
    }
    if let Some(database_url) = &place.database_url {
        config.store.database_url.clone_from(database_url);
        config.store.database_url_file.clear();
    }
    logging::start(&config);
    Ok(config)
}

/// The data of a command that works beside a running server; made if it is not there.
pub(super) async fn foundation(place: &Place, variables: &Variables) -> Outcome<Foundation> {
    Ok(opened(place, variables).await?.0)
}

/// Like [`foundation`], with the data directory.
pub(super) async fn opened(place: &Place, variables: &Variables) -> Outcome<(Foundation, DataDir)> {
    let config = short(settings(place, variables)?);
    let dir = DataDir::configured(&config, variables, "")?;
    let foundation = Foundation::open_small(&config, &dir).await?;
    Ok((foundation, dir))
}

/// As [`foundation`], but makes nothing: `None` where there is nothing yet.
pub(super) async fn existing(place: &Place, variables: &Variables) -> Outcome<Option<Foundation>> {
    let config = short(settings(place, variables)?);
    let dir = DataDir::named(&config, variables)?;
    Foundation::open_existing(&config, &dir).await
}

/// One short command needs one of each.
pub(super) fn short(mut config: Config) -> Config {
    config.store.readers = 1;
    config.store.write_lanes = 1;
    config.store.read_lanes = 1;
    config
}

/// What a command changes, in the workspace that it is about; makes nothing.
pub(super) async fn in_workspace(
    place: &Place,
    wanted: &InWorkspace,
    variables: &Variables,
) -> Outcome<(Foundation, WorkspaceId)> {
    let Some(foundation) = existing(place, variables).await? else {
        return Err(no_workspace());
    };
    let workspace_id = workspace(&foundation.app, wanted).await?;
    Ok((foundation, workspace_id))
}

/// As [`in_workspace`], for a listing: `None` where there is nothing to list yet.
pub(super) async fn to_list(
    place: &Place,
    wanted: &InWorkspace,
    variables: &Variables,
) -> Outcome<Option<(Foundation, WorkspaceId)>> {
    let Some(foundation) = existing(place, variables).await? else {
        return match wanted.workspace {
            Some(_) => Err(no_workspace()),
            None => Ok(None),
        };
    };
    if wanted.workspace.is_none() && foundation.app.list_workspaces().await?.is_empty() {
        foundation.close();
        return Ok(None);
    }
    let workspace_id = workspace(&foundation.app, wanted).await?;
    Ok(Some((foundation, workspace_id)))
}

/// A file that an argument names must be there before anything is made for what is in it.
pub(super) fn check_there(path: &Path) -> Outcome {
    std::fs::metadata(path)
        .map(drop)
        .map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))
}

/// The workspace that is named, or the only one.
async fn workspace(app: &App, wanted: &InWorkspace) -> Outcome<WorkspaceId> {
    let workspaces = app.list_workspaces().await?;
    choose(&workspaces, wanted.workspace.as_deref())
}

/// Like [`workspace`], but on an empty store the first workspace is made.
pub(super) async fn workspace_or_first(app: &App, wanted: &InWorkspace) -> Outcome<WorkspaceId> {
    if app.list_workspaces().await?.is_empty() {
        let name = wanted.workspace.as_deref().unwrap_or(FIRST_WORKSPACE);
        return Ok(app.create_workspace(name).await?.workspace_id);
    }
    workspace(app, wanted).await
}

fn no_workspace() -> Failure {
    Failure::usage("there is no workspace yet").hint("`liaison keys create` makes the first one")
}

fn choose(workspaces: &[WorkspaceView], wanted: Option<&str>) -> Outcome<WorkspaceId> {
    let names = || {
        let names: Vec<&str> = workspaces
            .iter()
            .map(|workspace| workspace.name.as_str())
            .collect();
        names.join(", ")
    };
    let Some(wanted) = wanted else {
        return match workspaces {
            [only] => Ok(only.workspace_id),
            [] => Err(no_workspace()),
            _ => Err(Failure::usage("there are several workspaces")
                .hint(format!("name one with --workspace: {}", names()))),
        };
    };
    let id = wanted.parse::<WorkspaceId>().ok();
    let mut found = workspaces
        .iter()
        .filter(|workspace| workspace.name == wanted || Some(workspace.workspace_id) == id);
    match (found.next(), found.next()) {
        (Some(workspace), None) => Ok(workspace.workspace_id),
        (Some(_), Some(_)) => Err(Failure::usage(format!(
            "several workspaces are called {wanted}; use the id"
        ))),
        (None, _) => Err(Failure::usage(format!("there is no workspace {wanted}"))
            .hint(format!("there are: {}", names()))),
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::*;

    fn workspace(number: u8, name: &str) -> WorkspaceView {
        WorkspaceView {
            workspace_id: WorkspaceId::from_bytes([number; 16]),
            name: name.into(),
            created_at: Timestamp::from_millis(0),
            keep_messages_days: None,
        }
    }

    #[test]
    fn one_workspace_needs_no_name() {
        let all = [
            workspace(1, "Demo"),
            workspace(2, "Sales"),
            workspace(3, "Sales"),
        ];
        assert_eq!(choose(&all[..1], None), Ok(all[0].workspace_id));
        assert_eq!(choose(&all, Some("Demo")), Ok(all[0].workspace_id));
        let id = all[2].workspace_id.to_string();
        assert_eq!(choose(&all, Some(&id)), Ok(all[2].workspace_id));
        for (workspaces, wanted) in [
            (&all[..0], None),
            (&all, None),
            (&all, Some("Sales")),
            (&all, Some("x")),
        ] {
            assert_eq!(choose(workspaces, wanted).unwrap_err().exit_code(), 2);
        }
    }
}
