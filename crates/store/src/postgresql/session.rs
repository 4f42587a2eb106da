//! One connection with its prepared statements.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;

use postgres::error::{DbError, SqlState};
use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, SimpleQueryMessage, Statement};

use crate::postgresql::failure;
use crate::postgresql::placeholders::to_dollars;
use crate::row::RowSource;
use crate::{InsertMany, PostgresOptions, Row, StoreError, StoreResult, Value};

const STATEMENTS_CACHED_MAX: usize = 1024;

pub(crate) struct Session {
    client: Client,
    statements: HashMap<Cow<'static, str>, Statement>,
    /// Whether the server can tell the fate of a transaction by its number.
    has_xact_status: bool,
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
        let mut client = config.connect(NoTls).map_err(failed)?;
        let timeout = options.statement_timeout.as_millis();
        client
            .batch_execute(&format!(
                "SET statement_timeout = {timeout}; SET lock_timeout = {timeout};
                 SET idle_in_transaction_session_timeout = {timeout}"
            ))
            .map_err(failed)?;
        let row = client
            .query_one(
                "SELECT current_setting('synchronous_commit'), to_regproc('pg_current_xact_id') IS NOT NULL",
                &[],
            )
            .map_err(failed)?;
        // An answer from us means "on disk", whatever the server's default says.
        if row.get::<_, &str>(0) == "off" {
            client
                .batch_execute("SET synchronous_commit = on")
                .map_err(failed)?;
        }
        Ok(Self {
            client,
            statements: HashMap::new(),
            has_xact_status: row.get(1),
        })
    }

    /// Begins a transaction and returns its number, in one round trip.
    pub(super) fn begin_write(&mut self) -> StoreResult<Option<String>> {
        const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
        const BEGIN_NUMBERED: &str =
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_current_xact_id()";
        if !self.has_xact_status {
            self.control(BEGIN)?;
            return Ok(None);
        }
        let messages = self
            .client
            .simple_query(BEGIN_NUMBERED)
            .map_err(|error| failure(&error, BEGIN_NUMBERED))?;
        Ok(messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        }))
    }

    pub(super) fn begin_read(&mut self) -> StoreResult<()> {
        self.control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    /// Runs a statement that needs no values and gives no rows.
    pub(super) fn control(&mut self, sql: &'static str) -> StoreResult<()> {
        self.client
            .batch_execute(sql)
            .map_err(|error| failure(&error, sql))
    }

    /// Asks for the fate of the transaction with this number.
    pub(super) fn fate(&mut self, number: &str) -> StoreResult<Fate> {
        const SQL: &str = "SELECT pg_xact_status($1::text::xid8)";
        let row = match self.client.query_one(SQL, &[&number]) {
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
        self.client
            .execute(&statement, &as_dyn(params))
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
            .client
            .query(&statement, &as_dyn(params))
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
        let columns = transpose(insert, rows);
        self.client
            .execute(&statement, &as_dyn(&columns))
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
        let columns = transpose(insert, rows);
        let inserted = self
            .client
            .query(&statement, &as_dyn(&columns))
            .map_err(|error| self.failed(&error, &sql))?;
        visit(&inserted, on_row)
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
        self.client
            .prepare(sql)
            .map_err(|error| failure(&error, sql))
    }

    fn failed(&mut self, error: &postgres::Error, sql: &str) -> StoreError {
        if error.as_db_error().is_some_and(is_stale_plan) {
            self.statements.clear();
        }
        failure(error, sql)
    }
}

/// Another process changed the schema under a prepared statement: prepare again, run again.
pub(super) fn is_stale_plan(error: &DbError) -> bool {
    error.code() == &SqlState::FEATURE_NOT_SUPPORTED && error.message().contains("cached plan")
}

fn as_dyn<T: ToSql + Sync>(values: &[T]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

/// One array per column.
fn transpose<'v, 's>(insert: &InsertMany, rows: &'s [Vec<Value<'v>>]) -> Vec<Vec<&'s Value<'v>>> {
    (0..insert.columns.len())
        .map(|column| rows.iter().map(|row| &row[column]).collect())
        .collect()
}

fn visit(
    rows: &[postgres::Row],
    on_row: &mut dyn FnMut(&Row<'_>) -> StoreResult<ControlFlow<()>>,
) -> StoreResult<()> {
    for row in rows {
        if on_row(&Row(RowSource::Postgres(row)))?.is_break() {
            break;
        }
    }
    Ok(())
}
