//! Receivers of webhooks, and who delivers to each. Secrets and headers are sealed.

use domain::delivery::Record;
use domain::endpoint::{EndpointState, PayloadFormat, Selection};
use domain::event::{EventData, EventKind};
use domain::ids::{AccountId, EndpointId, WorkspaceId};
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use secrecy::{ExposeSecret as _, SecretString};

use crate::leases::Claimant;
use crate::vault::{Place, Unopenable, Vault};
use crate::{Engine, NewEvent, Row, StoreError, StoreResult, Tx, agenda, events, params};

/// A receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub workspace_id: WorkspaceId,
    pub endpoint_id: EndpointId,
    pub settings: EndpointSettings,
    /// Signs; sealed for [`secret_place`].
    pub secret: Vec<u8>,
    /// Signs, too, until an instant.
    pub old_secret: Option<(Vec<u8>, Timestamp)>,
    pub state: EndpointState,
    /// The number up to which the log became deliveries.
    pub taken: i64,
    /// A stretch of the log that is taken once more: behind the first number, up to the second.
    pub recover: Option<(i64, i64)>,
    /// Deliveries that are not over.
    pub waiting: i64,
    pub record: Record,
    /// It asked to be left alone until then.
    pub resting_until: Option<Timestamp>,
    pub last_delivered_at: Option<Timestamp>,
    pub last_failed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What somebody chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointSettings {
    pub name: String,
    pub url: String,
    pub format: PayloadFormat,
    pub selection: Selection,
    /// Deliveries that may begin in a second.
    pub per_second: u32,
    /// Deliveries that may be under way at the same time.
    pub together: u32,
    /// Sealed for [`headers_place`]; a JSON object.
    pub headers: Option<Vec<u8>>,
}

/// Where a secret opens; the old one opens there, too.
pub fn secret_place<'p>(workspace_id: &'p WorkspaceId, endpoint_id: &'p EndpointId) -> Place<'p> {
    Place {
        column: "endpoint.secret",
        row: [workspace_id.as_bytes(), endpoint_id.as_bytes()],
    }
}

/// Where the headers open.
pub fn headers_place<'p>(workspace_id: &'p WorkspaceId, endpoint_id: &'p EndpointId) -> Place<'p> {
    Place {
        column: "endpoint.headers",
        row: [workspace_id.as_bytes(), endpoint_id.as_bytes()],
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT workspace_id, endpoint_id, name, url, format, types, accounts, per_second, together, headers,
                    secret, old_secret, old_secret_until, state, reason, taken, recover, recover_until, waiting,
                    failing_since, failures, resting_until, last_delivered_at, last_failed_at, created_at, updated_at
               FROM endpoint WHERE workspace_id = ?1 ",
            $tail
        )
    };
}

fn inconsistent(message: &str) -> StoreError {
    StoreError::Inconsistent {
        what: "endpoint",
        message: message.to_owned(),
    }
}

impl Endpoint {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            workspace_id: row.id(0)?,
            endpoint_id: row.id(1)?,
            settings: EndpointSettings::from_row(row)?,
            secret: row.blob(10)?.to_vec(),
            old_secret: row
                .opt_blob(11)?
                .map(<[u8]>::to_vec)
                .zip(row.opt_timestamp(12)?),
            state: EndpointState::from_words(row.text(13)?, row.opt_text(14)?)
                .ok_or_else(|| inconsistent("its state is unknown"))?,
            taken: row.int(15)?,
            recover: row.opt_int(16)?.zip(row.opt_int(17)?),
            waiting: row.int(18)?,
            record: Record {
                failing_since: row.opt_timestamp(19)?,
                failures: row.number(20)?,
            },
            resting_until: row.opt_timestamp(21)?,
            last_delivered_at: row.opt_timestamp(22)?,
            last_failed_at: row.opt_timestamp(23)?,
            created_at: row.timestamp(24)?,
            updated_at: row.timestamp(25)?,
        })
    }
}

impl Endpoint {
    /// The secrets that sign at `now`, the present one first.
    pub fn open_secrets(
        &self,
        vault: &Vault,
        now: Timestamp,
    ) -> Result<Vec<SecretString>, Unopenable> {
        let place = secret_place(&self.workspace_id, &self.endpoint_id);
        let old = self.old_secret.as_ref();
        let old = old.filter(|(_, until)| *until > now).map(|(old, _)| old);
        let sealed = std::iter::once(&self.secret).chain(old);
        sealed
            .map(|sealed| vault.open_text(&place, sealed))
            .collect()
    }

    /// The headers that its owner added, by name and value.
    pub fn open_headers(&self, vault: &Vault) -> Result<Vec<(String, SecretString)>, Unopenable> {
        let Some(sealed) = &self.settings.headers else {
            return Ok(Vec::new());
        };
        let place = headers_place(&self.workspace_id, &self.endpoint_id);
        let opened = vault.open_text(&place, sealed)?;
        let headers: Vec<(String, String)> =
            serde_json::from_str(opened.expose_secret()).map_err(|_| Unopenable)?;
        let headers = headers.into_iter();
        Ok(headers
            .map(|(name, value)| (name, SecretString::from(value)))
            .collect())
    }
}

impl EndpointSettings {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        let format = PayloadFormat::from_word(row.text(4)?);
        let accounts = row.text(6)?.split_ascii_whitespace().map(str::parse);
        let accounts: Result<Vec<AccountId>, _> = accounts.collect();
        Ok(Self {
            name: row.text(2)?.to_owned(),
            url: row.text(3)?.to_owned(),
            format: format.ok_or_else(|| inconsistent("its format is unknown"))?,
            selection: Selection {
                types: row
                    .text(5)?
                    .split_ascii_whitespace()
                    .map(str::to_owned)
                    .collect(),
                accounts: accounts.map_err(|_| inconsistent("an account of it is none"))?,
            },
            per_second: row.number(7)?,
            together: row.number(8)?,
            headers: row.opt_blob(9)?.map(<[u8]>::to_vec),
        })
    }

    fn types(&self) -> String {
        self.selection.types.join(" ")
    }

    fn accounts(&self) -> String {
        let accounts = self.selection.accounts.iter().map(ToString::to_string);
        accounts.collect::<Vec<_>>().join(" ")
    }
}

/// A receiver that is to be told of what happens from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEndpoint {
    pub workspace_id: WorkspaceId,
    pub endpoint_id: EndpointId,
    pub settings: EndpointSettings,
    pub secret: Vec<u8>,
    pub created_at: Timestamp,
}

/// Adds a receiver, and announces it: of that it is told itself, if it wants to be.
pub fn insert(tx: &mut Tx<'_>, new: &NewEndpoint) -> StoreResult<()> {
    let settings = &new.settings;
    let taken = events::bounds(tx, new.workspace_id)?.newest;
    tx.execute(
        "INSERT INTO endpoint (workspace_id, endpoint_id, name, url, format, types, accounts, per_second, together,
                               headers, secret, state, taken, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'active', ?12, ?13, ?13)",
        params![
            new.workspace_id,
            new.endpoint_id,
            &settings.name,
            &settings.url,
            settings.format.word(),
            settings.types(),
            settings.accounts(),
            settings.per_second,
            settings.together,
            settings.headers.as_deref(),
            &new.secret,
            taken,
            new.created_at,
        ],
    )?;
    agenda::DELIVERIES.begin(tx, new.workspace_id, new.endpoint_id, Timestamp::MIN)?;
    let subject = (new.workspace_id, new.endpoint_id);
    announce(
        tx,
        subject,
        EventKind::EndpointCreated,
        None,
        new.created_at,
    );
    Ok(())
}

/// The receiver with this id.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    endpoint_id: EndpointId,
) -> StoreResult<Option<Endpoint>> {
    tx.query_opt(
        select!("AND endpoint_id = ?2"),
        params![workspace_id, endpoint_id],
        Endpoint::from_row,
    )
}

/// All receivers of a workspace, the oldest first, at most `limit`.
pub fn list(tx: &mut Tx<'_>, workspace_id: WorkspaceId, limit: u32) -> StoreResult<Vec<Endpoint>> {
    tx.query(
        select!("ORDER BY endpoint_id LIMIT ?2"),
        params![workspace_id, limit],
        Endpoint::from_row,
    )
}

/// Writes what somebody chose anew.
pub fn update_settings(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    endpoint_id: EndpointId,
    settings: &EndpointSettings,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE endpoint
            SET name = ?3, url = ?4, format = ?5, types = ?6, accounts = ?7, per_second = ?8, together = ?9,
                headers = ?10, updated_at = ?11
          WHERE workspace_id = ?1 AND endpoint_id = ?2",
        params![
            workspace_id,
            endpoint_id,
            &settings.name,
            &settings.url,
            settings.format.word(),
            settings.types(),
            settings.accounts(),
            settings.per_second,
            settings.together,
            settings.headers.as_deref(),
            now,
        ],
    )?;
    Ok(())
}

/// Begins or ends telling a receiver, and announces it. What it asked for and how it answered before is forgotten.
pub fn update_state(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    state: EndpointState,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE endpoint
            SET state = ?3, reason = ?4, failing_since = NULL, failures = 0, resting_until = NULL, updated_at = ?5
          WHERE workspace_id = ?1 AND endpoint_id = ?2",
        params![workspace_id, endpoint_id, state.word(), state.reason(), now],
    )?;
    let kind = match state {
        EndpointState::Active => EventKind::EndpointEnabled,
        EndpointState::Paused => EventKind::EndpointPaused,
        EndpointState::Disabled(_) => EventKind::EndpointDisabled,
    };
    match state {
        EndpointState::Active => {
            agenda::DELIVERIES.begin(tx, workspace_id, endpoint_id, Timestamp::MIN)?;
        }
        _ => agenda::DELIVERIES.end(tx, workspace_id, endpoint_id)?,
    }
    announce(tx, (workspace_id, endpoint_id), kind, state.reason(), now);
    Ok(())
}

/// Signs with another secret from now on, and until `old_until` with the one before, too.
pub fn update_secret(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    secret: &[u8],
    old_until: Option<Timestamp>,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE endpoint
            SET old_secret = CASE WHEN CAST(?4 AS BIGINT) IS NULL THEN NULL ELSE secret END, old_secret_until = ?4,
                secret = ?3, updated_at = ?5
          WHERE workspace_id = ?1 AND endpoint_id = ?2",
        params![workspace_id, endpoint_id, secret, old_until, now],
    )?;
    Ok(())
}

/// Asks for the log from behind `after` up to where the endpoint is, once more.
pub fn update_recover(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    after: i64,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE endpoint
            SET recover = CASE WHEN recover IS NULL OR recover > ?3 THEN ?3 ELSE recover END,
                recover_until = taken, updated_at = ?4
          WHERE workspace_id = ?1 AND endpoint_id = ?2",
        params![workspace_id, endpoint_id, after, now],
    )?;
    Ok(())
}

/// Takes a receiver away, once nothing of it is left, and announces it.
pub fn delete(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM endpoint WHERE workspace_id = ?1 AND endpoint_id = ?2",
        params![workspace_id, endpoint_id],
    )?;
    agenda::DELIVERIES.end(tx, workspace_id, endpoint_id)?;
    let kind = EventKind::EndpointDeleted;
    announce(tx, (workspace_id, endpoint_id), kind, None, now);
    Ok(())
}

/// The receiver, locked until the transaction ends: whoever changes it or delivers to it is alone with it, and with its
/// deliveries. On SQLite a write transaction has the whole database already.
pub fn lock(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
) -> StoreResult<Option<Endpoint>> {
    if tx.engine() == Engine::Postgres {
        tx.query_opt(
            "SELECT endpoint_id FROM endpoint WHERE workspace_id = ?1 AND endpoint_id = ?2 FOR UPDATE",
            params![workspace_id, endpoint_id],
            |row| row.id::<EndpointId>(0),
        )?;
    }
    find(tx, workspace_id, endpoint_id)
}

/// Takes or extends the right to deliver to it until an instant; false while another node has it. Nothing is written
/// before half of the time is over.
pub fn claim(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    claimant: &Claimant<'_>,
    until: Timestamp,
    now: Timestamp,
) -> StoreResult<bool> {
    if claimant.is_exclusive || twins::is(Twin::EverybodyTells) {
        return Ok(true);
    }
    let half = now.plus(until.since(now) / 2);
    let is_held = tx.query_opt(
        "SELECT endpoint_id FROM endpoint
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND lease_owner = ?3 AND lease_until > ?4",
        params![workspace_id, endpoint_id, claimant.node, half],
        |row| row.id::<EndpointId>(0),
    )?;
    if is_held.is_some() {
        return Ok(true);
    }
    let claimed = tx.execute(
        "UPDATE endpoint SET lease_owner = ?3, lease_until = ?4
          WHERE workspace_id = ?1 AND endpoint_id = ?2
            AND (lease_owner = ?3 OR lease_owner IS NULL OR lease_until <= ?5
                 OR substr(lease_owner, 1, length(CAST(?6 AS TEXT))) = CAST(?6 AS TEXT))",
        params![
            workspace_id,
            endpoint_id,
            claimant.node,
            until,
            now,
            claimant.machine
        ],
    )?;
    Ok(claimed > 0)
}

/// Gives the right to deliver back, so that another node need not wait for its end.
pub fn release(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    node: &str,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE endpoint SET lease_until = 0 WHERE workspace_id = ?1 AND endpoint_id = ?2 AND lease_owner = ?3",
        params![workspace_id, endpoint_id, node],
    )?;
    Ok(())
}

/// How it has answered, and how far it is.
pub(crate) fn update_progress(tx: &mut Tx<'_>, endpoint: &Endpoint) -> StoreResult<()> {
    let (recover, recover_until) = endpoint.recover.unzip();
    tx.execute(
        "UPDATE endpoint
            SET taken = ?3, recover = ?4, recover_until = ?5, waiting = ?6, failing_since = ?7, failures = ?8,
                resting_until = ?9, last_delivered_at = ?10, last_failed_at = ?11
          WHERE workspace_id = ?1 AND endpoint_id = ?2",
        params![
            endpoint.workspace_id,
            endpoint.endpoint_id,
            endpoint.taken,
            recover,
            recover_until,
            endpoint.waiting,
            endpoint.record.failing_since,
            endpoint.record.failures,
            endpoint.resting_until,
            endpoint.last_delivered_at,
            endpoint.last_failed_at,
        ],
    )?;
    Ok(())
}

fn announce(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    kind: EventKind,
    reason: Option<&str>,
    at: Timestamp,
) {
    let mut data = EventData::new().id("endpoint_id", endpoint_id);
    if let Some(reason) = reason {
        data = data.text("reason", reason);
    }
    tx.emit(NewEvent {
        workspace_id,
        kind,
        account_id: None,
        subject: Some(endpoint_id.to_string()),
        at,
        body: data.into_json(),
    });
}
