//! What can be done from an account: what its network offers, as far as its seat is entitled to it.

use std::time::Duration;

use domain::ids::AccountId;
use domain::limits::INVITATION_NOTE_CHARS_MAX;
use integrations::networks::network::Capabilities;
use store::accounts::Account;

use super::choose;
use crate::{App, AppResult, Caller};

/// What an account can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountCapabilities {
    pub account_id: AccountId,
    pub network: String,
    /// `A` to `D`: what may follow when an answer is lost.
    pub capability_class: &'static str,
    pub abilities: Vec<Ability>,
}

/// One thing that an account can do or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ability {
    /// A stable word.
    pub name: &'static str,
    /// Why not, if it cannot.
    pub lack: Option<Lack>,
    /// How long after the message was sent, where the network sets an end.
    pub window: Option<Duration>,
    /// Code points of its text at most; told of the note of an invitation.
    pub chars_max: Option<usize>,
}

/// Why an account cannot do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// It was imported and has no line to its network.
    ReadOnly,
    /// Its network has no such thing.
    Network,
    /// Its seat is not entitled to it.
    Seat,
}

impl Lack {
    /// Every word that [`Self::word`] gives.
    pub const WORDS: [&'static str; 3] = ["account_read_only", "network", "seat"];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ReadOnly => "account_read_only",
            Self::Network => "network",
            Self::Seat => "seat",
        }
    }

    /// What would be needed, for people.
    pub const fn needs(self) -> &'static str {
        match self {
            Self::ReadOnly => {
                "A linked seat: this account was imported from an archive and can only be read."
            }
            Self::Network => "An account of a network that offers it: this one does not.",
            Self::Seat => "A premium seat.",
        }
    }
}

/// The question to a network whether it offers something.
type Question = fn(&Capabilities) -> bool;

/// Each ability with that question.
const ABILITIES: &[(&str, Question)] = &[
    ("message", |able| able.send),
    ("inmail", |able| able.inmail),
    ("group_message", |able| able.groups),
    ("attachments", |able| able.attachments),
    ("reply_to", |able| able.reply_to),
    ("forward", |able| able.send),
    ("edit_message", |able| able.edit),
    ("delete_message", |able| able.unsend),
    ("reaction", |able| able.react),
    ("download_attachment", |able| able.download),
    ("typing", |able| able.typing),
    ("acknowledge", |able| able.acknowledge),
    ("mark_seen", |able| able.mark_seen),
    ("mark_unread", |able| able.mark_unread),
    ("archive", |able| able.archive),
    ("star", |able| able.star),
    ("invitation", |able| able.invitations),
    ("manage_invitations", |able| able.invitation_lists),
    ("live_updates", |able| able.live_updates),
];

/// Every ability's word, in the order in which they are shown.
pub fn ability_words() -> impl Iterator<Item = &'static str> {
    ABILITIES.iter().map(|(name, _)| *name)
}

/// `able`: absent for an account without a line.
fn abilities(able: Option<&Capabilities>, is_premium: bool) -> Vec<Ability> {
    let shown = ABILITIES.iter().map(|(name, is_able)| {
        let lack = match able {
            None => Some(Lack::ReadOnly),
            Some(able) if !is_able(able) => Some(Lack::Network),
            Some(_) if *name == "inmail" && !is_premium => Some(Lack::Seat),
            Some(_) => None,
        };
        let is_timed = lack.is_none() && matches!(*name, "edit_message" | "delete_message");
        let window = able.and_then(|able| able.change_window);
        let is_noted = lack.is_none() && *name == "invitation";
        let chars_max = able.and_then(|able| able.invitation_note_chars_max);
        let chars_max = chars_max.map_or(INVITATION_NOTE_CHARS_MAX, |most| {
            most.min(INVITATION_NOTE_CHARS_MAX)
        });
        Ability {
            name,
            lack,
            window: window.filter(|_| is_timed),
            chars_max: is_noted.then_some(chars_max),
        }
    });
    shown.collect()
}

impl App {
    /// What an account can do. Asks nothing of the network: an adapter knows what its network offers.
    pub async fn account_capabilities(
        &self,
        caller: &Caller,
        requested: &str,
    ) -> AppResult<AccountCapabilities> {
        let (caller, requested) = (caller.clone(), requested.to_owned());
        let chosen = self
            .parts()
            .store
            .read(move |tx| choose(tx, &caller, Some(&requested), None));
        let account = chosen.await??;
        let able = if account.is_read_only {
            None
        } else {
            Some(self.line(&account).await?.capabilities())
        };
        Ok(shown(account, able.as_ref()))
    }
}

fn shown(account: Account, able: Option<&Capabilities>) -> AccountCapabilities {
    AccountCapabilities {
        account_id: account.account_id,
        capability_class: account.capability_class.letter(),
        abilities: abilities(able, account.is_premium),
        network: account.network,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacks(able: Option<&Capabilities>, is_premium: bool, name: &str) -> Option<Lack> {
        let all = abilities(able, is_premium);
        let found = all.into_iter().find(|ability| ability.name == name);
        found.unwrap().lack
    }

    #[test]
    fn what_is_lacking_is_the_account_the_network_or_the_seat() {
        let able = Capabilities {
            send: true,
            inmail: true,
            edit: true,
            change_window: Some(Duration::from_hours(1)),
            ..Capabilities::default()
        };
        assert_eq!(lacks(None, true, "message"), Some(Lack::ReadOnly));
        assert_eq!(lacks(Some(&able), false, "message"), None);
        assert_eq!(lacks(Some(&able), false, "inmail"), Some(Lack::Seat));
        assert_eq!(lacks(Some(&able), true, "inmail"), None);
        assert_eq!(lacks(Some(&able), true, "reaction"), Some(Lack::Network));
        let timed = abilities(Some(&able), true);
        let timed = timed.iter().filter(|ability| ability.window.is_some());
        let timed: Vec<&str> = timed.map(|ability| ability.name).collect();
        assert_eq!(timed, ["edit_message"]);
    }
}
