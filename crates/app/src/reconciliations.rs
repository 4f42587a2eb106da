//! Comparing an account's history with its network's: asked for here, done by the engine.

use domain::error_code::ErrorCode;
use domain::ids::ReconciliationId;
use domain::reconciliation::REACH_DEFAULT;
use domain::time::Timestamp;
use store::reconciliations;
pub use store::reconciliations::Reconciliation;
pub use store::reconciliations::findings::Finding;

use crate::accounts::choose;
use crate::{App, AppResult, Caller, Refusal};

/// Above every id.
const NEWEST: ReconciliationId = ReconciliationId::from_bytes([0xff; 16]);

/// Comparisons of an account, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationPage {
    pub reconciliations: Vec<Reconciliation>,
    pub next_cursor: Option<String>,
}

/// What a comparison found, in the order in which it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingPage {
    pub findings: Vec<Finding>,
    pub next_cursor: Option<String>,
}

impl App {
    /// Has what is kept of an account compared with what its network shows, from an instant on or of the last 30 days. While
    /// that is being done already, it is what runs, whatever its range.
    ///
    /// Refused: `account_read_only` for an import, `account_held` where there is no way to its network.
    pub async fn reconcile(
        &self,
        caller: &Caller,
        account: &str,
        since: Option<Timestamp>,
    ) -> AppResult<Reconciliation> {
        let now = self.now();
        if since.is_some_and(|since| since > now) {
            let message = "Nothing can be compared before it has happened.";
            return Err(Refusal::field("since", "out_of_range", message).into());
        }
        let since = since.unwrap_or_else(|| now.minus(REACH_DEFAULT));
        let id = ReconciliationId::mint(now, self.parts().entropy.as_ref());
        let (caller, account) = (caller.clone(), account.to_owned());
        let written = self.parts().store.write(move |tx| {
            let account = match choose(tx, &caller, Some(&account), None)? {
                Ok(account) => account,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if account.is_read_only {
                return Ok(Err(Refusal::of(ErrorCode::AccountReadOnly)));
            }
            if !account.has_credentials {
                return Ok(Err(Refusal::of(ErrorCode::AccountHeld)));
            }
            let subject = (account.workspace_id, account.account_id);
            reconciliations::begin(tx, subject, id, since, now).map(Ok)
        });
        Ok(written.await??)
    }

    /// How far a comparison has come, and what it has found.
    pub async fn find_reconciliation(
        &self,
        caller: &Caller,
        id: &str,
    ) -> AppResult<Reconciliation> {
        let workspace_id = caller.workspace_id;
        let id: ReconciliationId = id.parse().map_err(|_| absent())?;
        let store = &self.parts().store;
        let read = store.read(move |tx| reconciliations::find(tx, workspace_id, id));
        let found = read.await?.filter(|found| caller.sees(found.account_id));
        Ok(found.ok_or_else(absent)?)
    }

    /// The comparisons of an account, the newest first.
    pub async fn list_reconciliations(
        &self,
        caller: &Caller,
        account: &str,
        cursor: Option<&str>,
        limit: u32,
    ) -> AppResult<ReconciliationPage> {
        let before = match cursor {
            Some(cursor) => cursor
                .parse()
                .map_err(|_| Refusal::of(ErrorCode::InvalidCursor))?,
            None => NEWEST,
        };
        let (caller, account) = (caller.clone(), account.to_owned());
        let read = self.parts().store.read(move |tx| {
            let account = match choose(tx, &caller, Some(&account), None)? {
                Ok(account) => account,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let (workspace_id, account_id) = (account.workspace_id, account.account_id);
            reconciliations::list(tx, workspace_id, account_id, before, limit + 1).map(Ok)
        });
        let mut reconciliations = read.await??;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = reconciliations.len() > most;
        reconciliations.truncate(most);
        let last = reconciliations.last().filter(|_| has_more);
        Ok(ReconciliationPage {
            next_cursor: last.map(|last| last.reconciliation_id.to_string()),
            reconciliations,
        })
    }

    /// What a comparison found of single messages, as far as they are still there.
    pub async fn list_findings(
        &self,
        caller: &Caller,
        id: &str,
        cursor: Option<&str>,
        limit: u32,
    ) -> AppResult<FindingPage> {
        let after: i64 = match cursor.map(str::parse) {
            Some(Ok(after)) if after >= 0 => after,
            Some(_) => return Err(Refusal::of(ErrorCode::InvalidCursor).into()),
            None => 0,
        };
        let known = self.find_reconciliation(caller, id).await?;
        let (workspace_id, id) = (known.workspace_id, known.reconciliation_id);
        let read = self
            .parts()
            .store
            .read(move |tx| reconciliations::findings::list(tx, workspace_id, id, after, limit));
        let page = read.await?;
        Ok(FindingPage {
            findings: page.findings,
            next_cursor: page.next.map(|number| number.to_string()),
        })
    }
}

fn absent() -> Refusal {
    Refusal::of(ErrorCode::ReconciliationNotFound)
}
