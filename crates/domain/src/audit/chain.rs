//! Holding a chain against itself.

use super::Entry;
use crate::hexadecimal::hexadecimal;

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The number of the entry at which it shows.
    pub number: i64,
    pub fault: Fault,
}

/// How a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The entry is not what it was, or not where it was.
    Changed,
    /// Entries before it, or at the end, are gone.
    Missing,
    /// The entry is another than was noted elsewhere.
    OtherEnd,
}

impl Fault {
    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::OtherEnd => "other_end",
        }
    }
}

/// A chain as far as it was read.
#[derive(Debug, Default)]
pub struct Chain {
    /// The number of the last link.
    pub number: i64,
    hash: Vec<u8>,
    noted: Option<(i64, String)>,
}

impl Chain {
    /// A chain of which the number and the hash of an entry were noted elsewhere, in hexadecimal.
    pub fn noted(noted: Option<(i64, String)>) -> Self {
        Self {
            noted,
            ..Self::default()
        }
    }

    /// Takes the next link, and says what is wrong with it.
    pub fn add(&mut self, entry: &Entry, hash: Vec<u8>) -> Option<Broken> {
        let number = entry.number;
        let broken = |fault| Some(Broken { number, fault });
        if number != self.number + 1 {
            return broken(Fault::Missing);
        }
        if entry.hash(&self.hash) != hash.as_slice() {
            return broken(Fault::Changed);
        }
        self.number = number;
        self.hash = hash;
        let is_other = self.noted.as_ref().is_some_and(|(noted, hash)| {
            *noted == number && !hash.eq_ignore_ascii_case(&hexadecimal(&self.hash))
        });
        is_other.then_some(Broken {
            number,
            fault: Fault::OtherEnd,
        })
    }

    /// Says what is wrong with the end, once every link was taken: the number and the hash of the last entry are kept apart
    /// from the entries. What was added since that was read is not wrong.
    pub fn ends(&self, number: i64, hash: &[u8]) -> Option<Broken> {
        let noted = self.noted.as_ref().map_or(0, |(number, _)| *number);
        if self.number < number || self.number < noted {
            return Some(Broken {
                number: self.number + 1,
                fault: Fault::Missing,
            });
        }
        let is_other = self.number == number && self.hash != hash;
        is_other.then_some(Broken {
            number,
            fault: Fault::Changed,
        })
    }
}
