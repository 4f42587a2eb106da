//! The labelled answers of `corpus/opt_out`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{OptOut, recognise};

pub(super) const LANGUAGES: [&str; 8] = ["en", "de", "fr", "es", "pt", "it", "nl", "pl"];

/// The parts that were read while the recogniser was changed.
pub(super) const PARTS: [&str; 6] = [
    "train",
    "development",
    "held_out",
    "held_out_second",
    "held_out_third",
    "held_out_fourth",
];

pub(super) struct Labelled {
    pub(super) label: OptOut,
    pub(super) text: String,
}

/// The answers of one file of the corpus.
pub(super) fn labelled(part: &str, language: &str) -> Vec<Labelled> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/opt_out");
    let path = format!("{folder}/{part}/{language}.tsv");
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let one = |line: &str| {
        let (label, text) = line.split_once('\t').expect("two columns");
        let label = match label {
            "certain" => OptOut::Certain,
            "probable" => OptOut::Probable,
            "none" => OptOut::None,
            label => panic!("{path}: no label {label}"),
        };
        Labelled {
            label,
            text: unescaped(text),
        }
    };
    lines.lines().map(one).collect()
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            plain.push(sign);
            continue;
        }
        match signs.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            other => plain.extend(other),
        }
    }
    plain
}

/// How many answers of each label got each verdict.
#[derive(Default)]
struct Score {
    counts: BTreeMap<(OptOut, OptOut), usize>,
    misses: String,
}

impl Score {
    fn of(answers: &[Labelled]) -> Self {
        let mut score = Self::default();
        for answer in answers {
            let found = recognise(&answer.text);
            *score
                .counts
                .entry((answer.label, found.opt_out))
                .or_default() += 1;
            if found.opt_out != answer.label {
                let _ = writeln!(
                    score.misses,
                    "  {:?} read as {:?}: {:?} [{:?} {:?}]",
                    answer.label, found.opt_out, answer.text, found.evidence, found.door
                );
            }
        }
        score
    }

    fn count(&self, label: OptOut, verdict: OptOut) -> usize {
        self.counts
            .get(&(label, verdict))
            .copied()
            .unwrap_or_default()
    }

    fn line(&self, language: &str) -> String {
        let verdicts = [OptOut::Certain, OptOut::Probable, OptOut::None];
        let mut line = language.to_owned();
        for label in verdicts {
            let _ = write!(line, "  {label:?} →");
            for verdict in verdicts {
                let _ = write!(line, " {}", self.count(label, verdict));
            }
        }
        line
    }
}

/// What was reached, by language: certain found, probable found, and none taken for certain and for probable.
type Reached = (&'static str, usize, usize, usize, usize);

const TRAIN: [Reached; 8] = [
    ("en", 38, 12, 0, 0),
    ("de", 37, 8, 0, 0),
    ("fr", 38, 8, 0, 1),
    ("es", 37, 12, 0, 0),
    ("pt", 38, 7, 0, 1),
    ("it", 37, 8, 0, 0),
    ("nl", 37, 8, 0, 1),
    ("pl", 38, 11, 0, 0),
];

const DEVELOPMENT: [Reached; 8] = [
    ("en", 594, 49, 0, 10),
    ("de", 588, 44, 0, 11),
    ("fr", 585, 52, 0, 21),
    ("es", 584, 44, 0, 16),
    ("pt", 578, 42, 0, 18),
    ("it", 576, 49, 0, 17),
    ("nl", 578, 51, 0, 10),
    ("pl", 574, 47, 0, 17),
];

/// The first held-out part, which is used up and serves development.
const HELD_OUT: [Reached; 8] = [
    ("en", 18, 4, 0, 1),
    ("de", 19, 6, 0, 1),
    ("fr", 18, 6, 0, 0),
    ("es", 19, 5, 0, 0),
    ("pt", 18, 6, 0, 0),
    ("it", 19, 4, 0, 0),
    ("nl", 19, 4, 0, 0),
    ("pl", 18, 5, 0, 1),
];

/// The second one, likewise.
const HELD_OUT_SECOND: [Reached; 8] = [
    ("en", 21, 4, 0, 2),
    ("de", 21, 4, 0, 3),
    ("fr", 21, 6, 0, 1),
    ("es", 21, 6, 0, 2),
    ("pt", 21, 7, 0, 1),
    ("it", 21, 6, 0, 1),
    ("nl", 21, 6, 0, 1),
    ("pl", 21, 8, 0, 1),
];

/// The third one, likewise.
const HELD_OUT_THIRD: [Reached; 8] = [
    ("en", 21, 6, 0, 0),
    ("de", 21, 7, 0, 1),
    ("fr", 21, 5, 0, 0),
    ("es", 21, 6, 0, 0),
    ("pt", 21, 7, 0, 1),
    ("it", 21, 8, 0, 0),
    ("nl", 21, 6, 0, 0),
    ("pl", 21, 6, 0, 1),
];

/// The fourth one, likewise.
const HELD_OUT_FOURTH: [Reached; 8] = [
    ("en", 21, 7, 0, 0),
    ("de", 21, 7, 0, 0),
    ("fr", 21, 6, 0, 1),
    ("es", 21, 7, 0, 0),
    ("pt", 21, 5, 0, 1),
    ("it", 21, 8, 0, 0),
    ("nl", 21, 6, 0, 1),
    ("pl", 21, 8, 0, 0),
];

fn reaches(part: &str, reached: &[Reached]) {
    for (language, certain, probable, none_as_certain, none_as_probable) in reached {
        let score = Score::of(&labelled(part, language));
        let line = format!("{part} {}\n{}", score.line(language), score.misses);
        println!("{line}");
        assert!(
            score.count(OptOut::Certain, OptOut::Certain) >= *certain,
            "{line}"
        );
        assert!(
            score.count(OptOut::Probable, OptOut::Probable) >= *probable,
            "{line}"
        );
        assert!(
            score.count(OptOut::None, OptOut::Certain) <= *none_as_certain,
            "{line}"
        );
        assert!(
            score.count(OptOut::None, OptOut::Probable) <= *none_as_probable,
            "{line}"
        );
        assert_eq!(score.count(OptOut::Probable, OptOut::Certain), 0, "{line}");
    }
}

#[test]
fn the_training_answers_are_read_as_well_as_they_were() {
    reaches("train", &TRAIN);
}

#[test]
fn the_development_answers_are_read_as_well_as_they_were() {
    reaches("development", &DEVELOPMENT);
}

#[test]
fn the_answers_once_held_out_are_read_as_well_as_they_were() {
    reaches("held_out", &HELD_OUT);
}

#[test]
fn the_answers_held_out_second_are_read_as_well_as_they_were() {
    reaches("held_out_second", &HELD_OUT_SECOND);
}

#[test]
fn the_answers_held_out_third_are_read_as_well_as_they_were() {
    reaches("held_out_third", &HELD_OUT_THIRD);
}

#[test]
fn the_answers_held_out_fourth_are_read_as_well_as_they_were() {
    reaches("held_out_fourth", &HELD_OUT_FOURTH);
}

#[test]
#[ignore = "scored once: its figures are in the README of the corpus"]
fn held_out_fifth_score() {
    let verdicts = [OptOut::Certain, OptOut::Probable, OptOut::None];
    let mut totals = [0; 3];
    for language in LANGUAGES {
        let score = Score::of(&labelled("held_out_fifth", language));
        let right = score.count(OptOut::Certain, OptOut::Certain);
        let taken: usize = verdicts
            .iter()
            .map(|label| score.count(*label, OptOut::Certain))
            .sum();
        let asked: usize = verdicts
            .iter()
            .map(|verdict| score.count(OptOut::Certain, *verdict))
            .sum();
        println!("{}", score.line(language));
        println!("  certain: {right} right of {taken} taken, {right} found of {asked}");
        println!(
            "  none suppressed: {}",
            score.count(OptOut::None, OptOut::Certain)
        );
        println!(
            "  none paused: {}",
            score.count(OptOut::None, OptOut::Probable)
        );
        totals = [totals[0] + right, totals[1] + taken, totals[2] + asked];
    }
    let [right, taken, asked] = totals;
    println!("all certain: {right} right of {taken} taken, {right} found of {asked}");
}
