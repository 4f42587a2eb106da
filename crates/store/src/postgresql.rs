//! The PostgreSQL engine: dedicated threads with a connection each, one transaction per closure.

mod exchange;
mod lane;
mod placeholders;
mod session;
mod values;

use std::error::Error as _;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::watch;
use tokio_postgres::Config;
use tokio_postgres::error::SqlState;

pub(crate) use session::Session;
pub(crate) use values::{blob, int, real, text};

use crate::faults::CommitFaults;
use crate::hints::Hints;
use crate::job::Counters;
use crate::migrations::{self, MIGRATIONS};
use crate::postgresql::exchange::Exchange;
use crate::postgresql::lane::Lane;
use crate::queue::{self, Depths, Queues};
use crate::store::spawn;
use crate::{StoreError, StoreResult};

/// How a PostgreSQL database is used. `PostgresOptions::default()` is meant for production.
#[derive(Debug, Clone)]
pub struct PostgresOptions {
    /// Connections that write, each on a thread of its own. Half of them also take bulk work.
    pub write_lanes: usize,
    /// Connections besides those that do gathered work, each on a thread of its own. Few: what waits for one is done
    /// together.
    pub gathered_lanes: usize,
    /// The most gathered work that shares a transaction.
    pub batch_max: usize,
    /// Connections that only read, each on a thread of its own.
    pub read_lanes: usize,
    /// How many interactive writes, and how many reads, may wait before the store answers `Busy`.
    pub queue_depth: usize,
    /// How many bulk writes may wait before their callers do.
    pub bulk_depth: usize,
    /// How long connecting may take, unless the URL says otherwise.
    pub connect_timeout: Duration,
    /// How long one statement may take.
    pub statement_timeout: Duration,
    /// How often a transaction is tried that met others, or lost its connection before COMMIT.
    pub tries_max: u32,
    /// How often the fate of a commit whose answer was lost is looked up, four times a second.
    pub commit_lookups_max: u32,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            write_lanes: 8,
            gathered_lanes: 2,
            batch_max: 256,
            read_lanes: 4,
            queue_depth: 1024,
            bulk_depth: 32,
            connect_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(30),
            tries_max: 8,
            commit_lookups_max: 60,
        }
    }
}

/// Brings the schema up to date and starts the lanes.
pub(crate) fn open(
    url: &str,
    options: &PostgresOptions,
    faults: &Arc<CommitFaults>,
    counters: &Arc<Counters>,
    closing: watch::Receiver<bool>,
) -> StoreResult<(Queues, Hints, Vec<JoinHandle<()>>)> {
    let config = configure(url, options)?;
    migrate(&config, options)?;
    let (mut queues, writes, gathered, reads) = queue::open(Depths {
        interactive: options.queue_depth,
        bulk: options.bulk_depth,
        reads: options.queue_depth,
    });
    let (hints, outgoing) = Hints::shared();
    let mut threads = Vec::new();
    let lane = |number: usize| {
        Lane::new(
            number,
            config.clone(),
            options.clone(),
            Arc::clone(faults),
            Arc::clone(counters),
            hints.clone(),
        )
    };
    let write_lanes = options.write_lanes.max(1);
    for number in 0..write_lanes {
        let (lane, writes) = (lane(number), writes.clone());
        let takes_bulk = number < write_lanes.div_ceil(2);
        threads.push(spawn("store-write", move || {
            lane.serve_writes(&writes, takes_bulk);
        })?);
    }
    let gathered_lanes = if options.batch_max > 1 {
        options.gathered_lanes.max(1)
    } else {
        // Nothing is done together, so that every lane may take it.
        queues.gathered = queues.interactive.clone();
        0
    };
    for number in 0..gathered_lanes {
        let (lane, gathered) = (lane(number), gathered.clone());
        threads.push(spawn("store-gather", move || {
            lane.serve_gathered(&gathered);
        })?);
    }
    for number in 0..options.read_lanes.max(1) {
        let (lane, reads) = (lane(number), reads.clone());
        threads.push(spawn("store-read", move || lane.serve_reads(&reads))?);
    }
    let exchange = Exchange {
        config,
        hints: hints.clone(),
        outgoing,
        closing,
    };
    threads.push(spawn("store-hints", move || exchange.serve())?);
    Ok((queues, hints, threads))
}

fn configure(url: &str, options: &PostgresOptions) -> StoreResult<Config> {
    let mut config: Config = url
        .parse()
        .map_err(|error: tokio_postgres::Error| StoreError::Setup(error.to_string()))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(options.connect_timeout);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(options.statement_timeout);
    }
    // Two hours without a sign of life, the default, would keep a lane on a dead connection.
    config.keepalives_idle(options.statement_timeout);
    if config.get_application_name().is_none() {
        config.application_name("liaison");
    }
    Ok(config)
}

/// On a thread of its own, since a session runs a small runtime, which must not start inside another.
fn migrate(config: &Config, options: &PostgresOptions) -> StoreResult<()> {
    let work = || {
        let mut session = Session::connect(config, options)?;
        migrations::migrate_postgres(&mut session, MIGRATIONS)
    };
    thread::scope(|scope| scope.spawn(work).join())
        .unwrap_or_else(|_| Err(StoreError::Panicked("migration".into())))
}

/// Sorts an error of the client or the server into ours.
pub(crate) fn failure(error: &tokio_postgres::Error, sql: &str) -> StoreError {
    let Some(cause) = error.as_db_error() else {
        let source = error.source();
        let is_lost = error.is_closed()
            || source.is_some_and(<dyn std::error::Error + 'static>::is::<std::io::Error>);
        let message =
            source.map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
        return if is_lost {
            StoreError::Unavailable(message)
        } else {
            StoreError::statement(message, sql)
        };
    };
    let code = cause.code();
    let message = cause.message();
    if [
        &SqlState::T_R_SERIALIZATION_FAILURE,
        &SqlState::T_R_DEADLOCK_DETECTED,
        &SqlState::LOCK_NOT_AVAILABLE,
    ]
    .contains(&code)
        || session::is_stale_plan(cause)
    {
        StoreError::Contended
    } else if code == &SqlState::DISK_FULL {
        StoreError::Full
    } else if code == &SqlState::QUERY_CANCELED {
        StoreError::Busy
    } else if code == &SqlState::READ_ONLY_SQL_TRANSACTION {
        StoreError::ReadOnly
    } else if code.code().starts_with("23") {
        StoreError::Constraint(message.into())
    } else if code.code().starts_with("08")
        || code.code().starts_with("57P")
        || code == &SqlState::TOO_MANY_CONNECTIONS
    {
        StoreError::Unavailable(message.into())
    } else {
        StoreError::statement(message, sql)
    }
}
