//! `liaison config check`: everything that a start reads, without starting.

use serde::Serialize;

use super::place::settings;
use crate::cli::{Listing, Place};
use crate::config::{Config, Variables};
use crate::data_dir::DataDir;
use crate::failure::Outcome;
use crate::foundation::database_url;
use crate::master_key;
use crate::output::{self, Format};

const HIDDEN: &str = "(set)";

/// What a start would use, with secrets hidden.
#[derive(Serialize)]
struct Checked {
    is_valid: bool,
    data_dir: String,
    settings: Config,
}

/// Reads what a start would read, makes nothing, and prints the effective settings.
pub(super) fn run(place: &Place, listing: &Listing, variables: &Variables) -> Outcome {
    let mut config = settings(place, variables)?;
    let dir = DataDir::named(&config, variables)?;
    database_url(&config)?;
    master_key::find(&config, &dir)?;
    let data_dir = dir.path().display().to_string();
    for secret in [
        &mut config.store.database_url,
        &mut config.security.master_key,
    ] {
        if !secret.is_empty() {
            HIDDEN.clone_into(secret);
        }
    }
    match listing.output {
        Format::Json => output::json(&Checked {
            is_valid: true,
            data_dir,
            settings: config,
        }),
        Format::Table => {
            let text = toml::to_string(&config).expect("settings are plain data");
            output::line(&format!(
                "The configuration is right. The data directory is {data_dir}\n\n{}",
                text.trim_end()
            ))
        }
    }
}
