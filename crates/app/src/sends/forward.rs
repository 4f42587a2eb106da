//! Forwarding: a message of its own, which says who said what, and carries the same files. So it leaves like every other,
//! on every network that sends messages, and whoever approves it sees what it says.

use domain::attachment::{File, Incoming, InvalidFile, safe_name};
use domain::error_code::ErrorCode;
use domain::ids::{AccountId, MessageId};
use domain::time::Timestamp;
use domain::urn::MessageReference;
use store::accounts::Account;
use store::{StoreResult, Tx, conversations, messages, people};

use super::attachments::{check_count, check_files};
use super::message_acts::Target;
use super::wanted::{Wanted, text_of};
use super::{KeptMessage, PlannedTerms, SendMessage, SendTerms};
use crate::{App, AppResult, Caller, Refusal};

/// Said of a file of which the network says nothing that could be said again.
const UNTYPED: &str = "application/octet-stream";

impl App {
    /// Accepts a message that forwards another one, in any form of a message reference, from the account that has it; the
    /// command's text stands before it. A repeat is shown its send, also when the message is gone.
    pub async fn forward_message(
        &self,
        caller: &Caller,
        message: &str,
        command: SendMessage,
    ) -> AppResult<KeptMessage> {
        let named = command.account.as_deref();
        let account = match named.filter(|text| !text.trim().is_empty()) {
            Some(named) => named.to_owned(),
            None => self.account_of(caller, message).await?.to_string(),
        };
        let terms = SendTerms {
            forwards: Some(message.trim().to_owned()),
            ..command.terms
        };
        let command = SendMessage {
            account: Some(account),
            terms,
            ..command
        };
        self.keep_message(caller, command).await
    }

    /// The account that has a message, or had it.
    async fn account_of(&self, caller: &Caller, message: &str) -> AppResult<AccountId> {
        let absent = || Refusal::of(ErrorCode::MessageNotFound);
        let reference = MessageReference::parse(message).map_err(|_| absent())?;
        let caller = caller.clone();
        let found = self
            .parts()
            .store
            .read(move |tx| account_of(tx, &caller, &reference));
        Ok(found.await??.ok_or_else(absent)?)
    }

    /// The message with what it forwards, and in `terms` the files.
    pub(super) async fn forwarding(
        &self,
        (caller, account): (&Caller, &Account),
        command: &SendMessage,
        message: &str,
        wanted: Wanted,
        terms: &mut PlannedTerms,
    ) -> AppResult<Wanted> {
        let account_id = account.account_id.to_string();
        let target = self.target(caller, Some(&account_id), message).await?;
        let sender = self.sender_of(&target).await?;
        terms.attachments.extend(self.files_of(&target).await?);
        check_files(&terms.attachments)?;
        terms.forwarded_from = Some(MessageId::of(target.message.doc));
        let said = (
            sender.as_str(),
            target.message.sent_at,
            target.message.text.as_str(),
        );
        let mut wanted = wanted;
        wanted.text = text_of(command, &text(&wanted.text, said))?;
        Ok(wanted)
    }

    async fn sender_of(&self, target: &Target) -> AppResult<String> {
        let (workspace_id, sender_id) = (target.account.workspace_id, target.message.sender_id);
        let found = self
            .parts()
            .store
            .read(move |tx| people::find(tx, workspace_id, sender_id));
        let Some(person) = found.await? else {
            return Ok("somebody".to_owned());
        };
        let name = person.name.trim().to_owned();
        Ok(if name.is_empty() {
            person.member_key
        } else {
            name
        })
    }

    /// The files of a message, as the network has them now.
    async fn files_of(&self, target: &Target) -> AppResult<Vec<File>> {
        let shown = target.attachments();
        if shown.is_empty() {
            return Ok(Vec::new());
        }
        check_count(shown.len())?;
        self.able_line(&target.account, "attachments", |able| able.attachments)
            .await?;
        let line = self
            .able_line(&target.account, "reading files of messages", |able| {
                able.download
            })
            .await?;
        let mut files = Vec::with_capacity(shown.len());
        for attachment in shown {
            let absent = || Refusal::of(ErrorCode::AttachmentNotFound);
            let bytes = line
                .download(attachment.clone())
                .await?
                .ok_or_else(absent)?;
            let name = safe_name(&attachment.name);
            let media_type = match Incoming::new(&name, &attachment.media_type) {
                Err(InvalidFile::MediaType) => UNTYPED,
                _ => &attachment.media_type,
            };
            let file = File::new(&name, media_type, bytes);
            files.push(file.map_err(|error| {
                let message = format!("{name} cannot be forwarded: {error}");
                Refusal::field("attachments", "too_large", message)
            })?);
            // Before the next one is fetched: what is too much is not held all at once.
            check_files(&files)?;
        }
        Ok(files)
    }
}

fn account_of(
    tx: &mut Tx<'_>,
    caller: &Caller,
    reference: &MessageReference,
) -> StoreResult<Result<Option<AccountId>, Refusal>> {
    let workspace_id = caller.workspace_id;
    let message_id = match reference {
        MessageReference::Own(message_id) => *message_id,
        MessageReference::Network { owner, .. } => {
            let chosen = crate::accounts::choose(tx, caller, None, owner.as_ref())?;
            return Ok(chosen.map(|account| Some(account.account_id)));
        }
    };
    let Some(message) = messages::find_any(tx, workspace_id, message_id)? else {
        return Ok(Ok(None));
    };
    let thread = conversations::thread_of_doc(message.doc);
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    let account_id = Some(conversation.account_id);
    Ok(Ok(account_id.filter(|account_id| caller.sees(*account_id))))
}

/// What a message says that forwards another one. Characters that no message may hold are left out of what others said.
fn text(before: &str, (sender, sent_at, said): (&str, Timestamp, &str)) -> String {
    let is_sayable = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    let sayable = |text: &str| text.chars().filter(is_sayable).collect::<String>();
    let sender = sayable(sender);
    let sent_at = sent_at.to_string();
    // To the minute: nobody answers by the second.
    let minute = sent_at.get(..16).unwrap_or(&sent_at).replace('T', " ");
    let head = format!("Forwarded from {sender}, {minute} UTC:");
    let said = sayable(said);
    let parts = [before, &head, &said].map(str::trim);
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_message_says_who_said_it_and_when() {
        let at = Timestamp::from_millis(1_763_378_062_881);
        let said = |before, text_said| text(before, ("John Doe", at, text_said));
        let head = "Forwarded from John Doe, 2025-11-17 11:14 UTC:";
        assert_eq!(
            said("", "Hello\r\nthere\0"),
            format!("{head}\n\nHello\nthere")
        );
        assert_eq!(
            said("See this", "Hello"),
            format!("See this\n\n{head}\n\nHello")
        );
        // Of a file alone.
        assert_eq!(said("", ""), head);
    }
}
