//! `curl` as our pages print it: read as a shell and curl would read it, and sent.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::http::{Answer, Http};

/// What a printed line asks for.
#[derive(Debug, Default)]
pub(crate) struct Request {
    url: String,
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
    body: Option<String>,
}

impl Request {
    /// Reads one command, of which a line that ends in a backslash goes on in the next one.
    pub(crate) fn read(command: &str, variables: &BTreeMap<&str, String>) -> Self {
        let mut words = words(&command.replace("\\\n", " "), variables).into_iter();
        assert_eq!(words.next().as_deref(), Some("curl"), "{command}");
        let (mut request, mut is_get, mut data) = (Self::default(), false, Vec::new());
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap();
            match word.as_str() {
                "-G" | "--get" => is_get = true,
                "-H" => {
                    let header = value();
                    let (name, value) = header.split_once(": ").unwrap();
                    request.headers.push((name.to_owned(), value.to_owned()));
                }
                "-d" => request.body = Some(value()),
                "--data-urlencode" => data.push(value()),
                _ if word.starts_with("http://") => request.url = word,
                _ => panic!("nobody taught this test about {word}: {command}"),
            }
        }
        assert_eq!(is_get, !data.is_empty(), "{command}");
        let pair = |data: &String| {
            let (name, value) = data.split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        };
        request.query = data.iter().map(pair).collect();
        request
    }

    /// Sends it.
    pub(crate) fn send(&self) -> Answer {
        let header = |name: &str| {
            let found = self.headers.iter().find(|(given, _)| given == name);
            found.map(|(_, value)| value.as_str())
        };
        let key = header("Authorization").and_then(|value| value.strip_prefix("Bearer "));
        let client = Http::new("", key);
        if let Some(body) = &self.body {
            assert_eq!(header("Content-Type"), Some("application/json"), "{self:?}");
            let body: Value = serde_json::from_str(body).unwrap();
            return client.post(&self.url, &body);
        }
        let query = self.query.iter();
        let query: Vec<(&str, &str)> = query
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        client.get_with(&self.url, &query)
    }
}

/// Words as a shell makes them: blanks part them, quotes join them, `$NAME` stands for a value outside single quotes.
fn words(text: &str, variables: &BTreeMap<&str, String>) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, quote) {
            (_, Some(open)) if sign == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(sign);
                word.get_or_insert_default();
            }
            (' ' | '\n', None) => words.extend(word.take()),
            ('\\', Some('"')) => word.get_or_insert_default().extend(signs.next()),
            ('$', None | Some('"')) => {
                let mut name = String::new();
                while let Some(letter) = signs.next_if(char::is_ascii_uppercase) {
                    name.push(letter);
                }
                let value = variables.get(name.as_str());
                let value = value.unwrap_or_else(|| panic!("what is ${name}?"));
                word.get_or_insert_default().push_str(value);
            }
            _ => word.get_or_insert_default().push(sign),
        }
    }
    assert_eq!(quote, None, "a quotation mark stays open: {text}");
    words.extend(word);
    words
}

#[test]
fn words_are_those_of_a_shell() {
    let variables = BTreeMap::from([("KEY", "k 1".to_owned())]);
    let read = words(
        "curl \"a $KEY\" '$KEY' -d \"{\\\"b\\\": 1}\" $KEY",
        &variables,
    );
    assert_eq!(read, ["curl", "a k 1", "$KEY", "-d", "{\"b\": 1}", "k 1"]);
}
