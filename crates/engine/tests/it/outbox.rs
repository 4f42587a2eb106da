//! A linked account with an outbox, dispatched by the real engine to a real sandbox.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::attachment::File;
use domain::dispatch::Timing;
use domain::entropy::{Entropy, SeededEntropy};
use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::network::{CapabilityClass, Member};
use domain::policy::Policy;
use domain::renewal::Term;
use domain::time::Clock as _;
use engine::{Parts, Polling};
use integrations::http::Method;
use integrations::networks::Lines;
use serde_json::{Value, json};
use store::accounts::{self, AccountStatus, BackfillState, Link, NewAccount};
use store::sends::{self, Send};
use store::vault::Vault;
use store::workspaces::{self, Workspace};
use testkit::machine::{SystemClock, TokioTimer};
use testkit::simulated::SimulatedNetwork;
use testkit::stores::TestStore;

/// Short enough for a test, in the right proportions.
pub(crate) const TIMING: Timing = Timing {
    call: Duration::from_millis(1_500),
    settle: Duration::from_millis(300),
    recheck: Duration::from_millis(200),
};

use crate::running::Running;

/// One account and everything around it.
pub(crate) struct Outbox {
    pub(crate) network: SimulatedNetwork,
    pub(crate) workspace_id: WorkspaceId,
    pub(crate) account_id: AccountId,
    opened: TestStore,
    vault: Arc<Vault>,
    entropy: Arc<SeededEntropy>,
    members: BTreeMap<String, String>,
    engines: u32,
}

impl Outbox {
    /// The premium seat of a new sandbox, linked on `opened`.
    pub(crate) async fn new(opened: TestStore, class: CapabilityClass) -> Self {
        let network = SimulatedNetwork::start().await;
        let body = json!({"capability_class": class.letter()});
        network.control(Method::PATCH, "seats/premium", body).await;
        let entropy = Arc::new(SeededEntropy::new(1));
        let now = SystemClock.now();
        let place = (
            WorkspaceId::mint(now, &*entropy),
            AccountId::mint(now, &*entropy),
        );
        let mut outbox = Self {
            workspace_id: place.0,
            account_id: place.1,
            vault: Arc::new(Vault::new(&[1; 32])),
            members: BTreeMap::new(),
            engines: 0,
            network,
            opened,
            entropy,
        };
        outbox.link("premium", place, class).await;
        let listed = outbox
            .network
            .control(Method::GET, "members?limit=200", Value::Null)
            .await;
        for member in listed["members"].as_array().expect("a list") {
            let field = |name: &str| member[name].as_str().expect("a text").to_owned();
            outbox.members.insert(field("slug"), field("member_key"));
        }
        outbox
    }

    /// Enters the premium seat with the same credentials, given anew.
    pub(crate) async fn enter_anew(&self, term: Term) {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        let token = self.network.token("premium").await;
        let place = accounts::credentials_place(&workspace_id, &account_id);
        let sealed = self.vault.seal_text(&place, &token, &*self.entropy);
        let entered = self.write(move |tx| {
            let account = accounts::get(tx, workspace_id, account_id)?;
            accounts::update_renewed(tx, &account, &sealed, term, domain::time::Timestamp::MIN)
        });
        assert_eq!(entered.await, accounts::Renewed::Kept);
    }

    /// Links the free seat, in a workspace of its own.
    pub(crate) async fn link_other(&self) -> (WorkspaceId, AccountId) {
        let now = SystemClock.now();
        let workspace_id = WorkspaceId::mint(now, &*self.entropy);
        let place = (workspace_id, AccountId::mint(now, &*self.entropy));
        self.link("free", place, CapabilityClass::B).await;
        place
    }

    async fn link(
        &self,
        seat: &str,
        (workspace_id, account_id): (WorkspaceId, AccountId),
        class: CapabilityClass,
    ) {
        let token = self.network.token(seat).await;
        let seat = self.network.seat(seat).await;
        let field = |name: &str| seat[name].as_str().expect("a text").to_owned();
        let place = accounts::credentials_place(&workspace_id, &account_id);
        let sealed = self.vault.seal_text(&place, &token, &*self.entropy);
        let link = Link {
            address: self.network.address(),
            member: Member {
                member_key: field("member_key"),
                member_number: None,
                slug: Some(field("slug")),
                first_name: field("name"),
                last_name: String::new(),
                headline: String::new(),
                picture: None,
                badge: None,
                degree: None,
            },
            status: AccountStatus::Available,
            is_premium: true,
            plan: None,
            credentials: Some(sealed),
            capability_class: class,
        };
        let now = SystemClock.now();
        self.opened
            .store
            .write(move |tx| {
                let workspace = Workspace {
                    workspace_id,
                    name: "Test".to_owned(),
                    seed: 1,
                    created_at: now,
                    key_check: None,
                };
                workspaces::insert(tx, &workspace)?;
                let account = NewAccount {
                    workspace_id,
                    account_id,
                    network: "sandbox".to_owned(),
                    is_read_only: false,
                    link: link.clone(),
                    policy: serde_json::to_string(&Policy::guide()).expect("plain data"),
                    backfill_state: BackfillState::Done,
                    linked_at: now,
                };
                accounts::insert(tx, &account).map(drop)
            })
            .await
            .expect("it can be linked");
    }

    /// Accepts a message to a member, as the use case does.
    pub(crate) async fn accept(&self, slug: &str, text: &str) -> SendId {
        self.accept_changed(slug, text, |_| {}).await
    }

    /// As [`Self::accept`], with something of the send changed.
    pub(crate) async fn accept_changed(
        &self,
        slug: &str,
        text: &str,
        change: impl FnOnce(&mut Send),
    ) -> SendId {
        self.insert(slug, text, change, Vec::new()).await
    }

    /// As [`Self::accept`], with files, and in answer to a message.
    pub(crate) async fn accept_files(
        &self,
        slug: &str,
        text: &str,
        reply_to: Option<String>,
        files: Vec<File>,
    ) -> SendId {
        let facts = files.iter().map(|file| file.facts().clone()).collect();
        let change = |send: &mut Send| {
            send.reply_to = reply_to;
            send.attachments = facts;
        };
        self.insert(slug, text, change, files).await
    }

    async fn insert(
        &self,
        slug: &str,
        text: &str,
        change: impl FnOnce(&mut Send),
        files: Vec<File>,
    ) -> SendId {
        let now = SystemClock.now();
        let send_id = SendId::mint(now, &*self.entropy);
        let member_key = self
            .members
            .get(slug)
            .expect("a member of the sandbox")
            .clone();
        let mut send = Send {
            lane: member_key.clone(),
            recipient_key: Some(member_key),
            text: text.to_owned(),
            expires_at: now.plus(Duration::from_mins(10)),
            ..Send::new((self.workspace_id, self.account_id), send_id, now)
        };
        change(&mut send);
        let hints = self.opened.store.hints().clone();
        self.opened
            .store
            .write(move |tx| {
                let kept = sends::insert(tx, &hints, send.clone())?;
                sends::insert_files(tx, &kept, &files)
            })
            .await
            .expect("it is accepted");
        send_id
    }

    /// A fresh engine on the same store, as after a restart.
    pub(crate) fn start_engine(&mut self) -> Running {
        self.engines += 1;
        self.start(format!("node_{}", self.engines), "node_", true)
    }

    /// A process of a machine that shares the store with others.
    pub(crate) fn start_node(&mut self, machine: &str) -> Running {
        self.engines += 1;
        self.start(format!("{machine}{}", self.engines), machine, false)
    }

    fn start(&self, node: String, machine: &str, is_exclusive: bool) -> Running {
        let parts = Arc::new(Parts {
            store: self.opened.store.clone(),
            vault: Arc::clone(&self.vault),
            lines: Arc::new(Lines::new()),
            webhooks: integrations::webhooks::Webhooks::default(),
            clock: Arc::new(SystemClock),
            entropy: Arc::clone(&self.entropy) as Arc<dyn Entropy>,
            timer: Arc::new(TokioTimer),
            recorder: Arc::new(domain::metric::Unrecorded),
            node,
            machine: machine.to_owned(),
            is_exclusive,
            timing: TIMING,
            polling: Polling::default(),
        });
        Running::start(|stopped| engine::dispatch::run(parts, stopped))
    }

    /// What is written in a transaction of the store.
    pub(crate) async fn write<T: std::marker::Send + 'static>(
        &self,
        change: impl Fn(&mut store::Tx<'_>) -> store::StoreResult<T> + std::marker::Send + 'static,
    ) -> T {
        self.opened
            .store
            .write(change)
            .await
            .expect("it is written")
    }

    /// How the store wakes who waits.
    pub(crate) fn hints(&self) -> store::hints::Hints {
        self.opened.store.hints().clone()
    }

    /// The member key behind a slug.
    pub(crate) fn member_key(&self, slug: &str) -> String {
        let key = self.members.get(slug);
        key.expect("a member of the sandbox").clone()
    }

    /// Lets the next commits fail as on a full disk.
    pub(crate) fn fill_disk(&self, commits: u64) {
        for nth in 1..=commits {
            let faults = self.opened.store.commit_faults();
            faults.plan(nth, store::CommitFault::Fail);
        }
    }

    /// The tries of a send, the first one first.
    pub(crate) async fn attempts(&self, send_id: SendId) -> Vec<store::attempts::Attempt> {
        let workspace_id = self.workspace_id;
        let listed = self
            .opened
            .store
            .read(move |tx| store::attempts::list(tx, workspace_id, send_id));
        listed.await.expect("the store answers")
    }

    /// The send as it stands.
    pub(crate) async fn send(&self, send_id: SendId) -> Send {
        let workspace_id = self.workspace_id;
        let found = self
            .opened
            .store
            .read(move |tx| sends::find(tx, workspace_id, send_id))
            .await;
        found
            .expect("the store answers")
            .expect("an accepted send never vanishes")
    }

    /// Waits until the state is the wanted one; fails with what it is instead.
    pub(crate) async fn until(&self, send_id: SendId, word: &str) -> Send {
        for _ in 0..600 {
            let send = self.send(send_id).await;
            if send.state.word() == word {
                return send;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!(
            "it should become {word}, but is {:?}",
            self.send(send_id).await.state
        );
    }

    /// What the network accepted from this seat: its own evidence, in order.
    pub(crate) async fn accepted_texts(&self) -> Vec<String> {
        let log = self
            .network
            .control(
                Method::GET,
                "acceptances?after=0&limit=1000&seat=premium",
                Value::Null,
            )
            .await;
        let log = log["acceptances"].as_array().expect("a list").clone();
        log.iter()
            .map(|entry| entry["text"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// The owner of the seat writes in the network's own app.
    pub(crate) async fn say_by_hand(&self, slug: &str, text: &str) {
        let seat = self.network.seat("premium").await;
        let owner = seat["slug"].as_str().expect("a text").to_owned();
        self.network.say(&owner, slug, text).await;
    }

    /// Switches a fault on for the next sends.
    pub(crate) async fn fault(&self, mut fault: Value) {
        fault["action"] = json!("send");
        self.network
            .control(Method::POST, "seats/premium/faults", fault)
            .await;
    }
}
