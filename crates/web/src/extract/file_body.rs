//! A body that is a file: it goes on as it comes, so that no request holds a whole one.

use std::pin::Pin;

use app::attachments::{AttachmentView, NewAttachment, Upload};
use app::{Caller, Refusal};
use axum::body::{Body as Stream, BodyDataStream, Bytes, HttpBody as _};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use domain::error_code::ErrorCode;
use domain::limits::{ATTACHMENT_BYTES_MAX, UPLOAD_COMING_MAX};
use domain::time::within;
use futures_util::Stream as _;

use super::body::DRAINED_BYTES_MAX;
use crate::door::Door;
use crate::fault::Fault;

/// A file on its way in, with the type that its sender says it has.
pub(crate) struct FileBody {
    /// Without parameters, which say nothing of a file; empty where nothing is said.
    pub(crate) media_type: String,
    /// In bytes, where it is known beforehand.
    length: Option<u64>,
    stream: BodyDataStream,
    /// Bytes that have come.
    seen: usize,
}

impl FromRequest<Door> for FileBody {
    type Rejection = Fault;

    async fn from_request(request: Request, _door: &Door) -> Result<Self, Fault> {
        let (parts, stream) = request.into_parts();
        Ok(Self::new(&parts.headers, stream))
    }
}

impl FileBody {
    fn new(headers: &HeaderMap, stream: Stream) -> Self {
        let media_type = headers.get(CONTENT_TYPE).map(|value| value.to_str());
        let media_type = media_type.and_then(Result::ok).unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default();
        Self {
            media_type: essence.trim().to_owned(),
            length: stream.size_hint().exact(),
            stream: stream.into_data_stream(),
            seen: 0,
        }
    }

    /// Keeps the file under the name and for the account that `new` says.
    pub(crate) async fn keep(
        mut self,
        door: &Door,
        caller: &Caller,
        new: NewAttachment,
    ) -> Result<AttachmentView, Fault> {
        let kept = within(
            door.app.timer(),
            UPLOAD_COMING_MAX,
            self.pour(door, caller, new),
        );
        let kept = kept.await;
        let kept = kept.unwrap_or_else(|| Err(Refusal::of(ErrorCode::UploadTooSlow).into()));
        // Who was too slow is not waited for once more.
        if kept
            .as_ref()
            .is_err_and(|fault| fault.refusal().code != ErrorCode::UploadTooSlow)
        {
            self.drain().await;
        }
        kept
    }

    async fn pour(
        &mut self,
        door: &Door,
        caller: &Caller,
        new: NewAttachment,
    ) -> Result<AttachmentView, Fault> {
        if self
            .length
            .is_some_and(|length| length > ATTACHMENT_BYTES_MAX as u64)
        {
            let message = format!("The file is larger than {ATTACHMENT_BYTES_MAX} bytes.");
            return Err(Fault::new(ErrorCode::BodyTooLarge, message));
        }
        let mut upload: Upload = door.app.begin_upload(caller, new).await?;
        loop {
            match self.next().await {
                Ok(Some(bytes)) => upload.take(&bytes).await?,
                Ok(None) => return Ok(upload.finish().await?),
                Err(fault) => {
                    upload.give_up().await;
                    return Err(fault);
                }
            }
        }
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let stream = &mut self.stream;
        match std::future::poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await {
            None => Ok(None),
            Some(Ok(bytes)) => {
                self.seen = self.seen.saturating_add(bytes.len());
                Ok(Some(bytes))
            }
            Some(Err(_)) => {
                let message = "The body ended before it was complete.";
                Err(Fault::new(ErrorCode::InvalidJson, message))
            }
        }
    }

    /// Reads away what is left: a client that is cut off while it writes would see a broken connection instead of the
    /// answer.
    async fn drain(&mut self) {
        while self.seen < DRAINED_BYTES_MAX && matches!(self.next().await, Ok(Some(_))) {}
    }
}
