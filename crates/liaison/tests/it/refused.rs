//! Mistakes that are noticed before anything is made, and commands that make nothing.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::process::{json as printed, run, stderr};

/// Runs a command that names `data`, which is not there before and must not be there after.
fn makes_nothing(data: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(&[arguments, &["--data-dir", data.to_str().unwrap()]].concat());
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {}",
        stderr(&output)
    );
    assert!(!data.exists(), "{arguments:?}");
    stderr(&output)
}

#[test]
fn slips_on_the_command_line_are_noticed_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for command in ["demo", "serve"] {
        let text = makes_nothing(&data, &[command, "--listen", "nonsense"], 2);
        assert!(
            text.contains("--listen: `nonsense`") && text.contains("hint: "),
            "{text}"
        );
    }
    for command in [
        &["demo"][..],
        &["serve"],
        &["keys", "list"],
        &["keys", "create", "--name", "x"],
        &["config", "check"],
    ] {
        let command = [command, &["--database-url", "mysql://ana:secret@host/x"]].concat();
        let text = makes_nothing(&data, &command, 2);
        assert!(
            text.contains("--database-url: it must start with postgres://"),
            "{text}"
        );
        assert!(!text.contains("secret"), "{text}");
    }
    let token = folder.path().join("token");
    fs::write(&token, "no ready file").unwrap();
    for file in ["nope.json", token.to_str().unwrap()] {
        let text = makes_nothing(&data, &["demo", "--sandbox", file], 2);
        assert!(text.contains(file), "{text}");
    }
    let text = makes_nothing(&data, &["import", "linkedin-archive", "nope.zip"], 2);
    assert!(text.contains("cannot read nope.zip"), "{text}");
}

#[test]
fn commands_that_only_look_make_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for command in ["keys", "accounts"] {
        let listed = printed(&[command, "list", "--data-dir", data.to_str().unwrap()]);
        assert_eq!(listed, json!([]));
        assert!(!data.exists());
        let text = makes_nothing(&data, &[command, "list", "--workspace", "Sales"], 2);
        assert!(text.contains("there is no workspace yet"), "{text}");
    }
    let token = folder.path().join("token");
    fs::write(&token, "x").unwrap();
    let token = token.to_str().unwrap();
    let (key, account) = (
        "key_01m81gwre4fpk9a1021tx9r4tk",
        "acc_01m81gwre4fpk9a1021tx9r4tk",
    );
    let address = "http://127.0.0.1:9";
    for command in [
        &["keys", "revoke", key][..],
        &["keys", "rotate", key],
        &["accounts", "unlink", account],
        &["accounts", "policy", account],
        &[
            "accounts",
            "link",
            "--address",
            address,
            "--credentials-file",
            token,
        ],
    ] {
        let text = makes_nothing(&data, command, 2);
        assert!(text.contains("there is no workspace yet"), "{text}");
    }

    // A folder that somebody else uses stays as it is.
    fs::create_dir(&data).unwrap();
    printed(&["keys", "list", "--data-dir", data.to_str().unwrap()]);
    assert_eq!(fs::read_dir(&data).unwrap().count(), 0);
}

#[test]
fn a_network_or_an_address_that_cannot_be_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let link = |more: &[&str]| {
        let command = ["accounts", "link", "--credentials-file", "absent"];
        makes_nothing(&data, &[&command[..], more].concat(), 2)
    };
    let text = link(&[
        "--network",
        "linkedin",
        "--address",
        "https://www.linkedin.com",
    ]);
    assert_eq!(
        text,
        "error: there is no network `linkedin`; known: sandbox\n"
    );
    for address in ["ftp://x", "127.0.0.1:8788", "http://", "https:///path"] {
        let text = link(&["--address", address]);
        assert!(
            text.starts_with("error: the address must be http(s)://…"),
            "{text}"
        );
    }
}
