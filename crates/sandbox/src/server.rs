//! Starting and stopping the sandbox.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, RwLock};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use rusqlite::Connection;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::conduct::Watch;
use crate::connection::{CuttableListener, Peer};
use crate::faults::Faults;
use crate::hub::Hub;
use crate::linking::Issuer;
use crate::network::Network;
use crate::personas::{self, Personas};
use crate::refusal::Refusal;
use crate::store::{self, Effects, Happening, Lanes, Store, Tx};
use crate::under_way::UnderWay;
use crate::world::seats::{self, Conduct};
use crate::world::{attachments, generate, grants, members};
use crate::{control, linking, network};

pub(crate) const CLOCK_META_KEY: &str = "clock_offset_ms";
const NOW_HEADER: HeaderName = HeaderName::from_static("x-sandbox-now");

/// How a sandbox is started.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 takes any free port.
    pub listen: SocketAddr,
    /// The sandbox's own SQLite file; made if absent, its folder must exist.
    pub database: PathBuf,
    /// What the people, their ids and their history follow from.
    pub seed: u64,
    /// The instant that the history leads up to, in milliseconds since the epoch; `None`: the first start.
    pub base_ms: Option<i64>,
    /// The bearer token of the control API; `None`: there is no control API.
    pub control_token: Option<String>,
    /// Fresh random bytes, from which session tokens are made at the first start.
    pub entropy: [u8; 32],
    /// What members do by themselves, until the control API says otherwise.
    pub personas: Personas,
    /// How fast seats may act, until the control API says otherwise.
    pub conduct: Conduct,
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the sandbox cannot listen on {address}")]
    Listen {
        address: SocketAddr,
        source: std::io::Error,
    },
    #[error("the sandbox cannot use its file {path}")]
    Database {
        path: PathBuf,
        source: rusqlite::Error,
    },
    #[error("the sandbox cannot grow its world: {0}")]
    World(String),
    #[error(
        "the file holds the world of seed {stored}, not of seed {asked}; use that seed or another file"
    )]
    SeedMismatch { stored: u64, asked: u64 },
    #[error("the sandbox cannot start a thread")]
    Thread(#[source] std::io::Error),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::World(refusal.message)
    }
}

/// A seat, with everything a client needs to use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatInfo {
    /// `premium`, `free`, or a seat added by the control API.
    pub seat_id: String,
    /// The bearer token of the network API.
    pub token: String,
    pub name: String,
    pub slug: String,
    pub member_key: String,
    pub member_number: String,
    pub premium: bool,
}

/// The simulated network; see [`Sandbox::start`].
#[derive(Debug)]
pub struct Sandbox;

/// A sandbox that listens. Dropping it stops accepting but does not wait; see [`Running::shutdown`].
pub struct Running {
    address: SocketAddr,
    control_token: Option<String>,
    seed: u64,
    clock: Clock,
    store: Store,
    lanes: Lanes,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// The seed of the world in that file; `None` if the file is absent or holds no world yet.
pub fn stored_seed(database: &Path) -> Result<Option<u64>, Error> {
    if !database.exists() {
        return Ok(None);
    }
    let failed = |source| Error::Database {
        path: database.to_owned(),
        source,
    };
    let connection = store::open_connection(database).map_err(failed)?;
    let seed = store::meta(&connection, "seed").map_err(failed)?;
    Ok(seed.and_then(|seed| seed.parse().ok()))
}

impl Sandbox {
    /// Opens the file, grows the world if it is new, and listens.
    pub async fn start(config: Config) -> Result<Running, Error> {
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|source| Error::Listen {
                address: config.listen,
                source,
            })?;
        let address = listener.local_addr().map_err(|source| Error::Listen {
            address: config.listen,
            source,
        })?;
        let (stop, stopping) = watch::channel(false);
        let World {
            network,
            lanes,
            heard,
        } = open(&config, stopping.clone())?;
        let issuer = Issuer::new(&format!("http://{address}"));
        let tasks = vec![
            tokio::spawn(personas::run(Arc::clone(&network), heard)),
            tokio::spawn(serve(listener, doors(&network, issuer), stopping)),
        ];
        tracing::info!(%address, seed = config.seed, "the sandbox listens");
        Ok(Running {
            address,
            control_token: config.control_token,
            seed: config.seed,
            clock: network.clock.clone(),
            store: network.store.clone(),
            lanes,
            stop,
            tasks,
        })
    }
}

/// A world that nobody can reach yet.
pub(crate) struct World {
    pub(crate) network: Arc<Network>,
    lanes: Lanes,
    heard: mpsc::UnboundedReceiver<Happening>,
}

/// Opens the file, grows the world if it is new, and starts the lanes.
pub(crate) fn open(config: &Config, stopping: watch::Receiver<bool>) -> Result<World, Error> {
    let clock = Clock::default();
    let connection =
        store::open_connection(&config.database).map_err(|source| Error::Database {
            path: config.database.clone(),
            source,
        })?;
    let personas = prepare(&connection, config, &clock)?;
    let (happenings, heard) = mpsc::unbounded_channel();
    let hub = Arc::new(Hub::default());
    let on_commit = {
        let hub = Arc::clone(&hub);
        Arc::new(move |effects: Effects| {
            for seat in effects.seats {
                hub.wake(seat);
            }
            for happening in effects.happenings {
                // The personas may have stopped already.
                let _ = happenings.send(happening);
            }
        })
    };
    let (store, lanes) = Store::start(
        &config.database,
        connection,
        clock.clone(),
        config.seed,
        on_commit,
    )
    .map_err(Error::Thread)?;
    let network = Arc::new(Network {
        store,
        clock,
        seed: config.seed,
        entropy: config.entropy,
        control_token: config.control_token.clone(),
        hub,
        faults: Faults::new(config.seed),
        watch: Watch::default(),
        personas: Arc::new(RwLock::new(personas)),
        stopping,
        under_way: UnderWay::default(),
    });
    Ok(World {
        network,
        lanes,
        heard,
    })
}

/// Grows the world in an empty file, or checks that the file's world is the one asked for.
fn prepare(connection: &Connection, config: &Config, clock: &Clock) -> Result<Personas, Error> {
    let failed = |source| Error::Database {
        path: config.database.clone(),
        source,
    };
    grants::ensure_tables(connection).map_err(failed)?;
    let stored = store::meta(connection, "seed").map_err(failed)?;
    match stored.and_then(|seed| seed.parse::<u64>().ok()) {
        Some(stored) if stored != config.seed => {
            return Err(Error::SeedMismatch {
                stored,
                asked: config.seed,
            });
        }
        Some(_) => {}
        None => {
            let now = clock.now_ms();
            let base_ms = config.base_ms.unwrap_or(now);
            connection
                .execute_batch("BEGIN IMMEDIATE")
                .map_err(failed)?;
            let mut tx = Tx::new(connection, now, config.seed);
            attachments::ensure_secret(&tx, config.entropy)?;
            generate::world(&mut tx, base_ms, config.entropy, &config.conduct)?;
            tx.set_meta("seed", &config.seed.to_string())?;
            connection.execute_batch("COMMIT").map_err(failed)?;
        }
    }
    let tx = Tx::new(connection, clock.now_ms(), config.seed);
    attachments::ensure_secret(&tx, config.entropy)?;
    if let Some(offset) = store::meta(connection, CLOCK_META_KEY).map_err(failed)? {
        clock.set_offset_ms(offset.parse().unwrap_or(0));
    }
    let kept = store::meta(connection, personas::META_KEY).map_err(failed)?;
    Ok(kept
        .and_then(|kept| serde_json::from_str(&kept).ok())
        .filter(|kept: &Personas| kept.check().is_ok())
        .unwrap_or_else(|| config.personas.clone()))
}

fn doors(network: &Arc<Network>, issuer: Issuer) -> Router {
    let mut router = network::router(network)
        .merge(linking::router(issuer))
        .route("/health", get(health));
    if network.control_token.is_some() {
        router = router.merge(control::router(network));
    }
    router
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(network), stamp))
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::clone(network))
}

async fn health() -> &'static str {
    "ok\n"
}

async fn unknown_route(uri: Uri) -> Refusal {
    Refusal::new(
        "unknown_route",
        format!("there is no route {:?}", uri.path()),
    )
}

async fn wrong_method(uri: Uri) -> Response {
    let refusal = Refusal::new(
        "unknown_route",
        format!("{:?} has other methods", uri.path()),
    );
    let mut response = refusal.into_response();
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

/// Puts the sandbox's time on every answer.
async fn stamp(State(network): State<Arc<Network>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(NOW_HEADER, HeaderValue::from(network.clock.now_ms()));
    response
}

async fn serve(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    let service = router.into_make_service_with_connect_info::<Peer>();
    let served = axum::serve(CuttableListener(listener), service)
        .with_graceful_shutdown(async move {
            // An error means that the handle is gone, which is a reason to stop as well.
            let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
        })
        .await;
    if let Err(error) = served {
        tracing::error!(%error, "the sandbox stopped listening");
    }
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base address for clients, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bearer token of the control API, if there is one.
    pub fn control_token(&self) -> Option<&str> {
        self.control_token.as_deref()
    }

    /// The seed of this world.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How far the sandbox's clock is ahead of the machine's, in microseconds; shared, so that others can follow it.
    pub fn clock_offset(&self) -> Arc<AtomicI64> {
        self.clock.offset_handle()
    }

    /// Every seat, the premium one first.
    pub async fn seats(&self) -> Result<Vec<SeatInfo>, Error> {
        let seats = self.store.read(|tx| {
            seats::list(tx)?
                .into_iter()
                .map(|seat| {
                    let member = members::get(tx, seat.member)?;
                    Ok(SeatInfo {
                        seat_id: seat.seat_id,
                        token: seat.token,
                        name: member.name(),
                        slug: member.slug,
                        member_key: member.key,
                        member_number: member.number,
                        premium: seat.premium,
                    })
                })
                .collect()
        });
        Ok(seats.await?)
    }

    /// Answers what is under way, then closes the file. Long polls end at once.
    pub async fn shutdown(self) {
        // Nobody listening means that everything has ended already.
        let _ = self.stop.send(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task of the sandbox failed");
            }
        }
        drop(self.store);
        let lanes = self.lanes;
        if let Err(error) = tokio::task::spawn_blocking(move || lanes.join()).await {
            tracing::error!(%error, "the sandbox's file was not closed in order");
        }
    }
}
