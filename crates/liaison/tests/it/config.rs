//! `liaison config`.

use std::fs;

use crate::process::{json, liaison, run, stderr, stdout};

#[test]
fn a_right_configuration_is_shown_without_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("liaison.toml");
    let secret = "ab".repeat(32);
    fs::write(
        &file,
        format!("[security]\nmaster_key = '{secret}'\n[log]\nlevel = 'warn'\n"),
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let checked = json(&["config", "check", "--config", file, "--data-dir", "/data"]);
    assert_eq!(checked["is_valid"], true);
    assert_eq!(checked["data_dir"], "/data");
    assert_eq!(checked["settings"]["log"]["level"], "warn");
    assert!(!checked.to_string().contains(&secret));
}

#[test]
fn mistakes_end_with_their_own_code_and_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("liaison.toml");
    fs::write(&file, "[server]\nlistn = 'localhost:1'\n").unwrap();
    let output = run(&[
        "config",
        "check",
        "--config",
        file.to_str().unwrap(),
        "--data-dir",
        "/data",
    ]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("hint: did you mean `server.listen`?"),
        "{}",
        stderr(&output)
    );

    let output = liaison(&["config", "check", "--data-dir", "/data"])
        .env("LIAISON_LOG_LEVL", "info")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("LIAISON_LOG_LEVEL"),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        run(&["config", "check"]).status.code(),
        Some(3),
        "there is no HOME"
    );
    assert_eq!(run(&["keys", "list", "--nonsense"]).status.code(), Some(2));
}

#[test]
fn the_reference_lists_every_setting() {
    let page = stdout(&run(&["config", "reference"]));
    for setting in [
        "LIAISON_SERVER_LISTEN",
        "LIAISON_STORE_DATABASE_URL_FILE",
        "LIAISON_SECURITY_MASTER_KEY",
    ] {
        assert!(page.contains(setting), "{page}");
    }
}
