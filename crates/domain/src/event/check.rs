//! Whether an event says what its kind promises. Asked of every event that is written while assertions are on, so that
//! whatever a test makes happen is checked.

use serde_json::{Map, Value};

use super::{EventKind, Field, Form};
use crate::time::Timestamp;

/// What is wrong with an event's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {what}")]
pub struct Mismatch {
    kind: &'static str,
    what: String,
}

/// Compares `data`, a JSON object, with the fields of `kind`.
pub fn check(kind: EventKind, data: &str) -> Result<(), Mismatch> {
    let wrong = |what: String| Mismatch {
        kind: kind.word(),
        what,
    };
    let object: Map<String, Value> =
        serde_json::from_str(data).map_err(|error| wrong(error.to_string()))?;
    for field in kind.fields() {
        match object.get(field.name) {
            None => return Err(wrong(format!("`{}` is missing", field.name))),
            Some(value) if fits(field, value) => {}
            Some(value) => return Err(wrong(format!("`{}` cannot be {value}", field.name))),
        }
    }
    if object.len() == kind.fields().len() {
        Ok(())
    } else {
        Err(wrong(format!("more fields than promised: {data}")))
    }
}

fn fits(field: &Field, value: &Value) -> bool {
    match value {
        Value::Null => field.is_nullable,
        Value::String(text) => match field.form {
            Form::Text(_) => true,
            Form::Id(prefix) => is_id(prefix, text),
            Form::Instant => text.parse::<Timestamp>().is_ok(),
            Form::Word(words) => words.contains(&text.as_str()),
            Form::Number | Form::Flag | Form::Ids(_) | Form::Words(_) => false,
        },
        Value::Number(number) => field.form == Form::Number && number.is_u64(),
        Value::Bool(_) => field.form == Form::Flag,
        Value::Array(values) => match field.form {
            Form::Ids(prefix) => values
                .iter()
                .all(|value| value.as_str().is_some_and(|text| is_id(prefix, text))),
            Form::Words(words) => values
                .iter()
                .all(|value| value.as_str().is_some_and(|text| words.contains(&text))),
            _ => false,
        },
        Value::Object(_) => false,
    }
}

fn is_id(prefix: &str, text: &str) -> bool {
    text.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .is_some_and(|letters| letters.len() == 26)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_too_few_too_many_or_of_another_form_is_told() {
        let told = |data: &str| {
            check(EventKind::AccountPolicyChanged, data)
                .map_err(|mismatch| mismatch.to_string())
                .unwrap_err()
        };
        assert_eq!(
            check(EventKind::AccountPolicyChanged, r#"{"version":3}"#),
            Ok(())
        );
        assert!(told("{}").contains("`version` is missing"));
        assert!(told(r#"{"version":3,"policy":{}}"#).contains("more fields"));
        for wrong in ["null", "-1", "\"3\"", "1.5", "[3]", "{}", "true"] {
            assert!(
                told(&format!(r#"{{"version":{wrong}}}"#)).contains("cannot be"),
                "{wrong}"
            );
        }
        assert!(told("{").contains("EOF"));
    }

    #[test]
    fn each_form_takes_its_own_values_only() {
        let id = "snd_01k9zr4c2e6q8n3v5t7w9y1b4d";
        let all = [
            Value::from("anything"),
            Value::from(id),
            Value::from("2026-11-22T10:42:18Z"),
            Value::from(3),
            Value::from(true),
            Value::from(vec![id]),
            Value::from(vec!["anything"]),
        ];
        for (form, fitting) in [
            (Form::Text(""), &[0, 1, 2][..]),
            (Form::Id("snd"), &[1]),
            (Form::Instant, &[2]),
            (Form::Number, &[3]),
            (Form::Flag, &[4]),
            (Form::Word(&["anything"]), &[0]),
            (Form::Ids("snd"), &[5]),
            (Form::Words(&["anything"]), &[6]),
        ] {
            let field = Field {
                name: "field",
                form,
                is_nullable: false,
                meaning: "",
            };
            for (index, value) in all.iter().enumerate() {
                assert_eq!(
                    fits(&field, value),
                    fitting.contains(&index),
                    "{form:?} {value}"
                );
            }
            assert!(!fits(&field, &Value::Null));
            assert!(fits(
                &Field {
                    is_nullable: true,
                    ..field
                },
                &Value::Null
            ));
        }
    }
}
