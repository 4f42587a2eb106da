//! Linking a seat: its network is asked who it is, then the account is written in one transaction.

use domain::audit::{AuditAction, Details};
use domain::error_code::ErrorCode;
use domain::event::{EventData, EventKind};
use domain::ids::{AccountId, WorkspaceId};
use domain::network::{CapabilityClass, Member, Plan};
use domain::policy::Policy;
use domain::renewal::Term;
use domain::time::Timestamp;
use integrations::networks::SeatAddress;
use secrecy::{ExposeSecret, SecretString};
use store::accounts::{self, Account, AccountStatus, BackfillState, Link, NewAccount};
use store::hints::{Hint, Hints};
use store::{NewEvent, StoreResult, Tx, account_erasures, agenda};

use super::AccountSummary;
use crate::{App, AppResult, Caller, Refusal};

/// A seat to link.
#[derive(Debug, Clone)]
pub struct LinkAccount {
    /// `sandbox`, later others.
    pub network: String,
    /// Where the network's server is, for example `http://127.0.0.1:8788`.
    pub address: String,
    /// What proves the seat to its network.
    pub credentials: SecretString,
}

/// What linking did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedAccount {
    pub account: AccountSummary,
    /// The seat had been linked before: its history is still here.
    pub was_known: bool,
}

impl LinkedAccount {
    pub(crate) fn of(account: &Account, was_known: bool) -> Self {
        Self {
            account: AccountSummary::of(account),
            was_known,
        }
    }
}

/// A seat that was looked at and is ready to be written.
pub(crate) struct PreparedLink {
    write: LinkWrite,
    pub(crate) was_known: bool,
}

impl PreparedLink {
    /// The account that it will be: the one that it was before, or a new one.
    pub(crate) fn account_id(&self) -> AccountId {
        self.write.account_id
    }

    /// Writes it. `None` if the seat was linked under another id in the meantime, or what it left behind is being erased.
    pub(crate) fn perform(&self, tx: &mut Tx<'_>) -> StoreResult<Option<Account>> {
        self.write.perform(tx)
    }
}

impl App {
    /// Links a seat. Its network is asked first, so wrong credentials leave nothing behind. A seat that was linked before
    /// keeps its history and takes the new credentials; it is then synced again from the start.
    pub async fn link_account(
        &self,
        caller: impl Into<Caller>,
        command: LinkAccount,
    ) -> AppResult<LinkedAccount> {
        // Nobody says how long such credentials are good: until the network takes them no more.
        let term = Term::default();
        let prepared = self.prepare_link(caller.into(), command, term).await?;
        let was_known = prepared.was_known;
        let account = self
            .parts()
            .store
            .write(move |tx| prepared.perform(tx))
            .await?
            .ok_or_else(|| {
                // Two links of one seat met, and the other one has won; or what the seat left behind is being deleted.
                let message =
                    "The seat is being linked already, or what it left behind is being erased.";
                Refusal::new(ErrorCode::ServiceBusy, message)
            })?;
        Ok(LinkedAccount::of(&account, was_known))
    }

    /// Asks the network whose seat it is, and seals its credentials for the row that it will have.
    pub(crate) async fn prepare_link(
        &self,
        by: Caller,
        command: LinkAccount,
        term: Term,
    ) -> AppResult<PreparedLink> {
        let workspace_id = by.workspace_id;
        let (member, class, plan) = self.look_at_seat(&command).await?;
        let now = self.now();
        let known = {
            let (network, member_key) = (command.network.clone(), member.member_key.clone());
            self.parts()
                .store
                .read(move |tx| {
                    accounts::find_any_by_member(tx, workspace_id, &network, &member_key)
                })
                .await?
        };
        let entropy = self.parts().entropy.as_ref();
        let account_id = known.as_ref().map_or_else(
            || AccountId::mint(now, entropy),
            |account| account.account_id,
        );
        let sealed = self.parts().vault.seal_text(
            &accounts::credentials_place(&workspace_id, &account_id),
            &command.credentials,
            entropy,
        );
        Ok(PreparedLink {
            write: LinkWrite {
                workspace_id,
                by,
                account_id,
                network: command.network,
                link: link_of(command.address, member, class, &plan, sealed),
                term,
                hints: self.parts().store.hints().clone(),
                now,
            },
            was_known: known.is_some(),
        })
    }

    async fn look_at_seat(
        &self,
        command: &LinkAccount,
    ) -> AppResult<(Member, CapabilityClass, Plan)> {
        if command.credentials.expose_secret().is_empty() {
            return Err(Refusal::field("credentials", "empty", "Credentials are missing.").into());
        }
        // Whose seat it is, and so the account's id, is what we ask for: the line gets an id for this once.
        let account_id = AccountId::mint(self.now(), self.parts().entropy.as_ref());
        let lines = &self.parts().lines;
        let line = lines.line(&SeatAddress {
            account_id,
            network: command.network.clone(),
            address: command.address.clone(),
            credentials: command.credentials.clone(),
        })?;
        lines.close(account_id);
        let (member, class) = line.own_profile().await?;
        let plan = line.plan().await?;
        Ok((member, class, plan))
    }
}

/// Everything that the transaction needs, fixed before it.
struct LinkWrite {
    workspace_id: WorkspaceId,
    by: Caller,
    account_id: AccountId,
    network: String,
    link: Link,
    term: Term,
    hints: Hints,
    now: Timestamp,
}

impl LinkWrite {
    /// As [`PreparedLink::perform`].
    fn perform(&self, tx: &mut Tx<'_>) -> StoreResult<Option<Account>> {
        let member_key = &self.link.member.member_key;
        let known = accounts::find_any_by_member(tx, self.workspace_id, &self.network, member_key)?;
        if let Some(known) = &known {
            // Whoever asks for what it left behind to be deleted waits, or has asked before.
            accounts::lock(tx, self.workspace_id, known.account_id)?;
        }
        let account = match known {
            Some(known) if known.account_id != self.account_id => return Ok(None),
            Some(known) if account_erasures::is_begun(tx, self.workspace_id, known.account_id)? => {
                return Ok(None);
            }
            Some(known) => {
                accounts::announce_release(tx, &known, self.now);
                accounts::update_linked(tx, self.workspace_id, self.account_id, &self.link)?;
                accounts::get(tx, self.workspace_id, self.account_id)?
            }
            None => accounts::insert(tx, &self.new_account())?,
        };
        accounts::update_term(tx, self.workspace_id, self.account_id, self.term)?;
        announce(tx, &account, EventKind::AccountLinked, self.now);
        let details = Details::new();
        let act = AuditAction::AccountLinked;
        tx.audit(self.by.act(act, self.account_id, self.now, details));
        // Sends may have waited for the new credentials, and following the account begins.
        for kind in [agenda::DISPATCH, agenda::SYNC] {
            agenda::advance(tx, kind, self.workspace_id, self.account_id, self.now)?;
        }
        self.hints.after_commit(tx, Hint::AccountsChanged);
        let due = Hint::AccountDue(self.account_id, self.now);
        self.hints.after_commit(tx, due);
        Ok(Some(account))
    }

    fn new_account(&self) -> NewAccount {
        let policy = Policy::default_for(&self.network);
        NewAccount {
            workspace_id: self.workspace_id,
            account_id: self.account_id,
            network: self.network.clone(),
            is_read_only: false,
            link: self.link.clone(),
            policy: serde_json::to_string(&policy).expect("a policy is plain data"),
            backfill_state: BackfillState::Pending,
            linked_at: self.now,
        }
    }
}

fn link_of(
    address: String,
    member: Member,
    class: CapabilityClass,
    plan: &Plan,
    sealed: Vec<u8>,
) -> Link {
    Link {
        address,
        member,
        status: AccountStatus::Available,
        is_premium: plan.is_premium,
        plan: plan.premium_type.clone(),
        credentials: Some(sealed),
        capability_class: class,
    }
}

/// Tells that an account came or went.
pub(crate) fn announce(tx: &mut Tx<'_>, account: &Account, kind: EventKind, now: Timestamp) {
    let data = EventData::new()
        .text("network", &account.network)
        .text("member_key", &account.member_key)
        .text("name", &account.name())
        .flag("is_read_only", account.is_read_only);
    tx.emit(NewEvent {
        workspace_id: account.workspace_id,
        kind,
        account_id: Some(account.account_id),
        subject: Some(account.account_id.to_string()),
        at: now,
        body: data.into_json(),
    });
}
