//! A group of the simulated network that a seat shares with somebody, asked over the network's own door.

use std::net::SocketAddr;

use serde_json::Value;

use crate::commands::sandbox::{SandboxFile, Seat};
use crate::probe;

/// Two members of one group: the seat, and whom it may write to by right of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SharedGroup {
    pub(super) group_id: String,
    /// `urn:li:fsd_profile:ACoAA…`
    pub(super) member_urn: String,
}

/// A group that the seat shares with `friend`, else with anybody; `None` if it is in none, or the network does not say.
pub(super) async fn find(sandbox: &SandboxFile, seat: &Seat, friend: &str) -> Option<SharedGroup> {
    let address = sandbox.base_url.strip_prefix("http://")?.parse().ok()?;
    if let Some(group) = shared_with(address, seat, friend).await {
        return Some(group);
    }
    let token = Some(sandbox.control_token.as_str());
    let (_, page) = probe::get(address, "/control/members", token).await?;
    for member in page["members"].as_array()? {
        let key = member["member_key"].as_str()?;
        if key != seat.member_key
            && let Some(group) = shared_with(address, seat, key).await
        {
            return Some(group);
        }
    }
    None
}

async fn shared_with(address: SocketAddr, seat: &Seat, member: &str) -> Option<SharedGroup> {
    let path = format!("/network/members/{member}/relationship");
    let (_, relationship) = probe::get(address, &path, Some(&seat.token)).await?;
    of(&relationship)
}

fn of(relationship: &Value) -> Option<SharedGroup> {
    let member_key = relationship["member_key"].as_str()?;
    let group = relationship["shared_groups"].as_array()?.first()?;
    Some(SharedGroup {
        group_id: group["group_id"].as_str()?.to_owned(),
        member_urn: format!("urn:li:fsd_profile:{member_key}"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_shared_group_is_taken() {
        let relationship = json!({
            "member_key": "ACoAA1",
            "shared_groups": [{"group_id": "12", "name": "One"}, {"group_id": "34", "name": "Two"}],
        });
        let expected = SharedGroup {
            group_id: "12".to_owned(),
            member_urn: "urn:li:fsd_profile:ACoAA1".to_owned(),
        };
        assert_eq!(of(&relationship), Some(expected));
        assert_eq!(
            of(&json!({"member_key": "ACoAA1", "shared_groups": []})),
            None
        );
        assert_eq!(of(&json!({"error": {}})), None);
    }
}
