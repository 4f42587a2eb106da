//! How a delivery is signed, so that a receiver can tell ours from anybody else's.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::entropy::Entropy;
use domain::hexadecimal::hexadecimal;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// What stands before the letters of a secret.
const PREFIX: &str = "whsec_";
/// Bytes of a secret that we make.
const KEY_BYTES: usize = 32;

/// A text cannot be the secret of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret is whsec_ and 24 to 64 bytes in base64")]
pub struct InvalidSecret;

/// A new secret, as receivers are given it: `whsec_` and 32 random bytes in base64.
pub fn new_secret(entropy: &dyn Entropy) -> SecretString {
    let mut bytes = [0; KEY_BYTES];
    entropy.fill(&mut bytes);
    SecretString::from(format!("{PREFIX}{}", STANDARD.encode(bytes)))
}

/// Whether a text can be a secret.
pub fn check_secret(secret: &SecretString) -> Result<(), InvalidSecret> {
    key(secret).map(drop)
}

fn key(secret: &SecretString) -> Result<Vec<u8>, InvalidSecret> {
    let letters = secret.expose_secret().strip_prefix(PREFIX);
    let key = STANDARD
        .decode(letters.ok_or(InvalidSecret)?)
        .map_err(|_| InvalidSecret)?;
    if (24..=64).contains(&key.len()) {
        Ok(key)
    } else {
        Err(InvalidSecret)
    }
}

/// One entry of `webhook-signature`: `v1,` and the HMAC-SHA-256 of `id.timestamp.body` in base64.
pub fn standard(
    secret: &SecretString,
    id: &str,
    timestamp: i64,
    body: &[u8],
) -> Result<String, InvalidSecret> {
    let mut mac = mac(&key(secret)?);
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Ok(format!(
        "v1,{}",
        STANDARD.encode(mac.finalize().into_bytes())
    ))
}

/// `X-Webhook-Signature` as the guide's vendor writes it: `sha256=` and the HMAC-SHA-256 of the body in hexadecimal, by
/// the letters of the secret.
pub fn guide(secret: &SecretString, body: &[u8]) -> String {
    let mut mac = mac(secret.expose_secret().as_bytes());
    mac.update(body);
    format!("sha256={}", hexadecimal(&mac.finalize().into_bytes()))
}

fn mac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("any length of key will do")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_vectors_are_signed_alike() {
        let cases = [
            (
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                r#"{"test": 2432232314}"#,
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
            (
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
                1_649_367_553,
                r#"{"email":"test@example.com","username":"test_user"}"#,
                "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
            ),
        ];
        for (secret, id, timestamp, body, entry) in cases {
            let secret = SecretString::from(secret);
            assert_eq!(
                standard(&secret, id, timestamp, body.as_bytes()).unwrap(),
                entry
            );
        }
    }

    #[test]
    fn what_is_no_secret_is_refused() {
        let short = format!("whsec_{}", STANDARD.encode([1; 23]));
        let long = format!("whsec_{}", STANDARD.encode([1; 65]));
        for wrong in [
            "",
            "whsec_",
            "whsec_***",
            short.as_str(),
            long.as_str(),
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ] {
            assert_eq!(
                check_secret(&SecretString::from(wrong)),
                Err(InvalidSecret),
                "{wrong}"
            );
        }
        let made = new_secret(&domain::entropy::SeededEntropy::new(1));
        assert_eq!(check_secret(&made), Ok(()));
    }
}
