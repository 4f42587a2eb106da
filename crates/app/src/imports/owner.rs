//! Whose archives these are: what the caller says, else what the archives say, else nobody decides.

use domain::network::Member;
use domain::urn::PersonReference;
use integrations::networks::linkedin::archive::{OwnerUnclear, Party, Profile};

use super::{ImportError, Surveyed, batch};

/// The member whose archives these are.
pub(super) struct Owner {
    party: Party,
    profile: Option<Profile>,
}

impl Owner {
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

/// Decides whose archives these are. Several archives in one command must be of one member.
pub(super) fn find(archives: &mut [Surveyed], said: Option<&str>) -> Result<Owner, ImportError> {
    let mut profile = None;
    for archive in archives.iter_mut() {
        if let Some(found) = archive.reader.profile()? {
            profile = Some(found);
        }
    }
    let party = match said {
        Some(said) => named(archives, said, profile.as_ref())?,
        None => told(archives, profile.as_ref())?,
    };
    for archive in archives.iter() {
        // An archive without messages fits everybody.
        if archive.survey.rows > 0 && !archive.survey.has(&party.key) {
            return Err(ImportError::WrongOwner(format!(
                "{} takes part in no conversation of {}",
                shown(&party),
                archive.path.display()
            )));
        }
    }
    Ok(Owner { party, profile })
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

/// The member on whom the archives agree. One that cannot tell follows the others.
fn told(archives: &[Surveyed], profile: Option<&Profile>) -> Result<Party, ImportError> {
    let mut found: Option<Party> = None;
    let mut unclear: Option<OwnerUnclear> = None;
    for archive in archives {
        match (archive.survey.owner(profile), &found) {
            (Ok(party), Some(other)) if party.key != other.key => {
                return Err(ImportError::WrongOwner(format!(
                    "these are archives of different members: {} and {}",
                    shown(other),
                    shown(&party)
                )));
            }
            (Ok(party), _) => found = Some(party),
            (Err(error), _) => unclear = Some(error),
        }
    }
    let nobody = || OwnerUnclear {
        candidates: Vec::new(),
    };
    found.ok_or_else(|| unclear.unwrap_or_else(nobody).into())
}

fn shown(party: &Party) -> String {
    let address = party.slug.as_ref().map_or_else(
        || party.key.profile_url().to_string(),
        |slug| slug.profile_url().to_string(),
    );
    format!("{} ({address})", party.name)
}
