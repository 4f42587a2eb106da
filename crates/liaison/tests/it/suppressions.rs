//! `liaison suppressions`, beside a running server.

use std::fs;

use serde_json::json;

use crate::process::{Demo, json as printed, run, stderr};

#[test]
fn an_operator_keeps_the_do_not_contact_list() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let data = demo.data();
    let command = |arguments: &[&str]| {
        let (verb, rest) = arguments.split_first().unwrap();
        let command = ["suppressions", verb, "--data-dir", &data];
        [&command[..], rest]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    let ask = |arguments: &[&str]| {
        let command = command(arguments);
        printed(&command.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let put = ask(&["add", "john-doe-123", "--note", "by phone"]);
    assert_eq!(
        (&put["state"], &put["in_flight"]),
        (&json!("suppressed"), &json!([]))
    );
    assert_eq!(put["created_by"], json!(null));
    let message = json!({"recipientProfileId": "john-doe-123", "message": "Hello!"});
    let refused = client.post("/linkedin/messaging/send", &message);
    assert_eq!(refused.status, 403, "{refused:?}");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    fs::write(
        &file,
        "person,state\njohn-doe-123,paused\nlin-chiaying,\nnobody-has-this,\n",
    )
    .unwrap();
    let rows = ask(&["import", file.to_str().unwrap()]);
    let outcomes = [0, 1, 2].map(|row| rows[row]["outcome"].as_str().unwrap().to_owned());
    assert_eq!(outcomes, ["unchanged", "listed", "refused"], "{rows}");
    assert_eq!(ask(&["list"]).as_array().unwrap().len(), 2);

    let person = put["person"].as_str().unwrap();
    let words = command(&["remove", person]);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert!(run(&words).status.success());
    let again = run(&words);
    assert!(
        !again.status.success() && stderr(&again).contains("does not stand"),
        "{}",
        stderr(&again)
    );
    assert_eq!(ask(&["list"]).as_array().unwrap().len(), 1);
}
