//! What takes minutes. `cargo xtask torture` runs it; the same code runs shorter with the other tests.

use crate::archive::{self, Archive};
use crate::kills::{self, Plan};

#[test]
fn kill_loop() {
    kills::run(&Plan {
        kills: 100,
        sends: 2_000,
        clients: 12,
        seed: 2,
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
