//! What is an id, a key or a reference prints as one text, which is that id again.

#![no_main]

use domain::api_key::ApiKey;
use domain::ids::{AccountId, EventId, SendId};
use domain::urn::{GroupId, MessageReference, PersonReference, Slug, ThreadReference};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(id) = text.parse::<AccountId>() {
        assert_eq!(id.to_string(), text);
        assert!(text.parse::<SendId>().is_err() && text.parse::<EventId>().is_err());
    }
    if let Ok(key) = ApiKey::parse(text) {
        assert_eq!(key.reveal(), text);
    }
    if let Ok(slug) = Slug::new(text) {
        assert_eq!(Slug::new(slug.as_str()), Ok(slug));
    }
    if let Ok(ThreadReference::Network { thread, .. }) = ThreadReference::parse(text) {
        let (owner, printed) = (None, thread.thread_urn().to_string());
        let again = ThreadReference::parse(&printed);
        assert_eq!(again, Ok(ThreadReference::Network { owner, thread }));
    }
    if let Ok(MessageReference::Network { message, .. }) = MessageReference::parse(text) {
        let (owner, printed) = (None, message.backend_urn().to_string());
        let again = MessageReference::parse(&printed);
        assert_eq!(again, Ok(MessageReference::Network { owner, message }));
    }
    if let Ok(group) = GroupId::parse(text) {
        assert_eq!(GroupId::parse(&group.clone().urn().to_string()), Ok(group));
    }
    if let Ok(PersonReference::MemberKey(member_key)) = PersonReference::parse(text) {
        let again = PersonReference::parse(&member_key.profile_urn().to_string());
        assert_eq!(again, Ok(PersonReference::MemberKey(member_key)));
    }
});
