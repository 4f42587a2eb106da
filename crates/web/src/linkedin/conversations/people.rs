//! People in conversations as these pages print them.

use app::conversations::ParticipantView;
use serde::Serialize;
use utoipa::ToSchema;

use crate::linkedin::urns;

/// Somebody in a conversation, the account's owner excluded.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationMember)]
pub(crate) struct MemberItem {
    /// `ACoAA…`.
    profile_id: String,
    name: String,
    headline: String,
    /// With the member key.
    profile_url: String,
    #[schema(required = true)]
    profile_picture: Option<String>,
    /// `DISTANCE_1` to `DISTANCE_3`.
    #[schema(required = true)]
    distance: Option<String>,
    profile_urn: String,
    /// The readable name in the profile's address, where it is known.
    #[schema(required = true)]
    public_id: Option<String>,
}

impl MemberItem {
    pub(super) fn of(participant: ParticipantView) -> Self {
        let person = participant.person;
        Self {
            name: person.name,
            headline: person.headline,
            profile_url: profile_url(&person.member_key),
            profile_picture: person.picture,
            distance: participant
                .degree
                .map(|degree| format!("DISTANCE_{degree}")),
            profile_urn: urns::profile(&person.member_key),
            public_id: person.slug,
            profile_id: person.member_key,
        }
    }
}

fn profile_url(member_key: &str) -> String {
    format!("https://www.linkedin.com/in/{member_key}")
}
