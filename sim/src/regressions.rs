//! Seeds that have found a mistake once. They are run first, for ever.

/// A seed, its days, and what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regression {
    pub seed: u64,
    pub days: u32,
    pub why: String,
}

/// The kept list: a seed, its days and a sentence in each line.
const KEPT: &str = include_str!("../regressions.txt");

/// Every kept seed. A line that cannot be read is a mistake of its writer and ends the program.
pub fn all() -> Vec<Regression> {
    let lines = KEPT
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(read).collect()
}

fn read(line: &str) -> Regression {
    let mut words = line.splitn(3, ' ');
    let mut word = || words.next().unwrap_or_default();
    let (seed, days, why) = (word(), word(), word());
    let seed = seed
        .strip_prefix("0x")
        .and_then(|digits| u64::from_str_radix(digits, 16).ok());
    Regression {
        seed: seed.expect("a seed in hexadecimal"),
        days: days.parse().expect("a number of days"),
        why: why.to_owned(),
    }
}
