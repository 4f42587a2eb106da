//! The store against real engines: files on disk and a private PostgreSQL server.

mod groups;
mod memory;
mod migrations;
mod notes;
mod reconnects;
mod transactions;
mod values;
