//! A million schedules against what a network with a clock of its own would have counted.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::*;

const SCHEDULES: u32 = 1_000_000;

/// One schedule: acts that are asked for at instants of a clock that may be set back, each of which happens, if it
/// begins, at some instant of its call by a clock that differs by up to the margin.
struct Schedule<'r> {
    rng: &'r mut ChaCha8Rng,
    window: Window,
    margin: u32,
    ledger: Ledger,
    /// What has really happened by now, on the machine's true clock, and when the network saw it.
    happened: Vec<i64>,
    /// Seconds that our clock is ahead of the true one.
    ahead: i64,
}

impl Schedule<'_> {
    fn below(&mut self, bound: u32) -> i64 {
        i64::from(self.rng.next_u32() % bound)
    }

    fn run(&mut self) {
        let mut truth = 1_000;
        for _ in 0..10 {
            truth += self.below(6);
            // Our clock wanders within the margin; the network's is the true one.
            if self.below(4) == 0 {
                self.ahead = self.below(self.margin + 1) - i64::from(self.margin / 2);
            }
            let now = at(truth + self.ahead);
            if !self.window.may_begin(
                self.ledger.entries(Action::Message),
                self.ledger.margin,
                now,
            ) {
                continue;
            }
            let call = self.below(4);
            let reserved = Interval::reserved(now, seconds(u8::try_from(call).unwrap()));
            let at_network = truth + self.below(u32::try_from(call).unwrap() + 1);
            // An answer tightens the interval; a lost one leaves it; a refusal frees the place.
            match self.below(4) {
                0 => {
                    self.ledger.record(Action::Message, reserved);
                    self.happened.push(at_network);
                    truth = at_network;
                }
                1 => truth += call,
                _ => {
                    let answered = at(at_network + self.ahead);
                    self.ledger
                        .record(Action::Message, reserved.answered(answered));
                    self.happened.push(at_network);
                    truth = at_network;
                }
            }
        }
    }

    /// The most that lie in any stretch of the window's span, as the network counts.
    fn most(&self) -> usize {
        let span = i64::try_from(self.window.span.as_secs()).unwrap();
        let within = |end: i64| {
            self.happened
                .iter()
                .filter(|at| **at <= end && **at > end - span)
                .count()
        };
        self.happened
            .iter()
            .map(|end| within(*end))
            .max()
            .unwrap_or(0)
    }
}

#[test]
fn no_window_is_breached_on_the_networks_clock_in_a_million_schedules() {
    let mut rng = ChaCha8Rng::seed_from_u64(20_261_125);
    let (mut full, mut begun) = (0u32, 0usize);
    for number in 0..SCHEDULES {
        let margin = rng.next_u32() % 4;
        let window = Window {
            action: Action::Message,
            span: Duration::from_secs(u64::from(1 + rng.next_u32() % 12)),
            cap: 1 + rng.next_u32() % 3,
        };
        let mut schedule = Schedule {
            rng: &mut rng,
            window,
            margin,
            ledger: Ledger::new(Duration::from_secs(margin.into())),
            happened: Vec::with_capacity(10),
            ahead: 0,
        };
        schedule.run();
        let most = u32::try_from(schedule.most()).unwrap();
        assert!(
            most <= window.cap,
            "schedule {number}: {most} in {window:?}: {:?}",
            schedule.happened
        );
        full += u32::from(most == window.cap);
        begun += schedule.happened.len();
    }
    // The cap is really reached, and not only by doing nothing.
    assert!(full > SCHEDULES / 2, "{full}");
    assert!(begun > 2_000_000, "{begun}");
}
