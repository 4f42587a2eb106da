//! One transaction: the statements it may run, and what the world is told once it stands.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, Params, Row};

use crate::refusal::Refusal;

/// Something that personas may react to, told after the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Happening {
    /// A message stands in a thread.
    Message {
        thread: i64,
        message: i64,
        sender: i64,
    },
    /// A member was invited to connect.
    Invitation { invitation: i64, addressee: i64 },
}

/// What follows from a transaction once it is committed.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    /// Seats that have something new in their update log.
    pub(crate) seats: BTreeSet<i64>,
    pub(crate) happenings: Vec<Happening>,
}

/// One transaction, with the instant it happens at.
pub(crate) struct Tx<'connection> {
    connection: &'connection Connection,
    /// The instant of this transaction, in milliseconds since the epoch.
    pub(crate) now: i64,
    /// The seed of this world; new ids follow from it.
    pub(crate) seed: u64,
    effects: Effects,
}

impl<'connection> Tx<'connection> {
    pub(crate) fn new(connection: &'connection Connection, now: i64, seed: u64) -> Self {
        Self {
            connection,
            now,
            seed,
            effects: Effects::default(),
        }
    }

    /// The row that `sql` finds, if any.
    pub(crate) fn find<T>(
        &self,
        sql: &str,
        params: impl Params,
        mapper: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Refusal> {
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row(params, mapper)
            .optional()?)
    }

    /// The one row that `sql` yields.
    pub(crate) fn get<T>(
        &self,
        sql: &str,
        params: impl Params,
        mapper: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Refusal> {
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row(params, mapper)?)
    }

    /// All rows that `sql` yields.
    pub(crate) fn list<T>(
        &self,
        sql: &str,
        params: impl Params,
        mapper: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Refusal> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params, mapper)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Runs a statement; the number of rows it changed.
    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, Refusal> {
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }

    /// Runs an INSERT; the new row's id.
    pub(crate) fn insert(&self, sql: &str, params: impl Params) -> Result<i64, Refusal> {
        Ok(self.connection.prepare_cached(sql)?.insert(params)?)
    }

    /// The value kept under `key`, if any.
    pub(crate) fn meta(&self, key: &str) -> Result<Option<String>, Refusal> {
        Ok(super::meta(self.connection, key)?)
    }

    /// Keeps a value under `key`.
    pub(crate) fn set_meta(&self, key: &str, value: &str) -> Result<(), Refusal> {
        self.execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )?;
        Ok(())
    }

    /// Wakes the readers of this seat's updates after the commit.
    pub(crate) fn wake(&mut self, seat: i64) {
        self.effects.seats.insert(seat);
    }

    /// Tells the personas after the commit.
    pub(crate) fn happened(&mut self, happening: Happening) {
        self.effects.happenings.push(happening);
    }

    pub(crate) fn into_effects(self) -> Effects {
        self.effects
    }
}
