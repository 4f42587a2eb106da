//! The account that an archive is read into.

use domain::event::EventKind;
use domain::ids::{AccountId, WorkspaceId};
use domain::network::{CapabilityClass, Member};
use domain::policy::Policy;
use domain::search;
use domain::time::Timestamp;
use store::accounts::{self, Account, AccountStatus, BackfillState, Link, NewAccount};
use store::hints::Hint;
use store::inbox::{self, Position};
use store::{StoreError, StoreResult, Tx, account_erasures, conversations, participants};

use super::owner::Owner;
use super::{ImportError, NETWORK, Surveyed, reaches};
use crate::App;
use crate::accounts::{ACCOUNTS_MAX, announce};

/// An account, and how much of it was there before.
pub(super) struct Found {
    pub(super) account: Account,
    pub(super) was_known: bool,
    /// Its newest activity before this import.
    pub(super) newest: Option<Timestamp>,
}

/// What an account is recognised by besides its owner's key, which changes with the owner's address.
struct Traits {
    wanted: Option<AccountId>,
    threads: Vec<String>,
    /// The archives hold the owner's profile, not only the name that stands in the messages.
    has_profile: bool,
    /// When the newest message of the archives was sent.
    newest: Option<Timestamp>,
}

impl App {
    /// The imported account with this id.
    pub(super) async fn imported_account(
        &self,
        workspace_id: WorkspaceId,
        wanted: &str,
    ) -> Result<Account, ImportError> {
        let found = match wanted.parse::<AccountId>() {
            Ok(account_id) => {
                self.parts()
                    .store
                    .read(move |tx| accounts::find(tx, workspace_id, account_id))
                    .await?
            }
            Err(_) => None,
        };
        found
            .filter(|account| account.is_read_only && account.network == NETWORK)
            .ok_or_else(|| {
                ImportError::WrongOwner(format!(
                    "there is no imported account {wanted} in this workspace"
                ))
            })
    }

    /// The account of the archives' owner; made, or linked again, if it is not there.
    pub(super) async fn archive_account(
        &self,
        workspace_id: WorkspaceId,
        owner: &Owner,
        archives: &[Surveyed],
        wanted: Option<Account>,
    ) -> Result<Found, ImportError> {
        let new = self.new_account(workspace_id, owner.member());
        let threads = archives
            .iter()
            .flat_map(|archive| &archive.survey.named_threads);
        let traits = Traits {
            wanted: wanted.map(|account| account.account_id),
            threads: threads.map(ToString::to_string).collect(),
            has_profile: owner.has_profile(),
            newest: archives.iter().filter_map(|one| one.survey.newest).max(),
        };
        let hints = self.parts().store.hints().clone();
        let found = self
            .parts()
            .store
            .write(move |tx| {
                let found = find_or_insert(tx, &new, &traits)?;
                hints.after_commit(tx, Hint::AccountsChanged);
                Ok(found)
            })
            .await?;
        Ok(found)
    }

    fn new_account(&self, workspace_id: WorkspaceId, member: Member) -> NewAccount {
        let now = self.now();
        NewAccount {
            workspace_id,
            account_id: AccountId::mint(now, self.parts().entropy.as_ref()),
            network: NETWORK.to_owned(),
            is_read_only: true,
            link: Link {
                address: String::new(),
                member,
                status: AccountStatus::Unknown,
                is_premium: false,
                plan: None,
                credentials: None,
                capability_class: CapabilityClass::D,
            },
            policy: serde_json::to_string(&Policy::default_for(NETWORK))
                .expect("a policy is plain data"),
            backfill_state: BackfillState::Done,
            linked_at: now,
        }
    }
}

fn find_or_insert(tx: &mut Tx<'_>, new: &NewAccount, traits: &Traits) -> StoreResult<Found> {
    let workspace_id = new.workspace_id;
    let member_key = &new.link.member.member_key;
    let mut known = match traits.wanted {
        Some(account_id) => accounts::find(tx, workspace_id, account_id)?,
        None => accounts::find_any_by_member(tx, workspace_id, NETWORK, member_key)?,
    };
    if known.is_none() {
        known = recognise(tx, new, &traits.threads)?;
    }
    let newest = match &known {
        Some(known) => newest_of(tx, known)?,
        None => None,
    };
    let account = match &known {
        Some(known) => {
            // The key stays: it stands in every address that was ever given out.
            let mut link = new.link.clone();
            link.member.member_key.clone_from(&known.member_key);
            if !traits.has_profile {
                link.member.first_name.clone_from(&known.first_name);
                link.member.last_name.clone_from(&known.last_name);
                link.member.headline.clone_from(&known.headline);
            }
            if known.unlinked_at.is_some() {
                // What it left behind is being deleted; nothing may come in beside that.
                if account_erasures::is_begun(tx, workspace_id, known.account_id)? {
                    return Err(StoreError::Contended);
                }
                accounts::update_linked(tx, workspace_id, known.account_id, &link)?;
            } else if known.is_read_only && reaches(traits.newest, newest) {
                accounts::update_profile(tx, workspace_id, known.account_id, &link.member)?;
            }
            accounts::get(tx, workspace_id, known.account_id)?
        }
        None => accounts::insert(tx, new)?,
    };
    if known
        .as_ref()
        .is_none_or(|known| known.unlinked_at.is_some())
    {
        announce(tx, &account, EventKind::AccountLinked, new.linked_at);
    }
    Ok(Found {
        account,
        was_known: known.is_some(),
        newest,
    })
}

fn newest_of(tx: &mut Tx<'_>, account: &Account) -> StoreResult<Option<Timestamp>> {
    let (workspace_id, number) = (account.workspace_id, account.number);
    let rows = inbox::list(tx, workspace_id, number, None, Position::TOP, 1)?;
    Ok(rows.first().map(|row| row.last_activity_at))
}

/// The imported account of an owner whose address changed since: the threads are the same, and the owner takes part in
/// none of them as somebody else. One thread is enough for a namesake, else it must be most of them.
fn recognise(
    tx: &mut Tx<'_>,
    new: &NewAccount,
    threads: &[String],
) -> StoreResult<Option<Account>> {
    let member = &new.link.member;
    for account in accounts::list(tx, new.workspace_id, ACCOUNTS_MAX)? {
        if !account.is_read_only || account.network != NETWORK {
            continue;
        }
        let shared = shared_threads(tx, &account, threads, &member.member_key)?;
        let is_namesake = search::words(&account.name()) == search::words(&member.name());
        if shared > 0 && (is_namesake || shared * 2 > threads.len()) {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

/// How many of `threads` the account has; none if the member with this key is another party in one of them.
fn shared_threads(
    tx: &mut Tx<'_>,
    account: &Account,
    threads: &[String],
    member_key: &str,
) -> StoreResult<usize> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let mut shared = 0;
    for thread in threads {
        let found = conversations::find_by_thread_key(tx, workspace_id, account_id, thread)?;
        let Some(conversation) = found else { continue };
        let parties = participants::list(
            tx,
            workspace_id,
            account_id,
            conversation.conversation_id,
            participants::PARTICIPANTS_MAX,
        )?;
        let mut keys = parties.iter().map(|party| &party.person.member_key);
        if keys.any(|key| key == member_key) {
            return Ok(0);
        }
        shared += 1;
    }
    Ok(shared)
}
