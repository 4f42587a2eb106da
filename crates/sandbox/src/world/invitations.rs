//! Invitations to connect: sent, then accepted, ignored or withdrawn.

use rusqlite::Row;

use super::members::Member;
use super::relations;
use crate::ids;
use crate::refusal::Refusal;
use crate::store::{Happening, Tx};

const SELECT: &str = "SELECT id, inviter, addressee, note, sent_at, state FROM invitation";
const NOTE_CHARS_MAX: usize = 300;

/// An invitation as stored.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(crate) id: i64,
    pub(crate) inviter: i64,
    pub(crate) addressee: i64,
    pub(crate) note: Option<String>,
    pub(crate) sent_at: i64,
    pub(crate) state: String,
}

impl Invitation {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            inviter: row.get(1)?,
            addressee: row.get(2)?,
            note: row.get(3)?,
            sent_at: row.get(4)?,
            state: row.get(5)?,
        })
    }

    pub(crate) fn invitation_id(&self) -> String {
        ids::invitation_id(self.id)
    }

    /// How it stands, as one of the two is told: whoever sent it learns that it is gone, not that it was put away.
    pub(crate) fn state_for(&self, member: i64) -> &str {
        match self.state.as_str() {
            "ignored" if member == self.inviter => "declined",
            state => state,
        }
    }
}

/// How an invitation may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Accept,
    Ignore,
    Withdraw,
}

impl Ending {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "accept" => Some(Self::Accept),
            "ignore" => Some(Self::Ignore),
            "withdraw" => Some(Self::Withdraw),
            _ => None,
        }
    }

    pub(crate) fn state(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Ignore => "ignored",
            Self::Withdraw => "withdrawn",
        }
    }

    fn reason(self) -> &'static str {
        match self {
            Self::Accept => "invitation_accepted",
            Self::Ignore => "invitation_ignored",
            Self::Withdraw => "invitation_withdrawn",
        }
    }
}

/// The open invitation between two members, in either direction.
pub(crate) fn find_open(tx: &Tx<'_>, one: i64, other: i64) -> Result<Option<Invitation>, Refusal> {
    tx.find(
        &format!(
            "{SELECT} WHERE state = 'open' AND ((inviter = ?1 AND addressee = ?2) OR (inviter = ?2 AND addressee = ?1))"
        ),
        (one, other),
        Invitation::from_row,
    )
}

/// The inviter's first invitation with that token.
pub(crate) fn find_by_token(
    tx: &Tx<'_>,
    inviter: i64,
    token: &str,
) -> Result<Option<Invitation>, Refusal> {
    tx.find(
        &format!("{SELECT} WHERE inviter = ?1 AND token = ?2 ORDER BY id LIMIT 1"),
        (inviter, token),
        Invitation::from_row,
    )
}

/// The invitation with that id, however it stands, if the member sent it or got it.
pub(crate) fn find(
    tx: &Tx<'_>,
    member: i64,
    invitation_id: &str,
) -> Result<Option<Invitation>, Refusal> {
    let row = invitation_id
        .parse::<i64>()
        .ok()
        .and_then(|number| number.checked_sub(ids::invitation_id(0).parse().ok()?));
    tx.find(
        &format!("{SELECT} WHERE id = ?1 AND (inviter = ?2 OR addressee = ?2)"),
        (row, member),
        Invitation::from_row,
    )
}

/// The invitation with that id, if the member may end it that way.
pub(crate) fn find_to_end(
    tx: &Tx<'_>,
    member: i64,
    invitation_id: &str,
    ending: Ending,
) -> Result<Invitation, Refusal> {
    find(tx, member, invitation_id)?
        .filter(|invitation| invitation.state == "open")
        .filter(|invitation| match ending {
            Ending::Withdraw => invitation.inviter == member,
            Ending::Accept | Ending::Ignore => invitation.addressee == member,
        })
        .ok_or_else(|| {
            Refusal::new(
                "unknown_invitation",
                format!("there is no open invitation {invitation_id:?}"),
            )
        })
}

/// Open invitations sent or received by a member, newest first, older than `before` (an instant and an invitation's row).
pub(crate) fn list(
    tx: &Tx<'_>,
    member: i64,
    sent: bool,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Invitation>, Refusal> {
    let side = if sent { "inviter" } else { "addressee" };
    let (instant, row) = before.unwrap_or((i64::MAX, i64::MAX));
    tx.list(
        &format!(
            "{SELECT} WHERE {side} = ?1 AND state = 'open' AND (sent_at, id) < (?2, ?3)
              ORDER BY sent_at DESC, id DESC LIMIT ?4"
        ),
        (member, instant, row, limit),
        Invitation::from_row,
    )
}

pub(crate) fn get(tx: &Tx<'_>, id: i64) -> Result<Invitation, Refusal> {
    tx.get(
        &format!("{SELECT} WHERE id = ?1"),
        [id],
        Invitation::from_row,
    )
}

/// Checks a note: at most 300 code points; an empty one is none.
pub(crate) fn check_note(note: Option<&str>) -> Result<Option<String>, Refusal> {
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    match note {
        Some(note) if note.chars().count() > NOTE_CHARS_MAX => Err(Refusal::invalid(
            "note",
            format!("a note has at most {NOTE_CHARS_MAX} characters"),
        )),
        Some(note) if note.contains('\0') => Err(Refusal::invalid("note", "NUL is not text")),
        other => Ok(other.map(str::to_owned)),
    }
}

/// Invites a member, if nothing stands against it.
pub(crate) fn send(
    tx: &mut Tx<'_>,
    inviter: i64,
    addressee: &Member,
    note: Option<&str>,
    token: Option<&str>,
) -> Result<Invitation, Refusal> {
    let note = check_note(note)?;
    if inviter == addressee.id {
        return Err(Refusal::invalid("member", "nobody can invite themselves"));
    }
    if relations::connected_at(tx, inviter, addressee.id)?.is_some() {
        return Err(Refusal::new(
            "already_connected",
            "the two are connected already",
        ));
    }
    if find_open(tx, inviter, addressee.id)?.is_some() {
        return Err(Refusal::new(
            "invitation_pending",
            "an invitation between the two is open",
        ));
    }
    let invitation = insert(tx, inviter, addressee.id, note.as_deref(), tx.now, token)?;
    relations::announce(
        tx,
        inviter,
        addressee.id,
        ["invitation_sent", "invitation_received"],
        Some(&invitation.invitation_id()),
    )?;
    tx.happened(Happening::Invitation {
        invitation: invitation.id,
        addressee: addressee.id,
    });
    Ok(invitation)
}

pub(crate) fn insert(
    tx: &Tx<'_>,
    inviter: i64,
    addressee: i64,
    note: Option<&str>,
    sent_at: i64,
    token: Option<&str>,
) -> Result<Invitation, Refusal> {
    let id = tx.insert(
        "INSERT INTO invitation (inviter, addressee, note, sent_at, state, token) VALUES (?1, ?2, ?3, ?4, 'open', ?5)",
        (inviter, addressee, note, sent_at, token),
    )?;
    get(tx, id)
}

/// Ends an open invitation and tells the seats concerned.
pub(crate) fn end(tx: &mut Tx<'_>, invitation: &Invitation, ending: Ending) -> Result<(), Refusal> {
    tx.execute(
        "UPDATE invitation SET state = ?2 WHERE id = ?1",
        (invitation.id, ending.state()),
    )?;
    if ending == Ending::Accept {
        relations::connect(tx, invitation.inviter, invitation.addressee, tx.now)?;
    }
    relations::announce(
        tx,
        invitation.inviter,
        invitation.addressee,
        [ending.reason(); 2],
        Some(&invitation.invitation_id()),
    )
}
