//! Whether a value is what a schema of our description says; as much of JSON Schema as the description uses.

use serde_json::{Map, Value};

/// Everything in which `value` differs from `schema`, each with its place.
pub(crate) fn faults(description: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(description, schema, value, "$", &mut faults);
    faults
}

fn check(
    description: &Value,
    schema: &Value,
    value: &Value,
    place: &str,
    faults: &mut Vec<String>,
) {
    if schema["$ref"].is_string() {
        return check(
            description,
            target(description, schema),
            value,
            place,
            faults,
        );
    }
    if let Some(parts) = schema["allOf"].as_array() {
        check(
            description,
            &together(description, parts),
            value,
            place,
            faults,
        );
    }
    for word in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[word].as_array()
            && !choices
                .iter()
                .any(|choice| self::faults(description, choice, value).is_empty())
        {
            faults.push(format!("{place}: {value} is none of the choices"));
        }
    }
    check_type(schema, value, place, faults);
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        faults.push(format!("{place}: {value} is not one of the words"));
    }
    if let Some(minimum) = schema["minimum"].as_f64()
        && value.as_f64().is_some_and(|number| number < minimum)
    {
        faults.push(format!("{place}: {value} is below {minimum}"));
    }
    check_members(description, schema, value, place, faults);
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        check(
            description,
            &schema["items"],
            item,
            &format!("{place}[{index}]"),
            faults,
        );
    }
}

/// The schema itself, or the one that it refers to.
fn target<'d>(description: &'d Value, schema: &'d Value) -> &'d Value {
    schema["$ref"].as_str().map_or(schema, |reference| {
        let target = description.pointer(reference.trim_start_matches('#'));
        target.unwrap_or_else(|| panic!("{reference} leads nowhere"))
    })
}

/// One schema of several that all hold: a member is described when one of them describes it.
fn together(description: &Value, parts: &[Value]) -> Value {
    let mut whole = Map::new();
    for part in parts {
        for (word, says) in target(description, part).as_object().into_iter().flatten() {
            match (whole.get_mut(word), says) {
                (Some(Value::Object(all)), Value::Object(more)) if word == "properties" => {
                    all.extend(more.clone());
                }
                (Some(Value::Array(all)), Value::Array(more)) if word == "required" => {
                    all.extend(more.clone());
                }
                _ => {
                    whole.insert(word.clone(), says.clone());
                }
            }
        }
    }
    Value::Object(whole)
}

fn check_type(schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    let is_type = |name: &Value| match name.as_str().unwrap_or_default() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{place}: the description uses the type {other}"),
    };
    let fits = match &schema["type"] {
        Value::Null => true,
        Value::Array(names) => names.iter().any(is_type),
        name => is_type(name),
    };
    if !fits {
        faults.push(format!(
            "{place}: {value} is not of type {}",
            schema["type"]
        ));
    }
}

fn check_members(
    description: &Value,
    schema: &Value,
    value: &Value,
    place: &str,
    faults: &mut Vec<String>,
) {
    let (Some(properties), Some(members)) = (schema["properties"].as_object(), value.as_object())
    else {
        return;
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !members.contains_key(name.as_str().unwrap_or_default()) {
            faults.push(format!("{place}: {name} is missing"));
        }
    }
    for (name, member) in members {
        match properties.get(name) {
            Some(property) => {
                check(
                    description,
                    property,
                    member,
                    &format!("{place}.{name}"),
                    faults,
                );
            }
            // Callers may meet fields that are newer than they are; a test may not.
            None => faults.push(format!("{place}: {name} is not described")),
        }
    }
}

#[test]
fn a_wrong_value_is_told() {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": ["integer", "null"]}, "b": {"enum": ["x"]}},
    });
    let faults_of = |value: Value| faults(&Value::Null, &schema, &value).len();
    assert_eq!(faults_of(serde_json::json!({"a": 1, "b": "x"})), 0);
    assert_eq!(faults_of(serde_json::json!({"a": null})), 0);
    assert_eq!(
        faults_of(serde_json::json!({"a": "1", "b": "y", "c": 1})),
        3
    );
    assert_eq!(faults_of(serde_json::json!({})), 1);
    assert_eq!(faults_of(serde_json::json!([])), 1);
}

#[test]
fn what_is_flattened_is_described_by_its_parts_together() {
    let description = serde_json::json!({
        "of": {"required": ["a"], "properties": {"a": {"type": "integer"}}},
    });
    let schema = serde_json::json!({
        "allOf": [{"$ref": "#/of"}, {"required": ["b"], "properties": {"b": {"type": "integer"}}}],
    });
    let faults_of = |value: Value| faults(&description, &schema, &value).len();
    assert_eq!(faults_of(serde_json::json!({"a": 1, "b": 1})), 0);
    assert_eq!(faults_of(serde_json::json!({"a": 1, "c": 1})), 2);
    assert_eq!(faults_of(serde_json::json!({"a": "1", "b": "1"})), 2);
}
