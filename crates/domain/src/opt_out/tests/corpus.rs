//! The labelled answers of `corpus/opt_out`.

use super::*;

const LANGUAGES: [&str; 8] = ["en", "de", "fr", "es", "pt", "it", "nl", "pl"];

struct Labelled {
    label: OptOut,
    text: String,
}

/// The answers of one file of the corpus.
fn labelled(part: &str, language: &str) -> Vec<Labelled> {
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

#[test]
fn train_score() {
    for language in LANGUAGES {
        let score = Score::of(&labelled("train", language));
        println!("{}", score.line(language));
        println!("{}", score.misses);
    }
}
