//! Many people put on the do-not-contact list at once, each with a verdict of their own. Safe to repeat.

use std::collections::BTreeSet;

use domain::error_code::ErrorCode;
use domain::ids::SendId;
use domain::suppression::SuppressionState;
use domain::urn::PersonReference;
use store::accounts::Account;
use store::person_locks;
use store::suppressions::{self, Suppression};

use super::rows::{ImportFormat, Row, read};
use crate::targets::{Named, Names, find_person, parse_person};
use crate::{App, AppError, AppResult, Caller, Refusal};

/// Rows that are looked at together, and kept in one transaction.
const ROWS_AT_ONCE: usize = 32;

/// A file of people to put on the list.
#[derive(Debug, Clone)]
pub struct ImportSuppressions {
    /// The account through whose network they are looked up; the default one when absent.
    pub account: Option<String>,
    pub format: ImportFormat,
    pub bytes: Vec<u8>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// They stand on the list because of it.
    Listed(Standing),
    /// They stood there already, as firmly.
    Unchanged(Standing),
    /// Nothing became of it.
    Refused(Box<Refusal>),
}

impl RowOutcome {
    /// Its word, who stands on the list, or why they do not.
    pub fn into_parts(self) -> (&'static str, Option<Standing>, Option<Refusal>) {
        match self {
            Self::Listed(standing) => ("listed", Some(standing), None),
            Self::Unchanged(standing) => ("unchanged", Some(standing), None),
            Self::Refused(refusal) => ("refused", None, Some(*refusal)),
        }
    }
}

/// Somebody on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub member_key: String,
    /// Sends that may reach them all the same.
    pub in_flight: Vec<SendId>,
}

/// A row and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowVerdict {
    /// The line that it begins in, from 1.
    pub line: u64,
    /// As it was written; empty where it cannot be read.
    pub person: String,
    pub outcome: RowOutcome,
}

/// A row whose person is known.
#[derive(Debug, Clone)]
struct Found {
    /// In its part of the file.
    place: usize,
    suppression: Suppression,
}

impl App {
    /// Puts everybody in the file on the list, in parts that are kept one after the other: what is cut off is simply run
    /// again. A member key that nobody knows is taken as it stands; every other spelling must be somebody's.
    ///
    /// An error means that nothing was changed.
    pub async fn import_suppressions(
        &self,
        caller: &Caller,
        command: ImportSuppressions,
    ) -> AppResult<Vec<RowVerdict>> {
        let rows = read(command.format, &command.bytes)?;
        let names = Names {
            account: command.account,
            ..Names::default()
        };
        let account = self.find_kept(caller, names).await?.account;
        let mut look_ups = LookUps::default();
        let mut verdicts = Vec::with_capacity(rows.len());
        for part in rows.chunks(ROWS_AT_ONCE) {
            verdicts.extend(
                self.import_part(caller, &account, part, &mut look_ups)
                    .await?,
            );
        }
        Ok(verdicts)
    }

    async fn import_part(
        &self,
        caller: &Caller,
        account: &Account,
        rows: &[Row],
        look_ups: &mut LookUps,
    ) -> AppResult<Vec<RowVerdict>> {
        let mut outcomes: Vec<Option<RowOutcome>> = vec![None; rows.len()];
        let mut found = Vec::with_capacity(rows.len());
        for (place, (row, key)) in rows
            .iter()
            .zip(self.keys_of(account, rows).await?)
            .enumerate()
        {
            let (state, note) = match &row.wanted {
                Ok(wanted) => wanted.clone(),
                Err(refusal) => {
                    outcomes[place] = Some(refused(refusal.clone()));
                    continue;
                }
            };
            let key = match key {
                Ok(Key::Known(key)) => Ok(key),
                Ok(Key::Unknown(reference)) => {
                    self.look_up_once(account, reference, look_ups).await
                }
                Err(refusal) => Err(refusal),
            };
            match key {
                Ok(member_key) => found.push(Found {
                    place,
                    suppression: self.suppression(caller, account, member_key, state, note),
                }),
                Err(refusal) => outcomes[place] = Some(refused(refusal)),
            }
        }
        for (place, outcome) in self.raise_each(account, found).await? {
            outcomes[place] = Some(outcome);
        }
        let verdicts = rows.iter().zip(outcomes).filter_map(|(row, outcome)| {
            Some(RowVerdict {
                line: row.line,
                person: row.person.clone(),
                outcome: outcome?,
            })
        });
        Ok(verdicts.collect())
    }

    /// Whom each row means, as far as the store knows.
    async fn keys_of(
        &self,
        account: &Account,
        rows: &[Row],
    ) -> AppResult<Vec<Result<Key, Refusal>>> {
        let references: Vec<Result<PersonReference, Refusal>> = rows
            .iter()
            .map(|row| parse_person("person", &row.person))
            .collect();
        let account = account.clone();
        let read = self.parts().store.read(move |tx| {
            let mut keys = Vec::with_capacity(references.len());
            for reference in &references {
                keys.push(match reference {
                    Err(refusal) => Err(refusal.clone()),
                    Ok(reference) => match (find_person(tx, &account, reference)?, reference) {
                        (Some(person), _) => Ok(Key::Known(person.member_key)),
                        (None, PersonReference::MemberKey(key)) => Ok(Key::Known(key.to_string())),
                        (None, reference) => Ok(Key::Unknown(reference.clone())),
                    },
                });
            }
            Ok(keys)
        });
        Ok(read.await?)
    }

    /// Asks the network whom a row means; not any more once it could not be asked.
    async fn look_up_once(
        &self,
        account: &Account,
        reference: PersonReference,
        look_ups: &mut LookUps,
    ) -> Result<String, Refusal> {
        if let Some(refusal) = &look_ups.given_up {
            return Err(refusal.clone());
        }
        let named = Named {
            account: account.clone(),
            thread: None,
            person: None,
            person_reference: Some(reference),
            thread_reference: None,
        };
        let absent = || Refusal::of(ErrorCode::MemberNotFound);
        match self.look(self.person(&named)).await {
            Ok(person) => Ok(person.ok_or_else(absent)?.member_key),
            Err(error) => {
                let refusal = error.refusal().unwrap_or_else(|| {
                    tracing::error!(%error, "somebody to put on the list cannot be looked up");
                    Refusal::of(ErrorCode::InternalError)
                });
                let is_about_the_row = refusal.code == ErrorCode::MemberNotFound
                    || matches!(&error, AppError::Refused(refused) if refused.code == ErrorCode::ValidationError);
                if !is_about_the_row {
                    look_ups.given_up = Some(refusal.clone());
                }
                Err(refusal)
            }
        }
    }

    fn suppression(
        &self,
        caller: &Caller,
        account: &Account,
        member_key: String,
        state: SuppressionState,
        note: Option<String>,
    ) -> Suppression {
        Suppression {
            workspace_id: account.workspace_id,
            network: account.network.clone(),
            member_key,
            state,
            note,
            created_by: caller.key(),
            created_at: self.now(),
        }
    }

    /// Puts them on the list in one transaction, in their order.
    async fn raise_each(
        &self,
        account: &Account,
        found: Vec<Found>,
    ) -> AppResult<Vec<(usize, RowOutcome)>> {
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let (workspace_id, network) = (account.workspace_id, account.network.clone());
        let written = self.parts().store.write_bulk(move |tx| {
            let keys: BTreeSet<&str> = found
                .iter()
                .map(|found| found.suppression.member_key.as_str())
                .collect();
            person_locks::lock_each(tx, workspace_id, &network, &keys)?;
            let mut outcomes = Vec::with_capacity(found.len());
            for Found { place, suppression } in &found {
                let raised = suppressions::raise(tx, suppression)?;
                let standing = Standing {
                    member_key: suppression.member_key.clone(),
                    in_flight: raised.in_flight,
                };
                let outcome = if raised.is_changed {
                    RowOutcome::Listed(standing)
                } else {
                    RowOutcome::Unchanged(standing)
                };
                outcomes.push((*place, outcome));
            }
            Ok(outcomes)
        });
        Ok(written.await?)
    }
}

/// Whom a row means.
enum Key {
    Known(String),
    /// Only the network can tell.
    Unknown(PersonReference),
}

/// What is remembered of asking the network.
#[derive(Default)]
struct LookUps {
    /// Why it is not asked any more.
    given_up: Option<Refusal>,
}

fn refused(refusal: Refusal) -> RowOutcome {
    RowOutcome::Refused(Box::new(refusal))
}
