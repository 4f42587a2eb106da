//! The master key: from the environment, from a file that is named, or from the file that the first start makes.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use domain::entropy::Entropy;
use secrecy::{ExposeSecret, SecretBox};

use crate::config::Config;
use crate::data_dir::{DataDir, private_file};
use crate::failure::{Failure, Outcome};

const KEY_FILE: &str = "master.key";

const FILE_COMMENT: &str = "\
# The master key of this Liaison data directory, made at the first start.
#
# It seals the credentials of every linked account and the hashes of every API key. Keep a copy apart from the
# backups of the database: a backup without this key opens no credential and recognises no API key, so every
# account must be linked again and every key made anew. Whoever has both has everything.
";

/// The key as bytes, wiped when dropped.
pub(crate) type MasterKey = SecretBox<[u8; 32]>;

/// The configured master key. Where nothing is configured it is kept in the data directory, and made there as long as
/// there is no database that another key began.
pub(crate) fn load(config: &Config, dir: &DataDir, entropy: &dyn Entropy) -> Outcome<MasterKey> {
    let security = &config.security;
    if !security.master_key.is_empty() {
        return parse(&security.master_key)
            .ok_or_else(|| Failure::config("security.master_key must be 64 hexadecimal digits"));
    }
    if !security.master_key_file.is_empty() {
        return read(Path::new(&security.master_key_file));
    }
    let path = dir.file(KEY_FILE);
    if path.exists() {
        return read(&path);
    }
    if config.store.database_url.is_empty() && dir.database().exists() {
        let message = format!("{} is missing, but there is a database", path.display());
        return Err(Failure::config(message).hint(
            "put the master key back from its copy; without it no stored credential can be opened and no API key is \
             recognised",
        ));
    }
    make(&path, entropy)
}

fn make(path: &Path, entropy: &dyn Entropy) -> Outcome<MasterKey> {
    let mut key = [0; 32];
    entropy.fill(&mut key);
    let mut digits = String::with_capacity(64);
    for byte in key {
        let _ = write!(digits, "{byte:02x}");
    }
    let written = private_file(path, false).and_then(|mut file| {
        writeln!(file, "{FILE_COMMENT}{digits}")?;
        file.sync_all()
    });
    match written {
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

    #[test]
    fn the_key_is_made_once_and_private() {
        let (_folder, dir) = data_dir();
        let (config, entropy) = (Config::default(), SeededEntropy::new(1));
        let made = load(&config, &dir, &entropy).unwrap();
        let again = load(&config, &dir, &entropy).unwrap();
        assert_eq!(made.expose_secret(), again.expose_secret());
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
            let failure = load(&config, &dir, &entropy).unwrap_err();
            assert!(failure.message.contains("chmod 600"), "{failure}");
        }
    }

    #[test]
    fn a_lost_key_is_not_replaced_while_there_is_a_database() {
        let (_folder, dir) = data_dir();
        std::fs::write(dir.database(), b"").unwrap();
        let failure = load(&Config::default(), &dir, &SeededEntropy::new(1)).unwrap_err();
        assert_eq!(failure.exit_code(), 3);
        assert!(!dir.file(KEY_FILE).exists());
    }

    #[test]
    fn a_configured_key_is_taken_as_it_is() {
        let (_folder, dir) = data_dir();
        let mut config = Config::default();
        config.security.master_key = "ab".repeat(32);
        let key = load(&config, &dir, &SeededEntropy::new(1)).unwrap();
        assert_eq!(key.expose_secret(), &[0xab; 32]);
        for wrong in ["ab", &"xy".repeat(32), &"00".repeat(32), &"ab".repeat(33)] {
            config.security.master_key = wrong.to_owned();
            let failure = load(&config, &dir, &SeededEntropy::new(1)).unwrap_err();
            assert_eq!(failure.exit_code(), 3, "{wrong}");
        }
        assert!(!dir.file(KEY_FILE).exists());
    }
}
