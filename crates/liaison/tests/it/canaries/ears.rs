//! What comes to a side without being asked for: its stream of events and its webhooks.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::mpsc::{Receiver as Heard, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use testkit::receiver::Receiver;
use tokio::runtime::Runtime;

use crate::http::Http;

/// A listener to a stream of events, for as long as its server lives.
pub(super) struct Stream {
    heard: Heard<String>,
    connection: TcpStream,
}

impl Stream {
    pub(super) fn open(base_url: &str, key: &str) -> Self {
        let address = base_url.strip_prefix("http://").unwrap();
        let mut connection = TcpStream::connect(address).unwrap();
        let request = format!(
            "GET /v1/events/stream HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {key}\r\n\r\n"
        );
        connection.write_all(request.as_bytes()).unwrap();
        let (tell, heard) = channel();
        let reader = BufReader::new(connection.try_clone().unwrap());
        thread::spawn(move || {
            for line in reader.lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    break;
                }
            }
        });
        Self { heard, connection }
    }

    /// Everything that came, after nothing has come for a while.
    pub(super) fn close(self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Ok(line) = self.heard.recv_timeout(Duration::from_secs(2)) {
            lines.push(line);
        }
        drop(self.connection.shutdown(std::net::Shutdown::Both));
        lines
    }
}

/// A receiver of webhooks that no request takes away.
pub(super) struct Hooks {
    runtime: Runtime,
    receiver: Receiver,
}

impl Hooks {
    pub(super) fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let receiver = runtime.block_on(Receiver::start());
        Self { runtime, receiver }
    }

    pub(super) fn url(&self) -> String {
        self.receiver.url()
    }

    /// Headers and body of each.
    pub(super) fn got(self) -> Vec<String> {
        let got = self.receiver.got();
        drop(self.receiver);
        self.runtime.shutdown_background();
        let text = |one: testkit::receiver::Got| {
            format!("{:?} {}", one.headers, String::from_utf8_lossy(&one.bytes))
        };
        got.into_iter().map(text).collect()
    }
}

/// Adds what is gone of two endpoints: one in the own shape, and one in that of the guide, in which the text comes, too.
pub(super) fn hook(client: &Http, url: &str) {
    let known = client.get("/v1/endpoints").ok();
    let known = known["endpoints"].as_array().unwrap();
    for format in ["standard", "guide"] {
        let is_active = |one: &Value| one["format"] == format && one["state"] == "active";
        if !known.iter().any(is_active) {
            client.post("/v1/endpoints", &json!({"url": url, "format": format}));
        }
    }
}
