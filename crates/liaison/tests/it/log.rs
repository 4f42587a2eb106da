//! What the log never tells.

use serde_json::json;

use crate::process::Demo;

#[test]
fn even_the_most_talkative_log_has_no_key_and_no_text() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("liaison.toml");
    std::fs::write(&config, "[log]\nlevel = 'trace'\n").unwrap();
    let demo = Demo::with(&["--quiet", "--config", config.to_str().unwrap()]);
    let server = demo.start();
    let client = server.client();
    let request =
        json!({"recipientProfileId": "john-doe-123", "message": "Aubergines at midnight"});
    let sent = client
        .post("/linkedin/messaging/send-with-typing", &request)
        .ok();
    assert_eq!(sent["success"], true);
    let found = [("keywords", "aubergines")];
    let inbox = client
        .get_with("/linkedin/messaging/recent-messages", &found)
        .ok();
    assert_eq!(inbox["total"], 1);
    // The network has it, too, and heard it with the seat's token.
    let token = std::fs::read_to_string(demo.folder.path().join("data/sandbox.token")).unwrap();
    let log = server.log();
    assert!(log.contains("TRACE"), "{log}");
    let key = server.ready("api_key");
    // The start of a key names its workspace and itself; what follows is the secret.
    let secret = &key[key.len() - 20..];
    for hidden in [key, secret, token.trim(), "Aubergines", "aubergines"] {
        let line = log.lines().find(|line| line.contains(hidden));
        assert_eq!(line, None, "{hidden}");
    }
}
