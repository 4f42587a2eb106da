//! Broken twins: deliberate mistakes of the kind that gateways really make, for the simulation to find. A simulation
//! that lets one of them pass would let the mistake itself pass.
//!
//! Without the feature `twins`, which only the simulation switches on, none can be chosen, and the compiler removes
//! every question.

/// A mistake, named after what is done wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twin {
    /// What had no answer is sent again at once.
    RetryUnknown,
    /// What had no answer gives its place in the ledger back.
    FreeUnknown,
    /// A try that a crash left open counts as one that never left.
    OpenNeverLeft,
    /// Limits count by the day of the calendar.
    CalendarDay,
    /// A place in the ledger is taken when the answer comes, not before the call.
    ReserveLate,
    /// Nobody asks the do-not-contact list when a send's turn comes.
    ForgetSuppression,
    /// What a send depends on is looked at when it is accepted, and never again.
    ForgetPreconditions,
    /// A person's yes holds for whatever the send says by then.
    ApproveAnyWords,
    /// A person's yes holds for ever.
    ApproveForEver,
    /// "Not there" is believed as soon as a call is over.
    ForgetSettleTime,
    /// One read that does not show it is proof enough.
    BelieveOneRead,
    /// Every send is a lane of its own.
    OneLaneEach,
    /// The network's wish to wait so long is not heard.
    ForgetRetryAfter,
    /// The offset of a time zone is taken the wrong way round.
    WrongWayRound,
    /// A repeat with the same idempotency key is a new request.
    ForgetKey,
    /// Twins are looked for before the transaction and not in it.
    CheckThenAct,
    /// What is past its time leaves all the same.
    ForgetExpiry,
    /// A lost answer to COMMIT is told as a failure.
    LostCommitIsFailure,
    /// An account that is held goes on.
    ForgetHold,
    /// Whoever holds the lease, everybody acts.
    ForgetLease,
    /// The pause between two acts is not made.
    ForgetGap,
    /// A new account begins with all of its caps.
    ForgetRamp,
    /// A send that is held is not put on the agenda.
    ForgetToWake,
    /// A refused send keeps its places in the ledger.
    KeepRefused,
    /// What the owner writes by hand does not count.
    ForgetByHand,
    /// What one person gets from other accounts does not count.
    ForgetPerson,
    /// Of a lane only the first event is ever told to a receiver.
    LaneNotReleased,
    /// Events of one lane are told to a receiver side by side.
    LaneIgnored,
    /// A receiver's place in the log goes on without what it wants.
    TakenWithoutRows,
    /// Who passes an event that fails does not say so.
    GapNotTold,
    /// A receiver that asks for a rest is told all the same.
    RestIgnored,
    /// While two secrets are valid, only the old one signs.
    OldSecretOnly,
    /// Whoever holds the lease, every node tells a receiver.
    EverybodyTells,
    /// What a receiver has taken and said so is told again.
    DeliveredAgain,
    /// Deliveries begin as soon as they are due, however many.
    PaceIgnored,
    /// A receiver that is gone is told all the same.
    GoneGoesOn,
}

impl Twin {
    /// Every mistake.
    pub const ALL: [Self; 36] = [
        Self::RetryUnknown,
        Self::FreeUnknown,
        Self::OpenNeverLeft,
        Self::CalendarDay,
        Self::ReserveLate,
        Self::ForgetSuppression,
        Self::ForgetPreconditions,
        Self::ApproveAnyWords,
        Self::ApproveForEver,
        Self::ForgetSettleTime,
        Self::BelieveOneRead,
        Self::OneLaneEach,
        Self::ForgetRetryAfter,
        Self::WrongWayRound,
        Self::ForgetKey,
        Self::CheckThenAct,
        Self::ForgetExpiry,
        Self::LostCommitIsFailure,
        Self::ForgetHold,
        Self::ForgetLease,
        Self::ForgetGap,
        Self::ForgetRamp,
        Self::ForgetToWake,
        Self::KeepRefused,
        Self::ForgetByHand,
        Self::ForgetPerson,
        Self::LaneNotReleased,
        Self::LaneIgnored,
        Self::TakenWithoutRows,
        Self::GapNotTold,
        Self::RestIgnored,
        Self::OldSecretOnly,
        Self::EverybodyTells,
        Self::DeliveredAgain,
        Self::PaceIgnored,
        Self::GoneGoesOn,
    ];
}

/// Whether this thread runs with the mistake.
#[cfg(not(feature = "twins"))]
pub const fn is(_: Twin) -> bool {
    false
}

#[cfg(feature = "twins")]
mod chosen {
    use std::cell::Cell;

    use super::Twin;

    thread_local! {
        static CHOSEN: Cell<Option<Twin>> = const { Cell::new(None) };
    }

    /// Whether this thread runs with the mistake.
    pub fn is(twin: Twin) -> bool {
        CHOSEN.get() == Some(twin)
    }

    /// Lets this thread run with a mistake, or with none.
    pub fn choose(twin: Option<Twin>) {
        CHOSEN.set(twin);
    }
}

#[cfg(feature = "twins")]
pub use chosen::{choose, is};
