//! Who did what: read in pages, and held against its chain.

use domain::audit::Chain;
pub use domain::audit::{Broken, Fault};
use domain::hexadecimal::hexadecimal;
use domain::ids::WorkspaceId;
use domain::limits::AUDIT_PAGE_MAX;
use store::audit::{self, Part};
pub use store::audit::{End, Entry as AuditEntry, Filter as AuditFilter};

use crate::{App, AppResult, Caller, Refusal};

/// Links that one step of holding a chain against itself reads.
const STEP: u32 = 1_000;

/// A page, the newest first.
pub type AuditPage = Part;

/// What holding a chain against itself came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many entries there are.
    pub entries: i64,
    /// The hash of the last one, in hexadecimal; empty where there is none. Kept elsewhere, it proves later that nothing up to
    /// there was changed, by whoever could write here.
    pub end: String,
    /// The first thing that is wrong.
    pub broken: Option<Broken>,
}

impl App {
    /// What was done in the workspace, as far as a filter lets it through. A page may be short, or empty, and say where to go
    /// on: it looks at a bounded number of entries.
    pub async fn list_audit(
        &self,
        caller: &Caller,
        filter: AuditFilter,
        before: Option<i64>,
        limit: u32,
    ) -> AppResult<AuditPage> {
        caller.check_whole()?;
        Refusal::check_limit(limit, AUDIT_PAGE_MAX)?;
        let workspace_id = caller.workspace_id;
        let before = before.unwrap_or(i64::MAX);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let store = &self.parts().store;
        let read = store.read(move |tx| audit::list(tx, workspace_id, &filter, before, limit));
        Ok(read.await?)
    }

    /// Holds the chain of a workspace against itself, and against an end that was noted elsewhere: its number and its hash in
    /// hexadecimal.
    pub async fn verify_audit(
        &self,
        workspace_id: WorkspaceId,
        noted: Option<(i64, String)>,
    ) -> AppResult<Verified> {
        let store = &self.parts().store;
        let end = store.read(move |tx| audit::end(tx, workspace_id)).await?;
        let mut chain = Chain::noted(noted);
        loop {
            let after = chain.number;
            let read = store.read(move |tx| audit::list_after(tx, workspace_id, after, STEP));
            let links = read.await?;
            if links.is_empty() {
                break;
            }
            for link in links {
                if let Some(broken) = chain.add(&link.entry, link.hash) {
                    return Ok(verified(&end, Some(broken)));
                }
            }
        }
        let broken = chain.ends(end.number, &end.hash);
        Ok(verified(&end, broken))
    }
}

fn verified(end: &End, broken: Option<Broken>) -> Verified {
    Verified {
        entries: end.number,
        end: hexadecimal(&end.hash),
        broken,
    }
}
