//! The simulation itself: that it repeats itself, that it sees what it is there to see, and that what its network promises
//! is what the judge rests on.

use sim::check;
use sim::judge::Invariant;
use sim::run::{Options, run};

#[test]
fn a_seed_writes_the_same_bytes_twice() {
    check::determinism(5, 10).expect("equal traces");
}

#[test]
fn what_was_found_before_is_found_no_more() {
    check::found_before().expect("no breach");
}

#[test]
fn a_network_that_lies_about_its_class_is_seen() {
    let lied_to = |seed| Options {
        seed,
        days: 20,
        lies: true,
        ..Options::default()
    };
    let breaches = (1..60).filter_map(|seed| run(lied_to(seed)).breach);
    let mut twice = breaches.filter(|breach| breach.invariant == Invariant::AtMostOnce);
    assert!(
        twice.next().is_some(),
        "a repeat that is not honoured happens twice"
    );
}

#[test]
fn a_world_without_faults_breaches_nothing() {
    let worlds = (0..40).map(|seed| Options {
        seed,
        days: 5,
        ..Options::default()
    });
    let outcomes = worlds
        .map(run)
        .filter(|outcome| outcome.faults == "no faults");
    let breaches: Vec<_> = outcomes.filter_map(|outcome| outcome.breach).collect();
    assert!(breaches.is_empty(), "{breaches:?}");
}
