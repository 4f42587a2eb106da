//! `cargo xtask generate`: the pages under `docs/reference` that the program itself can print, so that they cannot
//! tell something else than the program does.

mod events;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{command, workspace};

/// A page and where it comes from.
pub(crate) struct Page {
    /// From the root of the workspace.
    path: &'static str,
    source: Source,
}

/// What makes a page.
#[derive(Clone, Copy)]
enum Source {
    /// What `liaison` prints with these arguments.
    Printed(&'static [&'static str]),
    /// The help texts of `liaison` and of every subcommand below it.
    Help,
    /// The types of events that the description tells of.
    Events,
    /// Which statuses each route of the description can answer.
    Statuses,
}

/// Every generated page. A new one needs a line here and nothing else.
pub(crate) const PAGES: &[Page] = &[
    Page {
        path: "docs/reference/cli.md",
        source: Source::Help,
    },
    Page {
        path: "docs/reference/config.md",
        source: Source::Printed(&["config", "reference"]),
    },
    Page {
        path: "docs/reference/errors.md",
        source: Source::Printed(&["reference", "errors"]),
    },
    Page {
        path: "docs/reference/events.md",
        source: Source::Events,
    },
    Page {
        path: "docs/reference/metrics.md",
        source: Source::Printed(&["reference", "metrics"]),
    },
    Page {
        path: "docs/reference/openapi.json",
        source: Source::Printed(&["openapi"]),
    },
    Page {
        path: "docs/reference/scopes.md",
        source: Source::Printed(&["keys", "scopes"]),
    },
    Page {
        path: "docs/reference/statuses.md",
        source: Source::Statuses,
    },
];

/// Writes the pages, or with `is_check` only compares them.
pub(crate) fn run(root: &Path, is_check: bool) -> Result<()> {
    command::run(&mut command::cargo(
        root,
        &["build", "--package", "liaison", "--bin", "liaison"],
    ))?;
    let liaison = workspace::liaison(root);
    let mut stale = Vec::new();
    for page in PAGES {
        let file = root.join(page.path);
        let made =
            make(&liaison, page.source).with_context(|| format!("cannot make {}", page.path))?;
        if fs::read_to_string(&file).is_ok_and(|kept| kept == made) {
            continue;
        }
        stale.push(page.path);
        if !is_check {
            fs::create_dir_all(file.parent().unwrap_or(root))?;
            fs::write(&file, made).with_context(|| format!("cannot write {}", page.path))?;
            println!("wrote {}", page.path);
        }
    }
    if is_check && !stale.is_empty() {
        bail!(
            "not what the program says: {}. Run `cargo xtask generate` and commit",
            stale.join(", ")
        );
    }
    Ok(())
}

fn make(liaison: &Path, source: Source) -> Result<String> {
    match source {
        Source::Printed(arguments) => {
            let printed = liaison_prints(liaison, arguments)?;
            Ok(format!("{}\n", printed.trim_end()))
        }
        Source::Help => {
            let mut page = "# Command line\n\n\
                 Made by `cargo xtask generate` from what `--help` prints. Do not edit.\n"
                .to_owned();
            help(
                &mut page,
                &mut |path| {
                    let mut arguments = path.to_vec();
                    arguments.push("--help".to_owned());
                    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                    liaison_prints(liaison, &arguments)
                },
                &[],
            )?;
            Ok(page)
        }
        Source::Events => events::page(&description(liaison)?),
        Source::Statuses => statuses(&description(liaison)?),
    }
}

fn description(liaison: &Path) -> Result<Value> {
    Ok(serde_json::from_str(&liaison_prints(
        liaison,
        &["openapi"],
    )?)?)
}

/// The table of routes and statuses of an `OpenAPI` description.
fn statuses(description: &Value) -> Result<String> {
    let mut page = "# Statuses of each route\n\n\
         Made by `cargo xtask generate` from the description. Do not edit. What each error means stands in [errors.md](errors.md);\n\
         a wrong method is 405 everywhere.\n\n\
         | Route | Statuses |\n| --- | --- |\n"
        .to_owned();
    let paths = description["paths"]
        .as_object()
        .context("the description has no paths")?;
    for (path, item) in paths {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let Some(responses) = operation["responses"].as_object() else {
                continue;
            };
            let mut numbers: Vec<&str> = responses.keys().map(String::as_str).collect();
            numbers.sort_unstable();
            let method = method.to_uppercase();
            writeln!(page, "| `{method} {path}` | {} |", numbers.join(", "))?;
        }
    }
    Ok(page)
}

/// The program sees no terminal and none of the variables that would change what it prints.
fn liaison_prints(liaison: &Path, arguments: &[&str]) -> Result<String> {
    let mut program = Command::new(liaison);
    program.args(arguments);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("LIAISON_") {
            program.env_remove(name);
        }
    }
    command::output(program.env("COLUMNS", "100"))
}

/// Adds the help of the command at `path` and of everything below it.
fn help(
    page: &mut String,
    print: &mut dyn FnMut(&[String]) -> Result<String>,
    path: &[String],
) -> Result<()> {
    let text = print(path)?;
    let name = std::iter::once("liaison")
        .chain(path.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(" ");
    let lines = text
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n");
    write!(page, "\n## `{name}`\n\n```text\n{}\n```\n", lines.trim())?;
    for command in subcommands(&text) {
        let mut below = path.to_vec();
        below.push(command);
        help(page, print, &below)?;
    }
    Ok(())
}

/// The names listed under `Commands:`.
fn subcommands(help: &str) -> Vec<String> {
    let listed = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty());
    // A name stands two columns in; the continuation of a long description stands further right.
    let names = listed.filter_map(|line| {
        let line = line.strip_prefix("  ")?;
        line.split_whitespace()
            .next()
            .filter(|_| !line.starts_with(' '))
    });
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{help, subcommands};

    const TOP: &str = "A gateway\n\nUsage: liaison <COMMAND>\n\nCommands:\n  keys  Make and revoke keys\n          \
                       for callers\n  help  Print this\n\nOptions:\n  -h  Help\n";

    #[test]
    fn commands_are_the_names_and_not_the_lines_that_go_on() {
        assert_eq!(subcommands(TOP), ["keys"]);
        assert!(subcommands("Usage: liaison keys\n\nOptions:\n  -h\n").is_empty());
    }

    #[test]
    fn help_goes_down_to_every_command() {
        let mut page = String::new();
        let mut print = |path: &[String]| {
            Ok(match path {
                [] => TOP.to_owned(),
                [name] if name == "keys" => "Commands:\n  list  List them\n".to_owned(),
                _ => "Lists.  \n".to_owned(),
            })
        };
        help(&mut page, &mut print, &[]).unwrap();
        let headings: Vec<&str> = page
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(
            headings,
            [
                "## `liaison`",
                "## `liaison keys`",
                "## `liaison keys list`"
            ]
        );
        assert!(page.ends_with("```text\nLists.\n```\n"), "{page}");
    }
}
