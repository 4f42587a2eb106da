//! How alike two texts are: whether a message is one of many.
//!
//! A text is reduced to 64 bits in such a way that texts which differ in a few words differ in a few bits (`SimHash` over
//! runs of three words). Names and other single words that are put into a template therefore do not hide it. Short texts
//! have too few runs for that, so for them only the very same words are alike.

use crate::search;

/// Below so many different words only the same words are alike.
const WORDS_FEW: usize = 12;
/// Bits by which the marks of two alike texts may differ.
const BITS_MAX: u32 = 6;
/// The mark of a short text has this bit, that of a long one has not.
const SHORT: u64 = 1 << 63;

/// What is kept of a text to compare it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark(u64);

impl Mark {
    /// The mark of a text.
    pub fn of(text: &str) -> Self {
        let words = search::words_in_order(text);
        if words.len() < WORDS_FEW {
            let all = words.join(" ");
            return Self(hash(&[all.as_str()]) | SHORT);
        }
        let mut weights = [0i32; 64];
        for run in words.windows(3) {
            let run: Vec<&str> = run.iter().map(String::as_str).collect();
            let hash = hash(&run);
            for (bit, weight) in weights.iter_mut().enumerate() {
                *weight += if hash >> bit & 1 == 1 { 1 } else { -1 };
            }
        }
        let bits = weights.iter().enumerate();
        let mark = bits
            .filter(|(_, weight)| **weight > 0)
            .fold(0u64, |mark, (bit, _)| mark | 1 << bit);
        Self(mark & !SHORT)
    }

    /// The mark behind a stored number.
    pub const fn from_stored(number: i64) -> Self {
        Self(number.cast_unsigned())
    }

    /// The number that is stored.
    pub const fn stored(self) -> i64 {
        self.0.cast_signed()
    }

    /// Whether the texts of both read alike.
    pub const fn is_alike(self, other: Self) -> bool {
        if self.0 & SHORT != 0 || other.0 & SHORT != 0 {
            return self.0 == other.0;
        }
        (self.0 ^ other.0).count_ones() <= BITS_MAX
    }
}

/// FNV-1a, mixed at the end: stable for ever, as marks are kept.
fn hash(words: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().flat_map(|word| word.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "Hello NAME, I saw your talk about resilient systems in Lisbon last week and liked the part on \
        recovery a lot. We build a small tool that helps teams rehearse exactly such failures before they happen. Would \
        you have a quarter of an hour next week for a short call about it? Kind regards, Olga";

    #[test]
    fn a_template_is_known_whatever_name_is_put_in() {
        let first = Mark::of(&LETTER.replace("NAME", "John"));
        for name in ["Lin", "Anna-Maria", "Dr. Weber", "JOHN"] {
            assert!(
                first.is_alike(Mark::of(&LETTER.replace("NAME", name))),
                "{name}"
            );
        }
        assert_eq!(Mark::from_stored(first.stored()), first);
    }

    #[test]
    fn other_letters_are_other_letters() {
        let first = Mark::of(LETTER);
        for text in [
            "Hello John, thank you for the invitation. I have read your article on queues with great interest and would \
             like to ask what you think about using a plain table for that. Do you have an example that I could look at?",
            "Good morning, we met at the conference in May and spoke about hiring. You asked me to send the description \
             of the position that we are looking to fill. Here it is; please let me know what you think about it.",
        ] {
            assert!(!first.is_alike(Mark::of(text)), "{text}");
        }
    }

    #[test]
    fn short_texts_are_alike_word_for_word() {
        assert!(Mark::of("Thank you, John!").is_alike(Mark::of("thank you john")));
        assert!(!Mark::of("Thank you, John!").is_alike(Mark::of("Thank you, Lin!")));
        assert!(!Mark::of("Hello").is_alike(Mark::of(LETTER)));
    }
}
