//! A Rust source as the rules need it: its functions with their lengths, its names and its texts, each with the line
//! and whether it is test code. Read as tokens, so that comments and texts cannot be mistaken for code.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) line: usize,
    /// From the line of `fn` to that of the closing brace.
    pub(crate) lines: usize,
}

/// A name or a text in the code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) text: String,
    pub(crate) line: usize,
    /// Inside an item marked `#[cfg(test)]` or `#[test]`.
    pub(crate) is_test: bool,
}

/// What a source consists of.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) functions: Vec<Function>,
    pub(crate) names: Vec<Mention>,
    pub(crate) texts: Vec<Mention>,
    /// The texts in the column list of each `InsertMany { columns: &[…] }`.
    pub(crate) inserts: Vec<(usize, Vec<String>)>,
}

impl Source {
    /// Reads a source; `None` if it is not Rust.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let tokens = TokenStream::from_str(text).ok()?;
        let mut source = Self::default();
        source.walk(tokens, false);
        Some(source)
    }

    fn walk(&mut self, tokens: TokenStream, is_inside_test: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut is_test = is_inside_test;
        let mut place = 0;
        while let Some(token) = tokens.get(place) {
            place += 1;
            match token {
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    let is_inner = matches!(tokens.get(place), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
                    let bracket = tokens.get(place + usize::from(is_inner));
                    if let Some(group) = bracket.and_then(|token| group(token, Delimiter::Bracket))
                    {
                        is_test |= marks_test(group);
                        place += 1 + usize::from(is_inner);
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == ';' => is_test = is_inside_test,
                TokenTree::Punct(_) => {}
                TokenTree::Ident(name) if name == "fn" => self.function(&tokens, place),
                TokenTree::Ident(name) if name == "concat" && joined(&tokens, place).is_some() => {
                    let text = joined(&tokens, place).unwrap_or_default();
                    self.texts.push(Mention {
                        text,
                        line: name.span().start().line,
                        is_test,
                    });
                    place += 2;
                }
                TokenTree::Ident(name) => {
                    let line = name.span().start().line;
                    if name == "InsertMany"
                        && let Some(texts) = tokens.get(place).and_then(listed_columns)
                    {
                        self.inserts.push((line, texts));
                    }
                    self.names.push(Mention {
                        text: name.to_string(),
                        line,
                        is_test,
                    });
                }
                TokenTree::Literal(literal) => {
                    if let Some(text) = unquoted(literal) {
                        self.texts.push(Mention {
                            text,
                            line: literal.span().start().line,
                            is_test,
                        });
                    }
                }
                TokenTree::Group(group) => {
                    self.walk(group.stream(), is_test);
                    if group.delimiter() == Delimiter::Brace {
                        is_test = is_inside_test; // The marked item is over.
                    }
                }
            }
        }
    }

    /// Notes the function whose name stands at `place`, if it is one with a name and a body.
    fn function(&mut self, tokens: &[TokenTree], place: usize) {
        let Some(TokenTree::Ident(name)) = tokens.get(place) else {
            return;
        };
        for token in &tokens[place..] {
            match token {
                TokenTree::Punct(mark) if mark.as_char() == ';' => return,
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let line = name.span().start().line;
                    let lines = group.span_close().end().line + 1 - line;
                    self.functions.push(Function {
                        name: name.to_string(),
                        line,
                        lines,
                    });
                    return;
                }
                _ => {}
            }
        }
    }
}

fn group(token: &TokenTree, delimiter: Delimiter) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// Whether an attribute says that what follows is test code: `test`, `tokio::test`, `cfg(test)`.
fn marks_test(attribute: &Group) -> bool {
    let text = attribute.stream().to_string().replace(' ', "");
    text == "test"
        || text.ends_with("::test")
        || text.starts_with("tokio::test(")
        || text == "cfg(test)"
}

/// Stands in a text for a part of `concat!(…)` that is not written there.
pub(crate) const ELSEWHERE: &str = "…";

/// The text that `concat!(…)` makes of its parts, if the macro's name has just been read.
fn joined(tokens: &[TokenTree], place: usize) -> Option<String> {
    let is_macro =
        matches!(tokens.get(place), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
    let Some(TokenTree::Group(group)) = tokens.get(place + 1).filter(|_| is_macro) else {
        return None;
    };
    let mut text = String::new();
    for part in group.stream() {
        match &part {
            TokenTree::Literal(literal) => text.push_str(&unquoted(literal).unwrap_or_default()),
            TokenTree::Punct(mark) if mark.as_char() == ',' => {}
            _ if text.ends_with(ELSEWHERE) => {}
            _ => text.push_str(ELSEWHERE),
        }
    }
    Some(text)
}

/// The texts in `{ …, columns: &[…], … }`; `None` where the columns are not listed right there.
fn listed_columns(fields: &TokenTree) -> Option<Vec<String>> {
    let tokens: Vec<TokenTree> = group(fields, Delimiter::Brace)?
        .stream()
        .into_iter()
        .collect();
    let columns = tokens
        .iter()
        .position(|token| token.to_string() == "columns")?;
    let is_reference = tokens.get(columns + 2)?.to_string() == "&";
    let list = group(
        tokens.get(columns + 3).filter(|_| is_reference)?,
        Delimiter::Bracket,
    )?;
    let mut texts = Vec::new();
    literals(list.stream(), &mut texts);
    Some(texts).filter(|texts| !texts.is_empty())
}

/// Every text in `tokens`, at any depth.
fn literals(tokens: TokenStream, texts: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => texts.extend(unquoted(&literal)),
            TokenTree::Group(group) => literals(group.stream(), texts),
            _ => {}
        }
    }
}

/// The content of a text literal, escapes resolved as far as the rules need; `None` for numbers and characters.
fn unquoted(literal: &Literal) -> Option<String> {
    let source = literal.to_string();
    let body = source.trim_start_matches(['b', 'c', 'r', '#']);
    let is_raw = source[..source.len() - body.len()].contains('r');
    let body = body
        .trim_end_matches('#')
        .strip_prefix('"')?
        .strip_suffix('"')?;
    if is_raw {
        return Some(body.to_owned());
    }
    let mut text = String::with_capacity(body.len());
    let mut signs = body.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, signs.peek()) {
            ('\\', Some('\n' | '\r')) => {
                while signs.next_if(|sign| sign.is_whitespace()).is_some() {}
            }
            ('\\', Some(&escaped)) => {
                signs.next();
                text.push(if matches!(escaped, 'n' | 't' | 'r') {
                    ' '
                } else {
                    escaped
                });
            }
            _ => text.push(sign),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn functions_have_their_lengths_at_any_depth() {
        let text = "impl A {\n    /// fn not_me() {\n    pub fn one(&self) -> u8\n    where\n        u8: Copy,\n    {\n        \
                    1\n    }\n}\ntrait T {\n    fn none();\n}\ntype F = fn(u8) -> u8;\nfn two() {}\n";
        let source = Source::parse(text).unwrap();
        let found: Vec<_> = source
            .functions
            .iter()
            .map(|f| (f.name.as_str(), f.line, f.lines))
            .collect();
        assert_eq!(found, [("one", 3, 6), ("two", 14, 1)]);
    }

    #[test]
    fn texts_come_without_quotes_and_comments_are_not_texts() {
        let text = "// \"a\"\n/// \"b\"\nconst C: &str = \"SELECT \\\n    1\";\nconst D: &str = r#\"say \"hi\"\"#;\nconst E: \
                    &str = concat!(\"SELECT \", \"2\", $tail);\n";
        let texts: Vec<_> = Source::parse(text)
            .unwrap()
            .texts
            .into_iter()
            .map(|text| text.text)
            .collect();
        assert_eq!(texts, ["SELECT 1", "say \"hi\"", "SELECT 2…"]);
    }

    #[test]
    fn test_items_are_marked_and_what_follows_them_is_not() {
        let text = "#[cfg(test)]\nmod tests {\n    use reqwest::Client;\n}\n#[test]\nfn a() { reqwest::get(); }\nfn b() { \
                    reqwest::get(); }\n#[cfg(test)]\nmod t;\nuse reqwest::Url;\n";
        let source = Source::parse(text).unwrap();
        let named = source.names.iter().filter(|name| name.text == "reqwest");
        let found: Vec<_> = named.map(|name| (name.line, name.is_test)).collect();
        assert_eq!(found, [(3, true), (6, true), (7, false), (10, false)]);
    }
}
