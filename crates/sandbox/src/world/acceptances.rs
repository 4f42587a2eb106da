//! The acceptance log: one row per act that the network accepted from a seat, never changed.

use serde::Serialize;

use crate::refusal::Refusal;
use crate::store::Tx;

/// One accepted act.
#[derive(Debug, Serialize)]
pub(crate) struct Acceptance {
    pub(crate) seq: i64,
    pub(crate) seat_id: String,
    pub(crate) kind: String,
    pub(crate) token: String,
    pub(crate) thread_id: Option<String>,
    pub(crate) message_id: Option<String>,
    pub(crate) member_key: Option<String>,
    pub(crate) text: String,
    pub(crate) accepted_at: i64,
}

/// Writes down an acceptance; its number. The `seq` given is ignored.
pub(crate) fn insert(tx: &Tx<'_>, acceptance: &Acceptance) -> Result<i64, Refusal> {
    tx.insert(
        "INSERT INTO acceptance (seat_id, kind, token, thread_id, message_id, member_key, text, accepted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            &acceptance.seat_id,
            &acceptance.kind,
            &acceptance.token,
            &acceptance.thread_id,
            &acceptance.message_id,
            &acceptance.member_key,
            &acceptance.text,
            acceptance.accepted_at,
        ),
    )
}

/// The acceptance of a message, by the message's id.
pub(crate) fn find_by_message(tx: &Tx<'_>, message_id: &str) -> Result<Option<i64>, Refusal> {
    tx.find(
        "SELECT seq FROM acceptance WHERE message_id = ?1",
        [message_id],
        |row| row.get(0),
    )
}

pub(crate) fn list(
    tx: &Tx<'_>,
    after: i64,
    limit: i64,
    seat_id: Option<&str>,
) -> Result<Vec<Acceptance>, Refusal> {
    tx.list(
        "SELECT seq, seat_id, kind, token, thread_id, message_id, member_key, text, accepted_at
           FROM acceptance WHERE seq > ?1 AND (?2 IS NULL OR seat_id = ?2) ORDER BY seq LIMIT ?3",
        (after, seat_id, limit),
        |row| {
            Ok(Acceptance {
                seq: row.get(0)?,
                seat_id: row.get(1)?,
                kind: row.get(2)?,
                token: row.get(3)?,
                thread_id: row.get(4)?,
                message_id: row.get(5)?,
                member_key: row.get(6)?,
                text: row.get(7)?,
                accepted_at: row.get(8)?,
            })
        },
    )
}

pub(crate) fn count(tx: &Tx<'_>) -> Result<i64, Refusal> {
    tx.get("SELECT count(*) FROM acceptance", [], |row| row.get(0))
}
