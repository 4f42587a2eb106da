//! The printed form of an invitation's token: `liaison_invite_` and URL-safe base 64 that holds its workspace, its own id,
//! 256 random bits and the beginning of their digest. A text that fails here never reaches the database.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::entropy::Entropy;
use crate::ids::{UserInvitationId, WorkspaceId};

/// How every token starts.
pub const PREFIX: &str = "liaison_invite_";

const CONTENT_BYTES: usize = 64;
const CHECK_BYTES: usize = 4;

/// A whole token with its secret. Shown once, when it is made.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationToken {
    pub workspace_id: WorkspaceId,
    pub user_invitation_id: UserInvitationId,
    secret: [u8; 32],
}

impl InvitationToken {
    /// A new token with a secret from `entropy`.
    pub fn mint(
        workspace_id: WorkspaceId,
        user_invitation_id: UserInvitationId,
        entropy: &dyn Entropy,
    ) -> Self {
        let mut secret = [0; 32];
        entropy.fill(&mut secret);
        Self {
            workspace_id,
            user_invitation_id,
            secret,
        }
    }

    /// The token that `text` spells; only the exact printed form is one.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.strip_prefix(PREFIX)?;
        // Nothing longer is looked at.
        if letters.len() > 2 * CONTENT_BYTES {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(letters).ok()?;
        let (content, check) = bytes.split_first_chunk::<CONTENT_BYTES>()?;
        if check != &digest(content)[..] {
            return None;
        }
        Some(Self {
            workspace_id: WorkspaceId::from_bytes(content[..16].try_into().ok()?),
            user_invitation_id: UserInvitationId::from_bytes(content[16..32].try_into().ok()?),
            secret: content[32..].try_into().ok()?,
        })
    }

    /// The 256 random bits, for hashing.
    pub const fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// The printed form. Named so that it is not printed by accident.
    pub fn reveal(&self) -> String {
        let mut content = [0; CONTENT_BYTES];
        content[..16].copy_from_slice(self.workspace_id.as_bytes());
        content[16..32].copy_from_slice(self.user_invitation_id.as_bytes());
        content[32..].copy_from_slice(&self.secret);
        let check = digest(&content);
        format!(
            "{PREFIX}{}",
            URL_SAFE_NO_PAD.encode([&content[..], &check].concat())
        )
    }
}

impl fmt::Debug for InvitationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvitationToken({})", self.user_invitation_id)
    }
}

/// It catches typing errors and protects nothing.
fn digest(content: &[u8; CONTENT_BYTES]) -> [u8; CHECK_BYTES] {
    let mut check = [0; CHECK_BYTES];
    check.copy_from_slice(&Sha256::digest(content)[..CHECK_BYTES]);
    check
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entropy::SeededEntropy;
    use crate::time::Timestamp;

    fn token(seed: u64) -> InvitationToken {
        let entropy = SeededEntropy::new(seed);
        let now = Timestamp::from_millis(1_763_378_062_881);
        let workspace_id = WorkspaceId::mint(now, &entropy);
        InvitationToken::mint(
            workspace_id,
            UserInvitationId::mint(now, &entropy),
            &entropy,
        )
    }

    #[test]
    fn what_is_nearly_a_token_is_none_and_its_secret_is_not_printed_by_accident() {
        let token = token(1);
        let text = token.reveal();
        for sample in [
            "",
            PREFIX,
            &text[1..],
            &text[..text.len() - 1],
            &format!("{text}A"),
        ] {
            assert_eq!(InvitationToken::parse(sample), None, "{sample}");
        }
        let shown = format!("{token:?}");
        assert_eq!(
            shown,
            format!("InvitationToken({})", token.user_invitation_id)
        );
    }

    proptest! {
        #[test]
        fn a_printed_token_reads_back_and_one_wrong_letter_is_noticed(
            seed in any::<u64>(), at in 15usize..100, with in 0usize..3,
        ) {
            let token = token(seed);
            let text = token.reveal();
            prop_assert_eq!(InvitationToken::parse(&text), Some(token));
            let mut letters = text.clone().into_bytes();
            letters[at] = b"Az-"[with];
            let changed = String::from_utf8(letters).expect("ASCII");
            prop_assert!(changed == text || InvitationToken::parse(&changed).is_none());
        }

        #[test]
        fn nothing_makes_parsing_panic(text in ".{0,150}") {
            let _ = InvitationToken::parse(&text);
            let _ = InvitationToken::parse(&format!("{PREFIX}{text}"));
        }
    }
}
