//! The transaction that a closure works with: one SQL text for both engines.

use std::ops::ControlFlow;

use crate::audit::{self, NewEntry};
use crate::emit::{self, NewEvent};
use crate::hints::Hints;
use crate::postgresql::Session;
use crate::sqlite::Statement;
use crate::{ColumnType, Engine, Row, StoreError, StoreResult, Value};

/// What runs once the commit is durable.
pub(crate) type AfterCommit = Box<dyn FnOnce() + Send>;

/// An open transaction. SQL is written once, with `?1`, `?2`, … for the values, in the part of the language that both
/// engines share: BIGINT, DOUBLE PRECISION, TEXT, BLOB/BYTEA, booleans as 0 and 1, `ON CONFLICT` and `RETURNING`.
///
/// An expected conflict is always `ON CONFLICT`. Any other error ends the transaction on both engines: later calls
/// return the same error, and so does the closure, whatever it returns itself. Only [`StoreError::NotFound`] leaves
/// the transaction usable.
pub struct Tx<'c> {
    link: Link<'c>,
    is_read_only: bool,
    events: Vec<NewEvent>,
    acts: Vec<NewEntry>,
    after_commit: Vec<AfterCommit>,
    poison: Option<StoreError>,
    /// Absent where nothing can be written.
    hints: Option<&'c Hints>,
}

/// The connection that a transaction runs on.
pub(crate) enum Link<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut Session),
}

/// A statement that inserts many rows into one table: a loop on SQLite, one statement over arrays on PostgreSQL.
#[derive(Debug, Clone, Copy)]
pub struct InsertMany {
    /// The table's name.
    pub table: &'static str,
    /// Its columns in the order of the values in each row.
    pub columns: &'static [(&'static str, ColumnType)],
    /// What follows the values, such as `ON CONFLICT DO NOTHING`; may be empty. With `DO UPDATE` the rows of one call
    /// must differ in their key, as PostgreSQL refuses to touch a row twice in one statement.
    pub conflict: &'static str,
}

impl<'c> Tx<'c> {
    /// A transaction that may write. Who waits for its events is told through `hints`.
    pub(crate) fn write(link: Link<'c>, hints: &'c Hints) -> Self {
        Self {
            is_read_only: false,
            hints: Some(hints),
            ..Self::read(link)
        }
    }

    /// A transaction that only reads.
    pub(crate) fn read(link: Link<'c>) -> Self {
        Self {
            link,
            is_read_only: true,
            events: Vec::new(),
            acts: Vec::new(),
            after_commit: Vec::new(),
            poison: None,
            hints: None,
        }
    }

    /// Whether nothing can be kept by it.
    pub(crate) const fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// The engine below, for the few statements that must differ.
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement without a result and returns how many rows it changed.
    pub fn execute(&mut self, sql: &'static str, params: &[Value<'_>]) -> StoreResult<u64> {
        self.guarded(|tx| {
            check(params)?;
            match &mut tx.link {
                Link::Sqlite(connection) => {
                    Statement::prepare(connection, sql, tx.is_read_only)?.execute(params)
                }
                Link::Postgres(session) => session.execute(sql, params),
            }
        })
    }

    /// Calls `on_row` for each row, in order, until it breaks.
    pub fn query_each(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        mut on_row: impl FnMut(&Row<'_>) -> StoreResult<ControlFlow<()>>,
    ) -> StoreResult<()> {
        self.each(sql, params, &mut on_row)
    }

    /// All rows. The statement must bound them.
    pub fn query<T>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        mut mapper: impl FnMut(&Row<'_>) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        let mut rows = Vec::new();
        self.each(sql, params, &mut |row| {
            rows.push(mapper(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    }

    /// The first row, if there is one.
    pub fn query_opt<T>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        mut mapper: impl FnMut(&Row<'_>) -> StoreResult<T>,
    ) -> StoreResult<Option<T>> {
        let mut found = None;
        self.each(sql, params, &mut |row| {
            found = Some(mapper(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// The first row, or [`StoreError::NotFound`].
    pub fn query_one<T>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        mapper: impl FnMut(&Row<'_>) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.query_opt(sql, params, mapper)?
            .ok_or(StoreError::NotFound)
    }

    /// Inserts the rows, each with one value per column, and returns how many were inserted or updated.
    pub fn insert_many(
        &mut self,
        insert: &InsertMany,
        rows: &[Vec<Value<'_>>],
    ) -> StoreResult<u64> {
        if rows.is_empty() {
            return self.poison.clone().map_or(Ok(0), Err);
        }
        self.guarded(|tx| {
            check_rows(insert, rows)?;
            match &mut tx.link {
                Link::Sqlite(connection) => {
                    let sql = insert.values_sql("");
                    let mut statement = Statement::prepare(connection, &sql, tx.is_read_only)?;
                    rows.iter().map(|row| statement.execute(row)).sum()
                }
                Link::Postgres(session) => session.insert_many(insert, rows),
            }
        })
    }

    /// Like [`Tx::insert_many`], but maps what `RETURNING` gives for each row that was really inserted or updated, in
    /// the order of `rows`.
    pub fn insert_many_returning<T>(
        &mut self,
        insert: &InsertMany,
        returning: &'static str,
        rows: &[Vec<Value<'_>>],
        mut mapper: impl FnMut(&Row<'_>) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        if rows.is_empty() {
            return self.poison.clone().map_or(Ok(Vec::new()), Err);
        }
        self.guarded(|tx| {
            check_rows(insert, rows)?;
            let mut values = Vec::new();
            let mut on_row = |row: &Row<'_>| {
                values.push(mapper(row)?);
                Ok(ControlFlow::Continue(()))
            };
            match &mut tx.link {
                Link::Sqlite(connection) => {
                    let sql = insert.values_sql(returning);
                    let mut statement = Statement::prepare(connection, &sql, tx.is_read_only)?;
                    for row in rows {
                        statement.each(row, &mut on_row)?;
                    }
                }
                Link::Postgres(session) => {
                    session.insert_many_returning(insert, returning, rows, &mut on_row)?;
                }
            }
            Ok(values)
        })
    }

    /// Asks [`Tx::query_opt`]'s question once for each row of values: a loop on SQLite, one statement on PostgreSQL.
    /// `types` are those of the values. The answers are in the order of `rows`.
    pub fn query_opt_each<T>(
        &mut self,
        sql: &'static str,
        types: &'static [ColumnType],
        rows: &[Vec<Value<'_>>],
        mut mapper: impl FnMut(&Row<'_>) -> StoreResult<T>,
    ) -> StoreResult<Vec<Option<T>>> {
        let mut answers: Vec<Option<T>> = rows.iter().map(|_| None).collect();
        if rows.is_empty() {
            return self.poison.clone().map_or(Ok(answers), Err);
        }
        self.guarded(|tx| {
            rows.iter().try_for_each(|row| check(row))?;
            let mut take = |place: usize, row: &Row<'_>| {
                answers[place] = Some(mapper(row)?);
                Ok(ControlFlow::Break(()))
            };
            match &mut tx.link {
                Link::Sqlite(connection) => {
                    let mut statement = Statement::prepare(connection, sql, tx.is_read_only)?;
                    for (place, values) in rows.iter().enumerate() {
                        statement.each(values, &mut |row| take(place, row))?;
                    }
                    Ok(())
                }
                Link::Postgres(session) => session.query_each(sql, types, rows, &mut take),
            }
        })?;
        Ok(answers)
    }

    /// Runs a statement without a result once for each row of values: a loop on SQLite, one round trip on PostgreSQL.
    pub fn execute_each(&mut self, sql: &'static str, rows: &[Vec<Value<'_>>]) -> StoreResult<()> {
        if rows.is_empty() {
            return self.poison.clone().map_or(Ok(()), Err);
        }
        self.guarded(|tx| {
            rows.iter().try_for_each(|row| check(row))?;
            match &mut tx.link {
                Link::Sqlite(connection) => {
                    let mut statement = Statement::prepare(connection, sql, tx.is_read_only)?;
                    for row in rows {
                        statement.execute(row)?;
                    }
                    Ok(())
                }
                Link::Postgres(session) => session.execute_each(sql, rows),
            }
        })
    }

    /// Announces an event. It gets its number, and is inserted, in the last statements before COMMIT.
    pub fn emit(&mut self, event: NewEvent) {
        debug_assert_eq!(domain::event::check(event.kind, &event.body), Ok(()));
        self.events.push(event);
    }

    /// Writes down who did something. It gets its number and its link, and is inserted, in the last statements before COMMIT.
    pub fn audit(&mut self, entry: NewEntry) {
        self.acts.push(entry);
    }

    /// Calls `callback` on the lane's thread once the commit is durable. It must be short and must not wait for the
    /// store.
    pub fn after_commit(&mut self, callback: Box<dyn FnOnce() + Send>) {
        self.after_commit.push(callback);
    }

    /// Writes what was only collected. Fails if the closure swallowed an error.
    pub(crate) fn finish(&mut self) -> StoreResult<()> {
        if let Some(error) = &self.poison {
            return Err(error.clone());
        }
        let acts = std::mem::take(&mut self.acts);
        if !acts.is_empty() {
            audit::write(self, acts)?;
        }
        let events = std::mem::take(&mut self.events);
        if events.is_empty() {
            return Ok(());
        }
        let Some(hints) = self.hints else {
            return Err(StoreError::ReadOnly);
        };
        emit::append(self, hints, events)
    }

    pub(crate) fn poison(&self) -> Option<&StoreError> {
        self.poison.as_ref()
    }

    pub(crate) fn into_after_commit(self) -> Vec<AfterCommit> {
        self.after_commit
    }

    fn each(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> StoreResult<ControlFlow<()>>,
    ) -> StoreResult<()> {
        self.guarded(|tx| {
            check(params)?;
            match &mut tx.link {
                Link::Sqlite(connection) => {
                    Statement::prepare(connection, sql, tx.is_read_only)?.each(params, on_row)
                }
                Link::Postgres(session) => session.each(sql, params, on_row),
            }
        })
    }

    /// Refuses work in a transaction that an earlier error has ended, and remembers the error that ends it.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Self) -> StoreResult<T>) -> StoreResult<T> {
        if let Some(error) = &self.poison {
            return Err(error.clone());
        }
        let outcome = work(self);
        if let Err(error) = &outcome {
            self.poison = Some(error.clone());
        }
        outcome
    }
}

impl InsertMany {
    /// The statement for one row.
    fn values_sql(&self, returning: &str) -> String {
        let mut sql = self.head();
        sql.push_str(" VALUES (");
        for number in 1..=self.columns.len() {
            if number > 1 {
                sql.push_str(", ");
            }
            sql.push('?');
            sql.push_str(&number.to_string());
        }
        sql.push(')');
        self.tail(sql, returning)
    }

    /// The statement over one array per column.
    pub(crate) fn unnest_sql(&self, returning: &str) -> String {
        let mut sql = self.head();
        sql.push_str(" SELECT * FROM unnest(");
        for (index, (_, column_type)) in self.columns.iter().enumerate() {
            if index > 0 {
                sql.push_str(", ");
            }
            sql.push('$');
            sql.push_str(&(index + 1).to_string());
            sql.push_str(column_type.postgres_array());
        }
        sql.push(')');
        self.tail(sql, returning)
    }

    fn head(&self) -> String {
        let mut sql = String::with_capacity(256);
        sql.push_str("INSERT INTO ");
        sql.push_str(self.table);
        sql.push_str(" (");
        for (index, (name, _)) in self.columns.iter().enumerate() {
            if index > 0 {
                sql.push_str(", ");
            }
            sql.push_str(name);
        }
        sql.push(')');
        sql
    }

    fn tail(&self, mut sql: String, returning: &str) -> String {
        sql.push(' ');
        sql.push_str(self.conflict);
        if !returning.is_empty() {
            sql.push_str(" RETURNING ");
            sql.push_str(returning);
        }
        sql
    }
}

fn check(params: &[Value<'_>]) -> StoreResult<()> {
    params.iter().try_for_each(Value::check)
}

fn check_rows(insert: &InsertMany, rows: &[Vec<Value<'_>>]) -> StoreResult<()> {
    for row in rows {
        if row.len() != insert.columns.len() {
            let message = "a row has another number of values than there are columns";
            return Err(StoreError::statement(message, insert.table));
        }
        check(row)?;
    }
    Ok(())
}
