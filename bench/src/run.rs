//! The whole run: data, servers, rounds, table.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use crate::cases::Scout;
use crate::dataset::{Card, Dataset, Shape};
use crate::dispatch::Scale;
use crate::measure::{self, Station, median};
use crate::options::{Engine, Run, Topic};
use crate::postgres::Postgres;
use crate::report::{Report, Single};
use crate::server::Server;
use crate::{accepts, dispatch, generate, ingest, machine, streams, webhooks};

const SERVER_CORE: usize = 0;
const LOAD_CORE: usize = 1;
/// With this many messages search is measured in one account too.
const SINGLE_MESSAGES: u32 = 1_000_000;
const STARTS: u32 = 5;
/// The same number of planned sends over ever more accounts, very many, and as many that one account could send at once.
const SCALES: [Scale; 4] = [
    Scale {
        accounts: 1_000,
        planned: 100_000,
        queued: 0,
    },
    Scale {
        accounts: 100_000,
        planned: 100_000,
        queued: 0,
    },
    Scale {
        accounts: 10_000,
        planned: 1_000_000,
        queued: 0,
    },
    Scale {
        accounts: 1_000,
        planned: 1_000,
        queued: 100_000,
    },
];

/// Does what was asked for.
pub(crate) fn run(options: &Run) -> Result<()> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    ensure!(
        cores > LOAD_CORE,
        "the server and the load need a core each"
    );
    let load = machine::load_average();
    let mut report = Report::new(machine::description(), load);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if options.wants_engine(engine) {
            let postgres = match engine {
                Engine::Postgres => Some(Postgres::start(&folder(options).join("postgres"))?),
                Engine::Sqlite => None,
            };
            if options.wants_reading() {
                measure_engine(options, engine, postgres.as_ref(), &mut report)?;
            }
            if options.wants(Topic::Accept) && !options.generate_only {
                accept(options, engine, postgres.as_ref(), &mut report)?;
            }
        }
    }
    if options.generate_only {
        return Ok(());
    }
    if options.wants(Topic::Dispatch)
        && options.wants_engine(Engine::Sqlite)
        && !options.generate_only
    {
        for scale in SCALES {
            report.dispatched(dispatch::measure(&options.root, scale)?);
        }
    }
    if options.wants(Topic::Webhooks) && options.wants_engine(Engine::Sqlite) {
        report.delivered(webhooks::measure(&options.root)?);
    }
    if options.wants(Topic::Streams) && options.wants_engine(Engine::Sqlite) {
        let dataset = accepts::dataset(&options.root, Engine::Sqlite);
        let (card, _) = written_data(options, &dataset, None)?;
        report.streamed(streams::measure(options, &dataset, &card)?);
    }
    if options.wants(Topic::Ingest) && options.wants_engine(Engine::Sqlite) {
        report.ingested(ingest::measure(&options.root, options.rounds())?);
    }
    println!("{}", report.printed());
    if options.is_recorded() {
        let file = options.root.join("docs/reference/performance.md");
        std::fs::write(&file, report.page()).context("cannot write the page")?;
        println!("written to docs/reference/performance.md");
    }
    Ok(())
}

/// The data that an engine is measured with: the accounts of usual size, then everything in one.
fn datasets(options: &Run, engine: Engine) -> Vec<Dataset> {
    let mut sizes = options.sizes();
    sizes.sort_unstable();
    if engine == Engine::Postgres {
        // One size: the largest that is no matter of patience.
        let usual = sizes
            .iter()
            .copied()
            .filter(|size| *size <= SINGLE_MESSAGES)
            .max();
        sizes = usual.or(sizes.first().copied()).into_iter().collect();
    }
    let mut shapes: Vec<Shape> = sizes.iter().map(|size| Shape::spread(*size)).collect();
    if options.wants(Topic::Search) && sizes.contains(&SINGLE_MESSAGES) {
        shapes.push(Shape::single(SINGLE_MESSAGES));
    }
    shapes
        .into_iter()
        .map(|shape| Dataset::new(&options.root, engine, shape))
        .collect()
}

/// A database with its server.
struct Running {
    dataset: Dataset,
    card: Card,
    url: Option<String>,
    server: Server,
}

/// Where data and servers live.
fn folder(options: &Run) -> PathBuf {
    options.root.join("target/bench")
}

/// How fast messages are accepted.
fn accept(
    options: &Run,
    engine: Engine,
    postgres: Option<&Postgres>,
    report: &mut Report,
) -> Result<()> {
    let dataset = accepts::dataset(&options.root, engine);
    let (card, _) = written_data(options, &dataset, postgres)?;
    for row in accepts::measure(options, engine, postgres, (&dataset, &card))? {
        report.accepts(row);
    }
    Ok(())
}

fn measure_engine(
    options: &Run,
    engine: Engine,
    postgres: Option<&Postgres>,
    report: &mut Report,
) -> Result<()> {
    let folder = folder(options);
    // Everything shares the cores where the database is a server too.
    let is_pinned = engine == Engine::Sqlite;
    let server_core = is_pinned.then_some(SERVER_CORE);
    let mut written = Vec::new();
    for dataset in datasets(options, engine) {
        let (card, url) = written_data(options, &dataset, postgres)?;
        written.push((dataset, card, url));
    }
    if options.generate_only {
        return Ok(());
    }
    let mut running = Vec::new();
    for (dataset, card, url) in written {
        let server = Server::start(
            &options.liaison,
            &dataset,
            &card,
            url.as_deref(),
            server_core,
        )?;
        running.push(Running {
            dataset,
            card,
            url,
            server,
        });
    }
    idle(options, &running, report)?;
    let mut stations = Vec::new();
    for one in &running {
        stations.extend(prepare(
            options,
            one,
            running.len(),
            is_pinned.then_some(LOAD_CORE),
        )?);
    }
    for one in &running {
        warm(&one.dataset)?;
    }
    measure::all(
        &mut stations,
        &folder,
        server_core,
        options.rounds(),
        options.seconds(),
    )?;
    for station in &stations {
        report.add(station);
    }
    for one in &running {
        report.add_memory_after(
            &one.dataset,
            machine::memory_mib(one.server.target().process, "VmRSS")?,
        );
    }
    starts(options, running, report)
}

/// Reads an embedded database once, so that all of it is in the page cache: what was made long before, or pushed out by
/// another since, would be measured with the disk.
fn warm(dataset: &Dataset) -> Result<()> {
    if dataset.engine == Engine::Sqlite {
        let mut file = File::open(dataset.folder.join("liaison.db"))?;
        io::copy(&mut file, &mut io::sink())?;
    }
    Ok(())
}

fn written_data(
    options: &Run,
    dataset: &Dataset,
    postgres: Option<&Postgres>,
) -> Result<(Card, Option<String>)> {
    let database = dataset.database();
    let url = postgres.map(|postgres| postgres.url(&database));
    let is_missing = options.fresh || dataset.card().is_none();
    if let Some(postgres) = postgres.filter(|_| is_missing) {
        postgres.make_anew(&database)?;
    }
    let card =
        generate::ensure_written(dataset, url.as_deref(), options.fresh).with_context(|| {
            format!(
                "cannot write {} {}",
                dataset.engine.name(),
                dataset.shape.title()
            )
        })?;
    if let Some(postgres) = postgres.filter(|_| is_missing) {
        postgres.settle(&database)?;
    }
    Ok((card, url))
}

/// The cases of one database. Where accounts of usual size are measured too, the one large account is only searched.
fn prepare(
    options: &Run,
    one: &Running,
    count: usize,
    load_core: Option<usize>,
) -> Result<Vec<Station>> {
    let is_single = one.dataset.shape.accounts == 1 && count > 1;
    let is_small = one.dataset.shape.messages() < SINGLE_MESSAGES && count > 1;
    let scout = Scout {
        address: one.server.address,
        authorization: format!("Bearer {}", one.card.api_key),
        dataset: &one.dataset,
        card: &one.card,
    };
    let is_large = is_single && !is_small;
    let cases = scout.cases(|topic| {
        let fits = match topic {
            Topic::Search => !is_small,
            _ => !is_large,
        };
        fits && options.wants(topic)
    })?;
    cases
        .into_iter()
        .map(|case| {
            Station::new(
                &one.dataset,
                &one.server,
                case,
                &one.card.api_key,
                load_core,
            )
        })
        .collect()
}

/// Memory before there was any load.
fn idle(options: &Run, running: &[Running], report: &mut Report) -> Result<()> {
    if !options.wants(Topic::Idle) {
        return Ok(());
    }
    thread::sleep(Duration::from_secs(2));
    for one in running {
        let process = one.server.target().process;
        report.single(Single {
            topic: Topic::Idle,
            engine: one.dataset.engine,
            data: one.dataset.shape.title(),
            value: machine::memory_mib(process, "VmRSS")?,
        });
    }
    Ok(())
}

/// From the start of a process to its first answer, pages in the cache.
fn starts(options: &Run, running: Vec<Running>, report: &mut Report) -> Result<()> {
    for Running {
        dataset,
        card,
        url,
        server,
    } in running
    {
        server.stop()?;
        if !options.wants(Topic::Start) {
            continue;
        }
        let mut seconds = Vec::new();
        for _ in 0..STARTS {
            let server = Server::start(&options.liaison, &dataset, &card, url.as_deref(), None)?;
            seconds.push(server.first_answer.as_secs_f64());
            server.stop()?;
        }
        report.single(Single {
            topic: Topic::Start,
            engine: dataset.engine,
            data: dataset.shape.title(),
            value: median(seconds),
        });
    }
    Ok(())
}
