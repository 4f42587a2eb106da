//! What the demo shows: addresses, the key, and one request per endpoint of the guide with ids that are really there.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use domain::ids::AccountId;
use engine::timer::Timer as _;
use serde_json::Value;

use crate::machine::MachineTimer;
use crate::probe;

/// Every sandbox has him; see `docs/reference/sandbox.md`.
const FRIEND: &str = "john-doe-123";
const LOOK_EVERY: Duration = Duration::from_millis(50);
const LOOKS: u32 = 400;
const INBOX: &str = "/linkedin/messaging/recent-messages?count=100";

/// Ids to try the requests with.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tour {
    /// The thread with the friend, as a URN.
    friend_thread: Option<String>,
    /// A message that he sent.
    friend_message: Option<String>,
    /// A thread of more than two.
    group_thread: Option<String>,
}

impl Tour {
    /// Waits for a while until the first history is there, then looks for ids.
    pub(super) async fn wait(address: SocketAddr, key: &str, accounts: &[AccountId]) -> Self {
        let timer = MachineTimer;
        for _ in 0..LOOKS {
            if is_read_in(address, key, accounts).await {
                break;
            }
            timer.sleep(LOOK_EVERY).await;
        }
        match probe::get(address, INBOX, Some(key)).await {
            Some((200, inbox)) => Self::of(&inbox),
            _ => Self::default(),
        }
    }

    fn of(inbox: &Value) -> Self {
        let empty = Vec::new();
        let conversations = inbox["conversations"].as_array().unwrap_or(&empty);
        let participants = |conversation: &Value| conversation["participants"].as_array().cloned();
        let is_friend = |participant: &Value| {
            ["publicIdentifier", "publicId", "profileUrl", "slug"]
                .iter()
                .filter_map(|field| participant[*field].as_str())
                .any(|text| text.contains(FRIEND))
                || participant["name"] == "John Doe"
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let friend = conversations.iter().find(|conversation| {
            participants(conversation)
                .is_some_and(|all| all.len() == 1 && all.iter().any(is_friend))
        });
        let group = conversations
            .iter()
            .find(|conversation| participants(conversation).is_some_and(|all| all.len() > 1));
        let id = |conversation: &Value| text(&conversation["conversationId"]);
        Self {
            friend_thread: friend.and_then(id),
            friend_message: friend.and_then(|conversation| {
                let latest = &conversation["latestMessage"];
                text(&latest["messageId"]).or_else(|| text(&latest["messageUrn"]))
            }),
            group_thread: group.and_then(id),
        }
    }

    /// The page for standard output.
    pub(super) fn page(&self, base: &str, key: &str, sandbox: &str, data: &Path) -> String {
        let mut page = format!(
            "\nLiaison is running.\n\n  \
             Address  {base}\n  \
             API key  {key}\n  \
             Docs     {base}/docs\n  \
             Network  {sandbox} (simulated)\n  \
             Data     {} (master.key in it seals every stored credential: keep it)\n\n\
             Try it:\n",
            data.display()
        );
        let missing = "urn:li:messagingThread:2-...".to_owned();
        let thread = self.friend_thread.as_ref().unwrap_or(&missing);
        let group = self.group_thread.as_ref().unwrap_or(&missing);
        let acknowledged = self
            .friend_message
            .as_ref()
            .map_or_else(String::new, |urn| format!(", \"messageUrns\": [\"{urn}\"]"));
        let posts = [
            (
                "3. Send a message, typing first",
                "send-with-typing",
                format!(
                    "{{\"recipientProfileId\": \"{FRIEND}\", \"message\": \"Hello! I would like to connect with you.\", \"conversationUrn\": \"{thread}\"}}"
                ),
            ),
            (
                "4. Show that you are typing",
                "typing-indicator",
                format!("{{\"conversationUrn\": \"{thread}\"}}"),
            ),
            (
                "5. Send a message and wait for its delivery",
                "send-with-ack",
                format!(
                    "{{\"recipientProfileId\": \"{FRIEND}\", \"message\": \"Did this arrive?\"{acknowledged}}}"
                ),
            ),
            (
                "6. Send to a group, typing first",
                "send-group-with-typing",
                format!("{{\"conversationUrn\": \"{group}\", \"message\": \"Hello everybody!\"}}"),
            ),
            (
                "7. Send to a group and wait for the delivery",
                "send-group-with-ack",
                format!(
                    "{{\"conversationUrn\": \"{group}\", \"message\": \"Did this reach you all?\"}}"
                ),
            ),
        ];
        let authorization = format!("-H 'Authorization: Bearer {key}'");
        let _ = write!(
            page,
            "\n# 1. Recent conversations\ncurl '{base}/linkedin/messaging/recent-messages' {authorization}\n\
             \n# 2. One conversation\ncurl -G '{base}/linkedin/messaging/conversation-details' {authorization} \
             --data-urlencode 'conversationUrn={thread}'\n"
        );
        for (title, route, body) in posts {
            let _ = write!(
                page,
                "\n# {title}\ncurl '{base}/linkedin/messaging/{route}' {authorization} \
                 -H 'Content-Type: application/json' -d '{body}'\n"
            );
        }
        page.push_str("\nCtrl-C stops it; a second start finds its data and this key again.");
        page
    }
}

/// Whether the history of every account is here.
async fn is_read_in(address: SocketAddr, key: &str, accounts: &[AccountId]) -> bool {
    for account_id in accounts {
        let path = format!("/linkedin/account/{account_id}/status");
        let answer = probe::get(address, &path, Some(key)).await;
        if answer.is_none_or(|(_, status)| status["sync"]["state"] != "done") {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_come_from_the_inbox() {
        let inbox = json!({"conversations": [
            {"conversationId": "one", "participants": [{"name": "A"}, {"name": "B"}]},
            {"conversationId": "two", "participants": [{"name": "John Doe"}], "latestMessage": {"messageId": "m"}},
        ]});
        let tour = Tour::of(&inbox);
        assert_eq!(tour.group_thread.as_deref(), Some("one"));
        assert_eq!(tour.friend_message.as_deref(), Some("m"));
        let page = tour.page(
            "http://localhost:1",
            "key",
            "http://127.0.0.1:2",
            Path::new("/data"),
        );
        assert_eq!(page.matches("\ncurl ").count(), 7);
        assert!(page.contains("conversationUrn=two"), "{page}");
        assert_eq!(Tour::of(&json!({})), Tour::default());
    }
}
