mod corpus;
mod reading;
mod training;

use super::{OptOut, bare, language, own_words, recognise, second_opinion, sentences};

/// What an answer is taken for.
fn verdict(text: &str) -> OptOut {
    recognise(text).opt_out
}
