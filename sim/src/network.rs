//! The simulated network: its own state, its own clock and its own log, which is the judge's evidence. It shares nothing
//! with the product but the types of the trait that every adapter implements.

mod acts;
mod line;
mod log;
mod reads;
mod stream;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use domain::network::{CapabilityClass, Member, NetworkMessage, Thread, ThreadKind};
use domain::time::{Clock as _, Timestamp};

use crate::chance::Chance;
use crate::clock::WallClock;
use crate::executor::{Group, Handle};
use crate::faults::{Kind, Mix};
use crate::sometimes::Reached;
use crate::trace::Trace;

pub use line::{Line, adapter, credentials};
pub use log::{Acceptance, ByHand, Call, Log};
pub use stream::Shown;

/// The name of the network, as accounts have it.
pub const NAME: &str = "simulated";

/// The network.
pub struct SimNetwork {
    pub(crate) handle: Handle,
    pub(crate) trace: Arc<Trace>,
    skew: i64,
    mix: Mix,
    /// Of each node, in order: what its clock shows is noted with each call.
    clocks: Vec<Arc<WallClock>>,
    state: Mutex<State>,
}

/// Everything that the network knows.
pub struct State {
    pub seats: Vec<Seat>,
    pub people: Vec<Member>,
    pub log: Log,
    /// Groups that end as soon as the present poll is over.
    pub doomed: Vec<Group>,
    /// Nodes that stand still for a while as soon as the present poll is over.
    pub stalled: Vec<(usize, Duration)>,
    /// Nodes and seats that show typing just now.
    pub typing: BTreeSet<(usize, usize)>,
    /// It is over: answers come as they should from now on.
    pub is_calm: bool,
    /// The network says that it honours tokens, and does not.
    pub lies: bool,
    pub reached: Reached,
    chance: Chance,
    keys: u64,
}

/// One member's seat.
pub struct Seat {
    pub member: Member,
    pub class: CapabilityClass,
    /// Which credentials are good.
    pub session: u32,
    pub is_out: bool,
    pub is_restricted: bool,
    /// Of whom it was asked last to wait, and until when in true time.
    pub asked_to_wait: Option<(String, i64)>,
    pub degrees: Vec<u8>,
    pub invited: BTreeSet<usize>,
    pub threads: BTreeMap<String, Room>,
    stream: stream::Stream,
    /// Messages by our token, as an index into the log.
    tokens: BTreeMap<String, usize>,
    /// Acts that are being worked on, by token.
    in_process: BTreeMap<String, u32>,
    /// Tokens that a stale copy has denied once.
    stale_reads: BTreeSet<String>,
}

/// A thread of a seat with one person.
pub struct Room {
    pub kind: ThreadKind,
    pub person: usize,
    pub created_at: Timestamp,
    pub messages: Vec<Posted>,
    pub unread: i64,
    pub read_at: Option<Timestamp>,
}

/// A message in a thread.
#[derive(Clone)]
pub struct Posted {
    pub key: String,
    pub is_own: bool,
    pub sent_at: Timestamp,
    pub text: String,
    pub subject: Option<String>,
    pub token: Option<String>,
    /// From when on reads show it, in true time.
    pub shown_from: i64,
    pub delivered_at: Option<Timestamp>,
    pub seen_at: Option<Timestamp>,
    pub is_deleted: bool,
}

impl SimNetwork {
    /// A network with these seats and so many other people, everybody connected with everybody but the last ones.
    pub fn new(
        handle: Handle,
        trace: Arc<Trace>,
        (seed, skew, mix): (u64, i64, Mix),
        clocks: Vec<Arc<WallClock>>,
        (classes, people): (&[CapabilityClass], usize),
    ) -> Self {
        let people: Vec<Member> = (0..people).map(person).collect();
        let seats = classes.iter().enumerate();
        let seats = seats.map(|(number, class)| Seat::new(number, *class, people.len()));
        let state = State {
            seats: seats.collect(),
            people,
            log: Log::default(),
            doomed: Vec::new(),
            stalled: Vec::new(),
            typing: BTreeSet::new(),
            is_calm: true,
            lies: false,
            reached: Reached::default(),
            chance: Chance::new(seed, "network"),
            keys: 0,
        };
        Self {
            handle,
            trace,
            skew,
            mix,
            clocks,
            state: Mutex::new(state),
        }
    }

    /// What it knows.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a fault strikes now: so many times in a thousand for every degree of hardness, and never in calm.
    fn strikes(&self, state: &mut State, kind: Kind, each: u32) -> bool {
        let share = if state.is_calm {
            0
        } else {
            self.mix.share(kind, each)
        };
        state.chance.per_mille(share)
    }

    /// What its own clock shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.handle.now() + self.skew)
    }

    /// What the clock of a node shows.
    pub fn reading(&self, node: usize) -> i64 {
        self.clocks[node].now().micros()
    }

    /// Somebody writes, or the owner does by hand. Returns the key of the message.
    pub fn post(self: &Arc<Self>, seat: usize, person: usize, is_own: bool, text: &str) -> String {
        let now = self.now();
        let reading = self.clocks.iter().map(|clock| clock.now().micros()).min();
        let (thread_key, key) = {
            let mut state = self.state();
            let thread_key = state.direct(seat, person, now);
            let key = state.key("m");
            if is_own {
                state.log.by_hand.push(ByHand {
                    seat,
                    message_key: key.clone(),
                    text: text.to_owned(),
                    reading: reading.unwrap_or_default(),
                });
            }
            let posted = Posted {
                key: key.clone(),
                is_own,
                sent_at: now,
                text: text.to_owned(),
                subject: None,
                token: None,
                shown_from: self.handle.now(),
                delivered_at: None,
                seen_at: None,
                is_deleted: false,
            };
            state.put(seat, &thread_key, posted);
            (thread_key, key)
        };
        self.show(seat, &Shown::Message(thread_key, key.clone()));
        key
    }
}

impl State {
    /// A new key.
    fn key(&mut self, kind: &str) -> String {
        self.keys += 1;
        format!("2-{kind}{}", self.keys)
    }

    /// The key of the direct thread with a person, which is opened if there is none.
    fn direct(&mut self, seat: usize, person: usize, now: Timestamp) -> String {
        let known = self.seats[seat].direct_with(person).map(str::to_owned);
        known.unwrap_or_else(|| self.open(seat, person, ThreadKind::Direct, now))
    }

    fn open(&mut self, seat: usize, person: usize, kind: ThreadKind, now: Timestamp) -> String {
        let key = self.key("t");
        let room = Room {
            kind,
            person,
            created_at: now,
            messages: Vec::new(),
            unread: 0,
            read_at: None,
        };
        self.seats[seat].threads.insert(key.clone(), room);
        key
    }

    fn put(&mut self, seat: usize, thread_key: &str, posted: Posted) {
        if let Some(room) = self.seats[seat].threads.get_mut(thread_key) {
            room.unread += i64::from(!posted.is_own);
            room.messages.push(posted);
        }
    }

    /// The number of a person by the key.
    fn person(&self, member_key: &str) -> Option<usize> {
        self.people
            .iter()
            .position(|person| person.member_key == member_key)
    }

    /// A thread as it is shown now.
    fn thread(&self, seat: usize, key: &str) -> Option<Thread> {
        let room = self.seats[seat].threads.get(key)?;
        let last = room.messages.iter().rev().find(|posted| !posted.is_deleted);
        let mut member = self.people[room.person].clone();
        member.degree = Some(self.seats[seat].degrees[room.person]);
        Some(Thread {
            thread_key: key.to_owned(),
            kind: room.kind,
            title: None,
            participants: vec![member],
            created_at: room.created_at,
            last_activity_at: last.map_or(room.created_at, |posted| posted.sent_at),
            last_read_at: room.read_at,
            unread_count: room.unread,
            mailbox: None,
        })
    }

    /// A message as it is shown now.
    fn message(&self, seat: usize, thread_key: &str, posted: &Posted) -> NetworkMessage {
        let seat = &self.seats[seat];
        let person = seat.threads.get(thread_key).map_or(0, |room| room.person);
        let sender = if posted.is_own {
            &seat.member
        } else {
            &self.people[person]
        };
        let echoes = matches!(seat.class, CapabilityClass::A | CapabilityClass::B);
        NetworkMessage {
            message_key: posted.key.clone(),
            thread_key: thread_key.to_owned(),
            sender_key: sender.member_key.clone(),
            sent_at: posted.sent_at,
            text: posted.text.clone(),
            subject: posted.subject.clone(),
            token: posted.token.clone().filter(|_| echoes),
            reply_to: None,
            attachments: Vec::new(),
            reactions: Vec::new(),
            delivered_at: posted.delivered_at,
            seen_at: posted.seen_at,
            edited_at: None,
        }
    }
}

impl Seat {
    fn new(number: usize, class: CapabilityClass, people: usize) -> Self {
        let member = Member {
            member_key: format!("ACoAAowner{number}"),
            member_number: None,
            slug: Some(format!("owner-{number}")),
            first_name: "Owner".to_owned(),
            last_name: number.to_string(),
            headline: "Sells".to_owned(),
            picture: None,
            badge: None,
            degree: None,
        };
        Self {
            member,
            class,
            session: 1,
            is_out: false,
            is_restricted: false,
            asked_to_wait: None,
            // The last two can only be invited or sent an InMail.
            degrees: (0..people)
                .map(|person| if person + 2 < people { 1 } else { 2 })
                .collect(),
            invited: BTreeSet::new(),
            threads: BTreeMap::new(),
            stream: stream::Stream::default(),
            tokens: BTreeMap::new(),
            in_process: BTreeMap::new(),
            stale_reads: BTreeSet::new(),
        }
    }

    /// The key of the direct thread with a person.
    pub fn direct_with(&self, person: usize) -> Option<&str> {
        self.threads
            .iter()
            .find(|(_, room)| room.person == person && room.kind == ThreadKind::Direct)
            .map(|(key, _)| key.as_str())
    }

    /// The direct thread with a person, and the newest message in it.
    pub fn newest(&self, person: usize) -> (Option<String>, Option<String>) {
        let Some(key) = self.direct_with(person) else {
            return (None, None);
        };
        let newest = self.threads.get(key).and_then(|room| room.messages.last());
        (
            Some(key.to_owned()),
            newest.map(|posted| posted.key.clone()),
        )
    }

    /// Who waits for updates of this seat.
    fn waiters(&mut self) -> Vec<Waker> {
        std::mem::take(&mut self.stream.waiters)
    }
}

fn person(number: usize) -> Member {
    Member {
        member_key: format!("ACoAAperson{number}"),
        member_number: None,
        slug: Some(format!("person-{number}")),
        first_name: "Person".to_owned(),
        last_name: number.to_string(),
        headline: "Buys".to_owned(),
        picture: None,
        badge: None,
        degree: Some(1),
    }
}
