//! How the weights of the second opinion are learnt, and what they are worth.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::corpus::{LANGUAGES, PARTS, labelled};
use super::{OptOut, bare, language, own_words, recognise, second_opinion, sentences};
use crate::opt_out::reading::Reading;

/// A term is learnt that stands in so many answers.
const ANSWERS_MIN: usize = 3;
/// How often all answers are gone through.
const ROUNDS: u32 = 25;
/// How far a weight moves for one answer, in the first round.
const STEP: f64 = 0.3;
/// How much of a weight is forgotten with each step.
const DECAY: f64 = 0.003;
/// The answers are divided into so many parts, each scored by what was learnt from the others.
const FOLDS: usize = 8;

/// An answer that is a request, or is not: a mere refusal is none.
struct Lesson {
    text: String,
    terms: BTreeSet<String>,
    label: OptOut,
    /// Nothing in it tells against a request.
    is_unopposed: bool,
}

/// What is learnt: the weight of each term, and under no term that of every answer.
type Learnt = BTreeMap<String, f64>;

fn lessons(language: &str) -> Vec<Lesson> {
    let reader = language::READERS
        .iter()
        .find(|reader| reader.code == language)
        .expect("a reader");
    let answers = PARTS.iter().flat_map(|part| labelled(part, language));
    let lessons = answers.map(|answer| {
        let sentences = sentences::of(&own_words::of(&answer.text));
        let mut terms = BTreeSet::new();
        let sentences = reader.spelling.mend(&sentences);
        second_opinion::for_each_term(&bare::substance(reader, &sentences), |term| {
            terms.insert(term.to_owned());
        });
        Lesson {
            terms,
            label: answer.label,
            is_unopposed: Reading::new(reader, &sentences).is_unopposed(),
            text: answer.text,
        }
    });
    lessons.collect()
}

fn learn(lessons: &[&Lesson]) -> Learnt {
    let mut answers = BTreeMap::<&str, usize>::new();
    for term in lessons.iter().flat_map(|lesson| &lesson.terms) {
        *answers.entry(term).or_default() += 1;
    }
    let mut learnt: Learnt = answers
        .into_iter()
        .filter(|(_, answers)| *answers >= ANSWERS_MIN)
        .map(|(term, _)| (term.to_owned(), 0.0))
        .collect();
    let mut of_all = 0.0;
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut state = 1_u64;
    for round in 0..ROUNDS {
        shuffle(&mut order, &mut state);
        let step = STEP / (1.0 + 0.3 * f64::from(round));
        for lesson in order.iter().map(|at| lessons[*at]) {
            let known: Vec<&String> = lesson
                .terms
                .iter()
                .filter(|term| learnt.contains_key(*term))
                .collect();
            let score = second_opinion::score(of_all, known.iter().map(|term| learnt[*term]));
            let likely = 1.0 / (1.0 + (-score).exp());
            let wrong = f64::from(u8::from(lesson.label == OptOut::Certain)) - likely;
            of_all += wrong * step * 0.1;
            let terms = u32::try_from(known.len().max(1)).expect("few terms");
            let share = wrong * step / f64::from(terms).sqrt();
            for term in known {
                let weight = learnt.get_mut(term).expect("known");
                *weight = *weight * (1.0 - step * DECAY) + share;
            }
        }
    }
    learnt.insert(String::new(), of_all);
    learnt
}

/// In another order each time, and in the same one in every run.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let one = usize::try_from(*state >> 33).expect("31 bits");
        order.swap(last, one % (last + 1));
    }
}

/// The table as it is written down, and the same as it is read.
fn table(learnt: &Learnt) -> BTreeMap<i32, Vec<&str>> {
    let mut table = BTreeMap::<i32, Vec<&str>>::new();
    for (term, weight) in learnt {
        let parts = format!("{:.0}", weight * second_opinion::PARTS);
        let parts: i32 = parts.parse().expect("a number");
        if parts != 0 {
            table.entry(parts).or_default().push(term);
        }
    }
    table
}

fn score(learnt: &Learnt, lesson: &Lesson) -> f64 {
    let known: Vec<f64> = lesson
        .terms
        .iter()
        .filter_map(|term| learnt.get(term).copied())
        .collect();
    second_opinion::score(learnt[""], known.into_iter())
}

/// Whether the patterns find a request that something in the message could take back.
fn is_doubtful(text: &str) -> bool {
    let evidence = recognise(text).evidence;
    evidence.is_some_and(|evidence| {
        let mut rules = language::READERS
            .iter()
            .flat_map(|reader| {
                [
                    &reader.wishes,
                    &reader.removals,
                    &reader.reminders,
                    &reader.requests,
                ]
            })
            .flatten();
        rules.any(|rule| rule.text == evidence.pattern)
    })
}

#[test]
#[ignore = "writes the table anew: to be run when the corpus has changed"]
fn write_the_weights() {
    let lessons: Vec<Lesson> = LANGUAGES.into_iter().flat_map(lessons).collect();
    let learnt = learn(&lessons.iter().collect::<Vec<_>>());
    let mut file = "//! The weights of the second opinion, written by `tests::training`.\n\n\
                    use super::second_opinion::Table;\n\n\
                    pub(super) const WEIGHTS: Table = &[\n"
        .to_owned();
    for (weight, terms) in table(&learnt) {
        let _ = writeln!(file, "    ({weight}, \"{}\"),", terms.join("|"));
    }
    file.push_str("];\n");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/opt_out/weights.rs");
    std::fs::write(path, file).expect("written");
}

#[test]
#[ignore = "learns eight tables: its figures are in the README of the corpus"]
fn what_the_second_opinion_is_worth() {
    let lessons: Vec<Lesson> = LANGUAGES.into_iter().flat_map(lessons).collect();
    let mut doubted = Vec::new();
    let mut unopposed = Vec::new();
    let mut scores = BTreeMap::<OptOut, Vec<f64>>::new();
    for fold in 0..FOLDS {
        let (out, within): (Vec<_>, Vec<_>) = lessons
            .iter()
            .enumerate()
            .partition(|(at, _)| at % FOLDS == fold);
        let within: Vec<&Lesson> = within.into_iter().map(|(_, lesson)| lesson).collect();
        let learnt = learn(&within);
        for (_, lesson) in out {
            let score = score(&learnt, lesson);
            scores.entry(lesson.label).or_default().push(score);
            if lesson.label == OptOut::Certain && is_doubtful(&lesson.text) {
                doubted.push(score);
            }
            if lesson.label != OptOut::Certain && lesson.is_unopposed {
                unopposed.push(score);
            }
        }
    }
    let of = |label| scores[&label].as_slice();
    for bound in (-26..=26).step_by(2).map(|tenths| f64::from(tenths) / 10.0) {
        let below = |scores: &[f64]| scores.iter().filter(|score| **score < bound).count();
        let above = |scores: &[f64]| scores.iter().filter(|score| **score > bound).count();
        println!(
            "below {bound:.1}: {} of {} requests, {} of {} others; above: {} of {} requests, {} refusals, {} others, unopposed {}",
            below(&doubted),
            doubted.len(),
            below(of(OptOut::None)),
            of(OptOut::None).len(),
            above(of(OptOut::Certain)),
            of(OptOut::Certain).len(),
            above(of(OptOut::Probable)),
            above(of(OptOut::None)),
            above(&unopposed),
        );
    }
}
