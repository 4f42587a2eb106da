//! Where conversations lie: in the archive or not, starred, left alone for a while, in somebody's care. What their network
//! tells of it comes in through [`crate::ingest`].

use domain::conversation::{Desk, Woken};
use domain::event::{EventData, EventKind};
use domain::ids::{AccountId, ConversationId, WorkspaceId};
use domain::time::Timestamp;

use crate::conversations::{self, Conversation};
use crate::{NewEvent, StoreResult, Tx, accounts, agenda, params};

/// Lays a conversation where `next` says, given where it lies, and tells of it. `None`: there is no such conversation.
pub fn change(
    tx: &mut Tx<'_>,
    (workspace_id, conversation_id): (WorkspaceId, ConversationId),
    next: impl FnOnce(Desk) -> Desk,
    now: Timestamp,
) -> StoreResult<Option<Conversation>> {
    let Some(mut conversation) = lock(tx, workspace_id, conversation_id)? else {
        return Ok(None);
    };
    let before = conversation.desk;
    conversation.desk = next(before);
    if conversation.desk == before {
        return Ok(Some(conversation));
    }
    conversations::update_desk(tx, workspace_id, &conversation)?;
    if let Some(until) = conversation.desk.snooze.and_then(|snooze| snooze.until) {
        agenda::advance(
            tx,
            agenda::SNOOZE,
            workspace_id,
            conversation.account_id,
            until,
        )?;
    }
    tell(tx, (workspace_id, &conversation), before, Woken::Asked, now);
    Ok(Some(conversation))
}

/// The conversation, with its account's row taken, so that nobody else writes to it meanwhile.
pub fn lock(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
) -> StoreResult<Option<Conversation>> {
    let Some(conversation) = conversations::find(tx, workspace_id, conversation_id)? else {
        return Ok(None);
    };
    accounts::lock(tx, workspace_id, conversation.account_id)?;
    conversations::find(tx, workspace_id, conversation_id)
}

/// Wakes conversations of an account whose instant has come, at most `limit`, and puts the next on the agenda. Each wakes
/// once: whoever comes second finds it awake. Returns how many woke.
pub fn wake(
    tx: &mut Tx<'_>,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    now: Timestamp,
    limit: u32,
) -> StoreResult<u64> {
    accounts::lock(tx, workspace_id, account_id)?;
    let due: Vec<ConversationId> = tx.query(
        "SELECT conversation_id FROM conversation
          WHERE workspace_id = ?1 AND account_id = ?2 AND snoozed_until <= ?3
          ORDER BY snoozed_until LIMIT ?4",
        params![workspace_id, account_id, now, limit],
        |row| row.id(0),
    )?;
    let mut woken = 0;
    for conversation_id in due {
        let Some(mut conversation) = conversations::find(tx, workspace_id, conversation_id)? else {
            continue;
        };
        let before = conversation.desk;
        conversation.desk.snooze = None;
        conversations::update_desk(tx, workspace_id, &conversation)?;
        tell(tx, (workspace_id, &conversation), before, Woken::Time, now);
        woken += 1;
    }
    let next = tx.query_opt(
        "SELECT snoozed_until FROM conversation
          WHERE workspace_id = ?1 AND account_id = ?2 AND snoozed_until < ?3
          ORDER BY snoozed_until LIMIT 1",
        params![workspace_id, account_id, Timestamp::MAX],
        |row| row.timestamp(0),
    )?;
    agenda::set(tx, agenda::SNOOZE, workspace_id, account_id, next)?;
    Ok(woken)
}

/// Tells what is different from `before`. `woken` is why, should it have woken.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    before: Desk,
    woken: Woken,
    now: Timestamp,
) {
    let after = conversation.desk;
    let mut tell = |kind, fields: &dyn Fn(EventData) -> EventData| {
        announce(tx, (workspace_id, conversation), kind, fields, now);
    };
    if before.is_archived != after.is_archived {
        let kind = if after.is_archived {
            EventKind::ConversationArchived
        } else {
            EventKind::ConversationUnarchived
        };
        tell(kind, &|data| data);
    }
    if before.is_starred != after.is_starred {
        tell(EventKind::ConversationUpdated, &|data| {
            data.ids("changed", ["starred"])
        });
    }
    if before.assignee != after.assignee {
        tell(EventKind::ConversationAssigned, &|data| {
            data.opt_id("assignee", after.assignee)
        });
    }
    match after.snooze {
        same if same == before.snooze => {}
        Some(snooze) => tell(EventKind::ConversationSnoozed, &|data| {
            data.opt_instant("until", snooze.until)
                .flag("until_reply", snooze.until_reply)
        }),
        None => tell(EventKind::ConversationWoken, &|data| {
            data.text("by", woken.word())
        }),
    }
}

/// Tells that something changed of which no event of its own tells.
pub(crate) fn tell_updated(
    tx: &mut Tx<'_>,
    conversation: (WorkspaceId, &Conversation),
    changed: &'static str,
    now: Timestamp,
) {
    let fields = |data: EventData| data.ids("changed", [changed]);
    announce(
        tx,
        conversation,
        EventKind::ConversationUpdated,
        &fields,
        now,
    );
}

fn announce(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    kind: EventKind,
    fields: &dyn Fn(EventData) -> EventData,
    at: Timestamp,
) {
    let ids = EventData::new()
        .id("conversation_id", conversation.conversation_id)
        .text("thread_key", &conversation.thread_key);
    tx.emit(NewEvent {
        workspace_id,
        kind,
        account_id: Some(conversation.account_id),
        subject: Some(conversation.conversation_id.to_string()),
        at,
        body: fields(ids).into_json(),
    });
}
