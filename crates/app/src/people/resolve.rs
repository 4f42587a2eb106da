//! From a name of any form to one person: from what is kept, else from the network of an account.

use domain::error_code::ErrorCode;
use domain::urn::PersonReference;
use store::people::{self, Person};
use store::{StoreResult, Tx};

use super::{PersonDetails, absent, details, seen};
use crate::targets::{Named, Names};
use crate::{App, AppResult, Caller, Refusal};

/// More than one.
const SEVERAL: u32 = 2;

/// Who said who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// It was known.
    Store,
    /// The network was asked just now.
    Network,
}

impl FoundBy {
    /// The word that is shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Network => "network",
        }
    }
}

/// One person, proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    pub details: PersonDetails,
    pub found_by: FoundBy,
}

impl App {
    /// The one person behind a slug, key, number, URN, profile address or id. Slugs change hands: one that was not seen
    /// for a day, or with several people, is asked of the account's network, and refused where there is none to ask.
    pub async fn resolve_person(
        &self,
        caller: &Caller,
        account: Option<String>,
        person: String,
    ) -> AppResult<Resolved> {
        let named = self
            .find_kept(caller, Names::of_person(account, person, "person"))
            .await?;
        let kept = self.people_named(&named).await?;
        let is_own_id = matches!(named.person_reference, Some(PersonReference::Own(_)));
        let is_several = kept.len() > 1;
        let has_network = !named.account.is_read_only;
        let found_by = match kept.first() {
            None if is_own_id => return Err(absent().into()),
            None if !has_network => return Err(Refusal::of(ErrorCode::MemberNotFound).into()),
            Some(_) if is_several && !has_network => {
                return Err(Refusal::of(ErrorCode::PersonAmbiguous).into());
            }
            Some(person) if !(is_several || has_network && self.is_stale(&named, person)) => {
                FoundBy::Store
            }
            _ => FoundBy::Network,
        };
        let member_key = if let (FoundBy::Store, Some(person)) = (found_by, kept.into_iter().next())
        {
            person.member_key
        } else {
            let found = self.look_up(&named).await?;
            let account_id = named.account.account_id;
            self.note_live_use(caller, account_id).await;
            found
                .ok_or_else(|| Refusal::of(ErrorCode::MemberNotFound))?
                .member_key
        };
        let (workspace_id, network) = (caller.workspace_id, named.account.network);
        let read = self.parts().store.read(move |tx| {
            match people::find_by_member_key(tx, workspace_id, &network, &member_key)? {
                Some(person) => details(tx, workspace_id, person).map(Ok),
                None => Ok(Err(absent())),
            }
        });
        let details = seen(caller, read.await??).ok_or_else(absent)?;
        Ok(Resolved { details, found_by })
    }

    /// Those whom the store knows by this name; more than one: it cannot tell.
    async fn people_named(&self, named: &Named) -> AppResult<Vec<Person>> {
        let (account, reference) = (named.account.clone(), named.person_reference.clone());
        let read = self.parts().store.read(move |tx| {
            let Some(reference) = &reference else {
                return Ok(Vec::new());
            };
            let alike = match reference {
                PersonReference::Slug(slug) => people::list_by_slug(
                    tx,
                    account.workspace_id,
                    &account.network,
                    slug.as_str(),
                    SEVERAL,
                )?,
                _ => Vec::new(),
            };
            if alike.len() > 1 {
                return Ok(alike);
            }
            one(tx, &account, reference)
        });
        Ok(read.await?)
    }

    /// Whether who has a slug is to be asked again.
    fn is_stale(&self, named: &Named, person: &Person) -> bool {
        let is_by_slug = matches!(named.person_reference, Some(PersonReference::Slug(_)));
        is_by_slug && person.updated_at.plus(domain::limits::SLUG_TRUSTED_FOR) < self.now()
    }
}

fn one(
    tx: &mut Tx<'_>,
    account: &store::accounts::Account,
    reference: &PersonReference,
) -> StoreResult<Vec<Person>> {
    let found = crate::targets::find_person(tx, account, reference)?;
    Ok(found.into_iter().collect())
}
