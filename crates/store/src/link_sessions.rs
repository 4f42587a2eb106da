//! Tries of people to link a seat, each good for a while.

use domain::ids::{AccountId, ApiKeyId, LinkSessionId, UserId, WorkspaceId};
use domain::link_session::{LinkFailure, LinkState};
use domain::time::Timestamp;

use crate::{Engine, Row, StoreResult, Tx, params};

/// One try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkSession {
    pub workspace_id: WorkspaceId,
    pub link_session_id: LinkSessionId,
    pub network: String,
    /// Where the network's server is.
    pub address: String,
    /// As whom the network knows this gateway.
    pub client_id: String,
    /// The account that is to be linked again.
    pub account_id: Option<AccountId>,
    /// As it is kept: one that is pending may have expired. One whose key was ended meanwhile is cancelled.
    pub state: LinkState,
    pub failure: Option<LinkFailure>,
    /// What was linked.
    pub linked_id: Option<AccountId>,
    /// The hash of what the browser holds that began it.
    pub browser: Option<Vec<u8>>,
    /// Where the newest way to the network returns to.
    pub redirect_uri: Option<String>,
    /// Ways to the network so far.
    pub tries: i64,
    /// The newest of them that came back.
    pub settled: i64,
    pub claimed_until: Option<Timestamp>,
    pub created_by: Option<ApiKeyId>,
    /// Whose key that is, where it is a user's. Only read.
    pub user_id: Option<UserId>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

impl LinkSession {
    /// How it stands at `now`.
    pub fn state(&self, now: Timestamp) -> LinkState {
        match self.state {
            LinkState::Pending if self.expires_at <= now => LinkState::Expired,
            state => state,
        }
    }

    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        let text = |index| row.text(index).map(str::to_owned);
        Ok(Self {
            workspace_id: row.id(0)?,
            link_session_id: row.id(1)?,
            network: text(2)?,
            address: text(3)?,
            client_id: text(4)?,
            account_id: row.opt_id(5)?,
            state: LinkState::from_word(row.text(6)?),
            failure: row.opt_text(7)?.and_then(LinkFailure::from_word),
            linked_id: row.opt_id(8)?,
            browser: row.opt_blob(9)?.map(<[u8]>::to_vec),
            redirect_uri: row.opt_text(10)?.map(str::to_owned),
            tries: row.int(11)?,
            settled: row.int(12)?,
            claimed_until: row.opt_timestamp(13)?,
            created_by: row.opt_id(14)?,
            created_at: row.timestamp(15)?,
            expires_at: row.timestamp(16)?,
            ended_at: row.opt_timestamp(17)?,
            user_id: row.opt_id(18)?,
        })
    }
}

/// One of a workspace.
pub type Subject = (WorkspaceId, LinkSessionId);

/// Adds one that is pending.
pub fn insert(tx: &mut Tx<'_>, session: &LinkSession) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO link_session (workspace_id, link_session_id, network, address, client_id, account_id, state,
                                   created_by, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            session.workspace_id,
            session.link_session_id,
            &session.network,
            &session.address,
            &session.client_id,
            session.account_id,
            LinkState::Pending.word(),
            session.created_by,
            session.created_at,
            session.expires_at
        ],
    )?;
    Ok(())
}

/// The session with this id.
pub fn find(
    tx: &mut Tx<'_>,
    (workspace_id, link_session_id): Subject,
) -> StoreResult<Option<LinkSession>> {
    tx.query_opt(
        "SELECT s.workspace_id, s.link_session_id, s.network, s.address, s.client_id, s.account_id,
                CASE WHEN s.state = 'pending' AND k.revoked_at IS NOT NULL THEN 'cancelled' ELSE s.state END,
                s.failure, s.linked_id, s.browser, s.redirect_uri, s.tries, s.settled, s.claimed_until, s.created_by,
                s.created_at, s.expires_at, CASE WHEN s.state = 'pending' THEN k.revoked_at ELSE s.ended_at END, k.user_id
           FROM link_session s
           LEFT JOIN api_key k ON k.workspace_id = s.workspace_id AND k.api_key_id = s.created_by
          WHERE s.workspace_id = ?1 AND s.link_session_id = ?2",
        params![workspace_id, link_session_id],
        LinkSession::from_row,
    )
}

/// The session with this id, which nobody else changes until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, subject: Subject) -> StoreResult<Option<LinkSession>> {
    if tx.engine() == Engine::Postgres {
        let (workspace_id, link_session_id) = subject;
        tx.query_opt(
            "SELECT tries FROM link_session WHERE workspace_id = ?1 AND link_session_id = ?2 FOR UPDATE",
            params![workspace_id, link_session_id],
            |row| row.int(0),
        )?;
    }
    find(tx, subject)
}

/// How many of the workspace are open at `now`, counted up to `limit`.
pub fn count_open(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    now: Timestamp,
    limit: u32,
) -> StoreResult<u32> {
    let open = tx.query(
        "SELECT s.expires_at FROM link_session s
           LEFT JOIN api_key k ON k.workspace_id = s.workspace_id AND k.api_key_id = s.created_by
          WHERE s.workspace_id = ?1 AND s.state = 'pending' AND s.expires_at > ?2 AND k.revoked_at IS NULL LIMIT ?3",
        params![workspace_id, now, limit],
        |row| row.timestamp(0),
    )?;
    Ok(u32::try_from(open.len()).unwrap_or(u32::MAX))
}

/// One more way to the network begins, in this browser and back to this address.
pub fn update_begun(
    tx: &mut Tx<'_>,
    (workspace_id, link_session_id): Subject,
    browser: &[u8],
    redirect_uri: &str,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE link_session SET tries = tries + 1, browser = ?3, redirect_uri = ?4
          WHERE workspace_id = ?1 AND link_session_id = ?2",
        params![workspace_id, link_session_id, browser, redirect_uri],
    )?;
    Ok(())
}

/// A way to the network came back and is being settled until an instant. False: it, or a later one, came back before, or
/// another one is being settled.
pub fn claim(
    tx: &mut Tx<'_>,
    (workspace_id, link_session_id): Subject,
    attempt: i64,
    now: Timestamp,
    until: Timestamp,
) -> StoreResult<bool> {
    let changed = tx.execute(
        "UPDATE link_session SET settled = ?3, claimed_until = ?5
          WHERE workspace_id = ?1 AND link_session_id = ?2 AND state = 'pending' AND settled < ?3 AND expires_at > ?4
            AND (claimed_until IS NULL OR claimed_until <= ?4)",
        params![workspace_id, link_session_id, attempt, now, until],
    )?;
    Ok(changed > 0)
}

/// What was being settled came to nothing: another way to the network may.
pub fn release(
    tx: &mut Tx<'_>,
    (workspace_id, link_session_id): Subject,
    attempt: i64,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE link_session SET claimed_until = NULL
          WHERE workspace_id = ?1 AND link_session_id = ?2 AND settled = ?3",
        params![workspace_id, link_session_id, attempt],
    )?;
    Ok(())
}

/// How a session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Completed(AccountId),
    Failed(LinkFailure),
    Cancelled,
}

/// Ends a session that is pending. `attempt`: only while that one is being settled. False: it had ended, or somebody else
/// settles it by now.
pub fn end(
    tx: &mut Tx<'_>,
    (workspace_id, link_session_id): Subject,
    ending: Ending,
    attempt: Option<i64>,
    now: Timestamp,
) -> StoreResult<bool> {
    let (state, failure, linked_id) = match ending {
        Ending::Completed(account_id) => (LinkState::Completed, None, Some(account_id)),
        Ending::Failed(failure) => (LinkState::Failed, Some(failure.word()), None),
        Ending::Cancelled => (LinkState::Cancelled, None, None),
    };
    let changed = tx.execute(
        "UPDATE link_session SET state = ?3, failure = ?4, linked_id = ?5, ended_at = ?6, claimed_until = NULL
          WHERE workspace_id = ?1 AND link_session_id = ?2 AND state = 'pending'
            AND (CAST(?7 AS BIGINT) IS NULL OR (settled = ?7 AND claimed_until IS NOT NULL))",
        params![
            workspace_id,
            link_session_id,
            state.word(),
            failure,
            linked_id,
            now,
            attempt
        ],
    )?;
    Ok(changed > 0)
}

/// Deletes at most `limit` sessions that were made before an instant; how many it were.
pub fn delete_old(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    before: Timestamp,
    limit: u32,
) -> StoreResult<u64> {
    tx.execute(
        "DELETE FROM link_session
          WHERE workspace_id = ?1 AND link_session_id IN (
                SELECT link_session_id FROM link_session
                 WHERE workspace_id = ?1 AND created_at < ?2
                 ORDER BY created_at LIMIT ?3)",
        params![workspace_id, before, limit],
    )
}
