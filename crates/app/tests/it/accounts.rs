//! Which account a call is about, and linking seats of a real (simulated) network.

use app::accounts::LinkAccount;
use app::{AppError, Caller, Refusal};
use domain::error_code::ErrorCode;
use domain::ids::AccountId;
use domain::urn::MemberKey;
use integrations::networks::network::NetworkError;
use secrecy::SecretString;
use store::accounts;
use testkit::simulated::SimulatedNetwork;

use crate::world::{OWNER, World, at, refusal};

async fn choose(
    world: &World,
    caller: &Caller,
    requested: Option<String>,
    owner: Option<&str>,
) -> Result<AccountId, ErrorCode> {
    let caller = caller.clone();
    let owner = owner.map(|owner| MemberKey::new(owner).unwrap());
    let chosen = world
        .store
        .read(move |tx| app::accounts::choose(tx, &caller, requested.as_deref(), owner.as_ref()))
        .await
        .unwrap();
    chosen
        .map(|account| account.account_id)
        .map_err(|refusal: Refusal| refusal.code)
}

/// The application on the same store, begun with another master key.
fn with_master_key(world: &World, store: store::Store, master: [u8; 32]) -> app::App {
    app::App::new(app::Parts {
        store,
        vault: std::sync::Arc::new(store::vault::Vault::new(&master)),
        lines: std::sync::Arc::new(integrations::networks::Lines::new()),
        webhooks: integrations::webhooks::Webhooks::default(),
        clock: world.clock.clone(),
        entropy: std::sync::Arc::new(domain::entropy::SeededEntropy::new(2)),
        timer: std::sync::Arc::new(testkit::machine::TokioTimer),
        recorder: std::sync::Arc::new(domain::metric::Unrecorded),
        settings: app::Settings::default(),
    })
}

/// The holder of a key that the store knows, and the header that proves it.
async fn caller_with_key(world: &World) -> (Caller, String) {
    let command = app::keys::CreateKey {
        name: "crm".into(),
        scopes: vec![app::Scope::Write],
        expires_at: None,
    };
    let workspace_id = world.caller.workspace_id;
    let made = world.app.create_key(workspace_id, command).await.unwrap();
    let caller = Caller {
        api_key_id: made.view.api_key_id,
        ..world.caller.clone()
    };
    (caller, format!("Bearer {}", made.key.reveal()))
}

testkit::on_both_engines! {
    async fn the_first_linked_account_is_the_default_but_never_an_imported_one(store: Store) {
        let world = World::new(store).await;
        let imported = world.imported("imported-1").await.account_id;
        let second = world.second_account().await.account_id;
        let first = world.account.account_id;
        let caller = &world.caller;
        assert_eq!(choose(&world, caller, None, None).await, Ok(first));
        assert_eq!(choose(&world, caller, Some("  ".into()), None).await, Ok(first));
        assert_eq!(choose(&world, caller, Some(second.to_string()), None).await, Ok(second));
        assert_eq!(choose(&world, caller, Some(imported.to_string()), None).await, Ok(imported));
        assert_eq!(choose(&world, caller, None, Some("imported-1")).await, Ok(imported));
    }

    async fn the_owner_in_a_urn_names_the_account(store: Store) {
        let world = World::new(store).await;
        let second = world.second_account().await;
        let first = world.account.account_id;
        let caller = &world.caller;
        let owner = Some(second.member_key.as_str());
        assert_eq!(choose(&world, caller, None, owner).await, Ok(second.account_id));
        assert_eq!(choose(&world, caller, Some(second.account_id.to_string()), owner).await, Ok(second.account_id));
        let mismatch = choose(&world, caller, Some(first.to_string()), owner).await;
        assert_eq!(mismatch, Err(ErrorCode::AccountOwnerMismatch));
        assert_eq!(choose(&world, caller, None, Some("ACoAAnobody")).await, Err(ErrorCode::AccountNotFound));
    }

    async fn a_foreign_account_is_as_absent_as_none(store: Store) {
        let world = World::new(store).await;
        let (stranger, theirs) = world.stranger().await;
        let absent = Err(ErrorCode::AccountNotFound);
        for requested in [theirs.account_id.to_string(), "acc_nonsense".into(), AccountId::from_bytes([3; 16]).to_string()] {
            assert_eq!(choose(&world, &world.caller, Some(requested.clone()), None).await, absent, "{requested}");
        }
        // The same member owns an account in each workspace; each finds its own.
        assert_eq!(choose(&world, &stranger, None, Some(OWNER)).await, Ok(theirs.account_id));
        assert_eq!(choose(&world, &world.caller, None, Some(OWNER)).await, Ok(world.account.account_id));
    }

    async fn the_account_of_the_last_live_call_is_the_default_of_its_key(store: Store) {
        let world = World::new(store).await;
        let second = world.second_account().await.account_id;
        let (caller, _) = caller_with_key(&world).await;
        assert_eq!(choose(&world, &caller, None, None).await, Ok(world.account.account_id));
        world.app.remember_live_use(&caller, second).await.unwrap();
        assert_eq!(choose(&world, &caller, None, None).await, Ok(second));
        assert_eq!(choose(&world, &world.caller, None, None).await, Ok(world.account.account_id));
        let status = world.app.account_status(&caller, None).await.unwrap();
        assert_eq!(status.last_used_at, Some(world.app.now()));
        world.app.unlink_account(caller.workspace_id, second).await.unwrap();
        assert_eq!(choose(&world, &caller, None, None).await, Ok(world.account.account_id));
    }

    async fn a_live_call_is_remembered_whenever_it_is_made(store: Store) {
        let world = World::new(store).await;
        let caller = caller_with_key(&world).await;
        let account_id = world.account.account_id;
        for second in [0, 86_400] {
            world.clock.set(at(100_000 + second));
            // The key is read anew with every request, as its proof is kept for a second.
            world.app.authenticate(Some(&caller.1)).await.unwrap();
            world.app.remember_live_use(&caller.0, account_id).await.unwrap();
            let status = world.app.account_status(&caller.0, None).await.unwrap();
            assert_eq!(status.last_used_at, Some(at(100_000 + second)));
        }
    }

    async fn a_held_account_is_held_on_every_page_and_only_as_long(store: Store) {
        let world = World::new(store).await;
        world
            .write(|tx, account| {
                let status = accounts::AccountStatus::Error;
                let until = Some(at(100_060));
                accounts::update_hold(tx, account.workspace_id, account.account_id, status, Some("network"), until)
            })
            .await;
        let listed = world.app.list_accounts(&world.caller, None).await.unwrap();
        let status = world.app.account_status(&world.caller, None).await.unwrap();
        assert_eq!(listed[0], status.summary);
        assert!(listed[0].is_held(at(100_059)) && !listed[0].is_held(at(100_060)));
    }

    async fn accounts_are_searched_by_name_slug_key_and_address(store: Store) {
        let world = World::new(store).await;
        world.second_account().await;
        let id = world.account.account_id.to_string();
        for (query, expected) in [
            (None, 2),
            (Some(""), 2),
            (Some("ana o"), 2),
            (Some("https://www.linkedin.com/in/ana-owner/"), 2),
            (Some(OWNER), 1),
            (Some(id.as_str()), 1),
            (Some("somebody else"), 0),
        ] {
            let found = world.app.list_accounts(&world.caller, query).await.unwrap();
            assert_eq!(found.len(), expected, "{query:?}");
        }
    }

    async fn quotas_follow_the_policy(store: Store) {
        let world = World::new(store).await;
        let answer = world.app.account_quota(&world.caller, None).await.unwrap();
        let limits: Vec<_> = answer.quotas.iter().map(|(window, quota)| (window.action.as_str(), quota.limit, quota.used)).collect();
        assert_eq!(limits, [("message", 150, 0), ("invitation", 90, 0)]);
        let absent = world.app.account_quota(&world.caller, Some("acc_x")).await;
        assert_eq!(refusal(absent).code, ErrorCode::AccountNotFound);
    }

    async fn what_waits_to_leave_counts_as_used(store: Store) {
        let world = World::new(store).await;
        world.observe(crate::world::thread("2-john", 1, 0), Vec::new()).await;
        let mut reported = None;
        for number in 0..3 {
            let send = crate::sends::message(&format!("message {number}"));
            reported = world.app.send_message(&world.caller, send).await.unwrap().quota;
        }
        let answer = world.app.account_quota(&world.caller, None).await.unwrap();
        let (_, messages) = answer.quotas[0];
        assert_eq!((messages.used, messages.remaining), (3, 147));
        assert_eq!(reported.map(|(_, quota)| quota), Some(messages));
        assert_eq!(answer.quotas[1].1.used, 0);
    }

    async fn a_seat_is_linked_with_what_its_network_says(store: Store) {
        let network = SimulatedNetwork::start().await;
        let world = World::new(store).await;
        let link = |credentials: SecretString| LinkAccount {
            network: "sandbox".into(),
            address: network.address(),
            credentials,
        };
        let workspace_id = world.caller.workspace_id;
        let token = network.token("premium").await;
        let linked = world.app.link_account(workspace_id, link(token.clone())).await.unwrap();
        let seat = network.seat("premium").await;
        assert_eq!(linked.account.member_key, seat["member_key"]);
        assert!(!linked.was_known);
        let id = linked.account.account_id;
        let status = world.app.account_status(&world.caller, Some(&id.to_string())).await.unwrap();
        assert!(status.is_premium && status.has_credentials);
        assert_eq!((status.capability_class, status.sync.state), ("B", "pending"));

        let again = world.app.link_account(workspace_id, link(token.clone())).await.unwrap();
        assert_eq!((again.account.account_id, again.was_known), (id, true));
        world.app.unlink_account(workspace_id, id).await.unwrap();
        let after = world.app.account_status(&world.caller, Some(&id.to_string())).await;
        assert_eq!(refusal(after).code, ErrorCode::AccountNotFound);
        let relinked = world.app.link_account(workspace_id, link(token)).await.unwrap();
        assert_eq!((relinked.account.account_id, relinked.was_known), (id, true));

        let wrong = world.app.link_account(workspace_id, link(SecretString::from("nonsense"))).await;
        assert!(matches!(wrong, Err(AppError::Network(NetworkError::SessionExpired))), "{wrong:?}");
        let unknown = LinkAccount { network: "other".into(), ..link(SecretString::from("x")) };
        let unknown = world.app.link_account(workspace_id, unknown).await;
        assert!(matches!(unknown, Err(AppError::Network(NetworkError::Unsupported { .. }))), "{unknown:?}");
        assert_eq!(world.app.list_accounts(&world.caller, None).await.unwrap().len(), 2);
    }

    async fn another_master_key_is_noticed(store: Store) {
        let world = World::new(store.clone()).await;
        world.app.create_workspace("Sales").await.unwrap();
        assert!(world.app.is_master_key_right().await.unwrap());
        let other = with_master_key(&world, store, [8; 32]);
        assert!(!other.is_master_key_right().await.unwrap());
    }

    async fn a_new_master_key_ends_keys_and_links_and_keeps_the_history(store: Store) {
        let network = SimulatedNetwork::start().await;
        let world = World::new(store.clone()).await;
        let workspace_id = world.app.create_workspace("Sales").await.unwrap().workspace_id;
        let credentials = network.token("premium").await;
        let link = LinkAccount { network: "sandbox".into(), address: network.address(), credentials };
        let linked = world.app.link_account(workspace_id, link.clone()).await.unwrap().account;
        let name = |name: &str| app::keys::CreateKey {
            name: name.into(), scopes: vec![app::Scope::Read], expires_at: None,
        };
        let old = world.app.create_key(workspace_id, name("old")).await.unwrap();

        let other = with_master_key(&world, store, [8; 32]);
        let reset = other.reset_master_key().await.unwrap();
        assert_eq!(reset, app::workspaces::ResetMasterKey { accounts: 1, keys: 1 });
        assert!(other.is_master_key_right().await.unwrap());
        assert!(!world.app.is_master_key_right().await.unwrap());
        let states = other.list_account_states(workspace_id).await.unwrap();
        assert_eq!((states[0].summary.status, states[0].has_credentials), ("ERROR", false));
        assert_eq!(states[0].summary.hold.as_ref().unwrap().rule, "session_expired");
        let keys = other.list_keys(workspace_id).await.unwrap();
        assert!(keys.iter().all(|key| key.revoked_at.is_some() && !key.is_valid), "{keys:?}");
        let header = format!("Bearer {}", old.key.reveal());
        assert_eq!(refusal(other.authenticate(Some(&header)).await).code, ErrorCode::Unauthorized);
        // The account of the other workspace has no credentials, as an import has none.
        assert_eq!(other.reset_master_key().await.unwrap(), app::workspaces::ResetMasterKey::default());

        let again = other.link_account(workspace_id, link).await.unwrap();
        assert_eq!((again.account.account_id, again.account.status), (linked.account_id, "AVAILABLE"));
        other.create_key(workspace_id, name("new")).await.unwrap();
    }
}
