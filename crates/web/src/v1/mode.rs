//! `mode`: whether a caller who hands a send over waits for the network.

use std::time::Duration;

use utoipa::ToSchema;

use crate::extract::{Fields, FromFields, SendOptions};

/// Whether to wait.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase", default = "async")]
#[expect(dead_code, reason = "described, never built")]
pub(crate) enum SendMode {
    /// Until the network has answered, or the time is over.
    Wait,
    /// As soon as it is safely kept.
    Async,
}

/// What a request says of it. Read alone, nothing else may stand in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Wait,
    Async,
}

impl Mode {
    /// `async` where it is not said.
    pub(super) fn read(fields: &mut Fields) -> Self {
        match fields.exact_word("mode", &["wait", "async"]) {
            Some("wait") => Self::Wait,
            _ => Self::Async,
        }
    }

    /// How long the caller waits for the network: as long as `Prefer` says, which `None` leaves to us, or not at all.
    pub(super) fn wait(self, options: &SendOptions) -> Option<Duration> {
        match self {
            Self::Wait => options.wait,
            Self::Async => Some(Duration::ZERO),
        }
    }
}

impl FromFields for Mode {
    fn from_fields(fields: &mut Fields) -> Self {
        let mode = Self::read(fields);
        fields.refuse_others();
        mode
    }
}
