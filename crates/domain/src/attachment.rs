//! Files that travel with a message: named, typed, bounded, and told apart by the digest of their bytes.

pub mod content;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hexadecimal::hexadecimal;
use crate::limits;

/// What is told of a file without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileFacts {
    pub name: String,
    /// Lower-case, without parameters: `application/pdf`.
    pub media_type: String,
    pub byte_size: i64,
    /// Of the bytes, hexadecimal.
    pub sha256: String,
}

/// A file with its bytes. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    facts: FileFacts,
    bytes: Arc<[u8]>,
}

/// Why something is no file that can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFile {
    #[error(
        "a name has 1 to {} characters, none of them a slash, a backslash or a control character, and is not . or ..",
        limits::ATTACHMENT_NAME_CHARS_MAX
    )]
    Name,
    #[error("a media type has the form type/subtype, as in application/pdf, without parameters")]
    MediaType,
    #[error("the file is empty")]
    Empty,
    #[error("a file has at most {} bytes", limits::ATTACHMENT_BYTES_MAX)]
    TooLarge,
}

/// A file that comes in piece by piece: what is told of it so far.
#[derive(Debug, Clone)]
pub struct Incoming {
    name: String,
    media_type: String,
    byte_size: usize,
    digest: Sha256,
}

impl Incoming {
    /// A file of which nothing has come yet, as its sender describes it. White space around its name is dropped.
    pub fn new(name: &str, media_type: &str) -> Result<Self, InvalidFile> {
        let name = name.trim();
        if !is_name(name) {
            return Err(InvalidFile::Name);
        }
        if !is_media_type(media_type) {
            return Err(InvalidFile::MediaType);
        }
        Ok(Self {
            name: name.to_owned(),
            media_type: media_type.to_ascii_lowercase(),
            byte_size: 0,
            digest: Sha256::new(),
        })
    }

    /// Takes the next piece.
    pub fn add(&mut self, piece: &[u8]) -> Result<(), InvalidFile> {
        self.byte_size = self.byte_size.saturating_add(piece.len());
        if self.byte_size > limits::ATTACHMENT_BYTES_MAX {
            return Err(InvalidFile::TooLarge);
        }
        self.digest.update(piece);
        Ok(())
    }

    /// Bytes that have come.
    pub const fn byte_size(&self) -> usize {
        self.byte_size
    }

    /// As it may be called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As it was declared, or as it was found to be.
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// Calls it what its content shows.
    pub fn set_media_type(&mut self, media_type: String) {
        self.media_type = media_type;
    }

    /// What is told of the file if this was all of it.
    pub fn facts(&self) -> Result<FileFacts, InvalidFile> {
        if self.byte_size == 0 {
            return Err(InvalidFile::Empty);
        }
        Ok(FileFacts {
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            byte_size: i64::try_from(self.byte_size).unwrap_or(i64::MAX),
            sha256: hexadecimal(&self.digest.clone().finalize()),
        })
    }
}

impl File {
    /// A file as a caller gives it. White space around its name is dropped.
    pub fn new(name: &str, media_type: &str, bytes: Vec<u8>) -> Result<Self, InvalidFile> {
        let mut incoming = Incoming::new(name, media_type)?;
        incoming.add(&bytes)?;
        Ok(Self {
            facts: incoming.facts()?,
            bytes: bytes.into(),
        })
    }

    /// The file that was kept with these facts; `None` if the bytes are others.
    pub fn kept(facts: FileFacts, bytes: Vec<u8>) -> Option<Self> {
        let is_same = facts.sha256 == sha256(&bytes);
        is_same.then(|| Self {
            facts,
            bytes: bytes.into(),
        })
    }

    pub fn facts(&self) -> &FileFacts {
        &self.facts
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Shows no bytes: they do not belong in logs.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("File").field(&self.facts).finish()
    }
}

/// A name that somebody else gave, as a file may be called: what could lead elsewhere, or show the name in another order
/// than it has, is replaced, and what is too long is cut in its middle, so that its ending stays.
pub fn safe_name(name: &str) -> String {
    let turns = |letter| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let safe = name.trim().chars().map(|letter| {
        let is_unsafe = letter.is_control() || matches!(letter, '/' | '\\') || turns(letter);
        if is_unsafe { '_' } else { letter }
    });
    let mut letters: Vec<char> = safe.collect();
    if letters.len() > limits::ATTACHMENT_NAME_CHARS_MAX {
        let half = limits::ATTACHMENT_NAME_CHARS_MAX / 2;
        letters.drain(half..letters.len() - half);
    }
    let safe: String = letters.into_iter().collect();
    if is_name(&safe) {
        safe
    } else {
        "attachment".to_owned()
    }
}

/// Receivers store files by their names, so a name never leads anywhere.
fn is_name(name: &str) -> bool {
    let is_allowed = |letter: char| !letter.is_control() && !matches!(letter, '/' | '\\');
    (1..=limits::ATTACHMENT_NAME_CHARS_MAX).contains(&name.chars().count())
        && name.chars().all(is_allowed)
        && name != "."
        && name != ".."
}

fn is_media_type(text: &str) -> bool {
    let is_token = |part: &str| {
        part.starts_with(|letter: char| letter.is_ascii_alphanumeric())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
    };
    text.len() <= limits::MEDIA_TYPE_CHARS_MAX
        && text
            .split_once('/')
            .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, media_type: &str) -> Result<File, InvalidFile> {
        File::new(name, media_type, b"abc".to_vec())
    }

    #[test]
    fn a_file_is_named_typed_and_bounded() {
        let kept = file(" Plan B.pdf ", "Application/PDF").unwrap();
        let facts = kept.facts().clone();
        assert_eq!((facts.name.as_str(), facts.byte_size), ("Plan B.pdf", 3));
        assert_eq!(facts.media_type, "application/pdf");
        assert!(facts.sha256.starts_with("ba7816bf"), "{facts:?}");
        for name in [
            "",
            " ",
            ".",
            "..",
            "a/b",
            "a\\b",
            "a\0",
            "a\nb",
            &"é".repeat(201),
        ] {
            assert_eq!(file(name, "text/plain"), Err(InvalidFile::Name), "{name:?}");
        }
        for media_type in [
            "",
            "text",
            "text/",
            "/plain",
            "text/plain; charset=utf-8",
            "a/b/c",
            "té/xt",
        ] {
            let refused = file("a", media_type);
            assert_eq!(refused, Err(InvalidFile::MediaType), "{media_type:?}");
        }
        let sized = |bytes| File::new("a", "text/plain", vec![7; bytes]);
        assert_eq!(sized(0), Err(InvalidFile::Empty));
        assert!(sized(limits::ATTACHMENT_BYTES_MAX).is_ok());
        assert_eq!(
            sized(limits::ATTACHMENT_BYTES_MAX + 1),
            Err(InvalidFile::TooLarge)
        );
    }

    #[test]
    fn a_file_that_comes_in_pieces_is_the_same_file() {
        let whole = file("a.txt", "text/plain").unwrap();
        let mut incoming = Incoming::new(" a.txt", "Text/plain").unwrap();
        assert_eq!(incoming.facts(), Err(InvalidFile::Empty));
        incoming.add(b"ab").unwrap();
        incoming.add(b"c").unwrap();
        assert_eq!(incoming.facts().as_ref(), Ok(whole.facts()));
        let rest = vec![0; limits::ATTACHMENT_BYTES_MAX - 2];
        assert_eq!(incoming.add(&rest), Err(InvalidFile::TooLarge));
    }

    #[test]
    fn a_name_that_somebody_else_gave_leads_nowhere() {
        for (given, safe) in [
            (" Plan B.pdf ", "Plan B.pdf"),
            ("../../etc/passwd", ".._.._etc_passwd"),
            ("C:\\run.exe", "C:_run.exe"),
            ("a\0b\r\nc", "a_b__c"),
            ("invoice\u{202e}fdp.exe", "invoice_fdp.exe"),
            ("..", "attachment"),
            ("  ", "attachment"),
        ] {
            assert_eq!(safe_name(given), safe);
        }
        let cut = safe_name(&format!("{}.pdf", "é".repeat(300)));
        assert_eq!(cut.chars().count(), limits::ATTACHMENT_NAME_CHARS_MAX);
        assert!(cut.ends_with("é.pdf"));
    }

    #[test]
    fn other_bytes_are_not_the_file_that_was_kept() {
        let file = file("a.txt", "text/plain").unwrap();
        assert_eq!(
            File::kept(file.facts().clone(), b"abc".to_vec()),
            Some(file.clone())
        );
        assert_eq!(File::kept(file.facts().clone(), b"abd".to_vec()), None);
        assert!(!format!("{file:?}").contains("97"), "no bytes in logs");
    }
}
