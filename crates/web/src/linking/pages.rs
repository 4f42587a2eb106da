//! The pages themselves: plain HTML without a script, in words that say what to do next.

use app::accounts::LinkedAccount;
use app::linking::{Invitation, LinkSessionView, LinkTrouble};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::link_session::{LinkFailure, LinkState};

const STYLE: &str = include_str!("page.css");
/// Nothing from elsewhere, nothing inline, nobody may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// The style of every page.
pub(super) async fn style() -> Response {
    let mut response = STYLE.into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/css; charset=utf-8"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// What every answer to a browser says, whatever it is: it stays here.
pub(super) fn guard(headers: &mut HeaderMap) {
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (CONTENT_SECURITY_POLICY, POLICY),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// What the person is about to do, and a button that does it.
pub(super) fn invitation(invitation: &Invitation, token: &str) -> Response {
    let content = format!(
        "<p>You were asked to link your seat of the network <strong>{}</strong> to the workspace <strong>{}</strong>. Whoever \
         uses that workspace can then read your conversations and write in your name.</p>\n\
         <p>You are sent on to <strong>{}</strong>, which asks you. Go on only if you know who gave you this address.</p>\n{}",
        escaped(&invitation.network),
        escaped(&invitation.workspace),
        escaped(&invitation.asked_at),
        button(token, "Go on"),
    );
    let mut response = page(StatusCode::OK, "Link your seat", &content);
    // Browsers hold a form to its policy also where its answer leads on.
    if let Ok(policy) = HeaderValue::try_from(format!("{POLICY} {}", origin(&invitation.asked_at)))
    {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// It is done.
pub(super) fn linked(linked: &LinkedAccount) -> Response {
    let account = &linked.account;
    let name = format!("{} {}", account.first_name, account.last_name);
    let again = if linked.was_known {
        " It was linked before: its history is still here."
    } else {
        ""
    };
    let content = format!(
        "<p>The seat of <strong>{}</strong> is linked.{again} You can close this page.</p>",
        escaped(name.trim())
    );
    page(StatusCode::OK, "Done", &content)
}

/// Why the person gets no further, and what helps.
pub(super) fn trouble(trouble: &LinkTrouble) -> Response {
    match trouble {
        LinkTrouble::Unknown => told(
            StatusCode::NOT_FOUND,
            "This address leads nowhere",
            "It is not complete, or this gateway never gave it to anybody. Ask whoever gave it to you for another one.",
        ),
        LinkTrouble::OtherBrowser => told(
            StatusCode::FORBIDDEN,
            "This was begun in another browser",
            "For your safety it can only be ended in the browser that began it, with its cookies. Go back there, or ask for \
             another address.",
        ),
        LinkTrouble::OtherIssuer => told(
            StatusCode::FORBIDDEN,
            "Somebody else answered",
            "The answer does not come from the network that was asked. Nothing was linked. Ask for another address, and tell \
             whoever runs this gateway.",
        ),
        LinkTrouble::Over(view) => over(view),
        LinkTrouble::OtherTab { start } => offered(
            StatusCode::CONFLICT,
            "Another tab was faster",
            "The same address was opened more than once, and another tab is being settled or came back later. Look there, or \
             begin again.",
            start,
        ),
        LinkTrouble::Again { start, detail } => offered(
            StatusCode::BAD_GATEWAY,
            "It did not work this time",
            &format!("Nothing was linked: {detail}. You can try again."),
            start,
        ),
        LinkTrouble::App(error) => {
            let code = error.refusal().map_or(500, |refusal| refusal.code.status());
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            told(
                status,
                "Something failed here",
                "Nothing was linked. Try again in a moment; if it stays so, tell whoever runs this gateway.",
            )
        }
    }
}

fn over(view: &LinkSessionView) -> Response {
    let (title, sentence) = match (view.state, view.failure) {
        (LinkState::Completed, _) => (
            "This is done already",
            "A seat was linked with this address. You can close this page.",
        ),
        (LinkState::Cancelled, _) => (
            "This was cancelled",
            "Whoever gave you this address does not want it to be used any more.",
        ),
        (LinkState::Failed, Some(LinkFailure::Denied)) => (
            "Nothing was linked",
            "You said no to your network. If that was a mistake, ask for another address.",
        ),
        (LinkState::Failed, Some(LinkFailure::OtherMember)) => (
            "This is another seat",
            "The address was for linking a certain seat again, and you chose another one. Nothing was linked. Ask for another \
             address, and choose the same seat as before.",
        ),
        (LinkState::Failed, _) => (
            "Nothing was linked",
            "The network does not let this gateway ask you. Tell whoever runs this gateway.",
        ),
        _ => (
            "This address is too old",
            "It was good for a quarter of an hour. Ask for another one.",
        ),
    };
    told(StatusCode::GONE, title, sentence)
}

fn told(status: StatusCode, title: &str, sentence: &str) -> Response {
    page(status, title, &format!("<p>{}</p>", escaped(sentence)))
}

fn offered(status: StatusCode, title: &str, sentence: &str, start: &str) -> Response {
    let link = format!("<a href=\"/linking/{}\">Begin again</a>", escaped(start));
    page(
        status,
        title,
        &format!("<p>{}</p>\n<p>{link}</p>", escaped(sentence)),
    )
}

fn button(token: &str, text: &str) -> String {
    format!(
        "<form method=\"post\" action=\"/linking/{}\"><p><button>{text}</button></p></form>",
        escaped(token)
    )
}

fn page(status: StatusCode, title: &str, content: &str) -> Response {
    let title = escaped(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/linking/page.css\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         {content}\n</main>\n</body>\n</html>\n"
    );
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    guard(headers);
    response
}

/// Scheme, host and port of an address that was checked when it was taken.
fn origin(address: &str) -> &str {
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..].find(['/', '?', '#', ';', ' ', ',']);
    &address[..end.map_or(address.len(), |at| start + at)]
}

/// A text as it may stand in HTML, in a quoted attribute too.
fn escaped(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::{escaped, origin};

    #[test]
    fn texts_are_only_text() {
        assert_eq!(
            escaped("<a href=\"'&'\">"),
            "&lt;a href=&quot;&#39;&amp;&#39;&quot;&gt;"
        );
    }

    #[test]
    fn an_origin_is_an_address_without_its_path() {
        for (address, expected) in [
            ("http://127.0.0.1:8788", "http://127.0.0.1:8788"),
            ("https://network.example/a/b?c", "https://network.example"),
            ("http://a.example; script-src *", "http://a.example"),
        ] {
            assert_eq!(origin(address), expected);
        }
    }
}
