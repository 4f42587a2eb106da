//! The log on standard error: readable or JSON. Ids only, never bodies or secrets.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::config::Config;

/// Starts logging. A second start in one process changes nothing.
pub(crate) fn start(config: &Config) {
    let filter: EnvFilter = config
        .log
        .level
        .parse()
        .expect("the configuration was validated");
    let builder = fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    let started = if config.log.format == "json" {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
    drop(started);
}
