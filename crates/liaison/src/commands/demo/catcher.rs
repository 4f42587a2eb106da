//! A receiver of webhooks that comes with the demo: it keeps what is posted to it for a while, checks each signature as
//! the guide tells receivers to, and shows both. It shares no code with what signs.

mod page;
mod shelf;
#[expect(
    unreachable_pub,
    reason = "it is a file of its own where it is copied to"
)]
#[path = "../../../../../docs/webhooks/verify.rs"]
mod verify;

use std::borrow::Cow;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use domain::time::{Clock, Timer as _, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::data_dir::{DataDir, write_whole};
use crate::failure::{Failure, Outcome};
use crate::machine::MachineTimer;
use shelf::{Delivery, Shelf};
use verify::Refused;

/// The port that it had, so that a second start can have it again.
const PORT_FILE: &str = "catcher.port";
const BODY_BYTES_MAX: usize = 1 << 20;
/// How long requests under way get to finish when the demo ends.
const STOP_WITHIN: Duration = Duration::from_secs(2);
/// Nothing that somebody posts can run, load anything or send anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// Its socket: its address is known, and it answers once it is served.
pub(super) struct Door {
    socket: TcpListener,
    address: SocketAddr,
}

/// A catcher that takes deliveries. Dropping it ends it at once.
pub(super) struct Catcher {
    pub(super) base_url: String,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// What every request is answered from.
struct Desk {
    secret: SecretString,
    clock: Arc<dyn Clock>,
    shelf: Shelf,
}

impl Door {
    /// Opens it on the port of the last start, or where that is taken, on another one.
    pub(super) async fn open(dir: &DataDir) -> Outcome<Self> {
        let failed = |error| Failure::failed(format!("cannot listen for webhooks: {error}"));
        let file = dir.file(PORT_FILE);
        let known = std::fs::read_to_string(&file).ok();
        let known = known.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        let at = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let socket = match at(known).await {
            Ok(socket) => socket,
            Err(_) => at(0).await.map_err(failed)?,
        };
        let address = socket.local_addr().map_err(failed)?;
        if address.port() != known
            && let Err(error) = write_whole(&file, address.port().to_string().as_bytes())
        {
            tracing::debug!(%error, "the next start has another port for webhooks");
        }
        Ok(Self { socket, address })
    }

    /// Without a slash at the end.
    pub(super) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes deliveries that are signed with this secret, and tells of all others what is wrong with them.
    pub(super) fn serve(self, secret: SecretString, clock: Arc<dyn Clock>) -> Catcher {
        let base_url = self.base_url();
        let desk = Arc::new(Desk {
            secret,
            clock,
            shelf: Shelf::default(),
        });
        let (stop, mut stopping) = watch::channel(false);
        let stopped = async move {
            drop(stopping.wait_for(|is_stopping| *is_stopping).await);
        };
        let patience = web::Patience {
            timer: Arc::new(MachineTimer),
            stall_max: domain::limits::WRITE_STALL_MAX,
        };
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            if let Err(error) = web::serve(self.socket, routes(desk), patience, stopped).await {
                tracing::error!(%error, "the catcher of webhooks closed by itself");
            }
        });
        Catcher {
            base_url,
            stop,
            tasks,
        }
    }
}

impl Catcher {
    /// Answers what is under way, for a while, and ends.
    pub(super) async fn close(mut self) {
        self.stop.send_replace(true);
        let timer = MachineTimer;
        tokio::select! {
            _ = self.tasks.join_next() => {}
            () = timer.sleep(STOP_WITHIN) => self.tasks.shutdown().await,
        }
    }
}

fn routes(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/", get(show).post(catch))
        .route("/deliveries", get(list).post(catch))
        .route("/{*path}", post(catch))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(guard))
        .with_state(desk)
}

/// Answers this machine only, and makes of every answer one that a browser cannot misuse.
async fn guard(request: Request, next: Next) -> Response {
    let mut response = if is_of_this_machine(request.headers()) {
        next.run(request).await
    } else {
        let sentence = "This address is for 127.0.0.1 and localhost only.\n";
        (StatusCode::MISDIRECTED_REQUEST, sentence).into_response()
    };
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        let headers = response.headers_mut();
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A page of another site reaches a loopback under a name of its own, and could read the answers then.
fn is_of_this_machine(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST) else {
        return true;
    };
    let host = host.to_str().unwrap_or_default();
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

async fn show(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Html<String> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    Html(page::html(
        &desk.shelf.newest_first(),
        host.unwrap_or("127.0.0.1"),
    ))
}

async fn list(State(desk): State<Arc<Desk>>) -> impl IntoResponse {
    let content_type = [(CONTENT_TYPE, "application/json")];
    (content_type, page::json(&desk.shelf.newest_first()))
}

/// Whatever is wrong with a delivery is shown, not answered, so that it is not tried again.
async fn catch(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let now = desk.clock.now();
    let headers = headers.iter();
    let headers: Vec<(&str, Cow<'_, str>)> = headers
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
        .collect();
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_ref()))
        .collect();
    let signature = judge(&desk.secret, &headers, &body, now);
    desk.shelf
        .keep(Delivery::read(now, signature, &headers, &body));
    StatusCode::NO_CONTENT
}

/// In whichever of the two formats it came.
fn judge(
    secret: &SecretString,
    headers: &[(&str, &str)],
    body: &[u8],
    now: Timestamp,
) -> Result<(), Refused> {
    let secrets = [secret.expose_secret()];
    let now = u64::try_from(now.seconds()).unwrap_or_default();
    let has = |wanted: &str| headers.iter().any(|(name, _)| *name == wanted);
    if has("x-webhook-signature") && !has("webhook-signature") {
        return verify::verify_guide(&secrets, headers, body, now);
    }
    verify::verify(&secrets, headers, body, now).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    #[test]
    fn a_signature_is_judged_in_either_format() {
        let secret = SecretString::from(SECRET);
        let body = br#"{"test": 2432232314}"#;
        let signed = [
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            (
                "webhook-signature",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
        ];
        let at = |seconds: i64| Timestamp::from_millis(seconds * 1_000);
        let now = at(1_614_265_330);
        assert_eq!(judge(&secret, &signed, body, now), Ok(()));
        let later = at(1_614_265_330 + 301);
        assert_eq!(
            judge(&secret, &signed, body, later),
            Err(Refused::TimestampTooOld)
        );
        assert_eq!(
            judge(&secret, &signed, b"{}", now),
            Err(Refused::SignatureMismatch)
        );
        assert_eq!(judge(&secret, &[], body, now), Err(Refused::IdMissing));
        let guide = [
            ("x-webhook-timestamp", "1614265330"),
            ("x-webhook-signature", "sha256=00"),
        ];
        assert_eq!(
            judge(&secret, &guide, body, now),
            Err(Refused::SignatureMismatch)
        );
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let is_ours = |host: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static(host));
            is_of_this_machine(&headers)
        };
        for host in [
            "127.0.0.1:80",
            "localhost:8080",
            "LOCALHOST",
            "[::1]:1",
            "[::1]",
        ] {
            assert!(is_ours(host), "{host}");
        }
        for host in [
            "rebound.example:80",
            "127.0.0.1.example",
            "",
            "localhost:1:2x",
        ] {
            assert!(!is_ours(host), "{host}");
        }
        assert!(is_of_this_machine(&HeaderMap::new()));
    }
}
