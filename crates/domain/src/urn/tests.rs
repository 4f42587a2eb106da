use proptest::prelude::*;

use super::*;
use crate::ids::{ConversationId, MessageId, PersonId};

const KEY: &str = "ACoAAD4xYz8BqLmNoPqRsTuVwXyZ0123456789-";
const THREAD: &str = "2-ODFkYjU4M2ItNGY2Ni00YzQ1LWI2ZTUtYmE1YzQ5ZDNjMzJkXzEwMA==";

fn key() -> MemberKey {
    MemberKey::new(KEY).unwrap()
}

fn slug(text: &str) -> PersonReference {
    PersonReference::Slug(Slug::new(text).unwrap())
}

#[test]
fn people_are_understood_in_every_form() {
    let own = PersonId::from_bytes([7; 16]);
    let by_key = PersonReference::MemberKey(key());
    let by_number = PersonReference::MemberNumber(MemberNumber::new(883_467_181));
    let cases = [
        ("john-doe-123".to_owned(), slug("john-doe-123")),
        (" John-Doe-123\n".to_owned(), slug("john-doe-123")),
        (
            "https://www.linkedin.com/in/john-doe-123".to_owned(),
            slug("john-doe-123"),
        ),
        (
            "https://www.linkedin.com/in/john-doe-123/?trk=x".to_owned(),
            slug("john-doe-123"),
        ),
        (
            "http://de.linkedin.com/in/John-Doe-123/de#top".to_owned(),
            slug("john-doe-123"),
        ),
        (
            "linkedin.com/in/john-doe-123/".to_owned(),
            slug("john-doe-123"),
        ),
        (
            "HTTPS://WWW.LINKEDIN.COM/IN/john-doe-123".to_owned(),
            slug("john-doe-123"),
        ),
        (
            "https%3A%2F%2Fwww.linkedin.com%2Fin%2Fjohn-doe-123".to_owned(),
            slug("john-doe-123"),
        ),
        (
            "https://www.linkedin.com/in/j%C3%BCrgen-m%c3%bcller-9".to_owned(),
            slug("jürgen-müller-9"),
        ),
        (
            "j%C3%BCrgen-m%C3%BCller-9".to_owned(),
            slug("jürgen-müller-9"),
        ),
        (
            "ju\u{308}rgen-mu\u{308}ller-9".to_owned(),
            slug("jürgen-müller-9"),
        ),
        ("山田太郎-1".to_owned(), slug("山田太郎-1")),
        ("123456".to_owned(), slug("123456")),
        (KEY.to_owned(), by_key.clone()),
        (
            format!("https://www.linkedin.com/in/{KEY}/"),
            by_key.clone(),
        ),
        (format!("urn:li:fsd_profile:{KEY}"), by_key.clone()),
        (format!("urn%3Ali%3Afsd_profile%3A{KEY}"), by_key.clone()),
        (format!("urn:li:fs_miniProfile:{KEY}"), by_key.clone()),
        (format!("urn:li:fs_profile:{KEY}"), by_key.clone()),
        (format!("urn:li:person:{KEY}"), by_key.clone()),
        (
            format!("urn:li:msg_messagingParticipant:urn:li:fsd_profile:{KEY}"),
            by_key,
        ),
        ("urn:li:member:883467181".to_owned(), by_number.clone()),
        (
            "urn:li:msg_messagingParticipant:urn:li:member:883467181".to_owned(),
            by_number,
        ),
        (own.to_string(), PersonReference::Own(own)),
    ];
    for (text, expected) in cases {
        assert_eq!(PersonReference::parse(&text), Ok(expected), "{text}");
    }
}

#[test]
fn what_names_no_person_is_refused() {
    let long = "a".repeat(101);
    for text in [
        "",
        "   ",
        "john doe",
        "john/doe",
        "john\0doe",
        "john%00doe",
        "john%2Fdoe",
        "john%zz",
        "john%F",
        "%FF%FE",
        "..",
        "per_123",
        "https://www.linkedin.com/in/per_123",
        "urn:li:member:",
        "urn:li:member:+5",
        "urn:li:member:99999999999999999999999",
        "urn:li:fsd_profile:",
        "urn:li:fsd_profile:a b",
        "urn:li:fsd_profile:(a,b)",
        "urn:li:company:5",
        "urn:li:msg_messagingParticipant:",
        "https://www.linkedin.com/in/",
        "https://www.linkedin.com/company/acme",
        "https://linkedin.com.example/in/john",
        "https://evil-linkedin.com/in/john",
        "https://user@www.linkedin.com/in/john",
        "https://www.linkedin.com:444/in/john",
        "https://example.com/in/john",
        &long,
    ] {
        assert_eq!(
            PersonReference::parse(text),
            Err(PersonReference::parse("").unwrap_err()),
            "{text:?}"
        );
    }
    assert!(PersonReference::parse(&"x".repeat(1 << 20)).is_err());
}

#[test]
fn threads_are_understood_in_every_form() {
    let thread = ThreadId::new(THREAD).unwrap();
    let own = ConversationId::from_bytes([7; 16]);
    let bare = ThreadReference::Network {
        owner: None,
        thread: thread.clone(),
    };
    let owned = ThreadReference::Network {
        owner: Some(key()),
        thread,
    };
    let escaped = THREAD.replace('=', "%3D");
    let cases = [
        (
            format!("urn:li:msg_conversation:(urn:li:fsd_profile:{KEY},{THREAD})"),
            owned.clone(),
        ),
        (
            format!("urn:li:msg_conversation:(urn:li:fs_miniProfile:{KEY}, {THREAD})"),
            owned.clone(),
        ),
        (
            format!(
                "urn%3Ali%3Amsg_conversation%3A%28urn%3Ali%3Afsd_profile%3A{KEY}%2C{escaped}%29"
            ),
            owned,
        ),
        (format!("urn:li:msg_conversation:{THREAD}"), bare.clone()),
        (format!("urn:li:messagingThread:{THREAD}"), bare.clone()),
        (format!("urn:li:fs_conversation:{THREAD}"), bare.clone()),
        (THREAD.to_owned(), bare.clone()),
        (escaped.clone(), bare.clone()),
        (
            format!("https://www.linkedin.com/messaging/thread/{THREAD}/"),
            bare.clone(),
        ),
        (
            format!("https://www.linkedin.com/messaging/thread/{escaped}?x=1"),
            bare,
        ),
        (own.to_string(), ThreadReference::Own(own)),
    ];
    for (text, expected) in cases {
        assert_eq!(ThreadReference::parse(&text), Ok(expected), "{text}");
    }
    for text in [
        "",
        "hello",
        "cnv_1",
        "urn:li:msg_conversation:(...)",
        "urn:li:msg_conversation:(urn:li:fsd_profile:,2-a)",
        "urn:li:msg_conversation:(urn:li:fsd_profile:a,)",
        "urn:li:messagingThread:",
        "urn:li:messagingThread:2-a b",
        "urn:li:messagingMessage:2-a",
        "2-\0",
        "https://www.linkedin.com/messaging/",
    ] {
        assert!(ThreadReference::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn messages_are_understood_in_every_form() {
    let message = MessageKey::new(THREAD).unwrap();
    let own = MessageId::from_bytes([7; 16]);
    let bare = MessageReference::Network {
        owner: None,
        message: message.clone(),
    };
    let owned = MessageReference::Network {
        owner: Some(key()),
        message,
    };
    let cases = [
        (
            format!("urn:li:msg_message:(urn:li:fsd_profile:{KEY},{THREAD})"),
            owned,
        ),
        (format!("urn:li:messagingMessage:{THREAD}"), bare.clone()),
        (format!("urn:li:fsd_message:{THREAD}"), bare.clone()),
        (THREAD.to_owned(), bare),
        (own.to_string(), MessageReference::Own(own)),
    ];
    for (text, expected) in cases {
        assert_eq!(MessageReference::parse(&text), Ok(expected), "{text}");
    }
    for text in [
        "",
        "hello",
        "msg_",
        "urn:li:msg_message:(...)",
        "urn:li:messagingThread:2-a",
    ] {
        assert!(MessageReference::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn every_form_is_printed_as_the_contract_has_it() {
    let (owner, thread) = (
        MemberKey::new("ACoAAB1").unwrap(),
        ThreadId::new("2-a=").unwrap(),
    );
    let message = MessageKey::new("2-b=").unwrap();
    let printed = [
        owner.profile_urn().to_string(),
        owner.participant_urn().to_string(),
        owner.profile_url().to_string(),
        MemberNumber::new(5).urn().to_string(),
        Slug::new("Jürgen-1").unwrap().profile_url().to_string(),
        thread.conversation_urn(&owner).to_string(),
        thread.thread_urn().to_string(),
        thread.url().to_string(),
        message.message_urn(&owner).to_string(),
        message.backend_urn().to_string(),
    ];
    assert_eq!(
        printed,
        [
            "urn:li:fsd_profile:ACoAAB1",
            "urn:li:msg_messagingParticipant:urn:li:fsd_profile:ACoAAB1",
            "https://www.linkedin.com/in/ACoAAB1",
            "urn:li:member:5",
            "https://www.linkedin.com/in/j%C3%BCrgen-1",
            "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAB1,2-a=)",
            "urn:li:messagingThread:2-a=",
            "https://www.linkedin.com/messaging/thread/2-a=/",
            "urn:li:msg_message:(urn:li:fsd_profile:ACoAAB1,2-b=)",
            "urn:li:messagingMessage:2-b=",
        ]
    );
}

#[test]
fn groups_are_digits() {
    for text in [
        "12345678",
        "urn:li:group:12345678",
        "urn:li:fsd_group:12345678",
        " 12345678 ",
    ] {
        assert_eq!(GroupId::parse(text).unwrap().as_str(), "12345678");
    }
    for text in [
        "",
        "abc",
        "-1",
        "1.5",
        "٣",
        "urn:li:group:",
        "123456789012345678901",
    ] {
        assert!(GroupId::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn a_hidden_members_key_is_understood_bare() {
    let key = MemberKey::new("hidden_3f9a").unwrap();
    assert!(key.is_hidden());
    assert_eq!(
        PersonReference::parse("hidden_3f9a"),
        Ok(PersonReference::MemberKey(key))
    );
}

fn opaque() -> impl Strategy<Value = String> {
    "[A-Za-z0-9_=+/.~!$&-]{1,60}"
}

/// Texts that come close to what is understood, so that parsing gets far.
fn near_miss() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("urn:li:".to_owned()),
        Just("fsd_profile:".to_owned()),
        Just("msg_conversation:".to_owned()),
        Just("msg_message:".to_owned()),
        Just("msg_messagingParticipant:".to_owned()),
        Just("https://www.linkedin.com".to_owned()),
        Just("/in/".to_owned()),
        Just("/messaging/thread/".to_owned()),
        Just("(".to_owned()),
        Just(",".to_owned()),
        Just(")".to_owned()),
        Just("%".to_owned()),
        Just("%C3".to_owned()),
        Just("per_".to_owned()),
        Just("İ".to_owned()),
        opaque(),
        any::<String>(),
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn parsing_never_panics_and_printing_parses_back(text in near_miss()) {
        if let Ok(person) = PersonReference::parse(&text) {
            prop_assert_eq!(PersonReference::parse(&person.to_string()), Ok(person));
        }
        if let Ok(thread) = ThreadReference::parse(&text) {
            prop_assert_eq!(ThreadReference::parse(&thread.to_string()), Ok(thread));
        }
        if let Ok(message) = MessageReference::parse(&text) {
            prop_assert_eq!(MessageReference::parse(&message.to_string()), Ok(message));
        }
        if let Ok(group) = GroupId::parse(&text) {
            prop_assert_eq!(GroupId::parse(&group.urn().to_string()), Ok(group));
        }
    }

    #[test]
    fn every_printed_form_of_a_key_leads_back_to_it(key in opaque(), id in opaque(), number in any::<u64>()) {
        let (owner, thread) = (MemberKey::new(&key).unwrap(), ThreadId::new(&id).unwrap());
        let message = MessageKey::new(&id).unwrap();
        for text in [owner.profile_urn().to_string(), owner.participant_urn().to_string()] {
            prop_assert_eq!(PersonReference::parse(&text), Ok(PersonReference::MemberKey(owner.clone())));
        }
        let number = MemberNumber::new(number);
        prop_assert_eq!(
            PersonReference::parse(&number.urn().to_string()),
            Ok(PersonReference::MemberNumber(number))
        );
        for text in [thread.thread_urn().to_string(), thread.url().to_string()] {
            let expected = ThreadReference::Network { owner: None, thread: thread.clone() };
            prop_assert_eq!(ThreadReference::parse(&text), Ok(expected));
        }
        let expected = ThreadReference::Network { owner: Some(owner.clone()), thread: thread.clone() };
        prop_assert_eq!(ThreadReference::parse(&thread.conversation_urn(&owner).to_string()), Ok(expected));
        let expected = MessageReference::Network { owner: Some(owner.clone()), message: message.clone() };
        prop_assert_eq!(MessageReference::parse(&message.message_urn(&owner).to_string()), Ok(expected));
    }

    #[test]
    fn a_slugs_address_leads_back_to_it(raw in "[\\p{L}\\p{N}.~'-]{1,40}") {
        if let Ok(reference @ PersonReference::Slug(_)) = PersonReference::parse(&raw) {
            let PersonReference::Slug(slug) = &reference else { unreachable!() };
            prop_assert_eq!(PersonReference::parse(&slug.profile_url().to_string()), Ok(reference.clone()));
        }
    }
}
