//! How connections are made: a host becomes addresses, every address is judged, and what was judged is dialled.
//!
//! There is no second look-up between judging and dialling, so that a name cannot change its mind in between.

use std::error::Error;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, MaybeHttpsStream};
use hyper_util::rt::TokioIo;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tower_service::Service;

use super::Security;
use super::reach::{Reach, Target};

/// How long finding the address, connecting and the TLS handshake may take together.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How many addresses of one name are tried at most.
const ADDRESSES_MAX: usize = 8;

/// How long addresses of the family that comes first are tried before the other family joins in.
const HEAD_START: Duration = Duration::from_millis(300);

/// What will be there later: both traits are used as objects.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Finds the addresses of a name.
pub trait Resolve: Send + Sync {
    /// All addresses of `host`, the best first.
    fn resolve<'a>(&'a self, host: &'a str) -> Later<'a, io::Result<Vec<IpAddr>>>;
}

/// Opens connections.
pub trait Dial: Send + Sync {
    /// A connection to exactly this address.
    fn dial(&self, address: SocketAddr) -> Later<'_, io::Result<TcpStream>>;
}

/// How a client finds and reaches what it calls. The default is this machine's way; others are for tests.
#[derive(Clone)]
pub struct Ways {
    pub resolver: Arc<dyn Resolve>,
    pub dialer: Arc<dyn Dial>,
    /// How long finding the address, connecting and the TLS handshake may take together.
    pub connect_timeout: Duration,
}

impl Default for Ways {
    fn default() -> Self {
        Self {
            resolver: Arc::new(Machine),
            dialer: Arc::new(Machine),
            connect_timeout: CONNECT_TIMEOUT,
        }
    }
}

/// The names and sockets of the operating system.
struct Machine;

#[expect(
    clippy::disallowed_methods,
    reason = "what is found here is judged before it is dialled"
)]
impl Resolve for Machine {
    fn resolve<'a>(&'a self, host: &'a str) -> Later<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "what is dialled here has been judged"
)]
impl Dial for Machine {
    fn dial(&self, address: SocketAddr) -> Later<'_, io::Result<TcpStream>> {
        Box::pin(async move {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            Ok(stream)
        })
    }
}

type BoxError = Box<dyn Error + Send + Sync>;

/// Makes the connections of one client, with a bound on the time.
#[derive(Clone)]
pub(super) struct Connector {
    tls: HttpsConnector<Guard>,
    timeout: Duration,
}

impl Connector {
    /// Fails with a sentence where the machine's certificates cannot be loaded.
    pub(super) fn new(security: Security, reach: Arc<Reach>, ways: Ways) -> Result<Self, String> {
        let config = tls_config(security).map_err(|error| error.to_string())?;
        let timeout = ways.connect_timeout;
        Ok(Self {
            tls: HttpsConnector::from((Guard { reach, ways }, config)),
            timeout,
        })
    }
}

fn tls_config(security: Security) -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    let builder = match security {
        Security::Plain => builder.with_root_certificates(RootCertStore::empty()),
        Security::Tls => builder.try_with_platform_verifier()?,
    };
    Ok(builder.with_no_client_auth())
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = BoxError;
    type Future = Later<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let limit = self.timeout;
        let connecting = self.tls.call(uri);
        Box::pin(async move {
            match timeout(limit, connecting).await {
                Ok(outcome) => outcome,
                Err(_) => Err(format!("no connection within {limit:?}").into()),
            }
        })
    }
}

/// Opens what its reach allows.
#[derive(Clone)]
struct Guard {
    reach: Arc<Reach>,
    ways: Ways,
}

impl Service<Uri> for Guard {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Later<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let guard = self.clone();
        Box::pin(async move {
            let addresses = guard.judged(&uri).await?;
            let stream = guard.ways.connect(&addresses).await?;
            Ok(TokioIo::new(stream))
        })
    }
}

impl Guard {
    /// Where `uri` leads: every address has been judged.
    async fn judged(&self, uri: &Uri) -> Result<Vec<SocketAddr>, BoxError> {
        let target = target(uri).ok_or("the address has no host")?;
        let addresses = if let Ok(address) = target.host.parse() {
            vec![address]
        } else if target.host.contains(':') {
            // Brackets around something else, such as an address with a zone: nothing to look up.
            return Err(format!("{} is no address", target.host).into());
        } else {
            self.reach.check_name(target)?;
            let found = self.ways.resolver.resolve(target.host).await;
            found.map_err(|error| format!("{} is not found: {error}", target.host))?
        };
        if addresses.is_empty() {
            return Err(format!("{} has no address", target.host).into());
        }
        for address in &addresses {
            self.reach.check_address(target, *address)?;
        }
        let judged = addresses.iter().map(IpAddr::to_canonical);
        Ok(judged
            .map(|address| SocketAddr::new(address, target.port))
            .take(ADDRESSES_MAX)
            .collect())
    }
}

/// `None` without a host.
fn target(uri: &Uri) -> Option<Target<'_>> {
    let scheme = uri.scheme_str()?;
    let host = uri.host()?;
    let literal = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let port = if scheme == "https" { 443 } else { 80 };
    Some(Target {
        scheme,
        host: literal.unwrap_or(host),
        port: uri.port_u16().unwrap_or(port),
    })
}

impl Ways {
    /// A connection to the first of `addresses` that takes it. Where both families are there, the one that comes
    /// first has a head start, so that a machine whose one family leads nowhere is no slower for it.
    async fn connect(&self, addresses: &[SocketAddr]) -> io::Result<TcpStream> {
        let is_v4 = addresses.first().is_some_and(SocketAddr::is_ipv4);
        let (preferred, others): (Vec<SocketAddr>, Vec<SocketAddr>) = addresses
            .iter()
            .partition(|address| address.is_ipv4() == is_v4);
        let mut first = pin!(self.in_turn(&preferred));
        if others.is_empty() {
            return first.await;
        }
        let mut second = pin!(self.in_turn(&others));
        match timeout(HEAD_START, &mut first).await {
            Ok(Ok(stream)) => Ok(stream),
            Ok(Err(_)) => second.await,
            Err(_) => tokio::select! {
                biased;
                connected = &mut first => match connected {
                    Ok(stream) => Ok(stream),
                    Err(_) => second.await,
                },
                connected = &mut second => match connected {
                    Ok(stream) => Ok(stream),
                    Err(_) => first.await,
                },
            },
        }
    }

    /// Tries one address after the other, each for its share of the time.
    async fn in_turn(&self, addresses: &[SocketAddr]) -> io::Result<TcpStream> {
        let count = u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
        let share = self.connect_timeout / count;
        let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for &address in addresses {
            failure = match timeout(share, self.dialer.dial(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => io::Error::new(error.kind(), format!("{address}: {error}")),
                Err(_) => {
                    let text = format!("{address} does not answer");
                    io::Error::new(io::ErrorKind::TimedOut, text)
                }
            };
        }
        Err(failure)
    }
}

#[cfg(test)]
mod tests;
