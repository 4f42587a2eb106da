//! Workspaces, keys and accounts, on both engines.

use std::time::Duration;

use domain::entropy::SeededEntropy;
use domain::ids::{AccountId, ApiKeyId, WorkspaceId};
use domain::network::{CapabilityClass, Member, Plan};
use domain::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use store::accounts::{
    self, Account, AccountStatus, BackfillState, CountChanges, Link, NewAccount,
};
use store::api_keys::{self, ApiKeyRow};
use store::vault::Vault;
use store::workspaces::{self, Workspace};
use store::{Store, StoreError, StoreResult};

const START: Timestamp = Timestamp::from_millis(1_763_378_062_881);

fn later(seconds: u64) -> Timestamp {
    START.plus(Duration::from_secs(seconds))
}

fn workspace(number: u8) -> Workspace {
    Workspace {
        workspace_id: WorkspaceId::from_bytes([number; 16]),
        name: format!("Workspace {number}"),
        seed: -1,
        key_check: Some(vec![1, 2]),
        created_at: later(number.into()),
    }
}

async fn two_workspaces(store: &Store) -> (WorkspaceId, WorkspaceId) {
    store
        .write(|tx| {
            workspaces::insert(tx, &workspace(2))?;
            workspaces::insert(tx, &workspace(1))
        })
        .await
        .unwrap();
    (workspace(1).workspace_id, workspace(2).workspace_id)
}

pub(crate) fn key(workspace_id: WorkspaceId, number: u8) -> ApiKeyRow {
    ApiKeyRow {
        workspace_id,
        api_key_id: ApiKeyId::from_bytes([number; 16]),
        name: "crm".into(),
        secret_hash: vec![number; 32],
        scopes: "read write".into(),
        limits: domain::access::KeyLimits::default(),
        user_id: None,
        role: None,
        created_at: later(number.into()),
        expires_at: None,
        revoked_at: None,
        replaced_by: None,
        last_used_at: None,
        last_account_id: None,
    }
}

fn link(member_key: &str, credentials: Option<Vec<u8>>) -> Link {
    Link {
        address: "http://127.0.0.1:1".into(),
        member: Member {
            member_key: member_key.into(),
            member_number: Some(7),
            slug: Some("ana".into()),
            first_name: "Ana".into(),
            last_name: "Silva".into(),
            headline: "Founder".into(),
            picture: None,
            badge: None,
            degree: None,
        },
        status: AccountStatus::Available,
        is_premium: true,
        plan: Some("PREMIUM_BUSINESS".into()),
        credentials,
        capability_class: CapabilityClass::B,
    }
}

fn account(workspace_id: WorkspaceId, number: u8, member_key: &str) -> NewAccount {
    NewAccount {
        workspace_id,
        account_id: AccountId::from_bytes([number; 16]),
        network: "sandbox".into(),
        is_read_only: false,
        link: link(member_key, None),
        policy: serde_json::to_string(&domain::policy::Policy::guide()).unwrap(),
        backfill_state: BackfillState::Pending,
        linked_at: later(number.into()),
    }
}

async fn add(store: &Store, account: NewAccount) -> Account {
    store
        .write(move |tx| accounts::insert(tx, &account))
        .await
        .unwrap()
}

testkit::on_both_engines! {
    async fn workspaces_are_found_and_listed_in_the_order_of_their_making(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        let (found, all, bounded) = store
            .read(move |tx| {
                Ok((workspaces::find(tx, one)?, workspaces::list(tx, 10)?, workspaces::list(tx, 1)?))
            })
            .await
            .unwrap();
        assert_eq!(found, Some(workspace(1)));
        assert_eq!(all, [workspace(1), workspace(2)]);
        assert_eq!(bounded, [workspace(1)]);
    }

    async fn keys_stay_in_their_workspace(store: Store) {
        let (one, two) = two_workspaces(&store).await;
        store
            .write(move |tx| {
                api_keys::insert(tx, &key(one, 2))?;
                api_keys::insert(tx, &key(one, 1))
            })
            .await
            .unwrap();
        let id = key(one, 1).api_key_id;
        let (found, foreign, all) = store
            .read(move |tx| {
                Ok((api_keys::find(tx, one, id)?, api_keys::find(tx, two, id)?, api_keys::list(tx, one, 10)?))
            })
            .await
            .unwrap();
        assert_eq!(found, Some(key(one, 1)));
        assert_eq!(foreign, None);
        assert_eq!(all, [key(one, 1), key(one, 2)]);
    }

    async fn a_key_is_revoked_once_and_replaced_at_the_earlier_end(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        let expiring = ApiKeyRow { expires_at: Some(later(50)), ..key(one, 2) };
        let (first, second) = (key(one, 1).api_key_id, expiring.api_key_id);
        let (is_first, is_again, rows) = store
            .write(move |tx| {
                api_keys::insert(tx, &key(one, 1))?;
                api_keys::insert(tx, &expiring)?;
                api_keys::update_replaced(tx, one, first, second, later(100))?;
                api_keys::update_replaced(tx, one, second, first, later(100))?;
                let is_first = api_keys::update_revoked(tx, one, first, later(60))?;
                let is_again = api_keys::update_revoked(tx, one, first, later(70))?;
                Ok((is_first, is_again, api_keys::list(tx, one, 10)?))
            })
            .await
            .unwrap();
        assert!(is_first && !is_again);
        assert_eq!(rows[0].revoked_at, Some(later(60)));
        assert_eq!((rows[0].expires_at, rows[0].replaced_by), (Some(later(100)), Some(second)));
        assert_eq!(rows[1].expires_at, Some(later(50)));
        assert!(!rows[0].is_valid(later(61)));
        assert!(rows[1].is_valid(later(49)) && !rows[1].is_valid(later(50)));
    }

    async fn uses_of_a_key_never_move_back(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        let id = key(one, 1).api_key_id;
        let account_id = AccountId::from_bytes([9; 16]);
        let row = store
            .write(move |tx| {
                api_keys::insert(tx, &key(one, 1))?;
                api_keys::update_last_used(tx, one, id, later(10))?;
                api_keys::update_last_used(tx, one, id, later(5))?;
                api_keys::update_last_account(tx, one, id, account_id)?;
                api_keys::find(tx, one, id)
            })
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.last_used_at, Some(later(10)));
        assert_eq!(row.last_account_id, Some(account_id));
    }

    async fn accounts_get_small_numbers_of_their_own(store: Store) {
        let (one, two) = two_workspaces(&store).await;
        let first = add(&store, account(one, 1, "ACoAA1")).await;
        let second = add(&store, account(one, 2, "ACoAA2")).await;
        let other = add(&store, account(two, 3, "ACoAA1")).await;
        assert_eq!((first.number, second.number), (1, 2));
        // In one file of the embedded database no two accounts share a number, whatever their workspace.
        let is_apart = store.engine() == store::Engine::Postgres || other.number == 3;
        assert!(is_apart, "{}", other.number);
        assert_eq!((first.status, first.has_credentials), (AccountStatus::Available, false));
        assert_eq!((first.name(), first.member_number), ("Ana Silva".into(), Some(7)));
    }

    async fn the_same_seat_is_linked_once_at_a_time(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        add(&store, account(one, 1, "ACoAA1")).await;
        let again = account(one, 2, "ACoAA1");
        let refused = store.write(move |tx| accounts::insert(tx, &again)).await;
        assert!(matches!(refused, Err(StoreError::Constraint(_))), "{refused:?}");
    }

    async fn accounts_are_found_by_id_and_by_owner(store: Store) {
        let (one, two) = two_workspaces(&store).await;
        let imported = NewAccount { is_read_only: true, network: "linkedin".into(), ..account(one, 1, "ACoAA1") };
        let imported = add(&store, imported).await;
        let live = add(&store, account(one, 2, "ACoAA1")).await;
        let id = live.account_id;
        let found = store
            .read(move |tx| {
                Ok([
                    accounts::find(tx, one, id)?,
                    accounts::find(tx, two, id)?,
                    accounts::find_by_member(tx, one, None, "ACoAA1")?,
                    accounts::find_by_member(tx, one, Some("linkedin"), "ACoAA1")?,
                    accounts::find_by_member(tx, one, Some("matrix"), "ACoAA1")?,
                    accounts::find_by_member(tx, two, None, "ACoAA1")?,
                    accounts::find_first_live(tx, one)?,
                    accounts::find_first_live(tx, two)?,
                ])
            })
            .await
            .unwrap();
        let found = found.map(|account| account.map(|account| account.account_id));
        let (live, imported) = (Some(live.account_id), Some(imported.account_id));
        assert_eq!(found, [live, None, live, imported, None, None, live, None]);
    }

    async fn an_unlinked_account_is_absent_until_it_is_linked_again(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        let id = add(&store, account(one, 1, "ACoAA1")).await.account_id;
        store
            .write(move |tx| {
                accounts::update_sync_cursor(tx, one, id, None, "u1")?;
                accounts::update_counts(tx, one, id, CountChanges { messages: 5, ..CountChanges::default() })?;
                accounts::update_unlinked(tx, one, id, later(9))
            })
            .await
            .unwrap();
        let (found, listed, any) = store
            .read(move |tx| {
                Ok((
                    accounts::find(tx, one, id)?,
                    accounts::list(tx, one, 10)?,
                    accounts::find_any_by_member(tx, one, "sandbox", "ACoAA1")?,
                ))
            })
            .await
            .unwrap();
        assert_eq!((found, listed.len()), (None, 0));
        assert_eq!(any.unwrap().unlinked_at, Some(later(9)));
        let account = store
            .write(move |tx| {
                accounts::update_linked(tx, one, id, &link("ACoAA1", Some(vec![1])))?;
                accounts::get(tx, one, id)
            })
            .await
            .unwrap();
        assert_eq!((account.message_count, account.sync_cursor), (5, None));
        assert!(account.has_credentials);
    }

    async fn linking_a_linked_account_keeps_its_place_in_the_stream(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        let id = add(&store, account(one, 1, "ACoAA1")).await.account_id;
        let account = store
            .write(move |tx| {
                accounts::update_sync_cursor(tx, one, id, None, "u1")?;
                accounts::update_backfill(tx, one, id, BackfillState::Running, Some("c"), Some(60))?;
                accounts::update_hold(tx, one, id, AccountStatus::Error, Some("session_expired"), None)?;
                accounts::update_linked(tx, one, id, &link("ACoAA1", None))?;
                accounts::get(tx, one, id)
            })
            .await
            .unwrap();
        assert_eq!(account.sync_cursor.as_deref(), Some("u1"));
        assert_eq!(account.backfill_state, BackfillState::Running);
        assert_eq!((account.status, account.hold_rule), (AccountStatus::Available, None));
    }

    async fn the_stream_cursor_moves_only_from_where_it_stands(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        let id = add(&store, account(one, 1, "ACoAA1")).await.account_id;
        let moved = store
            .write(move |tx| {
                let mut moved = Vec::new();
                for (old, new) in [(Some("u0"), "u1"), (None, "u1"), (None, "u2"), (Some("u1"), "u2")] {
                    moved.push(accounts::update_sync_cursor(tx, one, id, old, new)?);
                }
                Ok(moved)
            })
            .await
            .unwrap();
        assert_eq!(moved, [false, true, false, true]);
    }

    async fn health_and_plan_are_kept(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        let id = add(&store, account(one, 1, "ACoAA1")).await.account_id;
        let plan = Plan { is_premium: false, premium_type: None, inmail_credits_total: 0, inmail_credits_used: 0 };
        let (failed, well) = store
            .write(move |tx| {
                accounts::update_plan(tx, one, id, &plan)?;
                accounts::update_last_sent(tx, one, id, later(5))?;
                accounts::update_last_sent(tx, one, id, later(4))?;
                accounts::update_last_used(tx, one, id, later(6))?;
                accounts::update_error(tx, one, id, "unreachable", later(7))?;
                let failed = accounts::get(tx, one, id)?;
                accounts::update_received(tx, one, id, later(8))?;
                Ok((failed, accounts::get(tx, one, id)?))
            })
            .await
            .unwrap();
        assert_eq!((failed.is_premium, failed.plan), (false, None));
        assert_eq!((failed.last_error.as_deref(), failed.last_error_at), (Some("unreachable"), Some(later(7))));
        assert_eq!((failed.last_sent_at, failed.last_used_at), (Some(later(5)), Some(later(6))));
        assert_eq!((well.last_error, well.last_received_at), (None, Some(later(8))));
    }

    async fn conversation_numbers_are_taken_for_good(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        let id = add(&store, account(one, 1, "ACoAA1")).await.account_id;
        let number = move |store: Store| async move {
            store.write(move |tx| accounts::claim_conversation_number(tx, one, id)).await.unwrap()
        };
        let numbers = [number(store.clone()).await, number(store.clone()).await];
        assert_eq!(numbers, [1, 2]);
        let changes = CountChanges { conversations: 2, unread_conversations: 1, messages: 9 };
        let account = store
            .write(move |tx| {
                accounts::update_counts(tx, one, id, changes)?;
                accounts::update_counts(tx, one, id, CountChanges { unread_conversations: -1, ..CountChanges::default() })?;
                accounts::get(tx, one, id)
            })
            .await
            .unwrap();
        assert_eq!((account.conversation_count, account.unread_conversation_count), (2, 0));
        assert_eq!((account.message_count, account.inbox_revision), (9, 2));
    }

    async fn credentials_open_with_the_right_master_key_only(store: Store) {
        let (one, _) = two_workspaces(&store).await;
        let id = AccountId::from_bytes([1; 16]);
        let sealed = Vault::new(&[7; 32]).seal_text(
            &accounts::credentials_place(&one, &id),
            &SecretString::from("token"),
            &SeededEntropy::new(1),
        );
        add(&store, NewAccount { link: link("ACoAA1", Some(sealed)), ..account(one, 1, "ACoAA1") }).await;
        let open = |key: u8| {
            let store = store.clone();
            async move {
                let vault = Vault::new(&[key; 32]);
                let opened: StoreResult<SecretString> =
                    store.read(move |tx| accounts::credentials(tx, &vault, one, id)).await;
                opened
            }
        };
        assert_eq!(open(7).await.unwrap().expose_secret(), "token");
        assert!(matches!(open(8).await, Err(StoreError::Inconsistent { .. })));
        store.write(move |tx| accounts::update_unlinked(tx, one, id, later(1))).await.unwrap();
        assert!(matches!(open(7).await, Err(StoreError::NotFound)));
    }
}
