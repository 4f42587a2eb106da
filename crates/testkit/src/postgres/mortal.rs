//! A server of one test alone, with every commit on disk, that ends as in a power failure and is started again.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ::postgres::{Client, NoTls};

use super::server::{Programs, Server};

const START_WAIT: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);
const DATABASE: &str = "mortal";

/// A running server with one empty database.
pub struct Mortal {
    server: Server,
    programs: Programs,
    child: Option<Child>,
}

impl Mortal {
    /// Starts a new one.
    pub fn start() -> Self {
        let (server, programs) = Server::prepare(true);
        let mut mortal = Self {
            server,
            programs,
            child: None,
        };
        mortal.start_again();
        let create = format!("CREATE DATABASE {DATABASE} TEMPLATE template0");
        mortal.server.admin(&[create]);
        mortal
    }

    /// Where a client connects.
    pub fn url(&self) -> String {
        self.server.url(DATABASE)
    }

    /// Ends the server and everything it started, without a chance to write anything.
    pub fn kill(&mut self) {
        let main = self.main_process();
        let mut all = vec![main];
        all.extend(children(main));
        kill(&all);
        if let Some(mut child) = self.child.take() {
            child.wait().expect("a child can be waited for");
        }
    }

    /// Starts it again on the same data and waits until it answers.
    pub fn start_again(&mut self) {
        let deadline = Instant::now() + START_WAIT;
        let mut child = self.spawn();
        while Client::connect(&self.server.url("postgres"), NoTls).is_err() {
            assert!(
                Instant::now() < deadline,
                "the server is silent: {}",
                self.log()
            );
            // The memory of the one before may still be in use for a moment.
            if child.try_wait().expect("a child can be asked").is_some() {
                child = self.spawn();
            }
            thread::sleep(PAUSE);
        }
        self.child = Some(child);
    }

    fn spawn(&self) -> Child {
        let log = fs::File::create(self.server.base().join("log"));
        let log = log.expect("the server's folder is writable");
        let mut command = self.programs.command();
        command
            .arg("-D")
            .arg(self.server.data())
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file handle can be copied"))
            .stderr(log)
            .spawn()
            .expect("the server can be started")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.server.base().join("log")).unwrap_or_default()
    }

    fn main_process(&self) -> u32 {
        let file = fs::read_to_string(self.server.data().join("postmaster.pid"));
        let file = file.expect("a running server has such a file");
        let number = file
            .lines()
            .next()
            .and_then(|line| line.trim().parse().ok());
        number.expect("it begins with a number")
    }
}

impl Drop for Mortal {
    fn drop(&mut self) {
        if self.child.is_some() {
            self.kill();
        }
        fs::remove_dir_all(self.server.base()).ok();
    }
}

/// The processes that this one started.
fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").expect("there is a list of processes");
    let numbers = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    numbers
        .filter(|number| parent_of(*number) == Some(parent))
        .collect()
}

fn parent_of(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which may hold anything: the state, then the parent.
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// What one of them starts at this moment ends by itself as soon as it sees that it is alone.
fn kill(processes: &[u32]) {
    let numbers = processes.iter().map(u32::to_string);
    // One of them may have ended by itself.
    Command::new("kill")
        .arg("-KILL")
        .args(numbers)
        .stderr(Stdio::null())
        .status()
        .expect("`kill` can be run");
}
