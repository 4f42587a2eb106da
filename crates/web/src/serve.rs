//! One socket, served until it is told to stop.

mod connection;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use domain::time::Timer;
use tokio::net::TcpListener;

use connection::Connection;

/// How whoever connects is treated.
#[derive(Clone)]
pub struct Patience {
    pub timer: Arc<dyn Timer>,
    /// So long a client may take nothing of what is written to it, before its connection is cut.
    pub stall_max: Duration,
}

/// Serves the routes on a socket until `stopped` is ready; then accepts nothing more and returns once every request
/// that is under way has its answer.
pub async fn serve(
    socket: TcpListener,
    routes: Router,
    patience: Patience,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let door = Entrance { socket, patience };
    axum::serve(door, routes.into_make_service_with_connect_info::<Peer>())
        .with_graceful_shutdown(stopped)
        .await
}

/// Who is at the other end of a connection: what `ConnectInfo` of a request holds.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, Entrance>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Entrance>) -> Self {
        Self(*stream.remote_addr())
    }
}

struct Entrance {
    socket: TcpListener,
    patience: Patience,
}

impl Listener for Entrance {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.socket).await;
        // Answers are written whole: waiting for more bytes to come only delays them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
        (Connection::new(stream, self.patience.clone()), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}
