//! Load from `wrk` on its own core, and the processor time that the server spent meanwhile.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use crate::machine;

const SCRIPT: &str = include_str!("wrk.lua");

/// Who is asked, and where it runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    pub(crate) port: u16,
    pub(crate) process: u32,
}

/// One measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sample {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Latencies in milliseconds.
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    /// Microseconds of processor time for each request, of the server alone.
    pub(crate) cpu: f64,
}

/// The load tool, ready to run.
pub(crate) struct Load {
    folder: PathBuf,
    api_key: String,
    /// The core that the load runs on; none where everything shares the machine.
    core: Option<usize>,
    /// What the script is told besides.
    variables: Vec<(&'static str, String)>,
}

impl Load {
    /// Keeps its files in `folder`.
    pub(crate) fn new(folder: &Path, api_key: &str, core: Option<usize>) -> Result<Self> {
        Self::with_script(folder, SCRIPT, api_key, core)
    }

    /// The same with another script, which takes the same arguments and prints the same line.
    pub(crate) fn with_script(
        folder: &Path,
        script: &str,
        api_key: &str,
        core: Option<usize>,
    ) -> Result<Self> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("wrk.lua"), script)?;
        Ok(Self {
            folder: folder.to_owned(),
            api_key: api_key.to_owned(),
            core,
            variables: Vec::new(),
        })
    }

    /// Tells the script something in its environment.
    pub(crate) fn with_variable(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// Keeps a list of requests: paths, each with the tag to show if there is one.
    pub(crate) fn list(
        &self,
        name: &str,
        requests: &[(String, Option<String>)],
    ) -> Result<PathBuf> {
        ensure!(!requests.is_empty(), "there are no requests for {name}");
        let mut text = String::new();
        for (path, tag) in requests {
            text.push_str(path);
            if let Some(tag) = tag {
                text.push('\t');
                text.push_str(tag);
            }
            text.push('\n');
        }
        let file = self.folder.join(format!("{name}.list"));
        fs::write(&file, text)?;
        Ok(file)
    }

    /// Sends the listed requests for some seconds over some connections.
    pub(crate) fn run(
        &self,
        target: Target,
        list: &Path,
        connections: u32,
        seconds: u32,
        seed: u32,
    ) -> Result<Sample> {
        let mut command = match self.core {
            Some(core) => {
                let mut command = Command::new("taskset");
                command.args(["-c", &core.to_string(), "wrk"]);
                command
            }
            None => Command::new("wrk"),
        };
        command
            .args([
                "--threads",
                "1",
                "--timeout",
                "30s",
                "--connections",
                &connections.to_string(),
            ])
            .args(["--duration", &format!("{seconds}s")])
            .arg("--script")
            .arg(self.folder.join("wrk.lua"))
            .arg(format!("http://127.0.0.1:{}", target.port))
            .arg("--")
            .arg(list)
            .env("BENCH_KEY", &self.api_key)
            .env("BENCH_SEED", seed.to_string())
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        let before = machine::cpu_micros(target.process)?;
        let output = command.output().context("cannot start wrk")?;
        let spent = machine::cpu_micros(target.process)? - before;
        let printed = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            bail!(
                "wrk failed: {}{printed}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        sample(&printed, spent)
    }
}

fn sample(printed: &str, cpu_micros: f64) -> Result<Sample> {
    let line = printed
        .lines()
        .find_map(|line| line.strip_prefix("measured "));
    let numbers: Vec<f64> = line
        .unwrap_or_default()
        .split(' ')
        .filter_map(|number| number.parse().ok())
        .collect();
    let [requests, micros, failed, p50, p99, _bytes] = numbers[..] else {
        bail!("wrk measured nothing:\n{printed}");
    };
    ensure!(requests > 0.0, "no request was answered");
    ensure!(failed == 0.0, "{failed} of {requests} requests failed");
    Ok(Sample {
        rate: requests * 1e6 / micros,
        p50: p50 / 1e3,
        p99: p99 / 1e3,
        cpu: cpu_micros / requests,
    })
}

#[cfg(test)]
mod tests {
    use super::{Sample, sample};

    #[test]
    fn one_line_is_the_measurement() {
        let printed = "Running 1s test\nmeasured 2000 1000000 0 1500 4000 99\n";
        let wanted = Sample {
            rate: 2_000.0,
            p50: 1.5,
            p99: 4.0,
            cpu: 25.0,
        };
        assert_eq!(sample(printed, 50_000.0).unwrap(), wanted);
        assert!(sample("measured 2000 1000000 3 1500 4000 99\n", 0.0).is_err());
        assert!(sample("measured 0 1000000 0 0 0 0\n", 0.0).is_err());
        assert!(sample("", 0.0).is_err());
    }
}
