//! What stays of an event about somebody who asked to be forgotten.

use serde_json::{Map, Value};

use super::EventKind;

/// Stands where the key of an erased member stood.
pub const ERASED: &str = "erased";

/// The data of an event without the person whom the network knows by `member_key`: names and headlines are empty where
/// the event is about them, their key is a word that says why, and so is what shows a reaction. All fields stay. `None` if
/// there is nothing to take out.
pub fn without_person(kind: EventKind, data: &str, member_key: &str) -> Option<String> {
    let mut object: Map<String, Value> = serde_json::from_str(data).ok()?;
    let before = object.clone();
    let is_key = |value: &Value| value.as_str() == Some(member_key);
    let is_theirs = object.get("member_key").is_some_and(is_key);
    let is_text = |name: &str| kind.fields().iter().any(|field| field.name == name);
    for (name, value) in &mut object {
        if is_key(value) {
            *value = Value::from(ERASED);
        } else if is_theirs
            && ["name", "headline", "emoji"].contains(&name.as_str())
            && is_text(name)
        {
            *value = Value::from("");
        }
    }
    let is_changed = object != before;
    is_changed.then(|| Value::Object(object).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{EXAMPLE_ID, EventData, check};

    #[test]
    fn an_event_stays_what_its_kind_promises_and_names_nobody() {
        let id = format!("per_{EXAMPLE_ID}");
        let data = EventData::new()
            .id("person_id", &id)
            .text("member_key", "ACoAAjohn")
            .text("name", "John Doe")
            .text("headline", "Engineer")
            .into_json();
        let kind = EventKind::PersonChanged;
        let left = without_person(kind, &data, "ACoAAjohn").unwrap();
        assert_eq!(check(kind, &left), Ok(()));
        for gone in ["John", "Engineer", "ACoAAjohn"] {
            assert!(!left.contains(gone), "{left}");
        }
        assert!(left.contains(&id));
        assert_eq!(without_person(kind, &data, "ACoAAother"), None);
        assert_eq!(without_person(kind, "{", "ACoAAjohn"), None);
    }

    #[test]
    fn every_kind_can_lose_a_person() {
        for kind in EventKind::ALL {
            let mut example = serde_json::to_value(kind.example()).unwrap();
            for field in ["member_key", "sender_key"] {
                if let Some(value) = example.get_mut(field) {
                    *value = Value::from("ACoAAjohn");
                }
            }
            if let Some(left) = without_person(*kind, &example.to_string(), "ACoAAjohn") {
                assert_eq!(check(*kind, &left), Ok(()), "{}", kind.word());
                assert!(!left.contains("ACoAAjohn"), "{left}");
            }
        }
    }
}
