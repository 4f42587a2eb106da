//! A person's browser, as far as a test needs one: it opens pages on loopback, sends forms, follows nothing by itself and
//! runs no script.

use std::collections::BTreeMap;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;
use url::form_urlencoded::Serializer;

/// What came back.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub text: String,
}

impl Page {
    /// Where the browser is sent, if it is.
    pub fn location(&self) -> Option<&str> {
        self.headers.get("location").map(String::as_str)
    }
}

/// Opens an address.
pub async fn open(url: &str) -> Page {
    open_with(url, "").await
}

/// Opens an address with cookies.
pub async fn open_with(url: &str, cookies: &str) -> Page {
    exchange(url, "GET", "", cookies).await
}

/// Sends a form.
pub async fn send(url: &str, fields: &[(String, String)]) -> Page {
    let form = Serializer::new(String::new()).extend_pairs(fields).finish();
    exchange(url, "POST", &form, "").await
}

/// Decides on the page of a sandbox that asks whether a seat may be used: `allow` or `deny`. `url`: where the browser was
/// sent; returns where it is sent back to.
pub async fn decide(url: &str, seat: &str, decision: &str) -> String {
    let asked: Url = url.parse().expect("an address");
    let pairs = asked.query_pairs().into_owned();
    let decided = [("seat", seat), ("decision", decision)];
    let decided = decided.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let fields: Vec<_> = pairs.chain(decided).collect();
    let mut target = asked.clone();
    target.set_query(None);
    let page = send(target.as_str(), &fields).await;
    let location = page.location().map(str::to_owned);
    location.unwrap_or_else(|| panic!("nobody is sent back: {} {}", page.status, page.text))
}

async fn exchange(url: &str, method: &str, body: &str, cookies: &str) -> Page {
    let url: Url = url.parse().expect("an address");
    let host = url.host_str().expect("a host");
    let port = url.port_or_known_default().expect("a port");
    let query = url
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let request = format!(
        "{method} {}{query} HTTP/1.1\r\nhost: {host}:{port}\r\nconnection: close\r\ncookie: {cookies}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        url.path(),
        body.len()
    );
    let mut stream = TcpStream::connect((host, port))
        .await
        .expect("somebody listens");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it is sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("an answer");
    let text = String::from_utf8(bytes).expect("text");
    let (head, text) = text.split_once("\r\n\r\n").expect("a head");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_ascii_lowercase(), value.to_owned()))
    });
    Page {
        status: status
            .and_then(|status| status.parse().ok())
            .expect("a status"),
        headers: headers.collect(),
        text: text.to_owned(),
    }
}
