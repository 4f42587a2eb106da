//! The adapter: questions here, acts, read-back and updates beside it.

use std::time::Duration;

use domain::invitation::{Direction, Ending};
use domain::network::{
    Attachment, CapabilityClass, Member, MemberQuery, NetworkInvitation, NetworkMessage, Page,
    Plan, Receipt, Relationship, Thread, Updates,
};
use domain::time::Timestamp;
use serde::de::IgnoredAny;
use serde_json::json;
use tokio::sync::OnceCell;
use url::Url;

use super::calls::Calls;
use super::door::bearer;
use super::wire::{
    WireAcknowledgement, WireCursor, WireGroupMembership, WireMember, WireMessages,
    WireRelationship, WireSession, WireThread, WireThreads,
};
use crate::http::Security;
use crate::networks::lines::{Lines, SeatAddress};
use crate::networks::network::{
    Answer, Capabilities, InvitationPlace, MessagePlace, Network, NetworkError, OutgoingMessage,
    ReadBack,
};
use domain::outcome::Outcome;

/// Message ids in one acknowledgement.
const ACKNOWLEDGED_MAX: usize = 500;

/// How long the server lets a message be changed or taken back.
const CHANGE_WINDOW: Duration = Duration::from_hours(1);

/// One seat of a sandbox.
pub(super) struct Sandbox {
    pub(super) calls: Calls,
    /// The seat's own member key, asked for once: it stays while the credentials do.
    own_key: OnceCell<String>,
}

impl Sandbox {
    pub(super) fn new(lines: &Lines, seat: &SeatAddress) -> Result<Self, NetworkError> {
        let base = base_address(&seat.address)?;
        let security = match base.scheme() {
            "http" => Security::Plain,
            _ => Security::Tls,
        };
        let client = lines.client(security)?;
        Ok(Self {
            calls: Calls::new(client, base, bearer(&seat.credentials)),
            own_key: OnceCell::new(),
        })
    }

    pub(super) async fn session(&self) -> Result<WireSession, NetworkError> {
        self.calls.get((&["me"], &[])).await
    }

    pub(super) async fn own_key(&self) -> Result<&str, NetworkError> {
        let ask = async || Ok(self.session().await?.member.member_key);
        self.own_key.get_or_try_init(ask).await.map(String::as_str)
    }

    /// The file that the server shows under an address: its id, and what nobody guesses.
    fn attachment_at(&self, url: &str) -> Option<String> {
        let url = Url::parse(url).ok()?;
        let file = url.path().strip_prefix("/attachments/att-")?;
        let (number, _) = file.split_once('-')?;
        (url.origin() == self.calls.base().origin()).then(|| format!("att-{number}"))
    }

    pub(super) async fn find_thread(
        &self,
        thread_key: &str,
    ) -> Result<Option<Thread>, NetworkError> {
        let path = (&["threads", thread_key][..], &[][..]);
        let thread: Option<WireThread> = self.calls.find(path, "unknown_thread").await?;
        Ok(thread.map(|thread| thread.into_thread(self.calls.base())))
    }

    pub(super) async fn find_member(
        &self,
        reference: &str,
    ) -> Result<Option<Member>, NetworkError> {
        let member = self.find_wire_member(reference).await?;
        Ok(member.map(|member| member.into_member(self.calls.base())))
    }

    pub(super) async fn relationship_now(
        &self,
        member_key: &str,
    ) -> Result<Relationship, NetworkError> {
        let relationship = self.wire_relationship(member_key).await?;
        Ok(relationship.into_relationship())
    }

    pub(super) async fn wire_relationship(
        &self,
        member_key: &str,
    ) -> Result<WireRelationship, NetworkError> {
        let path = (&["members", member_key, "relationship"][..], &[][..]);
        self.calls.get(path).await
    }

    async fn find_wire_member(&self, reference: &str) -> Result<Option<WireMember>, NetworkError> {
        let path = (&["members", reference][..], &[][..]);
        self.calls.find(path, "unknown_member").await
    }

    async fn acknowledge_messages(&self, message_keys: &[String]) -> Result<(), NetworkError> {
        let mut is_any_known = message_keys.is_empty();
        for message_keys in message_keys.chunks(ACKNOWLEDGED_MAX) {
            let path = (&["messages", "delivered"][..], &[][..]);
            let body = json!({"message_ids": message_keys});
            let answer: WireAcknowledgement = self.calls.post(path, &body).await?;
            is_any_known |= !answer.acknowledged.is_empty() || !answer.already.is_empty();
        }
        if is_any_known {
            Ok(())
        } else {
            Err(NetworkError::Refused {
                code: "unknown_message".to_owned(),
                detail: "none of these messages was received by this account".to_owned(),
            })
        }
    }

    async fn post(&self, segments: &[&str], body: serde_json::Value) -> Result<(), NetworkError> {
        let _: IgnoredAny = self.calls.post((segments, &[]), &body).await?;
        Ok(())
    }
}

/// The address must name a server and nothing more.
pub(super) fn base_address(address: &str) -> Result<Url, NetworkError> {
    let refused = |detail: &str| NetworkError::Refused {
        code: "invalid_address".to_owned(),
        detail: detail.to_owned(),
    };
    let base = Url::parse(address).map_err(|_| refused("the address is not a URL"))?;
    let is_web = matches!(base.scheme(), "http" | "https") && base.has_host();
    let is_bare = base.path() == "/" && base.query().is_none() && base.fragment().is_none();
    let is_anonymous = base.username().is_empty() && base.password().is_none();
    if is_web && is_bare && is_anonymous {
        Ok(base)
    } else {
        Err(refused(
            "the address must be of the form http://127.0.0.1:8790",
        ))
    }
}

impl Network for Sandbox {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            send: true,
            inmail: true,
            typing: true,
            acknowledge: true,
            mark_seen: true,
            groups: true,
            attachments: true,
            reply_to: true,
            invitations: true,
            mark_unread: true,
            archive: true,
            star: true,
            live_updates: true,
            edit: true,
            unsend: true,
            change_window: Some(CHANGE_WINDOW),
            react: true,
            download: true,
            invitation_lists: true,
            invitation_note_chars_max: None,
        }
    }

    fn own_profile(&self) -> Answer<'_, Result<(Member, CapabilityClass), NetworkError>> {
        Box::pin(async {
            let session = self.session().await?;
            let class = session.class();
            Ok((session.member.into_member(self.calls.base()), class))
        })
    }

    fn plan(&self) -> Answer<'_, Result<Plan, NetworkError>> {
        Box::pin(async { Ok(self.session().await?.into_plan()) })
    }

    fn member(&self, query: MemberQuery) -> Answer<'_, Result<Option<Member>, NetworkError>> {
        Box::pin(async move {
            let reference = match query {
                MemberQuery::Slug(slug) => slug,
                MemberQuery::MemberKey(member_key) => member_key,
                MemberQuery::MemberNumber(number) => number.to_string(),
            };
            self.find_member(&reference).await
        })
    }

    fn relationship(&self, member_key: String) -> Answer<'_, Result<Relationship, NetworkError>> {
        Box::pin(async move { self.relationship_now(&member_key).await })
    }

    fn is_open_profile(&self, member_key: String) -> Answer<'_, Result<bool, NetworkError>> {
        Box::pin(async move {
            let member = self.find_wire_member(&member_key).await?;
            Ok(member.is_some_and(|member| member.open_profile))
        })
    }

    fn shares_group(
        &self,
        group_id: String,
        member_key: String,
    ) -> Answer<'_, Result<bool, NetworkError>> {
        Box::pin(async move {
            let path = (&["groups", &group_id, "members", &member_key][..], &[][..]);
            let membership: WireGroupMembership = self.calls.get(path).await?;
            Ok(membership.both_are_members)
        })
    }

    fn thread(&self, thread_key: String) -> Answer<'_, Result<Option<Thread>, NetworkError>> {
        Box::pin(async move { self.find_thread(&thread_key).await })
    }

    fn thread_with(&self, member_key: String) -> Answer<'_, Result<Option<Thread>, NetworkError>> {
        Box::pin(async move {
            let thread = self.find_thread_with(&member_key).await?;
            Ok(thread.map(|thread| thread.into_thread(self.calls.base())))
        })
    }

    fn threads(
        &self,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'_, Result<Page<Thread>, NetworkError>> {
        Box::pin(async move {
            let limit = limit.clamp(1, 100).to_string();
            let mut query = vec![("limit", limit.as_str())];
            query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
            let page: WireThreads = self.calls.get((&["threads"], &query)).await?;
            let base = self.calls.base();
            let items = page.threads.into_iter();
            Ok(Page {
                items: items.map(|thread| thread.into_thread(base)).collect(),
                next: page.next_cursor,
            })
        })
    }

    fn messages(
        &self,
        thread_key: String,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'_, Result<Page<NetworkMessage>, NetworkError>> {
        Box::pin(async move {
            let limit = limit.clamp(1, 200).to_string();
            let mut query = vec![("limit", limit.as_str())];
            query.extend(cursor.as_deref().map(|cursor| ("before", cursor)));
            let path = (&["threads", &thread_key, "messages"][..], &query[..]);
            let own_key = self.own_key().await?;
            let page: WireMessages = self.calls.get(path).await?;
            let base = self.calls.base();
            let items = page.messages.into_iter().rev();
            Ok(Page {
                items: items
                    .map(|message| message.into_message(base, own_key))
                    .collect(),
                next: page.before.filter(|_| page.has_before),
            })
        })
    }

    fn current_cursor(&self) -> Answer<'_, Result<String, NetworkError>> {
        Box::pin(async {
            let end: WireCursor = self.calls.get((&["updates", "cursor"], &[])).await?;
            Ok(end.cursor)
        })
    }

    fn updates(&self, cursor: String, wait: Duration) -> Answer<'_, Result<Updates, NetworkError>> {
        Box::pin(async move { self.updates_after(&cursor, wait).await })
    }

    fn send(&self, message: OutgoingMessage) -> Answer<'_, Outcome<Receipt>> {
        Box::pin(self.send_message(message))
    }

    fn read_back(
        &self,
        message: OutgoingMessage,
        since: Timestamp,
    ) -> Answer<'_, Result<ReadBack, NetworkError>> {
        Box::pin(self.look_for(message, since))
    }

    fn typing(&self, thread_key: String, is_typing: bool) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(async move {
            let state = if is_typing { "on" } else { "off" };
            self.post(&["threads", &thread_key, "typing"], json!({"state": state}))
                .await
        })
    }

    fn acknowledge(
        &self,
        _thread_key: Option<String>,
        message_keys: Vec<String>,
    ) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(async move { self.acknowledge_messages(&message_keys).await })
    }

    fn mark_seen(&self, thread_key: String) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(async move {
            self.post(&["threads", &thread_key, "seen"], json!({}))
                .await
        })
    }

    fn mark_all_read(&self) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(self.post(&["threads", "seen"], json!({})))
    }

    fn mark_unread(&self, thread_key: String) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(async move {
            self.post(&["threads", &thread_key, "unread"], json!({}))
                .await
        })
    }

    fn archive(
        &self,
        thread_key: String,
        is_archived: bool,
    ) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(async move {
            let body = json!({"archived": is_archived});
            self.post(&["threads", &thread_key, "archive"], body).await
        })
    }

    fn star(&self, thread_key: String, is_starred: bool) -> Answer<'_, Result<(), NetworkError>> {
        Box::pin(async move {
            let body = json!({"starred": is_starred});
            self.post(&["threads", &thread_key, "star"], body).await
        })
    }

    fn connect(
        &self,
        token: String,
        member_key: String,
        note: Option<String>,
    ) -> Answer<'_, Outcome<()>> {
        Box::pin(self.invite(token, member_key, note))
    }

    fn invitations(
        &self,
        direction: Direction,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'_, Result<Page<NetworkInvitation>, NetworkError>> {
        Box::pin(self.list_invitations(direction, cursor, limit))
    }

    fn invitation(
        &self,
        invitation_key: String,
    ) -> Answer<'_, Result<Option<NetworkInvitation>, NetworkError>> {
        Box::pin(async move { self.find_invitation(&invitation_key).await })
    }

    fn end_invitation(&self, place: InvitationPlace, ending: Ending) -> Answer<'_, Outcome<()>> {
        Box::pin(self.end(place, ending))
    }

    fn message(
        &self,
        place: MessagePlace,
    ) -> Answer<'_, Result<Option<NetworkMessage>, NetworkError>> {
        Box::pin(self.message_now(place))
    }

    fn download(
        &self,
        attachment: Attachment,
    ) -> Answer<'_, Result<Option<Vec<u8>>, NetworkError>> {
        Box::pin(async move { self.calls.fetch(&["attachments", &attachment.id]).await })
    }

    fn media(&self, url: String) -> Answer<'_, Result<Option<Vec<u8>>, NetworkError>> {
        Box::pin(async move {
            let Some(id) = self.attachment_at(&url) else {
                return Err(NetworkError::Refused {
                    code: "foreign_address".to_owned(),
                    detail: "This is not the address of a file of this network.".to_owned(),
                });
            };
            self.calls.fetch(&["attachments", &id]).await
        })
    }

    fn edit(&self, place: MessagePlace, text: String) -> Answer<'_, Outcome<Option<Timestamp>>> {
        Box::pin(self.edit_message(place, text))
    }

    fn unsend(&self, place: MessagePlace) -> Answer<'_, Outcome<()>> {
        Box::pin(self.unsend_message(place))
    }

    fn react(&self, place: MessagePlace, emoji: String, is_added: bool) -> Answer<'_, Outcome<()>> {
        Box::pin(self.react_to_message(place, emoji, is_added))
    }
}
