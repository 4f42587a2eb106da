//! What the guide gives receivers written in Rust. `cargo xtask test --only verifiers` does the same for the others.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

#[expect(
    unreachable_pub,
    reason = "it is a file of its own where it is copied to"
)]
#[path = "../../../../docs/webhooks/verify.rs"]
mod verify;

const VECTORS: &str = include_str!("../../../../docs/webhooks/vectors.json");

fn cases() -> Vec<Value> {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    vectors["cases"].as_array().unwrap().clone()
}

fn judged(case: &Value) -> Value {
    let secrets = case["secrets"].as_array().unwrap().iter();
    let secrets: Vec<&str> = secrets.map(|secret| secret.as_str().unwrap()).collect();
    let headers = case["headers"].as_object().unwrap().iter();
    let headers: Vec<(&str, &str)> = headers
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect();
    let body = case["body"].as_str().map_or_else(
        || STANDARD.decode(case["body_base64"].as_str().unwrap()),
        |text| Ok(text.as_bytes().to_vec()),
    );
    let (body, now) = (body.unwrap(), case["now"].as_u64().unwrap());
    let said = match case["format"].as_str().unwrap() {
        "standard" => verify::verify(&secrets, &headers, &body, now).map(Value::from),
        "guide" => verify::verify_guide(&secrets, &headers, &body, now).map(|()| Value::Null),
        format => panic!("no verifier for {format}"),
    };
    match said {
        Ok(id) => json!({ "accepted": id }),
        Err(refused) => json!({ "refused": refused.to_string() }),
    }
}

#[test]
fn the_verifier_judges_each_vector_as_it_says() {
    let cases = cases();
    assert!(cases.len() > 100, "{}", cases.len());
    for case in &cases {
        assert_eq!(judged(case), case["expect"], "{}", case["name"]);
    }
}

#[test]
fn a_request_passes_five_minutes_before_and_after_its_timestamp_and_no_longer() {
    let case = cases().swap_remove(0);
    let sent = case["now"].as_u64().unwrap();
    for now in sent - 310..=sent + 310 {
        let mut case = case.clone();
        case["now"] = now.into();
        let is_accepted = judged(&case).get("accepted").is_some();
        assert_eq!(is_accepted, now.abs_diff(sent) <= 300, "{now}");
    }
}

#[test]
fn whatever_sign_is_changed_in_a_request_it_is_refused() {
    let case = cases().swap_remove(0);
    let text = case["body"].as_str().unwrap();
    for (place, _) in text.char_indices() {
        let mut body = text.to_owned();
        body.replace_range(place..=place, "~");
        let mut case = case.clone();
        case["body"] = body.into();
        assert_eq!(judged(&case), json!({ "refused": "signature_mismatch" }));
    }
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let value = case["headers"][name].as_str().unwrap();
        for (place, sign) in value.char_indices() {
            let mut changed = value.to_owned();
            // A digit stays one, so that the signature decides and not the form.
            changed.replace_range(place..=place, if sign == '8' { "9" } else { "8" });
            let mut case = case.clone();
            case["headers"][name] = changed.into();
            let said = judged(&case);
            assert!(said.get("refused").is_some(), "{name} at {place}: {said}");
        }
    }
}
