//! `liaison demo`: a gateway, a simulated network beside it, two linked accounts, a key and a receiver of webhooks.

mod catcher;
mod group;
mod key;
mod receiver;
mod tour;

use std::path::Path;
use std::sync::Arc;

use app::accounts::LinkAccount;
use app::{App, Caller};
use domain::ids::{AccountId, WorkspaceId};
use secrecy::SecretString;
use serde::Serialize;

use super::embedded::{Embedded, Port};
use super::place::settings_listening;
use super::sandbox::{SandboxFile, Seat};
use super::serve::{ReadyFile, accepts, link_to, write_ready};
use crate::cli::{Demo, Role};
use crate::config::{Config, Variables};
use crate::data_dir::DataDir;
use crate::failure::{Failure, Outcome};
use crate::foundation::Foundation;
use crate::machine::MachineClock;
use crate::node::Node;
use crate::output;
use crate::signals::{self, StopSignals};
use catcher::{Catcher, Door};
use tour::{Places, Tour};

const WORKSPACE: &str = "Demo";

/// What `outgoing.allowed_networks` is here while nobody has set it.
const LOOPBACKS: &str = "127.0.0.0/8,::1";

/// What a program that started the demo needs to know.
#[derive(Serialize)]
struct Ready<'r> {
    base_url: &'r str,
    api_key: &'r str,
    account_ids: Vec<String>,
    sandbox_url: &'r str,
    /// Absent where the settings do not let it be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    catcher_url: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics_url: Option<&'r str>,
}

/// What runs beside the gateway, and what people are told of it all.
struct Surroundings {
    dir: DataDir,
    network: Network,
    /// Why there is none, where that is so.
    catcher: Result<Catcher, String>,
    account_ids: Vec<AccountId>,
    key: String,
    lets_loopbacks: bool,
}

/// Runs the demo until a signal comes.
pub(super) async fn run(arguments: Demo, variables: &Variables) -> Outcome {
    let mut config = settings_listening(&arguments.place, arguments.listen.as_deref(), variables)?;
    let lets_loopbacks = let_loopbacks(&mut config);
    if let Some(path) = &arguments.sandbox {
        // Before anything is made for it.
        read_sandbox_file(path)?;
    }
    let dir = DataDir::configured(&config, variables, "demo")?;
    let lock = dir.lock()?;
    let _ready_file = ReadyFile::fresh(arguments.ready_file.as_deref())?;
    let mut signals = StopSignals::listen()?;
    let network = Network::open(&arguments, &dir).await?;
    link_to(&mut config, &network.file().base_url);
    let foundation = Foundation::open(&config, &dir, network.clock()).await?;
    let app = foundation.app.clone();
    let workspace_id = workspace(&app).await?;
    // First, so that it is told of the rest.
    let catcher = catcher(&foundation, &dir, workspace_id).await?;
    let account_ids = link_seats(&app, workspace_id, network.file()).await?;
    let key = key::find_or_make(&foundation, &dir, workspace_id).await?;
    let surroundings = Surroundings {
        dir,
        network,
        catcher,
        account_ids,
        key,
        lets_loopbacks,
    };
    let node = Node::start(&config, foundation, &lock, Role::All).await?;
    let shown = tokio::select! {
        shown = surroundings.welcome(&arguments, &node) => Some(shown),
        () = signals.next() => None,
    };
    if matches!(shown, Some(Ok(()))) {
        signals.next().await;
    }
    let ending = async {
        node.shutdown().await;
        surroundings.close().await;
    };
    signals::end(&mut signals, ending).await?;
    shown.unwrap_or(Ok(()))
}

/// Lets receivers of webhooks be on this machine, unless somebody has said where they may be. Says whether it did.
fn let_loopbacks(config: &mut Config) -> bool {
    let networks = &mut config.outgoing.allowed_networks;
    let is_unset = networks.trim().is_empty();
    if is_unset {
        LOOPBACKS.clone_into(networks);
    }
    is_unset
}

/// Starts the catcher and has it told everything; a sentence where that is not allowed.
async fn catcher(
    foundation: &Foundation,
    dir: &DataDir,
    workspace_id: WorkspaceId,
) -> Outcome<Result<Catcher, String>> {
    let door = Door::open(dir).await?;
    let (caller, url) = (
        Caller::operator(workspace_id),
        format!("{}/", door.base_url()),
    );
    let secret = receiver::tell(&foundation.app, &caller, &url).await?;
    let clock = Arc::clone(&foundation.clock);
    Ok(secret.map(|secret| door.serve(secret, clock)))
}

impl Surroundings {
    /// Waits for the first answer and the first history, then tells people and programs.
    async fn welcome(&self, arguments: &Demo, node: &Node) -> Outcome {
        accepts(node).await?;
        let (network, account_ids) = (self.network.file(), &self.account_ids);
        let mut tour = Tour::wait(node.bound.address, &self.key, account_ids).await;
        if let Some(seat) = network.seats.get(tour.account_index(account_ids)) {
            tour.group = group::find(network, seat, tour::FRIEND).await;
        }
        let base_url = &node.bound.base_url;
        let catcher = self.catcher.as_ref();
        let catcher = catcher.map(|catcher| catcher.base_url.as_str());
        if let Some(path) = &arguments.ready_file {
            let ready = Ready {
                base_url,
                api_key: &self.key,
                account_ids: account_ids.iter().map(ToString::to_string).collect(),
                sandbox_url: &network.base_url,
                catcher_url: catcher.ok(),
                metrics_url: node.metrics_url.as_deref(),
            };
            write_ready(path, &ready)?;
        }
        output::line(&tour.page(&Places {
            base: base_url,
            key: &self.key,
            sandbox: &network.base_url,
            data: self.dir.path(),
            catcher: catcher.map_err(String::as_str),
            loopbacks: self.lets_loopbacks.then_some(LOOPBACKS),
        }))
    }

    async fn close(self) {
        if let Ok(catcher) = self.catcher {
            catcher.close().await;
        }
        self.network.close().await;
    }
}

/// The simulated network: in this process, or somebody else's.
enum Network {
    Here(Embedded),
    Elsewhere(SandboxFile),
}

impl Network {
    async fn open(arguments: &Demo, dir: &DataDir) -> Outcome<Self> {
        if let Some(path) = &arguments.sandbox {
            return Ok(Self::Elsewhere(read_sandbox_file(path)?));
        }
        let (seed, is_quiet) = (arguments.seed, arguments.quiet);
        let embedded = Embedded::start(dir, seed, is_quiet, Port::Movable).await?;
        Ok(Self::Here(embedded))
    }

    fn file(&self) -> &SandboxFile {
        match self {
            Self::Here(embedded) => &embedded.file,
            Self::Elsewhere(file) => file,
        }
    }

    /// Moving the clock of an embedded sandbox moves the gateway's.
    fn clock(&self) -> MachineClock {
        match self {
            Self::Here(embedded) => embedded.clock(),
            Self::Elsewhere(_) => MachineClock::default(),
        }
    }

    async fn close(self) {
        if let Self::Here(embedded) = self {
            embedded.close().await;
        }
    }
}

fn read_sandbox_file(path: &Path) -> Outcome<SandboxFile> {
    let failed = |error: String| Failure::usage(format!("cannot use {}: {error}", path.display()));
    let text = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
    serde_json::from_slice(&text).map_err(|error| {
        failed(error.to_string()).hint("it must be the ready file of `liaison sandbox`")
    })
}

async fn workspace(app: &App) -> Outcome<WorkspaceId> {
    let known = app.list_workspaces().await?;
    if let Some(workspace) = known.iter().find(|workspace| workspace.name == WORKSPACE) {
        return Ok(workspace.workspace_id);
    }
    Ok(app.create_workspace(WORKSPACE).await?.workspace_id)
}

/// Links each seat that is not linked yet, or whose network moved to another address.
async fn link_seats(
    app: &App,
    workspace_id: WorkspaceId,
    sandbox: &SandboxFile,
) -> Outcome<Vec<AccountId>> {
    let mut account_ids = Vec::new();
    for seat in &sandbox.seats {
        account_ids.push(link_seat(app, workspace_id, &sandbox.base_url, seat).await?);
    }
    Ok(account_ids)
}

async fn link_seat(
    app: &App,
    workspace_id: WorkspaceId,
    address: &str,
    seat: &Seat,
) -> Outcome<AccountId> {
    let accounts = app.list_account_states(workspace_id).await?;
    let known = accounts.iter().find(|account| {
        account.summary.member_key == seat.member_key && !account.summary.is_read_only
    });
    if let Some(known) = known
        && known.summary.address == address
        && known.summary.status != "ERROR"
    {
        return Ok(known.summary.account_id);
    }
    let linked = app
        .link_account(
            workspace_id,
            LinkAccount {
                network: "sandbox".to_owned(),
                address: address.to_owned(),
                credentials: SecretString::from(seat.token.as_str()),
            },
        )
        .await?;
    Ok(linked.account.account_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receivers_may_be_on_this_machine_unless_somebody_says_otherwise() {
        let mut config = Config::default();
        assert!(let_loopbacks(&mut config));
        assert_eq!(config.outgoing.allowed_networks, LOOPBACKS);
        "10.0.0.0/8".clone_into(&mut config.outgoing.allowed_networks);
        assert!(!let_loopbacks(&mut config));
        assert_eq!(config.outgoing.allowed_networks, "10.0.0.0/8");
        assert!(crate::config::reach(&config).is_ok());
    }
}
