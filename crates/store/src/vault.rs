//! What the master key protects: stored credentials, and the hashes of API keys.
//!
//! The master key itself is never stored here. A sealed value is one byte that names the key's version, a nonce and
//! the ciphertext; it opens only in the row that it was sealed for, so that a copy in another row is worthless.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use domain::api_key::ApiKey;
use domain::entropy::Entropy;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use sha2::Sha256;

const KEY_VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;

/// A sealed value does not open: it was changed, moved from another row, or sealed with another master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open with this master key")]
pub struct Unopenable;

/// Seals and opens with keys that are derived from the master key.
pub struct Vault {
    cipher: XChaCha20Poly1305,
    master: SecretBox<[u8; 32]>,
    pepper: SecretBox<[u8; 32]>,
}

impl Vault {
    /// The vault of a master key of 256 random bits.
    pub fn new(master: &[u8; 32]) -> Self {
        let sealing = derive(master, "seal");
        Self {
            cipher: XChaCha20Poly1305::new(&Key::from(sealing)),
            master: SecretBox::new(Box::new(*master)),
            pepper: SecretBox::new(Box::new(derive(master, "api-key"))),
        }
    }

    /// Seals `content` for one place. The result differs each time; make it before the transaction, not in it.
    pub fn seal(&self, place: &Place<'_>, content: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        entropy.fill(&mut nonce);
        let payload = Payload {
            msg: content,
            aad: &place.bytes(),
        };
        let ciphertext = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .expect("the content is far below the cipher's limit");
        let mut sealed = Vec::with_capacity(1 + NONCE_BYTES + ciphertext.len());
        sealed.push(KEY_VERSION);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        sealed
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, Unopenable> {
        let rest = sealed.strip_prefix(&[KEY_VERSION]).ok_or(Unopenable)?;
        let (nonce, ciphertext) = rest.split_first_chunk().ok_or(Unopenable)?;
        let payload = Payload {
            msg: ciphertext,
            aad: &place.bytes(),
        };
        let nonce: &[u8; NONCE_BYTES] = nonce;
        self.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| Unopenable)
    }

    /// Seals a secret text.
    pub fn seal_text(
        &self,
        place: &Place<'_>,
        secret: &SecretString,
        entropy: &dyn Entropy,
    ) -> Vec<u8> {
        self.seal(place, secret.expose_secret().as_bytes(), entropy)
    }

    /// Opens a secret text.
    pub fn open_text(&self, place: &Place<'_>, sealed: &[u8]) -> Result<SecretString, Unopenable> {
        let bytes = self.open(place, sealed)?;
        String::from_utf8(bytes)
            .map(SecretString::from)
            .map_err(|_| Unopenable)
    }

    /// What is stored of an API key. Without the master key nobody can test a guess against it.
    pub fn api_key_hash(&self, key: &ApiKey) -> [u8; 32] {
        keyed_hash(
            self.pepper.expose_secret(),
            &[
                key.workspace_id.as_bytes(),
                key.api_key_id.as_bytes(),
                key.secret(),
            ],
        )
    }

    /// What is kept of a token of another kind, such as that of an invitation, in the row with these ids.
    pub fn token_hash(&self, purpose: &str, row: [&[u8; 16]; 2], secret: &[u8; 32]) -> [u8; 32] {
        keyed_hash(&self.derived_key(purpose), &[row[0], row[1], secret])
    }

    /// What is kept of somebody's address to find them by. Addresses that differ in case are one.
    pub fn email_hash(&self, email: &str) -> [u8; 32] {
        let email = email.trim().to_lowercase();
        keyed_hash(&self.derived_key("login"), &[email.as_bytes()])
    }

    /// A key for one other purpose, such as signing cursors: the same each time, and of no use for anything else.
    pub fn derived_key(&self, purpose: &str) -> [u8; 32] {
        derive(self.master.expose_secret(), purpose)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

/// Where a sealed value lives: it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Place<'p> {
    /// Table and column, for example `account.credentials`.
    pub column: &'static str,
    /// The bytes of the row's workspace and id.
    pub row: [&'p [u8; 16]; 2],
}

impl Place<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.column.len() + 33);
        bytes.extend_from_slice(self.column.as_bytes());
        bytes.push(0);
        for id in self.row {
            bytes.extend_from_slice(id);
        }
        bytes
    }
}

fn derive(master: &[u8; 32], purpose: &str) -> [u8; 32] {
    keyed_hash(master, &[b"liaison/1/", purpose.as_bytes()])
}

fn keyed_hash(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length of key will do");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use domain::entropy::SeededEntropy;
    use domain::ids::{AccountId, ApiKeyId, WorkspaceId};
    use domain::time::Timestamp;

    use super::*;

    fn place<'p>(workspace_id: &'p WorkspaceId, account_id: &'p AccountId) -> Place<'p> {
        Place {
            column: "account.credentials",
            row: [workspace_id.as_bytes(), account_id.as_bytes()],
        }
    }

    #[test]
    fn a_sealed_value_opens_only_in_its_place_with_its_key() {
        let entropy = SeededEntropy::new(1);
        let now = Timestamp::from_millis(1);
        let (workspace, other_workspace) = (
            WorkspaceId::mint(now, &entropy),
            WorkspaceId::mint(now, &entropy),
        );
        let account = AccountId::mint(now, &entropy);
        let vault = Vault::new(&[7; 32]);
        let sealed = vault.seal(&place(&workspace, &account), b"token", &entropy);
        assert_eq!(
            vault.open(&place(&workspace, &account), &sealed),
            Ok(b"token".to_vec())
        );
        assert!(!sealed.windows(5).any(|window| window == b"token"));
        let again = vault.seal(&place(&workspace, &account), b"token", &entropy);
        assert_ne!(sealed, again);

        let elsewhere = vault.open(&place(&other_workspace, &account), &sealed);
        assert_eq!(elsewhere, Err(Unopenable));
        let other_column = Place {
            column: "account.other",
            ..place(&workspace, &account)
        };
        assert_eq!(vault.open(&other_column, &sealed), Err(Unopenable));
        let other_vault = Vault::new(&[8; 32]);
        assert_eq!(
            other_vault.open(&place(&workspace, &account), &sealed),
            Err(Unopenable)
        );
    }

    #[test]
    fn a_changed_or_cut_value_does_not_open() {
        let entropy = SeededEntropy::new(2);
        let workspace = WorkspaceId::from_bytes([1; 16]);
        let account = AccountId::from_bytes([2; 16]);
        let vault = Vault::new(&[7; 32]);
        let place = place(&workspace, &account);
        let sealed = vault.seal(&place, b"token", &entropy);
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert_eq!(vault.open(&place, &changed), Err(Unopenable), "{index}");
            assert_eq!(
                vault.open(&place, &sealed[..index]),
                Err(Unopenable),
                "{index}"
            );
        }
    }

    #[test]
    fn hashes_depend_on_master_key_and_on_every_part_of_the_key() {
        let entropy = SeededEntropy::new(3);
        let workspace_id = WorkspaceId::from_bytes([1; 16]);
        let key = ApiKey::mint(workspace_id, ApiKeyId::from_bytes([2; 16]), &entropy);
        let other = ApiKey::mint(workspace_id, ApiKeyId::from_bytes([2; 16]), &entropy);
        let vault = Vault::new(&[7; 32]);
        assert_eq!(vault.api_key_hash(&key), vault.api_key_hash(&key.clone()));
        assert_ne!(vault.api_key_hash(&key), vault.api_key_hash(&other));
        assert_ne!(
            vault.api_key_hash(&key),
            Vault::new(&[8; 32]).api_key_hash(&key)
        );
        assert_ne!(vault.derived_key("cursor"), vault.derived_key("seal"));
    }
}
