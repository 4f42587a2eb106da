//! Acts that the owner of an account did in the network's own app. They count as soon as they are known.

use domain::ids::{AccountId, InvitationId, WorkspaceId};
use domain::ledger::Action;
use domain::time::Timestamp;

use crate::accounts::Account;
use crate::{StoreResult, Tx, params};

/// Something done by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByHand<'h> {
    /// The network's key of a message.
    Message(&'h str),
    /// Our own id of an invitation.
    Invitation(InvitationId),
}

impl ByHand<'_> {
    /// What the ledger knows it by; no send is called so.
    fn source(self) -> String {
        match self {
            Self::Message(message_key) => format!("message:{message_key}"),
            Self::Invitation(invitation_id) => format!("invitation:{invitation_id}"),
        }
    }
}

/// Counts it as each of `actions`, `latest` being when it happened at the latest, by our clock. `member_key`: to whom,
/// where it is one person. Safe to repeat.
pub fn insert_by_hand(
    tx: &mut Tx<'_>,
    account: &Account,
    what: ByHand<'_>,
    member_key: Option<&str>,
    actions: &[Action],
    latest: Timestamp,
) -> StoreResult<()> {
    for action in actions {
        tx.execute(
            "INSERT INTO ledger (workspace_id, account_id, action, source, earliest_at, latest_at, network, member_key)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7)
             ON CONFLICT (workspace_id, account_id, action, source) DO NOTHING",
            params![
                account.workspace_id,
                account.account_id,
                action.as_str(),
                what.source(),
                latest,
                account.network.as_str(),
                member_key
            ],
        )?;
    }
    Ok(())
}

/// Gives the places of a message back that is a send's after all: that has places of its own.
pub fn release_by_hand(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    message_key: &str,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM ledger
          WHERE workspace_id = ?1 AND account_id = ?2 AND source = ?3
            AND action IN ('message', 'new_conversation', 'reply', 'inmail')",
        params![
            workspace_id,
            account_id,
            ByHand::Message(message_key).source()
        ],
    )?;
    Ok(())
}
