use proptest::prelude::*;

use super::*;

#[test]
fn keeps_what_people_write() {
    for (raw, kept) in [
        ("Hello", "Hello"),
        ("  Hello\n\n", "Hello"),
        ("\u{FEFF}Hello\u{200B} ", "Hello"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\tb", "a\tb"),
        ("👩‍👩‍👧 مرحبا 東京", "👩‍👩‍👧 مرحبا 東京"),
    ] {
        assert_eq!(MessageText::parse(raw).unwrap().as_str(), kept, "{raw:?}");
    }
}

#[test]
fn refuses_nothing_and_names_the_text() {
    for raw in ["", " ", "\r\n\t ", "\u{200B}\u{FEFF}", "\u{3000}"] {
        let refused = MessageText::parse(raw);
        assert_eq!(refused, Err(InvalidText::Empty { field: "message" }));
    }
    assert_eq!(
        Subject::parse("").unwrap_err().to_string(),
        "subject is empty"
    );
    assert_eq!(Subject::parse_optional(None), Ok(None));
    assert_eq!(Subject::parse_optional(Some("  ")), Ok(None));
    assert!(Subject::parse_optional(Some("a\0b")).is_err());
}

#[test]
fn counts_code_points_after_trimming() {
    let longest = "é".repeat(8_000);
    assert_eq!(
        MessageText::parse(&format!(" {longest}\n")).map(|text| text.chars_count()),
        Ok(8_000)
    );
    assert_eq!(
        MessageText::parse(&"é".repeat(8_001))
            .unwrap_err()
            .to_string(),
        "message has 8001 characters, at most 8000 are allowed"
    );
    assert!(MessageText::parse(&"a\r\n".repeat(4_000)).is_ok());
    for (limit, result) in [
        (1_900, InmailBody::parse(&"x".repeat(1_901)).map(drop)),
        (200, Subject::parse(&"x".repeat(201)).map(drop)),
        (300, InvitationNote::parse(&"x".repeat(301)).map(drop)),
    ] {
        assert!(
            matches!(result, Err(InvalidText::TooLong { limit: told, count, .. })
                if told == limit && count == limit + 1),
            "{result:?}"
        );
    }
}

#[test]
fn refuses_control_characters_with_their_place() {
    assert_eq!(
        MessageText::parse("  é\0b"),
        Err(InvalidText::Control {
            field: "message",
            code: 0,
            position: 3
        })
    );
    assert_eq!(
        Subject::parse("two\nlines").unwrap_err().to_string(),
        "subject holds the control character U+000A at position 3"
    );
    assert!(MessageText::parse("bell\u{7}").is_err());
    assert!(MessageText::parse("\0").is_err());
}

#[test]
fn hides_its_content_from_logs() {
    let text = MessageText::parse("secret").unwrap();
    assert_eq!(format!("{text:?}"), "MessageText(6 characters)");
}

proptest! {
    #[test]
    fn a_kept_text_is_kept_unchanged(raw in any::<String>()) {
        if let Ok(text) = MessageText::parse(&raw) {
            prop_assert_eq!(MessageText::parse(text.as_str()), Ok(text));
        }
    }

    #[test]
    fn what_passes_is_within_every_bound(raw in "[ \\n\\ta-zé東\0\r]{0,320}") {
        if let Ok(note) = InvitationNote::parse(&raw) {
            prop_assert!((1..=300).contains(&note.chars_count()));
            prop_assert!(!note.as_str().contains(['\0', '\r']));
        }
    }
}
