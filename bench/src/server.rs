//! The gateway as a process: started, waited for, ended.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use crate::cases::ANEW;
use crate::ceiling;
use crate::client;
use crate::dataset::{Card, Dataset};
use crate::load::Target;

const START_WAIT: Duration = Duration::from_mins(1);

/// A server that answers; it ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to its first answer to a caller with a key.
    pub(crate) first_answer: Duration,
}

impl Server {
    /// Starts the gateway on this data, on one core if one is named.
    pub(crate) fn start(
        liaison: &Path,
        dataset: &Dataset,
        card: &Card,
        database_url: Option<&str>,
        core: Option<usize>,
    ) -> Result<Self> {
        Self::start_with(liaison, dataset, card, database_url, core, &[])
    }

    /// The same with some settings, by the names of their variables.
    pub(crate) fn start_with(
        liaison: &Path,
        dataset: &Dataset,
        card: &Card,
        database_url: Option<&str>,
        core: Option<usize>,
        settings: &[(&str, &str)],
    ) -> Result<Self> {
        let address = free_address()?;
        let mut command = pinned(liaison, core);
        command
            .args(["serve", "--listen", &address.to_string()])
            .arg("--data-dir")
            .arg(&dataset.folder);
        if let Some(url) = database_url {
            command.args(["--database-url", url]);
        }
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("LIAISON_") {
                command.env_remove(name);
            }
        }
        // One key asks as much as it can.
        command.env("LIAISON_SERVER_REQUESTS_PER_MINUTE", "0");
        command.envs(settings.iter().copied());
        let log = dataset.folder.join("server.log");
        let began_at = Instant::now();
        let mut server = Self {
            child: spawn(command, &log)?,
            address,
            first_answer: Duration::ZERO,
        };
        let path = crate::cases::inbox_path(&card.account_ids[0]);
        let authorization = format!("Bearer {}", card.api_key);
        loop {
            // A refused connection means that it is not there yet.
            if let Ok(answer) = client::get(address, &path, &[("Authorization", &authorization)]) {
                ensure!(
                    answer.status == 200,
                    "the first answer is {}",
                    answer.status
                );
                server.first_answer = began_at.elapsed();
                return Ok(server);
            }
            if server.child.try_wait()?.is_some() {
                bail!(
                    "the gateway ended: {}",
                    std::fs::read_to_string(&log).unwrap_or_default()
                );
            }
            ensure!(
                began_at.elapsed() < START_WAIT,
                "the gateway does not answer"
            );
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Where the load goes.
    pub(crate) fn target(&self) -> Target {
        Target {
            port: self.address.port(),
            process: self.child.id(),
        }
    }

    /// Ends it as an operator would and waits.
    pub(crate) fn stop(mut self) -> Result<()> {
        end(&mut self.child, "TERM")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(end(&mut self.child, "TERM"));
    }
}

/// The servers of recorded answers, one port each.
pub(crate) struct Ceiling {
    child: Child,
    ports: Vec<u16>,
}

impl Ceiling {
    /// Starts the ceiling with these recorded answers.
    pub(crate) fn start(
        folder: &Path,
        recorded: &[std::path::PathBuf],
        core: Option<usize>,
    ) -> Result<Self> {
        let ready = folder.join("ceiling.ports");
        if ready.exists() {
            std::fs::remove_file(&ready)?;
        }
        let mut command = pinned(&std::env::current_exe()?, core);
        command
            .arg("ceiling")
            .args(recorded)
            .arg("--ready-file")
            .arg(&ready);
        let log = folder.join("ceiling.log");
        let mut ceiling = Self {
            child: spawn(command, &log)?,
            ports: Vec::new(),
        };
        let deadline = Instant::now() + START_WAIT;
        while !ready.exists() {
            if ceiling.child.try_wait()?.is_some() || Instant::now() > deadline {
                bail!(
                    "the ceiling ended: {}",
                    std::fs::read_to_string(&log).unwrap_or_default()
                );
            }
            thread::sleep(Duration::from_millis(5));
        }
        let ports = std::fs::read_to_string(&ready)?;
        ceiling.ports = ports
            .split(' ')
            .filter_map(|port| port.parse().ok())
            .collect();
        Ok(ceiling)
    }

    /// Where the load goes for the recorded answer at this place.
    pub(crate) fn target(&self, place: usize) -> Target {
        Target {
            port: self.ports[place],
            process: self.child.id(),
        }
    }
}

impl Drop for Ceiling {
    fn drop(&mut self) {
        drop(end(&mut self.child, "KILL"));
    }
}

/// Keeps an answer that has a usual length among the answers to these requests, for the ceiling to give.
pub(crate) fn record_usual(
    address: SocketAddr,
    authorization: &str,
    requests: &[(String, Option<String>)],
    file: &Path,
) -> Result<usize> {
    let step = requests.len().div_ceil(51);
    let mut answers = Vec::new();
    for (path, tag) in requests.iter().step_by(step) {
        let mut headers = vec![("Authorization", authorization)];
        let wanted = match tag.as_deref() {
            None => 200,
            Some(ANEW) => {
                headers.push(("Cache-Control", ANEW));
                200
            }
            Some(tag) => {
                headers.push(("If-None-Match", tag));
                304
            }
        };
        let answer = client::get(address, path, &headers)?;
        ensure!(
            answer.status == wanted,
            "{path} was answered with {}",
            answer.status
        );
        answers.push((path, answer));
    }
    answers.sort_by_key(|(_, answer)| answer.body.len());
    let (path, usual) = &answers[answers.len() / 2];
    ceiling::record(file, path, usual)?;
    Ok(usual.body.len())
}

/// An address on loopback that nobody uses.
pub(crate) fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?)
}

/// Asks a child to end with a signal, and waits for it.
pub(crate) fn end(child: &mut Child, signal: &str) -> Result<()> {
    if child.try_wait()?.is_none() {
        Command::new("kill")
            .args(["-s", signal, &child.id().to_string()])
            .status()?;
        child.wait()?;
    }
    Ok(())
}

/// The program, alone on a core if one is named.
fn pinned(program: &Path, core: Option<usize>) -> Command {
    let Some(core) = core else {
        return Command::new(program);
    };
    let mut command = Command::new("taskset");
    command.args(["-c", &core.to_string()]).arg(program);
    command
}

fn spawn(mut command: Command, log: &Path) -> Result<Child> {
    command
        .stdin(Stdio::null())
        .stdout(File::create(log)?)
        .stderr(File::options().append(true).open(log)?)
        .spawn()
        .with_context(|| format!("cannot start {}", command.get_program().display()))
}
