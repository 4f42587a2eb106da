//! Pages for people: plain HTML, no script, nothing from elsewhere, nobody may frame them.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("page.css");

/// The style of every page.
pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// A page. `form_target`: the origin to which a decision leads, beside this one.
pub(super) fn page(
    status: StatusCode,
    title: &str,
    content: &str,
    form_target: Option<&str>,
) -> Response {
    let title = escaped(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/oauth/page.css\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         {content}\n</main>\n</body>\n</html>\n"
    );
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self'{}{}; base-uri 'none'; frame-ancestors 'none'",
        if form_target.is_some() { " " } else { "" },
        form_target.unwrap_or_default()
    );
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // An origin is plain ASCII; without it a decision would lead nowhere, which is safe.
    let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static(
        "default-src 'none'; frame-ancestors 'none'",
    ));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// A page that says why nothing can be decided.
pub(super) fn refusal(status: StatusCode, sentence: &str) -> Response {
    let content = format!("<p>{}</p>", escaped(sentence));
    page(status, "This request cannot be answered", &content, None)
}

/// A text as it may stand in HTML, in a quoted attribute too.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
