//! What open event streams cost and how soon an event is on all of them: the gateway as a process, readers that do
//! nothing but read.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::dataset::{Card, Dataset};
use crate::measure::median;
use crate::options::Run;
use crate::server::Server;
use crate::{client, machine};

/// How many streams are open while it is measured, one after the other; beyond the last none is let in.
const STAGES: [usize; 2] = [5_000, 10_000];
const EVENTS: usize = 20;
/// Streams that are opened at the same time.
const OPENED_TOGETHER: usize = 200;
/// Memory is looked at when nothing has happened for a while.
const SETTLE: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_mins(1);

/// What was found with so many streams open.
pub(crate) struct Streamed {
    pub(crate) streams: usize,
    /// Memory that the process takes more than without any, divided by the streams.
    pub(crate) kib_each: f64,
    /// From the request that makes an event to its arrival at the last reader, in milliseconds.
    pub(crate) usual_ms: f64,
    pub(crate) worst_ms: f64,
    /// What one stream more than may be was answered with.
    pub(crate) status_beyond: Option<u16>,
}

/// Opens streams and lets events happen.
pub(crate) fn measure(options: &Run, dataset: &Dataset, card: &Card) -> Result<Vec<Streamed>> {
    let last = STAGES[STAGES.len() - 1].to_string();
    let settings = [("LIAISON_SERVER_STREAMS_MAX", last.as_str())];
    let server = Server::start_with(&options.liaison, dataset, card, None, None, &settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let found = runtime.block_on(staged(&server, card));
    runtime.shutdown_background();
    server.stop()?;
    found
}

async fn staged(server: &Server, card: &Card) -> Result<Vec<Streamed>> {
    let memory = || machine::memory_mib(server.target().process, "VmRSS");
    let hall = Hall {
        address: server.address,
        authorization: format!("Bearer {}", card.api_key),
        arrivals: Arc::default(),
    };
    tokio::time::sleep(SETTLE).await;
    let before = memory()?;
    let mut found: Vec<Streamed> = Vec::new();
    for streams in STAGES {
        let open = found.last().map_or(0, |stage| stage.streams);
        hall.open(streams - open).await?;
        tokio::time::sleep(SETTLE).await;
        let kib_each = (memory()? - before) * 1024.0 / streams as f64;
        let mut lags = Vec::new();
        for _ in 0..EVENTS {
            lags.push(hall.lag(streams).await?);
        }
        found.push(Streamed {
            streams,
            kib_each,
            usual_ms: median(lags.clone()),
            worst_ms: lags.into_iter().fold(0.0, f64::max),
            status_beyond: None,
        });
    }
    let (status, _) = hall.connect().await?;
    if let Some(last) = found.last_mut() {
        last.status_beyond = Some(status);
    }
    Ok(found)
}

/// By number of the event: how many readers have it, and since when the last of them.
type Arrivals = Mutex<BTreeMap<u64, (usize, Instant)>>;

/// Where the readers sit.
struct Hall {
    address: SocketAddr,
    authorization: String,
    arrivals: Arc<Arrivals>,
}

impl Hall {
    async fn open(&self, count: usize) -> Result<()> {
        let mut left = count;
        while left > 0 {
            let together = left.min(OPENED_TOGETHER);
            let opened = (0..together).map(|_| self.connect());
            for opened in futures_util::future::join_all(opened).await {
                let (status, stream) = opened?;
                ensure!(status == 200, "a stream was answered with {status}");
                tokio::spawn(listen(stream, Arc::clone(&self.arrivals)));
            }
            left -= together;
        }
        Ok(())
    }

    /// Asks for a stream; the status of the answer, and the connection behind its head.
    async fn connect(&self) -> Result<(u16, TcpStream)> {
        let mut stream = TcpStream::connect(self.address).await?;
        let request = format!(
            "GET /v1/events/stream?types=label.* HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\n\r\n",
            self.address, self.authorization
        );
        stream.write_all(request.as_bytes()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.context("the head of an answer")?);
        }
        let head = String::from_utf8_lossy(&head);
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
        Ok((status.context("an answer has a status")?, stream))
    }

    /// Milliseconds from a request that makes an event to its arrival at the last of so many readers.
    async fn lag(&self, readers: usize) -> Result<f64> {
        let known = self.newest();
        let began = Instant::now();
        self.happen().await?;
        loop {
            let newest = self.newest();
            if let Some((number, (count, at))) = newest
                && known.is_none_or(|(known, _)| number > known)
                && count == readers
            {
                return Ok(at.duration_since(began).as_secs_f64() * 1e3);
            }
            ensure!(
                began.elapsed() < PATIENCE,
                "{newest:?} of {readers} readers have it"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn newest(&self) -> Option<(u64, (usize, Instant))> {
        let arrivals = lock(&self.arrivals);
        arrivals
            .last_key_value()
            .map(|(number, arrived)| (*number, *arrived))
    }

    /// Makes a label, and with it an event.
    async fn happen(&self) -> Result<()> {
        let (address, authorization) = (self.address, self.authorization.clone());
        let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let body = json!({"name": format!("bench {}", since.as_micros())}).to_string();
        let asked = tokio::task::spawn_blocking(move || {
            let headers = [
                ("Authorization", authorization.as_str()),
                ("Content-Type", "application/json"),
            ];
            let made = client::post(address, "/v1/labels", &headers, &body)?;
            ensure!(
                made.status == 201,
                "a label was answered with {}",
                made.status
            );
            Ok(made)
        });
        asked.await?.map(drop)
    }
}

/// Notes the number of each event that comes, for as long as the connection lives.
async fn listen(mut stream: TcpStream, arrivals: Arc<Arrivals>) {
    let (mut bytes, mut rest) = (vec![0; 4_096], String::new());
    while let Ok(length) = stream.read(&mut bytes).await {
        if length == 0 {
            break;
        }
        rest.push_str(&String::from_utf8_lossy(&bytes[..length]));
        while let Some((line, behind)) = rest.split_once('\n') {
            let number = line.strip_prefix("id: ").or(line.strip_prefix("id:"));
            if let Some(number) = number.and_then(|number| number.trim().parse().ok()) {
                let now = Instant::now();
                let mut arrivals = lock(&arrivals);
                let arrived = arrivals.entry(number).or_insert((0, now));
                *arrived = (arrived.0 + 1, now);
            }
            rest = behind.to_owned();
        }
    }
}

fn lock(arrivals: &Arrivals) -> std::sync::MutexGuard<'_, BTreeMap<u64, (usize, Instant)>> {
    arrivals.lock().unwrap_or_else(PoisonError::into_inner)
}
