//! Ids for rows that the network names: derived from that name, so that a closure that runs again, or a second process
//! that sees the same thing at the same instant, mints the same id without a random number.

use domain::entropy::Entropy;
use sha2::{Digest, Sha256};

/// A fixed stand-in for randomness: the digest of what the id is for.
#[derive(Clone)]
pub(crate) struct Derived(Sha256);

/// The entropy of these parts, in this order.
pub(crate) fn derived_entropy(parts: &[&[u8]]) -> Derived {
    parts
        .iter()
        .fold(Derived(Sha256::new()), |derived, part| derived.with(part))
}

impl Derived {
    /// The entropy of one part more.
    pub(crate) fn with(&self, part: &[u8]) -> Self {
        let mut digest = self.0.clone();
        // The length in front keeps neighbouring parts apart.
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
        Self(digest)
    }
}

impl Entropy for Derived {
    fn fill(&self, bytes: &mut [u8]) {
        for (number, chunk) in bytes.chunks_mut(32).enumerate() {
            let mut digest = self.0.clone();
            digest.update(u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes());
            chunk.copy_from_slice(&digest.finalize()[..chunk.len()]);
        }
    }
}
