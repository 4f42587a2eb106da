//! What somebody means to write into a conversation: one text each. Whoever replaces it shows which one they saw.

use domain::error_code::ErrorCode;
use domain::limits::MESSAGE_CHARS_MAX;
use store::conversations;
pub use store::drafts::Draft as DraftView;
use store::{desks, drafts};

use crate::conversations::{absent, kept_text};
use crate::{App, AppResult, Caller, Refusal};

/// Which draft a caller means to replace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Meant {
    /// None: there was none when it looked.
    #[default]
    None,
    /// Whatever is there.
    Any,
    /// One of these versions.
    Versions(Vec<i64>),
}

impl App {
    /// The draft of a conversation.
    pub async fn find_draft(&self, caller: &Caller, id: &str) -> AppResult<DraftView> {
        let (workspace_id, conversation_id) = (
            caller.workspace_id,
            self.seen_conversation(caller, id).await?,
        );
        let read = self.parts().store.read(move |tx| {
            if conversations::find(tx, workspace_id, conversation_id)?.is_none() {
                return Ok(Err(absent()));
            }
            let draft = drafts::find(tx, workspace_id, conversation_id)?;
            Ok(draft.ok_or_else(no_draft))
        });
        Ok(read.await??)
    }

    /// Writes the draft of a conversation.
    ///
    /// Refused: `draft_changed` if another is there than was meant, `precondition_required` if one is there and none was.
    pub async fn put_draft(
        &self,
        caller: &Caller,
        id: &str,
        text: &str,
        meant: Meant,
    ) -> AppResult<DraftView> {
        let (workspace_id, conversation_id) = (
            caller.workspace_id,
            self.seen_conversation(caller, id).await?,
        );
        let text = kept_text("text", text, MESSAGE_CHARS_MAX)?;
        let (author, now) = (caller.key(), self.now());
        let written = self.parts().store.write(move |tx| {
            let Some(conversation) = desks::lock(tx, workspace_id, conversation_id)? else {
                return Ok(Err(absent()));
            };
            let known = drafts::find(tx, workspace_id, conversation_id)?;
            if let Err(refusal) = check(known.as_ref(), &meant) {
                return Ok(Err(refusal));
            }
            let known_version = known.map_or(i64::MIN, |known| known.version);
            let draft = DraftView {
                text: text.clone(),
                version: now.micros().max(known_version.saturating_add(1)),
                author,
                updated_at: now,
            };
            drafts::put(tx, (workspace_id, &conversation), &draft)?;
            Ok(Ok(draft))
        });
        Ok(written.await??)
    }

    /// Takes the draft of a conversation away. Refused as [`Self::put_draft`].
    pub async fn delete_draft(&self, caller: &Caller, id: &str, meant: Meant) -> AppResult<()> {
        let (workspace_id, conversation_id) = (
            caller.workspace_id,
            self.seen_conversation(caller, id).await?,
        );
        let now = self.now();
        let written = self.parts().store.write(move |tx| {
            let Some(conversation) = desks::lock(tx, workspace_id, conversation_id)? else {
                return Ok(Err(absent()));
            };
            let Some(known) = drafts::find(tx, workspace_id, conversation_id)? else {
                return Ok(Err(no_draft()));
            };
            if let Err(refusal) = check(Some(&known), &meant) {
                return Ok(Err(refusal));
            }
            drafts::delete(tx, (workspace_id, &conversation), now)?;
            Ok(Ok(()))
        });
        Ok(written.await??)
    }
}

/// Whether the draft that is there is the one that was meant.
fn check(known: Option<&DraftView>, meant: &Meant) -> Result<(), Refusal> {
    let code = match (known, meant) {
        (None, Meant::None) | (Some(_), Meant::Any) => return Ok(()),
        (Some(known), Meant::Versions(versions)) if versions.contains(&known.version) => {
            return Ok(());
        }
        (Some(_), Meant::None) => ErrorCode::PreconditionRequired,
        (_, Meant::Any | Meant::Versions(_)) => ErrorCode::DraftChanged,
    };
    Err(Refusal::of(code))
}

fn no_draft() -> Refusal {
    Refusal::of(ErrorCode::DraftNotFound)
}
