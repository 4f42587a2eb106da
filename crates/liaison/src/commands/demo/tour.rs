//! What the demo shows: addresses, the key, and one request per endpoint of the guide with ids that are really there.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use domain::ids::AccountId;
use domain::time::Timer as _;
use serde_json::Value;

use super::group::SharedGroup;
use crate::machine::{self, MachineTimer};
use crate::output::quoted;
use crate::probe;

/// Every sandbox has him; see `docs/reference/sandbox.md`.
pub(super) const FRIEND: &str = "john-doe-123";
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
    /// The account that these ids are of.
    account_id: Option<String>,
    /// A group of that account's owner, with somebody else who is in it.
    pub(super) group: Option<SharedGroup>,
}

/// Where everything is.
pub(super) struct Places<'p> {
    pub(super) base: &'p str,
    pub(super) key: &'p str,
    pub(super) sandbox: &'p str,
    pub(super) data: &'p Path,
    /// Why there is no catcher, where that is so.
    pub(super) catcher: Result<&'p str, &'p str>,
    /// What the demo allows beyond the defaults, if it does.
    pub(super) loopbacks: Option<&'p str>,
}

impl Places<'_> {
    fn webhooks(&self) -> String {
        match self.catcher {
            Ok(base) => format!("{base}/ (shows every delivery with its signature check)"),
            Err(sentence) => format!("are not caught here: {sentence}"),
        }
    }

    fn receivers(&self) -> String {
        let line = |networks| {
            format!(
                "Webhooks may go to receivers on this machine: \
                 outgoing.allowed_networks is {networks} here, unless you set it.\n\n"
            )
        };
        self.loopbacks.map_or_else(String::new, line)
    }
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
            account_id: text(&inbox["accountId"]),
            group: None,
        }
    }

    /// Where among the linked accounts the one is that the ids are of; the first where the inbox did not say.
    pub(super) fn account_index(&self, accounts: &[AccountId]) -> usize {
        let is_it = |account_id: &AccountId| Some(account_id.to_string()) == self.account_id;
        accounts.iter().position(is_it).unwrap_or(0)
    }

    /// How the requests say whom a group message is for.
    fn group_fields(&self, missing: &str) -> String {
        if let Some(group) = &self.group {
            return format!(
                "\"groupId\": \"{}\", \"recipientProfileUrn\": \"{}\"",
                group.group_id, group.member_urn
            );
        }
        let thread = self.group_thread.as_deref().unwrap_or(missing);
        format!("\"conversationUrn\": \"{thread}\"")
    }

    /// The values as a shell takes them, under the names that the README's requests use.
    fn variables(&self, base: &str, key: &str) -> String {
        let mut lines = format!("  BASE={base}\n  KEY={key}\n");
        let group = self.group.as_ref();
        let values = [
            ("THREAD", self.friend_thread.as_ref()),
            ("MEMBER", group.map(|group| &group.member_urn)),
            ("GROUP", group.map(|group| &group.group_id)),
        ];
        for (name, value) in values {
            if let Some(value) = value {
                let _ = writeln!(lines, "  {name}={value}");
            }
        }
        lines
    }

    fn head(&self, places: &Places<'_>) -> String {
        let Places {
            base,
            key,
            sandbox,
            data,
            ..
        } = places;
        format!(
            "\nLiaison is running.\n\n  \
             Address  {base}\n  \
             API key  {key}\n  \
             Docs     {base}/docs\n  \
             Network  {sandbox} (simulated)\n  \
             Webhooks {}\n  \
             Data     {} (master.key in it seals every stored credential: keep it)\n\n\
             {}\
             Its keys and accounts, from another terminal:\n  \
             {} keys list --data-dir {}\n\n\
             For the requests of the README:\n{}\n\
             Try it:\n",
            places.webhooks(),
            data.display(),
            places.receivers(),
            quoted(&machine::program()),
            quoted(data),
            self.variables(base, key)
        )
    }

    /// The page for standard output.
    pub(super) fn page(&self, places: &Places<'_>) -> String {
        let mut page = self.head(places);
        let Places { base, key, .. } = places;
        let missing = "urn:li:messagingThread:2-...";
        let thread = self.friend_thread.as_deref().unwrap_or(missing);
        let group = self.group_fields(missing);
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
                "6. Write to a member of a shared group, typing first",
                "send-group-with-typing",
                format!("{{{group}, \"message\": \"We are in the same group.\"}}"),
            ),
            (
                "7. The same, and wait for the delivery",
                "send-group-with-ack",
                format!("{{{group}, \"message\": \"See you at the meetup?\"}}"),
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
    fn the_page_says_where_webhooks_may_go_and_why_not() {
        let page = Tour::default().page(&Places {
            base: "http://localhost:1",
            key: "key",
            sandbox: "http://127.0.0.1:2",
            data: Path::new("/data"),
            catcher: Err("there is a reason"),
            loopbacks: None,
        });
        assert!(
            page.contains("  Webhooks are not caught here: there is a reason\n"),
            "{page}"
        );
        assert!(!page.contains("outgoing.allowed_networks"), "{page}");
    }

    #[test]
    fn ids_come_from_the_inbox() {
        let inbox = json!({"conversations": [
            {"conversationId": "one", "participants": [{"name": "A"}, {"name": "B"}]},
            {"conversationId": "two", "participants": [{"name": "John Doe"}], "latestMessage": {"messageId": "m"}},
        ]});
        let tour = Tour::of(&inbox);
        assert_eq!(tour.group_thread.as_deref(), Some("one"));
        assert_eq!(tour.friend_message.as_deref(), Some("m"));
        let page = |tour: &Tour| {
            let data = Path::new("/with blank");
            tour.page(&Places {
                base: "http://localhost:1",
                key: "key",
                sandbox: "http://127.0.0.1:2",
                data,
                catcher: Ok("http://127.0.0.1:3"),
                loopbacks: Some("127.0.0.0/8,::1"),
            })
        };
        let without = page(&tour);
        assert_eq!(without.matches("\ncurl ").count(), 7);
        assert!(without.contains("conversationUrn=two"), "{without}");
        assert!(
            without.contains("  Webhooks http://127.0.0.1:3/ (shows every delivery"),
            "{without}"
        );
        assert!(
            without.contains("allowed_networks is 127.0.0.0/8,::1 here"),
            "{without}"
        );
        assert!(
            without.contains("keys list --data-dir '/with blank'"),
            "{without}"
        );
        assert!(
            without.contains("\"conversationUrn\": \"one\""),
            "{without}"
        );
        let group = SharedGroup {
            group_id: "12".to_owned(),
            member_urn: "urn".to_owned(),
        };
        let with = page(&Tour {
            group: Some(group),
            ..tour
        });
        assert_eq!(
            with.matches("{\"groupId\": \"12\", \"recipientProfileUrn\": \"urn\"")
                .count(),
            2
        );
        assert!(with.contains("  GROUP=12\n"), "{with}");
        assert_eq!(Tour::of(&json!({})), Tour::default());
    }
}
