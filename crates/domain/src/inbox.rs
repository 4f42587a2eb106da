//! What a list of conversations shows of each one, packed into at most [`INBOX_FACTS_BYTES_MAX`] bytes.
//!
//! The store keeps the packed form in the row that a list walks over; each door unpacks it without copying and writes
//! its own JSON around it. Therefore every text in it is already escaped for a JSON string (without the quotes).
//!
//! What does not fit is left out and marked: participants past the first few, a long text, a long title. For the few
//! conversations where something was, [`Facts::encode_whole`] and [`Facts::with_text`] pack the same without a bound,
//! so that the doors see one form only.

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
const SENDER_BESIDE: u8 = 1 << 4;
const SOMEBODY_LEFT_OUT: u8 = 1 << 5;
const FLAGS_AT: usize = 1;

const SENDER_OWNER: u8 = 0xff;
const SENDER_LEFT_OUT: u8 = 0xfe;

const TITLE_BYTES_MAX: usize = 160;
const STATE_BYTES_MAX: usize = 32;
/// The longest text, escaped, that stands behind a length of two bytes.
const TEXT_BYTES_MAX: usize = u16::MAX as usize - 1;

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
    /// Who wrote it; absent for the owner of the account. Need not be among the participants.
    pub sender: Option<Participant<'i>>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    participants: Vec<Participant<'f>>,
    beside: Option<Participant<'f>>,
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
    /// Somebody else: see [`Facts::sender`].
    LeftOut,
}

/// The bytes are not packed facts of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the packed facts of a conversation")]
pub struct InvalidFacts;

impl<'f> Facts<'f> {
    /// Packs what fits, in this order: the keys, a short title, the first participants, the text.
    pub fn encode(input: &FactsInput<'_>) -> Vec<u8> {
        encode(input, INBOX_FACTS_BYTES_MAX, INBOX_PARTICIPANTS_MAX)
    }

    /// Packs everything that is given.
    pub fn encode_whole(input: &FactsInput<'_>) -> Vec<u8> {
        encode(input, usize::MAX, usize::from(u16::MAX))
    }

    /// The same packed facts with the text that was left out.
    pub fn with_text(mut bytes: Vec<u8>, text: &str) -> Vec<u8> {
        if bytes
            .get(FLAGS_AT)
            .is_some_and(|flags| flags & TEXT_LEFT_OUT != 0)
        {
            bytes[FLAGS_AT] &= !TEXT_LEFT_OUT;
            push_escaped(&mut bytes, text);
        }
        bytes
    }

    /// Whether nothing was left out, told without unpacking.
    pub fn is_packed_whole(bytes: &[u8]) -> bool {
        const LEFT_OUT: u8 = TEXT_LEFT_OUT | TITLE_LEFT_OUT | SOMEBODY_LEFT_OUT;
        bytes
            .get(FLAGS_AT)
            .is_some_and(|flags| flags & LEFT_OUT == 0)
    }

    /// Unpacks without copying texts.
    pub fn decode(bytes: &'f [u8]) -> Result<Self, InvalidFacts> {
        let mut unpacker = Unpacker::new(bytes);
        let [version, flags, kind, sender] = unpacker.bytes()?;
        if version != VERSION {
            return Err(InvalidFacts);
        }
        let shown_count = u16::from_le_bytes(unpacker.bytes()?);
        let participant_total = u32::from_le_bytes(unpacker.bytes()?);
        let created_at = Timestamp::from_micros(unpacker.number()?);
        let last_read_at = some_instant(unpacker.number()?);
        let sent_at = Timestamp::from_micros(unpacker.number()?);
        let thread_key = unpacker.text()?.unwrap_or_default();
        let message_key = unpacker.text()?.unwrap_or_default();
        let state = unpacker.text()?;
        let title = unpacker.text()?;
        let participants = (0..shown_count)
            .map(|_| Participant::unpack(&mut unpacker))
            .collect::<Result<Vec<_>, _>>()?;
        let beside = match flags & SENDER_BESIDE {
            0 => None,
            _ => Some(Participant::unpack(&mut unpacker)?),
        };
        let text = unpacker.rest()?;
        let has_latest = flags & HAS_LATEST != 0;
        let has_text = has_latest && flags & TEXT_LEFT_OUT == 0;
        if !has_text && !text.is_empty() {
            return Err(InvalidFacts);
        }
        let latest = Latest {
            message_key,
            text: has_text.then_some(text),
            sent_at,
            has_attachment: flags & HAS_ATTACHMENT != 0,
            sender: sender_of(sender, participants.len())?,
        };
        Ok(Self {
            thread_key,
            kind: kind_of(kind)?,
            title,
            is_title_left_out: flags & TITLE_LEFT_OUT != 0,
            state,
            created_at,
            last_read_at,
            participant_total,
            latest: has_latest.then_some(latest),
            participants,
            beside,
        })
    }

    /// The participants besides the owner, the first ones where some were left out.
    pub fn participants(&self) -> &[Participant<'f>] {
        &self.participants
    }

    /// Who wrote the newest message; absent for the owner of the account, and where the sender was left out.
    pub fn sender(&self) -> Option<&Participant<'f>> {
        match self.latest?.sender {
            Sender::Owner => None,
            Sender::Participant(place) => self.participants.get(place),
            Sender::LeftOut => self.beside.as_ref(),
        }
    }

    /// Whether nothing was left out.
    pub fn is_complete(&self) -> bool {
        self.latest.is_none_or(|latest| latest.text.is_some()) && self.lacks_text_only()
    }

    /// Whether nothing but the text of the newest message can have been left out.
    pub fn lacks_text_only(&self) -> bool {
        let all_shown = usize::try_from(self.participant_total) == Ok(self.participants.len());
        let has_sender = self
            .latest
            .is_none_or(|latest| latest.sender != Sender::LeftOut || self.beside.is_some());
        all_shown && has_sender && !self.is_title_left_out
    }
}

fn encode(input: &FactsInput<'_>, bytes_max: usize, participants_max: usize) -> Vec<u8> {
    let is_bounded = bytes_max < usize::MAX;
    let mut packer = Packer::new(bytes_max);
    let latest = input.latest.as_ref();
    let mut flags = 0;
    packer.bytes(&[VERSION, 0, kind_number(input.kind), SENDER_OWNER, 0, 0]);
    packer.bytes(&input.participant_total.to_le_bytes());
    packer.number(input.created_at.micros());
    packer.number(micros_or_none(input.last_read_at));
    packer.number(micros_or_none(latest.map(|latest| latest.sent_at)));
    packer.text(Some(input.thread_key), FOREIGN_KEY_BYTES_MAX);
    packer.text(
        latest.map(|latest| latest.message_key),
        FOREIGN_KEY_BYTES_MAX,
    );
    packer.text(input.state, STATE_BYTES_MAX);
    let title_bytes_max = if is_bounded {
        TITLE_BYTES_MAX
    } else {
        TEXT_BYTES_MAX
    };
    if !packer.text(input.title, title_bytes_max) {
        flags |= TITLE_LEFT_OUT;
    }
    let shown = input
        .participants
        .iter()
        .take(participants_max)
        .take_while(|participant| participant.pack(&mut packer))
        .count();
    if usize::try_from(input.participant_total) != Ok(shown) {
        flags |= SOMEBODY_LEFT_OUT;
    }
    let count = u16::try_from(shown).expect("at most as many as a place can name");
    packer.set(4, count.to_le_bytes()[0]);
    packer.set(5, count.to_le_bytes()[1]);
    if let Some(latest) = latest {
        flags |= HAS_LATEST;
        if latest.has_attachment {
            flags |= HAS_ATTACHMENT;
        }
        let number = sender_number(latest.sender, &input.participants[..shown]);
        packer.set(3, number);
        if number == SENDER_LEFT_OUT {
            flags |= if is_bounded {
                SOMEBODY_LEFT_OUT
            } else {
                latest.sender.unwrap_or_default().pack(&mut packer);
                SENDER_BESIDE
            };
        }
        if !packer.last_text(latest.text) {
            flags |= TEXT_LEFT_OUT;
        }
    }
    packer.set(FLAGS_AT, flags);
    packer.into_bytes()
}

impl<'p> Participant<'p> {
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
                .all(|text| packer.text(text, TEXT_BYTES_MAX) || !packer.is_bounded());
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

fn sender_number(sender: Option<Participant<'_>>, shown: &[Participant<'_>]) -> u8 {
    let Some(sender) = sender else {
        return SENDER_OWNER;
    };
    shown
        .iter()
        .position(|participant| participant.member_key == sender.member_key)
        .and_then(|place| u8::try_from(place).ok())
        .filter(|place| *place < SENDER_LEFT_OUT)
        .unwrap_or(SENDER_LEFT_OUT)
}

fn sender_of(number: u8, shown: usize) -> Result<Sender, InvalidFacts> {
    match number {
        SENDER_OWNER => Ok(Sender::Owner),
        SENDER_LEFT_OUT => Ok(Sender::LeftOut),
        place if usize::from(place) < shown => Ok(Sender::Participant(usize::from(place))),
        _ => Err(InvalidFacts),
    }
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
