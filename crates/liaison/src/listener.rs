//! Where the gateway listens: one address, or both loopbacks under the name `localhost`.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpListener;

use crate::failure::{Failure, Outcome, PORT_TAKEN};

/// What to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listen {
    /// 127.0.0.1 and, where the machine has it, `::1`, on the same port.
    BothLoopbacks { port: u16 },
    /// Exactly this address.
    One(SocketAddr),
}

/// Reads `localhost:8787`, `127.0.0.1:0` or `[::1]:8787`.
pub(crate) fn parse(text: &str) -> Outcome<Listen> {
    if let Some(port) = text
        .strip_prefix("localhost:")
        .and_then(|port| port.parse().ok())
    {
        return Ok(Listen::BothLoopbacks { port });
    }
    text.parse().map(Listen::One).map_err(|_| {
        Failure::config(format!("`{text}` is no address to listen on"))
            .hint("write localhost:8787, 127.0.0.1:8787 or [::1]:8787")
    })
}

/// Bound sockets, and the address that people may be told.
pub(crate) struct Bound {
    pub(crate) sockets: Vec<TcpListener>,
    /// Without a slash at the end.
    pub(crate) base_url: String,
    /// One of the sockets.
    pub(crate) address: SocketAddr,
}

/// Opens the sockets. Port 0 takes any free port.
pub(crate) async fn bind(listen: Listen) -> Outcome<Bound> {
    match listen {
        Listen::One(wanted) => {
            let socket = open(wanted).await?;
            let address = local(&socket, wanted)?;
            Ok(Bound {
                base_url: format!("http://{address}"),
                sockets: vec![socket],
                address,
            })
        }
        Listen::BothLoopbacks { port } => both_loopbacks(port).await,
    }
}

async fn both_loopbacks(port: u16) -> Outcome<Bound> {
    // A free port of one family can be taken in the other: then another one is tried.
    let mut tries = if port == 0 { 16 } else { 1 };
    loop {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let socket = open(wanted).await?;
        let address = local(&socket, wanted)?;
        let second = SocketAddr::from((Ipv6Addr::LOCALHOST, address.port()));
        let mut sockets = vec![socket];
        tries -= 1;
        match TcpListener::bind(second).await {
            Ok(socket) => sockets.push(socket),
            Err(error) if error.kind() == ErrorKind::AddrInUse && tries > 0 => continue,
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                return Err(refused(second, &error));
            }
            // A machine without IPv6 has one loopback.
            Err(error) => tracing::debug!(%error, "there is no second loopback"),
        }
        return Ok(Bound {
            base_url: format!("http://localhost:{}", address.port()),
            sockets,
            address,
        });
    }
}

async fn open(address: SocketAddr) -> Outcome<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| refused(address, &error))
}

fn local(socket: &TcpListener, wanted: SocketAddr) -> Outcome<SocketAddr> {
    socket.local_addr().map_err(|error| refused(wanted, &error))
}

fn refused(address: SocketAddr, error: &io::Error) -> Failure {
    let failure = Failure::failed(format!("cannot listen on {address}: {error}"));
    if error.kind() == ErrorKind::AddrInUse {
        return failure.hint(PORT_TAKEN);
    }
    failure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        assert_eq!(
            parse("localhost:8787"),
            Ok(Listen::BothLoopbacks { port: 8787 })
        );
        let one = |text: &str| Listen::One(text.parse().unwrap());
        for text in ["127.0.0.1:0", "[::1]:80", "0.0.0.0:8787"] {
            assert_eq!(parse(text), Ok(one(text)));
        }
        for text in ["", "8787", "localhost", "localhost:99999", "example.com:80"] {
            assert_eq!(parse(text).unwrap_err().exit_code(), 3, "{text}");
        }
    }

    #[test]
    fn localhost_is_both_loopbacks_on_one_port() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let bound = runtime
            .block_on(bind(Listen::BothLoopbacks { port: 0 }))
            .unwrap();
        let ports: Vec<u16> = bound
            .sockets
            .iter()
            .map(|socket| socket.local_addr().unwrap().port())
            .collect();
        assert!(
            ports.iter().all(|port| *port == bound.address.port()),
            "{ports:?}"
        );
        assert_eq!(bound.base_url, format!("http://localhost:{}", ports[0]));
        let taken = Listen::One(bound.address);
        let failure = runtime.block_on(bind(taken)).err().unwrap();
        assert!(failure.message.starts_with("cannot listen on"), "{failure}");
    }
}
