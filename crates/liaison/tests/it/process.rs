//! Running the program and waiting for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::http::Http;

const READY_WITHIN: Duration = Duration::from_mins(1);
const EXIT_WITHIN: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Waits until `look` finds something; says what was waited for if it never does.
pub(crate) fn wait_for<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    try_for(look).unwrap_or_else(|| panic!("waited in vain for {what}"))
}

/// Looks until there is something, for as long as anything here is waited for.
pub(crate) fn try_for<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    loop {
        let found = look();
        if found.is_some() || began.elapsed() >= READY_WITHIN {
            return found;
        }
        thread::sleep(LOOK_EVERY);
    }
}

/// The program with nothing of this machine's environment.
pub(crate) fn liaison(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    liaison(arguments).output().unwrap()
}

/// Runs a command that must succeed and prints JSON.
pub(crate) fn json(arguments: &[&str]) -> Value {
    let output = run(&[arguments, &["--output", "json"]].concat());
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        stderr(&output)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Starts a server whose output goes to files.
fn spawn(command: &mut Command, folder: &Path) -> Child {
    command
        .stdout(fs::File::create(folder.join("out")).unwrap())
        .stderr(fs::File::create(folder.join("log")).unwrap())
        .spawn()
        .unwrap()
}

/// A server that runs; killed when dropped.
pub(crate) struct Server {
    child: Child,
    /// What its ready file says.
    pub(crate) ready: Value,
    log: PathBuf,
}

impl Server {
    /// Starts a server with `--ready-file` and waits for that file.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let (ready_file, log) = (folder.join("ready.json"), folder.join("log"));
        let mut child = spawn(
            liaison(arguments).arg("--ready-file").arg(&ready_file),
            folder,
        );
        let ready = wait_for("the ready file", || {
            if let Some(status) = child.try_wait().unwrap() {
                panic!(
                    "it ended with {status}: {}",
                    fs::read_to_string(&log).unwrap()
                );
            }
            let text = fs::read(&ready_file).ok()?;
            // Written whole or not at all, so it can be read at once; one that was killed may have left its own.
            let ready: Value = serde_json::from_slice(&text).unwrap();
            (ready["process_id"] == child.id()).then_some(ready)
        });
        Self { child, ready, log }
    }

    /// The text of a field of the ready file.
    pub(crate) fn ready(&self, field: &str) -> &str {
        self.ready[field].as_str().unwrap()
    }

    /// A client with the key of the ready file.
    pub(crate) fn client(&self) -> Http {
        Http::new(self.ready("base_url"), self.ready["api_key"].as_str())
    }

    /// Asks it to stop and waits for its exit code.
    pub(crate) fn stop(mut self, signal: &str) -> i32 {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(sent.success());
        let began = Instant::now();
        while began.elapsed() < EXIT_WITHIN {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap_or(-1);
            }
            thread::sleep(LOOK_EVERY);
        }
        panic!("it does not stop: {}", self.log());
    }

    /// Ends it as a power failure would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A folder with a demo in it.
pub(crate) struct Demo {
    pub(crate) folder: TempDir,
    extra: Vec<String>,
}

impl Demo {
    /// A place for a demo whose people do not act by themselves.
    pub(crate) fn quiet() -> Self {
        Self::with(&["--quiet"])
    }

    /// A place for a demo that is started with these arguments as well.
    pub(crate) fn with(extra: &[&str]) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            extra: extra.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    /// Its data directory.
    pub(crate) fn data(&self) -> String {
        self.folder.path().join("data").to_str().unwrap().to_owned()
    }

    /// Starts it.
    pub(crate) fn start(&self) -> Server {
        let data = self.data();
        Server::start(self.folder.path(), &self.arguments(&data))
    }

    /// Starts it and, ready or not, ends it after a while as a power failure would.
    pub(crate) fn start_for(&self, alive: Duration) {
        let data = self.data();
        let mut child = spawn(&mut liaison(&self.arguments(&data)), self.folder.path());
        thread::sleep(alive);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    fn arguments<'a>(&'a self, data: &'a str) -> Vec<&'a str> {
        let mut arguments = vec!["demo", "--listen", "127.0.0.1:0", "--data-dir", data];
        arguments.extend(self.extra.iter().map(String::as_str));
        arguments
    }
}
