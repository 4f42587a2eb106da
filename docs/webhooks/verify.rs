//! Verifies webhooks: copy this file into the program that receives them.
//!
//! It needs `base64` 0.22, `hmac` 0.13, `sha2` 0.11 and `subtle` 2. Give it the body as the bytes that came, before
//! anything has read them as JSON; `now` is in seconds since 1970.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// How far the sender's clock and ours may be apart, and how old a copied request may be.
const TOLERANCE_SECONDS: u64 = 5 * 60;

/// Which check failed. `SecretMalformed` is a mistake on the receiver's own side; all others are the request's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    SecretMalformed,
    HeaderRepeated,
    IdMissing,
    IdMalformed,
    TimestampMissing,
    TimestampMalformed,
    TimestampTooOld,
    TimestampTooNew,
    SignatureMissing,
    SignatureUnknown,
    SignatureMismatch,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::SecretMalformed => "secret_malformed",
            Self::HeaderRepeated => "header_repeated",
            Self::IdMissing => "id_missing",
            Self::IdMalformed => "id_malformed",
            Self::TimestampMissing => "timestamp_missing",
            Self::TimestampMalformed => "timestamp_malformed",
            Self::TimestampTooOld => "timestamp_too_old",
            Self::TimestampTooNew => "timestamp_too_new",
            Self::SignatureMissing => "signature_missing",
            Self::SignatureUnknown => "signature_unknown",
            Self::SignatureMismatch => "signature_mismatch",
        })
    }
}

impl std::error::Error for Refused {}

/// Checks a request of Standard Webhooks, version `v1`, and returns its id. The same id can come again: remember it.
pub fn verify<'a>(
    secrets: &[&str],
    headers: &[(&str, &'a str)],
    body: &[u8],
    now: u64,
) -> Result<&'a str, Refused> {
    let keys = keys(secrets, standard_key)?;
    let id = header(headers, "webhook-id", Refused::IdMissing)?;
    let timestamp = header(headers, "webhook-timestamp", Refused::TimestampMissing)?;
    let signatures = header(headers, "webhook-signature", Refused::SignatureMissing)?;
    // A dot in the id would leave open where the id ends and the timestamp begins.
    if !id
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'.')
    {
        return Err(Refused::IdMalformed);
    }
    check_timestamp(timestamp, now)?;
    // Several entries come while the secret is being changed, and other versions may stand beside ours.
    let entries = signatures.split(' ');
    let given: Vec<&str> = entries.filter(|entry| entry.starts_with("v1,")).collect();
    let start = format!("{id}.{timestamp}.");
    let expected = keys.iter().map(|key| {
        let signature = STANDARD.encode(hmac_sha256(key, &[start.as_bytes(), body]));
        format!("v1,{signature}")
    });
    check_signature(&given, &expected.collect::<Vec<_>>())?;
    Ok(id)
}

/// Checks a request in the guide's format: `X-Webhook-Signature: sha256=<hex>` over the body alone.
///
/// The timestamp is not signed: whoever has seen one request can send it again with a new timestamp, and it passes here.
/// So remember the id of each message (`data.id` in the body), and drop what you have had.
pub fn verify_guide(
    secrets: &[&str],
    headers: &[(&str, &str)],
    body: &[u8],
    now: u64,
) -> Result<(), Refused> {
    let keys = keys(secrets, |secret| Some(secret.as_bytes().to_vec()))?;
    let timestamp = header(headers, "x-webhook-timestamp", Refused::TimestampMissing)?;
    let signature = header(headers, "x-webhook-signature", Refused::SignatureMissing)?;
    check_timestamp(timestamp, now)?;
    let signature = signature.to_ascii_lowercase();
    let mut given = vec![signature.as_str()];
    given.retain(|entry| entry.starts_with("sha256="));
    let expected = keys.iter().map(|key| {
        let bytes = hmac_sha256(key, &[body]);
        let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
        format!("sha256={}", digits.collect::<String>())
    });
    check_signature(&given, &expected.collect::<Vec<_>>())
}

fn keys(secrets: &[&str], key: fn(&str) -> Option<Vec<u8>>) -> Result<Vec<Vec<u8>>, Refused> {
    let keys: Option<Vec<_>> = secrets.iter().map(|secret| key(secret)).collect();
    // Without a key, and with an empty one, everybody could sign.
    keys.filter(|keys| !keys.is_empty() && keys.iter().all(|key| !key.is_empty()))
        .ok_or(Refused::SecretMalformed)
}

fn standard_key(secret: &str) -> Option<Vec<u8>> {
    STANDARD.decode(secret.strip_prefix("whsec_")?).ok()
}

fn header<'a>(
    headers: &[(&str, &'a str)],
    name: &str,
    missing: Refused,
) -> Result<&'a str, Refused> {
    let mut values = headers
        .iter()
        .filter(|(given, _)| given.eq_ignore_ascii_case(name));
    let value = values.next().map_or("", |(_, value)| value);
    if values.next().is_some() {
        return Err(Refused::HeaderRepeated);
    }
    Some(value).filter(|value| !value.is_empty()).ok_or(missing)
}

fn check_timestamp(text: &str, now: u64) -> Result<(), Refused> {
    let is_plain = text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    let sent = text.parse::<u64>().ok().filter(|_| is_plain);
    let sent = sent.ok_or(Refused::TimestampMalformed)?;
    if sent < now.saturating_sub(TOLERANCE_SECONDS) {
        return Err(Refused::TimestampTooOld);
    }
    if sent > now.saturating_add(TOLERANCE_SECONDS) {
        return Err(Refused::TimestampTooNew);
    }
    Ok(())
}

/// Compares the texts, not what they decode to, so that there is one spelling of each signature; and in constant time,
/// so that nobody can find a signature sign by sign.
fn check_signature(given: &[&str], expected: &[String]) -> Result<(), Refused> {
    if given.is_empty() {
        return Err(Refused::SignatureUnknown);
    }
    let is_expected = |entry: &&str| {
        let mut expected = expected.iter();
        expected.any(|expected| bool::from(expected.as_bytes().ct_eq(entry.as_bytes())))
    };
    if given.iter().any(is_expected) {
        Ok(())
    } else {
        Err(Refused::SignatureMismatch)
    }
}

fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        hmac.update(part);
    }
    hmac.finalize().into_bytes().to_vec()
}
