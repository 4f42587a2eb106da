//! What is done to an invitation that is there. Each act is a send in the outbox.

use app::Caller;
use app::sends::EndInvitation;
use axum::extract::State;
use axum::response::Response;
use domain::invitation::Ending;

use crate::door::Door;
use crate::extract::{Authorized, InvitationsWrite, Params, Segments, SendOptions};
use crate::fault::Fault;
use crate::openapi::answers::{ActManner, KeptAnswers};
use crate::openapi::responses::ConnectionInvitationActFaults;
use crate::v1::messages;
use crate::v1::mode::Mode;

async fn hand_over(
    door: &Door,
    caller: &Caller,
    (invitation, ending): (String, Ending),
    mode: Mode,
    options: SendOptions,
) -> Result<Response, Fault> {
    let command = EndInvitation {
        invitation,
        ending,
        wait: mode.wait(&options),
        idempotency_key: options.idempotency_key,
    };
    let kept = door.app.end_invitation(caller, command).await?;
    Ok(messages::answer(kept))
}

macro_rules! act {
    (
        $(#[$doc:meta])*
        $path:literal $operation:literal $name:ident = $ending:expr
    ) => {
        $(#[$doc])*
        #[utoipa::path(
            post,
            path = $path,
            operation_id = $operation,
            tag = "Invitations",
            params(
                ("id" = String, Path, description = "The invitation's id."),
                ActManner,
            ),
            responses(KeptAnswers, ConnectionInvitationActFaults)
        )]
        pub(crate) async fn $name(
            caller: Authorized<InvitationsWrite>,
            State(door): State<Door>,
            Segments(id): Segments<String>,
            options: SendOptions,
            Params(mode): Params<Mode>,
        ) -> Result<Response, Fault> {
            hand_over(&door, &caller, (id, $ending), mode, options).await
        }
    };
}

act! {
    /// Withdraw an invitation
    ///
    /// Takes back an invitation that the account sent and that is still open. Nobody need approve it, and it counts against
    /// no limit. Networks may let nobody invite the same person again for some weeks.
    "/invitations/{id}/withdraw" "withdrawInvitation" withdraw_invitation = Ending::Withdraw
}

act! {
    /// Accept an invitation
    ///
    /// Accepts an invitation that the account got and that is still open: the two are connected then.
    "/invitations/{id}/accept" "acceptInvitation" accept_invitation = Ending::Accept
}

act! {
    /// Ignore an invitation
    ///
    /// Puts an invitation away that the account got and that is still open. Who sent it is not told.
    "/invitations/{id}/ignore" "ignoreInvitation" ignore_invitation = Ending::Ignore
}
