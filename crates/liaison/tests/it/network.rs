//! The simulated network as a process of its own: it lives on when a gateway ends, and its log is the evidence.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::Http;
use crate::process::{Demo, Server};

/// More than any page of the log holds.
const LOG_PAGE: usize = 10_000;

/// A sandbox whose people do not act by themselves.
pub(crate) struct Network {
    folder: TempDir,
    server: Option<Server>,
    control: Http,
    address: String,
}

impl Network {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = run(&folder, "127.0.0.1:0");
        Self {
            control: Http::new(
                server.ready("base_url"),
                Some(server.ready("control_token")),
            ),
            address: server
                .ready("base_url")
                .strip_prefix("http://")
                .unwrap()
                .to_owned(),
            folder,
            server: Some(server),
        }
    }

    /// Makes a new member a seat and a friend of so many people, and lets whoever links every seat link it, too.
    pub(crate) fn add_seat(&mut self, seat_id: &str, friends: usize) {
        let seats = self.control.get("/control/seats").ok();
        let owners: Vec<Value> = seats["seats"].as_array().unwrap().clone();
        let owners: Vec<&Value> = owners.iter().map(|seat| &seat["slug"]).collect();
        let members = self.control.get("/control/members?limit=500").ok();
        let new = json!({"seat_id": seat_id});
        let seat = self.control.post("/control/seats", &new).ok();
        let people = members["members"].as_array().unwrap().iter();
        let people = people.filter(|member| !owners.contains(&&member["slug"]));
        // Each seat has other friends, but not only others.
        for member in people.skip(owners.len()).take(friends) {
            let pair = json!({"a": seat["slug"], "b": member["slug"], "connected": true});
            self.control.put("/control/connections", &pair).ok();
        }
        let file = self.ready_file();
        let ready = &mut self.server.as_mut().unwrap().ready;
        ready["seats"].as_array_mut().unwrap().push(seat);
        fs::write(file, ready.to_string()).unwrap();
    }

    /// Ends it as a power failure would; it can be started again.
    pub(crate) fn kill(&mut self) {
        self.server.take().unwrap().kill();
    }

    /// Starts it again at the same address with the same data. Faults are forgotten.
    pub(crate) fn start_again(&mut self) {
        self.server = Some(run(&self.folder, &self.address));
        // The connections of the client before ended with the process.
        self.control = self.control.again();
    }

    /// A place for a gateway that is linked to every seat.
    pub(crate) fn demo(&self) -> Demo {
        self.demo_on(None)
    }

    /// The same with a PostgreSQL database.
    pub(crate) fn demo_on(&self, database_url: Option<&str>) -> Demo {
        let file = self.ready_file();
        let mut arguments = vec!["--sandbox", file.to_str().unwrap()];
        arguments.extend(database_url.iter().flat_map(|url| ["--database-url", url]));
        Demo::with(&arguments)
    }

    fn ready_file(&self) -> PathBuf {
        self.folder.path().join("ready.json")
    }

    pub(crate) fn base_url(&self) -> &str {
        self.server.as_ref().unwrap().ready("base_url")
    }

    /// The session of a seat.
    pub(crate) fn token(&self, seat_id: &str) -> String {
        let seats = self.server.as_ref().unwrap().ready["seats"].clone();
        let seats = seats.as_array().unwrap();
        let seat = seats.iter().find(|seat| seat["seat_id"] == seat_id);
        seat.unwrap()["token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn control(&self) -> &Http {
        &self.control
    }

    /// A client with the session of a seat.
    pub(crate) fn seat(&self, seat_id: &str) -> Http {
        self.control.with_key(&self.token(seat_id))
    }

    /// Switches a fault of a seat on.
    pub(crate) fn fault(&self, seat_id: &str, fault: &Value) {
        self.control
            .post(&format!("/control/seats/{seat_id}/faults"), fault)
            .ok();
    }

    /// Switches the faults of a seat off.
    pub(crate) fn heal(&self, seat_id: &str) {
        self.control
            .delete(&format!("/control/seats/{seat_id}/faults"))
            .ok();
    }

    /// Lets a seat act as fast as it likes.
    pub(crate) fn unhurried(&self, seat_id: &str) {
        let conduct = json!({"conduct": {"acts_max": 0}});
        self.control
            .patch(&format!("/control/seats/{seat_id}"), &conduct)
            .ok();
    }

    /// The texts of every message that was ever accepted from a seat, in order.
    pub(crate) fn accepted(&self) -> Vec<String> {
        self.acceptances()
            .iter()
            .filter(|one| one["kind"] != "invitation")
            .map(|one| one["text"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The whole log of what was accepted, in order.
    pub(crate) fn acceptances(&self) -> Vec<Value> {
        let (mut log, mut after) = (Vec::new(), 0);
        loop {
            let page = acceptances_after(&self.control, after);
            match page.last() {
                Some(last) => after = last["seq"].as_i64().unwrap(),
                None => return log,
            }
            log.extend(page);
        }
    }

    /// How often this text was accepted.
    pub(crate) fn count(&self, text: &str) -> usize {
        self.accepted()
            .iter()
            .filter(|found| *found == text)
            .count()
    }

    /// What the mailbox of a seat holds: threads, newest first, each with all its messages.
    pub(crate) fn history(&self, seat_id: &str) -> Vec<Value> {
        let path = format!("/control/seats/{seat_id}/history");
        let Value::Object(mut history) = self.control.get(&path).ok() else {
            panic!("a history is an object");
        };
        match history.remove("threads") {
            Some(Value::Array(threads)) => threads,
            other => panic!("no threads: {other:?}"),
        }
    }
}

/// A page of the log of what was accepted.
pub(crate) fn acceptances_after(control: &Http, after: i64) -> Vec<Value> {
    let path = format!("/control/acceptances?after={after}&limit={LOG_PAGE}");
    match control.get(&path).ok()["acceptances"].take() {
        Value::Array(page) => page,
        other => panic!("no acceptances: {other:?}"),
    }
}

fn run(folder: &TempDir, listen: &str) -> Server {
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let arguments = ["sandbox", "--quiet", "--listen", listen, "--data-dir", data];
    Server::start(folder.path(), &arguments)
}
