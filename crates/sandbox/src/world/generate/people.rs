//! The members: names, headlines, badges, and the two who are seats.

use std::collections::BTreeSet;

use super::Cast;
use super::names::{COMPANIES, CULTURES, Culture, ROLES, SPECIALS, Special};
use crate::ids;
use crate::random::Random;
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::world::members::{self, Member};
use crate::world::seats::{self, Conduct};

const SOCIETY: usize = 63;
const STRANGERS: usize = 15;
const TOKEN_CHARS: usize = 43;

/// Names that are taken already.
#[derive(Default)]
struct Taken(BTreeSet<String>);

pub(super) fn populate(tx: &Tx<'_>, random: &mut Random) -> Result<Cast, Refusal> {
    let mut taken = Taken::default();
    let premium = ordinary(random, &mut taken, &CULTURES[0], false);
    let free = ordinary(random, &mut taken, &CULTURES[1], false);
    let premium = members::insert(
        tx,
        &Member {
            premium: true,
            ..premium
        },
    )?;
    let free = members::insert(
        tx,
        &Member {
            premium: false,
            ..free
        },
    )?;
    let mut specials = Vec::new();
    for special in SPECIALS {
        specials.push(members::insert(
            tx,
            &extraordinary(random, &mut taken, special),
        )?);
    }
    let mut society = specials.split_off(1);
    let mut strangers = Vec::new();
    for index in 0..SOCIETY - society.len() {
        let culture = &CULTURES[index % CULTURES.len()];
        society.push(members::insert(
            tx,
            &ordinary(random, &mut taken, culture, true),
        )?);
    }
    for index in 0..STRANGERS {
        let culture = &CULTURES[index % CULTURES.len()];
        let stranger = ordinary(random, &mut taken, culture, true);
        // Every third has an open profile, so that both kinds of InMail can always be tried.
        let open_profile = index % 3 == 0;
        strangers.push(members::insert(
            tx,
            &Member {
                open_profile,
                ..stranger
            },
        )?);
    }
    Ok(Cast {
        premium,
        free,
        john: specials[0],
        society,
        strangers,
    })
}

fn ordinary(random: &mut Random, taken: &mut Taken, culture: &Culture, persona: bool) -> Member {
    let (mut given, mut family) = (random.pick(culture.given), random.pick(culture.family));
    for _ in 0..20 {
        if taken.0.insert(format!("{} {}", given.1, family.1)) {
            break;
        }
        (given, family) = (random.pick(culture.given), random.pick(culture.family));
    }
    let slug = loop {
        let slug = format!(
            "{}-{}-{:x}",
            given.1,
            family.1,
            0x1000 + random.below(0xefff)
        );
        if taken.0.insert(slug.clone()) {
            break slug;
        }
    };
    let headline = match random.below(10) {
        0 => None,
        1 => Some((*random.pick(ROLES)).to_owned()),
        _ => Some(format!(
            "{} at {}",
            random.pick(ROLES),
            random.pick(COMPANIES)
        )),
    };
    Member {
        id: 0,
        key: ids::member_key(random),
        number: free_number(random, taken),
        slug,
        first_name: given.0.to_owned(),
        last_name: family.0.to_owned(),
        family_first: culture.family_first,
        headline,
        location: random
            .chance(85)
            .then(|| (*random.pick(culture.locations)).to_owned()),
        language: culture.language.to_owned(),
        open_profile: random.chance(15),
        premium: random.chance(20),
        persona: persona && random.chance(60),
        has_picture: random.chance(85),
    }
}

fn extraordinary(random: &mut Random, taken: &mut Taken, special: &Special) -> Member {
    taken.0.insert(special.slug.to_owned());
    Member {
        id: 0,
        key: ids::member_key(random),
        number: free_number(random, taken),
        slug: special.slug.to_owned(),
        first_name: special.first_name.to_owned(),
        last_name: special.last_name.to_owned(),
        family_first: special.family_first,
        headline: special.headline.map(str::to_owned),
        location: Some(special.location.to_owned()),
        language: special.language.to_owned(),
        open_profile: false,
        premium: random.chance(20),
        persona: true,
        has_picture: true,
    }
}

fn free_number(random: &mut Random, taken: &mut Taken) -> String {
    loop {
        let number = random.between(100_000_000, 999_999_999).to_string();
        if taken.0.insert(number.clone()) {
            return number;
        }
    }
}

/// An ordinary member who did not exist before, number `number` of those added by hand.
pub(crate) fn newcomer(seed: u64, number: i64) -> Member {
    let mut random = Random::stream(seed, "newcomer", number);
    let mut member = ordinary(&mut random, &mut Taken::default(), &CULTURES[0], false);
    member.slug = format!("{}-{number}", member.slug);
    member
}

/// A seat's session token, number `number` of all given out; nobody can guess it without the entropy.
pub(crate) fn token(entropy: [u8; 32], number: i64) -> String {
    let secret = Random::secret(entropy, number).key_text(TOKEN_CHARS);
    format!("seat_{secret}")
}

pub(super) fn seat(
    tx: &Tx<'_>,
    seat_id: &str,
    member: i64,
    entropy: [u8; 32],
    inmail: (i64, i64),
    conduct: &Conduct,
) -> Result<(), Refusal> {
    seats::insert(
        tx,
        seat_id,
        member,
        &token(entropy, member),
        inmail,
        conduct,
    )
}
