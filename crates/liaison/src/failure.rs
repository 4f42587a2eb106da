//! Why a command failed, as one line for people, perhaps a hint, and an exit code for scripts.

use std::fmt;
use std::io::ErrorKind;

use app::AppError;
use integrations::networks::network::NetworkError;
use store::StoreError;

/// The part of `--help` that explains exit codes.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed
  2  the command line is wrong
  3  the configuration or the master key is wrong
  4  the data directory is in use, or was written by another version
  5  the network or the database cannot be reached";

/// The part of `--help` that explains where settings come from.
pub(crate) const SETTINGS: &str = "\
Every setting can be given in a TOML file (--config) or as an environment variable
(LIAISON_SECTION_KEY); `liaison config reference` lists them.";

/// What helps where another program listens already.
pub(crate) const PORT_TAKEN: &str = "another program has this port: choose one with --listen";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Failed = 1,
    Usage = 2,
    Config = 3,
    DataDir = 4,
    Unreachable = 5,
}

/// Why a command failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    kind: Kind,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

/// The answer of a command.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: None,
        }
    }

    /// Something did not work.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message)
    }

    /// The arguments contradict each other or name something that is not there.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// The configuration or the master key is wrong.
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(Kind::Config, message)
    }

    /// The data directory cannot be used by this process.
    pub(crate) fn data_dir(message: impl Into<String>) -> Self {
        Self::new(Kind::DataDir, message)
    }

    /// A server that is needed does not answer.
    pub(crate) fn unreachable(message: impl Into<String>) -> Self {
        Self::new(Kind::Unreachable, message)
    }

    /// Adds what would help.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same mistake, made on the command line with this option.
    #[must_use]
    pub(crate) fn in_option(self, option: &str) -> Self {
        Self {
            kind: Kind::Usage,
            message: format!("{option}: {}", self.message),
            hint: self.hint,
        }
    }

    /// The same mistake, made with this setting.
    #[must_use]
    pub(crate) fn in_setting(self, setting: &str) -> Self {
        Self {
            kind: Kind::Config,
            message: format!("{setting}: {}", self.message),
            hint: self.hint,
        }
    }

    /// The code for the shell.
    pub(crate) fn exit_code(&self) -> u8 {
        self.kind as u8
    }
}

/// Two lines for standard error.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        match error {
            StoreError::NewerSchema { .. } => Self::data_dir(message)
                .hint("start the version that wrote it, or a newer one; going back needs a backup"),
            StoreError::ChangedMigration { .. } => Self::data_dir(message).hint(
                "it was written by a development version: name another --data-dir or remove it",
            ),
            StoreError::Busy => Self::data_dir(message),
            StoreError::Unavailable(_) => Self::unreachable(message),
            StoreError::Inconsistent { .. } => Self::config(message),
            _ => Self::failed(message),
        }
    }
}

impl From<NetworkError> for Failure {
    fn from(error: NetworkError) -> Self {
        let message = error.to_string();
        match error {
            NetworkError::Unreachable { .. } => Self::unreachable(message),
            NetworkError::SessionExpired => {
                Self::failed(message).hint("the credentials are not, or no longer, good")
            }
            _ => Self::failed(message),
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) => Self::failed(refusal.message),
            AppError::Store(error) => error.into(),
            AppError::Network(error) => error.into(),
        }
    }
}

impl From<sandbox::Error> for Failure {
    fn from(error: sandbox::Error) -> Self {
        let message = chain(&error);
        match error {
            sandbox::Error::Listen { source, .. } if source.kind() == ErrorKind::AddrInUse => {
                Self::failed(message).hint(PORT_TAKEN)
            }
            sandbox::Error::SeedMismatch { stored, .. } => {
                Self::usage(message).hint(format!("leave --seed away, or use --seed {stored}"))
            }
            _ => Self::failed(message),
        }
    }
}

/// An error and what it came from, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        if !line.ends_with(&text) {
            line = format!("{line}: {text}");
        }
        source = cause.source();
    }
    line
}
