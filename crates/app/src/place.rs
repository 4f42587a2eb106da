//! The cursor of a list that is read in both directions: opaque to callers, and only worth something to the question that
//! it answers.
//!
//! It carries a digest of the question, the direction and a place, under a code that only this server can make. The
//! workspace is part of the question, so that a cursor of another one is as forged as any.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::error_code::ErrorCode;
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::conversations::Direction;

use crate::Refusal;

/// Other than any version of [`crate::cursor`], whose key it shares.
const VERSION: u8 = 128;
const PAYLOAD_BYTES: usize = 1 + 1 + 8 + 8 + 8;
const CODE_BYTES: usize = 16;

/// A place in a list, and which way to read on from it: what lies behind it and not at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) direction: Direction,
    pub(crate) at: Timestamp,
    /// Tells apart what happened at the same instant.
    pub(crate) tie: i64,
}

impl Place {
    /// The text that a caller gets.
    pub(crate) fn seal(self, key: &[u8; 32], question: [u8; 8]) -> String {
        let mut bytes = Vec::with_capacity(PAYLOAD_BYTES + CODE_BYTES);
        bytes.push(VERSION);
        bytes.push(u8::from(self.direction == Direction::Newer));
        bytes.extend_from_slice(&question);
        bytes.extend_from_slice(&self.at.micros().to_be_bytes());
        bytes.extend_from_slice(&self.tie.to_be_bytes());
        let code = code(key, &bytes).finalize().into_bytes();
        bytes.extend_from_slice(&code[..CODE_BYTES]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// As [`Self::open`], where there is a text at all.
    pub(crate) fn asked(
        key: &[u8; 32],
        question: [u8; 8],
        text: Option<&str>,
    ) -> Result<Option<Self>, Refusal> {
        text.map(|text| Self::open(key, question, text)).transpose()
    }

    /// The place behind a text, if this server made it for this question.
    pub(crate) fn open(key: &[u8; 32], question: [u8; 8], text: &str) -> Result<Self, Refusal> {
        let refused = || Refusal::of(ErrorCode::InvalidCursor);
        // Nothing longer is looked at.
        if text.len() > (PAYLOAD_BYTES + CODE_BYTES).div_ceil(3) * 4 {
            return Err(refused());
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refused())?;
        let (payload, given) = bytes
            .split_first_chunk::<PAYLOAD_BYTES>()
            .ok_or_else(refused)?;
        if given.len() != CODE_BYTES {
            return Err(refused());
        }
        code(key, payload)
            .verify_truncated_left(given)
            .map_err(|_| refused())?;
        let [VERSION, direction, rest @ ..] = payload else {
            return Err(refused());
        };
        let mut parts = rest.chunks_exact(8).map(|part| {
            let part: [u8; 8] = part.try_into().expect("a chunk has its length");
            part
        });
        let mut part = || parts.next().ok_or_else(refused);
        if part()? != question {
            return Err(refused());
        }
        Ok(Self {
            direction: match direction {
                0 => Direction::Older,
                _ => Direction::Newer,
            },
            at: Timestamp::from_micros(i64::from_be_bytes(part()?)),
            tie: i64::from_be_bytes(part()?),
        })
    }
}

fn code(key: &[u8; 32], bytes: &[u8]) -> Hmac<Sha256> {
    let mut code = Hmac::<Sha256>::new_from_slice(key).expect("any length of key will do");
    code.update(bytes);
    code
}

/// Where a page begins and ends, and whether there is more on either side of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edges {
    /// Of what the page looked at, the newest place and the oldest.
    pub(crate) looked_at: Option<((Timestamp, i64), (Timestamp, i64))>,
    pub(crate) came_from: Option<Place>,
    /// Whether there is more in the direction in which it was read.
    pub(crate) has_more: bool,
}

impl Edges {
    /// The cursors to the next page (older) and to the one before (newer).
    pub(crate) fn cursors(
        self,
        key: &[u8; 32],
        question: [u8; 8],
    ) -> (Option<String>, Option<String>) {
        let seal = |direction, (at, tie): (Timestamp, i64)| {
            let place = Place { direction, at, tie };
            Some(place.seal(key, question))
        };
        let is_upwards = self
            .came_from
            .is_some_and(|place| place.direction == Direction::Newer);
        let Some((newest, oldest)) = self.looked_at else {
            // Nothing is left this way; the place from which this page was asked for is still one to turn back from.
            let back = self.came_from.and_then(|place| match place.direction {
                Direction::Older => seal(Direction::Newer, (place.at, place.tie.saturating_sub(1))),
                Direction::Newer => seal(Direction::Older, (place.at, place.tie.saturating_add(1))),
            });
            return if is_upwards {
                (back, None)
            } else {
                (None, back)
            };
        };
        let has_older = is_upwards || self.has_more;
        let has_newer = if is_upwards {
            self.has_more
        } else {
            self.came_from.is_some()
        };
        (
            has_older.then(|| seal(Direction::Older, oldest)).flatten(),
            has_newer.then(|| seal(Direction::Newer, newest)).flatten(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];
    const QUESTION: [u8; 8] = [3; 8];

    fn place() -> Place {
        Place {
            direction: Direction::Newer,
            at: Timestamp::from_millis(-5),
            tie: 1 << 22 | 7,
        }
    }

    #[test]
    fn a_place_comes_back_as_it_was_to_its_own_question_only() {
        let text = place().seal(&KEY, QUESTION);
        assert_eq!(Place::open(&KEY, QUESTION, &text), Ok(place()));
        assert!(Place::open(&[8; 32], QUESTION, &text).is_err());
        assert!(Place::open(&KEY, [4; 8], &text).is_err());
    }

    #[test]
    fn a_place_that_was_cut_or_changed_is_refused() {
        let text = place().seal(&KEY, QUESTION);
        for length in 0..text.len() {
            assert!(Place::open(&KEY, QUESTION, &text[..length]).is_err());
        }
        for index in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(Place::open(&KEY, QUESTION, &changed).is_err());
        }
        for text in ["", "é", "====", &format!("{text}AAAA")] {
            assert!(Place::open(&KEY, QUESTION, text).is_err());
        }
    }
}
