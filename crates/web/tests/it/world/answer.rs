//! What came back, held against the description.

use axum::http::HeaderMap;
use serde_json::Value;

use crate::schema;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    /// `null` where the body is not JSON.
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers.contains_key(name)
    }

    pub(crate) fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// The paths of the issues, in their order.
    pub(crate) fn issues(&self) -> Vec<&str> {
        let issues = self.json["issues"].as_array().into_iter().flatten();
        issues
            .map(|issue| issue["path"].as_str().unwrap())
            .collect()
    }

    pub(super) fn check(&self, description: &Value, method: &str, path: &str) {
        let Some(operation) = operation(description, method, path) else {
            return;
        };
        let response = &operation["responses"][self.status.to_string()];
        assert!(
            response.is_object(),
            "{method} {path}: {} is not documented: {}",
            self.status,
            self.json
        );
        let Some(content) = response["content"].as_object() else {
            assert!(
                self.bytes.is_empty(),
                "{method} {path}: {} has a body",
                self.status
            );
            return;
        };
        let (content_type, content) = content.iter().next().unwrap();
        if content_type == "*/*" {
            return;
        }
        assert_eq!(self.header("content-type"), content_type, "{method} {path}");
        let faults = schema::faults(description, &content["schema"], &self.json);
        assert!(
            faults.is_empty(),
            "{method} {path}: {}\n{faults:#?}",
            self.json
        );
    }
}

/// The operation behind an address; fixed parts of a path win over variable ones.
fn operation<'d>(description: &'d Value, method: &str, path: &str) -> Option<&'d Value> {
    let parts: Vec<_> = path.split('/').collect();
    let paths = description["paths"].as_object().unwrap();
    let fits = |template: &str| {
        let names: Vec<_> = template.split('/').collect();
        let is_part = |(name, part): (&&str, &&str)| {
            name == part || (name.starts_with('{') && !part.is_empty())
        };
        names.len() == parts.len() && names.iter().zip(&parts).all(is_part)
    };
    let mut found: Vec<_> = paths
        .iter()
        .filter(|(template, _)| fits(template))
        .collect();
    found.sort_by_key(|(template, _)| template.matches('{').count());
    let item = found.first()?.1;
    Some(&item[method.to_ascii_lowercase()]).filter(|operation| operation.is_object())
}
