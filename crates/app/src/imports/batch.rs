//! A few rows that go to the store together: small enough that live traffic never waits long behind them.

use domain::network::{Attachment, Member, NetworkMessage, Thread, ThreadKind};
use domain::time::Timestamp;
use integrations::networks::linkedin::archive::{Connection, Folder, MessageRow, Party, Survey};
use store::accounts::Account;
use store::ingest::{Kept, Piece};
use store::{StoreResult, Tx, ingest, people, relations};

/// Messages that the store takes over at a time, and the least that a closure writes.
const ROWS_MIN: usize = 32;
/// The most that a closure writes, while the store has nothing else to do.
const ROWS_MAX: usize = 256;

/// How many rows go to the store together: more while it answers at once, fewer as soon as it does not, because then
/// others want to write. Most of the time of a commit is the disk's, whatever stands in it.
#[derive(Debug)]
pub(super) struct Pace {
    rows: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { rows: ROWS_MIN }
    }
}

impl Pace {
    const QUICK_MILLIS: i64 = 50;
    const SLOW_MILLIS: i64 = 150;

    /// Notes how long the store took for the last rows.
    pub(super) fn note(&mut self, began: Timestamp, ended: Timestamp) {
        let took = ended.millis() - began.millis();
        if took < Self::QUICK_MILLIS {
            self.rows = (self.rows * 2).min(ROWS_MAX);
        } else if took > Self::SLOW_MILLIS {
            self.rows = (self.rows / 2).max(ROWS_MIN);
        }
    }
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Written {
    pub(super) imported: u64,
    pub(super) already_there: u64,
}

impl Written {
    fn note(&mut self, is_new: bool) {
        if is_new {
            self.imported += 1;
        } else {
            self.already_there += 1;
        }
    }
}

/// How one archive is read into the account.
pub(super) struct Reading<'s> {
    pub(super) survey: &'s Survey,
    /// The owner's key in the account.
    pub(super) owner_key: String,
    /// The owner's key in this archive, which is another one once the owner changed their address.
    pub(super) owner_key_here: Option<String>,
    /// No archive that was read before reaches further.
    pub(super) is_newest: bool,
}

impl Reading<'_> {
    pub(super) fn is_owner(&self, party: &Party) -> bool {
        let key = party.key.as_str();
        key == self.owner_key || Some(key) == self.owner_key_here.as_deref()
    }
}

/// Messages, by thread, in the order of the file.
#[derive(Default)]
pub(super) struct Batch {
    pages: Vec<Page>,
    rows: usize,
}

struct Page {
    thread: Thread,
    messages: Vec<NetworkMessage>,
    kept: Kept,
    is_newest: bool,
}

impl Batch {
    pub(super) fn is_full(&self, pace: &Pace) -> bool {
        self.rows >= pace.rows
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Adds a row to the page of its thread, or begins one. The owner is no participant.
    pub(super) fn add(&mut self, row: MessageRow, reading: &Reading<'_>) {
        self.rows += 1;
        let thread_key = row.thread.as_str();
        let is_same = |page: &Page| page.thread.thread_key == thread_key;
        let known = self.pages.iter().position(is_same);
        let index = known.unwrap_or_else(|| {
            self.pages.push(Page::new(&row, reading));
            self.pages.len() - 1
        });
        self.pages[index].add(row, reading);
    }

    pub(super) fn write(
        &self,
        tx: &mut Tx<'_>,
        account: &Account,
        now: Timestamp,
    ) -> StoreResult<Written> {
        let mut written = Written::default();
        for page in &self.pages {
            for messages in page.messages.chunks(ROWS_MIN) {
                let piece = Piece {
                    thread: &page.thread,
                    messages,
                    kept: page.kept,
                    is_newest: page.is_newest,
                };
                let observed = ingest::observe_imported(tx, account, piece, now)?;
                let imported = count(observed.inserted.len());
                written.imported += imported;
                written.already_there += count(messages.len()) - imported;
            }
        }
        Ok(written)
    }
}

impl Page {
    fn new(row: &MessageRow, reading: &Reading<'_>) -> Self {
        let view = reading.survey.thread(&row.thread);
        Self {
            kept: match view.folder {
                None => Kept::Unknown,
                Some(Folder::Inbox) => Kept::Inbox,
                Some(Folder::Archive) => Kept::Archived,
                Some(Folder::Spam) => Kept::Spam,
            },
            is_newest: reading.is_newest,
            thread: Thread {
                thread_key: row.thread.as_str().to_owned(),
                kind: if view.is_group {
                    ThreadKind::Group
                } else {
                    ThreadKind::Direct
                },
                title: row.title.clone(),
                participants: Vec::new(),
                created_at: row.sent_at,
                last_activity_at: row.sent_at,
                // An archive does not say what was unread, and all of it is past.
                last_read_at: Some(row.sent_at),
                unread_count: 0,
                mailbox: None,
            },
            messages: Vec::new(),
        }
    }

    fn add(&mut self, row: MessageRow, reading: &Reading<'_>) {
        let thread = &mut self.thread;
        thread.created_at = thread.created_at.min(row.sent_at);
        thread.last_activity_at = thread.last_activity_at.max(row.sent_at);
        thread.last_read_at = Some(thread.last_activity_at);
        if thread.title.is_none() {
            thread.title.clone_from(&row.title);
        }
        for party in std::iter::once(&row.sender).chain(&row.recipients) {
            let key = party.key.as_str();
            let is_known = |member: &Member| member.member_key == key;
            if !reading.is_owner(party) && !thread.participants.iter().any(is_known) {
                thread.participants.push(member_of(party));
            }
        }
        if thread.participants.len() > 1 {
            thread.kind = ThreadKind::Group;
        } else if row.subject.is_some() && thread.kind == ThreadKind::Direct {
            thread.kind = ThreadKind::Inmail;
        }
        let is_own = reading.is_owner(&row.sender);
        let mut message = message_of(row);
        if is_own {
            message.sender_key.clone_from(&reading.owner_key);
        }
        self.messages.push(message);
    }
}

fn message_of(row: MessageRow) -> NetworkMessage {
    let message_key = row.key.as_str().to_owned();
    let attachments = row
        .attachments
        .into_iter()
        .enumerate()
        .map(|(index, url)| Attachment {
            id: format!("{message_key}-{index}"),
            name: name_in(&url),
            media_type: "application/octet-stream".to_owned(),
            byte_size: 0,
            url,
        })
        .collect();
    NetworkMessage {
        thread_key: row.thread.as_str().to_owned(),
        sender_key: row.sender.key.as_str().to_owned(),
        sent_at: row.sent_at,
        text: row.text,
        subject: row.subject,
        token: None,
        reply_to: None,
        attachments,
        reactions: Vec::new(),
        delivered_at: None,
        seen_at: None,
        edited_at: None,
        message_key,
    }
}

/// What stands at the end of an address: the best name that an archive has for an attachment.
fn name_in(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.rsplit('/').find(|part| !part.is_empty());
    name.unwrap_or("attachment").to_owned()
}

/// What an archive knows of a member. The name is whole: nothing says where the family name begins.
pub(super) fn member_of(party: &Party) -> Member {
    Member {
        member_key: party.key.as_str().to_owned(),
        member_number: None,
        slug: party.slug.as_ref().map(|slug| slug.as_str().to_owned()),
        first_name: party.name.clone(),
        last_name: String::new(),
        headline: String::new(),
        picture: None,
        badge: None,
        degree: None,
    }
}

/// Connections of the first degree.
#[derive(Default)]
pub(super) struct ConnectionBatch(Vec<(Member, Option<String>)>);

impl ConnectionBatch {
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= ROWS_MIN
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, connection: Connection) {
        let mut member = member_of(&connection.party);
        member.degree = Some(1);
        member.headline = match (connection.position, connection.company) {
            (Some(position), Some(company)) => format!("{position} at {company}"),
            (position, company) => position.or(company).unwrap_or_default(),
        };
        let day = |at: Timestamp| at.to_string().chars().take(10).collect();
        self.0.push((member, connection.connected_at.map(day)));
    }

    pub(super) fn write(
        &self,
        tx: &mut Tx<'_>,
        account: &Account,
        now: Timestamp,
    ) -> StoreResult<Written> {
        let mut written = Written::default();
        for (member, connected_on) in &self.0 {
            let is_new = write_connection(tx, account, member, connected_on.as_deref(), now)?;
            written.note(is_new);
        }
        Ok(written)
    }
}

/// True if the two were not known to be connected.
fn write_connection(
    tx: &mut Tx<'_>,
    account: &Account,
    member: &Member,
    connected_on: Option<&str>,
    now: Timestamp,
) -> StoreResult<bool> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let network = account.network.as_str();
    let known = people::find_by_member_key(tx, workspace_id, network, &member.member_key)?;
    let person_id = match known {
        Some(person) => person.person_id,
        None => {
            people::upsert(tx, workspace_id, network, member, now)?
                .person
                .person_id
        }
    };
    let before = relations::find(tx, workspace_id, account_id, person_id)?;
    let is_new = before.is_none_or(|before| before.relationship.degree != Some(1));
    // Conversations with somebody who was known show the headline and the degree, too.
    ingest::member_changed(tx, account, member, now)?;
    relations::upsert_connection(tx, workspace_id, account_id, person_id, connected_on, now)?;
    Ok(is_new)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_answers_at_once_gets_more_rows_and_a_slow_one_fewer() {
        let at = Timestamp::from_millis;
        let mut pace = Pace::default();
        let mut rows = Vec::new();
        for took in [10, 10, 10, 10, 100, 200, 200, 200, 200, 10] {
            pace.note(at(0), at(took));
            rows.push(pace.rows);
        }
        assert_eq!(rows, [64, 128, 256, 256, 256, 128, 64, 32, 32, 64]);
    }

    #[test]
    fn attachments_are_named_after_their_address() {
        for (url, name) in [
            ("https://example.com/a/b.pdf?x=1", "b.pdf"),
            ("https://example.com/a/", "a"),
            ("", "attachment"),
        ] {
            assert_eq!(name_in(url), name);
        }
    }
}
