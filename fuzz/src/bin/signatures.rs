//! Nothing verifies but what was signed: our signatures, read by the verifier that receivers copy.

#![no_main]

#[path = "../../../docs/webhooks/verify.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "the verifier knows both formats, this looks at one"
)]
mod verify;

use integrations::webhooks::signature;
use libfuzzer_sys::fuzz_target;
use secrecy::SecretString;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "evt_1";
const NOW: u64 = 1_700_000_000;

fuzz_target!(|data: &[u8]| {
    let (head, body) = data.split_at(data.len().min(64));
    let secret = SecretString::from(SECRET);
    let sent_at = i64::try_from(NOW).expect("a small number");
    let signed = signature::standard(&secret, ID, sent_at, body).expect("the secret is good");
    let timestamp = NOW.to_string();
    let check = |id: &str, timestamp: &str, signature: &str, body: &[u8]| {
        let headers = [
            ("webhook-id", id),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", signature),
        ];
        verify::verify(&[SECRET], &headers, body, NOW).is_ok()
    };
    assert!(check(ID, &timestamp, &signed, body));
    let text = String::from_utf8_lossy(head);
    if !text.split(' ').any(|entry| entry == signed) {
        assert!(!check(ID, &timestamp, &text, body), "{text}");
    }
    if *text != *ID {
        assert!(!check(&text, &timestamp, &signed, body), "{text}");
    }
    if *text != *timestamp {
        assert!(!check(ID, &text, &signed, body), "{text}");
    }
    if head != body {
        assert!(!check(ID, &timestamp, &signed, head), "another body");
    }
    // What an operator types as a secret is taken or refused, never a crash.
    let _ = signature::check_secret(&SecretString::from(text.into_owned()));
});
