//! The table: what was measured, what was to be reached, and whether it was.

use std::fmt::Write as _;

use crate::accepts::Accepts;
use crate::dataset::Dataset;
use crate::dispatch::Dispatched;
use crate::ingest::Ingested;
use crate::measure::{Medians, Station};
use crate::options::{Engine, Topic};
use crate::streams::Streamed;
use crate::webhooks::Delivered;

const LARGEST_WITHOUT_MERCY: u32 = 1_000_000;

/// Everything that was measured.
pub(crate) struct Report {
    machine: String,
    load: f64,
    rows: Vec<Row>,
    singles: Vec<Single>,
    accepts: Vec<Accepts>,
    dispatched: Vec<Dispatched>,
    delivered: Option<Delivered>,
    streamed: Vec<Streamed>,
    ingested: Option<Ingested>,
    memory_after: Vec<(Engine, String, f64)>,
}

struct Row {
    topic: Topic,
    title: &'static str,
    engine: Engine,
    messages: u32,
    data: String,
    connections: u32,
    bytes: usize,
    medians: Medians,
}

/// A figure of its own: MiB of memory, seconds to the first answer.
pub(crate) struct Single {
    pub(crate) topic: Topic,
    pub(crate) engine: Engine,
    pub(crate) data: String,
    pub(crate) value: f64,
}

/// A bound, what was measured against it, and its wording.
struct Goal {
    words: String,
    is_met: bool,
}

impl Goal {
    fn at_least(what: &str, bound: f64, value: f64) -> Self {
        Self {
            words: format!("{what} ≥ {bound:.2}"),
            is_met: value >= bound,
        }
    }

    fn at_most(what: &str, bound: f64, unit: &str, value: f64) -> Self {
        Self {
            words: format!("{what} ≤ {bound}{unit}"),
            is_met: value <= bound,
        }
    }

    fn shown(&self) -> String {
        let verdict = if self.is_met { "met" } else { "**not met**" };
        format!("{}: {verdict}", self.words)
    }
}

impl Report {
    pub(crate) fn new(machine: String, load: f64) -> Self {
        Self {
            machine,
            load,
            rows: Vec::new(),
            singles: Vec::new(),
            accepts: Vec::new(),
            dispatched: Vec::new(),
            delivered: None,
            streamed: Vec::new(),
            ingested: None,
            memory_after: Vec::new(),
        }
    }

    /// Takes over the medians of a case.
    pub(crate) fn add(&mut self, station: &Station) {
        self.rows.push(Row {
            topic: station.case.topic,
            title: station.case.title,
            engine: station.dataset.engine,
            messages: station.dataset.shape.messages(),
            data: station.dataset.shape.title(),
            connections: station.case.connections,
            bytes: station.bytes,
            medians: station.medians(),
        });
    }

    /// Takes over a figure of its own.
    pub(crate) fn single(&mut self, single: Single) {
        self.singles.push(single);
    }

    /// Takes over how fast messages are accepted.
    pub(crate) fn accepts(&mut self, accepts: Accepts) {
        self.accepts.push(accepts);
    }

    /// Takes over how planned sends left.
    pub(crate) fn dispatched(&mut self, dispatched: Dispatched) {
        self.dispatched.push(dispatched);
    }

    /// Takes over how receivers of webhooks were told.
    pub(crate) fn delivered(&mut self, delivered: Delivered) {
        self.delivered = Some(delivered);
    }

    /// Takes over what open streams cost.
    pub(crate) fn streamed(&mut self, streamed: Vec<Streamed>) {
        self.streamed = streamed;
    }

    /// Takes over what taking in costs.
    pub(crate) fn ingested(&mut self, ingested: Ingested) {
        self.ingested = Some(ingested);
    }

    /// Memory after the load, for information: the mapped file counts.
    pub(crate) fn add_memory_after(&mut self, dataset: &Dataset, mib: f64) {
        self.memory_after
            .push((dataset.engine, dataset.shape.title(), mib));
    }

    /// For the terminal.
    pub(crate) fn printed(&self) -> String {
        format!(
            "{}\nload average at the start: {:.1}\n\n{}",
            self.machine,
            self.load,
            self.tables()
        )
    }

    /// The page in the documentation.
    pub(crate) fn page(&self) -> String {
        format!(
            "# Performance\n\n\
             Made by `cargo xtask bench`, which builds for release, writes the data it needs and measures; do not edit. \
             Add `--messages 10k,1m,10m` for the largest size.\n\n\
             - Machine: {}. Load average at the start of the run: {:.1}.\n\
             - The load comes from `wrk` on the same machine, keep-alive, requests drawn at random from lists of \
             accounts, pages, conversations and words. Medians over rounds in which all cases take turns.\n\
             - *Ceiling* is a server with the same framework, runtime and allocator that answers the same bytes and \
             headers from memory to the same requests, measured right before each case; the columns beside it are the \
             median ratios of the rounds. Ratios travel between machines, absolute figures do not.\n\
             - SQLite: the gateway alone on one core, the load on another. PostgreSQL: gateway, database and load share \
             all cores, and the processor time is the gateway's alone.\n\
             - Data: `100 × 10 k` is 100 accounts of 200 conversations of 50 messages, `1 × 1 M` one account of 20,000 \
             conversations. Written by the gateway's own ingest, accounts in turns, words by Zipf's law. Everything is \
             in the page cache.\n\
             - Latencies at 32 connections contain the queue in front of a core that is always busy.\n\n\
             {}",
            self.machine,
            self.load,
            self.tables()
        )
    }

    fn tables(&self) -> String {
        let mut text = String::new();
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let rows: Vec<&Row> = self
                .rows
                .iter()
                .filter(|row| row.engine == engine)
                .collect();
            if !rows.is_empty() {
                loads(&mut text, engine, &rows);
            }
        }
        accepted(&mut text, &self.accepts);
        left(&mut text, &self.dispatched);
        if let Some(delivered) = &self.delivered {
            told(&mut text, delivered);
        }
        if let Some(ingested) = &self.ingested {
            taken_in(&mut text, ingested);
        }
        if !self.streamed.is_empty() {
            followed(&mut text, &self.streamed);
        }
        self.others(&mut text);
        text.trim_end().to_owned() + "\n"
    }

    fn others(&self, text: &mut String) {
        let growth = self.growth();
        if self.singles.is_empty() && growth.is_empty() {
            return;
        }
        text.push_str("## Other figures\n\n| figure | data | value | goal |\n|---|---|---|---|\n");
        for (title, data, ratio) in growth {
            let goal = Goal::at_most("growth", 1.5, "×", ratio);
            let _ = writeln!(
                text,
                "| CPU per request, {title} | {data} | {ratio:.2}× | {} |",
                goal.shown()
            );
        }
        for single in &self.singles {
            let data = format!("{}, {}", single.engine.name(), single.data);
            let value = single.value;
            let (title, shown, goal) = match single.topic {
                Topic::Idle => (
                    "memory of the idle server",
                    format!("{value:.0} MiB"),
                    Goal::at_most("memory", 60.0, " MiB", value),
                ),
                _ => (
                    "start to first answer",
                    format!("{value:.2} s"),
                    Goal::at_most("start", 1.0, " s", value),
                ),
            };
            let _ = writeln!(text, "| {title} | {data} | {shown} | {} |", goal.shown());
        }
        for (engine, data, mib) in &self.memory_after {
            let _ = writeln!(
                text,
                "| memory after the load, with the pages of the mapped file | {}, {data} | {mib:.0} MiB | – |",
                engine.name()
            );
        }
        text.push('\n');
    }

    /// Processor time per request with the most messages against the fewest, as ratios to the ceilings of the same run.
    fn growth(&self) -> Vec<(&'static str, String, f64)> {
        let mut growth = Vec::new();
        for topic in [Topic::Inbox, Topic::Anew, Topic::Details] {
            let rows = self
                .rows
                .iter()
                .filter(|row| row.topic == topic && row.engine == Engine::Sqlite);
            let mut rows: Vec<&Row> = rows.collect();
            rows.sort_by_key(|row| row.messages);
            if let [least, .., most] = rows[..] {
                let ratio = most.medians.cpu / least.medians.cpu;
                growth.push((
                    least.title,
                    format!("{} to {}", least.data, most.data),
                    ratio,
                ));
            }
        }
        growth
    }
}

fn accepted(text: &mut String, all: &[Accepts]) {
    if all.is_empty() {
        return;
    }
    text.push_str(
        "## Messages accepted\n\n\
         `POST /v1/messages` for later, a key each, on the disk before the answer. Gateway, database and load share all \
         cores. The ceiling is the same route without a store: it checks the key, reads and fingerprints the body, and \
         writes the answer. *Alone* is the same gateway with `store.writes_together = 1`: one transaction per request.\n\n\
         | database | connections | accepts/s | p50 ms | p99 ms | CPU µs | rate ÷ ceiling | rate ÷ alone | goals |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    for row in all {
        let goals: Vec<String> = accept_goals(row).iter().map(Goal::shown).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {:.0} | {:.2} | {:.2} | {:.0} | {:.2} | {:.1} | {} |",
            row.engine.name(),
            row.connections,
            row.rate,
            row.p50,
            row.p99,
            row.cpu,
            row.to_ceiling,
            row.to_alone,
            goals.join("; ")
        );
    }
    text.push('\n');
}

fn left(text: &mut String, all: &[Dispatched]) {
    let Some(least) = all.iter().min_by_key(|row| row.scale.accounts) else {
        return;
    };
    text.push_str(
        "## Planned sends that leave\n\n\
         A hundred a second become due, each of an account drawn at random, while the others wait; SQLite, and a network \
         that takes everything at once. *Queued* are those that another account could send at once, one after the other. \
         *Late* is from the instant at which a send may leave to its call. The last column is from opening the database to \
         the first call.\n\n\
         | accounts | planned sends | queued | late p50 ms | late p99 ms | CPU µs per send | to the fewest accounts | start s | goals |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    for row in all {
        let growth = row.cpu / least.cpu;
        let mut goals = vec![
            Goal::at_most("late p99", 1_000.0, " ms", row.lag_p99),
            Goal::at_most("start", 3.0, " s", row.first),
        ];
        // What is queued leaves as well, and costs as much.
        let costs = if row.scale.queued == 0 {
            goals.push(Goal::at_most("growth", 1.5, "×", growth));
            format!("{:.0} | {growth:.2}×", row.cpu)
        } else {
            "– | –".to_owned()
        };
        let goals: Vec<String> = goals.iter().map(Goal::shown).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {:.1} | {:.1} | {costs} | {:.2} | {} |",
            row.scale.accounts,
            row.scale.planned,
            row.scale.queued,
            row.lag_p50,
            row.lag_p99,
            row.first,
            goals.join("; ")
        );
    }
    text.push('\n');
}

fn told(text: &mut String, row: &Delivered) {
    let beside = row.beside_p99 / row.alone_p99;
    let goals = [
        Goal::at_most("told p99", 150.0, " ms", row.lag_p99),
        Goal::at_most("beside hanging", 1.2, "×", beside),
    ];
    let goals: Vec<String> = goals.iter().map(Goal::shown).collect();
    let _ = writeln!(
        text,
        "## Webhooks\n\n\
         *Told* is from the beginning of the transaction to the request at the receiver, with 200 events a second and one \
         receiver. *Beside hanging* compares the same for 100 receivers that all answer with 90 that do beside 10 that \
         never do, with 5 events a second. *Backlog* is how fast 4,000 events are told to 4 receivers, against a loop that signs and \
         posts as many and keeps nothing. Gateway and receivers share all cores; SQLite.\n\n\
         | told p50 ms | told p99 ms | 100 healthy p99 ms | 90 beside 10 hanging p99 ms | backlog /s | bare loop /s | backlog ÷ bare | goals |\n\
         |---|---|---|---|---|---|---|---|\n\
         | {:.1} | {:.1} | {:.1} | {:.1} | {:.0} | {:.0} | {:.2} | {} |\n",
        row.lag_p50,
        row.lag_p99,
        row.alone_p99,
        row.beside_p99,
        row.rate,
        row.bare_rate,
        row.rate / row.bare_rate,
        goals.join("; ")
    );
}

fn taken_in(text: &mut String, row: &Ingested) {
    let ratio = row.rate / row.bare_rate;
    let _ = writeln!(
        text,
        "## Messages taken in\n\n\
         The history of one account, 200 messages in a transaction, on the disk. *Bare* is a loop that inserts the same rows of all \
         tables in as many transactions and looks at nothing; SQLite.\n\n\
         | messages | rows | messages /s | bare /s | rate ÷ bare | goals |\n\
         |---|---|---|---|---|---|\n\
         | {} | {} | {:.0} | {:.0} | {ratio:.2} | {} |\n",
        row.messages,
        row.rows,
        row.rate,
        row.bare_rate,
        Goal::at_least("ratio", 0.5, ratio).shown()
    );
}

fn followed(text: &mut String, rows: &[Streamed]) {
    text.push_str(
        "## Event streams\n\n\
         Streams of one gateway that are open at the same time, each a connection, with readers on the same cores. *Memory* is \
         what the process takes more than without them. *To all* is from the request that makes an event to its arrival at \
         the last reader, twenty times; SQLite.\n\n\
         | streams | memory each KiB | to all, usual ms | to all, worst ms | one more is answered with | goals |\n\
         |---|---|---|---|---|---|\n",
    );
    for row in rows {
        let goals = [
            Goal::at_most("memory each", 20.0, " KiB", row.kib_each),
            Goal::at_most("to all", 1_000.0, " ms", row.worst_ms),
        ];
        let goals: Vec<String> = goals.iter().map(Goal::shown).collect();
        let beyond = row
            .status_beyond
            .map_or("–".to_owned(), |status| status.to_string());
        let _ = writeln!(
            text,
            "| {} | {:.1} | {:.0} | {:.0} | {beyond} | {} |",
            row.streams,
            row.kib_each,
            row.usual_ms,
            row.worst_ms,
            goals.join("; ")
        );
    }
    text.push('\n');
}

fn accept_goals(row: &Accepts) -> Vec<Goal> {
    let ratio = |bound| Goal::at_least("ratio", bound, row.to_ceiling);
    let p99 = |bound| Goal::at_most("p99", bound, " ms", row.p99);
    let alone = |bound| Goal::at_least("÷ alone", bound, row.to_alone);
    match (row.engine, row.connections) {
        (Engine::Sqlite, 16) => vec![ratio(0.20)],
        (Engine::Sqlite, 64) => vec![ratio(0.25), p99(20.0), alone(4.0)],
        (Engine::Sqlite, _) => vec![ratio(0.35), p99(40.0), alone(4.0)],
        (Engine::Postgres, _) => vec![alone(3.0)],
    }
}

fn loads(text: &mut String, engine: Engine, rows: &[&Row]) {
    let _ = writeln!(text, "## {}\n", engine.name());
    text.push_str(
        "| case | data | connections | bytes | requests/s | p50 ms | p99 ms | CPU µs | rate ÷ ceiling | CPU ÷ ceiling | goals |\n\
         |---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let medians = row.medians;
        let (rate, cpu) = medians
            .ceiling
            .map_or(("–".to_owned(), "–".to_owned()), |(rate, cpu)| {
                (format!("{rate:.2}"), format!("{cpu:.1}"))
            });
        let goals: Vec<String> = goals(row).iter().map(Goal::shown).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {:.0} | {:.2} | {:.2} | {:.0} | {rate} | {cpu} | {} |",
            row.title,
            row.data,
            row.connections,
            row.bytes,
            medians.rate,
            medians.p50,
            medians.p99,
            medians.cpu,
            if goals.is_empty() {
                "–".to_owned()
            } else {
                goals.join("; ")
            }
        );
    }
    text.push('\n');
}

/// What was to be reached.
fn goals(row: &Row) -> Vec<Goal> {
    let ratio = row.medians.ceiling.map_or(0.0, |(rate, _)| rate);
    let p99 = |bound: f64| Goal::at_most("p99", bound, " ms", row.medians.p99);
    match (row.topic, row.engine) {
        (Topic::Search, Engine::Sqlite) => vec![p99(10.0)],
        (Topic::Search, Engine::Postgres) => vec![p99(50.0)],
        (Topic::Inbox | Topic::Anew, Engine::Sqlite) => {
            let is_usual = row.messages <= LARGEST_WITHOUT_MERCY;
            let bound = if is_usual { 0.30 } else { 0.25 };
            vec![Goal::at_least("ratio", bound, ratio), p99(10.0)]
        }
        (Topic::Details, Engine::Sqlite) => vec![Goal::at_least("ratio", 0.15, ratio), p99(10.0)],
        (Topic::Etag, Engine::Sqlite) => vec![Goal::at_least("ratio", 0.60, ratio)],
        (Topic::Inbox | Topic::Anew, Engine::Postgres) => {
            vec![Goal::at_least("ratio", 0.15, ratio)]
        }
        _ => Vec::new(),
    }
}
