//! The master key: from the environment, from a file that is named, or from the file that the first start makes.

use std::path::{Path, PathBuf};

use domain::entropy::Entropy;
use domain::hexadecimal::hexadecimal;
use secrecy::{ExposeSecret, SecretBox};

use crate::config::Config;
use crate::data_dir::{DataDir, write_new};
use crate::failure::{Failure, Outcome};

const KEY_FILE: &str = "master.key";

const FILE_COMMENT: &str = "\
# The master key of this Liaison data directory, made at the first start.
#
# It seals the credentials of every linked account and the hashes of every API key. Keep a copy apart from the
# backups of the database: a backup without this key opens no credential and recognises no API key. Then
# `liaison keys reset-master-key` begins with a new one: the history stays, every account must be linked again and
# every key made anew. Whoever has this file and the database has everything.
";

/// What a lost key means, and the way out.
pub(crate) const LOST: &str = "without it no stored credential can be opened and no API key is recognised. If it is \
    lost for good, `liaison keys reset-master-key` begins with a new one and keeps the history";

/// The key as bytes, wiped when dropped.
pub(crate) type MasterKey = SecretBox<[u8; 32]>;

/// The master key that there is: the configured one, else that of the data directory. `None` if nothing is configured
/// and the data directory has none.
pub(crate) fn find(config: &Config, dir: &DataDir) -> Outcome<Option<MasterKey>> {
    if let Some(key) = given(config)? {
        return Ok(Some(key));
    }
    if !config.security.master_key_file.is_empty() {
        return read(Path::new(&config.security.master_key_file)).map(Some);
    }
    let path = dir.file(KEY_FILE);
    if path.exists() {
        return read(&path).map(Some);
    }
    Ok(None)
}

/// The first key of a data directory: nothing may have been sealed before.
pub(crate) fn make(dir: &DataDir, entropy: &dyn Entropy) -> Outcome<MasterKey> {
    make_at(&dir.file(KEY_FILE), entropy)
}

/// What to say where a database was begun with a key that is not there.
pub(crate) fn missing(dir: &DataDir) -> Failure {
    let path = dir.file(KEY_FILE);
    let message = format!("{} is missing, but there is a database", path.display());
    Failure::config(message).hint(format!("put the master key back from its copy; {LOST}"))
}

/// A key in the place of one that was lost.
pub(crate) struct NewKey {
    pub(crate) key: MasterKey,
    /// Where it is; absent if the configuration gives the key itself.
    pub(crate) file: Option<PathBuf>,
    /// Where the file that stood there is kept.
    pub(crate) kept: Option<PathBuf>,
}

/// Takes the key that the configuration gives, else makes one in the configured place. A file that is there is kept
/// under another name: it may be the right one of another database.
pub(crate) fn replace(config: &Config, dir: &DataDir, entropy: &dyn Entropy) -> Outcome<NewKey> {
    if let Some(key) = given(config)? {
        return Ok(NewKey {
            key,
            file: None,
            kept: None,
        });
    }
    let path = match config.security.master_key_file.as_str() {
        "" => dir.file(KEY_FILE),
        path => PathBuf::from(path),
    };
    let kept = set_aside(&path)
        .map_err(|error| Failure::config(format!("cannot rename {}: {error}", path.display())))?;
    Ok(NewKey {
        key: make_at(&path, entropy)?,
        file: Some(path),
        kept,
    })
}

/// The key that the configuration itself gives.
fn given(config: &Config) -> Outcome<Option<MasterKey>> {
    match config.security.master_key.as_str() {
        "" => Ok(None),
        text => parse(text).map(Some).ok_or_else(|| {
            Failure::config("security.master_key must be 64 hexadecimal digits, not all of them 0")
        }),
    }
}

/// Renames a file that is there to the first free name that ends in `.old` and a number.
fn set_aside(path: &Path) -> std::io::Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let free = (1..=u32::MAX)
        .map(|number| path.with_file_name(format!("{name}.old{number}")))
        .find(|candidate| !candidate.exists())
        .expect("a folder holds fewer files than there are numbers");
    std::fs::rename(path, &free)?;
    Ok(Some(free))
}

fn make_at(path: &Path, entropy: &dyn Entropy) -> Outcome<MasterKey> {
    let mut key = [0; 32];
    entropy.fill(&mut key);
    let digits = hexadecimal(&key);
    match write_new(path, format!("{FILE_COMMENT}{digits}\n").as_bytes()) {
        Ok(()) => Ok(SecretBox::new(Box::new(key))),
        // Another command was faster.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => read(path),
        Err(error) => Err(Failure::config(format!(
            "cannot write {}: {error}",
            path.display()
        ))),
    }
}

fn read(path: &Path) -> Outcome<MasterKey> {
    let failed =
        |what: String| Failure::config(format!("the master key {}: {what}", path.display()));
    check_private(path).map_err(failed)?;
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    match (lines.next().and_then(parse), lines.next()) {
        (Some(key), None) => Ok(key),
        _ => Err(failed(
            "there must be one line of 64 hexadecimal digits".to_owned(),
        )),
    }
}

/// Others must not be able to read it.
fn check_private(path: &Path) -> Result<(), String> {
    #[cfg(unix)]
    {
        let data = std::fs::metadata(path).map_err(|error| error.to_string())?;
        let mode = std::os::unix::fs::PermissionsExt::mode(&data.permissions());
        if mode & 0o007 != 0 {
            return Err("everybody on this machine can read it; run chmod 600 on it".to_owned());
        }
    }
    Ok(())
}

fn parse(text: &str) -> Option<MasterKey> {
    let text = text.trim();
    let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hex {
        return None;
    }
    let mut key = SecretBox::new(Box::new([0; 32]));
    let bytes: &mut [u8; 32] = secrecy::ExposeSecretMut::expose_secret_mut(&mut key);
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
    }
    // All zeros is what a template has, never what a generator gives.
    key.expose_secret()
        .iter()
        .any(|byte| *byte != 0)
        .then_some(key)
}

#[cfg(test)]
mod tests {
    use domain::entropy::SeededEntropy;

    use super::*;

    fn data_dir() -> (tempfile::TempDir, DataDir) {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::at(folder.path()).unwrap();
        (folder, dir)
    }

    fn found(config: &Config, dir: &DataDir) -> Option<[u8; 32]> {
        let key = find(config, dir).unwrap();
        key.map(|key| *key.expose_secret())
    }

    #[test]
    fn the_key_is_made_once_and_private() {
        let (_folder, dir) = data_dir();
        let (config, entropy) = (Config::default(), SeededEntropy::new(1));
        assert_eq!(found(&config, &dir), None);
        let made = make(&dir, &entropy).unwrap();
        // Somebody who was slower takes the one that is there.
        let again = make(&dir, &entropy).unwrap();
        assert_eq!(made.expose_secret(), again.expose_secret());
        assert_eq!(found(&config, &dir).as_ref(), Some(made.expose_secret()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(dir.file(KEY_FILE))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
            let open = std::fs::Permissions::from_mode(0o644);
            std::fs::set_permissions(dir.file(KEY_FILE), open).unwrap();
            let failure = find(&config, &dir).unwrap_err();
            assert!(failure.message.contains("chmod 600"), "{failure}");
        }
    }

    #[test]
    fn a_configured_key_is_taken_as_it_is() {
        let (_folder, dir) = data_dir();
        let mut config = Config::default();
        config.security.master_key = "ab".repeat(32);
        assert_eq!(found(&config, &dir), Some([0xab; 32]));
        for wrong in ["ab", &"xy".repeat(32), &"00".repeat(32), &"ab".repeat(33)] {
            config.security.master_key = wrong.to_owned();
            let failure = find(&config, &dir).unwrap_err();
            assert_eq!(failure.exit_code(), 3, "{wrong}");
        }
        assert!(!dir.file(KEY_FILE).exists());
    }

    #[test]
    fn a_replaced_key_leaves_the_former_file_under_another_name() {
        let (_folder, dir) = data_dir();
        let (mut config, entropy) = (Config::default(), SeededEntropy::new(1));
        let first = make(&dir, &entropy).unwrap();
        let former = std::fs::read(dir.file(KEY_FILE)).unwrap();
        let replaced = replace(&config, &dir, &entropy).unwrap();
        assert_ne!(first.expose_secret(), replaced.key.expose_secret());
        assert_eq!(replaced.file, Some(dir.file(KEY_FILE)));
        let kept = replaced.kept.unwrap();
        assert_eq!(kept, dir.file("master.key.old1"));
        assert_eq!(std::fs::read(kept).unwrap(), former);
        let again = replace(&config, &dir, &entropy).unwrap();
        assert_eq!(again.kept, Some(dir.file("master.key.old2")));

        config.security.master_key_file = dir.file("elsewhere").display().to_string();
        let elsewhere = replace(&config, &dir, &entropy).unwrap();
        assert_eq!(
            (elsewhere.file, elsewhere.kept),
            (Some(dir.file("elsewhere")), None)
        );
        assert_eq!(
            found(&config, &dir).as_ref(),
            Some(elsewhere.key.expose_secret())
        );
    }
}
