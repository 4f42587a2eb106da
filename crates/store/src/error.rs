//! What can go wrong in the store, as a small closed set that callers can branch on.

/// The result of everything in this crate.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why the store did not do what was asked. Texts never contain stored values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The queue in front of a lane is full, or another process holds the database.
    #[error("the store is busy")]
    Busy,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// The disk is full. Nothing of the transaction was kept.
    #[error("the disk is full")]
    Full,
    /// The database cannot be reached. Nothing of the transaction was kept.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Other transactions were in the way more often than the store retries.
    #[error("the transaction met others too often")]
    Contended,
    /// The answer to COMMIT was lost and nobody can tell whether it happened. Look before doing it again.
    #[error("it is unknown whether the transaction was committed")]
    CommitUnknown,
    /// A row that must exist does not.
    #[error("a row that was expected is missing")]
    NotFound,
    /// A constraint refused the statement. Expected conflicts use `ON CONFLICT` instead.
    #[error("a constraint was violated: {0}")]
    Constraint(String),
    /// A write inside [`crate::Store::read`].
    #[error("a read transaction cannot write")]
    ReadOnly,
    /// A value that one of the engines cannot hold: text with NUL, or a float that is not a number.
    #[error("a value cannot be stored: {0}")]
    Unstorable(&'static str),
    /// The statement itself is wrong, or the engine failed at it.
    #[error("{message} in: {sql}")]
    Statement {
        /// What the engine said.
        message: String,
        /// The text of the statement, without its values.
        sql: String,
    },
    /// A column does not hold what the mapper asked for.
    #[error("column {index}: {message}")]
    Column {
        /// Position in the result, from 0.
        index: usize,
        /// What was found instead.
        message: String,
    },
    /// A stored row contradicts the rules of the domain.
    #[error("a stored {what} is inconsistent: {message}")]
    Inconsistent {
        /// The kind of row.
        what: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// The closure panicked; its transaction was rolled back.
    #[error("the transaction panicked: {0}")]
    Panicked(String),
    /// The database was written by a newer version of this program.
    #[error("the database has schema {found}, this version knows up to {known}")]
    NewerSchema {
        /// The newest migration in the database.
        found: u32,
        /// The newest migration in this program.
        known: u32,
    },
    /// A migration that was applied earlier has another text today.
    #[error("migration {number} was changed after it had been applied")]
    ChangedMigration {
        /// The number of the migration.
        number: u32,
    },
    /// The database does not promise what durability needs.
    #[error("the database is not set up as needed: {0}")]
    Setup(String),
    /// The disk or the operating system failed.
    #[error("the database failed: {0}")]
    Io(String),
}

impl StoreError {
    /// Whether the same call may succeed a little later, with nothing kept so far.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Busy | Self::Unavailable(_) | Self::Contended | Self::Full
        )
    }

    pub(crate) fn statement(message: impl Into<String>, sql: &str) -> Self {
        Self::Statement {
            message: message.into(),
            sql: sql.into(),
        }
    }
}
