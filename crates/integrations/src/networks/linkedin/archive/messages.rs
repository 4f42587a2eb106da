//! The rows of `messages.csv`, in the spelling of every era.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;

use domain::limits::{ARCHIVE_LONG_ROWS_MAX, ARCHIVE_TEXT_CHARS_MAX};
use domain::time::Timestamp;
use domain::urn::{MessageKey, ThreadId};

use super::parties::{self, Directory, Party, Recipients, storable};
use super::records::{Column, Header, Record, Records, Step, text_of};
use super::source::{File, Source};
use super::survey::Survey;
use super::{ArchiveError, RejectedRow, Rejection, RowError, html};

/// One message of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The made-up identity, the same in every archive that holds this message.
    pub key: MessageKey,
    /// The thread.
    pub thread: ThreadId,
    /// The name of a group conversation.
    pub title: Option<String>,
    /// Who wrote it.
    pub sender: Party,
    /// Everybody else in the thread, each once.
    pub recipients: Vec<Party>,
    /// To the second.
    pub sent_at: Timestamp,
    /// The subject of an InMail or of a sponsored message.
    pub subject: Option<String>,
    /// The body as plain text, with `\n` as line end; empty where the message was an attachment alone. Longer than
    /// anybody may send today where the network once allowed it, see [`Self::is_cut`].
    pub text: String,
    /// Whether `text` ends at [`ARCHIVE_TEXT_CHARS_MAX`] code points and the file has more.
    pub is_cut: bool,
    /// Whether the network or an advertiser sent it.
    pub is_sponsored: bool,
    /// Where the member kept it.
    pub folder: Folder,
    /// Addresses of what travelled with it, most of them long expired.
    pub attachments: Vec<String>,
}

/// Where the member kept a thread when the archive was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// The inbox; own messages too, and everything in archives without the column.
    Inbox,
    /// Put away.
    Archive,
    /// Taken for spam.
    Spam,
}

/// What the rows of a file came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows behind the header.
    pub read: u64,
    /// Of these, drafts that were never sent.
    pub drafts: u64,
    /// Of these, rows that could not be understood.
    pub rejected: u64,
}

/// Where the columns of `messages.csv` are. Nine eras have nine orders; only names count.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    len: usize,
    thread: Column,
    from: Column,
    date: Column,
    content: Column,
    title: Option<Column>,
    sender_url: Option<Column>,
    to: Option<Column>,
    recipient_urls: Option<Column>,
    subject: Option<Column>,
    folder: Option<Column>,
    attachments: Option<Column>,
    drafts: [Option<Column>; 2],
}

impl Columns {
    fn new(header: &Header) -> Result<Self, ArchiveError> {
        let mut missing = Vec::new();
        let mut required = |name| {
            let column = header.find(name);
            if column.is_none() {
                missing.push(name);
            }
            column
        };
        let (thread, from) = (required("CONVERSATION ID"), required("FROM"));
        let (date, content) = (required("DATE"), required("CONTENT"));
        let (Some(thread), Some(from), Some(date), Some(content)) = (thread, from, date, content)
        else {
            return Err(ArchiveError::MissingColumns {
                file: File::Messages.name(),
                columns: missing.join(", "),
            });
        };
        Ok(Self {
            len: header.len(),
            thread,
            from,
            date,
            content,
            title: header.find("CONVERSATION TITLE"),
            sender_url: header.find("SENDER PROFILE URL"),
            to: header.find("TO"),
            recipient_urls: header.find("RECIPIENT PROFILE URLS"),
            subject: header.find("SUBJECT"),
            folder: header.find("FOLDER"),
            attachments: header.find("ATTACHMENTS"),
            drafts: ["IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"].map(|name| header.find(name)),
        })
    }

    /// A row of another length has its fields in the wrong places.
    pub(super) fn check(&self, record: &Record) -> Result<(), Rejection> {
        if record.len() == self.len {
            Ok(())
        } else {
            Err(Rejection::Columns {
                found: record.len(),
                expected: self.len,
            })
        }
    }

    pub(super) fn is_draft(&self, record: &Record) -> bool {
        self.drafts.iter().any(|column| {
            let text = text_of(*column, record).unwrap_or_default();
            ["yes", "true", "1"]
                .iter()
                .any(|yes| text.eq_ignore_ascii_case(yes))
        })
    }

    pub(super) fn thread(&self, record: &Record) -> Result<ThreadId, Rejection> {
        ThreadId::new(self.thread.filled(record)?).map_err(|_| Rejection::Thread)
    }

    pub(super) fn sender(&self, record: &Record, thread: &ThreadId) -> Result<Party, Rejection> {
        let name = self.from.text(record)?.trim();
        let url = text_of(self.sender_url, record)?;
        Ok(parties::sender(thread.as_str(), name, url))
    }

    /// Whether recipients are names without addresses.
    pub(super) fn has_names_alone(&self) -> bool {
        self.recipient_urls.is_none()
    }

    pub(super) fn sent_at(&self, record: &Record) -> Result<Timestamp, Rejection> {
        instant(self.date.filled(record)?)
    }

    /// Where the member keeps the message; absent if the file does not say.
    pub(super) fn folder(&self, record: &Record) -> Result<Option<Folder>, Rejection> {
        let Some(column) = self.folder else {
            return Ok(None);
        };
        Ok(Some(match column.text(record)?.trim() {
            "ARCHIVE" => Folder::Archive,
            "SPAM" => Folder::Spam,
            _ => Folder::Inbox,
        }))
    }

    pub(super) fn recipients(
        &self,
        record: &Record,
        thread: &ThreadId,
        directory: &Directory,
    ) -> Result<Recipients, Rejection> {
        let names = text_of(self.to, record)?;
        let urls = match self.recipient_urls {
            Some(column) => Some(column.text(record)?.trim()),
            None => None,
        };
        parties::recipients(directory, thread.as_str(), names, urls)
    }
}

/// The rows of `messages.csv` behind its header.
pub(super) fn open(source: &mut Source) -> Result<(Records<'_>, Columns), ArchiveError> {
    let path = source.path().to_owned();
    let Some(input) = source.read(File::Messages)? else {
        return Err(ArchiveError::NoMessages { path });
    };
    let mut records = Records::new(input);
    let header = match records.next() {
        Ok(Step::Record(record)) => Header::new(record),
        Ok(Step::Endless { line }) => {
            let file = File::Messages.name();
            return Err(ArchiveError::Unreadable { file, line });
        }
        // A file without a line has none of the columns.
        Ok(Step::End) => Header::new(&Record::default()),
        Err(source) => return Err(Source::broken(&path, source)),
    };
    let columns = Columns::new(&header)?;
    Ok((records, columns))
}

/// The messages of an archive, in the order of the file.
pub struct MessageRows<'a> {
    records: Records<'a>,
    columns: Columns,
    survey: &'a Survey,
    path: PathBuf,
    recent: Recent,
    counts: Counts,
    long_rows: u32,
    is_over: bool,
}

impl<'a> MessageRows<'a> {
    pub(super) fn open(source: &'a mut Source, survey: &'a Survey) -> Result<Self, ArchiveError> {
        let path = source.path().to_owned();
        let (records, columns) = open(source)?;
        Ok(Self {
            records,
            columns,
            survey,
            path,
            recent: Recent::default(),
            counts: Counts::default(),
            long_rows: 0,
            is_over: false,
        })
    }

    /// What the rows so far came to.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Bytes of the file so far, after decompression.
    pub fn bytes_read(&self) -> u64 {
        self.records.bytes_read
    }

    /// The next row that is no draft.
    fn step(&mut self) -> Result<Option<MessageRow>, RowError> {
        loop {
            let step = self.records.next();
            let step = step.map_err(|source| Source::broken(&self.path, source))?;
            let (line, outcome) = match step {
                Step::End => return Ok(None),
                Step::Endless { line } => {
                    self.long_rows += 1;
                    if self.long_rows > ARCHIVE_LONG_ROWS_MAX {
                        let file = File::Messages.name();
                        return Err(ArchiveError::Unreadable { file, line }.into());
                    }
                    (line, Err(Rejection::Endless))
                }
                Step::Record(record) => {
                    let row = self.columns.check(record).and_then(|()| {
                        if self.columns.is_draft(record) {
                            return Ok(None);
                        }
                        row_of(
                            &self.columns,
                            record,
                            &self.survey.directory,
                            &mut self.recent,
                        )
                        .map(Some)
                    });
                    (record.line, row)
                }
            };
            self.counts.read += 1;
            match outcome {
                Ok(Some(row)) => return Ok(Some(row)),
                Ok(None) => self.counts.drafts += 1,
                Err(reason) => {
                    self.counts.rejected += 1;
                    let file = File::Messages.name();
                    return Err(RowError::Rejected(RejectedRow { file, line, reason }));
                }
            }
        }
    }
}

impl Iterator for MessageRows<'_> {
    type Item = Result<MessageRow, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let item = self.step().transpose();
        self.is_over = matches!(item, None | Some(Err(RowError::Broken(_))));
        item
    }
}

fn row_of(
    columns: &Columns,
    record: &Record,
    directory: &Directory,
    recent: &mut Recent,
) -> Result<MessageRow, Rejection> {
    let thread = columns.thread(record)?;
    let sender = columns.sender(record, &thread)?;
    let recipients = columns.recipients(record, &thread, directory)?.parties;
    let sent_at = columns.sent_at(record)?;
    let content = columns.content.text(record)?;
    let is_sponsored = sender.key.is_hidden() && html::is_html(content);
    let (text, is_cut) = body(content, is_sponsored);
    let filled = |text: &str| (!text.is_empty()).then(|| storable(text));
    let attachments = text_of(columns.attachments, record)?;
    let attachments = attachments.split([',', ' ', '\n']).map(str::trim);
    Ok(MessageRow {
        line: record.line,
        title: filled(text_of(columns.title, record)?),
        sender,
        recipients,
        sent_at,
        subject: filled(text_of(columns.subject, record)?),
        text,
        is_cut,
        is_sponsored,
        folder: columns.folder(record)?.unwrap_or(Folder::Inbox),
        attachments: attachments
            .filter(|url| !url.is_empty())
            .map(str::to_owned)
            .collect(),
        // Last, because a rejected row must not take an ordinal.
        key: recent.key(thread.as_str(), sent_at, content),
        thread,
    })
}

/// `2025-01-31 23:59:59 UTC`, as all eras have it, or RFC 3339, as the portability interface does.
fn instant(text: &str) -> Result<Timestamp, Rejection> {
    let civil = text.strip_suffix("UTC").map_or(text, str::trim_end);
    let has_zone = civil.ends_with('Z') || civil.len() > "2025-01-31T23:59:59".len();
    let zone = if has_zone { "" } else { "Z" };
    format!("{civil}{zone}")
        .parse()
        .map_err(|_| Rejection::Date)
}

/// The body as it is kept, and whether it was cut.
fn body(content: &str, is_html: bool) -> (String, bool) {
    let text = if is_html {
        html::text_of(content)
    } else if content.contains('\r') {
        content.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        content.to_owned()
    };
    let mut text = storable(text.trim());
    let mut end = None;
    // Counting is for the few that may be too long: no text has more code points than bytes.
    if text.len() > ARCHIVE_TEXT_CHARS_MAX {
        end = text.char_indices().nth(ARCHIVE_TEXT_CHARS_MAX);
    }
    let end = end.map(|(end, _)| end);
    if let Some(end) = end {
        text.truncate(end);
    }
    (text, end.is_some())
}

/// The keys given lately, to number rows that agree in thread, second and text. They stand together in every archive
/// seen, so that a bounded memory is enough; where they did not, equal rows would count as one.
#[derive(Default)]
struct Recent {
    order: VecDeque<String>,
    counts: HashMap<String, u32>,
}

impl Recent {
    const ROWS: usize = 4_096;

    fn key(&mut self, thread: &str, sent_at: Timestamp, content: &str) -> MessageKey {
        let words: Vec<&str> = content.split_whitespace().collect();
        let second = sent_at.seconds().to_string();
        let key = parties::stable_key("archive-", &[thread, &second, &words.join(" ")]);
        if self.order.len() == Self::ROWS
            && let Some(oldest) = self.order.pop_front()
            && let Some(count) = self.counts.get_mut(&oldest)
        {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&oldest);
            }
        }
        self.order.push_back(key.clone());
        let count = self.counts.entry(key.clone()).or_insert(0);
        *count += 1;
        let key = match count {
            1 => key,
            count => format!("{key}-{count}"),
        };
        MessageKey::new(&key).expect("hexadecimal digits and hyphens are a key")
    }
}
