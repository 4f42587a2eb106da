//! What a list of conversations shows of each one, packed into at most [`INBOX_FACTS_BYTES_MAX`] bytes.
//!
//! The store keeps the packed form in the row that a list walks over; each door unpacks it without copying and writes
//! its own JSON around it. Therefore every text in it is already escaped for a JSON string (without the quotes).
//!
//! What does not fit is left out and marked: participants past the first few, a long text, a long title. Whoever
//! shows the list reads those few from their tables.

mod escape;
mod packing;

pub use escape::push_escaped;

use crate::limits::{FOREIGN_KEY_BYTES_MAX, INBOX_FACTS_BYTES_MAX, INBOX_PARTICIPANTS_MAX};
use crate::network::ThreadKind;
use crate::time::Timestamp;
use packing::{Packer, Unpacker};

const VERSION: u8 = 1;

const HAS_LATEST: u8 = 1;
const HAS_ATTACHMENT: u8 = 1 << 1;
const TEXT_LEFT_OUT: u8 = 1 << 2;
const TITLE_LEFT_OUT: u8 = 1 << 3;

const SENDER_OWNER: u8 = 0xff;
const SENDER_LEFT_OUT: u8 = 0xfe;

const TITLE_BYTES_MAX: usize = 160;
const STATE_BYTES_MAX: usize = 32;

/// A conversation as the tables have it: plain texts.
#[derive(Debug, Clone, Copy)]
pub struct FactsInput<'i> {
    /// The network's id of the thread, at most 255 bytes.
    pub thread_key: &'i str,
    pub kind: ThreadKind,
    pub title: Option<&'i str>,
    /// A word of at most 32 bytes; a longer one is dropped.
    pub state: Option<&'i str>,
    pub created_at: Timestamp,
    pub last_read_at: Option<Timestamp>,
    /// The first participants besides the owner, in the order in which they are shown.
    pub participants: &'i [Participant<'i>],
    /// All participants besides the owner.
    pub participant_total: u32,
    pub latest: Option<LatestInput<'i>>,
}

/// The newest message, as the tables have it.
#[derive(Debug, Clone, Copy)]
pub struct LatestInput<'i> {
    /// The network's id of the message, at most 255 bytes.
    pub message_key: &'i str,
    pub text: &'i str,
    pub sent_at: Timestamp,
    pub has_attachment: bool,
    /// Member key of who wrote it; absent for the owner of the account.
    pub sender_key: Option<&'i str>,
}

/// A participant: plain texts on the way in, escaped texts on the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Participant<'p> {
    pub member_key: &'p str,
    pub name: &'p str,
    pub headline: &'p str,
    pub picture: Option<&'p str>,
    pub slug: Option<&'p str>,
    pub badge: Option<&'p str>,
    /// 1 to 3.
    pub degree: Option<u8>,
    pub member_number: Option<i64>,
}

/// What a list shows of one conversation. Every text is escaped for a JSON string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'f> {
    pub thread_key: &'f str,
    pub kind: ThreadKind,
    /// Absent where there is none, and where it was left out.
    pub title: Option<&'f str>,
    /// There is a title, but it must be read from the conversation.
    pub is_title_left_out: bool,
    pub state: Option<&'f str>,
    pub created_at: Timestamp,
    pub last_read_at: Option<Timestamp>,
    /// All participants besides the owner; more than [`Facts::participants`] gives where some were left out.
    pub participant_total: u32,
    pub latest: Option<Latest<'f>>,
    shown: [Participant<'f>; INBOX_PARTICIPANTS_MAX],
    shown_count: usize,
}

/// The newest message of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latest<'f> {
    pub message_key: &'f str,
    /// Absent where it was left out: then it must be read from the message.
    pub text: Option<&'f str>,
    pub sent_at: Timestamp,
    pub has_attachment: bool,
    pub sender: Sender,
}

/// Who wrote the newest message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// The owner of the account.
    Owner,
    /// The participant at this place of [`Facts::participants`].
    Participant(usize),
    /// Somebody who was left out: must be read from the message.
    LeftOut,
}

/// The bytes are not packed facts of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the packed facts of a conversation")]
pub struct InvalidFacts;

impl<'f> Facts<'f> {
    /// Packs what fits, in this order: the keys, a short title, the first participants, the text.
    pub fn encode(input: &FactsInput<'_>) -> Vec<u8> {
        let mut packer = Packer::new(INBOX_FACTS_BYTES_MAX);
        let latest = input.latest.as_ref();
        let (mut flags, mut sender) = (0, SENDER_OWNER);
        packer.bytes(&[VERSION, 0, kind_number(input.kind), 0, 0]);
        packer.number(i64::from(input.participant_total));
        packer.number(input.created_at.micros());
        packer.number(micros_or_none(input.last_read_at));
        packer.number(micros_or_none(latest.map(|latest| latest.sent_at)));
        packer.text(Some(input.thread_key), FOREIGN_KEY_BYTES_MAX);
        packer.text(
            latest.map(|latest| latest.message_key),
            FOREIGN_KEY_BYTES_MAX,
        );
        packer.text(input.state, STATE_BYTES_MAX);
        if !packer.text(input.title, TITLE_BYTES_MAX) {
            flags |= TITLE_LEFT_OUT;
        }
        let shown = pack_participants(&mut packer, input.participants);
        if let Some(latest) = latest {
            flags |= HAS_LATEST;
            if latest.has_attachment {
                flags |= HAS_ATTACHMENT;
            }
            if !packer.text(Some(latest.text), INBOX_FACTS_BYTES_MAX) {
                flags |= TEXT_LEFT_OUT;
            }
            sender = sender_number(latest.sender_key, &input.participants[..shown]);
        }
        packer.set(1, flags);
        packer.set(3, sender);
        packer.set(4, u8::try_from(shown).expect("few participants fit"));
        packer.into_bytes()
    }

    /// Unpacks without copying.
    pub fn decode(bytes: &'f [u8]) -> Result<Self, InvalidFacts> {
        let mut unpacker = Unpacker::new(bytes);
        let [version, flags, kind, sender, shown_count] = unpacker.bytes()?;
        if version != VERSION || usize::from(shown_count) > INBOX_PARTICIPANTS_MAX {
            return Err(InvalidFacts);
        }
        let participant_total = u32::try_from(unpacker.number()?).map_err(|_| InvalidFacts)?;
        let created_at = Timestamp::from_micros(unpacker.number()?);
        let last_read_at = some_instant(unpacker.number()?);
        let sent_at = unpacker.number()?;
        let thread_key = unpacker.text()?.unwrap_or_default();
        let message_key = unpacker.text()?.unwrap_or_default();
        let state = unpacker.text()?;
        let title = unpacker.text()?;
        let mut shown = [Participant::default(); INBOX_PARTICIPANTS_MAX];
        for place in &mut shown[..usize::from(shown_count)] {
            *place = Participant::unpack(&mut unpacker)?;
        }
        let mut facts = Self {
            thread_key,
            kind: kind_of(kind)?,
            title,
            is_title_left_out: flags & TITLE_LEFT_OUT != 0,
            state,
            created_at,
            last_read_at,
            participant_total,
            latest: None,
            shown,
            shown_count: usize::from(shown_count),
        };
        if flags & HAS_LATEST != 0 {
            let text = unpacker.text()?;
            facts.latest = Some(Latest {
                message_key,
                text: text.filter(|_| flags & TEXT_LEFT_OUT == 0),
                sent_at: Timestamp::from_micros(sent_at),
                has_attachment: flags & HAS_ATTACHMENT != 0,
                sender: facts.sender(sender)?,
            });
        }
        unpacker.end()?;
        Ok(facts)
    }

    /// The first participants besides the owner.
    pub fn participants(&self) -> &[Participant<'f>] {
        &self.shown[..self.shown_count]
    }

    /// Whether anything must be read from other tables before the conversation can be shown whole.
    pub fn is_complete(&self) -> bool {
        let all_shown = usize::try_from(self.participant_total) == Ok(self.shown_count);
        let has_latest = self
            .latest
            .is_none_or(|latest| latest.text.is_some() && latest.sender != Sender::LeftOut);
        all_shown && has_latest && !self.is_title_left_out
    }

    fn sender(&self, number: u8) -> Result<Sender, InvalidFacts> {
        match number {
            SENDER_OWNER => Ok(Sender::Owner),
            SENDER_LEFT_OUT => Ok(Sender::LeftOut),
            place if usize::from(place) < self.shown_count => {
                Ok(Sender::Participant(usize::from(place)))
            }
            _ => Err(InvalidFacts),
        }
    }
}

impl<'p> Participant<'p> {
    /// Packs one participant alone, for those that were left out of the facts; nothing is left out here.
    pub fn encode(&self) -> Vec<u8> {
        let mut packer = Packer::new(usize::MAX);
        self.pack(&mut packer);
        packer.into_bytes()
    }

    /// Unpacks what [`Participant::encode`] packed; the texts are escaped for a JSON string.
    pub fn decode(bytes: &'p [u8]) -> Result<Self, InvalidFacts> {
        let mut unpacker = Unpacker::new(bytes);
        let participant = Self::unpack(&mut unpacker)?;
        unpacker.end()?;
        Ok(participant)
    }

    /// False, with nothing packed, if it does not fit.
    fn pack(&self, packer: &mut Packer) -> bool {
        let start = packer.mark();
        let number = self.member_number.unwrap_or(i64::MIN);
        let texts = [
            Some(self.member_key),
            Some(self.name),
            Some(self.headline),
            self.picture,
            self.slug,
            self.badge,
        ];
        let fits = packer.bytes(&[self.degree.unwrap_or(0)])
            && packer.number(number)
            && texts
                .into_iter()
                .all(|text| packer.text(text, usize::from(u16::MAX)))
            && packer.has_room();
        if !fits {
            packer.back_to(start);
        }
        fits
    }

    fn unpack(unpacker: &mut Unpacker<'p>) -> Result<Self, InvalidFacts> {
        let [degree] = unpacker.bytes()?;
        let number = unpacker.number()?;
        Ok(Self {
            degree: (degree != 0).then_some(degree),
            member_number: (number != i64::MIN).then_some(number),
            member_key: unpacker.text()?.unwrap_or_default(),
            name: unpacker.text()?.unwrap_or_default(),
            headline: unpacker.text()?.unwrap_or_default(),
            picture: unpacker.text()?,
            slug: unpacker.text()?,
            badge: unpacker.text()?,
        })
    }
}

/// Packs as many of the first participants as fit and returns how many did.
fn pack_participants(packer: &mut Packer, participants: &[Participant<'_>]) -> usize {
    participants
        .iter()
        .take(INBOX_PARTICIPANTS_MAX)
        .take_while(|participant| participant.pack(packer))
        .count()
}

fn sender_number(sender_key: Option<&str>, shown: &[Participant<'_>]) -> u8 {
    let Some(sender_key) = sender_key else {
        return SENDER_OWNER;
    };
    shown
        .iter()
        .position(|participant| participant.member_key == sender_key)
        .and_then(|place| u8::try_from(place).ok())
        .unwrap_or(SENDER_LEFT_OUT)
}

fn kind_number(kind: ThreadKind) -> u8 {
    match kind {
        ThreadKind::Direct => 0,
        ThreadKind::Group => 1,
        ThreadKind::Inmail => 2,
    }
}

fn kind_of(number: u8) -> Result<ThreadKind, InvalidFacts> {
    match number {
        0 => Ok(ThreadKind::Direct),
        1 => Ok(ThreadKind::Group),
        2 => Ok(ThreadKind::Inmail),
        _ => Err(InvalidFacts),
    }
}

fn micros_or_none(instant: Option<Timestamp>) -> i64 {
    instant.map_or(i64::MIN, Timestamp::micros)
}

fn some_instant(micros: i64) -> Option<Timestamp> {
    (micros != i64::MIN).then(|| Timestamp::from_micros(micros))
}

#[cfg(test)]
mod tests;
