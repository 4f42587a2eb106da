//! Whatever lies where an archive should be is read to its end or refused; a member who is read has a key.

#![no_main]

use std::io::Write as _;

use integrations::networks::linkedin::archive::ArchiveReader;
use libfuzzer_sys::fuzz_target;

const HEADER: &[u8] =
    b"CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,\
    SUBJECT,CONTENT,FOLDER\n";

fuzz_target!(|data: &[u8]| {
    let folder = tempfile::tempdir().expect("there is room for a file");
    // The first byte says what lies there: a zip, or a table with or without its header.
    let (name, head): (&str, &[u8]) = match data.first() {
        None => return,
        Some(kind) if kind % 3 == 0 => ("archive.zip", b""),
        Some(kind) if kind % 3 == 1 => ("messages.csv", b""),
        Some(_) => ("messages.csv", HEADER),
    };
    let path = folder.path().join(name);
    let mut file = std::fs::File::create(&path).expect("there is room for a file");
    file.write_all(head).expect("there is room");
    file.write_all(&data[1..]).expect("there is room");
    drop(file);
    let Ok(mut archive) = ArchiveReader::open(&path) else {
        return;
    };
    let Ok(survey) = archive.survey(|_| {}) else {
        return;
    };
    if let Ok(rows) = archive.messages(&survey) {
        for _ in rows {}
    }
    if let Ok(rows) = archive.connections(&survey) {
        for _ in rows {}
    }
    let _ = archive.profile();
});
