//! The events of what comes in. Bodies carry ids and instants, never texts.

use std::time::Duration;

use domain::ids::ConversationId;
use domain::inbox::push_escaped;
use domain::time::Timestamp;

use super::Place;
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
        kind: &'static str,
        conversation: (ConversationId, &str),
        fields: &[(&str, &str)],
    ) {
        let (conversation_id, thread_key) = conversation;
        let subject = conversation_id.to_string();
        let mut all = vec![
            ("conversation_id", subject.as_str()),
            ("thread_key", thread_key),
        ];
        all.extend_from_slice(fields);
        let body = object(&all);
        self.emit(tx, kind, subject.clone(), body);
    }

    /// Announces what happened to a person.
    pub(super) fn announce_person(
        &self,
        tx: &mut Tx<'_>,
        kind: &'static str,
        person: &crate::people::Person,
        fields: &[(&str, &str)],
    ) {
        let subject = person.person_id.to_string();
        let mut all = vec![
            ("person_id", subject.as_str()),
            ("member_key", person.member_key.as_str()),
        ];
        all.extend_from_slice(fields);
        let body = object(&all);
        self.emit(tx, kind, subject.clone(), body);
    }

    fn emit(&self, tx: &mut Tx<'_>, kind: &'static str, subject: String, body: String) {
        tx.emit(NewEvent {
            workspace_id: self.account.workspace_id,
            kind,
            account_id: Some(self.account.account_id),
            subject: Some(subject),
            at: self.now,
            body,
        });
    }
}

/// A JSON object of texts.
fn object(fields: &[(&str, &str)]) -> String {
    let mut body = Vec::with_capacity(256);
    for (index, (name, value)) in fields.iter().enumerate() {
        body.extend_from_slice(if index == 0 { b"{\"" } else { b",\"" });
        push_escaped(&mut body, name);
        body.extend_from_slice(b"\":\"");
        push_escaped(&mut body, value);
        body.push(b'"');
    }
    body.push(b'}');
    String::from_utf8(body).expect("texts stay texts when they are escaped")
}
