//! Where in a text a query matches: the text as it was written is folded piece by piece, so that every folded letter
//! knows which characters it stands for.

use super::fold::{self, folded};
use super::{Query, Term, cut};

/// A stretch of a text, in characters from its beginning: code points, as limits count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub start: usize,
    /// Behind the last one.
    pub end: usize,
}

/// A part of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// Whether it is one of the words that were looked for.
    pub is_match: bool,
}

/// A folded letter, and what it stands for.
#[derive(Clone, Copy)]
struct Letter {
    letter: char,
    span: Span,
}

impl Query {
    /// The words of a text that fulfil a term, in order; none overlaps or touches another.
    pub fn spans(&self, text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut run: Vec<Letter> = Vec::new();
        for letter in letters(text) {
            let is_end = !letter.letter.is_alphanumeric();
            let is_other = run.first().is_some_and(|first| {
                fold::is_spaceless(first.letter) != fold::is_spaceless(letter.letter)
            });
            if is_end || is_other {
                self.mark(&run, &mut spans);
                run.clear();
            }
            if !is_end {
                run.push(letter);
            }
        }
        self.mark(&run, &mut spans);
        joined(spans)
    }

    /// Marks what matches in a run of letters of one kind.
    fn mark(&self, run: &[Letter], spans: &mut Vec<Span>) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return;
        };
        if !fold::is_spaceless(first.letter) {
            let word: String = run.iter().map(|letter| letter.letter).collect();
            if self.terms().iter().any(|term| fits(term, cut(&word))) {
                let (start, end) = (first.span.start, last.span.end);
                spans.push(Span { start, end });
            }
            return;
        }
        for at in 0..run.len() {
            let pair = &run[at..run.len().min(at + 2)];
            let letters: String = pair.iter().map(|letter| letter.letter).collect();
            let fitting = self.terms().iter().filter(|term| fits(term, &letters));
            // What was asked for as a start marks the start alone.
            let count = fitting.map(|term| pure(term).chars().count()).max();
            if let Some(end) = count.and_then(|count| pair.get(count.checked_sub(1)?)) {
                spans.push(Span {
                    start: pair[0].span.start,
                    end: end.span.end,
                });
            }
        }
    }
}

/// The letters of a term without the mark of a start.
fn pure(term: &Term) -> &str {
    term.letters().trim_end_matches('*')
}

fn fits(term: &Term, word: &str) -> bool {
    match term {
        Term::Exact(entry) => match entry.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == entry,
        },
        Term::Prefix(start) => word.starts_with(start.as_str()),
    }
}

/// The folded letters of a text, with what each stands for.
fn letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    let mut cluster = String::new();
    let mut start = 0;
    let mut take = |cluster: &str, span: Span| {
        letters.extend(folded(cluster).map(|letter| Letter { letter, span }));
    };
    let mut count = 0;
    for (at, letter) in text.chars().enumerate() {
        if !cluster.is_empty() && !continues(letter) {
            take(&cluster, Span { start, end: at });
            cluster.clear();
            start = at;
        }
        cluster.push(letter);
        count = at + 1;
    }
    take(&cluster, Span { start, end: count });
    letters
}

/// Whether a character belongs to the one before it: a mark, or a part of a Hangul syllable.
fn continues(letter: char) -> bool {
    if letter.is_ascii() {
        return false;
    }
    let is_syllable_part = matches!(letter, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}');
    let mut buffer = [0; 4];
    is_syllable_part || folded(letter.encode_utf8(&mut buffer)).next().is_none()
}

fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// A part of a text of at most `chars_max` characters, from a little before its first match on, cut at its matches. What
/// was left out shows as `…`.
pub fn excerpt(text: &str, spans: &[Span], chars_max: usize) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    let first = spans.first().map_or(0, |span| span.start);
    let latest = chars.len().saturating_sub(chars_max);
    let begin = first.saturating_sub(chars_max / 4).min(latest);
    let end = chars.len().min(begin + chars_max);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |from: usize, to: usize, is_match: bool| {
        let (from, to) = (from.max(begin), to.min(end));
        if from < to {
            let mut text: String = chars[from..to].iter().collect();
            if from == begin && begin > 0 {
                text.insert(0, '…');
            }
            if to == end && end < chars.len() {
                text.push('…');
            }
            pieces.push(Piece { text, is_match });
        }
    };
    let mut at = 0;
    for span in spans {
        push(at, span.start, false);
        push(span.start, span.end, true);
        at = span.end;
    }
    push(at, chars.len(), false);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(query: &str, text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let spans = Query::parse(query).unwrap().spans(text);
        let texts = spans.iter();
        texts
            .map(|span| chars[span.start..span.end].iter().collect())
            .collect()
    }

    #[test]
    fn what_matches_is_marked_as_it_was_written() {
        for (query, text, expected) in [
            (
                "muller",
                "Jürgen Mu\u{308}ller, MÜLLERS",
                &["Mu\u{308}ller", "MÜLLERS"][..],
            ),
            ("doe john", "John Doe & Johnny", &["John", "Doe", "Johnny"]),
            ("strasse 5", "Straße 5, Strassen", &["Straße", "5"]),
            ("fin", "ﬁn ﬁnal", &["ﬁn", "ﬁnal"]),
            ("東京", "私は東京都に東", &["東京"]),
            ("東", "東京東", &["東", "東"]),
            ("手机 iph", "我的iPhone手机", &["iPhone手机"]),
            ("한국", "저는 한국어를", &["한국"]),
            ("パリ", "ﾊﾟﾘへ", &["ﾊﾟﾘ"]),
            ("nothing", "something", &[]),
            ("x", "", &[]),
        ] {
            assert_eq!(marked(query, text), expected, "{query} in {text}");
        }
    }

    #[test]
    fn an_excerpt_shows_the_first_match_and_says_what_it_leaves_out() {
        let text = format!("{}needle{}", "a ".repeat(300), " b".repeat(300));
        let spans = Query::parse("needle").unwrap().spans(&text);
        let pieces = excerpt(&text, &spans, 40);
        let shown: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(shown.chars().count(), 42);
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        let matches: Vec<&str> = pieces
            .iter()
            .filter(|piece| piece.is_match)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(matches, ["needle"]);
        let whole = excerpt("a <b> c", &[Span { start: 3, end: 4 }], 40);
        let whole: Vec<_> = whole
            .into_iter()
            .map(|piece| (piece.text, piece.is_match))
            .collect();
        let expected = [("a <", false), ("b", true), ("> c", false)];
        assert_eq!(
            whole,
            expected.map(|(text, is_match)| (text.to_owned(), is_match))
        );
        assert_eq!(excerpt("", &[], 40), []);
    }

    proptest! {
        #[test]
        fn every_term_that_matches_is_marked_and_nothing_beyond_the_text(
            text in "[a-zA-ZäÖßİıøŁéﬁς東京都한국어ｱﾞがกำ\u{301}\u{327} ,.-]{0,40}",
            query in "[a-zäößé東京都한국어]{1,6}( [a-zäöß東京]{1,4})?",
        ) {
            let query = Query::parse(&query).unwrap();
            let spans = query.spans(&text);
            let count = text.chars().count();
            prop_assert!(spans.iter().all(|span| span.start < span.end && span.end <= count));
            prop_assert!(spans.windows(2).all(|pair| pair[0].end < pair[1].start));
            if query.matches(&crate::search::entries_of([text.as_str()])) {
                prop_assert!(!spans.is_empty(), "{:?}", query);
            }
            let pieces = excerpt(&text, &spans, 1_000);
            let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
