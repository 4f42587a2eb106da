//! Two workspaces of one gateway do everything at random, each with a word of its own in all that it writes. Neither
//! word, and no id that one side was told of, ever comes to the other: in no answer, search, webhook, stream or log.

mod chance;
mod ears;
mod known;
mod operations;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::http::{Answer, Http};
use crate::network::Network;
use crate::process::{Server, json as printed};
use chance::Chance;
use ears::{Hooks, Stream};
use known::Known;
use operations::{Ground, Operation, Request};

const SEATS: [&str; 2] = ["premium", "free"];
/// Of every hundred operations that there are, so many are done with success by each side.
const DONE_OF_HUNDRED_MIN: usize = 60;
const SAY_EVERY: Duration = Duration::from_millis(100);

/// How much is done.
pub(crate) struct Plan {
    pub(crate) name: &'static str,
    /// Requests of both sides together.
    pub(crate) operations: usize,
    /// Clients of each side.
    pub(crate) clients: usize,
    /// Where the gateway keeps what it knows, if not in a file.
    pub(crate) database_url: Option<String>,
    pub(crate) seed: u64,
}

/// One workspace and whatever it was told.
struct Side {
    canary: String,
    key: String,
    account_id: String,
    seat: &'static str,
    owner: String,
    known: Known,
    /// By operation: how often it was asked for, and how often with success.
    asked: Mutex<BTreeMap<String, (usize, usize)>>,
    /// How often an answer, and one to a search, had the own word in it.
    seen: AtomicUsize,
    found: AtomicUsize,
    about_others: AtomicUsize,
}

/// What everybody can see.
struct Stage<'a> {
    plan: &'a Plan,
    client: Http,
    operations: Vec<Operation>,
    sides: [Side; 2],
    hooks: [String; 2],
    slugs: Vec<String>,
    done: AtomicUsize,
    is_over: AtomicBool,
}

/// A command of the operator on the data of the run.
struct Operator<'a> {
    config: &'a str,
}

impl Operator<'_> {
    fn run(&self, command: &[&str]) -> Value {
        printed(&[command, &["--config", self.config]].concat())
    }
}

pub(crate) fn run(plan: &Plan) {
    let began = Instant::now();
    let network = Network::start();
    let folder = tempfile::tempdir().unwrap();
    let config = configure(folder.path(), plan);
    let operator = Operator { config: &config };
    let sides = [0, 1].map(|number| side(&operator, &network, folder.path(), number));
    let server = Server::start(
        folder.path(),
        &["serve", "--listen", "127.0.0.1:0", "--config", &config],
    );
    let base_url = server.ready("base_url");
    let hooks = [Hooks::start(), Hooks::start()];
    let streams = [0, 1].map(|number| Stream::open(base_url, &sides[number].key));
    let client = Http::new(base_url, None);
    let description = client.get("/openapi.json");
    let stage = Stage {
        plan,
        operations: operations::all(&description.ok()),
        client,
        slugs: people(&network, &sides),
        hooks: [hooks[0].url(), hooks[1].url()],
        sides,
        done: AtomicUsize::new(0),
        is_over: AtomicBool::new(false),
    };
    everybody_at_once(&stage, &network);
    let [first, second] = streams.map(Stream::close);
    let [hooked, other_hooked] = hooks.map(Hooks::got);
    let counts = [
        stage.hear(0, &first, &hooked),
        stage.hear(1, &second, &other_hooked),
    ];
    stage.check_log(&server.log());
    let mut both = stage.sides[0].known.in_common(&stage.sides[1].known);
    // A test of a webhook tells the example of the description, and is of no account.
    let is_example = |id: &str| description.text.contains(id) || id.ends_with(operations::NOBODY);
    both.retain(|id, _| !is_example(id));
    assert!(both.is_empty(), "told to both sides: {both:#?}");
    let summary = counts.join("; ");
    let mut output = std::io::stdout();
    writeln!(
        output,
        "{}: {} operations in {:.0?}; {summary}",
        plan.name,
        plan.operations,
        began.elapsed()
    )
    .unwrap();
}

/// The settings of the run; what is logged is everything that can be.
fn configure(folder: &Path, plan: &Plan) -> String {
    let data = folder.join("data");
    let mut config = json!({
        "store": {"data_dir": data},
        "outgoing": {"allowed_networks": "127.0.0.1"},
        "log": {"level": "debug", "format": "json"},
    });
    if let Some(url) = &plan.database_url {
        config["store"]["database_url"] = json!(url);
    }
    let file = folder.join("liaison.toml");
    fs::write(&file, toml::to_string(&config).unwrap()).unwrap();
    file.to_str().unwrap().to_owned()
}

/// A workspace with a linked seat that may write as much as it likes, and a key for everything.
fn side(operator: &Operator<'_>, network: &Network, folder: &Path, number: usize) -> Side {
    let seat = SEATS[number];
    network.unhurried(seat);
    let name = ["Left", "Right"][number];
    operator.run(&["workspaces", "create", name]);
    let in_workspace = ["--workspace", name];
    let credentials = folder.join(seat);
    fs::write(&credentials, network.token(seat)).unwrap();
    let credentials = credentials.to_str().unwrap();
    let link = [
        "accounts",
        "link",
        "--address",
        network.base_url(),
        "--credentials-file",
        credentials,
    ];
    let account = operator.run(&[&link[..], &in_workspace].concat());
    let account_id = account["id"].as_str().unwrap().to_owned();
    let policy = [
        "accounts",
        "policy",
        &account_id,
        "--cap",
        "message=1000000/1m",
    ];
    operator.run(&[&policy[..], &in_workspace].concat());
    let key = ["keys", "create", "--name", "canary", "--scope", "admin"];
    let key = operator.run(&[&key[..], &in_workspace].concat());
    let owner = network.seat(seat).get("/network/me").ok();
    Side {
        canary: ["kingfisher", "goldcrest"][number].to_owned(),
        key: key["api_key"].as_str().unwrap().to_owned(),
        account_id,
        seat,
        owner: owner["member"]["slug"].as_str().unwrap().to_owned(),
        known: Known::default(),
        asked: Mutex::default(),
        seen: AtomicUsize::new(0),
        found: AtomicUsize::new(0),
        about_others: AtomicUsize::new(0),
    }
}

/// Whom both sides may write to: what one owner writes to the other is for both to see.
fn people(network: &Network, sides: &[Side; 2]) -> Vec<String> {
    let members = network.control().get("/control/members?limit=200").ok();
    let members = members["members"].as_array().unwrap().iter();
    let slugs = members.filter_map(|member| member["slug"].as_str());
    let slugs = slugs.filter(|slug| sides.iter().all(|side| side.owner != *slug));
    slugs.map(str::to_owned).collect()
}

fn everybody_at_once(stage: &Stage<'_>, network: &Network) {
    thread::scope(|scope| {
        let clients: Vec<_> = (0..2 * stage.plan.clients)
            .map(|number| scope.spawn(move || stage.work(number)))
            .collect();
        for number in 0..2 {
            let control = network.control().again();
            scope.spawn(move || stage.people_write(number, &control));
        }
        let ended: Vec<_> = clients
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect();
        stage.is_over.store(true, Ordering::SeqCst);
        for client in ended {
            client.unwrap();
        }
    });
}

impl Stage<'_> {
    /// One client, until all is done.
    fn work(&self, number: usize) {
        let (own, other) = (number % 2, 1 - number % 2);
        let (side, hook) = (&self.sides[own], &self.hooks[own]);
        let client = self.client.with_key(&side.key);
        let chance = Chance::new(self.plan.seed + u64::try_from(number).unwrap());
        let ground = Ground {
            chance: &chance,
            own: &side.known,
            other: &self.sides[other].known,
            canary: &side.canary,
            receiver: hook,
            slugs: &self.slugs,
        };
        let mut place = 0;
        while self.done.fetch_add(1, Ordering::SeqCst) < self.plan.operations {
            if place % self.operations.len() == 0 {
                ears::hook(&client, hook);
            }
            // Each client passes through all of them once, so that none is left to luck.
            let step = if place < self.operations.len() {
                place
            } else {
                chance.below(self.operations.len())
            };
            place += 1;
            let operation = &self.operations[step];
            if let Some(request) = operation.request(&ground) {
                let answer = ask(&client, &request);
                self.take_in(own, operation, &request, &answer, &chance);
            }
        }
    }

    fn take_in(
        &self,
        own: usize,
        operation: &Operation,
        request: &Request,
        answer: &Answer,
        chance: &Chance,
    ) {
        let (side, other) = (&self.sides[own], &self.sides[1 - own]);
        let said = format!("{:?} {}", answer.headers, answer.text);
        let name = &operation.name;
        assert_ne!(answer.status, 500, "{name}: {} {said}", request.text());
        assert!(
            !said.contains(&other.canary),
            "{name} tells of the other side: {} {said}",
            request.text()
        );
        side.known
            .learn(&answer.text, &request.text(), name, chance);
        let mut asked = side.asked.lock().unwrap();
        let (times, successes) = asked.entry(name.clone()).or_default();
        *times += 1;
        *successes += usize::from((200..400).contains(&answer.status));
        drop(asked);
        let has_word = said.contains(&side.canary);
        side.seen.fetch_add(usize::from(has_word), Ordering::SeqCst);
        let is_found = has_word && name == "GET /v1/search";
        side.found
            .fetch_add(usize::from(is_found), Ordering::SeqCst);
        side.about_others
            .fetch_add(usize::from(request.is_foreign), Ordering::SeqCst);
    }

    /// People of the network write to the owner of a seat.
    fn people_write(&self, number: usize, control: &Http) {
        let side = &self.sides[number];
        let chance = Chance::new(self.plan.seed ^ 0xca_11);
        while !self.is_over.load(Ordering::SeqCst) {
            let text = format!("{} {}", side.canary, chance.below(1_000_000));
            let from = chance.pick(&self.slugs);
            let message = json!({"as": from, "to": {"member": side.owner}, "text": text});
            control.post("/control/messages", &message);
            thread::sleep(SAY_EVERY);
        }
    }

    /// Holds against the other side what came to one without being asked for, and whether enough was seen to say so.
    fn hear(&self, number: usize, stream: &[String], hooks: &[String]) -> String {
        let (side, other) = (&self.sides[number], &self.sides[1 - number]);
        let chance = Chance::new(1);
        let mut heard = [0, 0];
        for (place, (by, lines)) in [("the stream", stream), ("a webhook", hooks)]
            .into_iter()
            .enumerate()
        {
            for line in lines {
                assert!(
                    !line.contains(&other.canary),
                    "{by} of {}: {line}",
                    side.seat
                );
                side.known.learn(line, "", by, &chance);
                heard[place] += usize::from(line.contains(&side.canary));
            }
        }
        let asked = side.asked.lock().unwrap();
        let done = asked.values().filter(|(_, successes)| *successes > 0);
        let (done, of) = (done.count(), self.operations.len());
        let never: Vec<&String> = asked
            .iter()
            .filter(|(_, (_, successes))| *successes == 0)
            .map(|(name, _)| name)
            .collect();
        let load = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        let (seen, found, foreign) = (
            load(&side.seen),
            load(&side.found),
            load(&side.about_others),
        );
        assert!(
            100 * done >= DONE_OF_HUNDRED_MIN * of,
            "{}: {done} of {of} with success; never: {never:#?}",
            side.seat
        );
        self.check_search(number);
        let least = self.plan.operations / 100;
        assert!(seen > least, "{}: own word in {seen} answers", side.seat);
        assert!(foreign > least, "{}: {foreign} about others", side.seat);
        assert!(
            heard.iter().all(|times| *times > 0),
            "{}: heard {heard:?} in {} lines and {} webhooks",
            side.seat,
            stream.len(),
            hooks.len()
        );
        let kinds = side.known.kinds();
        assert!(kinds.contains("acc") && kinds.len() > 10, "{kinds:?}");
        format!(
            "{} ({}): {done} of {of} operations with success, own word in {seen} answers, {found} of them searches, \
             {} lines of the stream, {} webhooks; {foreign} requests about the other side",
            side.canary, side.account_id, heard[0], heard[1]
        )
    }

    /// Each finds its own word, and nothing of the other's.
    fn check_search(&self, number: usize) {
        let (side, other) = (&self.sides[number], &self.sides[1 - number]);
        let client = self.client.with_key(&side.key);
        for (word, is_own) in [(&side.canary, true), (&other.canary, false)] {
            let found = client.get_with("/v1/search", &[("q", word)]).ok();
            let found = found["hits"].as_array().unwrap();
            assert_eq!(
                !found.is_empty(),
                is_own,
                "{}: {word}: {found:?}",
                side.seat
            );
        }
    }

    /// What people write is in no log, not even of their own side.
    fn check_log(&self, log: &str) {
        let requests = log.lines().filter(|line| line.contains("/v1/")).count();
        assert!(
            requests > self.plan.operations / 10,
            "{requests} lines of requests"
        );
        for line in log.lines() {
            for side in &self.sides {
                assert!(!line.contains(&side.canary), "the log: {line}");
            }
        }
    }
}

fn ask(client: &Http, request: &Request) -> Answer {
    let headers: Vec<(&str, &str)> = request
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let body = request.body.as_ref();
    let body = body.map(|(media_type, body)| (media_type.as_str(), body.clone()));
    client.call(&request.method, &request.address, &headers, body)
}

#[test]
fn nothing_of_a_workspace_comes_to_another() {
    run(&Plan {
        name: "two workspaces",
        operations: 3_000,
        clients: 2,
        database_url: None,
        seed: 11,
    });
}
