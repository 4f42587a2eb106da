//! One typed id per resource: a UUID version 7 minted from injected time and entropy, printed as `prefix_` and 26
//! letters of Crockford's base 32, stored as 16 bytes. An id of one kind cannot be used as another.

use std::fmt;
use std::str::FromStr;

use crate::entropy::Entropy;
use crate::time::Timestamp;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LETTERS: usize = 26;

/// The text is not an id of the kind that is wanted here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id of the form {prefix}_ and 26 letters and digits")]
pub struct InvalidId {
    /// The prefix that was expected.
    pub prefix: &'static str,
}

fn mint(now: Timestamp, entropy: &dyn Entropy) -> [u8; 16] {
    let mut random = [0; 10];
    entropy.fill(&mut random);
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    *uuid::Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .as_bytes()
}

fn encode(bytes: [u8; 16]) -> [u8; LETTERS] {
    let mut rest = u128::from_be_bytes(bytes);
    let mut letters = [0; LETTERS];
    for letter in letters.iter_mut().rev() {
        *letter = ALPHABET[usize::try_from(rest & 31).expect("five bits fit")];
        rest >>= 5;
    }
    letters
}

fn decode(letters: &[u8]) -> Option<[u8; 16]> {
    // 26 letters hold 130 bits: the first may only carry three.
    if letters.len() != LETTERS || letters[0] > b'7' {
        return None;
    }
    let mut value = 0u128;
    for letter in letters {
        let digit = ALPHABET.iter().position(|candidate| candidate == letter)?;
        value = (value << 5) | u128::try_from(digit).ok()?;
    }
    Some(value.to_be_bytes())
}

macro_rules! resource_ids {
    ($($(#[$doc:meta])* $name:ident => $prefix:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// What stands before the underscore in the printed form.
            pub const PREFIX: &'static str = $prefix;

            /// A new id whose order follows `now`.
            pub fn mint(now: Timestamp, entropy: &dyn Entropy) -> Self {
                Self(mint(now, entropy))
            }

            /// The id that is stored as `bytes`.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The stored form.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let letters = encode(self.0);
                write!(f, "{}_{}", $prefix, std::str::from_utf8(&letters).expect("the alphabet is ASCII"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(|letters| decode(letters.as_bytes()))
                    .map(Self)
                    .ok_or(InvalidId { prefix: $prefix })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

resource_ids! {
    /// A linked seat of a network.
    AccountId => "acc",
    /// The public half of an API key.
    ApiKeyId => "key",
    /// A file that was handed over before a message names it.
    AttachmentId => "fil",
    /// One try to perform a send.
    AttemptId => "att",
    /// A thread of one account.
    ConversationId => "cnv",
    /// The address of a receiver of webhooks.
    EndpointId => "ept",
    /// The deletion of what is kept of a person.
    ErasureId => "ers",
    /// An entry of the event log.
    EventId => "evt",
    /// An invitation to connect, of one account.
    InvitationId => "ivt",
    /// A word that a workspace puts on conversations.
    LabelId => "lbl",
    /// One try of a person to link a seat.
    LinkSessionId => "lks",
    /// A message in a thread.
    MessageId => "msg",
    /// What somebody noted about a conversation.
    NoteId => "nte",
    /// A member of a network as known in one workspace.
    PersonId => "per",
    /// A comparison of an account's history with its network's.
    ReconciliationId => "rcn",
    /// An outward act in the outbox.
    SendId => "snd",
    /// A text with gaps, from which messages are made.
    TemplateId => "tpl",
    /// Somebody who works in a workspace.
    UserId => "usr",
    /// An invitation to become a user.
    UserInvitationId => "inv",
    /// A tenant.
    WorkspaceId => "wsp",
}

impl EventId {
    /// Bits of the place in the log: a thousand events a second for thirty years.
    const NUMBER_BITS: u32 = 40;

    /// The id of a workspace's event number `number`: its place in the log is its identity, so that a transaction that
    /// runs again writes the same entry. Sorts by instant, then number, within a workspace; what is of the workspace in
    /// it keeps the logs of two apart where one receiver is told of both.
    pub fn of(workspace_id: &WorkspaceId, at: Timestamp, number: i64) -> Self {
        let millis = u64::try_from(at.millis()).unwrap_or(0);
        // The end of an id is its random part.
        let (_, end) = workspace_id.0.split_at(8);
        let end = u64::from_be_bytes(end.try_into().expect("half of an id has 8 bytes"));
        let of_workspace = end << Self::NUMBER_BITS;
        let number = number.cast_unsigned() & ((1 << Self::NUMBER_BITS) - 1);
        let mut random = [workspace_id.0[12]; 10];
        random[2..].copy_from_slice(&(of_workspace | number).to_be_bytes());
        Self(
            *uuid::Builder::from_unix_timestamp_millis(millis, &random)
                .into_uuid()
                .as_bytes(),
        )
    }
}

impl MessageId {
    /// The id of the message whose row is `doc`: the row's own number, so that no index is needed to find it.
    pub fn of(doc: i64) -> Self {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&doc.to_be_bytes());
        Self(bytes)
    }

    /// The row that the id stands for; `None` for an id that never was one of ours.
    pub fn doc(self) -> Option<i64> {
        let (zeros, doc) = self.0.split_at(8);
        let doc = i64::from_be_bytes(doc.try_into().ok()?);
        (zeros == [0; 8] && doc > 0).then_some(doc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn prints_and_parses_with_its_own_prefix_only() {
        let id = AccountId::mint(
            Timestamp::from_millis(1_763_378_062_881),
            &SeededEntropy::new(1),
        );
        let text = id.to_string();
        assert!(text.starts_with("acc_") && text.len() == 30, "{text}");
        assert_eq!(text.parse(), Ok(id));
        assert_eq!(text.parse::<SendId>(), Err(InvalidId { prefix: "snd" }));
    }

    #[test]
    fn events_sort_by_instant_then_number_and_no_two_workspaces_share_an_id() {
        let at = Timestamp::from_millis;
        let workspaces = [
            WorkspaceId::from_bytes([1; 16]),
            WorkspaceId::from_bytes([2; 16]),
        ];
        let mut seen = std::collections::BTreeSet::new();
        for workspace in &workspaces {
            let ids = [
                (1_000, 1),
                (1_000, 2),
                (1_000, 255),
                (1_000, 1 << 39),
                (1_001, 1),
            ];
            let ids = ids.map(|(millis, number)| EventId::of(workspace, at(millis), number));
            assert!(ids.is_sorted(), "{ids:?}");
            assert_eq!(EventId::of(workspace, at(1_000), 2), ids[1]);
            seen.extend(ids);
        }
        assert_eq!(seen.len(), 10);
    }

    #[test]
    fn refuses_what_is_no_id() {
        for text in [
            "",
            "acc_",
            "acc_z",
            "acc_80000000000000000000000000",
            "acc_0000000000000000000000000u",
            "ACC_x",
        ] {
            assert!(text.parse::<AccountId>().is_err(), "{text}");
        }
    }

    #[test]
    fn later_ids_sort_later() {
        let entropy = SeededEntropy::new(1);
        let early = SendId::mint(Timestamp::from_millis(1), &entropy);
        let late = SendId::mint(Timestamp::from_millis(2), &entropy);
        assert!(early < late && early.to_string() < late.to_string());
    }
}
