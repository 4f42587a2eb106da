//! The cursor of a walk over the inbox: opaque to callers, and only worth something to the question that it answers.
//!
//! It carries the workspace, the account, a digest of the filters and the place that the walk has reached, under a code
//! that only this server can make. A walk runs from the newest activity downwards and activity never moves back; so a
//! conversation that is untouched since the walk began appears once, none appears twice, and one that was active since
//! then stands above the place reached: reading again from the top finds it. That is also why the instant at which the
//! walk began is not in it: the place reached says more, and holds where clocks differ.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use store::inbox::Position;

const VERSION: u8 = 2;
const PAYLOAD_BYTES: usize = 1 + 16 + 16 + 8 + 8 + 8;
const CODE_BYTES: usize = 16;

/// What a cursor says once it is proved to be ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub workspace_id: WorkspaceId,
    pub account_id: AccountId,
    /// Of the filters, by [`digest`].
    pub filters: [u8; 8],
    /// The last conversation that was given out.
    pub reached: Position,
}

/// The text is no cursor of this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCursor;

impl Cursor {
    /// The text that a caller gets.
    pub fn seal(&self, key: &[u8; 32]) -> String {
        let mut bytes = Vec::with_capacity(PAYLOAD_BYTES + CODE_BYTES);
        bytes.push(VERSION);
        bytes.extend_from_slice(self.workspace_id.as_bytes());
        bytes.extend_from_slice(self.account_id.as_bytes());
        bytes.extend_from_slice(&self.filters);
        bytes.extend_from_slice(&self.reached.last_activity_at.micros().to_be_bytes());
        bytes.extend_from_slice(&self.reached.thread.to_be_bytes());
        let code = code(key, &bytes).finalize().into_bytes();
        bytes.extend_from_slice(&code[..CODE_BYTES]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The cursor behind a text, if this server made it.
    pub fn open(key: &[u8; 32], text: &str) -> Result<Self, InvalidCursor> {
        // Nothing longer is looked at.
        if text.len() > (PAYLOAD_BYTES + CODE_BYTES).div_ceil(3) * 4 {
            return Err(InvalidCursor);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidCursor)?;
        let (payload, given) = bytes
            .split_first_chunk::<PAYLOAD_BYTES>()
            .ok_or(InvalidCursor)?;
        if given.len() != CODE_BYTES {
            return Err(InvalidCursor);
        }
        code(key, payload)
            .verify_truncated_left(given)
            .map_err(|_| InvalidCursor)?;
        if payload[0] != VERSION {
            return Err(InvalidCursor);
        }
        Ok(Self {
            workspace_id: WorkspaceId::from_bytes(part(payload, 1)),
            account_id: AccountId::from_bytes(part(payload, 17)),
            filters: part(payload, 33),
            reached: Position {
                last_activity_at: Timestamp::from_micros(i64::from_be_bytes(part(payload, 41))),
                thread: i64::from_be_bytes(part(payload, 49)),
            },
        })
    }
}

fn part<const N: usize>(payload: &[u8; PAYLOAD_BYTES], at: usize) -> [u8; N] {
    *payload[at..]
        .first_chunk()
        .expect("the payload has all its parts")
}

fn code(key: &[u8; 32], bytes: &[u8]) -> Hmac<Sha256> {
    let mut code = Hmac::<Sha256>::new_from_slice(key).expect("any length of key will do");
    code.update(bytes);
    code
}

/// A short digest of these parts, in this order.
pub fn digest(parts: &[&[u8]]) -> [u8; 8] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    *digest
        .finalize()
        .first_chunk()
        .expect("a digest has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor() -> Cursor {
        Cursor {
            workspace_id: WorkspaceId::from_bytes([1; 16]),
            account_id: AccountId::from_bytes([2; 16]),
            filters: digest(&[b"john"]),
            reached: Position {
                last_activity_at: Timestamp::from_millis(-5),
                thread: 1 << 22 | 7,
            },
        }
    }

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        let text = cursor().seal(&[7; 32]);
        assert_eq!(Cursor::open(&[7; 32], &text), Ok(cursor()));
        assert_eq!(Cursor::open(&[8; 32], &text), Err(InvalidCursor));
    }

    #[test]
    fn a_cursor_that_was_cut_or_changed_is_refused() {
        let text = cursor().seal(&[7; 32]);
        for length in 0..text.len() {
            assert_eq!(Cursor::open(&[7; 32], &text[..length]), Err(InvalidCursor));
        }
        for index in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(Cursor::open(&[7; 32], &changed), Err(InvalidCursor));
        }
        for text in ["", "é", "====", &format!("{text}AAAA")] {
            assert_eq!(Cursor::open(&[7; 32], text), Err(InvalidCursor));
        }
    }

    #[test]
    fn a_digest_keeps_neighbouring_parts_apart() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
    }
}
