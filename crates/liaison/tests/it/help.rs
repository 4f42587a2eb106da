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
        &["keys", "reset-master-key"],
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
fn every_command_explains_its_exit_codes() {
    let mut commands = vec![Vec::<String>::new()];
    let mut seen = 0;
    while let Some(command) = commands.pop() {
        let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        arguments.push("--help");
        let page = stdout(&run(&arguments));
        assert!(
            page.contains("\nExit codes:\n  0  done\n"),
            "{command:?}: {page}"
        );
        seen += 1;
        let listed = page.lines().skip_while(|line| *line != "Commands:");
        for line in listed.skip(1).take_while(|line| !line.is_empty()) {
            // A name stands two columns in; a description that goes on stands further right.
            let name = line
                .strip_prefix("  ")
                .and_then(|line| line.split(' ').next());
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                commands.push([&command[..], &[name.to_owned()]].concat());
            }
        }
    }
    assert!(seen > 18, "{seen}");
}

#[test]
fn the_description_of_the_routes_is_openapi() {
    let description: Value = serde_json::from_str(&stdout(&run(&["openapi"]))).unwrap();
    assert_eq!(description["openapi"], "3.1.0");
    assert!(description["paths"]["/linkedin/messaging/recent-messages"]["get"].is_object());
}
