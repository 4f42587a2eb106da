//! `Connections.csv` and `Profile.csv`.

use std::path::PathBuf;

use domain::limits::ARCHIVE_LONG_ROWS_MAX;
use domain::time::Timestamp;

use super::parties::{Directory, Party, storable};
use super::records::{Column, Header, Record, Records, Step, text_of};
use super::source::{File, Source};
use super::survey::Survey;
use super::{ArchiveError, RejectedRow, Rejection, RowError};

/// Records before the header of `Connections.csv`: some archives begin with notes.
const PREAMBLE_RECORDS_MAX: usize = 10;

/// A first-degree connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// Who it is.
    pub party: Party,
    /// Where they work, as they say.
    pub company: Option<String>,
    /// What they do there, as they say.
    pub position: Option<String>,
    /// The day of the connection, at midnight in UTC.
    pub connected_at: Option<Timestamp>,
}

/// The connections of an archive, in the order of the file.
pub struct Connections<'a> {
    /// Absent if the archive has no such file, and behind its end.
    rows: Option<(Records<'a>, ConnectionColumns)>,
    directory: &'a Directory,
    path: PathBuf,
    bytes_read: u64,
    long_rows: u32,
}

#[derive(Clone, Copy)]
struct ConnectionColumns {
    len: usize,
    first_name: Column,
    last_name: Column,
    /// Absent in the archives of the first years.
    url: Option<Column>,
    company: Option<Column>,
    position: Option<Column>,
    connected_on: Option<Column>,
}

impl ConnectionColumns {
    fn new(header: &Header) -> Option<Self> {
        Some(Self {
            len: header.len(),
            first_name: header.find("FIRST NAME")?,
            last_name: header.find("LAST NAME")?,
            url: header.find("URL"),
            company: header.find("COMPANY"),
            position: header.find("POSITION"),
            connected_on: header.find("CONNECTED ON"),
        })
    }

    fn row_of(&self, record: &Record, directory: &Directory) -> Result<Connection, Rejection> {
        if record.len() != self.len {
            return Err(Rejection::Columns {
                found: record.len(),
                expected: self.len,
            });
        }
        let first_name = self.first_name.text(record)?;
        let last_name = self.last_name.text(record)?;
        let name = joined(first_name, last_name);
        let party = match self.url {
            Some(url) => Party::at(url.text(record)?.trim(), &name).ok_or(Rejection::Hidden)?,
            None if name.is_empty() => return Err(Rejection::Hidden),
            // The messages say who bears the name, if exactly one does.
            None => directory
                .find("", &name)
                .cloned()
                .ok_or(Rejection::Unaddressed)?,
        };
        let filled = |text: &str| (!text.is_empty()).then(|| storable(text));
        Ok(Connection {
            line: record.line,
            party,
            company: filled(text_of(self.company, record)?),
            position: filled(text_of(self.position, record)?),
            connected_at: day(text_of(self.connected_on, record)?),
        })
    }
}

fn joined(first_name: &str, last_name: &str) -> String {
    format!("{} {}", first_name.trim(), last_name.trim())
        .trim()
        .to_owned()
}

/// `07 Mar 2024`, or `2024-03-07`. A connection is one without its day, too.
fn day(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut parts = text.split_ascii_whitespace();
    let date = match (parts.next()?, parts.next(), parts.next()) {
        (date, None, None) => date.to_owned(),
        (day, Some(month), Some(year)) => {
            let month = 1 + MONTHS
                .iter()
                .position(|name| name.eq_ignore_ascii_case(month))?;
            format!("{year}-{month:02}-{day:0>2}")
        }
        _ => return None,
    };
    format!("{date}T00:00:00Z").parse().ok()
}

impl<'a> Connections<'a> {
    pub(super) fn open(source: &'a mut Source, survey: &'a Survey) -> Result<Self, ArchiveError> {
        let path = source.path().to_owned();
        let file = File::Connections.name();
        let connections = |rows| Self {
            rows,
            directory: &survey.directory,
            path: path.clone(),
            bytes_read: 0,
            long_rows: 0,
        };
        let Some(input) = source.read(File::Connections)? else {
            return Ok(connections(None));
        };
        let mut records = Records::new(input);
        for _ in 0..PREAMBLE_RECORDS_MAX {
            let step = records.next();
            let columns = match step.map_err(|source| Source::broken(&path, source))? {
                Step::Record(record) => ConnectionColumns::new(&Header::new(record)),
                Step::Endless { line } => return Err(ArchiveError::Unreadable { file, line }),
                Step::End => break,
            };
            if let Some(columns) = columns {
                return Ok(connections(Some((records, columns))));
            }
        }
        Err(ArchiveError::MissingColumns {
            file,
            columns: "First Name, Last Name".to_owned(),
        })
    }

    /// Bytes of the file so far, after decompression.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    fn step(&mut self) -> Result<Option<Connection>, RowError> {
        let file = File::Connections.name();
        let Some((records, columns)) = &mut self.rows else {
            return Ok(None);
        };
        let step = records.next();
        let (line, outcome) = match step.map_err(|source| Source::broken(&self.path, source))? {
            Step::End => {
                self.bytes_read = records.bytes_read;
                return Ok(None);
            }
            Step::Endless { line } => {
                self.long_rows += 1;
                if self.long_rows > ARCHIVE_LONG_ROWS_MAX {
                    return Err(ArchiveError::Unreadable { file, line }.into());
                }
                (line, Err(Rejection::Endless))
            }
            Step::Record(record) => (record.line, columns.row_of(record, self.directory)),
        };
        self.bytes_read = records.bytes_read;
        outcome
            .map(Some)
            .map_err(|reason| RowError::Rejected(RejectedRow { file, line, reason }))
    }
}

impl Iterator for Connections<'_> {
    type Item = Result<Connection, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.step().transpose();
        if matches!(item, None | Some(Err(RowError::Broken(_)))) {
            self.rows = None;
        }
        item
    }
}

/// The member whose archive it is, as far as `Profile.csv` tells: it has no address and no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// What stands below the name.
    pub headline: Option<String>,
}

impl Profile {
    /// First and last name as people read them.
    pub fn name(&self) -> String {
        joined(&self.first_name, &self.last_name)
    }
}

pub(super) fn profile(source: &mut Source) -> Result<Option<Profile>, ArchiveError> {
    let path = source.path().to_owned();
    let Some(input) = source.read(File::Profile)? else {
        return Ok(None);
    };
    let mut records = Records::new(input);
    let header = match records
        .next()
        .map_err(|source| Source::broken(&path, source))?
    {
        Step::Record(record) => Header::new(record),
        Step::Endless { .. } | Step::End => return Ok(None),
    };
    let (first_name, last_name) = (header.find("FIRST NAME"), header.find("LAST NAME"));
    let headline = header.find("HEADLINE");
    let step = records.next();
    let Step::Record(record) = step.map_err(|source| Source::broken(&path, source))? else {
        return Ok(None);
    };
    // A profile that cannot be read is one that does not help.
    let field = |column| text_of(column, record).unwrap_or_default().to_owned();
    let profile = Profile {
        first_name: field(first_name),
        last_name: field(last_name),
        headline: Some(field(headline)).filter(|headline| !headline.is_empty()),
    };
    Ok((!profile.name().is_empty()).then_some(profile))
}
