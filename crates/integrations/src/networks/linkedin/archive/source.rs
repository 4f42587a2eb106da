//! Where the files of an archive lie, and bounded reading from there.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use domain::limits::{ARCHIVE_FILE_BYTES_MAX, ARCHIVE_FILES_MAX};
use zip::ZipArchive;

use super::ArchiveError;

/// The files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    Messages,
    Connections,
    Profile,
}

impl File {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages.csv",
            Self::Connections => "Connections.csv",
            Self::Profile => "Profile.csv",
        }
    }
}

#[derive(Debug)]
enum Kind {
    Zip(Box<ZipArchive<BufReader<fs::File>>>),
    Folder,
    /// `messages.csv` alone.
    Messages,
}

/// What no real archive exceeds; smaller in tests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Files in a zip or folder.
    pub(super) files: usize,
    /// Bytes of one file after decompression.
    pub(super) file_bytes: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            files: ARCHIVE_FILES_MAX,
            file_bytes: ARCHIVE_FILE_BYTES_MAX,
        }
    }
}

#[derive(Debug)]
pub(super) struct Source {
    path: PathBuf,
    kind: Kind,
    bounds: Bounds,
}

pub(super) type Input<'a> = Box<dyn BufRead + Send + 'a>;

impl Source {
    pub(super) fn open(path: &Path, bounds: Bounds) -> Result<Self, ArchiveError> {
        let path = path.to_owned();
        let failed = |source| ArchiveError::Read {
            path: path.clone(),
            source,
        };
        let kind = if fs::metadata(&path).map_err(failed)?.is_dir() {
            Kind::Folder
        } else {
            let mut file = BufReader::new(fs::File::open(&path).map_err(failed)?);
            if file.fill_buf().map_err(failed)?.starts_with(b"PK") {
                Kind::Zip(Box::new(open_zip(&path, file, bounds)?))
            } else {
                Kind::Messages
            }
        };
        Ok(Self { path, kind, bounds })
    }

    /// Bytes of `file` as they are announced; zero if it is absent.
    pub(super) fn bytes(&self, file: File) -> u64 {
        match &self.kind {
            Kind::Zip(zip) => find_in_zip(zip, file)
                .and_then(|index| zip.by_index_data(index).ok().map(|entry| entry.size()))
                .unwrap_or(0),
            Kind::Folder => find_in_folder(&self.path, file)
                .and_then(|path| fs::metadata(path).ok())
                .map_or(0, |metadata| metadata.len()),
            Kind::Messages => fs::metadata(&self.path).map_or(0, |metadata| metadata.len()),
        }
    }

    /// The content of `file` from its beginning; `None` if it is absent.
    pub(super) fn read(&mut self, file: File) -> Result<Option<Input<'_>>, ArchiveError> {
        let bytes_max = self.bounds.file_bytes;
        match &mut self.kind {
            Kind::Zip(zip) => {
                let Some(index) = find_in_zip(zip, file) else {
                    return Ok(None);
                };
                let entry = zip.by_index(index).map_err(|source| ArchiveError::Zip {
                    path: self.path.clone(),
                    source,
                })?;
                Ok(Some(bounded(entry, bytes_max)))
            }
            Kind::Folder => match find_in_folder(&self.path, file) {
                Some(path) => open_file(&path, bytes_max).map(Some),
                None => Ok(None),
            },
            Kind::Messages if file == File::Messages => open_file(&self.path, bytes_max).map(Some),
            Kind::Messages => Ok(None),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What went wrong while reading on.
    pub(super) fn broken(path: &Path, source: io::Error) -> ArchiveError {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::FileTooLarge => ArchiveError::TooLarge { path },
            _ => ArchiveError::Read { path, source },
        }
    }
}

fn open_zip(
    path: &Path,
    mut file: BufReader<fs::File>,
    bounds: Bounds,
) -> Result<ZipArchive<BufReader<fs::File>>, ArchiveError> {
    let too_large = || ArchiveError::TooLarge {
        path: path.to_owned(),
    };
    // Before the directory is read, which may be as large as the file itself.
    let announced = announced_files(&mut file).map_err(|source| Source::broken(path, source))?;
    if announced.is_some_and(|count| count > bounds.files as u64) {
        return Err(too_large());
    }
    let zip = ZipArchive::new(file).map_err(|source| ArchiveError::Zip {
        path: path.to_owned(),
        source,
    })?;
    if zip.len() > bounds.files {
        return Err(too_large());
    }
    Ok(zip)
}

/// The number of entries that the end of a zip announces; `None` where there is no such end. Leaves the file at its
/// beginning.
fn announced_files(file: &mut (impl Read + Seek)) -> io::Result<Option<u64>> {
    // The last record, with a comment of up to 64 KiB behind it, and the record of large zips before it.
    const END: &[u8] = b"PK\x05\x06";
    const LARGE_LOCATOR: &[u8] = b"PK\x06\x07";
    const TAIL_BYTES_MAX: u64 = 20 + 22 + (1 << 16);
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES_MAX)))?;
    let mut tail = Vec::new();
    file.by_ref().take(TAIL_BYTES_MAX).read_to_end(&mut tail)?;
    let ends = tail.windows(END.len()).rposition(|bytes| bytes == END);
    let mut count = ends.and_then(|at| number::<2>(&tail, at + 10));
    if count == Some(u64::from(u16::MAX))
        && let Some(locator) = ends.and_then(|at| at.checked_sub(20))
        && tail[locator..].starts_with(LARGE_LOCATOR)
        && let Some(record) = number::<8>(&tail, locator + 8)
    {
        file.seek(SeekFrom::Start(record))?;
        let mut large = Vec::new();
        file.by_ref().take(56).read_to_end(&mut large)?;
        count = number::<8>(&large, 32);
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(count)
}

/// The number in `BYTES` bytes from `at` on, the lowest first.
fn number<const BYTES: usize>(bytes: &[u8], at: usize) -> Option<u64> {
    let mut wide = [0; 8];
    wide[..BYTES].copy_from_slice(bytes.get(at..at + BYTES)?);
    Some(u64::from_le_bytes(wide))
}

fn open_file(path: &Path, bytes_max: u64) -> Result<Input<'static>, ArchiveError> {
    let file = fs::File::open(path).map_err(|source| Source::broken(path, source))?;
    Ok(bounded(file, bytes_max))
}

/// The entry called like `file` in any case, the one that lies least deep: some tools pack the folder, and some
/// systems add a shadow of every file.
fn find_in_zip(zip: &ZipArchive<BufReader<fs::File>>, file: File) -> Option<usize> {
    let depth = |index| {
        let name = zip.name_for_index(index)?.ok()?;
        let name = name.replace('\\', "/");
        let (folder, base) = name.rsplit_once('/').unwrap_or(("", &name));
        let is_ours = base.eq_ignore_ascii_case(file.name()) && !folder.starts_with("__MACOSX");
        is_ours.then(|| name.matches('/').count())
    };
    (0..zip.len())
        .filter_map(|index| Some((depth(index)?, index)))
        .min()
        .map(|(_, index)| index)
}

/// The file called like `file` in any case in the folder, or in one of the folders in it.
fn find_in_folder(folder: &Path, file: File) -> Option<PathBuf> {
    let list = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<_> = entries
            .take(ARCHIVE_FILES_MAX)
            .map(|entry| entry.path())
            .collect();
        paths.sort_unstable();
        paths
    };
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.eq_ignore_ascii_case(file.name())) && path.is_file()
    };
    let here = list(folder);
    here.iter().find(|path| is_ours(path)).cloned().or_else(|| {
        let folders = here.iter().filter(|path| path.is_dir());
        folders.flat_map(|path| list(path)).find(is_ours)
    })
}

/// `input` that fails behind the bound instead of going on for ever.
fn bounded<'a>(input: impl Read + Send + 'a, bytes_max: u64) -> Input<'a> {
    Box::new(BufReader::with_capacity(
        1 << 16,
        Bounded {
            input,
            left: bytes_max,
        },
    ))
}

struct Bounded<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_ends_at_the_bound() {
        let mut input = Bounded {
            input: io::repeat(b'x'),
            left: 1_000,
        };
        let mut read = Vec::new();
        let refused = input.read_to_end(&mut read).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::FileTooLarge);
        let error = Source::broken(Path::new("bomb.zip"), refused);
        assert_eq!(
            error.to_string(),
            "bomb.zip is larger than any real archive"
        );
    }
}
