//! Asking one's own server over its own door, to know that it really answers.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::machine::MachineTimer;
use domain::time::Timer as _;

const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const ANSWER_BYTES_MAX: u64 = 4 << 20;

/// The status and the JSON body of a GET, or `None` if there was no complete answer in time.
pub(crate) async fn get(
    address: SocketAddr,
    path: &str,
    key: Option<&str>,
) -> Option<(u16, Value)> {
    let timer = MachineTimer;
    tokio::select! {
        answer = ask(address, path, key) => answer,
        () = timer.sleep(ANSWER_WITHIN) => None,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program's own door, at the address of its own configuration"
)]
async fn ask(address: SocketAddr, path: &str, key: Option<&str>) -> Option<(u16, Value)> {
    let mut connection = TcpStream::connect(address).await.ok()?;
    let authorization = key.map_or_else(String::new, |key| {
        format!("Authorization: Bearer {key}\r\n")
    });
    // HTTP/1.0: the answer is not chunked and ends with the connection.
    let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n{authorization}\r\n");
    connection.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    connection
        .take(ANSWER_BYTES_MAX)
        .read_to_end(&mut answer)
        .await
        .ok()?;
    let head_end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let status = std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()?;
    let body = serde_json::from_slice(&answer[head_end + 4..]).unwrap_or(Value::Null);
    Some((status, body))
}
