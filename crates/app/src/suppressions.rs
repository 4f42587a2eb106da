//! The do-not-contact list: who is on it, putting somebody on it, taking them off.

mod import;
mod rows;

use domain::audit::{AuditAction, Details};
use domain::error_code::ErrorCode;
use domain::ids::SendId;
use domain::limits::SUPPRESSIONS_PAGE_MAX;
use domain::suppression::SuppressionState;
use store::sends;
pub use store::suppressions::Suppression as SuppressionView;
use store::suppressions::{self, Suppression};

use crate::targets::Names;
use crate::{App, AppResult, Caller, Refusal};

pub use import::{ImportSuppressions, RowOutcome, RowVerdict, Standing};
pub use rows::{ImportFormat, NOTE_CHARS_MAX};

/// Whom to put on the list.
#[derive(Debug, Clone)]
pub struct Suppress {
    /// The account through which the person is looked up; the default one when absent.
    pub account: Option<String>,
    /// Any form of a person reference.
    pub person: String,
    pub state: SuppressionState,
    pub note: Option<String>,
}

/// Somebody who was put on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// As they stand there now.
    pub suppression: Suppression,
    /// Sends that may reach them all the same: the call is under way, or nobody knows what became of it.
    pub in_flight: Vec<SendId>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionPage {
    pub suppressions: Vec<Suppression>,
    pub next_cursor: Option<String>,
}

impl App {
    /// Those who are not to be written to from any account of the workspace, in the order of their keys.
    pub async fn list_suppressions(
        &self,
        caller: &Caller,
        cursor: Option<String>,
        limit: u32,
    ) -> AppResult<SuppressionPage> {
        caller.check_whole()?;
        Refusal::check_limit(limit, SUPPRESSIONS_PAGE_MAX)?;
        let after = match cursor {
            None => (String::new(), String::new()),
            Some(cursor) => match cursor.split_once('/') {
                Some((network, key)) => (network.to_owned(), key.to_owned()),
                None => return Err(Refusal::of(ErrorCode::InvalidCursor).into()),
            },
        };
        let workspace_id = caller.workspace_id;
        let read = self.parts().store.read(move |tx| {
            let after = (after.0.as_str(), after.1.as_str());
            suppressions::list(tx, workspace_id, after, limit + 1)
        });
        let mut found = read.await?;
        let has_more = u32::try_from(found.len()).is_ok_and(|count| count > limit);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let last = found.last().filter(|_| has_more);
        let next_cursor = last.map(|last| format!("{}/{}", last.network, last.member_key));
        Ok(SuppressionPage {
            suppressions: found,
            next_cursor,
        })
    }

    /// Puts a person on the list: nothing leaves to them any more, from no account, or nothing without a person's yes.
    /// Who stands there more firmly already stays so.
    pub async fn suppress(&self, caller: &Caller, command: Suppress) -> AppResult<Suppressed> {
        let names = Names {
            account: command.account,
            person: Some(command.person),
            person_field: "person",
            ..Names::default()
        };
        let named = self.find_kept(caller, names).await?;
        let person = self
            .person(&named)
            .await?
            .ok_or_else(|| Refusal::of(ErrorCode::MemberNotFound))?;
        let suppression = Suppression {
            workspace_id: caller.workspace_id,
            network: named.account.network,
            member_key: person.member_key,
            state: command.state,
            note: command.note,
            created_by: caller.key(),
            created_at: self.now(),
        };
        let seen = caller.clone();
        let written = self.parts().store.write(move |tx| {
            let raised = suppressions::raise(tx, &suppression)?;
            let (workspace_id, network) = (suppression.workspace_id, &suppression.network);
            let found = suppressions::find(tx, workspace_id, network, &suppression.member_key)?;
            let mut in_flight = raised.in_flight;
            if seen.only_accounts().is_some() {
                for send_id in std::mem::take(&mut in_flight) {
                    let send = sends::find(tx, workspace_id, send_id)?;
                    in_flight.extend(
                        send.filter(|send| seen.sees(send.account_id))
                            .map(|_| send_id),
                    );
                }
            }
            Ok(Suppressed {
                suppression: found.unwrap_or_else(|| suppression.clone()),
                in_flight,
            })
        });
        Ok(written.await?)
    }

    /// Takes a person off the list, whatever the network; what waits for them is looked at again.
    pub async fn lift_suppression(&self, caller: &Caller, member_key: &str) -> AppResult<()> {
        caller.check_whole()?;
        let (workspace_id, by, now) = (caller.workspace_id, caller.key(), self.now());
        let (member_key, author) = (member_key.to_owned(), caller.clone());
        let hints = self.parts().store.hints().clone();
        let written = self.parts().store.write(move |tx| {
            let known = suppressions::list_of(tx, workspace_id, &member_key)?;
            if known.is_empty() {
                return Ok(Err(Refusal::of(ErrorCode::NotSuppressed)));
            }
            for suppression in known {
                suppressions::lift(tx, &suppression, by, now)?;
                // Who it was about is not for this log: it outlives what is kept of people.
                let act = AuditAction::SuppressionLifted;
                let details = Details::new().word("state", suppression.state.word());
                tx.audit(author.act(act, "suppression", now, details));
            }
            sends::release_recipient(tx, &hints, workspace_id, &member_key, now)?;
            Ok(Ok(()))
        });
        Ok(written.await??)
    }
}
