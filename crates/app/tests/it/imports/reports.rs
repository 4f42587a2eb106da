//! What an import says of itself, while it runs and at its end.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use app::imports::{ImportArchives, ImportCounts, ImportPhase, ImportReport};

use super::{Files, OWNER_URL, on_memory};
use crate::world::World;

/// Phase, bytes read and bytes in all, of each report of progress.
type Progress = Vec<(ImportPhase, u64, u64)>;

async fn import(world: &World, file: &Path) -> (ImportReport, Progress) {
    let command = ImportArchives {
        files: vec![file.to_owned()],
        owner: Some(OWNER_URL.into()),
        account: None,
    };
    let mut progress = Vec::new();
    let report = world
        .app
        .import_archives(world.caller.workspace_id, command, &mut |now| {
            progress.push((now.phase, now.bytes_read, now.bytes_total));
        })
        .await
        .unwrap();
    (report, progress)
}

const HEADER: &str = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT,IS MESSAGE DRAFT\n";

fn row(number: usize, text: &str, is_draft: &str) -> String {
    format!(
        "2-t{},Robin Sample,{OWNER_URL},Jane {0},linkedin.com/in/jane-{0},2024-01-01 00:00:00 UTC,{text},{is_draft}\n",
        number / 50
    )
}

fn sum(counts: ImportCounts) -> u64 {
    counts.imported + counts.already_there + counts.drafts + counts.rejected + counts.hidden
}

fn archive(files: &Files, connections: &str) -> PathBuf {
    let path = files.0.path().join("archive");
    fs::create_dir_all(&path).unwrap();
    let rows: String = (0..1_000)
        .map(|number| match number % 10 {
            3 => row(number, "x", "Yes"),
            7 => row(number, "too,many", "No"),
            _ => row(number, &format!("text {number}"), "No"),
        })
        .collect();
    fs::write(path.join("messages.csv"), HEADER.to_owned() + &rows).unwrap();
    fs::write(path.join("Connections.csv"), connections).unwrap();
    path
}

fn zipped(folder: &Path) -> PathBuf {
    let path = folder.with_extension("zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for name in ["messages.csv", "Connections.csv"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&fs::read(folder.join(name)).unwrap())
            .unwrap();
    }
    zip.finish().unwrap();
    path
}

#[test]
fn every_row_is_counted_once_and_messages_are_named_first() {
    let hidden = ",,,,05 May 2020\n".repeat(1_500);
    let connections = format!(
        "First Name,Last Name,URL,Company,Connected On\n{hidden}Jane,Roe,linkedin.com/in/jane-0,,\ntoo,few\n"
    );
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let path = archive(&files, &connections);
        for is_again in [false, true] {
            let (report, _) = import(&world, &path).await;
            let messages = report.messages;
            assert_eq!(
                (messages.read, messages.drafts, messages.rejected),
                (1_000, 100, 100)
            );
            assert_eq!(messages.read, sum(messages));
            assert_eq!(messages.already_there > 0, is_again);
            let connections = report.connections;
            assert_eq!(
                (connections.read, connections.hidden, connections.rejected),
                (1_502, 1_500, 1)
            );
            assert_eq!(connections.read, sum(connections));
            assert_eq!(report.rejected.len(), 101);
            assert!(
                report.rejected[0].file.ends_with("messages.csv"),
                "{:?}",
                report.rejected[0]
            );
            assert_eq!(report.rejected[0].line, 9);
            assert_eq!(report.rejected[0].reason, "9 columns, the header has 8");
            assert!(report.rejected[100].file.ends_with("Connections.csv"));
            assert_eq!((report.rejected_unnamed, report.warnings.len()), (0, 0));
        }
    });
}

#[test]
fn rows_beyond_those_that_are_named_are_counted() {
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let path = files.0.path().join("messages.csv");
        let bad = row(0, "too,many", "No").repeat(1_200);
        fs::write(&path, HEADER.to_owned() + &row(0, "fine", "No") + &bad).unwrap();
        let (report, _) = import(&world, &path).await;
        assert_eq!(
            (report.rejected.len(), report.rejected_unnamed),
            (1_000, 200)
        );
        assert_eq!(
            (report.messages.imported, report.messages.rejected),
            (1, 1_200)
        );
    });
}

#[test]
fn bad_side_files_never_stop_the_messages() {
    for (name, content) in [
        ("Connections.csv", ""),
        ("Connections.csv", "Name,Place\nx,y\n"),
        ("Connections.csv", "\"\n"),
        ("Profile.csv", ""),
        ("Profile.csv", "\u{0}\u{1}"),
    ] {
        on_memory(async |store| {
            let world = World::new(store).await;
            let files = Files::new();
            let path = archive(&files, "First Name,Last Name,URL\n");
            fs::write(path.join(name), content).unwrap();
            let (report, _) = import(&world, &path).await;
            assert_eq!(report.messages.imported, 800, "{name}: {content:?}");
            let is_told = name == "Connections.csv";
            assert_eq!(
                report.warnings.len(),
                usize::from(is_told),
                "{:?}",
                report.warnings
            );
            assert!(report.warnings.iter().all(|warning| warning.contains(name)));
        });
    }
}

#[test]
fn progress_never_goes_back_and_ends_at_the_end() {
    let people: Vec<String> = (0..100)
        .map(|number| format!("Jane,{number},linkedin.com/in/jane-{number}\n"))
        .collect();
    let people = people.concat();
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let folder = archive(&files, &format!("First Name,Last Name,URL\n{people}"));
        for path in [zipped(&folder), folder] {
            let (_, progress) = import(&world, &path).await;
            let phases: Vec<ImportPhase> = progress.iter().map(|report| report.0).collect();
            let mut order = phases.clone();
            order.dedup();
            assert_eq!(
                order,
                [
                    ImportPhase::Surveying,
                    ImportPhase::Connections,
                    ImportPhase::Messages
                ]
            );
            for phase in order {
                let reports: Vec<_> = progress.iter().filter(|report| report.0 == phase).collect();
                assert!(reports.is_sorted_by_key(|report| report.1), "{reports:?}");
                let (_, read, total) = reports.last().unwrap();
                assert!(read == total && *total > 0, "{phase:?}: {read} of {total}");
            }
        }
    });
}
