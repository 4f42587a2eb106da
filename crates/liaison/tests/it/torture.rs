//! What takes minutes. `cargo xtask torture` runs it; the same code runs shorter with the other tests.

use testkit::postgres::Cluster;

use crate::archive::{self, Archive};
use crate::kills::{self, Plan};

#[test]
fn kill_loop() {
    kills::run(&Plan {
        database: None,
        class: "B",
        kills: 100,
        sends: 2_000,
        clients: 12,
        seed: 2,
    });
}

#[test]
fn kill_loop_on_postgresql() {
    kills::run(&Plan {
        database: Some(Cluster::shared().database()),
        class: "B",
        kills: 30,
        sends: 600,
        clients: 8,
        seed: 3,
    });
}

#[test]
fn kill_loop_where_tokens_are_honoured() {
    kills::run(&Plan {
        database: None,
        class: "A",
        kills: 30,
        sends: 600,
        clients: 8,
        seed: 4,
    });
}

#[test]
fn a_million_rows_are_imported_within_bounded_memory() {
    archive::run(&Archive {
        rows: 1_000_000,
        rows_per_thread: 40,
        memory_mib_max: 300,
    });
}
