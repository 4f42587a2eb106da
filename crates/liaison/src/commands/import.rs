//! `liaison import`.

use std::fmt::Write as _;
use std::path::Path;

use app::imports::{
    ImportArchives, ImportCounts, ImportError, ImportPhase, ImportProgress, ImportReport,
    RejectedLine,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use store::Engine;

use super::place::{check_there, opened, workspace_or_first};
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
    /// Rejected rows that `rejected` leaves out.
    rejected_unnamed: u64,
    warnings: &'r [String],
    data_dir: &'r str,
}

/// Runs one of the commands.
pub(super) async fn run(command: Import, variables: &Variables) -> Outcome {
    let Import::LinkedinArchive {
        place,
        workspace,
        files,
        owner,
        account,
        listing,
    } = command;
    files.iter().try_for_each(|file| check_there(file))?;
    let (foundation, dir) = opened(&place, variables).await?;
    let kept = Kept {
        data_dir: dir.path().display().to_string(),
        is_embedded: foundation.store.engine() == Engine::Sqlite,
    };
    let workspace_id = workspace_or_first(&foundation.app, &workspace).await?;
    let bar = Bar::new();
    let command = ImportArchives {
        files,
        owner,
        account,
    };
    let done = foundation
        .app
        .import_archives(workspace_id, command, &mut |progress| bar.show(&progress))
        .await;
    bar.0.finish_and_clear();
    foundation.close();
    show(&done.map_err(failure)?, &kept, listing.output)
}

/// Where the imported rows are.
struct Kept {
    data_dir: String,
    /// In that directory, too, and not in PostgreSQL.
    is_embedded: bool,
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

fn show(report: &ImportReport, kept: &Kept, format: Format) -> Outcome {
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
            rejected_unnamed: report.rejected_unnamed,
            warnings: &report.warnings,
            data_dir: &kept.data_dir,
        }),
        Format::Table => output::line(page(report, kept, name.trim()).trim_end()),
    }
}

fn page(report: &ImportReport, kept: &Kept, name: &str) -> String {
    let account_id = report.account.account_id;
    let mut page = format!(
        "The archive of {name} is in account {account_id}, which can be read but not sent from.\n\
         Data directory: {}{}\n",
        kept.data_dir,
        if kept.is_embedded {
            ""
        } else {
            "; the messages are in PostgreSQL"
        }
    );
    page.push_str(&line("Messages", &report.messages));
    page.push_str(&line("Connections", &report.connections));
    if report.connections.hidden > 0 {
        page.push_str("Hidden connections are those of whom the archive shows no address.\n");
    }
    if report.cut_texts > 0 {
        let _ = writeln!(page, "Texts that were cut: {}", report.cut_texts);
    }
    for warning in &report.warnings {
        let _ = writeln!(page, "Left out: {warning}");
    }
    for row in report.rejected.iter().take(SHOWN_REJECTIONS) {
        let _ = writeln!(page, "{} line {}: {}", row.file, row.line, row.reason);
    }
    let named = report.rejected.len().saturating_sub(SHOWN_REJECTIONS);
    let more = report.rejected_unnamed + u64::try_from(named).unwrap_or(u64::MAX);
    if more > 0 {
        let _ = write!(page, "{more} more rejected rows are not named here");
        page.push_str(match named {
            0 => ".\n",
            _ => "; --output json names more of them.\n",
        });
    }
    let _ = writeln!(
        page,
        "\nA running server serves it at once (`liaison serve`, `liaison keys create` makes a key):\n  \
         curl \"$BASE/linkedin/messaging/recent-messages?accountId={account_id}\" -H \"Authorization: Bearer $KEY\""
    );
    page
}

/// All counts but `read` add up to it.
fn line(what: &str, counts: &ImportCounts) -> String {
    let ImportCounts {
        read,
        imported,
        already_there,
        drafts,
        rejected,
        hidden,
    } = counts;
    let mut line = format!(
        "{what}: {read} rows read, {imported} imported, {already_there} already there, {drafts} drafts left out, \
         {rejected} rejected"
    );
    if *hidden > 0 {
        let _ = write!(line, ", {hidden} hidden");
    }
    line.push('\n');
    line
}
