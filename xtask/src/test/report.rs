//! Where the time went.

use std::fmt;
use std::time::Duration;

/// How a step ended.
pub(crate) enum Outcome {
    Passed,
    Skipped(String),
    Failed,
}

/// How long everything together may take on two cores, by whether anything had been compiled before. Only the
/// compilation and the one-time installations lie between the two.
const BUDGET_COLD: Duration = Duration::from_mins(20);
const BUDGET_WARM: Duration = Duration::from_mins(8);

/// The steps that ran, in order.
pub(crate) struct Report {
    rows: Vec<(&'static str, Duration, Outcome)>,
    budget: Duration,
}

impl Report {
    /// A report without steps, of a run that compiles everything (cold) or little (warm).
    pub(crate) fn new(is_cold: bool) -> Self {
        Self {
            rows: Vec::new(),
            budget: if is_cold { BUDGET_COLD } else { BUDGET_WARM },
        }
    }

    /// Adds a step that has ended.
    pub(crate) fn add(&mut self, step: &'static str, took: Duration, outcome: Outcome) {
        self.rows.push((step, took, outcome));
    }

    /// The names of the steps that failed.
    pub(crate) fn failed(&self) -> Vec<&'static str> {
        let failed = self
            .rows
            .iter()
            .filter(|(_, _, outcome)| matches!(outcome, Outcome::Failed));
        failed.map(|(step, _, _)| *step).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: Duration = self.rows.iter().map(|(_, took, _)| *took).sum();
        writeln!(out, "{:<14} {:>8} {:>6}  outcome", "step", "time", "share")?;
        for (step, took, outcome) in &self.rows {
            let outcome = match outcome {
                Outcome::Passed => "passed".to_owned(),
                Outcome::Skipped(why) => format!("nothing to do: {why}"),
                Outcome::Failed => "FAILED".to_owned(),
            };
            writeln!(
                out,
                "{step:<14} {:>8} {:>5}%  {outcome}",
                clock(*took),
                share(*took, total)
            )?;
        }
        write!(out, "{:<14} {:>8}", "total", clock(total))?;
        if let Some(over) = total
            .checked_sub(self.budget)
            .filter(|over| !over.is_zero())
        {
            let budget = clock(self.budget);
            write!(
                out,
                "\n{:<14} {budget:>8}         WARNING: exceeded by {}",
                "budget",
                clock(over)
            )?;
        }
        Ok(())
    }
}

/// Minutes and seconds; tenths below ten seconds, where they matter.
fn clock(duration: Duration) -> String {
    match duration.as_secs() {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{}:{:02} min", seconds / 60, seconds % 60),
    }
}

/// Per cent of the whole, rounded.
fn share(part: Duration, whole: Duration) -> u128 {
    (part.as_millis() * 100 + whole.as_millis() / 2)
        .checked_div(whole.as_millis())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Report};
    use std::time::Duration;

    #[test]
    fn the_table_shows_time_share_and_outcome_of_each_step() {
        let mut report = Report::new(false);
        report.add("format", Duration::from_millis(2_540), Outcome::Passed);
        report.add("clippy", Duration::from_secs(95), Outcome::Failed);
        report.add(
            "doctests",
            Duration::ZERO,
            Outcome::Skipped("none".to_owned()),
        );
        let expected = "\
step               time  share  outcome
format            2.5 s     3%  passed
clippy         1:35 min    97%  FAILED
doctests          0.0 s     0%  nothing to do: none
total          1:37 min";
        assert_eq!(report.to_string(), expected);
        assert_eq!(report.failed(), ["clippy"]);
    }

    #[test]
    fn a_report_of_nothing_divides_by_nothing() {
        let mut report = Report::new(false);
        report.add("tidy", Duration::ZERO, Outcome::Passed);
        assert!(report.to_string().contains("0%"));
    }

    #[test]
    fn a_run_above_its_budget_says_so() {
        for (is_cold, minutes, expected) in [
            (false, 8, None),
            (
                false,
                9,
                Some("budget         8:00 min         WARNING: exceeded by 1:00 min"),
            ),
            (true, 19, None),
            (
                true,
                21,
                Some("budget         20:00 min         WARNING: exceeded by 1:00 min"),
            ),
        ] {
            let mut report = Report::new(is_cold);
            report.add("nextest", Duration::from_mins(minutes), Outcome::Passed);
            let text = report.to_string();
            let last = text.lines().find(|line| line.starts_with("budget"));
            assert_eq!(last, expected, "{text}");
        }
    }
}
