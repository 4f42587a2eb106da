//! Writes the data with the store's own ingest, so that rows and pages are what a synced mailbox leaves.
//!
//! Accounts take turns page by page, and an account comes back to each conversation, so that in no table the rows of
//! an account, or of a conversation, lie in the order in which they were written.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use domain::api_key::ApiKey;
use domain::entropy::{Entropy, SeededEntropy};
use domain::ids::{AccountId, ApiKeyId, WorkspaceId};
use domain::network::CapabilityClass;
use domain::policy::Policy;
use domain::time::Timestamp;
use indicatif::{ProgressBar, ProgressStyle};
use store::accounts::{self, Account, AccountStatus, BackfillState, Link, NewAccount};
use store::api_keys::{self, ApiKeyRow};
use store::vault::{Place, Vault};
use store::workspaces::{self, Workspace};
use store::{PostgresOptions, SqliteOptions, Store, ingest};

use crate::dataset::{CONVERSATION_MESSAGES, Card, Dataset, Shape};
use crate::invent::{Shown, World};
use crate::options::Engine;

/// Messages of one showing; half a conversation.
const PAGE: u32 = 25;
/// Showings in one transaction.
const TRANSACTION_PAGES: usize = 200;

/// Writes the data if it is not there yet, and says what a caller needs to know of it.
pub(crate) fn ensure_written(
    dataset: &Dataset,
    database_url: Option<&str>,
    is_fresh: bool,
) -> Result<Card> {
    if let Some(card) = dataset.card().filter(|_| !is_fresh) {
        return Ok(card);
    }
    if dataset.folder.exists() {
        fs::remove_dir_all(&dataset.folder).context("cannot remove old data")?;
    }
    fs::create_dir_all(&dataset.folder).context("cannot make a folder for the data")?;
    // The key protects invented data on this machine only, but it must be the same for everybody who opens it.
    let entropy = SeededEntropy::new(u64::from(dataset.shape.messages()));
    let mut master = [0; 32];
    entropy.fill(&mut master);
    write_master_key(&dataset.folder.join("master.key"), &master)?;
    let store = open(dataset, database_url)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let card = runtime.block_on(fill(&store, dataset, &Vault::new(&master), &entropy))?;
    store.close();
    dataset.complete(&card)?;
    Ok(card)
}

/// The store of the data.
pub(crate) fn open(dataset: &Dataset, database_url: Option<&str>) -> Result<Store> {
    match (dataset.engine, database_url) {
        (Engine::Sqlite, _) => {
            let options = SqliteOptions {
                readers: 1,
                cache_kib: 2 * 1024 * 1024,
                ..SqliteOptions::default()
            };
            Ok(Store::open_sqlite(
                &dataset.folder.join("liaison.db"),
                options,
            )?)
        }
        (Engine::Postgres, Some(url)) => Ok(Store::open_postgres(url, PostgresOptions::default())?),
        (Engine::Postgres, None) => anyhow::bail!("there is no PostgreSQL server"),
    }
}

fn write_master_key(path: &Path, key: &[u8; 32]) -> Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    for byte in key {
        write!(file, "{byte:02x}")?;
    }
    writeln!(file)?;
    Ok(())
}

async fn fill(
    store: &Store,
    dataset: &Dataset,
    vault: &Vault,
    entropy: &SeededEntropy,
) -> Result<Card> {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let now = Timestamp::from_millis(i64::try_from(since_epoch.as_millis())?);
    let world = Arc::new(World::new(now));
    let (workspace_id, api_key) = found(store, vault, entropy, now).await?;
    let mut accounts = Vec::new();
    for number in 0..dataset.shape.accounts {
        accounts.push(link(store, workspace_id, &world, number, entropy, now).await?);
    }
    let card = Card {
        api_key,
        account_ids: accounts
            .iter()
            .map(|account| account.account_id.to_string())
            .collect(),
    };
    ingest_all(store, dataset, world, accounts, now).await?;
    Ok(card)
}

/// The workspace and a key of it, as the product makes them.
pub(crate) async fn found(
    store: &Store,
    vault: &Vault,
    entropy: &SeededEntropy,
    now: Timestamp,
) -> Result<(WorkspaceId, String)> {
    let workspace_id = WorkspaceId::mint(now, entropy);
    let place = Place {
        column: "workspace.key_check",
        row: [workspace_id.as_bytes(), workspace_id.as_bytes()],
    };
    let workspace = Workspace {
        workspace_id,
        name: "Benchmark".to_owned(),
        seed: 1,
        key_check: Some(vault.seal(&place, b"liaison", entropy)),
        created_at: now,
    };
    let key = ApiKey::mint(workspace_id, ApiKeyId::mint(now, entropy), entropy);
    let row = ApiKeyRow {
        workspace_id,
        api_key_id: key.api_key_id,
        name: "benchmark".to_owned(),
        secret_hash: vault.api_key_hash(&key).to_vec(),
        scopes: "read write".to_owned(),
        limits: domain::access::KeyLimits::default(),
        user_id: None,
        role: None,
        created_at: now,
        expires_at: None,
        revoked_at: None,
        replaced_by: None,
        last_used_at: None,
        last_account_id: None,
    };
    store
        .write(move |tx| {
            workspaces::insert(tx, &workspace)?;
            api_keys::insert(tx, &row)
        })
        .await?;
    Ok((workspace_id, key.reveal()))
}

/// A seat whose history has been read in. Without an agenda nothing is due for it, so that the server stays idle.
pub(crate) async fn link(
    store: &Store,
    workspace_id: WorkspaceId,
    world: &World,
    number: u32,
    entropy: &SeededEntropy,
    now: Timestamp,
) -> Result<Account> {
    let account = NewAccount {
        workspace_id,
        account_id: AccountId::mint(now, entropy),
        network: "sandbox".to_owned(),
        is_read_only: false,
        link: Link {
            address: "http://127.0.0.1:9".to_owned(),
            member: world.owner(number),
            status: AccountStatus::Available,
            is_premium: true,
            plan: Some("PREMIUM_BUSINESS".to_owned()),
            credentials: None,
            capability_class: CapabilityClass::B,
        },
        policy: serde_json::to_string(&Policy::guide())?,
        backfill_state: BackfillState::Done,
        linked_at: now,
    };
    Ok(store
        .write(move |tx| accounts::insert(tx, &account))
        .await?)
}

async fn ingest_all(
    store: &Store,
    dataset: &Dataset,
    world: Arc<World>,
    accounts: Vec<Account>,
    now: Timestamp,
) -> Result<()> {
    let bar = ProgressBar::new(dataset.shape.messages().into());
    bar.set_style(ProgressStyle::with_template(
        "{prefix} {wide_bar} {human_pos}/{human_len} messages, {per_sec}, {eta} left",
    )?);
    bar.set_prefix(format!(
        "{} {}",
        dataset.engine.name(),
        dataset.shape.title()
    ));
    let accounts = Arc::new(accounts);
    let showings = showings(dataset.shape, world);
    let mut count = 0;
    while let Ok(pages) = showings.recv() {
        let (pages, accounts) = (Arc::new(pages), Arc::clone(&accounts));
        let inserted = store
            .write(move |tx| {
                let mut inserted = 0;
                for page in pages.iter() {
                    let account = &accounts[page.account as usize];
                    let observed = ingest::observe(tx, account, &page.thread, &page.messages, now)?;
                    inserted += observed.inserted.len();
                }
                Ok(inserted)
            })
            .await?;
        count += inserted as u64;
        bar.inc(inserted as u64);
    }
    bar.finish();
    let wanted = u64::from(dataset.shape.messages());
    ensure!(
        count == wanted,
        "{count} messages were written instead of {wanted}"
    );
    Ok(())
}

/// Everything there is to show, in the order of writing, made on a thread of its own.
pub(crate) fn showings(shape: Shape, world: Arc<World>) -> Receiver<Vec<Shown>> {
    let (sender, receiver) = sync_channel(4);
    std::thread::spawn(move || {
        let mut pages = Vec::with_capacity(TRANSACTION_PAGES);
        for start in (0..CONVERSATION_MESSAGES).step_by(PAGE as usize) {
            for conversation in 0..shape.conversations {
                for account in 0..shape.accounts {
                    let stretch = start..start + PAGE;
                    pages.push(world.show(account, conversation, CONVERSATION_MESSAGES, stretch));
                    if pages.len() == TRANSACTION_PAGES
                        && sender.send(std::mem::take(&mut pages)).is_err()
                    {
                        return;
                    }
                }
            }
        }
        // The receiver is gone only when writing failed, which is told there.
        drop(sender.send(pages));
    });
    receiver
}
