mod corpus;
mod reading;

use super::{OptOut, language, recognise};

/// What an answer is taken for.
fn verdict(text: &str) -> OptOut {
    recognise(text).opt_out
}
