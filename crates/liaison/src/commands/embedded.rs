//! The simulated network inside a gateway's process: always for `demo`, on request for `serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use sandbox::{Error, Running};

use super::sandbox::{SandboxFile, Start, described, read_or_make_token, start};
use crate::data_dir::{DataDir, private_file, write_whole};
use crate::failure::{Failure, Outcome};
use crate::machine::MachineClock;

const DATABASE_FILE: &str = "sandbox.db";
const TOKEN_FILE: &str = "sandbox.token";
/// The port that it had, so that a second start can have it again.
const PORT_FILE: &str = "sandbox.port";

/// What to do if another program has the port of the last start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Port {
    /// Take another one: whoever starts it links the accounts to the new address.
    Movable,
    /// Do not start: accounts are linked to the address and would find nobody, or somebody else.
    Kept,
}

/// A simulated network on loopback with its files in the gateway's data directory.
pub(super) struct Embedded {
    running: Running,
    pub(super) file: SandboxFile,
}

impl Embedded {
    /// Starts it on the data of the last start, if there was one.
    pub(super) async fn start(
        dir: &DataDir,
        seed: Option<u64>,
        is_quiet: bool,
        port: Port,
    ) -> Outcome<Self> {
        let database = private_database(dir)?;
        let control_token = read_or_make_token(&token_file(dir))?;
        let begin = |port: u16| {
            start(Start {
                listen: SocketAddr::from(([127, 0, 0, 1], port)),
                database: database.clone(),
                seed,
                control_token: Some(control_token.clone()),
                is_quiet,
            })
        };
        let running = match known_port(dir) {
            None => begin(0).await?,
            Some(known) => match begin(known).await {
                Err(Error::Listen { .. }) if port == Port::Movable => begin(0).await?,
                Err(error @ Error::Listen { .. }) => {
                    return Err(Failure::from(error).hint(format!(
                        "accounts are linked to this address; to take another one, remove {} and link them again",
                        dir.file(PORT_FILE).display()
                    )));
                }
                started => started?,
            },
        };
        let port_file = dir.file(PORT_FILE);
        let port_text = running.address().port().to_string();
        if let Err(error) = write_whole(&port_file, port_text.as_bytes())
            && port == Port::Kept
        {
            let message = format!("cannot write {}: {error}", port_file.display());
            return Err(Failure::config(message));
        }
        let file = described(&running).await?;
        Ok(Self { running, file })
    }

    /// A clock that its control API moves.
    pub(super) fn clock(&self) -> MachineClock {
        MachineClock::following(self.running.clock_offset())
    }

    /// Answers what is under way and closes its file.
    pub(super) async fn close(self) {
        self.running.shutdown().await;
    }
}

/// Where the token of its control API is.
pub(super) fn token_file(dir: &DataDir) -> PathBuf {
    dir.file(TOKEN_FILE)
}

/// Its file, made here so that nobody else can read it.
fn private_database(dir: &DataDir) -> Outcome<PathBuf> {
    let path = dir.file(DATABASE_FILE);
    if !path.exists() {
        private_file(&path, false)
            .map_err(|error| Failure::config(format!("cannot make {}: {error}", path.display())))?;
    }
    Ok(path)
}

fn known_port(dir: &DataDir) -> Option<u16> {
    let text = std::fs::read_to_string(dir.file(PORT_FILE)).ok()?;
    text.trim().parse().ok()
}
