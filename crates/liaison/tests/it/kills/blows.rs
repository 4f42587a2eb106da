//! What ends the gateway, its database, or a connection between them, again and again.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use testkit::postgres::{Cluster, Mortal};

use super::cuts::Proxy;
use super::{Harm, Plan, Stage};
use crate::process::{Demo, Server};

/// How long a database is away at most.
const AWAY_MAX_MS: usize = 400;
/// Before it is ready, a gateway lives so long at most.
const UNREADY_MAX_MS: usize = 300;
const LOOK_EVERY: Duration = Duration::from_millis(5);

pub(super) struct Blows {
    means: Means,
    dealt: BTreeMap<Target, usize>,
}

enum Means {
    Kills,
    KillsOfBoth(Box<Mortal>),
    Cuts(Proxy),
}

/// Whom a blow meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    /// The gateway, whether or not it is ready.
    Beginner,
    Gateway,
    Database,
    Both,
}

impl Blows {
    pub(super) fn of(harm: Harm) -> Self {
        let means = match harm {
            Harm::Kills => Means::Kills,
            Harm::KillsOfBoth => Means::KillsOfBoth(Box::new(Mortal::start())),
            Harm::CommitCuts => Means::Cuts(Proxy::to(Cluster::shared().database())),
        };
        Self {
            means,
            dealt: BTreeMap::new(),
        }
    }

    /// Where the gateway finds its database; a file of its own where this is absent.
    pub(super) fn database_url(&self) -> Option<String> {
        match &self.means {
            Means::Kills => None,
            Means::KillsOfBoth(database) => Some(database.url()),
            Means::Cuts(proxy) => Some(proxy.url().to_owned()),
        }
    }

    /// Starts the gateway and deals blows until all are dealt and the clients are through.
    pub(super) fn deal(&mut self, stage: &Stage<'_>, demo: &Demo) {
        match &mut self.means {
            Means::Kills => self.dealt = kill_until_over(stage, demo, None),
            Means::KillsOfBoth(database) => {
                self.dealt = kill_until_over(stage, demo, Some(database));
            }
            Means::Cuts(proxy) => cut_until_over(stage, demo, proxy),
        }
        // Nobody listens any more.
        stage.open(None);
    }

    /// Fails where a kind of blow never happened.
    pub(super) fn assert_every_kind_was_dealt(&self, plan: &Plan) {
        let kinds: &[Target] = match &self.means {
            Means::Kills => &[Target::Beginner, Target::Gateway],
            Means::KillsOfBoth(_) => &[
                Target::Beginner,
                Target::Gateway,
                Target::Database,
                Target::Both,
            ],
            Means::Cuts(proxy) => return proxy.assert_every_kind_was_seen(plan.blows),
        };
        for kind in kinds {
            assert!(self.dealt.contains_key(kind), "never {kind:?}: {self}");
        }
    }
}

impl fmt::Display for Blows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.means {
            Means::Cuts(proxy) => proxy.fmt(f),
            _ => write!(f, "killed {:?}", self.dealt),
        }
    }
}

fn cut_until_over(stage: &Stage<'_>, demo: &Demo, proxy: &Proxy) {
    let server = demo.start();
    stage.open(Some(server.ready("base_url")));
    proxy.cut(stage.plan.seed);
    while proxy.count() < stage.plan.blows || !stage.is_over() {
        stage.blows.store(proxy.count(), Ordering::SeqCst);
        thread::sleep(LOOK_EVERY);
    }
    stage.blows.store(proxy.count(), Ordering::SeqCst);
    proxy.spare();
    server.kill();
}

fn kill_until_over(
    stage: &Stage<'_>,
    demo: &Demo,
    mut database: Option<&mut Box<Mortal>>,
) -> BTreeMap<Target, usize> {
    let mut dealt = BTreeMap::new();
    let mut left: Option<Server> = None;
    let mut blow = 0;
    while blow < stage.plan.blows || !stage.is_over() {
        let is_early = left.is_none() && stage.draw(blow, "early", 5) == 0;
        let target = match (&database, stage.draw(blow, "target", 5)) {
            (Some(_), 0 | 1) => Target::Database,
            (Some(_), 2) => Target::Both,
            _ if is_early => Target::Beginner,
            _ => Target::Gateway,
        };
        if target == Target::Beginner {
            let alive = stage.draw(blow, "alive before it is ready", UNREADY_MAX_MS);
            demo.start_for(Duration::from_millis(alive as u64));
        } else {
            let server = left.take().unwrap_or_else(|| demo.start());
            stage.open(Some(server.ready("base_url")));
            live(stage, blow);
            left = strike(stage, blow, target, server, database.as_deref_mut());
        }
        *dealt.entry(target).or_default() += 1;
        blow += 1;
        stage.blows.store(blow, Ordering::SeqCst);
    }
    dealt
}

fn live(stage: &Stage<'_>, blow: usize) {
    let most = usize::try_from(stage.plan.alive_max.as_millis()).unwrap();
    let alive = stage.draw(blow, "alive", most);
    thread::sleep(Duration::from_millis(alive as u64));
}

/// Deals the blow; a gateway that lives on comes back.
fn strike(
    stage: &Stage<'_>,
    blow: usize,
    target: Target,
    server: Server,
    database: Option<&mut Box<Mortal>>,
) -> Option<Server> {
    let away = Duration::from_millis(stage.draw(blow, "away", AWAY_MAX_MS) as u64);
    match (target, database) {
        (Target::Database, Some(database)) => {
            database.kill();
            thread::sleep(away);
            database.start_again();
            return Some(server);
        }
        (Target::Both, Some(database)) => {
            database.kill();
            thread::sleep(away);
            stage.open(None);
            server.kill();
            database.start_again();
        }
        _ => {
            stage.open(None);
            server.kill();
        }
    }
    None
}
