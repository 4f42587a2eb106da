//! `liaison audit`.

use app::audit::Verified;
use serde::Serialize;

use super::place::in_workspace;
use crate::cli::Audit;
use crate::config::Variables;
use crate::failure::{Failure, Outcome};
use crate::output::{self, Format};

/// What was found, for programs.
#[derive(Serialize)]
struct Found {
    entries: i64,
    /// The number and the hash of the last entry, as `--expect` takes them.
    end: String,
    /// The number of the first entry that is wrong.
    broken_at: Option<i64>,
    /// `changed`, `missing` or `other_end`.
    fault: Option<&'static str>,
}

/// Runs one of the commands.
pub(super) async fn run(command: Audit, variables: &Variables) -> Outcome {
    let Audit::Verify {
        place,
        workspace,
        expect,
        listing,
    } = command;
    let noted = expect.as_deref().map(noted).transpose()?;
    let (foundation, workspace_id) = in_workspace(&place, &workspace, variables).await?;
    let verified = foundation.app.verify_audit(workspace_id, noted).await?;
    foundation.close();
    show(&verified, listing.output)?;
    match &verified.broken {
        None => Ok(()),
        Some(broken) => Err(Failure::failed(format!(
            "the audit log is broken at entry {}: {}",
            broken.number,
            match broken.fault.word() {
                "changed" => "it is not what it was, or not where it was",
                "missing" => "entries are missing there",
                _ => "it is another than was expected",
            }
        ))),
    }
}

fn noted(text: &str) -> Outcome<(i64, String)> {
    let parts = text.split_once(':');
    let noted = parts.and_then(|(number, hash)| Some((number.parse().ok()?, hash.to_owned())));
    noted.ok_or_else(|| {
        Failure::usage("--expect takes a number, a colon and a hash")
            .hint("`liaison audit verify` prints them")
    })
}

fn show(verified: &Verified, format: Format) -> Outcome {
    let found = Found {
        entries: verified.entries,
        end: format!("{}:{}", verified.entries, verified.end),
        broken_at: verified.broken.as_ref().map(|broken| broken.number),
        fault: verified.broken.as_ref().map(|broken| broken.fault.word()),
    };
    match format {
        Format::Json => output::json(&found),
        Format::Table if verified.broken.is_some() => Ok(()),
        Format::Table => output::line(&format!(
            "{} entries, all of them as they were.\nThe end, to be kept elsewhere and given to --expect: {}",
            found.entries, found.end
        )),
    }
}
