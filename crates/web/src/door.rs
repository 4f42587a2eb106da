//! What every handler stands on: the use cases and what an operator may set about the doors.

use std::sync::Arc;
use std::time::Duration;

use app::App;

use crate::linkedin::Shelf;

/// What an operator may set about the doors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebSettings {
    /// Bytes of a request body; a larger one is answered with 413.
    pub body_bytes_max: usize,
    /// The same of a request that hands over messages, whose files travel in it.
    pub messages_body_bytes_max: usize,
    /// The longest wait that a caller may ask for with `Prefer: wait=N`.
    pub wait_max: Duration,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            body_bytes_max: domain::limits::BODY_BYTES_MAX,
            messages_body_bytes_max: domain::limits::MESSAGES_BODY_BYTES_MAX,
            wait_max: Duration::from_mins(2),
        }
    }
}

/// The state of every route. A cheap handle.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) app: App,
    pub(crate) settings: Arc<WebSettings>,
    pub(crate) shelf: Arc<Shelf>,
}

impl Door {
    pub(crate) fn new(app: App, settings: WebSettings) -> Self {
        Self {
            app,
            settings: Arc::new(settings),
            shelf: Arc::default(),
        }
    }
}
