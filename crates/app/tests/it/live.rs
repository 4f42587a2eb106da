//! Calls that reach the network: what the network shows is kept, and what it cannot do is said before anything happens.

mod invitations;
mod mailbox;

use std::sync::Arc;
use std::time::Duration;

use app::accounts::LinkAccount;
use app::inbox::{InboxAnswer, ListInbox};
use app::relationships::Connect;
use app::sends::{SendMessage, SendTerms};
use app::{App, AppResult, Parts, Settings};
use domain::attachment::File;
use domain::error_code::ErrorCode;
use domain::network::{Member, NetworkMessage, Thread, ThreadKind};
use domain::time::Timestamp;
use integrations::http::Method;
use integrations::networks::network::MessagePlace;
use integrations::networks::{Lines, SeatAddress};
use serde_json::{Value, json};
use store::accounts::{self, Account};
use store::vault::Vault;
use store::{Store, ingest};
use testkit::simulated::SimulatedNetwork;

use crate::incapable;
use crate::sends::message;
use crate::world::{World, at, refusal};

/// A world with the premium seat of a simulated network.
struct Live {
    world: World,
    network: SimulatedNetwork,
    account: Account,
    /// As callers name the account.
    id: Option<String>,
}

impl Live {
    async fn new(store: Store) -> Self {
        let network = SimulatedNetwork::start().await;
        let world = World::new(store).await;
        let link = LinkAccount {
            network: "sandbox".into(),
            address: network.address(),
            credentials: network.token("premium").await,
        };
        let workspace_id = world.caller.workspace_id;
        let linked = world.app.link_account(workspace_id, link).await.unwrap();
        let account_id = linked.account.account_id;
        let account = world
            .store
            .read(move |tx| accounts::get(tx, workspace_id, account_id))
            .await
            .unwrap();
        Self {
            world,
            network,
            account,
            id: Some(account_id.to_string()),
        }
    }

    /// Keeps the network's threads as unread ones with this person, and returns their keys.
    async fn keep_unread(&self, with: &Member, count: usize) -> Vec<String> {
        let history = self.network.history("premium").await;
        let keys: Vec<String> = history[..count].iter().map(thread_key).collect();
        for key in &keys {
            let shown = Thread {
                thread_key: key.clone(),
                kind: ThreadKind::Direct,
                title: None,
                participants: vec![with.clone()],
                created_at: at(0),
                last_activity_at: at(1),
                last_read_at: None,
                unread_count: 2,
                mailbox: None,
            };
            let account = self.account.clone();
            self.world
                .store
                .write(move |tx| ingest::observe(tx, &account, &shown, &[], at(1)).map(drop))
                .await
                .unwrap();
        }
        keys
    }

    /// How many conversations match.
    async fn total(&self, is_read: Option<bool>, keywords: Option<&str>) -> i64 {
        let list = ListInbox {
            account: self.id.clone(),
            count: 20,
            is_read,
            keywords: keywords.map(str::to_owned),
            ..ListInbox::default()
        };
        match self.world.app.list_inbox(&self.world.caller, list).await {
            Ok(InboxAnswer::Page(page)) => page.total,
            other => panic!("{other:?}"),
        }
    }

    /// Somebody as the network shows them to the seat.
    async fn member(&self, slug: &str) -> Member {
        let shown = self
            .network
            .ask_as("premium", &format!("members/{slug}"))
            .await;
        let text = |field: &str| shown[field].as_str().unwrap_or_default().to_owned();
        Member {
            member_key: text("member_key"),
            member_number: None,
            slug: Some(slug.to_owned()),
            first_name: text("first_name"),
            last_name: text("last_name"),
            headline: text("headline"),
            picture: None,
            badge: None,
            degree: None,
        }
    }

    /// The slug of somebody whom the seat does not know.
    async fn stranger(&self) -> String {
        let members = self
            .network
            .control(Method::GET, "members?limit=100", Value::Null)
            .await;
        for member in members["members"].as_array().unwrap() {
            let slug = member["slug"].as_str().unwrap();
            let path = format!("members/{slug}/relationship");
            if self.network.ask_as("premium", &path).await["distance"] == 3 {
                return slug.to_owned();
            }
        }
        panic!("everybody is known")
    }

    /// The friend says something with a file, and it is kept as the network shows it.
    async fn say_with_a_file(&self, name: &str) -> NetworkMessage {
        let owner = self.network.seat("premium").await["slug"].clone();
        let file = json!({"name": name, "media_type": "application/pdf"});
        let said = json!({"as": FRIEND, "to": {"member": owner}, "text": "The plan", "attachments": [file]});
        let said = self.network.control(Method::POST, "messages", said).await["message"].clone();
        let text = |field: &str| said[field].as_str().unwrap().to_owned();
        let seat = SeatAddress {
            account_id: self.account.account_id,
            network: "sandbox".into(),
            address: self.network.address(),
            credentials: self.network.token("premium").await,
        };
        let line = Lines::default().line(&seat).unwrap();
        let place = MessagePlace {
            thread_key: text("thread_id"),
            message_key: text("message_id"),
        };
        let thread = line
            .thread(place.thread_key.clone())
            .await
            .unwrap()
            .unwrap();
        let shown = line.message(place).await.unwrap().unwrap();
        let (account, kept) = (self.account.clone(), shown.clone());
        let observed = self.world.store.write(move |tx| {
            ingest::observe(tx, &account, &thread, std::slice::from_ref(&kept), at(1)).map(drop)
        });
        observed.await.unwrap();
        shown
    }

    async fn keep(&self, member: Member, seen_at: Timestamp) {
        let account = self.account.clone();
        self.world
            .store
            .write(move |tx| ingest::member_seen(tx, &account, &member, seen_at).map(drop))
            .await
            .unwrap();
    }

    fn connect(&self, person: &str) -> Connect {
        Connect {
            account: self.id.clone(),
            person: person.to_owned(),
            person_field: "profileId",
            note: None,
            note_field: "customMessage",
            terms: None,
            wait: Some(Duration::ZERO),
            idempotency_key: None,
        }
    }
}

fn thread_key(thread: &Value) -> String {
    thread["thread_id"].as_str().unwrap().to_owned()
}

const FRIEND: &str = "john-doe-123";

testkit::on_both_engines! {
    async fn what_was_marked_as_read_is_shown_as_read_at_once(store: Store) {
        let live = Live::new(store).await;
        let friend = live.member(FRIEND).await;
        let keys = live.keep_unread(&friend, 3).await;
        let (app, caller) = (&live.world.app, &live.world.caller);
        assert_eq!((live.total(Some(false), None).await, live.total(Some(true), None).await), (3, 0));
        app.mark_seen(caller, live.id.clone(), keys[0].clone()).await.unwrap();
        assert_eq!((live.total(Some(false), None).await, live.total(Some(true), None).await), (2, 1));
        app.mark_all_read(caller, live.id.clone()).await.unwrap();
        assert_eq!((live.total(Some(false), None).await, live.total(Some(true), None).await), (0, 3));
        let status = app.account_status(caller, live.id.as_deref()).await.unwrap();
        assert_eq!(status.last_used_at, Some(app.now()));
    }

    async fn somebody_who_is_looked_up_is_listed_and_found_as_they_are_now(store: Store) {
        let live = Live::new(store).await;
        let mut before = live.member(FRIEND).await;
        before.slug = Some("john-before".into());
        before.last_name = "Before".into();
        live.keep_unread(&before, 1).await;
        let change = json!({"last_name": "Newname", "headline": "Pilot of airships"});
        live.network.control(Method::PATCH, &format!("members/{FRIEND}"), change).await;
        assert_eq!(live.total(None, Some("newname")).await, 0);
        let (app, caller) = (&live.world.app, &live.world.caller);
        // By the slug that is not known yet.
        let view = app.relationship(caller, live.id.clone(), FRIEND.into()).await.unwrap();
        assert_eq!(view.member_key, before.member_key);
        for (keywords, expected) in [("newname", 1), ("airships", 1), ("before", 0)] {
            assert_eq!(live.total(None, Some(keywords)).await, expected, "{keywords}");
        }
    }

    async fn a_slug_that_was_not_seen_for_a_day_is_asked_for_again(store: Store) {
        let live = Live::new(store).await;
        let slug = live.stranger().await;
        let right = live.member(&slug).await;
        // Who had the slug before is the friend, as far as the store knows.
        let wrong = Member { slug: Some(slug.clone()), ..live.member(FRIEND).await };
        let (app, caller, now) = (&live.world.app, &live.world.caller, live.world.app.now());
        live.keep(wrong.clone(), now.minus(Duration::from_hours(24))).await;
        let refused = refusal(app.connect(caller, live.connect(&slug)).await);
        assert_eq!(refused.code, ErrorCode::AlreadyConnected, "a day is not over");
        live.keep(wrong, now.minus(Duration::from_secs(24 * 3_600 + 1))).await;
        let connected = app.connect(caller, live.connect(&slug)).await.unwrap();
        assert_eq!((connected.member_key, connected.state), (right.member_key, "queued"));
    }

    async fn a_stale_slug_is_not_trusted_while_the_network_is_away(store: Store) {
        let mut live = Live::new(store).await;
        let friend = live.member(FRIEND).await;
        live.keep(friend, at(0)).await;
        live.network.stop().await;
        let (app, caller) = (&live.world.app, &live.world.caller);
        let answer = app.connect(caller, live.connect(FRIEND)).await;
        let code = answer.unwrap_err().refusal().unwrap().code;
        assert_eq!(code, ErrorCode::NetworkUnavailable);
    }

    async fn a_wrong_name_is_an_issue_of_the_field_that_holds_it(store: Store) {
        let world = World::new(store).await;
        for field in ["profileUrn", "profileId"] {
            let refused = refusal(world.app.check_email_support(&world.caller, None, "no such form!".into(), field).await);
            assert_eq!(refused.issues[0].path, field);
            let connect = Connect {
                account: None, person: "no such form!".into(), person_field: field, note: None,
                note_field: "customMessage", terms: None, wait: None, idempotency_key: None,
            };
            let refused = refusal(world.app.connect(&world.caller, connect).await);
            assert_eq!(refused.issues[0].path, field);
        }
        let connect = Connect {
            account: None, person: "x".into(), person_field: "profileId", note: Some("x".repeat(301)),
            note_field: "customMessage", terms: None, wait: None, idempotency_key: None,
        };
        let refused = refusal(world.app.connect(&world.caller, connect).await);
        assert_eq!(refused.issues[0].path, "customMessage");
        assert_eq!(refused.issues[0].message, "customMessage has 301 characters, at most 300 are allowed");
    }

    async fn the_files_of_a_message_are_read_from_the_network(store: Store) {
        let live = Live::new(store).await;
        let shown = live.say_with_a_file("Plan.pdf").await;
        let attachment = shown.attachments[0].clone();
        let place = (shown.message_key.as_str(), attachment.id.as_str());
        let (app, caller) = (&live.world.app, &live.world.caller);
        let (told, bytes) = app.message_attachment(caller, live.id.as_deref(), place).await.unwrap();
        assert_eq!(bytes, live.network.fetch(&attachment.url).await);
        assert_eq!(told, attachment);
        for place in [(place.0, "att-999999"), ("2-bm9ib2R5", place.1)] {
            let refused = refusal(app.message_attachment(caller, live.id.as_deref(), place).await);
            assert!(matches!(refused.code, ErrorCode::AttachmentNotFound | ErrorCode::MessageNotFound));
        }
    }

    async fn a_message_is_forwarded_with_its_files(store: Store) {
        let live = Live::new(store).await;
        let friend = live.member(FRIEND).await;
        let keys = live.keep_unread(&friend, 1).await;
        let shown = live.say_with_a_file("Plan.pdf").await;
        let command = SendMessage {
            account: live.id.clone(),
            recipient: None,
            conversation: Some(keys[0].clone()),
            idempotency_key: Some("k1".to_owned()),
            ..message("")
        };
        let (app, caller) = (&live.world.app, &live.world.caller);
        let forward = app.forward_message(caller, &shown.message_key, command);
        let sent = Box::pin(forward).await.unwrap().send;
        assert!(sent.text.starts_with("Forwarded from John Doe") && sent.text.ends_with("The plan"), "{}", sent.text);
        let facts = &sent.attachments[0];
        assert_eq!((facts.name.as_str(), facts.media_type.as_str()), ("Plan.pdf", "application/pdf"));
        let file = app.send_file(caller, &sent.report.send_id.to_string(), 0).await.unwrap();
        assert_eq!(file.bytes(), live.network.fetch(&shown.attachments[0].url).await);
    }

    async fn what_a_network_cannot_do_is_refused_before_anything_happens(store: Store) {
        let live = Live::new(store.clone()).await;
        let app = App::new(Parts {
            store,
            vault: Arc::new(Vault::new(&[7; 32])),
            lines: Arc::new(Lines::with_adapters([("sandbox", incapable::adapter())])),
            webhooks: integrations::webhooks::Webhooks::default(),
            clock: live.world.clock.clone(),
            entropy: Arc::new(domain::entropy::SeededEntropy::new(2)),
            timer: Arc::new(testkit::machine::TokioTimer),
            recorder: Arc::new(domain::metric::Unrecorded),
            settings: Settings::default(),
        });
        let (caller, account) = (&live.world.caller, live.id.clone());
        let thread = || "2-anything".to_owned();
        let refused = [
            code(app.show_typing(caller, account.clone(), thread()).await),
            code(app.mark_seen(caller, account.clone(), thread()).await),
            code(app.mark_all_read(caller, account.clone()).await),
            code(app.connect(caller, live.connect(FRIEND)).await),
        ];
        assert_eq!(refused, [ErrorCode::CapabilityUnsupported; 4]);
        let file = File::new("a.txt", "text/plain", b"a".to_vec()).unwrap();
        let laden = SendTerms { attachments: vec![file], ..SendTerms::default() };
        let answer = SendTerms { reply_to: Some("2-anything".to_owned()), ..SendTerms::default() };
        for terms in [laden, answer] {
            let command = SendMessage { account: account.clone(), terms, ..message("Hello") };
            let refused = code(app.send_message(caller, command).await);
            assert_eq!(refused, ErrorCode::CapabilityUnsupported);
        }
    }
}

fn code<T: std::fmt::Debug>(answer: AppResult<T>) -> ErrorCode {
    answer.unwrap_err().refusal().unwrap().code
}
