//! What is done to an invitation that is there: calling it, and seeing whether it has happened.

use domain::invitation::Ending;
use domain::network::RelationshipStatus;
use domain::outcome::Outcome;
use integrations::networks::network::{InvitationPlace, Network, NetworkError};
use store::sends::Send;
use store::{StoreResult, invitations};

use super::perform::{Brought, Sought};
use crate::Parts;

/// Where the invitation is that a send is done to, as it is known by now; absent for any other send, and where it is gone.
pub(super) async fn place(parts: &Parts, send: &Send) -> StoreResult<Option<InvitationPlace>> {
    if !send.kind.is_about_invitation() {
        return Ok(None);
    }
    let (workspace_id, target) = (send.workspace_id, send.target_key.as_deref());
    let Some(invitation_id) = target.and_then(|id| id.parse().ok()) else {
        return Ok(None);
    };
    let member_key = send.recipient_key.clone().unwrap_or_default();
    let found = parts
        .store
        .read(move |tx| invitations::find(tx, workspace_id, invitation_id));
    Ok(found.await?.map(|found| InvitationPlace {
        invitation_key: found.network_key,
        direction: found.direction,
        member_key,
    }))
}

pub(super) async fn perform(
    line: &dyn Network,
    send: &Send,
    place: Option<InvitationPlace>,
) -> Brought {
    let (Some(place), Some(ending)) = (place, Ending::of_kind(send.kind)) else {
        return Outcome::Refused {
            code: "unknown_invitation".to_owned(),
            detail: "the invitation is not known any more".to_owned(),
        };
    };
    let answer = line.end_invitation(place, ending);
    answer.await.map(|()| None)
}

/// Whether the invitation has the end that the act gives it.
pub(super) async fn read_back(
    line: &dyn Network,
    send: &Send,
    place: Option<InvitationPlace>,
) -> Result<Sought, NetworkError> {
    let (Some(place), Some(ending)) = (place, Ending::of_kind(send.kind)) else {
        return Ok(Sought::Absent);
    };
    let is_done = if let Some(invitation_key) = place.invitation_key {
        let found = line.invitation(invitation_key).await?;
        found.is_some_and(|found| found.state == ending.state())
    } else {
        let status = line.relationship(place.member_key).await?.status();
        let wanted = match ending {
            Ending::Accept => RelationshipStatus::Connected,
            Ending::Withdraw | Ending::Ignore => RelationshipStatus::NotConnected,
        };
        status == wanted
    };
    Ok(if is_done {
        Sought::Done(None)
    } else {
        Sought::Absent
    })
}
