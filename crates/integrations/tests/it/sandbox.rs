//! The sandbox adapter against the real sandbox.

use std::sync::Arc;

use domain::attachment::File;
use domain::ids::AccountId;
use domain::network::{MemberQuery, ThreadKind};
use domain::outcome::{HoldRule, Outcome};
use domain::time::Timestamp;
use integrations::http::Method;
use integrations::networks::network::{
    Destination, Network, NetworkError, OutgoingMessage, ReadBack,
};
use integrations::networks::{Lines, SeatAddress};
use secrecy::SecretString;
use serde_json::json;
use testkit::simulated::SimulatedNetwork;

use crate::conformance::{Mishap, Rig, all_checks};

const FRIEND: &str = "john-doe-123";
const SEAT: &str = "premium";

struct SandboxRig {
    network: SimulatedNetwork,
    line: Arc<dyn Network>,
    own_slug: String,
}

impl SandboxRig {
    async fn start() -> Self {
        let network = SimulatedNetwork::start().await;
        let line = Lines::new().line(&seat(&network).await).unwrap();
        let own_slug = network.seat(SEAT).await["slug"]
            .as_str()
            .unwrap()
            .to_owned();
        Self {
            network,
            line,
            own_slug,
        }
    }

    async fn direct_thread(&self) -> String {
        let relationship = self.line.member(MemberQuery::Slug(FRIEND.to_owned()));
        let friend = relationship.await.unwrap().unwrap();
        let thread = self.line.thread_with(friend.member_key).await.unwrap();
        thread.unwrap().thread_key
    }
}

async fn seat(network: &SimulatedNetwork) -> SeatAddress {
    SeatAddress {
        account_id: AccountId::from_bytes([1; 16]),
        network: "sandbox".to_owned(),
        address: network.address(),
        credentials: network.token(SEAT).await,
    }
}

impl Rig for SandboxRig {
    fn line(&self) -> Arc<dyn Network> {
        Arc::clone(&self.line)
    }

    fn friend_slug(&self) -> String {
        FRIEND.to_owned()
    }

    async fn friend_says(&self, text: &str) {
        self.network.say(FRIEND, &self.own_slug, text).await;
    }

    async fn friend_sees(&self) {
        let body = json!({"as": FRIEND, "thread_id": self.direct_thread().await});
        self.network.control(Method::POST, "seen", body).await;
    }

    async fn friend_reacts(&self, message_key: &str, is_added: bool) {
        let body = json!({
            "as": FRIEND,
            "thread_id": self.direct_thread().await,
            "message_id": message_key,
            "emoji": "👍",
            "state": if is_added { "added" } else { "removed" },
        });
        self.network.control(Method::POST, "reactions", body).await;
    }

    async fn stranger_key(&self) -> String {
        let members = self
            .network
            .control(Method::GET, "members?limit=200", serde_json::Value::Null)
            .await;
        for member in members["members"].as_array().unwrap() {
            let member_key = member["member_key"].as_str().unwrap().to_owned();
            let relationship = self.line.relationship(member_key.clone()).await.unwrap();
            let is_invited = relationship.invitation_sent || relationship.invitation_received;
            if relationship.degree == Some(2)
                && !is_invited
                && self
                    .line
                    .thread_with(member_key.clone())
                    .await
                    .unwrap()
                    .is_none()
            {
                return member_key;
            }
        }
        panic!("nobody is a stranger");
    }

    async fn fetch(&self, url: &str) -> Vec<u8> {
        self.network.fetch(url).await
    }

    fn refused_file(&self) -> File {
        File::new("setup.exe", "application/x-msdownload", b"MZ".to_vec()).unwrap()
    }

    async fn set_class(&self, letter: &str) {
        let change = json!({"capability_class": letter});
        self.network.change_seat(SEAT, change).await;
    }

    async fn arrange(&self, mishap: Mishap) {
        let mut fault = match mishap {
            Mishap::AnswerLost | Mishap::UploadAnswerLost => json!({"fault": "answer_lost"}),
            Mishap::Lost => json!({"fault": "cut_before"}),
            Mishap::TooFast => json!({"fault": "rate_limited", "retry_after_ms": 7_000}),
            Mishap::Refused => json!({"fault": "refused"}),
            Mishap::FailedInside => json!({"fault": "error_500_not_sent"}),
        };
        let is_upload = mishap == Mishap::UploadAnswerLost;
        fault["action"] = json!(if is_upload { "upload" } else { "send" });
        fault["count"] = json!(1);
        self.network.fault(SEAT, fault).await;
    }

    async fn arrange_ending(&self, mishap: Mishap) {
        assert_eq!(mishap, Mishap::AnswerLost);
        let fault = json!({"fault": "answer_lost", "action": "invitation", "count": 1});
        self.network.fault(SEAT, fault).await;
    }

    async fn member_invites(&self, member_key: &str, note: &str) {
        let body = json!({"as": member_key, "to": self.own_slug, "action": "send", "note": note});
        self.network
            .control(Method::POST, "invitations", body)
            .await;
    }

    async fn disturb_updates(&self) {
        for fault in ["duplicate_updates", "reordered_updates"] {
            let fault = json!({"fault": fault, "action": "updates"});
            self.network.fault(SEAT, fault).await;
        }
    }

    async fn expire_session(&self) {
        let change = json!({"session": "expired"});
        self.network.change_seat(SEAT, change).await;
    }

    async fn vanish(&mut self) {
        self.network.stop().await;
    }
}

mod conforms {
    use super::{SandboxRig, all_checks};

    all_checks!(SandboxRig::start().await);
}

#[tokio::test]
async fn a_line_lives_as_long_as_its_credentials() {
    let network = SimulatedNetwork::start().await;
    let lines = Lines::new();
    let mut seat = seat(&network).await;
    let line = lines.line(&seat).unwrap();
    assert!(Arc::ptr_eq(&line, &lines.line(&seat).unwrap()));

    let path = format!("seats/{SEAT}/session/renew");
    network.control(Method::POST, &path, json!({})).await;
    assert_eq!(line.plan().await, Err(NetworkError::SessionExpired));
    seat.credentials = network.token(SEAT).await;
    let renewed = lines.line(&seat).unwrap();
    assert!(!Arc::ptr_eq(&line, &renewed));
    renewed.plan().await.unwrap();

    lines.close(seat.account_id);
    assert!(!Arc::ptr_eq(&renewed, &lines.line(&seat).unwrap()));
}

#[test]
fn only_a_server_can_be_an_address() {
    let lines = Lines::new();
    let line = |network: &str, address: &str| {
        lines.line(&SeatAddress {
            account_id: AccountId::from_bytes([1; 16]),
            network: network.to_owned(),
            address: address.to_owned(),
            credentials: SecretString::from("token"),
        })
    };
    for address in [
        "http://127.0.0.1:8790",
        "http://127.0.0.1:8790/",
        "https://sandbox.example",
    ] {
        assert!(line("sandbox", address).is_ok(), "{address}");
    }
    for address in [
        "",
        "127.0.0.1:8790",
        "ftp://127.0.0.1",
        "http://user:secret@127.0.0.1",
        "http://127.0.0.1/path",
        "http://127.0.0.1/?a=b",
        "data:text/plain,hello",
    ] {
        assert!(
            matches!(line("sandbox", address), Err(NetworkError::Refused { .. })),
            "{address}"
        );
    }
    assert!(matches!(
        line("elsewhere", "http://127.0.0.1"),
        Err(NetworkError::Unsupported { .. })
    ));
}

#[tokio::test]
async fn challenges_and_restrictions_hold() {
    let rig = SandboxRig::start().await;
    let stranger = rig.stranger_key().await;
    rig.network
        .change_seat(SEAT, json!({"challenge": true}))
        .await;
    assert!(matches!(
        rig.line.plan().await,
        Err(NetworkError::Restricted { .. })
    ));
    let held_by = async || {
        let act = rig.line.connect("token".to_owned(), stranger.clone(), None);
        match act.await {
            Outcome::Held { rule, .. } => rule,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(held_by().await, HoldRule::ChallengeRequired);
    let restricted = json!({"challenge": false, "restricted_for_ms": 60_000});
    rig.network.change_seat(SEAT, restricted).await;
    rig.line.plan().await.expect("a restricted seat may read");
    assert_eq!(held_by().await, HoldRule::Restricted);
}

/// A group of the seat, and a member of it who is not of the first degree.
async fn group_and_member(rig: &SandboxRig) -> (String, String) {
    let groups = rig.network.ask_as(SEAT, "groups").await;
    let members = rig
        .network
        .control(Method::GET, "members?limit=200", serde_json::Value::Null)
        .await;
    for group in groups["groups"].as_array().unwrap() {
        let group_id = group["group_id"].as_str().unwrap();
        for member in members["members"].as_array().unwrap() {
            let member_key = member["member_key"].as_str().unwrap();
            let shares = rig
                .line
                .shares_group(group_id.to_owned(), member_key.to_owned());
            let is_close = rig.line.relationship(member_key.to_owned()).await.unwrap();
            let thread = rig.line.thread_with(member_key.to_owned()).await.unwrap();
            let is_distant = is_close.degree.is_some_and(|degree| degree > 1);
            if shares.await.unwrap() && is_distant && thread.is_none() {
                return (group_id.to_owned(), member_key.to_owned());
            }
        }
    }
    panic!("no group has such a member");
}

fn message(token: &str, destination: Destination) -> OutgoingMessage {
    OutgoingMessage {
        token: token.to_owned(),
        destination,
        is_inmail: false,
        subject: None,
        text: "Hello".to_owned(),
        reply_to: None,
        attachments: Vec::new(),
    }
}

#[tokio::test]
async fn a_shared_group_opens_the_way_and_is_read_back() {
    let rig = SandboxRig::start().await;
    let (group_id, member_key) = group_and_member(&rig).await;
    let outgoing = message(
        "token-1",
        Destination::GroupMember {
            group_id: group_id.clone(),
            member_key: member_key.clone(),
        },
    );
    rig.arrange(Mishap::AnswerLost).await;
    let outcome = rig.line.send(outgoing.clone()).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    let found = rig.line.read_back(outgoing, Timestamp::MIN).await.unwrap();
    let ReadBack::Found(receipts) = found else {
        panic!("it was accepted");
    };
    let thread = rig.line.thread_with(member_key.clone()).await.unwrap();
    assert_eq!(thread.unwrap().thread_key, receipts[0].thread_key);

    let nobody = rig
        .line
        .shares_group(group_id, "nobody-there".to_owned())
        .await;
    let absent = rig
        .line
        .shares_group("00000000".to_owned(), member_key)
        .await;
    for (asked, expected) in [(nobody, "unknown_member"), (absent, "unknown_group")] {
        let Err(NetworkError::Refused { code, .. }) = asked else {
            panic!("{asked:?} is no refusal");
        };
        assert_eq!(code, expected);
    }
}

#[tokio::test]
async fn an_inmail_uses_a_credit_and_shows_its_subject() {
    let rig = SandboxRig::start().await;
    let stranger = rig.stranger_key().await;
    let is_free = rig.line.is_open_profile(stranger.clone()).await.unwrap();
    let used = rig.line.plan().await.unwrap().inmail_credits_used;
    let mut outgoing = message("token-1", Destination::Member(stranger));
    outgoing.is_inmail = true;
    outgoing.subject = Some("An idea".to_owned());
    let Outcome::Accepted(receipt) = rig.line.send(outgoing).await else {
        panic!("a premium seat may write InMails");
    };
    let plan = rig.line.plan().await.unwrap();
    assert_eq!(plan.inmail_credits_used - used, i64::from(!is_free));
    let thread = rig.line.thread(receipt.thread_key.clone()).await.unwrap();
    assert_eq!(thread.unwrap().kind, ThreadKind::Inmail);
    let page = rig
        .line
        .messages(receipt.thread_key, None, 1)
        .await
        .unwrap();
    assert_eq!(page.items[0].subject.as_deref(), Some("An idea"));
}
