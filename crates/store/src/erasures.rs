//! Deleting what is kept of a person. It begins in one transaction, after which they are absent for every caller and stand
//! on the list of the erased; what is left is done in steps, each kept whole or not at all, so that a crash loses nothing.

pub mod erased;
mod log;
mod steps;
pub(crate) mod threads;

use std::collections::BTreeSet;

use domain::hexadecimal::hexadecimal;
use domain::ids::{AccountId, ErasureId, PersonId, SendId, WorkspaceId};
use domain::time::Timestamp;

use crate::people::{NAMELESS, Person, words};
use crate::{
    Row, StoreResult, Tx, accounts, agenda, invitations, params, people, person_locks, sends,
};

pub use steps::{Stepped, step};

/// What is being done, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// What was sent to them, or waits.
    Sends,
    /// Conversations with them alone.
    Conversations,
    /// What they said elsewhere, and how they reacted.
    Messages,
    /// Conversations of several in which they take part.
    Groups,
    /// What the event log says of them.
    Events,
    Done,
}

impl Step {
    const ALL: [Self; 6] = [
        Self::Sends,
        Self::Conversations,
        Self::Messages,
        Self::Groups,
        Self::Events,
        Self::Done,
    ];

    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sends => "sends",
            Self::Conversations => "conversations",
            Self::Messages => "messages",
            Self::Groups => "groups",
            Self::Events => "events",
            Self::Done => "done",
        }
    }

    fn from_word(word: &str) -> Self {
        let found = Self::ALL.into_iter().find(|step| step.word() == word);
        found.unwrap_or(Self::Sends)
    }
}

/// One erasure, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    pub workspace_id: WorkspaceId,
    pub erasure_id: ErasureId,
    pub person_id: PersonId,
    pub(crate) network: String,
    /// Absent once it is done.
    pub(crate) member_key: Option<String>,
    pub(crate) words: BTreeSet<String>,
    pub step: Step,
    pub(crate) place: i64,
    /// Conversations that are gone.
    pub conversations: i64,
    /// Messages that are gone, or without their text.
    pub messages: i64,
    /// Sends that say no more what was sent to whom.
    pub sends: i64,
    /// Events that name them no more.
    pub events: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

impl Erasure {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        let words = row.text(5)?.split(' ').filter(|word| !word.is_empty());
        Ok(Self {
            workspace_id: row.id(0)?,
            erasure_id: row.id(1)?,
            person_id: row.id(2)?,
            network: row.text(3)?.to_owned(),
            member_key: row.opt_text(4)?.map(str::to_owned),
            words: words.map(str::to_owned).collect(),
            step: Step::from_word(row.text(6)?),
            place: row.int(7)?,
            conversations: row.int(8)?,
            messages: row.int(9)?,
            sends: row.int(10)?,
            events: row.int(11)?,
            created_at: row.timestamp(12)?,
            updated_at: row.timestamp(13)?,
            finished_at: row.opt_timestamp(14)?,
        })
    }
}

/// The erasure with this id.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    erasure_id: ErasureId,
) -> StoreResult<Option<Erasure>> {
    tx.query_opt(
        "SELECT workspace_id, erasure_id, person_id, network, member_key, words, step, place, conversations, messages,
                sends, events, created_at, updated_at, finished_at
           FROM erasure WHERE workspace_id = ?1 AND erasure_id = ?2",
        params![workspace_id, erasure_id],
        Erasure::from_row,
    )
}

/// An erasure that begins, and what may reach the person all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub erasure: Erasure,
    pub in_flight: Vec<SendId>,
}

/// Begins to erase a person: from the commit on they are absent, and nothing leaves to them. `secret` becomes the key of
/// the workspace's list of the erased if it has none. `None` if somebody else was faster.
pub fn begin(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    (erasure_id, person): (ErasureId, &Person),
    secret: &[u8; 32],
    now: Timestamp,
) -> StoreResult<Option<Begun>> {
    let (network, member_key) = (person.network.as_str(), person.member_key.as_str());
    // Whoever takes something over from the network has the row of its account: after these, they see the list.
    for account_id in accounts_of(tx, workspace_id, network)? {
        accounts::lock(tx, workspace_id, account_id)?;
    }
    person_locks::lock_each(tx, workspace_id, network, &BTreeSet::from([member_key]))?;
    // They may have changed their name, or be gone, since they were looked at.
    let Some(person) = &people::find(tx, workspace_id, person.person_id)? else {
        return Ok(None);
    };
    let in_flight = sends::list_in_flight_to(tx, workspace_id, network, member_key)?;
    let secret = erased::ensure_secret(tx, workspace_id, secret)?;
    let hash = erased::hash(&secret, network, member_key);
    erased::insert(tx, workspace_id, &hash, now)?;
    let entries = words::entries_of(&person.name, &person.headline);
    words::delete(tx, workspace_id, person)?;
    blank(tx, workspace_id, person, erasure_id, now)?;
    let erasure = Erasure {
        workspace_id,
        erasure_id,
        person_id: person.person_id,
        network: network.to_owned(),
        member_key: Some(member_key.to_owned()),
        words: entries.into_iter().collect(),
        step: Step::Sends,
        place: 0,
        conversations: 0,
        messages: 0,
        sends: 0,
        events: 0,
        created_at: now,
        updated_at: now,
        finished_at: None,
    };
    insert(tx, &erasure)?;
    agenda::ERASURES.begin(tx, workspace_id, erasure_id, now)?;
    Ok(Some(Begun { erasure, in_flight }))
}

fn accounts_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
) -> StoreResult<Vec<AccountId>> {
    tx.query(
        "SELECT account_id FROM account WHERE workspace_id = ?1 AND network = ?2 ORDER BY account_id",
        params![workspace_id, network],
        |row| row.id(0),
    )
}

/// The row of the person stays, for what points at it, and says nothing.
fn blank(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person: &Person,
    erasure_id: ErasureId,
    now: Timestamp,
) -> StoreResult<()> {
    let nobody = format!("erased-{}", hexadecimal(erasure_id.as_bytes()));
    tx.execute(
        "UPDATE person SET member_key = ?3, member_number = NULL, slug = NULL, name = ?4, headline = '', picture = NULL,
                           badge = NULL, updated_at = ?5, erased_at = ?5
          WHERE workspace_id = ?1 AND person_id = ?2",
        params![workspace_id, person.person_id, &nobody, NAMELESS, now],
    )?;
    tx.execute(
        "DELETE FROM relation WHERE workspace_id = ?1 AND person_id = ?2",
        params![workspace_id, person.person_id],
    )?;
    invitations::delete_of(tx, workspace_id, person.person_id)?;
    tx.execute(
        "DELETE FROM suppression WHERE workspace_id = ?1 AND network = ?2 AND member_key = ?3",
        params![workspace_id, &person.network, &person.member_key],
    )?;
    tx.execute(
        "DELETE FROM person_refresh WHERE workspace_id = ?1 AND person_id = ?2",
        params![workspace_id, person.person_id],
    )?;
    tx.execute(
        "UPDATE ledger SET network = NULL, member_key = NULL
          WHERE workspace_id = ?1 AND network = ?2 AND member_key = ?3",
        params![workspace_id, &person.network, &person.member_key],
    )?;
    Ok(())
}

fn insert(tx: &mut Tx<'_>, erasure: &Erasure) -> StoreResult<()> {
    let words: Vec<&str> = erasure.words.iter().map(String::as_str).collect();
    tx.execute(
        "INSERT INTO erasure (workspace_id, erasure_id, person_id, network, member_key, words, step, created_at,
                              updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
        params![
            erasure.workspace_id,
            erasure.erasure_id,
            erasure.person_id,
            &erasure.network,
            erasure.member_key.as_deref(),
            words.join(" "),
            erasure.step.word(),
            erasure.created_at
        ],
    )?;
    Ok(())
}

/// Writes how far it has come; at the end, nothing of the person is left in it.
fn update(tx: &mut Tx<'_>, erasure: &Erasure) -> StoreResult<()> {
    let words: Vec<&str> = erasure.words.iter().map(String::as_str).collect();
    tx.execute(
        "UPDATE erasure SET member_key = ?3, words = ?4, step = ?5, place = ?6, conversations = ?7, messages = ?8,
                            sends = ?9, events = ?10, updated_at = ?11, finished_at = ?12
          WHERE workspace_id = ?1 AND erasure_id = ?2",
        params![
            erasure.workspace_id,
            erasure.erasure_id,
            erasure.member_key.as_deref(),
            words.join(" "),
            erasure.step.word(),
            erasure.place,
            erasure.conversations,
            erasure.messages,
            erasure.sends,
            erasure.events,
            erasure.updated_at,
            erasure.finished_at
        ],
    )?;
    Ok(())
}
