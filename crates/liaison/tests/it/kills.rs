//! A gateway ends as in a power failure, again and again, at any moment, while sends are handed over, people write to its
//! accounts, and the network loses answers, cuts connections and repeats itself. What was acknowledged must have left,
//! nothing may have left twice, and the history must be the network's.

mod clients;
mod verdict;
mod weather;

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use domain::entropy::draw;
use serde_json::{Value, json};
use testkit::postgres::Database;

use crate::network::Network;
use crate::process::{Demo, Server, json as printed, wait_for};

/// The seats that the gateway is linked to, in the order of its accounts.
pub(crate) const SEATS: [&str; 2] = ["premium", "free"];

/// How much of everything.
pub(crate) struct Plan {
    /// Where the gateway keeps what it knows; a file of its own where this is absent.
    pub(crate) database: Option<Database>,
    /// The letter of the capability class that the network offers.
    pub(crate) class: &'static str,
    pub(crate) kills: usize,
    pub(crate) sends: usize,
    pub(crate) clients: usize,
    /// Decides who is written to, when it ends, and so on; what the machine makes of it differs from run to run.
    pub(crate) seed: u64,
}

/// What everybody who takes part can see.
struct Stage<'a> {
    plan: &'a Plan,
    network: &'a Network,
    api_key: String,
    account_ids: Vec<String>,
    /// The gateway's address while it accepts requests.
    address: Mutex<Option<String>>,
    kills: AtomicUsize,
    clients_at_work: AtomicUsize,
}

impl Stage<'_> {
    fn open(&self, address: Option<&str>) {
        *self.address.lock().unwrap() = address.map(str::to_owned);
    }

    /// A number below `bound`, decided by what it is for.
    fn draw(&self, subject: usize, rule: &str, bound: u64) -> u64 {
        draw(self.plan.seed, &subject.to_le_bytes(), rule, bound)
    }

    fn is_over(&self) -> bool {
        self.clients_at_work.load(Ordering::SeqCst) == 0
    }
}

pub(crate) fn run(plan: &Plan) {
    let began = Instant::now();
    let network = Network::start();
    for seat_id in SEATS {
        let path = format!("/control/seats/{seat_id}");
        let class = json!({"capability_class": plan.class});
        network.control().patch(&path, &class).ok();
    }
    let database = plan.database.as_ref().map(Database::url);
    let demo = network.demo_on(database);
    let server = demo.start();
    let stage = Stage {
        plan,
        network: &network,
        api_key: server.ready("api_key").to_owned(),
        account_ids: account_ids(&server),
        address: Mutex::new(None),
        kills: AtomicUsize::new(0),
        clients_at_work: AtomicUsize::new(plan.clients),
    };
    prepare(&stage, &demo, &server);
    server.kill();
    weather::rough(&network);
    let handed_over = thread::scope(|scope| {
        let clients: Vec<_> = (0..plan.clients)
            .map(|number| scope.spawn(move_client(&stage, number)))
            .collect();
        let people = scope.spawn(|| weather::people(&stage));
        kill_until_over(&stage, &demo);
        people.join().unwrap();
        clients
            .into_iter()
            .flat_map(|client| client.join().unwrap())
            .collect::<Vec<_>>()
    });
    let stormy = began.elapsed();
    weather::calm(&network);
    let server = demo.start();
    let verdict = verdict::on(&stage, &server.client(), &handed_over);
    let mut output = std::io::stdout();
    writeln!(
        output,
        "{} kills, {verdict}; {stormy:.0?} of storm, {:.0?} in all",
        stage.kills.load(Ordering::SeqCst),
        began.elapsed()
    )
    .unwrap();
}

fn move_client<'a>(
    stage: &'a Stage<'a>,
    number: usize,
) -> impl FnOnce() -> Vec<clients::HandedOver> + 'a {
    move || clients::hand_over(stage, number)
}

fn account_ids(server: &Server) -> Vec<String> {
    let ids = server.ready["account_ids"].as_array().unwrap();
    ids.iter()
        .map(|id| id.as_str().unwrap().to_owned())
        .collect()
}

/// No limit stands in the way, and the whole history is there.
fn prepare(stage: &Stage<'_>, demo: &Demo, server: &Server) {
    let data = demo.data();
    let client = server.client();
    for (account, seat_id) in stage.account_ids.iter().zip(SEATS) {
        stage.network.unhurried(seat_id);
        let mut command = vec!["accounts", "policy", account, "--data-dir", &data];
        command.extend(["--cap", "message=1000000/24h"]);
        if let Some(database) = &stage.plan.database {
            command.extend(["--database-url", database.url()]);
        }
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

/// Starts the gateway and ends it until the kills and the clients are through.
fn kill_until_over(stage: &Stage<'_>, demo: &Demo) {
    let mut kill = 0;
    while kill < stage.plan.kills || !stage.is_over() {
        if stage.draw(kill, "early", 5) == 0 {
            let alive = stage.draw(kill, "alive before it is ready", 300);
            demo.start_for(Duration::from_millis(alive));
        } else {
            let server = demo.start();
            stage.open(Some(server.ready("base_url")));
            let alive = stage.draw(kill, "alive", 1_200);
            thread::sleep(Duration::from_millis(alive));
            stage.open(None);
            server.kill();
        }
        kill += 1;
        stage.kills.store(kill, Ordering::SeqCst);
    }
}

#[test]
fn a_dozen_kills_lose_nothing_and_repeat_nothing() {
    run(&Plan {
        database: None,
        class: "B",
        kills: 12,
        sends: 150,
        clients: 6,
        seed: 1,
    });
}
