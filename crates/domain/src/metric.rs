//! What operators can watch: one name, one kind and one set of labels for each number, in a list that the reference is
//! made from. The crates count; the binary keeps what they count and shows it.

use std::time::Duration;

/// How a number behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetricKind {
    /// It only grows, from nothing at the start of the process.
    Counter,
    /// It goes up and down.
    Gauge,
    /// How often something took how long, in seconds.
    Histogram,
}

impl MetricKind {
    /// The word of the exposition format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

macro_rules! metrics {
    ($($name:ident => $word:literal, $kind:ident, [$($label:literal),*], $help:literal;)*) => {
        /// A number that operators can watch.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric {
            $(#[doc = $help] $name,)*
        }

        impl Metric {
            /// Every metric, in the order of its name.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name as it is shown, with what the format appends to a counter.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// How it behaves.
            pub const fn kind(self) -> MetricKind {
                match self { $(Self::$name => MetricKind::$kind,)* }
            }

            /// The labels of each of its series, in the order in which their values are given.
            pub const fn labels(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($label),*],)* }
            }

            /// What it counts, for the reference.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$name => $help,)* }
            }
        }
    };
}

metrics! {
    BuildInfo => "liaison_build_info", Gauge, ["version"], "Always 1; the label names the version that runs.";
    Deliveries => "liaison_deliveries_total", Counter, ["outcome"], "Tries to tell a receiver of webhooks: `delivered`, `failed`, or `void` where there was nothing to tell any more.";
    DeliveryDuration => "liaison_delivery_duration_seconds", Histogram, [], "From the beginning of such a try to its answer.";
    EventStreams => "liaison_event_streams", Gauge, [], "Readers of the event stream that are connected.";
    HttpRequestDuration => "liaison_http_request_duration_seconds", Histogram, ["method", "route"], "From a request to the head of its answer.";
    HttpRequestsInFlight => "liaison_http_requests_in_flight", Gauge, [], "Requests that wait for the head of their answer.";
    HttpRequests => "liaison_http_requests_total", Counter, ["method", "route", "status"], "Requests that were answered; `route` is the pattern, never the address.";
    NetworkCallDuration => "liaison_network_call_duration_seconds", Histogram, [], "How long networks took to answer to an act.";
    NetworkUpdates => "liaison_network_updates_total", Counter, [], "Changes that networks told of and that were kept.";
    ReconciledMessages => "liaison_reconciled_messages_total", Counter, ["found"], "Messages that a comparison with a network found to be otherwise than here: `filled`, `different`, `only_here`, or `left_out` where they may not be kept.";
    SendAttempts => "liaison_send_attempts_total", Counter, ["outcome"], "Tries to let a send leave: `accepted`, `deferred`, `refused`, `held`, `not_sent`, `unknown`.";
    StoreCommits => "liaison_store_commits_total", Counter, [], "Commits; on the embedded database one carries many writes.";
    StoreReads => "liaison_store_reads_total", Counter, [], "Read transactions.";
    StoreReruns => "liaison_store_reruns_total", Counter, [], "Transactions that ran again, because others stood in their way or shared a commit with one that failed.";
    StoreWrites => "liaison_store_writes_total", Counter, [], "Write transactions.";
    TickDuration => "liaison_tick_duration_seconds", Histogram, ["task"], "How long a task took for one round of its work.";
    Ticks => "liaison_ticks_total", Counter, ["task", "outcome"], "Rounds of what happens by itself: `done`, `idle` where there was nothing to do, `failed`.";
    ProcessResidentMemory => "process_resident_memory_bytes", Gauge, [], "Memory of the process, where the machine tells it.";
    ProcessStartTime => "process_start_time_seconds", Gauge, [], "When the process started, in seconds since the epoch.";
}

/// Keeps what is counted. Values of labels stand in the order of [`Metric::labels`] and are few: a word or a pattern,
/// never an id.
pub trait Recorder: Send + Sync {
    /// Adds to a counter.
    fn add(&self, metric: Metric, labels: &[&str], count: u64);

    /// Moves a gauge.
    fn shift(&self, metric: Metric, by: i64);

    /// Notes how long something took.
    fn observe(&self, metric: Metric, labels: &[&str], took: Duration);
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unrecorded;

impl Recorder for Unrecorded {
    fn add(&self, _: Metric, _: &[&str], _: u64) {}

    fn shift(&self, _: Metric, _: i64) {}

    fn observe(&self, _: Metric, _: &[&str], _: Duration) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_unique_and_say_what_they_are() {
        let names: Vec<&str> = Metric::ALL.iter().map(|metric| metric.name()).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
        for metric in Metric::ALL {
            let ending = match metric.kind() {
                MetricKind::Counter => "_total",
                MetricKind::Histogram => "_seconds",
                MetricKind::Gauge => "",
            };
            assert!(metric.name().ends_with(ending), "{metric:?}");
            assert!(metric.help().ends_with('.'), "{metric:?}");
        }
    }
}
