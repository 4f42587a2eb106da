//! Invented people and what they write: lengths as in real mailboxes, words by Zipf's law, everything decided by the
//! numbers of account, conversation and message.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::network::{Attachment, Member, NetworkMessage, Reaction, Thread, ThreadKind};
use domain::time::Timestamp;

use crate::random::{Draws, Zipf};

/// Different words that are ever written.
pub(crate) const VOCABULARY: usize = 30_000;

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

const FIRST_NAMES: &[&str] = &[
    "Ana", "Ben", "Carla", "David", "Elena", "Felix", "Grace", "Hiro", "Ingrid", "José", "Katrin",
    "Liam", "Mei", "Noah", "Olga", "Pavel", "Quinn", "Rosa", "Søren", "Tara", "Uma", "Viktor",
    "Wen", "Ximena", "Yusuf", "Zoë",
];
const TITLES: &[&str] = &[
    "Senior Account Executive",
    "Head of Talent Acquisition",
    "Software Engineer",
    "VP Marketing",
    "Founder & CEO",
    "Product Manager",
    "Recruiter",
    "Business Development Manager | SaaS | B2B",
    "Data Scientist",
    "Helping teams hire better, faster and with less stress",
    "Partner",
    "Customer Success Lead",
    "Student",
    "Sales Director EMEA — building high-performing teams since 2009",
    "Consultant",
    "CTO",
];
const ONSETS: &[&str] = &[
    "c", "r", "s", "t", "p", "m", "d", "l", "b", "n", "f", "v", "g", "h", "st", "pr", "k", "w",
];
const VOWELS: &[&str] = &["e", "a", "o", "i", "u", "ea", "io"];
const CODAS: &[&str] = &["", "n", "", "r", "", "s", "t", "", "ng", "l"];

/// The invented world.
pub(crate) struct World {
    words: Vec<String>,
    ranks: Zipf,
    /// The instant after everything.
    now: Timestamp,
}

/// One stretch of one conversation, as a network would show it.
pub(crate) struct Shown {
    /// Which account, counted from zero.
    pub(crate) account: u32,
    pub(crate) thread: Thread,
    pub(crate) messages: Vec<NetworkMessage>,
}

impl World {
    /// The world as it is at `now`.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            words: words(),
            ranks: Zipf::new(VOCABULARY),
            now,
        }
    }

    /// The word of this rank, the most common first.
    pub(crate) fn word(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    /// The owner of an account.
    pub(crate) fn owner(&self, account: u32) -> Member {
        self.member(u64::from(account), None)
    }

    /// Messages `from..to` of a conversation, counted from the newest, and the thread around them. `total` is how many
    /// the conversation has.
    pub(crate) fn show(
        &self,
        account: u32,
        conversation: u32,
        total: u32,
        stretch: std::ops::Range<u32>,
    ) -> Shown {
        let mut draws = Draws::of(2, account.into(), conversation.into());
        let thread = self.thread(account, conversation, &mut draws);
        let latest = thread.last_activity_at.micros();
        let owner_key = member_key(account.into());
        let messages = stretch
            .filter(|place| *place < total)
            .map(|place| {
                let mut draws = Draws::of(
                    3,
                    u64::from(account) << 32 | u64::from(conversation),
                    place.into(),
                );
                // Irregular, but never out of order: each place has a slot of its own.
                let age = i64::from(place) * 3 * 60 * MINUTE + draws.span(170) * MINUTE;
                let sent_at = if place == 0 {
                    latest
                } else {
                    latest - age - MINUTE
                };
                self.message(
                    &thread,
                    &owner_key,
                    place,
                    Timestamp::from_micros(sent_at),
                    &mut draws,
                )
            })
            .collect();
        Shown {
            account,
            thread,
            messages,
        }
    }

    fn thread(&self, account: u32, conversation: u32, draws: &mut Draws) -> Thread {
        let kind = match draws.below(100) {
            0..8 => ThreadKind::Group,
            8..12 => ThreadKind::Inmail,
            _ => ThreadKind::Direct,
        };
        let count = if kind == ThreadKind::Group {
            2 + draws.below(5)
        } else {
            1
        };
        // Everybody writes mostly with people of their own, sometimes with somebody whom others know too.
        let first = 1_000_000 + u64::from(account) * 100_000 + u64::from(conversation);
        let participants = (0..count as u64)
            .map(|place| {
                let is_shared = place > 0 || draws.per_mille(50);
                let number = if is_shared {
                    500_000 + draws.below(5_000) as u64 + place * 5_000
                } else {
                    first
                };
                self.member(number, Some(1 + (number % 3 / 2) as u8))
            })
            .collect();
        let age = draws.span(90 * 24 * 60) * MINUTE + draws.span(60_000_000);
        let last_activity_at = Timestamp::from_micros(self.now.micros() - DAY - age);
        let unread_count = if draws.per_mille(150) {
            1 + draws.span(4)
        } else {
            0
        };
        Thread {
            thread_key: thread_key(account, conversation),
            kind,
            title: (kind == ThreadKind::Group).then(|| self.text(draws, 4)),
            participants,
            created_at: Timestamp::from_micros(last_activity_at.micros() - 200 * DAY),
            last_activity_at,
            last_read_at: (unread_count == 0).then_some(last_activity_at),
            unread_count,
            mailbox: None,
        }
    }

    fn message(
        &self,
        thread: &Thread,
        owner_key: &str,
        place: u32,
        sent_at: Timestamp,
        draws: &mut Draws,
    ) -> NetworkMessage {
        let is_outgoing = draws.per_mille(450);
        let sender = draws.one(&thread.participants);
        let length = match draws.below(100) {
            0..30 => 1 + draws.below(6),
            30..80 => 6 + draws.below(16),
            80..97 => 22 + draws.below(45),
            _ => 70 + draws.below(200),
        };
        let receipt = is_outgoing.then(|| sent_at.plus(std::time::Duration::from_secs(1)));
        NetworkMessage {
            message_key: message_key(&thread.thread_key, place, sent_at),
            thread_key: thread.thread_key.clone(),
            sender_key: if is_outgoing {
                owner_key.to_owned()
            } else {
                sender.member_key.clone()
            },
            sent_at,
            text: self.text(draws, length),
            subject: (thread.kind == ThreadKind::Inmail).then(|| self.text(draws, 5)),
            token: None,
            reply_to: None,
            attachments: if draws.per_mille(20) {
                vec![attachment(place)]
            } else {
                Vec::new()
            },
            reactions: if draws.per_mille(30) {
                vec![reaction(owner_key, sent_at)]
            } else {
                Vec::new()
            },
            delivered_at: receipt,
            seen_at: receipt,
            edited_at: None,
        }
    }

    fn text(&self, draws: &mut Draws, words: usize) -> String {
        let mut text = String::with_capacity(words * 7);
        let mut is_first = true;
        for place in 0..words {
            let word = &self.words[self.ranks.draw(draws)];
            if is_first {
                let mut letters = word.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                text.push_str(letters.as_str());
            } else {
                text.push_str(word);
            }
            is_first = place % 9 == 8;
            text.push_str(match (place + 1 == words, is_first) {
                (true, _) => [".", "!", "?", ""][draws.below(4)],
                (false, true) => ". ",
                (false, false) => [" ", " ", " ", " ", " ", " ", ", ", "\n"][draws.below(8)],
            });
        }
        text
    }

    /// What is shown of a member depends on the number alone, so that nobody changes between two looks.
    fn member(&self, number: u64, degree: Option<u8>) -> Member {
        let mut draws = Draws::of(1, number, 0);
        let first_name = (*draws.one(FIRST_NAMES)).to_owned();
        let last_name = capital(&self.words[1_000 + draws.below(9_000)]);
        let company = capital(&self.words[200 + draws.below(2_000)]);
        let slug = format!(
            "{}-{}-{number}",
            first_name.to_lowercase(),
            last_name.to_lowercase()
        );
        Member {
            member_key: member_key(number),
            member_number: i64::try_from(880_000_000 + number).ok(),
            slug: Some(slug),
            headline: format!("{} at {company}", draws.one(TITLES)),
            first_name,
            last_name,
            picture: draws
                .per_mille(850)
                .then(|| format!("https://media.licdn.example/dms/image/D4E03AQ{number:010x}/profile-displayphoto-shrink_400_400/0?v=beta")),
            badge: draws.per_mille(120).then(|| "PREMIUM".to_owned()),
            degree,
        }
    }
}

/// The network's key of a conversation.
pub(crate) fn thread_key(account: u32, conversation: u32) -> String {
    let mut draws = Draws::of(4, account.into(), conversation.into());
    format!("2-{}", STANDARD.encode(format!("{}_100", uuid(&mut draws))))
}

fn message_key(thread_key: &str, place: u32, sent_at: Timestamp) -> String {
    let seed = thread_key
        .bytes()
        .fold(0u64, |hash, byte| hash.wrapping_mul(31) ^ u64::from(byte));
    let mut draws = Draws::of(5, seed, place.into());
    let text = format!(
        "{}b{:05}-100&{}_100",
        sent_at.millis(),
        place,
        uuid(&mut draws)
    );
    format!("2-{}", STANDARD.encode(text))
}

fn member_key(number: u64) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut draws = Draws::of(6, number, 0);
    let mut key = "ACoAA".to_owned();
    key.extend((0..34).map(|_| char::from(*draws.one(LETTERS))));
    key
}

fn uuid(draws: &mut Draws) -> String {
    let (high, low) = (draws.next(), draws.next());
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}

fn attachment(place: u32) -> Attachment {
    Attachment {
        id: format!("att-{place}"),
        name: "Proposal.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        byte_size: 182_044,
        url: format!("https://media.licdn.example/dms/document/att-{place}"),
    }
}

fn reaction(member_key: &str, sent_at: Timestamp) -> Reaction {
    Reaction {
        emoji: "👍".to_owned(),
        member_key: member_key.to_owned(),
        reacted_at: sent_at.millis() + 60_000,
    }
}

/// Words of one to four syllables; the common ones are short.
fn words() -> Vec<String> {
    let mut draws = Draws::new(7);
    let mut taken = std::collections::BTreeSet::new();
    let mut words = Vec::with_capacity(VOCABULARY);
    while words.len() < VOCABULARY {
        let syllables =
            1 + usize::from(words.len() > 60) + usize::from(words.len() > 1_500) + draws.below(2);
        let mut word = String::new();
        for _ in 0..syllables {
            // The smaller of two draws: some sounds are more usual than others, as are some beginnings.
            let onset = draws.below(ONSETS.len()).min(draws.below(ONSETS.len()));
            let vowel = draws.below(VOWELS.len()).min(draws.below(VOWELS.len()));
            word.push_str(ONSETS[onset]);
            word.push_str(VOWELS[vowel]);
            word.push_str(CODAS[draws.below(CODAS.len())]);
        }
        if taken.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world() -> World {
        World::new(Timestamp::from_millis(1_780_000_000_000))
    }

    #[test]
    fn stretches_of_a_conversation_are_one_history() {
        let world = world();
        let whole = world.show(3, 4, 50, 0..50);
        let parts = [world.show(3, 4, 50, 0..25), world.show(3, 4, 50, 25..50)];
        let joined: Vec<_> = parts
            .iter()
            .flat_map(|part| part.messages.clone())
            .collect();
        assert_eq!(joined, whole.messages);
        assert_eq!(parts[0].thread, whole.thread);
        assert!(
            whole
                .messages
                .is_sorted_by(|newer, older| newer.sent_at > older.sent_at)
        );
        assert_eq!(whole.messages[0].sent_at, whole.thread.last_activity_at);
        assert_eq!(world.show(3, 4, 10, 5..25).messages.len(), 5);
    }

    #[test]
    fn members_look_the_same_in_every_account() {
        let world = world();
        assert_eq!(
            world.member(500_007, Some(1)),
            world.member(500_007, Some(1))
        );
        assert_eq!(world.owner(1).member_key, member_key(1));
        assert_eq!(member_key(1).len(), 39);
    }

    #[test]
    fn messages_are_as_long_as_real_ones() {
        let world = world();
        let lengths: Vec<usize> = (0..200)
            .flat_map(|conversation| world.show(0, conversation, 50, 0..50).messages)
            .map(|message| message.text.len())
            .collect();
        let mean = lengths.iter().sum::<usize>() / lengths.len();
        assert!((80..160).contains(&mean), "mean {mean}");
        assert!(lengths.iter().max() > Some(&900));
    }
}
