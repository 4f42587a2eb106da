//! One connection with its prepared statements.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use futures_util::future::try_join_all;
use tokio::runtime::{self, Runtime};
use tokio_postgres::error::{DbError, SqlState};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, NoTls, SimpleQueryMessage, Statement};

use crate::postgresql::failure;
use crate::postgresql::placeholders::{to_dollars, with_placeholders};
use crate::row::RowSource;
use crate::{ColumnType, InsertMany, PostgresOptions, Row, StoreError, StoreResult, Value};

const STATEMENTS_CACHED_MAX: usize = 1024;

pub(crate) struct Session {
    // Drives the connection while a call waits, and only then.
    runtime: Runtime,
    client: Client,
    statements: HashMap<Cow<'static, str>, Statement>,
    /// Statements that ask for many rows of values at once, by the text that asks for one.
    many_statements: HashMap<&'static str, Statement>,
    /// Whether the server can tell the fate of a transaction by its number.
    has_xact_status: bool,
    /// A BEGIN that leaves together with the first statement, which saves a round trip.
    begin: Option<&'static str>,
    /// The number of the current write transaction, once it has begun.
    number: Option<String>,
}

/// What became of a transaction whose COMMIT was not answered.
pub(super) enum Fate {
    Committed,
    Aborted,
    InProgress,
    Unknown,
}

impl Session {
    pub(super) fn connect(config: &Config, options: &PostgresOptions) -> StoreResult<Self> {
        let failed = |error| failure(&error, "connect");
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| StoreError::Io(error.to_string()))?;
        let (client, connection) = runtime.block_on(config.connect(NoTls)).map_err(failed)?;
        runtime.spawn(async {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a database connection ended");
            }
        });
        let mut session = Self {
            runtime,
            client,
            statements: HashMap::new(),
            many_statements: HashMap::new(),
            has_xact_status: false,
            begin: None,
            number: None,
        };
        session.set_up(options).map_err(failed)?;
        Ok(session)
    }

    fn set_up(&mut self, options: &PostgresOptions) -> Result<(), Error> {
        let timeout = options.statement_timeout.as_millis();
        let settings = format!(
            "SET statement_timeout = {timeout}; SET lock_timeout = {timeout};
             SET idle_in_transaction_session_timeout = {timeout}"
        );
        self.run(async |client| client.batch_execute(&settings).await)?;
        let facts = "SELECT current_setting('synchronous_commit'), to_regproc('pg_current_xact_id') IS NOT NULL";
        let row = self.run(async |client| client.query_one(facts, &[]).await)?;
        // An answer from us means "on disk", whatever the server's default says.
        if row.get::<_, &str>(0) == "off" {
            self.run(async |client| client.batch_execute("SET synchronous_commit = on").await)?;
        }
        self.has_xact_status = row.get(1);
        Ok(())
    }

    /// Waits for one answer of the server. A BEGIN that is due goes ahead in the same round trip.
    fn run<T>(&mut self, work: impl AsyncFnOnce(&Client) -> Result<T, Error>) -> Result<T, Error> {
        let Some(begin) = self.begin.take() else {
            return self.runtime.block_on(work(&self.client));
        };
        let (begun, answer) = self.runtime.block_on(async {
            // The order of the first poll is the order on the wire.
            tokio::join!(biased; self.client.simple_query(begin), work(&self.client))
        });
        self.number = begun?.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        answer
    }

    pub(super) fn begin_write(&mut self) {
        self.number = None;
        self.begin = Some(if self.has_xact_status {
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_current_xact_id()"
        } else {
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        });
    }

    pub(super) fn begin_read(&mut self) {
        self.begin = Some("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }

    /// The number by which the server can tell the fate of the transaction that ran last.
    pub(super) fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// Ends the transaction with COMMIT or ROLLBACK, if it was begun at all.
    pub(super) fn end(&mut self, sql: &'static str) -> StoreResult<()> {
        match self.begin.take() {
            Some(_) => Ok(()),
            None => self.control(sql),
        }
    }

    /// Runs statements that need no values and give no rows.
    pub(crate) fn control(&mut self, sql: &'static str) -> StoreResult<()> {
        self.run(async |client| client.batch_execute(sql).await)
            .map_err(|error| failure(&error, sql))
    }

    /// Asks for the fate of the transaction with this number.
    pub(super) fn fate(&mut self, number: &str) -> StoreResult<Fate> {
        const SQL: &str = "SELECT pg_xact_status($1::text::xid8)";
        let row = match self.run(async |client| client.query_one(SQL, &[&number]).await) {
            Ok(row) => row,
            // Such as a number from the future: another server answers now.
            Err(error) if error.as_db_error().is_some() => return Ok(Fate::Unknown),
            Err(error) => return Err(failure(&error, SQL)),
        };
        Ok(match row.get::<_, Option<&str>>(0) {
            Some("committed") => Fate::Committed,
            Some("aborted") => Fate::Aborted,
            Some("in progress") => Fate::InProgress,
            _ => Fate::Unknown,
        })
    }

    pub(crate) fn execute(&mut self, sql: &'static str, params: &[Value<'_>]) -> StoreResult<u64> {
        let statement = self.statement(sql)?;
        self.run(async |client| client.execute(&statement, &as_dyn(params)).await)
            .map_err(|error| self.failed(&error, sql))
    }

    pub(crate) fn each(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> StoreResult<ControlFlow<()>>,
    ) -> StoreResult<()> {
        let statement = self.statement(sql)?;
        let rows = self
            .run(async |client| client.query(&statement, &as_dyn(params)).await)
            .map_err(|error| self.failed(&error, sql))?;
        visit(&rows, on_row)
    }

    pub(crate) fn insert_many(
        &mut self,
        insert: &InsertMany,
        rows: &[Vec<Value<'_>>],
    ) -> StoreResult<u64> {
        let sql = insert.unnest_sql("");
        let statement = self.prepared(Cow::Borrowed(&sql))?;
        let columns = transpose(rows);
        self.run(async |client| client.execute(&statement, &as_dyn(&columns)).await)
            .map_err(|error| self.failed(&error, &sql))
    }

    pub(crate) fn insert_many_returning(
        &mut self,
        insert: &InsertMany,
        returning: &str,
        rows: &[Vec<Value<'_>>],
        on_row: &mut dyn FnMut(&Row<'_>) -> StoreResult<ControlFlow<()>>,
    ) -> StoreResult<()> {
        let sql = insert.unnest_sql(returning);
        let statement = self.prepared(Cow::Borrowed(&sql))?;
        let columns = transpose(rows);
        let inserted = self
            .run(async |client| client.query(&statement, &as_dyn(&columns)).await)
            .map_err(|error| self.failed(&error, &sql))?;
        visit(&inserted, on_row)
    }

    /// Asks `sql`, which gives at most one row, for each row of values. `take` gets the place of the values with each.
    pub(crate) fn query_each(
        &mut self,
        sql: &'static str,
        types: &[ColumnType],
        rows: &[Vec<Value<'_>>],
        take: &mut dyn FnMut(usize, &Row<'_>) -> StoreResult<ControlFlow<()>>,
    ) -> StoreResult<()> {
        let statement = if let Some(statement) = self.many_statements.get(sql) {
            statement.clone()
        } else {
            let statement = self.prepare(&lateral(sql, types))?;
            self.many_statements.insert(sql, statement.clone());
            statement
        };
        let columns = transpose(rows);
        let found = self
            .run(async |client| client.query(&statement, &as_dyn(&columns)).await)
            .map_err(|error| self.failed(&error, sql))?;
        for row in &found {
            let place: i64 = row.get(row.len() - 1);
            let place = usize::try_from(place - 1).unwrap_or(usize::MAX);
            // There is at most one row for a place, so nothing is to be skipped.
            let _ = take(place, &Row(RowSource::Postgres(row)))?;
        }
        Ok(())
    }

    /// All statements leave before the first answer is waited for.
    pub(crate) fn execute_each(
        &mut self,
        sql: &'static str,
        rows: &[Vec<Value<'_>>],
    ) -> StoreResult<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let statement = self.statement(sql)?;
        self.run(async |client| {
            let executed = rows.iter().map(|row| {
                let statement = &statement;
                async move { client.execute(statement, &as_dyn(row)).await }
            });
            try_join_all(executed).await
        })
        .map_err(|error| self.failed(&error, sql))?;
        Ok(())
    }

    fn statement(&mut self, sql: &'static str) -> StoreResult<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.prepare(&to_dollars(sql))?;
        self.statements.insert(sql.into(), statement.clone());
        Ok(statement)
    }

    /// A statement that already has PostgreSQL's placeholders.
    fn prepared(&mut self, sql: Cow<'_, str>) -> StoreResult<Statement> {
        if let Some(statement) = self.statements.get(sql.as_ref()) {
            return Ok(statement.clone());
        }
        let statement = self.prepare(&sql)?;
        self.statements
            .insert(sql.into_owned().into(), statement.clone());
        Ok(statement)
    }

    fn prepare(&mut self, sql: &str) -> StoreResult<Statement> {
        if self.statements.len() >= STATEMENTS_CACHED_MAX {
            self.statements.clear();
        }
        self.run(async |client| client.prepare(sql).await)
            .map_err(|error| failure(&error, sql))
    }

    fn failed(&mut self, error: &Error, sql: &str) -> StoreError {
        if error.as_db_error().is_some_and(is_stale_plan) {
            self.statements.clear();
            self.many_statements.clear();
        }
        failure(error, sql)
    }
}

/// Another process changed the schema under a prepared statement: prepare again, run again.
pub(super) fn is_stale_plan(error: &DbError) -> bool {
    error.code() == &SqlState::FEATURE_NOT_SUPPORTED && error.message().contains("cached plan")
}

/// The statement over arrays that asks `sql` for each place of them.
fn lateral(sql: &str, types: &[ColumnType]) -> String {
    let mut arrays = String::new();
    let mut names = String::new();
    for (index, column_type) in types.iter().enumerate() {
        let number = index + 1;
        // Writing to a text does not fail.
        let _ = write!(arrays, "${number}{}, ", column_type.postgres_array());
        let _ = write!(names, "v{number}, ");
    }
    let arrays = arrays.trim_end_matches(", ");
    let one = with_placeholders(sql, "given.v");
    format!(
        "SELECT found.*, given.place FROM unnest({arrays}) WITH ORDINALITY AS given ({names}place)
          CROSS JOIN LATERAL ({one}) AS found"
    )
}

fn as_dyn<T: ToSql + Sync>(values: &[T]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

/// One array per column.
fn transpose<'v, 's>(rows: &'s [Vec<Value<'v>>]) -> Vec<Vec<&'s Value<'v>>> {
    (0..rows.first().map_or(0, Vec::len))
        .map(|column| rows.iter().map(|row| &row[column]).collect())
        .collect()
}

fn visit(
    rows: &[tokio_postgres::Row],
    on_row: &mut dyn FnMut(&Row<'_>) -> StoreResult<ControlFlow<()>>,
) -> StoreResult<()> {
    for row in rows {
        if on_row(&Row(RowSource::Postgres(row)))?.is_break() {
            break;
        }
    }
    Ok(())
}
