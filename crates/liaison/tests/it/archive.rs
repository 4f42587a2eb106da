//! An archive of any size, imported by the program itself while somebody watches its memory.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::process::{liaison, stderr};

const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What to import, and what it may cost.
pub(crate) struct Archive {
    pub(crate) rows: u64,
    pub(crate) rows_per_thread: u64,
    /// The most memory that the process may ever hold, in MiB.
    pub(crate) memory_mib_max: u64,
}

/// The same at a size for every day, so that what measures is tested, too.
#[test]
fn memory_is_watched_while_an_archive_is_read() {
    run(&Archive {
        rows: 2_000,
        rows_per_thread: 40,
        memory_mib_max: 300,
    });
}

pub(crate) fn run(archive: &Archive) {
    let folder = tempfile::tempdir().unwrap();
    let file = write(archive, folder.path());
    let data = folder.path().join("data");
    let mut command = liaison(&[
        "import",
        "linkedin-archive",
        "--output",
        "json",
        "--data-dir",
    ]);
    command.arg(&data).arg(&file);
    let began = Instant::now();
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (output, peak_kib) = watch(child);
    let took = began.elapsed();
    assert!(output.status.success(), "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["messages"]["imported"], archive.rows, "{report}");
    let rows_per_second = u128::from(archive.rows) * 1_000 / took.as_millis().max(1);
    let sizes =
        [&file, &data.join("liaison.db")].map(|path| mib(fs::metadata(path).unwrap().len() >> 10));
    let measured = format!(
        "{} rows in {} s: {rows_per_second} rows/s, at most {} MiB of memory, file {} MiB, database {} MiB\n",
        archive.rows,
        took.as_secs(),
        mib(peak_kib),
        sizes[0],
        sizes[1]
    );
    std::io::stdout().write_all(measured.as_bytes()).unwrap();
    assert!(peak_kib > 0, "the memory was never seen");
    assert!(
        mib(peak_kib) < archive.memory_mib_max,
        "{} MiB of memory",
        mib(peak_kib)
    );
}

fn mib(kib: u64) -> u64 {
    kib >> 10
}

/// Threads that stand together, newest rows first, as the network writes them; every tenth a group of five.
fn write(archive: &Archive, folder: &Path) -> PathBuf {
    const HEADER: &str = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER";
    const OWNER: (&str, &str) = ("Robin Sample", "https://www.linkedin.com/in/robin-sample-1");
    let path = folder.join("messages.csv");
    let mut file = BufWriter::new(File::create(&path).unwrap());
    writeln!(file, "{HEADER}").unwrap();
    for row in 0..archive.rows {
        let (thread, within) = (row / archive.rows_per_thread, row % archive.rows_per_thread);
        let size = if thread.is_multiple_of(10) { 4 } else { 1 };
        let others: Vec<(String, String)> = (0..size)
            .map(|index| {
                let number = thread * 7 + index;
                let url = format!("https://www.linkedin.com/in/person-{number}");
                (format!("Person Number{number}"), url)
            })
            .collect();
        let is_own = row.is_multiple_of(2);
        let mut people: Vec<(&str, &str)> = others
            .iter()
            .map(|(name, url)| (name.as_str(), url.as_str()))
            .collect();
        people.insert(usize::from(!is_own), OWNER);
        let names: Vec<&str> = people[1..].iter().map(|one| one.0).collect();
        let urls: Vec<&str> = people[1..].iter().map(|one| one.1).collect();
        let second = archive.rows_per_thread - within;
        writeln!(
            file,
            "2-thread{thread},,{},{},\"{}\",\"{}\",2024-{:02}-{:02} {:02}:{:02}:{:02} UTC,,\"Message {row} about {} and {}, \nin two lines of some length as people write them.\",INBOX",
            people[0].0,
            people[0].1,
            names.join(", "),
            urls.join(","),
            1 + thread % 12,
            1 + thread % 28,
            second / 3_600 % 24,
            second / 60 % 60,
            second % 60,
            WORDS[usize::try_from(row * 7 % 16).unwrap()],
            WORDS[usize::try_from(row * 11 % 16).unwrap()],
        )
        .unwrap();
    }
    file.into_inner().unwrap().sync_all().unwrap();
    path
}

const WORDS: [&str; 16] = [
    "bridges",
    "gardens",
    "numbers",
    "schedules",
    "recipes",
    "contracts",
    "weather",
    "music",
    "hiring",
    "travel",
    "papers",
    "machines",
    "history",
    "letters",
    "meetings",
    "maps",
];

/// Waits for the end; also returns the most memory that the process held, in KiB.
fn watch(mut child: Child) -> (Output, u64) {
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = peak.max(high_water(&status).unwrap_or(0));
        thread::sleep(LOOK_EVERY);
    }
    (child.wait_with_output().unwrap(), peak)
}

/// `VmHWM` in KiB: what the process held at most since it began.
fn high_water(status: &Path) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}
