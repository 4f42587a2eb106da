//! Archives that are larger than any real one.

use super::*;

const HEADER: &[u8] = b"CONVERSATION ID,FROM,DATE,CONTENT\n";

fn within(files: usize, file_bytes: u64) -> Bounds {
    Bounds { files, file_bytes }
}

#[test]
fn a_bomb_ends_at_the_bound() {
    let bomb = [
        HEADER,
        &b"2-a,Jane,2020-01-01 00:00:00 UTC,0000000000\n".repeat(20_000),
    ]
    .concat();
    let zip = zip_with(&[("messages.csv", &bomb)]);
    assert!(
        fs::metadata(zip.path()).unwrap().len() < 10_000,
        "it is a bomb"
    );
    let folder = folder_with(&bomb);
    for path in [zip.path(), folder.path()] {
        let bounds = within(10, bomb.len() as u64 - 1);
        let mut archive = ArchiveReader::open_within(path, bounds).unwrap();
        let error = archive.survey(|_| {}).unwrap_err();
        assert!(matches!(error, ArchiveError::TooLarge { .. }), "{error}");
        let survey = Survey::default();
        let last = archive.messages(&survey).unwrap().last().unwrap();
        let is_broken = matches!(last, Err(RowError::Broken(ArchiveError::TooLarge { .. })));
        assert!(is_broken);
        let bounds = within(10, bomb.len() as u64);
        let mut archive = ArchiveReader::open_within(path, bounds).unwrap();
        assert_eq!(archive.survey(|_| {}).unwrap().rows, 20_000);
    }
}

#[test]
fn too_many_files_are_refused_before_their_list_is_read() {
    let names: Vec<String> = (0..20).map(|number| format!("{number}.csv")).collect();
    let mut files: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    files.push(("messages.csv", HEADER));
    let zip = zip_with(&files);
    assert!(ArchiveReader::open_within(zip.path(), within(21, 1_000)).is_ok());
    let error = ArchiveReader::open_within(zip.path(), within(20, 1_000)).unwrap_err();
    assert!(matches!(error, ArchiveError::TooLarge { .. }), "{error}");
    // The list is broken, but its length is enough to refuse it.
    let mut bytes = fs::read(zip.path()).unwrap();
    let list = bytes
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .unwrap();
    bytes[list..list + 4].fill(0);
    fs::write(zip.path(), &bytes).unwrap();
    let open = |files| ArchiveReader::open_within(zip.path(), within(files, 1_000)).unwrap_err();
    assert!(matches!(open(20), ArchiveError::TooLarge { .. }));
    assert!(matches!(open(21), ArchiveError::Zip { .. }));
}

#[test]
fn a_list_of_more_files_than_small_zips_can_have_is_counted_too() {
    // The end of a large zip that announces 100,000 files, and nothing before it.
    let mut bytes = b"PK\x03\x04".to_vec();
    let record = bytes.len() as u64;
    bytes.extend(b"PK\x06\x06");
    bytes.extend([0; 28]);
    bytes.extend(100_000u64.to_le_bytes());
    bytes.extend([0; 16]);
    bytes.extend(b"PK\x06\x07");
    bytes.extend([0; 4]);
    bytes.extend(record.to_le_bytes());
    bytes.extend(1u32.to_le_bytes());
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0; 4]);
    bytes.extend([0xFF; 4]);
    bytes.extend([0; 10]);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&bytes).unwrap();
    let error = ArchiveReader::open(file.path()).unwrap_err();
    assert!(matches!(error, ArchiveError::TooLarge { .. }), "{error}");
}

#[test]
fn progress_of_a_zip_never_goes_back_and_ends_at_the_end() {
    let rows = b"2-a,Jane,2020-01-01 00:00:00 UTC,hello\n".repeat(5_000);
    let file = [HEADER, &rows].concat();
    let zip = zip_with(&[("messages.csv", &file)]);
    let mut archive = ArchiveReader::open(zip.path()).unwrap();
    assert_eq!(archive.messages_bytes(), file.len() as u64);
    let mut reached = Vec::new();
    archive.survey(|bytes| reached.push(bytes)).unwrap();
    assert!(reached.is_sorted() && reached.len() > 3, "{reached:?}");
    assert_eq!(reached.last(), Some(&(file.len() as u64)));
}
