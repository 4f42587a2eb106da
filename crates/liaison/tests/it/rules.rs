//! Who may write to whom, and what a caller is told whose message will never leave.

use serde_json::{Value, json};

use crate::http::{Answer, Http};
use crate::network::Network;
use crate::process::{Demo, Server, wait_for};

const SEND: &str = "/linkedin/messaging/send";

/// A gateway beside a network whose people do nothing by themselves.
struct Stage {
    network: Network,
    client: Http,
    accounts: [String; 2],
    _gateway: Server,
    _demo: Demo,
}

impl Stage {
    fn new() -> Self {
        Self::of_class("B")
    }

    /// What the network offers after a lost answer, from the beginning.
    fn of_class(class: &str) -> Self {
        let network = Network::start();
        let change = json!({"capability_class": class});
        let path = "/control/seats/premium";
        network.control().patch(path, &change).ok();
        let demo = network.demo();
        let gateway = demo.start();
        let ids = gateway.ready["account_ids"].as_array().unwrap();
        let account = |place: usize| ids[place].as_str().unwrap().to_owned();
        Self {
            accounts: [account(0), account(1)],
            client: gateway.client(),
            network,
            _gateway: gateway,
            _demo: demo,
        }
    }

    /// What a send route answers to a request of the premium seat.
    fn ask(&self, route: &str, mut request: Value) -> Answer {
        let [premium, _] = &self.accounts;
        if request["accountId"].is_null() {
            request["accountId"] = json!(premium);
        }
        self.client.post_preferring(route, &request, "wait=20")
    }

    fn seat(&self, change: &Value) {
        let path = "/control/seats/premium";
        self.network.control().patch(path, change).ok();
    }

    /// A member of the third degree without a thread, with or without an open profile.
    fn stranger(&self, is_open: bool) -> String {
        let members = self
            .network
            .control()
            .get("/control/members?limit=200")
            .ok();
        let members = members["members"].as_array().unwrap();
        let seat = self.network.seat("premium");
        let is_stranger = |member: &&Value| {
            let key = member["member_key"].as_str().unwrap();
            let relationship = seat.get(&format!("/network/members/{key}/relationship"));
            relationship.status == 200 && {
                let relationship = relationship.ok();
                relationship["distance"] == 3
                    && relationship["open_profile"] == is_open
                    && relationship["thread_id"].is_null()
                    && relationship["shared_groups"] == json!([])
            }
        };
        let found = members.iter().find(is_stranger).unwrap();
        found["slug"].as_str().unwrap().to_owned()
    }
}

/// A refusal with a code, and what of the send is told with it.
fn refused(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(answer.status, status, "{answer:?}");
    let body = answer.json();
    assert_eq!(
        (&body["success"], &body["code"]),
        (&json!(false), &json!(code))
    );
    assert_eq!(body["error"], body["message"]);
    body
}

#[test]
fn what_the_network_declines_is_an_error_and_never_leaves() {
    let stage = Stage::new();
    let cases = [
        ("refused", 400, "network_refused"),
        ("not_connected", 400, "connection_required"),
        ("unknown_member", 404, "member_not_found"),
    ];
    for (number, (word, status, code)) in cases.into_iter().enumerate() {
        let fault = json!({"fault": "refused", "action": "send", "count": 1, "code": word});
        stage.network.fault("premium", &fault);
        let text = format!("Declined {number}");
        let request = json!({"recipientProfileId": "john-doe-123", "message": text});
        let body = refused(&stage.ask(SEND, request), status, code);
        assert_eq!(body["state"], "refused");
        assert_eq!(body["accountId"], stage.accounts[0]);
        let send_id = body["sendId"].as_str().unwrap();
        let send = stage.client.get(&format!("/v1/sends/{send_id}")).ok();
        assert_eq!(
            (&send["state"], &send["is_sent"]),
            (&json!("refused"), &json!(false))
        );
        assert_eq!(send["attempts"][0]["outcome"], "refused");
        assert_eq!(stage.network.count(&text), 0);
    }
}

#[test]
fn an_account_that_must_sign_in_again_refuses_and_says_so() {
    let stage = Stage::new();
    stage.seat(&json!({"session": "expired"}));
    let request = json!({"recipientProfileId": "john-doe-123", "message": "Not today"});
    refused(&stage.ask(SEND, request.clone()), 403, "account_held");
    let status = format!("/linkedin/account/{}/status", stage.accounts[0]);
    let held = stage.client.get(&status).ok();
    assert_eq!(
        (&held["status"], &held["hold"]["rule"]),
        (&json!("ERROR"), &json!("session_expired"))
    );
    // Refused before anything is accepted, now that it is known.
    assert!(refused(&stage.ask(SEND, request), 403, "account_held")["sendId"].is_null());
    assert_eq!(stage.network.count("Not today"), 0);
}

#[test]
fn a_message_needs_a_connection_a_thread_or_a_group() {
    let stage = Stage::new();
    let stranger = stage.stranger(false);
    let request = json!({"recipientProfileId": stranger, "message": "We have not met"});
    let body = refused(&stage.ask(SEND, request), 400, "connection_required");
    assert!(body["sendId"].is_null(), "nothing was accepted");
    let nobody = json!({"recipientProfileId": "nobody-of-this-name", "message": "Hello?"});
    refused(&stage.ask(SEND, nobody), 404, "member_not_found");
    assert_eq!(stage.network.accepted(), Vec::<String>::new());
}

#[test]
fn an_inmail_needs_a_premium_seat_and_a_credit_or_an_open_profile() {
    let stage = Stage::new();
    let [_, free] = &stage.accounts;
    let inmail = |recipient: &str, text: &str| json!({"recipientProfileId": recipient, "messageType": "inmail", "subject": "An idea", "message": text});
    let (stranger, open) = (stage.stranger(false), stage.stranger(true));
    let mut unpaid = inmail(&stranger, "From a free seat");
    unpaid["accountId"] = json!(free);
    refused(&stage.ask(SEND, unpaid), 400, "premium_required");

    let sent = stage.ask(SEND, inmail(&stranger, "With a credit")).ok();
    assert_eq!(sent["state"], "sent");
    let credits = stage.client.get("/linkedin/inmail/credits").ok();
    let total = credits["totalCredits"].as_i64().unwrap();
    assert_eq!(
        credits["inMailCredits"].as_i64().unwrap() + credits["usedCredits"].as_i64().unwrap(),
        total
    );

    stage.seat(&json!({"inmail_used": total}));
    refused(
        &stage.ask(SEND, inmail(&stranger, "Without one")),
        400,
        "inmail_credit_required",
    );
    assert_eq!(
        stage.ask(SEND, inmail(&open, "Open to all")).ok()["state"],
        "sent"
    );
    assert_eq!(stage.network.accepted(), ["With a credit", "Open to all"]);

    let longest = inmail(&open, &"x".repeat(1_900));
    assert_eq!(stage.ask(SEND, longest).status, 200);
    let body = refused(
        &stage.ask(SEND, inmail(&open, &"x".repeat(1_901))),
        400,
        "validation_error",
    );
    assert_eq!(body["issues"][0]["path"], "message");
    let mut long_subject = inmail(&open, "Short");
    long_subject["subject"] = json!("x".repeat(201));
    let body = refused(&stage.ask(SEND, long_subject), 400, "validation_error");
    assert_eq!(body["issues"][0]["path"], "subject");
    let inbox = "/linkedin/messaging/recent-messages?count=1";
    let thread = &stage.client.get(inbox).ok()["conversations"][0]["conversationUrn"];
    let anybody =
        json!({"conversationUrn": thread, "messageType": "inmail", "message": "To whom?"});
    refused(&stage.ask(SEND, anybody), 400, "validation_error");
}

/// A group and a member of it.
type Place = Option<(String, String)>;

/// Somebody at the third degree in a group of the seat, and somebody who is not in it.
fn strangers_by_group(stage: &Stage) -> (Place, Place) {
    let seat = stage.network.seat("premium");
    let groups = seat.get("/network/groups").ok();
    let members = stage
        .network
        .control()
        .get("/control/members?limit=200")
        .ok();
    let (mut shared, mut other) = (None, None);
    for group in groups["groups"].as_array().unwrap() {
        let group_id = group["group_id"].as_str().unwrap();
        for member in members["members"].as_array().unwrap() {
            let key = member["member_key"].as_str().unwrap();
            let standing = seat.get(&format!("/network/groups/{group_id}/members/{key}"));
            let relationship = seat.get(&format!("/network/members/{key}/relationship"));
            if standing.status != 200 || relationship.json()["distance"] != 3 {
                continue;
            }
            let both = standing.json()["both_are_members"] == true;
            let place = if both { &mut shared } else { &mut other };
            place.get_or_insert((group_id.to_owned(), key.to_owned()));
        }
    }
    (shared, other)
}

#[test]
fn a_shared_group_is_a_right_to_write_and_another_is_not() {
    let stage = Stage::new();
    let (shared, other) = strangers_by_group(&stage);
    let (group_id, member_key) = shared.unwrap();
    let urn = |key: &str| format!("urn:li:fsd_profile:{key}");
    for (number, route) in [
        "send-group",
        "send-group-with-typing",
        "send-group-with-ack",
    ]
    .iter()
    .enumerate()
    {
        let text = format!("Same group {number}");
        let request =
            json!({"groupId": group_id, "recipientProfileUrn": urn(&member_key), "message": text});
        let sent = stage
            .ask(&format!("/linkedin/messaging/{route}"), request)
            .ok();
        assert_eq!(
            sent["message"], "Group context message sent successfully",
            "{route}"
        );
        assert_eq!(
            (&sent["groupId"], &sent["recipientProfileUrn"]),
            (&json!(group_id), &json!(urn(&member_key)))
        );
        assert_eq!(stage.network.count(&text), 1);
    }
    let older = json!({"groupId": group_id, "recipientProfileUrn": urn(&member_key), "message": "Older route"});
    assert_eq!(
        stage.ask("/linkedin/message", older).ok()["groupId"],
        group_id
    );

    let (other_id, stranger) = other.unwrap();
    let request = json!({"groupId": other_id, "recipientProfileUrn": urn(&stranger), "message": "By no right"});
    let route = "/linkedin/messaging/send-group";
    refused(&stage.ask(route, request), 403, "group_membership_required");
    let johns = stage
        .client
        .get("/linkedin/messaging/recent-messages?keywords=john")
        .ok();
    let mismatch = json!({
        "groupId": group_id, "recipientProfileUrn": urn(&member_key), "message": "Whose thread?",
        "conversationUrn": johns["conversations"][0]["conversationUrn"],
    });
    let body = refused(&stage.ask(route, mismatch), 400, "validation_error");
    assert_eq!(body["issues"][0]["path"], "conversationUrn");
    for incomplete in [
        json!({"message": "Neither"}),
        json!({"groupId": group_id, "message": "No recipient"}),
        json!({"recipientProfileUrn": urn(&member_key), "message": "No group"}),
    ] {
        refused(&stage.ask(route, incomplete), 400, "validation_error");
    }
}

#[test]
fn a_message_that_waits_beyond_its_lifetime_expires() {
    let demo = Demo::quiet();
    let gateway = demo.start();
    let client = gateway.client();
    let token = std::fs::read_to_string(demo.folder.path().join("data/sandbox.token")).unwrap();
    let control = Http::new(gateway.ready("sandbox_url"), Some(token.trim()));
    let fault = json!({"fault": "rate_limited", "action": "send", "retry_after_ms": 600_000});
    control.post("/control/seats/premium/faults", &fault).ok();
    let request =
        json!({"recipientProfileId": "john-doe-123", "message": "By tomorrow at the latest"});
    let accepted = client.post_preferring(SEND, &request, "wait=1");
    assert_eq!(accepted.status, 202, "{accepted:?}");
    let send_id = accepted.json()["sendId"].as_str().unwrap().to_owned();
    let send = || client.get(&format!("/v1/sends/{send_id}")).ok();
    wait_for("the network's wish to wait", || {
        (send()["state"] == "scheduled").then_some(())
    });
    assert_eq!(send()["held_by"], "deferred_by_network");
    control
        .put("/control/clock", &json!({"advance_ms": 25 * 3_600_000}))
        .ok();
    wait_for("the end of its life", || {
        (send()["state"] == "expired").then_some(())
    });
    // Nothing hangs on it any more: the same request is a new one, and answered as such.
    control.delete("/control/seats/premium/faults").ok();
    let again = client.post_preferring(SEND, &request, "wait=20").ok();
    assert_ne!(again["sendId"], send_id);
    assert_eq!(again["state"], "sent");
}

#[test]
fn a_person_settles_what_nobody_could_tell() {
    let stage = Stage::of_class("D");
    let resolve = |send_id: &str, word: &str| {
        let path = format!("/v1/sends/{send_id}/resolve");
        stage.client.post(&path, &json!({"resolution": word}))
    };
    let mut told = Vec::new();
    for (word, state) in [
        ("sent", "sent"),
        ("send_again", "sent"),
        ("drop", "cancelled"),
    ] {
        let fault = json!({"fault": "answer_lost", "action": "send", "count": 1});
        stage.network.fault("premium", &fault);
        let text = format!("Who knows: {word}");
        let request = json!({"recipientProfileId": "john-doe-123", "message": text});
        let doubtful = stage.ask(SEND, request);
        assert_eq!(doubtful.status, 202, "{doubtful:?}");
        assert_eq!(doubtful.json()["state"], "needs_decision");
        let send_id = doubtful.json()["sendId"].as_str().unwrap().to_owned();
        let path = format!("/v1/sends/{send_id}/resolve");
        assert_eq!(resolve(&send_id, "perhaps").status, 400);
        let more = json!({"resolution": word, "because": "I looked"});
        assert_eq!(stage.client.post(&path, &more).status, 400);
        assert_eq!(resolve(&send_id, word).status, 200);
        wait_for("the decision", || {
            let send = stage.client.get(&format!("/v1/sends/{send_id}")).ok();
            (send["state"] == state).then_some(())
        });
        let again = stage.client.post(&path, &json!({"resolution": word}));
        assert_eq!(
            (again.status, &again.json()["code"]),
            (409, &json!("no_decision_needed"))
        );
        told.push(stage.network.count(&text));
    }
    // The network had each of them; only who says otherwise sends twice.
    assert_eq!(told, [1, 2, 1]);
    let request = json!({"recipientProfileId": "john-doe-123", "message": "And on it goes"});
    assert_eq!(stage.ask(SEND, request).status, 200);
}

#[test]
fn the_same_first_words_go_to_ten_people_and_no_more() {
    let stage = Stage::new();
    let members = stage
        .network
        .control()
        .get("/control/members?limit=200")
        .ok();
    let members = members["members"].as_array().unwrap();
    let invite = |slug: &str, note: &str| {
        stage.ask(
            "/linkedin/connect",
            json!({"profileId": slug, "customMessage": note}),
        )
    };
    let mut invited = 0;
    let refusal = members.iter().find_map(|member| {
        let answer = invite(
            member["slug"].as_str().unwrap(),
            "Let us get to know each other!",
        );
        invited += u32::from(answer.status == 200);
        (answer.json()["code"] == "alike_messages").then_some((member, answer))
    });
    let (member, answer) = refusal.expect("somebody is one too many");
    assert_eq!((answer.status, invited), (403, 10));
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("10 of the 10") && message.contains("100 %"),
        "{message}"
    );
    let slug = member["slug"].as_str().unwrap();
    let own = invite(
        slug,
        "Your talk on queues made me think, may I ask you something?",
    );
    assert_eq!(own.status, 200, "{own:?}");
}
