//! Everything that is kept of a person, a page at a time, so that it can be handed out as one document of any length.

use domain::audit::{AuditAction, Details};
use domain::event::without_person;
use domain::ids::{PersonId, SendId, WorkspaceId};
use domain::limits::EXPORT_PAGE;
use domain::time::Timestamp;
use store::conversations::{self, Conversation};
use store::events::{self, Event};
use store::invitations::{self, Invitation, Place, Stretch, Walk};
use store::messages::{self, Message, Sent};
use store::people;
use store::sends;
use store::{StoreResult, Tx};

use super::{PersonDetails, absent, details, parse};
use crate::sends::{SendView, views};
use crate::{App, AppResult, Caller};

/// A part of the document; those of one kind follow each other, in the order of this list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportPart {
    /// Conversations in which they take part.
    Conversations(Vec<Conversation>),
    /// Of conversations with them alone everything; of others what they said.
    Messages(Vec<(Conversation, Message)>),
    /// Invitations of both directions.
    Invitations(Vec<Invitation>),
    /// What was sent to them through this gateway, or waits.
    Sends(Vec<SendView>),
    /// What the event log says of them.
    Events(Vec<Event>),
}

/// Where the document stands.
#[derive(Debug, Clone)]
enum Stage {
    /// Behind a thread.
    Conversations(i64),
    /// In the conversation, below the place in it; or in the next one behind the thread.
    Messages(i64, Option<(Box<Conversation>, Sent)>),
    /// Below a place in the list of their invitations.
    Invitations(Place),
    Sends(SendId),
    Events(i64),
    Done,
}

/// A document that is being handed out.
#[derive(Clone)]
pub struct Export {
    app: App,
    workspace_id: WorkspaceId,
    details: PersonDetails,
    stage: Stage,
}

impl App {
    /// Begins to hand out everything that is kept of a person. Noted for whoever asks later who did so.
    pub async fn export_person(&self, caller: &Caller, id: &str) -> AppResult<Export> {
        caller.check_whole()?;
        let (workspace_id, person_id) = (caller.workspace_id, parse(id)?);
        let now = self.now();
        let by = caller.clone();
        let written = self.parts().store.write(move |tx| {
            let Some(person) = people::find(tx, workspace_id, person_id)? else {
                return Ok(Err(absent()));
            };
            let act = AuditAction::PersonExported;
            tx.audit(by.act(act, person_id, now, Details::new()));
            details(tx, workspace_id, person).map(Ok)
        });
        Ok(Export {
            app: self.clone(),
            workspace_id,
            details: written.await??,
            stage: Stage::Conversations(i64::MIN),
        })
    }
}

impl Export {
    /// Who it is about.
    pub const fn details(&self) -> &PersonDetails {
        &self.details
    }

    /// The next part; `None` at the end. A part can be empty.
    pub async fn next(&mut self) -> AppResult<Option<ExportPart>> {
        if matches!(self.stage, Stage::Done) {
            return Ok(None);
        }
        let (workspace_id, details, stage) =
            (self.workspace_id, self.details.clone(), self.stage.clone());
        let now = self.app.now();
        let store = &self.app.parts().store;
        let read = store.read(move |tx| part(tx, workspace_id, &details, (stage.clone(), now)));
        let (part, stage) = read.await?;
        self.stage = stage;
        Ok(Some(part))
    }
}

fn part(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    details: &PersonDetails,
    (stage, now): (Stage, Timestamp),
) -> StoreResult<(ExportPart, Stage)> {
    let person = &details.person;
    let is_full = |count: usize| u32::try_from(count) == Ok(EXPORT_PAGE);
    Ok(match stage {
        Stage::Conversations(after) => {
            let found = with(tx, workspace_id, person.person_id, after, EXPORT_PAGE)?;
            let next = match found.last() {
                Some(last) if is_full(found.len()) => Stage::Conversations(last.thread),
                _ => Stage::Messages(i64::MIN, None),
            };
            (ExportPart::Conversations(found), next)
        }
        Stage::Messages(after, within) => said(tx, workspace_id, details, after, within)?,
        Stage::Invitations(below) => {
            let stretch = Stretch {
                below,
                ..Stretch::ALL
            };
            let way = Walk::Person(person.person_id);
            let found = invitations::list(tx, workspace_id, way, stretch, EXPORT_PAGE)?;
            let next = match found.last() {
                Some(last) if is_full(found.len()) => Stage::Invitations(last.place()),
                _ => Stage::Sends(SendId::from_bytes([0; 16])),
            };
            (ExportPart::Invitations(found), next)
        }
        Stage::Sends(after) => {
            let (network, key) = (person.network.as_str(), person.member_key.as_str());
            let found =
                sends::erasure::list_to(tx, workspace_id, (network, key), after, EXPORT_PAGE)?;
            let next = match found.last() {
                Some(last) if is_full(found.len()) => Stage::Sends(last.send_id),
                _ => Stage::Events(0),
            };
            let found = views(tx, workspace_id, found, now)?;
            (ExportPart::Sends(found), next)
        }
        Stage::Events(after) => {
            let read = events::list(tx, workspace_id, after, EVENTS_READ)?;
            let next = if read.reached > after {
                Stage::Events(read.reached)
            } else {
                Stage::Done
            };
            let person_id = person.person_id.to_string();
            let mut found = read.events;
            found.retain(|event| is_about(event, &person_id, &person.member_key));
            (ExportPart::Events(found), next)
        }
        Stage::Done => (ExportPart::Events(Vec::new()), Stage::Done),
    })
}

/// Events that are read at a time.
const EVENTS_READ: u32 = 1_000;

fn is_about(event: &Event, person_id: &str, member_key: &str) -> bool {
    let subject = event.subject.as_deref();
    subject == Some(person_id)
        || subject == Some(member_key)
        || without_person(event.kind, &event.body, member_key).is_some()
}

/// The next conversations with a person. A thread keeps its number, so that none is missed in which something is said while
/// the document is handed out.
fn with(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    after: i64,
    limit: u32,
) -> StoreResult<Vec<Conversation>> {
    let threads = conversations::list_threads_with(tx, workspace_id, person_id, after, limit)?;
    let found = threads.into_iter();
    found
        .map(|thread| conversations::get_by_thread(tx, workspace_id, thread))
        .collect()
}

/// A few messages of the conversation that is being read, or of the next one.
fn said(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    details: &PersonDetails,
    after: i64,
    within: Option<(Box<Conversation>, Sent)>,
) -> StoreResult<(ExportPart, Stage)> {
    let person_id = details.person.person_id;
    let within = match within {
        Some(within) => Some(within),
        None => with(tx, workspace_id, person_id, after, 1)?
            .pop()
            .map(|next| (Box::new(next), Sent::NEWEST)),
    };
    let Some((conversation, newest)) = within else {
        let first = Stage::Invitations(Stretch::ALL.below);
        return Ok((ExportPart::Messages(Vec::new()), first));
    };
    let (thread, since) = (conversation.thread, Timestamp::MIN);
    let found = messages::list_below(tx, workspace_id, thread, newest, since, EXPORT_PAGE)?;
    let next = match found.last() {
        Some(last) if u32::try_from(found.len()) == Ok(EXPORT_PAGE) => {
            Stage::Messages(after, Some((conversation.clone(), last.sent())))
        }
        _ => Stage::Messages(thread, None),
    };
    let is_alone = conversation.kind != domain::network::ThreadKind::Group;
    let theirs = found
        .into_iter()
        .filter(|message| is_alone || message.sender_id == person_id)
        .map(|message| ((*conversation).clone(), message));
    Ok((ExportPart::Messages(theirs.collect()), next))
}
