//! What the operating system says of a process and of the machine.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};

/// The unit of processor times on Linux, whatever the kernel counts in.
const TICKS_PER_SECOND: f64 = 100.0;

/// Microseconds of processor time that a process has spent, its threads included; exact to 10 ms.
pub(crate) fn cpu_micros(process: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).context("the server is gone")?;
    // The name of the program stands in parentheses and may hold blanks; user and system time are fields 14 and 15.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let mut times = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok());
    let ticks = times
        .next()
        .zip(times.next())
        .map(|(user, system)| user + system);
    Ok(ticks.context("the operating system tells no processor time")? * 1e6 / TICKS_PER_SECOND)
}

/// MiB of memory that a process occupies: the field `VmRSS`, `RssAnon`, `VmHWM` …
pub(crate) fn memory_mib(process: u32, field: &str) -> Result<f64> {
    let status =
        fs::read_to_string(format!("/proc/{process}/status")).context("the server is gone")?;
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kib.context("the operating system tells no memory")? / 1024.0)
}

/// The machine's clock.
pub(crate) fn seconds_since_1970() -> Result<i64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(i64::try_from(since.as_secs())?)
}

/// The machine in general words.
pub(crate) fn description() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib = memory
        .lines()
        .find_map(|line| {
            line.strip_prefix("MemTotal:")?
                .trim()
                .strip_suffix(" kB")?
                .parse::<f64>()
                .ok()
        })
        .unwrap_or_default();
    let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("unknown processor", |(_, name)| name.trim());
    format!(
        "{cores} cores ({model}), {:.0} GiB of memory, Linux on {}",
        kib / 1_048_576.0,
        std::env::consts::ARCH
    )
}

/// How busy the machine has been in the last minute.
pub(crate) fn load_average() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}
