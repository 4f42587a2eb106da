//! What was said before the base instant: threads, receipts, reactions, unread messages.

use super::dialogues::{DIALOGUES, INMAILS, ROUND_TABLES};
use super::names::{COMPANIES, TOPICS};
use super::{Cast, DAY_MS, Friends};
use crate::random::Random;
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::world::members;
use crate::world::messages::{self, NewMessage};
use crate::world::threads::{self, NewThread, Thread};
use crate::world::{attachments, inventions};

const MINUTE_MS: i64 = 60_000;
const EMOJI: &[&str] = &["👍", "❤️", "😂", "🙏", "👏", "🎉"];
const FILES: &[(&str, &str)] = &[
    ("Overview.pdf", "application/pdf"),
    ("Angebot 2026.pdf", "application/pdf"),
    ("site-plan.png", "image/png"),
    ("forecast.svg", "image/svg+xml"),
    ("資料.pdf", "application/pdf"),
];

/// A line that is going to be said.
struct Line {
    sender: i64,
    text: String,
}

/// One thread to be written: everything but its place in time.
struct Plan<'a> {
    kind: &'a str,
    title: Option<&'a str>,
    subject: Option<&'a str>,
    group_id: Option<&'a str>,
    members: Vec<i64>,
    lines: Vec<Line>,
    /// Messages at the end that the first member has not read; the others are.
    unread: usize,
}

pub(super) fn write(
    tx: &mut Tx<'_>,
    random: &mut Random,
    cast: &Cast,
    friends: &Friends,
    base_ms: i64,
) -> Result<(), Refusal> {
    for (seat, circle, count) in [
        (cast.premium, &friends.premium, 26),
        (cast.free, &friends.free, 13),
    ] {
        for friend in circle.iter().take(count) {
            let unread = if *friend == cast.john { Some(2) } else { None };
            direct(tx, random, seat, *friend, unread, base_ms)?;
        }
    }
    let mut strangers = cast.strangers.clone();
    random.shuffle(&mut strangers);
    for (index, stranger) in strangers.iter().take(9).enumerate() {
        let seat = if index < 7 { cast.premium } else { cast.free };
        let received = index >= 5;
        inmail(tx, random, seat, *stranger, received, base_ms)?;
    }
    for index in 0..10 {
        let (seat, circle) = if index < 6 {
            (cast.premium, &friends.premium)
        } else {
            (cast.free, &friends.free)
        };
        // One round table has both seats in it.
        let third = (index == 0).then_some(cast.free);
        round_table(tx, random, seat, circle, third, base_ms)?;
    }
    Ok(())
}

fn direct(
    tx: &mut Tx<'_>,
    random: &mut Random,
    seat: i64,
    friend: i64,
    unread: Option<usize>,
    base_ms: i64,
) -> Result<(), Refusal> {
    let language = members::get(tx, friend)?.language;
    let fitting: Vec<_> = DIALOGUES
        .iter()
        .filter(|dialogue| dialogue.language == language)
        .collect();
    let mut lines = Vec::new();
    // Old acquaintances have talked more than once.
    let rounds = 1 + usize::from(random.chance(30));
    for _ in 0..rounds {
        let dialogue = random.pick(&fitting);
        for (own, text) in dialogue.lines {
            let (sender, other) = if *own { (seat, friend) } else { (friend, seat) };
            lines.push(line(tx, random, sender, other, text)?);
        }
    }
    if unread.is_some() {
        for text in GREETINGS {
            lines.push(line(tx, random, friend, seat, text)?);
        }
    } else if random.chance(35) {
        lines.truncate(lines.len() - random.below(3));
    }
    let trailing = lines
        .iter()
        .rev()
        .take_while(|line| line.sender == friend)
        .count();
    let unread = unread.unwrap_or_else(|| if random.chance(60) { trailing } else { 0 });
    let plan = Plan {
        kind: "direct",
        title: None,
        subject: None,
        group_id: None,
        members: vec![seat, friend],
        lines,
        unread,
    };
    play(tx, random, &plan, base_ms)
}

fn inmail(
    tx: &mut Tx<'_>,
    random: &mut Random,
    seat: i64,
    stranger: i64,
    received: bool,
    base_ms: i64,
) -> Result<(), Refusal> {
    let (subject, text, answer) = *random.pick(INMAILS);
    let (sender, other) = if received {
        (stranger, seat)
    } else {
        (seat, stranger)
    };
    let mut lines = vec![line(tx, random, sender, other, text)?];
    if let Some(answer) = answer {
        lines.push(line(tx, random, other, sender, answer)?);
    }
    let unread = usize::from(received && answer.is_none());
    let plan = Plan {
        kind: "inmail",
        title: None,
        subject: Some(subject),
        group_id: None,
        members: vec![seat, stranger],
        lines,
        unread,
    };
    play(tx, random, &plan, base_ms)
}

fn round_table(
    tx: &mut Tx<'_>,
    random: &mut Random,
    seat: i64,
    circle: &[i64],
    third: Option<i64>,
    base_ms: i64,
) -> Result<(), Refusal> {
    let (title, script) = *random.pick(ROUND_TABLES);
    let mut guests = circle.to_vec();
    random.shuffle(&mut guests);
    guests.truncate(2 + random.below(4));
    if let Some(third) = third {
        guests.insert(0, third);
    }
    let mut members = vec![seat];
    members.extend(guests);
    let mut lines = Vec::new();
    for (speaker, text) in script {
        lines.push(line(tx, random, members[*speaker], seat, text)?);
    }
    let trailing = lines
        .iter()
        .rev()
        .take_while(|line| line.sender != seat)
        .count();
    let plan = Plan {
        kind: "group",
        title: random.chance(70).then_some(title),
        subject: None,
        group_id: None,
        unread: if random.chance(40) { trailing } else { 0 },
        members,
        lines,
    };
    play(tx, random, &plan, base_ms)
}

fn line(
    tx: &Tx<'_>,
    random: &mut Random,
    sender: i64,
    other: i64,
    text: &str,
) -> Result<Line, Refusal> {
    let text = text
        .replace("{other}", &members::get(tx, other)?.first_name)
        .replace("{me}", &members::get(tx, sender)?.first_name)
        .replace("{company}", random.pick::<&str>(COMPANIES))
        .replace("{topic}", random.pick::<&str>(TOPICS));
    Ok(Line { sender, text })
}

/// What somebody writes whose messages are not read yet.
pub(super) const GREETINGS: [&str; 2] = [
    "Hello, how are you?",
    "Do you have a minute this week to talk about {topic}?",
];

/// Says the lines one after the other, the last one some time before the base instant.
fn play(
    tx: &mut Tx<'_>,
    random: &mut Random,
    plan: &Plan<'_>,
    base_ms: i64,
) -> Result<(), Refusal> {
    let mut instant = base_ms - random.between(20 * MINUTE_MS, 60 * DAY_MS);
    let mut instants = Vec::with_capacity(plan.lines.len());
    for _ in &plan.lines {
        instants.push(instant);
        instant -= if random.chance(25) {
            random.between(DAY_MS / 4, 3 * DAY_MS)
        } else {
            random.between(MINUTE_MS / 2, 90 * MINUTE_MS)
        };
    }
    instants.reverse();
    let new = NewThread {
        kind: plan.kind,
        title: plan.title,
        subject: plan.subject,
        group_id: plan.group_id,
        members: &plan.members,
        created_at: instants.first().map_or(base_ms, |first| first - 1),
    };
    let mut thread = threads::open(tx, new)?;
    for (index, (line, sent_at)) in plan.lines.iter().zip(instants).enumerate() {
        let is_unread = index + plan.unread >= plan.lines.len();
        speak(
            tx,
            random,
            &mut thread,
            plan,
            line,
            (sent_at, index, is_unread),
        )?;
    }
    settle(tx, &thread, plan)
}

fn speak(
    tx: &mut Tx<'_>,
    random: &mut Random,
    thread: &mut Thread,
    plan: &Plan<'_>,
    line: &Line,
    (sent_at, index, is_unread): (i64, usize, bool),
) -> Result<(), Refusal> {
    let mut uploads = Vec::new();
    if random.chance(8) || line.text.contains("attach") || line.text.contains("資料をお送り")
    {
        let (name, media_type) = random.pick(FILES);
        let content = inventions::file(name, media_type);
        uploads.push(attachments::insert(tx, line.sender, name, media_type, &content)?.0);
    }
    let new = NewMessage {
        sender: line.sender,
        kind: if plan.kind == "inmail" {
            "inmail"
        } else {
            "message"
        },
        subject: plan.subject.filter(|_| index == 0),
        text: &line.text,
        sent_at,
        token: None,
        reply_to: None,
        attachments: &uploads,
        notify: false,
    };
    let message = messages::append(tx, thread, new)?;
    let is_last = index + 1 == plan.lines.len();
    for member in plan.members.iter().filter(|member| **member != line.sender) {
        let is_owner = *member == plan.members[0];
        let delivered_at = sent_at + random.between(180, 2_500);
        let seen = if is_owner {
            !is_unread
        } else {
            !(is_last && random.chance(40))
        };
        let seen_at = seen.then(|| delivered_at + random.between(1_000, 15 * MINUTE_MS));
        tx.execute(
            "INSERT INTO receipt (message, member, delivered_at, seen_at) VALUES (?1, ?2, ?3, ?4)",
            (message.id, member, delivered_at, seen_at),
        )?;
        if seen && random.chance(9) {
            tx.execute(
                "INSERT INTO reaction (message, member, emoji, reacted_at) VALUES (?1, ?2, ?3, ?4)",
                (message.id, member, random.pick(EMOJI), seen_at),
            )?;
        }
    }
    Ok(())
}

/// Makes each mailbox's counters say what the receipts say.
fn settle(tx: &Tx<'_>, thread: &Thread, plan: &Plan<'_>) -> Result<(), Refusal> {
    for member in &plan.members {
        tx.execute(
            "UPDATE participant SET
                unread_count = (SELECT count(*) FROM message
                                  LEFT JOIN receipt ON receipt.message = message.id AND receipt.member = ?2
                                 WHERE message.thread = ?1 AND sender <> ?2 AND seen_at IS NULL),
                seen_position = (SELECT coalesce(max(position), 0) FROM message
                                   JOIN receipt ON receipt.message = message.id AND receipt.member = ?2
                                  WHERE message.thread = ?1 AND seen_at IS NOT NULL),
                last_read_at = (SELECT max(seen_at) FROM message
                                  JOIN receipt ON receipt.message = message.id AND receipt.member = ?2
                                 WHERE message.thread = ?1)
              WHERE thread = ?1 AND member = ?2",
            (thread.id, member),
        )?;
    }
    Ok(())
}
