//! Over a real socket, as clients come.

#![expect(
    clippy::disallowed_methods,
    reason = "a client of the door dials it; nobody says where"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::time::Timer as _;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use web::{Patience, Router, WebSettings};

use crate::world::{THREAD, World};

/// Longer than any test takes.
const LONG: Duration = Duration::from_hours(1);

/// The router on a free port, until the sender is used or dropped.
async fn served(world: &World) -> (SocketAddr, oneshot::Sender<()>, JoinSet<()>) {
    let routes = web::router(world.app.clone(), WebSettings::default());
    served_to(routes, LONG).await
}

/// Routes on a free port, for clients that may take nothing for so long.
async fn served_to(
    routes: Router,
    stall_max: Duration,
) -> (SocketAddr, oneshot::Sender<()>, JoinSet<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let patience = Patience {
        timer: Arc::new(testkit::machine::TokioTimer),
        stall_max,
    };
    let mut served = JoinSet::new();
    served.spawn(async move {
        let stopped = async move { drop(stopped.await) };
        web::serve(listener, routes, patience, stopped)
            .await
            .unwrap();
    });
    (address, stop, served)
}

/// Reads one answer: its head, and as much body as it announces.
async fn answer(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).to_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        let count = stream.read_buf(&mut read).await.unwrap();
        assert!(count > 0, "the connection ended after {text}");
    }
}

#[tokio::test]
async fn a_client_that_writes_ten_megabytes_reads_its_413() {
    let world = World::new().await;
    let (address, _stop, _served) = served(&world).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /linkedin/messaging/send HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        world.key,
        10 << 20
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![b' '; 10 << 20]).await.unwrap();
    let refused = answer(&mut stream).await;
    assert!(refused.starts_with("http/1.1 413 "), "{refused}");

    // The same connection goes on.
    let next = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    stream.write_all(next).await.unwrap();
    let healthy = answer(&mut stream).await;
    assert!(healthy.starts_with("http/1.1 200 "), "{healthy}");
}

#[tokio::test]
async fn a_stop_lets_what_is_under_way_finish() {
    let world = World::new().await.with_john().await;
    let (address, stop, mut served) = served(&world).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let body = format!("{{\"conversationUrn\":\"{THREAD}\",\"message\":\"bye\"}}");
    let request = format!(
        "POST /linkedin/messaging/send HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nPrefer: wait=60\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        world.key,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    tokio::time::timeout(Duration::from_millis(200), stream.readable())
        .await
        .expect_err("it waits");
    stop.send(()).unwrap();
    world.clock.move_on(60_000);
    let accepted = answer(&mut stream).await;
    assert!(accepted.starts_with("http/1.1 202 "), "{accepted}");
    served.join_next().await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens");
}

/// More than the system keeps of what is on its way.
const MUCH: usize = 64 << 20;

async fn ask_for_much(stall_max: Duration) -> (TcpStream, JoinSet<()>, oneshot::Sender<()>) {
    let routes = Router::new().route("/", axum::routing::get(|| async { vec![b'.'; MUCH] }));
    let (address, stop, served) = served_to(routes, stall_max).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    (stream, served, stop)
}

#[tokio::test]
async fn a_reader_who_takes_nothing_is_cut_off() {
    let (mut stream, mut served, stop) = ask_for_much(Duration::from_millis(200)).await;
    // Nothing is left of the request once the server has ended, which waits for what is under way.
    stop.send(()).unwrap();
    served.join_next().await.unwrap().unwrap();
    let mut read = Vec::new();
    drop(stream.read_to_end(&mut read).await);
    assert!(read.len() < MUCH, "{}", read.len());
}

#[tokio::test]
async fn a_reader_who_is_slow_and_takes_something_gets_all() {
    let (mut stream, _served, _stop) = ask_for_much(Duration::from_millis(500)).await;
    let mut read = 0;
    let mut part = vec![0; 4 << 20];
    loop {
        let count = stream.read(&mut part).await.unwrap();
        if count == 0 {
            break;
        }
        read += count;
        testkit::machine::TokioTimer
            .sleep(Duration::from_millis(10))
            .await;
    }
    assert!(read > MUCH, "{read}");
}
