//! One private PostgreSQL for all test processes of a run, started on demand from the installed server.
//!
//! `target/test-postgres/cluster` names the running one. Test processes find it there, under a file lock; the first
//! starts it. It ends with `test-postgres stop`, when its `heartbeat` file is removed, or after half an hour without
//! use.

mod mortal;
mod server;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ::postgres::{Client, NoTls};
use store::{PostgresOptions, Store};

pub use mortal::Mortal;
use server::Server;

const STOP_WAIT: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

/// A running server with a migrated template database.
pub struct Cluster {
    server: Server,
    template: String,
}

/// A database of its own, dropped at the end.
pub struct Database {
    server: Server,
    name: String,
    url: String,
}

impl Cluster {
    /// The cluster of this test run; started if it is not there yet.
    pub fn shared() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| {
            // A client of the server must not start inside an async runtime.
            thread::scope(|scope| scope.spawn(Self::find_or_start).join())
                .expect("the PostgreSQL server for tests can be started")
        })
    }

    fn find_or_start() -> Self {
        let lock = lock();
        let server = running().unwrap_or_else(|| {
            let server = Server::start();
            fs::write(state_file(), server.to_text()).expect("target is writable");
            server
        });
        server.touch();
        let template = server.template();
        drop(lock);
        Self { server, template }
    }

    /// Where an administrator connects.
    pub fn url(&self) -> String {
        self.server.url("postgres")
    }

    /// A fresh clone of the migrated template.
    pub fn database(&self) -> Database {
        self.clone_of(&self.template)
    }

    /// A fresh database without any table.
    pub fn empty_database(&self) -> Database {
        self.clone_of("template0")
    }

    fn clone_of(&self, template: &str) -> Database {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        self.server.touch();
        let name = format!(
            "test_{}_{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        // A process with the same number may have been killed before it could tidy up.
        self.server.admin(&[
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("CREATE DATABASE {name} TEMPLATE {template}"),
        ]);
        Database {
            server: self.server.clone(),
            url: self.server.url(&name),
            name,
        }
    }
}

impl Database {
    /// Where a client connects.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Runs statements from outside, as the superuser, such as ending other connections.
    pub fn execute(&self, sql: &str) {
        run(&self.url, &[sql.to_owned()]);
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.server.admin(&[format!(
            "DROP DATABASE IF EXISTS {} WITH (FORCE)",
            self.name
        )]);
    }
}

/// Stops the shared server, if one runs, and removes its files.
pub fn stop() {
    let _lock = lock();
    if let Some(server) = stated() {
        server.stop();
        let deadline = Instant::now() + STOP_WAIT;
        while server.base().exists() && Instant::now() < deadline {
            thread::sleep(PAUSE);
        }
    }
    fs::remove_file(state_file()).ok();
}

impl Server {
    /// The name of the migrated template, made if it is not there yet. Only under the lock.
    fn template(&self) -> String {
        let name = format!("template_{}", &store::schema_fingerprint()[..16]);
        let mut client =
            Client::connect(&self.url("postgres"), NoTls).expect("it was reached a moment ago");
        let exists = client
            .query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])
            .expect("the list of databases is readable")
            .is_some();
        if !exists {
            self.admin(&[
                "DROP DATABASE IF EXISTS unfinished WITH (FORCE)".into(),
                "CREATE DATABASE unfinished TEMPLATE template0".into(),
            ]);
            let options = PostgresOptions {
                write_lanes: 1,
                read_lanes: 1,
                ..PostgresOptions::default()
            };
            Store::open_postgres(&self.url("unfinished"), options)
                .expect("an empty database can be migrated")
                .close();
            self.admin(&[format!("ALTER DATABASE unfinished RENAME TO {name}")]);
        }
        name
    }

    fn admin(&self, statements: &[String]) {
        run(&self.url("postgres"), statements);
    }
}

/// On a thread of its own, since a test may call it inside an async runtime.
fn run(url: &str, statements: &[String]) {
    let work = || {
        let mut client = Client::connect(url, NoTls).map_err(|error| error.to_string())?;
        for statement in statements {
            client
                .batch_execute(statement)
                .map_err(|error| format!("{statement}: {error:?}"))?;
        }
        Ok::<(), String>(())
    };
    let outcome = thread::scope(|scope| scope.spawn(work).join());
    // A panic while another one unwinds would hide the first.
    if !thread::panicking() {
        outcome.expect("the thread ends").expect("the server obeys");
    }
}

fn running() -> Option<Server> {
    let server = stated()?;
    let answers = server.base().exists() && Client::connect(&server.url("postgres"), NoTls).is_ok();
    answers.then_some(server)
}

fn stated() -> Option<Server> {
    Server::from_text(&fs::read_to_string(state_file()).ok()?)
}

fn lock() -> File {
    fs::create_dir_all(folder()).expect("target is writable");
    let lock = File::create(folder().join("lock")).expect("target is writable");
    lock.lock().expect("files can be locked here");
    lock
}

fn state_file() -> PathBuf {
    folder().join("cluster")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-postgres")
}
