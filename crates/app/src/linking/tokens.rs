//! What travels through a browser: the address that a person opens, and the state that comes back from the network. Both name
//! their workspace and session, so that looking them up stays inside one workspace, under a code that only this gateway can
//! make; a text that fails here never reaches the database. The verifiers of PKCE follow from the same key. So nothing that
//! opens a session is kept anywhere.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::{LinkSessionId, WorkspaceId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use store::link_sessions::Subject;
use store::vault::Vault;

const CODE_BYTES: usize = 32;
const PAYLOAD_BYTES: usize = 16 + 16 + 1;

/// The address that a person opens: it belongs to no way to the network yet.
const START: u8 = 0;

/// What a text of ours stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) subject: Subject,
    /// Counts the ways to the network from 1; 0 in the address that a person opens.
    pub(super) attempt: u8,
}

impl Token {
    /// What stands in the address that a person opens.
    pub(super) const fn start(subject: Subject) -> Self {
        Self {
            subject,
            attempt: START,
        }
    }

    /// The text.
    pub(super) fn seal(&self, vault: &Vault) -> String {
        let mut bytes = self.payload().to_vec();
        bytes.extend_from_slice(&self.code(vault).finalize().into_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What a text stands for, if this gateway made it for this use.
    pub(super) fn open(vault: &Vault, text: &str, is_start: bool) -> Option<Self> {
        // Nothing longer is looked at.
        if text.len() > (PAYLOAD_BYTES + CODE_BYTES).div_ceil(3) * 4 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (payload, code) = bytes.split_first_chunk::<PAYLOAD_BYTES>()?;
        let part = |start: usize| payload[start..start + 16].try_into().ok();
        let token = Self {
            subject: (
                WorkspaceId::from_bytes(part(0)?),
                LinkSessionId::from_bytes(part(16)?),
            ),
            attempt: payload[PAYLOAD_BYTES - 1],
        };
        token.code(vault).verify_slice(code).ok()?;
        ((token.attempt == START) == is_start).then_some(token)
    }

    /// The verifier of this way to the network: 43 letters.
    pub(super) fn verifier(&self, vault: &Vault) -> String {
        let code = keyed(vault, "link-verifier", &self.payload());
        URL_SAFE_NO_PAD.encode(code.finalize().into_bytes())
    }

    fn payload(&self) -> [u8; PAYLOAD_BYTES] {
        let mut bytes = [0; PAYLOAD_BYTES];
        bytes[..16].copy_from_slice(self.subject.0.as_bytes());
        bytes[16..32].copy_from_slice(self.subject.1.as_bytes());
        bytes[PAYLOAD_BYTES - 1] = self.attempt;
        bytes
    }

    fn code(&self, vault: &Vault) -> Hmac<Sha256> {
        keyed(vault, "link-token", &self.payload())
    }
}

/// The challenge of PKCE, by S256.
pub(super) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

/// What is kept of the secret that a browser holds.
pub(super) fn browser_hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

fn keyed(vault: &Vault, purpose: &str, payload: &[u8]) -> Hmac<Sha256> {
    let key = vault.derived_key(purpose);
    let mut code = Hmac::<Sha256>::new_from_slice(&key).expect("any length of key will do");
    code.update(payload);
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(attempt: u8) -> Token {
        let subject = (
            WorkspaceId::from_bytes([1; 16]),
            LinkSessionId::from_bytes([2; 16]),
        );
        Token { subject, attempt }
    }

    #[test]
    fn a_token_is_good_for_its_own_use_with_its_own_key() {
        let vault = Vault::new(&[7; 32]);
        let (start, state) = (token(0).seal(&vault), token(3).seal(&vault));
        assert_eq!(Token::open(&vault, &start, true), Some(token(0)));
        assert_eq!(Token::open(&vault, &state, false), Some(token(3)));
        assert_eq!(Token::open(&vault, &start, false), None);
        assert_eq!(Token::open(&vault, &state, true), None);
        assert_eq!(Token::open(&Vault::new(&[8; 32]), &start, true), None);
    }

    #[test]
    fn a_token_that_was_cut_or_changed_is_none() {
        let vault = Vault::new(&[7; 32]);
        let text = token(1).seal(&vault);
        for length in 0..text.len() {
            assert_eq!(Token::open(&vault, &text[..length], false), None);
        }
        for index in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(Token::open(&vault, &changed, false), None, "{index}");
        }
        for text in ["", "é", "====", &format!("{text}AAAA")] {
            assert_eq!(Token::open(&vault, text, false), None);
        }
    }

    #[test]
    fn each_way_has_a_verifier_of_its_own() {
        let vault = Vault::new(&[7; 32]);
        let first = token(1).verifier(&vault);
        assert_eq!(first.len(), 43);
        assert_ne!(first, token(2).verifier(&vault));
        assert_ne!(first, token(1).verifier(&Vault::new(&[8; 32])));
        // The example of RFC 7636.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(
            challenge(verifier),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
