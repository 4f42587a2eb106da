//! One import while it runs: rows of opened archives become batches, batches become counts.

use std::path::Path;

use domain::event::{EventData, EventKind};
use domain::time::Timestamp;
use integrations::networks::linkedin::archive::{Counts, Party, RejectedRow, RowError, Survey};
use store::NewEvent;
use store::accounts::Account;

use super::account::Found;
use super::batch::{Batch, ConnectionBatch, Pace, Reading, Written};
use super::{
    ImportCounts, ImportError, ImportPhase, ImportProgress, ImportReport, NAMED_REJECTIONS_MAX,
    OnProgress, RejectedLine, Surveyed, reaches,
};
use crate::App;
use crate::accounts::AccountSummary;

/// Rows between two reports of progress.
const ROWS_PER_REPORT: u64 = 256;

pub(super) struct Run<'a> {
    app: &'a App,
    account: Account,
    /// The newest activity of the account before the import.
    newest: Option<Timestamp>,
    pace: Pace,
    report: ImportReport,
    rejected_messages: Vec<RejectedLine>,
    rejected_connections: Vec<RejectedLine>,
}

impl<'a> Run<'a> {
    pub(super) fn new(app: &'a App, found: Found, warnings: Vec<String>) -> Self {
        Self {
            app,
            report: ImportReport {
                account: AccountSummary::of(&found.account),
                was_known: found.was_known,
                messages: ImportCounts::default(),
                connections: ImportCounts::default(),
                cut_texts: 0,
                rejected: Vec::new(),
                rejected_unnamed: 0,
                warnings,
            },
            account: found.account,
            newest: found.newest,
            pace: Pace::default(),
            rejected_messages: Vec::new(),
            rejected_connections: Vec::new(),
        }
    }

    pub(super) async fn messages(
        &mut self,
        archive: &mut Surveyed,
        on_progress: OnProgress<'_>,
    ) -> Result<(), ImportError> {
        let bytes_total = archive.reader.messages_bytes();
        let reading = self.reading(&archive.survey, archive.owner.as_ref());
        let mut rows = archive.reader.messages(&archive.survey)?;
        let progress = |bytes_read, imported| ImportProgress {
            file: &archive.path,
            phase: ImportPhase::Messages,
            bytes_read,
            bytes_total,
            imported,
        };
        let mut batch = Batch::default();
        let mut count = 0;
        while let Some(row) = rows.next() {
            match row {
                Ok(row) => {
                    self.report.cut_texts += u64::from(row.is_cut);
                    batch.add(row, &reading);
                }
                Err(RowError::Rejected(rejected)) => {
                    note(&mut self.rejected_messages, &archive.path, &rejected);
                }
                Err(RowError::Broken(error)) => return Err(error.into()),
            }
            if batch.is_full(&self.pace) {
                self.write(&mut batch).await?;
            }
            count += 1;
            if count % ROWS_PER_REPORT == 0 {
                let imported = self.report.messages.imported;
                on_progress(progress(rows.bytes_read(), imported));
            }
        }
        self.write(&mut batch).await?;
        on_progress(progress(rows.bytes_read(), self.report.messages.imported));
        add_read(&mut self.report.messages, rows.counts());
        Ok(())
    }

    fn reading<'s>(&self, survey: &'s Survey, owner: Option<&Party>) -> Reading<'s> {
        Reading {
            survey,
            owner_key: self.account.member_key.clone(),
            owner_key_here: owner.map(|party| party.key.as_str().to_owned()),
            is_newest: reaches(survey.newest, self.newest),
        }
    }

    /// Reads the connections. A file that cannot be read costs a warning, never the messages.
    pub(super) async fn connections(
        &mut self,
        archive: &mut Surveyed,
        on_progress: OnProgress<'_>,
    ) -> Result<(), ImportError> {
        let bytes_total = archive.reader.connections_bytes();
        let imported = self.report.messages.imported;
        let progress = |bytes_read| ImportProgress {
            file: &archive.path,
            phase: ImportPhase::Connections,
            bytes_read,
            bytes_total,
            imported,
        };
        let reading = self.reading(&archive.survey, archive.owner.as_ref());
        let mut rows = match archive.reader.connections(&archive.survey) {
            Ok(rows) => rows,
            Err(error) => {
                self.report.warnings.push(warning(&archive.path, &error));
                return Ok(());
            }
        };
        let mut batch = ConnectionBatch::default();
        while let Some(row) = rows.next() {
            let counts = &mut self.report.connections;
            match row {
                Ok(connection) if reading.is_owner(&connection.party) => counts.hidden += 1,
                Ok(connection) => batch.add(connection),
                Err(RowError::Rejected(row)) if row.reason.is_hidden() => counts.hidden += 1,
                Err(RowError::Rejected(row)) => {
                    counts.rejected += 1;
                    note(&mut self.rejected_connections, &archive.path, &row);
                }
                Err(RowError::Broken(error)) => {
                    self.report.warnings.push(warning(&archive.path, &error));
                    break;
                }
            }
            self.report.connections.read += 1;
            if batch.is_full() {
                self.write_connections(&mut batch).await?;
                on_progress(progress(rows.bytes_read()));
            }
        }
        self.write_connections(&mut batch).await?;
        on_progress(progress(rows.bytes_read()));
        Ok(())
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
        self.pace.note(now, self.app.now());
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

    /// Announces the import, and takes the account as it now is into the report.
    pub(super) async fn finish(mut self) -> Result<ImportReport, ImportError> {
        let (workspace_id, account_id) = (self.account.workspace_id, self.account.account_id);
        let event = NewEvent {
            workspace_id,
            kind: EventKind::ImportFinished,
            account_id: Some(account_id),
            subject: Some(account_id.to_string()),
            at: self.app.now(),
            body: EventData::new()
                .number("messages_imported", self.report.messages.imported)
                .number("messages_rejected", self.report.messages.rejected)
                .number("connections_imported", self.report.connections.imported)
                .number("connections_rejected", self.report.connections.rejected)
                .into_json(),
        };
        self.app
            .parts()
            .store
            .write(move |tx| {
                tx.emit(event.clone());
                Ok(())
            })
            .await?;
        let report = &mut self.report;
        report.rejected = self.rejected_messages;
        report.rejected.append(&mut self.rejected_connections);
        report.rejected.truncate(NAMED_REJECTIONS_MAX);
        let all = report.messages.rejected + report.connections.rejected;
        let named = u64::try_from(report.rejected.len()).unwrap_or(u64::MAX);
        report.rejected_unnamed = all.saturating_sub(named);
        Ok(self.report)
    }
}

/// What is said of a file that was left out, with its causes.
pub(super) fn warning(archive: &Path, error: &dyn std::error::Error) -> String {
    let mut text = format!("{}: {error}", archive.display());
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

fn note(lines: &mut Vec<RejectedLine>, archive: &Path, row: &RejectedRow) {
    if lines.len() < NAMED_REJECTIONS_MAX {
        lines.push(RejectedLine {
            file: format!("{}: {}", archive.display(), row.file),
            line: row.line,
            reason: row.reason.to_string(),
        });
    }
}

fn add(counts: &mut ImportCounts, written: Written) {
    counts.imported += written.imported;
    counts.already_there += written.already_there;
}

fn add_read(messages: &mut ImportCounts, counts: Counts) {
    messages.read += counts.read;
    messages.drafts += counts.drafts;
    messages.rejected += counts.rejected;
}
