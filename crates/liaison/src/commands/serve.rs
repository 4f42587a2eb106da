//! `liaison serve`.

use std::path::Path;

use serde::Serialize;

use super::place::settings;
use crate::cli::Serve;
use crate::config::Variables;
use crate::data_dir::{DataDir, write_whole};
use crate::failure::{Failure, Outcome};
use crate::foundation::Foundation;
use crate::machine::MachineClock;
use crate::node::Node;
use crate::probe;
use crate::signals::{self, StopSignals};

#[derive(Serialize)]
struct Ready<'r> {
    base_url: &'r str,
}

/// Serves until a signal comes.
pub(super) async fn run(arguments: Serve, variables: &Variables) -> Outcome {
    let mut config = settings(&arguments.place, variables)?;
    if let Some(listen) = arguments.listen {
        config.server.listen = listen;
    }
    let dir = DataDir::configured(&config, variables, "")?;
    let lock = dir.lock()?;
    let mut signals = StopSignals::listen()?;
    let foundation = Foundation::open(&config, &dir, MachineClock::default()).await?;
    let node = Node::start(&config, foundation, &lock).await?;
    accepts(&node).await?;
    let base_url = &node.bound.base_url;
    if let Some(path) = &arguments.ready_file {
        write_ready(path, &Ready { base_url })?;
    }
    tracing::info!(%base_url, data_dir = %dir.path().display(), "accepting requests");
    signals.next().await;
    signals::end(&mut signals, node.shutdown()).await
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

/// Writes a ready file: all of it at once, for its owner only, as it may hold a key.
pub(super) fn write_ready(path: &Path, content: &impl Serialize) -> Outcome {
    let text = serde_json::to_vec_pretty(content).expect("what is written is plain data");
    write_whole(path, &text)
        .map_err(|error| Failure::failed(format!("cannot write {}: {error}", path.display())))
}
