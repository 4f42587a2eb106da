//! What goes with the words of a message: files, and the message that it answers. Nothing here leaves: no engine runs.

use app::AppError;
use app::conversations::ReadConversation;
use app::sends::{EditSend, SendMessage, SendTerms, SendView};
use domain::attachment::File;
use domain::error_code::ErrorCode;
use domain::ids::MessageId;
use domain::limits;
use store::{Store, ingest, messages, sends};

use crate::sends::message;
use crate::world::{World, at, message as shown, refusal, thread};

/// John's thread with two messages, and another one with one.
async fn world(store: Store) -> World {
    let world = World::new(store).await;
    world.sign_in().await;
    let page = vec![
        shown("2-john", 1, at(1), "Hi"),
        shown("2-john", 2, at(2), "There?"),
    ];
    world.observe(thread("2-john", 2, 0), page).await;
    let elsewhere = vec![shown("2-else", 1, at(1), "Hello")];
    world.observe(thread("2-else", 1, 0), elsewhere).await;
    world
}

fn file(name: &str, bytes: &[u8]) -> File {
    File::new(name, "text/plain", bytes.to_vec()).unwrap()
}

fn laden(key: &str, text: &str, reply_to: Option<&str>, attachments: Vec<File>) -> SendMessage {
    SendMessage {
        recipient: None,
        conversation: Some("2-john".to_owned()),
        idempotency_key: Some(key.to_owned()),
        terms: SendTerms {
            reply_to: reply_to.map(str::to_owned),
            attachments,
            ..SendTerms::default()
        },
        ..message(text)
    }
}

async fn keep(world: &World, command: SendMessage) -> Result<SendView, AppError> {
    let kept = world.app.keep_message(&world.caller, command).await;
    kept.map(|kept| kept.send)
}

/// Our own id of a message of the first account.
async fn own_id(world: &World, key: &'static str) -> String {
    let found = world.write(move |tx, account| {
        messages::find_by_ref(
            tx,
            account.workspace_id,
            account.number,
            messages::NETWORK,
            key,
        )
    });
    MessageId::of(found.await.unwrap().doc).to_string()
}

testkit::on_both_engines! {
    async fn files_and_the_answered_message_are_kept_with_the_send(store: Store) {
        let world = world(store).await;
        let files = vec![file("a.txt", b"\0\xff"), file("b.txt", b"b")];
        let own = own_id(&world, "2-john-m1").await;
        let sent = keep(&world, laden("k1", "", Some(&own), files.clone())).await.unwrap();
        assert_eq!((sent.text.as_str(), sent.reply_to.as_deref()), ("", Some("2-john-m1")));
        let names: Vec<_> = sent.attachments.iter().map(|facts| facts.name.as_str()).collect();
        assert_eq!(names, ["a.txt", "b.txt"]);
        let send_id = sent.report.send_id;
        let found = world.app.find_send(&world.caller, &send_id.to_string()).await.unwrap();
        assert_eq!(found, sent);
        let kept = world.write(move |tx, account| sends::list_files(tx, account.workspace_id, send_id)).await;
        assert_eq!(kept, files);
    }

    async fn other_files_or_another_answer_are_another_request(store: Store) {
        let world = world(store).await;
        let first = || laden("k1", "Look", Some("2-john-m1"), vec![file("a.txt", b"a")]);
        let sent = keep(&world, first()).await.unwrap();
        assert_eq!(keep(&world, first()).await.unwrap().report.send_id, sent.report.send_id);
        for other in [
            laden("k1", "Look", Some("2-john-m1"), vec![file("a.txt", b"b")]),
            laden("k1", "Look", Some("2-john-m1"), vec![file("b.txt", b"a")]),
            laden("k1", "Look", Some("2-john-m1"), Vec::new()),
            laden("k1", "Look", Some("2-john-m2"), vec![file("a.txt", b"a")]),
            laden("k1", "Look", None, vec![file("a.txt", b"a")]),
        ] {
            assert_eq!(refusal(keep(&world, other).await).code, ErrorCode::IdempotencyKeyReused);
        }
        // Without a key, what is alike besides its files is no repeat.
        let plain = |bytes| SendMessage { idempotency_key: None, ..laden("", "Hi", None, vec![file("a", bytes)]) };
        let one = keep(&world, plain(b"1")).await.unwrap().report.send_id;
        assert_eq!(keep(&world, plain(b"1")).await.unwrap().report.send_id, one);
        assert_ne!(keep(&world, plain(b"2")).await.unwrap().report.send_id, one);
    }

    async fn only_a_known_message_of_the_conversation_is_answered(store: Store) {
        let world = world(store).await;
        let other = world.second_account().await;
        let foreign = world.write(move |tx, _| {
            ingest::observe(tx, &other, &thread("2-john", 9, 0), &[shown("2-john", 9, at(9), "To another")], at(9))
        });
        let foreign_id = MessageId::of(foreign.await.inserted[0].doc).to_string();
        let elsewhere = own_id(&world, "2-else-m1").await;
        for (reply_to, code) in [
            ("no reference", "invalid"),
            ("2-nobody-said-this", "not_found"),
            (foreign_id.as_str(), "not_found"),
            ("2-john-m9", "not_found"),
            ("2-else-m1", "mismatch"),
            (elsewhere.as_str(), "mismatch"),
        ] {
            let refused = refusal(keep(&world, laden("k", "As you say", Some(reply_to), Vec::new())).await);
            let issue = (refused.issues[0].path.as_str(), refused.issues[0].code);
            assert_eq!(issue, ("reply_to", code), "{reply_to}");
        }
        let urn = "urn:li:msg_message:(urn:li:fsd_profile:ACoAAowner,2-john-m2)";
        let sent = keep(&world, laden("k", "As you say", Some(urn), Vec::new())).await.unwrap();
        assert_eq!(sent.reply_to.as_deref(), Some("2-john-m2"));
    }

    async fn a_message_carries_so_many_files_and_no_more(store: Store) {
        let world = world(store).await;
        let many = vec![file("a", b"a"); limits::ATTACHMENTS_MAX + 1];
        let large = vec![file("a", &vec![7; limits::ATTACHMENT_BYTES_MAX]); 3];
        for (files, code) in [(many, "too_many"), (large, "too_large")] {
            let refused = refusal(keep(&world, laden("k", "Look", None, files)).await);
            let issue = (refused.issues[0].path.as_str(), refused.issues[0].code);
            assert_eq!(issue, ("attachments", code));
        }
        let refused = refusal(keep(&world, laden("k", " ", None, Vec::new())).await);
        assert_eq!(refused.issues[0].code, "empty");
        let most = vec![file("a", &vec![7; limits::ATTACHMENTS_BYTES_MAX / limits::ATTACHMENTS_MAX]); limits::ATTACHMENTS_MAX];
        assert_eq!(keep(&world, laden("k", "", None, most)).await.unwrap().attachments.len(), limits::ATTACHMENTS_MAX);
    }

    async fn a_trial_keeps_nothing(store: Store) {
        let world = world(store).await;
        let trial = world.app.try_message(&world.caller, laden("k", "", None, vec![file("a", b"a")])).await;
        assert_eq!(trial.unwrap().state, "queued");
        let sends = world.write(|tx, account| {
            sends::list_waiting(tx, account.workspace_id, account.account_id, 10)
        });
        assert_eq!(sends.await, []);
    }

    async fn an_edit_keeps_files_and_answer(store: Store) {
        let world = world(store).await;
        let sent = keep(&world, laden("k1", "Look", Some("2-john-m1"), vec![file("a", b"a")])).await.unwrap();
        let id = sent.report.send_id.to_string();
        let edit = |text: &str| EditSend { text: Some(text.to_owned()), ..EditSend::default() };
        let edited = world.app.edit_send(&world.caller, &id, edit("See there")).await.unwrap();
        assert_eq!((&edited.attachments, &edited.reply_to), (&sent.attachments, &sent.reply_to));
        assert_ne!(edited.content_hash, sent.content_hash);
        let wordless = world.app.edit_send(&world.caller, &id, edit("")).await.unwrap();
        assert_eq!(wordless.text, "");
        let plain = keep(&world, laden("k2", "Look", None, Vec::new())).await.unwrap();
        let id = plain.report.send_id.to_string();
        let refused = refusal(world.app.edit_send(&world.caller, &id, edit("")).await);
        assert_eq!(refused.issues[0].code, "empty");
    }

    async fn the_history_tells_which_message_one_answers(store: Store) {
        let world = world(store).await;
        let mut reply = shown("2-john", 3, at(3), "Yes");
        reply.reply_to = Some("2-john-m2".to_owned());
        world.observe(thread("2-john", 3, 0), vec![reply]).await;
        let read = ReadConversation { conversation: "2-john".to_owned(), ..ReadConversation::default() };
        let history = world.app.read_conversation(&world.caller, read).await.unwrap();
        let answers: Vec<_> = history.messages.iter().map(|message| message.reply_to.as_deref()).collect();
        assert_eq!(answers, [None, None, Some("2-john-m2")]);
    }
}
