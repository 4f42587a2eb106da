//! The description itself.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

fn description() -> Value {
    serde_json::from_str(&web::openapi()).unwrap()
}

/// One line for each operation: what it takes and what it can answer.
#[test]
fn the_list_of_routes_changes_with_a_commit_only() {
    let description = description();
    let mut list = String::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let parameters: Vec<_> = parameters
                .map(|parameter| {
                    let needed = if parameter["required"] == true {
                        "!"
                    } else {
                        ""
                    };
                    format!("{}{needed}", parameter["name"].as_str().unwrap())
                })
                .collect();
            let body = operation.pointer("/requestBody/content/application~1json/schema/$ref");
            let statuses: Vec<_> = operation["responses"]
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect();
            writeln!(list, "{} {path}", method.to_ascii_uppercase()).unwrap();
            let body = body
                .and_then(Value::as_str)
                .and_then(|name| name.rsplit('/').next());
            let takes: Vec<_> = parameters.iter().map(String::as_str).chain(body).collect();
            writeln!(
                list,
                "  takes {}",
                if takes.is_empty() {
                    "nothing".to_owned()
                } else {
                    takes.join(" ")
                }
            )
            .unwrap();
            writeln!(list, "  gives {}", statuses.join(" ")).unwrap();
        }
    }
    insta::assert_snapshot!(list);
}

/// The fields of every schema, in their order; `!` marks those that are always there.
#[test]
fn the_shapes_change_with_a_commit_only() {
    let description = description();
    let mut list = String::new();
    for (name, schema) in description["components"]["schemas"].as_object().unwrap() {
        // What is flattened into a shape stands beside it.
        let parts = schema["allOf"].as_array().into_iter().flatten();
        let fields: Vec<_> = parts.chain([schema]).flat_map(fields).collect();
        let line = format!("{name}: {}", fields.join(" "));
        writeln!(list, "{}", line.trim_end()).unwrap();
    }
    insta::assert_snapshot!(list);
}

/// The fields of one schema; a reference goes by its name.
fn fields(schema: &Value) -> Vec<String> {
    let of = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next());
    let required = schema["required"].as_array().into_iter().flatten();
    let required: BTreeSet<_> = required.filter_map(Value::as_str).collect();
    let mark = |field: &str| if required.contains(field) { "!" } else { "" };
    let properties = schema["properties"].as_object().into_iter().flatten();
    let own = properties.map(|(field, _)| format!("{field}{}", mark(field)));
    of.map(|name| format!("...{name}"))
        .into_iter()
        .chain(own)
        .collect()
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(root: &Value, value: &Value) {
        match value {
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                    assert!(
                        root.pointer(reference.trim_start_matches('#')).is_some(),
                        "{reference}"
                    );
                }
                members.values().for_each(|member| walk(root, member));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(root, item)),
            _ => {}
        }
    }
    let description = description();
    assert_eq!(description["openapi"], "3.1.0");
    walk(&description, &description);
}

#[test]
fn every_operation_is_explained() {
    let description = description();
    let tags = description["tags"].as_array().unwrap().iter();
    let tags: BTreeSet<_> = tags.filter_map(|tag| tag["name"].as_str()).collect();
    let mut ids = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(
                ids.insert(operation["operationId"].as_str().unwrap()),
                "{name}: its id is taken"
            );
            assert!(
                operation["summary"].is_string() && operation["description"].is_string(),
                "{name}"
            );
            assert!(
                tags.contains(operation["tags"][0].as_str().unwrap()),
                "{name}: {}",
                operation["tags"]
            );
            for (status, response) in operation["responses"].as_object().unwrap() {
                let text = response["description"].as_str().unwrap();
                assert!(!text.is_empty(), "{name} {status}");
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(
                    parameter["description"].is_string(),
                    "{name}: {}",
                    parameter["name"]
                );
            }
        }
    }
}

/// Examples are what people copy: they must be what the schema says.
#[test]
fn examples_fit_their_schemas() {
    let description = description();
    for (name, schema) in description["components"]["schemas"].as_object().unwrap() {
        if schema["example"].is_null() {
            continue;
        }
        let faults = crate::schema::faults(&description, schema, &schema["example"]);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
}

#[tokio::test]
async fn it_is_served_as_it_is_printed() {
    let world = crate::world::World::new().await;
    let answer = world
        .get("/openapi.json")
        .without("authorization")
        .send()
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(String::from_utf8(answer.bytes).unwrap(), web::openapi());
}
