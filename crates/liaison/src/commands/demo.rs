//! `liaison demo`: a gateway, a simulated network beside it, two linked accounts and a key.

mod key;
mod tour;

use std::net::SocketAddr;
use std::path::Path;

use app::App;
use app::accounts::LinkAccount;
use domain::ids::{AccountId, WorkspaceId};
use sandbox::Running;
use secrecy::SecretString;
use serde::Serialize;

use super::place::settings;
use super::sandbox::{SandboxFile, Seat, Start, described, read_or_make_token, start};
use super::serve::{accepts, write_ready};
use crate::cli::Demo;
use crate::config::Variables;
use crate::data_dir::DataDir;
use crate::failure::{Failure, Outcome};
use crate::foundation::Foundation;
use crate::machine::MachineClock;
use crate::node::Node;
use crate::output;
use crate::signals::{self, StopSignals};

const WORKSPACE: &str = "Demo";
/// The port that the sandbox had, so that a second start can have it again.
const PORT_FILE: &str = "sandbox.port";

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
    let mut config = settings(&arguments.place, variables)?;
    if let Some(listen) = &arguments.listen {
        config.server.listen.clone_from(listen);
    }
    let dir = DataDir::configured(&config, variables, "demo")?;
    let lock = dir.lock()?;
    let mut signals = StopSignals::listen()?;
    let network = Network::open(&arguments, &dir).await?;
    let foundation = Foundation::open(&config, &dir, network.clock()).await?;
    let app = foundation.app.clone();
    let workspace_id = workspace(&app).await?;
    let account_ids = link_seats(&app, workspace_id, &network.file).await?;
    let key = key::find_or_make(&foundation, &dir, workspace_id).await?;
    let node = Node::start(&config, foundation, &lock).await?;
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
    let tour = tour::Tour::wait(node.bound.address, key, account_ids).await;
    let base_url = &node.bound.base_url;
    if let Some(path) = &arguments.ready_file {
        let ready = Ready {
            base_url,
            api_key: key,
            account_ids: account_ids.iter().map(ToString::to_string).collect(),
            sandbox_url: &network.file.base_url,
        };
        write_ready(path, &ready)?;
    }
    output::line(&tour.page(base_url, key, &network.file.base_url, dir.path()))
}

/// The simulated network: in this process, or somebody else's.
struct Network {
    file: SandboxFile,
    embedded: Option<Running>,
}

impl Network {
    async fn open(arguments: &Demo, dir: &DataDir) -> Outcome<Self> {
        if let Some(path) = &arguments.sandbox {
            return Ok(Self {
                file: read_sandbox_file(path)?,
                embedded: None,
            });
        }
        let running = start_on_known_port(arguments, dir).await?;
        let port = running.address().port().to_string();
        // Only a convenience: without it the accounts are linked to the new address.
        drop(std::fs::write(dir.file(PORT_FILE), port));
        Ok(Self {
            file: described(&running).await?,
            embedded: Some(running),
        })
    }

    /// Moving the clock of an embedded sandbox moves the gateway's.
    fn clock(&self) -> MachineClock {
        self.embedded
            .as_ref()
            .map_or_else(MachineClock::default, |running| {
                MachineClock::following(running.clock_offset())
            })
    }

    async fn close(self) {
        if let Some(running) = self.embedded {
            running.shutdown().await;
        }
    }
}

async fn start_on_known_port(arguments: &Demo, dir: &DataDir) -> Outcome<Running> {
    let begin = |port: u16| -> Outcome<Start> {
        Ok(Start {
            listen: SocketAddr::from(([127, 0, 0, 1], port)),
            database: dir.file("sandbox.db"),
            seed: arguments.seed,
            control_token: Some(read_or_make_token(&dir.file("sandbox.token"))?),
            is_quiet: arguments.quiet,
        })
    };
    let known = std::fs::read_to_string(dir.file(PORT_FILE)).ok();
    if let Some(port) = known.and_then(|text| text.trim().parse().ok())
        && let Ok(running) = start(begin(port)?).await
    {
        return Ok(running);
    }
    start(begin(0)?).await
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
