//! An application over a real store, with one account whose network shows what a test says.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::{App, AppError, Caller, Parts, Refusal, Scope, Settings};
use domain::entropy::SeededEntropy;
use domain::ids::{AccountId, ApiKeyId, WorkspaceId};
use domain::network::{CapabilityClass, Member, NetworkMessage, Thread, ThreadKind};
use domain::time::{Clock, Timestamp};
use integrations::networks::Lines;
use store::accounts::{self, Account, AccountStatus, BackfillState, Link, NewAccount};
use store::ingest;
use store::vault::Vault;
use store::workspaces::{self, Workspace};
use store::{Store, StoreResult, Tx};

pub(crate) const OWNER: &str = "ACoAAowner";
pub(crate) const JOHN: &str = "ACoAAjohn";
pub(crate) const START: Timestamp = Timestamp::from_millis(1_763_378_062_000);

/// `second` seconds into the test.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(START.millis() + second * 1_000)
}

/// A clock that stands where a test puts it.
#[derive(Default)]
pub(crate) struct StandingClock(AtomicI64);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

impl StandingClock {
    pub(crate) fn set(&self, now: Timestamp) {
        self.0.store(now.micros(), Ordering::SeqCst);
    }
}

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) store: Store,
    pub(crate) clock: Arc<StandingClock>,
    pub(crate) caller: Caller,
    pub(crate) account: Account,
}

impl World {
    pub(crate) async fn new(store: Store) -> Self {
        Self::with(store, Settings::default()).await
    }

    pub(crate) async fn with(store: Store, settings: Settings) -> Self {
        let clock = Arc::new(StandingClock::default());
        clock.set(at(100_000));
        let app = App::new(Parts {
            store: store.clone(),
            vault: Arc::new(Vault::new(&[7; 32])),
            lines: Arc::new(Lines::new()),
            webhooks: integrations::webhooks::Webhooks::default(),
            clock: clock.clone(),
            entropy: Arc::new(SeededEntropy::new(1)),
            timer: Arc::new(testkit::machine::TokioTimer),
            recorder: Arc::new(domain::metric::Unrecorded),
            settings,
        });
        let caller = caller(1);
        let account = add_workspace(&store, &caller).await;
        Self {
            app,
            store,
            clock,
            caller,
            account,
        }
    }

    /// The holder of a key of another workspace, which has an account too.
    pub(crate) async fn stranger(&self) -> (Caller, Account) {
        let caller = caller(9);
        let account = add_workspace(&self.store, &caller).await;
        (caller, account)
    }

    /// A second account of the same workspace.
    pub(crate) async fn second_account(&self) -> Account {
        let account = new_account(self.caller.workspace_id, 5, "ACoAAsecond");
        self.store
            .write(move |tx| accounts::insert(tx, &account))
            .await
            .unwrap()
    }

    /// Gives the account credentials, without which nothing can be asked of its network, which is down.
    pub(crate) async fn sign_in(&self) {
        let vault = Vault::new(&[7; 32]);
        let account = &self.account;
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let place = accounts::credentials_place(&workspace_id, &account_id);
        let mut link = new_account(workspace_id, 1, OWNER).link;
        link.credentials = Some(vault.seal_text(&place, &"token".into(), &SeededEntropy::new(3)));
        self.write(move |tx, _| accounts::update_linked(tx, workspace_id, account_id, &link))
            .await;
    }

    /// An account of this member that was imported, the first of the workspace.
    pub(crate) async fn imported(&self, member_key: &str) -> Account {
        let like = new_account(self.caller.workspace_id, 77, member_key);
        let account = NewAccount {
            network: "linkedin".into(),
            is_read_only: true,
            link: Link {
                address: String::new(),
                status: AccountStatus::Unknown,
                capability_class: CapabilityClass::D,
                ..like.link
            },
            linked_at: at(-10),
            ..like
        };
        self.store
            .write(move |tx| accounts::insert(tx, &account))
            .await
            .unwrap()
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Tx<'_>, &Account) -> StoreResult<T> + Send + 'static,
    ) -> T {
        let account = self.account.clone();
        self.store.write(move |tx| act(tx, &account)).await.unwrap()
    }

    pub(crate) async fn observe(&self, thread: Thread, page: Vec<NetworkMessage>) {
        self.write(move |tx, account| {
            ingest::observe(tx, account, &thread, &page, at(0)).map(|_| ())
        })
        .await;
    }
}

fn caller(number: u8) -> Caller {
    Caller::new(
        WorkspaceId::from_bytes([number; 16]),
        ApiKeyId::from_bytes([number; 16]),
        &[Scope::Read],
    )
}

async fn add_workspace(store: &Store, caller: &Caller) -> Account {
    let workspace = Workspace {
        workspace_id: caller.workspace_id,
        name: "Test".into(),
        seed: 1,
        key_check: None,
        created_at: START,
    };
    let number = caller.workspace_id.as_bytes()[0];
    let account = new_account(caller.workspace_id, number, OWNER);
    store
        .write(move |tx| {
            workspaces::insert(tx, &workspace)?;
            accounts::insert(tx, &account)
        })
        .await
        .unwrap()
}

fn new_account(workspace_id: WorkspaceId, number: u8, owner: &str) -> NewAccount {
    NewAccount {
        workspace_id,
        account_id: AccountId::from_bytes([number; 16]),
        network: "sandbox".into(),
        is_read_only: false,
        link: Link {
            address: "http://127.0.0.1:1".into(),
            member: member(owner, "Ana Owner"),
            status: AccountStatus::Available,
            is_premium: false,
            plan: None,
            credentials: None,
            capability_class: CapabilityClass::B,
        },
        policy: serde_json::to_string(&domain::policy::Policy::guide()).unwrap(),
        backfill_state: BackfillState::Done,
        linked_at: at(i64::from(number)),
    }
}

pub(crate) fn member(key: &str, name: &str) -> Member {
    let (first_name, last_name) = name.split_once(' ').unwrap_or((name, ""));
    Member {
        member_key: key.into(),
        member_number: None,
        slug: Some(name.to_lowercase().replace(' ', "-")),
        first_name: first_name.into(),
        last_name: last_name.into(),
        headline: "Engineer".into(),
        picture: None,
        badge: None,
        degree: Some(1),
    }
}

/// A thread with John, active at a second.
pub(crate) fn thread(key: &str, second: i64, unread_count: i64) -> Thread {
    Thread {
        thread_key: key.into(),
        kind: ThreadKind::Direct,
        title: None,
        participants: vec![member(JOHN, "John Doe")],
        created_at: START,
        last_activity_at: at(second),
        last_read_at: None,
        unread_count,
        mailbox: None,
    }
}

pub(crate) fn message(thread: &str, number: i64, sent_at: Timestamp, text: &str) -> NetworkMessage {
    NetworkMessage {
        message_key: format!("{thread}-m{number}"),
        thread_key: thread.into(),
        sender_key: if number % 3 == 0 { OWNER } else { JOHN }.into(),
        sent_at,
        text: text.into(),
        subject: None,
        token: None,
        reply_to: None,
        attachments: Vec::new(),
        reactions: Vec::new(),
        delivered_at: None,
        seen_at: None,
        edited_at: None,
    }
}

/// Why a use case was refused.
pub(crate) fn refusal<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer {
        Err(AppError::Refused(refusal)) => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}
