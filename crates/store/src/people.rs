//! Members of networks as known in one workspace.

mod list;
pub mod words;

use domain::ids::{PersonId, WorkspaceId};
use domain::network::Member;
use domain::time::Timestamp;

use crate::derived::derived_entropy;
use crate::erasures::erased;
use crate::{ColumnType, Row, StoreResult, Tx, Value, params};

pub use list::{
    NEWEST, are_known_to, have_status, list, list_by_slug, list_suppressed, list_with_status,
    list_with_word,
};

/// The name of somebody of whom only the key is known.
pub const NAMELESS: &str = "LinkedIn Member";

/// A member as known in one workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub person_id: PersonId,
    pub network: String,
    /// `ACoAA…`.
    pub member_key: String,
    pub member_number: Option<i64>,
    pub slug: Option<String>,
    pub name: String,
    pub headline: String,
    pub picture: Option<String>,
    pub badge: Option<String>,
    /// When the network last showed something new of them, or was last asked about them.
    pub updated_at: Timestamp,
}

impl Person {
    /// The person as a network would show it, as far as the store knows.
    pub fn as_member(&self) -> Member {
        Member {
            member_key: self.member_key.clone(),
            member_number: self.member_number,
            slug: self.slug.clone(),
            first_name: self.name.clone(),
            last_name: String::new(),
            headline: self.headline.clone(),
            picture: self.picture.clone(),
            badge: self.badge.clone(),
            degree: None,
        }
    }

    /// Reads ten columns from `at` on, in the order of the fields.
    pub(crate) fn from_row(row: &Row<'_>, at: usize) -> StoreResult<Self> {
        let opt_text = |index| Ok(row.opt_text(index)?.map(str::to_owned));
        Ok(Self {
            person_id: row.id(at)?,
            network: row.text(at + 1)?.to_owned(),
            member_key: row.text(at + 2)?.to_owned(),
            member_number: row.opt_int(at + 3)?,
            slug: opt_text(at + 4)?,
            name: row.text(at + 5)?.to_owned(),
            headline: row.text(at + 6)?.to_owned(),
            picture: opt_text(at + 7)?,
            badge: opt_text(at + 8)?,
            updated_at: row.timestamp(at + 9)?,
        })
    }

    /// What this person is after `member` was seen. What is empty or absent there says nothing new, because an import
    /// knows less than a live network; only the badge can go away.
    fn after(&self, member: &Member, now: Timestamp) -> Self {
        let or_kept = |seen: &str, kept: &str| {
            let is_known = !seen.is_empty();
            if is_known { seen } else { kept }.to_owned()
        };
        let mut person = Self {
            member_number: member.member_number.or(self.member_number),
            slug: member.slug.clone().or_else(|| self.slug.clone()),
            name: or_kept(&member.name(), &self.name),
            headline: or_kept(&member.headline, &self.headline),
            picture: member.picture.clone().or_else(|| self.picture.clone()),
            badge: member.badge.clone(),
            ..self.clone()
        };
        if person != *self {
            person.updated_at = now;
        }
        person
    }
}

/// The columns that [`Person::from_row`] reads, of a table with the alias `p`.
macro_rules! columns {
    () => {
        "p.person_id, p.network, p.member_key, p.member_number, p.slug, p.name, p.headline, p.picture, p.badge,
         p.updated_at"
    };
}
pub(crate) use columns;

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM person p WHERE p.workspace_id = ?1 AND ",
            $condition
        )
    };
}

/// The person with this id; absent once they are erased.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
) -> StoreResult<Option<Person>> {
    tx.query_opt(
        select!("p.person_id = ?2 AND p.erased_at IS NULL"),
        params![workspace_id, person_id],
        |row| Person::from_row(row, 0),
    )
}

/// For each id the person behind it.
pub fn list_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_ids: &[PersonId],
) -> StoreResult<Vec<Option<Person>>> {
    let rows: Vec<Vec<Value<'_>>> = person_ids
        .iter()
        .map(|person_id| vec![workspace_id.into(), person_id.into()])
        .collect();
    tx.query_opt_each(
        select!("p.person_id = ?2"),
        &[ColumnType::Blob, ColumnType::Blob],
        &rows,
        |row| Person::from_row(row, 0),
    )
}

/// The person whom this network knows by this key.
pub fn find_by_member_key(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_key: &str,
) -> StoreResult<Option<Person>> {
    tx.query_opt(
        select!("p.network = ?2 AND p.member_key = ?3"),
        params![workspace_id, network, member_key],
        |row| Person::from_row(row, 0),
    )
}

/// The person with this slug. Slugs change hands: where several were seen with it, the one who was seen last.
pub fn find_by_slug(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    slug: &str,
) -> StoreResult<Option<Person>> {
    tx.query_opt(
        select!("p.network = ?2 AND p.slug = ?3 ORDER BY p.updated_at DESC, p.person_id LIMIT 1"),
        params![workspace_id, network, slug],
        |row| Person::from_row(row, 0),
    )
}

/// The person with this number.
pub fn find_by_member_number(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_number: i64,
) -> StoreResult<Option<Person>> {
    tx.query_opt(
        select!("p.network = ?2 AND p.member_number = ?3 ORDER BY p.person_id LIMIT 1"),
        params![workspace_id, network, member_number],
        |row| Person::from_row(row, 0),
    )
}

/// A person after a look at them, and whether that was news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub person: Person,
    /// What was known before, if it was anything else.
    pub before: Option<Person>,
    pub is_new: bool,
}

/// Takes over what a network shows of a member.
pub fn upsert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member: &Member,
    now: Timestamp,
) -> StoreResult<Seen> {
    if let Some(known) = find_by_member_key(tx, workspace_id, network, &member.member_key)? {
        return update(tx, workspace_id, known, member, now);
    }
    let member = &*erased::veiled(tx, workspace_id, network, member)?;
    let name = match member.name() {
        name if name.is_empty() => NAMELESS.to_owned(),
        name => name,
    };
    let entropy = derived_entropy(&[&workspace_id.as_bytes()[..], b"person", network.as_bytes()]);
    let person = Person {
        person_id: PersonId::mint(now, &entropy.with(member.member_key.as_bytes())),
        network: network.to_owned(),
        member_key: member.member_key.clone(),
        member_number: member.member_number,
        slug: member.slug.clone(),
        name,
        headline: member.headline.clone(),
        picture: member.picture.clone(),
        badge: member.badge.clone(),
        updated_at: now,
    };
    if insert(tx, workspace_id, &person)? {
        return Ok(Seen {
            person,
            before: None,
            is_new: true,
        });
    }
    // Another account of the workspace saw them first, a moment ago.
    let known = find_by_member_key(tx, workspace_id, network, &member.member_key)?
        .ok_or(crate::StoreError::NotFound)?;
    update(tx, workspace_id, known, member, now)
}

fn insert(tx: &mut Tx<'_>, workspace_id: WorkspaceId, person: &Person) -> StoreResult<bool> {
    let inserted = tx.execute(
        "INSERT INTO person (workspace_id, person_id, network, member_key, member_number, slug, name, headline,
                             picture, badge, updated_at, has_words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1)
         ON CONFLICT (workspace_id, network, member_key) DO NOTHING",
        params![
            workspace_id,
            person.person_id,
            &person.network,
            &person.member_key,
            person.member_number,
            person.slug.as_deref(),
            &person.name,
            &person.headline,
            person.picture.as_deref(),
            person.badge.as_deref(),
            person.updated_at
        ],
    )?;
    if inserted > 0 {
        words::insert(tx, workspace_id, person)?;
    }
    Ok(inserted > 0)
}

/// Takes over what a network shows of a member who is known already; writes only what is news.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    known: Person,
    member: &Member,
    now: Timestamp,
) -> StoreResult<Seen> {
    let mut person = known.after(member, now);
    if person != known {
        let member = erased::veiled(tx, workspace_id, &known.network, member)?;
        person = known.after(&member, now);
    }
    if person == known {
        return Ok(Seen {
            person,
            before: None,
            is_new: false,
        });
    }
    tx.execute(
        "UPDATE person SET member_number = ?3, slug = ?4, name = ?5, headline = ?6, picture = ?7, badge = ?8,
                           updated_at = ?9
          WHERE workspace_id = ?1 AND person_id = ?2",
        params![
            workspace_id,
            person.person_id,
            person.member_number,
            person.slug.as_deref(),
            &person.name,
            &person.headline,
            person.picture.as_deref(),
            person.badge.as_deref(),
            now
        ],
    )?;
    words::update(tx, workspace_id, &known, &person)?;
    Ok(Seen {
        person,
        before: Some(known),
        is_new: false,
    })
}

/// Notes that the network showed this person just now, whether or not anything was new: until when what is known of
/// them can be trusted, and who had a slug last, follows from it.
pub(crate) fn update_seen(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE person SET updated_at = ?3 WHERE workspace_id = ?1 AND person_id = ?2",
        params![workspace_id, person_id, now],
    )?;
    Ok(())
}
