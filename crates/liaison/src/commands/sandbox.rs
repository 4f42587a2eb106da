//! `liaison sandbox`, and what `liaison demo` needs of it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use domain::entropy::Entropy as _;
use domain::hexadecimal::hexadecimal;
use sandbox::{Conduct, Personas, Running, SeatInfo};
use serde::{Deserialize, Serialize};

use super::serve::{ReadyFile, write_ready};
use crate::cli::Sandbox;
use crate::config::Variables;
use crate::data_dir::{DataDir, default_path, write_new};
use crate::failure::{Failure, Outcome};
use crate::logging;
use crate::machine::MachineEntropy;
use crate::output;
use crate::signals::StopSignals;

const TOKEN_FILE: &str = "control.token";
const DEFAULT_SEED: u64 = 1;

/// What the ready file says: enough to link its seats and to control it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SandboxFile {
    pub(super) base_url: String,
    pub(super) control_token: String,
    pub(super) seats: Vec<Seat>,
}

/// A seat that can be linked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(
    clippy::struct_field_names,
    reason = "the file has the words of the sandbox's control API"
)]
pub(super) struct Seat {
    pub(super) seat_id: String,
    pub(super) token: String,
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) member_key: String,
    pub(super) premium: bool,
}

impl From<SeatInfo> for Seat {
    fn from(seat: SeatInfo) -> Self {
        Self {
            seat_id: seat.seat_id,
            token: seat.token,
            name: seat.name,
            slug: seat.slug,
            member_key: seat.member_key,
            premium: seat.premium,
        }
    }
}

/// Runs the sandbox alone until a signal comes.
pub(super) async fn run(arguments: Sandbox, variables: &Variables) -> Outcome {
    logging::start(&crate::config::load(None, variables)?);
    let path = match &arguments.data_dir {
        Some(path) => path.clone(),
        None => default_path(variables, "sandbox")?,
    };
    let dir = DataDir::at(&path)?;
    let _lock = dir.lock()?;
    let token_file = arguments
        .control_token_file
        .unwrap_or_else(|| dir.file(TOKEN_FILE));
    let _ready_file = ReadyFile::fresh(arguments.ready_file.as_deref())?;
    let mut signals = StopSignals::listen()?;
    let running = start(Start {
        listen: arguments.listen,
        database: dir.file("sandbox.db"),
        seed: arguments.seed,
        control_token: Some(read_or_make_token(&token_file)?),
        is_quiet: arguments.quiet,
    })
    .await?;
    let file = described(&running).await?;
    if let Some(path) = &arguments.ready_file {
        write_ready(path, &file)?;
    }
    output::line(&format!(
        "The sandbox listens on {}\nSeats: {}\nThe token of its control API is in {}",
        file.base_url,
        file.seats
            .iter()
            .map(|seat| format!("{} ({})", seat.name, seat.seat_id))
            .collect::<Vec<_>>()
            .join(", "),
        token_file.display()
    ))?;
    signals.next().await;
    running.shutdown().await;
    Ok(())
}

/// What a start needs to know.
pub(super) struct Start {
    pub(super) listen: SocketAddr,
    pub(super) database: PathBuf,
    /// Absent: that of the file, or the default.
    pub(super) seed: Option<u64>,
    pub(super) control_token: Option<String>,
    pub(super) is_quiet: bool,
}

/// Starts a sandbox in this process.
pub(super) async fn start(start: Start) -> Result<Running, sandbox::Error> {
    let seed = match start.seed {
        Some(seed) => seed,
        None => sandbox::stored_seed(&start.database)?.unwrap_or(DEFAULT_SEED),
    };
    let mut entropy = [0; 32];
    MachineEntropy.fill(&mut entropy);
    let personas = Personas {
        enabled: !start.is_quiet,
        ..Personas::default()
    };
    sandbox::Sandbox::start(sandbox::Config {
        listen: start.listen,
        database: start.database,
        seed,
        base_ms: None,
        control_token: start.control_token,
        entropy,
        personas,
        conduct: Conduct::default(),
    })
    .await
}

/// What a running sandbox tells those who use it.
pub(super) async fn described(running: &Running) -> Outcome<SandboxFile> {
    Ok(SandboxFile {
        base_url: running.base_url(),
        control_token: running.control_token().unwrap_or_default().to_owned(),
        seats: running.seats().await?.into_iter().map(Seat::from).collect(),
    })
}

/// The token in the file; a new one if there is no file.
pub(super) fn read_or_make_token(path: &Path) -> Outcome<String> {
    let failed = |error| Failure::config(format!("cannot use {}: {error}", path.display()));
    if path.exists() {
        let token = std::fs::read_to_string(path).map_err(failed)?;
        let token = token.trim();
        if token.len() < 16 || token.contains(char::is_whitespace) {
            let message = format!(
                "{} must hold one word of 16 letters or more",
                path.display()
            );
            return Err(Failure::config(message));
        }
        return Ok(token.to_owned());
    }
    let mut random = [0; 32];
    MachineEntropy.fill(&mut random);
    let token = hexadecimal(&random);
    match write_new(path, format!("{token}\n").as_bytes()) {
        Ok(()) => Ok(token),
        // Another command was faster.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => read_or_make_token(path),
        Err(error) => Err(failed(error)),
    }
}
