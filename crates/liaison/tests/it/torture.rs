//! What takes minutes. `cargo xtask torture` runs it; the same code runs shorter with the other tests.

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
