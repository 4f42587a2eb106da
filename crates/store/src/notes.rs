//! What people of a workspace note about conversations. It never leaves.

use domain::event::{EventData, EventKind};
use domain::ids::{ApiKeyId, ConversationId, NoteId, WorkspaceId};
use domain::time::Timestamp;

use crate::conversations::Conversation;
use crate::{NewEvent, Row, StoreResult, Tx, params};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub note_id: NoteId,
    pub conversation_id: ConversationId,
    /// The key with which it was written; absent for an operator.
    pub author: Option<ApiKeyId>,
    pub text: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Note {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            note_id: row.id(0)?,
            conversation_id: row.id(1)?,
            author: row.opt_id(2)?,
            text: row.text(3)?.to_owned(),
            created_at: row.timestamp(4)?,
            updated_at: row.timestamp(5)?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT note_id, conversation_id, author_id, text, created_at, updated_at FROM conversation_note ",
            $rest
        )
    };
}

/// The notes on a conversation that are older than `before`, the newest first, at most `limit`.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    before: NoteId,
    limit: u32,
) -> StoreResult<Vec<Note>> {
    tx.query(
        select!(
            "WHERE workspace_id = ?1 AND conversation_id = ?2 AND note_id < ?3 ORDER BY note_id DESC LIMIT ?4"
        ),
        params![workspace_id, conversation_id, before, limit],
        Note::from_row,
    )
}

/// The note with this id on a conversation.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    note_id: NoteId,
) -> StoreResult<Option<Note>> {
    tx.query_opt(
        select!("WHERE workspace_id = ?1 AND note_id = ?2 AND conversation_id = ?3"),
        params![workspace_id, note_id, conversation_id],
        Note::from_row,
    )
}

/// How many notes a conversation has, counted up to `limit`.
pub fn count(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    limit: u32,
) -> StoreResult<i64> {
    tx.query_one(
        "SELECT COUNT(*) FROM (SELECT note_id FROM conversation_note
                                WHERE workspace_id = ?1 AND conversation_id = ?2 LIMIT ?3) few",
        params![workspace_id, conversation_id, limit],
        |row| row.int(0),
    )
}

/// Adds a note to a conversation and announces it.
pub fn insert(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    note: &Note,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO conversation_note (workspace_id, note_id, conversation_id, author_id, text, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        params![
            workspace_id,
            note.note_id,
            note.conversation_id,
            note.author,
            &note.text,
            note.created_at
        ],
    )?;
    let kind = EventKind::NoteCreated;
    announce(
        tx,
        (workspace_id, conversation),
        kind,
        note,
        note.created_at,
    );
    Ok(())
}

/// Gives a note another text and announces it; false if it is gone.
pub fn update(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    note: &Note,
) -> StoreResult<bool> {
    let changed = tx.execute(
        "UPDATE conversation_note SET text = ?3, updated_at = ?4 WHERE workspace_id = ?1 AND note_id = ?2",
        params![workspace_id, note.note_id, &note.text, note.updated_at],
    )?;
    if changed > 0 {
        let kind = EventKind::NoteChanged;
        announce(
            tx,
            (workspace_id, conversation),
            kind,
            note,
            note.updated_at,
        );
    }
    Ok(changed > 0)
}

/// Takes a note away and announces it; false if it is gone already.
pub fn delete(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    note: &Note,
    now: Timestamp,
) -> StoreResult<bool> {
    let gone = tx.execute(
        "DELETE FROM conversation_note WHERE workspace_id = ?1 AND note_id = ?2",
        params![workspace_id, note.note_id],
    )?;
    if gone > 0 {
        let kind = EventKind::NoteDeleted;
        announce(tx, (workspace_id, conversation), kind, note, now);
    }
    Ok(gone > 0)
}

/// Without the text: what is noted stays where it is.
fn announce(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    kind: EventKind,
    note: &Note,
    at: Timestamp,
) {
    let data = EventData::new()
        .id("note_id", note.note_id)
        .id("conversation_id", note.conversation_id);
    tx.emit(NewEvent {
        workspace_id,
        kind,
        account_id: Some(conversation.account_id),
        subject: Some(note.note_id.to_string()),
        at,
        body: data.into_json(),
    });
}
