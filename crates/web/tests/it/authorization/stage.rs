//! The world of the matrix: two workspaces, two accounts of one of them, and things of each.

use app::Scope;
use axum::http::Method;
use domain::ids::{
    AccountId, ApiKeyId, EndpointId, ErasureId, LinkSessionId, ReconciliationId, SendId, UserId,
    UserInvitationId, WorkspaceId,
};
use domain::invitation::{Direction, InvitationState};
use domain::link_session::LinkState;
use domain::network::{Member, NetworkInvitation};
use domain::role::Role;
use serde_json::json;
use store::link_sessions::{self, LinkSession};
use store::users::{self, User};
use store::{accounts, ingest, invitations};

use super::operations::{Ids, Whose};
use crate::world::{Answer, JOHN, THREAD, World, at, direct_thread, john, member, message};

/// Stands before what it begins with: the first that fits is meant.
const LINK_SESSIONS: &str = "/v1/accounts/link-sessions/";

/// A world with things of everybody in it.
pub(super) struct Stage {
    pub(super) world: World,
    own: Ids,
    foreign: Ids,
    hidden: Ids,
    absent: Ids,
    pub(super) expired: String,
    pub(super) revoked: String,
    pub(super) stranger: String,
    pub(super) others: WorkspaceId,
}

/// Ids of things that are there, made with a key of their workspace.
async fn things(
    world: &World,
    (workspace_id, key): (WorkspaceId, &str),
    account_id: AccountId,
    send: Option<String>,
) -> Ids {
    let hook = json!({"url": "https://localhost:8443/hook", "accounts": [account_id]});
    let hook = world.post("/v1/endpoints", &hook).key(key).send().await;
    let made = json!({"name": "thing", "scopes": ["read"], "accounts": [account_id]});
    let made = world.post("/v1/api-keys", &made).key(key).send().await;
    let invited = json!({"email": "somebody@example.com", "role": "viewer"});
    let invited = world
        .post("/v1/user-invitations", &invited)
        .key(key)
        .send()
        .await;
    let id = |answer: &Answer| answer.json["id"].as_str().map(str::to_owned);
    let mut ids = ids(
        account_id.to_string(),
        id(&hook).unwrap_or_else(|| EndpointId::from_bytes([3; 16]).to_string()),
        id(&made).unwrap(),
        send.unwrap_or_else(|| SendId::from_bytes([3; 16]).to_string()),
    );
    let user_id = UserId::from_bytes(*workspace_id.as_bytes());
    let user = user(workspace_id, user_id, Role::Viewer);
    let added = world.store.write(move |tx| users::insert(tx, &user));
    assert!(added.await.unwrap());
    let address = format!("/v1/conversations?account={account_id}");
    let thread = world.get(&address).key(key).send().await;
    let thread = thread.json["conversations"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let address = format!("/v1/conversations/{thread}/messages");
    let message = world.get(&address).key(key).send().await;
    let message = message.json["messages"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let invitation = invitation(world, (workspace_id, account_id), john()).await;
    let label = world
        .post("/v1/labels", &json!({"name": "matrix"}))
        .key(key)
        .send()
        .await;
    let people = world.get("/v1/people").key(key).send().await;
    let person = people.json["people"][0]["id"].as_str().unwrap().to_owned();
    let template = json!({"name": "matrix", "text": "Hello"});
    let template = world.post("/v1/templates", &template).key(key).send().await;
    ids.push(("/v1/attachments/", file(world, key, account_id).await));
    let session = link_session(world, workspace_id, account_id).await;
    ids.insert(0, (LINK_SESSIONS, session));
    ids.push(("/v1/people/", person));
    ids.push(("/v1/invitations/", invitation));
    ids.push(("/v1/templates/", id(&template).unwrap()));
    ids.push(("/v1/erasures/", ErasureId::from_bytes([3; 16]).to_string()));
    let compared = ReconciliationId::from_bytes([3; 16]);
    ids.push(("/v1/reconciliations/", compared.to_string()));
    ids.push(("/v1/conversations/", thread));
    ids.push(("/v1/messages/", message));
    ids.push(("/v1/labels/", id(&label).unwrap()));
    ids.push(("/v1/users/", user_id.to_string()));
    ids.push(("/v1/user-invitations/", id(&invited).unwrap()));
    ids
}

/// The id of an invitation that an account got.
async fn invitation(
    world: &World,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    from: Member,
) -> String {
    let got = world.store.write(move |tx| {
        let account = accounts::get(tx, workspace_id, account_id)?;
        let shown = NetworkInvitation {
            invitation_key: "7100000000000000042".to_owned(),
            direction: Direction::Incoming,
            member: from.clone(),
            note: None,
            sent_at: at(0),
            state: InvitationState::Pending,
        };
        ingest::invitation(tx, &account, &shown, at(0))?;
        let key = &shown.invitation_key;
        invitations::find_by_network_key(tx, workspace_id, account_id, key)
    });
    got.await.unwrap().unwrap().invitation_id.to_string()
}

/// Ids of things of a second account of the workspace, and of somebody whom only that account knows.
async fn hidden(world: &World) -> Ids {
    let account = world.link("ACoAAAsecond", false).await;
    let file = file(world, &world.admin, account.account_id).await;
    let session = link_session(world, world.workspace_id, account.account_id).await;
    let account_id = account.account_id.to_string();
    let with = member("ACoAAAhidden", "Hidden", "Person", Some(1));
    let place = (world.workspace_id, account.account_id);
    let invitation = invitation(world, place, with.clone()).await;
    let thread = direct_thread("2-aGlkZGVu", with, -500, 1);
    let observed = world.store.write(move |tx| {
        let said = message("2-aGlkZGVu", "2-aA==", "ACoAAAhidden", -500, "Hello");
        ingest::observe(tx, &account, &thread, &[said], at(0)).map(drop)
    });
    observed.await.unwrap();
    let first = async |address: String, list: &str| {
        let page = world.get(&address).key(&world.admin).send().await;
        let id = page.json[list][0]["id"].as_str();
        id.unwrap_or_else(|| panic!("{address}: {}", page.json))
            .to_owned()
    };
    let made = async |address: &str, body: serde_json::Value| {
        let answer = world.post(address, &body).key(&world.admin).send().await;
        let id = answer.json["id"].as_str();
        id.unwrap_or_else(|| panic!("{address}: {}", answer.json))
            .to_owned()
    };
    let of_account = format!("account={account_id}");
    let thread = first(format!("/v1/conversations?{of_account}"), "conversations").await;
    let body = json!({"account": account_id, "conversation": thread, "text": "Hello"});
    let call = world.post("/v1/messages", &body).key(&world.admin);
    let sent = call
        .header("idempotency-key", "hidden")
        .header("prefer", "wait=0");
    let send = sent.send().await.json["id"].as_str().unwrap().to_owned();
    let limited = json!({"name": "hidden", "scopes": ["read"], "accounts": [account_id]});
    let message = first(format!("/v1/conversations/{thread}/messages"), "messages").await;
    let person = first("/v1/people?q=hidden".to_owned(), "people").await;
    let hook = json!({"url": "https://localhost:8443/hidden", "accounts": [account_id]});
    let hook = world
        .post("/v1/endpoints", &hook)
        .key(&world.admin)
        .send()
        .await;
    let hook = hook.json["id"].as_str().map(str::to_owned);
    let mut ids = ids(
        account_id.clone(),
        hook.unwrap_or_else(|| EndpointId::from_bytes([4; 16]).to_string()),
        made("/v1/api-keys", limited).await,
        send,
    );
    ids.push(("/v1/attachments/", file));
    ids.insert(0, (LINK_SESSIONS, session));
    ids.push(("/v1/conversations/", thread));
    ids.push(("/v1/messages/", message));
    ids.push(("/v1/people/", person));
    let address = format!("/v1/accounts/{account_id}/reconcile");
    ids.push(("/v1/reconciliations/", made(&address, json!({})).await));
    ids.push(("/v1/invitations/", invitation));
    ids
}

/// A file that was handed over for an account's messages.
async fn file(world: &World, key: &str, account_id: AccountId) -> String {
    let address = format!("/v1/attachments?name=a.txt&account={account_id}");
    let call = world.call(Method::POST, &address).body("Hello");
    let call = call.header("content-type", "text/plain").key(key);
    let kept = call.send().await.json;
    let id = kept["id"].as_str();
    id.unwrap_or_else(|| panic!("{kept}")).to_owned()
}

/// A try to link an account again.
async fn link_session(world: &World, workspace_id: WorkspaceId, account_id: AccountId) -> String {
    let link_session_id = LinkSessionId::from_bytes(*account_id.as_bytes());
    let session = LinkSession {
        workspace_id,
        link_session_id,
        network: "sandbox".to_owned(),
        address: "http://127.0.0.1:1".to_owned(),
        client_id: "liaison-local".to_owned(),
        account_id: Some(account_id),
        state: LinkState::Pending,
        failure: None,
        linked_id: None,
        browser: None,
        redirect_uri: None,
        tries: 0,
        settled: 0,
        claimed_until: None,
        created_by: None,
        user_id: None,
        created_at: at(0),
        expires_at: at(900_000),
        ended_at: None,
    };
    let write = move |tx: &mut store::Tx<'_>| link_sessions::insert(tx, &session);
    world.store.write(write).await.unwrap();
    link_session_id.to_string()
}

fn user(workspace_id: WorkspaceId, user_id: UserId, role: Role) -> User {
    User {
        workspace_id,
        user_id,
        name: "User".to_owned(),
        email: format!("{user_id}@example.com"),
        email_hash: user_id.as_bytes().to_vec(),
        role,
        created_at: at(0),
        updated_at: at(0),
    }
}

pub(super) fn ids(account: String, endpoint: String, key: String, send: String) -> Ids {
    vec![
        ("/v1/accounts/", account),
        ("/v1/endpoints/", endpoint),
        ("/v1/api-keys/", key),
        ("/v1/sends/", send),
    ]
}

/// Ids of the right form that nobody was ever given.
fn absent() -> Ids {
    let mut absent = ids(
        AccountId::from_bytes([1; 16]).to_string(),
        EndpointId::from_bytes([1; 16]).to_string(),
        ApiKeyId::from_bytes([1; 16]).to_string(),
        SendId::from_bytes([1; 16]).to_string(),
    );
    for (beginning, prefix) in [
        ("/v1/attachments/", "fil"),
        ("/v1/conversations/", "cnv"),
        ("/v1/messages/", "msg"),
        ("/v1/erasures/", "ers"),
        ("/v1/labels/", "lbl"),
        ("/v1/people/", "per"),
        ("/v1/reconciliations/", "rcn"),
        ("/v1/invitations/", "ivt"),
        ("/v1/templates/", "tpl"),
    ] {
        absent.push((beginning, format!("{prefix}_01k9zr4c2e6q8n3v5t7w9y1b4d")));
    }
    absent.push(("/v1/users/", UserId::from_bytes([99; 16]).to_string()));
    let session = LinkSessionId::from_bytes([1; 16]);
    absent.insert(0, (LINK_SESSIONS, session.to_string()));
    let invitation = UserInvitationId::from_bytes([1; 16]);
    absent.push(("/v1/user-invitations/", invitation.to_string()));
    absent
}

impl Stage {
    pub(super) async fn new() -> Self {
        let world = World::new().await.with_john().await.behind(&["10.0.0.1"]);
        let workspace_id = world.workspace_id;
        let (others, account) = world.other_workspace().await;
        let theirs = (account.clone(), direct_thread(THREAD, john(), -1_000, 1));
        let observed = world.store.write(move |tx| {
            let said = message(THREAD, "2-MQ==", JOHN, -1_000, "Hello");
            ingest::observe(tx, &theirs.0, &theirs.1, &[said], at(0)).map(drop)
        });
        observed.await.unwrap();
        let stranger = world.key_for(others, &[Scope::Admin], None).await;
        let expired = world
            .key_for(workspace_id, &[Scope::Admin], Some(at(1)))
            .await;
        world.clock.move_on(2);
        let revoked = world.key_for(workspace_id, &[Scope::Admin], None).await;
        let parsed = domain::api_key::ApiKey::parse(&revoked).unwrap();
        world
            .app
            .revoke_key(workspace_id, parsed.api_key_id)
            .await
            .unwrap();
        let body =
            json!({"account": world.account.account_id, "conversation": THREAD, "text": "Hello"});
        let sent = world
            .post("/v1/messages", &body)
            .header("idempotency-key", "own")
            .header("prefer", "wait=0");
        let sent = sent.send().await.json["id"].as_str().map(str::to_owned);
        let own = things(
            &world,
            (workspace_id, &world.admin),
            world.account.account_id,
            sent,
        )
        .await;
        let foreign = things(&world, (others, &stranger), account.account_id, None).await;
        let hidden = hidden(&world).await;
        let absent = absent();
        // What is of no account is not hidden from anybody.
        let of_no_account = absent
            .iter()
            .filter(|(beginning, _)| !hidden.iter().any(|(known, _)| known == beginning));
        let hidden = hidden.iter().chain(of_no_account).cloned().collect();
        Self {
            world,
            own,
            foreign,
            hidden,
            absent,
            expired,
            revoked,
            stranger,
            others,
        }
    }

    /// The things of one of them.
    pub(super) fn ids(&self, whose: Whose) -> &Ids {
        match whose {
            Whose::Own => &self.own,
            Whose::Foreign => &self.foreign,
            Whose::Hidden => &self.hidden,
            Whose::Absent => &self.absent,
        }
    }

    /// A user of the workspace with this role.
    pub(super) async fn user(&self, role: Role, number: u8) -> UserId {
        let user_id = UserId::from_bytes([number; 16]);
        let user = user(self.world.workspace_id, user_id, role);
        let added = self.world.store.write(move |tx| users::insert(tx, &user));
        assert!(added.await.unwrap());
        user_id
    }
}
