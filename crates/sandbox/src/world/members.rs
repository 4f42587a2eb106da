//! Members: who they are and how they look to each other.

use rusqlite::Row;
use serde::Serialize;

use crate::ids::MemberRef;
use crate::refusal::Refusal;
use crate::store::Tx;

const COLUMNS: &str =
    "id, member_key, member_number, slug, first_name, last_name, family_first, headline, location,
     language, open_profile, premium, persona, has_picture";

/// A member as stored.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a row: each is a column of its own"
)]
pub(crate) struct Member {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) number: String,
    pub(crate) slug: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) family_first: bool,
    pub(crate) headline: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) language: String,
    pub(crate) open_profile: bool,
    pub(crate) premium: bool,
    pub(crate) persona: bool,
    pub(crate) has_picture: bool,
}

/// A member as another one sees them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MemberView {
    pub(crate) member_key: String,
    pub(crate) member_number: String,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) headline: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) picture: Option<String>,
    pub(crate) distance: u8,
    pub(crate) is_self: bool,
    pub(crate) open_profile: bool,
    pub(crate) premium: bool,
}

impl Member {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            key: row.get(1)?,
            number: row.get(2)?,
            slug: row.get(3)?,
            first_name: row.get(4)?,
            last_name: row.get(5)?,
            family_first: row.get(6)?,
            headline: row.get(7)?,
            location: row.get(8)?,
            language: row.get(9)?,
            open_profile: row.get(10)?,
            premium: row.get(11)?,
            persona: row.get(12)?,
            has_picture: row.get(13)?,
        })
    }

    /// The whole name in the order of the member's language.
    pub(crate) fn name(&self) -> String {
        let (before, after) = if self.family_first {
            (&self.last_name, &self.first_name)
        } else {
            (&self.first_name, &self.last_name)
        };
        format!("{before} {after}").trim().to_owned()
    }

    pub(crate) fn picture(&self) -> Option<String> {
        self.has_picture
            .then(|| format!("/pictures/{}.svg", self.key))
    }
}

pub(crate) fn get(tx: &Tx<'_>, id: i64) -> Result<Member, Refusal> {
    tx.get(
        &format!("SELECT {COLUMNS} FROM member WHERE id = ?1"),
        [id],
        Member::from_row,
    )
}

/// Finds a member by any of their names; `own` is who `me` means.
pub(crate) fn resolve(tx: &Tx<'_>, own: Option<i64>, reference: &str) -> Result<Member, Refusal> {
    let unknown = || {
        Refusal::new(
            "unknown_member",
            format!("there is no member {reference:?}"),
        )
    };
    let by = |column: &str, value: &str| {
        tx.find(
            &format!("SELECT {COLUMNS} FROM member WHERE {column} = ?1"),
            [value],
            Member::from_row,
        )
    };
    match MemberRef::parse(reference) {
        MemberRef::Own => own.map(|id| get(tx, id)).transpose()?,
        MemberRef::Key(key) => by("member_key", key)?,
        MemberRef::Number(number) => by("member_number", number)?,
        MemberRef::Slug(slug) => by("slug", slug)?,
    }
    .ok_or_else(unknown)
}

/// All members after the one with id `after`, in order of creation.
pub(crate) fn list(tx: &Tx<'_>, after: i64, limit: i64) -> Result<Vec<Member>, Refusal> {
    tx.list(
        &format!("SELECT {COLUMNS} FROM member WHERE id > ?1 ORDER BY id LIMIT ?2"),
        (after, limit),
        Member::from_row,
    )
}

/// 0 for oneself, 1 connected, 2 with a connection in common, else 3.
pub(crate) fn distance(tx: &Tx<'_>, viewer: i64, member: i64) -> Result<u8, Refusal> {
    if viewer == member {
        return Ok(0);
    }
    tx.get(
        "SELECT CASE
            WHEN EXISTS (SELECT 1 FROM connection WHERE member = ?1 AND other = ?2) THEN 1
            WHEN EXISTS (SELECT 1 FROM connection AS mine
                           JOIN connection AS theirs ON theirs.member = ?2 AND theirs.other = mine.other
                          WHERE mine.member = ?1) THEN 2
            ELSE 3 END",
        (viewer, member),
        |row| row.get(0),
    )
}

pub(crate) fn view(tx: &Tx<'_>, viewer: i64, member: &Member) -> Result<MemberView, Refusal> {
    Ok(MemberView {
        member_key: member.key.clone(),
        member_number: member.number.clone(),
        slug: member.slug.clone(),
        name: member.name(),
        first_name: member.first_name.clone(),
        last_name: member.last_name.clone(),
        headline: member.headline.clone(),
        location: member.location.clone(),
        picture: member.picture(),
        distance: distance(tx, viewer, member.id)?,
        is_self: viewer == member.id,
        open_profile: member.open_profile,
        premium: member.premium,
    })
}

/// Keeps a new member; the id in `member` is ignored, the new one returned.
pub(crate) fn insert(tx: &Tx<'_>, member: &Member) -> Result<i64, Refusal> {
    tx.insert(
        "INSERT INTO member (member_key, member_number, slug, first_name, last_name, family_first, headline, location,
                             language, open_profile, premium, persona, has_picture)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        rusqlite::params![
            member.key,
            member.number,
            member.slug,
            member.first_name,
            member.last_name,
            member.family_first,
            member.headline,
            member.location,
            member.language,
            member.open_profile,
            member.premium,
            member.persona,
            member.has_picture,
        ],
    )
}

/// Keeps what a member changed about themselves.
pub(crate) fn update(tx: &Tx<'_>, member: &Member) -> Result<(), Refusal> {
    tx.execute(
        "UPDATE member SET first_name = ?2, last_name = ?3, headline = ?4, location = ?5, open_profile = ?6, premium = ?7
          WHERE id = ?1",
        rusqlite::params![
            member.id,
            member.first_name,
            member.last_name,
            member.headline,
            member.location,
            member.open_profile,
            member.premium,
        ],
    )?;
    Ok(())
}
