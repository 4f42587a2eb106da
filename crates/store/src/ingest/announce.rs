//! The events of what comes in. Bodies carry ids and instants, never texts.

use std::time::Duration;

use domain::event::{EventData, EventKind};
use domain::ids::ConversationId;
use domain::time::Timestamp;

use super::Place;
use crate::people::Person;
use crate::{NewEvent, Tx};

/// How far a network's clock may be behind ours before a message that came after the linking counts as history.
const CLOCK_MARGIN: Duration = Duration::from_mins(5);

impl Place<'_> {
    /// Whether what happened at `at` is news, and not history from before the account was linked.
    pub(super) fn is_news(&self, at: Timestamp) -> bool {
        !self.account.is_read_only && at >= self.account.linked_at.minus(CLOCK_MARGIN)
    }

    /// Announces what happened to a conversation, with these fields besides its ids.
    pub(super) fn announce(
        &self,
        tx: &mut Tx<'_>,
        kind: EventKind,
        (conversation_id, thread_key): (ConversationId, &str),
        fields: impl FnOnce(EventData) -> EventData,
    ) {
        let ids = EventData::new()
            .id("conversation_id", conversation_id)
            .text("thread_key", thread_key);
        self.emit(tx, kind, conversation_id.to_string(), fields(ids));
    }

    /// Announces what happened to a person, with these fields besides their ids and name.
    pub(super) fn announce_person(
        &self,
        tx: &mut Tx<'_>,
        kind: EventKind,
        person: &Person,
        fields: impl FnOnce(EventData) -> EventData,
    ) {
        let ids = EventData::new()
            .id("person_id", person.person_id)
            .text("member_key", &person.member_key)
            .text("name", &person.name);
        self.emit(tx, kind, person.person_id.to_string(), fields(ids));
    }

    fn emit(&self, tx: &mut Tx<'_>, kind: EventKind, subject: String, data: EventData) {
        tx.emit(NewEvent {
            workspace_id: self.account.workspace_id,
            kind,
            account_id: Some(self.account.account_id),
            subject: Some(subject),
            at: self.now,
            body: data.into_json(),
        });
    }
}
