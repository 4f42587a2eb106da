//! Several tenants of one gateway, as an operator makes them.

use serde_json::json;

use crate::process::{json as printed, run, stderr};

#[test]
fn a_second_workspace_has_keys_of_its_own_and_commands_ask_which_one_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let on = ["--data-dir", data];
    let all = |command: &[&'static str]| printed(&[command, &on].concat());
    assert_eq!(all(&["workspaces", "list"]), json!([]));

    let sales = all(&["workspaces", "create", "Sales"]);
    let hiring = all(&["workspaces", "create", "Hiring"]);
    assert_eq!(all(&["workspaces", "list"]), json!([sales, hiring]));
    let again = run(&["workspaces", "create", " Sales ", "--data-dir", data]);
    assert_eq!(again.status.code(), Some(2), "{}", stderr(&again));
    assert!(
        stderr(&again).contains("another name"),
        "{}",
        stderr(&again)
    );
    let unnamed = run(&["workspaces", "create", "", "--data-dir", data]);
    assert_eq!(unnamed.status.code(), Some(1), "{}", stderr(&unnamed));

    let which = run(&["keys", "create", "--name", "crm", "--data-dir", data]);
    assert_eq!(which.status.code(), Some(2));
    assert!(
        stderr(&which).contains("Sales, Hiring"),
        "{}",
        stderr(&which)
    );
    all(&["keys", "create", "--name", "crm", "--workspace", "Sales"]);
    let keys = |workspace| all(&["keys", "list", "--workspace", workspace]);
    assert_eq!(keys("Sales").as_array().unwrap().len(), 1);
    assert_eq!(keys("Hiring"), json!([]));
}
