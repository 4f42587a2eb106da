//! What the pages print to be copied is copied, and works.

use std::collections::BTreeMap;
use std::path::Path;

use crate::curl::Request;
use crate::process::{Demo, liaison, stderr};

/// What the demo printed on its standard output.
fn printed(demo: &Demo) -> String {
    std::fs::read_to_string(demo.folder.path().join("out")).unwrap()
}

/// Every command that begins with `curl`, with the lines in which it goes on.
fn curls(page: &str) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in page.lines() {
        if line.starts_with("curl ") {
            commands.push(line.to_owned());
        } else if is_open {
            let command = commands.last_mut().unwrap();
            command.push('\n');
            command.push_str(line);
        }
        is_open = (is_open || line.starts_with("curl ")) && line.ends_with('\\');
    }
    // Another one brings the compiler.
    commands.retain(|command| command.contains("/linkedin/messaging/"));
    commands
}

fn assert_all_answer(page: &str, variables: &BTreeMap<&str, String>) {
    let commands = curls(page);
    assert_eq!(commands.len(), 7, "{page}");
    for command in commands {
        let answer = Request::read(&command, variables).send();
        assert_eq!(answer.status, 200, "{command}: {answer:?}");
        assert_eq!(answer.json()["success"], true, "{command}: {answer:?}");
    }
}

#[test]
fn every_request_that_the_demo_prints_answers() {
    let demo = Demo::quiet();
    let server = demo.start();
    let page = printed(&demo);
    assert!(page.contains(server.ready("api_key")), "{page}");
    assert!(!page.contains("2-..."), "{page}");
    assert_eq!(page.matches("\"groupId\": \"").count(), 2, "{page}");
    assert_all_answer(&page, &BTreeMap::new());
}

#[test]
fn every_request_of_the_readme_answers_with_the_values_that_the_demo_prints() {
    let demo = Demo::quiet();
    let _server = demo.start();
    let page = printed(&demo);
    let value = |name: &'static str| {
        let start = format!("  {name}=");
        let line = page.lines().find(|line| line.starts_with(&start));
        let line = line.unwrap_or_else(|| panic!("no {name}: {page}"));
        (name, line[start.len()..].to_owned())
    };
    let variables = BTreeMap::from(["BASE", "KEY", "THREAD", "MEMBER", "GROUP"].map(value));
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    assert_all_answer(&std::fs::read_to_string(readme).unwrap(), &variables);
}

#[test]
fn the_demo_says_how_to_reach_its_data() {
    let demo = Demo::quiet();
    let _server = demo.start();
    let page = printed(&demo);
    let line = page
        .lines()
        .find(|line| line.contains(" keys list --data-dir "));
    let words: Vec<&str> = line.unwrap().split_whitespace().collect();
    assert!(words[0].ends_with("/liaison"), "{words:?}");
    let listed = liaison(&words[1..]).output().unwrap();
    assert!(listed.status.success(), "{}", stderr(&listed));
    assert!(String::from_utf8_lossy(&listed.stdout).contains("demo"));
}
