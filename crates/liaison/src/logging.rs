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

/// Whether the text is a level, or levels with the part of the program that each is for: `info,web=debug`. Narrower than
/// the filter's own grammar, which takes every unknown word for the name of a part.
pub(crate) fn is_filter(text: &str) -> bool {
    text.split(',')
        .all(|directive| match directive.split_once('=') {
            None => is_level(directive),
            Some((target, level)) => is_target(target) && is_level(level),
        })
}

fn is_level(word: &str) -> bool {
    ["off", "error", "warn", "info", "debug", "trace"].contains(&word)
}

fn is_target(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    text.split("::").all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_levels_and_pairs_are_a_filter() {
        let right = [
            "off",
            "trace",
            "info,web=debug",
            "warn,engine::sync=trace",
            "store=off",
        ];
        for text in right {
            assert!(is_filter(text), "{text}");
            assert!(text.parse::<EnvFilter>().is_ok(), "{text}");
        }
        let wrong = [
            "", "verbose", "infos", "info,", "web=", "=info", "web=loud", "info,web", "a b=info",
            "[x]=info",
        ];
        for text in wrong {
            assert!(!is_filter(text), "{text}");
        }
    }
}
