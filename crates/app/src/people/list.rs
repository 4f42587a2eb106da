//! A page of people. One index leads the walk, whatever else is asked is judged of those whom it shows; a page for which
//! too many are looked at ends before it is full, and the next one goes on from there.

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, PersonId, WorkspaceId};
use domain::limits::{PEOPLE_LOOKED_AT_MAX, PEOPLE_PAGE_MAX};
use domain::network::RelationshipStatus;
use domain::search::Query;
use domain::suppression::SuppressionState;
use store::people::{self, Person, words};
use store::{StoreResult, Tx, accounts, suppressions};

use super::{ListPeople, PersonItem, PersonPage};
use crate::{App, AppResult, Caller, Refusal};

/// People who are read at a time.
const STRIDE: u32 = 250;

/// Where a walk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Before somebody: the walk goes from the newest down.
    Before(PersonId),
    /// Behind a network and a member key, in the order of the do-not-contact list.
    Behind(String, String),
}

struct Question {
    workspace_id: WorkspaceId,
    query: Option<Query>,
    account_id: Option<AccountId>,
    relationship: Option<RelationshipStatus>,
    is_suppressed: Option<bool>,
    limit: usize,
    from: Place,
}

impl App {
    /// The people of the workspace whom a question fits, the newest known first; who are asked for because they are not
    /// to be written to, in the order of their keys.
    pub async fn list_people(&self, caller: &Caller, list: ListPeople) -> AppResult<PersonPage> {
        let question = question(caller, list)?;
        let read = self.parts().store.read(move |tx| {
            if let Some(account_id) = question.account_id
                && accounts::find_any(tx, question.workspace_id, account_id)?.is_none()
            {
                return Ok(Err(Refusal::of(ErrorCode::AccountNotFound)));
            }
            page(tx, &question).map(Ok)
        });
        Ok(read.await??)
    }
}

fn question(caller: &Caller, list: ListPeople) -> Result<Question, Refusal> {
    Refusal::check_limit(list.limit, PEOPLE_PAGE_MAX)?;
    let query = list.query.as_deref().map(Query::parse).transpose();
    let query = query.map_err(|error| Refusal::field("q", "invalid", error.to_string()))?;
    let account_id = list.account.map(|account| account.parse()).transpose();
    let account_id = account_id.map_err(|_| Refusal::of(ErrorCode::AccountNotFound))?;
    let account_id = caller.asked_account(account_id)?;
    let mut question = Question {
        workspace_id: caller.workspace_id,
        query,
        account_id,
        relationship: list.relationship,
        is_suppressed: list.is_suppressed,
        limit: usize::try_from(list.limit).unwrap_or(usize::MAX),
        from: Place::Before(people::NEWEST),
    };
    let is_of_list = question.is_led_by_list();
    if is_of_list {
        question.from = Place::Behind(String::new(), String::new());
    }
    if let Some(cursor) = &list.cursor {
        let place = read_place(cursor, is_of_list);
        question.from = place.ok_or_else(|| Refusal::of(ErrorCode::InvalidCursor))?;
    }
    Ok(question)
}

fn read_place(cursor: &str, is_of_list: bool) -> Option<Place> {
    if is_of_list {
        let (network, member_key) = cursor.split_once('/')?;
        return Some(Place::Behind(network.to_owned(), member_key.to_owned()));
    }
    cursor.parse().ok().map(Place::Before)
}

impl Question {
    /// Whether the do-not-contact list leads the walk.
    fn is_led_by_list(&self) -> bool {
        self.query.is_none() && self.relationship.is_none() && self.is_suppressed == Some(true)
    }

    /// The next people along the index that leads, those who come several times once.
    fn candidates(&self, tx: &mut Tx<'_>, place: &Place) -> StoreResult<(Vec<Person>, bool)> {
        let workspace_id = self.workspace_id;
        let mut found = match place {
            Place::Behind(network, key) => {
                people::list_suppressed(tx, workspace_id, (network, key), STRIDE)?
            }
            Place::Before(before) => match (&self.query, self.relationship) {
                (Some(query), _) => {
                    let word = query.longest_entry();
                    people::list_with_word(tx, workspace_id, &word, *before, STRIDE)?
                }
                (None, Some(status)) => {
                    let status = status.stored();
                    people::list_with_status(tx, workspace_id, status, *before, STRIDE)?
                }
                (None, None) => people::list(tx, workspace_id, *before, STRIDE)?,
            },
        };
        let is_end = u32::try_from(found.len()) != Ok(STRIDE);
        found.dedup_by_key(|person| person.person_id);
        Ok((found, is_end))
    }

    /// Who of them is wanted, each with how they stand on the do-not-contact list.
    fn judged(
        &self,
        tx: &mut Tx<'_>,
        candidates: &[Person],
    ) -> StoreResult<Vec<(bool, Option<SuppressionState>)>> {
        let workspace_id = self.workspace_id;
        let ids: Vec<PersonId> = candidates.iter().map(|person| person.person_id).collect();
        let named: Vec<(&str, &str)> = candidates
            .iter()
            .map(|person| (person.network.as_str(), person.member_key.as_str()))
            .collect();
        let states = suppressions::find_states(tx, workspace_id, &named)?;
        let related = match (self.relationship, self.account_id) {
            (Some(status), account_id) => {
                people::have_status(tx, workspace_id, account_id, status.stored(), &ids)?
            }
            (None, Some(account_id)) => people::are_known_to(tx, workspace_id, account_id, &ids)?,
            (None, None) => vec![true; ids.len()],
        };
        let judged = candidates.iter().zip(states).zip(related);
        let judged = judged.map(|((person, state), is_related)| {
            let is_on_list = self
                .is_suppressed
                .is_none_or(|is_suppressed| state.is_some() == is_suppressed);
            let is_wanted = is_related && is_on_list && self.has_words(person);
            (is_wanted, state)
        });
        Ok(judged.collect())
    }

    fn has_words(&self, person: &Person) -> bool {
        self.query
            .as_ref()
            .is_none_or(|query| query.matches(&words::entries_of(&person.name, &person.headline)))
    }

    /// The place of somebody in this walk, as a caller gets it.
    fn cursor(&self, person: &Person) -> String {
        match self.from {
            Place::Before(_) => person.person_id.to_string(),
            Place::Behind(..) => format!("{}/{}", person.network, person.member_key),
        }
    }

    fn place(&self, person: &Person) -> Place {
        match self.from {
            Place::Before(_) => Place::Before(person.person_id),
            Place::Behind(..) => Place::Behind(person.network.clone(), person.member_key.clone()),
        }
    }
}

fn page(tx: &mut Tx<'_>, question: &Question) -> StoreResult<PersonPage> {
    let mut items: Vec<PersonItem> = Vec::new();
    let mut place = question.from.clone();
    let mut looked_at = 0;
    loop {
        let (candidates, is_end) = question.candidates(tx, &place)?;
        let judged = question.judged(tx, &candidates)?;
        looked_at += STRIDE;
        let last = candidates.last().cloned();
        for (person, (is_wanted, suppression)) in candidates.into_iter().zip(judged) {
            if !is_wanted {
                continue;
            }
            if items.len() == question.limit {
                let next_cursor = items.last().map(|item| question.cursor(&item.person));
                return Ok(PersonPage {
                    people: items,
                    next_cursor,
                });
            }
            items.push(PersonItem {
                person,
                suppression,
            });
        }
        let next = last.filter(|_| !is_end);
        match next {
            Some(last) if looked_at < PEOPLE_LOOKED_AT_MAX => place = question.place(&last),
            next => {
                return Ok(PersonPage {
                    people: items,
                    next_cursor: next.map(|last| question.cursor(&last)),
                });
            }
        }
    }
}
