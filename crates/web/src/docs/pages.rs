//! The documentation itself, for people and for programs: each page as HTML and, with `.md` at its end, as the Markdown
//! that it is made from. `/llms.txt` is the list of the latter.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::error_code::ErrorCode;
use domain::event::EventKind;

use super::markdown;
use super::{HTML, file};
use crate::door::Door;
use crate::fault::Fault;
use crate::openapi::events::example_and_schema;

const MARKDOWN: &str = "text/markdown; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

/// A page that is kept as a file: its place below `/docs`, and its text.
struct Page {
    place: &'static str,
    text: &'static str,
}

/// Every page under `docs`, in the order of the list.
const PAGES: &[Page] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// What the pages lead to besides each other.
const FILES: &[(&str, &str)] = &[
    (
        "/docs/webhooks/verify.py",
        include_str!("../../../../docs/webhooks/verify.py"),
    ),
    (
        "/docs/webhooks/verify.rs",
        include_str!("../../../../docs/webhooks/verify.rs"),
    ),
    (
        "/docs/webhooks/verify.ts",
        include_str!("../../../../docs/webhooks/verify.ts"),
    ),
    (
        "/docs/webhooks/vectors.json",
        include_str!("../../../../docs/webhooks/vectors.json"),
    ),
];

const FOLDERS: &[(&str, &str)] = &[
    ("guides/", "Guides"),
    ("reference/", "Reference"),
    ("adr/", "Decisions"),
];

/// Every page and the lists of them.
pub(super) fn routes() -> Router<Door> {
    let mut router = Router::new()
        .route("/llms.txt", get(|| async { file(PLAIN, contents()) }))
        .route("/docs/contents", get(|| async { html(&contents()) }))
        .route("/docs/errors/{code}", get(error))
        .route("/docs/events/{kind}", get(event));
    for page in PAGES {
        let place = format!("/docs/{}", page.place);
        let twin = format!("{place}.md");
        router = router
            .route(&twin, get(|| async { file(MARKDOWN, page.text) }))
            .route(&place, get(|| async { html(page.text) }));
    }
    for (place, text) in FILES {
        router = router.route(place, get(|| async { file(PLAIN, *text) }));
    }
    router
}

fn html(text: &str) -> Response {
    file(HTML, markdown::page(text))
}

/// The text as the address wants it: `.md` at its end asks for what the page is made from.
fn either(is_twin: bool, text: String) -> Response {
    if is_twin {
        file(MARKDOWN, text)
    } else {
        html(&text)
    }
}

fn without_ending(name: &str) -> (&str, bool) {
    name.strip_suffix(".md")
        .map_or((name, false), |name| (name, true))
}

async fn error(Path(name): Path<String>) -> Response {
    let (word, is_twin) = without_ending(&name);
    let Some(code) = ErrorCode::from_word(word) else {
        return absent();
    };
    let text = format!(
        "# `{word}`\n\nStatus {}. {}\n\n## Try again?\n\n{}\n\nAll codes: [error codes](../reference/errors.md).\n",
        code.status(),
        code.meaning(),
        code.retry().advice()
    );
    either(is_twin, text)
}

/// The page about all codes.
pub(crate) fn error_page() -> String {
    let mut page = String::from(
        "# Error codes\n\n\
         Made by `cargo xtask generate` from what `liaison reference errors` prints. Do not edit.\n\n\
         Every refusal has one of these codes: as `code` of a problem under `/v1`, and as `code` of an error under\n\
         `/linkedin`. Branch on the code, show the message. Codes are only ever added. A 4xx or 5xx answer of a route that\n\
         sends means that the send never existed or will never leave; whatever may still leave is answered with 202.\n",
    );
    for code in ErrorCode::ALL {
        let (word, status) = (code.word(), code.status());
        let (meaning, advice) = (code.meaning(), code.retry().advice());
        let _ = write!(
            page,
            "\n## `{word}`\n\nStatus {status}. {meaning}\n\nTry again? {advice}\n"
        );
    }
    page
}

async fn event(Path(name): Path<String>) -> Response {
    let (word, is_twin) = without_ending(&name);
    let Some(kind) = EventKind::from_word(word) else {
        return absent();
    };
    let text = format!(
        "# `{word}`\n\n{}\n\n{}\n\nAll types: [types of events](../reference/events.md). How to hear of them: \
         [events](../guides/events.md), [webhooks](../guides/webhooks.md).\n",
        kind.meaning(),
        example_and_schema(kind)
    );
    either(is_twin, text)
}

fn absent() -> Response {
    Fault::not_found().into_response()
}

/// The list of all pages, as `/llms.txt` has it.
fn contents() -> String {
    let mut list = String::from(
        "# Liaison\n\n\
         > A self-hosted LinkedIn messaging gateway: every conversation of every linked account over one REST API, with\n\
         > webhooks, a live stream and sends that are durable, paced and never doubled.\n\n\
         Every page is here as Markdown; without `.md` at its end the same address is a page for people.\n\
         The description of every route is at [/openapi.json](/openapi.json) (OpenAPI 3.1).\n\
         Each error code has a page at `/docs/errors/CODE.md`, each type of event one at `/docs/events/TYPE.md`.\n",
    );
    for (folder, title) in FOLDERS {
        let _ = write!(list, "\n## {title}\n\n");
        let pages = PAGES.iter().filter(|page| page.place.starts_with(folder));
        for page in pages {
            let (title, about) = markdown::opening(page.text);
            let _ = writeln!(list, "- [{title}](/docs/{}.md): {about}", page.place);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_tells_what_each_page_is_about() {
        let list = contents();
        for line in list.lines().filter(|line| line.starts_with("- ")) {
            let about = line.split_once("): ").map(|(_, about)| about);
            assert!(about.is_some_and(|about| about.len() > 20), "{line}");
        }
    }
}
