//! What the event log can tell: one stable word for each kind of thing that happens, and the fields that go with it.
//! Words and fields are only ever added. Start reading at [`EventKind`].

mod check;
mod data;
mod erasure;
mod field;

pub use check::{Mismatch, check};
pub use data::EventData;
pub use erasure::{ERASED, without_person};
pub use field::{EXAMPLE_ID, Field, Form};

macro_rules! event_kinds {
    ($($name:ident => $word:literal, [$($field:ident),*], $meaning:literal;)*) => {
        /// What happened, as `resource.happened`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventKind {
            $(#[doc = $meaning] $name,)*
        }

        impl EventKind {
            /// Every kind, in the order of its word.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// When it is told, for the reference.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }

            /// The fields of its data, all of them always there.
            pub const fn fields(self) -> &'static [Field] {
                match self { $(Self::$name => const { &[$(field::$field),*] },)* }
            }

            /// The kind behind a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)* _ => None }
            }
        }
    };
}

event_kinds! {
    AccountDegraded => "account.degraded", [RULE, HELD_UNTIL], "Nothing leaves from the account, until its owner has acted or until an instant: its session ended, the network asks for a check, or more was done than a limit allows.";
    AccountErased => "account.erased", [], "What an account left behind is deleted: its conversations, messages and sends.";
    AccountLinked => "account.linked", [NETWORK, MEMBER_KEY, NAME, IS_READ_ONLY], "An account was linked, or linked again; an import makes one that can only be read.";
    AccountPaused => "account.paused", [], "Somebody wants nothing to leave from the account; what is asked for waits.";
    AccountPolicyChanged => "account.policy_changed", [VERSION], "How the account may behave was changed.";
    AccountRenamed => "account.renamed", [LABEL], "The workspace calls the account something else.";
    AccountRestored => "account.restored", [RULE], "What held the account is over: sends leave again.";
    AccountRestricted => "account.restricted", [RULE, HELD_UNTIL], "The network has restricted the account: nothing leaves until its owner has acted.";
    AccountResumed => "account.resumed", [], "What waited because the account was paused leaves again.";
    AccountUnlinked => "account.unlinked", [NETWORK, MEMBER_KEY, NAME, IS_READ_ONLY], "An account was unlinked. Its history stays, unless it was asked to be erased.";
    ApiKeyCreated => "api_key.created", [API_KEY_ID], "A key for the API was made.";
    ApiKeyRevoked => "api_key.revoked", [API_KEY_ID], "A key for the API was ended.";
    ApiKeyUnusualUse => "api_key.unusual_use", [API_KEY_ID, UNUSUAL_REASON, CLIENT_ADDRESS, REQUESTS, REFUSALS], "A key is used as it never was: from a new network, far more than usually, or mostly in vain. Each is told at most once a day.";
    ConversationArchived => "conversation.archived", [CONVERSATION_ID, THREAD_KEY], "A conversation went into the archive, here or on the network.";
    ConversationAssigned => "conversation.assigned", [CONVERSATION_ID, THREAD_KEY, ASSIGNEE], "Somebody else, or nobody any more, looks after a conversation.";
    ConversationCreated => "conversation.created", [CONVERSATION_ID, THREAD_KEY, CONVERSATION_KIND], "A conversation began.";
    ConversationHistoryAdded => "conversation.history_added", [CONVERSATION_ID, THREAD_KEY, COUNT, FIRST_MESSAGE_KEY], "Messages from before the account was linked were added to a conversation.";
    ConversationRead => "conversation.read", [CONVERSATION_ID, THREAD_KEY, READ_AT], "The owner of the account has read a conversation, here or elsewhere.";
    ConversationSnoozed => "conversation.snoozed", [CONVERSATION_ID, THREAD_KEY, SNOOZED_UNTIL, UNTIL_REPLY], "A conversation is left alone for a while.";
    ConversationUnarchived => "conversation.unarchived", [CONVERSATION_ID, THREAD_KEY], "A conversation came out of the archive: somebody asked for it, or somebody wrote.";
    ConversationUpdated => "conversation.updated", [CONVERSATION_ID, THREAD_KEY, CHANGED], "Something of a conversation changed that no event of its own tells.";
    ConversationWoken => "conversation.woken", [CONVERSATION_ID, THREAD_KEY, WOKEN_BY], "A conversation that was left alone for a while is back.";
    EndpointCreated => "endpoint.created", [ENDPOINT_ID], "A receiver of webhooks was added.";
    EndpointDeleted => "endpoint.deleted", [ENDPOINT_ID], "A receiver of webhooks was taken away, with what waited for it.";
    EndpointDisabled => "endpoint.disabled", [ENDPOINT_ID, DISABLED_REASON], "A receiver of webhooks was given up: it is told nothing until somebody enables it.";
    EndpointEnabled => "endpoint.enabled", [ENDPOINT_ID], "A receiver of webhooks is told again, from where it stopped.";
    EndpointPaused => "endpoint.paused", [ENDPOINT_ID], "Somebody asked that a receiver of webhooks be told nothing for a while.";
    ImportFinished => "import.finished", [MESSAGES_IMPORTED, MESSAGES_REJECTED, CONNECTIONS_IMPORTED, CONNECTIONS_REJECTED], "An archive was taken over to its end.";
    InvitationAccepted => "invitation.accepted", [PERSON_ID, MEMBER_KEY, NAME, INVITATION_ID, INVITATION_DIRECTION], "An open invitation, from either side, became a connection.";
    InvitationDeclined => "invitation.declined", [PERSON_ID, MEMBER_KEY, NAME, INVITATION_ID, INVITATION_DIRECTION], "An open invitation, from either side, is gone without a connection, and the network does not say more: declined, or withdrawn, or run out.";
    InvitationExpired => "invitation.expired", [PERSON_ID, MEMBER_KEY, NAME, INVITATION_ID, INVITATION_DIRECTION], "The network says that an open invitation, from either side, has run out.";
    InvitationIgnored => "invitation.ignored", [PERSON_ID, MEMBER_KEY, NAME, INVITATION_ID, INVITATION_DIRECTION], "The account has put an invitation away, here or elsewhere.";
    InvitationReceived => "invitation.received", [PERSON_ID, MEMBER_KEY, NAME, INVITATION_ID, INVITATION_DIRECTION], "A member invites the account to connect.";
    InvitationSent => "invitation.sent", [PERSON_ID, MEMBER_KEY, NAME, INVITATION_ID, INVITATION_DIRECTION], "The account has invited a member to connect, here or elsewhere.";
    InvitationWithdrawn => "invitation.withdrawn", [PERSON_ID, MEMBER_KEY, NAME, INVITATION_ID, INVITATION_DIRECTION], "An open invitation was taken back by whoever sent it, here or elsewhere.";
    LabelChanged => "label.changed", [LABEL_ID, LABEL_NAME], "A label got another name or colour.";
    LabelCreated => "label.created", [LABEL_ID, LABEL_NAME], "A label was made.";
    LabelDeleted => "label.deleted", [LABEL_ID, LABEL_NAME], "A label was taken away, and with it from every conversation.";
    MessageDeleted => "message.deleted", [CONVERSATION_ID, THREAD_KEY, MESSAGE_KEY], "A message was taken back by who wrote it, here or elsewhere: its text is gone.";
    MessageDelivered => "message.delivered", [CONVERSATION_ID, THREAD_KEY, MESSAGE_KEY, AT], "The first other participant has got a message of the account.";
    MessageEdited => "message.edited", [CONVERSATION_ID, THREAD_KEY, MESSAGE_KEY], "The text of a message was changed.";
    MessageReactionAdded => "message.reaction_added", [CONVERSATION_ID, THREAD_KEY, MESSAGE_KEY, REACTING_MEMBER_KEY, EMOJI], "Somebody reacted to a message.";
    MessageReactionRemoved => "message.reaction_removed", [CONVERSATION_ID, THREAD_KEY, MESSAGE_KEY, REACTING_MEMBER_KEY, EMOJI], "Somebody took a reaction back.";
    MessageReceived => "message.received", [CONVERSATION_ID, THREAD_KEY, MESSAGE_KEY, SENDER_KEY, SENT_AT], "Somebody wrote to the account.";
    MessageSeen => "message.seen", [CONVERSATION_ID, THREAD_KEY, MESSAGE_KEY, AT], "The first other participant has seen a message of the account.";
    MessageSent => "message.sent", [CONVERSATION_ID, THREAD_KEY, MESSAGE_KEY, SENDER_KEY, SENT_AT], "The account wrote a message, through this gateway or elsewhere.";
    NoteChanged => "note.changed", [NOTE_ID, CONVERSATION_ID], "A note on a conversation was changed.";
    NoteCreated => "note.created", [NOTE_ID, CONVERSATION_ID], "Somebody noted something about a conversation.";
    NoteDeleted => "note.deleted", [NOTE_ID, CONVERSATION_ID], "A note on a conversation was taken away.";
    PersonChanged => "person.changed", [PERSON_ID, MEMBER_KEY, NAME, HEADLINE], "A known member changed name, headline or picture.";
    PersonErased => "person.erased", [PERSON_ID], "What was kept of a member was deleted; events from before that name them no more.";
    PersonOptedOut => "person.opted_out", [CONVERSATION_ID, THREAD_KEY, MESSAGE_KEY, MEMBER_KEY, CERTAINTY], "Somebody asked not to be contacted any more.";
    PersonPaused => "person.paused", [NETWORK, MEMBER_KEY, BY, IN_FLIGHT], "Nothing leaves to a member until a person has looked.";
    PersonSuppressed => "person.suppressed", [NETWORK, MEMBER_KEY, BY, IN_FLIGHT], "A member was put on the do-not-contact list.";
    PersonUnsuppressed => "person.unsuppressed", [NETWORK, MEMBER_KEY, BY], "A member was taken off the do-not-contact list.";
    QuotaReached => "quota.reached", [ACTION, SECONDS, LIMIT, USED, OPENS_AT], "More was done than a limit allows, which was learned too late to prevent it: the account is held until the limit is kept again.";
    QuotaReopened => "quota.reopened", [], "The limits of an account that had exceeded one are kept again.";
    ReconciliationFinished => "reconciliation.finished", [RECONCILIATION_ID, RECONCILIATION_STATE, MISSING, FILLED, DIFFERENT, ONLY_HERE], "An account's history was compared with its network's, and what was missing was added, or that was given up.";
    RelationshipChanged => "relationship.changed", [PERSON_ID, MEMBER_KEY, NAME, RELATIONSHIP], "How the account stands to a member is another than was known.";
    SendAwaitingApproval => "send.awaiting_approval", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "A send waits for a person's yes.";
    SendCancelled => "send.cancelled", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "A send was withdrawn before it left.";
    SendDelivered => "send.delivered", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "A send reached the other side.";
    SendEdited => "send.edited", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "The text or the time of a send that waits was changed.";
    SendExpired => "send.expired", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "The lifetime of a send was over before it could leave.";
    SendFailed => "send.failed", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "A send provably did not leave and will not be tried again.";
    SendNeedsDecision => "send.needs_decision", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "Nobody can tell whether a send left; a person decides.";
    SendQueued => "send.queued", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "A send was accepted and is kept.";
    SendRefused => "send.refused", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "The network refused a send.";
    SendScheduled => "send.scheduled", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "A send is held until an instant, by a rule.";
    SendSeen => "send.seen", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "The other side saw a send.";
    SendSending => "send.sending", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "The call to the network is under way.";
    SendSent => "send.sent", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "The network has a send.";
    SendSuppressed => "send.suppressed", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "One of our own rules stopped a send for good.";
    SendUnknown => "send.unknown", [SEND_ID, SEND_KIND, STATE, SENT_MESSAGE_KEY, SENT_THREAD_KEY], "The call left and no answer came; the send is being looked for.";
    TemplateChanged => "template.changed", [TEMPLATE_ID, TEMPLATE_VERSION], "A template was changed; what it says has another version then.";
    TemplateCreated => "template.created", [TEMPLATE_ID, TEMPLATE_VERSION], "A template was added.";
    TemplateDeleted => "template.deleted", [TEMPLATE_ID, TEMPLATE_VERSION], "A template was taken away; sends that were made from it keep their words.";
}

impl EventKind {
    /// Data that an event of this kind could have.
    pub fn example(self) -> serde_json::Map<String, serde_json::Value> {
        field::example(self.fields())
    }

    /// Whether `word` is its own word, or that of its resource as in `message.*`.
    pub fn is_meant_by(self, word: &str) -> bool {
        match word.strip_suffix('*') {
            Some(resource) => resource.ends_with('.') && self.word().starts_with(resource),
            None => self.word() == word,
        }
    }

    /// The kind with this word, or for `message.*` all that tell of messages.
    pub fn matching(word: &str) -> Vec<Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|kind| kind.is_meant_by(word)).collect()
    }

    /// The kind that tells that a send is in this state.
    pub const fn of_send(state: &crate::send::SendState) -> Self {
        use crate::send::SendState;
        match state {
            SendState::Queued => Self::SendQueued,
            SendState::AwaitingApproval { .. } => Self::SendAwaitingApproval,
            SendState::Scheduled { .. } => Self::SendScheduled,
            SendState::Sending { .. } => Self::SendSending,
            SendState::Sent { .. } => Self::SendSent,
            SendState::Delivered { .. } => Self::SendDelivered,
            SendState::Seen { .. } => Self::SendSeen,
            SendState::Unknown { .. } => Self::SendUnknown,
            SendState::NeedsDecision => Self::SendNeedsDecision,
            SendState::Refused { .. } => Self::SendRefused,
            SendState::Failed { .. } => Self::SendFailed,
            SendState::Suppressed { .. } => Self::SendSuppressed,
            SendState::Cancelled => Self::SendCancelled,
            SendState::Expired => Self::SendExpired,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_in_the_order_of_their_words_and_read_back() {
        assert!(
            EventKind::ALL
                .windows(2)
                .all(|pair| pair[0].word() < pair[1].word())
        );
        for kind in EventKind::ALL {
            assert_eq!(EventKind::from_word(kind.word()), Some(*kind));
        }
    }

    /// Receivers rely on every line: lines are added to the file, and never changed or taken away.
    #[test]
    fn what_was_promised_once_is_promised_for_ever() {
        let promised = EventKind::ALL.iter().flat_map(|kind| {
            let fields = kind.fields().iter().map(|field| {
                let null = if field.is_nullable { " or null" } else { "" };
                let form = match field.form {
                    Form::Text(_) => "text".to_owned(),
                    Form::Id(prefix) => format!("{prefix}_ id"),
                    Form::Ids(prefix) => format!("{prefix}_ ids"),
                    Form::Word(words) => words.join("|"),
                    Form::Words(words) => format!("list of {}", words.join("|")),
                    other => format!("{other:?}").to_lowercase(),
                };
                format!("{} {} {form}{null}\n", kind.word(), field.name)
            });
            std::iter::once(format!("{}\n", kind.word())).chain(fields)
        });
        let lines: String = promised.collect();
        assert_eq!(lines, include_str!("event/promised.txt"), "now:\n{lines}");
    }

    #[test]
    fn a_type_is_a_word_or_all_of_a_resource() {
        assert_eq!(EventKind::matching("send.sent"), [EventKind::SendSent]);
        let messages = EventKind::matching("message.*");
        assert!(messages.len() > 5 && messages.contains(&EventKind::MessageReceived));
        for none in ["", "*", "mess*", "message", "message.", "Send.Sent", ".*"] {
            assert!(EventKind::matching(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn the_example_of_each_kind_is_what_it_says_it_is() {
        for kind in EventKind::ALL {
            let example = serde_json::to_string(&kind.example()).unwrap();
            assert_eq!(check(*kind, &example), Ok(()), "{}", kind.word());
        }
    }
}
