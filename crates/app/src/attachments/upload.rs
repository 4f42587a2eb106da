//! Handing a file over, piece by piece: whatever its size, no more of it than a piece or two is held.

use domain::attachment::content::checked_type;
use domain::attachment::{FileFacts, Incoming, InvalidFile};
use domain::error_code::ErrorCode;
use domain::ids::{AccountId, AttachmentId, WorkspaceId};
use domain::limits;
use domain::time::Timestamp;
use store::attachments::{self, Attachment, Coming};

use crate::accounts::choose;
use crate::{App, AppResult, Caller, Refusal};

/// A file as its sender describes it.
#[derive(Debug)]
pub struct NewAttachment {
    /// The account whose messages it is for; the one used last when absent.
    pub account: Option<String>,
    pub name: String,
    /// Without parameters.
    pub media_type: String,
    /// What the caller calls the account, the name and the type.
    pub fields: UploadFields,
}

/// What a caller calls the parts of a file.
#[derive(Debug, Clone, Copy)]
pub struct UploadFields {
    pub name: &'static str,
    pub media_type: &'static str,
}

/// A file that is coming in. What has come of one that is dropped is gone a little later.
pub struct Upload {
    app: App,
    workspace_id: WorkspaceId,
    attachment_id: AttachmentId,
    account_id: AccountId,
    created_at: Timestamp,
    incoming: Incoming,
    /// What has come and is not kept yet.
    piece: Vec<u8>,
    /// Pieces that are kept.
    kept: i64,
    fields: UploadFields,
}

impl App {
    /// Begins to take a file for the messages of an account whose network carries files.
    pub async fn begin_upload(&self, caller: &Caller, new: NewAttachment) -> AppResult<Upload> {
        let incoming = Incoming::new(&new.name, &new.media_type)
            .map_err(|error| invalid(new.fields, error))?;
        let (asker, requested) = (caller.clone(), new.account);
        let chosen = self
            .parts()
            .store
            .read(move |tx| choose(tx, &asker, requested.as_deref(), None));
        let account = chosen.await??;
        if account.is_read_only {
            return Err(Refusal::of(ErrorCode::AccountReadOnly).into());
        }
        self.able_line(&account, "attachments", |able| able.attachments)
            .await?;
        let now = self.now();
        Ok(Upload {
            app: self.clone(),
            workspace_id: caller.workspace_id,
            attachment_id: AttachmentId::mint(now, &*self.parts().entropy),
            account_id: account.account_id,
            created_at: now,
            incoming,
            piece: Vec::new(),
            kept: 0,
            fields: new.fields,
        })
    }
}

impl Upload {
    /// Takes what came next. After an error nothing is left of the file.
    pub async fn take(&mut self, mut bytes: &[u8]) -> AppResult<()> {
        if let Err(error) = self.incoming.add(bytes) {
            return self.fail(invalid(self.fields, error)).await;
        }
        while self.piece.len() + bytes.len() > limits::UPLOAD_PIECE_BYTES {
            let (fitting, rest) = bytes.split_at(limits::UPLOAD_PIECE_BYTES - self.piece.len());
            self.piece.extend_from_slice(fitting);
            bytes = rest;
            // What stands behind the piece is counted with it: the size is told when the file is whole.
            self.keep(None).await?;
        }
        self.piece.extend_from_slice(bytes);
        Ok(())
    }

    /// Ends the file: messages can name it for a day. The type is what its content shows, not what is said.
    pub async fn finish(mut self) -> AppResult<Attachment> {
        self.check_type().await?;
        let facts = match self.incoming.facts() {
            Ok(facts) => facts,
            Err(error) => return self.fail(invalid(self.fields, error)).await,
        };
        self.keep(Some(facts.clone())).await?;
        Ok(Attachment {
            attachment_id: self.attachment_id,
            account_id: self.account_id,
            facts,
            created_at: self.created_at,
            expires_at: self.expires_at(true),
        })
    }

    /// Forgets what has come.
    pub async fn give_up(self) {
        self.forget().await;
    }

    /// The first piece shows what the file is.
    async fn check_type(&mut self) -> AppResult<()> {
        if self.kept > 0 || self.piece.is_empty() {
            return Ok(());
        }
        match checked_type(self.incoming.media_type(), &self.piece) {
            Ok(media_type) => {
                self.incoming.set_media_type(media_type);
                Ok(())
            }
            Err(error) => {
                let code = ErrorCode::AttachmentTypeMismatch;
                self.fail(Refusal::new(code, error.to_string())).await
            }
        }
    }

    /// Keeps what has come; with the facts of the whole file it is the last piece.
    async fn keep(&mut self, facts: Option<FileFacts>) -> AppResult<()> {
        self.check_type().await?;
        let now = self.app.now();
        if now >= self.expires_at(false) {
            return self.fail(Refusal::of(ErrorCode::UploadTooSlow)).await;
        }
        let piece = std::mem::take(&mut self.piece);
        let coming = self.coming(&piece, facts);
        let (workspace_id, ordinal) = (self.workspace_id, self.kept);
        let size = i64::try_from(piece.len()).unwrap_or(i64::MAX);
        let written = self.app.parts().store.write(move |tx| {
            let usage = attachments::usage(tx, workspace_id, now)?;
            let is_new = ordinal == 0;
            if (is_new && usage.files >= limits::UPLOADS_MAX)
                || usage.bytes + size > limits::UPLOADS_BYTES_MAX
            {
                return Ok(Err(Refusal::of(ErrorCode::AttachmentsFull)));
            }
            let piece = (ordinal, piece.as_slice());
            let is_kept = attachments::insert_piece(tx, workspace_id, &coming, piece)?;
            Ok(is_kept
                .then_some(())
                .ok_or_else(|| Refusal::of(ErrorCode::AccountNotFound)))
        });
        if let Err(refusal) = written.await? {
            return self.fail(refusal).await;
        }
        self.kept += 1;
        Ok(())
    }

    fn coming(&self, piece: &[u8], facts: Option<FileFacts>) -> Coming {
        let pieces = usize::try_from(self.kept).unwrap_or(usize::MAX);
        let byte_size = pieces.saturating_mul(limits::UPLOAD_PIECE_BYTES) + piece.len();
        Coming {
            attachment_id: self.attachment_id,
            account_id: self.account_id,
            name: self.incoming.name().to_owned(),
            media_type: self.incoming.media_type().to_owned(),
            byte_size: i64::try_from(byte_size).unwrap_or(i64::MAX),
            created_at: self.created_at,
            expires_at: self.expires_at(facts.is_some()),
            sha256: facts.map(|facts| facts.sha256),
        }
    }

    fn expires_at(&self, is_whole: bool) -> Timestamp {
        self.created_at.plus(if is_whole {
            limits::UPLOAD_LIFETIME
        } else {
            limits::UPLOAD_COMING_MAX
        })
    }

    async fn fail<T>(&self, refusal: Refusal) -> AppResult<T> {
        self.forget().await;
        Err(refusal.into())
    }

    /// What cannot be deleted now ends with its time.
    async fn forget(&self) {
        if self.kept == 0 {
            return;
        }
        let (workspace_id, attachment_id) = (self.workspace_id, self.attachment_id);
        let deleted = self
            .app
            .parts()
            .store
            .write(move |tx| attachments::delete(tx, workspace_id, attachment_id));
        if let Err(error) = deleted.await {
            tracing::warn!(%attachment_id, %error, "pieces of a file that never was whole stay for a while");
        }
    }
}

fn invalid(fields: UploadFields, error: InvalidFile) -> Refusal {
    let (path, code) = match error {
        InvalidFile::Name => (fields.name, "wrong_form"),
        InvalidFile::MediaType => (fields.media_type, "wrong_form"),
        InvalidFile::Empty => ("body", "empty"),
        InvalidFile::TooLarge => return Refusal::new(ErrorCode::BodyTooLarge, error.to_string()),
    };
    Refusal::field(path, code, error.to_string())
}
