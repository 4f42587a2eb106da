//! The public list of refusals: one stable word and one status each. Alphabetical; words are never renamed.

macro_rules! error_codes {
    ($($name:ident => $word:literal, $status:literal, $meaning:literal;)*) => {
        /// Why a request was refused, as a word that callers may branch on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ErrorCode {
            $(#[doc = $meaning] $name,)*
        }

        impl ErrorCode {
            /// Every code, in the order of its word.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// What it means and what helps, for the reference.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }

            /// The code behind a stored word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)* _ => None }
            }
        }
    };
}

error_codes! {
    AccountHeld => "account_held", 403, "The network restricts the account or its session has ended: its owner must look at it, then link it again.";
    AccountNotFound => "account_not_found", 404, "No such account is linked in this workspace.";
    AccountOwnerMismatch => "account_owner_mismatch", 400, "The account that was named and the owner inside the URN are different: leave one of them out.";
    AccountReadOnly => "account_read_only", 403, "The account was imported and can only be read.";
    AddressNotAllowed => "address_not_allowed", 403, "The key may not be used from this address.";
    AlikeMessages => "alike_messages", 403, "Too many people got a first message that reads like this one: write to this person in words of their own.";
    AlreadyConnected => "already_connected", 400, "The two members are already connected.";
    AlreadyInvited => "already_invited", 400, "An invitation to this member is already open.";
    ApiKeyEnded => "api_key_ended", 409, "The key has ended, or has a successor already: make a new one.";
    ApiKeyNotFound => "api_key_not_found", 404, "No such key in this workspace.";
    ApprovalMismatch => "approval_mismatch", 409, "The text has changed since it was shown: look at it again and approve what it says now.";
    AttachmentNotFound => "attachment_not_found", 404, "There is no such attachment, or no longer.";
    AttachmentTypeMismatch => "attachment_type_mismatch", 422, "The content of the file is not of the type that was declared: the message says what it is.";
    AttachmentsFull => "attachments_full", 409, "The workspace has handed over as many files in the last day as it may: use them, or wait until they end.";
    BodyTooLarge => "body_too_large", 413, "The body is larger than this server accepts.";
    CapabilityUnsupported => "capability_unsupported", 400, "The account's network cannot do this.";
    ChangeWindowOver => "change_window_over", 403, "The network lets nobody change or take back a message as old as this one.";
    ConnectionRequired => "connection_required", 400, "A normal message needs a first-degree connection, an existing thread or a shared group: connect first, or send an InMail.";
    ConversationMoved => "conversation_moved", 412, "Something was said in the conversation that the request did not know of: read it, then decide again.";
    ConversationNotFound => "conversation_not_found", 404, "No such conversation in this account.";
    DeliveryNotFound => "delivery_not_found", 404, "That event was not on its way to this receiver, or its record was deleted by age.";
    DraftChanged => "draft_changed", 412, "Somebody has written or taken away the draft meanwhile: read it, then decide again.";
    DraftNotFound => "draft_not_found", 404, "The conversation has no draft.";
    EndpointNotFound => "endpoint_not_found", 404, "No such receiver of webhooks in this workspace.";
    ErasureNotFound => "erasure_not_found", 404, "No such erasure in this workspace.";
    EventsGone => "events_gone", 410, "What comes next in the event log is older than what is kept: start again with the oldest, which the message names.";
    ExceedsOwnRights => "exceeds_own_rights", 403, "That allows more than your own key does: nobody hands out, or takes away, more than they have.";
    GroupMembershipRequired => "group_membership_required", 403, "Sender and recipient must both be members of the group.";
    IdempotencyKeyRequired => "idempotency_key_required", 400, "This route needs the header Idempotency-Key: one value for each message, the same in every repeat.";
    IdempotencyKeyReused => "idempotency_key_reused", 422, "The same Idempotency-Key came with another request before.";
    InmailCreditRequired => "inmail_credit_required", 400, "No InMail credit is left.";
    InsufficientScope => "insufficient_scope", 403, "The key lacks the scope that this route needs.";
    InternalError => "internal_error", 500, "Something failed on our side; the answer carries a reference for the log.";
    InvalidCursor => "invalid_cursor", 400, "The cursor is not one that this server gave for this question: start again without it.";
    InvalidJson => "invalid_json", 400, "The body is not valid JSON; the message says where.";
    InvitationClosed => "invitation_closed", 410, "The invitation is none, is over, was withdrawn or was accepted: ask for a new one.";
    InvitationNotFound => "invitation_not_found", 404, "No such invitation in this workspace, or none that is open in this account.";
    InvitationNotOpen => "invitation_not_open", 409, "The invitation is not open any more: the message says how it ended.";
    InvitationWrongSide => "invitation_wrong_side", 409, "Only who sent an invitation can take it back, and only who got it can accept or ignore it.";
    LabelNotFound => "label_not_found", 404, "No such label in this workspace.";
    LabelTaken => "label_taken", 409, "The workspace has a label of this name already; large and small letters count as the same.";
    LastOwner => "last_owner", 409, "A workspace keeps one owner: make somebody else an owner first.";
    LinkSessionNotFound => "link_session_not_found", 404, "No such link session in this workspace.";
    LinkSessionOver => "link_session_over", 409, "The link session has ended: begin another one.";
    MemberNotFound => "member_not_found", 404, "The network knows no such member.";
    MessageNotFound => "message_not_found", 404, "No such message in this workspace, or it was taken back.";
    MethodNotAllowed => "method_not_allowed", 405, "The route exists, but not with this method.";
    NetworkError => "network_error", 502, "The network answered with an error.";
    NetworkRefused => "network_refused", 400, "The network refused, with the reason given in the message.";
    NetworkUnavailable => "network_unavailable", 503, "The network cannot be reached; nothing was sent.";
    NoApprovalNeeded => "no_approval_needed", 409, "The send does not wait for approval.";
    NoDecisionNeeded => "no_decision_needed", 409, "The send does not wait for a person's decision.";
    NotFound => "not_found", 404, "There is nothing at this address.";
    NotOwnMessage => "not_own_message", 403, "Only what the account itself wrote can be changed or taken back.";
    NotSuppressed => "not_suppressed", 404, "That person does not stand on the do-not-contact list.";
    NoteNotFound => "note_not_found", 404, "No such note on this conversation.";
    PersonAmbiguous => "person_ambiguous", 409, "Several people were known by that name, and no network tells who has it now: name the person by id or by member key.";
    PersonHasAccount => "person_has_account", 409, "The person is the owner of an account of this workspace, whose history would go with them: it cannot be erased this way.";
    PersonLimitReached => "person_limit_reached", 429, "This person has had from all accounts of the workspace together what one person may get; the answer says when it opens again.";
    PersonNotFound => "person_not_found", 404, "No such person in this workspace.";
    PreconditionRequired => "precondition_required", 428, "There is a draft already: send `If-Match` with the `ETag` of the one that you mean to replace.";
    PremiumRequired => "premium_required", 400, "InMail needs a premium seat.";
    RateLimitExceeded => "rate_limit_exceeded", 429, "A limit is used up; the answer says which one and when it opens again.";
    RecipientSuppressed => "recipient_suppressed", 403, "The recipient stands on the do-not-contact list: GET /v1/suppressions says why.";
    ReconciliationNotFound => "reconciliation_not_found", 404, "No such comparison in this workspace, or its record was deleted by age.";
    SecretOverlap => "secret_overlap", 409, "The secret before this one still signs: wait until it ends, or say force to end it now.";
    SendExpired => "send_expired", 504, "The message could not leave within its lifetime and never will.";
    SendFailed => "send_failed", 502, "The message provably did not leave and will not be tried again.";
    SendNotChangeable => "send_not_changeable", 409, "The send is leaving, has left or never will: it cannot be changed any more.";
    SendNotFound => "send_not_found", 404, "No such send in this workspace.";
    ServiceBusy => "service_busy", 503, "Too much is waiting; nothing was accepted. Try again shortly.";
    StorageFull => "storage_full", 503, "The disk is full; nothing was accepted.";
    TemplateChanged => "template_changed", 412, "The template was changed since it was read: read it again, then decide.";
    TemplateIncomplete => "template_incomplete", 422, "The template prints something that is not known: give it as a variable or declare a fallback; the message names it.";
    TemplateNameTaken => "template_name_taken", 409, "Another template of the workspace has this name.";
    TemplateNotFound => "template_not_found", 404, "No such template in this workspace, or none in this version any more.";
    TemplateUnfilled => "template_unfilled", 422, "The template cannot be filled in with these values; the message says why.";
    TooManyApiKeys => "too_many_api_keys", 409, "The workspace has as many keys as it may have.";
    TooManyConversationLabels => "too_many_conversation_labels", 409, "The conversation carries as many labels as it may: take one off first.";
    TooManyEndpoints => "too_many_endpoints", 409, "The workspace has as many receivers of webhooks as it may have: delete one first.";
    TooManyLabels => "too_many_labels", 409, "The workspace has as many labels as it may have: delete one first.";
    TooManyLinkSessions => "too_many_link_sessions", 409, "The workspace has as many open link sessions as it may have: cancel one, or wait until one expires.";
    TooManyNotes => "too_many_notes", 409, "The conversation has as many notes as it may have: delete one first.";
    TooManyRequests => "too_many_requests", 429, "More was asked with this key than its limit of requests allows; the answer says when to come back.";
    TooManyStreams => "too_many_streams", 503, "As many streams are open as this server holds at the same time: try again later, or read the log in pages.";
    TooManyTemplates => "too_many_templates", 409, "The workspace has as many templates as it may have: delete one first.";
    TooManyUsers => "too_many_users", 409, "The workspace has as many users as it may have.";
    Unauthorized => "unauthorized", 401, "The key is missing or not valid.";
    UnsupportedMediaType => "unsupported_media_type", 415, "Send the body as application/json.";
    UploadTooSlow => "upload_too_slow", 408, "The file took longer to come in than a file may: nothing is kept of it.";
    UserExists => "user_exists", 409, "Somebody with this address is a user of the workspace already.";
    UserInvitationNotFound => "user_invitation_not_found", 404, "No such invitation in this workspace.";
    UserNotFound => "user_not_found", 404, "No such user in this workspace.";
    ValidationError => "validation_error", 400, "A field is missing or wrong; issues[] lists each.";
}

/// What helps after a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Retry {
    /// The same request is refused for as long as it is the same.
    Changed,
    /// The same request may succeed once something else has happened.
    After,
    /// The same request may succeed from the instant that the answer names.
    Later,
    /// The same request may succeed at any time.
    Same,
    /// What was handed over is over for good.
    Anew,
}

impl Retry {
    /// What to do, in a sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Changed => "Do not repeat it as it is: change the request first.",
            Self::After => {
                "Do not repeat it at once: look at how things stand, do what the meaning says, then try again."
            }
            Self::Later => {
                "Repeat the same request when the answer says: at `retry_at`, or after as many seconds as `Retry-After` tells."
            }
            Self::Same => {
                "Repeat the same request, with the same `Idempotency-Key`, after a pause that grows from one second to a minute; where `Retry-After` is there, not before."
            }
            Self::Anew => {
                "Do not repeat it: this one is over for good and never left. If it is still wanted, hand it over as a new one."
            }
        }
    }
}

impl ErrorCode {
    /// Whether and when the same request can succeed.
    pub const fn retry(self) -> Retry {
        match self {
            Self::SendFailed | Self::SendExpired => Retry::Anew,
            Self::AccountHeld
            | Self::ConnectionRequired
            | Self::InmailCreditRequired
            | Self::PremiumRequired
            | Self::ConversationMoved
            | Self::UploadTooSlow
            | Self::EventsGone => Retry::After,
            _ => match self.status() {
                409 => Retry::After,
                429 => Retry::Later,
                500.. => Retry::Same,
                _ => Retry::Changed,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_network_will_never_let_happen_is_not_to_be_repeated() {
        for code in [ErrorCode::ChangeWindowOver, ErrorCode::NotOwnMessage] {
            assert_eq!((code.status(), code.retry()), (403, Retry::Changed));
        }
    }

    #[test]
    fn codes_are_in_the_order_of_their_words_and_read_back() {
        assert!(
            ErrorCode::ALL
                .windows(2)
                .all(|pair| pair[0].word() < pair[1].word())
        );
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::from_word(code.word()), Some(*code));
            assert!((400..600).contains(&code.status()), "{code:?}");
        }
    }
}
