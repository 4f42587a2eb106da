//! The ceiling: the same web framework, runtime and allocator as the gateway, answering recorded bytes from memory.
//! Each recorded answer has a port of its own, so that the very same requests can be sent to it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::serve::ListenerExt as _;
use axum::{Json, Router};
use clap::Args;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;

use crate::client::Answer;

/// What to answer.
#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// Files with recorded answers, one port each
    #[arg(required = true)]
    recorded: Vec<PathBuf>,
    /// Written once all ports are open: the ports in the order of the files
    #[arg(long)]
    ready_file: PathBuf,
}

/// An answer as it is kept in a file.
#[derive(Serialize, Deserialize)]
struct Recorded {
    path: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Headers that the server adds by itself.
const OWN_HEADERS: &[&str] = &["content-length", "connection", "date"];

/// Keeps an answer to the route `path` for the ceiling to give.
pub(crate) fn record(file: &std::path::Path, path: &str, answer: &Answer) -> Result<()> {
    let headers = answer.headers.iter();
    let recorded = Recorded {
        path: path.split('?').next().unwrap_or(path).to_owned(),
        status: answer.status,
        headers: headers
            .filter(|(name, _)| !OWN_HEADERS.contains(&name.as_str()))
            .cloned()
            .collect(),
        body: String::from_utf8(answer.body.clone()).context("the answer is not text")?,
    };
    fs::write(file, serde_json::to_vec(&recorded)?).context("cannot keep an answer")
}

/// Answers until it is ended.
pub(crate) fn run(options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut doors = tokio::task::JoinSet::new();
        let mut ports = Vec::new();
        for file in &options.recorded {
            let recorded: Recorded = serde_json::from_slice(&fs::read(file)?)?;
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            ports.push(listener.local_addr()?.port().to_string());
            let listener = listener.tap_io(|connection| {
                // As the gateway does; a connection that keeps its delay is only slower.
                drop(connection.set_nodelay(true));
            });
            doors.spawn(axum::serve(listener, router(recorded)?).into_future());
        }
        let draft = options.ready_file.with_extension("draft");
        fs::write(&draft, ports.join(" "))?;
        fs::rename(&draft, &options.ready_file)?;
        while let Some(ended) = doors.join_next().await {
            ended??;
        }
        Ok(())
    })
}

/// A message as it is handed over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewMessage {
    conversation: String,
    text: String,
    mode: String,
    send_at: String,
}

/// What accepting a message comes to without a store: the key is checked, the request fingerprinted, the answer written.
fn accept(
    sent: &HeaderMap,
    message: &NewMessage,
    (status, headers, mut resource): (StatusCode, HeaderMap, serde_json::Value),
) -> Response {
    let of = |name: &str| {
        sent.get(name)
            .map(HeaderValue::as_bytes)
            .unwrap_or_default()
    };
    let key: [u8; 32] = Sha256::digest(of("authorization")).into();
    let mut fingerprint = Sha256::new();
    let NewMessage {
        conversation,
        text,
        mode,
        send_at,
    } = message;
    for field in [conversation, text.trim(), mode, send_at] {
        fingerprint.update(field.len().to_be_bytes());
        fingerprint.update(field);
    }
    fingerprint.update(of("idempotency-key"));
    if key == [0; 32] {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let number: [u8; 32] = fingerprint.finalize().into();
    resource["send_id"] = format!("snd_{:02x?}", &number[..8]).into();
    resource["text"] = text.as_str().into();
    (status, headers, Json(resource)).into_response()
}

fn router(recorded: Recorded) -> Result<Router> {
    let mut headers = HeaderMap::new();
    for (name, value) in &recorded.headers {
        headers.append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    let status = StatusCode::from_u16(recorded.status)?;
    let resource: serde_json::Value = serde_json::from_str(&recorded.body).unwrap_or_default();
    let accepted = headers.clone();
    let accept = move |sent: HeaderMap, Json(message): Json<NewMessage>| {
        let (headers, resource) = (accepted.clone(), resource.clone());
        async move { accept(&sent, &message, (status, headers, resource)) }
    };
    let body = Bytes::from(recorded.body);
    let answer = move || {
        let (headers, body) = (headers.clone(), body.clone());
        async move { (status, headers, body).into_response() }
    };
    Ok(Router::new().route(&recorded.path, get(answer).post(accept)))
}
