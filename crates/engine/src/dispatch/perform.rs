//! The network side of a round: nothing here writes anything down.

use std::sync::Arc;
use std::time::Duration;

use domain::attachment::File;
use domain::metric::Metric;
use domain::network::{CapabilityClass, Receipt};
use domain::outcome::Outcome;
use domain::send::SendKind;
use domain::time::{Timestamp, within};
use integrations::networks::SeatAddress;
use integrations::networks::network::{
    Destination, InvitationPlace, Network, NetworkError, OutgoingMessage, ReadBack,
};
use store::sends::{self, Send};
use store::{StoreError, StoreResult, accounts};
use tokio::sync::watch;

use super::load::Work;
use super::{courtesies, invitation_acts, look, message_acts};
use crate::Parts;

/// What an act brought: the receipt of a message, nothing of any other.
pub(super) type Brought = Outcome<Option<Receipt>>;

/// What a try brought, and between which instants the network had it, if it was called.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) brought: Brought,
    pub(super) called: Option<(Timestamp, Timestamp)>,
}

/// Shows what the send asks for, then sends. A gateway that stops does not begin to send any more.
pub(super) async fn call(parts: &Parts, work: &Work, stop: watch::Receiver<bool>) -> Answer {
    let prepared = prepare(parts, work, stop).await;
    let Prepared {
        line,
        files,
        invitation,
        left,
    } = match prepared {
        Ok(prepared) => prepared,
        Err(brought) => {
            let called = None;
            return Answer { brought, called };
        }
    };
    let began = parts.clock.now();
    let act = act(&*line, &work.send, files, invitation);
    let answer = within(&*parts.timer, left, act).await;
    let answered = parts.clock.now();
    let took = answered.since(began);
    parts
        .recorder
        .observe(Metric::NetworkCallDuration, &[], took);
    Answer {
        brought: answer.unwrap_or_else(|| Outcome::Unknown {
            detail: "no answer before the deadline".to_owned(),
        }),
        called: Some((began, answered)),
    }
}

/// All that comes before the call, and how long it may take then.
struct Prepared {
    line: Arc<dyn Network>,
    files: Vec<File>,
    /// The invitation that it is done to.
    invitation: Option<InvitationPlace>,
    left: Duration,
}

/// Makes everything ready for the call, or says why nothing is called.
async fn prepare(
    parts: &Parts,
    work: &Work,
    mut stop: watch::Receiver<bool>,
) -> Result<Prepared, Brought> {
    let not_sent = |detail: String| Outcome::NotSent { detail };
    let began = parts.clock.now();
    let line = line(parts, work)
        .await
        .map_err(|error| not_sent(error.to_string()))?;
    let files = files(parts, &work.send)
        .await
        .map_err(|error| not_sent(error.to_string()))?;
    let invitation = invitation_acts::place(parts, &work.send).await;
    let invitation = invitation.map_err(|error| not_sent(error.to_string()))?;
    courtesies::show(parts, work, &*line, &mut stop)
        .await
        .map_err(|error| not_sent(error.to_string()))?;
    if *stop.borrow() {
        return Err(not_sent("the gateway stops".to_owned()));
    }
    let left = left(parts, work)?;
    let looked = look::before(parts, work, &*line, &files);
    match within(&*parts.timer, left, looked).await {
        Some(None) => {}
        Some(Some(answer)) => return Err(answer),
        None => return Err(too_late()),
    }
    // Typing and looking take as long as an answer does: nothing was called yet.
    if *stop.borrow() {
        return Err(not_sent("the gateway stops".to_owned()));
    }
    if let Some(obstacle) = look::obstacle(parts, work, began).await {
        return Err(not_sent(obstacle));
    }
    let left = self::left(parts, work)?;
    Ok(Prepared {
        line,
        files,
        invitation,
        left,
    })
}

/// The place in the ledger ends with the deadline: what has not begun by then must not begin.
fn left(parts: &Parts, work: &Work) -> Result<Duration, Brought> {
    let left = work.deadline.since(parts.clock.now());
    if left.is_zero() {
        Err(too_late())
    } else {
        Ok(left)
    }
}

fn too_late() -> Brought {
    Outcome::NotSent {
        detail: "typing, acknowledging and looking took all the time".to_owned(),
    }
}

async fn act(
    line: &dyn Network,
    send: &Send,
    files: Vec<File>,
    invitation: Option<InvitationPlace>,
) -> Brought {
    if send.kind.is_message() {
        return line.send(outgoing(send, files)).await.map(Some);
    }
    if send.kind.is_about_message() {
        return message_acts::perform(line, send).await;
    }
    if send.kind.is_about_invitation() {
        return invitation_acts::perform(line, send, invitation).await;
    }
    let note = Some(send.text.clone()).filter(|note| !note.is_empty());
    let member_key = send.recipient_key.clone().unwrap_or_default();
    let answer = line.connect(send.token.clone(), member_key, note);
    answer.await.map(|()| None)
}

pub(super) fn outgoing(send: &Send, attachments: Vec<File>) -> OutgoingMessage {
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
        reply_to: send.reply_to.clone(),
        attachments,
    }
}

/// What a look for an act came to.
#[derive(Debug, Clone)]
pub(super) enum Sought {
    /// It has happened; of an edit with when, where the network says so.
    Done(Option<Receipt>),
    /// The messages that it may be.
    Alike(Vec<Receipt>),
    /// It is not there.
    Absent,
    /// Somebody has done something else since.
    Overtaken,
}

impl From<ReadBack> for Sought {
    fn from(read: ReadBack) -> Self {
        match read {
            ReadBack::Found(receipts) => Self::Alike(receipts),
            ReadBack::Absent => Self::Absent,
        }
    }
}

/// Asks the network whether it has the act after all.
pub(super) async fn read_back(parts: &Parts, work: &Work) -> Result<Sought, NetworkError> {
    let line = line(parts, work).await?;
    let send = &work.send;
    if send.kind.is_about_message() {
        return message_acts::read_back(parts, work, &*line).await;
    }
    if send.kind.is_about_invitation() {
        let place = invitation_acts::place(parts, send).await;
        let place = place.map_err(|error| unreadable(&error))?;
        return invitation_acts::read_back(&*line, send, place).await;
    }
    if send.kind.is_message() {
        let files = files(parts, send)
            .await
            .map_err(|error| unreadable(&error))?;
        let message = outgoing(send, files);
        return line.read_back(message, work.since).await.map(Sought::from);
    }
    let member_key = send.recipient_key.clone().unwrap_or_default();
    let relationship = line.relationship(member_key).await?;
    let is_there = relationship.invitation_sent || relationship.degree == Some(1);
    Ok(if is_there {
        Sought::Done(None)
    } else {
        Sought::Absent
    })
}

/// What the network offers after a lost answer, as it says just now.
pub(super) async fn class(parts: &Parts, work: &Work) -> Result<CapabilityClass, NetworkError> {
    let (_, class) = line(parts, work).await?.own_profile().await?;
    Ok(class)
}

/// What the send carries, with its bytes: they are read here and nowhere before.
async fn files(parts: &Parts, send: &Send) -> StoreResult<Vec<File>> {
    if send.attachments.is_empty() {
        return Ok(Vec::new());
    }
    let (workspace_id, send_id) = (send.workspace_id, send.send_id);
    let listed = parts
        .store
        .read(move |tx| sends::list_files(tx, workspace_id, send_id));
    listed.await
}

/// Without what the store keeps, nobody can be asked.
pub(super) fn unreadable(error: &StoreError) -> NetworkError {
    NetworkError::Unreachable {
        detail: error.to_string(),
    }
}

async fn line(parts: &Parts, work: &Work) -> Result<Arc<dyn Network>, NetworkError> {
    let (workspace_id, account_id) = (work.account.workspace_id, work.account.account_id);
    let vault = Arc::clone(&parts.vault);
    let credentials = parts
        .store
        .read(move |tx| accounts::credentials(tx, &vault, workspace_id, account_id))
        .await
        .map_err(|error| unreadable(&error))?;
    parts.lines.line(&SeatAddress {
        account_id,
        network: work.account.network.clone(),
        address: work.account.address.clone(),
        credentials,
    })
}
