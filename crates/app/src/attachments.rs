//! Files that are handed over before a message names them, and files of messages that are there.

mod upload;

pub use upload::{NewAttachment, Upload, UploadFields};

use std::future::Future;

use domain::attachment::File;
use domain::attachment::content::checked_type;
use domain::error_code::ErrorCode;
use domain::ids::AttachmentId;
use domain::network::Attachment as NetworkAttachment;
use store::attachments::{self, Attachment};

use crate::accounts::choose;
use crate::{App, AppResult, Caller, Refusal};

/// A file that was handed over, without its bytes.
pub type AttachmentView = Attachment;

/// A file that was fetched by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// What its content shows.
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// The type of a file of which nothing is said.
const UNKNOWN: &str = "application/octet-stream";

impl App {
    /// A file that was handed over, without its bytes. Who does not see its account does not see it.
    pub async fn find_attachment(
        &self,
        caller: &Caller,
        attachment_id: &str,
    ) -> AppResult<AttachmentView> {
        let absent = || Refusal::of(ErrorCode::AttachmentNotFound);
        let attachment_id: AttachmentId = attachment_id.parse().map_err(|_| absent())?;
        let (workspace_id, now) = (caller.workspace_id, self.now());
        let found = self
            .parts()
            .store
            .read(move |tx| attachments::find(tx, workspace_id, attachment_id, now));
        let found = found.await?.filter(|found| caller.sees(found.account_id));
        Ok(found.ok_or_else(absent)?)
    }

    /// A piece of a file that was found, by its place from 0; `None` after its last.
    pub fn attachment_piece(
        &self,
        caller: &Caller,
        attachment: &AttachmentView,
        ordinal: i64,
    ) -> impl Future<Output = AppResult<Option<Vec<u8>>>> + use<> {
        let (app, workspace_id) = (self.clone(), caller.workspace_id);
        let attachment_id = attachment.attachment_id;
        async move {
            let read = app
                .parts()
                .store
                .read(move |tx| attachments::find_piece(tx, workspace_id, attachment_id, ordinal));
            Ok(read.await?)
        }
    }

    /// A file that was handed over, with its bytes.
    pub(crate) async fn uploaded(
        &self,
        caller: &Caller,
        attachment_id: AttachmentId,
    ) -> AppResult<Option<File>> {
        let (caller, now) = (caller.clone(), self.now());
        let found = self.parts().store.read(move |tx| {
            let found = attachments::find(tx, caller.workspace_id, attachment_id, now)?;
            let found = found.filter(|found| caller.sees(found.account_id));
            found
                .map(|found| attachments::read_file(tx, caller.workspace_id, found))
                .transpose()
        });
        Ok(found.await?)
    }

    /// A file of a message that is there, fetched from the network: what is told of it, and its bytes.
    pub async fn message_attachment(
        &self,
        caller: &Caller,
        account: Option<&str>,
        (message, attachment_id): (&str, &str),
    ) -> AppResult<(NetworkAttachment, Vec<u8>)> {
        let target = self.target(caller, account, message).await?;
        let absent = || Refusal::of(ErrorCode::AttachmentNotFound);
        let mut listed = target.attachments().into_iter();
        let attachment = listed
            .find(|attachment| attachment.id == attachment_id)
            .ok_or_else(absent)?;
        if target.account.is_read_only {
            return Err(Refusal::of(ErrorCode::AccountReadOnly).into());
        }
        let line = self
            .able_line(&target.account, "reading files of messages", |able| {
                able.download
            })
            .await?;
        let bytes = line.download(attachment.clone()).await?;
        Ok((attachment, bytes.ok_or_else(absent)?))
    }

    /// A file by the address under which the account's network shows it, as it is there now.
    pub async fn media(&self, caller: &Caller, account: &str, url: String) -> AppResult<Media> {
        let (asker, requested) = (caller.clone(), account.to_owned());
        let chosen = self
            .parts()
            .store
            .read(move |tx| choose(tx, &asker, Some(&requested), None));
        let account = chosen.await??;
        if account.is_read_only {
            return Err(Refusal::of(ErrorCode::AccountReadOnly).into());
        }
        let line = self
            .able_line(&account, "reading files of messages", |able| able.download)
            .await?;
        let bytes = line.media(url).await?;
        let bytes = bytes.ok_or_else(|| Refusal::of(ErrorCode::AttachmentNotFound))?;
        self.note_live_use(caller, account.account_id).await;
        let media_type = checked_type(UNKNOWN, &bytes).unwrap_or_else(|_| UNKNOWN.to_owned());
        Ok(Media { media_type, bytes })
    }
}
