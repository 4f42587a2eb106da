//! One socket, served until it is told to stop.

use std::future::Future;
use std::io;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

/// Serves the routes on a socket until `stopped` is ready; then accepts nothing more and returns once every request
/// that is under way has its answer.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let listener = listener.tap_io(|connection| {
        // Answers are written whole: waiting for more bytes to come only delays them.
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    axum::serve(listener, routes)
        .with_graceful_shutdown(stopped)
        .await
}
