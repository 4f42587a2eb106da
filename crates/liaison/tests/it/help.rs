//! What `--help` says, and what programs print about themselves.

use std::fmt::Write as _;

use serde_json::Value;

use crate::process::{run, stdout};

#[test]
fn help_is_as_it_was_reviewed() {
    let commands: &[&[&str]] = &[
        &[],
        &["demo"],
        &["serve"],
        &["sandbox"],
        &["keys"],
        &["keys", "create"],
        &["keys", "rotate"],
        &["accounts"],
        &["accounts", "link"],
        &["accounts", "policy"],
        &["import", "linkedin-archive"],
        &["config"],
    ];
    let mut page = String::new();
    for command in commands {
        let output = run(&[command, &["--help"][..]].concat());
        assert!(output.status.success());
        let name = command.join(" ");
        writeln!(page, "## liaison {name}\n\n{}", stdout(&output)).unwrap();
    }
    insta::assert_snapshot!(page);
}

#[test]
fn the_description_of_the_routes_is_openapi() {
    let description: Value = serde_json::from_str(&stdout(&run(&["openapi"]))).unwrap();
    assert_eq!(description["openapi"], "3.1.0");
    assert!(description["paths"]["/linkedin/messaging/recent-messages"]["get"].is_object());
}
