//! `liaison serve`.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::embedded::{self, Embedded, Port};
use super::place::settings_listening;
use crate::cli::{Place, Role, Serve};
use crate::config::{Config, Variables};
use crate::data_dir::{DataDir, write_whole};
use crate::failure::{Failure, Outcome};
use crate::foundation::Foundation;
use crate::machine::MachineClock;
use crate::node::Node;
use crate::output::{self, quoted};
use crate::probe;
use crate::signals::{self, StopSignals};

#[derive(Serialize)]
#[expect(
    clippy::struct_field_names,
    reason = "these are the names in the ready file"
)]
struct Ready<'r> {
    base_url: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sandbox_url: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics_url: Option<&'r str>,
}

/// Serves until a signal comes.
pub(super) async fn run(arguments: Serve, variables: &Variables) -> Outcome {
    let mut config = settings_listening(&arguments.place, arguments.listen.as_deref(), variables)?;
    if arguments.role != Role::All && config.is_embedded() {
        return Err(Failure::usage(
            "an embedded database has one process, which does everything: leave --role out, or name a PostgreSQL with \
             --database-url",
        ));
    }
    let dir = DataDir::configured(&config, variables, "")?;
    let lock = dir.lock()?;
    let _ready_file = ReadyFile::fresh(arguments.ready_file.as_deref())?;
    let mut signals = StopSignals::listen()?;
    let network = if arguments.sandbox {
        Some(Embedded::start(&dir, None, false, Port::Kept).await?)
    } else {
        None
    };
    if let Some(network) = &network {
        link_to(&mut config, &network.file.base_url);
    }
    // The clock of a real server is the machine's, whatever the simulated network's says.
    let foundation = Foundation::open(&config, &dir, MachineClock::default()).await?;
    let node = Node::start(&config, foundation, &lock, arguments.role).await?;
    accepts(&node).await?;
    let base_url = &node.bound.base_url;
    if let Some(network) = &network {
        output::line(&described(network, &dir, &arguments.place)?)?;
    }
    if let Some(path) = &arguments.ready_file {
        let sandbox_url = network
            .as_ref()
            .map(|network| network.file.base_url.as_str());
        let ready = Ready {
            base_url,
            sandbox_url,
            metrics_url: node.metrics_url.as_deref(),
        };
        write_ready(path, &ready)?;
    }
    tracing::info!(%base_url, data_dir = %dir.path().display(), "accepting requests");
    signals.next().await;
    let ending = async {
        node.shutdown().await;
        if let Some(network) = network {
            network.close().await;
        }
    };
    signals::end(&mut signals, ending).await
}

/// Members of this sandbox are asked in a browser, unless the configuration names another one.
pub(super) fn link_to(config: &mut Config, address: &str) {
    let known = &mut config.linking.sandbox_address;
    if known.is_empty() {
        address.clone_into(known);
    }
}

/// Where the simulated network is and how a seat of it is linked; writes the credentials that this takes.
fn described(network: &Embedded, dir: &DataDir, place: &Place) -> Outcome<String> {
    let address = &network.file.base_url;
    let mut page = format!(
        "The simulated network listens on {address}\n\
         The token of its control API is in {}\n\
         Nothing is linked to it by itself. To link a seat (after `liaison keys create` has made a workspace):",
        embedded::token_file(dir).display()
    );
    let mut at = format!("--data-dir {}", quoted(dir.path()));
    if let Some(config) = &place.config {
        let _ = write!(at, " --config {}", quoted(config));
    }
    if place.database_url.is_some() {
        // It may hold a password.
        at.push_str(" --database-url URL");
    }
    for seat in &network.file.seats {
        let file = credentials_file(dir, &seat.seat_id);
        write_whole(&file, seat.token.as_bytes()).map_err(|error| {
            Failure::failed(format!("cannot write {}: {error}", file.display()))
        })?;
        let _ = write!(
            page,
            "\n  liaison accounts link --address {address} --credentials-file {} {at}",
            quoted(&file)
        );
    }
    Ok(page)
}

fn credentials_file(dir: &DataDir, seat_id: &str) -> PathBuf {
    dir.file(&format!("sandbox.{seat_id}.token"))
}

/// Waits for the first answer over the gateway's own door.
pub(super) async fn accepts(node: &Node) -> Outcome {
    match probe::get(node.bound.address, "/healthz", None).await {
        Some((200, _)) => Ok(()),
        _ => Err(Failure::failed(
            "the gateway does not answer on its own port",
        )),
    }
}

/// While this lives, a ready file in its place is of this run: what an earlier one left is removed when it is made, and
/// what this run wrote when it ends.
pub(super) struct ReadyFile(Option<PathBuf>);

impl ReadyFile {
    /// To be called under the lock of the data directory, so that no other server's file is removed.
    pub(super) fn fresh(path: Option<&Path>) -> Outcome<Self> {
        if let Some(path) = path {
            remove_if_there(path).map_err(|error| {
                Failure::failed(format!("cannot remove {}: {error}", path.display()))
            })?;
        }
        Ok(Self(path.map(Path::to_path_buf)))
    }
}

impl Drop for ReadyFile {
    fn drop(&mut self) {
        if let Some(path) = &self.0
            && let Err(error) = remove_if_there(path)
        {
            tracing::warn!(%error, file = %path.display(), "the ready file stays, though nothing is ready");
        }
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What is in a ready file, and who wrote it: a file that a killed server left is known by its process.
#[derive(Serialize)]
struct Written<'c, C> {
    process_id: u32,
    #[serde(flatten)]
    content: &'c C,
}

/// Writes a ready file: all of it at once, for its owner only, as it may hold a key.
pub(super) fn write_ready(path: &Path, content: &impl Serialize) -> Outcome {
    let written = Written {
        process_id: std::process::id(),
        content,
    };
    let text = serde_json::to_vec_pretty(&written).expect("what is written is plain data");
    write_whole(path, &text)
        .map_err(|error| Failure::failed(format!("cannot write {}: {error}", path.display())))
}
