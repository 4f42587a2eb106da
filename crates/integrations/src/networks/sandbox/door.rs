//! The sandbox's own page on which a member gives their yes, and the tokens behind it: §10 of its protocol.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;
use url::form_urlencoded::Serializer;

use super::adapter::base_address;
use crate::http::{HttpBody, HttpClient, HttpRequest, Method, Security};
use crate::networks::lines::Lines;
use crate::networks::linking::{Asking, Granted, LinkDoor, LinkTarget, Redemption};
use crate::networks::network::{Answer, NetworkError};

/// How long a question may take.
const DEADLINE: Duration = Duration::from_secs(15);
/// No instant is further away.
const LIFETIME_MAX: Duration = Duration::from_hours(24 * 365 * 10);
/// Longer than any documented answer.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// What is kept of a yes, as text. A token that stands alone is what a seat has had from the start.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    client_id: String,
    access_token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// What a seat's calls carry, whichever way its credentials came.
pub(super) fn bearer(credentials: &SecretString) -> SecretString {
    match serde_json::from_str::<Kept>(credentials.expose_secret()) {
        Ok(kept) => SecretString::from(kept.access_token),
        Err(_) => credentials.clone(),
    }
}

pub(super) struct SandboxDoor {
    client: HttpClient,
    base: Url,
    client_id: String,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    token_type: String,
    #[serde(default)]
    refresh_token: Option<String>,
    /// In seconds.
    #[serde(default)]
    expires_in: Option<u64>,
}

#[derive(Deserialize)]
struct Refused {
    error: String,
    #[serde(default)]
    error_description: String,
}

impl SandboxDoor {
    pub(super) fn new(lines: &Lines, target: &LinkTarget) -> Result<Self, NetworkError> {
        let base = base_address(&target.address)?;
        let security = match base.scheme() {
            "http" => Security::Plain,
            _ => Security::Tls,
        };
        Ok(Self {
            client: lines.client(security)?,
            base,
            client_id: target.client_id.clone(),
        })
    }

    fn at(&self, path: &str) -> Result<Url, NetworkError> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| NetworkError::Unreachable {
                detail: "the address cannot have a path".to_owned(),
            })?
            .pop_if_empty()
            .extend(["oauth", path]);
        Ok(url)
    }

    /// Posts a form once, and reads the answer to a success.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Vec<u8>, NetworkError> {
        let unreachable = |detail: String| NetworkError::Unreachable { detail };
        let form = Serializer::new(String::new()).extend_pairs(fields).finish();
        let body = HttpBody {
            media_type: "application/x-www-form-urlencoded".to_owned(),
            bytes: form.into_bytes(),
        };
        let request = HttpRequest::new(Method::POST, self.at(path)?, DEADLINE)
            .with_body(body)
            .cut_after(ANSWER_BYTES_MAX);
        let answer = self.client.act(request).await;
        let answer = answer.map_err(|failure| unreachable(failure.to_string()))?;
        match answer.status {
            200..300 if !answer.is_cut => Ok(answer.body),
            400..500 => match serde_json::from_slice::<Refused>(&answer.body) {
                Ok(refused) => Err(NetworkError::Refused {
                    code: refused.error,
                    detail: refused.error_description,
                }),
                Err(_) => Err(undocumented(answer.status)),
            },
            status => Err(undocumented(status)),
        }
    }

    async fn redeem(&self, redemption: &Redemption) -> Result<Granted, NetworkError> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", redemption.code.expose_secret()),
            ("redirect_uri", &redemption.redirect_uri),
            ("client_id", &self.client_id),
            ("code_verifier", redemption.verifier.expose_secret()),
        ];
        self.granted(&self.client_id, &fields).await
    }

    async fn renew(&self, credentials: &SecretString) -> Result<Granted, NetworkError> {
        let kept = serde_json::from_str::<Kept>(credentials.expose_secret());
        let Ok((client_id, Some(token))) = kept.map(|kept| (kept.client_id, kept.refresh_token))
        else {
            return Err(NetworkError::SessionExpired);
        };
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", &client_id),
            ("refresh_token", &token),
        ];
        match self.granted(&client_id, &fields).await {
            // The one word of RFC 6749 that says that the token is good no more; every other is about who asks, or how.
            Err(NetworkError::Refused { code, .. }) if code == "invalid_grant" => {
                Err(NetworkError::SessionExpired)
            }
            other => other,
        }
    }

    /// Asks for tokens.
    async fn granted(
        &self,
        client_id: &str,
        fields: &[(&str, &str)],
    ) -> Result<Granted, NetworkError> {
        let answer = self.post("token", fields).await?;
        // The sentence of a parser could repeat a token.
        let unreadable = || NetworkError::Unreachable {
            detail: "the answer has no tokens that can be read".to_owned(),
        };
        let tokens: Tokens = serde_json::from_slice(&answer).map_err(|_| unreadable())?;
        if !tokens.token_type.eq_ignore_ascii_case("bearer") || tokens.access_token.is_empty() {
            return Err(unreadable());
        }
        let kept = Kept {
            client_id: client_id.to_owned(),
            access_token: tokens.access_token,
            refresh_token: tokens.refresh_token,
        };
        let text = serde_json::to_string(&kept).expect("plain data becomes JSON");
        let lifetime = tokens.expires_in.map(Duration::from_secs);
        Ok(Granted {
            credentials: SecretString::from(text),
            lifetime: lifetime.map(|lifetime| lifetime.min(LIFETIME_MAX)),
            is_renewable: kept.refresh_token.is_some(),
        })
    }

    async fn give_back(&self, credentials: &SecretString) -> Result<(), NetworkError> {
        // What a seat has had from the start cannot be given back.
        let Ok(kept) = serde_json::from_str::<Kept>(credentials.expose_secret()) else {
            return Ok(());
        };
        let token = kept.refresh_token.as_ref().unwrap_or(&kept.access_token);
        let fields = [("client_id", kept.client_id.as_str()), ("token", token)];
        self.post("revoke", &fields).await.map(drop)
    }
}

impl LinkDoor for SandboxDoor {
    fn issuer(&self) -> String {
        self.base.as_str().trim_end_matches('/').to_owned()
    }

    fn ask_at(&self, asking: &Asking) -> Result<Url, NetworkError> {
        let mut url = self.at("authorize")?;
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &asking.redirect_uri),
            ("state", &asking.state),
            ("code_challenge", &asking.challenge),
            ("code_challenge_method", "S256"),
        ]);
        Ok(url)
    }

    fn redeem(&self, redemption: Redemption) -> Answer<'_, Result<Granted, NetworkError>> {
        Box::pin(async move { Self::redeem(self, &redemption).await })
    }

    fn renew(&self, credentials: SecretString) -> Answer<'_, Result<Granted, NetworkError>> {
        Box::pin(async move { Self::renew(self, &credentials).await })
    }

    fn give_back(&self, credentials: SecretString) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(async move { Self::give_back(self, &credentials).await })
    }
}

fn undocumented(status: u16) -> NetworkError {
    NetworkError::Unreachable {
        detail: format!("an answer of status {status} that is not documented"),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::{ExposeSecret as _, SecretString};

    use super::{SandboxDoor, bearer};
    use crate::networks::lines::Lines;
    use crate::networks::linking::{Asking, LinkDoor as _, LinkTarget};

    #[test]
    fn a_bearer_is_read_from_either_form_of_credentials() {
        let granted = r#"{"client_id":"c","access_token":"a","refresh_token":"r"}"#;
        for (credentials, expected) in [(granted, "a"), ("plain", "plain"), ("{", "{"), ("", "")] {
            let found = bearer(&SecretString::from(credentials));
            assert_eq!(found.expose_secret(), expected);
        }
    }

    #[test]
    fn a_browser_is_sent_with_everything_escaped() {
        let target = LinkTarget {
            network: "sandbox".to_owned(),
            address: "http://127.0.0.1:8788/".to_owned(),
            client_id: "a&b".to_owned(),
        };
        let door = SandboxDoor::new(&Lines::new(), &target).unwrap();
        assert_eq!(door.issuer(), "http://127.0.0.1:8788");
        let asking = Asking {
            redirect_uri: "http://localhost:8787/linking/callback".to_owned(),
            state: "s=&#".to_owned(),
            challenge: "c".to_owned(),
        };
        let url = door.ask_at(&asking).unwrap();
        assert_eq!(url.path(), "/oauth/authorize");
        let state = url
            .query_pairs()
            .find(|(name, _)| name == "state")
            .unwrap()
            .1;
        assert_eq!(state, "s=&#");
    }
}
