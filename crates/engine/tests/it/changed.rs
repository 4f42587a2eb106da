//! Messages that people change and take back by hand, as the mailbox shows them afterwards.

use std::time::Duration;

use integrations::http::Method;
use serde_json::json;
use store::accounts::BackfillState;
use store::messages::{self, Message};
use testkit::stores;

use crate::mailbox::{Mailbox, SEAT};

const FRIEND: &str = "john-doe-123";

async fn kept(mailbox: &Mailbox, number: i64, key: &str) -> Option<Message> {
    let (workspace_id, key) = (mailbox.workspace_id, key.to_owned());
    mailbox
        .read(move |tx| messages::find_by_ref(tx, workspace_id, number, messages::NETWORK, &key))
        .await
}

#[tokio::test]
async fn what_is_changed_and_taken_back_by_hand_is_so_here_too_whatever_comes_twice() {
    let mailbox = Mailbox::link(stores::sqlite()).await;
    let sync = mailbox.follow();
    let account = mailbox
        .until("the history is read in", |account| {
            account.backfill_state == BackfillState::Done
        })
        .await;
    for name in ["duplicate_updates", "reordered_updates"] {
        let fault = json!({"fault": name, "action": "updates"});
        mailbox.network.fault(SEAT, fault).await;
    }
    let mut keys = Vec::new();
    for (said, act, then) in [("Helo", "edit", "Hello"), ("Never mind", "delete", "")] {
        let message = mailbox.network.say(FRIEND, &mailbox.own_slug, said).await;
        let body = json!({
            "as": FRIEND, "thread_id": message["thread_id"], "message_id": message["message_id"], "text": then,
        });
        let path = format!("messages/{act}");
        mailbox.network.control(Method::POST, &path, body).await;
        keys.push(message["message_id"].as_str().expect("a text").to_owned());
    }
    for _ in 0..1_200 {
        let edited = kept(&mailbox, account.number, &keys[0]).await;
        // The second may never have been shown at all.
        let gone = kept(&mailbox, account.number, &keys[1]).await;
        if edited.is_some_and(|message| message.text == "Hello")
            && gone.is_none_or(|message| message.deleted_at.is_some() && message.text.is_empty())
        {
            sync.stop().await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("they are not as they are there");
}
