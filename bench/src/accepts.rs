//! Messages that are accepted durably: `POST /v1/messages` with a key each, for later, so that accepting alone is
//! measured. Beside it the same route without a store, and a gateway that gives each write a transaction of its own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use domain::policy::Policy;
use store::{accounts, suppressions, workspaces};

use crate::dataset::{Card, Dataset, Shape};
use crate::invent::thread_key;
use crate::load::{Load, Sample, Target};
use crate::measure::median;
use crate::options::{Engine, Run};
use crate::postgres::Postgres;
use crate::server::{Ceiling, Server};
use crate::{client, generate, machine};

const SCRIPT: &str = include_str!("accept.lua");
const SEND_AHEAD_SECONDS: i64 = 30 * 86_400;
/// The setting that gives each write a transaction of its own.
const ALONE: (&str, &str) = ("LIAISON_STORE_WRITES_TOGETHER", "1");

/// The medians of one number of connections.
pub(crate) struct Accepts {
    pub(crate) engine: Engine,
    pub(crate) connections: u32,
    pub(crate) rate: f64,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) cpu: f64,
    /// Of the rates, to the same route without a store.
    pub(crate) to_ceiling: f64,
    /// Of the rates, to a transaction for each write.
    pub(crate) to_alone: f64,
}

/// What is loaded in turns.
struct Rig {
    load: Load,
    list: PathBuf,
    together: Server,
    alone: Server,
    ceiling: Ceiling,
}

/// Measures how fast messages are accepted.
pub(crate) fn measure(
    options: &Run,
    engine: Engine,
    postgres: Option<&Postgres>,
    (dataset, card): (&Dataset, &Card),
) -> Result<Vec<Accepts>> {
    let rig = Rig::set_up(options, postgres, dataset, card)?;
    let connections: &[u32] = match engine {
        Engine::Sqlite => &[16, 64, 256],
        Engine::Postgres => &[64],
    };
    let mut all = Vec::new();
    for connections in connections.iter().copied() {
        let mut rounds = Vec::new();
        // The first round only warms up.
        for round in 0..=options.rounds() {
            let seconds = if round == 0 { 1 } else { options.seconds() };
            let measured = rig.round(connections, seconds, round)?;
            if round > 0 {
                rounds.push(measured);
            }
        }
        all.push(accepts(engine, connections, &rounds));
    }
    Ok(all)
}

/// What one round measured.
struct Round {
    together: Sample,
    alone: Sample,
    ceiling: Sample,
}

impl Rig {
    fn set_up(
        options: &Run,
        postgres: Option<&Postgres>,
        dataset: &Dataset,
        card: &Card,
    ) -> Result<Self> {
        let start = |name: &str, settings: &[(&str, &str)]| -> Result<Server> {
            let (copy, url) = copied(dataset, postgres, name)?;
            allow_everything(&copy, url.as_deref())?;
            Server::start_with(
                &options.liaison,
                &copy,
                card,
                url.as_deref(),
                None,
                settings,
            )
        };
        let together = start("together", &[])?;
        let alone = start("alone", &[ALONE])?;
        let folder = dataset.folder.join("accepts");
        let load = Load::with_script(&folder, SCRIPT, &card.api_key, None)?;
        let send_at = domain::time::Timestamp::from_millis(
            (machine::seconds_since_1970()? + SEND_AHEAD_SECONDS) * 1_000,
        );
        let load = load.with_variable("BENCH_SEND_AT", &send_at.to_string());
        let list = folder.join("conversations");
        let conversations: Vec<String> = (0..dataset.shape.conversations)
            .map(|number| format!("urn:li:messagingThread:{}", thread_key(0, number)))
            .collect();
        fs::write(&list, conversations.join("\n"))?;
        let answer = first_answer(&together, card, &conversations[0], &send_at.to_string())?;
        let recorded = folder.join("accepted.answer");
        crate::ceiling::record(&recorded, "/v1/messages", &answer)?;
        let ceiling = Ceiling::start(&folder, &[recorded], None)?;
        Ok(Self {
            load,
            list,
            together,
            alone,
            ceiling,
        })
    }

    fn round(&self, connections: u32, seconds: u32, round: u32) -> Result<Round> {
        let run = |target: Target| {
            // Another seed is other keys.
            let seed = connections * 1_000 + round;
            self.load
                .run(target, &self.list, connections, seconds, seed)
        };
        Ok(Round {
            ceiling: run(self.ceiling.target(0))?,
            together: run(self.together.target())?,
            alone: run(self.alone.target())?,
        })
    }
}

fn accepts(engine: Engine, connections: u32, rounds: &[Round]) -> Accepts {
    let of = |value: fn(&Round) -> f64| median(rounds.iter().map(value).collect());
    Accepts {
        engine,
        connections,
        rate: of(|round| round.together.rate),
        p50: of(|round| round.together.p50),
        p99: of(|round| round.together.p99),
        cpu: of(|round| round.together.cpu),
        to_ceiling: of(|round| round.together.rate / round.ceiling.rate),
        to_alone: of(|round| round.together.rate / round.alone.rate),
    }
}

/// The smallest data, which is written to and thrown away: a copy under another name.
fn copied(
    dataset: &Dataset,
    postgres: Option<&Postgres>,
    name: &str,
) -> Result<(Dataset, Option<String>)> {
    let folder = dataset.folder.join("accepts").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for file in ["master.key", "liaison.db"] {
        let from = dataset.folder.join(file);
        if from.exists() {
            fs::copy(&from, folder.join(file)).with_context(|| format!("cannot copy {file}"))?;
        }
    }
    let copy = Dataset {
        folder,
        ..dataset.clone()
    };
    let url = match postgres {
        Some(postgres) => {
            let database = format!("{}_{name}", dataset.database());
            postgres.copy(&dataset.database(), &database)?;
            Some(postgres.url(&database))
        }
        None => None,
    };
    Ok((copy, url))
}

/// No limit stands in the way, and nobody who seems to have asked not to be written to: the words are invented.
fn allow_everything(dataset: &Dataset, url: Option<&str>) -> Result<()> {
    let store = generate::open(dataset, url)?;
    let policy = serde_json::to_string(&Policy::default())?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(store.write(move |tx| {
        for workspace in workspaces::list(tx, 10)? {
            for account in accounts::list(tx, workspace.workspace_id, 10_000)? {
                accounts::update_policy(tx, workspace.workspace_id, account.account_id, &policy)?;
            }
            for listed in suppressions::list(tx, workspace.workspace_id, ("", ""), 1_000_000)? {
                suppressions::lift(tx, &listed, None, listed.created_at)?;
            }
        }
        Ok(())
    }))?;
    store.close();
    Ok(())
}

fn first_answer(
    server: &Server,
    card: &Card,
    conversation: &str,
    send_at: &str,
) -> Result<client::Answer> {
    let body = serde_json::json!({
        "conversation": conversation,
        "text": "This is message 0: shall we talk about it on Tuesday?",
        "mode": "async",
        "send_at": send_at,
    });
    let authorization = format!("Bearer {}", card.api_key);
    let headers = [
        ("Authorization", authorization.as_str()),
        ("Content-Type", "application/json"),
        ("Idempotency-Key", "first"),
    ];
    let answer = client::post(server.address, "/v1/messages", &headers, &body.to_string())?;
    let shown = String::from_utf8_lossy(&answer.body);
    ensure!(answer.status == 202, "not accepted: {shown}");
    Ok(answer)
}

/// The data that accepting is measured with.
pub(crate) fn dataset(root: &Path, engine: Engine) -> Dataset {
    Dataset::new(root, engine, Shape::spread(10_000))
}
