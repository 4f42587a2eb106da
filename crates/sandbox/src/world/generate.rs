//! Grows the world from its seed: people, groups, seats and their history up to the base instant.
//!
//! Same seed and same base instant: same rows, ids and texts. Only the seats' tokens come from entropy.

mod dialogues;
mod history;
mod names;
mod people;

pub(crate) use dialogues::ANSWERS;
pub(crate) use people::{newcomer, token};

use dialogues::{DIALOGUES, INMAILS, ROUND_TABLES};

use super::seats::Conduct;
use super::{groups, invitations, relations};
use crate::random::Random;
use crate::refusal::Refusal;
use crate::store::Tx;

/// Everything that anybody in the simulated network says by itself, once, with `{other}`, `{me}`, `{company}` and
/// `{topic}` where a name is put in.
pub fn sayings() -> impl Iterator<Item = &'static str> {
    let dialogues = DIALOGUES
        .iter()
        .flat_map(|dialogue| dialogue.lines.iter().map(|(_, text)| *text));
    let round_tables = ROUND_TABLES
        .iter()
        .flat_map(|(_, script)| script.iter().map(|(_, text)| *text));
    let letters = INMAILS
        .iter()
        .flat_map(|(_, text, answer)| [Some(*text), *answer].into_iter().flatten());
    let answers = ANSWERS
        .iter()
        .flat_map(|(_, answers)| answers.iter().copied());
    dialogues
        .chain(round_tables)
        .chain(letters)
        .chain(answers)
        .chain(history::GREETINGS.iter().copied())
}

const DAY_MS: i64 = 24 * 3_600_000;

/// Who everybody is, by row.
struct Cast {
    premium: i64,
    free: i64,
    john: i64,
    /// Connected among themselves and with the seats' connections.
    society: Vec<i64>,
    /// Connected to nobody who is connected to a seat: third degree.
    strangers: Vec<i64>,
}

/// Fills an empty file.
pub(crate) fn world(
    tx: &mut Tx<'_>,
    base_ms: i64,
    entropy: [u8; 32],
    conduct: &Conduct,
) -> Result<(), Refusal> {
    let mut random = Random::stream(tx.seed, "world", 0);
    let cast = people::populate(tx, &mut random)?;
    let friends = connect(tx, &mut random, &cast, base_ms)?;
    gather(tx, &mut random, &cast)?;
    invite(tx, &mut random, &cast, &friends, base_ms)?;
    history::write(tx, &mut random, &cast, &friends, base_ms)?;
    // Seats come last: what is history to them is no news in their update log.
    people::seat(tx, "premium", cast.premium, entropy, (50, 3), conduct)?;
    people::seat(tx, "free", cast.free, entropy, (0, 0), conduct)?;
    tx.set_meta("base_at", &base_ms.to_string())
}

/// First-degree connections of the two seats, John Doe first.
struct Friends {
    premium: Vec<i64>,
    free: Vec<i64>,
}

fn connect(
    tx: &Tx<'_>,
    random: &mut Random,
    cast: &Cast,
    base_ms: i64,
) -> Result<Friends, Refusal> {
    let earlier = |random: &mut Random| base_ms - random.between(100 * DAY_MS, 900 * DAY_MS);
    let choose = |random: &mut Random, count: usize| {
        let mut pool = cast.society.clone();
        random.shuffle(&mut pool);
        pool.truncate(count);
        pool.insert(0, cast.john);
        pool
    };
    let friends = Friends {
        premium: choose(random, 32),
        free: choose(random, 18),
    };
    for (seat, circle) in [(cast.premium, &friends.premium), (cast.free, &friends.free)] {
        for friend in circle {
            relations::connect(tx, seat, *friend, earlier(random))?;
        }
    }
    for circle in [&cast.society, &cast.strangers] {
        for member in circle {
            for _ in 0..3 {
                let other = *random.pick(circle);
                if other != *member {
                    relations::connect(tx, *member, other, earlier(random))?;
                }
            }
        }
    }
    Ok(friends)
}

/// Groups: the first two join strangers with the premium seat, the last one has no seat in it.
fn gather(tx: &Tx<'_>, random: &mut Random, cast: &Cast) -> Result<(), Refusal> {
    let last = names::GROUPS.len() - 1;
    for (index, name) in names::GROUPS.iter().enumerate() {
        let mut members: Vec<i64> = cast.society.clone();
        random.shuffle(&mut members);
        members.truncate(8 + random.below(14));
        if index < 2 || index == last {
            let mut strangers = cast.strangers.clone();
            random.shuffle(&mut strangers);
            members.extend(strangers.iter().take(5));
        }
        if index != last {
            members.push(cast.premium);
            if index % 2 == 0 {
                members.push(cast.free);
            }
        }
        let group_id = (10_000_000 + random.below(89_999_999)).to_string();
        groups::insert(tx, &group_id, name, &members)?;
    }
    Ok(())
}

/// A few open invitations both ways.
fn invite(
    tx: &Tx<'_>,
    random: &mut Random,
    cast: &Cast,
    friends: &Friends,
    base_ms: i64,
) -> Result<(), Refusal> {
    let notes = [
        Some("Hi, I enjoyed your comment on forecasting and would like to stay in touch."),
        None,
        Some("We met briefly in Hannover. Let's connect!"),
    ];
    for (seat, circle, count) in [
        (cast.premium, &friends.premium, 2),
        (cast.free, &friends.free, 1),
    ] {
        let mut others: Vec<i64> = cast
            .society
            .iter()
            .copied()
            .filter(|member| !circle.contains(member))
            .collect();
        random.shuffle(&mut others);
        for (index, other) in others.into_iter().take(2 * count).enumerate() {
            let (inviter, addressee) = if index % 2 == 0 {
                (seat, other)
            } else {
                (other, seat)
            };
            let sent_at = base_ms - random.between(DAY_MS / 4, 20 * DAY_MS);
            invitations::insert(tx, inviter, addressee, *random.pick(&notes), sent_at, None)?;
        }
    }
    Ok(())
}
