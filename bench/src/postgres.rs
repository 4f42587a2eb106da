//! A private PostgreSQL server with durable settings, kept with its data between runs.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use crate::server::{end, free_address};

const USER: &str = "liaison";
const START_WAIT: Duration = Duration::from_mins(1);
/// Room for the data; everything that guards durability stays as it is delivered.
const SETTINGS: &str = "\nshared_buffers = 2GB\nmax_connections = 100\n";

/// A running server; it ends with this value.
pub(crate) struct Postgres {
    child: Child,
    port: u16,
    programs: PathBuf,
    owner: Option<u32>,
}

impl Postgres {
    /// Starts the server whose files are in `folder`, made at the first time.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let programs = programs()?;
        let owner = other_user()?;
        let data = folder.join("data");
        if !data.join("PG_VERSION").exists() {
            make(folder, &data, &programs, owner)?;
        }
        let port = free_address()?.port();
        let log = fs::File::create(folder.join("log"))?;
        let mut command = as_user(&programs.join("postgres"), owner);
        command
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-h", "127.0.0.1"])
            .arg("-k")
            .arg(folder)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let child = command
            .spawn()
            .context("cannot start the PostgreSQL server")?;
        let mut server = Self {
            child,
            port,
            programs,
            owner,
        };
        server.wait_until_ready(folder)?;
        Ok(server)
    }

    fn wait_until_ready(&mut self, folder: &Path) -> Result<()> {
        let deadline = Instant::now() + START_WAIT;
        while self.tool("pg_isready", &["--quiet"]).is_err() {
            if self.child.try_wait()?.is_some() || Instant::now() > deadline {
                bail!(
                    "PostgreSQL ended: {}",
                    fs::read_to_string(folder.join("log")).unwrap_or_default()
                );
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// How to reach a database.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }

    /// An empty database in place of what had this name.
    pub(crate) fn make_anew(&self, database: &str) -> Result<()> {
        self.tool("dropdb", &["--if-exists", database])?;
        self.tool("createdb", &[database])
    }

    /// A database with the same content as another, in place of what had this name. Nobody may use the other.
    pub(crate) fn copy(&self, from: &str, to: &str) -> Result<()> {
        self.tool("dropdb", &["--if-exists", to])?;
        self.tool("createdb", &["--template", from, to])
    }

    /// What the server does by itself after a while: statistics and room.
    pub(crate) fn settle(&self, database: &str) -> Result<()> {
        self.tool("vacuumdb", &["--quiet", "--analyze", database])
    }

    fn tool(&self, name: &str, arguments: &[&str]) -> Result<()> {
        let output = as_user(&self.programs.join(name), self.owner)
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", USER])
            .args(arguments)
            .current_dir("/")
            .output()
            .with_context(|| format!("cannot start {name}"))?;
        ensure!(
            output.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A fast shutdown: it ends its sessions and closes its files.
        drop(end(&mut self.child, "INT"));
    }
}

fn make(folder: &Path, data: &Path, programs: &Path, owner: Option<u32>) -> Result<()> {
    fs::create_dir_all(folder)?;
    if let Some(id) = owner {
        chown(folder, Some(id), Some(id)).context("cannot give a folder to the database's user")?;
    }
    let output = as_user(&programs.join("initdb"), owner)
        .arg("-D")
        .arg(data)
        .args([
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-instructions",
        ])
        .current_dir("/")
        .output()
        .context("cannot start initdb")?;
    ensure!(
        output.status.success(),
        "initdb: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let file = data.join("postgresql.conf");
    let settings = fs::read_to_string(&file)? + SETTINGS;
    fs::write(&file, settings)?;
    Ok(())
}

/// The server refuses to run as root: then, the user that its package made, or nobody.
fn other_user() -> Result<Option<u32>> {
    if user_id(&[]) != Some(0) {
        return Ok(None);
    }
    let id = ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| user_id(&[name]));
    id.map(Some)
        .context("there is no user other than root to run PostgreSQL as")
}

fn user_id(names: &[&str]) -> Option<u32> {
    let output = Command::new("id").arg("-u").args(names).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn as_user(program: &Path, owner: Option<u32>) -> Command {
    let mut command = Command::new(program);
    if let Some(id) = owner {
        command.uid(id).gid(id);
    }
    command
}

/// The folder with the server's programs: on the path, or where Debian puts them, the newest first.
fn programs() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut packaged: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    packaged.sort();
    packaged
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(|folder| {
            ["initdb", "postgres", "createdb"]
                .iter()
                .all(|name| folder.join(name).exists())
        })
        .context("there is no PostgreSQL server (apt-get install postgresql)")
}
