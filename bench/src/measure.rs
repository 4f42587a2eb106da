//! Rounds: every case once, its ceiling beside it, then all again, so that whatever else the machine does meets all.

use std::path::{Path, PathBuf};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cases::Case;
use crate::dataset::Dataset;
use crate::load::{Load, Sample, Target};
use crate::server::{self, Ceiling, Server};

/// A case that is ready to be loaded.
pub(crate) struct Station {
    pub(crate) dataset: Dataset,
    pub(crate) case: Case,
    /// Bytes of a usual answer.
    pub(crate) bytes: usize,
    target: Target,
    load: Load,
    list: PathBuf,
    recorded: Option<PathBuf>,
    samples: Vec<(Sample, Option<Sample>)>,
}

/// The medians of a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Medians {
    pub(crate) rate: f64,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) cpu: f64,
    /// Of the rates, and of the processor times, each of its own round.
    pub(crate) ceiling: Option<(f64, f64)>,
}

impl Station {
    /// Writes the list of requests and records a usual answer.
    pub(crate) fn new(
        dataset: &Dataset,
        server: &Server,
        case: Case,
        api_key: &str,
        load_core: Option<usize>,
    ) -> Result<Self> {
        let name: String = case
            .title
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        let folder = dataset.folder.join("requests");
        let load = Load::new(&folder, api_key, load_core)?;
        let list = load.list(&name, &case.requests)?;
        let file = folder.join(format!("{name}.answer"));
        let authorization = format!("Bearer {api_key}");
        let bytes = server::record_usual(server.address, &authorization, &case.requests, &file)?;
        Ok(Self {
            dataset: dataset.clone(),
            bytes,
            target: server.target(),
            load,
            list,
            recorded: case.has_ceiling.then_some(file),
            samples: Vec::new(),
            case,
        })
    }

    fn run(&mut self, ceiling: Option<Target>, seconds: u32, round: u32) -> Result<()> {
        let connections = self.case.connections;
        let beside = match ceiling {
            Some(target) => Some(
                self.load
                    .run(target, &self.list, connections, seconds, round)?,
            ),
            None => None,
        };
        let sample = self
            .load
            .run(self.target, &self.list, connections, seconds, round)?;
        self.samples.push((sample, beside));
        Ok(())
    }

    /// What was measured.
    pub(crate) fn medians(&self) -> Medians {
        let of = |value: fn(&Sample) -> f64| {
            median(
                self.samples
                    .iter()
                    .map(|(sample, _)| value(sample))
                    .collect(),
            )
        };
        let beside = |value: fn(&Sample) -> f64| -> Option<f64> {
            let ratios = self
                .samples
                .iter()
                .map(|(sample, beside)| Some(value(sample) / value(beside.as_ref()?)));
            ratios.collect::<Option<Vec<f64>>>().map(median)
        };
        Medians {
            rate: of(|sample| sample.rate),
            p50: of(|sample| sample.p50),
            p99: of(|sample| sample.p99),
            cpu: of(|sample| sample.cpu),
            ceiling: beside(|sample| sample.rate).zip(beside(|sample| sample.cpu)),
        }
    }
}

/// Measures all stations, round after round.
pub(crate) fn all(
    stations: &mut [Station],
    folder: &Path,
    ceiling_core: Option<usize>,
    rounds: u32,
    seconds: u32,
) -> Result<()> {
    if stations.is_empty() {
        return Ok(());
    }
    let recorded: Vec<PathBuf> = stations
        .iter()
        .filter_map(|station| station.recorded.clone())
        .collect();
    let ceiling = if recorded.is_empty() {
        None
    } else {
        Some(Ceiling::start(folder, &recorded, ceiling_core)?)
    };
    let bar = ProgressBar::new(u64::from(rounds + 1) * stations.len() as u64);
    bar.set_style(ProgressStyle::with_template(
        "{msg:40} {wide_bar} {pos}/{len}, {eta} left",
    )?);
    // The first round only warms caches and connections up.
    for round in 0..=rounds {
        let mut place = 0;
        for station in &mut *stations {
            bar.set_message(format!(
                "{}, {}",
                station.case.title,
                station.dataset.shape.title()
            ));
            let beside = station
                .recorded
                .as_ref()
                .and(ceiling.as_ref())
                .map(|ceiling| ceiling.target(place));
            place += usize::from(station.recorded.is_some());
            let is_warming = round == 0;
            station.run(beside, if is_warming { 1 } else { seconds }, round)?;
            if is_warming {
                station.samples.clear();
            }
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// The middle one; the mean of the middle two of an even number.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn medians_are_in_the_middle() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median(vec![4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
        assert!(median(Vec::new()).is_nan());
    }
}
