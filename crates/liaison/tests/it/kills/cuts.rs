//! Something between the gateway and PostgreSQL that cuts a connection while a COMMIT is on its way: before it arrives,
//! before its answer comes back, or in the middle of the answer.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use domain::entropy::draw;
use testkit::postgres::Database;

/// One COMMIT in so many is cut.
const ONE_IN: u64 = 6;
const BUFFER: usize = 64 * 1024;
/// How long the answer to a COMMIT may take before the connection is cut anyway.
const ANSWER_WAIT: Duration = Duration::from_secs(5);
/// What a gateway asks for when the answer to a COMMIT was lost.
const LOOKUP: &[u8] = b"pg_xact_status";
/// A question for the fate of a COMMIT is answered with one of these.
const FATES: [&str; 3] = ["committed", "aborted", "in progress"];

/// Where a cut meets a COMMIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    /// The server never hears of it.
    Before,
    /// The server hears of it and nobody hears the server, which may still be at it.
    After,
    /// The server has done it, and a part of its answer arrives.
    Within,
}

/// What happened.
#[derive(Default)]
struct Counts {
    cuts: Mutex<BTreeMap<Cut, usize>>,
    fates: Mutex<BTreeMap<&'static str, usize>>,
    commits: AtomicUsize,
    is_cutting: AtomicBool,
}

pub(super) struct Proxy {
    counts: Arc<Counts>,
    seed: Arc<AtomicUsize>,
    url: String,
    /// Kept until nobody connects any more.
    _database: Database,
}

impl Proxy {
    /// Listens on loopback and passes everything on to this database.
    pub(super) fn to(database: Database) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (front, name) = database.url().rsplit_once('/').unwrap();
        let (front, server_port) = front.rsplit_once(':').unwrap();
        let server_port: u16 = server_port.parse().unwrap();
        let url = format!("{front}:{port}/{name}");
        let (counts, seed) = (Arc::<Counts>::default(), Arc::<AtomicUsize>::default());
        let (seen, drawn) = (Arc::clone(&counts), Arc::clone(&seed));
        // It ends with the process: nothing waits for it.
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server_port)) else {
                    continue;
                };
                let (seen, drawn) = (Arc::clone(&seen), Arc::clone(&drawn));
                thread::spawn(move || Connection::new(client, server, seen, drawn).serve());
            }
        });
        Self {
            counts,
            seed,
            url,
            _database: database,
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Cuts from now on.
    pub(super) fn cut(&self, seed: u64) {
        self.seed
            .store(usize::try_from(seed).unwrap(), Ordering::SeqCst);
        self.counts.is_cutting.store(true, Ordering::SeqCst);
    }

    /// Cuts no more.
    pub(super) fn spare(&self) {
        self.counts.is_cutting.store(false, Ordering::SeqCst);
    }

    /// How many connections were cut.
    pub(super) fn count(&self) -> usize {
        self.counts.cuts.lock().unwrap().values().sum()
    }

    pub(super) fn assert_every_kind_was_seen(&self, cuts: usize) {
        assert!(self.count() >= cuts, "{self}");
        let seen = self.counts.cuts.lock().unwrap().clone();
        for cut in [Cut::Before, Cut::After, Cut::Within] {
            assert!(seen.contains_key(&cut), "never {cut:?}: {seen:?}");
        }
        let fates = self.counts.fates.lock().unwrap().clone();
        for fate in ["committed", "aborted"] {
            assert!(fates.contains_key(fate), "no lookup said {fate}: {fates:?}");
        }
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cut {:?}, looked up {:?}",
            self.counts.cuts.lock().unwrap(),
            self.counts.fates.lock().unwrap()
        )
    }
}

/// One connection of the gateway and what it speaks to.
struct Connection {
    client: TcpStream,
    server: TcpStream,
    counts: Arc<Counts>,
    seed: Arc<AtomicUsize>,
    /// What came from the gateway and makes no whole message yet.
    pending: Vec<u8>,
    /// The first message has no type in front.
    is_started: bool,
    /// The fate of a COMMIT was asked for.
    is_lookup: Arc<AtomicBool>,
    /// The connection that answers is cut in the middle of the next answer.
    is_within: Arc<AtomicBool>,
}

impl Connection {
    fn new(
        client: TcpStream,
        server: TcpStream,
        counts: Arc<Counts>,
        seed: Arc<AtomicUsize>,
    ) -> Self {
        client.set_nodelay(true).unwrap();
        server.set_nodelay(true).unwrap();
        Self {
            client,
            server,
            counts,
            seed,
            pending: Vec::new(),
            is_started: false,
            is_lookup: Arc::default(),
            is_within: Arc::default(),
        }
    }

    fn serve(mut self) {
        let answers = self.answers();
        let mut buffer = vec![0; BUFFER];
        loop {
            let read = match self.client.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => break,
            };
            self.pending.extend_from_slice(&buffer[..read]);
            if self.pass_on().is_none() {
                break;
            }
        }
        self.end();
        answers.join().unwrap();
    }

    fn end(&self) {
        // The other side may have ended it already.
        drop(self.client.shutdown(Shutdown::Both));
        drop(self.server.shutdown(Shutdown::Both));
    }

    /// Passes every whole message on; `None` when the connection is over.
    fn pass_on(&mut self) -> Option<()> {
        while let Some(length) = self.whole() {
            let message: Vec<u8> = self.pending.drain(..length).collect();
            self.is_started = true;
            if contains(&message, LOOKUP) {
                self.is_lookup.store(true, Ordering::SeqCst);
            }
            match self.drawn(&message) {
                None => self.server.write_all(&message).ok()?,
                Some(Cut::Before) => return None,
                Some(Cut::After) => {
                    // Whoever writes the answers passes nothing on any more.
                    drop(self.client.shutdown(Shutdown::Both));
                    self.server.write_all(&message).ok()?;
                    return None;
                }
                Some(Cut::Within) => {
                    self.is_within.store(true, Ordering::SeqCst);
                    self.server.write_all(&message).ok()?;
                    thread::sleep(ANSWER_WAIT);
                    return None;
                }
            }
        }
        Some(())
    }

    /// The length of the first message, if it is there whole.
    fn whole(&self) -> Option<usize> {
        let front = usize::from(self.is_started);
        let length = self.pending.get(front..front + 4)?;
        let length = u32::from_be_bytes(length.try_into().unwrap()) as usize + front;
        (self.pending.len() >= length).then_some(length)
    }

    /// Whether and where this message is cut.
    fn drawn(&self, message: &[u8]) -> Option<Cut> {
        let is_commit = message.first() == Some(&b'Q') && message.ends_with(b"COMMIT\0");
        if !is_commit || !self.counts.is_cutting.load(Ordering::SeqCst) {
            return None;
        }
        let number = self.counts.commits.fetch_add(1, Ordering::SeqCst);
        let seed = self.seed.load(Ordering::SeqCst) as u64;
        if draw(seed, &number.to_le_bytes(), "cut", ONE_IN) != 0 {
            return None;
        }
        let cut = [Cut::Before, Cut::After, Cut::Within]
            [usize::try_from(draw(seed, &number.to_le_bytes(), "where", 3)).unwrap()];
        *self.counts.cuts.lock().unwrap().entry(cut).or_default() += 1;
        Some(cut)
    }

    /// Passes the server's answers on, on a thread of its own.
    fn answers(&self) -> thread::JoinHandle<()> {
        let mut client = self.client.try_clone().unwrap();
        let mut server = self.server.try_clone().unwrap();
        let (is_lookup, is_within) = (Arc::clone(&self.is_lookup), Arc::clone(&self.is_within));
        let counts = Arc::clone(&self.counts);
        thread::spawn(move || {
            let mut buffer = vec![0; BUFFER];
            while let Ok(read) = server.read(&mut buffer) {
                if read == 0 {
                    break;
                }
                let answer = &buffer[..read];
                if is_lookup.load(Ordering::SeqCst)
                    && let Some(fate) = FATES.iter().find(|fate| contains(answer, fate.as_bytes()))
                {
                    is_lookup.store(false, Ordering::SeqCst);
                    *counts.fates.lock().unwrap().entry(fate).or_default() += 1;
                }
                let is_cut = is_within.load(Ordering::SeqCst);
                let part = if is_cut { 1 + read / 2 } else { read };
                if client.write_all(&answer[..part.min(read)]).is_err() || is_cut {
                    break;
                }
            }
            drop(client.shutdown(Shutdown::Both));
            drop(server.shutdown(Shutdown::Both));
        })
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
