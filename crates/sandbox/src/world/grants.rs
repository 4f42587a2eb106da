//! What members let programs do: programs that may ask, codes that say yes once, and the tokens behind them.

use rusqlite::{Connection, Row};

use super::seats::{self, Seat};
use crate::random::Random;
use crate::refusal::Refusal;
use crate::store::Tx;

/// A code is good for so long.
pub(crate) const CODE_LIFETIME_MS: i64 = 60_000;
/// A refresh token that was used is good for so long beside what came of it, as an answer may be lost on its way.
const FORMER_LIFETIME_MS: i64 = 600_000;
/// Every secret of this module is made from a number of its own, far from those of other tokens.
const FIRST_SECRET: i64 = 1 << 40;
const SECRETS_META_KEY: &str = "grant_secrets";
const LIFETIME_META_KEY: &str = "access_lifetime_ms";
const SECRET_CHARS: usize = 43;

/// Made where they are missing, so that a file of an earlier version gets them.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS program (
    client_id     TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    redirect_uris TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS grant_code (
    code         TEXT    PRIMARY KEY,
    client_id    TEXT    NOT NULL,
    redirect_uri TEXT    NOT NULL,
    challenge    TEXT    NOT NULL,
    seat_id      TEXT    NOT NULL,
    expires_at   INTEGER NOT NULL,
    is_used      INTEGER NOT NULL DEFAULT 0,
    given        INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS seat_grant (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id     TEXT    NOT NULL,
    seat_id       TEXT    NOT NULL,
    access_token  TEXT    NOT NULL UNIQUE,
    expires_at    INTEGER,
    refresh_token TEXT    UNIQUE,
    former_token  TEXT,
    former_until  INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS seat_grant_by_seat ON seat_grant (seat_id);";

/// Makes the tables of this module where they are missing.
pub(crate) fn ensure_tables(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)
}

/// A program that may ask members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) client_id: String,
    pub(crate) name: String,
    /// Where it may be returned to, each to the letter.
    pub(crate) redirect_uris: Vec<String>,
}

/// What a code stands for.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) seat_id: String,
}

/// Tokens as they are given out, once.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    pub(crate) access_token: String,
    /// Absent: as long as nobody takes it back.
    pub(crate) lifetime_ms: Option<i64>,
    pub(crate) refresh_token: Option<String>,
    pub(crate) seat_id: String,
}

/// Puts a program in the place of the one with its id.
pub(crate) fn put_program(tx: &Tx<'_>, program: &Program) -> Result<(), Refusal> {
    tx.execute(
        "INSERT INTO program (client_id, name, redirect_uris) VALUES (?1, ?2, ?3)
         ON CONFLICT (client_id) DO UPDATE SET name = excluded.name, redirect_uris = excluded.redirect_uris",
        (
            &program.client_id,
            &program.name,
            serde_json::to_string(&program.redirect_uris)?,
        ),
    )?;
    Ok(())
}

pub(crate) fn find_program(tx: &Tx<'_>, client_id: &str) -> Result<Option<Program>, Refusal> {
    tx.find(
        "SELECT client_id, name, redirect_uris FROM program WHERE client_id = ?1",
        [client_id],
        |row| {
            let uris: String = row.get(2)?;
            Ok(Program {
                client_id: row.get(0)?,
                name: row.get(1)?,
                redirect_uris: serde_json::from_str(&uris).unwrap_or_default(),
            })
        },
    )
}

/// How long access tokens are good that are given from now on; `None`: for ever, and then nothing renews them.
pub(crate) fn lifetime_ms(tx: &Tx<'_>) -> Result<Option<i64>, Refusal> {
    let kept = tx.meta(LIFETIME_META_KEY)?;
    Ok(kept.and_then(|text| text.parse().ok()))
}

pub(crate) fn set_lifetime_ms(tx: &Tx<'_>, lifetime_ms: Option<i64>) -> Result<(), Refusal> {
    let text = lifetime_ms.map_or_else(String::new, |lifetime| lifetime.to_string());
    tx.set_meta(LIFETIME_META_KEY, &text)
}

/// A new code. A seat whose session had ended is signed in again by it, and what it had allowed before is over.
pub(crate) fn allow(tx: &Tx<'_>, entropy: [u8; 32], code: &Code) -> Result<String, Refusal> {
    let mut seat = seats::get(tx, &code.seat_id)?;
    if !seat.session_valid {
        tx.execute("DELETE FROM seat_grant WHERE seat_id = ?1", [&seat.seat_id])?;
        seat.token = secret(tx, entropy)?;
        seat.session_valid = true;
        seats::update(tx, &seat)?;
    }
    tx.execute(
        "DELETE FROM grant_code WHERE expires_at < ?1 - 86400000",
        [tx.now],
    )?;
    let text = secret(tx, entropy)?;
    tx.execute(
        "INSERT INTO grant_code (code, client_id, redirect_uri, challenge, seat_id, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (
            &text,
            &code.client_id,
            &code.redirect_uri,
            &code.challenge,
            &code.seat_id,
            tx.now + CODE_LIFETIME_MS,
        ),
    )?;
    Ok(text)
}

/// What a code stands for, if it is good. Whoever shows it has used it up, whatever comes of it; shown again, what it gave
/// is taken back, as somebody else may have it.
pub(crate) fn take_code(tx: &Tx<'_>, text: &str) -> Result<Option<Code>, Refusal> {
    let found = tx.find(
        "SELECT client_id, redirect_uri, challenge, seat_id, expires_at, is_used, given FROM grant_code WHERE code = ?1",
        [text],
        |row| {
            let code = Code {
                client_id: row.get(0)?,
                redirect_uri: row.get(1)?,
                challenge: row.get(2)?,
                seat_id: row.get(3)?,
            };
            Ok((code, row.get::<_, i64>(4)?, row.get::<_, bool>(5)?, row.get::<_, Option<i64>>(6)?))
        },
    )?;
    let Some((code, expires_at, is_used, given)) = found else {
        return Ok(None);
    };
    if is_used {
        tx.execute("DELETE FROM seat_grant WHERE id = ?1", [given])?;
        return Ok(None);
    }
    tx.execute("UPDATE grant_code SET is_used = 1 WHERE code = ?1", [text])?;
    Ok((expires_at > tx.now).then_some(code))
}

/// Gives tokens for a code that was taken.
pub(crate) fn give(
    tx: &Tx<'_>,
    entropy: [u8; 32],
    text: &str,
    code: &Code,
) -> Result<Tokens, Refusal> {
    let tokens = new_tokens(tx, entropy, &code.seat_id)?;
    let given = tx.insert(
        "INSERT INTO seat_grant (client_id, seat_id, access_token, expires_at, refresh_token)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            &code.client_id,
            &code.seat_id,
            &tokens.access_token,
            tokens.lifetime_ms.map(|lifetime| tx.now + lifetime),
            tokens.refresh_token.as_deref(),
        ),
    )?;
    tx.execute(
        "UPDATE grant_code SET given = ?2 WHERE code = ?1",
        (text, given),
    )?;
    Ok(tokens)
}

/// New tokens in the place of the old ones. The old refresh token is good for a while longer: the same again gives others.
pub(crate) fn renew(
    tx: &Tx<'_>,
    entropy: [u8; 32],
    client_id: &str,
    refresh_token: &str,
) -> Result<Option<Tokens>, Refusal> {
    let found = tx.find(
        "SELECT id, seat_id, refresh_token = ?1 AS is_newest FROM seat_grant
          WHERE client_id = ?2 AND (refresh_token = ?1 OR (former_token = ?1 AND former_until > ?3))",
        (refresh_token, client_id, tx.now),
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<bool>>(2)?)),
    )?;
    let Some((id, seat_id, is_newest)) = found else {
        return Ok(None);
    };
    if is_newest == Some(true) {
        tx.execute(
            "UPDATE seat_grant SET former_token = refresh_token, former_until = ?2 WHERE id = ?1",
            (id, tx.now + FORMER_LIFETIME_MS),
        )?;
    }
    let tokens = new_tokens(tx, entropy, &seat_id)?;
    tx.execute(
        "UPDATE seat_grant SET access_token = ?2, expires_at = ?3, refresh_token = ?4 WHERE id = ?1",
        (
            id,
            &tokens.access_token,
            tokens.lifetime_ms.map(|lifetime| tx.now + lifetime),
            tokens.refresh_token.as_deref(),
        ),
    )?;
    Ok(Some(tokens))
}

/// Takes back what stands behind a token of either kind.
pub(crate) fn revoke(tx: &Tx<'_>, client_id: &str, token: &str) -> Result<(), Refusal> {
    tx.execute(
        "DELETE FROM seat_grant WHERE client_id = ?1 AND (access_token = ?2 OR refresh_token = ?2 OR former_token = ?2)",
        [client_id, token],
    )?;
    Ok(())
}

/// The seat behind an access token; one whose time is over reads as a session that has ended.
pub(crate) fn find_seat(tx: &Tx<'_>, token: &str) -> Result<Option<Seat>, Refusal> {
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?));
    let found = tx.find(
        "SELECT seat_id, expires_at FROM seat_grant WHERE access_token = ?1",
        [token],
        read,
    )?;
    let Some((seat_id, expires_at)) = found else {
        return Ok(None);
    };
    let mut seat = seats::get(tx, &seat_id)?;
    seat.session_valid &= expires_at.is_none_or(|expires_at| expires_at > tx.now);
    Ok(Some(seat))
}

fn new_tokens(tx: &Tx<'_>, entropy: [u8; 32], seat_id: &str) -> Result<Tokens, Refusal> {
    let lifetime_ms = lifetime_ms(tx)?;
    let refresh_token = match lifetime_ms {
        Some(_) => Some(secret(tx, entropy)?),
        None => None,
    };
    Ok(Tokens {
        access_token: secret(tx, entropy)?,
        lifetime_ms,
        refresh_token,
        seat_id: seat_id.to_owned(),
    })
}

fn secret(tx: &Tx<'_>, entropy: [u8; 32]) -> Result<String, Refusal> {
    let kept = tx.meta(SECRETS_META_KEY)?;
    let number = kept
        .and_then(|number| number.parse().ok())
        .unwrap_or(FIRST_SECRET);
    tx.set_meta(SECRETS_META_KEY, &(number + 1).to_string())?;
    Ok(Random::secret(entropy, number).key_text(SECRET_CHARS))
}
