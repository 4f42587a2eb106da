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
fn what_a_start_would_stumble_over_is_no_right_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("liaison.toml");
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let public = folder.path().join("public.key");
    fs::write(&public, "ab".repeat(32)).unwrap();
    std::fs::set_permissions(&public, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let empty = folder.path().join("empty");
    fs::write(&empty, "\n").unwrap();
    let cases = [
        (
            "[security]\nmaster_key = 'secret words'".to_owned(),
            "security.master_key",
        ),
        (
            format!("[security]\nmaster_key = '{}'", "00".repeat(32)),
            "security.master_key",
        ),
        (
            "[security]\nmaster_key_file = '/absent/master.key'".to_owned(),
            "/absent/master.key",
        ),
        (
            format!("[security]\nmaster_key_file = '{}'", public.display()),
            "chmod 600",
        ),
        (
            "[store]\ndatabase_url = 'mysql://ana:secret@host/x'".to_owned(),
            "store.database_url",
        ),
        (
            "[store]\ndatabase_url_file = '/absent/url'".to_owned(),
            "store.database_url_file",
        ),
        (
            format!("[store]\ndatabase_url_file = '{}'", empty.display()),
            "store.database_url",
        ),
    ];
    for (text, word) in cases {
        fs::write(&file, &text).unwrap();
        let place = ["--config", file.to_str().unwrap(), "--data-dir", data];
        for command in [&["config", "check"][..], &["keys", "list"]] {
            let output = run(&[command, &place].concat());
            assert_eq!(output.status.code(), Some(3), "{text}: {}", stdout(&output));
            let said = stderr(&output);
            assert!(
                said.contains(word) && !said.contains("secret"),
                "{text}: {said}"
            );
        }
        assert!(!std::path::Path::new(data).exists(), "{text}");
    }
    fs::create_dir(data).unwrap();
    fs::write(format!("{data}/master.key"), "no key").unwrap();
    let output = run(&["config", "check", "--data-dir", data]);
    assert_eq!(output.status.code(), Some(3), "{}", stdout(&output));
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
