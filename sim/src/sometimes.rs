//! Interesting states that a run must reach somewhere: a simulation that never comes to them proves nothing about them.

/// A state worth reaching.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sometimes {
    UnknownThenSent,
    UnknownThenSentAgain,
    UnknownThenPerson,
    LeaseTakenDuringCall,
    SuppressedDuringCall,
    ReplyDuringCall,
    GapOfClocksInHours,
    CapReachedExactly,
    CapLoweredBelowUse,
    CommitAnswerLost,
    CommitFailed,
    ClockSetBack,
    ClockSetBackOverWindow,
    ClockSetOn,
    CrashBeforeCommit,
    CrashBeforeEffect,
    CrashAfterEffect,
    CrashAnywhere,
    CallCancelled,
    NodeStopped,
    NodeStoodStill,
    ApprovalExpired,
    ApprovedOldWords,
    TwinJoined,
    KeyReplayed,
    KeyReusedForOther,
    EditedWhileWaiting,
    CancelledWhileWaiting,
    HeldByLimit,
    HeldByHours,
    HeldByGap,
    Ramped,
    CooledDown,
    DeferredByNetwork,
    AccountHeld,
    UnlinkedWithSends,
    RelinkedAfterUnlink,
    StoppedByReply,
    StoppedByMovedConversation,
    StoppedBySuppression,
    StoppedAtAcceptance,
    PausedPersonAsked,
    RefusedByNetwork,
    Expired,
    FailedAfterTries,
    AcceptedLongAfterDeadline,
    CursorLost,
    SameTextByHand,
    CountedByHand,
    PersonLimitReached,
    RepeatHonoured,
    ForeignWorkspaceRefused,
    PlannedForLater,
    LimitRefused,
    CrashDuringDelivery,
    WebhookAgainAfterCut,
    WebhookTakenLate,
    WebhookLanePassed,
    WebhookReceiverGone,
    WebhookReceiverHopeless,
    WebhookRested,
    WebhookGivenUp,
    WebhookReplayed,
    WebhookRecovered,
    WebhookSignedTwice,
    WebhookTakenOver,
}

impl Sometimes {
    /// Every state that the large run must reach.
    pub const ALL: [Self; 66] = [
        Self::UnknownThenSent,
        Self::UnknownThenSentAgain,
        Self::UnknownThenPerson,
        Self::LeaseTakenDuringCall,
        Self::SuppressedDuringCall,
        Self::ReplyDuringCall,
        Self::GapOfClocksInHours,
        Self::CapReachedExactly,
        Self::CapLoweredBelowUse,
        Self::CommitAnswerLost,
        Self::CommitFailed,
        Self::ClockSetBack,
        Self::ClockSetBackOverWindow,
        Self::ClockSetOn,
        Self::CrashBeforeCommit,
        Self::CrashBeforeEffect,
        Self::CrashAfterEffect,
        Self::CrashAnywhere,
        Self::CallCancelled,
        Self::NodeStopped,
        Self::NodeStoodStill,
        Self::ApprovalExpired,
        Self::ApprovedOldWords,
        Self::TwinJoined,
        Self::KeyReplayed,
        Self::KeyReusedForOther,
        Self::EditedWhileWaiting,
        Self::CancelledWhileWaiting,
        Self::HeldByLimit,
        Self::HeldByHours,
        Self::HeldByGap,
        Self::Ramped,
        Self::CooledDown,
        Self::DeferredByNetwork,
        Self::AccountHeld,
        Self::UnlinkedWithSends,
        Self::RelinkedAfterUnlink,
        Self::StoppedByReply,
        Self::StoppedByMovedConversation,
        Self::StoppedBySuppression,
        Self::StoppedAtAcceptance,
        Self::PausedPersonAsked,
        Self::RefusedByNetwork,
        Self::Expired,
        Self::FailedAfterTries,
        Self::AcceptedLongAfterDeadline,
        Self::CursorLost,
        Self::SameTextByHand,
        Self::CountedByHand,
        Self::PersonLimitReached,
        Self::RepeatHonoured,
        Self::ForeignWorkspaceRefused,
        Self::PlannedForLater,
        Self::LimitRefused,
        Self::CrashDuringDelivery,
        Self::WebhookAgainAfterCut,
        Self::WebhookTakenLate,
        Self::WebhookLanePassed,
        Self::WebhookReceiverGone,
        Self::WebhookReceiverHopeless,
        Self::WebhookRested,
        Self::WebhookGivenUp,
        Self::WebhookReplayed,
        Self::WebhookRecovered,
        Self::WebhookSignedTwice,
        Self::WebhookTakenOver,
    ];
}

/// How often each state was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached([u64; Sometimes::ALL.len()]);

impl Default for Reached {
    fn default() -> Self {
        Self([0; Sometimes::ALL.len()])
    }
}

impl Reached {
    /// Once more.
    pub fn note(&mut self, what: Sometimes) {
        self.0[what as usize] += 1;
    }

    /// How often a state was reached.
    pub fn count(&self, what: Sometimes) -> u64 {
        self.0[what as usize]
    }

    /// Adds another run.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
    }

    /// The states that were never reached.
    pub fn missing(&self) -> Vec<Sometimes> {
        Sometimes::ALL
            .into_iter()
            .filter(|what| self.count(*what) == 0)
            .collect()
    }
}
