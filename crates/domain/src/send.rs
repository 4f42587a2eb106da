//! The life of one outward act, from acceptance to its end. One vocabulary: the word of a state is also the word of
//! its event, `send.<state>`.

use std::time::Duration;

mod kind;

pub use kind::SendKind;

use crate::error_code::ErrorCode;
use crate::time::Timestamp;

/// Which rule holds a send back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The network asked to wait.
    Deferred,
    /// The last try provably did not leave; the next waits a little longer.
    BackOff,
    /// A limit is used up.
    Window,
    /// The caller asked for a later instant.
    SendAt,
    /// The account does not act at this time of the day or the week.
    WorkingHours,
    /// The pause after the act before is not over.
    Gap,
    /// The account is new, and its limits are not whole yet.
    Ramp,
    /// The network said that it was too much, and the limits are smaller for a while.
    CoolDown,
    /// Its recipient has had from all accounts together what one person may get.
    Person,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 9] = [
        Self::Deferred,
        Self::BackOff,
        Self::Window,
        Self::SendAt,
        Self::WorkingHours,
        Self::Gap,
        Self::Ramp,
        Self::CoolDown,
        Self::Person,
    ];

    /// The limits on how many may leave from an account. Whom one of them holds waits behind those before it.
    pub const OF_ACCOUNT: [Self; 3] = [Self::Window, Self::Ramp, Self::CoolDown];

    /// The limits on how many may leave, from an account or to a person.
    pub const LIMITS: [Self; 4] = [Self::Window, Self::Ramp, Self::CoolDown, Self::Person];

    /// Whether it is one of [`Self::LIMITS`].
    pub fn is_limit(self) -> bool {
        Self::LIMITS.contains(&self)
    }

    /// Whether it is one of [`Self::OF_ACCOUNT`].
    pub fn is_of_account(self) -> bool {
        Self::OF_ACCOUNT.contains(&self)
    }
}

impl Rule {
    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deferred => "deferred_by_network",
            Self::BackOff => "back_off",
            Self::Window => "limit_window",
            Self::SendAt => "send_at",
            Self::WorkingHours => "working_hours",
            Self::Gap => "minimum_gap",
            Self::Ramp => "ramp_up",
            Self::CoolDown => "cool_down",
            Self::Person => "person_limit",
        }
    }

    /// The rule behind a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.word() == word)
    }
}

/// Where a send stands. Each state carries what exists only in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendState {
    /// Accepted and committed.
    Queued,
    /// A person must first say yes to exactly these words, before `until`.
    AwaitingApproval { until: Timestamp },
    /// Held until an instant, with the rule that holds it.
    Scheduled { until: Timestamp, rule: Rule },
    /// An attempt is committed and its call under way, at most until `deadline`.
    Sending { deadline: Timestamp },
    /// The network accepted it.
    Sent { at: Timestamp },
    /// It reached the other side.
    Delivered { at: Timestamp },
    /// The other side saw it.
    Seen { at: Timestamp },
    /// The call left and no answer came. Read back at `check_at`; `absent` complete reads have not found it.
    Unknown { check_at: Timestamp, absent: u32 },
    /// Reading back could not tell: a person decides.
    NeedsDecision,
    /// The network said no.
    Refused { code: ErrorCode, detail: String },
    /// Provably not sent, tries or lifetime used up.
    Failed { code: ErrorCode, detail: String },
    /// A rule of ours keeps it from leaving, for good.
    Suppressed { code: ErrorCode, detail: String },
    /// A person withdrew it before it left.
    Cancelled,
    /// Its lifetime was over before the first try.
    Expired,
}

impl SendState {
    /// Every word that [`Self::word`] gives, in the order of a send's life.
    pub const WORDS: &'static [&'static str] = &[
        "queued",
        "awaiting_approval",
        "scheduled",
        "sending",
        "sent",
        "delivered",
        "seen",
        "unknown",
        "needs_decision",
        "refused",
        "failed",
        "suppressed",
        "cancelled",
        "expired",
    ];

    /// The word that is stored, shown and used in `send.<state>`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::AwaitingApproval { .. } => "awaiting_approval",
            Self::Scheduled { .. } => "scheduled",
            Self::Sending { .. } => "sending",
            Self::Sent { .. } => "sent",
            Self::Delivered { .. } => "delivered",
            Self::Seen { .. } => "seen",
            Self::Unknown { .. } => "unknown",
            Self::NeedsDecision => "needs_decision",
            Self::Refused { .. } => "refused",
            Self::Failed { .. } => "failed",
            Self::Suppressed { .. } => "suppressed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// Whether dispatch still has something to do with it. `needs_decision` waits for a person and blocks its lane.
    pub const fn is_open(&self) -> bool {
        matches!(
            self,
            Self::Queued
                | Self::AwaitingApproval { .. }
                | Self::Scheduled { .. }
                | Self::Sending { .. }
                | Self::Unknown { .. }
                | Self::NeedsDecision
        )
    }

    /// Whether no try is under way and none is in doubt, so that its caller may still change or withdraw it.
    pub const fn is_waiting(&self) -> bool {
        matches!(
            self,
            Self::Queued | Self::AwaitingApproval { .. } | Self::Scheduled { .. }
        )
    }

    /// Whether a try is under way or in doubt, so that it holds its places in the ledger.
    pub const fn is_under_way(&self) -> bool {
        self.is_open() && !self.is_waiting()
    }

    /// Whether the network has it.
    pub const fn is_sent(&self) -> bool {
        matches!(
            self,
            Self::Sent { .. } | Self::Delivered { .. } | Self::Seen { .. }
        )
    }

    /// The instant at which dispatch must look again.
    pub const fn due_at(&self) -> Option<Timestamp> {
        match self {
            Self::Queued => Some(Timestamp::MIN),
            Self::Scheduled { until, .. } | Self::AwaitingApproval { until } => Some(*until),
            Self::Sending { deadline } => Some(*deadline),
            Self::Unknown { check_at, .. } => Some(*check_at),
            _ => None,
        }
    }
}

/// What a person says of a send whose outcome nobody could tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// It was sent.
    Sent,
    /// It was not: send it again.
    SendAgain,
    /// Whatever became of it, leave it.
    Drop,
}

impl Resolution {
    /// Every word that [`Self::from_word`] knows.
    pub const WORDS: [&'static str; 3] = ["sent", "send_again", "drop"];

    /// The resolution behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "sent" => Some(Self::Sent),
            "send_again" => Some(Self::SendAgain),
            "drop" => Some(Self::Drop),
            _ => None,
        }
    }
}

/// How long to wait before try number `attempt` + 1, without jitter: 1 s doubling to 5 minutes.
pub fn back_off(attempt: u32) -> Duration {
    let seconds = 1u64
        .checked_shl(attempt.saturating_sub(1))
        .unwrap_or(u64::MAX);
    Duration::from_secs(seconds.min(300))
}

/// What a network's own word for a refusal means to our callers.
pub fn refusal_code(network_code: &str) -> ErrorCode {
    match network_code {
        "not_connected" | "connection_required" => ErrorCode::ConnectionRequired,
        "no_credit" | "inmail_credit_required" => ErrorCode::InmailCreditRequired,
        "premium_required" => ErrorCode::PremiumRequired,
        "not_group_member" | "group_membership_required" => ErrorCode::GroupMembershipRequired,
        "unknown_member" | "member_not_found" => ErrorCode::MemberNotFound,
        "unknown_thread" | "conversation_not_found" => ErrorCode::ConversationNotFound,
        "already_connected" => ErrorCode::AlreadyConnected,
        "already_invited" | "invitation_pending" => ErrorCode::AlreadyInvited,
        "unknown_message" => ErrorCode::MessageNotFound,
        "not_sender" => ErrorCode::NotOwnMessage,
        "window_over" => ErrorCode::ChangeWindowOver,
        "unknown_invitation" => ErrorCode::InvitationNotFound,
        _ => ErrorCode::NetworkRefused,
    }
}

/// How long typing is shown for a text: by its length, within bounds.
pub fn typing_span(
    chars: usize,
    per_second: u32,
    shortest: Duration,
    longest: Duration,
) -> Duration {
    let millis = u64::try_from(chars)
        .unwrap_or(u64::MAX)
        .saturating_mul(1_000)
        / u64::from(per_second.max(1));
    Duration::from_millis(millis).clamp(shortest.min(longest), longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_off_doubles_to_five_minutes() {
        let seconds: Vec<u64> = [0, 1, 2, 3, 9, 10, 200]
            .map(|attempt| back_off(attempt).as_secs())
            .into();
        assert_eq!(seconds, [1, 1, 2, 4, 256, 300, 300]);
    }

    #[test]
    fn typing_follows_the_length_within_its_bounds() {
        let span = |chars| {
            typing_span(chars, 40, Duration::from_secs(1), Duration::from_secs(8)).as_millis()
        };
        assert_eq!([span(1), span(100), span(8_000)], [1_000, 2_500, 8_000]);
    }

    #[test]
    fn open_states_are_those_that_may_still_leave() {
        let at = Timestamp::from_millis(1);
        let open = [
            SendState::Queued,
            SendState::AwaitingApproval { until: at },
            SendState::Scheduled {
                until: at,
                rule: Rule::BackOff,
            },
            SendState::Sending { deadline: at },
            SendState::Unknown {
                check_at: at,
                absent: 0,
            },
            SendState::NeedsDecision,
        ];
        assert!(open.iter().all(SendState::is_open));
        let closed = [
            SendState::Sent { at },
            SendState::Seen { at },
            SendState::Cancelled,
            SendState::Expired,
        ];
        assert!(!closed.iter().any(SendState::is_open));
    }
}
