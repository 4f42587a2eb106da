//! The labels of a workspace, and which conversations carry them. They never leave it.

use domain::error_code::ErrorCode;
use domain::ids::LabelId;
use domain::label::{self, InvalidName};
use domain::limits::{CONVERSATION_LABELS_MAX, LABELS_MAX};
pub use store::labels::Label as LabelView;
use store::{desks, labels};

use crate::conversations::{ConversationView, absent, shown};
use crate::{App, AppResult, Caller, Refusal};

/// What a caller says who wants a label to have no colour any more.
const NO_COLOUR: &str = "none";
/// Conversations that one step of taking a label away takes it from.
const TAKEN_MAX: u32 = 500;

/// A label to make.
#[derive(Debug, Clone)]
pub struct CreateLabel {
    pub name: String,
    /// `#rrggbb`.
    pub colour: Option<String>,
}

/// What to change of a label; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct ChangeLabel {
    pub name: Option<String>,
    /// `none`: none any more.
    pub colour: Option<String>,
}

impl App {
    /// Every label of the workspace, by name.
    pub async fn list_labels(&self, caller: &Caller) -> AppResult<Vec<LabelView>> {
        let workspace_id = caller.workspace_id;
        let read = self
            .parts()
            .store
            .read(move |tx| labels::list(tx, workspace_id, LABELS_MAX));
        Ok(read.await?)
    }

    /// Makes a label.
    ///
    /// Refused: `validation_error`, `label_taken`, `too_many_labels`.
    pub async fn create_label(
        &self,
        caller: &Caller,
        command: CreateLabel,
    ) -> AppResult<LabelView> {
        let workspace_id = caller.workspace_id;
        let (name, folded) = named(&command.name)?;
        let now = self.now();
        let label = LabelView {
            label_id: LabelId::mint(now, self.parts().entropy.as_ref()),
            name,
            folded,
            colour: coloured(command.colour.as_deref())?,
            created_at: now,
            updated_at: now,
        };
        let written = self.parts().store.write(move |tx| {
            let known = labels::list(tx, workspace_id, LABELS_MAX)?;
            if known.iter().any(|known| known.folded == label.folded) {
                return Ok(Err(Refusal::of(ErrorCode::LabelTaken)));
            }
            if u32::try_from(known.len()).is_ok_and(|count| count >= LABELS_MAX) {
                return Ok(Err(Refusal::of(ErrorCode::TooManyLabels)));
            }
            if labels::insert(tx, workspace_id, &label)? {
                Ok(Ok(label.clone()))
            } else {
                Ok(Err(Refusal::of(ErrorCode::LabelTaken)))
            }
        });
        Ok(written.await??)
    }

    /// One label.
    pub async fn find_label(&self, caller: &Caller, id: &str) -> AppResult<LabelView> {
        let (workspace_id, label_id) = (caller.workspace_id, label_id(id)?);
        let read = self
            .parts()
            .store
            .read(move |tx| labels::find(tx, workspace_id, label_id));
        Ok(read.await?.ok_or_else(no_label)?)
    }

    /// Gives a label another name or colour.
    pub async fn change_label(
        &self,
        caller: &Caller,
        id: &str,
        command: ChangeLabel,
    ) -> AppResult<LabelView> {
        caller.check_whole()?;
        let (workspace_id, label_id) = (caller.workspace_id, label_id(id)?);
        let name = command.name.as_deref().map(named).transpose()?;
        let colour = match command.colour.as_deref() {
            None => None,
            Some(NO_COLOUR) => Some(None),
            Some(colour) => Some(coloured(Some(colour))?),
        };
        let now = self.now();
        let written = self.parts().store.write(move |tx| {
            let Some(known) = labels::find(tx, workspace_id, label_id)? else {
                return Ok(Err(no_label()));
            };
            let mut label = known.clone();
            if let Some((name, folded)) = name.clone() {
                label.name = name;
                label.folded = folded;
            }
            if let Some(colour) = colour.clone() {
                label.colour = colour;
            }
            if label == known {
                return Ok(Ok(label));
            }
            label.updated_at = now;
            if labels::update(tx, workspace_id, &label)? {
                Ok(Ok(label))
            } else {
                Ok(Err(Refusal::of(ErrorCode::LabelTaken)))
            }
        });
        Ok(written.await??)
    }

    /// Takes a label away, from every conversation too: some at a time, so that nothing else waits for it.
    pub async fn delete_label(&self, caller: &Caller, id: &str) -> AppResult<()> {
        caller.check_whole()?;
        let (workspace_id, label_id) = (caller.workspace_id, label_id(id)?);
        let label = self.find_label(caller, id).await?;
        debug_assert_eq!(label.label_id, label_id);
        loop {
            let (label, now) = (label.clone(), self.now());
            let step = self
                .parts()
                .store
                .write_bulk(move |tx| labels::delete(tx, workspace_id, &label, TAKEN_MAX, now));
            if step.await? {
                return Ok(());
            }
        }
    }

    /// Puts a label on a conversation. Safe to repeat.
    pub async fn label_conversation(
        &self,
        caller: &Caller,
        id: &str,
        label: &str,
    ) -> AppResult<ConversationView> {
        let workspace_id = caller.workspace_id;
        let (conversation_id, label_id) =
            (self.seen_conversation(caller, id).await?, label_id(label)?);
        let now = self.now();
        let written = self.parts().store.write(move |tx| {
            let Some(conversation) = desks::lock(tx, workspace_id, conversation_id)? else {
                return Ok(Err(absent()));
            };
            if labels::find(tx, workspace_id, label_id)?.is_none() {
                return Ok(Err(no_label()));
            }
            let thread = conversation.thread;
            let carried = labels::list_of(tx, workspace_id, &[thread])?.remove(&thread);
            let carried = carried.unwrap_or_default();
            let is_new = carried.iter().all(|label| label.label_id != label_id);
            let count = u32::try_from(carried.len()).unwrap_or(u32::MAX);
            if is_new && count >= CONVERSATION_LABELS_MAX {
                return Ok(Err(Refusal::of(ErrorCode::TooManyConversationLabels)));
            }
            labels::put(tx, (workspace_id, &conversation), label_id, now)?;
            Ok(shown(tx, workspace_id, conversation_id)?.ok_or_else(absent))
        });
        Ok(written.await??)
    }

    /// Takes a label off a conversation. Safe to repeat.
    pub async fn unlabel_conversation(
        &self,
        caller: &Caller,
        id: &str,
        label: &str,
    ) -> AppResult<ConversationView> {
        let workspace_id = caller.workspace_id;
        let (conversation_id, label_id) =
            (self.seen_conversation(caller, id).await?, label_id(label)?);
        let now = self.now();
        let written = self.parts().store.write(move |tx| {
            let Some(conversation) = desks::lock(tx, workspace_id, conversation_id)? else {
                return Ok(Err(absent()));
            };
            if labels::find(tx, workspace_id, label_id)?.is_none() {
                return Ok(Err(no_label()));
            }
            labels::remove(tx, (workspace_id, &conversation), label_id, now)?;
            Ok(shown(tx, workspace_id, conversation_id)?.ok_or_else(absent))
        });
        Ok(written.await??)
    }
}

fn no_label() -> Refusal {
    Refusal::of(ErrorCode::LabelNotFound)
}

/// The label's own id; what is none is as absent as one that never was.
fn label_id(id: &str) -> Result<LabelId, Refusal> {
    id.parse().map_err(|_| no_label())
}

fn named(given: &str) -> Result<(String, String), Refusal> {
    let refused = |error: InvalidName| Refusal::field("name", error.word(), error.to_string());
    label::name(given).map_err(refused)
}

fn coloured(given: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(given) = given else {
        return Ok(None);
    };
    let colour = label::colour(given).ok_or_else(|| {
        let message = "colour must be of the form #1a2b3c";
        Refusal::field("colour", "wrong_form", message)
    })?;
    Ok(Some(colour))
}
