//! What takes minutes. `cargo xtask torture` runs it; the same code runs shorter with the other tests.

use std::time::Duration;

use testkit::postgres::Cluster;

use crate::archive::{self, Archive};
use crate::canaries;
use crate::kills::{self, Harm, Plan};

#[test]
fn two_thousand_kills_over_a_hundred_thousand_sends() {
    kills::run(&Plan {
        name: "two thousand kills",
        harm: Harm::Kills,
        classes: &["B", "A", "C", "B", "A", "B", "B", "A", "C", "B", "A", "B"],
        blows: 2_000,
        alive_max: Duration::from_millis(1_200),
        sends: 100_000,
        clients: 24,
        batch: 20,
        seed: 5,
    });
}

#[test]
fn two_hundred_kills_of_gateway_and_database() {
    kills::run(&Plan {
        name: "gateway and database",
        harm: Harm::KillsOfBoth,
        classes: &["B", "A", "C", "B"],
        blows: 200,
        alive_max: Duration::from_millis(2_500),
        sends: 1_500,
        clients: 12,
        batch: 10,
        seed: 6,
    });
}

#[test]
fn a_thousand_cuts_in_the_commit() {
    kills::run(&Plan {
        name: "connections",
        harm: Harm::CommitCuts,
        classes: &["B", "A", "C", "B"],
        blows: 1_000,
        alive_max: Duration::ZERO,
        sends: 800,
        clients: 12,
        batch: 10,
        seed: 7,
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

#[test]
fn a_hundred_thousand_operations_of_two_workspaces() {
    canaries::run(&canaries::Plan {
        name: "two workspaces",
        operations: 100_000,
        clients: 4,
        database_url: None,
        seed: 8,
    });
}

#[test]
fn a_hundred_thousand_operations_of_two_workspaces_on_postgres() {
    let database = Cluster::shared().database();
    canaries::run(&canaries::Plan {
        name: "two workspaces on PostgreSQL",
        operations: 100_000,
        clients: 4,
        database_url: Some(database.url().to_owned()),
        seed: 9,
    });
}
