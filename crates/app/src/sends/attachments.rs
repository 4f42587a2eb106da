//! What goes with the words of a message: its files, and the message that it answers.

use domain::attachment::File;
use domain::error_code::ErrorCode;
use domain::ids::SendId;
use domain::limits;
use domain::urn::MessageReference;
use store::accounts::Account;
use store::messages;
use store::{StoreResult, Tx, conversations, sends};

use super::SendTerms;
use crate::{App, AppResult, Caller, Refusal};

/// Files that fit into one message.
pub(super) fn check_files(files: &[File]) -> Result<(), Refusal> {
    check_count(files.len())?;
    let bytes: usize = files.iter().map(|file| file.bytes().len()).sum();
    if bytes > limits::ATTACHMENTS_BYTES_MAX {
        let message = format!(
            "the attachments of a message have at most {} bytes together",
            limits::ATTACHMENTS_BYTES_MAX
        );
        return Err(Refusal::field("attachments", "too_large", message));
    }
    Ok(())
}

/// So many files go with one message.
pub(super) fn check_count(count: usize) -> Result<(), Refusal> {
    if count <= limits::ATTACHMENTS_MAX {
        return Ok(());
    }
    let message = format!(
        "a message has at most {} attachments",
        limits::ATTACHMENTS_MAX
    );
    Err(Refusal::field("attachments", "too_many", message))
}

impl App {
    /// A file of a send, by its place from 0, for whoever may see the send.
    pub async fn send_file(&self, caller: &Caller, send_id: &str, place: usize) -> AppResult<File> {
        let absent = || Refusal::of(ErrorCode::SendNotFound);
        let send_id: SendId = send_id.parse().map_err(|_| absent())?;
        let (workspace_id, seen) = (caller.workspace_id, caller.clone());
        let read = self.parts().store.read(move |tx| {
            let send = sends::find(tx, workspace_id, send_id)?;
            if send.is_none_or(|send| !seen.sees(send.account_id)) {
                return Ok(Err(absent()));
            }
            let file = sends::find_file(tx, workspace_id, send_id, place)?;
            Ok(file.ok_or_else(|| Refusal::of(ErrorCode::AttachmentNotFound)))
        });
        Ok(read.await??)
    }

    /// Refuses what the account's network cannot carry, before anything else is looked at.
    pub(super) async fn check_carries(
        &self,
        account: &Account,
        terms: &SendTerms,
    ) -> AppResult<()> {
        if !(terms.attachments.is_empty() && terms.uploads.is_empty()) {
            self.able_line(account, "attachments", |able| able.attachments)
                .await?;
        }
        if terms.reply_to.is_some() {
            self.able_line(account, "replying to a certain message", |able| {
                able.reply_to
            })
            .await?;
        }
        Ok(())
    }

    /// The network's key of the message that is answered: one that is known, of the conversation that the answer goes
    /// into. What belongs to another account is as good as absent.
    pub(super) async fn answered(
        &self,
        account: &Account,
        thread_key: Option<&str>,
        text: &str,
    ) -> AppResult<String> {
        const FIELD: &str = "reply_to";
        let reference = MessageReference::parse(text)
            .map_err(|error| Refusal::field(FIELD, "invalid", error.to_string()))?;
        let (known, thread_key) = (account.clone(), thread_key.map(str::to_owned));
        let found = self
            .parts()
            .store
            .read(move |tx| find(tx, &known, &reference, thread_key.as_deref()));
        let (code, message) = match found.await? {
            Found::Here(message_key) => return Ok(message_key),
            Found::Elsewhere => (
                "mismatch",
                "This message is not one of the conversation that the answer goes into.",
            ),
            Found::Nowhere => ("not_found", "There is no such message in this account."),
        };
        Err(Refusal::field(FIELD, code, message).into())
    }
}

/// Where a message is.
enum Found {
    Here(String),
    Elsewhere,
    Nowhere,
}

fn find(
    tx: &mut Tx<'_>,
    account: &Account,
    reference: &MessageReference,
    thread_key: Option<&str>,
) -> StoreResult<Found> {
    let (workspace_id, number) = (account.workspace_id, account.number);
    let message = match reference {
        MessageReference::Own(message_id) => messages::find(tx, workspace_id, number, *message_id)?,
        MessageReference::Network { message, .. } => messages::find_by_ref(
            tx,
            workspace_id,
            number,
            messages::NETWORK,
            message.as_str(),
        )?,
    };
    let Some(message) = message.filter(|message| message.deleted_at.is_none()) else {
        return Ok(Found::Nowhere);
    };
    let thread = conversations::thread_of_doc(message.doc);
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    Ok(if Some(conversation.thread_key.as_str()) == thread_key {
        Found::Here(message.message_key)
    } else {
        Found::Elsewhere
    })
}
