//! Our own Markdown as a page: headings that can be linked to, links that lead to pages instead of files, no HTML that is
//! not made here.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The whole page.
pub(super) fn page(markdown: &str) -> String {
    let (title, _) = opening(markdown);
    let mut title_html = String::new();
    html::push_html(&mut title_html, std::iter::once(Event::Text(title.into())));
    let mut body = String::new();
    html::push_html(&mut body, events(markdown).into_iter());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title_html} · Liaison</title>\n\
         <link rel=\"icon\" href=\"/docs/mark.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"stylesheet\" href=\"/docs/explorer.css\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to content</a>\n<header class=\"top\">\n\
         <a class=\"brand\" href=\"/docs\"><img src=\"/docs/mark.svg\" alt=\"\" width=\"28\" height=\"28\">\
         <span>Liaison</span></a>\n\
         <nav class=\"ways\" aria-label=\"Documentation\"><a href=\"/docs/contents\">Contents</a> \
         <a href=\"/docs\">API</a></nav>\n</header>\n\
         <main id=\"main\" class=\"document\" tabindex=\"-1\">\n{body}</main>\n</body>\n</html>\n"
    )
}

/// The title of a page and the first sentence of what follows it, as texts.
pub(super) fn opening(markdown: &str) -> (String, String) {
    let (mut title, mut about) = (String::new(), String::new());
    let mut place = None;
    for event in Parser::new_ext(markdown, OPTIONS) {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => place = Some(true),
            Event::Start(Tag::Paragraph) => place = Some(false),
            Event::End(TagEnd::Heading(_)) => place = None,
            Event::End(TagEnd::Paragraph) => break,
            Event::Text(text) | Event::Code(text) => match place {
                Some(true) => title.push_str(&text),
                Some(false) => about.push_str(&text),
                None => {}
            },
            Event::SoftBreak if place == Some(false) => about.push(' '),
            _ => {}
        }
    }
    if let Some(end) = about.find(". ") {
        about.truncate(end + 1);
    }
    (title, about)
}

const OPTIONS: Options = Options::ENABLE_TABLES;

fn events(markdown: &str) -> Vec<Event<'_>> {
    let mut events: Vec<Event<'_>> = Parser::new_ext(markdown, OPTIONS).map(safe).collect();
    for start in 0..events.len() {
        if matches!(events[start], Event::Start(Tag::Heading { .. })) {
            let name = anchor(&events[start..]);
            if let Event::Start(Tag::Heading { id, .. }) = &mut events[start] {
                *id = Some(name.into());
            }
        }
    }
    events
}

fn safe(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: to_page(dest_url),
            title,
            id,
        }),
        other => other,
    }
}

/// `../reference/events.md#x` is the file, `../reference/events#x` the page.
fn to_page(address: CowStr<'_>) -> CowStr<'_> {
    if address.contains("://") {
        return address;
    }
    let (file, anchor) = address.split_once('#').unwrap_or((&address, ""));
    match file.strip_suffix(".md") {
        None => address,
        Some(page) if anchor.is_empty() => page.to_owned().into(),
        Some(page) => format!("{page}#{anchor}").into(),
    }
}

/// The name of a heading, as links to it write it.
fn anchor(events: &[Event<'_>]) -> String {
    let mut name = String::new();
    for event in events {
        match event {
            Event::End(TagEnd::Heading(_)) => break,
            Event::Text(text) | Event::Code(text) => name.push_str(text),
            _ => {}
        }
    }
    let letters = name.to_lowercase();
    let kept = letters.chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        letter if letter.is_alphanumeric() => Some(letter),
        _ => None,
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_title_headings_with_names_and_links_to_pages() {
        let text = "# A `title` & more\n\nIt says this. And that.\n\n## 2. What to do\n\n\
            [a](../reference/events.md#x) [b](https://example.com/a.md) [c](#2-what-to-do) [d](events.md)\n\n\
            | A |\n| --- |\n| b |\n";
        let page = page(text);
        for part in [
            "<title>A title &amp; more · Liaison</title>",
            "<h2 id=\"2-what-to-do\">",
            "href=\"../reference/events#x\"",
            "href=\"https://example.com/a.md\"",
            "href=\"#2-what-to-do\"",
            "href=\"events\"",
            "<td>b</td>",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let (title, about) = opening(text);
        assert_eq!(
            (title.as_str(), about.as_str()),
            ("A title & more", "It says this.")
        );
    }

    #[test]
    fn html_in_a_text_stays_a_text() {
        let page = page("# T\n\n<script>alert(1)</script> and <b>bold</b>\n");
        assert!(
            !page.contains("<script>") && !page.contains("<b>"),
            "{page}"
        );
    }
}
