//! One account in one workspace, and what its network shows.

use domain::ids::{AccountId, WorkspaceId};
use domain::network::{CapabilityClass, Member, NetworkMessage, Thread, ThreadKind};
use domain::time::Timestamp;
use store::accounts::{self, Account, AccountStatus, BackfillState, Link, NewAccount};
use store::ingest::{self, Observed};
use store::workspaces::{self, Workspace};
use store::{Store, StoreResult, Tx, conversations, params, people};

pub(crate) const OWNER: &str = "ACoAAowner";
pub(crate) const JOHN: &str = "ACoAAjohn";
pub(crate) const MARIA: &str = "ACoAAmaria";
pub(crate) const START: Timestamp = Timestamp::from_millis(1_763_378_062_000);

/// `second` seconds into the test.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(START.millis() + second * 1_000)
}

pub(crate) fn member(key: &str) -> Member {
    let (first_name, last_name, slug) = match key {
        JOHN => ("John", "Doe", "john-doe"),
        MARIA => ("Maria", "Silva", "maria-silva"),
        OWNER => ("Ana", "Owner", "ana-owner"),
        other => (other, "Person", other),
    };
    Member {
        member_key: key.into(),
        member_number: None,
        slug: Some(slug.into()),
        first_name: first_name.into(),
        last_name: last_name.into(),
        headline: "Engineer".into(),
        picture: None,
        badge: None,
        degree: Some(1),
    }
}

/// A thread with these people, active at a second, with so many unread messages.
pub(crate) fn thread(key: &str, people: &[&str], second: i64, unread_count: i64) -> Thread {
    Thread {
        thread_key: key.into(),
        kind: ThreadKind::Direct,
        title: None,
        participants: people.iter().map(|key| member(key)).collect(),
        created_at: START,
        last_activity_at: at(second),
        last_read_at: None,
        unread_count,
        mailbox: None,
    }
}

pub(crate) fn message(sender: &str, thread: &str, second: i64, text: &str) -> NetworkMessage {
    NetworkMessage {
        message_key: format!("{thread}-{second}"),
        thread_key: thread.into(),
        sender_key: sender.into(),
        sent_at: at(second),
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

pub(crate) fn outgoing(thread: &str, second: i64, text: &str) -> NetworkMessage {
    message(OWNER, thread, second, text)
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) account: Account,
}

impl World {
    pub(crate) async fn new(store: Store) -> Self {
        let workspace_id = WorkspaceId::from_bytes([1; 16]);
        let account = store
            .write(move |tx| {
                let workspace = Workspace {
                    workspace_id,
                    name: "Test".into(),
                    seed: 1,
                    key_check: None,
                    created_at: START,
                };
                workspaces::insert(tx, &workspace)?;
                accounts::insert(tx, &account(workspace_id, 1, OWNER))
            })
            .await
            .unwrap();
        Self { store, account }
    }

    /// A second account of the same workspace.
    pub(crate) async fn second(&self) -> Self {
        let workspace_id = self.account.workspace_id;
        let account = self
            .store
            .write(move |tx| accounts::insert(tx, &account(workspace_id, 2, "ACoAAsecond")))
            .await
            .unwrap();
        Self {
            store: self.store.clone(),
            account,
        }
    }

    /// An imported account, which can only be read.
    pub(crate) async fn imported(store: Store) -> Self {
        let world = Self::new(store).await;
        let imported = NewAccount {
            is_read_only: true,
            ..account(world.account.workspace_id, 3, "robin-sample")
        };
        let account = world.store.write(move |tx| accounts::insert(tx, &imported));
        let account = account.await.unwrap();
        Self { account, ..world }
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Tx<'_>, &Account, Timestamp) -> StoreResult<T> + Send + 'static,
    ) -> T {
        let account = self.account.clone();
        self.store
            .write(move |tx| act(tx, &account, at(1_000)))
            .await
            .unwrap()
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        look: impl Fn(&mut Tx<'_>, &Account) -> StoreResult<T> + Send + 'static,
    ) -> T {
        let account = self.account.clone();
        self.store.read(move |tx| look(tx, &account)).await.unwrap()
    }

    pub(crate) async fn observe(&self, thread: &Thread, page: &[NetworkMessage]) -> Observed {
        let (thread, page) = (thread.clone(), page.to_vec());
        self.write(move |tx, account, now| ingest::observe(tx, account, &thread, &page, now))
            .await
    }

    /// The account's row as it now stands.
    pub(crate) async fn account(&self) -> Account {
        self.read(|tx, account| accounts::get(tx, account.workspace_id, account.account_id))
            .await
    }

    /// Kinds and bodies of all events.
    pub(crate) async fn events(&self) -> Vec<(String, String)> {
        self.read(|tx, account| {
            tx.query(
                "SELECT kind, body FROM event WHERE workspace_id = ?1 ORDER BY number",
                params![account.workspace_id],
                |row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())),
            )
        })
        .await
    }

    /// The key of the one-to-one thread with a person.
    pub(crate) async fn direct_with(&self, member_key: &'static str) -> Option<String> {
        self.read(move |tx, account| {
            let workspace_id = account.workspace_id;
            let person =
                people::find_by_member_key(tx, workspace_id, "sandbox", member_key)?.unwrap();
            let found = conversations::find_direct_with(
                tx,
                workspace_id,
                account.account_id,
                person.person_id,
            )?;
            Ok(found.map(|conversation| conversation.thread_key))
        })
        .await
    }
}

fn account(workspace_id: WorkspaceId, number: u8, owner: &str) -> NewAccount {
    NewAccount {
        workspace_id,
        account_id: AccountId::from_bytes([number; 16]),
        network: "sandbox".into(),
        is_read_only: false,
        link: Link {
            address: "http://127.0.0.1:1".into(),
            member: member(owner),
            status: AccountStatus::Available,
            is_premium: false,
            plan: None,
            credentials: None,
            capability_class: CapabilityClass::B,
        },
        policy: serde_json::to_string(&domain::policy::Policy::guide()).unwrap(),
        backfill_state: BackfillState::Pending,
        linked_at: START,
    }
}
