//! The page about the types of events, from the `webhooks` of the description.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// The page.
pub(super) fn page(description: &Value) -> Result<String> {
    let webhooks = description["webhooks"]
        .as_object()
        .context("the description has no webhooks")?;
    let mut page = "# Types of events\n\n\
         Made by `cargo xtask generate` from the description. Do not edit. Every event has the same frame, shown once at the\n\
         end of this page; what differs is its `data`. Words and fields are only ever added.\n"
        .to_owned();
    let mut whole = None;
    for (word, item) in webhooks {
        let operation = &item["post"];
        let content = &operation["requestBody"]["content"]["application/json"];
        let data = &content["schema"]["properties"]["data"];
        let about = operation["description"].as_str().unwrap_or_default();
        writeln!(page, "\n## `{word}`\n\n{about}")?;
        fields(&mut page, data)?;
        let example = serde_json::to_string(&content["example"]["data"])?;
        writeln!(page, "\n```json\n{example}\n```")?;
        whole.get_or_insert(&content["example"]);
    }
    let whole = serde_json::to_string_pretty(whole.context("there is no event")?)?;
    writeln!(page, "\n## An event as a whole\n\n```json\n{whole}\n```")?;
    Ok(page)
}

fn fields(page: &mut String, data: &Value) -> Result<()> {
    let Some(properties) = data["properties"].as_object().filter(|all| !all.is_empty()) else {
        writeln!(page, "\nIt has no fields of its own.")?;
        return Ok(());
    };
    writeln!(page, "\n| Field | Form | Meaning |\n| --- | --- | --- |")?;
    for (name, schema) in properties {
        let about = schema["description"].as_str().unwrap_or_default();
        writeln!(page, "| `{name}` | {} | {about} |", form(schema))?;
    }
    Ok(())
}

fn form(schema: &Value) -> String {
    let types = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        Value::String(only) => vec![only.as_str()],
        _ => Vec::new(),
    };
    let mut form = types.join(" or ");
    if schema["format"] == "date-time" {
        form = form.replace("string", "instant");
    }
    if let Some(words) = schema["examples"].as_array() {
        let words: Vec<String> = words
            .iter()
            .map(|word| word.to_string().replace('"', "`"))
            .collect();
        form = format!("{form}: {}", words.join(", "));
    }
    form
}
