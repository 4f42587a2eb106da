//! A network that takes every message at once and notes when: what dispatch costs is the gateway's own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::network::{
    CapabilityClass, Member, MemberQuery, NetworkMessage, Page, Plan, Receipt, Relationship,
    Thread, Updates,
};
use domain::outcome::Outcome;
use domain::time::{Clock, Timer, Timestamp};
use integrations::networks::lines::Adapter;
use integrations::networks::network::{
    Answer, Capabilities, Network, NetworkError, OutgoingMessage, ReadBack,
};
use integrations::networks::{Lines, SeatAddress};

/// The name in an account's row.
pub(crate) const NAME: &str = "quick";

/// When each message came, by its token.
#[derive(Clone, Default)]
pub(crate) struct QuickNetwork(Arc<Mutex<BTreeMap<String, Timestamp>>>);

impl QuickNetwork {
    /// Lines to it.
    pub(crate) fn lines(&self) -> Lines {
        let network = self.clone();
        let open =
            move |_: &Lines, _: &SeatAddress| Ok(Arc::new(network.clone()) as Arc<dyn Network>);
        Lines::with_adapters([(NAME, Box::new(open) as Adapter)])
    }

    /// What came so far.
    pub(crate) fn arrivals(&self) -> BTreeMap<String, Timestamp> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

macro_rules! never_asked {
    ($($name:ident($($argument:ty),*) -> $answer:ty;)*) => {$(
        fn $name(&self, $(_: $argument),*) -> Answer<'_, Result<$answer, NetworkError>> {
            Box::pin(async { Err(NetworkError::Unsupported { capability: stringify!($name) }) })
        }
    )*};
}

impl Network for QuickNetwork {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            send: true,
            inmail: false,
            typing: false,
            acknowledge: false,
            mark_seen: false,
            groups: false,
            attachments: false,
            reply_to: false,
            invitations: false,
            mark_unread: false,
            archive: false,
            star: false,
            live_updates: false,
            ..Capabilities::default()
        }
    }

    fn send(&self, message: OutgoingMessage) -> Answer<'_, Outcome<Receipt>> {
        let now = SystemClock.now();
        let receipt = Receipt {
            message_key: format!("m-{}", message.token),
            thread_key: format!("t-{}", message.token),
            accepted_at: now,
            attachments: Vec::new(),
        };
        let mut arrivals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        arrivals.insert(message.token, now);
        Box::pin(async { Outcome::Accepted(receipt) })
    }

    fn connect(&self, _: String, _: String, _: Option<String>) -> Answer<'_, Outcome<()>> {
        Box::pin(async { Outcome::Accepted(()) })
    }

    never_asked! {
        own_profile() -> (Member, CapabilityClass);
        plan() -> Plan;
        member(MemberQuery) -> Option<Member>;
        relationship(String) -> Relationship;
        is_open_profile(String) -> bool;
        shares_group(String, String) -> bool;
        thread(String) -> Option<Thread>;
        thread_with(String) -> Option<Thread>;
        threads(Option<String>, u32) -> Page<Thread>;
        messages(String, Option<String>, u32) -> Page<NetworkMessage>;
        current_cursor() -> String;
        updates(String, Duration) -> Updates;
        read_back(OutgoingMessage, Timestamp) -> ReadBack;
        typing(String, bool) -> ();
        acknowledge(Option<String>, Vec<String>) -> ();
        mark_seen(String) -> ();
        mark_all_read() -> ();
    }
}

/// The machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// Waits in real time.
pub(crate) struct RealTimer;

impl Timer for RealTimer {
    fn sleep(
        &self,
        span: Duration,
    ) -> std::pin::Pin<Box<dyn std::future::Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(span))
    }
}
