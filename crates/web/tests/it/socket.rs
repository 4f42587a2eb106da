//! Over a real socket, as clients come.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use web::WebSettings;

use crate::world::{THREAD, World};

/// The router on a free port, until the sender is used or dropped.
async fn served(world: &World) -> (SocketAddr, oneshot::Sender<()>, JoinSet<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let routes = web::router(world.app.clone(), WebSettings::default());
    let mut served = JoinSet::new();
    served.spawn(async move {
        let stopped = async move { drop(stopped.await) };
        web::serve(listener, routes, stopped).await.unwrap();
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
