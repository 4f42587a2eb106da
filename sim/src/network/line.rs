//! The adapter: what the product holds of the network, one value for each seat and process.

use std::future::{pending, poll_fn};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use domain::network::{
    CapabilityClass, Member, MemberQuery, NetworkMessage, Page, Plan, Receipt, Relationship,
    Thread, Updates,
};
use domain::outcome::Outcome;
use domain::time::Timestamp;
use integrations::networks::network::{
    Answer, Capabilities, Network, NetworkError, OutgoingMessage, ReadBack,
};
use integrations::networks::{Lines, SeatAddress};
use secrecy::ExposeSecret as _;

use super::acts::Act;
use super::{NAME, SimNetwork};
use crate::sometimes::Sometimes;

/// How long the network holds a question for updates open. Longer than it is asked to, or a month would be nothing but
/// polls.
const HELD_OPEN: Duration = Duration::from_hours(12);

/// One seat's line from one node.
pub struct Line {
    network: Arc<SimNetwork>,
    seat: usize,
    node: usize,
    session: u32,
}

/// The credentials of a seat in one of its sessions.
pub fn credentials(seat: usize, session: u32) -> String {
    format!("{seat}/{session}")
}

/// Lines of one node to the network.
pub fn adapter(network: &Arc<SimNetwork>, node: usize) -> Lines {
    let network = Arc::clone(network);
    let open = move |_: &Lines, seat: &SeatAddress| {
        let (number, session) = seat
            .credentials
            .expose_secret()
            .split_once('/')
            .and_then(|(number, session)| Some((number.parse().ok()?, session.parse().ok()?)))
            .ok_or(NetworkError::SessionExpired)?;
        let line: Arc<dyn Network> = Arc::new(Line {
            network: Arc::clone(&network),
            seat: number,
            node,
            session,
        });
        Ok(line)
    };
    Lines::with_adapters([(NAME, Box::new(open) as _)])
}

impl Line {
    /// The way there and back of a question, which may fail.
    async fn trip(&self) -> Result<(), NetworkError> {
        let pause = {
            let mut state = self.network.state();
            Duration::from_millis(5 + state.chance.below(120))
        };
        self.network.handle.sleep(pause).await;
        if let Some(error) = self.network.read_fault() {
            return Err(error);
        }
        let state = self.network.state();
        let seat = &state.seats[self.seat];
        if seat.is_out || seat.session != self.session {
            return Err(NetworkError::SessionExpired);
        }
        if seat.is_restricted {
            return Err(NetworkError::Restricted {
                code: "restricted".to_owned(),
            });
        }
        Ok(())
    }

    async fn act(&self, act: Act) -> Outcome<Option<Receipt>> {
        if self.network.crashes_before_effect() {
            self.network.doom(self.node, Sometimes::CrashBeforeEffect);
            return pending().await;
        }
        self.network.may_stall(self.node);
        self.network.act(self.seat, self.node, act).await
    }

    fn member(&self, query: &MemberQuery) -> Option<Member> {
        let state = self.network.state();
        let number = state.people.iter().position(|person| match query {
            MemberQuery::Slug(slug) => person.slug.as_ref() == Some(slug),
            MemberQuery::MemberKey(key) => person.member_key == *key,
            MemberQuery::MemberNumber(_) => false,
        })?;
        let mut member = state.people[number].clone();
        member.degree = Some(state.seats[self.seat].degrees[number]);
        Some(member)
    }

    fn relationship_now(&self, member_key: &str) -> Relationship {
        let state = self.network.state();
        let seat = &state.seats[self.seat];
        let person = state.person(member_key);
        Relationship {
            degree: person.map(|person| seat.degrees[person]),
            invitation_sent: person.is_some_and(|person| seat.invited.contains(&person)),
            invitation_received: false,
        }
    }

    /// A page of threads, the most active first; the cursor is how many came before.
    fn page_of_threads(&self, before: usize, limit: usize) -> Page<Thread> {
        let state = self.network.state();
        let keys = state.seats[self.seat].threads.keys();
        let mut threads: Vec<Thread> = keys
            .filter_map(|key| state.thread(self.seat, key))
            .collect();
        threads.sort_by(|left, right| {
            (right.last_activity_at, &right.thread_key)
                .cmp(&(left.last_activity_at, &left.thread_key))
        });
        page(threads, before, limit)
    }

    fn page_of_messages(
        &self,
        thread_key: &str,
        before: usize,
        limit: usize,
    ) -> Option<Page<NetworkMessage>> {
        let state = self.network.state();
        let now = self.network.handle.now();
        let room = state.seats[self.seat].threads.get(thread_key)?;
        let shown = room.messages.iter().rev();
        let shown = shown.filter(|posted| !posted.is_deleted && posted.shown_from <= now);
        let shown = shown.map(|posted| state.message(self.seat, thread_key, posted));
        Some(page(shown.collect(), before, limit))
    }

    /// The next updates, as soon as there are any.
    async fn next_updates(&self, cursor: &str, wait: Duration) -> Result<Updates, NetworkError> {
        let mut held = self
            .network
            .handle
            .sleep(if wait.is_zero() { wait } else { HELD_OPEN });
        poll_fn(|cx| {
            let mut state = self.network.state();
            match state.updates(self.seat, cursor) {
                Err(error) => return Poll::Ready(Err(error)),
                Ok(Some(updates)) => return Poll::Ready(Ok(updates)),
                Ok(None) => {}
            }
            state.seats[self.seat]
                .stream
                .waiters
                .push(cx.waker().clone());
            drop(state);
            let over = std::pin::Pin::new(&mut held).poll(cx);
            over.map(|()| {
                Ok(Updates {
                    items: Vec::new(),
                    cursor: cursor.to_owned(),
                })
            })
        })
        .await
    }
}

fn page<T>(items: Vec<T>, before: usize, limit: usize) -> Page<T> {
    let whole = items.len();
    let items: Vec<T> = items.into_iter().skip(before).take(limit).collect();
    let after = before + items.len();
    Page {
        items,
        next: (after < whole).then(|| after.to_string()),
    }
}

fn position(cursor: Option<&String>) -> usize {
    cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0)
}

fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

impl Network for Line {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            send: true,
            inmail: true,
            typing: true,
            acknowledge: true,
            mark_seen: true,
            groups: false,
            attachments: false,
            reply_to: false,
            invitations: true,
            mark_unread: false,
            archive: false,
            star: false,
            live_updates: true,
            ..Capabilities::default()
        }
    }

    fn own_profile(&self) -> Answer<'_, Result<(Member, CapabilityClass), NetworkError>> {
        Box::pin(async {
            self.trip().await?;
            let state = self.network.state();
            let seat = &state.seats[self.seat];
            Ok((seat.member.clone(), seat.class))
        })
    }

    fn plan(&self) -> Answer<'_, Result<Plan, NetworkError>> {
        Box::pin(async {
            self.trip().await?;
            Ok(Plan {
                is_premium: true,
                premium_type: Some("PREMIUM_BUSINESS".to_owned()),
                inmail_credits_total: 10_000,
                inmail_credits_used: 0,
            })
        })
    }

    fn member(&self, query: MemberQuery) -> Answer<'_, Result<Option<Member>, NetworkError>> {
        Box::pin(async move {
            self.trip().await?;
            Ok(self.member(&query))
        })
    }

    fn relationship(&self, member_key: String) -> Answer<'_, Result<Relationship, NetworkError>> {
        Box::pin(async move {
            self.trip().await?;
            Ok(self.relationship_now(&member_key))
        })
    }

    fn is_open_profile(&self, _: String) -> Answer<'_, Result<bool, NetworkError>> {
        Box::pin(async {
            self.trip().await?;
            Ok(false)
        })
    }

    fn shares_group(&self, _: String, _: String) -> Answer<'_, Result<bool, NetworkError>> {
        Box::pin(async {
            self.trip().await?;
            Ok(false)
        })
    }

    fn thread(&self, thread_key: String) -> Answer<'_, Result<Option<Thread>, NetworkError>> {
        Box::pin(async move {
            self.trip().await?;
            Ok(self.network.state().thread(self.seat, &thread_key))
        })
    }

    fn thread_with(&self, member_key: String) -> Answer<'_, Result<Option<Thread>, NetworkError>> {
        Box::pin(async move {
            self.trip().await?;
            let state = self.network.state();
            let key = state
                .person(&member_key)
                .and_then(|person| state.seats[self.seat].direct_with(person));
            Ok(key.and_then(|key| state.thread(self.seat, key)))
        })
    }

    fn threads(
        &self,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'_, Result<Page<Thread>, NetworkError>> {
        Box::pin(async move {
            self.trip().await?;
            Ok(self.page_of_threads(position(cursor.as_ref()), size(limit)))
        })
    }

    fn messages(
        &self,
        thread_key: String,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'_, Result<Page<NetworkMessage>, NetworkError>> {
        Box::pin(async move {
            self.trip().await?;
            self.page_of_messages(&thread_key, position(cursor.as_ref()), size(limit))
                .ok_or_else(|| NetworkError::Refused {
                    code: "unknown_thread".to_owned(),
                    detail: "no such thread".to_owned(),
                })
        })
    }

    fn current_cursor(&self) -> Answer<'_, Result<String, NetworkError>> {
        Box::pin(async {
            self.trip().await?;
            Ok(self.network.state().cursor(self.seat))
        })
    }

    fn updates(&self, cursor: String, wait: Duration) -> Answer<'_, Result<Updates, NetworkError>> {
        Box::pin(async move {
            self.trip().await?;
            self.next_updates(&cursor, wait).await
        })
    }

    fn send(&self, message: OutgoingMessage) -> Answer<'_, Outcome<Receipt>> {
        Box::pin(async move {
            match self.act(Act::Message(message)).await {
                // A message always has a receipt; an answer without one cannot be read.
                Outcome::Accepted(None) => Outcome::Unknown {
                    detail: "no receipt".to_owned(),
                },
                other => other.map(|receipt| receipt.expect("looked at above")),
            }
        })
    }

    fn read_back(
        &self,
        message: OutgoingMessage,
        since: Timestamp,
    ) -> Answer<'_, Result<ReadBack, NetworkError>> {
        Box::pin(async move {
            self.trip().await?;
            self.network.find(self.seat, &message, since)
        })
    }

    fn typing(&self, _: String, is_typing: bool) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(async move {
            self.trip().await?;
            if is_typing {
                self.network.state().typing.insert((self.node, self.seat));
            }
            Ok(())
        })
    }

    fn acknowledge(
        &self,
        _: Option<String>,
        _: Vec<String>,
    ) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(self.trip())
    }

    fn mark_seen(&self, _: String) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(self.trip())
    }

    fn mark_all_read(&self) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(self.trip())
    }

    fn connect(
        &self,
        token: String,
        member_key: String,
        note: Option<String>,
    ) -> Answer<'_, Outcome<()>> {
        let note = note.unwrap_or_default();
        Box::pin(async move {
            let act = Act::Invitation {
                token,
                member_key,
                note,
            };
            self.act(act).await.map(|_| ())
        })
    }
}
