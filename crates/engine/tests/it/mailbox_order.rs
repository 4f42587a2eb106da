//! What somebody does with the mailbox in the network's own program arrives here.

use serde_json::{Value, json};
use store::conversations::{self, Conversation};
use testkit::stores;

use crate::mailbox::{Mailbox, SEAT};

const FRIEND: &str = "john-doe-123";

impl Mailbox {
    /// Waits for a state of a conversation.
    async fn until_conversation(
        &self,
        key: &str,
        what: &str,
        is_reached: impl Fn(&Conversation) -> bool,
    ) -> Conversation {
        let (workspace_id, account_id, key) = (self.workspace_id, self.account_id, key.to_owned());
        let mut last = None;
        for _ in 0..1_200 {
            let key = key.clone();
            let found = self.read(move |tx| {
                conversations::find_by_thread_key(tx, workspace_id, account_id, &key)
            });
            last = found.await;
            if let Some(found) = last.clone().filter(|found| is_reached(found)) {
                return found;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("{what}: {last:?}");
    }

    async fn by_hand(&self, key: &str, act: &str, body: Value) {
        let path = format!("threads/{key}/{act}");
        self.network.act_as(SEAT, &path, body).await;
    }
}

#[tokio::test]
async fn what_is_archived_on_the_network_by_hand_arrives_here() {
    let mailbox = Mailbox::link(stores::sqlite()).await;
    let said = mailbox
        .network
        .say(FRIEND, &mailbox.own_slug, "Hello")
        .await;
    let key = said["thread_id"].as_str().expect("a thread").to_owned();
    // One is there when the history is read in, the others come later.
    mailbox
        .by_hand(&key, "star", json!({"starred": true}))
        .await;
    let sync = mailbox.follow();
    let found = mailbox.until_conversation(&key, "the star", |found| found.desk.is_starred);
    assert!(!found.await.desk.is_archived);
    mailbox
        .by_hand(&key, "archive", json!({"archived": true}))
        .await;
    let is_archived = |found: &Conversation| found.desk.is_archived;
    mailbox
        .until_conversation(&key, "the archive", is_archived)
        .await;
    mailbox.by_hand(&key, "seen", json!({})).await;
    mailbox
        .until_conversation(&key, "the reading", |found| found.unread_count == 0)
        .await;
    mailbox.by_hand(&key, "unread", json!({})).await;
    mailbox
        .until_conversation(&key, "unread again", |found| found.unread_count == 1)
        .await;
    mailbox.receive(FRIEND, "Are you there?").await;
    let is_back = |found: &Conversation| !found.desk.is_archived && found.unread_count == 2;
    let found = mailbox
        .until_conversation(&key, "back from the archive", is_back)
        .await;
    assert!(found.desk.is_starred);
    sync.stop().await;
}
