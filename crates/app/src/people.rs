//! Members of networks as the workspace knows them: finding them, and all that is known of one.

mod erasure;
mod export;
mod list;
mod resolve;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, PersonId, WorkspaceId};
use domain::limits::{PEOPLE_PAGE_MAX, PERSON_CONVERSATIONS_SHOWN, PERSON_RELATIONS_SHOWN};
use domain::network::{Relationship, RelationshipStatus};
use domain::suppression::SuppressionState;
use domain::time::Timestamp;
pub use store::conversations::Conversation as ConversationRow;
use store::inbox::Position;
pub use store::people::Person as PersonRow;
use store::relations::{self, Relation};
use store::suppressions::{self, Suppression};
use store::{StoreResult, Tx, conversations, people};

use crate::{App, AppResult, Caller, Refusal};

pub use erasure::{Begun as BegunErasure, Erasure as ErasureRow};
pub use export::{Export, ExportPart};
pub use resolve::{FoundBy, Resolved};

/// Which people to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListPeople {
    /// Words of names and headlines; all must match, the last as a prefix.
    pub query: Option<String>,
    /// Our own id of an account that knows them.
    pub account: Option<String>,
    /// How that account, or any, stands to them.
    pub relationship: Option<RelationshipStatus>,
    /// Whether they stand on the do-not-contact list.
    pub is_suppressed: Option<bool>,
    /// 1 to 100.
    pub limit: u32,
    /// From the page before.
    pub cursor: Option<String>,
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonItem {
    pub person: PersonRow,
    /// Absent: they do not stand on the do-not-contact list.
    pub suppression: Option<SuppressionState>,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonPage {
    pub people: Vec<PersonItem>,
    pub next_cursor: Option<String>,
}

/// How an account stands to a person, as last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRelation {
    pub account_id: AccountId,
    pub relation: Relation,
}

/// All that is known of a person, but for what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDetails {
    pub person: PersonRow,
    pub suppression: Option<Suppression>,
    pub relations: Vec<AccountRelation>,
    /// Those with the newest activity.
    pub conversations: Vec<ConversationRow>,
    pub has_more_conversations: bool,
}

/// A page of the conversations of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonConversationPage {
    pub conversations: Vec<ConversationRow>,
    pub next_cursor: Option<String>,
}

/// How an account stands to a person, asked just now, or as imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRelationship {
    pub person_id: PersonId,
    pub account_id: AccountId,
    pub relationship: Relationship,
    /// The date of an imported connection.
    pub connected_on: Option<String>,
}

impl App {
    /// All that is known of a person, but for what was said.
    pub async fn find_person(&self, caller: &Caller, id: &str) -> AppResult<PersonDetails> {
        let (workspace_id, person_id) = (caller.workspace_id, parse(id)?);
        let read = self.parts().store.read(move |tx| {
            let Some(person) = people::find(tx, workspace_id, person_id)? else {
                return Ok(Err(absent()));
            };
            details(tx, workspace_id, person).map(Ok)
        });
        seen(caller, read.await??).ok_or_else(|| absent().into())
    }

    /// Refuses a person whom none of the accounts knows that there are for the caller.
    async fn check_seen(&self, caller: &Caller, id: &str) -> AppResult<()> {
        if caller.only_accounts().is_some() {
            self.find_person(caller, id).await?;
        }
        Ok(())
    }

    /// The conversations in which a person takes part, of all accounts, those with the newest activity first.
    pub async fn list_person_conversations(
        &self,
        caller: &Caller,
        id: &str,
        cursor: Option<String>,
        limit: u32,
    ) -> AppResult<PersonConversationPage> {
        Refusal::check_limit(limit, PEOPLE_PAGE_MAX)?;
        self.check_seen(caller, id).await?;
        let (workspace_id, person_id) = (caller.workspace_id, parse(id)?);
        let below = match cursor {
            Some(cursor) => {
                position(&cursor).ok_or_else(|| Refusal::of(ErrorCode::InvalidCursor))?
            }
            None => Position::TOP,
        };
        let read = self.parts().store.read(move |tx| {
            if people::find(tx, workspace_id, person_id)?.is_none() {
                return Ok(Err(absent()));
            }
            conversations::list_with(tx, workspace_id, person_id, below, limit + 1).map(Ok)
        });
        let mut found = read.await??;
        let has_more = u32::try_from(found.len()).is_ok_and(|count| count > limit);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let last = found.last().filter(|_| has_more);
        let next_cursor = last.map(|last| {
            let at = last.last_activity_at.micros();
            format!("{at}.{}", last.thread)
        });
        found.retain(|conversation| caller.sees(conversation.account_id));
        Ok(PersonConversationPage {
            next_cursor,
            conversations: found,
        })
    }

    /// How an account stands to a person: asked of its network, or, for an imported account, as its archive says.
    pub async fn person_relationship(
        &self,
        caller: &Caller,
        id: &str,
        account: Option<String>,
    ) -> AppResult<PersonRelationship> {
        self.check_seen(caller, id).await?;
        let (workspace_id, person_id) = (caller.workspace_id, parse(id)?);
        let known = self
            .parts()
            .store
            .read(move |tx| people::find(tx, workspace_id, person_id));
        known.await?.ok_or_else(absent)?;
        let view = self
            .relationship(caller, account, person_id.to_string())
            .await?;
        let account_id = view.account_id;
        let kept = self
            .parts()
            .store
            .read(move |tx| relations::find(tx, workspace_id, account_id, person_id));
        Ok(PersonRelationship {
            person_id,
            account_id,
            relationship: view.relationship,
            connected_on: kept.await?.and_then(|relation| relation.connected_on),
        })
    }
}

/// Whether there is this person for the caller: whom none of the accounts knows that there are for them is as absent as
/// one who never was.
pub(crate) fn is_seen(tx: &mut Tx<'_>, caller: &Caller, person_id: PersonId) -> StoreResult<bool> {
    let workspace_id = caller.workspace_id;
    let Some(accounts) = caller.only_accounts() else {
        return Ok(true);
    };
    for account_id in accounts {
        let known = people::are_known_to(tx, workspace_id, *account_id, &[person_id])?;
        if known.first() == Some(&true) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// All that is known of a person, but for what was said.
fn details(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person: PersonRow,
) -> StoreResult<PersonDetails> {
    let person_id = person.person_id;
    let suppression = suppressions::find(tx, workspace_id, &person.network, &person.member_key)?;
    let relations = relations::list_of(tx, workspace_id, person_id, PERSON_RELATIONS_SHOWN)?;
    let shown = PERSON_CONVERSATIONS_SHOWN;
    let top = Position::TOP;
    let mut found = conversations::list_with(tx, workspace_id, person_id, top, shown + 1)?;
    let has_more_conversations = u32::try_from(found.len()).is_ok_and(|count| count > shown);
    found.truncate(usize::try_from(shown).unwrap_or(usize::MAX));
    let relations = relations.into_iter();
    Ok(PersonDetails {
        person,
        suppression,
        relations: relations
            .map(|(account_id, relation)| AccountRelation {
                account_id,
                relation,
            })
            .collect(),
        conversations: found,
        has_more_conversations,
    })
}

/// What a caller may see of it; nobody, where that is nothing and they are limited to accounts.
fn seen(caller: &Caller, mut details: PersonDetails) -> Option<PersonDetails> {
    if caller.only_accounts().is_none() {
        return Some(details);
    }
    details
        .relations
        .retain(|relation| caller.sees(relation.account_id));
    details
        .conversations
        .retain(|conversation| caller.sees(conversation.account_id));
    let is_known = !(details.relations.is_empty() && details.conversations.is_empty());
    is_known.then_some(details)
}

/// The place in a walk over conversations: the instant of the activity, and the thread.
fn position(cursor: &str) -> Option<Position> {
    let (at, thread) = cursor.split_once('.')?;
    Some(Position {
        last_activity_at: Timestamp::from_micros(at.parse().ok()?),
        thread: thread.parse().ok()?,
    })
}

/// What is no id of a person names nobody.
fn parse(id: &str) -> Result<PersonId, Refusal> {
    id.parse().map_err(|_| absent())
}

fn absent() -> Refusal {
    Refusal::of(ErrorCode::PersonNotFound)
}
