//! Hints between the processes that share a database: each listens, and tells the others what happened at the same time in
//! one `NOTIFY`. It is sent beside the transactions and not in them, where it would make all commits wait for each other;
//! so a hint may be lost, and whoever waits for one polls too.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use tokio::runtime;
use tokio::sync::{mpsc, watch};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, Error, NoTls};

use crate::hints::{Hint, Hints, words};
use crate::postgresql::lane::pause;

const CHANNEL: &str = "liaison_hints";
/// A payload has less than 8,000 bytes; a hint has at most 60.
const HINTS_AT_ONCE: usize = 120;
/// Before a lost connection is made anew.
const PAUSE: Duration = Duration::from_secs(1);

pub(super) struct Exchange {
    pub(super) config: Config,
    pub(super) hints: Hints,
    pub(super) outgoing: mpsc::Receiver<Hint>,
    pub(super) closing: watch::Receiver<bool>,
}

impl Exchange {
    /// Carries hints until the store is closed.
    pub(super) fn serve(mut self) {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let runtime = match runtime {
            Ok(runtime) => runtime,
            Err(error) => {
                tracing::error!(%error, "other processes are not told what happens");
                return;
            }
        };
        let mut closing = self.closing.clone();
        loop {
            let ended = runtime.block_on(async {
                tokio::select! {
                    _ = closing.wait_for(|is_closing| *is_closing) => None,
                    carried = self.carry() => Some(carried),
                }
            });
            match ended {
                None => return,
                Some(Err(error)) => {
                    tracing::warn!(%error, "other processes are not told what happens for a while");
                }
                Some(Ok(())) => {}
            }
            pause(PAUSE);
            // What was hinted at meanwhile is found by polling.
            while self.outgoing.try_recv().is_ok() {}
        }
    }

    /// On one connection, until it is lost.
    async fn carry(&mut self) -> Result<(), Error> {
        let (client, connection) = self.config.connect(NoTls).await?;
        let own = AtomicI32::new(0);
        let talk = talk(&client, &mut self.outgoing, &own);
        let hear = hear(connection, &self.hints, &own);
        tokio::select! {
            heard = hear => heard,
            talked = talk => talked,
        }
    }
}

/// Listens, and tells what comes.
async fn talk(
    client: &Client,
    outgoing: &mut mpsc::Receiver<Hint>,
    own: &AtomicI32,
) -> Result<(), Error> {
    // A hint need not survive anything.
    let listen = format!("SET synchronous_commit = off; LISTEN {CHANNEL}");
    client.batch_execute(&listen).await?;
    let row = client.query_one("SELECT pg_backend_pid()", &[]).await?;
    own.store(row.get(0), Ordering::Relaxed);
    let notify = client.prepare("SELECT pg_notify($1, $2)").await?;
    let mut batch = Vec::new();
    while outgoing.recv_many(&mut batch, HINTS_AT_ONCE).await > 0 {
        let told: BTreeSet<String> = batch.drain(..).map(words::write).collect();
        let payload = told.into_iter().collect::<Vec<_>>().join(" ");
        client.execute(&notify, &[&CHANNEL, &payload]).await?;
    }
    Ok(())
}

/// Drives the connection and gives what others tell to those who listen here.
async fn hear<S, T>(
    mut connection: Connection<S, T>,
    hints: &Hints,
    own: &AtomicI32,
) -> Result<(), Error>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    while let Some(message) = poll_fn(|cx| connection.poll_message(cx)).await {
        if let AsyncMessage::Notification(told) = message?
            && told.process_id() != own.load(Ordering::Relaxed)
        {
            for hint in told.payload().split(' ').filter_map(words::read) {
                hints.repeat(hint);
            }
        }
    }
    Ok(())
}
