//! What the gateway counts, kept for whoever asks in the text format of Prometheus.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use domain::metric::{Metric, MetricKind, Recorder};
use domain::time::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use store::Store;

/// Seconds: from a row in memory to a network that takes its time.
const BUCKETS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// Rare, and worth an alarm: told from the start, so that the first one is a rise.
const FROM_THE_START: [(Metric, &str); 4] = [
    (Metric::ReconciledMessages, "different"),
    (Metric::ReconciledMessages, "filled"),
    (Metric::ReconciledMessages, "left_out"),
    (Metric::ReconciledMessages, "only_here"),
];

const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Labels = Vec<(&'static str, String)>;

/// Every number, by its metric.
pub(crate) struct Metrics {
    registry: Registry,
    instruments: Vec<Instrument>,
}

enum Instrument {
    Counter(Family<Labels, Counter>),
    Gauge(Gauge),
    Histogram(Family<Labels, Histogram, fn() -> Histogram>),
    /// Read when somebody asks.
    Collected,
}

impl Metrics {
    /// Everything at nothing, in a process that starts now.
    pub(crate) fn new(started_at: Timestamp) -> Self {
        let mut registry = Registry::default();
        let instruments = Metric::ALL
            .iter()
            .map(|metric| register(&mut registry, *metric))
            .collect();
        registry.register_collector(Box::new(ProcessCollector { started_at }));
        let metrics = Self {
            registry,
            instruments,
        };
        for (metric, label) in FROM_THE_START {
            metrics.add(metric, &[label], 0);
        }
        metrics
    }

    /// Shows what the store did, too.
    pub(crate) fn watch(&mut self, store: Store) {
        let collector = StoreCollector(store);
        self.registry.register_collector(Box::new(collector));
    }

    /// All numbers as text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a text has room");
        text
    }

    fn instrument(&self, metric: Metric) -> &Instrument {
        &self.instruments[metric as usize]
    }
}

impl Recorder for Metrics {
    fn add(&self, metric: Metric, labels: &[&str], count: u64) {
        if let Instrument::Counter(family) = self.instrument(metric) {
            family.get_or_create(&named(metric, labels)).inc_by(count);
        }
    }

    fn shift(&self, metric: Metric, by: i64) {
        if let Instrument::Gauge(gauge) = self.instrument(metric) {
            gauge.inc_by(by);
        }
    }

    fn observe(&self, metric: Metric, labels: &[&str], took: Duration) {
        if let Instrument::Histogram(family) = self.instrument(metric) {
            family
                .get_or_create(&named(metric, labels))
                .observe(took.as_secs_f64());
        }
    }
}

fn named(metric: Metric, values: &[&str]) -> Labels {
    debug_assert_eq!(metric.labels().len(), values.len(), "{metric:?}");
    let values = values.iter().map(|value| (*value).to_owned());
    metric.labels().iter().copied().zip(values).collect()
}

fn histogram() -> Histogram {
    Histogram::new(BUCKETS)
}

fn register(registry: &mut Registry, metric: Metric) -> Instrument {
    let (name, help) = (plain_name(metric), plain_help(metric));
    match (metric, metric.kind()) {
        (
            Metric::BuildInfo
            | Metric::ProcessResidentMemory
            | Metric::ProcessStartTime
            | Metric::StoreCommits
            | Metric::StoreReads
            | Metric::StoreReruns
            | Metric::StoreWrites,
            _,
        ) => Instrument::Collected,
        (_, MetricKind::Counter) => {
            let family = Family::default();
            registry.register(name, help, family.clone());
            Instrument::Counter(family)
        }
        (_, MetricKind::Gauge) => {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            Instrument::Gauge(gauge)
        }
        (_, MetricKind::Histogram) => {
            let family = Family::new_with_constructor(histogram as fn() -> Histogram);
            registry.register(name, help, family.clone());
            Instrument::Histogram(family)
        }
    }
}

/// Without what the format appends by itself.
fn plain_name(metric: Metric) -> &'static str {
    let name = metric.name();
    name.strip_suffix("_total").unwrap_or(name)
}

/// Without the dot that the format appends by itself.
fn plain_help(metric: Metric) -> &'static str {
    metric.help().trim_end_matches('.')
}

fn tell(
    encoder: &mut DescriptorEncoder<'_>,
    metric: Metric,
    value: &impl EncodeMetric,
) -> fmt::Result {
    let (name, help) = (plain_name(metric), metric.help());
    let encoder = encoder.encode_descriptor(name, help, None, value.metric_type())?;
    value.encode(encoder)
}

#[derive(Debug)]
struct ProcessCollector {
    started_at: Timestamp,
}

impl Collector for ProcessCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let info = Family::<Labels, Gauge>::default();
        let labels = named(Metric::BuildInfo, &[env!("CARGO_PKG_VERSION")]);
        info.get_or_create(&labels).set(1);
        tell(&mut encoder, Metric::BuildInfo, &info)?;
        let started = ConstGauge::new(self.started_at.micros() / 1_000_000);
        tell(&mut encoder, Metric::ProcessStartTime, &started)?;
        match resident_bytes() {
            Some(bytes) => tell(
                &mut encoder,
                Metric::ProcessResidentMemory,
                &ConstGauge::new(bytes),
            ),
            None => Ok(()),
        }
    }
}

/// What Linux tells of this process; elsewhere nothing.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}

struct StoreCollector(Store);

impl fmt::Debug for StoreCollector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreCollector").finish_non_exhaustive()
    }
}

impl Collector for StoreCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let counters = self.0.counters();
        for (metric, count) in [
            (Metric::StoreCommits, counters.commits()),
            (Metric::StoreReads, counters.reads()),
            (Metric::StoreReruns, counters.reruns()),
            (Metric::StoreWrites, counters.writes()),
        ] {
            tell(&mut encoder, metric, &ConstCounter::new(count))?;
        }
        Ok(())
    }
}

/// `GET /metrics`, for a socket of its own: what it tells is of all workspaces together.
pub(crate) fn router(metrics: Arc<Metrics>) -> Router {
    let answer = move || {
        let text = metrics.text();
        async move { ([(CONTENT_TYPE, TEXT)], text) }
    };
    Router::new().route("/metrics", get(answer))
}

/// The page of the reference.
pub(crate) fn page() -> String {
    use std::fmt::Write as _;
    let mut page = "# Metrics\n\n\
        Made by `cargo xtask generate` from what `liaison reference metrics` prints. Do not edit.\n\n\
        Where `metrics.listen` names an address, `GET /metrics` there tells these numbers in the text format of\n\
        OpenMetrics, which Prometheus reads. They are of the whole process, of all workspaces together, and begin at\n\
        nothing when it starts. Labels are words and patterns, never ids.\n\n\
        | Name | Kind | Labels | Meaning |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for metric in Metric::ALL {
        let labels: Vec<String> = metric
            .labels()
            .iter()
            .map(|label| format!("`{label}`"))
            .collect();
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} |",
            metric.name(),
            metric.kind().word(),
            labels.join(", "),
            metric.help()
        );
    }
    page
}
