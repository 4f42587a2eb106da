//! A gateway ends as in a power failure, again and again, at any moment, while sends are handed over, people write to its
//! accounts, and the network loses answers, cuts connections and repeats itself. So does its database, and connections to
//! it are cut in the middle of a COMMIT. What was acknowledged must have left, nothing may have left twice, what nobody
//! can know is put before a person, and the history must be the network's.

mod blows;
mod clients;
mod cuts;
mod desk;
mod evidence;
mod requests;
mod verdict;
mod weather;

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use domain::entropy::draw;
use serde_json::Value;

use crate::http::Http;
use crate::network::Network;
use crate::process::{Demo, Server, json as printed, wait_for};
use blows::Blows;
use weather::Seat;

/// How much of everything.
pub(crate) struct Plan {
    /// What the rounds are called where they are reported.
    pub(crate) name: &'static str,
    pub(crate) harm: Harm,
    /// The capability class that the network offers to each account: its letter.
    pub(crate) classes: &'static [&'static str],
    /// Kills, or cuts.
    pub(crate) blows: usize,
    /// The gateway lives so long between two blows at most.
    pub(crate) alive_max: Duration,
    pub(crate) sends: usize,
    pub(crate) clients: usize,
    /// Messages that a client hands over together, where it does.
    pub(crate) batch: usize,
    /// Decides who is written to, when it ends, and so on; what the machine makes of it differs from run to run.
    pub(crate) seed: u64,
}

/// What is done to the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Harm {
    /// It is killed; it keeps what it knows in a file.
    Kills,
    /// It is killed, or the PostgreSQL that is its own, or both.
    KillsOfBoth,
    /// Its connections to PostgreSQL are cut while a COMMIT is on its way.
    CommitCuts,
}

/// What everybody who takes part can see.
struct Stage<'a> {
    plan: &'a Plan,
    network: &'a Network,
    seats: &'a [Seat],
    api_key: String,
    account_ids: Vec<String>,
    /// The gateway's address while it accepts requests.
    address: Mutex<Option<String>>,
    blows: AtomicUsize,
    clients_at_work: AtomicUsize,
}

impl Stage<'_> {
    fn open(&self, address: Option<&str>) {
        *self.address.lock().unwrap() = address.map(str::to_owned);
    }

    /// A number below `bound`, decided by what it is for.
    fn draw(&self, subject: usize, rule: &str, bound: usize) -> usize {
        let drawn = draw(self.plan.seed, &subject.to_le_bytes(), rule, bound as u64);
        usize::try_from(drawn).unwrap()
    }

    fn is_over(&self) -> bool {
        self.clients_at_work.load(Ordering::SeqCst) == 0
    }

    /// The control of the network, for another thread.
    fn control(&self) -> Http {
        self.network.control().again()
    }
}

pub(crate) fn run(plan: &Plan) {
    let began = Instant::now();
    let mut network = Network::start();
    let seats = weather::seats(&mut network, plan.classes);
    let mut blows = Blows::of(plan.harm);
    let demo = network.demo_on(blows.database_url().as_deref());
    let server = demo.start();
    let stage = Stage {
        plan,
        network: &network,
        seats: &seats,
        api_key: server.ready("api_key").to_owned(),
        account_ids: account_ids(&server),
        address: Mutex::new(None),
        blows: AtomicUsize::new(0),
        clients_at_work: AtomicUsize::new(plan.clients),
    };
    prepare(&stage, &demo, &server, blows.database_url().as_deref());
    server.kill();
    weather::rough(&stage);
    let (mut told, mut desk) = storm(&stage, &demo, &mut blows);
    let stormy = began.elapsed();
    weather::calm(&stage);
    let server = demo.start();
    let verdict = verdict::on(&stage, &server.client(), &mut told, &mut desk);
    verdict.assert_everything_was_seen(plan);
    blows.assert_every_kind_was_dealt(plan);
    let mut output = std::io::stdout();
    writeln!(
        output,
        "{}: {blows}; {verdict}; {stormy:.0?} of storm, {:.0?} in all",
        plan.name,
        began.elapsed()
    )
    .unwrap();
}

/// Everybody does what they do until all is handed over and every blow was dealt.
fn storm(stage: &Stage<'_>, demo: &Demo, blows: &mut Blows) -> (clients::Told, desk::Desk) {
    thread::scope(|scope| {
        let clients: Vec<_> = (0..stage.plan.clients)
            .map(|number| scope.spawn(move || clients::hand_over(stage, number)))
            .collect();
        let people = scope.spawn(|| weather::people(stage));
        let desk = scope.spawn(|| desk::sit(stage));
        blows.deal(stage, demo);
        people.join().unwrap();
        let mut told = clients::Told::default();
        for client in clients {
            told.add(client.join().unwrap());
        }
        (told, desk.join().unwrap())
    })
}

fn account_ids(server: &Server) -> Vec<String> {
    let ids = server.ready["account_ids"].as_array().unwrap();
    ids.iter()
        .map(|id| id.as_str().unwrap().to_owned())
        .collect()
}

/// No limit stands in the way, and the whole history is there.
fn prepare(stage: &Stage<'_>, demo: &Demo, server: &Server, database_url: Option<&str>) {
    let data = demo.data();
    let client = server.client();
    for (account, seat) in stage.account_ids.iter().zip(stage.seats) {
        stage.network.unhurried(&seat.id);
        let mut command = vec!["accounts", "policy", account, "--data-dir", &data];
        command.extend(["--cap", "message=1000000/1m"]);
        command.extend(database_url.iter().flat_map(|url| ["--database-url", url]));
        let policy = printed(&command);
        assert_eq!(policy["preset"], "custom");
        wait_for("the history", || {
            let status: Value = client
                .get(&format!("/linkedin/account/{account}/status"))
                .ok();
            (status["sync"]["state"] == "done").then_some(())
        });
    }
}

/// A hundred kills of two gateways, each with an account of class A, B and C.
#[test]
fn a_hundred_kills_lose_nothing_and_repeat_nothing() {
    let plan = |name, seed| Plan {
        name,
        harm: Harm::Kills,
        classes: &["B", "A", "C"],
        blows: 50,
        alive_max: Duration::from_millis(600),
        sends: 500,
        clients: 12,
        batch: 4,
        seed,
    };
    thread::scope(|scope| {
        scope.spawn(move || run(&plan("one gateway", 1)));
        scope.spawn(move || run(&plan("another gateway", 2)));
    });
}

#[test]
fn kills_of_gateway_and_database_lose_nothing_and_repeat_nothing() {
    run(&Plan {
        name: "gateway and database",
        harm: Harm::KillsOfBoth,
        classes: &["B", "A"],
        blows: 10,
        alive_max: Duration::from_millis(1_200),
        sends: 100,
        clients: 6,
        batch: 4,
        seed: 3,
    });
}

#[test]
fn connections_cut_in_the_commit_lose_nothing_and_repeat_nothing() {
    run(&Plan {
        name: "connections",
        harm: Harm::CommitCuts,
        classes: &["B", "C"],
        blows: 40,
        alive_max: Duration::ZERO,
        sends: 160,
        clients: 6,
        batch: 4,
        seed: 4,
    });
}
