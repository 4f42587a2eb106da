//! What was counted of the messages of a stretch of time: one pass over the part of the table that lies together.

use std::collections::BTreeMap;

use domain::analytics::{Grouping, REPLY_WINDOW, Tally};
use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;

use crate::{Row, StoreResult, Tx, params};

/// Which messages are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Sent at or after this instant.
    pub since: Timestamp,
    /// And before this one.
    pub until: Timestamp,
    pub account_id: Option<AccountId>,
    pub template_id: Option<String>,
    /// A tag, whole.
    pub tag: Option<String>,
    /// All together when absent.
    pub grouping: Option<Grouping>,
}

/// What was counted, by what the messages have in common; absent for those that have no such thing.
pub type Tallies = BTreeMap<Option<String>, Tally>;

/// The condition that a message is asked for.
macro_rules! asked {
    () => {
        "sent_at >= ?2 AND sent_at < ?3
             AND (CAST(?4 AS BIGINT) = 0 OR account_id = ?5)
             AND (CAST(?6 AS TEXT) = '' OR template_id = ?6)
             AND (CAST(?7 AS TEXT) = '' OR ?8 || tags || ?8 LIKE ?7 ESCAPE '\\')"
    };
}

/// Counts by a column; `?9`: windows that began by then are over.
macro_rules! counts {
    ($key:literal) => {
        concat!(
            "SELECT ",
            $key,
            " AS grouped, COUNT(*), CAST(SUM(tells_receipts) AS BIGINT), CAST(SUM(is_delivered * tells_receipts) AS BIGINT),
                    CAST(SUM(is_seen * tells_receipts) AS BIGINT), CAST(SUM(is_first) AS BIGINT),
                    CAST(SUM(CASE WHEN replied_at IS NULL THEN 0 ELSE is_first END) AS BIGINT),
                    CAST(SUM(CASE WHEN sent_at <= ?9 THEN is_first ELSE 0 END) AS BIGINT),
                    CAST(SUM(CASE WHEN replied_at IS NULL OR sent_at > ?9 THEN 0 ELSE is_first END) AS BIGINT)
               FROM outcome WHERE workspace_id = ?1 AND ",
            asked!(),
            " GROUP BY 1"
        )
    };
}

/// Minutes until the reply, by a column. `?9`: a minute.
macro_rules! paces {
    ($key:literal) => {
        concat!(
            "SELECT ",
            $key,
            " AS grouped, (replied_at - sent_at) / CAST(?9 AS BIGINT), COUNT(*)
               FROM outcome WHERE workspace_id = ?1 AND ",
            asked!(),
            " AND is_first = 1 AND replied_at IS NOT NULL GROUP BY 1, 2"
        )
    };
}

/// How many messages lie between the instants, counted up to `limit`: what a question costs.
pub fn count(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    question: &Question,
    limit: u32,
) -> StoreResult<u32> {
    tx.query_one(
        "SELECT COUNT(*) FROM (
             SELECT 1 FROM outcome WHERE workspace_id = ?1 AND sent_at >= ?2 AND sent_at < ?3 LIMIT ?4) AS counted",
        params![workspace_id, question.since, question.until, limit],
        |row| row.number(0),
    )
}

/// What became of the messages that are asked for, as it is known at `now`.
pub fn tallies(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    question: &Question,
    now: Timestamp,
) -> StoreResult<Tallies> {
    let (counts, paces) = match question.grouping {
        None => (counts!("NULL"), paces!("NULL")),
        Some(Grouping::Account) => (counts!("account_id"), paces!("account_id")),
        Some(Grouping::Template) => (counts!("template_id"), paces!("template_id")),
        Some(Grouping::Tag) => (counts!("tags"), paces!("tags")),
        Some(Grouping::Hour) => (counts!("hour"), paces!("hour")),
        Some(Grouping::Weekday) => (counts!("weekday"), paces!("weekday")),
    };
    let mut found = Tallies::new();
    let over = now.minus(REPLY_WINDOW).micros();
    for (keys, tally) in ask(tx, counts, workspace_id, question, over, |row| {
        let mut tally = Tally::default();
        let counts = &mut tally.counts;
        counts.sent = row.number(1)?;
        counts.receipted = row.number(2)?;
        counts.delivered = row.number(3)?;
        counts.seen = row.number(4)?;
        counts.conversations = row.number(5)?;
        counts.replies = row.number(6)?;
        counts.concluded = row.number(7)?;
        counts.concluded_replies = row.number(8)?;
        Ok((keys(row, question)?, tally))
    })? {
        add(&mut found, keys, &tally);
    }
    for (keys, tally) in ask(tx, paces, workspace_id, question, MINUTE, |row| {
        let mut tally = Tally::default();
        tally.pace.insert(row.number(1)?, row.number(2)?);
        Ok((keys(row, question)?, tally))
    })? {
        add(&mut found, keys, &tally);
    }
    Ok(found)
}

/// In microseconds.
const MINUTE: i64 = 60_000_000;

type Keyed = (Vec<Option<String>>, Tally);

fn add(found: &mut Tallies, keys: Vec<Option<String>>, tally: &Tally) {
    for key in keys {
        found.entry(key).or_default().add(tally);
    }
}

fn ask(
    tx: &mut Tx<'_>,
    sql: &'static str,
    workspace_id: WorkspaceId,
    question: &Question,
    number: i64,
    read: impl Fn(&Row<'_>) -> StoreResult<Keyed>,
) -> StoreResult<Vec<Keyed>> {
    // Tags are lines of lower-case letters, digits and a few marks.
    let tag = question.tag.as_ref().map(|tag| {
        let escaped = tag.replace('_', "\\_");
        format!("%\n{escaped}\n%")
    });
    let nobody = AccountId::from_bytes([0; 16]);
    tx.query(
        sql,
        params![
            workspace_id,
            question.since,
            question.until,
            question.account_id.is_some(),
            question.account_id.unwrap_or(nobody),
            question.template_id.as_deref().unwrap_or_default(),
            tag.as_deref().unwrap_or_default(),
            "\n",
            number
        ],
        read,
    )
}

/// What messages of a row have in common: several things, where they carry several tags.
fn keys(row: &Row<'_>, question: &Question) -> StoreResult<Vec<Option<String>>> {
    let key = match question.grouping {
        None => None,
        Some(Grouping::Account) => Some(row.id::<AccountId>(0)?.to_string()),
        Some(Grouping::Hour | Grouping::Weekday) => Some(row.int(0)?.to_string()),
        Some(Grouping::Template) => row.opt_text(0)?.map(str::to_owned),
        Some(Grouping::Tag) => {
            let tags = row.opt_text(0)?.map(str::lines);
            let Some(tags) = tags else {
                return Ok(vec![None]);
            };
            let tags = tags.map(|tag| Some(tag.to_owned()));
            return Ok(tags.collect());
        }
    };
    Ok(vec![key])
}
