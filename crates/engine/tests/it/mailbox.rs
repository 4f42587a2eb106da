//! A linked account whose mailbox is followed by the real engine, and what it should hold.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::dispatch::Timing;
use domain::entropy::{Entropy, SeededEntropy};
use domain::ids::{AccountId, WorkspaceId};
use domain::network::{CapabilityClass, Member};
use domain::policy::Policy;
use domain::renewal::Term;
use domain::time::{Clock, Timestamp};
use engine::{Parts, Polling};
use integrations::networks::Lines;
use secrecy::SecretString;
use serde_json::{Value, json};
use store::accounts::{self, Account, AccountStatus, BackfillState, Link, NewAccount};
use store::hints::Hint;
use store::vault::Vault;
use store::workspaces::{self, Workspace};
use store::{Store, StoreResult, Tx, agenda, backfill, conversations, messages, people};
use testkit::machine::{SystemClock, TokioTimer};
use testkit::simulated::SimulatedNetwork;
use testkit::stores::TestStore;

use crate::running::Running;

pub(crate) const SEAT: &str = "premium";

/// One account and its network.
pub(crate) struct Mailbox {
    pub(crate) network: SimulatedNetwork,
    pub(crate) workspace_id: WorkspaceId,
    pub(crate) account_id: AccountId,
    pub(crate) own_slug: String,
    place: TestStore,
    vault: Arc<Vault>,
    entropy: Arc<SeededEntropy>,
}

impl Mailbox {
    /// The premium seat of a new sandbox, linked and due, nothing read yet.
    pub(crate) async fn link(place: TestStore) -> Self {
        let network = SimulatedNetwork::start().await;
        let entropy = Arc::new(SeededEntropy::new(1));
        let now = SystemClock.now();
        let seat = network.seat(SEAT).await;
        let mailbox = Self {
            workspace_id: WorkspaceId::mint(now, &*entropy),
            account_id: AccountId::mint(now, &*entropy),
            own_slug: text(&seat["slug"]),
            vault: Arc::new(Vault::new(&[1; 32])),
            network,
            place,
            entropy,
        };
        let account = mailbox.new_account(&seat, now).await;
        let workspace = Workspace {
            workspace_id: mailbox.workspace_id,
            name: "Test".to_owned(),
            seed: 1,
            created_at: now,
            key_check: None,
        };
        let insert = move |tx: &mut Tx<'_>| {
            workspaces::insert(tx, &workspace)?;
            accounts::insert(tx, &account).map(drop)
        };
        mailbox.store().write(insert).await.expect("it is linked");
        mailbox.make_due().await;
        mailbox
    }

    async fn new_account(&self, seat: &Value, now: Timestamp) -> NewAccount {
        let row = accounts::credentials_place(&self.workspace_id, &self.account_id);
        let token = self.network.token(SEAT).await;
        let sealed = self.vault.seal_text(&row, &token, &*self.entropy);
        NewAccount {
            workspace_id: self.workspace_id,
            account_id: self.account_id,
            network: "sandbox".to_owned(),
            is_read_only: false,
            link: Link {
                address: self.network.address(),
                member: Member {
                    member_key: text(&seat["member_key"]),
                    member_number: None,
                    slug: None,
                    first_name: "To be told".to_owned(),
                    last_name: String::new(),
                    headline: String::new(),
                    picture: None,
                    badge: None,
                    degree: None,
                },
                status: AccountStatus::Available,
                is_premium: false,
                plan: None,
                credentials: Some(sealed),
                capability_class: CapabilityClass::D,
            },
            policy: serde_json::to_string(&Policy::guide()).expect("plain data"),
            backfill_state: BackfillState::Pending,
            linked_at: now,
        }
    }

    /// Says that there is something to follow, as linking does.
    pub(crate) async fn make_due(&self) {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        let hints = self.store().hints().clone();
        let now = SystemClock.now();
        let advance = move |tx: &mut Tx<'_>| {
            hints.after_commit(tx, Hint::AccountsChanged);
            agenda::advance(tx, agenda::SYNC, workspace_id, account_id, now)
        };
        self.store().write(advance).await.expect("it is due");
    }

    /// Ends the link, as its owner does.
    pub(crate) async fn unlink(&self) {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        let hints = self.store().hints().clone();
        let now = SystemClock.now();
        let unlink = move |tx: &mut Tx<'_>| {
            hints.after_commit(tx, Hint::AccountsChanged);
            accounts::update_unlinked(tx, workspace_id, account_id, now)
        };
        assert!(self.store().write(unlink).await.expect("it is unlinked"));
    }

    /// Whether the account is to be followed.
    pub(crate) async fn is_due(&self) -> bool {
        let now = SystemClock.now();
        let due = self
            .read(move |tx| agenda::list_due(tx, agenda::SYNC, now, 10))
            .await;
        !due.is_empty()
    }

    /// Links the account with the session of a seat, its own or another.
    pub(crate) async fn swap_credentials(&self, seat: &str) {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        let other = self.network.seat(seat).await;
        let mut link = self.new_account(&other, SystemClock.now()).await.link;
        let row = accounts::credentials_place(&workspace_id, &account_id);
        let token = self.network.token(seat).await;
        link.credentials = Some(self.vault.seal_text(&row, &token, &*self.entropy));
        let update =
            move |tx: &mut Tx<'_>| accounts::update_linked(tx, workspace_id, account_id, &link);
        self.store().write(update).await.expect("it is linked");
    }

    pub(crate) fn store(&self) -> &Store {
        &self.place.store
    }

    /// Enters with other credentials from now on, of the same seat.
    pub(crate) async fn enter_with(&self, credentials: &SecretString, term: Term) {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        let row = accounts::credentials_place(&workspace_id, &account_id);
        let sealed = self.vault.seal_text(&row, credentials, &*self.entropy);
        let enter = move |tx: &mut Tx<'_>| {
            let account = accounts::get(tx, workspace_id, account_id)?;
            accounts::update_renewed(tx, &account, &sealed, term, Timestamp::MIN)
        };
        let entered = self.store().write(enter).await.expect("it is written");
        assert_eq!(entered, accounts::Renewed::Kept);
    }

    /// The network renews no more what it is entered with.
    pub(crate) async fn refuse_renewal(&self) {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        let refuse = move |tx: &mut Tx<'_>| {
            let account = accounts::get(tx, workspace_id, account_id)?;
            accounts::update_renewal_refused(tx, &account, "refused", SystemClock.now())
        };
        assert!(self.store().write(refuse).await.expect("it is written"));
    }

    /// What it is entered with.
    pub(crate) async fn credentials(&self) -> SecretString {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        let vault = Arc::clone(&self.vault);
        self.read(move |tx| accounts::credentials(tx, &vault, workspace_id, account_id))
            .await
    }

    /// Says when its credentials are to be renewed.
    pub(crate) async fn postpone_renewal(&self, due_at: Timestamp) {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        let postpone =
            move |tx: &mut Tx<'_>| agenda::RENEWALS.postpone(tx, workspace_id, account_id, due_at);
        self.store().write(postpone).await.expect("it is put off");
    }

    /// A fresh task on the same store, as after a restart.
    pub(crate) fn follow(&self) -> Running {
        let parts = self.parts();
        Running::start(|stopped| engine::sync::run(parts, stopped))
    }

    /// What the engine stands on, with lines of its own.
    pub(crate) fn parts(&self) -> Arc<Parts> {
        Arc::new(Parts {
            store: self.store().clone(),
            vault: Arc::clone(&self.vault),
            lines: Arc::new(Lines::new()),
            webhooks: integrations::webhooks::Webhooks::default(),
            clock: Arc::new(SystemClock),
            entropy: Arc::clone(&self.entropy) as Arc<dyn Entropy>,
            timer: Arc::new(TokioTimer),
            recorder: Arc::new(domain::metric::Unrecorded),
            node: "node".to_owned(),
            machine: "node".to_owned(),
            is_exclusive: true,
            timing: Timing::default(),
            polling: Polling::default(),
        })
    }

    /// A member writes to the seat.
    pub(crate) async fn receive(&self, from: &str, text: &str) {
        self.network.say(from, &self.own_slug, text).await;
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        closure: impl Fn(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
    ) -> T {
        self.store().read(closure).await.expect("the store answers")
    }

    pub(crate) async fn account(&self) -> Account {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        self.read(move |tx| accounts::get(tx, workspace_id, account_id))
            .await
    }

    pub(crate) async fn pending(&self) -> i64 {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        self.read(move |tx| backfill::count_pending(tx, workspace_id, account_id))
            .await
    }

    /// Waits for a state of the account.
    pub(crate) async fn until(&self, what: &str, is_reached: impl Fn(&Account) -> bool) -> Account {
        for _ in 0..1_200 {
            let account = self.account().await;
            if is_reached(&account) {
                return account;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("{what}: {:?}", self.account().await);
    }

    /// Waits until what is kept equals what the network holds; fails with the first thread that differs.
    pub(crate) async fn until_equal(&self) {
        let mut differs = String::new();
        for _ in 0..200 {
            let expected = self.expected().await;
            let kept = self.kept(expected.keys().cloned().collect()).await;
            let difference = expected
                .iter()
                .find(|(key, thread)| kept.get(*key) != Some(*thread));
            match difference {
                None => {
                    let count = self.account().await.conversation_count;
                    assert_eq!(usize::try_from(count), Ok(expected.len()));
                    return;
                }
                Some((key, thread)) => differs = difference_of(thread, kept.get(key)),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("what is kept differs: {differs}");
    }

    /// The threads of the seat by the network's own account, in the shape of [`Self::kept`].
    async fn expected(&self) -> BTreeMap<String, Value> {
        let own_key = self.account().await.member_key;
        let threads = self.network.history(SEAT).await;
        threads
            .iter()
            .map(|thread| {
                let listed = thread["messages"].as_array().expect("a list").iter();
                let shown: Vec<Value> = listed
                    .map(|message| expected_message(message, &own_key))
                    .collect();
                let value = json!({
                    "kind": thread["kind"],
                    "title": thread["title"],
                    "unread_count": thread["unread_count"],
                    "last_read_at": thread["last_read_at"],
                    "last_activity_at": thread["last_activity_at"],
                    "message_count": shown.len(),
                    "messages": shown,
                });
                (text(&thread["thread_id"]), value)
            })
            .collect()
    }

    /// The same threads as they are kept.
    async fn kept(&self, thread_keys: Vec<String>) -> BTreeMap<String, Value> {
        let (workspace_id, account_id) = (self.workspace_id, self.account_id);
        self.read(move |tx| {
            let mut kept = BTreeMap::new();
            for thread_key in &thread_keys {
                let found =
                    conversations::find_by_thread_key(tx, workspace_id, account_id, thread_key)?;
                let Some(conversation) = found else { continue };
                let thread = conversation.thread;
                let rows = messages::list_from(tx, workspace_id, thread, Timestamp::MIN, 100_000)?;
                let mut shown = Vec::new();
                for row in rows {
                    let sender = people::find(tx, workspace_id, row.sender_id)?;
                    let sender_key = sender.expect("a sender is kept").member_key;
                    shown.push(kept_message(&row, &sender_key));
                }
                let value = json!({
                    "kind": conversation.kind.word(),
                    "title": conversation.title,
                    "unread_count": conversation.unread_count,
                    "last_read_at": conversation.last_read_at.map(Timestamp::millis),
                    "last_activity_at": conversation.last_activity_at.millis(),
                    "message_count": conversation.message_count,
                    "messages": shown,
                });
                kept.insert(thread_key.clone(), value);
            }
            Ok(kept)
        })
        .await
    }
}

/// The fields and messages of a thread that are not alike.
fn difference_of(expected: &Value, kept: Option<&Value>) -> String {
    let Some(kept) = kept else {
        return format!("missing {expected}");
    };
    let mut differences = Vec::new();
    for (name, value) in expected.as_object().expect("an object") {
        if name != "messages" && kept[name] != *value {
            differences.push(format!("{name} should be {value} but is {}", kept[name]));
        }
    }
    let list = |thread: &Value| thread["messages"].as_array().expect("a list").clone();
    let (expected, kept) = (list(expected), list(kept));
    for message in expected.iter().filter(|message| !kept.contains(message)) {
        differences.push(format!("expected {message}"));
    }
    for message in kept.iter().filter(|message| !expected.contains(message)) {
        differences.push(format!("kept {message}"));
    }
    differences.join("\n")
}

/// Receipts are kept of the seat's own messages.
fn expected_message(message: &Value, own_key: &str) -> Value {
    let is_own = message["sender_key"] == own_key;
    let receipt = |name: &str| Some(&message[name]).filter(|_| is_own);
    let attachments = message["attachments"].as_array().expect("a list");
    let names: Vec<_> = attachments.iter().map(|a| a["name"].clone()).collect();
    json!({
        "message_key": message["message_id"],
        "sender_key": message["sender_key"],
        "text": message["text"],
        "subject": message["subject"],
        "sent_at": message["sent_at"],
        "attachments": names,
        "reply_to": message["reply_to"],
        "reactions": message["reactions"],
        "delivered_at": receipt("delivered_at"),
        "seen_at": receipt("seen_at"),
    })
}

fn kept_message(message: &messages::Message, sender_key: &str) -> Value {
    let list = |stored: &Option<String>| -> Vec<Value> {
        let stored = stored.as_deref().unwrap_or("[]");
        serde_json::from_str(stored).expect("a list")
    };
    let attachments = list(&message.attachments);
    let names: Vec<_> = attachments.iter().map(|a| a["name"].clone()).collect();
    json!({
        "message_key": message.message_key,
        "sender_key": sender_key,
        "text": message.text,
        "subject": message.subject,
        "sent_at": message.sent_at.millis(),
        "attachments": names,
        "reply_to": message.reply_to,
        "reactions": list(&message.reactions),
        "delivered_at": message.delivered_at.map(Timestamp::millis),
        "seen_at": message.seen_at.map(Timestamp::millis),
    })
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
