//! Who asks not to be contacted any more is not contacted any more, in the transaction that keeps the request.
//!
//! A certain request counts whenever it was made, in the history and in an import too; a probable one only as news, for a
//! person to look at. In a group nobody can be sure whom it is meant for: there both are looked at by a person.

use domain::event::EventKind;
use domain::network::{NetworkMessage, ThreadKind};
use domain::opt_out::{Evidence, OptOut, Recognised, recognise};
use domain::suppression::SuppressionState;

use super::{Place, Scene};
use crate::suppressions::{self, Suppression};
use crate::{StoreResult, Tx, person_locks};

/// Puts the senders of new messages on the do-not-contact list who ask for it.
pub(super) fn note<'m>(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &Scene,
    new: impl Iterator<Item = &'m NetworkMessage>,
) -> StoreResult<()> {
    let account = place.account;
    let mut asked = Vec::new();
    for message in new.filter(|message| message.sender_key != account.member_key) {
        let recognised = recognise(&message.text);
        let is_news = place.is_news(message.sent_at);
        let Some(state) = consequence(&recognised, scene.conversation.kind, is_news) else {
            continue;
        };
        let suppression = Suppression {
            workspace_id: place.workspace_id(),
            network: account.network.clone(),
            member_key: message.sender_key.clone(),
            state,
            note: recognised.evidence.as_ref().map(said),
            created_by: None,
            created_at: place.now,
        };
        asked.push((message, recognised.opt_out, suppression));
    }
    let keys = asked
        .iter()
        .map(|(message, ..)| message.sender_key.as_str());
    person_locks::lock_each(tx, place.workspace_id(), &account.network, &keys.collect())?;
    for (message, opt_out, suppression) in &asked {
        announce(tx, place, scene, message, *opt_out);
        suppressions::raise(tx, suppression)?;
    }
    Ok(())
}

fn announce(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &Scene,
    message: &NetworkMessage,
    opt_out: OptOut,
) {
    let ids = (
        scene.conversation.conversation_id,
        scene.conversation.thread_key.as_str(),
    );
    let certainty = if opt_out == OptOut::Certain {
        "certain"
    } else {
        "probable"
    };
    place.announce(tx, EventKind::PersonOptedOut, ids, |data| {
        data.text("message_key", &message.message_key)
            .text("member_key", &message.sender_key)
            .text("certainty", certainty)
    });
}

fn consequence(
    recognised: &Recognised,
    kind: ThreadKind,
    is_news: bool,
) -> Option<SuppressionState> {
    let is_between_two = kind != ThreadKind::Group;
    match recognised.opt_out {
        OptOut::Certain if is_between_two => Some(SuppressionState::Suppressed),
        OptOut::Certain | OptOut::Probable if is_news => Some(SuppressionState::Paused),
        _ => None,
    }
}

/// What a person reads beside the name.
fn said(evidence: &Evidence) -> String {
    format!(
        "Recognised in an answer ({}): “{}”",
        evidence.language, evidence.words
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_counts_as_much_as_it_is_sure() {
        let recognised = |opt_out| Recognised {
            opt_out,
            evidence: None,
            door: None,
        };
        let (suppressed, paused) = (SuppressionState::Suppressed, SuppressionState::Paused);
        for (opt_out, kind, is_news, expected) in [
            (OptOut::Certain, ThreadKind::Direct, true, Some(suppressed)),
            (OptOut::Certain, ThreadKind::Inmail, false, Some(suppressed)),
            (OptOut::Certain, ThreadKind::Group, true, Some(paused)),
            (OptOut::Certain, ThreadKind::Group, false, None),
            (OptOut::Probable, ThreadKind::Direct, true, Some(paused)),
            (OptOut::Probable, ThreadKind::Direct, false, None),
            (OptOut::None, ThreadKind::Direct, true, None),
        ] {
            assert_eq!(consequence(&recognised(opt_out), kind, is_news), expected);
        }
    }
}
