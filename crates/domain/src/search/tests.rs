use proptest::prelude::*;

use super::*;

fn finds(query: &str, text: &str) -> bool {
    let entries = entries_of([text]);
    Query::parse(query).unwrap().matches(&entries)
}

#[test]
fn texts_become_folded_words() {
    for (text, expected) in [
        ("", &[][..]),
        ("?! … 🎉", &[]),
        ("Hello, hello WORLD", &["hello", "world"]),
        (
            "don't e-mail a@b.com",
            &["a", "b", "com", "don", "e", "mail", "t"],
        ),
        ("Ångström ANGSTROM a\u{30A}ngstro\u{308}m", &["angstrom"]),
        ("Straße STRASSE Straẞe", &["strasse"]),
        ("İstanbul ISTANBUL ıstanbul", &["istanbul"]),
        (
            "Søren Łukasz Æsir œuvre Þór Đorđe",
            &["aesir", "dorde", "lukasz", "oeuvre", "soren", "thor"],
        ),
        ("ΣΊΣΥΦΟΣ Σίσυφος", &["σισυφοσ"]),
        ("ﬁn ① ½ Ⅷ", &["1", "2", "fin", "viii"]),
        ("ＦＵＬＬｗｉｄｔｈ", &["fullwidth"]),
        (
            "co\u{AD}operate نمی\u{200C}خواهم",
            &["cooperate", "نمیخواهم"],
        ),
        ("مُحَمَّد", &["محمد"]),
        ("हिन्दी", &["हिनदी"]),
        ("東京都", &["京都", "東京", "都"]),
        ("東", &["東"]),
        ("한국어", &["국어", "어", "한국"]),
        ("ﾊﾟﾘ パリ", &["ハリ", "リ"]),
        ("iPhone手机13", &["13", "iphone", "手机", "机"]),
        ("a\0b", &["a", "b"]),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn short_starts_are_indexed_with_the_words() {
    for (text, expected) in [
        ("a of the", &["a", "of", "the", "the*"][..]),
        ("John", &["joh*", "john", "john*"]),
        ("johns", &["joh*", "john*", "johns"]),
        ("東京", &["京", "京*", "東*", "東京"]),
    ] {
        assert_eq!(entries_of([text]), expected, "{text}");
    }
}

#[test]
fn several_texts_are_one_with_a_gap() {
    assert_eq!(words_of(["Doe, John", "john-doe"]), ["doe", "john"]);
    assert_eq!(words_of(["東", "京"]), ["京", "東"]);
}

#[test]
fn long_words_are_cut_alike_in_texts_and_queries() {
    let long = format!("{}é{}", "x".repeat(31), "y".repeat(500));
    assert!(words(&long).iter().all(|word| word.len() <= WORD_BYTES_MAX));
    assert!(finds(&"x".repeat(40), &"x".repeat(500)));
    assert!(finds(&long[..200], &long));
    assert_eq!(words(&"東".repeat(500)), ["東", "東東"]);
}

#[test]
fn queries_match_as_people_expect() {
    for (query, text, is_found) in [
        ("john", "John Doe", true),
        ("joh", "John Doe", true),
        ("jo", "John Doe", false),
        ("jo doe", "John Doe", false),
        ("doe john", "John Doe", true),
        ("joh doe", "John Doe", false),
        ("john doe berlin", "John Doe", false),
        ("JOSÉ", "Jose Garcia", true),
        ("jose", "José García", true),
        ("muller", "Jürgen Müller", true),
        ("strasse", "Hauptstraße", false),
        ("hauptstrass", "Hauptstraße", true),
        ("東京", "私は東京都に住んでいます", true),
        ("京東", "私は東京都に住んでいます", false),
        ("都", "東京都", true),
        ("京", "東京都", true),
        ("東", "東京都", true),
        ("北", "東京都", false),
        ("東京 住", "私は東京都に住んでいます", true),
        ("한국", "저는 한국어를 합니다", true),
        ("어", "한국어", true),
        ("手机 iph", "我的iPhone手机", true),
        ("สวัส", "สวัสดีครับ", true),
        ("v2.5", "release v2.5 is out", true),
    ] {
        assert_eq!(finds(query, text), is_found, "{query} in {text}");
    }
}

#[test]
fn the_last_word_is_a_prefix_from_three_letters() {
    let terms = |raw| Query::parse(raw).unwrap().terms().to_vec();
    let (exact, prefix) = (
        |text: &str| Term::Exact(text.into()),
        |text: &str| Term::Prefix(text.into()),
    );
    assert_eq!(terms("John Doe"), [exact("doe*"), exact("john")]);
    assert_eq!(terms("Doe John"), [exact("doe"), exact("john*")]);
    assert_eq!(terms("Johns"), [prefix("johns")]);
    assert_eq!(terms("John Do "), [exact("do"), exact("john")]);
    assert_eq!(terms("john JOHN"), [exact("john")]);
    assert_eq!(terms("john joh"), [exact("john")]);
    assert_eq!(terms("joh john"), [exact("joh"), exact("john*")]);
    assert_eq!(
        terms("acme 東京都"),
        [exact("acme"), exact("京都"), exact("東京")]
    );
    assert_eq!(terms("東"), [exact("東*")]);
    assert_eq!(terms("é́é"), [exact("ee")]);
}

#[test]
fn queries_are_bounded() {
    for raw in ["", "  ", "?!", "\0", "🎉"] {
        assert_eq!(Query::parse(raw), Err(InvalidQuery::NoWords), "{raw:?}");
    }
    assert_eq!(
        Query::parse(&"a".repeat(257)),
        Err(InvalidQuery::TooLong { count: 257 })
    );
    let numbers = |count: u32| {
        let numbers: Vec<_> = (0..count).map(|number| number.to_string()).collect();
        numbers.join(" ")
    };
    assert!(Query::parse(&numbers(64)).is_ok());
    assert_eq!(
        Query::parse(&numbers(65)),
        Err(InvalidQuery::TooManyTerms { count: 65 })
    );
    let sentence = "何卒よろしくお願い申し上げますと伝えてください";
    assert!(Query::parse(sentence).is_ok());
    assert!(Query::parse(&"again ".repeat(40)).is_ok());
}

#[test]
fn a_prefix_ends_before_the_next_string() {
    let end = |prefix: &str| Term::Prefix(prefix.into()).end();
    assert_eq!(end("joh"), Some("joi".into()));
    assert_eq!(end("a\u{10FFFF}"), Some("b".into()));
    assert_eq!(end("\u{10FFFF}"), None);
    assert_eq!(end("\u{D7FF}"), Some("\u{E000}".into()));
    assert_eq!(Term::Exact("joh".into()).end(), None);
}

/// Letters from many scripts, with marks, ligatures, case pairs and separators among them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zA-ZäÖßİıøŁéǅﬁς東京都한국어ｱﾞがกำहि\u{301}\u{327}\u{1161}\u{11A8} ,.-]{0,40}",
    ]
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in text()) {
        let once: String = fold::folded(&text).collect();
        let twice: String = fold::folded(&once).collect();
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn words_are_sorted_bounded_and_hold_letters_only(text in text()) {
        let words = words(&text);
        prop_assert!(words.is_sorted_by(|one, next| one < next));
        for word in &words {
            prop_assert!((1..=WORD_BYTES_MAX).contains(&word.len()), "{}", word);
            prop_assert!(word.chars().all(char::is_alphanumeric), "{}", word);
        }
    }

    #[test]
    fn a_text_is_found_by_itself_among_others(before in text(), text in text(), after in text()) {
        if let Ok(query) = Query::parse(&text) {
            let entries = entries_of([before.as_str(), &text, &after]);
            prop_assert!(query.matches(&entries), "{:?}", query);
        }
    }

    #[test]
    fn a_word_is_found_by_its_start(word in "[a-zäöü]{3,60}", letters in 3usize..60) {
        let start: String = word.chars().take(letters).collect();
        prop_assert!(finds(&start, &word));
    }

    #[test]
    fn a_part_of_a_run_is_found(before in "[一-龥가-힣]{0,5}", part in "[一-龥가-힣]{1,8}", after in "[一-龥가-힣]{0,5}") {
        let whole = before + &part + &after;
        prop_assert!(finds(&part, &whole), "{} in {}", part, whole);
    }

    #[test]
    fn a_prefix_range_holds_exactly_the_matching_words(prefix in "\\PC{1,3}", word in "\\PC{0,4}") {
        for word in [word.clone(), format!("{prefix}{word}")] {
            let term = Term::Prefix(prefix.clone());
            let is_inside = word >= prefix && term.end().is_none_or(|end| word < end);
            prop_assert_eq!(term.matches(&word), is_inside);
        }
    }
}
