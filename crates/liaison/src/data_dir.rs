//! The data directory: one server at a time, and nobody else's business.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use domain::entropy::Entropy;

use crate::config::{Config, Variables};
use crate::failure::{Failure, Outcome};
use crate::machine::MachineEntropy;

/// A data directory; it exists, except where [`DataDir::named`] says otherwise.
#[derive(Debug)]
pub(crate) struct DataDir(PathBuf);

/// While this lives, no other server starts on the same data directory.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
    /// The name of the servers of this directory, one after the other, among other servers of a shared database.
    /// Whoever has the lock knows that the earlier ones are gone.
    pub(crate) machine: String,
}

/// Where the data directory is when nothing says so; `below` is a folder of its own for a purpose, or empty.
pub(crate) fn default_path(variables: &Variables, below: &str) -> Outcome<PathBuf> {
    let base = match (variables.get("XDG_DATA_HOME"), variables.get("HOME")) {
        (Some(data), _) if Path::new(data).is_absolute() => PathBuf::from(data),
        (_, Some(home)) if !home.is_empty() => Path::new(home).join(".local/share"),
        _ => {
            return Err(
                Failure::config("there is no HOME to put the data directory into")
                    .hint("name one with --data-dir"),
            );
        }
    };
    Ok(base.join("liaison").join(below))
}

fn configured_path(config: &Config, variables: &Variables, below: &str) -> Outcome<PathBuf> {
    match config.store.data_dir.as_str() {
        "" => default_path(variables, below),
        path => Ok(PathBuf::from(path)),
    }
}

impl DataDir {
    /// The configured directory, made if it is not there.
    pub(crate) fn configured(config: &Config, variables: &Variables, below: &str) -> Outcome<Self> {
        Self::at(&configured_path(config, variables, below)?)
    }

    /// The configured directory, whether it is there or not; nothing is made.
    pub(crate) fn named(config: &Config, variables: &Variables) -> Outcome<Self> {
        let path = configured_path(config, variables, "")?;
        if path.exists() {
            return Self::at(&path);
        }
        Ok(Self(path))
    }

    /// This directory, made if it is not there, readable by its owner only.
    pub(crate) fn at(path: &Path) -> Outcome<Self> {
        let failed = |error: io::Error| {
            Failure::config(format!(
                "cannot use the data directory {}: {error}",
                path.display()
            ))
        };
        if !path.exists() {
            make_private_dir(path).map_err(failed)?;
        }
        let path = path.canonicalize().map_err(failed)?;
        if !path.is_dir() {
            let message = format!("{} is not a directory", path.display());
            return Err(Failure::config(message));
        }
        Ok(Self(path))
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The directory itself.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The embedded database.
    pub(crate) fn database(&self) -> PathBuf {
        self.file("liaison.db")
    }

    /// Takes the directory for this process, or says who has it.
    pub(crate) fn lock(&self) -> Outcome<Lock> {
        let path = self.file("lock");
        let failed = |error: io::Error| {
            Failure::data_dir(format!("cannot lock {}: {error}", path.display()))
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(self.in_use(&mut file)),
            Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
        }
        // For whoever comes second; the lock itself is the operating system's.
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| writeln!(file, "{}", std::process::id()))
            .map_err(failed)?;
        let machine = self.machine_name().map_err(failed)?;
        Ok(Lock {
            _file: file,
            machine,
        })
    }

    /// Drawn once, kept in a file of its own.
    fn machine_name(&self) -> io::Result<String> {
        let path = self.file("node");
        // A copy of the directory is another place, and whoever serves the first may live.
        let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let place = format!("{} {}", host.trim(), self.0.display());
        match fs::read_to_string(&path) {
            Ok(text) => {
                if let Some((name, of)) = text.split_once('\n')
                    && of.trim_end() == place
                {
                    return Ok(name.to_owned());
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let name = format!("{:016x}", MachineEntropy.number());
        write_whole(&path, format!("{name}\n{place}\n").as_bytes())?;
        Ok(name)
    }

    fn in_use(&self, file: &mut File) -> Failure {
        let mut holder = String::new();
        let who = match file.read_to_string(&mut holder).map(|_| holder.trim()) {
            Ok(holder) if !holder.is_empty() => format!("process {holder}"),
            _ => "another process".to_owned(),
        };
        Failure::data_dir(format!(
            "{who} already serves the data directory {}",
            self.0.display()
        ))
        .hint("stop it first, or name another directory with --data-dir")
    }
}

/// Writes a file so that a reader sees either nothing or all of it, readable by its owner only.
pub(crate) fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let draft = write_draft(path, content)?;
    fs::rename(&draft, path)
}

/// As [`write_whole`], but a file that is there already stays as it is: then the error is
/// [`io::ErrorKind::AlreadyExists`]. On disk, name and all, when this returns: what a secret seals must not outlive it.
pub(crate) fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    let draft = write_draft(path, content)?;
    // Unlike a rename, a link replaces nothing.
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked?;
    #[cfg(unix)]
    File::open(match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    })?
    .sync_all()?;
    Ok(())
}

/// Writes a file beside `path` that nobody looks for, and returns where it is.
fn write_draft(path: &Path, content: &[u8]) -> io::Result<PathBuf> {
    static DRAFTS: AtomicU64 = AtomicU64::new(0);
    let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}-{number}", std::process::id()));
    let draft = path.with_file_name(name);
    let mut file = private_file(&draft, true)?;
    file.write_all(content)?;
    file.sync_all()?;
    Ok(draft)
}

/// A new file that only its owner can read; `may_replace` a file that is there.
pub(crate) fn private_file(path: &Path, may_replace: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true);
    if may_replace {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn make_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_has_one_server_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::at(&folder.path().join("new")).unwrap();
        let lock = dir.lock().unwrap();
        let failure = dir.lock().unwrap_err();
        assert_eq!(failure.exit_code(), 4);
        let holder = format!("process {}", std::process::id());
        assert!(failure.message.starts_with(&holder), "{failure}");
        let name = lock.machine.clone();
        drop(lock);
        assert_eq!(dir.lock().unwrap().machine, name);
    }

    #[test]
    fn the_default_place_follows_the_environment() {
        let of = |pairs: &[(&str, &str)]| {
            let pairs = pairs
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()));
            default_path(&pairs.collect(), "demo")
        };
        let home = of(&[("HOME", "/home/ana")]).unwrap();
        assert_eq!(home, Path::new("/home/ana/.local/share/liaison/demo"));
        let xdg = of(&[("HOME", "/home/ana"), ("XDG_DATA_HOME", "/data")]).unwrap();
        assert_eq!(xdg, Path::new("/data/liaison/demo"));
        assert_eq!(of(&[]).unwrap_err().exit_code(), 3);
    }

    #[test]
    fn a_whole_file_replaces_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ready.json");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_appears_whole_once_and_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let text = |writer: usize| format!("{writer}").repeat(10_000);
        let written: Vec<bool> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..8)
                .map(|writer| {
                    let path = &path;
                    scope.spawn(move || {
                        let written = write_new(path, text(writer).as_bytes());
                        // Whoever comes second can read at once what the first has written.
                        assert_eq!(fs::read(path).unwrap().len(), 10_000);
                        written.is_ok()
                    })
                })
                .collect();
            writers
                .into_iter()
                .map(|writer| writer.join().unwrap())
                .collect()
        });
        assert_eq!(written.iter().filter(|is_written| **is_written).count(), 1);
        let winner = written.iter().position(|is_written| *is_written).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text(winner));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let again = write_new(&path, b"other").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
