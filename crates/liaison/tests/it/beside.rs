//! `liaison serve --sandbox`: the simulated network beside a real server, there only when asked for.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::Http;
use crate::process::{Server, json as printed, run, stderr, wait_for};

/// A folder for a server and its data.
struct Place {
    folder: TempDir,
    data: String,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("the data").to_str().unwrap().to_owned();
        Self { folder, data }
    }

    fn file(&self, name: &str) -> PathBuf {
        Path::new(&self.data).join(name)
    }

    fn serve(&self, extra: &[&str]) -> Server {
        let listen = ["serve", "--listen", "127.0.0.1:0", "--data-dir", &self.data];
        Server::start(self.folder.path(), &[&listen, extra].concat())
    }

    /// What the server printed.
    fn page(&self) -> String {
        fs::read_to_string(self.folder.path().join("out")).unwrap()
    }

    fn printed(&self, command: &[&str]) -> Value {
        printed(&[command, &["--data-dir", &self.data]].concat())
    }

    fn control(&self, server: &Server) -> Http {
        let token = fs::read_to_string(self.file("sandbox.token")).unwrap();
        Http::new(server.ready("sandbox_url"), Some(token.trim()))
    }
}

/// Runs a printed command line as a shell would, with this build's program.
fn run_printed(line: &str) -> std::process::Output {
    let program = env!("CARGO_BIN_EXE_liaison");
    let arguments = line.trim().strip_prefix("liaison ").unwrap();
    let script = format!("'{program}' {arguments} --output json");
    std::process::Command::new("sh")
        .args(["-c", &script])
        .env_clear()
        .output()
        .unwrap()
}

#[test]
fn a_seat_is_linked_as_printed_and_a_second_start_finds_everything_again() {
    let place = Place::new();
    let server = place.serve(&["--sandbox"]);
    let address = server.ready("sandbox_url").to_owned();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let page = place.page();
    assert!(page.contains(&address), "{page}");
    let token_file = place.file("sandbox.token");
    assert!(page.contains(token_file.to_str().unwrap()), "{page}");
    let key = place.printed(&["keys", "create", "--name", "first"]);
    let key = key["api_key"].as_str().unwrap().to_owned();
    let client = server.client().with_key(&key);
    assert_eq!(
        client.get("/linkedin/accounts").ok(),
        json!([]),
        "nothing is linked by itself"
    );

    let commands: Vec<&str> = page
        .lines()
        .filter(|line| line.trim().starts_with("liaison accounts link"))
        .collect();
    assert_eq!(commands.len(), 2, "{page}");
    for command in &commands {
        let linked = run_printed(command);
        assert!(linked.status.success(), "{}", stderr(&linked));
    }
    let accounts = place.printed(&["accounts", "list"]);
    assert_eq!(accounts.as_array().unwrap().len(), 2, "{accounts}");
    assert!(
        accounts
            .as_array()
            .unwrap()
            .iter()
            .all(|account| account["address"] == address.as_str()),
        "{accounts}"
    );
    let request = |text: &str| json!({"recipientProfileId": "john-doe-123", "message": text});
    client
        .post("/linkedin/message", &request("Before the restart"))
        .ok();
    assert_eq!(server.stop("-TERM"), 0);

    let server = place.serve(&["--sandbox"]);
    assert_eq!(server.ready("sandbox_url"), address);
    let client = server.client().with_key(&key);
    client
        .post("/linkedin/message", &request("After the restart"))
        .ok();
    let log = place.control(&server).get("/control/acceptances").ok();
    let texts: Vec<&Value> = log["acceptances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["text"])
        .collect();
    assert_eq!(texts, ["Before the restart", "After the restart"]);
    for account in accounts.as_array().unwrap() {
        let id = account["id"].as_str().unwrap();
        let unlinked = place.printed(&["accounts", "unlink", id]);
        assert_eq!(unlinked["state"], "unlinked");
    }
    assert_eq!(place.printed(&["accounts", "list"]), json!([]));
    assert_eq!(server.stop("-TERM"), 0);
}

#[test]
fn a_server_that_was_not_asked_has_no_simulated_network() {
    let place = Place::new();
    let server = place.serve(&["--sandbox"]);
    let address = server.ready("sandbox_url").to_owned();
    let port = address.strip_prefix("http://").unwrap();
    TcpStream::connect(port).unwrap();
    assert_eq!(server.stop("-TERM"), 0);
    let server = place.serve(&[]);
    assert!(
        server.ready.get("sandbox_url").is_none(),
        "{}",
        server.ready
    );
    TcpStream::connect(port).unwrap_err();
    assert_eq!(place.page(), "");
    let control = server.client().get("/control/state");
    assert_eq!(control.status, 404, "{control:?}");
}

#[test]
fn the_control_api_wants_its_token_and_its_files_are_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let server = place.serve(&["--sandbox"]);
    let control = place.control(&server);
    assert_eq!(control.get("/control/state").status, 200);
    for wrong in [None, Some("wrong")] {
        let stranger = Http::new(server.ready("sandbox_url"), wrong);
        assert_eq!(stranger.get("/control/state").status, 401);
    }
    for name in ["token", "premium.token", "free.token", "db"] {
        let file = place.file(&format!("sandbox.{name}"));
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", file.display());
    }
    // The clock of a real server is its machine's, whatever the simulated network's says.
    let key = place.printed(&["keys", "create", "--name", "first"]);
    let moved = json!({"advance_ms": 400_i64 * 24 * 3_600_000});
    control.put("/control/clock", &moved).ok();
    let day = place.printed(&[
        "keys",
        "create",
        "--name",
        "second",
        "--expires-in-days",
        "1",
    ]);
    for key in [&key, &day] {
        let client = server.client().with_key(key["api_key"].as_str().unwrap());
        assert_eq!(client.get("/linkedin/accounts").status, 200);
    }
}

#[test]
fn a_start_whose_port_is_taken_says_so_instead_of_losing_its_accounts() {
    let place = Place::new();
    let server = place.serve(&["--sandbox"]);
    let address = server.ready("sandbox_url").to_owned();
    assert_eq!(server.stop("-TERM"), 0);
    let _taken = TcpListener::bind(address.strip_prefix("http://").unwrap()).unwrap();
    let command = ["serve", "--sandbox", "--listen", "127.0.0.1:0"];
    let output = run(&[&command[..], &["--data-dir", &place.data]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    wait_for("the reason", || {
        stderr(&output)
            .contains("hint: accounts are linked to this address")
            .then_some(())
    });
}
