//! The single steps of a persona, and what follows from each.

use std::cmp::Ordering;

use tokio::time::Instant;

use super::{Agenda, Personas, current};
use crate::network::Network;
use crate::random::Random;
use crate::refusal::Refusal;
use crate::store::{Happening, Tx};
use crate::world::invitations::{self, Ending};
use crate::world::messages::{self, NewMessage};
use crate::world::receipts;
use crate::world::{generate, members, seats, threads};

/// Messages looked at for deliveries that a stop left undone.
const LEFT_OVER_MAX: i64 = 100_000;
/// How often somebody answers in a thread of many.
const GROUP_ANSWER_PERCENT: u32 = 30;

/// Something that a member is about to do, or that is to be thought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// What a stop left undone is planned again.
    MakeUp,
    Notice(Happening),
    Deliver {
        message: i64,
        member: i64,
    },
    Read {
        thread: i64,
        member: i64,
    },
    Type {
        thread: i64,
        member: i64,
    },
    Answer {
        thread: i64,
        member: i64,
    },
    Accept {
        invitation: i64,
    },
}

/// A step with its time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) at: Instant,
    pub(super) number: u64,
    /// How often it was tried in vain.
    pub(super) failures: u32,
    pub(super) step: Step,
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A message on its way to a member who is no seat.
struct Arrival {
    message: i64,
    thread: i64,
    member: i64,
    /// The member is a persona and the sender a seat.
    is_for_persona: bool,
}

impl Arrival {
    fn plan(&self, agenda: &mut Agenda, settings: &Personas) {
        let (message, thread, member) = (self.message, self.thread, self.member);
        if settings.deliver {
            let step = Step::Deliver { message, member };
            agenda.plan(settings, settings.deliver_after_ms, step);
        }
        if settings.enabled && self.is_for_persona {
            let delay = settings
                .deliver_after_ms
                .saturating_add(settings.read_after_ms);
            agenda.plan(settings, delay, Step::Read { thread, member });
        }
    }
}

/// Does what is due; deliveries share one transaction. Whatever fails is tried again later and stops nothing else.
pub(super) async fn perform(network: &Network, agenda: &mut Agenda, due: Vec<Due>) {
    let settings = current(&network.personas);
    let (deliveries, others): (Vec<Due>, Vec<Due>) = due
        .into_iter()
        .partition(|due| matches!(due.step, Step::Deliver { .. }));
    if settings.deliver {
        deliver_all(network, agenda, deliveries).await;
    }
    for due in others {
        if let Err(refusal) = one(network, agenda, &settings, due.step).await {
            agenda.plan_again(&due, &refusal);
        }
    }
}

async fn deliver_all(network: &Network, agenda: &mut Agenda, deliveries: Vec<Due>) {
    if deliveries.is_empty() {
        return;
    }
    let steps: Vec<Step> = deliveries.iter().map(|due| due.step).collect();
    let together = network
        .store
        .write(move |tx| steps.iter().try_for_each(|step| deliver(tx, *step)));
    if together.await.is_ok() {
        return;
    }
    // One that cannot be done takes the whole transaction with it, so each gets one of its own.
    for due in deliveries {
        let step = due.step;
        if let Err(refusal) = network.store.write(move |tx| deliver(tx, step)).await {
            agenda.plan_again(&due, &refusal);
        }
    }
}

fn deliver(tx: &mut Tx<'_>, step: Step) -> Result<(), Refusal> {
    if let Step::Deliver { message, member } = step {
        let message = messages::get_by_row(tx, message)?;
        receipts::deliver_row(tx, member, message.thread, message.id, &message.message_id)?;
    }
    Ok(())
}

async fn one(
    network: &Network,
    agenda: &mut Agenda,
    settings: &Personas,
    step: Step,
) -> Result<(), Refusal> {
    match step {
        Step::MakeUp => make_up(network, agenda, settings).await,
        Step::Notice(happening) => notice(network, agenda, settings, happening).await,
        _ if !settings.enabled => {
            agenda.give_up(step);
            Ok(())
        }
        Step::Deliver { .. } => Ok(()),
        Step::Read { thread, member } => {
            let read = network.store.write(move |tx| read(tx, thread, member));
            let kind = read.await?;
            let answers = kind != "group" || agenda.random.chance(GROUP_ANSWER_PERCENT);
            if answers && agenda.answering.insert((thread, member)) {
                let next = Step::Type { thread, member };
                agenda.plan(settings, settings.type_after_ms, next);
            }
            Ok(())
        }
        Step::Type { thread, member } => {
            show_typing(network, thread, member, true).await?;
            let next = Step::Answer { thread, member };
            agenda.plan(settings, settings.answer_after_ms, next);
            Ok(())
        }
        Step::Answer { thread, member } => {
            let answer = network.store.write(move |tx| answer(tx, thread, member));
            answer.await?;
            agenda.answering.remove(&(thread, member));
            // The signal lapses by itself; trying again would answer again.
            drop(show_typing(network, thread, member, false).await);
            Ok(())
        }
        Step::Accept { invitation } => {
            let accept = network.store.write(move |tx| accept(tx, invitation));
            accept.await
        }
    }
}

/// Plans what follows from something that happened.
async fn notice(
    network: &Network,
    agenda: &mut Agenda,
    settings: &Personas,
    happening: Happening,
) -> Result<(), Refusal> {
    match happening {
        Happening::Message {
            thread,
            message,
            sender,
        } => {
            let arrivals = network
                .store
                .read(move |tx| arrivals(tx, thread, message, sender));
            for arrival in arrivals.await? {
                arrival.plan(agenda, settings);
            }
        }
        Happening::Invitation {
            invitation,
            addressee,
        } => {
            let is_persona = network.store.read(move |tx| is_persona(tx, addressee));
            if is_persona.await? && settings.enabled {
                let delay = settings
                    .read_after_ms
                    .saturating_add(settings.answer_after_ms);
                agenda.plan(settings, delay, Step::Accept { invitation });
            }
        }
    }
    Ok(())
}

/// The participants who are neither seats nor the sender.
fn arrivals(
    tx: &mut Tx<'_>,
    thread: i64,
    message: i64,
    sender: i64,
) -> Result<Vec<Arrival>, Refusal> {
    let participants = threads::participants(tx, thread)?;
    let sender_has_seat = participants
        .iter()
        .any(|(member, seat)| *member == sender && seat.is_some());
    participants
        .into_iter()
        .filter(|(member, seat)| *member != sender && seat.is_none())
        .map(|(member, _)| {
            Ok(Arrival {
                message,
                thread,
                member,
                is_for_persona: sender_has_seat && members::get(tx, member)?.persona,
            })
        })
        .collect()
}

/// Plans what had not reached everybody when the sandbox stopped, as if it had just been accepted.
async fn make_up(
    network: &Network,
    agenda: &mut Agenda,
    settings: &Personas,
) -> Result<(), Refusal> {
    let missing = network.store.read(undelivered).await?;
    for arrival in missing {
        arrival.plan(agenda, settings);
    }
    Ok(())
}

fn undelivered(tx: &mut Tx<'_>) -> Result<Vec<Arrival>, Refusal> {
    // Only a seat's client has a token: what the control API said without telling anybody stays untold.
    tx.list(
        "SELECT message.id, message.thread, participant.member, member.persona FROM message
           JOIN participant ON participant.thread = message.thread AND participant.member <> message.sender
           JOIN member ON member.id = participant.member
          WHERE token IS NOT NULL AND message.id > (SELECT max(id) FROM message) - ?1
            AND NOT EXISTS (SELECT 1 FROM seat WHERE seat.member = participant.member)
            AND NOT EXISTS (SELECT 1 FROM receipt
                             WHERE receipt.message = message.id AND receipt.member = participant.member)
          ORDER BY message.id, participant.member",
        [LEFT_OVER_MAX],
        |row| {
            Ok(Arrival {
                message: row.get(0)?,
                thread: row.get(1)?,
                member: row.get(2)?,
                is_for_persona: row.get(3)?,
            })
        },
    )
}

fn is_persona(tx: &mut Tx<'_>, member: i64) -> Result<bool, Refusal> {
    Ok(members::get(tx, member)?.persona && seats::find_by_member(tx, member)?.is_none())
}

fn read(tx: &mut Tx<'_>, thread: i64, member: i64) -> Result<String, Refusal> {
    let thread = threads::get_by_row(tx, thread)?;
    receipts::see(tx, member, &thread, None)?;
    Ok(thread.kind)
}

async fn show_typing(network: &Network, thread: i64, member: i64, on: bool) -> Result<(), Refusal> {
    let (seats, thread_id, member_key) = network
        .store
        .read(move |tx| {
            let thread = threads::get_by_row(tx, thread)?;
            let seats: Vec<i64> = threads::participants(tx, thread.id)?
                .into_iter()
                .filter_map(|(_, seat)| seat)
                .collect();
            Ok((seats, thread.thread_id, members::get(tx, member)?.key))
        })
        .await?;
    network
        .hub
        .type_in(&seats, &thread_id, &member_key, on, network.clock.now_ms());
    Ok(())
}

/// Says something fitting in the member's language to whoever wrote last.
fn answer(tx: &mut Tx<'_>, thread: i64, member: i64) -> Result<(), Refusal> {
    let mut thread = threads::get_by_row(tx, thread)?;
    let asker: Option<i64> = tx.find(
        "SELECT sender FROM message WHERE thread = ?1 AND sender <> ?2 ORDER BY position DESC LIMIT 1",
        (thread.id, member),
        |row| row.get(0),
    )?;
    let other = match asker {
        Some(asker) => members::get(tx, asker)?.first_name,
        None => String::new(),
    };
    let language = members::get(tx, member)?.language;
    let answers = generate::ANSWERS
        .iter()
        .find(|(of, _)| *of == language)
        .map_or(generate::ANSWERS[0].1, |(_, answers)| *answers);
    let mut random = Random::stream(
        tx.seed,
        "answer",
        thread.id * 1_000_003 + thread.last_position,
    );
    let text = random.pick(answers).replace("{other}", &other);
    let new = NewMessage {
        sender: member,
        kind: if thread.kind == "inmail" {
            "inmail"
        } else {
            "message"
        },
        subject: None,
        text: &text,
        sent_at: tx.now,
        token: None,
        reply_to: None,
        attachments: &[],
        notify: true,
    };
    messages::append(tx, &mut thread, new)?;
    Ok(())
}

fn accept(tx: &mut Tx<'_>, invitation: i64) -> Result<(), Refusal> {
    let invitation = invitations::get(tx, invitation)?;
    if invitation.state == "open" {
        invitations::end(tx, &invitation, Ending::Accept)?;
    }
    Ok(())
}
