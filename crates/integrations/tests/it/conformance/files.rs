//! Files and answers to a certain message: what arrives, and what is said of it when something goes wrong.

use domain::attachment::File;
use domain::outcome::Outcome;
use integrations::networks::network::{Destination, OutgoingMessage, ReadBack};

use super::acts::{accepted, network_now, to_friend};
use super::reads::{all_messages, friend_thread};
use super::{Mishap, Rig};

fn file(name: &str, bytes: &[u8]) -> File {
    File::new(name, "application/pdf", bytes.to_vec()).unwrap()
}

fn every_byte() -> Vec<u8> {
    (0..=u8::MAX).collect()
}

/// A message without words, with two files of the same name, that answers the newest message of the friend's thread.
async fn laden(rig: &impl Rig, token: &str) -> OutgoingMessage {
    let thread_key = friend_thread(rig).await.thread_key;
    let newest = rig.line().messages(thread_key, None, 1).await.unwrap();
    OutgoingMessage {
        reply_to: Some(newest.items[0].message_key.clone()),
        attachments: vec![
            file("Über uns.pdf", &every_byte()),
            file("Über uns.pdf", b"x"),
        ],
        ..to_friend(rig, token, "").await
    }
}

/// How many messages of the friend's thread carry files of these names and sizes.
async fn count(rig: &impl Rig, message: &OutgoingMessage) -> usize {
    let thread_key = friend_thread(rig).await.thread_key;
    let messages = all_messages(&rig.line(), &thread_key, 100).await;
    let sent = message.attachments.iter().map(File::facts);
    let sent: Vec<_> = sent
        .map(|facts| (facts.name.clone(), facts.byte_size))
        .collect();
    let is_alike = |found: &&domain::network::NetworkMessage| {
        let shown = found.attachments.iter();
        shown
            .map(|shown| (shown.name.clone(), shown.byte_size))
            .eq(sent.iter().cloned())
    };
    messages.iter().filter(is_alike).count()
}

pub(crate) async fn files_and_answers_arrive_as_they_were_sent(rig: &mut impl Rig) {
    let line = rig.line();
    let able = line.capabilities();
    assert!(able.attachments && able.reply_to);
    let outgoing = laden(rig, "token-1").await;
    let receipt = accepted(line.send(outgoing.clone()).await);
    let newest = line
        .messages(receipt.thread_key.clone(), None, 1)
        .await
        .unwrap();
    let sent = &newest.items[0];
    assert_eq!(sent.message_key, receipt.message_key);
    assert_eq!(sent.reply_to, outgoing.reply_to);
    assert_eq!(sent.text, "");
    assert_eq!(
        sent.attachments, receipt.attachments,
        "the receipt shows them"
    );
    assert_eq!(sent.attachments.len(), 2);
    for (shown, file) in sent.attachments.iter().zip(&outgoing.attachments) {
        let facts = file.facts();
        assert_eq!(
            (&shown.name, &shown.media_type),
            (&facts.name, &facts.media_type)
        );
        assert_eq!(shown.byte_size, facts.byte_size);
        assert_eq!(rig.fetch(&shown.url).await, file.bytes(), "{}", shown.name);
    }
}

pub(crate) async fn what_the_network_does_not_take_is_refused_before_anything_is_sent(
    rig: &mut impl Rig,
) {
    let line = rig.line();
    let mut outgoing = laden(rig, "token-1").await;
    outgoing.attachments.push(rig.refused_file());
    let outcome = line.send(outgoing.clone()).await;
    assert!(matches!(outcome, Outcome::Refused { .. }), "{outcome:?}");
    assert_eq!(count(rig, &outgoing).await, 0);

    let mut elsewhere = laden(rig, "token-2").await;
    elsewhere.reply_to = Some(format!("{}0", elsewhere.reply_to.unwrap()));
    let outcome = line.send(elsewhere.clone()).await;
    let Outcome::Refused { code, .. } = outcome else {
        panic!("{outcome:?} is no refusal");
    };
    assert_eq!(code, "unknown_message");
    assert_eq!(count(rig, &elsewhere).await, 0);
}

pub(crate) async fn a_file_that_was_not_handed_over_is_nothing_sent(rig: &mut impl Rig) {
    let line = rig.line();
    let outgoing = laden(rig, "token-1").await;
    rig.arrange(Mishap::UploadAnswerLost).await;
    let outcome = line.send(outgoing.clone()).await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "{outcome:?}");
    assert_eq!(count(rig, &outgoing).await, 0);
    accepted(line.send(outgoing.clone()).await);
    assert_eq!(count(rig, &outgoing).await, 1);
}

pub(crate) async fn a_lost_answer_is_found_with_its_files(rig: &mut impl Rig) {
    let line = rig.line();
    for (number, class) in (1..).zip(["A", "B", "C"]) {
        rig.set_class(class).await;
        let since = network_now(rig).await;
        let mut outgoing = laden(rig, class).await;
        outgoing.attachments.push(file(class, class.as_bytes()));
        rig.arrange(Mishap::AnswerLost).await;
        let outcome = line.send(outgoing.clone()).await;
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
        let found = line.read_back(outgoing.clone(), since).await.unwrap();
        let ReadBack::Found(receipts) = found else {
            panic!("class {class} must find it");
        };
        assert_eq!(receipts.len(), 1);
        assert_eq!(receipts[0].attachments.len(), 3);
        assert_eq!(count(rig, &outgoing).await, 1, "class {class}");
        // The token of another act, and by content another file or no answer: not this message.
        let mut others = vec![outgoing.clone(), outgoing.clone()];
        others[0].attachments.pop();
        others[1].reply_to = None;
        for mut other in others {
            other.token = format!("other {number}").replace(' ', "-");
            let member_key = super::reads::friend(rig).await.member_key;
            other.destination = Destination::Member(member_key);
            let found = line.read_back(other, since).await.unwrap();
            assert_eq!(found, ReadBack::Absent, "class {class}");
        }
    }
}
