//! How a send is written to and read from its row.

use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::likeness::Mark;
use domain::send::{Rule, SendKind, SendState};
use domain::time::Timestamp;

use super::{Approval, Send, attachments};
use crate::{Row, StoreError, StoreResult};

/// The condition that no try of a send is under way and none is in doubt.
macro_rules! waiting_states {
    () => {
        "state IN ('queued', 'scheduled', 'awaiting_approval')"
    };
}
pub(super) use waiting_states;

/// The condition that a try of a send is under way, or that nobody knows what became of one.
macro_rules! begun_states {
    () => {
        "state IN ('sending', 'unknown', 'needs_decision')"
    };
}
pub(super) use begun_states;

/// Whether a stored word is one of those that [`begun_states!`] names.
pub(super) fn has_begun(word: &str) -> bool {
    matches!(word, "sending" | "unknown" | "needs_decision")
}

macro_rules! select {
    ($($tail:tt)*) => {
        concat!(
            "SELECT workspace_id, send_id, account_id, number, lane, kind, state, due_at, rule, code, detail, check_count,
                    opens_conversation, idempotency_key, fingerprint, twin, token, recipient_key, thread_key, group_id,
                    subject, text, typing_millis, acknowledge, typing_sent, acknowledgment_sent, attempt_count,
                    message_key, sent_at, delivered_at, seen_at, policy_version, call_deadline_at, api_key_id,
                    accepted_at, updated_at, expires_at, ready_at, template_id, tags, no_reply_since, last_message_key,
                    approved_hash, approved_until, approved_at, approved_by, edited_at, likeness, reply_to,
                    attachments, target_key, forwarded_from, template_version
               FROM send ",
            $($tail)*
        )
    };
}
pub(super) use select;

/// The columns that a state fills.
pub(super) struct StateColumns {
    pub(super) is_open: bool,
    pub(super) due_at: Timestamp,
    pub(super) rule: Option<&'static str>,
    pub(super) code: Option<&'static str>,
    pub(super) detail: Option<String>,
    pub(super) check_count: u32,
}

pub(super) fn columns(state: &SendState, accepted_at: Timestamp) -> StateColumns {
    let mut columns = StateColumns {
        is_open: state.is_open(),
        due_at: match state {
            SendState::Queued => accepted_at,
            other => other.due_at().unwrap_or(Timestamp::MAX),
        },
        rule: None,
        code: None,
        detail: None,
        check_count: 0,
    };
    match state {
        SendState::Scheduled { rule, .. } => columns.rule = Some(rule.word()),
        SendState::Unknown { absent, .. } => columns.check_count = *absent,
        SendState::Refused { code, detail }
        | SendState::Failed { code, detail }
        | SendState::Suppressed { code, detail } => {
            columns.code = Some(code.word());
            columns.detail = Some(detail.clone());
        }
        _ => {}
    }
    columns
}

// Neither message keys nor tags contain a line break: they are parsed at the edge.
pub(super) fn lines(items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| items.join("\n"))
}

fn read_lines(text: Option<&str>) -> Vec<String> {
    text.map_or_else(Vec::new, |text| text.lines().map(str::to_owned).collect())
}

pub(super) fn read(row: &Row<'_>) -> StoreResult<Send> {
    let sent_at = row.opt_timestamp(28)?;
    let delivered_at = row.opt_timestamp(29)?;
    let seen_at = row.opt_timestamp(30)?;
    Ok(Send {
        workspace_id: row.id(0)?,
        send_id: row.id(1)?,
        account_id: row.id(2)?,
        number: row.int(3)?,
        lane: row.text(4)?.to_owned(),
        kind: SendKind::from_word(row.text(5)?).ok_or(inconsistent("its kind is unknown"))?,
        state: read_state(row, sent_at, delivered_at, seen_at)?,
        opens_conversation: row.bool(12)?,
        idempotency_key: row.opt_text(13)?.map(str::to_owned),
        fingerprint: row.blob(14)?.to_vec(),
        twin: row.opt_blob(15)?.map(<[u8]>::to_vec),
        token: row.text(16)?.to_owned(),
        recipient_key: row.opt_text(17)?.map(str::to_owned),
        thread_key: row.opt_text(18)?.map(str::to_owned),
        group_id: row.opt_text(19)?.map(str::to_owned),
        subject: row.opt_text(20)?.map(str::to_owned),
        text: row.text(21)?.to_owned(),
        typing: Duration::from_millis(row.number(22)?),
        acknowledge: read_lines(row.opt_text(23)?),
        typing_sent: row.opt_int(24)? == Some(1),
        acknowledgment_sent: row.opt_int(25)? == Some(1),
        attempt_count: row.number(26)?,
        message_key: row.opt_text(27)?.map(str::to_owned),
        sent_at,
        delivered_at,
        seen_at,
        policy_version: row.opt_int(31)?,
        call_deadline_at: row.opt_timestamp(32)?,
        api_key_id: row.opt_id(33)?,
        accepted_at: row.timestamp(34)?,
        updated_at: row.timestamp(35)?,
        expires_at: row.timestamp(36)?,
        ready_at: row.timestamp(37)?,
        template_id: row.opt_text(38)?.map(str::to_owned),
        tags: read_lines(row.opt_text(39)?),
        no_reply_since: row.opt_timestamp(40)?,
        last_message_key: row.opt_text(41)?.map(str::to_owned),
        approval: read_approval(row)?,
        edited_at: row.opt_timestamp(46)?,
        likeness: row.opt_int(47)?.map(Mark::from_stored),
        reply_to: row.opt_text(48)?.map(str::to_owned),
        attachments: attachments::read(row.opt_text(49)?)?,
        target_key: row.opt_text(50)?.map(str::to_owned),
        forwarded_from: row.opt_text(51)?.and_then(|id| id.parse().ok()),
        template_version: row.opt_int(52)?,
    })
}

fn read_approval(row: &Row<'_>) -> StoreResult<Option<Approval>> {
    let Some(hash) = row.opt_blob(42)? else {
        return Ok(None);
    };
    Ok(Some(Approval {
        hash: hash.to_vec(),
        until: row.timestamp(43)?,
        at: row.timestamp(44)?,
        by: row.opt_id(45)?,
    }))
}

fn read_state(
    row: &Row<'_>,
    sent_at: Option<Timestamp>,
    delivered_at: Option<Timestamp>,
    seen_at: Option<Timestamp>,
) -> StoreResult<SendState> {
    let inconsistent = || inconsistent("its columns do not fit its state");
    let due_at = row.timestamp(7)?;
    let because = || -> StoreResult<(ErrorCode, String)> {
        let code = row
            .opt_text(9)?
            .and_then(ErrorCode::from_word)
            .ok_or_else(inconsistent)?;
        Ok((code, row.opt_text(10)?.unwrap_or_default().to_owned()))
    };
    Ok(match row.text(6)? {
        "queued" => SendState::Queued,
        "awaiting_approval" => SendState::AwaitingApproval { until: due_at },
        "scheduled" => SendState::Scheduled {
            until: due_at,
            rule: row
                .opt_text(8)?
                .and_then(Rule::from_word)
                .ok_or_else(inconsistent)?,
        },
        "sending" => SendState::Sending { deadline: due_at },
        "sent" => SendState::Sent {
            at: sent_at.ok_or_else(inconsistent)?,
        },
        "delivered" => SendState::Delivered {
            at: delivered_at.ok_or_else(inconsistent)?,
        },
        "seen" => SendState::Seen {
            at: seen_at.ok_or_else(inconsistent)?,
        },
        "unknown" => SendState::Unknown {
            check_at: due_at,
            absent: row.number(11)?,
        },
        "needs_decision" => SendState::NeedsDecision,
        "refused" => because().map(|(code, detail)| SendState::Refused { code, detail })?,
        "failed" => because().map(|(code, detail)| SendState::Failed { code, detail })?,
        "suppressed" => because().map(|(code, detail)| SendState::Suppressed { code, detail })?,
        "cancelled" => SendState::Cancelled,
        "expired" => SendState::Expired,
        _ => return Err(inconsistent()),
    })
}

pub(super) fn inconsistent(message: &str) -> StoreError {
    StoreError::Inconsistent {
        what: "send",
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_in_conditions_are_those_of_the_states() {
        let at = Timestamp::default();
        let open = [
            SendState::Queued,
            SendState::AwaitingApproval { until: at },
            SendState::Scheduled {
                until: at,
                rule: Rule::Window,
            },
            SendState::Sending { deadline: at },
            SendState::Unknown {
                check_at: at,
                absent: 0,
            },
            SendState::NeedsDecision,
        ];
        let names =
            |condition: &str, state: &SendState| condition.contains(&format!("'{}'", state.word()));
        for state in open {
            assert_eq!(
                names(waiting_states!(), &state),
                state.is_waiting(),
                "{state:?}"
            );
            assert_eq!(
                names(begun_states!(), &state),
                !state.is_waiting(),
                "{state:?}"
            );
            assert_eq!(has_begun(state.word()), !state.is_waiting(), "{state:?}");
        }
        let count = |condition: &str| condition.matches('\'').count() / 2;
        assert_eq!((count(waiting_states!()), count(begun_states!())), (3, 3));
    }
}
