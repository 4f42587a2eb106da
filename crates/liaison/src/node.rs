//! A running gateway: the doors, what happens by itself, and an end in good order.

use std::sync::Arc;
use std::time::Duration;

use domain::dispatch::Timing;
use domain::entropy::Entropy;
use domain::time::Timer as _;
use engine::retention::Keep;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::{Router, WebSettings};

use crate::cli::Role;
use crate::config::{self, Config};
use crate::data_dir::Lock;
use crate::failure::Outcome;
use crate::foundation::Foundation;
use crate::listener::{self, Bound};
use crate::machine::MachineTimer;
use crate::metrics;

/// How often uses of keys are written down.
const KEY_USES_EVERY: Duration = Duration::from_secs(15);

/// A gateway that is told to stop has ended after so long, whatever is under way: as long as a call to a network may take.
const DRAIN: Duration = Duration::from_secs(15);

/// A gateway that accepts requests.
pub(crate) struct Node {
    foundation: Foundation,
    pub(crate) bound: Bound,
    /// Where `/metrics` is told, if anywhere.
    pub(crate) metrics_url: Option<String>,
    stop: watch::Sender<bool>,
    doors: JoinSet<()>,
    engine: JoinSet<()>,
    stop_within: Duration,
}

impl Node {
    /// Opens the sockets and starts everything. Must be called inside the runtime, with the lock of the data directory.
    pub(crate) async fn start(
        config: &Config,
        foundation: Foundation,
        lock: &Lock,
        role: Role,
    ) -> Outcome<Self> {
        let mut bound = listener::bind(listener::parse(&config.server.listen)?).await?;
        let mut watched = match config.metrics.listen.as_str() {
            "" => None,
            listen => Some(listener::bind(listener::parse(listen)?).await?),
        };
        let (stop, stopping) = watch::channel(false);
        let mut engine = JoinSet::new();
        let parts = Arc::new(engine_parts(config, &foundation, lock));
        if role != Role::Api {
            start_engine(&mut engine, parts, config, &stopping);
        }
        engine.spawn(note_key_uses(foundation.app.clone(), stopping.clone()));
        let settings = WebSettings {
            body_bytes_max: usize::try_from(config.server.body_bytes_max).unwrap_or(usize::MAX),
            messages_body_bytes_max: usize::try_from(config.server.messages_body_bytes_max)
                .unwrap_or(usize::MAX),
            large_bodies_bytes_max: usize::try_from(config.server.large_bodies_bytes_max)
                .unwrap_or(usize::MAX),
            wait_max: Duration::from_secs(config.server.wait_seconds_max.into()),
            streams_max: usize::try_from(config.server.streams_max).unwrap_or(usize::MAX),
            trusted_proxies: config::trusted_proxies(config)?,
            public_url: match config.server.public_url.trim_end_matches('/') {
                "" => bound.base_url.clone(),
                url => url.to_owned(),
            },
            redirect_older_reads: config.linkedin.redirect_older_reads,
        };
        let router = match role {
            Role::Worker => web::health_router(foundation.app.clone(), settings),
            Role::All | Role::Api => web::router(foundation.app.clone(), settings),
        };
        let mut doors = JoinSet::new();
        for socket in std::mem::take(&mut bound.sockets) {
            doors.spawn(serve(socket, router.clone(), stopping.clone()));
        }
        if let Some(watched) = &mut watched {
            let router = metrics::router(Arc::clone(&foundation.metrics));
            for socket in std::mem::take(&mut watched.sockets) {
                doors.spawn(serve(socket, router.clone(), stopping.clone()));
            }
            tracing::info!(base_url = %watched.base_url, "metrics are told");
        }
        Ok(Self {
            foundation,
            bound,
            metrics_url: watched.map(|watched| watched.base_url),
            stop,
            doors,
            engine,
            stop_within: Duration::from_secs(config.server.stop_seconds.into()),
        })
    }

    /// Stops accepting, lets what is under way finish for a while, ends the engine and closes the store.
    pub(crate) async fn shutdown(mut self) {
        tracing::info!("stopping");
        let mut over = std::pin::pin!(MachineTimer.sleep(DRAIN));
        self.stop.send_replace(true);
        self.foundation.app.end_waits();
        let timer = MachineTimer;
        tokio::select! {
            () = joined(&mut self.doors) => {}
            () = timer.sleep(self.stop_within.min(DRAIN)) => {
                tracing::warn!("requests that are still under way are cut off");
                self.doors.shutdown().await;
            }
        }
        // A call that was under way is answered by now; what still hands files over is cut off, and looked for later.
        tokio::select! {
            () = joined(&mut self.engine) => {}
            () = &mut over => {
                tracing::warn!("a call to a network is cut off");
                self.engine.shutdown().await;
            }
        }
        self.foundation.close();
        tracing::info!("stopped");
    }
}

/// Starts everything that happens by itself.
fn start_engine(
    engine: &mut JoinSet<()>,
    parts: Arc<engine::Parts>,
    config: &Config,
    stopping: &watch::Receiver<bool>,
) {
    engine.spawn(engine::dispatch::run(Arc::clone(&parts), stopping.clone()));
    engine.spawn(engine::sync::run(Arc::clone(&parts), stopping.clone()));
    engine.spawn(engine::delivery::run(Arc::clone(&parts), stopping.clone()));
    engine.spawn(engine::snoozes::run(Arc::clone(&parts), stopping.clone()));
    engine.spawn(engine::erasure::run(Arc::clone(&parts), stopping.clone()));
    let (accounts, stop) = (Arc::clone(&parts), stopping.clone());
    engine.spawn(engine::erasure::run_accounts(accounts, stop));
    engine.spawn(engine::renewal::run(Arc::clone(&parts), stopping.clone()));
    let day = Duration::from_hours(24);
    let keep = Keep {
        events: day * config.events.keep_days,
        deliveries: day * config.webhooks.keep_days,
    };
    engine.spawn(engine::retention::run(parts, keep, stopping.clone()));
}

fn engine_parts(config: &Config, foundation: &Foundation, lock: &Lock) -> engine::Parts {
    let entropy = foundation.entropy.as_ref();
    engine::Parts {
        store: foundation.store.clone(),
        vault: Arc::clone(&foundation.vault),
        lines: Arc::clone(&foundation.lines),
        webhooks: foundation.webhooks.clone(),
        clock: Arc::clone(&foundation.clock) as _,
        entropy: Arc::clone(&foundation.entropy) as _,
        timer: Arc::new(MachineTimer),
        recorder: Arc::clone(&foundation.metrics) as _,
        node: format!("{}.{:016x}", lock.machine, entropy.number()),
        machine: format!("{}.", lock.machine),
        // The lock on the data directory keeps other servers away from an embedded database.
        is_exclusive: config.is_embedded(),
        timing: Timing::default(),
        polling: engine::Polling::default(),
    }
}

async fn serve(socket: TcpListener, routes: Router, mut stopping: watch::Receiver<bool>) {
    let stopped = async move {
        drop(stopping.wait_for(|is_stopping| *is_stopping).await);
    };
    let patience = web::Patience {
        timer: Arc::new(MachineTimer),
        stall_max: domain::limits::WRITE_STALL_MAX,
    };
    if let Err(error) = web::serve(socket, routes, patience, stopped).await {
        tracing::error!(%error, "a door closed by itself");
    }
}

async fn note_key_uses(app: app::App, mut stopping: watch::Receiver<bool>) {
    let timer = MachineTimer;
    let mut is_last = false;
    while !is_last {
        tokio::select! {
            _ = stopping.wait_for(|is_stopping| *is_stopping) => is_last = true,
            () = timer.sleep(KEY_USES_EVERY) => {}
        }
        if let Err(error) = app.note_key_uses().await {
            tracing::warn!(%error, "uses of keys were not written down");
        }
    }
}

async fn joined(tasks: &mut JoinSet<()>) {
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a task failed");
        }
    }
}
