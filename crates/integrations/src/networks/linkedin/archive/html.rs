//! Sponsored messages are HTML; what remains of them is text.

/// Elements that begin and end on a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "br",
    "div",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "spinmail-quill-editor",
    "table",
    "tr",
    "ul",
];

/// Elements whose content nobody reads.
const SILENT: &[&str] = &["script", "style", "head", "title", "template"];

/// Elements that tell HTML from a text with angle brackets, besides the blocks.
const INLINE: &[&str] = &[
    "a", "b", "em", "i", "img", "span", "strong", "td", "th", "u",
];

/// Whether `content` holds an element that HTML knows.
pub(super) fn is_html(content: &str) -> bool {
    content.match_indices('<').any(|(start, _)| {
        Tag::at(&content[start..]).is_some_and(|tag| {
            [BLOCKS, SILENT, INLINE]
                .iter()
                .any(|names| names.contains(&tag.name.as_str()))
        })
    })
}

/// The text of `content`: elements become line ends or nothing, entities their characters, and white space is what
/// a browser would show.
pub(super) fn text_of(content: &str) -> String {
    let mut text = Text::default();
    let mut rest = content;
    while let Some(start) = rest.find(['<', '&']) {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        if rest.starts_with('&') {
            let (letter, length) = entity(rest);
            text.push_entity(letter);
            rest = &rest[length..];
        } else if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(tag) = Tag::at(rest) {
            rest = &rest[tag.length..];
            if BLOCKS.contains(&tag.name.as_str()) {
                text.break_line(tag.name == "p");
            } else if SILENT.contains(&tag.name.as_str()) && !tag.is_closing {
                rest = behind_closing(rest, &tag.name);
            }
        } else {
            text.push_str("<");
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    text.written
}

struct Tag {
    name: String,
    is_closing: bool,
    /// Bytes from `<` to behind `>`.
    length: usize,
}

impl Tag {
    /// The tag that `text` starts with.
    fn at(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('<')?;
        let (is_closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner.strip_prefix('!').unwrap_or(inner)),
        };
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        let name = &inner[..inner.find(|letter| !is_name(letter))?];
        name.starts_with(|letter: char| letter.is_ascii_alphabetic())
            .then_some(())?;
        Some(Self {
            name: name.to_ascii_lowercase(),
            is_closing,
            length: tag_length(text)?,
        })
    }
}

/// Bytes of a tag with all its attributes. What is longer is text: this bounds the work on brackets that never close.
const TAG_BYTES_MAX: usize = 4_096;

/// Up to the `>` that is not inside a quoted attribute.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    for (index, byte) in text.bytes().take(TAG_BYTES_MAX).enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(index + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// What follows the closing tag of `name`; nothing if it is never closed.
fn behind_closing<'t>(text: &'t str, name: &str) -> &'t str {
    let closes = |start: &usize| {
        Tag::at(&text[*start..]).is_some_and(|tag| tag.is_closing && tag.name == name)
    };
    let start = text
        .match_indices("</")
        .map(|(start, _)| start)
        .find(closes);
    start
        .and_then(|start| Some(&text[start + tag_length(&text[start..])?..]))
        .unwrap_or("")
}

/// The character that `text` starts with as an entity, and the bytes it takes; else the ampersand itself.
fn entity(text: &str) -> (char, usize) {
    const LITERAL: (char, usize) = ('&', 1);
    // The longest entity that is understood: `&#x10FFFF;`.
    let Some(end) = text.bytes().take(10).position(|byte| byte == b';') else {
        return LITERAL;
    };
    let name = &text[1..end];
    let letter = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        "hellip" => Some('…'),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "lsquo" => Some('‘'),
        "rsquo" => Some('’'),
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        "bull" => Some('•'),
        "copy" => Some('©'),
        "reg" => Some('®'),
        "trade" => Some('™'),
        "euro" => Some('€'),
        _ => numeric(name),
    };
    letter.map_or(LITERAL, |letter| (letter, end + 1))
}

fn numeric(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code).filter(|letter| !letter.is_control())
}

/// Text as a browser shows it: runs of white space are one space, none at the ends of lines.
#[derive(Default)]
struct Text {
    written: String,
    is_space_due: bool,
    lines_due: u8,
}

impl Text {
    fn push_str(&mut self, text: &str) {
        for letter in text.chars() {
            if letter.is_whitespace() && letter != '\u{A0}' {
                self.is_space_due = true;
            } else {
                self.push_entity(letter);
            }
        }
    }

    /// A character that was meant, even if it is a space.
    fn push_entity(&mut self, letter: char) {
        let lines = std::mem::take(&mut self.lines_due);
        let is_space_due = std::mem::take(&mut self.is_space_due);
        if !self.written.is_empty() {
            if lines > 0 {
                self.written.extend((0..lines).map(|_| '\n'));
            } else if is_space_due {
                self.written.push(' ');
            }
        }
        self.written
            .push(if letter == '\u{A0}' { ' ' } else { letter });
    }

    fn break_line(&mut self, is_paragraph: bool) {
        self.is_space_due = false;
        self.lines_due = self.lines_due.max(if is_paragraph { 2 } else { 1 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_the_text_that_a_browser_shows() {
        for (html, text) in [
            (
                "<p>Hi&nbsp;Ana,</p><p>a <b>great</b>\n   offer</p>",
                "Hi Ana,\n\na great offer",
            ),
            ("one<br>two<BR/>three", "one\ntwo\nthree"),
            ("<ul><li>first</li><li>second</li></ul>", "first\nsecond"),
            (
                "<style>p { color: red }</style><script>if (a < b) {}</script>text",
                "text",
            ),
            (
                "<a href=\"https://example.com/?a>b\">click</a> here",
                "click here",
            ),
            ("<!-- <p>hidden</p> -->shown", "shown"),
            (
                "Tom &amp; Jerry &#8364;5 &#x1F600; &unknown; &",
                "Tom & Jerry €5 😀 &unknown; &",
            ),
            ("a < b and <3", "a < b and <3"),
            ("never <p closed", "never <p closed"),
            ("<script>never closed", ""),
            (
                "<!DOCTYPE html><html><head><title>x</title></head><body>y</body></html>",
                "y",
            ),
            ("", ""),
        ] {
            assert_eq!(text_of(html), text, "{html}");
        }
    }

    #[test]
    fn angle_brackets_alone_are_no_html() {
        for text in [
            "I <3 you",
            "a < b > c",
            "<john@example.com>",
            "x <- y",
            "Vec<String>",
            "<",
        ] {
            assert!(!is_html(text), "{text}");
        }
        for html in [
            "<p>x",
            "x<br/>y",
            "<SPAN class='a'>x</SPAN>",
            "<spinmail-quill-editor>",
        ] {
            assert!(is_html(html), "{html}");
        }
    }
}
