//! How soon receivers of webhooks are told, what receivers that hang cost the others, and how fast a backlog is told: the
//! gateway's own delivery from a database on the disk to receivers on this machine.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as Segment, State};
use axum::http::StatusCode;
use domain::dispatch::Timing;
use domain::endpoint::{PayloadFormat, Selection};
use domain::entropy::{Entropy, SeededEntropy};
use domain::event::EventKind;
use domain::ids::{ConversationId, EndpointId, WorkspaceId};
use domain::time::{Clock as _, Timestamp};
use engine::{Parts, Polling};
use integrations::http::Reach;
use integrations::networks::Lines;
use integrations::webhooks::{Post, Webhooks, signature};
use secrecy::SecretString;
use store::endpoints::{self, EndpointSettings, NewEndpoint, secret_place};
use store::vault::Vault;
use store::workspaces::{self, Workspace};
use store::{NewEvent, SqliteOptions, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::quick_network::{RealTimer, SystemClock};

const MASTER: [u8; 32] = [7; 32];
/// Events of a second, and how long they go on, where it is measured how soon each is told.
const STEADY_RATE: u32 = 200;
const STEADY: Duration = Duration::from_secs(10);
/// Receivers that answer, and those that do not, where it is measured what these cost.
const HEALTHY: usize = 90;
const HANGING: usize = 10;
const SHARED_RATE: u32 = 5;
/// Events of a backlog, and the receivers that are told of it.
const BACKLOG: u32 = 4_000;
const BACKLOG_RECEIVERS: usize = 4;
const TOGETHER: u32 = 32;
/// Longer than anything is waited for.
const HANGS: Duration = Duration::from_mins(10);

/// What a run showed.
pub(crate) struct Delivered {
    /// Milliseconds from the beginning of the transaction to the request, one receiver.
    pub(crate) lag_p50: f64,
    pub(crate) lag_p99: f64,
    /// The same for many receivers that answer, where all do and where a tenth of them hangs.
    pub(crate) alone_p99: f64,
    pub(crate) beside_p99: f64,
    /// Deliveries of a backlog in a second, and what a loop that only signs and posts does.
    pub(crate) rate: f64,
    pub(crate) bare_rate: f64,
}

/// Lets events happen and looks when they are told.
pub(crate) fn measure(root: &Path) -> Result<Delivered> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let folder = root.join("target/bench/webhooks");
    runtime.block_on(async {
        let steady = lags(&folder, (1, 0), STEADY_RATE).await?;
        let alone = lags(&folder, (HEALTHY + HANGING, 0), SHARED_RATE).await?;
        let beside = lags(&folder, (HEALTHY, HANGING), SHARED_RATE).await?;
        Ok(Delivered {
            lag_p50: percentile(&steady, 50),
            lag_p99: percentile(&steady, 99),
            alone_p99: percentile(&alone, 99),
            beside_p99: percentile(&beside, 99),
            rate: drained(&folder).await?,
            bare_rate: bare().await?,
        })
    })
}

fn percentile(lags: &[f64], percent: usize) -> f64 {
    lags[(lags.len() - 1) * percent / 100]
}

/// What receivers note: for each delivery how late it was, in milliseconds.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<f64>>>);

impl Notes {
    fn add(&self, lag: f64) {
        self.lock().push(lag);
    }

    fn count(&self) -> usize {
        self.lock().len()
    }

    fn sorted(&self) -> Vec<f64> {
        let mut lags = self.lock().clone();
        lags.sort_by(f64::total_cmp);
        lags
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<f64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts receivers at `/healthy` and `/hanging`. Returns their address.
async fn receive(notes: &Notes) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = Router::new()
        .route("/{kind}", axum::routing::post(take))
        .with_state(notes.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(format!("http://{address}"))
}

async fn take(
    State(notes): State<Notes>,
    Segment(kind): Segment<String>,
    body: Bytes,
) -> StatusCode {
    if kind == "hanging" {
        tokio::time::sleep(HANGS).await;
    }
    let now = SystemClock.now().micros();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let began = body["data"]["message_key"]
        .as_str()
        .and_then(|key| key.parse::<i64>().ok());
    if let Some(began) = began {
        notes.add((now - began) as f64 / 1e3);
    }
    StatusCode::NO_CONTENT
}

/// An empty workspace with receivers.
struct World {
    store: Store,
    vault: Arc<Vault>,
    entropy: Arc<SeededEntropy>,
}

fn workspace_id() -> WorkspaceId {
    WorkspaceId::from_bytes([1; 16])
}

impl World {
    async fn new(folder: &Path) -> Result<Self> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        let store = Store::open_sqlite(&folder.join("liaison.db"), SqliteOptions::default())?;
        let workspace = Workspace {
            workspace_id: workspace_id(),
            name: "bench".to_owned(),
            seed: 1,
            key_check: None,
            created_at: SystemClock.now(),
        };
        let written = store.write(move |tx| workspaces::insert(tx, &workspace));
        written.await?;
        Ok(Self {
            store,
            vault: Arc::new(Vault::new(&MASTER)),
            entropy: Arc::new(SeededEntropy::new(3)),
        })
    }

    async fn add(&self, url: String) -> Result<()> {
        let now = SystemClock.now();
        let endpoint_id = EndpointId::mint(now, &*self.entropy);
        let secret = signature::new_secret(&*self.entropy);
        let workspace_id = workspace_id();
        let place = secret_place(&workspace_id, &endpoint_id);
        let new = NewEndpoint {
            workspace_id,
            endpoint_id,
            settings: EndpointSettings {
                name: "bench".to_owned(),
                url,
                format: PayloadFormat::Standard,
                selection: Selection {
                    types: vec!["message.*".to_owned()],
                    accounts: Vec::new(),
                },
                per_second: 1_000,
                together: TOGETHER,
                headers: None,
            },
            secret: self.vault.seal_text(&place, &secret, &*self.entropy),
            created_at: now,
        };
        let written = self.store.write(move |tx| endpoints::insert(tx, &new));
        Ok(written.await?)
    }

    fn start(&self) -> Result<Engine> {
        let parts = Arc::new(Parts {
            store: self.store.clone(),
            vault: Arc::clone(&self.vault),
            lines: Arc::new(Lines::new()),
            webhooks: Webhooks::new(reach()?),
            clock: Arc::new(SystemClock),
            entropy: Arc::clone(&self.entropy) as Arc<dyn Entropy>,
            timer: Arc::new(RealTimer),
            recorder: Arc::new(domain::metric::Unrecorded),
            node: "bench".to_owned(),
            machine: "bench".to_owned(),
            is_exclusive: true,
            timing: Timing::default(),
            polling: Polling::default(),
        });
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(engine::delivery::run(parts, stopped));
        Ok(Engine { stop, task })
    }
}

fn reach() -> Result<Reach> {
    Reach::public("127.0.0.0/8").map_err(|error| anyhow!(error))
}

/// A running engine. It is cut off at the end: what hangs is not waited for.
struct Engine {
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Engine {
    fn end(self) {
        self.stop.send_replace(true);
        self.task.abort();
    }
}

/// Something that happens now, in one of 64 conversations.
fn event(number: u32) -> NewEvent {
    let now = SystemClock.now();
    let lane = u8::try_from(number % 64).unwrap_or(0);
    let conversation_id = ConversationId::from_bytes([lane; 16]);
    NewEvent {
        workspace_id: workspace_id(),
        kind: EventKind::MessageEdited,
        account_id: None,
        subject: Some(conversation_id.to_string()),
        at: now,
        body: format!(
            r#"{{"conversation_id":"{conversation_id}","thread_key":"bench","message_key":"{}"}}"#,
            now.micros()
        ),
    }
}

async fn happen(store: &Store, events: Vec<NewEvent>) -> Result<()> {
    let written = store.write(move |tx| {
        for event in &events {
            tx.emit(event.clone());
        }
        Ok(())
    });
    Ok(written.await?)
}

/// How late each delivery to a healthy receiver was, in order.
async fn lags(folder: &Path, (healthy, hanging): (usize, usize), rate: u32) -> Result<Vec<f64>> {
    let notes = Notes::default();
    let base = receive(&notes).await?;
    let world = World::new(folder).await?;
    for _ in 0..healthy {
        world.add(format!("{base}/healthy")).await?;
    }
    for _ in 0..hanging {
        world.add(format!("{base}/hanging")).await?;
    }
    let engine = world.start()?;
    let count = rate * u32::try_from(STEADY.as_secs())?;
    let began = Instant::now();
    let mut writes = Vec::new();
    for number in 0..count {
        let due = began + Duration::from_secs(1) * number / rate;
        tokio::time::sleep_until(due.into()).await;
        let (store, events) = (world.store.clone(), vec![event(number)]);
        writes.push(tokio::spawn(async move { happen(&store, events).await }));
    }
    for write in writes {
        write.await??;
    }
    wait(&notes, healthy * usize::try_from(count)?).await?;
    engine.end();
    Ok(notes.sorted())
}

async fn wait(notes: &Notes, count: usize) -> Result<()> {
    let began = Instant::now();
    while notes.count() < count {
        ensure!(
            began.elapsed() < Duration::from_mins(2),
            "{} deliveries of {count}",
            notes.count()
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

/// Deliveries of a backlog in a second.
async fn drained(folder: &Path) -> Result<f64> {
    let notes = Notes::default();
    let base = receive(&notes).await?;
    let world = World::new(folder).await?;
    for _ in 0..BACKLOG_RECEIVERS {
        world.add(format!("{base}/healthy")).await?;
    }
    for first in (0..BACKLOG).step_by(500) {
        let events = (first..first + 500).map(event).collect();
        happen(&world.store, events).await?;
    }
    let began = Instant::now();
    let engine = world.start()?;
    let count = usize::try_from(BACKLOG)? * BACKLOG_RECEIVERS;
    wait(&notes, count).await?;
    engine.end();
    Ok(count as f64 / began.elapsed().as_secs_f64())
}

/// Posts in a second of a loop that keeps nothing and knows no order: the same bytes, signed, as many at the same time.
async fn bare() -> Result<f64> {
    let notes = Notes::default();
    let base = receive(&notes).await?;
    let webhooks = Webhooks::new(reach()?);
    let secret = signature::new_secret(&SeededEntropy::new(3));
    let lanes = usize::try_from(TOGETHER)? * BACKLOG_RECEIVERS;
    let each = usize::try_from(BACKLOG)? * BACKLOG_RECEIVERS / lanes;
    let began = Instant::now();
    let mut loops = Vec::new();
    for _ in 0..lanes {
        let (webhooks, secret) = (webhooks.clone(), secret.clone());
        let url: url::Url = format!("{base}/healthy").parse()?;
        loops.push(tokio::spawn(async move {
            for number in 0..each {
                let post = post(&url, &secret, u32::try_from(number).unwrap_or(0));
                let posted = webhooks.post(post).await;
                assert!(posted.answer.is_success(), "{posted:?}");
            }
        }));
    }
    for task in loops {
        task.await?;
    }
    Ok((lanes * each) as f64 / began.elapsed().as_secs_f64())
}

fn post(url: &url::Url, secret: &SecretString, number: u32) -> Post {
    let event = event(number);
    let body = serde_json::json!({
        "id": "evt_01k9zr4c2e6q8n3v5t7w9y1b4d", "number": number, "type": event.kind.word(),
        "timestamp": event.at.to_string(), "account_id": null, "subject": event.subject,
        "data": serde_json::from_str::<BTreeMap<String, String>>(&event.body).unwrap_or_default(),
    });
    Post {
        url: url.clone(),
        id: "evt_01k9zr4c2e6q8n3v5t7w9y1b4d".to_owned(),
        format: PayloadFormat::Standard,
        body: body.to_string().into_bytes(),
        secrets: vec![secret.clone()],
        headers: Vec::new(),
        now: Timestamp::from_micros(event.at.micros()),
    }
}
