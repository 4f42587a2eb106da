//! From a text to runs of folded letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Calls `each` with every run of folded letters and digits, and whether its script separates words by spaces.
/// A run never mixes the two kinds: `iPhone手机` is two runs.
pub(super) fn for_each_run(text: &str, mut each: impl FnMut(&str, bool)) {
    let mut run = String::new();
    let mut has_spaces = true;
    let mut take = |letter: char| {
        let is_end = !letter.is_alphanumeric();
        if !run.is_empty() && (is_end || is_spaceless(letter) == has_spaces) {
            each(&run, has_spaces);
            run.clear();
        }
        if !is_end {
            has_spaces = !is_spaceless(letter);
            run.push(letter);
        }
    };
    if text.is_ascii() {
        // Most texts: nothing to decompose.
        text.bytes()
            .for_each(|byte| take(char::from(byte.to_ascii_lowercase())));
    } else {
        folded(text).for_each(&mut take);
    }
    take(' ');
}

/// The characters of `text`, decomposed, without marks, in lower case. Composed again at the end, because Hangul
/// syllables come apart into letters that nobody searches for.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> {
    text.nfkd()
        .filter(|letter| !is_dropped(*letter))
        .flat_map(char::to_lowercase)
        // Lower case brings back a mark: İ becomes i and a dot.
        .filter(|letter| !is_dropped(*letter))
        .flat_map(plain)
        .nfc()
}

/// Marks that only decorate, and characters that only shape, within a word.
fn is_dropped(letter: char) -> bool {
    if letter < '\u{AD}' {
        return false;
    }
    let is_shaping = matches!(
        letter,
        '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}'
    );
    is_shaping
        || is_combining_mark(letter)
            && (canonical_combining_class(letter) != 0 || !letter.is_alphanumeric())
}

/// What people type for a letter that Unicode does not decompose.
fn plain(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        'ø' => ('o', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ł' => ('l', None),
        // The sigma at the end of a word.
        'ς' => ('σ', None),
        letter => (letter, None),
    };
    std::iter::once(first).chain(second)
}

/// Whether `letter` belongs to a script that puts no spaces between words (or, Hangul, too few for searching).
pub(super) fn is_spaceless(letter: char) -> bool {
    matches!(letter,
        '\u{0E00}'..='\u{0EFF}'     // Thai, Lao
        | '\u{1000}'..='\u{109F}'   // Burmese
        | '\u{1100}'..='\u{11FF}'   // Hangul letters
        | '\u{1780}'..='\u{17FF}'   // Khmer
        | '\u{3005}'..='\u{3007}'   // repetition and closing marks, ideographic zero
        | '\u{3021}'..='\u{3029}'
        | '\u{3031}'..='\u{3035}'
        | '\u{3038}'..='\u{303C}'
        | '\u{3040}'..='\u{31FF}'   // kana, Bopomofo, Hangul letters, strokes
        | '\u{3400}'..='\u{4DBF}'   // Han
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}'   // Hangul
        | '\u{AA60}'..='\u{AA7F}'   // Burmese
        | '\u{AC00}'..='\u{D7FF}'   // Hangul
        | '\u{F900}'..='\u{FAFF}'   // Han
        | '\u{1AFF0}'..='\u{1B16F}' // kana
        | '\u{20000}'..='\u{3FFFF}' // Han
    )
}
