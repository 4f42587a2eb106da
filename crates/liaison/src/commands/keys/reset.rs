//! `liaison keys reset-master-key`: a new beginning after the master key was lost.

use std::fmt::Write as _;

use app::workspaces::ResetMasterKey;
use serde::Serialize;

use crate::cli::ResetOf;
use crate::commands::place::{settings, short};
use crate::config::Variables;
use crate::data_dir::DataDir;
use crate::failure::{Failure, Outcome};
use crate::foundation::Foundation;
use crate::master_key::NewKey;
use crate::output::{self, Format};

/// What was done, for programs.
#[derive(Serialize)]
struct Done {
    /// Absent if the configuration gives the key itself.
    master_key_file: Option<String>,
    /// Where the file is that stood there before.
    former_file: Option<String>,
    accounts_to_link_again: u64,
    keys_revoked: u64,
}

/// Makes a new master key and drops what only the former one could open.
pub(super) async fn run(arguments: ResetOf, variables: &Variables) -> Outcome {
    if !arguments.yes {
        return Err(Failure::usage(
            "every linked account would have to be linked again, and every API key would be revoked",
        )
        .hint("look for a copy of the master key first; if it is lost for good, say --yes"));
    }
    let config = short(settings(&arguments.place, variables)?);
    let dir = DataDir::named(&config, variables)?;
    if config.is_embedded() && !dir.database().exists() {
        let message = format!("there is no database in {}", dir.path().display());
        return Err(Failure::usage(message).hint("name the right --data-dir"));
    }
    let dir = DataDir::at(dir.path())?;
    // A server that runs would go on with the former key.
    let _lock = dir.lock()?;
    let (foundation, new) = Foundation::open_with_new_key(&config, &dir)?;
    let reset = foundation.app.reset_master_key().await?;
    foundation.close();
    show(&new, reset, arguments.listing.output)
}

fn show(new: &NewKey, reset: ResetMasterKey, format: Format) -> Outcome {
    let text = |path: &std::path::PathBuf| path.display().to_string();
    let done = Done {
        master_key_file: new.file.as_ref().map(text),
        former_file: new.kept.as_ref().map(text),
        accounts_to_link_again: reset.accounts,
        keys_revoked: reset.keys,
    };
    if format == Format::Json {
        return output::json(&done);
    }
    let mut page = match &done.master_key_file {
        Some(file) => format!("The new master key is in {file}: keep a copy of it.\n"),
        None => "The configured master key is now the right one.\n".to_owned(),
    };
    if let Some(former) = &done.former_file {
        let _ = writeln!(page, "The file that was there is now {former}.");
    }
    let _ = write!(
        page,
        "Accounts to link again with `liaison accounts link`: {}. Keys revoked: {}; `liaison keys create` makes new ones.",
        done.accounts_to_link_again, done.keys_revoked
    );
    output::line(&page)
}
