//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What to measure and how long.
#[derive(Debug, Clone, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(crate) struct Run {
    /// The root of the project
    #[arg(long, hide = true)]
    pub(crate) root: PathBuf,
    /// The release build of the gateway
    #[arg(long, hide = true)]
    pub(crate) liaison: PathBuf,
    /// A first impression: 10k messages, short rounds; nothing is recorded
    #[arg(long)]
    pub(crate) quick: bool,
    /// How many messages; every 10,000 are one account [default: 10k,1m; with --quick 10k]
    #[arg(long, value_delimiter = ',', value_parser = messages)]
    pub(crate) messages: Vec<u32>,
    /// Which databases [default: both]
    #[arg(long = "engine", value_delimiter = ',', value_enum)]
    pub(crate) engines: Vec<Engine>,
    /// Only these cases; nothing is recorded
    #[arg(long, value_delimiter = ',', value_enum)]
    pub(crate) only: Vec<Topic>,
    /// How often each case is measured; the median counts [default: 5, with --quick 3]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=99))]
    pub(crate) rounds: Option<u32>,
    /// Seconds of each measurement [default: 5, with --quick 1]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(crate) seconds: Option<u32>,
    /// Write the data anew even if it is there
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Only write the data
    #[arg(long)]
    pub(crate) generate_only: bool,
    /// Record nothing
    #[arg(long)]
    pub(crate) no_record: bool,
}

/// Which database is below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// As people write it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A group of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Topic {
    /// A page of 20 conversations
    Inbox,
    /// The same, read anew each time: nothing kept from an earlier request
    Anew,
    /// A page of 50 messages
    Details,
    /// Conversations by keyword
    Search,
    /// An unchanged page asked for again
    Etag,
    /// Messages handed over and kept
    Accept,
    /// Planned sends that leave
    Dispatch,
    /// Webhooks that are told
    Webhooks,
    /// Open event streams
    Streams,
    /// Messages taken in
    Ingest,
    /// Memory of the idle server
    Idle,
    /// Time to the first answer
    Start,
}

impl Topic {
    /// Whether it is measured without the large data.
    const fn has_data_of_its_own(self) -> bool {
        matches!(
            self,
            Self::Accept | Self::Dispatch | Self::Webhooks | Self::Streams | Self::Ingest
        )
    }
}

impl Run {
    /// The numbers of messages to measure with.
    pub(crate) fn sizes(&self) -> Vec<u32> {
        match (self.messages.is_empty(), self.quick) {
            (false, _) => self.messages.clone(),
            (true, true) => vec![10_000],
            (true, false) => vec![10_000, 1_000_000],
        }
    }

    /// Whether this database is asked for.
    pub(crate) fn wants_engine(&self, engine: Engine) -> bool {
        self.engines.is_empty() || self.engines.contains(&engine)
    }

    /// Whether these cases are asked for.
    pub(crate) fn wants(&self, topic: Topic) -> bool {
        self.only.is_empty() || self.only.contains(&topic)
    }

    /// Whether anything is asked for that needs the large data.
    pub(crate) fn wants_reading(&self) -> bool {
        self.only.is_empty() || self.only.iter().any(|topic| !topic.has_data_of_its_own())
    }

    /// Measurements of each case.
    pub(crate) fn rounds(&self) -> u32 {
        self.rounds.unwrap_or(if self.quick { 3 } else { 5 })
    }

    /// Seconds of each measurement.
    pub(crate) fn seconds(&self) -> u32 {
        self.seconds.unwrap_or(if self.quick { 1 } else { 5 })
    }

    /// Whether the page in the documentation is written: only a whole run counts.
    pub(crate) fn is_recorded(&self) -> bool {
        !(self.quick || self.no_record) && self.only.is_empty() && self.engines.is_empty()
    }
}

/// `10k`, `1m` or a plain number, a multiple of 10,000.
fn messages(text: &str) -> Result<u32, String> {
    let text = text.trim().to_lowercase();
    let (digits, factor) = match text.strip_suffix('k') {
        Some(digits) => (digits, 1_000),
        None => match text.strip_suffix('m') {
            Some(digits) => (digits, 1_000_000),
            None => (text.as_str(), 1),
        },
    };
    let number = digits.parse::<u32>().ok();
    number
        .and_then(|number| number.checked_mul(factor))
        .filter(|number| *number > 0 && number % 10_000 == 0)
        .ok_or_else(|| "a multiple of 10,000 such as 10k, 1m or 10m".to_owned())
}

#[cfg(test)]
mod tests {
    use super::messages;

    #[test]
    fn numbers_of_messages_are_whole_accounts() {
        for (text, number) in [
            ("10k", 10_000),
            ("1m", 1_000_000),
            ("10M", 10_000_000),
            ("20000", 20_000),
        ] {
            assert_eq!(messages(text), Ok(number));
        }
        for wrong in ["", "k", "15k1", "5k", "0", "-1", "9999m"] {
            assert!(messages(wrong).is_err(), "{wrong}");
        }
    }
}
