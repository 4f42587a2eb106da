//! Whose archives these are: what the caller says, else what the archives say, else nobody decides.

use domain::network::Member;
use domain::search;
use domain::urn::PersonReference;
use integrations::networks::linkedin::archive::{OwnerUnclear, Party, Profile};
use store::accounts::Account;

use super::run::warning;
use super::{ImportError, Surveyed, batch};

/// The member whose archives these are.
pub(super) struct Owner {
    party: Party,
    profile: Option<Profile>,
}

impl Owner {
    /// Whether more than the name in the messages is known.
    pub(super) fn has_profile(&self) -> bool {
        self.profile.is_some()
    }

    /// The owner as an account shows them.
    pub(super) fn member(&self) -> Member {
        let mut member = batch::member_of(&self.party);
        if let Some(profile) = &self.profile {
            member.first_name.clone_from(&profile.first_name);
            member.last_name.clone_from(&profile.last_name);
            member.headline = profile.headline.clone().unwrap_or_default();
        }
        member
    }
}

/// Decides whose archives these are, and how each of them names the owner. Several archives in one command must be of
/// one member. `said` is what the caller says; without it, and where the archives do not tell, `account` does.
pub(super) fn find(
    archives: &mut [Surveyed],
    said: Option<&str>,
    account: Option<&Account>,
    warnings: &mut Vec<String>,
) -> Result<Owner, ImportError> {
    let mut profile = None;
    for archive in archives.iter_mut() {
        match archive.reader.profile() {
            Ok(found) => profile = found.or(profile),
            Err(error) => warnings.push(warning(&archive.path, &error)),
        }
    }
    let said = match (said, told(archives, profile.as_ref()), account) {
        (Some(said), ..) => Ok(said),
        (None, Ok(party), _) => Err(party),
        (None, Err(ImportError::Owner(_)), Some(account)) => Ok(account.member_key.as_str()),
        (None, Err(error), _) => return Err(error),
    };
    let is_said = said.is_ok();
    let party = match said {
        Ok(said) => named(archives, said, profile.as_ref())?,
        Err(party) => party,
    };
    for archive in archives.iter_mut() {
        // An archive without messages fits everybody.
        let is_open = archive.survey.rows > 0 && (is_said || archive.owner.is_none());
        if is_open && !is_owner(archive, &party, profile.as_ref()) {
            return Err(ImportError::WrongOwner(format!(
                "{} takes part in no conversation of {}",
                shown(&party),
                archive.path.display()
            )));
        }
    }
    Ok(Owner { party, profile })
}

/// Whether `party`, whom the caller names, can be the owner of `archive`: by their address; or by a name that the
/// archive shows without one, which is the caller's to decide; or as the one whom the profile names, too.
fn is_owner(archive: &mut Surveyed, party: &Party, profile: Option<&Profile>) -> bool {
    let survey = &mut archive.survey;
    if survey.has(&party.key) {
        archive.owner = Some(party.clone());
        return true;
    }
    let slug = party.slug.as_ref().map_or("", |slug| slug.as_str());
    let slug = search::words(slug);
    let stands_in_slug = |name: &str| {
        let words = search::words(name);
        !words.is_empty() && words.iter().all(|word| slug.contains(word))
    };
    let profile_name = profile.map(Profile::name).unwrap_or_default();
    let profile_words = search::words(&profile_name);
    let names = survey.names_without_address();
    let mut called = names
        .iter()
        .filter(|name| search::words(name) == profile_words || stands_in_slug(name));
    if let (Some(only), None) = (called.next(), called.next()) {
        survey.adopt(only, party);
        archive.owner = Some(party.clone());
        return true;
    }
    // The address changed since the archive was made, but it is the same name.
    if !stands_in_slug(&profile_name) {
        return false;
    }
    archive.owner = survey.owner(profile).ok();
    true
}

/// The member whom the caller names, with the name that an archive has for them.
fn named(
    archives: &[Surveyed],
    said: &str,
    profile: Option<&Profile>,
) -> Result<Party, ImportError> {
    let unknown = || ImportError::WrongOwner(format!("`{said}` is no profile address"));
    let reference = PersonReference::parse(said).map_err(|_| unknown())?;
    let name = profile.map(Profile::name).unwrap_or_default();
    let party = Party::of(&reference, &name).ok_or_else(unknown)?;
    let known = archives
        .iter()
        .find_map(|archive| archive.survey.find(&party.key));
    Ok(known.cloned().unwrap_or(party))
}

/// The member on whom the archives agree, as the newest names them. One that cannot tell follows the others.
fn told(archives: &mut [Surveyed], profile: Option<&Profile>) -> Result<Party, ImportError> {
    let mut found: Option<(usize, Party)> = None;
    let mut unclear: Option<OwnerUnclear> = None;
    for index in 0..archives.len() {
        let party = match archives[index].survey.owner(profile) {
            Ok(party) => party,
            Err(error) => {
                unclear = Some(error);
                continue;
            }
        };
        if let Some((other_index, other)) = &found
            && !is_same(archives, (*other_index, other), (index, &party))
        {
            return Err(ImportError::WrongOwner(format!(
                "these are archives of different members: {} and {}",
                shown(other),
                shown(&party)
            )));
        }
        archives[index].owner = Some(party.clone());
        found = Some((index, party));
    }
    let nobody = || OwnerUnclear {
        candidates: Vec::new(),
    };
    let found = found.map(|(_, party)| party);
    found.ok_or_else(|| unclear.unwrap_or_else(nobody).into())
}

/// Whether two archives are of one member: by the key, or, where the address changed between them, by name and threads.
fn is_same(archives: &[Surveyed], one: (usize, &Party), other: (usize, &Party)) -> bool {
    let (older, newer) = (&archives[one.0].survey, &archives[other.0].survey);
    let is_namesake = search::words(&one.1.name) == search::words(&other.1.name);
    let mut threads = newer.named_threads.iter();
    one.1.key == other.1.key
        || (is_namesake && !older.has(&other.1.key) && threads.any(|id| older.has_thread(id)))
}

fn shown(party: &Party) -> String {
    let address = party.slug.as_ref().map_or_else(
        || party.key.profile_url().to_string(),
        |slug| slug.profile_url().to_string(),
    );
    format!("{} ({address})", party.name)
}
