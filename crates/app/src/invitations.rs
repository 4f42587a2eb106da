//! The invitations of the accounts of a workspace, those that were sent last first, in pages that lead on and back.

mod page;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, InvitationId, WorkspaceId};
use domain::invitation::{Direction, InvitationState};
use domain::limits::INVITATIONS_PAGE_MAX;
use domain::urn::PersonReference;
use store::invitations::{self, Invitation};
use store::people::{self, Person};
use store::{StoreError, StoreResult, Tx};

use crate::conversations::parsed;
use crate::cursor::digest;
use crate::place::Place;
use crate::{App, AppResult, Caller, Refusal};
use page::Question;

/// Which invitations to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListInvitations {
    /// Our own id.
    pub account: Option<String>,
    pub direction: Option<Direction>,
    pub state: Option<InvitationState>,
    /// Our own id; with an account any form of a person reference.
    pub person: Option<String>,
    /// 1 to 100.
    pub limit: u32,
    /// From a page before.
    pub cursor: Option<String>,
}

/// An invitation with the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    pub invitation: Invitation,
    pub person: Person,
}

/// Some invitations of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationPage {
    pub invitations: Vec<InvitationView>,
    /// To those that were sent earlier; absent where there are none.
    pub next_cursor: Option<String>,
    /// To those that were sent later; absent at the top.
    pub previous_cursor: Option<String>,
}

impl App {
    /// A page of the invitations.
    pub async fn list_invitations(
        &self,
        caller: &Caller,
        list: ListInvitations,
    ) -> AppResult<InvitationPage> {
        let question = self.invitation_question(caller, &list)?;
        let read = self
            .parts()
            .store
            .read(move |tx| page::answer(tx, &question));
        Ok(read.await??)
    }

    /// One invitation.
    pub async fn find_invitation(&self, caller: &Caller, id: &str) -> AppResult<InvitationView> {
        let absent = || Refusal::of(ErrorCode::InvitationNotFound);
        let invitation_id: InvitationId = id.trim().parse().map_err(|_| absent())?;
        let (workspace_id, seen) = (caller.workspace_id, caller.clone());
        let read = self.parts().store.read(move |tx| {
            let found = invitations::find(tx, workspace_id, invitation_id)?;
            let found = found.filter(|found| seen.sees(found.account_id));
            let found: Vec<_> = found.into_iter().collect();
            views(tx, workspace_id, found)
        });
        Ok(read.await?.pop().ok_or_else(absent)?)
    }

    fn invitation_question(
        &self,
        caller: &Caller,
        list: &ListInvitations,
    ) -> Result<Question, Refusal> {
        Refusal::check_limit(list.limit, INVITATIONS_PAGE_MAX)?;
        let account_id = parsed::<AccountId>(list.account.as_deref(), ErrorCode::AccountNotFound)?;
        let account_id = caller.asked_account(account_id)?;
        let person = list.person.as_deref().map(PersonReference::parse);
        let person = person
            .transpose()
            .map_err(|error| Refusal::field("person", "invalid", error.to_string()))?;
        let cursor_key = self.parts().vault.derived_key("cursor");
        let digest = question_digest(caller, list);
        let place = Place::asked(&cursor_key, digest, list.cursor.as_deref())?;
        Ok(Question {
            caller: caller.clone(),
            account_id,
            direction: list.direction,
            state: list.state,
            person,
            limit: list.limit,
            place,
            cursor_key,
            digest,
        })
    }
}

/// Each with the other side.
pub(crate) fn views(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    found: Vec<Invitation>,
) -> StoreResult<Vec<InvitationView>> {
    let person_ids: Vec<_> = found.iter().map(|found| found.person_id).collect();
    let people = people::list_of(tx, workspace_id, &person_ids)?;
    let views = found.into_iter().zip(people).map(|(invitation, person)| {
        let person = person.ok_or(StoreError::NotFound)?;
        Ok(InvitationView { invitation, person })
    });
    views.collect()
}

/// Of everything that says which invitations are in the list; how many a page shows may change on the way.
fn question_digest(caller: &Caller, list: &ListInvitations) -> [u8; 8] {
    let filters = ListInvitations {
        limit: 0,
        cursor: None,
        ..list.clone()
    };
    let filters = format!("{filters:?}");
    digest(&[
        b"invitations",
        caller.workspace_id.as_bytes(),
        filters.as_bytes(),
    ])
}
