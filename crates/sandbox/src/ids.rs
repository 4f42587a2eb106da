//! The shapes of the network's identifiers, and the parsing of references to members.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::random::Random;

const MEMBER_KEY_PREFIX: &str = "ACoAA";
const MEMBER_KEY_CHARS: usize = 39;

/// A member key: `ACoAA` and 34 more characters.
pub(crate) fn member_key(random: &mut Random) -> String {
    let rest = random.key_text(MEMBER_KEY_CHARS - MEMBER_KEY_PREFIX.len());
    format!("{MEMBER_KEY_PREFIX}{rest}")
}

/// A thread's uuid in text form; thread and message ids are built on it.
pub(crate) fn thread_uuid(seed: u64, thread: i64) -> String {
    let mut bytes = Random::stream(seed, "thread uuid", thread).bytes::<16>();
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

/// The id of the thread with that uuid: `2-` and base64 of `<uuid>_100`.
pub(crate) fn thread_id(uuid: &str) -> String {
    format!("2-{}", STANDARD.encode(format!("{uuid}_100")))
}

/// The id of a message: `2-` and base64 of `<epoch ms>b<5 digits>-100&<uuid>_100`.
///
/// Unique because no two messages of a thread share their millisecond.
pub(crate) fn message_id(seed: u64, uuid: &str, sent_at: i64) -> String {
    let digits = Random::stream(seed, "message digits", sent_at).below(100_000);
    format!(
        "2-{}",
        STANDARD.encode(format!("{sent_at}b{digits:05}-100&{uuid}_100"))
    )
}

/// An invitation's id: a long decimal number.
pub(crate) fn invitation_id(invitation: i64) -> String {
    (7_100_000_000_000_000_000_i64 + invitation).to_string()
}

/// How a caller named a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MemberRef<'a> {
    Own,
    Key(&'a str),
    Number(&'a str),
    Slug(&'a str),
}

impl<'a> MemberRef<'a> {
    /// Tells the forms apart by their shape; never fails, an absurd one simply finds nobody.
    pub(crate) fn parse(text: &'a str) -> Self {
        if text == "me" {
            Self::Own
        } else if text.starts_with(MEMBER_KEY_PREFIX) && text.len() == MEMBER_KEY_CHARS {
            Self::Key(text)
        } else if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Number(text)
        } else {
            Self::Slug(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::{MemberRef, member_key, message_id, thread_id, thread_uuid};
    use crate::random::Random;

    fn decoded(id: &str) -> String {
        let bytes = STANDARD
            .decode(id.strip_prefix("2-").expect("a typed id"))
            .expect("base64");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn ids_have_the_shapes_of_the_network() {
        let uuid = thread_uuid(7, 12);
        assert_eq!(uuid.len(), 36);
        assert_eq!(decoded(&thread_id(&uuid)), format!("{uuid}_100"));
        let message = message_id(7, &uuid, 1_763_378_062_881);
        let plain = decoded(&message);
        assert!(plain.starts_with("1763378062881b"), "{plain}");
        assert!(plain.ends_with(&format!("-100&{uuid}_100")), "{plain}");
        assert!(
            message[2..]
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'=')
        );
        assert_eq!(member_key(&mut Random::stream(7, "member", 0)).len(), 39);
    }

    #[test]
    fn member_references_are_told_apart_by_shape() {
        let key = member_key(&mut Random::stream(7, "member", 0));
        let table = [
            ("me", MemberRef::Own),
            (key.as_str(), MemberRef::Key(&key)),
            ("883467181", MemberRef::Number("883467181")),
            ("john-doe-123", MemberRef::Slug("john-doe-123")),
            ("ACoAA-short", MemberRef::Slug("ACoAA-short")),
            ("", MemberRef::Slug("")),
        ];
        for (text, expected) in table {
            assert_eq!(MemberRef::parse(text), expected, "{text}");
        }
    }
}
