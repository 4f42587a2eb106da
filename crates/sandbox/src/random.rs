//! Chance that can be repeated: every stream follows from the seed, a name and a number.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const KEY_ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A seeded stream of choices.
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    /// The stream called `name`, number `number`, of the world grown from `seed`.
    pub(crate) fn stream(seed: u64, name: &str, number: i64) -> Self {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&number.to_le_bytes());
        for (index, byte) in name.bytes().enumerate() {
            let place = 16 + index % 16;
            key[place] = key[place].rotate_left(3) ^ byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A stream from entropy that nobody can guess; for secrets.
    pub(crate) fn secret(entropy: [u8; 32], number: i64) -> Self {
        let mut key = entropy;
        for (place, byte) in key.iter_mut().zip(number.to_le_bytes()) {
            *place ^= byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number in `0..bound`; the bias of the remainder is far below what anybody could notice here.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.0.next_u64() % bound).unwrap_or(0)
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low))
            .unwrap_or(0)
            .saturating_add(1);
        low + i64::try_from(self.0.next_u64() % width).unwrap_or(0)
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.0.next_u32() % 100 < percent
    }

    /// A number in 0..1.
    pub(crate) fn fraction(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / (f64::from(u32::MAX) + 1.0)
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index + 1));
        }
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// `count` characters of `A-Za-z0-9_-`.
    pub(crate) fn key_text(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(KEY_ALPHABET[self.below(KEY_ALPHABET.len())]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn a_stream_repeats_and_differs_by_seed_name_and_number() {
        let draw = |seed, name, number| Random::stream(seed, name, number).bytes::<16>();
        let first = draw(7, "thread", 3);
        assert_eq!(first, draw(7, "thread", 3));
        for other in [
            draw(8, "thread", 3),
            draw(7, "member", 3),
            draw(7, "thread", 4),
        ] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn bounds_are_kept() {
        let mut random = Random::stream(1, "bounds", 0);
        for _ in 0..1_000 {
            assert!(random.below(7) < 7);
            assert!((-3..=3).contains(&random.between(-3, 3)));
            assert!((0.0..1.0).contains(&random.fraction()));
        }
    }
}
