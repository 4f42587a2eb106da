//! `liaison import`.

use std::fmt::Write as _;
use std::path::Path;

use app::imports::{
    ImportArchives, ImportCounts, ImportError, ImportPhase, ImportProgress, ImportReport,
    RejectedLine,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::place::{check_there, foundation, workspace_or_first};
use crate::cli::Import;
use crate::config::Variables;
use crate::failure::{Failure, Outcome, chain};
use crate::output::{self, Format};

/// Rejected rows that people are shown; programs get more.
const SHOWN_REJECTIONS: usize = 20;

/// The report for programs.
#[derive(Serialize)]
struct Report<'r> {
    account_id: String,
    profile_id: &'r str,
    name: String,
    was_known: bool,
    messages: ImportCounts,
    connections: ImportCounts,
    cut_texts: u64,
    rejected: &'r [RejectedLine],
}

/// Runs one of the commands.
pub(super) async fn run(command: Import, variables: &Variables) -> Outcome {
    let Import::LinkedinArchive {
        place,
        workspace,
        files,
        owner,
        listing,
    } = command;
    files.iter().try_for_each(|file| check_there(file))?;
    let foundation = foundation(&place, variables).await?;
    let workspace_id = workspace_or_first(&foundation.app, &workspace).await?;
    let bar = Bar::new();
    let command = ImportArchives { files, owner };
    let done = foundation
        .app
        .import_archives(workspace_id, command, &mut |progress| bar.show(&progress))
        .await;
    bar.0.finish_and_clear();
    foundation.close();
    show(&done.map_err(failure)?, listing.output)
}

/// Drawn on standard error, and only if that is a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template(
            "{msg} [{bar:40}] {bytes}/{total_bytes}, {elapsed} ({eta} left)",
        );
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        Self(bar)
    }

    fn show(&self, progress: &ImportProgress<'_>) {
        let name = progress.file.file_name().map(Path::new);
        let name = name.unwrap_or(progress.file).display();
        let message = match progress.phase {
            ImportPhase::Surveying => format!("Looking through {name}"),
            ImportPhase::Connections => format!("Connections of {name}"),
            ImportPhase::Messages => format!("Messages of {name}: {} new", progress.imported),
        };
        self.0.set_message(message);
        self.0.set_length(progress.bytes_total);
        self.0
            .set_position(progress.bytes_read.min(progress.bytes_total));
    }
}

fn failure(error: ImportError) -> Failure {
    match error {
        ImportError::App(error) => error.into(),
        ImportError::WrongOwner(message) => Failure::usage(message),
        ImportError::Archive(error) => Failure::failed(chain(&error)).hint(
            "what was read before stays; a run with a whole archive adds the rest and nothing twice",
        ),
        ImportError::Owner(unclear) => {
            let names: Vec<String> = unclear
                .candidates
                .iter()
                .take(10)
                .map(|party| match &party.slug {
                    Some(slug) => format!("{} ({})", party.name, slug.profile_url()),
                    None => party.name.clone(),
                })
                .collect();
            let hint = "say whose it is: --owner https://www.linkedin.com/in/…";
            Failure::usage(unclear.to_string()).hint(if names.is_empty() {
                hint.to_owned()
            } else {
                format!("{hint}; it could be {}", names.join(", "))
            })
        }
    }
}

fn show(report: &ImportReport, format: Format) -> Outcome {
    let account = &report.account;
    let name = format!("{} {}", account.first_name, account.last_name);
    match format {
        Format::Json => output::json(&Report {
            account_id: account.account_id.to_string(),
            profile_id: &account.member_key,
            name: name.trim().to_owned(),
            was_known: report.was_known,
            messages: report.messages,
            connections: report.connections,
            cut_texts: report.cut_texts,
            rejected: &report.rejected,
        }),
        Format::Table => output::line(page(report, name.trim()).trim_end()),
    }
}

fn page(report: &ImportReport, name: &str) -> String {
    let line = |what: &str, counts: &ImportCounts| {
        format!(
            "{what}: {} rows read, {} imported, {} already there, {} drafts left out, {} rejected\n",
            counts.read, counts.imported, counts.already_there, counts.drafts, counts.rejected
        )
    };
    let mut page = format!(
        "The archive of {name} is in account {}, which can be read but not sent from.\n",
        report.account.account_id
    );
    page.push_str(&line("Messages", &report.messages));
    page.push_str(&line("Connections", &report.connections));
    if report.cut_texts > 0 {
        let _ = writeln!(page, "Texts that were cut: {}", report.cut_texts);
    }
    for row in report.rejected.iter().take(SHOWN_REJECTIONS) {
        let _ = writeln!(page, "{} line {}: {}", row.file, row.line, row.reason);
    }
    if report.rejected.len() > SHOWN_REJECTIONS {
        page.push_str("--output json names more of the rejected rows.\n");
    }
    page
}
