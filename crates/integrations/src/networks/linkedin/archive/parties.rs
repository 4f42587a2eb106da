//! Who takes part: from names and profile addresses to members, where the file says it and where it does not.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use domain::limits::{ARCHIVE_NAMES_MAX, ARCHIVE_ROW_PEOPLE_MAX};
use domain::search;
use domain::urn::{MemberKey, PersonReference, Slug};
use sha2::{Digest, Sha256};

use super::Rejection;

/// A member as an archive names them. Equal keys mean the same member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// First and last name as the file has it; empty where it has none.
    pub name: String,
    /// The real key if the file has it, else one that is made up, see the module's documentation.
    pub key: MemberKey,
    /// The readable name in the profile address, if the file has it.
    pub slug: Option<Slug>,
}

impl Party {
    /// The member whom `reference` means, as this reader would name them; `None` for references that no archive has.
    pub fn of(reference: &PersonReference, name: &str) -> Option<Self> {
        let (key, slug) = match reference {
            PersonReference::Slug(slug) => (key_for(slug), Some(slug.clone())),
            PersonReference::MemberKey(key) => (key.clone(), None),
            PersonReference::MemberNumber(_) | PersonReference::Own(_) => return None,
        };
        Some(Self {
            name: storable(name),
            key,
            slug,
        })
    }

    /// The member behind a profile address.
    pub(super) fn at(url: &str, name: &str) -> Option<Self> {
        Self::of(&PersonReference::parse(url).ok()?, name)
    }

    /// A member of whom the file has only a name, told apart by thread alone.
    pub(super) fn hidden(thread: &str, name: &str) -> Self {
        let name = if is_anonymous(name) { ANONYMOUS } else { name };
        let key = hashed_key(MemberKey::HIDDEN_PREFIX, &[thread, name]);
        Self {
            name: storable(name),
            key,
            slug: None,
        }
    }
}

/// What the network calls members who closed their account or hide from the owner.
const ANONYMOUS: &str = "LinkedIn Member";

/// The other word of [`ANONYMOUS`] in the languages in which exports are made. One that is missing makes another hidden
/// member, whom the store mostly still takes for the one that is there.
const ANONYMOUS_WORDS: &[&str] = &[
    "anggota",
    "bruger",
    "bruker",
    "członek",
    "gebruiker",
    "kullanıcısı",
    "lid",
    "medlem",
    "member",
    "membre",
    "membro",
    "membru",
    "miembro",
    "mitglied",
    "pengguna",
    "user",
    "usuario",
    "usuário",
    "utente",
    "utilisateur",
    "utilizador",
    "utilizator",
    "uživatel",
    "użytkownik",
    "üyesi",
    "пользователь",
    "участник",
    "会员",
    "會員",
    "用户",
    "メンバー",
    "ユーザー",
    "회원",
];

/// Whether `name` is what the network writes in place of a name.
pub(super) fn is_anonymous(name: &str) -> bool {
    const NETWORK: &str = "linkedin";
    let name = name.to_lowercase();
    let mut others = name.replacen(NETWORK, " ", 1);
    if others.len() == name.len() {
        return false;
    }
    for word in ["de", "di", "do"] {
        others = others.replace(&format!(" {word} "), " ");
    }
    let others = others.trim_matches(|letter: char| !letter.is_alphanumeric());
    ANONYMOUS_WORDS.contains(&others)
}

/// NUL cannot be stored on every engine.
pub(super) fn storable(text: &str) -> String {
    if text.contains('\0') {
        text.replace('\0', "\u{FFFD}")
    } else {
        text.to_owned()
    }
}

fn key_for(slug: &Slug) -> MemberKey {
    MemberKey::new(slug.as_str())
        .unwrap_or_else(|_| hashed_key(MemberKey::ARCHIVED_PREFIX, &[slug.as_str()]))
}

fn hashed_key(prefix: &str, parts: &[&str]) -> MemberKey {
    MemberKey::new(&stable_key(prefix, parts)).expect("a prefix and hexadecimal digits are a key")
}

/// `prefix` and 128 bits of a hash over `parts`, each with its length, so that no two lists read the same.
pub(super) fn stable_key(prefix: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digits = hash.finalize();
    let letters = digits[..16].iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let letters = letters.filter_map(|digit| char::from_digit(u32::from(digit), 16));
    prefix.chars().chain(letters).collect()
}

/// Which member a bare name means: in a thread, or anywhere in the archive. Names that mean two members mean none.
#[derive(Debug, Default)]
pub(super) struct Directory {
    parties: Vec<Party>,
    by_key: HashMap<MemberKey, usize>,
    /// By the hash of thread (empty for anywhere) and name.
    by_name: HashMap<u64, Option<usize>>,
}

impl Directory {
    /// Remembers that `party` appears in `thread`, up to a bound that only broken archives reach.
    pub(super) fn note(&mut self, thread: &str, party: &Party) {
        if party.key.is_hidden() || self.by_name.len() >= ARCHIVE_NAMES_MAX {
            return;
        }
        let index = *self.by_key.entry(party.key.clone()).or_insert_with(|| {
            self.parties.push(party.clone());
            self.parties.len() - 1
        });
        for scope in ["", thread] {
            let known = self.by_name.entry(hash_of(scope, &party.name));
            let known = known.or_insert(Some(index));
            if *known != Some(index) {
                *known = None;
            }
        }
    }

    /// The member called `name` in `thread`, else the only one called so anywhere.
    pub(super) fn find(&self, thread: &str, name: &str) -> Option<&Party> {
        let found = |scope| self.by_name.get(&hash_of(scope, name)).copied().flatten();
        found(thread)
            .or_else(|| found(""))
            .map(|index| &self.parties[index])
    }

    /// Lets the bare name `name` mean `party`, of whom the messages show no address.
    pub(super) fn adopt(&mut self, name: &str, party: &Party) {
        let index = *self.by_key.entry(party.key.clone()).or_insert_with(|| {
            self.parties.push(party.clone());
            self.parties.len() - 1
        });
        self.by_name.insert(hash_of("", name), Some(index));
    }

    /// Whether a member with this key appears anywhere.
    pub(super) fn has(&self, key: &MemberKey) -> bool {
        self.by_key.contains_key(key)
    }

    /// The member as the archive names them.
    pub(super) fn get(&self, key: &MemberKey) -> Option<&Party> {
        self.by_key.get(key).map(|index| &self.parties[*index])
    }

    /// All members whose folded name has the same words as `name`.
    pub(super) fn called(&self, name: &str) -> Vec<&Party> {
        let words = search::words(name);
        let is_called = |party: &&Party| search::words(&party.name) == words;
        self.parties.iter().filter(is_called).collect()
    }
}

/// The map's own hashes are not enough here: keys are stored, the texts are not.
pub(super) fn hash_of(scope: &str, name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (scope, name).hash(&mut hasher);
    hasher.finish()
}

/// The sender of a row.
pub(super) fn sender(thread: &str, name: &str, url: &str) -> Party {
    Party::at(url, name).unwrap_or_else(|| Party::hidden(thread, name))
}

/// The recipients of a row.
pub(super) struct Recipients {
    /// Each once.
    pub(super) parties: Vec<Party>,
    /// Whether it is certain which name belongs to which address.
    pub(super) is_certain: bool,
}

/// Reads the recipients of a row. `names` are joined by `", "` and may hold that themselves; `urls` are joined by
/// `","`, with nothing between two commas for a hidden member. In files without the column of `urls` the directory says
/// who is meant; where the column is there, a name without an address is a hidden member, whoever else is called so.
pub(super) fn recipients(
    directory: &Directory,
    thread: &str,
    names: &str,
    urls: Option<&str>,
) -> Result<Recipients, Rejection> {
    let parts: Vec<&str> = match names {
        "" => Vec::new(),
        names => names.split(", ").collect(),
    };
    let urls: Vec<&str> = match urls {
        None => Vec::new(),
        Some("") if names.is_empty() => Vec::new(),
        Some(urls) => urls.split(',').map(str::trim).collect(),
    };
    if parts.len().max(urls.len()) > ARCHIVE_ROW_PEOPLE_MAX {
        return Err(Rejection::People);
    }
    let (parts, urls, hidden) = set_aside_hidden(parts, urls);
    let mut all = if urls.is_empty() && hidden.is_none() {
        known_names(directory, thread, &parts)
    } else {
        let mut fitting = pair(directory, thread, &parts, &urls);
        let party_at = |url: &&str| {
            let name = fitting.next().unwrap_or_default();
            Party::at(url, &name).unwrap_or_else(|| Party::hidden(thread, &name))
        };
        urls.iter().map(party_at).collect()
    };
    all.extend(hidden.map(|name| Party::hidden(thread, name)));
    let mut parties: Vec<Party> = Vec::with_capacity(all.len());
    for party in all {
        // Hidden members of one thread are one to us.
        if parties.iter().all(|other| other.key != party.key) {
            parties.push(party);
        }
    }
    Ok(Recipients {
        parties,
        is_certain: urls.len() == 1 || urls.len() == parts.len(),
    })
}

/// Where names outnumber addresses, hidden members may have left no place between the commas: their names are taken out
/// before the others are counted. Returns what is left of `parts` and `urls`, and the name of those taken out.
fn set_aside_hidden<'n>(
    parts: Vec<&'n str>,
    urls: Vec<&'n str>,
) -> (Vec<&'n str>, Vec<&'n str>, Option<&'n str>) {
    let hidden = parts.iter().copied().find(|name| is_anonymous(name));
    if hidden.is_none() || urls.is_empty() || parts.len() <= urls.len() {
        return (parts, urls, None);
    }
    let named: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|name| !is_anonymous(name))
        .collect();
    let addresses: Vec<&str> = urls.iter().copied().filter(|url| !url.is_empty()).collect();
    if named.len() < addresses.len() || (addresses.is_empty() && !named.is_empty()) {
        return (parts, urls, None);
    }
    (named, addresses, hidden)
}

/// Names alone: each the longest stretch of parts that is a known name, else one part.
fn known_names(directory: &Directory, thread: &str, parts: &[&str]) -> Vec<Party> {
    const PARTS_OF_A_NAME_MAX: usize = 6;
    let mut parties = Vec::new();
    let mut rest = parts;
    while !rest.is_empty() {
        let longest = rest.len().min(PARTS_OF_A_NAME_MAX);
        let known = (1..=longest).rev().find_map(|count| {
            let found = directory.find(thread, &rest[..count].join(", "))?;
            Some((count, found.clone()))
        });
        let (count, found) = known.unwrap_or_else(|| (1, Party::hidden(thread, rest[0])));
        parties.push(found);
        rest = &rest[count..];
    }
    parties
}

/// One name for each of `urls`, in order. Without a way to tell, the names are empty rather than wrong.
fn pair<'n>(
    directory: &Directory,
    thread: &str,
    parts: &'n [&str],
    urls: &[&str],
) -> Box<dyn Iterator<Item = String> + 'n> {
    // What the dynamic programme below may cost in comparisons of a name with an address.
    const COMPARISONS_MAX: usize = 20_000;
    let spare = parts.len().saturating_sub(urls.len());
    let comparisons = urls.len() * (spare + 1) * (spare + 1);
    match urls.len() {
        0 => Box::new(std::iter::empty()),
        1 => Box::new(std::iter::once(parts.join(", "))),
        count if count == parts.len() => Box::new(parts.iter().map(ToString::to_string)),
        count if count < parts.len() && comparisons <= COMPARISONS_MAX => {
            Box::new(best_grouping(directory, thread, parts, urls).into_iter())
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// Groups `parts` into as many neighbourhoods as there are `urls`, so that names fit their addresses best. Of equally
/// good groupings the one with the longest early groups wins: what follows a comma mostly belongs to the name before
/// it (`John Doe, PhD, Jane Roe`).
fn best_grouping(
    directory: &Directory,
    thread: &str,
    parts: &[&str],
    urls: &[&str],
) -> Vec<String> {
    let people: Vec<_> = urls.iter().map(|url| Wanted::new(url)).collect();
    // best[u] at p: the score of the best grouping of parts[p..] for urls[u..], and the end of its first group.
    let mut best = vec![vec![None::<(u32, usize)>; parts.len() + 1]; urls.len() + 1];
    best[urls.len()][parts.len()] = Some((0, parts.len()));
    for (index, wanted) in people.iter().enumerate().rev() {
        // Every earlier address has taken at least one part, and this and every later one needs one.
        for start in (index..=index + parts.len() - urls.len()).rev() {
            // Every later address needs at least one part.
            let last_end = parts.len() - (urls.len() - index - 1);
            for end in start + 1..=last_end {
                let Some((rest, _)) = best[index + 1][end] else {
                    continue;
                };
                let score = rest + wanted.score(directory, thread, &parts[start..end]);
                if best[index][start].is_none_or(|(other, _)| score >= other) {
                    best[index][start] = Some((score, end));
                }
            }
        }
    }
    let mut names = Vec::with_capacity(urls.len());
    let mut start = 0;
    for row in &best[..urls.len()] {
        let Some((_, end)) = row[start] else { break };
        names.push(parts[start..end].join(", "));
        start = end;
    }
    names
}

/// The member behind an address, for whom a name is sought.
struct Wanted {
    key: Option<MemberKey>,
    slug_words: Vec<String>,
}

impl Wanted {
    fn new(url: &str) -> Self {
        let party = Party::at(url, "");
        let slug = party.as_ref().and_then(|party| party.slug.as_ref());
        Self {
            slug_words: slug
                .map(|slug| search::words(slug.as_str()))
                .unwrap_or_default(),
            key: party.map(|party| party.key),
        }
    }

    /// How well `parts` joined fit: a known name above all, else the words they share with the slug.
    fn score(&self, directory: &Directory, thread: &str, parts: &[&str]) -> u32 {
        let known = directory.find(thread, &parts.join(", "));
        if known.is_some_and(|party| Some(&party.key) == self.key.as_ref()) {
            return 1_000;
        }
        let words = search::words_of(parts.iter().copied());
        let shared = self
            .slug_words
            .iter()
            .filter(|word| words.binary_search(word).is_ok());
        u32::try_from(shared.count()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
