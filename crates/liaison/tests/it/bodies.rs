//! What the guide's routes answer once the network has done what was asked, each body in full, from `liaison demo` beside
//! a network of its own.

use serde_json::{Value, json};

use crate::http::{Answer, Http};
use crate::network::Network;
use crate::process::{Demo, Server, wait_for};

const FRIEND: &str = "john-doe-123";
const INBOX: &str = "/linkedin/messaging/recent-messages";

/// A demo, its client, and what it is linked to.
struct World {
    network: Network,
    server: Server,
    client: Http,
    _demo: Demo,
}

impl World {
    fn start() -> Self {
        let network = Network::start();
        network.unhurried("premium");
        let demo = network.demo();
        let server = demo.start();
        let client = server.client();
        wait_for("the history", || {
            let status = client.get("/linkedin/account/status").ok();
            (status["sync"]["state"] == "done").then_some(())
        });
        Self {
            network,
            server,
            client,
            _demo: demo,
        }
    }

    fn account(&self, index: usize) -> String {
        let accounts = self.server.ready["account_ids"].as_array().unwrap();
        accounts[index].as_str().unwrap().to_owned()
    }

    /// Everybody in the simulated network, whom the control API describes.
    fn members(&self) -> Vec<Value> {
        let members = self
            .network
            .control()
            .get("/control/members?limit=200")
            .ok();
        members["members"].as_array().unwrap().clone()
    }

    fn member(&self, slug: &str) -> Value {
        let members = self.members();
        let found = members.iter().find(|member| member["slug"] == slug);
        found.unwrap().clone()
    }

    /// Slugs of people whom the account may invite.
    fn strangers(&self) -> Vec<String> {
        let slugs = self.members();
        let slugs = slugs.iter().map(|member| member["slug"].as_str().unwrap());
        let is_stranger = |slug: &&str| {
            let path = format!("/linkedin/relationship/{slug}");
            self.client.get(&path).ok()["status"] == "NOT_CONNECTED"
        };
        let seats = ["premium", "free"];
        let is_seat = |slug: &&str| {
            seats.contains(&self.member(slug)["seat_id"].as_str().unwrap_or_default())
        };
        slugs
            .filter(|slug| !is_seat(slug) && is_stranger(slug))
            .map(str::to_owned)
            .take(2)
            .collect()
    }

    /// The newest unread conversation of an account.
    fn unread(&self, account: &str) -> Value {
        let query = [("accountId", account), ("read", "false"), ("count", "1")];
        self.client.get_with(INBOX, &query).ok()["conversations"][0].clone()
    }

    fn unread_count(&self, account: &str) -> i64 {
        let query = [("accountId", account), ("read", "false")];
        self.client.get_with(INBOX, &query).ok()["total"]
            .as_i64()
            .unwrap()
    }
}

fn profile(member: &Value) -> String {
    format!(
        "urn:li:fsd_profile:{}",
        member["member_key"].as_str().unwrap()
    )
}

#[test]
fn what_is_read_is_read_at_once() {
    let world = World::start();
    let account = world.account(0);
    let before = world.unread_count(&account);
    assert!(before > 1, "{before}");
    let conversation = world.unread(&account);
    let urn = conversation["conversationUrn"].clone();
    let request = json!({"conversationUrn": urn});
    let answer = world
        .client
        .post("/linkedin/messaging/mark-seen", &request)
        .ok();
    let expected = json!({
        "success": true, "accountId": account, "conversationUrn": urn,
        "message": "Conversation marked as seen successfully",
    });
    assert_eq!(answer, expected);
    assert_eq!(world.unread_count(&account), before - 1);
    assert_ne!(world.unread(&account)["conversationUrn"], urn);

    let answer = world
        .client
        .post("/linkedin/messaging/mark-all-read", &json!({}))
        .ok();
    let expected = json!({
        "success": true, "accountId": account, "message": "All messages marked as read successfully",
    });
    assert_eq!(answer, expected);
    assert_eq!(world.unread_count(&account), 0);
    let threads = world.network.history("premium");
    assert!(threads.iter().all(|thread| thread["unread_count"] == 0));
}

#[test]
fn people_and_credits_answer_in_full() {
    let world = World::start();
    let account = world.account(0);
    let friend = world.member(FRIEND);
    let answer = world
        .client
        .get(&format!("/linkedin/relationship/{FRIEND}"))
        .ok();
    let expected = json!({
        "connected": true, "invitationSent": false, "invitationReceived": false, "status": "CONNECTED",
        "profileUrn": profile(&friend), "accountId": account, "distance": "DISTANCE_1",
    });
    assert_eq!(answer, expected);
    let path = format!("/linkedin/relationship/{account}/{FRIEND}");
    assert_eq!(world.client.get(&path).ok(), expected);

    let open = world.members();
    let is_open = |member: &&Value| member["open_profile"] == true && member["seat_id"].is_null();
    let open = open.iter().find(is_open).unwrap();
    for (member, is_open, message) in [
        (&friend, false, "An InMail to this member needs a credit"),
        (open, true, "This member can be written to without a credit"),
    ] {
        let request = json!({"profileId": member["slug"]});
        let answer = world
            .client
            .post("/linkedin/messaging/check-email-support", &request);
        let expected = json!({
            "success": true, "accountId": account, "profileId": member["slug"],
            "profileUrn": profile(member), "supportsFreeEmail": is_open, "message": message,
        });
        assert_eq!(answer.ok(), expected);
    }

    let seats = world.network.control().get("/control/seats").ok();
    let seats = seats["seats"].as_array().unwrap().clone();
    let seat = seats
        .iter()
        .find(|seat| seat["seat_id"] == "premium")
        .unwrap();
    let (total, used) = (&seat["inmail"]["total"], &seat["inmail"]["used"]);
    let left = total.as_i64().unwrap() - used.as_i64().unwrap();
    let expected = json!({
        "success": true, "inMailCredits": left, "totalCredits": total, "usedCredits": used,
        "entityUrn": profile(seat), "accountId": account, "premiumType": "SALES_NAVIGATOR",
        "message": format!("{left} InMail credits left"),
    });
    assert_eq!(world.client.get("/linkedin/inmail/credits").ok(), expected);
}

/// How many invitations count already: the owner's own, once they are known.
fn invited_before(world: &World, account: &str) -> i64 {
    let path = format!("/v1/accounts/{account}/quota");
    wait_for("what the owner sent by hand", || {
        let quota = world.client.get(&path).ok();
        let mut windows = quota["windows"].as_array().unwrap().iter();
        let invitations = windows.find(|window| window["action"] == "invitation");
        let used = invitations.unwrap()["used"].as_i64().unwrap();
        (used > 0).then_some(used)
    })
}

#[test]
fn invitations_answer_in_full() {
    let world = World::start();
    let account = world.account(0);
    let strangers = world.strangers();
    let (first, second) = (world.member(&strangers[0]), world.member(&strangers[1]));
    let expected = |member: &Value, answer: &Answer, state: &str, message: &str| {
        let key = member["member_key"].as_str().unwrap();
        json!({
            "success": true, "message": message, "profileUrn": profile(member),
            "profileUrl": format!("https://www.linkedin.com/in/{key}"), "accountId": account,
            "sendId": answer.json()["sendId"], "state": state,
        })
    };
    let used = invited_before(&world, &account);
    let request = json!({"profileId": first["slug"], "customMessage": "Nice talk yesterday!"});
    let answer = world.client.post("/linkedin/connect", &request);
    let message = "Connection request sent successfully";
    assert_eq!(answer.ok(), expected(&first, &answer, "sent", message));
    let headers = [
        ("x-ratelimit-action", "CONNECT".to_owned()),
        ("x-ratelimit-limit", "90".to_owned()),
        ("x-ratelimit-used", (used + 1).to_string()),
        ("x-ratelimit-remaining", (90 - used - 1).to_string()),
    ];
    for (name, value) in headers {
        assert_eq!(answer.headers[name], value, "{name}");
    }

    let request = json!({"profileUrn": profile(&second)});
    let answer = world
        .client
        .post_preferring("/linkedin/connect", &request, "wait=0");
    assert_eq!(answer.status, 202, "{answer:?}");
    let send_id = answer.json()["sendId"].as_str().unwrap().to_owned();
    assert_eq!(answer.headers["location"], format!("/v1/sends/{send_id}"));
    let message = "Connection request accepted, not sent yet";
    assert_eq!(answer.json(), expected(&second, &answer, "queued", message));

    for (person, code, status, message) in [
        (
            first["slug"].as_str().unwrap(),
            "already_invited",
            "PENDING",
            "An invitation to this member is already open.",
        ),
        (
            FRIEND,
            "already_connected",
            "CONNECTED",
            "The two members are already connected.",
        ),
    ] {
        let answer = world
            .client
            .post("/linkedin/connect", &json!({"profileId": person}));
        let expected = json!({
            "success": false, "code": code, "message": message, "error": message, "status": status,
        });
        assert_eq!((answer.status, answer.json()), (400, expected), "{person}");
    }
}

#[test]
fn the_account_of_the_last_live_call_is_the_next_ones() {
    let world = World::start();
    let (first, second) = (world.account(0), world.account(1));
    let used = || world.client.get(INBOX).ok()["accountId"].clone();
    assert_eq!(used(), first);
    let query = [("accountId", second.as_str()), ("count", "1")];
    let listed = wait_for("the second history", || {
        let listed = world.client.get_with(INBOX, &query).ok();
        (!listed["conversations"][0].is_null()).then_some(listed)
    });
    assert_eq!(used(), first, "reading is no live call");
    let urn = &listed["conversations"][0]["conversationUrn"];
    let request = json!({"accountId": second, "conversationUrn": urn});
    let answer = world
        .client
        .post("/linkedin/messaging/typing-indicator", &request)
        .ok();
    let expected = json!({
        "success": true, "accountId": second, "conversationUrn": urn,
        "message": "Typing indicator sent successfully",
    });
    assert_eq!(answer, expected);
    assert_eq!(used(), second);
    let status = world.client.get("/linkedin/account/status").ok();
    assert_eq!(status["id"], second);
    assert!(status["lastUsed"].is_string(), "{status}");
}
