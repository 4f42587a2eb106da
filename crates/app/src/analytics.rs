//! What became of what was sent.

use domain::analytics::{Figures, Grouping, Tally};
use domain::error_code::ErrorCode;
use domain::ids::{AccountId, WorkspaceId};
use domain::limits::{ANALYTICS_GROUPS_MAX, ANALYTICS_ROWS_MAX, ANALYTICS_SPAN_MAX};
use domain::time::Timestamp;
use store::outcomes::{self, Question, Tallies};
use store::{StoreResult, Tx, accounts};

use crate::{App, AppResult, Caller, Refusal};

/// What to count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analyze {
    /// Sent at or after this instant; 30 days before the end when absent.
    pub since: Option<Timestamp>,
    /// And before this one; now when absent.
    pub until: Option<Timestamp>,
    /// Our own id.
    pub account: Option<String>,
    pub template: Option<String>,
    /// A tag, whole.
    pub tag: Option<String>,
    pub grouping: Option<Grouping>,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    pub since: Timestamp,
    pub until: Timestamp,
    pub grouping: Option<Grouping>,
    /// Of all messages that were asked for, each once.
    pub total: Figures,
    /// By what they have in common, those with the most messages first; hours and days in their order.
    pub groups: Vec<(Option<String>, Figures)>,
    /// There are more groups than are told.
    pub has_more: bool,
}

const DEFAULT_SPAN: std::time::Duration = std::time::Duration::from_hours(30 * 24);

impl App {
    /// Counts what was sent between two instants, and what became of it by now.
    ///
    /// Refused: `validation_error` for more than a year, or for more messages than are counted at once.
    pub async fn analyze(&self, caller: &Caller, command: Analyze) -> AppResult<Analysis> {
        let (workspace_id, now) = (caller.workspace_id, self.now());
        let until = command.until.unwrap_or(now);
        let since = command.since.unwrap_or_else(|| until.minus(DEFAULT_SPAN));
        if since >= until || until.since(since) > ANALYTICS_SPAN_MAX {
            let message = "since lies before until, by 366 days at most";
            return Err(Refusal::field("since", "out_of_range", message).into());
        }
        let absent = || Refusal::of(ErrorCode::AccountNotFound);
        let account_id = command
            .account
            .map(|id| id.parse::<AccountId>())
            .transpose();
        let account_id = caller.asked_account(account_id.map_err(|_| absent())?)?;
        let question = Question {
            since,
            until,
            account_id,
            template_id: command.template,
            tag: command.tag,
            grouping: command.grouping,
        };
        let read = self.parts().store.read(move |tx| {
            if let Some(account_id) = account_id
                && accounts::find_any(tx, workspace_id, account_id)?.is_none()
            {
                return Ok(Err(absent()));
            }
            tallies(tx, workspace_id, &question, now)
        });
        let (groups, parts) = read.await??;
        let mut total = Tally::default();
        for part in parts.values() {
            total.add(part);
        }
        let figures = groups
            .iter()
            .map(|(key, tally)| (key.clone(), tally.figures()));
        let mut groups: Vec<_> = figures.filter(|_| command.grouping.is_some()).collect();
        match command.grouping {
            Some(Grouping::Hour | Grouping::Weekday) => {
                let place =
                    |key: &Option<String>| key.as_deref().and_then(|key| key.parse::<u8>().ok());
                groups.sort_by_key(|(key, _)| place(key));
            }
            _ => groups.sort_by_key(|(_, figures)| std::cmp::Reverse(figures.sent)),
        }
        let has_more = groups.len() > ANALYTICS_GROUPS_MAX;
        groups.truncate(ANALYTICS_GROUPS_MAX);
        Ok(Analysis {
            since,
            until,
            grouping: command.grouping,
            total: total.figures(),
            groups,
            has_more,
        })
    }
}

/// The groups, and what the total is the sum of.
fn tallies(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    question: &Question,
    now: Timestamp,
) -> StoreResult<Result<(Tallies, Tallies), Refusal>> {
    let rows = outcomes::count(tx, workspace_id, question, ANALYTICS_ROWS_MAX + 1)?;
    if rows > ANALYTICS_ROWS_MAX {
        return Ok(Err(too_many()));
    }
    let groups = outcomes::tallies(tx, workspace_id, question, now)?;
    let all = Question {
        grouping: None,
        ..question.clone()
    };
    let total = match question.grouping {
        // A message with several tags is in several groups, and one in the total.
        Some(Grouping::Tag) => outcomes::tallies(tx, workspace_id, &all, now)?,
        _ => groups.clone(),
    };
    Ok(Ok((groups, total)))
}

fn too_many() -> Refusal {
    let message = format!(
        "More than {ANALYTICS_ROWS_MAX} messages left between since and until: ask for less time at once"
    );
    Refusal::field("since", "too_many", message)
}
