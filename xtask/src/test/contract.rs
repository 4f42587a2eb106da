//! Generated requests against the running gateway: schemathesis reads our OpenAPI file and tries to find an answer
//! that it does not describe. What it runs is configured in `tests/contract/schemathesis.toml`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::Done;
use crate::machine::{self, PYTHON};
use crate::{command, workspace};

/// Pinned: a newer one may check more, and what is checked changes with a commit, not over night.
const VERSION: &str = "4.32.5";

/// How long the gateway may take to say that it accepts requests.
const START_LIMIT: Duration = Duration::from_mins(1);

/// Starts the demo on a free port with its own data, and lets schemathesis at it.
pub(crate) fn run(root: &Path) -> Result<Done> {
    let settings = root.join("tests/contract/schemathesis.toml");
    machine::install(&[&PYTHON])?;
    let schemathesis = installed(root)?;
    command::run(&mut command::cargo(
        root,
        &["build", "--package", "liaison", "--bin", "liaison"],
    ))?;
    let gateway = Gateway::start(root)?;
    gateway.lift_limits(root)?;
    let mut run = Command::new(schemathesis);
    // Where it may leave what it remembers.
    run.current_dir(workspace::target(root).join("contract"))
        .arg("--config-file")
        .arg(settings)
        .arg("run");
    run.arg(format!("{}/openapi.json", gateway.base_url))
        .args(["--url", &gateway.base_url]);
    // Through the environment, so that the key is not printed with the command.
    run.env("LIAISON_API_KEY", &gateway.api_key);
    let outcome = command::run(&mut run);
    gateway.stop()?;
    outcome?;
    Ok(Done::Passed)
}

/// The program, installed once into a virtual environment of its own.
fn installed(root: &Path) -> Result<PathBuf> {
    let folder = workspace::target(root).join("schemathesis");
    let program = folder.join("bin/schemathesis");
    let is_current = program.is_file()
        && command::output(Command::new(&program).arg("--version"))
            .is_ok_and(|text| text.contains(VERSION));
    if !is_current {
        command::run(
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )?;
        let mut install = Command::new(folder.join("bin/pip"));
        install.args(["install", "--quiet", "--disable-pip-version-check"]);
        command::run(install.arg(format!("schemathesis=={VERSION}")))?;
    }
    Ok(program)
}

/// A demo that runs until it is stopped or dropped.
struct Gateway {
    process: Child,
    base_url: String,
    api_key: String,
    account_ids: Vec<String>,
    data: PathBuf,
}

impl Gateway {
    fn start(root: &Path) -> Result<Self> {
        let folder = workspace::target(root).join("contract");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("cannot remove the data of the last run")?;
        }
        fs::create_dir_all(&folder)?;
        let ready = folder.join("ready.json");
        let log = fs::File::create(folder.join("gateway.log"))?;
        let process = Command::new(workspace::liaison(root))
            .args(["demo", "--quiet", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder.join("data"))
            .arg("--ready-file")
            .arg(&ready)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start the gateway")?;
        let mut gateway = Self {
            process,
            base_url: String::new(),
            api_key: String::new(),
            account_ids: Vec::new(),
            data: folder.join("data"),
        };
        let said = gateway
            .wait_until_ready(&ready)
            .with_context(|| format!("see {}", folder.join("gateway.log").display()))?;
        let field = |name: &str| {
            let value = said.get(name).and_then(serde_json::Value::as_str);
            value
                .map(str::to_owned)
                .with_context(|| format!("the ready file has no `{name}`"))
        };
        field("base_url")?
            .trim_end_matches('/')
            .clone_into(&mut gateway.base_url);
        gateway.api_key = field("api_key")?;
        let ids = said
            .get("account_ids")
            .and_then(serde_json::Value::as_array);
        let ids = ids
            .into_iter()
            .flatten()
            .filter_map(serde_json::Value::as_str);
        gateway.account_ids = ids.map(str::to_owned).collect();
        Ok(gateway)
    }

    /// No limit on acts stands in the way of the requests.
    fn lift_limits(&self, root: &Path) -> Result<()> {
        for account_id in &self.account_ids {
            let mut policy = Command::new(workspace::liaison(root));
            policy.args(["accounts", "policy", account_id, "--output", "json"]);
            policy.args([
                "--cap",
                "message=1000000/24h",
                "--cap",
                "invitation=1000000/7d",
            ]);
            policy.arg("--data-dir").arg(&self.data);
            command::output(&mut policy)?;
        }
        Ok(())
    }

    fn wait_until_ready(&mut self, ready: &Path) -> Result<serde_json::Value> {
        let begun = Instant::now();
        while begun.elapsed() < START_LIMIT {
            // The file is only whole once it parses.
            if let Some(said) = fs::read(ready)
                .ok()
                .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            {
                return Ok(said);
            }
            if let Some(status) = self.process.try_wait()? {
                bail!("the gateway ended with {status} before it was ready");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("the gateway was not ready after {START_LIMIT:?}");
    }

    /// Stops as Ctrl-C does; a gateway that does not end well is an error.
    fn stop(mut self) -> Result<()> {
        command::run(Command::new("kill").args(["-INT", &self.process.id().to_string()]))?;
        let status = self.process.wait()?;
        if !status.success() {
            bail!("the gateway ended with {status} when it was stopped");
        }
        Ok(())
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // After `stop` the process has been waited for, and both calls do nothing.
        if self.process.kill().is_ok() {
            drop(self.process.wait());
        }
    }
}
