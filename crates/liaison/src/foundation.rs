//! What every command that touches data stands on: the store, the vault and the use cases.

use std::sync::Arc;
use std::time::Duration;

use app::{App, Settings};
use domain::time::Clock as _;
use integrations::networks::{Lines, LinkTarget};
use integrations::webhooks::Webhooks;
use secrecy::ExposeSecret;
use store::vault::Vault;
use store::{PostgresOptions, SqliteOptions, Store, workspaces};

use crate::config::{self, Config};
use crate::data_dir::{DataDir, private_file};
use crate::failure::{Failure, Outcome};
use crate::machine::{MachineClock, MachineEntropy, MachineTimer};
use crate::master_key::{self, LOST, MasterKey, NewKey};
use crate::metrics::Metrics;

/// An open store and what goes with it.
pub(crate) struct Foundation {
    pub(crate) store: Store,
    pub(crate) vault: Arc<Vault>,
    pub(crate) lines: Arc<Lines>,
    pub(crate) webhooks: Webhooks,
    pub(crate) clock: Arc<MachineClock>,
    pub(crate) entropy: Arc<MachineEntropy>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) app: App,
}

impl Foundation {
    /// Opens the store, with its schema brought up to date, and checks that the master key fits it. Where there is
    /// nothing yet, both are made.
    pub(crate) async fn open(config: &Config, dir: &DataDir, clock: MachineClock) -> Outcome<Self> {
        Self::with(config, dir, clock, SqliteOptions::default()).await
    }

    /// The same for a command that works beside a server and takes little memory, however large the database is and
    /// however much it writes.
    pub(crate) async fn open_small(config: &Config, dir: &DataDir) -> Outcome<Self> {
        Self::with(config, dir, MachineClock::default(), small()).await
    }

    async fn with(
        config: &Config,
        dir: &DataDir,
        clock: MachineClock,
        embedded: SqliteOptions,
    ) -> Outcome<Self> {
        let found = master_key::find(config, dir)?;
        let store = open_store(config, dir, &embedded)?;
        let master_key = match found {
            Some(key) => key,
            None if is_begun(&store).await? => return Err(master_key::missing(dir)),
            None => master_key::make(dir, &MachineEntropy)?,
        };
        Self::on(config, store, &master_key, clock)?.checked().await
    }

    /// As [`Self::open_small`], but makes nothing: `None` where there is nothing yet.
    pub(crate) async fn open_existing(config: &Config, dir: &DataDir) -> Outcome<Option<Self>> {
        let found = master_key::find(config, dir)?;
        if config.is_embedded() && !dir.database().exists() {
            return Ok(None);
        }
        let store = open_store(config, dir, &small())?;
        let Some(master_key) = found else {
            let is_begun = is_begun(&store).await?;
            off_the_runtime(move || store.close());
            if is_begun {
                return Err(master_key::missing(dir));
            }
            return Ok(None);
        };
        let opened = Self::on(config, store, &master_key, MachineClock::default())?;
        opened.checked().await.map(Some)
    }

    /// Opens the store with a key in the place of the lost one. It fits only once the use case has made it fit.
    pub(crate) fn open_with_new_key(config: &Config, dir: &DataDir) -> Outcome<(Self, NewKey)> {
        let store = open_store(config, dir, &small())?;
        let new = master_key::replace(config, dir, &MachineEntropy)?;
        let opened = Self::on(config, store, &new.key, MachineClock::default())?;
        Ok((opened, new))
    }

    fn on(
        config: &Config,
        store: Store,
        master_key: &MasterKey,
        clock: MachineClock,
    ) -> Outcome<Self> {
        let vault = Arc::new(Vault::new(master_key.expose_secret()));
        let (lines, clock) = (Arc::new(Lines::new()), Arc::new(clock));
        let entropy = Arc::new(MachineEntropy);
        let webhooks = Webhooks::new(config::reach(config)?);
        let mut metrics = Metrics::new(clock.now());
        metrics.watch(store.clone());
        let metrics = Arc::new(metrics);
        let app = App::new(app::Parts {
            store: store.clone(),
            vault: Arc::clone(&vault),
            lines: Arc::clone(&lines),
            webhooks: webhooks.clone(),
            clock: Arc::clone(&clock) as _,
            entropy: Arc::clone(&entropy) as _,
            timer: Arc::new(MachineTimer),
            recorder: Arc::clone(&metrics) as _,
            settings: settings(config),
        });
        Ok(Self {
            store,
            vault,
            lines,
            webhooks,
            clock,
            entropy,
            metrics,
            app,
        })
    }

    async fn checked(self) -> Outcome<Self> {
        if self.app.is_master_key_right().await? {
            return Ok(self);
        }
        let message = "the master key is not the one that this database was begun with";
        Err(Failure::config(message).hint(format!("put the right one back; {LOST}")))
    }

    /// Finishes what is queued and closes the store.
    pub(crate) fn close(self) {
        let Self {
            store,
            app,
            lines,
            metrics,
            ..
        } = self;
        drop((app, lines, metrics));
        off_the_runtime(move || store.close());
    }
}

/// Whether somebody began to keep something: then the master key that sealed its check is the only right one.
async fn is_begun(store: &Store) -> Outcome<bool> {
    let first = store.read(|tx| workspaces::list(tx, 1)).await?;
    Ok(!first.is_empty())
}

/// How a command beside a server opens the embedded database.
fn small() -> SqliteOptions {
    const MAPPED_BYTES: u64 = 32 << 20;
    SqliteOptions {
        mmap_bytes: MAPPED_BYTES,
        ..SqliteOptions::default()
    }
}

fn open_store(config: &Config, dir: &DataDir, embedded: &SqliteOptions) -> Outcome<Store> {
    let url = database_url(config)?;
    let database = dir.database();
    if url.is_none() && !database.exists() {
        // The engine takes an empty file for a new database, and gives its side files the same mode.
        match private_file(&database, false) {
            // Another command was faster.
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                let message = format!("cannot make {}: {error}", database.display());
                return Err(Failure::config(message));
            }
            _ => {}
        }
    }
    let options = &config.store;
    let opened = off_the_runtime(|| {
        if let Some(url) = url {
            let lanes = PostgresOptions {
                write_lanes: as_size(options.write_lanes),
                read_lanes: as_size(options.read_lanes),
                batch_max: as_size(options.writes_together),
                ..PostgresOptions::default()
            };
            return Store::open_postgres(&url, lanes);
        }
        let readers = SqliteOptions {
            readers: as_size(options.readers),
            batch_max: as_size(options.writes_together),
            ..embedded.clone()
        };
        Store::open_sqlite(&database, readers)
    });
    Ok(opened?)
}

/// The address of the PostgreSQL database, from the setting or from its file; `None` for the embedded one.
pub(crate) fn database_url(config: &Config) -> Outcome<Option<String>> {
    let store = &config.store;
    let url = if store.database_url_file.is_empty() {
        store.database_url.clone()
    } else {
        std::fs::read_to_string(&store.database_url_file)
            .map_err(|error| {
                let file = &store.database_url_file;
                Failure::config(format!(
                    "store.database_url_file: cannot read {file}: {error}"
                ))
            })?
            .trim()
            .to_owned()
    };
    match url.as_str() {
        "" if config.is_embedded() => Ok(None),
        _ => check_database_url(&url)
            .map_err(|failure| failure.in_setting("store.database_url"))
            .map(|()| Some(url)),
    }
}

/// Whether this can be the address of a database. It may hold a password, so it is not repeated.
pub(crate) fn check_database_url(url: &str) -> Outcome {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(());
    }
    Err(Failure::config("it must start with postgres://"))
}

/// Runs work that blocks, or that must not see the async runtime, on a thread of its own.
fn off_the_runtime<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        scope
            .spawn(work)
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn settings(config: &Config) -> Settings {
    let send = &config.send;
    let millis = |number: u32| Duration::from_millis(number.into());
    let seconds = |number: u32| Duration::from_secs(number.into());
    Settings {
        send_wait: seconds(send.wait_seconds),
        twin_window: seconds(send.twin_seconds),
        likeness_max: usize::try_from(send.alike_people_max).unwrap_or(usize::MAX),
        typing_min: millis(send.typing_millis_min),
        typing_max: millis(send.typing_millis_max),
        typing_speed: send.typing_speed,
        requests_per_minute: config.server.requests_per_minute,
        link_targets: link_targets(config),
    }
}

/// The networks whose members can be asked in a browser.
fn link_targets(config: &Config) -> Vec<LinkTarget> {
    let linking = &config.linking;
    let sandbox = (!linking.sandbox_address.is_empty()).then(|| LinkTarget {
        network: "sandbox".to_owned(),
        address: linking.sandbox_address.trim_end_matches('/').to_owned(),
        client_id: linking.sandbox_client_id.clone(),
    });
    sandbox.into_iter().collect()
}

fn as_size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
