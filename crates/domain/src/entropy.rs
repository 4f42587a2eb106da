//! Randomness as an argument: the operating system's in the binary, a seed's in tests and in the simulator.

use std::sync::Mutex;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with random data.
    fn fill(&self, bytes: &mut [u8]);

    /// A random number of 64 bits.
    fn number(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

/// A repeatable stream: the same seed gives the same bytes in the same order.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<ChaCha20Rng>);

impl SeededEntropy {
    /// A stream that starts at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .fill_bytes(bytes);
    }
}

/// One draw in `0..bound`, decided by what it is for: the same seed, subject and rule always give the same number,
/// so that a new draw elsewhere shifts nothing. `bound` of zero gives zero.
pub fn draw(seed: u64, subject: &[u8], rule: &str, bound: u64) -> u64 {
    let mut key = [0u8; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    for (index, byte) in rule
        .bytes()
        .chain([0xff])
        .chain(subject.iter().copied())
        .enumerate()
    {
        let slot = &mut key[8 + index % 24];
        *slot = slot.wrapping_mul(31).wrapping_add(byte);
    }
    match bound {
        0 => 0,
        bound => ChaCha20Rng::from_seed(key).next_u64() % bound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_its_stream() {
        let (one, two) = (SeededEntropy::new(7), SeededEntropy::new(7));
        assert_eq!([one.number(), one.number()], [two.number(), two.number()]);
        assert_ne!(
            SeededEntropy::new(8).number(),
            SeededEntropy::new(7).number()
        );
    }

    #[test]
    fn draws_depend_on_seed_subject_and_rule_alone() {
        let drawn = draw(1, b"snd", "jitter", 1_000);
        assert_eq!(drawn, draw(1, b"snd", "jitter", 1_000));
        assert!(drawn < 1_000);
        assert_ne!(
            draw(1, b"snd", "jitter", u64::MAX),
            draw(1, b"snd", "gap", u64::MAX)
        );
        assert_eq!(draw(1, b"snd", "jitter", 0), 0);
    }
}
