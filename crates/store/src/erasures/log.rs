//! The event log keeps its numbers; what it says of the person it says of nobody any more.

use domain::event::{EventKind, without_person};

use super::Erasure;
use super::steps::Left;
use crate::{StoreResult, Tx, params};

/// Events that one step looks at.
const EVENTS_MAX: u32 = 500;

struct Named {
    number: i64,
    subject: Option<String>,
    body: String,
}

/// Goes on through the log, and takes the person out of the events that name them.
pub(super) fn clear(tx: &mut Tx<'_>, erasure: &mut Erasure, member_key: &str) -> StoreResult<Left> {
    let workspace_id = erasure.workspace_id;
    let person_id = erasure.person_id.to_string();
    let mut reached = None;
    let mut named = Vec::new();
    tx.query_each(
        "SELECT number, kind, subject, body, at FROM event
          WHERE workspace_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
        params![workspace_id, erasure.place, EVENTS_MAX],
        |row| {
            reached = Some(row.int(0)?);
            // What happens after a person has returned is theirs to ask about again.
            let is_before = row.timestamp(4)? <= erasure.created_at;
            let subject = row.opt_text(2)?;
            let is_subject =
                subject.is_some_and(|subject| subject == person_id || subject == member_key);
            let body = row.text(3)?;
            let is_named = is_subject || body.contains(member_key) || body.contains(&person_id);
            let kind = EventKind::from_word(row.text(1)?);
            if is_named
                && (is_before || is_subject)
                && let Some(body) = kind.and_then(|kind| without_person(kind, body, member_key))
            {
                named.push(Named {
                    number: row.int(0)?,
                    subject: subject.map(|subject| {
                        if subject == member_key {
                            person_id.clone()
                        } else {
                            subject.to_owned()
                        }
                    }),
                    body,
                });
            }
            Ok(std::ops::ControlFlow::Continue(()))
        },
    )?;
    for event in &named {
        write(tx, erasure, event, member_key)?;
        erasure.events += 1;
    }
    Ok(match reached {
        Some(number) => {
            erasure.place = number;
            Left::Same
        }
        None => Left::Next,
    })
}

fn write(tx: &mut Tx<'_>, erasure: &Erasure, event: &Named, member_key: &str) -> StoreResult<()> {
    let (workspace_id, person_id) = (erasure.workspace_id, erasure.person_id.to_string());
    tx.execute(
        "UPDATE event SET subject = ?3, body = ?4 WHERE workspace_id = ?1 AND number = ?2",
        params![
            workspace_id,
            event.number,
            event.subject.as_deref(),
            &event.body
        ],
    )?;
    // What a receiver said of it may name them, too.
    tx.execute(
        "UPDATE delivery_attempt SET answer = NULL
          WHERE workspace_id = ?1 AND number = ?2
            AND endpoint_id IN (SELECT e.endpoint_id FROM endpoint e WHERE e.workspace_id = ?1)",
        params![workspace_id, event.number],
    )?;
    tx.execute(
        "UPDATE delivery SET lane = ?3
          WHERE workspace_id = ?1 AND number = ?2 AND lane = ?4
            AND endpoint_id IN (SELECT e.endpoint_id FROM endpoint e WHERE e.workspace_id = ?1)",
        params![workspace_id, event.number, &person_id, member_key],
    )?;
    Ok(())
}
