use proptest::prelude::*;

use super::*;

fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    push_escaped(&mut out, text);
    String::from_utf8(out).unwrap()
}

const JOHN: Participant<'static> = Participant {
    member_key: "ACoAABq3Xc0BkE2mZrV9sT4uWyQ1oLp7dHnJfGa",
    name: "John \"Jack\" Doe",
    headline: "Software Engineer",
    picture: Some("http://127.0.0.1:9/pictures/ACoAABq3Xc0BkE2mZrV9sT4uWyQ1oLp7dHnJfGa.svg"),
    slug: Some("john-doe-123"),
    badge: None,
    degree: Some(1),
    member_number: Some(883_467_181),
};

const fn direct(participants: &'static [Participant<'static>]) -> FactsInput<'static> {
    FactsInput {
        thread_key: "2-NmE3",
        kind: ThreadKind::Direct,
        title: None,
        state: None,
        created_at: Timestamp::from_millis(1),
        last_read_at: None,
        participants,
        participant_total: 1,
        latest: Some(LatestInput {
            message_key: "2-MTc2",
            text: "Hello,\nhow are you?",
            sent_at: Timestamp::from_millis(2),
            has_attachment: true,
            sender: Some(JOHN),
        }),
    }
}

#[test]
fn a_direct_thread_fits_whole_and_comes_back_escaped() {
    let bytes = Facts::encode(&direct(&[JOHN]));
    let facts = Facts::decode(&bytes).unwrap();
    assert!(facts.is_complete());
    let john = facts.participants()[0];
    assert_eq!(john.name, r#"John \"Jack\" Doe"#);
    assert_eq!((john.slug, john.badge), (JOHN.slug, None));
    let latest = facts.latest.unwrap();
    assert_eq!(latest.text, Some(r"Hello,\nhow are you?"));
    assert_eq!(latest.sender, Sender::Participant(0));
    assert!(latest.has_attachment);
}

#[test]
fn a_long_text_and_participants_past_the_bound_are_left_out_and_marked() {
    let long = "é".repeat(450);
    let mut input = direct(&[JOHN; 5]);
    input.participant_total = 5;
    input.title = Some(&long);
    let latest = input.latest.as_mut().unwrap();
    latest.text = &long;
    let jane = Participant {
        member_key: "somebody else",
        ..JOHN
    };
    latest.sender = Some(jane);
    let bytes = Facts::encode(&input);
    let facts = Facts::decode(&bytes).unwrap();
    assert!(bytes.len() <= INBOX_FACTS_BYTES_MAX && !facts.is_complete());
    assert_eq!(facts.participants().len(), INBOX_PARTICIPANTS_MAX);
    assert!(facts.is_title_left_out && facts.title.is_none());
    let latest = facts.latest.unwrap();
    assert_eq!((latest.text, latest.sender), (None, Sender::LeftOut));
    assert_eq!(facts.sender(), None);

    let whole = Facts::encode_whole(&input);
    let facts = Facts::decode(&whole).unwrap();
    assert!(facts.is_complete());
    assert_eq!(facts.participants().len(), 5);
    assert_eq!(facts.title, Some(long.as_str()));
    assert_eq!(facts.latest.unwrap().text, Some(long.as_str()));
    assert_eq!(facts.sender().unwrap().member_key, jane.member_key);
}

#[test]
fn a_text_that_was_left_out_can_be_added() {
    let long = "\"é\"".repeat(300);
    let mut input = direct(&[JOHN]);
    input.latest.as_mut().unwrap().text = &long;
    let bytes = Facts::encode(&input);
    let facts = Facts::decode(&bytes).unwrap();
    assert!(!facts.is_complete() && facts.lacks_text_only());
    let bytes = Facts::with_text(bytes, &long);
    let facts = Facts::decode(&bytes).unwrap();
    assert!(facts.is_complete());
    assert_eq!(facts.latest.unwrap().text, Some(escaped(&long).as_str()));
    assert_eq!(facts.sender().unwrap().slug, JOHN.slug);
    assert_eq!(Facts::with_text(bytes.clone(), "again"), bytes);
}

#[test]
fn what_is_no_packed_facts_is_refused() {
    let bytes = Facts::encode(&direct(&[JOHN]));
    let text = escaped("Hello,\nhow are you?");
    for length in 0..bytes.len() - text.len() {
        assert_eq!(
            Facts::decode(&bytes[..length]),
            Err(InvalidFacts),
            "{length}"
        );
    }
    let mut unreadable = bytes.clone();
    unreadable.push(0xff);
    assert_eq!(Facts::decode(&unreadable), Err(InvalidFacts));
    let mut newer = bytes;
    newer[0] += 1;
    assert_eq!(Facts::decode(&newer), Err(InvalidFacts));
}

#[test]
fn escaping_is_what_json_asks_for() {
    assert_eq!(
        escaped("a\"b\\c\n\r\t\u{0}\u{1f}\u{7f}é\u{2028}/"),
        "a\\\"b\\\\c\\n\\r\\t\\u0000\\u001f\u{7f}é\u{2028}/"
    );
}

#[derive(Debug, Clone)]
struct Person {
    texts: [String; 3],
    optional: [Option<String>; 3],
    degree: Option<u8>,
    number: Option<i64>,
}

impl Person {
    fn participant(&self) -> Participant<'_> {
        Participant {
            member_key: &self.texts[0],
            name: &self.texts[1],
            headline: &self.texts[2],
            picture: self.optional[0].as_deref(),
            slug: self.optional[1].as_deref(),
            badge: self.optional[2].as_deref(),
            degree: self.degree,
            member_number: self.number,
        }
    }
}

fn person() -> impl Strategy<Value = Person> {
    let text = || prop_oneof![".{0,20}", "[a\"\\\\\n]{0,120}", ".{0,400}"];
    let optional = || proptest::option::of(text());
    (
        [text(), text(), text()],
        [optional(), optional(), optional()],
        proptest::option::of(1u8..4),
        proptest::option::of(0i64..i64::MAX),
    )
        .prop_map(|(texts, optional, degree, number)| Person {
            texts,
            optional,
            degree,
            number,
        })
}

/// What is packed whole keeps everything.
fn check_whole(input: &FactsInput<'_>) -> Result<(), TestCaseError> {
    let whole = Facts::encode_whole(input);
    prop_assert!(Facts::is_packed_whole(&whole));
    let whole = Facts::decode(&whole).unwrap();
    prop_assert!(whole.is_complete());
    prop_assert_eq!(whole.participants().len(), input.participants.len());
    let latest = input.latest.as_ref();
    let text = latest.map(|latest| escaped(latest.text));
    prop_assert_eq!(whole.latest.and_then(|latest| latest.text), text.as_deref());
    let name = latest
        .and_then(|latest| latest.sender)
        .map(|sender| escaped(sender.name));
    prop_assert_eq!(whole.sender().map(|sender| sender.name), name.as_deref());
    Ok(())
}

proptest! {
    #[test]
    fn packing_keeps_what_fits_within_the_bound(
        key in "[A-Za-z0-9=-]{1,300}",
        message_key in "[A-Za-z0-9=-]{1,255}",
        title in proptest::option::of(".{0,200}"),
        state in proptest::option::of(".{0,40}"),
        text in prop_oneof![".{0,100}", ".{0,900}", "[\"\u{1}]{0,500}"],
        people in proptest::collection::vec(person(), 0..6),
        has_latest: bool,
        sender in proptest::option::of(0usize..6),
        at: i64,
    ) {
        let participants: Vec<_> = people.iter().map(Person::participant).collect();
        let sender = sender.map(|place| participants.get(place).copied().unwrap_or(JOHN));
        let input = FactsInput {
            thread_key: &key,
            kind: ThreadKind::Group,
            title: title.as_deref(),
            state: state.as_deref(),
            created_at: Timestamp::from_micros(at),
            last_read_at: sender.map(|_| Timestamp::from_micros(at / 2)),
            participants: &participants,
            participant_total: u32::try_from(participants.len()).unwrap(),
            latest: has_latest.then_some(LatestInput {
                message_key: &message_key,
                text: &text,
                sent_at: Timestamp::from_micros(at),
                has_attachment: sender.is_some(),
                sender,
            }),
        };
        let bytes = Facts::encode(&input);
        prop_assert!(bytes.len() <= INBOX_FACTS_BYTES_MAX, "{}", bytes.len());
        let facts = Facts::decode(&bytes).unwrap();
        prop_assert_eq!(facts.thread_key, if key.len() <= FOREIGN_KEY_BYTES_MAX { key.as_str() } else { "" });
        prop_assert_eq!((facts.created_at, facts.last_read_at), (input.created_at, input.last_read_at));
        prop_assert_eq!(facts.is_title_left_out, title.is_some() && facts.title.is_none());
        if let Some(found) = facts.title {
            prop_assert_eq!(found, escaped(title.as_deref().unwrap()));
        }
        for (found, given) in facts.participants().iter().zip(&participants) {
            prop_assert_eq!((found.degree, found.member_number), (given.degree, given.member_number));
            prop_assert_eq!(found.headline, escaped(given.headline));
            let badge = given.badge.map(escaped);
            prop_assert_eq!(found.badge, badge.as_deref());
        }
        prop_assert_eq!(facts.latest.is_some(), has_latest);
        if let Some(latest) = facts.latest {
            prop_assert_eq!(latest.message_key, &message_key);
            if let Some(found) = latest.text {
                prop_assert_eq!(found, escaped(&text));
            } else {
                // Left out only where it could not have fitted.
                prop_assert!(bytes.len() + escaped(&text).len() > INBOX_FACTS_BYTES_MAX);
            }
            let key = sender.map(|sender| sender.member_key);
            match latest.sender {
                Sender::Owner => prop_assert!(key.is_none()),
                Sender::Participant(place) => prop_assert_eq!(Some(participants[place].member_key), key),
                Sender::LeftOut => prop_assert!(key.is_some()),
            }
        }
        prop_assert_eq!(Facts::is_packed_whole(&bytes), facts.is_complete());
        check_whole(&input)?;
    }
}
