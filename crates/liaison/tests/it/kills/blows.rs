//! What ends the gateway, its database, or a connection between them, again and again.

use std::fmt;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use testkit::postgres::Mortal;

use super::cuts::Proxy;
use super::{Plan, Stage};
use crate::process::{Demo, Server};

/// How long a database is away at most.
const AWAY_MAX_MS: usize = 400;
/// Before it is ready, a gateway lives so long at most.
const UNREADY_MAX_MS: usize = 300;

pub(super) enum Blows {
    Gateway,
    Both(Box<Mortal>),
    Cuts(Proxy),
}

/// Whom a blow meets.
#[derive(PartialEq)]
enum Target {
    Gateway,
    Database,
    Both,
}

impl Blows {
    /// Where the gateway finds its database; a file of its own where this is absent.
    pub(super) fn database_url(&self) -> Option<String> {
        match self {
            Self::Gateway => None,
            Self::Both(database) => Some(database.url()),
            Self::Cuts(proxy) => Some(proxy.url().to_owned()),
        }
    }

    /// Starts the gateway and deals blows until all are dealt and the clients are through.
    pub(super) fn deal(&mut self, stage: &Stage<'_>, demo: &Demo) {
        match self {
            Self::Gateway => kill_until_over(stage, demo, None),
            Self::Both(database) => kill_until_over(stage, demo, Some(database)),
            Self::Cuts(proxy) => {
                let server = demo.start();
                stage.open(Some(server.ready("base_url")));
                proxy.cut(stage.plan.seed);
                while proxy.count() < stage.plan.blows || !stage.is_over() {
                    stage.blows.store(proxy.count(), Ordering::SeqCst);
                    thread::sleep(Duration::from_millis(5));
                }
                stage.blows.store(proxy.count(), Ordering::SeqCst);
                proxy.spare();
                server.kill();
            }
        }
        stage.open(None);
    }

    /// Fails where a kind of blow never happened.
    pub(super) fn assert_every_kind_was_seen(&self, plan: &Plan) {
        if let Self::Cuts(proxy) = self {
            proxy.assert_every_kind_was_seen(plan.blows);
        }
    }
}

impl fmt::Display for Blows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gateway | Self::Both(_) => Ok(()),
            Self::Cuts(proxy) => write!(f, "{proxy}; "),
        }
    }
}

fn kill_until_over(stage: &Stage<'_>, demo: &Demo, mut database: Option<&mut Box<Mortal>>) {
    let mut left: Option<Server> = None;
    let mut blow = 0;
    while blow < stage.plan.blows || !stage.is_over() {
        let target = match (&database, stage.draw(blow, "target", 5)) {
            (Some(_), 0 | 1) => Target::Database,
            (Some(_), 2) => Target::Both,
            _ => Target::Gateway,
        };
        let is_early = stage.draw(blow, "early", 5) == 0;
        if left.is_none() && target == Target::Gateway && is_early {
            let alive = stage.draw(blow, "alive before it is ready", UNREADY_MAX_MS);
            demo.start_for(Duration::from_millis(alive as u64));
        } else {
            let server = left.take().unwrap_or_else(|| demo.start());
            stage.open(Some(server.ready("base_url")));
            live(stage, blow);
            left = strike(stage, blow, &target, server, database.as_deref_mut());
        }
        blow += 1;
        stage.note_blow();
    }
    // Nobody listens any more.
    stage.open(None);
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
    target: &Target,
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
