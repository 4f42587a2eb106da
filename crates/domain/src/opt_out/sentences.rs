//! A text as sentences of folded words, with the ends of its clauses kept.

use crate::search;

/// Letters of their own that stand in a row, such as `S T O P`, are one word from this many on.
const SPACED_OUT_MIN: usize = 4;
/// Sentences of one word that follow each other are one from this many on.
const SINGLE_WORDS_MIN: usize = 3;
/// A quotation within a sentence is no longer than this, in bytes; a lone quotation mark opens none.
const QUOTATION_BYTES_MAX: usize = 300;
/// A quotation of so many words names a list that stands beside it.
const LIST_NAME_WORDS_MAX: usize = 5;
/// Parts of words that stand before the name of a list, or behind it: `on the "do not contact" list`.
const LIST_WORDS: &[&str] = &["list", "lijst", "regist", "rejestr", "status", "flag"];
/// Words that call somebody something: `als „gesperrt“`.
const CALLING: &[&str] = &[
    "as", "als", "jako", "como", "comme", "come", "en", "unter", "sous",
];
/// English contractions with `not`: what stands before the apostrophe.
const CONTRACTED: &[&str] = &[
    "don", "doesn", "didn", "won", "wouldn", "can", "couldn", "shouldn", "isn", "aren", "wasn",
    "weren", "haven", "hasn", "hadn", "mustn", "needn",
];

/// Words that a full stop shortens, whatever follows.
const SHORTENED: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "hr", "sr", "sra", "sig", "dott", "ing", "dhr", "mevr", "bzw",
    "ggf", "evtl", "zb", "bijv", "np", "tzn", "gem",
];
/// Words that a full stop shortens before a number: `Art. 21`.
const NUMBERED: &[&str] = &["art", "abs", "nr", "no", "ust", "par", "lit", "sec", "n"];

/// A folded word, and whether a clause begins with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) starts_clause: bool,
    /// See [`mark`].
    pub(super) mark: u128,
}

impl Word {
    pub(super) fn new(text: String, starts_clause: bool) -> Self {
        let mark = mark(&text);
        Self {
            text,
            starts_clause,
            mark,
        }
    }
}

/// One bit that stands for the first two letters of a word: words with different bits are different.
pub(super) fn mark(word: &str) -> u128 {
    let bytes = word.as_bytes();
    let number = |at: usize| bytes.get(at).map_or(0, |byte| usize::from(*byte));
    1 << ((number(0) * 31 + number(1)) % 128)
}

/// Words up to a full stop, an exclamation or question mark, or the end of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) words: Vec<Word>,
    pub(super) is_question: bool,
}

/// The sentences of a text that have words.
pub(super) fn of(text: &str) -> Vec<Sentence> {
    let text = without_quotations(text);
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    let mut start = 0;
    let mut starts_clause = true;
    for (at, sign) in text.char_indices() {
        let behind = &text[at + sign.len_utf8()..];
        let Some(end) = end(&text[..at], sign, behind) else {
            continue;
        };
        push(&mut sentence, &text[start..at], starts_clause);
        start = at + sign.len_utf8();
        starts_clause = true;
        if end == End::Sentence {
            sentence.is_question |= matches!(sign, '?' | '？');
            close(&mut sentences, &mut sentence);
        }
    }
    push(&mut sentence, &text[start..], starts_clause);
    close(&mut sentences, &mut sentence);
    join_single_words(&sentences)
}

/// `Stop. Writing. Me.` is one sentence.
fn join_single_words(sentences: &[Sentence]) -> Vec<Sentence> {
    let is_single = |sentence: &Sentence| sentence.words.len() == 1;
    let mut joined = Vec::new();
    for run in sentences.chunk_by(|one, other| is_single(one) && is_single(other)) {
        if run.len() < SINGLE_WORDS_MIN {
            joined.extend_from_slice(run);
            continue;
        }
        let words = run.iter().flat_map(|sentence| sentence.words.clone());
        let mut words: Vec<Word> = words.collect();
        for word in &mut words[1..] {
            word.starts_clause = false;
        }
        joined.push(Sentence {
            words,
            is_question: run.iter().any(|sentence| sentence.is_question),
        });
    }
    joined
}

#[derive(PartialEq, Eq)]
enum End {
    Clause,
    Sentence,
}

/// What ends at `sign`, if something does.
fn end(before: &str, sign: char, behind: &str) -> Option<End> {
    let is_before_blank = behind
        .chars()
        .next()
        .is_none_or(|next| !next.is_alphanumeric());
    match sign {
        '!' | '?' | '…' | '。' | '！' | '？' | '¡' | '¿' => Some(End::Sentence),
        // Not in `14.30`, `z.B.`, `example.com`.
        // Nor in `15. nicht`, which is a date.
        '.' => {
            let goes_on = is_ordinal(before, behind) || is_shortened(before, behind);
            (is_before_blank && !goes_on).then_some(End::Sentence)
        }
        // A line that goes on with a small letter has only been wrapped.
        '\n' | '\r' => (!behind
            .trim_start_matches([' ', '\t'])
            .starts_with(char::is_lowercase))
        .then_some(End::Sentence),
        ',' | ':' => is_before_blank.then_some(End::Clause),
        ';' | '(' | ')' | '–' | '—' | '"' | '“' | '”' | '„' | '«' | '»' | '|' | '•' => {
            Some(End::Clause)
        }
        '-' => (is_before_blank && before.ends_with(char::is_whitespace)).then_some(End::Clause),
        // An emoji or another picture stands where punctuation would.
        sign => (sign >= '\u{2190}' && !sign.is_alphanumeric() && !is_joining(sign))
            .then_some(End::Clause),
    }
}

/// Whether a full stop makes a number an ordinal one: a word that begins small follows.
fn is_ordinal(before: &str, behind: &str) -> bool {
    before.ends_with(|sign: char| sign.is_ascii_digit())
        && behind
            .trim_start_matches(' ')
            .starts_with(char::is_lowercase)
}

/// Whether a full stop only shortens the word before it.
fn is_shortened(before: &str, behind: &str) -> bool {
    let word = before
        .rsplit(|sign: char| !sign.is_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let is_before_number = behind
        .trim_start_matches(' ')
        .starts_with(|sign: char| sign.is_ascii_digit());
    SHORTENED.contains(&word.as_str()) || is_before_number && NUMBERED.contains(&word.as_str())
}

/// Signs that only change the one before them.
fn is_joining(sign: char) -> bool {
    matches!(sign, '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{3000}')
}

fn close(sentences: &mut Vec<Sentence>, sentence: &mut Sentence) {
    if sentence.words.is_empty() {
        // Signs behind the end, such as `?!`, belong to the sentence before.
        if let Some(last) = sentences.last_mut() {
            last.is_question |= sentence.is_question;
        }
        *sentence = Sentence::default();
    } else {
        join_spaced_out(&mut sentence.words);
        sentences.push(std::mem::take(sentence));
    }
}

fn push(sentence: &mut Sentence, text: &str, starts_clause: bool) {
    let mut is_first = starts_clause;
    for word in search::words_in_order(text) {
        let contracted = sentence
            .words
            .last_mut()
            .filter(|last| word == "t" && !is_first && CONTRACTED.contains(&last.text.as_str()));
        if let Some(last) = contracted {
            *last = Word::new(format!("{}t", last.text), last.starts_clause);
            continue;
        }
        sentence
            .words
            .push(Word::new(without_drawl(word), is_first));
        is_first = false;
    }
}

/// `stooop` is `stop`: a letter three times or more stands once.
fn without_drawl(word: String) -> String {
    let letters: Vec<char> = word.chars().collect();
    let is_drawled = letters
        .windows(3)
        .any(|three| three[0] == three[1] && three[1] == three[2] && three[0].is_alphabetic());
    if !is_drawled {
        return word;
    }
    let mut short = String::new();
    for run in letters.chunk_by(|one, other| one == other) {
        let times = if run.len() >= 3 && run[0].is_alphabetic() {
            1
        } else {
            run.len()
        };
        short.extend(&run[..times]);
    }
    short
}

/// `S T O P` is `stop`.
fn join_spaced_out(words: &mut Vec<Word>) {
    let is_letter = |word: &Word| word.text.chars().count() == 1;
    if words.iter().filter(|word| is_letter(word)).count() < SPACED_OUT_MIN {
        return;
    }
    let mut joined: Vec<Word> = Vec::new();
    for run in words.chunk_by(|one, other| is_letter(one) && is_letter(other)) {
        if run.len() < SPACED_OUT_MIN {
            joined.extend_from_slice(run);
        } else {
            let text = run.iter().map(|word| word.text.as_str()).collect();
            joined.push(Word::new(text, run[0].starts_clause));
        }
    }
    *words = joined;
}

/// The text without what stands in quotation marks, unless everything does: those are somebody else's words.
fn without_quotations(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|sign| sign != '’' && is_quotation_mark(sign)) {
        let Some(opening) = rest[at..].chars().next() else {
            break;
        };
        let inside = at + opening.len_utf8();
        kept.push_str(&rest[..at]);
        if let Some(behind) = closing(&rest[..at], opening, &rest[inside..]) {
            let quoted = &rest[inside..inside + behind];
            if is_list_name(&kept, quoted, &rest[inside + behind..]) {
                kept.extend(quoted.chars().filter(|sign| !is_quotation_mark(*sign)));
                rest = &rest[inside + behind..];
                continue;
            }
            // The mark stays, as the end of a clause.
            kept.push_str(" \" ");
            rest = &rest[inside + behind..];
        } else {
            kept.push(opening);
            rest = &rest[inside..];
        }
    }
    kept.push_str(rest);
    if kept.chars().any(char::is_alphanumeric) {
        kept
    } else {
        text.to_owned()
    }
}

fn is_quotation_mark(sign: char) -> bool {
    matches!(
        sign,
        '"' | '“' | '”' | '„' | '«' | '»' | '‚' | '‘' | '’' | '\''
    )
}

/// Whether a quotation is the name of a list: that is no one else's word.
fn is_list_name(before: &str, quoted: &str, behind: &str) -> bool {
    let names_list = |word: Option<&str>| {
        let word = word.unwrap_or_default().to_lowercase();
        LIST_WORDS.iter().any(|part| word.contains(part))
    };
    let is_break = |sign: char| !sign.is_alphanumeric();
    let mut words = before.trim_end().rsplit(is_break);
    let last = words.next();
    let is_joined = last.is_some_and(|word| matches!(word, "de" | "di" | "do" | "of" | "van"));
    let last = if is_joined { words.next() } else { last };
    let next = behind
        .trim_start_matches([' ', '-', '–'])
        .split(is_break)
        .next();
    quoted.split_whitespace().count() <= LIST_NAME_WORDS_MAX
        && (names_list(last)
            || names_list(next)
            || last.is_some_and(|word| CALLING.contains(&word)))
}

/// Where the quotation that begins with `inside` is over, behind its closing mark.
fn closing(before: &str, opening: char, inside: &str) -> Option<usize> {
    let ends: &[char] = match opening {
        '"' => &['"'],
        '“' => &['”', '"'],
        '”' => &['”'],
        '„' => &['“', '”', '"'],
        '«' => &['»'],
        '»' => &['«'],
        '‚' => &['‘', '’'],
        '‘' => &['’'],
        _ => &['\''],
    };
    if matches!(opening, '\'' | '‘') && before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let within = &inside[..inside.floor_char_boundary(QUOTATION_BYTES_MAX)];
    let within = within.split_once('\n').map_or(within, |(line, _)| line);
    within.match_indices(ends).find_map(|(at, mark)| {
        let behind = at + mark.len();
        // Not the apostrophe of a word.
        let is_apostrophe =
            matches!(mark, "'" | "’") && inside[behind..].starts_with(char::is_alphanumeric);
        (at > 0 && !is_apostrophe).then_some(behind)
    })
}
