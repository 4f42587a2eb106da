//! The network side of a round: nothing here writes anything down.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use domain::network::Receipt;
use domain::send::SendKind;
use integrations::networks::SeatAddress;
use integrations::networks::network::{
    Destination, Network, NetworkError, Outcome, OutgoingMessage, ReadBack,
};
use store::accounts;
use store::sends::Send;

use super::load::Work;
use crate::Parts;

/// How long typing and acknowledging may each take before the message goes without them.
const COURTESY: Duration = Duration::from_secs(3);

/// What a call brought.
pub(super) struct Performed {
    pub(super) outcome: Outcome<Option<Receipt>>,
    pub(super) typing_sent: bool,
    pub(super) acknowledgment_sent: bool,
}

/// Types, acknowledges, sends: what the send asks for, in the order that its recipient sees.
pub(super) async fn call(parts: &Parts, work: &Work) -> Performed {
    let mut performed = Performed {
        outcome: Outcome::NotSent {
            detail: String::new(),
        },
        typing_sent: false,
        acknowledgment_sent: false,
    };
    let line = match line(parts, work).await {
        Ok(line) => line,
        Err(error) => {
            performed.outcome = Outcome::NotSent {
                detail: error.to_string(),
            };
            return performed;
        }
    };
    let send = &work.send;
    if !send.typing.is_zero()
        && let Some(thread_key) = &send.thread_key
    {
        let shown = within(parts, COURTESY, line.typing(thread_key.clone(), true)).await;
        performed.typing_sent = shown.is_some_and(|shown| shown.is_ok());
        parts.timer.sleep(send.typing).await;
    }
    if !send.acknowledge.is_empty() {
        let acknowledge = line.acknowledge(send.thread_key.clone(), send.acknowledge.clone());
        performed.acknowledgment_sent = within(parts, COURTESY, acknowledge)
            .await
            .is_some_and(|done| done.is_ok());
    }
    // The place in the ledger ends with the deadline: what has not begun by then must not begin.
    let left = work.deadline.since(parts.clock.now());
    performed.outcome = if left.is_zero() {
        Outcome::NotSent {
            detail: "typing and acknowledging took all the time".to_owned(),
        }
    } else {
        let late = || Outcome::Unknown {
            detail: "no answer before the deadline".to_owned(),
        };
        within(parts, left, act(&*line, send))
            .await
            .unwrap_or_else(late)
    };
    performed
}

/// The answer, unless it takes longer than `span`.
async fn within<T>(parts: &Parts, span: Duration, answer: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        answer = answer => Some(answer),
        () = parts.timer.sleep(span) => None,
    }
}

async fn act(line: &dyn Network, send: &Send) -> Outcome<Option<Receipt>> {
    if send.kind != SendKind::Invitation {
        return with_receipt(line.send(outgoing(send)).await, Some);
    }
    let note = Some(send.text.clone()).filter(|note| !note.is_empty());
    let member_key = send.recipient_key.clone().unwrap_or_default();
    with_receipt(
        line.connect(send.token.clone(), member_key, note).await,
        |()| None,
    )
}

fn with_receipt<T>(
    outcome: Outcome<T>,
    receipt: impl FnOnce(T) -> Option<Receipt>,
) -> Outcome<Option<Receipt>> {
    match outcome {
        Outcome::Accepted(answer) => Outcome::Accepted(receipt(answer)),
        Outcome::Deferred { code, retry_after } => Outcome::Deferred { code, retry_after },
        Outcome::Refused { code, detail } => Outcome::Refused { code, detail },
        Outcome::Held(error) => Outcome::Held(error),
        Outcome::NotSent { detail } => Outcome::NotSent { detail },
        Outcome::Unknown { detail } => Outcome::Unknown { detail },
    }
}

fn outgoing(send: &Send) -> OutgoingMessage {
    let member_key = send.recipient_key.clone().unwrap_or_default();
    let destination = match (&send.group_id, &send.thread_key) {
        (Some(group_id), _) => Destination::GroupMember {
            group_id: group_id.clone(),
            member_key,
        },
        (None, Some(thread_key)) if send.kind != SendKind::Inmail => {
            Destination::Thread(thread_key.clone())
        }
        (None, _) => Destination::Member(member_key),
    };
    OutgoingMessage {
        token: send.token.clone(),
        destination,
        is_inmail: send.kind == SendKind::Inmail,
        subject: send.subject.clone(),
        text: send.text.clone(),
    }
}

/// Asks the network whether it has the act after all.
pub(super) async fn read_back(
    parts: &Parts,
    work: &Work,
) -> Result<Option<ReadBack>, NetworkError> {
    let line = line(parts, work).await?;
    let send = &work.send;
    if send.kind != SendKind::Invitation {
        return line
            .read_back(outgoing(send), send.accepted_at)
            .await
            .map(Some);
    }
    let member_key = send.recipient_key.clone().unwrap_or_default();
    let relationship = line.relationship(member_key).await?;
    let is_there = relationship.invitation_sent || relationship.degree == Some(1);
    Ok(if is_there {
        None
    } else {
        Some(ReadBack::Absent)
    })
}

async fn line(parts: &Parts, work: &Work) -> Result<Arc<dyn Network>, NetworkError> {
    let (workspace_id, account_id) = (work.account.workspace_id, work.account.account_id);
    let vault = Arc::clone(&parts.vault);
    let credentials = parts
        .store
        .read(move |tx| accounts::credentials(tx, &vault, workspace_id, account_id))
        .await
        .map_err(|error| NetworkError::Unreachable {
            detail: error.to_string(),
        })?;
    parts.lines.line(&SeatAddress {
        account_id,
        network: work.account.network.clone(),
        address: work.account.address.clone(),
        credentials,
    })
}
