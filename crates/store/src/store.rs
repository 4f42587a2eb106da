//! The handle that the rest of the program holds: it opens an engine, queues closures and waits for their answers.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};

use tokio::sync::{Semaphore, oneshot, watch};

use crate::faults::CommitFaults;
use crate::hints::Hints;
use crate::job::{self, BoxedJob, Counters, Gathered};
use crate::migrations::{self, MIGRATIONS};
use crate::queue::{self, Depths, Queues};
use crate::sqlite::checkpoint::Checkpointer;
use crate::sqlite::reader::{self, Reader};
use crate::sqlite::writer::Writer;
use crate::sqlite::{self, Location};
use crate::{PostgresOptions, SqliteOptions, StoreError, StoreResult, Tx, postgresql};

/// Which database is below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// A handle to an open database; clones share it. The last one to go waits for the lanes to finish.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    engine: Engine,
    lanes: Lanes,
    faults: Arc<CommitFaults>,
    counters: Arc<Counters>,
    hints: Hints,
    /// Where the file is, and how it is opened.
    file: Option<(Location, SqliteOptions)>,
}

enum Lanes {
    /// Closures run at once on the caller's thread.
    Inline(Arc<Mutex<Option<Writer>>>),
    Threads {
        queues: RwLock<Option<Queues>>,
        bulk_places: Arc<Semaphore>,
        threads: Mutex<Vec<JoinHandle<()>>>,
        /// Ends what no queue does.
        closing: watch::Sender<bool>,
    },
}

impl Store {
    /// Opens the database file, creating it if needed, and brings its schema up to date.
    ///
    /// Fails with [`StoreError::NewerSchema`] if a newer version of this program wrote it.
    pub fn open_sqlite(path: &Path, options: SqliteOptions) -> StoreResult<Self> {
        let location = Location::File(path.to_path_buf());
        let faults = Arc::new(CommitFaults::default());
        let counters = Arc::new(Counters::default());
        let hints = Hints::default();
        let mut connection = sqlite::connect(&location, &options)?;
        migrations::migrate_sqlite(&mut connection, MIGRATIONS)?;
        let depths = Depths {
            interactive: options.queue_depth,
            bulk: options.bulk_depth,
            reads: options.queue_depth,
        };
        let (mut queues, write_queue, _, read_queue) = queue::open(depths);
        queues.gathered = queues.interactive.clone();
        let beside = sqlite::connect(&location, &options)?;
        let checkpointer = Checkpointer::beside(&mut connection, beside, options.checkpoint_pages)?;
        let writer = Writer {
            connection,
            faults: Arc::clone(&faults),
            counters: Arc::clone(&counters),
            hints: hints.clone(),
            batch_max: options.batch_max.max(1),
        };
        let mut threads = vec![
            spawn("store-write", move || writer.serve(&write_queue))?,
            spawn("store-checkpoint", move || checkpointer.serve())?,
        ];
        let readers = reader_count(&options);
        for _ in 0..readers {
            let reader = Reader {
                connection: sqlite::connect(&location, &options)?,
                counters: Arc::clone(&counters),
            };
            let read_queue = read_queue.clone();
            threads.push(spawn("store-read", move || {
                reader.serve(&read_queue, readers);
            })?);
        }
        let lanes = Lanes::threads(
            queues,
            options.bulk_depth,
            threads,
            watch::Sender::new(false),
        );
        let mut store = Self::new(Engine::Sqlite, lanes, hints, faults, counters);
        if let Some(inner) = Arc::get_mut(&mut store.0) {
            inner.file = Some((location, options));
        }
        Ok(store)
    }

    /// An empty database in memory. Closures run at once on the caller's thread, so that a write is ready when it is
    /// first polled.
    pub fn open_memory() -> StoreResult<Self> {
        let faults = Arc::new(CommitFaults::default());
        let counters = Arc::new(Counters::default());
        let hints = Hints::default();
        let mut connection = sqlite::connect(&Location::Memory, &SqliteOptions::default())?;
        migrations::migrate_sqlite(&mut connection, MIGRATIONS)?;
        let writer = Writer {
            connection,
            faults: Arc::clone(&faults),
            counters: Arc::clone(&counters),
            hints: hints.clone(),
            batch_max: 1,
        };
        let lanes = Lanes::Inline(Arc::new(Mutex::new(Some(writer))));
        Ok(Self::new(Engine::Sqlite, lanes, hints, faults, counters))
    }

    /// Another handle to the same database in memory, with hints of its own, as another process would have; `None` for
    /// every other database. Closing either closes the database.
    pub fn beside(&self) -> Option<Self> {
        let Lanes::Inline(writer) = &self.0.lanes else {
            return None;
        };
        let lanes = Lanes::Inline(Arc::clone(writer));
        let (faults, counters) = (Arc::clone(&self.0.faults), Arc::clone(&self.0.counters));
        Some(Self::new(
            self.0.engine,
            lanes,
            Hints::default(),
            faults,
            counters,
        ))
    }

    /// Connects to the PostgreSQL database at `url` and brings its schema up to date.
    ///
    /// Fails with [`StoreError::NewerSchema`] if a newer version of this program wrote it.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "options are made for one call"
    )]
    pub fn open_postgres(url: &str, options: PostgresOptions) -> StoreResult<Self> {
        let faults = Arc::new(CommitFaults::default());
        let counters = Arc::new(Counters::default());
        let closing = watch::Sender::new(false);
        let (queues, hints, threads) =
            postgresql::open(url, &options, &faults, &counters, closing.subscribe())?;
        let lanes = Lanes::threads(queues, options.bulk_depth, threads, closing);
        Ok(Self::new(Engine::Postgres, lanes, hints, faults, counters))
    }

    fn new(
        engine: Engine,
        lanes: Lanes,
        hints: Hints,
        faults: Arc<CommitFaults>,
        counters: Arc<Counters>,
    ) -> Self {
        Self(Arc::new(Inner {
            engine,
            lanes,
            faults,
            counters,
            hints,
            file: None,
        }))
    }

    /// Moves everything from the write-ahead log to its place in the file and empties the log, so that nothing that was
    /// deleted stands in it any more. False: somebody was reading all the time, so that it is to be done again. Only a
    /// file on disk has such a log of ours.
    pub async fn empty_log(&self) -> StoreResult<bool> {
        let Some((location, options)) = self.0.file.clone() else {
            return Ok(true);
        };
        let (answer, answered) = oneshot::channel();
        let work = spawn("store-empty", move || {
            let emptied = sqlite::checkpoint::empty(&location, &options);
            // Whoever asked may have gone away.
            answer.send(emptied).ok();
        })?;
        let emptied = answered.await.unwrap_or(Err(StoreError::Closed));
        // It has answered: there is nothing to wait for.
        work.join().ok();
        emptied
    }

    /// Runs the closure in a write transaction and returns its value once the commit is on disk.
    ///
    /// The closure may run more than once, so everything that must not change (ids, `now`) is fixed before it. An
    /// error that it returns rolls its writes back. Once the future was polled, the transaction happens even if the
    /// future is dropped. [`StoreError::Busy`] means that too many are waiting already.
    pub async fn write<T, F>(&self, closure: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
    {
        let (job, mut answer) = job::new(closure, None);
        match &self.0.lanes {
            Lanes::Inline(writer) => {
                commit_inline(writer, job)?;
                answer.try_recv().unwrap_or(Err(StoreError::Closed))
            }
            Lanes::Threads { queues, .. } => {
                push(queues, |queues| &queues.interactive, job)?;
                answer.await.unwrap_or(Err(StoreError::Closed))
            }
        }
    }

    /// Like [`Store::write`], for work of which much is asked for at the same time: what waits together is done together.
    /// The caller keeps its share of the item, to ask again with.
    pub async fn write_gathered<G: Gathered>(&self, item: Arc<G>) -> StoreResult<G::Answer> {
        let (job, mut answer) = job::gathered(item);
        match &self.0.lanes {
            Lanes::Inline(writer) => {
                commit_inline(writer, job)?;
                answer.try_recv().unwrap_or(Err(StoreError::Closed))
            }
            Lanes::Threads { queues, .. } => {
                push(queues, |queues| &queues.gathered, job)?;
                answer.await.unwrap_or(Err(StoreError::Closed))
            }
        }
    }

    /// Like [`Store::write`], for work that can wait: import, ingest, retention. The closure writes at most 32 rows,
    /// or as many as it learns that the store takes at once. When the queue is full, the caller waits.
    pub async fn write_bulk<T, F>(&self, closure: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
    {
        let Lanes::Threads {
            queues,
            bulk_places,
            ..
        } = &self.0.lanes
        else {
            return self.write(closure).await;
        };
        let place = Arc::clone(bulk_places)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Closed)?;
        let (job, answer) = job::new(closure, Some(place));
        push(queues, |queues| &queues.bulk, job)?;
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Runs the closure in one read transaction: all its statements see the same state. [`StoreError::Busy`] means
    /// that too many are waiting already.
    pub async fn read<T, F>(&self, closure: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
    {
        let (mut job, mut answer) = job::new(closure, None);
        match &self.0.lanes {
            Lanes::Inline(writer) => {
                let writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
                let writer = writer.as_ref().ok_or(StoreError::Closed)?;
                let outcome = reader::read(&writer.connection, &mut job);
                self.0.counters.count_read();
                job::settle(vec![job], outcome);
                answer.try_recv().unwrap_or(Err(StoreError::Closed))
            }
            Lanes::Threads { queues, .. } => {
                push(queues, |queues| &queues.reads, job)?;
                answer.await.unwrap_or(Err(StoreError::Closed))
            }
        }
    }

    /// Wake-up signals between those who write and those who wait: in this process, and in all that share a PostgreSQL
    /// database.
    pub fn hints(&self) -> &Hints {
        &self.0.hints
    }

    /// The database below.
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// What the lanes did so far.
    pub fn counters(&self) -> &Counters {
        &self.0.counters
    }

    /// Commits that fail or lose their answer on demand; for tests and the simulation.
    pub fn commit_faults(&self) -> &CommitFaults {
        &self.0.faults
    }

    /// Finishes what is queued and ends the lanes; clones of this handle answer `Closed` from then on. Blocks.
    pub fn close(self) {
        self.0.close();
    }
}

fn commit_inline(writer: &Mutex<Option<Writer>>, job: BoxedJob) -> StoreResult<()> {
    let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
    let writer = writer.as_mut().ok_or(StoreError::Closed)?;
    writer.commit(vec![job]);
    Ok(())
}

fn push(
    queues: &RwLock<Option<Queues>>,
    choose: impl FnOnce(&Queues) -> &crossbeam_channel::Sender<BoxedJob>,
    job: BoxedJob,
) -> StoreResult<()> {
    let queues = queues.read().unwrap_or_else(PoisonError::into_inner);
    let queues = queues.as_ref().ok_or(StoreError::Closed)?;
    queue::push(choose(queues), job)
}

fn reader_count(options: &SqliteOptions) -> usize {
    match options.readers {
        0 => thread::available_parallelism().map_or(2, usize::from),
        readers => readers,
    }
}

/// Starts a lane on a thread of its own.
pub(crate) fn spawn(
    name: &str,
    lane: impl FnOnce() + Send + 'static,
) -> StoreResult<JoinHandle<()>> {
    thread::Builder::new()
        .name(name.into())
        .spawn(lane)
        .map_err(|error| StoreError::Io(format!("a thread could not be started: {error}")))
}

impl Lanes {
    fn threads(
        queues: Queues,
        bulk_depth: usize,
        threads: Vec<JoinHandle<()>>,
        closing: watch::Sender<bool>,
    ) -> Self {
        Self::Threads {
            queues: RwLock::new(Some(queues)),
            bulk_places: Arc::new(Semaphore::new(bulk_depth)),
            threads: Mutex::new(threads),
            closing,
        }
    }
}

impl Inner {
    fn close(&self) {
        match &self.lanes {
            Lanes::Inline(writer) => {
                writer.lock().unwrap_or_else(PoisonError::into_inner).take();
            }
            Lanes::Threads {
                queues,
                bulk_places,
                threads,
                closing,
            } => {
                closing.send_replace(true);
                bulk_places.close();
                queues
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take();
                let threads =
                    std::mem::take(&mut *threads.lock().unwrap_or_else(PoisonError::into_inner));
                // The last handle may go away inside a callback on a lane; a thread cannot wait for itself, nor for one
                // that waits for it. They end by themselves.
                let here = thread::current().id();
                if threads.iter().any(|lane| lane.thread().id() == here) {
                    return;
                }
                for lane in threads {
                    if lane.join().is_err() {
                        tracing::error!("a lane of the store panicked");
                    }
                }
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A database in memory goes with its last handle.
        if matches!(self.lanes, Lanes::Threads { .. }) {
            self.close();
        }
    }
}
