//! A workspace whose events are delivered by the real engine to real receivers, on a clock that is moved by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use domain::dispatch::Timing;
use domain::endpoint::{PayloadFormat, Selection};
use domain::entropy::SeededEntropy;
use domain::event::EventKind;
use domain::ids::{ConversationId, EndpointId, WorkspaceId};
use domain::time::{Clock, Timestamp};
use engine::{Parts, Polling};
use integrations::http::Reach;
use integrations::networks::Lines;
use integrations::webhooks::{Webhooks, signature};
use secrecy::{ExposeSecret as _, SecretString};
use store::deliveries::{self, DeliveryRow, DeliveryState};
use store::endpoints::{self, Endpoint, EndpointSettings, NewEndpoint, secret_place};
use store::hints::Hint;
use store::vault::Vault;
use store::workspaces::{self, Workspace};
use store::{Engine, NewEvent, Store};
use testkit::machine::TokioTimer;
use testkit::receiver::Receiver;

use crate::running::Running;

/// How long anything may take in real time.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(10);
pub(crate) const BEGINNING: i64 = 1_800_000_000;

/// A clock that is moved by hand, and goes on by itself unless it stands still.
pub(crate) struct HandClock {
    micros: AtomicI64,
    began: Option<Instant>,
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        let passed = self.began.map_or(Duration::ZERO, |began| began.elapsed());
        Timestamp::from_micros(self.micros.load(Ordering::SeqCst)).plus(passed)
    }
}

/// A workspace.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) workspace_id: WorkspaceId,
    pub(crate) clock: Arc<HandClock>,
    vault: Arc<Vault>,
    entropy: Arc<SeededEntropy>,
}

/// An endpoint and its secret.
#[derive(Clone)]
pub(crate) struct Told {
    pub(crate) endpoint_id: EndpointId,
    pub(crate) secret: String,
}

impl World {
    pub(crate) async fn new(store: Store) -> Self {
        Self::at(store, Some(Instant::now())).await
    }

    /// Where time only passes when it is told to.
    pub(crate) async fn standing_still(store: Store) -> Self {
        Self::at(store, None).await
    }

    async fn at(store: Store, began: Option<Instant>) -> Self {
        let entropy = Arc::new(SeededEntropy::new(9));
        let micros = AtomicI64::new(BEGINNING * 1_000_000);
        let clock = Arc::new(HandClock { micros, began });
        let workspace_id = WorkspaceId::mint(clock.now(), &*entropy);
        let workspace = Workspace {
            workspace_id,
            name: "Test".to_owned(),
            seed: 5,
            key_check: None,
            created_at: clock.now(),
        };
        let written = store.write(move |tx| workspaces::insert(tx, &workspace));
        written.await.expect("the store answers");
        Self {
            store,
            workspace_id,
            clock,
            vault: Arc::new(Vault::new(&[3; 32])),
            entropy,
        }
    }

    /// An endpoint for everything.
    pub(crate) async fn endpoint(&self, receiver: &Receiver) -> Told {
        self.endpoint_with(receiver, |_| {}).await
    }

    pub(crate) async fn endpoint_with(
        &self,
        receiver: &Receiver,
        choose: impl FnOnce(&mut EndpointSettings),
    ) -> Told {
        let now = self.clock.now();
        let endpoint_id = EndpointId::mint(now, &*self.entropy);
        let mut settings = EndpointSettings {
            name: "Test".to_owned(),
            url: receiver.url(),
            format: PayloadFormat::Standard,
            selection: Selection::default(),
            per_second: 1_000,
            together: 4,
            headers: None,
        };
        choose(&mut settings);
        let secret = signature::new_secret(&*self.entropy);
        let new = NewEndpoint {
            workspace_id: self.workspace_id,
            endpoint_id,
            settings,
            secret: self.sealed(endpoint_id, &secret),
            created_at: now,
        };
        let hints = self.store.hints().clone();
        let written = self.store.write(move |tx| {
            endpoints::insert(tx, &new)?;
            hints.after_commit(tx, Hint::EndpointChanged(endpoint_id));
            Ok(())
        });
        written.await.expect("the store answers");
        Told {
            endpoint_id,
            secret: secret.expose_secret().to_owned(),
        }
    }

    pub(crate) fn sealed(&self, endpoint_id: EndpointId, secret: &SecretString) -> Vec<u8> {
        let place = secret_place(&self.workspace_id, &endpoint_id);
        self.vault.seal_text(&place, secret, &*self.entropy)
    }

    /// Something happens in each of these lanes, in one transaction.
    pub(crate) async fn happen(&self, lanes: &[u8]) {
        let (workspace_id, now) = (self.workspace_id, self.clock.now());
        let lanes = lanes.to_vec();
        let written = self.store.write(move |tx| {
            for lane in &lanes {
                let conversation_id = ConversationId::from_bytes([*lane; 16]);
                tx.emit(NewEvent {
                    workspace_id,
                    kind: EventKind::MessageEdited,
                    account_id: None,
                    subject: None,
                    at: now,
                    body: format!(
                        r#"{{"conversation_id":"{conversation_id}","thread_key":"t","message_key":"m"}}"#
                    ),
                });
            }
            Ok(())
        });
        written.await.expect("the store answers");
    }

    /// Starts the only engine.
    pub(crate) fn start(&self) -> Running {
        self.start_node("a.")
    }

    /// Starts one of several, where several are possible.
    pub(crate) fn start_node(&self, machine: &str) -> Running {
        let reach = Reach::public("127.0.0.0/8").expect("a network");
        let parts = Arc::new(Parts {
            store: self.store.clone(),
            vault: Arc::clone(&self.vault),
            lines: Arc::new(Lines::new()),
            webhooks: Webhooks::new(reach),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            entropy: Arc::clone(&self.entropy) as _,
            timer: Arc::new(TokioTimer),
            recorder: Arc::new(domain::metric::Unrecorded),
            node: format!("{machine}1"),
            machine: machine.to_owned(),
            is_exclusive: self.store.engine() == Engine::Sqlite,
            timing: Timing::default(),
            polling: Polling {
                delivery: Duration::from_millis(100),
                ..Polling::default()
            },
        });
        Running::start(|stopped| engine::delivery::run(parts, stopped))
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock on.
    pub(crate) fn pass(&self, span: Duration) {
        let micros = i64::try_from(span.as_micros()).expect("a span");
        self.clock.micros.fetch_add(micros, Ordering::SeqCst);
    }

    pub(crate) async fn find(&self, told: &Told) -> Endpoint {
        let (workspace_id, endpoint_id) = (self.workspace_id, told.endpoint_id);
        let read = self
            .store
            .read(move |tx| endpoints::find(tx, workspace_id, endpoint_id));
        read.await.expect("the store answers").expect("it is there")
    }

    pub(crate) async fn deliveries(
        &self,
        told: &Told,
        state: Option<DeliveryState>,
    ) -> Vec<DeliveryRow> {
        let subject = (self.workspace_id, told.endpoint_id);
        let read = self
            .store
            .read(move |tx| deliveries::list(tx, subject, state, i64::MAX, 10_000));
        read.await.expect("the store answers")
    }

    /// Changes something about an endpoint, and says so.
    pub(crate) async fn change(
        &self,
        told: &Told,
        change: impl Fn(
            &mut store::Tx<'_>,
            (WorkspaceId, EndpointId),
            Timestamp,
        ) -> store::StoreResult<()>
        + Send
        + 'static,
    ) {
        let (subject, now) = ((self.workspace_id, told.endpoint_id), self.clock.now());
        let hints = self.store.hints().clone();
        let written = self.store.write(move |tx| {
            change(tx, subject, now)?;
            hints.after_commit(tx, Hint::EndpointChanged(subject.1));
            Ok(())
        });
        written.await.expect("the store answers");
    }
}

/// Waits until something is so.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < PATIENCE, "in vain: {what}");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Waits until a receiver got so many.
pub(crate) async fn got(receiver: &Receiver, count: usize) -> Vec<testkit::receiver::Got> {
    let began = Instant::now();
    while receiver.got().len() < count {
        let came = receiver.got().len();
        assert!(began.elapsed() < PATIENCE, "{came} deliveries of {count}");
        tokio::time::sleep(LOOK_EVERY).await;
    }
    receiver.got()
}
