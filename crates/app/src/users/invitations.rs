//! Invitations to a workspace: a token that is shown once, works once, and ends.

use std::time::Duration;

use domain::access::KeyLimits;
use domain::audit::{Actor, AuditAction, Details};
use domain::error_code::ErrorCode;
use domain::ids::{UserId, UserInvitationId};
use domain::invitation_token::InvitationToken;
use domain::limits::{USER_INVITATION_LIFETIME_MAX, USERS_MAX, USERS_PAGE_MAX};
use domain::role::Role;
use domain::scope::Scope;
use domain::time::Timestamp;
use store::audit::NewEntry;
use store::users::{self, Invitation, User};
use store::{StoreError, StoreResult, Tx, api_keys};
use subtle::ConstantTimeEq;

pub use store::users::Invitation as InvitationView;

use super::{check_role, checked_name};
use crate::keys::{CreatedKey, NewKey};
use crate::{App, AppResult, Caller, Refusal};

/// Bytes of an address.
const EMAIL_BYTES_MAX: usize = 254;

/// Somebody to invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    pub email: String,
    pub role: Role,
    /// How long it can be accepted.
    pub lifetime: Duration,
}

/// An invitation with its token, which cannot be shown again.
#[derive(Debug)]
pub struct Invited {
    pub view: InvitationView,
    pub token: InvitationToken,
}

/// A page of invitations, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationPage {
    pub invitations: Vec<InvitationView>,
    pub next_cursor: Option<String>,
    /// The instant that their states are of.
    pub now: Timestamp,
}

/// Who somebody became by accepting.
#[derive(Debug)]
pub struct Joined {
    pub user: User,
    /// What they act with; it allows what their role does.
    pub key: CreatedKey,
}

impl App {
    /// Invites somebody to the workspace.
    ///
    /// Refused: `exceeds_own_rights` for a role that allows more than the caller may do; `user_exists`; `too_many_users`.
    pub async fn invite_user(&self, caller: &Caller, command: Invite) -> AppResult<Invited> {
        let email = checked_email(&command.email)?;
        check_role(caller, command.role)?;
        if command.lifetime.is_zero() || command.lifetime > USER_INVITATION_LIFETIME_MAX {
            let message = "An invitation lasts for an hour to thirty days.";
            return Err(Refusal::field("expires_in_hours", "out_of_range", message).into());
        }
        let (now, workspace_id) = (self.now(), caller.workspace_id);
        let entropy = self.parts().entropy.as_ref();
        let id = UserInvitationId::mint(now, entropy);
        let token = InvitationToken::mint(workspace_id, id, entropy);
        let invitation = Invitation {
            workspace_id,
            user_invitation_id: id,
            email_hash: self.parts().vault.email_hash(&email).to_vec(),
            email,
            role: command.role,
            token_hash: self.token_hash(&token).to_vec(),
            created_by: caller.user_id,
            created_at: now,
            expires_at: now.plus(command.lifetime),
            accepted_at: None,
            user_id: None,
            withdrawn_at: None,
        };
        let (new, by) = (invitation.clone(), caller.clone());
        let written = self.parts().store.write(move |tx| {
            if let Err(refusal) = check_room(tx, &new)? {
                return Ok(Err(refusal));
            }
            users::insert_invitation(tx, &new)?;
            let details = Details::new().word("role", new.role.word());
            tx.audit(by.act(AuditAction::UserInvitationCreated, id, now, details));
            Ok(Ok(()))
        });
        written.await??;
        Ok(Invited {
            view: invitation,
            token,
        })
    }

    /// Who was invited, the newest first, whatever became of it.
    pub async fn list_user_invitations(
        &self,
        caller: &Caller,
        cursor: Option<&str>,
        limit: u32,
    ) -> AppResult<InvitationPage> {
        caller.check_whole()?;
        Refusal::check_limit(limit, USERS_PAGE_MAX)?;
        let before = match cursor {
            Some(cursor) => cursor
                .parse()
                .map_err(|_| Refusal::of(ErrorCode::InvalidCursor))?,
            None => UserInvitationId::from_bytes([0xff; 16]),
        };
        let (workspace_id, now) = (caller.workspace_id, self.now());
        let store = &self.parts().store;
        let read =
            store.read(move |tx| users::list_invitations(tx, workspace_id, before, limit + 1));
        let mut invitations = read.await?;
        let has_more = u32::try_from(invitations.len()).is_ok_and(|count| count > limit);
        invitations.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let last = invitations.last().filter(|_| has_more);
        Ok(InvitationPage {
            next_cursor: last.map(|last| last.user_invitation_id.to_string()),
            invitations,
            now,
        })
    }

    /// One invitation, whatever became of it.
    pub async fn find_user_invitation(
        &self,
        caller: &Caller,
        id: &str,
    ) -> AppResult<InvitationView> {
        caller.check_whole()?;
        let id: UserInvitationId = id.parse().map_err(|_| absent())?;
        let workspace_id = caller.workspace_id;
        let store = &self.parts().store;
        let read = store.read(move |tx| users::find_invitation(tx, workspace_id, id));
        Ok(read.await?.ok_or_else(absent)?)
    }

    /// Withdraws an invitation that nobody has accepted. Again: nothing changes.
    ///
    /// Refused: `invitation_closed` for one that was accepted.
    pub async fn withdraw_user_invitation(&self, caller: &Caller, id: &str) -> AppResult<()> {
        let known = self.find_user_invitation(caller, id).await?;
        check_role(caller, known.role)?;
        let (workspace_id, id, now) = (known.workspace_id, known.user_invitation_id, self.now());
        let by = caller.clone();
        let written = self.parts().store.write(move |tx| {
            if users::update_withdrawn(tx, workspace_id, id, now)? {
                let details = Details::new();
                tx.audit(by.act(AuditAction::UserInvitationWithdrawn, id, now, details));
                return Ok(Ok(()));
            }
            let stands = users::find_invitation(tx, workspace_id, id)?;
            let is_withdrawn = stands.is_some_and(|stands| stands.withdrawn_at.is_some());
            let closed = || Refusal::of(ErrorCode::InvitationClosed);
            Ok(is_withdrawn.then_some(()).ok_or_else(closed))
        });
        Ok(written.await??)
    }

    /// Makes whoever has the token a user, with a key of their own. A token that is none, is over or was used is the same
    /// refusal.
    ///
    /// Refused: `invitation_closed`; `user_exists` where somebody with the address is a user by now.
    pub async fn accept_user_invitation(&self, token: &str, name: &str) -> AppResult<Joined> {
        let name = checked_name(name)?;
        let closed = || Refusal::of(ErrorCode::InvitationClosed);
        let token = InvitationToken::parse(token.trim()).ok_or_else(closed)?;
        let (workspace_id, id) = (token.workspace_id, token.user_invitation_id);
        let now = self.now();
        let store = &self.parts().store;
        let read = store.read(move |tx| users::find_invitation(tx, workspace_id, id));
        let invitation = read.await?.ok_or_else(closed)?;
        let hash = self.token_hash(&token);
        let is_proved = bool::from(hash.as_slice().ct_eq(invitation.token_hash.as_slice()));
        if !is_proved || !invitation.is_open(now) {
            return Err(closed().into());
        }
        let user = User {
            workspace_id,
            user_id: UserId::mint(now, self.parts().entropy.as_ref()),
            name,
            email: invitation.email.clone(),
            email_hash: invitation.email_hash.clone(),
            role: invitation.role,
            created_at: now,
            updated_at: now,
        };
        let draft = self.draft_key(workspace_id, first_key(user.user_id), now);
        let (new, row, event) = (user.clone(), draft.row.clone(), draft.event.clone());
        let written = store.write(move |tx| {
            if let Err(refusal) = check_room(tx, &invitation)? {
                return Ok(Err(refusal));
            }
            // Under the lock of this update two who come together are one after the other.
            if !users::update_accepted(tx, workspace_id, id, new.user_id, now)? {
                return Ok(Err(Refusal::of(ErrorCode::InvitationClosed)));
            }
            if !users::insert(tx, &new)? {
                // Somebody with the same address came by another invitation in this very moment: nothing of this may stay.
                return Err(StoreError::Contended);
            }
            api_keys::insert(tx, &row)?;
            tx.emit(event.clone());
            tx.audit(joined(&new, id, now));
            Ok(Ok(()))
        });
        written.await??;
        Ok(Joined {
            key: draft.of_role(user.role, now),
            user,
        })
    }

    fn token_hash(&self, token: &InvitationToken) -> [u8; 32] {
        let row = [
            token.workspace_id.as_bytes(),
            token.user_invitation_id.as_bytes(),
        ];
        let vault = &self.parts().vault;
        vault.token_hash("user-invitation", row, token.secret())
    }
}

/// What whoever just became a user acts with: all that their role allows.
fn first_key(user_id: UserId) -> NewKey {
    NewKey {
        name: "First key".to_owned(),
        scopes: vec![Scope::Admin],
        limits: KeyLimits::default(),
        user_id: Some(user_id),
        expires_at: None,
    }
}

fn joined(user: &User, id: UserInvitationId, now: Timestamp) -> NewEntry {
    NewEntry {
        workspace_id: user.workspace_id,
        action: AuditAction::UserJoined,
        actor: Actor::Invited(user.user_id),
        subject: user.user_id.to_string(),
        at: now,
        details: Details::new()
            .word("role", user.role.word())
            .id("user_invitation_id", id),
    }
}

/// Refuses one user too many, and a second one with the same address.
fn check_room(tx: &mut Tx<'_>, invitation: &Invitation) -> StoreResult<Result<(), Refusal>> {
    let workspace_id = invitation.workspace_id;
    if users::find_by_email(tx, workspace_id, &invitation.email_hash)?.is_some() {
        return Ok(Err(Refusal::of(ErrorCode::UserExists)));
    }
    if users::count(tx, workspace_id)? >= USERS_MAX {
        return Ok(Err(Refusal::of(ErrorCode::TooManyUsers)));
    }
    Ok(Ok(()))
}

/// An address that mail could go to. Whether it does is for the mail to find out.
fn checked_email(email: &str) -> Result<String, Refusal> {
    let email = email.trim();
    let parts = email.rsplit_once('@');
    let is_address = parts.is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    let is_plain = !email
        .chars()
        .any(|sign| sign.is_whitespace() || sign.is_control());
    if is_address && is_plain && email.len() <= EMAIL_BYTES_MAX {
        return Ok(email.to_owned());
    }
    let message = "an address as in ada@example.com";
    Err(Refusal::field("email", "wrong_form", message))
}

fn absent() -> Refusal {
    Refusal::of(ErrorCode::UserInvitationNotFound)
}
