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
const LEFT_OVER_MAX: i64 = 1_000;
/// How often somebody answers in a thread of many.
const GROUP_ANSWER_PERCENT: u32 = 30;

/// Something that a member is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Deliver { message: i64, member: i64 },
    Read { thread: i64, member: i64 },
    Type { thread: i64, member: i64 },
    Answer { thread: i64, member: i64 },
    Accept { invitation: i64 },
}

/// A step with its time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) at: Instant,
    pub(super) number: u64,
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

/// Messages that were accepted shortly before a stop and have reached nobody yet.
pub(super) async fn left_over(network: &Network) -> Vec<Happening> {
    let found = network.store.read(|tx| {
        tx.list(
            "SELECT thread, id, sender, position FROM message
              WHERE token IS NOT NULL AND id > (SELECT max(id) FROM message) - ?1
                AND NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.message = message.id)
              ORDER BY id",
            [LEFT_OVER_MAX],
            |row| {
                Ok(Happening::Message {
                    thread: row.get(0)?,
                    message: row.get(1)?,
                    sender: row.get(2)?,
                    position: row.get(3)?,
                })
            },
        )
    });
    found.await.unwrap_or_default()
}

/// Plans what follows from something that happened.
pub(super) async fn notice(
    network: &Network,
    agenda: &mut Agenda,
    happening: Happening,
) -> Result<(), Refusal> {
    let settings = current(&network.personas);
    match happening {
        Happening::Message {
            thread,
            message,
            sender,
            ..
        } => {
            let (others, sender_has_seat) = network
                .store
                .read(move |tx| audience(tx, thread, sender))
                .await?;
            for (member, is_persona) in others {
                if settings.deliver {
                    agenda.plan(
                        &settings,
                        settings.deliver_after_ms,
                        Step::Deliver { message, member },
                    );
                }
                if settings.enabled && is_persona && sender_has_seat {
                    let delay = settings.deliver_after_ms + settings.read_after_ms;
                    agenda.plan(&settings, delay, Step::Read { thread, member });
                }
            }
        }
        Happening::Invitation {
            invitation,
            addressee,
        } => {
            let is_persona = network
                .store
                .read(move |tx| is_persona(tx, addressee))
                .await?;
            if settings.enabled && is_persona {
                let delay = settings.read_after_ms + settings.answer_after_ms;
                agenda.plan(&settings, delay, Step::Accept { invitation });
            }
        }
    }
    Ok(())
}

/// The participants who are neither seats nor the sender, each with whether they answer.
fn audience(
    tx: &mut Tx<'_>,
    thread: i64,
    sender: i64,
) -> Result<(Vec<(i64, bool)>, bool), Refusal> {
    let participants = threads::participants(tx, thread)?;
    let sender_has_seat = participants
        .iter()
        .any(|(member, seat)| *member == sender && seat.is_some());
    let mut others = Vec::new();
    for (member, seat) in participants {
        if member != sender && seat.is_none() {
            others.push((member, members::get(tx, member)?.persona));
        }
    }
    Ok((others, sender_has_seat))
}

fn is_persona(tx: &mut Tx<'_>, member: i64) -> Result<bool, Refusal> {
    Ok(members::get(tx, member)?.persona && seats::find_by_member(tx, member)?.is_none())
}

/// Does what is due; deliveries share one transaction.
pub(super) async fn perform(
    network: &Network,
    agenda: &mut Agenda,
    due: Vec<Step>,
) -> Result<(), Refusal> {
    let settings = current(&network.personas);
    let (deliveries, others): (Vec<Step>, Vec<Step>) = due
        .into_iter()
        .partition(|step| matches!(step, Step::Deliver { .. }));
    if !deliveries.is_empty() && settings.deliver {
        network
            .store
            .write(move |tx| deliver(tx, &deliveries))
            .await?;
    }
    for step in others {
        let outcome = one(network, agenda, &settings, step).await;
        if let Err(refusal) = outcome {
            tracing::debug!(?step, code = refusal.code, "a persona could not act");
        }
    }
    Ok(())
}

fn deliver(tx: &mut Tx<'_>, steps: &[Step]) -> Result<(), Refusal> {
    for step in steps {
        if let Step::Deliver { message, member } = *step {
            let message = messages::get_by_row(tx, message)?;
            receipts::deliver_row(tx, member, message.thread, message.id, &message.message_id)?;
        }
    }
    Ok(())
}

async fn one(
    network: &Network,
    agenda: &mut Agenda,
    settings: &Personas,
    step: Step,
) -> Result<(), Refusal> {
    if !settings.enabled {
        agenda.answering.clear();
        return Ok(());
    }
    match step {
        Step::Deliver { .. } => {}
        Step::Read { thread, member } => {
            let kind = network
                .store
                .write(move |tx| read(tx, thread, member))
                .await?;
            let answers = kind != "group" || agenda.random.chance(GROUP_ANSWER_PERCENT);
            if answers && agenda.answering.insert((thread, member)) {
                agenda.plan(
                    settings,
                    settings.type_after_ms,
                    Step::Type { thread, member },
                );
            }
        }
        Step::Type { thread, member } => {
            show_typing(network, thread, member, true).await?;
            agenda.plan(
                settings,
                settings.answer_after_ms,
                Step::Answer { thread, member },
            );
        }
        Step::Answer { thread, member } => {
            agenda.answering.remove(&(thread, member));
            network
                .store
                .write(move |tx| answer(tx, thread, member))
                .await?;
            show_typing(network, thread, member, false).await?;
        }
        Step::Accept { invitation } => {
            network
                .store
                .write(move |tx| accept(tx, invitation))
                .await?;
        }
    }
    Ok(())
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
