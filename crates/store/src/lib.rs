//! What is kept: SQLite and PostgreSQL behind one synchronous transaction type.
//!
//! A [`Store`] ships closures to *lanes*, OS threads that own their connections. A closure gets a [`Tx`], cannot await
//! and can run again. The functions that read and write tables stand once, over [`Tx`], for both engines.
//!
//! Never here: a network call inside a transaction, a clock, a random number, a rule about what may be sent.
//! Never elsewhere: SQL.
//!
//! Start reading at [`Store::write`], then [`Tx`], then `sqlite/writer.rs` (group commit) and `postgresql/lane.rs`
//! (retries and the lost COMMIT answer).

pub mod account_erasures;
pub mod accounts;
pub mod agenda;
pub mod api_keys;
pub mod attachments;
pub mod attempts;
pub mod audit;
pub mod backfill;
pub mod conversations;
pub mod deliveries;
mod derived;
pub mod desks;
pub mod drafts;
mod emit;
pub mod endpoints;
pub mod erasures;
mod error;
pub mod events;
pub mod evidence;
mod faults;
pub mod hints;
pub mod inbox;
pub mod ingest;
pub mod invitations;
mod job;
pub mod keeping;
pub mod labels;
pub mod leases;
pub mod ledger;
pub mod link_sessions;
pub mod logins;
pub mod messages;
mod migrations;
pub mod notes;
pub mod outcomes;
pub mod participants;
pub mod people;
pub mod person_locks;
mod person_refreshes;
mod postgresql;
mod queue;
pub mod reconciliations;
pub mod relations;
mod row;
pub mod sends;
mod sqlite;
mod store;
pub mod suppressions;
pub mod templates;
mod tx;
pub mod usage;
pub mod users;
mod value;
pub mod vault;
pub mod words;
pub mod workspaces;

pub use emit::NewEvent;
pub use error::{StoreError, StoreResult};
pub use faults::{CommitFault, CommitFaults};
pub use job::{Counters, Gathered};
pub use migrations::schema_fingerprint;
pub use postgresql::PostgresOptions;
pub use row::{Row, StoredId};
pub use sqlite::SqliteOptions;
pub use store::{Engine, Store};
pub use tx::{InsertMany, Tx};
pub use value::{ColumnType, Value};
