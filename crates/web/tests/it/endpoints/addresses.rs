//! Where a receiver may be. Whatever is refused here is refused before anybody looks a name up.

use serde_json::{Value, json};

use super::{ENDPOINTS, URL, added, create, created, listed, patch, refusal, shown};
use crate::world::World;

const OPERATOR: &str = "outgoing.allowed_networks";

/// Every address that is refused unless the operator allows more.
fn inner() -> Vec<String> {
    let hosts = [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "%31%32%37.0.0.1",
        "１２７.0.0.1",
    ];
    let hosts = hosts.iter().map(|host| format!("https://{host}/hook"));
    let others = [
        "http://example.com/hook",
        "http://example.com:443/hook",
        "https://example.com:22/",
        "https://example.com:80/",
        "https://93.184.216.34:22/",
        "ftp://example.com/",
        "ws://example.com/",
        "gopher://example.com:443/",
    ];
    hosts.chain(others.map(str::to_owned)).collect()
}

#[tokio::test]
async fn what_is_not_public_is_refused_with_what_an_operator_can_do() {
    let world = World::new().await;
    let known = added(&world, json!({})).await;
    for url in inner() {
        let refused = create(&world, &json!({"url": url})).await;
        let sentence = refusal(&refused, "url").to_owned();
        assert!(sentence.contains(OPERATOR), "{url}: {sentence}");
        let refused = patch(&world, &known, &json!({"url": url})).await;
        assert_eq!(refusal(&refused, "url"), sentence, "{url}");
    }
    assert_eq!(listed(&world).await.len(), 1);
    assert_eq!(shown(&world, &known).await["url"], URL);
}

#[tokio::test]
async fn what_is_no_address_is_refused_with_what_is_wrong() {
    let world = World::new().await;
    for (url, says) in [
        ("https://user@example.com/", "user name"),
        ("https://user:password@example.com/", "password"),
        ("https://:password@example.com/", "password"),
        ("nonsense", "no address"),
        ("/hook", "no address"),
        ("example.com/hook", "no address"),
        ("https://", "no address"),
        ("https:///", "no address"),
        ("https://exa mple.com/", "no address"),
        ("https://[::1/", "no address"),
        ("https://example.com:99999/", "no address"),
        ("mailto:somebody@example.com", "host"),
        ("data:,hello", "host"),
        ("javascript:alert(1)", "host"),
        ("https://example.com/\nhook", "control characters"),
        ("https://example.com/\0", "control characters"),
    ] {
        let refused = create(&world, &json!({"url": url})).await;
        let sentence = refusal(&refused, "url");
        assert!(sentence.contains(says), "{url}: {sentence}");
        assert!(!sentence.contains("password@"), "{url}: {sentence}");
    }
    let long = |bytes: usize| format!("{URL}/{}", "a".repeat(bytes - URL.len() - 1));
    let refused = create(&world, &json!({"url": long(3_000)})).await;
    assert!(refusal(&refused, "url").contains("2048"));
    assert_eq!(refused.json["issues"][0]["code"], "too_long");
    create(&world, &json!({"url": long(2_049)})).await;
    created(&world, &json!({"url": long(2_048)})).await;
    for absent in [
        json!({}),
        json!({"url": null}),
        json!({"url": ""}),
        json!({"url": " "}),
    ] {
        let refused = create(&world, &absent).await;
        assert!(refusal(&refused, "url").contains("required"), "{absent}");
    }
    for wrong in [json!(1), json!([URL]), json!({})] {
        let refused = create(&world, &json!({"url": wrong})).await;
        assert!(refusal(&refused, "url").contains("a string"), "{wrong}");
    }
}

#[tokio::test]
async fn what_an_operator_allows_may_be_anywhere_there() {
    let world = World::new().await.allowing("127.0.0.0/8, fd00::/8");
    for url in [
        "http://127.0.0.1:9000/hook",
        "https://127.1/",
        "http://[::ffff:127.0.0.1]:80/",
        "http://[fd12::1]:8080/",
        // Where a name leads is seen when it is called.
        "http://receiver.internal:9000/",
        URL,
    ] {
        created(&world, &json!({"url": url})).await;
    }
    for url in [
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://93.184.216.34/",
        "ftp://127.0.0.1/",
        "https://user@127.0.0.1/",
    ] {
        refusal(&create(&world, &json!({"url": url})).await, "url");
    }
}

#[tokio::test]
async fn who_may_not_be_called_any_more_can_still_be_paused_and_renamed() {
    let world = World::new().await.allowing("127.0.0.0/8");
    let url = "http://127.0.0.1:9000/hook";
    let made = created(&world, &json!({"url": url})).await;
    let id = super::id(&made);
    let world = world.allowing("");
    let answer = patch(&world, id, &json!({"paused": true, "name": "Old"})).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let found = ["state", "name", "url"].map(|field| &answer.json[field]);
    assert_eq!(found, [&json!("paused"), &json!("Old"), &json!(url)]);
    let other = "http://127.0.0.1:9001/hook";
    let refused = patch(&world, id, &json!({"url": other})).await;
    assert!(refusal(&refused, "url").contains(OPERATOR));
}

#[tokio::test]
async fn everything_that_is_wrong_is_named_at_once() {
    let world = World::new().await;
    let body = json!({
        "url": "http://10.0.0.1/", "name": "n".repeat(101), "types": ["send.*", "moon.risen", "moon.set"],
    });
    let answer = create(&world, &body).await;
    assert_eq!(answer.issues(), ["name", "url", "types.1", "types.2"]);
    let body = json!({"per_second": 0, "together": 33, "format": "xml", "types": "send.*", "colour": 1, "paused": true});
    let answer = create(&world, &body).await;
    let mut issues = answer.issues();
    issues.sort_unstable();
    assert_eq!(
        issues,
        [
            "colour",
            "format",
            "paused",
            "per_second",
            "together",
            "types",
            "url"
        ]
    );
    for body in ["[]", "1", "\"x\""] {
        let call = world.post_raw(ENDPOINTS, body.to_owned());
        let answer = call.key(&world.admin).send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{body}"
        );
    }
    assert_eq!(listed(&world).await, Vec::<Value>::new());
}
