//! Reactions: an emoji by a member under a message.

use serde::Serialize;
use serde_json::json;

use super::messages::Message;
use super::threads::{self, Thread};
use super::{members, updates};
use crate::refusal::Refusal;
use crate::store::Tx;

const EMOJI_BYTES_MAX: usize = 40;

/// One member's reaction.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReactionView {
    emoji: String,
    member_key: String,
    reacted_at: i64,
}

pub(crate) fn list(tx: &Tx<'_>, message: i64) -> Result<Vec<ReactionView>, Refusal> {
    tx.list(
        "SELECT emoji, member.member_key, reacted_at
           FROM reaction JOIN member ON member.id = reaction.member
          WHERE message = ?1 ORDER BY reacted_at, reaction.member, emoji",
        [message],
        |row| {
            Ok(ReactionView {
                emoji: row.get(0)?,
                member_key: row.get(1)?,
                reacted_at: row.get(2)?,
            })
        },
    )
}

/// Adds or takes back a reaction; repeating changes nothing and tells nobody.
pub(crate) fn set(
    tx: &mut Tx<'_>,
    thread: &Thread,
    message: &Message,
    member: i64,
    emoji: &str,
    added: bool,
) -> Result<(), Refusal> {
    if emoji.is_empty() || emoji.len() > EMOJI_BYTES_MAX || emoji.contains(char::is_control) {
        return Err(Refusal::invalid("emoji", "one emoji is expected"));
    }
    let changed = if added {
        tx.execute(
            "INSERT INTO reaction (message, member, emoji, reacted_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            (message.id, member, emoji, tx.now),
        )?
    } else {
        tx.execute(
            "DELETE FROM reaction WHERE message = ?1 AND member = ?2 AND emoji = ?3",
            (message.id, member, emoji),
        )?
    };
    if changed == 0 {
        return Ok(());
    }
    let data = json!({
        "thread_id": thread.thread_id,
        "message_id": message.message_id,
        "member_key": members::get(tx, member)?.key,
        "emoji": emoji,
        "state": if added { "added" } else { "removed" },
        "reacted_at": tx.now,
        "reactions": list(tx, message.id)?,
    });
    for (_, seat) in threads::participants(tx, thread.id)? {
        if let Some(seat) = seat {
            updates::record(tx, seat, "reaction", &data, None)?;
        }
    }
    Ok(())
}
