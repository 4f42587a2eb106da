//! Who works in a workspace: listed, given another role, removed; and who is invited to, in [`invitations`].

pub mod invitations;

use domain::access::Grant;
use domain::audit::{AuditAction, Details};
use domain::error_code::ErrorCode;
use domain::ids::UserId;
use domain::limits::{API_KEYS_MAX, USERS_PAGE_MAX};
use domain::role::Role;
use store::users::{self, User};
use store::{StoreResult, Tx, api_keys};

pub use store::users::User as UserView;

use crate::keys::end_key;
use crate::{App, AppResult, Caller, Refusal};

/// What to change of a user; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeUser {
    pub name: Option<String>,
    pub role: Option<Role>,
}

/// A page of users, in the order of their coming.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    pub users: Vec<UserView>,
    pub next_cursor: Option<String>,
}

impl App {
    /// Who works in the workspace.
    pub async fn list_users(
        &self,
        caller: &Caller,
        cursor: Option<&str>,
        limit: u32,
    ) -> AppResult<UserPage> {
        caller.check_whole()?;
        Refusal::check_limit(limit, USERS_PAGE_MAX)?;
        let after = match cursor {
            Some(cursor) => cursor
                .parse()
                .map_err(|_| Refusal::of(ErrorCode::InvalidCursor))?,
            None => UserId::from_bytes([0; 16]),
        };
        let workspace_id = caller.workspace_id;
        let store = &self.parts().store;
        let read = store.read(move |tx| users::list(tx, workspace_id, after, limit + 1));
        let mut users = read.await?;
        let has_more = u32::try_from(users.len()).is_ok_and(|count| count > limit);
        users.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let last = users.last().filter(|_| has_more);
        Ok(UserPage {
            next_cursor: last.map(|last| last.user_id.to_string()),
            users,
        })
    }

    /// One user.
    pub async fn find_user(&self, caller: &Caller, id: &str) -> AppResult<UserView> {
        caller.check_whole()?;
        let workspace_id = caller.workspace_id;
        let user_id: UserId = id.parse().map_err(|_| absent())?;
        let store = &self.parts().store;
        let read = store.read(move |tx| users::find(tx, workspace_id, user_id));
        Ok(read.await?.ok_or_else(absent)?)
    }

    /// Changes what is named of a user. What their keys allow changes with their role, at once, in other processes within a
    /// second.
    ///
    /// Refused: `exceeds_own_rights` where the role before or after allows more than the caller may do; `last_owner`.
    pub async fn change_user(
        &self,
        caller: &Caller,
        id: &str,
        command: ChangeUser,
    ) -> AppResult<UserView> {
        let user_id: UserId = id.parse().map_err(|_| absent())?;
        let name = command.name.as_deref().map(checked_name).transpose()?;
        let (by, now) = (caller.clone(), self.now());
        let written = self.parts().store.write(move |tx| {
            let user = match reachable(tx, &by, user_id)? {
                Ok(user) => user,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let role = command.role.unwrap_or(user.role);
            if let Err(refusal) = check_role(&by, role) {
                return Ok(Err(refusal));
            }
            if role != Role::Owner && is_last_owner(tx, &user)? {
                return Ok(Err(Refusal::of(ErrorCode::LastOwner)));
            }
            let name = name.as_deref().unwrap_or(&user.name);
            users::update(tx, user.workspace_id, user_id, (name, role), now)?;
            // Nobody comes back, or brings somebody, by what they may no longer hand out.
            if !user.role.rights().is_within(role.rights()) {
                users::withdraw_all_of(tx, user.workspace_id, user_id, now)?;
            }
            if role != user.role {
                let details = Details::new()
                    .word("from", user.role.word())
                    .word("to", role.word());
                tx.audit(by.act(AuditAction::UserRoleChanged, user_id, now, details));
            }
            let changed = users::find(tx, user.workspace_id, user_id)?;
            Ok(changed.ok_or_else(absent))
        });
        let changed = written.await??;
        self.keys().forget_all_of(caller.workspace_id);
        Ok(changed)
    }

    /// Removes a user; every key of theirs ends with it.
    ///
    /// Refused: `exceeds_own_rights`, `last_owner`.
    pub async fn remove_user(&self, caller: &Caller, id: &str) -> AppResult<()> {
        let user_id: UserId = id.parse().map_err(|_| absent())?;
        let (by, now) = (caller.clone(), self.now());
        let written = self.parts().store.write(move |tx| {
            let user = match reachable(tx, &by, user_id)? {
                Ok(user) => user,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if is_last_owner(tx, &user)? {
                return Ok(Err(Refusal::of(ErrorCode::LastOwner)));
            }
            for key in api_keys::list_of_user(tx, user.workspace_id, user_id, API_KEYS_MAX)? {
                end_key(tx, &by, key, now)?;
            }
            users::withdraw_all_of(tx, user.workspace_id, user_id, now)?;
            users::delete(tx, &user)?;
            let details = Details::new().word("role", user.role.word());
            tx.audit(by.act(AuditAction::UserRemoved, user_id, now, details));
            Ok(Ok(()))
        });
        written.await??;
        self.keys().forget_all_of(caller.workspace_id);
        Ok(())
    }
}

/// The user, under the lock of the workspace's owners, if the caller may do whatever they may.
fn reachable(
    tx: &mut Tx<'_>,
    caller: &Caller,
    user_id: UserId,
) -> StoreResult<Result<User, Refusal>> {
    users::lock(tx, caller.workspace_id)?;
    let Some(user) = users::find(tx, caller.workspace_id, user_id)? else {
        return Ok(Err(absent()));
    };
    Ok(check_role(caller, user.role).map(|()| user))
}

/// Refuses a role that allows more than the caller may do: its first key has no limits and does not end, so whoever is
/// limited, in whatever way, can make nobody.
fn check_role(caller: &Caller, role: Role) -> Result<(), Refusal> {
    let handed_out = Grant {
        rights: role.rights(),
        ..Grant::all()
    };
    if handed_out.beyond(&caller.grant).is_none() {
        return Ok(());
    }
    Err(Refusal::of(ErrorCode::ExceedsOwnRights))
}

fn is_last_owner(tx: &mut Tx<'_>, user: &User) -> StoreResult<bool> {
    Ok(user.role == Role::Owner && users::count_owners(tx, user.workspace_id)? <= 1)
}

fn checked_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
        return Ok(name.to_owned());
    }
    let message = "A name has 1 to 100 printable characters.";
    Err(Refusal::field("name", "invalid", message))
}

fn absent() -> Refusal {
    Refusal::of(ErrorCode::UserNotFound)
}
