//! Reading a member's own archives into an account that can only be read.
//!
//! Each archive is read twice: once to learn who is in it, once for its rows. Rows go to the store in small bulk
//! transactions, so memory stays bounded, live traffic goes first, and an import that was cut off is simply run again:
//! what is there already is recognised.

mod account;
mod batch;
mod owner;
mod run;

use std::path::{Path, PathBuf};

use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use integrations::networks::linkedin::archive::{
    ArchiveError, ArchiveReader, OwnerUnclear, Party, Survey,
};

use crate::accounts::AccountSummary;
use crate::{App, AppError};
use run::Run;

/// The network whose archives these are.
const NETWORK: &str = "linkedin";
/// Rejected rows that a report names; the others are only counted.
const NAMED_REJECTIONS_MAX: usize = 1_000;

/// What to read.
#[derive(Debug, Clone)]
pub struct ImportArchives {
    /// Zip files, unpacked folders, or `messages.csv` alone, all of one member.
    pub files: Vec<PathBuf>,
    /// Whose they are, as a profile address, slug or key; absent: what the archives say.
    pub owner: Option<String>,
    /// Into which imported account, by its id; absent: the owner's, made if it is not there.
    pub account: Option<String>,
}

/// What is being done, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportPhase {
    /// The first pass: who is in it.
    Surveying,
    /// The second pass: the messages.
    Messages,
    /// The connections.
    Connections,
}

/// How far an import is.
#[derive(Debug, Clone, Copy)]
pub struct ImportProgress<'p> {
    pub file: &'p Path,
    pub phase: ImportPhase,
    pub bytes_read: u64,
    pub bytes_total: u64,
    /// Messages that were not there before, so far.
    pub imported: u64,
}

/// What became of the rows of one kind. `read` is the sum of all others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportCounts {
    /// Rows in the files.
    pub read: u64,
    /// Not there before.
    pub imported: u64,
    /// There already, from an earlier import or another archive.
    pub already_there: u64,
    /// Never sent, so left out.
    pub drafts: u64,
    /// Not understood.
    pub rejected: u64,
    /// As the network meant them, but without saying who the member is: connections that hide their address.
    pub hidden: u64,
}

/// A row that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RejectedLine {
    /// The archive and the file in it.
    pub file: String,
    pub line: u64,
    pub reason: String,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    pub account: AccountSummary,
    /// The account was there before.
    pub was_known: bool,
    pub messages: ImportCounts,
    pub connections: ImportCounts,
    /// Texts that were longer than what is kept.
    pub cut_texts: u64,
    /// The first rejected rows, with their reasons: messages, then connections.
    pub rejected: Vec<RejectedLine>,
    /// Rejected rows that `rejected` leaves out.
    pub rejected_unnamed: u64,
    /// What could not be read besides the messages, and was left out.
    pub warnings: Vec<String>,
}

/// Why an import stopped. What was written before stays and is recognised by the next one.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Somebody must say whose archive it is.
    #[error(transparent)]
    Owner(#[from] OwnerUnclear),
    /// The archives, the given owner or the given account belong to different members.
    #[error("{0}")]
    WrongOwner(String),
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<store::StoreError> for ImportError {
    fn from(error: store::StoreError) -> Self {
        Self::App(error.into())
    }
}

/// Called now and then while an import runs.
pub type OnProgress<'f> = &'f mut dyn FnMut(ImportProgress<'_>);

/// An opened archive after its first pass.
struct Surveyed {
    path: PathBuf,
    reader: ArchiveReader,
    survey: Survey,
    /// The owner as this archive names them, once that is decided.
    owner: Option<Party>,
}

impl App {
    /// Reads archives of one member. Running it again, or with a newer archive, adds only what is new. Reads files where
    /// it stands: for the command line, not for a request.
    pub async fn import_archives(
        &self,
        workspace_id: WorkspaceId,
        command: ImportArchives,
        on_progress: OnProgress<'_>,
    ) -> Result<ImportReport, ImportError> {
        let mut archives = Vec::with_capacity(command.files.len());
        for path in command.files {
            archives.push(survey(path, on_progress)?);
        }
        // The oldest first: what a newer archive calls somebody is what they are called.
        archives.sort_by_key(|archive| archive.survey.newest);
        let wanted = match &command.account {
            Some(account) => Some(self.imported_account(workspace_id, account).await?),
            None => None,
        };
        let mut warnings = Vec::new();
        let (said, target) = (command.owner.as_deref(), wanted.as_ref());
        let owner = owner::find(&mut archives, said, target, &mut warnings)?;
        let found = self
            .archive_account(workspace_id, &owner, &archives, wanted)
            .await?;
        let mut run = Run::new(self, found, warnings);
        for archive in &mut archives {
            // Who people are comes first, so that the list of conversations is written once.
            run.connections(archive, on_progress).await?;
            run.messages(archive, on_progress).await?;
        }
        run.finish().await
    }
}

fn survey(path: PathBuf, on_progress: OnProgress<'_>) -> Result<Surveyed, ImportError> {
    let mut reader = ArchiveReader::open(&path)?;
    let bytes_total = reader.messages_bytes();
    let survey = reader.survey(|bytes_read| {
        on_progress(ImportProgress {
            file: &path,
            phase: ImportPhase::Surveying,
            bytes_read,
            bytes_total,
            imported: 0,
        });
    })?;
    Ok(Surveyed {
        path,
        reader,
        survey,
        owner: None,
    })
}

/// Whether `newest` reaches as far as what is there.
fn reaches(newest: Option<Timestamp>, known: Option<Timestamp>) -> bool {
    newest >= known
}
