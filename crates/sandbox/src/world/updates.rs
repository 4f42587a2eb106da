//! The update log: one ordered stream per seat, each entry as things stood when it was written.

use serde::Serialize;
use serde_json::Value;

use super::seats::{Class, Seat};
use crate::refusal::Refusal;
use crate::store::Tx;

/// One entry as the seat reads it. `id` is absent on signals, which are not kept.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Update {
    pub(crate) id: Option<String>,
    pub(crate) kind: String,
    pub(crate) at: i64,
    pub(crate) data: Value,
}

/// Appends an entry to a seat's stream. `token` is the seat's own, shown by class.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    seat: i64,
    kind: &str,
    data: &Value,
    token: Option<&str>,
) -> Result<(), Refusal> {
    tx.insert(
        "INSERT INTO update_log (seat, kind, at, token, data) VALUES (?1, ?2, ?3, ?4, ?5)",
        (seat, kind, tx.now, token, data.to_string()),
    )?;
    tx.wake(seat);
    Ok(())
}

/// The number of the last entry written for anybody.
pub(crate) fn last(tx: &Tx<'_>) -> Result<i64, Refusal> {
    // The counter and not the newest row: it also knows of entries that are gone.
    Ok(tx
        .find(
            "SELECT seq FROM sqlite_sequence WHERE name = 'update_log'",
            [],
            |row| row.get(0),
        )?
        .unwrap_or(0))
}

/// Entries after number `after`, and the number up to which the stream is covered by them.
pub(crate) fn page(
    tx: &Tx<'_>,
    seat: &Seat,
    after: i64,
    limit: usize,
) -> Result<(Vec<Update>, i64), Refusal> {
    let end = last(tx)?;
    if after > end {
        return Err(Refusal::new(
            "invalid_cursor",
            "the cursor lies beyond the end of the stream",
        ));
    }
    let class = seat.class;
    let rows = tx.list(
        "SELECT id, kind, at, token, data FROM update_log
          WHERE seat = ?1 AND id > ?2 AND NOT (?3 AND token IS NOT NULL) ORDER BY id LIMIT ?4",
        (
            seat.id,
            after,
            class.hides_own(),
            i64::try_from(limit).unwrap_or(i64::MAX),
        ),
        |row| {
            let token: Option<String> = row.get(3)?;
            let data: String = row.get(4)?;
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, token, data))
        },
    )?;
    let covered = match rows.last() {
        Some((id, ..)) if rows.len() == limit => *id,
        _ => end,
    };
    let updates = rows
        .into_iter()
        .map(|(id, kind, at, token, data)| {
            Ok(Update {
                id: Some(id.to_string()),
                kind,
                at,
                data: with_token(serde_json::from_str(&data)?, token, class),
            })
        })
        .collect::<Result<_, Refusal>>()?;
    Ok((updates, covered))
}

fn with_token(mut data: Value, token: Option<String>, class: Class) -> Value {
    if let (Some(token), true) = (token, class.shows_token()) {
        data["message"]["token"] = Value::String(token);
    }
    data
}
