//! Reading a member's own archives into an account that can only be read.
//!
//! Each archive is read twice: once to learn who is in it, once for its rows. Rows go to the store in small bulk
//! transactions, so memory stays bounded, live traffic goes first, and an import that was cut off is simply run again:
//! what is there already is recognised.

mod batch;
mod owner;

use std::path::{Path, PathBuf};

use domain::ids::{AccountId, WorkspaceId};
use domain::network::CapabilityClass;
use domain::policy::Policy;
use integrations::networks::linkedin::archive::{
    ArchiveError, ArchiveReader, OwnerUnclear, RejectedRow, RowError, Survey,
};
use store::accounts::{self, Account, AccountStatus, BackfillState, Link, NewAccount};
use store::hints::Hint;
use store::{NewEvent, StoreResult, Tx};

use crate::accounts::AccountSummary;
use crate::{App, AppError};
use batch::{Batch, ConnectionBatch, Written};
use owner::Owner;

/// The network whose archives these are.
const NETWORK: &str = "linkedin";
/// Rejected rows that a report names; the others are only counted.
const NAMED_REJECTIONS_MAX: usize = 1_000;
/// Rows between two reports of progress.
const ROWS_PER_REPORT: u64 = 256;

/// What to read.
#[derive(Debug, Clone)]
pub struct ImportArchives {
    /// Zip files, unpacked folders, or `messages.csv` alone, all of one member.
    pub files: Vec<PathBuf>,
    /// Whose they are, as a profile address, slug or key; absent: what the archives say.
    pub owner: Option<String>,
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

/// What became of the rows of one kind.
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
    /// The first rejected rows, with their reasons.
    pub rejected: Vec<RejectedLine>,
}

/// Why an import stopped. What was written before stays and is recognised by the next one.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Somebody must say whose archive it is.
    #[error(transparent)]
    Owner(#[from] OwnerUnclear),
    /// The archives, or the given owner, belong to different members.
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
        let owner = owner::find(&mut archives, command.owner.as_deref())?;
        let (account, was_known) = self.archive_account(workspace_id, &owner).await?;
        let mut run = Run {
            app: self,
            account: account.clone(),
            report: ImportReport {
                account: AccountSummary::of(&account),
                was_known,
                messages: ImportCounts::default(),
                connections: ImportCounts::default(),
                cut_texts: 0,
                rejected: Vec::new(),
            },
        };
        for archive in &mut archives {
            // Who people are comes first, so that the list of conversations is written once.
            run.connections(archive, on_progress).await?;
            run.messages(archive, on_progress).await?;
        }
        run.finish().await
    }

    /// The account of an archive's owner; made, or linked again, if it is not there.
    async fn archive_account(
        &self,
        workspace_id: WorkspaceId,
        owner: &Owner,
    ) -> Result<(Account, bool), ImportError> {
        let now = self.now();
        let new = NewAccount {
            workspace_id,
            account_id: AccountId::mint(now, self.parts().entropy.as_ref()),
            network: NETWORK.to_owned(),
            is_read_only: true,
            link: Link {
                address: String::new(),
                member: owner.member(),
                status: AccountStatus::Unknown,
                is_premium: false,
                plan: None,
                credentials: None,
                capability_class: CapabilityClass::D,
            },
            policy: serde_json::to_string(&Policy::default_for(NETWORK))
                .expect("a policy is plain data"),
            backfill_state: BackfillState::Done,
            linked_at: now,
        };
        let hints = self.parts().store.hints().clone();
        let found = self
            .parts()
            .store
            .write(move |tx| {
                let found = find_or_insert(tx, &new)?;
                hints.after_commit(tx, Hint::AccountsChanged);
                Ok(found)
            })
            .await?;
        Ok(found)
    }
}

fn find_or_insert(tx: &mut Tx<'_>, new: &NewAccount) -> StoreResult<(Account, bool)> {
    let workspace_id = new.workspace_id;
    let member_key = &new.link.member.member_key;
    let known = accounts::find_any_by_member(tx, workspace_id, NETWORK, member_key)?;
    let account = match &known {
        Some(known) => {
            if known.unlinked_at.is_some() {
                accounts::update_linked(tx, workspace_id, known.account_id, &new.link)?;
            } else if known.is_read_only {
                accounts::update_profile(tx, workspace_id, known.account_id, &new.link.member)?;
            }
            accounts::get(tx, workspace_id, known.account_id)?
        }
        None => accounts::insert(tx, new)?,
    };
    if known
        .as_ref()
        .is_none_or(|known| known.unlinked_at.is_some())
    {
        tx.emit(NewEvent {
            workspace_id,
            kind: "account.linked",
            account_id: Some(account.account_id),
            subject: Some(account.account_id.to_string()),
            at: new.linked_at,
            body: serde_json::json!({"network": NETWORK, "is_read_only": true}).to_string(),
        });
    }
    Ok((account, known.is_some()))
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
    })
}

/// One import while it runs.
struct Run<'a> {
    app: &'a App,
    account: Account,
    report: ImportReport,
}

impl Run<'_> {
    async fn messages(
        &mut self,
        archive: &mut Surveyed,
        on_progress: OnProgress<'_>,
    ) -> Result<(), ImportError> {
        let bytes_total = archive.reader.messages_bytes();
        let mut rows = archive.reader.messages(&archive.survey)?;
        let mut batch = Batch::default();
        let mut count = 0;
        while let Some(row) = rows.next() {
            match row {
                Ok(row) => {
                    self.report.cut_texts += u64::from(row.is_cut);
                    batch.add(row, &self.account.member_key);
                }
                Err(RowError::Rejected(rejected)) => self.reject(&archive.path, &rejected),
                Err(RowError::Broken(error)) => return Err(error.into()),
            }
            if batch.is_full() {
                self.write(&mut batch).await?;
            }
            count += 1;
            if count % ROWS_PER_REPORT == 0 {
                on_progress(ImportProgress {
                    file: &archive.path,
                    phase: ImportPhase::Messages,
                    bytes_read: rows.bytes_read(),
                    bytes_total,
                    imported: self.report.messages.imported,
                });
            }
        }
        self.write(&mut batch).await?;
        let counts = rows.counts();
        let messages = &mut self.report.messages;
        messages.read += counts.read;
        messages.drafts += counts.drafts;
        messages.rejected += counts.rejected;
        Ok(())
    }

    async fn connections(
        &mut self,
        archive: &mut Surveyed,
        on_progress: OnProgress<'_>,
    ) -> Result<(), ImportError> {
        on_progress(ImportProgress {
            file: &archive.path,
            phase: ImportPhase::Connections,
            bytes_read: 0,
            bytes_total: 0,
            imported: self.report.messages.imported,
        });
        let mut batch = ConnectionBatch::default();
        for row in archive.reader.connections()? {
            self.report.connections.read += 1;
            match row {
                Ok(connection) => batch.add(connection),
                Err(RowError::Rejected(rejected)) => {
                    self.report.connections.rejected += 1;
                    self.reject(&archive.path, &rejected);
                }
                Err(RowError::Broken(error)) => return Err(error.into()),
            }
            if batch.is_full() {
                self.write_connections(&mut batch).await?;
            }
        }
        self.write_connections(&mut batch).await
    }

    async fn write(&mut self, batch: &mut Batch) -> Result<(), ImportError> {
        let batch = std::mem::take(batch);
        if batch.is_empty() {
            return Ok(());
        }
        let (account, now) = (self.account.clone(), self.app.now());
        let written = self
            .app
            .parts()
            .store
            .write_bulk(move |tx| batch.write(tx, &account, now))
            .await?;
        add(&mut self.report.messages, written);
        Ok(())
    }

    async fn write_connections(&mut self, batch: &mut ConnectionBatch) -> Result<(), ImportError> {
        let batch = std::mem::take(batch);
        if batch.is_empty() {
            return Ok(());
        }
        let (account, now) = (self.account.clone(), self.app.now());
        let written = self
            .app
            .parts()
            .store
            .write_bulk(move |tx| batch.write(tx, &account, now))
            .await?;
        add(&mut self.report.connections, written);
        Ok(())
    }

    fn reject(&mut self, archive: &Path, row: &RejectedRow) {
        if self.report.rejected.len() < NAMED_REJECTIONS_MAX {
            self.report.rejected.push(RejectedLine {
                file: format!("{}: {}", archive.display(), row.file),
                line: row.line,
                reason: row.reason.to_string(),
            });
        }
    }

    /// Announces the import, and takes the account as it now is into the report.
    async fn finish(self) -> Result<ImportReport, ImportError> {
        let (workspace_id, account_id) = (self.account.workspace_id, self.account.account_id);
        let event = NewEvent {
            workspace_id,
            kind: "import.finished",
            account_id: Some(account_id),
            subject: Some(account_id.to_string()),
            at: self.app.now(),
            body: serde_json::json!({
                "messages": self.report.messages,
                "connections": self.report.connections,
            })
            .to_string(),
        };
        self.app
            .parts()
            .store
            .write(move |tx| {
                tx.emit(event.clone());
                Ok(())
            })
            .await?;
        Ok(self.report)
    }
}

fn add(counts: &mut ImportCounts, written: Written) {
    counts.imported += written.imported;
    counts.already_there += written.already_there;
}
