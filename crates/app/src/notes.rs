//! What people of a workspace note about conversations. It never leaves.

use domain::error_code::ErrorCode;
use domain::ids::{NoteId, WorkspaceId};
use domain::limits::{NOTE_CHARS_MAX, NOTES_MAX, NOTES_PAGE_MAX};
use store::conversations::{self, Conversation};
pub use store::notes::Note as NoteView;
use store::{StoreResult, Tx, desks, notes};

use crate::conversations::absent;
use crate::{App, AppResult, Caller, Refusal};

/// Some notes on a conversation, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotePage {
    pub notes: Vec<NoteView>,
    pub next_cursor: Option<String>,
}

impl App {
    /// The notes on a conversation, the newest first.
    pub async fn list_notes(
        &self,
        caller: &Caller,
        id: &str,
        cursor: Option<String>,
        limit: u32,
    ) -> AppResult<NotePage> {
        Refusal::check_limit(limit, NOTES_PAGE_MAX)?;
        let (workspace_id, conversation_id) = (
            caller.workspace_id,
            self.seen_conversation(caller, id).await?,
        );
        let before = match cursor {
            Some(cursor) => cursor
                .parse::<NoteId>()
                .map_err(|_| Refusal::of(ErrorCode::InvalidCursor))?,
            None => NoteId::from_bytes([0xff; 16]),
        };
        let read = self.parts().store.read(move |tx| {
            if conversations::find(tx, workspace_id, conversation_id)?.is_none() {
                return Ok(None);
            }
            notes::list(tx, workspace_id, conversation_id, before, limit + 1).map(Some)
        });
        let mut found = read.await?.ok_or_else(absent)?;
        let has_more = u32::try_from(found.len()).is_ok_and(|count| count > limit);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let last = found.last().filter(|_| has_more);
        Ok(NotePage {
            next_cursor: last.map(|last| last.note_id.to_string()),
            notes: found,
        })
    }

    /// Notes something about a conversation.
    ///
    /// Refused: `validation_error`, `too_many_notes`.
    pub async fn create_note(&self, caller: &Caller, id: &str, text: &str) -> AppResult<NoteView> {
        let conversation_id = self.seen_conversation(caller, id).await?;
        let now = self.now();
        let note = NoteView {
            note_id: NoteId::mint(now, self.parts().entropy.as_ref()),
            conversation_id,
            author: caller.key(),
            text: checked(text)?,
            created_at: now,
            updated_at: now,
        };
        let workspace_id = caller.workspace_id;
        let written = self.parts().store.write(move |tx| {
            let Some(conversation) = desks::lock(tx, workspace_id, conversation_id)? else {
                return Ok(Err(absent()));
            };
            let count = notes::count(tx, workspace_id, conversation_id, NOTES_MAX)?;
            if count >= i64::from(NOTES_MAX) {
                return Ok(Err(Refusal::of(ErrorCode::TooManyNotes)));
            }
            notes::insert(tx, (workspace_id, &conversation), &note)?;
            Ok(Ok(note.clone()))
        });
        Ok(written.await??)
    }

    /// One note.
    pub async fn find_note(&self, caller: &Caller, id: &str, note: &str) -> AppResult<NoteView> {
        let workspace_id = caller.workspace_id;
        let (conversation_id, note_id) =
            (self.seen_conversation(caller, id).await?, note_id(note)?);
        let read = self.parts().store.read(move |tx| {
            let subject = (workspace_id, conversation_id, note_id);
            let found = found(tx, subject, conversations::find)?;
            Ok(found.map(|(_, note)| note))
        });
        Ok(read.await??)
    }

    /// Gives a note another text; who wrote it first stays.
    pub async fn change_note(
        &self,
        caller: &Caller,
        id: &str,
        note: &str,
        text: &str,
    ) -> AppResult<NoteView> {
        let workspace_id = caller.workspace_id;
        let (conversation_id, note_id) =
            (self.seen_conversation(caller, id).await?, note_id(note)?);
        let (text, now) = (checked(text)?, self.now());
        let written = self.parts().store.write(move |tx| {
            let subject = (workspace_id, conversation_id, note_id);
            let (conversation, mut note) = match found(tx, subject, desks::lock)? {
                Ok(found) => found,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if note.text != text {
                note.text.clone_from(&text);
                note.updated_at = now;
                notes::update(tx, (workspace_id, &conversation), &note)?;
            }
            Ok(Ok(note))
        });
        Ok(written.await??)
    }

    /// Takes a note away.
    pub async fn delete_note(&self, caller: &Caller, id: &str, note: &str) -> AppResult<()> {
        let workspace_id = caller.workspace_id;
        let (conversation_id, note_id) =
            (self.seen_conversation(caller, id).await?, note_id(note)?);
        let now = self.now();
        let written = self.parts().store.write(move |tx| {
            let subject = (workspace_id, conversation_id, note_id);
            let (conversation, note) = match found(tx, subject, desks::lock)? {
                Ok(found) => found,
                Err(refusal) => return Ok(Err(refusal)),
            };
            notes::delete(tx, (workspace_id, &conversation), &note, now)?;
            Ok(Ok(()))
        });
        Ok(written.await??)
    }
}

type Subject = (WorkspaceId, domain::ids::ConversationId, NoteId);

/// The conversation and the note on it.
fn found(
    tx: &mut Tx<'_>,
    (workspace_id, conversation_id, note_id): Subject,
    find: fn(
        &mut Tx<'_>,
        WorkspaceId,
        domain::ids::ConversationId,
    ) -> StoreResult<Option<Conversation>>,
) -> StoreResult<Result<(Conversation, NoteView), Refusal>> {
    let Some(conversation) = find(tx, workspace_id, conversation_id)? else {
        return Ok(Err(absent()));
    };
    let note = notes::find(tx, workspace_id, conversation_id, note_id)?;
    Ok(note.map(|note| (conversation, note)).ok_or_else(no_note))
}

fn no_note() -> Refusal {
    Refusal::of(ErrorCode::NoteNotFound)
}

fn note_id(id: &str) -> Result<NoteId, Refusal> {
    id.parse().map_err(|_| no_note())
}

fn checked(text: &str) -> Result<String, Refusal> {
    crate::conversations::kept_text("text", text, NOTE_CHARS_MAX)
}
