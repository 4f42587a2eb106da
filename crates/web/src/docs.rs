//! `/docs`: our own small page that explains every route from the description and can try requests. It loads nothing
//! from elsewhere, and its policy allows no inline code; the key that a person types stays in the tab.

mod markdown;
mod pages;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

pub(crate) use pages::error_page;

use crate::door::Door;

/// Everything from this server, nothing inline, nobody may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const PICTURE: &str = "image/svg+xml";

/// Every file of the page: path, type, content.
const FILES: &[(&str, &str, &str)] = &[
    ("/docs", HTML, include_str!("docs/index.html")),
    (
        "/docs/explorer.css",
        STYLE,
        include_str!("docs/explorer.css"),
    ),
    (
        "/docs/explorer.js",
        SCRIPT,
        include_str!("docs/explorer.js"),
    ),
    (
        "/docs/operation.js",
        SCRIPT,
        include_str!("docs/operation.js"),
    ),
    ("/docs/schema.js", SCRIPT, include_str!("docs/schema.js")),
    ("/docs/dom.js", SCRIPT, include_str!("docs/dom.js")),
    ("/docs/mark.svg", PICTURE, include_str!("docs/mark.svg")),
];

/// The page and its files. The root leads to it.
pub(crate) fn routes() -> Router<Door> {
    let mut router = Router::new()
        .route("/", get(|| async { Redirect::temporary("/docs") }))
        .route("/docs/", get(|| async { Redirect::permanent("/docs") }));
    for (path, content_type, content) in FILES {
        router = router.route(
            path,
            get(move || async move { file(content_type, *content) }),
        );
    }
    router.merge(pages::routes())
}

fn file(content_type: &'static str, content: impl IntoResponse) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, content_type),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-cache"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
