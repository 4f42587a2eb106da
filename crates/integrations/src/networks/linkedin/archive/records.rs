//! CSV with a bound on every row: records one at a time, and columns by name.
//!
//! The usual readers hold a whole record in memory, and one broken quote makes the rest of the file one record. Here
//! such a record is given up at the bound, and reading goes on with the line behind its first.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader};
use domain::limits::ARCHIVE_ROW_BYTES_MAX;

use super::Rejection;
use super::source::Input;

/// Columns of one record.
const COLUMNS_MAX: usize = 256;

pub(super) struct Records<'a> {
    input: Input<'a>,
    parser: Reader,
    /// Bytes that were read before and must be read again: what lay behind the first line of an endless record.
    again: Vec<u8>,
    again_start: usize,
    /// The bytes of the record at hand.
    raw: Vec<u8>,
    output: Vec<u8>,
    ends: Vec<usize>,
    /// Lines before `raw`.
    lines: u64,
    record: Record,
    /// Bytes of the file that were consumed.
    pub(super) bytes_read: u64,
}

/// What the next step brought.
pub(super) enum Step<'r> {
    Record(&'r Record),
    /// A record over the bound began on this line.
    Endless {
        line: u64,
    },
    End,
}

#[derive(Default)]
pub(super) struct Record {
    content: Vec<u8>,
    ends: Vec<usize>,
    /// Where it begins, from 1.
    pub(super) line: u64,
}

impl Record {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn field(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.content[start..end])
    }
}

impl<'a> Records<'a> {
    pub(super) fn new(input: Input<'a>) -> Self {
        Self {
            input,
            parser: Reader::new(),
            again: Vec::new(),
            again_start: 0,
            raw: Vec::new(),
            output: vec![0; 1 << 12],
            ends: vec![0; COLUMNS_MAX],
            lines: 0,
            record: Record::default(),
            bytes_read: 0,
        }
    }

    /// The next record. Empty lines are none.
    pub(super) fn next(&mut self) -> io::Result<Step<'_>> {
        self.raw.clear();
        let (mut written, mut ended) = (0, 0);
        loop {
            let input = match self.again.get(self.again_start..) {
                Some(again) if !again.is_empty() => again,
                _ => self.input.fill_buf()?,
            };
            let is_over = input.is_empty();
            let (result, read, wrote, ends) = self.parser.read_record(
                input,
                &mut self.output[written..],
                &mut self.ends[ended..],
            );
            self.raw.extend_from_slice(&input[..read]);
            self.consume(read);
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::Record if is_over && self.is_open() => return Ok(self.give_up()),
                ReadRecordResult::Record => return Ok(self.finish(written, ended)),
                ReadRecordResult::End => return Ok(Step::End),
                ReadRecordResult::OutputEndsFull => return Ok(self.give_up()),
                _ if self.raw.len() > ARCHIVE_ROW_BYTES_MAX => return Ok(self.give_up()),
                ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                ReadRecordResult::InputEmpty => {}
            }
        }
    }

    fn consume(&mut self, count: usize) {
        if self.again_start < self.again.len() {
            self.again_start += count;
        } else {
            self.input.consume(count);
            self.bytes_read += count as u64;
        }
    }

    fn finish(&mut self, written: usize, ended: usize) -> Step<'_> {
        self.record.content.clear();
        self.record
            .content
            .extend_from_slice(&self.output[..written]);
        self.record.ends.clear();
        self.record.ends.extend_from_slice(&self.ends[..ended]);
        self.record.line = self.first_line();
        self.lines += count_lines(&self.raw);
        Step::Record(&self.record)
    }

    /// Whether the record at hand is several lines that a quote opened and none closed.
    fn is_open(&self) -> bool {
        count_of(b'"', &self.raw) % 2 == 1 && self.raw.trim_ascii().contains(&b'\n')
    }

    /// Empty lines, and the second half of the last line end, belong to no record.
    fn first_line(&self) -> u64 {
        let is_blank = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let blank = self.raw.iter().take_while(|byte| is_blank(byte)).count();
        self.lines + count_lines(&self.raw[..blank]) + 1
    }

    /// Puts back everything behind the first line of the record at hand.
    fn give_up(&mut self) -> Step<'_> {
        let line = self.first_line();
        let blank = usize::try_from(line - self.lines - 1).unwrap_or(0);
        let line_ends = self
            .raw
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n');
        let kept = line_ends
            .map(|(index, _)| index + 1)
            .nth(blank)
            .unwrap_or(self.raw.len());
        self.lines += count_lines(&self.raw[..kept]);
        let mut again = self.raw.split_off(kept);
        again.extend_from_slice(&self.again[self.again_start..]);
        self.again = again;
        self.again_start = 0;
        self.parser.reset();
        Step::Endless { line }
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    count_of(b'\n', bytes)
}

fn count_of(wanted: u8, bytes: &[u8]) -> u64 {
    bytes.split(|byte| *byte == wanted).count() as u64 - 1
}

/// Where the columns of a file are.
pub(super) struct Header {
    names: Vec<String>,
}

impl Header {
    pub(super) fn new(record: &Record) -> Self {
        let name = |index| {
            let field = record.field(index).unwrap_or_default();
            String::from_utf8_lossy(field).trim().to_uppercase()
        };
        Self {
            names: (0..record.len()).map(name).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The column called `name`, which is in upper case.
    pub(super) fn find(&self, name: &'static str) -> Option<Column> {
        let index = self.names.iter().position(|candidate| candidate == name)?;
        Some(Column { name, index })
    }
}

/// A column that the file has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    name: &'static str,
    index: usize,
}

impl Column {
    /// The field as it is written.
    pub(super) fn text(self, record: &Record) -> Result<&str, Rejection> {
        let field = record.field(self.index).unwrap_or_default();
        std::str::from_utf8(field).map_err(|_| Rejection::Encoding(self.name))
    }

    /// The field without white space around it, which must not be empty.
    pub(super) fn filled(self, record: &Record) -> Result<&str, Rejection> {
        match self.text(record)?.trim() {
            "" => Err(Rejection::Empty(self.name)),
            text => Ok(text),
        }
    }
}

/// The trimmed field of a column that a file may lack; empty if it does.
pub(super) fn text_of(column: Option<Column>, record: &Record) -> Result<&str, Rejection> {
    column.map_or(Ok(""), |column| column.text(record).map(str::trim))
}
