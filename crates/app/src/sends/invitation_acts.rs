//! Taking an invitation back, accepting and ignoring one: acts that go through the outbox like every other.

use std::sync::Arc;
use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::ids::InvitationId;
use domain::invitation::Ending;
use integrations::networks::network::Capabilities;
use store::accounts::{self, Account};
use store::invitations::{self, Invitation};
use store::{StoreResult, Tx, people};

use super::{Content, KeptMessage, Planned, PlannedSend, PlannedTerms, Request, check_held};
use crate::{App, AppResult, Caller, Refusal};

/// An act on an invitation to hand over.
#[derive(Debug, Clone)]
pub struct EndInvitation {
    /// Our own id.
    pub invitation: String,
    pub ending: Ending,
    /// How long to wait for the outcome.
    pub wait: Option<Duration>,
    pub idempotency_key: Option<String>,
}

/// The invitation that is meant, with its account and the other side's member key.
struct Target {
    account: Account,
    invitation: Invitation,
    member_key: String,
}

impl App {
    /// Accepts an act on an invitation and waits for its outcome; a repeat with the same key is shown its send.
    pub async fn end_invitation(
        &self,
        caller: &Caller,
        command: EndInvitation,
    ) -> AppResult<KeptMessage> {
        let deadline = self.wait_until(command.wait);
        let content = Content {
            kind: command.ending.kind(),
            group_id: None,
            subject: None,
            text: "",
            terms: None,
        };
        let named = format!("invitation {}", command.invitation.trim());
        let key = command.idempotency_key.clone();
        let request = Request::about(caller, (&None, &named), content, key);
        let handed = if let Some(earlier) = self.find_keyed(caller, &request).await? {
            earlier
        } else {
            let (account, planned) = self.plan_ending(caller, &command, request).await?;
            let accepted = self.accept(caller, &account, planned).await?;
            (account, accepted)
        };
        self.keep(caller, handed, deadline).await
    }

    async fn plan_ending(
        &self,
        caller: &Caller,
        command: &EndInvitation,
        request: Request,
    ) -> AppResult<Planned> {
        let absent = || Refusal::of(ErrorCode::InvitationNotFound);
        let invitation_id = command.invitation.trim().parse().map_err(|_| absent())?;
        let seen = caller.clone();
        let found = self
            .parts()
            .store
            .read(move |tx| find(tx, &seen, invitation_id));
        let Target {
            account,
            invitation,
            member_key,
        } = found.await?.ok_or_else(absent)?;
        if account.is_read_only {
            return Err(Refusal::of(ErrorCode::AccountReadOnly).into());
        }
        check_fits(&invitation, command.ending)?;
        check_held(&account, self.now())?;
        let is_able = |able: &Capabilities| able.invitation_lists;
        self.able_line(&account, "managing invitations", is_able)
            .await?;
        let planned = PlannedSend {
            request,
            recipient_key: Some(member_key),
            thread_key: None,
            is_into_group: false,
            group_id: None,
            opens_conversation: false,
            subject: None,
            text: String::new(),
            typing: Duration::ZERO,
            acknowledge: Vec::new(),
            terms: PlannedTerms::plain(self.now()),
            target_key: Some(invitation.invitation_id.to_string()),
        };
        Ok((Arc::new(account), planned))
    }
}

/// Refuses what an invitation of this side, or one that is over, does not allow.
fn check_fits(invitation: &Invitation, ending: Ending) -> Result<(), Refusal> {
    if invitation.direction != ending.direction() {
        return Err(Refusal::of(ErrorCode::InvitationWrongSide));
    }
    if !invitation.state.is_open() {
        let state = invitation.state.word();
        let message = format!("The invitation is not open any more: it is {state}.");
        return Err(Refusal::new(ErrorCode::InvitationNotOpen, message));
    }
    Ok(())
}

fn find(
    tx: &mut Tx<'_>,
    caller: &Caller,
    invitation_id: InvitationId,
) -> StoreResult<Option<Target>> {
    let workspace_id = caller.workspace_id;
    let Some(invitation) = invitations::find(tx, workspace_id, invitation_id)? else {
        return Ok(None);
    };
    let account = accounts::find(tx, workspace_id, invitation.account_id)?;
    let Some(account) = account.filter(|account| caller.sees(account.account_id)) else {
        return Ok(None);
    };
    let person = people::find(tx, workspace_id, invitation.person_id)?;
    Ok(person.map(|person| Target {
        account,
        invitation,
        member_key: person.member_key,
    }))
}
