//! Reading a member's own data archive, the export that the network calls "Get a copy of your data".
//!
//! Pure reading: a file, a folder or a zip goes in, typed rows come out, one at a time and with bounded memory however
//! large the archive is. Nothing is stored and nothing is sent.
//!
//! ```text
//! let mut archive = ArchiveReader::open(path)?;       // finds the files, reads the header
//! let survey = archive.survey(|bytes| …)?;            // first pass: how many rows, who is in them, whole threads
//! let owner = survey.owner(profile.as_ref())?;        // whose archive it is, or whom to ask about
//! for row in archive.messages(&survey)? { … }         // second pass
//! ```
//!
//! What the files do not hold is made up, stably, so that reading again gives the same values:
//!
//! - **A message has no id.** Its key is a hash of thread, second and text, and of the ordinal among the rows that
//!   agree in all three. The sender is left out on purpose: people rename themselves or close their accounts, and the
//!   next archive then names another sender for the same message, which must not count as another message. Two people
//!   who write the same word in the same second still count twice, by the ordinal.
//! - **A member has no key, only a profile address.** The slug in it stands for the key if it is plain ASCII, else a
//!   hash of it does. An address that holds a key (`/in/ACoAA…`) gives that key.
//! - **A hidden member has nothing** but a name, mostly `LinkedIn Member`. The key is a hash of thread and name: the
//!   same in every archive and in every language of the export, different in every thread, because nothing tells two
//!   hidden members apart.

mod html;
mod messages;
mod parties;
mod people;
mod records;
mod source;
mod survey;

use std::path::{Path, PathBuf};

pub use messages::{Counts, Folder, MessageRow, MessageRows};
pub use parties::Party;
pub use people::{Connection, Connections, Profile};
pub use survey::{OwnerUnclear, Survey, ThreadView};

use source::{Bounds, File, Source};

/// Why an archive cannot be read any further.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file or folder cannot be opened or read.
    #[error("cannot read {}", path.display())]
    Read {
        /// What was opened.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The zip is damaged, encrypted or no zip.
    #[error("cannot read the zip file {}", path.display())]
    Zip {
        /// What was opened.
        path: PathBuf,
        /// Why.
        source: zip::result::ZipError,
    },
    /// No `messages.csv` in it.
    #[error("{} holds no messages.csv", path.display())]
    NoMessages {
        /// What was opened.
        path: PathBuf,
    },
    /// A file without the columns that say what its rows mean.
    #[error("{file} lacks the columns {columns}")]
    MissingColumns {
        /// The file's name.
        file: &'static str,
        /// The missing columns, separated by commas.
        columns: String,
    },
    /// More files, or more bytes in one of them, than any real archive has.
    #[error("{} is larger than any real archive", path.display())]
    TooLarge {
        /// What was opened.
        path: PathBuf,
    },
    /// Too many rows that never end: the quotes are broken.
    #[error("{file} is not readable as CSV from line {line} on")]
    Unreadable {
        /// The file's name.
        file: &'static str,
        /// Where the last attempt began.
        line: u64,
    },
}

/// A row that could not be understood. Reading goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// The file's name.
    pub file: &'static str,
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: Rejection,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Another number of columns than the header.
    #[error("{found} columns, the header has {expected}")]
    Columns {
        /// Columns of the row.
        found: usize,
        /// Columns of the header.
        expected: usize,
    },
    /// A quote that never closes.
    #[error("the row does not end")]
    Endless,
    /// Bytes that are not UTF-8.
    #[error("the column {0} is not UTF-8")]
    Encoding(&'static str),
    /// An empty column that must not be.
    #[error("the column {0} is empty")]
    Empty(&'static str),
    /// A conversation id with characters that no id has.
    #[error("the conversation id is none")]
    Thread,
    /// An instant in no known form.
    #[error("the date is not of the form 2025-01-31 23:59:59 UTC")]
    Date,
    /// More people than any row has.
    #[error("more recipients than any conversation has")]
    People,
    /// A connection without a profile address, where others have one, or without a name, where none has.
    #[error("no profile address: the member hides it")]
    Hidden,
    /// A connection in a file without profile addresses whose name nobody in the messages has, or several have.
    #[error("no profile address, and not exactly one person in the messages is called so")]
    Unaddressed,
}

impl Rejection {
    /// Whether the row is as the network meant it, and only does not say who the member is.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden | Self::Unaddressed)
    }
}

/// Why there is no row.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// This one is rejected; the next may be fine.
    #[error("{} line {}: {}", .0.file, .0.line, .0.reason)]
    Rejected(RejectedRow),
    /// The archive itself cannot be read any further; the iterator ends.
    #[error(transparent)]
    Broken(#[from] ArchiveError),
}

/// An opened data archive: a zip, an unpacked folder, or `messages.csv` alone.
#[derive(Debug)]
pub struct ArchiveReader {
    source: Source,
}

impl ArchiveReader {
    /// Opens what lies at `path` and makes sure that its messages can be read.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        Self::open_within(path, Bounds::default())
    }

    fn open_within(path: &Path, bounds: Bounds) -> Result<Self, ArchiveError> {
        let mut source = Source::open(path, bounds)?;
        messages::open(&mut source)?;
        Ok(Self { source })
    }

    /// Bytes of the messages after decompression, for a progress bar; an estimate for a zip whose directory lies.
    pub fn messages_bytes(&self) -> u64 {
        self.source.bytes(File::Messages)
    }

    /// Reads all messages once: how many there are, and who takes part. `progress` is called now and then with the
    /// bytes read so far. Rows that [`Self::messages`] will reject are passed over.
    pub fn survey(&mut self, progress: impl FnMut(u64)) -> Result<Survey, ArchiveError> {
        survey::survey(&mut self.source, progress)
    }

    /// Every message that is no draft, in the order of the file.
    pub fn messages<'a>(&'a mut self, survey: &'a Survey) -> Result<MessageRows<'a>, ArchiveError> {
        MessageRows::open(&mut self.source, survey)
    }

    /// The member's connections; empty if the archive has no `Connections.csv`.
    pub fn connections<'a>(
        &'a mut self,
        survey: &'a Survey,
    ) -> Result<Connections<'a>, ArchiveError> {
        Connections::open(&mut self.source, survey)
    }

    /// Bytes of the connections after decompression, for a progress bar; zero without such a file.
    pub fn connections_bytes(&self) -> u64 {
        self.source.bytes(File::Connections)
    }

    /// The member's own name and headline, if the archive has a `Profile.csv` with a row in it.
    pub fn profile(&mut self) -> Result<Option<Profile>, ArchiveError> {
        people::profile(&mut self.source)
    }
}

#[cfg(test)]
mod tests;
