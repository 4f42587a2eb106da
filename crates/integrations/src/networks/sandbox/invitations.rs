//! Invitations of both directions, and what is done to them.

use domain::invitation::{Direction, Ending};
use domain::network::{NetworkInvitation, Page, RelationshipStatus};
use domain::outcome::Outcome;
use serde::de::IgnoredAny;
use serde_json::json;

use super::adapter::Sandbox;
use super::wire::{WireInvitation, WireInvitations};
use crate::networks::network::{InvitationPlace, NetworkError};

/// What the server calls an invitation that is not open, or none.
const UNKNOWN: &str = "unknown_invitation";

impl Sandbox {
    pub(super) async fn list_invitations(
        &self,
        direction: Direction,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<NetworkInvitation>, NetworkError> {
        let limit = limit.clamp(1, 500).to_string();
        let side = match direction {
            Direction::Outgoing => "sent",
            Direction::Incoming => "received",
        };
        let mut query = vec![("direction", side), ("limit", limit.as_str())];
        query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let page: WireInvitations = self.calls.get((&["invitations"], &query)).await?;
        let base = self.calls.base();
        let items = page.invitations.into_iter();
        Ok(Page {
            items: items
                .map(|invitation| invitation.into_invitation(base))
                .collect(),
            next: page.next_cursor,
        })
    }

    pub(super) async fn find_invitation(
        &self,
        invitation_key: &str,
    ) -> Result<Option<NetworkInvitation>, NetworkError> {
        let path = (&["invitations", invitation_key][..], &[][..]);
        let found: Option<WireInvitation> = self.calls.find(path, UNKNOWN).await?;
        Ok(found.map(|found| found.into_invitation(self.calls.base())))
    }

    pub(super) async fn end(&self, place: InvitationPlace, ending: Ending) -> Outcome<()> {
        let invitation_key = match place.invitation_key.clone() {
            Some(invitation_key) => invitation_key,
            None => match self.find_open(&place, ending).await {
                Ok(invitation_key) => invitation_key,
                Err(outcome) => return outcome,
            },
        };
        let word = match ending {
            Ending::Withdraw => "withdraw",
            Ending::Accept => "accept",
            Ending::Ignore => "ignore",
        };
        let path = (&["invitations", &invitation_key, word][..], &[][..]);
        let ended: Outcome<IgnoredAny> = self.calls.act(path, &json!({})).await;
        match ended {
            // An earlier try may have arrived: what is there already is no refusal.
            Outcome::Refused { code, detail } if code == UNKNOWN => {
                match self.find_invitation(&invitation_key).await {
                    Ok(Some(found)) if found.state == ending.state() => Outcome::Accepted(()),
                    Ok(_) => Outcome::Refused { code, detail },
                    Err(error) => Outcome::Unknown {
                        detail: error.to_string(),
                    },
                }
            }
            ended => ended.map(|IgnoredAny| ()),
        }
    }

    /// The key of the invitation that can be open at this place, or what there is to say of the act without it.
    async fn find_open(
        &self,
        place: &InvitationPlace,
        ending: Ending,
    ) -> Result<String, Outcome<()>> {
        let not_sent = |error: NetworkError| {
            error.as_hold().unwrap_or_else(|| Outcome::NotSent {
                detail: error.to_string(),
            })
        };
        let found = self.wire_relationship(&place.member_key).await;
        let found = found.map_err(not_sent)?;
        if let Some(invitation_key) = found.open_invitation(place.direction) {
            return Ok(invitation_key);
        }
        let is_connected = found.into_relationship().status() == RelationshipStatus::Connected;
        // None is open: that is what was wanted.
        Err(if is_connected == (ending == Ending::Accept) {
            Outcome::Accepted(())
        } else {
            Outcome::Refused {
                code: UNKNOWN.to_owned(),
                detail: "no invitation between the two is open".to_owned(),
            }
        })
    }
}
