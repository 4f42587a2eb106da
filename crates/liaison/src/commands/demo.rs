//! `liaison demo`: a gateway, a simulated network beside it, two linked accounts and a key.

mod group;
mod key;
mod tour;

use std::path::Path;

use app::App;
use app::accounts::LinkAccount;
use domain::ids::{AccountId, WorkspaceId};
use secrecy::SecretString;
use serde::Serialize;

use super::embedded::{Embedded, Port};
use super::place::settings_listening;
use super::sandbox::{SandboxFile, Seat};
use super::serve::{ReadyFile, accepts, write_ready};
use crate::cli::{Demo, Role};
use crate::config::Variables;
use crate::data_dir::DataDir;
use crate::failure::{Failure, Outcome};
use crate::foundation::Foundation;
use crate::machine::MachineClock;
use crate::node::Node;
use crate::output;
use crate::signals::{self, StopSignals};

const WORKSPACE: &str = "Demo";

/// What a program that started the demo needs to know.
#[derive(Serialize)]
struct Ready<'r> {
    base_url: &'r str,
    api_key: &'r str,
    account_ids: Vec<String>,
    sandbox_url: &'r str,
}

/// Runs the demo until a signal comes.
pub(super) async fn run(arguments: Demo, variables: &Variables) -> Outcome {
    let config = settings_listening(&arguments.place, arguments.listen.as_deref(), variables)?;
    if let Some(path) = &arguments.sandbox {
        // Before anything is made for it.
        read_sandbox_file(path)?;
    }
    let dir = DataDir::configured(&config, variables, "demo")?;
    let lock = dir.lock()?;
    let _ready_file = ReadyFile::fresh(arguments.ready_file.as_deref())?;
    let mut signals = StopSignals::listen()?;
    let network = Network::open(&arguments, &dir).await?;
    let foundation = Foundation::open(&config, &dir, network.clock()).await?;
    let app = foundation.app.clone();
    let workspace_id = workspace(&app).await?;
    let account_ids = link_seats(&app, workspace_id, network.file()).await?;
    let key = key::find_or_make(&foundation, &dir, workspace_id).await?;
    let node = Node::start(&config, foundation, &lock, Role::All).await?;
    let shown = tokio::select! {
        shown = welcome(&arguments, &dir, &node, &network, &account_ids, &key) => Some(shown),
        () = signals.next() => None,
    };
    if matches!(shown, Some(Ok(()))) {
        signals.next().await;
    }
    let ending = async {
        node.shutdown().await;
        network.close().await;
    };
    signals::end(&mut signals, ending).await?;
    shown.unwrap_or(Ok(()))
}

/// Waits for the first answer and the first history, then tells people and programs.
async fn welcome(
    arguments: &Demo,
    dir: &DataDir,
    node: &Node,
    network: &Network,
    account_ids: &[AccountId],
    key: &str,
) -> Outcome {
    accepts(node).await?;
    let mut tour = tour::Tour::wait(node.bound.address, key, account_ids).await;
    if let Some(seat) = network.file().seats.get(tour.account_index(account_ids)) {
        tour.group = group::find(network.file(), seat, tour::FRIEND).await;
    }
    let base_url = &node.bound.base_url;
    if let Some(path) = &arguments.ready_file {
        let ready = Ready {
            base_url,
            api_key: key,
            account_ids: account_ids.iter().map(ToString::to_string).collect(),
            sandbox_url: &network.file().base_url,
        };
        write_ready(path, &ready)?;
    }
    output::line(&tour.page(base_url, key, &network.file().base_url, dir.path()))
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
