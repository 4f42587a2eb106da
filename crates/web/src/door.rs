//! What every handler stands on: the use cases and what an operator may set about the doors.

use std::sync::Arc;
use std::time::Duration;

use app::App;
use ipnet::IpNet;

use crate::extract::Room;
use crate::linkedin::Shelf;
use crate::v1::events::stream::Streams;

/// What an operator may set about the doors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebSettings {
    /// Bytes of a request body; a larger one is answered with 413.
    pub body_bytes_max: usize,
    /// The same of a request that hands over messages, whose files travel in it.
    pub messages_body_bytes_max: usize,
    /// Bytes of bodies that are larger than `body_bytes_max` and are held at the same time; what finds no room is answered
    /// with 503.
    pub large_bodies_bytes_max: usize,
    /// The longest wait that a caller may ask for with `Prefer: wait=N`.
    pub wait_max: Duration,
    /// Event streams that are open at the same time; one more is answered with 503.
    pub streams_max: usize,
    /// Proxies that are believed when they say where a request comes from.
    pub trusted_proxies: Vec<IpNet>,
    /// Where people's browsers reach this gateway, without a slash at the end.
    pub public_url: String,
    /// Whether the two older reads of the guide answer with the address of the newer ones.
    pub redirect_older_reads: bool,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            body_bytes_max: domain::limits::BODY_BYTES_MAX,
            messages_body_bytes_max: domain::limits::MESSAGES_BODY_BYTES_MAX,
            large_bodies_bytes_max: domain::limits::LARGE_BODIES_BYTES_MAX,
            wait_max: Duration::from_mins(2),
            streams_max: domain::limits::STREAMS_MAX,
            trusted_proxies: Vec::new(),
            public_url: "http://localhost:8787".to_owned(),
            redirect_older_reads: false,
        }
    }
}

/// The state of every route. A cheap handle.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) app: App,
    pub(crate) settings: Arc<WebSettings>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) room: Room,
    pub(crate) streams: Streams,
}

impl Door {
    pub(crate) fn new(app: App, settings: WebSettings) -> Self {
        Self {
            app,
            room: Room::new(settings.large_bodies_bytes_max, settings.body_bytes_max),
            streams: Streams::new(settings.streams_max),
            settings: Arc::new(settings),
            shelf: Arc::default(),
        }
    }
}
