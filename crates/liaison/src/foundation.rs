//! What every command that touches data stands on: the store, the vault and the use cases.

use std::sync::Arc;
use std::time::Duration;

use app::{App, Settings};
use integrations::networks::Lines;
use secrecy::ExposeSecret;
use store::vault::Vault;
use store::{PostgresOptions, SqliteOptions, Store};

use crate::config::Config;
use crate::data_dir::{DataDir, private_file};
use crate::failure::{Failure, Outcome};
use crate::machine::{MachineClock, MachineEntropy};
use crate::master_key;

/// An open store and what goes with it.
pub(crate) struct Foundation {
    pub(crate) store: Store,
    pub(crate) vault: Arc<Vault>,
    pub(crate) lines: Arc<Lines>,
    pub(crate) clock: Arc<MachineClock>,
    pub(crate) entropy: Arc<MachineEntropy>,
    pub(crate) app: App,
}

impl Foundation {
    /// Opens the store, with its schema brought up to date, and checks that the master key fits it.
    pub(crate) async fn open(config: &Config, dir: &DataDir, clock: MachineClock) -> Outcome<Self> {
        Self::with(config, dir, clock, SqliteOptions::default()).await
    }

    /// The same for a command that works beside a server and takes little memory, however large the database is and
    /// however much it writes.
    pub(crate) async fn open_small(config: &Config, dir: &DataDir) -> Outcome<Self> {
        const MAPPED_BYTES: u64 = 32 << 20;
        // As large as the log may stay anyway.
        const CHECKPOINT_PAGES: u32 = 16 * 1024;
        let embedded = SqliteOptions {
            mmap_bytes: MAPPED_BYTES,
            checkpoint_pages: CHECKPOINT_PAGES,
            ..SqliteOptions::default()
        };
        Self::with(config, dir, MachineClock::default(), embedded).await
    }

    async fn with(
        config: &Config,
        dir: &DataDir,
        clock: MachineClock,
        embedded: SqliteOptions,
    ) -> Outcome<Self> {
        let entropy = Arc::new(MachineEntropy);
        let master_key = master_key::load(config, dir, entropy.as_ref())?;
        let vault = Arc::new(Vault::new(master_key.expose_secret()));
        let store = open_store(config, dir, &embedded)?;
        let (lines, clock) = (Arc::new(Lines::new()), Arc::new(clock));
        let app = App::new(app::Parts {
            store: store.clone(),
            vault: Arc::clone(&vault),
            lines: Arc::clone(&lines),
            clock: Arc::clone(&clock) as _,
            entropy: Arc::clone(&entropy) as _,
            settings: settings(config),
        });
        if !app.is_master_key_right().await? {
            let message = "the master key is not the one that this database was begun with";
            return Err(Failure::config(message).hint(
                "put the right one back; with this one no stored credential can be opened and no API key is recognised",
            ));
        }
        Ok(Self {
            store,
            vault,
            lines,
            clock,
            entropy,
            app,
        })
    }

    /// Finishes what is queued and closes the store.
    pub(crate) fn close(self) {
        let Self {
            store, app, lines, ..
        } = self;
        drop((app, lines));
        off_the_runtime(move || store.close());
    }
}

fn open_store(config: &Config, dir: &DataDir, embedded: &SqliteOptions) -> Outcome<Store> {
    let url = database_url(config)?;
    let database = dir.database();
    if url.is_none() && !database.exists() {
        // The engine takes an empty file for a new database, and gives its side files the same mode.
        let made = private_file(&database, true);
        made.map_err(|error| {
            Failure::config(format!("cannot make {}: {error}", database.display()))
        })?;
    }
    let options = &config.store;
    let opened = off_the_runtime(|| {
        if let Some(url) = url {
            let lanes = PostgresOptions {
                write_lanes: as_size(options.write_lanes),
                read_lanes: as_size(options.read_lanes),
                ..PostgresOptions::default()
            };
            return Store::open_postgres(&url, lanes);
        }
        let readers = SqliteOptions {
            readers: as_size(options.readers),
            ..embedded.clone()
        };
        Store::open_sqlite(&database, readers)
    });
    Ok(opened?)
}

fn database_url(config: &Config) -> Outcome<Option<String>> {
    let store = &config.store;
    let url = if store.database_url_file.is_empty() {
        store.database_url.clone()
    } else {
        std::fs::read_to_string(&store.database_url_file)
            .map_err(|error| {
                Failure::config(format!("cannot read {}: {error}", store.database_url_file))
            })?
            .trim()
            .to_owned()
    };
    let is_known = url.starts_with("postgres://") || url.starts_with("postgresql://");
    match url.as_str() {
        "" => Ok(None),
        _ if is_known => Ok(Some(url)),
        // The value may hold a password, so it is not repeated.
        _ => Err(Failure::config(
            "store.database_url must start with postgres://",
        )),
    }
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
        typing_min: millis(send.typing_millis_min),
        typing_max: millis(send.typing_millis_max),
        typing_speed: send.typing_speed,
    }
}

fn as_size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
