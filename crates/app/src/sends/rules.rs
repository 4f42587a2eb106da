//! Rules that hold for a new send and for one that is edited alike.

use domain::error_code::ErrorCode;
use domain::likeness::Mark;
use domain::limits;
use domain::send::{Rule, SendKind, SendState};
use domain::time::Timestamp;
use store::sends::{self, Alike, Send};
use store::{StoreResult, Tx};

use crate::Refusal;

/// What a first message is compared by: one that opens a conversation, an InMail, the note of an invitation.
pub(super) fn likeness(send: &Send) -> Option<Mark> {
    let is_first = match send.kind {
        SendKind::Message => send.opens_conversation,
        SendKind::Inmail => true,
        SendKind::Invitation => !send.text.is_empty(),
        _ => false,
    };
    is_first.then(|| Mark::of(&send.text))
}

/// Refuses a first message that reads like those to many others.
pub(super) fn check_likeness(
    tx: &mut Tx<'_>,
    send: &Send,
    likeness_max: usize,
    now: Timestamp,
) -> StoreResult<Result<(), Refusal>> {
    let (Some(mark), Some(recipient)) = (send.likeness, &send.recipient_key) else {
        return Ok(Ok(()));
    };
    if likeness_max == 0 {
        return Ok(Ok(()));
    }
    let since = now.minus(limits::LIKENESS_WINDOW);
    let Alike { alike, all } = sends::count_alike(tx, send.workspace_id, mark, recipient, since)?;
    if alike < likeness_max {
        return Ok(Ok(()));
    }
    let percent = alike * 100 / all.max(1);
    let message = format!(
        "{alike} of the {all} people to whom a first message went in the last 7 days got one that reads like this \
         ({percent} %); at most {likeness_max} may. Write to this person in words of their own."
    );
    Ok(Err(Refusal::new(ErrorCode::AlikeMessages, message)))
}

/// Where a send stands that nobody has worked on yet.
pub(super) fn first_state(needs_approval: bool, send: &Send, now: Timestamp) -> SendState {
    if needs_approval && !send.is_approved(now) {
        SendState::AwaitingApproval {
            until: send.expires_at,
        }
    } else if send.ready_at > now {
        SendState::Scheduled {
            until: send.ready_at,
            rule: Rule::SendAt,
        }
    } else {
        SendState::Queued
    }
}
