//! Callers: what they ask the gateway for, what they are told, and that they ask again when they are told nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use app::relationships::Connect;
use app::sends::{SendMessage, SendRoute, SendTerms};
use app::{App, AppError, Caller};
use domain::error_code::ErrorCode;
use domain::send::Resolution;

use crate::executor::WORLD;
use crate::faults::Kind;
use crate::node::group_of;
use crate::owners::Hook;
use crate::sometimes::Sometimes;
use crate::world::World;

/// What a caller wants of the gateway: one message, however often it is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    pub seat: usize,
    pub person: usize,
    pub kind: WishKind,
    /// Begins with a mark that no other wish has.
    pub text: String,
    pub key: Option<String>,
    pub terms: SendTerms,
    pub typing: bool,
    pub wait: Duration,
    /// The person is named by the thread.
    pub by_thread: Option<String>,
    /// Ask as our own contract does, not as the guide's.
    pub keeps: bool,
    pub answers: Vec<Told>,
    /// Requests that have no answer yet.
    pub under_way: u32,
    /// More requests than the one that a careful caller would make.
    pub is_loose: bool,
}

/// What kind of act it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WishKind {
    Message,
    Inmail,
    Invitation,
}

/// What a caller was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It may leave or has left: the id of its send.
    Accepted(String),
    /// It never existed or never leaves.
    Refused(String),
    /// Nothing: the connection broke.
    Nothing,
}

/// The books of all callers, and of the people who decide.
#[derive(Debug, Default)]
pub struct Desk {
    pub wishes: Vec<Wish>,
    /// By send: the texts that a person has said yes to.
    pub approved: BTreeMap<String, Vec<String>>,
    /// Sends that nobody touches after the yes.
    pub left_alone: BTreeSet<String>,
    /// By send: what a person made of an unknown outcome.
    pub resolved: BTreeMap<String, Vec<Resolution>>,
    /// By send: whether a person changed when it leaves.
    pub rescheduled: BTreeMap<String, bool>,
    /// How much clocks were set, all in all, in microseconds.
    pub clock_shifts: i64,
    /// Seats that are to be linked again.
    pub unlinked: BTreeMap<usize, bool>,
    /// Nodes that are to stand still, or to go on.
    pub freezes: Vec<(usize, bool)>,
    /// What somebody was shown that is another workspace's.
    pub leaks: Vec<String>,
    /// Of each endpoint, what its owner did.
    pub hooks: Vec<Hook>,
}

impl Desk {
    /// A person is about to say yes to a text.
    pub fn note_approval(&mut self, send_id: &str, text: &str) {
        let approved = self.approved.entry(send_id.to_owned()).or_default();
        approved.push(text.to_owned());
    }

    /// A person is about to decide what nobody could tell.
    pub fn note_resolution(&mut self, send_id: &str, resolution: Resolution) {
        let resolved = self.resolved.entry(send_id.to_owned()).or_default();
        resolved.push(resolution);
    }
}

/// The mark at the beginning of every text: which wish it is.
pub fn mark(wish: usize) -> String {
    format!("w{wish}. ")
}

/// Which wish a text belongs to.
pub fn wish_of(text: &str) -> Option<usize> {
    text.strip_prefix('w')?.split_once(". ")?.0.parse().ok()
}

impl World {
    /// Notes a wish and asks for it the first time.
    pub fn wish(self: &Arc<Self>, mut wish: Wish) -> usize {
        let number = {
            let mut desk = self.desk();
            let number = desk.wishes.len();
            wish.text = format!("{}{}", mark(number), wish.text);
            desk.wishes.push(wish);
            number
        };
        self.ask(number);
        number
    }

    /// Asks for a wish, at a node that is up; nobody is asked if none is.
    pub fn ask(self: &Arc<Self>, number: usize) {
        let (from, cut) = {
            let mut chance = self.chance();
            let share = if self.is_calm() {
                0
            } else {
                self.plan.mix.share(Kind::Cancel, 40)
            };
            let cut = chance.per_mille(share).then(|| chance.below(8));
            (chance.index(self.plan.nodes), cut)
        };
        let Some((node, app)) = self.app(from) else {
            return;
        };
        let wish = {
            let mut desk = self.desk();
            let wish = &mut desk.wishes[number];
            wish.under_way += 1;
            wish.clone()
        };
        let caller = self.caller(self.plan.seats[wish.seat].workspace);
        let account = self.linked(wish.seat).account_id.to_string();
        self.note(format_args!("wish {number} is asked of node {node}"));
        let asked = Asked {
            world: Arc::clone(self),
            number,
            told: None,
        };
        let request = async move {
            let mut asked = asked;
            let told = hand_over(&app, &caller, account, &wish, &asked.world).await;
            asked.told = Some(told);
        };
        self.handle.spawn(group_of(node), cut_short(request, cut));
    }
}

/// Drops a future at one of its polls, as a server does when its caller hangs up.
pub async fn cut_short(work: impl Future<Output = ()>, polls: Option<u64>) {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(|cx| {
        if left == Some(0) {
            return Poll::Ready(());
        }
        left = left.map(|left| left - 1);
        work.as_mut().poll(cx)
    })
    .await;
}

/// A request that was made. Dropped without an answer, its caller was told nothing.
struct Asked {
    world: Arc<World>,
    number: usize,
    told: Option<Told>,
}

impl Drop for Asked {
    fn drop(&mut self) {
        let told = self.told.take().unwrap_or(Told::Nothing);
        let is_nothing = told == Told::Nothing;
        if self.world.is_over() {
            return;
        }
        self.world
            .note(format_args!("wish {} is told {told:?}", self.number));
        let has_key = {
            let mut desk = self.world.desk();
            let wish = &mut desk.wishes[self.number];
            wish.under_way -= 1;
            wish.answers.push(told);
            wish.key.is_some()
        };
        if is_nothing {
            self.world.reached(Sometimes::CallCancelled);
            self.ask_again(has_key);
        }
    }
}

impl Asked {
    /// A caller that was told nothing asks again, with the same key, if there is one.
    fn ask_again(&self, has_key: bool) {
        let pause = {
            let mut chance = self.world.chance();
            if !has_key || chance.per_mille(300) {
                return;
            }
            let longest = *chance.pick(&[5, 60, 4_000]);
            chance.span(Duration::ZERO, Duration::from_secs(longest))
        };
        let (world, number) = (Arc::clone(&self.world), self.number);
        self.world.handle.spawn(WORLD, async move {
            world.handle.sleep(pause).await;
            world.ask(number);
        });
    }
}

async fn hand_over(
    app: &App,
    caller: &Caller,
    account: String,
    wish: &Wish,
    world: &World,
) -> Told {
    let person = format!("ACoAAperson{}", wish.person);
    if wish.kind == WishKind::Invitation {
        let command = Connect {
            account: Some(account),
            person,
            person_field: "profileId",
            note: Some(wish.text.clone()),
            note_field: "customMessage",
            terms: None,
            wait: Some(wish.wait),
            idempotency_key: wish.key.clone(),
        };
        let answer = app.connect(caller, command).await;
        let answer = answer.map(|connected| {
            (
                connected.send_id.to_string(),
                connected.is_replayed,
                connected.duplicate_of.is_some(),
            )
        });
        return told(world, answer);
    }
    let command = SendMessage {
        account: Some(account),
        recipient: wish.by_thread.is_none().then_some(person),
        conversation: wish.by_thread.clone(),
        group_id: None,
        text: wish.text.clone(),
        subject: None,
        is_inmail: wish.kind == WishKind::Inmail,
        typing: wish.typing,
        acknowledge: None,
        route: SendRoute::Direct,
        wait: Some(wish.wait),
        idempotency_key: wish.key.clone(),
        terms: wish.terms.clone(),
        fields: app::sends::MessageFields::OWN,
    };
    if wish.keeps {
        let answer = app.keep_message(caller, command).await;
        let answer = answer.map(|kept| {
            (
                kept.send.report.send_id.to_string(),
                kept.is_replayed,
                false,
            )
        });
        return told(world, answer);
    }
    let answer = app.send_message(caller, command).await;
    let answer = answer.map(|report| {
        (
            report.send_id.to_string(),
            report.is_replayed,
            report.duplicate_of.is_some(),
        )
    });
    told(world, answer)
}

fn told(world: &World, answer: Result<(String, bool, bool), AppError>) -> Told {
    let error = match answer {
        Ok((send_id, is_replayed, is_twin)) => {
            if is_replayed {
                world.reached(Sometimes::KeyReplayed);
            }
            if is_twin {
                world.reached(Sometimes::TwinJoined);
            }
            return Told::Accepted(send_id);
        }
        Err(error) => error,
    };
    let Some(refusal) = error.refusal() else {
        return Told::Refused(error.to_string());
    };
    match refusal.code {
        ErrorCode::RateLimitExceeded => world.reached(Sometimes::LimitRefused),
        ErrorCode::IdempotencyKeyReused => world.reached(Sometimes::KeyReusedForOther),
        ErrorCode::ConversationMoved | ErrorCode::RecipientSuppressed if refusal.send.is_none() => {
            world.reached(Sometimes::StoppedAtAcceptance);
        }
        _ => {}
    }
    Told::Refused(refusal.code.word().to_owned())
}
