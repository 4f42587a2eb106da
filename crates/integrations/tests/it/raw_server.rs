//! A TCP server that follows a script, one step list per connection, and keeps count.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the server does with a connection, in order; then it closes it.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Reads one whole request.
    ReadRequest,
    /// Reads this many bytes of it.
    ReadBytes(usize),
    /// Writes these bytes.
    Write(String),
    /// Writes this again and again until the client goes away.
    Flood(String),
    /// Says nothing until the client goes away.
    Wait,
}

/// The running server.
pub(crate) struct RawServer {
    port: u16,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    heard: Arc<Heard>,
}

/// What went to and fro.
#[derive(Default)]
struct Heard {
    last_head: Mutex<String>,
    bytes_flooded: AtomicUsize,
    floods_ended: AtomicUsize,
}

impl RawServer {
    /// Serves every connection by the same script.
    pub(crate) fn start(script: Vec<Step>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let requests = Arc::new(AtomicUsize::new(0));
        let heard = Arc::new(Heard::default());
        let server = Self {
            port,
            connections: Arc::clone(&connections),
            requests: Arc::clone(&requests),
            heard: Arc::clone(&heard),
        };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                connections.fetch_add(1, Ordering::SeqCst);
                let (script, requests) = (script.clone(), Arc::clone(&requests));
                let heard = Arc::clone(&heard);
                thread::spawn(move || follow(stream, &script, &requests, &heard));
            }
        });
        server
    }

    pub(crate) fn address(&self, scheme: &str) -> String {
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Request line and headers of the newest request, in lower case.
    pub(crate) fn last_head(&self) -> String {
        self.heard.last_head.lock().unwrap().clone()
    }

    /// How many bytes a flood got rid of, once the client has gone away.
    pub(crate) async fn bytes_flooded(&self) -> usize {
        while self.heard.floods_ended.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        self.heard.bytes_flooded.load(Ordering::SeqCst)
    }

    /// Whole requests that were read.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// An address at which nobody listens.
pub(crate) fn closed_address() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// A complete answer with a JSON body.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Step {
    Step::Write(format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    ))
}

fn follow(mut stream: TcpStream, script: &[Step], requests: &AtomicUsize, heard: &Heard) {
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    for step in script {
        let is_open = match step {
            Step::ReadRequest => {
                let is_whole = read_request(&mut stream, heard);
                requests.fetch_add(usize::from(is_whole), Ordering::SeqCst);
                is_whole
            }
            Step::ReadBytes(count) => stream.read_exact(&mut vec![0; *count]).is_ok(),
            Step::Write(text) => stream.write_all(text.as_bytes()).is_ok(),
            Step::Flood(text) => {
                while stream.write_all(text.as_bytes()).is_ok() {
                    heard.bytes_flooded.fetch_add(text.len(), Ordering::SeqCst);
                }
                heard.floods_ended.fetch_add(1, Ordering::SeqCst);
                false
            }
            Step::Wait => {
                let mut rest = [0; 1024];
                while stream.read(&mut rest).is_ok_and(|count| count > 0) {}
                false
            }
        };
        if !is_open {
            break;
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

/// Reads head and body by the content length. `false` when the client went away before.
fn read_request(stream: &mut TcpStream, heard: &Heard) -> bool {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_exact(&mut byte).is_err() {
            return false;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    *heard.last_head.lock().unwrap() = head;
    stream.read_exact(&mut vec![0; length]).is_ok()
}
