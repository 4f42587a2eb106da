//! How late sends leave, what finding them costs, and how soon the first leaves after a start: the gateway's own dispatch
//! over a database with very many planned sends, to a network that takes everything at once.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use domain::dispatch::Timing;
use domain::entropy::{Entropy, SeededEntropy};
use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::network::{CapabilityClass, Member};
use domain::policy::Policy;
use domain::send::{Rule, SendState};
use domain::time::{Clock as _, Timestamp};
use engine::{Parts, Polling};
use indicatif::{ProgressBar, ProgressStyle};
use store::accounts::{self, AccountStatus, BackfillState, Link, NewAccount};
use store::sends::{self, Send};
use store::vault::Vault;
use store::workspaces::{self, Workspace};
use store::{SqliteOptions, Store};
use tokio::sync::watch;

use crate::machine;
use crate::quick_network::{NAME, QuickNetwork, RealTimer, SystemClock};
use crate::random::Draws;

const MASTER: [u8; 32] = [7; 32];
/// The sends of a run become due one after the other, so far apart.
const APART: Duration = Duration::from_millis(10);
const DUE: u32 = 1_500;
/// Everything else is planned for so much later.
const LATER: Duration = Duration::from_hours(24 * 300);
const CHUNK: u32 = 1_000;
/// The longest wait for those that are late.
const LATE_MAX: Duration = Duration::from_mins(1);

/// How many accounts, how many sends that are planned for later, and how many more of the first account that no limit
/// holds back, all due from the start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) accounts: u32,
    pub(crate) planned: u32,
    pub(crate) queued: u32,
}

/// What a run showed.
pub(crate) struct Dispatched {
    pub(crate) scale: Scale,
    /// Milliseconds from the instant at which a send may leave to its call.
    pub(crate) lag_p50: f64,
    pub(crate) lag_p99: f64,
    /// Microseconds of processor time for each send.
    pub(crate) cpu: f64,
    /// Seconds from opening the database to the first call.
    pub(crate) first: f64,
}

/// Lets sends become due, and looks when they leave.
pub(crate) fn measure(root: &Path, scale: Scale) -> Result<Dispatched> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let folder = folder(root, scale);
    runtime.block_on(async {
        write_data(&folder, scale).await?;
        run(&folder, scale).await
    })
}

fn folder(root: &Path, scale: Scale) -> std::path::PathBuf {
    let schema = store::schema_fingerprint();
    let schema = schema.get(..8).unwrap_or(&schema);
    let (accounts, planned, queued) = (scale.accounts, scale.planned, scale.queued);
    let name = format!("dispatch-{accounts}x{planned}x{queued}-{schema}");
    root.join("target/bench").join(name)
}

fn open(folder: &Path) -> Result<Store> {
    Ok(Store::open_sqlite(
        &folder.join("liaison.db"),
        SqliteOptions::default(),
    )?)
}

fn workspace_id() -> WorkspaceId {
    WorkspaceId::from_bytes([1; 16])
}

fn account_id(number: u32) -> AccountId {
    let mut bytes = [2; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    AccountId::from_bytes(bytes)
}

async fn write_data(folder: &Path, scale: Scale) -> Result<()> {
    let mark = folder.join("complete");
    // What is queued leaves.
    if mark.exists() && scale.queued == 0 {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let store = open(folder)?;
    let bar = ProgressBar::new(u64::from(scale.accounts + scale.planned + scale.queued));
    bar.set_style(ProgressStyle::with_template(
        "planned sends {wide_bar} {human_pos}/{human_len}, {eta} left",
    )?);
    write_accounts(&store, scale, &bar).await?;
    let now = SystemClock.now();
    for start in (0..scale.planned + scale.queued).step_by(CHUNK as usize) {
        let end = (start + CHUNK).min(scale.planned + scale.queued);
        let sends = (start..end).map(|number| {
            let (account, ready_at) = match number.checked_sub(scale.planned) {
                None => (number % scale.accounts, now.plus(LATER + APART * number)),
                Some(_) => (0, now),
            };
            send(account_id(account), u64::from(number), ready_at, now)
        });
        plan(&store, sends.collect()).await?;
        bar.inc(u64::from(end - start));
    }
    bar.finish_and_clear();
    store.close();
    fs::write(mark, "")?;
    Ok(())
}

async fn write_accounts(store: &Store, scale: Scale, bar: &ProgressBar) -> Result<()> {
    let now = SystemClock.now();
    let workspace = Workspace {
        workspace_id: workspace_id(),
        name: "Benchmark".to_owned(),
        seed: 1,
        key_check: None,
        created_at: now,
    };
    store
        .write(move |tx| workspaces::insert(tx, &workspace))
        .await?;
    let (vault, entropy) = (Vault::new(&MASTER), SeededEntropy::new(1));
    for start in (0..scale.accounts).step_by(CHUNK as usize) {
        let new: Vec<NewAccount> = (start..(start + CHUNK).min(scale.accounts))
            .map(|number| account(number, &vault, &entropy, now))
            .collect::<Result<_>>()?;
        let written = store.write(move |tx| {
            new.iter()
                .try_for_each(|new| accounts::insert(tx, new).map(drop))
        });
        written.await?;
        bar.inc(u64::from(CHUNK));
    }
    Ok(())
}

fn account(
    number: u32,
    vault: &Vault,
    entropy: &SeededEntropy,
    now: Timestamp,
) -> Result<NewAccount> {
    let (workspace_id, account_id) = (workspace_id(), account_id(number));
    let place = accounts::credentials_place(&workspace_id, &account_id);
    let credentials = vault.seal_text(&place, &"token".into(), entropy);
    let policy = if number == 0 {
        Policy::custom(Vec::new())
    } else {
        Policy::guide()
    };
    Ok(NewAccount {
        workspace_id,
        account_id,
        network: NAME.to_owned(),
        is_read_only: false,
        link: Link {
            address: "http://127.0.0.1:9".to_owned(),
            member: Member {
                member_key: format!("ACoAA{number}"),
                member_number: None,
                slug: None,
                first_name: "Owner".to_owned(),
                last_name: number.to_string(),
                headline: String::new(),
                picture: None,
                badge: None,
                degree: None,
            },
            status: AccountStatus::Available,
            is_premium: false,
            plan: None,
            credentials: Some(credentials),
            capability_class: CapabilityClass::B,
        },
        policy: serde_json::to_string(&policy)?,
        backfill_state: BackfillState::Done,
        linked_at: now,
    })
}

/// A message for its own conversation.
fn send(account_id: AccountId, number: u64, ready_at: Timestamp, now: Timestamp) -> Send {
    let mut bytes = [3; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    let send_id = SendId::from_bytes(bytes);
    let member_key = format!("ACoAAmember{number}");
    Send {
        lane: member_key.clone(),
        state: SendState::Scheduled {
            until: ready_at,
            rule: Rule::SendAt,
        },
        idempotency_key: Some(format!("key-{number}")),
        fingerprint: number.to_be_bytes().to_vec(),
        recipient_key: Some(member_key),
        thread_key: Some(format!("2-{number}")),
        text: "Shall we talk about it on Tuesday?".to_owned(),
        expires_at: ready_at.plus(Duration::from_hours(24)),
        ready_at,
        ..Send::new((workspace_id(), account_id), send_id, now)
    }
}

async fn run(folder: &Path, scale: Scale) -> Result<Dispatched> {
    let run = fresh_number(folder)?;
    // One send is due when the process starts.
    let store = open(folder)?;
    let first = due_send(scale, run, 0, SystemClock.now());
    plan(&store, vec![first.clone()]).await?;
    store.close();
    let began = Instant::now();
    let store = open(folder)?;
    let network = QuickNetwork::default();
    let (stop, stopped) = watch::channel(false);
    let engine = tokio::spawn(engine::dispatch::run(
        Arc::new(parts(&store, &network)),
        stopped,
    ));
    while network.arrivals().is_empty() {
        ensure!(began.elapsed() < Duration::from_mins(1), "nothing leaves");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let first_seconds = began.elapsed().as_secs_f64();
    let soon = SystemClock.now().plus(Duration::from_secs(3));
    let due: Vec<Send> = (1..=DUE)
        .map(|number| due_send(scale, run, number, soon.plus(APART * number)))
        .collect();
    plan(&store, due.clone()).await?;
    let before = machine::cpu_micros(std::process::id())?;
    let last = due.last().map_or(soon, |send| send.ready_at);
    tokio::time::sleep(last.since(SystemClock.now())).await;
    // Who is late is waited for, so that it counts.
    for _ in 0..LATE_MAX.as_secs() {
        let arrivals = network.arrivals();
        if due.iter().all(|send| arrivals.contains_key(&send.token)) {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let cpu = machine::cpu_micros(std::process::id())? - before;
    stop.send_replace(true);
    engine.await?;
    let mut lags = lags(&network, &due)?;
    lags.sort_by(f64::total_cmp);
    let at = |percent: usize| lags[(lags.len() - 1) * percent / 100];
    store.close();
    Ok(Dispatched {
        scale,
        lag_p50: at(50),
        lag_p99: at(99),
        cpu: cpu / f64::from(DUE),
        first: first_seconds,
    })
}

/// Milliseconds by which each send was late.
fn lags(network: &QuickNetwork, due: &[Send]) -> Result<Vec<f64>> {
    let arrivals = network.arrivals();
    due.iter()
        .map(|send| {
            let arrived = arrivals.get(&send.token).copied();
            let arrived = arrived.ok_or_else(|| anyhow::anyhow!("a send did not leave"))?;
            Ok(arrived.since(send.ready_at).as_secs_f64() * 1e3)
        })
        .collect()
}

/// A send of an account drawn at random, other than the first. Runs on the same data have sends of their own.
fn due_send(scale: Scale, run: u64, number: u32, ready_at: Timestamp) -> Send {
    let mut draws = Draws::of(9, run, u64::from(number));
    let others = scale.accounts as usize - 1;
    let account = 1 + u32::try_from(draws.below(others)).unwrap_or(0);
    let number = (run << 32) | u64::from(number);
    send(account_id(account), number, ready_at, SystemClock.now())
}

async fn plan(store: &Store, sends: Vec<Send>) -> Result<()> {
    let hints = store.hints().clone();
    let planned = store.write(move |tx| {
        let mut sends = sends.clone();
        sends::insert_many(tx, &hints, workspace_id(), &mut sends)
    });
    Ok(planned.await?)
}

/// Counts the runs on the same data.
fn fresh_number(folder: &Path) -> Result<u64> {
    let file = folder.join("runs");
    let known = fs::read_to_string(&file).ok();
    let number = known.and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) + 1;
    fs::write(&file, number.to_string())?;
    Ok(number)
}

fn parts(store: &Store, network: &QuickNetwork) -> Parts {
    Parts {
        store: store.clone(),
        vault: Arc::new(Vault::new(&MASTER)),
        lines: Arc::new(network.lines()),
        webhooks: integrations::webhooks::Webhooks::default(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SeededEntropy::new(2)) as Arc<dyn Entropy>,
        timer: Arc::new(RealTimer),
        recorder: Arc::new(domain::metric::Unrecorded),
        node: "bench".to_owned(),
        machine: "bench".to_owned(),
        is_exclusive: true,
        timing: Timing::default(),
        polling: Polling::default(),
    }
}
