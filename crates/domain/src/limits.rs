//! Every bound in one place. A number that limits a text, a list or a wait stands here and nowhere else; what an
//! operator can change is a policy or a setting, and starts from the value here.

use std::time::Duration;

/// Code points of a message, counted after trimming.
pub const MESSAGE_CHARS_MAX: usize = 8_000;
/// Code points of the body of an InMail.
pub const INMAIL_CHARS_MAX: usize = 1_900;
/// Code points of the subject of an InMail.
pub const SUBJECT_CHARS_MAX: usize = 200;
/// Code points of the note of an invitation.
pub const INVITATION_NOTE_CHARS_MAX: usize = 300;

/// Code points that are kept of a note that a network shows.
pub const INVITATION_NOTE_KEPT_CHARS_MAX: usize = 2_000;
/// Invitations on one page.
pub const INVITATIONS_PAGE_MAX: u32 = 100;
/// Invitations on one page when the caller does not say.
pub const INVITATIONS_PAGE_DEFAULT: u32 = 50;

/// Bytes of any reference to a person, a thread or a message as a caller writes it.
pub const REFERENCE_BYTES_MAX: usize = 1_024;
/// Bytes of one foreign key: a member key, a thread id, a message key.
pub const FOREIGN_KEY_BYTES_MAX: usize = 255;
/// Code points of the readable name in a profile address.
pub const SLUG_CHARS_MAX: usize = 100;
/// Digits of a group's number.
pub const GROUP_ID_DIGITS_MAX: usize = 20;
/// Bytes of an emoji.
pub const EMOJI_BYTES_MAX: usize = 40;
/// Earlier messages that one call may acknowledge.
pub const ACKNOWLEDGED_MESSAGES_MAX: usize = 100;

/// Bytes of one word in the keyword index and in a query; longer words are cut, on both sides alike.
pub const WORD_BYTES_MAX: usize = 32;
/// Code points of a keyword query.
pub const QUERY_CHARS_MAX: usize = 256;
/// Different terms of a keyword query, after splitting; in scripts without spaces each pair of letters is one.
pub const QUERY_TERMS_MAX: usize = 64;
/// Letters that the last term of a query needs to match as a prefix.
pub const QUERY_PREFIX_CHARS_MIN: usize = 3;
/// Matching conversations that are counted exactly when there are keywords.
pub const KEYWORD_TOTAL_MAX: u32 = 1_000;

/// Conversations on one page of the inbox.
pub const INBOX_PAGE_MAX: u32 = 100;
/// Conversations on one page when the caller does not say.
pub const INBOX_PAGE_DEFAULT: u32 = 20;
/// Bytes of what the row of a list keeps of one conversation.
pub const INBOX_FACTS_BYTES_MAX: usize = 900;
/// Participants that the row of a list keeps.
pub const INBOX_PARTICIPANTS_MAX: usize = 3;
/// Messages on one page of a conversation, before and after the anchor together.
pub const DETAILS_PAGE_MAX: u32 = 200;
/// Messages on one page of a conversation when the caller does not say.
pub const DETAILS_PAGE_DEFAULT: u32 = 50;

/// Conversations on one page of a workspace's list.
pub const CONVERSATIONS_PAGE_MAX: u32 = 100;
/// Conversations on one page of a workspace's list when the caller does not say.
pub const CONVERSATIONS_PAGE_DEFAULT: u32 = 20;
/// Accounts that one such list is about when they are named.
pub const CONVERSATIONS_ACCOUNTS_MAX: usize = 20;
/// Conversations that one page looks at; one of which few match can be shorter than asked, and goes on from there.
pub const CONVERSATIONS_WALK_MAX: u32 = 2_000;
/// Conversations with something in common that are put into order at once; more are met on the walk.
pub const CONVERSATIONS_GATHERED_MAX: u32 = 1_000;
/// Participants that a list shows of one conversation.
pub const CONVERSATION_PARTICIPANTS_SHOWN: u32 = 10;
/// Messages on one page of a conversation of `/v1`.
pub const CONVERSATION_MESSAGES_PAGE_MAX: u32 = 200;
/// Messages on one page of a conversation of `/v1` when the caller does not say.
pub const CONVERSATION_MESSAGES_PAGE_DEFAULT: u32 = 50;
/// Labels of one workspace.
pub const LABELS_MAX: u32 = 500;
/// Code points of the name of a label.
pub const LABEL_NAME_CHARS_MAX: usize = 50;
/// Labels that one conversation carries.
pub const CONVERSATION_LABELS_MAX: u32 = 20;
/// Notes on one conversation.
pub const NOTES_MAX: u32 = 1_000;
/// Code points of a note.
pub const NOTE_CHARS_MAX: usize = 10_000;
/// Notes on one page.
pub const NOTES_PAGE_MAX: u32 = 200;
/// Notes on one page when the caller does not say.
pub const NOTES_PAGE_DEFAULT: u32 = 50;
/// How far ahead a conversation may be snoozed.
pub const SNOOZE_MAX: Duration = Duration::from_hours(366 * 24);

/// Characters of a message that are shown with one that answers it.
pub const QUOTED_CHARS_MAX: usize = 300;

/// Files of one message.
pub const ATTACHMENTS_MAX: usize = 10;
/// Bytes of one file.
pub const ATTACHMENT_BYTES_MAX: usize = 5_000_000;
/// Bytes of all files of a message together.
pub const ATTACHMENTS_BYTES_MAX: usize = 10_000_000;
/// Code points of the name of a file.
pub const ATTACHMENT_NAME_CHARS_MAX: usize = 200;
/// Characters of a media type.
pub const MEDIA_TYPE_CHARS_MAX: usize = 127;

/// How long a file that was handed over can be named by messages.
pub const UPLOAD_LIFETIME: Duration = DAY;
/// How long a file may take to come in, and how long what came of one that never was whole is kept.
pub const UPLOAD_COMING_MAX: Duration = Duration::from_mins(15);
/// Bytes of the pieces in which such a file comes in and is kept: one request holds two of them at most.
pub const UPLOAD_PIECE_BYTES: usize = 256 << 10;
/// Such files of one workspace.
pub const UPLOADS_MAX: u32 = 1_000;
/// Bytes of such files of one workspace.
pub const UPLOADS_BYTES_MAX: i64 = 500_000_000;

/// Bytes of a request body.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// Bytes of the body of a request that hands over messages, whose files travel in it.
pub const MESSAGES_BODY_BYTES_MAX: usize = 16 << 20;
/// Bytes of such bodies that are held at the same time.
pub const LARGE_BODIES_BYTES_MAX: usize = 256 << 20;
/// Bytes of an idempotency key.
pub const IDEMPOTENCY_KEY_BYTES_MAX: usize = 255;

/// How long a caller waits for a send at most, when it does not say.
pub const SEND_WAIT: Duration = Duration::from_secs(30);
/// How long looking up recipient, right and thread may take before a send is accepted.
pub const LOOK_MAX: Duration = Duration::from_secs(20);
/// How long a caller that asked for an acknowledgment waits for the delivery after the acceptance.
pub const DELIVERY_WAIT: Duration = Duration::from_secs(5);

/// How long the owner of a slug is taken to be the same person before the network is asked again.
pub const SLUG_TRUSTED_FOR: Duration = DAY;

/// The longest time that typing may be shown before a message, whatever a setting says.
pub const TYPING_MAX: Duration = Duration::from_secs(30);
/// How long handing over the files of a message may take, before the message itself.
pub const UPLOAD_MAX: Duration = Duration::from_mins(1);
/// How long an accepted send may wait for its first try.
pub const SEND_LIFETIME: Duration = DAY;
/// How long after it is ready a send may ask to be kept.
pub const SEND_LIFETIME_MAX: Duration = Duration::from_hours(60 * 24);
/// How far ahead a send may be planned.
pub const SEND_AHEAD_MAX: Duration = Duration::from_hours(366 * 24);
/// How long a person's yes to a send holds.
pub const APPROVAL_LIFETIME: Duration = DAY;
/// People who may get a first message that reads alike within [`LIKENESS_WINDOW`], when the operator does not say.
pub const LIKENESS_MAX: usize = 10;
/// How far back first messages are compared.
pub const LIKENESS_WINDOW: Duration = Duration::from_hours(7 * 24);
/// Tags of one send.
pub const SEND_TAGS_MAX: usize = 20;
/// Characters of one tag.
pub const SEND_TAG_CHARS_MAX: usize = 64;
/// Characters of the word that says from which template a text was made elsewhere.
pub const TEMPLATE_ID_CHARS_MAX: usize = 128;
/// Messages that are counted at once.
pub const ANALYTICS_ROWS_MAX: u32 = 500_000;
/// The longest time of which messages are counted at once.
pub const ANALYTICS_SPAN_MAX: Duration = Duration::from_hours(366 * 24);
/// Groups of messages that are told.
pub const ANALYTICS_GROUPS_MAX: usize = 1_000;
/// Templates of one workspace.
pub const TEMPLATES_MAX: u32 = 1_000;
/// Templates on one page.
pub const TEMPLATES_PAGE_MAX: u32 = 100;
/// Templates on one page when the caller does not say.
pub const TEMPLATES_PAGE_DEFAULT: u32 = 50;
/// Versions of a template that are kept, the newest ones.
pub const TEMPLATE_VERSIONS_MAX: i64 = 100;
/// Characters of the name of a template.
pub const TEMPLATE_NAME_CHARS_MAX: usize = 100;
/// Characters of the text of a template, before it is filled in.
pub const TEMPLATE_CHARS_MAX: usize = 16_000;
/// Expressions and statements of a template.
pub const TEMPLATE_TAGS_MAX: usize = 500;
/// Words, signs and values inside one of them.
pub const TEMPLATE_TAG_TOKENS_MAX: usize = 100;
/// Conditions and loops inside each other, and other cases of one condition.
pub const TEMPLATE_DEPTH_MAX: usize = 20;
/// Steps that filling a template in may take.
pub const TEMPLATE_FUEL: u64 = 10_000;
/// Bytes that all filters together may read and write while a template is filled in.
pub const TEMPLATE_WORK_BYTES_MAX: usize = 1 << 20;
/// Bytes of a filled-in template. The longest message fits.
pub const TEMPLATE_OUTPUT_BYTES_MAX: usize = 4 * MESSAGE_CHARS_MAX;
/// Values that a caller gives to a template, or that stand in for absent ones.
pub const TEMPLATE_VARIABLES_MAX: usize = 64;
/// Bytes of the name of such a value.
pub const TEMPLATE_VARIABLE_NAME_BYTES_MAX: usize = 64;
/// Bytes of all of them together, as JSON.
pub const TEMPLATE_VARIABLES_BYTES_MAX: usize = 16_384;
/// People on one page of the do-not-contact list.
pub const SUPPRESSIONS_PAGE_MAX: u32 = 1_000;
/// People on one page of the do-not-contact list when the caller does not say.
pub const SUPPRESSIONS_PAGE_DEFAULT: u32 = 100;
/// People who are put on the do-not-contact list with one request.
pub const SUPPRESSIONS_IMPORT_ROWS_MAX: usize = 10_000;
/// Bytes of the body of such a request.
pub const SUPPRESSIONS_BODY_BYTES_MAX: usize = 8 << 20;
/// People on one page.
pub const PEOPLE_PAGE_MAX: u32 = 100;
/// People on one page when the caller does not say.
pub const PEOPLE_PAGE_DEFAULT: u32 = 50;
/// People who are looked at for one page, whether or not they are wanted: then the page is short.
pub const PEOPLE_LOOKED_AT_MAX: u32 = 2_000;
/// Conversations that are shown with a person; more stand on pages of their own.
pub const PERSON_CONVERSATIONS_SHOWN: u32 = 20;
/// Accounts whose relation to a person is shown.
pub const PERSON_RELATIONS_SHOWN: u32 = 1_000;
/// Things of one kind that are read at a time of what is handed out about a person.
pub const EXPORT_PAGE: u32 = 100;
/// Found messages on one page.
pub const SEARCH_PAGE_MAX: u32 = 50;
/// Found messages on one page when the caller does not say.
pub const SEARCH_PAGE_DEFAULT: u32 = 20;
/// Places in the order of all messages that are passed for one page of a search: then the page is short.
pub const SEARCH_PLACES_MAX: u32 = 50_000;
/// Texts that are read for one page of a search: then the page is short.
pub const SEARCH_TEXTS_MAX: u32 = 2_000;
/// Conversations that are searched one by one; more are searched along the order of all messages.
pub const SEARCH_THREADS_MAX: u64 = 200;
/// Characters of the excerpt of a found message.
pub const SNIPPET_CHARS_MAX: usize = 200;
/// Open sends of an account that a forecast looks at.
pub const FORECAST_SENDS_MAX: u32 = 1_000;
/// Messages of one batch.
pub const BATCH_MAX: usize = 1_000;
/// How long a client may take nothing of what is written to it.
pub const WRITE_STALL_MAX: Duration = Duration::from_secs(30);
/// Event streams that are open at the same time, when the operator does not say.
pub const STREAMS_MAX: usize = 10_000;
/// Events that are read from the log at once, whether or not they are wanted.
pub const EVENTS_READ_MAX: u32 = 1_000;
/// Events on one page.
pub const EVENTS_PAGE_MAX: u32 = 1_000;
/// Events on one page when the caller does not say.
pub const EVENTS_PAGE_DEFAULT: u32 = 100;
/// Accounts on one page.
pub const ACCOUNTS_PAGE_MAX: u32 = 100;
/// Accounts on one page when the caller does not say.
pub const ACCOUNTS_PAGE_DEFAULT: u32 = 50;
/// Characters of what a workspace calls an account.
pub const ACCOUNT_LABEL_CHARS_MAX: usize = 100;
/// How long a person has to link a seat.
pub const LINK_SESSION_LIFETIME: Duration = Duration::from_mins(15);
/// How long what became of that is kept.
pub const LINK_SESSION_KEPT: Duration = WEEK;
/// Link sessions of one workspace that are open at the same time.
pub const LINK_SESSIONS_MAX: u32 = 100;
/// How often one link session may go to its network.
pub const LINK_TRIES_MAX: u8 = 20;
/// How long a try that came back may take to be settled; then another one may.
pub const LINK_SETTLED_WITHIN: Duration = Duration::from_mins(1);
/// Receivers of webhooks of one workspace.
pub const ENDPOINTS_MAX: u32 = 100;
/// Characters of the name of a receiver.
pub const ENDPOINT_NAME_CHARS_MAX: usize = 100;
/// Bytes of the address of a receiver.
pub const ENDPOINT_URL_BYTES_MAX: usize = 2_048;
/// Types that one receiver names.
pub const ENDPOINT_TYPES_MAX: usize = 100;
/// Accounts that one receiver names.
pub const ENDPOINT_ACCOUNTS_MAX: usize = 1_000;
/// Headers that the owner of a receiver adds.
pub const ENDPOINT_HEADERS_MAX: usize = 20;
/// Characters of the value of such a header.
pub const ENDPOINT_HEADER_CHARS_MAX: usize = 1_000;
/// Deliveries that may begin in a second to one receiver.
pub const ENDPOINT_PER_SECOND_MAX: u32 = 1_000;
/// The same when its owner does not say.
pub const ENDPOINT_PER_SECOND: u32 = 50;
/// Deliveries that may be under way at the same time to one receiver.
pub const ENDPOINT_TOGETHER_MAX: u32 = 32;
/// The same when its owner does not say.
pub const ENDPOINT_TOGETHER: u32 = 8;
/// How long an old secret of a receiver may sign beside the new one.
pub const SECRET_OVERLAP_MAX: Duration = WEEK;
/// Deliveries on one page.
pub const DELIVERIES_PAGE_MAX: u32 = 200;
/// Deliveries on one page when the caller does not say.
pub const DELIVERIES_PAGE_DEFAULT: u32 = 50;
/// Tries of a delivery that are shown.
pub const DELIVERY_ATTEMPTS_SHOWN: u32 = 100;
/// Keys of one workspace, whatever became of them.
pub const API_KEYS_MAX: u32 = 1_000;
/// Keys on one page.
pub const API_KEYS_PAGE_MAX: u32 = 200;
/// Keys on one page when the caller does not say.
pub const API_KEYS_PAGE_DEFAULT: u32 = 50;
/// Accounts that one key is limited to.
pub const API_KEY_ACCOUNTS_MAX: usize = 100;
/// Networks that one key is limited to.
pub const API_KEY_ADDRESSES_MAX: usize = 50;
/// Requests in a minute that a limit of one key may name.
pub const API_KEY_REQUESTS_MAX: u32 = 1_000_000;
/// How long an old key may work beside its successor.
pub const API_KEY_OVERLAP_MAX: Duration = WEEK;
/// Requests in a minute with one key, when neither it nor the operator says.
pub const REQUESTS_PER_MINUTE: u32 = 600_000;
/// How long it is kept what was asked with each key on each day.
pub const USAGE_KEPT_FOR: Duration = Duration::from_hours(400 * 24);
/// Days of one key on one page.
pub const USAGE_PAGE_MAX: u32 = 400;
/// Days on one page when the caller does not say.
pub const USAGE_PAGE_DEFAULT: u32 = 100;
/// How long comparisons with networks are kept once they are over, with what they found.
pub const RECONCILIATIONS_KEPT_FOR: Duration = Duration::from_hours(30 * 24);
/// Users of one workspace.
pub const USERS_MAX: u32 = 1_000;
/// Users, or invitations, on one page.
pub const USERS_PAGE_MAX: u32 = 200;
/// How long an invitation to a workspace can be accepted.
pub const USER_INVITATION_LIFETIME_MAX: Duration = Duration::from_hours(30 * 24);
/// Entries of the audit log on one page.
pub const AUDIT_PAGE_MAX: u32 = 200;
/// Entries on one page when the caller does not say.
pub const AUDIT_PAGE_DEFAULT: u32 = 50;
/// Sends on one page.
pub const SENDS_PAGE_MAX: u32 = 100;
/// Sends on one page when the caller does not say.
pub const SENDS_PAGE_DEFAULT: u32 = 50;

/// One day, the window of the guide's message cap.
pub const DAY: Duration = Duration::from_hours(24);
/// Seven days, the window of the guide's invitation cap.
pub const WEEK: Duration = Duration::from_hours(7 * 24);
/// Messages in [`DAY`] by the guide.
pub const GUIDE_MESSAGES_PER_DAY: u32 = 150;
/// Invitations in [`WEEK`] by the guide.
pub const GUIDE_INVITATIONS_PER_WEEK: u32 = 90;
/// The longest stretch that a cap may count over.
pub const CAP_SPAN_MAX: Duration = Duration::from_hours(31 * 24);
/// Caps of one policy.
pub const CAPS_MAX: usize = 16;

/// Bytes of one file of a data archive after decompression: a bomb ends here.
pub const ARCHIVE_FILE_BYTES_MAX: u64 = 4 << 30;
/// Files in a data archive.
pub const ARCHIVE_FILES_MAX: usize = 10_000;
/// Bytes of one row of a data archive; what is longer is a broken quote.
pub const ARCHIVE_ROW_BYTES_MAX: usize = 1 << 20;
/// Rows over that bound before the file is given up.
pub const ARCHIVE_LONG_ROWS_MAX: u32 = 20;
/// Code points kept of an imported message: more than anybody may send, because the network's own limits changed.
pub const ARCHIVE_TEXT_CHARS_MAX: usize = 50_000;
/// People in one row of a data archive.
pub const ARCHIVE_ROW_PEOPLE_MAX: usize = 1_000;
/// Names that the archive reader remembers to tell people apart.
pub const ARCHIVE_NAMES_MAX: usize = 500_000;
