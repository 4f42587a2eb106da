//! A network that can do nothing at all, and must not be asked to.

use std::sync::Arc;
use std::time::Duration;

use domain::network::{
    CapabilityClass, Member, MemberQuery, NetworkMessage, Page, Plan, Receipt, Relationship,
    Thread, Updates,
};
use domain::outcome::Outcome;
use domain::time::Timestamp;
use integrations::networks::lines::Adapter;
use integrations::networks::network::{
    Answer, Capabilities, Network, NetworkError, OutgoingMessage, ReadBack,
};
use integrations::networks::{Lines, SeatAddress};

/// Opens lines to it.
pub(crate) fn adapter() -> Adapter {
    Box::new(|_: &Lines, _: &SeatAddress| Ok(Arc::new(Incapable) as Arc<dyn Network>))
}

struct Incapable;

macro_rules! never_asked {
    ($($name:ident($($argument:ty),*) -> $answer:ty;)*) => {$(
        fn $name(&self, $(_: $argument),*) -> Answer<'_, $answer> {
            panic!("{} was asked for", stringify!($name))
        }
    )*};
}

impl Network for Incapable {
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    never_asked! {
        own_profile() -> Result<(Member, CapabilityClass), NetworkError>;
        plan() -> Result<Plan, NetworkError>;
        member(MemberQuery) -> Result<Option<Member>, NetworkError>;
        relationship(String) -> Result<Relationship, NetworkError>;
        is_open_profile(String) -> Result<bool, NetworkError>;
        shares_group(String, String) -> Result<bool, NetworkError>;
        thread(String) -> Result<Option<Thread>, NetworkError>;
        thread_with(String) -> Result<Option<Thread>, NetworkError>;
        threads(Option<String>, u32) -> Result<Page<Thread>, NetworkError>;
        messages(String, Option<String>, u32) -> Result<Page<NetworkMessage>, NetworkError>;
        current_cursor() -> Result<String, NetworkError>;
        updates(String, Duration) -> Result<Updates, NetworkError>;
        send(OutgoingMessage) -> Outcome<Receipt>;
        read_back(OutgoingMessage, Timestamp) -> Result<ReadBack, NetworkError>;
        typing(String, bool) -> Result<(), NetworkError>;
        acknowledge(Option<String>, Vec<String>) -> Result<(), NetworkError>;
        mark_seen(String) -> Result<(), NetworkError>;
        mark_all_read() -> Result<(), NetworkError>;
        connect(String, String, Option<String>) -> Outcome<()>;
    }
}
