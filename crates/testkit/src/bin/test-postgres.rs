//! Starts, names or stops the PostgreSQL server that the tests share: `test-postgres start|stop|url`.

use std::io::Write as _;
use std::process::ExitCode;

use testkit::postgres::{self, Cluster};

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("start") => {
            Cluster::shared();
        }
        Some("url") => {
            writeln!(std::io::stdout(), "{}", Cluster::shared().url()).ok();
        }
        Some("stop") => postgres::stop(),
        _ => {
            writeln!(std::io::stderr(), "usage: test-postgres start|stop|url").ok();
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
