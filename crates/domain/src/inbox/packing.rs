//! Numbers in eight bytes, texts behind a length of two: enough to unpack in place.

use super::{InvalidFacts, push_escaped};

/// Stands for an absent text.
const ABSENT: u16 = u16::MAX;
const LENGTH_BYTES: usize = 2;

/// Packs up to a bound.
pub(super) struct Packer {
    bytes: Vec<u8>,
    bytes_max: usize,
}

impl Packer {
    pub(super) fn new(bytes_max: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(512),
            bytes_max,
        }
    }

    /// False, with nothing packed, if it does not fit.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> bool {
        let fits = self.bytes.len() + bytes.len() <= self.bytes_max;
        if fits {
            self.bytes.extend_from_slice(bytes);
        }
        fits
    }

    pub(super) fn number(&mut self, number: i64) -> bool {
        self.bytes(&number.to_le_bytes())
    }

    /// Packs the text, or its absence where it is absent or, escaped, longer than `text_bytes_max` or does not fit.
    /// False if a text that is there was not packed.
    pub(super) fn text(&mut self, text: Option<&str>, text_bytes_max: usize) -> bool {
        let start = self.bytes.len();
        if !self.bytes(&ABSENT.to_le_bytes()) {
            return false;
        }
        let Some(text) = text else {
            return true;
        };
        if text.len() > text_bytes_max {
            return false;
        }
        push_escaped(&mut self.bytes, text);
        let length = self.bytes.len() - start - LENGTH_BYTES;
        let is_kept = length <= text_bytes_max && self.bytes.len() <= self.bytes_max;
        let stored = u16::try_from(length).ok();
        if let Some(length) = stored.filter(|length| is_kept && *length != ABSENT) {
            self.bytes[start..start + LENGTH_BYTES].copy_from_slice(&length.to_le_bytes());
            true
        } else {
            self.bytes.truncate(start + LENGTH_BYTES);
            false
        }
    }

    /// Packs the text that ends the bytes, so that it needs no length. False, with nothing packed, if it does not fit.
    pub(super) fn last_text(&mut self, text: &str) -> bool {
        let start = self.bytes.len();
        if text.len() > self.bytes_max - start {
            return false;
        }
        push_escaped(&mut self.bytes, text);
        let fits = self.bytes.len() <= self.bytes_max;
        if !fits {
            self.bytes.truncate(start);
        }
        fits
    }

    pub(super) fn is_bounded(&self) -> bool {
        self.bytes_max < usize::MAX
    }

    pub(super) fn mark(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn back_to(&mut self, mark: usize) {
        self.bytes.truncate(mark);
    }

    pub(super) fn set(&mut self, index: usize, byte: u8) {
        self.bytes[index] = byte;
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Unpacks in place.
pub(super) struct Unpacker<'b> {
    rest: &'b [u8],
}

impl<'b> Unpacker<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], InvalidFacts> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(InvalidFacts)?;
        self.rest = rest;
        Ok(*bytes)
    }

    pub(super) fn number(&mut self) -> Result<i64, InvalidFacts> {
        self.bytes().map(i64::from_le_bytes)
    }

    pub(super) fn text(&mut self) -> Result<Option<&'b str>, InvalidFacts> {
        let length = u16::from_le_bytes(self.bytes()?);
        if length == ABSENT {
            return Ok(None);
        }
        let (text, rest) = self
            .rest
            .split_at_checked(usize::from(length))
            .ok_or(InvalidFacts)?;
        self.rest = rest;
        std::str::from_utf8(text)
            .map(Some)
            .map_err(|_| InvalidFacts)
    }

    /// Everything behind what was unpacked, as a text.
    pub(super) fn rest(&mut self) -> Result<&'b str, InvalidFacts> {
        std::str::from_utf8(std::mem::take(&mut self.rest)).map_err(|_| InvalidFacts)
    }
}
