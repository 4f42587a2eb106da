//! The printed form of an API key: `liaison_` and 109 letters of Crockford's base 32 that hold its workspace, its own
//! id, 256 random bits and a checksum. A text that fails here never reaches the database.

use std::fmt;

use crate::entropy::Entropy;
use crate::ids::{ApiKeyId, WorkspaceId};

/// How every key starts, so that a leaked one is recognised by whoever finds it.
pub const PREFIX: &str = "liaison_";

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const CONTENT_BYTES: usize = 64;
const BYTES: usize = CONTENT_BYTES + 4;
const LETTERS: usize = (BYTES * 8).div_ceil(5);

/// The text is not an API key; which rule it broke is nobody's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an API key")]
pub struct InvalidApiKey;

/// A whole API key with its secret. Shown once, when it is made.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Where the key belongs, so that looking it up stays inside one workspace.
    pub workspace_id: WorkspaceId,
    /// The public half, under which it is listed.
    pub api_key_id: ApiKeyId,
    secret: [u8; 32],
}

impl ApiKey {
    /// A new key with a secret from `entropy`.
    pub fn mint(workspace_id: WorkspaceId, api_key_id: ApiKeyId, entropy: &dyn Entropy) -> Self {
        let mut secret = [0; 32];
        entropy.fill(&mut secret);
        Self {
            workspace_id,
            api_key_id,
            secret,
        }
    }

    /// The key that `text` spells. Only the exact printed form is accepted.
    pub fn parse(text: &str) -> Result<Self, InvalidApiKey> {
        let letters = text.strip_prefix(PREFIX).ok_or(InvalidApiKey)?;
        let bytes = decode(letters.as_bytes()).ok_or(InvalidApiKey)?;
        let (content, checksum) = bytes.split_at(CONTENT_BYTES);
        if checksum != crc32(content).to_be_bytes() {
            return Err(InvalidApiKey);
        }
        let part = |start: usize| content[start..start + 16].try_into().expect("16 bytes");
        Ok(Self {
            workspace_id: WorkspaceId::from_bytes(part(0)),
            api_key_id: ApiKeyId::from_bytes(part(16)),
            secret: content[32..].try_into().expect("32 bytes"),
        })
    }

    /// The 256 random bits, for hashing.
    pub const fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// The printed form. Named so that it is not printed by accident.
    pub fn reveal(&self) -> String {
        let mut bytes = [0; BYTES];
        bytes[..16].copy_from_slice(self.workspace_id.as_bytes());
        bytes[16..32].copy_from_slice(self.api_key_id.as_bytes());
        bytes[32..CONTENT_BYTES].copy_from_slice(&self.secret);
        let checksum = crc32(&bytes[..CONTENT_BYTES]);
        bytes[CONTENT_BYTES..].copy_from_slice(&checksum.to_be_bytes());
        encode(&bytes)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({})", self.api_key_id)
    }
}

fn encode(bytes: &[u8; BYTES]) -> String {
    let mut text = String::with_capacity(PREFIX.len() + LETTERS);
    text.push_str(PREFIX);
    let mut held = 0u32;
    let mut bits = 0;
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(held >> bits));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(letter(held << (5 - bits)));
    }
    text
}

fn letter(value: u32) -> char {
    let index = usize::try_from(value & 31).expect("five bits fit");
    char::from(ALPHABET[index])
}

fn decode(letters: &[u8]) -> Option<[u8; BYTES]> {
    if letters.len() != LETTERS {
        return None;
    }
    let mut bytes = [0; BYTES];
    let mut next = bytes.iter_mut();
    let mut held = 0u32;
    let mut bits = 0;
    for letter in letters {
        let digit = ALPHABET.iter().position(|candidate| candidate == letter)?;
        held = (held << 5) | u32::try_from(digit).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            *next.next()? = u8::try_from(held >> bits).ok()?;
            held &= (1 << bits) - 1;
        }
    }
    // The bits left over must be zero, or two texts would be one key.
    (held == 0).then_some(bytes)
}

/// CRC-32 as in zip: it catches typing errors, it protects nothing.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entropy::SeededEntropy;
    use crate::time::Timestamp;

    fn key(seed: u64) -> ApiKey {
        let entropy = SeededEntropy::new(seed);
        let now = Timestamp::from_millis(1_763_378_062_881);
        let workspace_id = WorkspaceId::mint(now, &entropy);
        ApiKey::mint(workspace_id, ApiKeyId::mint(now, &entropy), &entropy)
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_key_keeps_its_secret_when_it_is_debugged() {
        let key = key(1);
        let shown = format!("{key:?}");
        assert_eq!(shown, format!("ApiKey({})", key.api_key_id));
        assert_eq!(key.reveal().len(), 117);
    }

    #[test]
    fn what_is_nearly_a_key_is_none() {
        let text = key(1).reveal();
        let mut samples = vec![
            String::new(),
            "liaison_".to_owned(),
            text.to_uppercase(),
            text[1..].to_owned(),
            text[..text.len() - 1].to_owned(),
            format!("{text}0"),
            format!(" {text}"),
            text.replace("liaison_", "other___"),
        ];
        // The last letter carries four bits; the fifth must stay zero.
        samples.push(format!("{}z", &text[..text.len() - 1]));
        for sample in samples {
            assert_eq!(ApiKey::parse(&sample), Err(InvalidApiKey), "{sample}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_key_reads_back(seed in any::<u64>()) {
            let key = key(seed);
            prop_assert_eq!(ApiKey::parse(&key.reveal()), Ok(key));
        }

        #[test]
        fn one_wrong_letter_is_noticed(seed in any::<u64>(), at in 8usize..117, with in 0usize..32) {
            let text = key(seed).reveal();
            let mut letters = text.clone().into_bytes();
            letters[at] = ALPHABET[with];
            let changed = String::from_utf8(letters).expect("ASCII");
            prop_assert!(changed == text || ApiKey::parse(&changed).is_err());
        }

        #[test]
        fn nothing_makes_parsing_panic(text in ".{0,130}") {
            let _ = ApiKey::parse(&text);
        }
    }
}
